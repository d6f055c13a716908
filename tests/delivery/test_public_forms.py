"""Forms without a cookie: sent from here, by people, and not too often."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from django.utils import timezone

from wijkwijzer.delivery.public_forms import LONGEST, STAMP, PublicForm, is_too_often, public_form


class Question(PublicForm):
    answer = forms.CharField()
    uses = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)


def answer(request: HttpRequest) -> HttpResponse:
    form = Question(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return HttpResponse(f"Dank: {form.cleaned_data['answer']}")
    return HttpResponse(form.as_p())


def guess(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=429 if is_too_often(request, "wrong_link") else 404)


pytestmark = pytest.mark.django_db
urlpatterns = [
    path("vraag/", public_form(answer)),
    path("geheim/", public_form(has_secret=True)(answer)),
    path("raden/", guess),
]
HERE = {"Sec-Fetch-Site": "same-origin"}
REFUSED = "niet vanaf deze site verstuurd"


@pytest.fixture
def browser(settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    cache.clear()
    return Client(enforce_csrf_checks=True)


def filled_in(**changes: Any) -> dict[str, Any]:
    return {"answer": "Ja", "website": "", "stamp": signing.dumps("", salt=STAMP), **changes}


class TestWithoutACookie:
    def test_it_works_and_sets_none(self, browser: Client) -> None:
        shown = browser.get("/vraag/")
        sent = browser.post("/vraag/", filled_in(), headers=HERE)
        assert sent.content.decode() == "Dank: Ja"
        for response in (shown, sent):
            assert not response.cookies
            assert "Cookie" not in response.headers.get("Vary", "")

    def test_nothing_else_leaves_out_the_token(self) -> None:
        """Whatever takes a POST without one goes through this, which asks where the form was sent from."""
        assert unprotected(get_resolver("wijkwijzer.urls").url_patterns) == set()


def unprotected(patterns: Any) -> set[str]:
    found = set()
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            found |= unprotected(pattern.url_patterns)
            continue
        view = pattern.callback
        # Views of the REST framework have a class, and ask for the token themselves where a cookie signs in.
        asks_itself = hasattr(view, "cls") or getattr(view, "is_public_form", False)
        if getattr(view, "csrf_exempt", False) and not asks_itself:
            found.add(f"{view.__module__} {pattern.pattern}")
    return found


class TestWhereItWasSentFrom:
    @pytest.mark.parametrize(
        "headers",
        [HERE, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}],
        ids=str,
    )
    def test_from_here_it_counts(self, browser: Client, headers: dict[str, str]) -> None:
        assert "Dank" in browser.post("/vraag/", filled_in(), headers=headers).content.decode()

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "null"},
            {"Origin": "https://kwaad.example"},
            {"Origin": "http://testserver.kwaad.example"},
            {"Origin": "http://kwaad.example/testserver"},
            {"Origin": "http://testserver@kwaad.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        ],
        ids=str,
    )
    def test_from_elsewhere_it_does_not(self, browser: Client, headers: dict[str, str]) -> None:
        response = browser.post("/vraag/", filled_in(), headers=headers)
        assert response.status_code == 403
        assert REFUSED in response.content.decode()

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_nor_by_another_method(self, browser: Client, method: str) -> None:
        assert getattr(browser, method)("/vraag/").status_code == 403

    def test_a_secret_address_takes_it_from_browsers_that_say_nothing(self, browser: Client) -> None:
        """Its page sends no referrer, and then some browsers say null."""
        for headers in ({}, {"Origin": "null"}):
            assert "Dank" in browser.post("/geheim/", filled_in(), headers=headers).content.decode()
        for headers in ({"Origin": "https://kwaad.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert browser.post("/geheim/", filled_in(), headers=headers).status_code == 403


class TestHowOften:
    def test_one_address_sends_twenty_in_ten_minutes(self, browser: Client) -> None:
        for _ in range(20):
            assert browser.post("/vraag/", filled_in(), headers=HERE).status_code == 200
        response = browser.post("/vraag/", filled_in(), headers=HERE)
        assert response.status_code == 429
        assert "Even wachten" in response.content.decode()
        assert browser.get("/vraag/").status_code == 200
        elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
        assert browser.post("/vraag/", filled_in(), headers=HERE, **elsewhere).status_code == 200

    def test_looking_counts_where_looking_is_guessing(self, browser: Client) -> None:
        assert [browser.get("/raden/").status_code for _ in range(21)] == [404] * 20 + [429]

    def test_what_it_counts_under_says_nothing_tomorrow(self, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(21):
            browser.get("/raden/")
        tomorrow = timezone.localdate() + timedelta(days=1)
        monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
        assert browser.get("/raden/").status_code == 404
        assert not [key for key in cache._cache if "127.0.0.1" in key]  # the cache of the tests is a dict


class TestTheForm:
    def test_a_robot_that_fills_in_everything_is_told_not_to(self, browser: Client) -> None:
        response = browser.post("/vraag/", filled_in(website="https://koop.example"), headers=HERE)
        assert "Laat dit veld leeg." in response.content.decode()

    @pytest.mark.parametrize(
        "stamp",
        [None, "", "vals", signing.dumps("", salt="another")],
        ids=["no", "empty", "made up", "for another form"],
    )
    def test_without_a_stamp_of_this_site_what_was_typed_comes_back_with_a_new_one(
        self, browser: Client, stamp: str | None
    ) -> None:
        data = filled_in(answer="Lang antwoord", uses=["a", "b"], stamp=stamp or "")
        if stamp is None:
            del data["stamp"]
        response = browser.post("/vraag/", data, headers=HERE)
        assert "stond te lang open" in response.content.decode()
        form = Question(data)
        form.is_valid()
        again = form["stamp"].value()
        assert signing.loads(again, salt=STAMP) == ""
        assert 'value="Lang antwoord"' in response.content.decode()
        assert response.content.decode().count(" selected") == 2

    def test_a_stamp_is_good_for_two_days(self, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        stamp = signing.dumps("", salt=STAMP)
        now = signing.time.time
        monkeypatch.setattr(signing.time, "time", lambda: now() + LONGEST.total_seconds() - 60)
        assert "Dank" in browser.post("/vraag/", filled_in(stamp=stamp), headers=HERE).content.decode()
        monkeypatch.setattr(signing.time, "time", lambda: now() + LONGEST.total_seconds() + 60)
        assert "stond te lang open" in browser.post("/vraag/", filled_in(stamp=stamp), headers=HERE).content.decode()
