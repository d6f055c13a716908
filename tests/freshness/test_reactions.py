"""Two questions at the foot of a page: without a cookie, without a name, and to who looks after the page."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from wagtail.models import PageViewRestriction

from practices.models import PracticePage
from tests.factories import PUBLICATION_FACTORIES, ContentPageFactory, PracticePageFactory
from wijkwijzer.freshness.models import Reaction
from wijkwijzer.freshness.templatetags.reaction_tags import empty_questions
from wijkwijzer.users.roles import Role

from .conftest import SAME_ORIGIN, Clock, account, fields_of, signed_in, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> PracticePage:
    made: PracticePage = PracticePageFactory(title="Wijkbedrijf")
    return made


def form_on(client: Client, page: Any) -> BeautifulSoup:
    form = soup(client.get(page.url)).select_one("form[action^='/reactie/']")
    assert form is not None
    return form


def react(client: Client, page: Any, **filled_in: str) -> Any:
    form = form_on(client, page)
    return client.post(form["action"], fields_of(form) | filled_in, headers=SAME_ORIGIN)


@pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
def test_every_publication_asks_and_takes_the_answer(client: Client, model: type) -> None:
    page = PUBLICATION_FACTORIES[model]()
    response = react(client, page, is_true="nee", is_useful="ja", remark="Het buurthuis is dicht.")
    assert response.status_code == 302
    thanks = client.get(response.url)
    assert thanks.status_code == 200
    assert "Bedankt" in thanks.content.decode()
    assert page.url in thanks.content.decode()
    reaction = Reaction.objects.get()
    assert (reaction.page_id, reaction.is_true, reaction.is_useful) == (page.pk, False, True)
    assert reaction.remark == "Het buurthuis is dicht."


def test_other_pages_do_not_ask(client: Client) -> None:
    for address in ("/", ContentPageFactory().url, "/praktijkvoorbeelden/"):
        assert "/reactie/" not in client.get(address).content.decode()


def test_one_answer_is_enough(client: Client, page: PracticePage) -> None:
    for filled_in in ({"is_true": "ja"}, {"is_useful": "nee"}, {"remark": "Mooi."}):
        assert react(client, page, **filled_in).status_code == 302
    assert Reaction.objects.count() == 3


class TestNobodyIsKnown:
    def test_what_is_kept_is_the_day_and_what_was_said(self, client: Client, page: PracticePage) -> None:
        react(client, page, is_true="ja")
        kept = Reaction.objects.values().get()
        assert {name for name, value in kept.items() if value is not None} == {
            "id",
            "page_id",
            "day",
            "is_true",
            "remark",
        }
        assert not hasattr(kept["day"], "hour")

    def test_no_cookie_is_set_or_read(self, client: Client, page: PracticePage) -> None:
        responses = [client.get(page.url), react(client, page, is_true="ja"), react(client, page)]
        for response in (*responses, client.get(f"/reactie/{page.pk}/bedankt/")):
            assert not response.cookies
            assert "cookie" not in response.headers.get("Vary", "").lower()

    def test_the_page_is_the_same_for_everybody_at_the_same_moment(
        self, client: Client, page: PracticePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.core.signing.time.time", lambda: 1_800_000_000)
        first = client.get(page.url)
        other = Client(headers={"User-Agent": "anders"}, REMOTE_ADDR="192.0.2.7").get(page.url)
        assert first.content == other.content

    def test_the_form_asks_nothing_of_the_database(self, page: PracticePage) -> None:
        with CaptureQueriesContext(connection) as queries:
            assert f"/reactie/{page.pk}/" in empty_questions(page)
        assert len(queries) == 0

    def test_it_asks_for_no_personal_data_and_is_not_printed(self, client: Client, page: PracticePage) -> None:
        form = form_on(client, page)
        assert "Schrijf geen namen of andere persoonsgegevens" in form.text
        assert "no-print" in form.find_parent("section")["class"]
        assert [field["name"] for field in form.select("input:not([type=hidden]), textarea")] == [
            "website", "is_true", "is_true", "is_useful", "is_useful", "remark",
        ]  # fmt: skip


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("filled_in", "said"),
        [
            ({}, "Kies ja of nee"),
            ({"remark": "x" * 501}, "500"),
            ({"is_true": "misschien"}, "misschien"),
            ({"is_true": "ja", "website": "https://spam.example"}, "niet verstuurd"),
            ({"is_true": "ja", "stamp": "van:vorig:jaar"}, "te lang open"),
        ],
    )
    def test_comes_back_with_what_was_written_and_why(
        self, client: Client, page: PracticePage, filled_in: dict[str, str], said: str
    ) -> None:
        response = react(client, page, **filled_in)
        assert response.status_code == 422
        html = response.content.decode()
        assert said in html
        assert filled_in.get("remark", "") in html
        assert 'name="robots" content="noindex"' in html
        assert not Reaction.objects.exists()

    def test_what_stood_open_too_long_goes_with_a_second_press(self, client: Client, page: PracticePage) -> None:
        self.press_again(client, react(client, page, is_true="nee", stamp="oud"))

    def test_what_a_browser_filled_in_by_itself_too(self, client: Client, page: PracticePage) -> None:
        self.press_again(client, react(client, page, is_true="nee", website="https://mijn.example"))

    def press_again(self, client: Client, refused: Any) -> None:
        again = soup(refused).select_one("form[action^='/reactie/']")
        sent = fields_of(again) | {"is_true": again.select_one("[name=is_true][checked]")["value"]}
        assert client.post(again["action"], sent, headers=SAME_ORIGIN).status_code == 302
        assert Reaction.objects.get().is_true is False

    def test_a_form_on_another_site(self, client: Client, page: PracticePage) -> None:
        form = form_on(client, page)
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elders.example"}, {}):
            response = client.post(form["action"], fields_of(form) | {"is_true": "ja"}, headers=headers)
            assert response.status_code == 403
        assert not Reaction.objects.exists()

    def test_what_is_not_public(self, client: Client, page: PracticePage) -> None:
        form = form_on(client, page)
        sent = fields_of(form) | {"is_true": "ja"}
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        draft = PracticePageFactory(live=False)
        for address in (form["action"], f"/reactie/{draft.pk}/", f"/reactie/{ContentPageFactory().pk}/", "/reactie/0/"):
            assert client.post(address, sent, headers=SAME_ORIGIN).status_code == 404
            assert client.get(f"{address}bedankt/").status_code == 404

    def test_too_many_from_one_address(self, client: Client, page: PracticePage) -> None:
        statuses = [react(client, page, is_true="ja").status_code for _ in range(22)]
        assert statuses[:20] == [302] * 20
        assert statuses[20:] == [429, 429]

    def test_looking_at_the_address_of_the_form_leads_to_the_page(self, client: Client, page: PracticePage) -> None:
        response = client.get(f"/reactie/{page.pk}/?is_true=nee")
        assert (response.status_code, response.url) == (302, page.url)
        assert not Reaction.objects.exists()


class TestTheDesk:
    def test_the_steward_reads_what_was_said_and_is_done_with_it(self, client: Client, clock: Clock) -> None:
        steward = account(Role.AUTHOR)
        page = PracticePageFactory(title="Wijkbedrijf", steward=steward)
        react(client, page, is_true="nee", remark="De deur is dicht.")
        react(client, page, is_true="ja", is_useful="ja")
        desk = signed_in(steward)
        row = soup(desk.get("/beheer/reports/reacties/")).select_one("tbody tr")
        assert [cell.text.strip() for cell in row.select("td")] == ["Wijkbedrijf", "2", "1", "1", "1", "0"]
        address = f"/beheer/reports/reacties/{page.pk}/"
        html = soup(desk.get(address))
        assert "De deur is dicht." in html.text
        number = html.select_one("button[name=reaction]")["value"]
        desk.post(address, {"reaction": number})
        assert Reaction.objects.get(pk=number).dealt_with_by == steward
        desk.post(address, {"newest": html.select_one("[name=newest]")["value"]})
        assert not Reaction.objects.to_deal_with().exists()
        cells = soup(desk.get("/beheer/reports/reacties/")).select("tbody tr td")
        assert [cell.text.strip() for cell in cells] == ["Wijkbedrijf", "0", "1", "1", "1", "0"]

    def test_what_came_in_after_the_screen_was_shown_stays_to_be_read(self, client: Client) -> None:
        steward = account(Role.EDITOR)
        page = PracticePageFactory(steward=steward)
        react(client, page, remark="Eerste.")
        desk, address = signed_in(steward), f"/beheer/reports/reacties/{page.pk}/"
        newest = soup(desk.get(address)).select_one("[name=newest]")["value"]
        react(client, page, remark="Tweede.")
        desk.post(address, {"newest": newest})
        assert [row.remark for row in Reaction.objects.to_deal_with()] == ["Tweede."]

    def test_nobody_reads_remarks_on_pages_that_are_not_theirs(self, client: Client, page: PracticePage) -> None:
        react(client, page, remark="Naam van een buurman.")
        address = f"/beheer/reports/reacties/{page.pk}/"
        for role, status in ((Role.AUTHOR, 404), (Role.PRIVACY_OFFICER, 302), (Role.EDITOR, 200)):
            assert signed_in(account(role)).get(address).status_code == status
        assert signed_in(account(Role.AUTHOR)).post(address, {"newest": "99999"}).status_code == 404
        assert Reaction.objects.to_deal_with().exists()

    def test_what_was_written_is_forgotten_after_a_while(self, clock: Clock, run: Any, client: Client) -> None:
        page = PracticePageFactory()
        old = Reaction.objects.create(page=page.knowledgepage_ptr, remark="Oud", dealt_with_on=clock.today)
        new = Reaction.objects.create(page=page.knowledgepage_ptr, remark="Nog te lezen")
        clock.go(days=91)
        run("reactions-forget")
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.remark, new.remark) == ("", "Nog te lezen")
        clock.go(days=700)
        run("reactions-forget")
        assert not Reaction.objects.exists()


def test_what_the_privacy_statement_says_of_it(client: Client) -> None:
    text = " ".join(soup(client.get("/privacy/")).text.split())
    assert "Beantwoord je een vraag onder aan een pagina, dan bewaren we je antwoord en de dag" in text


def test_only_public_forms_do_without_the_token_of_django() -> None:
    """The address of every view that is exempt leads to one that `public_form` wrapped."""

    def exempt(patterns: Any) -> Any:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from exempt(pattern.url_patterns)
            elif getattr(pattern.callback, "csrf_exempt", False):
                yield pattern.callback

    def is_public_form(view: Any) -> bool:
        while view is not None and not view.__code__.co_filename.endswith("delivery/public_forms.py"):
            view = getattr(view, "__wrapped__", None)
        return view is not None

    found = list(exempt(get_resolver().url_patterns))
    assert {"confirm", "react"} <= {view.__name__ for view in found}
    others = [view for view in found if not is_public_form(view)]
    # The framework behind Wagtail's API asks for the token itself, of whoever is signed in.
    assert {view.__module__.partition(".")[0] for view in others} <= {"wagtail"}
