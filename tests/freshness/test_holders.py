"""The link by which the holder of a practice says whether it is still true."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from practices.models import PracticePage
from tests.factories import publish
from wijkwijzer.freshness.models import Confirmation
from wijkwijzer.mail.models import Link, Message
from wijkwijzer.pages.models import Freshness, SiteSettings
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role

from .conftest import (
    SAME_ORIGIN,
    Clock,
    Letter,
    account,
    answer,
    holder,
    organisation,
    published_practice,
    signed_in,
    soup,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]
Run = Callable[..., list[Letter]]


@pytest.fixture
def steward() -> User:
    return account(Role.EDITOR)


@pytest.fixture
def page(clock: Clock, steward: User) -> PracticePage:
    return published_practice(
        title="Wijkbedrijf", holder_person=holder(), steward=steward, life_cycle="loopt", result="<p>Veel.</p>"
    )


@pytest.fixture
def path(page: PracticePage, steward: User, run: Run) -> str:
    """The address in the mail that an editor had sent."""
    signed_in(steward).post(reverse("freshness_review", args=[page.pk]), {"decision": "ask"})
    (letter,) = run()
    return letter.path


def untouched(page: PracticePage) -> bool:
    page.refresh_from_db()
    is_open = Confirmation.objects.get(page=page).link.is_open
    return is_open and not Freshness.objects.filter(page=page.pk).exists() and page.result == "<p>Veel.</p>"


class TestAsking:
    def test_the_holder_is_asked_when_the_page_is_due_and_again_a_month_later_with_the_same_link(
        self, page: PracticePage, clock: Clock, run: Run
    ) -> None:
        clock.go(days=364)
        assert run("reviews") == []
        clock.go(days=1)
        (first,) = [letter for letter in run("reviews") if letter.to == "vera@example.org"]
        assert "Wijkbedrijf" in first.subject
        clock.go(days=32)
        (second,) = [letter for letter in run("reviews") if letter.to == "vera@example.org"]
        assert first.path == second.path
        assert Confirmation.objects.get().sent_again_on == clock.today

    def test_an_organisation_can_hold_a_practice_too(self, clock: Clock, run: Run) -> None:
        published_practice(holder_organisation=organisation())
        clock.go(days=366)
        assert [letter.to for letter in run("reviews")] == ["wij@example.org"]

    def test_whose_address_is_no_longer_valid_is_not_mailed(self, clock: Clock, run: Run, steward: User) -> None:
        expired = holder(contact_until=timezone.localdate() + timedelta(days=30))
        page = published_practice(holder_person=expired)
        clock.go(days=366)
        assert run("reviews") == []
        client = signed_in(steward)
        client.post(reverse("freshness_review", args=[page.pk]), {"decision": "ask"})
        assert run() == []
        assert "geen e-mailadres" in client.get(reverse("freshness_review", args=[page.pk])).content.decode()

    def test_a_new_holder_closes_the_link_of_the_one_before(
        self, page: PracticePage, path: str, steward: User, run: Run, client: Client
    ) -> None:
        page.holder_person = holder(contact_email="nieuw@example.org", name="Nieuw")
        publish(page)
        assert client.get(path).status_code == 410
        signed_in(steward).post(reverse("freshness_review", args=[page.pk]), {"decision": "ask"})
        (letter,) = run()
        assert letter.to == "nieuw@example.org"
        assert letter.path != path
        assert client.get(letter.path).status_code == 200

    def test_the_address_of_the_link_stands_on_no_screen_and_in_no_row(
        self, page: PracticePage, path: str, steward: User
    ) -> None:
        token = path.split("/")[2]
        assert token not in signed_in(steward).get(reverse("freshness_review", args=[page.pk])).content.decode()
        assert token not in str(Link.objects.values()) + str(Message.objects.values())
        assert token not in str(PageLogEntry.objects.values())


class TestLooking:
    def test_the_page_says_what_the_site_says_and_offers_three_answers(self, path: str, client: Client) -> None:
        response = client.get(path)
        html = soup(response)
        assert "Veel." in html.text
        assert [button["value"] for button in html.select("button[name=answer]")] == ["klopt", "bijwerken", "weg"]
        ids = [element["id"] for element in html.select("[id]")]
        assert len(ids) == len(set(ids))

    def test_nobody_keeps_it_or_hears_of_it(self, path: str, client: Client) -> None:
        for response in (client.get(path), client.post(path, {}, headers=SAME_ORIGIN)):
            assert response["Cache-Control"] == "no-store"
            assert response["Referrer-Policy"] == "no-referrer"
            assert "noindex" in response["X-Robots-Tag"]
            assert not response.cookies
            assert path.split("/")[2] not in response.content.decode()

    @pytest.mark.parametrize("method", ["get", "head", "options"])
    def test_looking_decides_nothing(self, page: PracticePage, path: str, client: Client, method: str) -> None:
        getattr(client, method)(path)
        getattr(client, method)(f"{path}?answer=klopt")
        assert untouched(page)

    @pytest.mark.parametrize("choice", ["", "akkoord", "klopt"])
    def test_a_form_that_is_not_the_one_on_the_page_decides_nothing(
        self, page: PracticePage, path: str, client: Client, choice: str
    ) -> None:
        assert client.post(path, {"answer": choice}, headers=SAME_ORIGIN).status_code == 422
        assert untouched(page)

    def test_a_robot_that_fills_in_everything_decides_nothing(
        self, page: PracticePage, path: str, client: Client
    ) -> None:
        assert answer(client, path, "klopt", website="https://spam.example").status_code == 422
        assert untouched(page)

    def test_a_form_from_another_site_decides_nothing(self, page: PracticePage, path: str, client: Client) -> None:
        assert client.post(path, {"answer": "klopt"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert untouched(page)

    def test_it_works_without_django_token_also_where_that_is_checked(self, page: PracticePage, path: str) -> None:
        assert answer(Client(enforce_csrf_checks=True), path, "klopt").status_code == 200


class TestItIsRight:
    def test_the_page_says_that_it_was_checked_and_the_history_by_whom(
        self, page: PracticePage, path: str, client: Client, steward: User
    ) -> None:
        response = answer(client, path, "klopt")
        assert response.status_code == 200
        assert "Bedankt" in response.content.decode()
        assert "Gecontroleerd" in client.get(page.url).content.decode()
        number = Confirmation.objects.get().pk
        history = signed_in(steward).get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        assert f"De houder zegt dat de pagina klopt (vraag {number})" in history
        assert "Vera" not in str(PageLogEntry.objects.values_list("data", flat=True))

    def test_it_takes_the_warning_away_and_ends_the_reminders(
        self, page: PracticePage, clock: Clock, run: Run, client: Client
    ) -> None:
        clock.go(days=366)
        run("reviews")
        clock.go(days=32)
        (letter,) = [letter for letter in run("reviews") if letter.to == "vera@example.org"]
        clock.go(days=29)
        run("reviews")
        Freshness.objects.update_or_create(page=page.knowledgepage_ptr, defaults={"outdated_since": clock.today})
        answer(client, letter.path, "klopt")
        assert "Mogelijk verouderd" not in client.get(page.url).content.decode()
        clock.go(days=40)
        assert run("reviews") == []


class TestSomethingChanged:
    def update(self, client: Client, path: str, **filled_in: str) -> object:
        return answer(client, path, "bijwerken", **filled_in)

    def test_it_becomes_a_draft_and_the_public_page_stays(
        self, page: PracticePage, path: str, client: Client, steward: User, run: Run
    ) -> None:
        response = self.update(client, path, life_cycle="gestopt", result="Nog meer.\nEn <b>meer</b>.")
        assert "De redactie leest je wijziging" in response.content.decode()
        page.refresh_from_db()
        assert (page.live, page.life_cycle, page.result) == (True, "loopt", "<p>Veel.</p>")
        draft = page.get_latest_revision_as_object()
        assert draft.life_cycle == "gestopt"
        assert draft.result == "<p>Veel.</p><p>Nog meer.</p><p>En &lt;b&gt;meer&lt;/b&gt;.</p>"
        assert page.has_unpublished_changes
        (letter,) = run()
        assert letter.to == steward.email
        assert "Nog meer" not in letter.text
        assert not Freshness.objects.filter(page=page.pk).exists()

    def test_it_is_written_by_an_account_that_nobody_can_sign_in_with(
        self, page: PracticePage, path: str, client: Client
    ) -> None:
        self.update(client, path, life_cycle="gestopt")
        page.refresh_from_db()
        writer = page.get_latest_revision().user
        assert not writer.is_active
        assert not writer.has_usable_password()
        assert not writer.groups.exists()

    def test_it_is_not_told_to_readers_in_the_words_of_the_change_before(
        self, page: PracticePage, path: str, client: Client
    ) -> None:
        page.change_note = "De kosten zijn bijgewerkt."
        publish(page)
        self.update(client, path, life_cycle="gestopt")
        page.refresh_from_db()
        assert page.change_note == "De kosten zijn bijgewerkt."
        assert page.get_latest_revision_as_object().change_note == ""

    def test_what_others_have_written_in_the_draft_stays(
        self, page: PracticePage, path: str, client: Client, steward: User
    ) -> None:
        page.costs = "Nieuw bedrag."
        page.save_revision(user=steward)
        self.update(client, path, did_not_work="De openingstijden.")
        page.refresh_from_db()
        draft = page.get_latest_revision_as_object()
        assert draft.costs == "Nieuw bedrag."
        assert draft.did_not_work == "<p>De openingstijden.</p>"

    def test_while_the_page_is_judged_it_is_kept_for_the_editors_and_nothing_is_lost(
        self, page: PracticePage, path: str, client: Client, steward: User, run: Run
    ) -> None:
        page.summary = "Wordt beoordeeld."
        submitted = page.save_revision(user=steward)
        page.get_workflow().start(page, steward)
        response = self.update(client, path, life_cycle="gestopt", result="Nog meer.")
        assert response.status_code == 200
        assert "zelf met deze pagina bezig" in response.content.decode()
        page.refresh_from_db()
        assert page.latest_revision_id == submitted.pk
        assert page.workflow_in_progress
        (letter,) = [letter for letter in run() if letter.to == steward.email]
        html = signed_in(steward).get("/beheer/reports/antwoorden/").content.decode()
        assert "Nog meer." in html
        assert "gestopt" in html
        assert "/beheer/reports/antwoorden/" in letter.text

    def test_while_somebody_locked_the_page_too(
        self, page: PracticePage, path: str, client: Client, steward: User
    ) -> None:
        page.locked, page.locked_by = True, steward
        page.save()
        before = page.latest_revision_id
        self.update(client, path, result="Nog meer.")
        page.refresh_from_db()
        assert page.latest_revision_id == before
        assert "Nog meer." in Confirmation.objects.get().words

    def test_nothing_changed_is_no_change(self, page: PracticePage, path: str, client: Client) -> None:
        response = self.update(client, path)
        assert response.status_code == 422
        assert "nog niets veranderd" in response.content.decode()
        assert untouched(page)

    def test_what_is_too_long_comes_back_to_be_made_shorter(
        self, page: PracticePage, path: str, client: Client
    ) -> None:
        response = self.update(client, path, result="x" * 1001)
        assert response.status_code == 422
        assert "x" * 1001 in response.content.decode()
        assert untouched(page)


class TestIAmGone:
    def test_the_address_goes_from_the_site_and_the_successor_to_the_desk(
        self, page: PracticePage, path: str, client: Client, steward: User, run: Run
    ) -> None:
        assert "vera@example.org" in client.get(page.url).content.decode()
        answer(client, path, "weg", successor="Freek Fictief, freek@example.org")
        assert "vera@example.org" not in client.get(page.url).content.decode()
        assert [letter.to for letter in run()] == [steward.email]
        desk = signed_in(steward)
        html = soup(desk.get("/beheer/reports/antwoorden/"))
        assert "freek@example.org" in html.text
        desk.post("/beheer/reports/antwoorden/", {"answer": html.select_one("button[name=answer]")["value"]})
        assert "freek@example.org" not in desk.get("/beheer/reports/antwoorden/").content.decode()
        # Personal data that is no longer needed.
        assert Confirmation.objects.get().words == ""
        assert not Freshness.objects.filter(page=page.pk).exists()

    def test_who_names_nobody_is_a_task_too(self, path: str, client: Client, steward: User) -> None:
        answer(client, path, "weg")
        assert "Noemt geen opvolger" in signed_in(steward).get("/beheer/reports/antwoorden/").content.decode()

    def test_an_author_sees_only_answers_about_pages_of_their_own(self, path: str, client: Client) -> None:
        answer(client, path, "weg", successor="Freek Fictief")
        number = Confirmation.objects.get().pk
        author = signed_in(account(Role.AUTHOR))
        assert "Freek" not in author.get("/beheer/reports/antwoorden/").content.decode()
        assert author.post("/beheer/reports/antwoorden/", {"answer": number}).status_code == 404


class TestALinkThatDoesNotWork:
    def gone(self, client: Client, path: str) -> str:
        response = client.get(path)
        assert response.status_code == 410
        assert response["Cache-Control"] == "no-store"
        return response.content.decode()

    def test_used_twice(self, path: str, client: Client, page: PracticePage) -> None:
        site_settings = SiteSettings.for_site(page.get_site())
        site_settings.editorial_email = "redactie@example.org"
        site_settings.save()
        answer(client, path, "klopt")
        html = self.gone(client, path)
        assert "al binnen" in html
        assert "redactie@example.org" in html
        posted = client.post(path, {"answer": "weg"}, headers=SAME_ORIGIN)
        assert posted.status_code == 410
        assert Confirmation.objects.get().answer == "klopt"

    def test_expired(self, path: str, client: Client, clock: Clock) -> None:
        clock.go(days=63)
        assert "verlopen" in self.gone(client, path)

    def test_withdrawn(self, path: str, client: Client) -> None:
        Link.objects.get().withdraw()
        self.gone(client, path)

    def test_of_a_page_that_is_no_longer_public(self, path: str, client: Client, page: PracticePage) -> None:
        page.unpublish()
        assert "Veel." not in self.gone(client, path)

    def test_of_who_no_longer_has_the_address_it_was_sent_to(
        self, path: str, client: Client, page: PracticePage
    ) -> None:
        page.holder_person.contact_email = "ander@example.org"
        page.holder_person.save()
        self.gone(client, path)

    def test_altered_by_one_character(self, path: str, client: Client) -> None:
        token = path.split("/")[2]
        for place in (0, len(token) // 2, len(token) - 1):
            other = "A" if token[place] != "A" else "B"
            assert client.get(f"/bevestigen/{token[:place]}{other}{token[place + 1 :]}/").status_code == 404

    def test_of_another_purpose(self, client: Client) -> None:
        token = Link.objects.make("akkoord", days=14).token
        assert client.get(f"/bevestigen/{token}/").status_code == 404

    def test_guessed_again_and_again(self, client: Client, path: str) -> None:
        statuses = [client.get(f"/bevestigen/{number}/").status_code for number in range(25)]
        assert statuses[:20] == [404] * 20
        assert set(statuses[20:]) == {429}
        # Whoever has a right one is not kept out.
        assert client.get(path).status_code == 200

    def test_with_what_no_address_holds(self, client: Client) -> None:
        for token in ("%00", "a%20b", "é", "x" * 3000):
            assert client.get(f"/bevestigen/{token}/").status_code == 404


def test_a_reply_for_the_page_never_stands_in_an_address(path: str, client: Client) -> None:
    forms = soup(client.get(path)).select("form")
    assert all(form["method"] == "post" and not form.get("action") for form in forms)
    assert not re.search(r"[?&](result|successor)", path)
