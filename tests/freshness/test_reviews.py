"""Review periods: who is reminded when, and what the page and search say when nobody looks."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry, PageViewRestriction

from tests.factories import (
    PUBLICATION_FACTORIES,
    ArticlePageFactory,
    PortraitPageFactory,
    PracticePageFactory,
    TipListPageFactory,
    publish,
)
from wijkwijzer.freshness.models import ReviewReminder
from wijkwijzer.freshness.periods import MONTHS, months_after
from wijkwijzer.freshness.reviews import pages_to_review, remind
from wijkwijzer.pages.models import Freshness
from wijkwijzer.search.models import SearchDocument
from wijkwijzer.users.roles import Role

from .conftest import Clock, Letter, account, published_practice, signed_in, soup

pytestmark = pytest.mark.django_db
Run = Callable[..., list[Letter]]


def search_status(page: object) -> tuple[str, int]:
    document = SearchDocument.objects.get(page=page.pk)
    return document.status, document.quality


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("factory", "months"),
    [(PracticePageFactory, 12), (PortraitPageFactory, 24), (TipListPageFactory, 24), (ArticlePageFactory, 36)],
)
def test_each_kind_is_due_after_its_own_period(clock: Clock, factory: type, months: int) -> None:
    page = factory(live=False, **({"form": "onderzoek"} if factory is ArticlePageFactory else {}))
    publish(page)
    due = months_after(clock.today, months)
    clock.set(date.fromordinal(due.toordinal() - 1))
    assert pages_to_review(clock.today) == []
    clock.go(days=1)
    assert [found.pk for found in pages_to_review(clock.today)] == [page.pk]


@pytest.mark.parametrize("model", PUBLICATION_FACTORIES, ids=lambda model: model.__name__)
def test_every_kind_of_page_has_a_period_and_none_is_due_when_it_is_published(clock: Clock, model: type) -> None:
    page = PUBLICATION_FACTORIES[model](live=False)
    publish(page)
    assert page.kind in MONTHS
    assert pages_to_review(clock.today) == []


class TestReminders:
    def test_steward_and_deputy_are_reminded_twice_and_then_the_page_says_so(
        self, clock: Clock, run: Run, client: Client
    ) -> None:
        steward, deputy = account(Role.EDITOR), account(Role.AUTHOR)
        page = published_practice(title="Wijkbedrijf", steward=steward, deputy=deputy)
        assert run("reviews") == []
        clock.go(days=365)
        first = run("reviews")
        assert {letter.to for letter in first} == {steward.email, deputy.email}
        assert all("Wijkbedrijf" in letter.text and f"/beheer/nakijken/{page.pk}/" in letter.text for letter in first)
        clock.go(days=20)
        assert run("reviews") == []
        clock.go(days=12)
        second = run("reviews")
        assert {letter.to for letter in second} == {steward.email, deputy.email}
        assert all("tweede herinnering" in letter.text for letter in second)
        assert "Mogelijk verouderd" not in client.get(page.url).content.decode()
        before = search_status(page)
        clock.go(days=32)
        assert run("reviews") == []
        assert "Mogelijk verouderd sinds" in client.get(page.url).content.decode()
        assert search_status(page)[0] == "mogelijk-verouderd"
        assert search_status(page)[1] < before[1]
        assert PageLogEntry.objects.filter(page=page.pk, action="freshness.outdated").count() == 1
        clock.go(days=60)
        assert run("reviews") == []
        assert PageLogEntry.objects.filter(page=page.pk, action="freshness.outdated").count() == 1

    def test_a_second_run_on_the_same_day_mails_nobody_again(self, clock: Clock, run: Run) -> None:
        published_practice(steward=account(Role.EDITOR))
        clock.go(days=400)
        assert len(run("reviews")) == 1
        remind()
        assert run() == []

    def test_somebody_with_many_pages_gets_one_mail(self, clock: Clock, run: Run) -> None:
        steward = account(Role.EDITOR)
        pages = [published_practice(steward=steward) for _ in range(3)]
        clock.go(days=400)
        (letter,) = run("reviews")
        assert "3" in letter.subject
        assert all(page.title in letter.text for page in pages)

    def test_without_stewards_the_chief_editors_are_reminded(self, clock: Clock, run: Run) -> None:
        chief = account(Role.CHIEF_EDITOR)
        account(Role.EDITOR)
        published_practice()
        published_practice(steward=account(Role.EDITOR, is_active=False))
        clock.go(days=400)
        (letter,) = run("reviews")
        assert letter.to == chief.email

    def test_nobody_is_reminded_of_what_is_not_public_or_was_replaced(self, clock: Clock, run: Run) -> None:
        steward = account(Role.EDITOR)
        draft, private, replaced, new = (published_practice(steward=steward) for _ in range(4))
        draft.unpublish()
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        Freshness.objects.create(page=replaced.knowledgepage_ptr, replaced_by=new.knowledgepage_ptr)
        Freshness.objects.create(page=new.knowledgepage_ptr, reviewed_on=months_after(clock.today, 6))
        clock.go(days=400)
        assert run("reviews") == []

    def test_after_a_review_it_begins_anew_with_the_next_period(self, clock: Clock, run: Run) -> None:
        steward = account(Role.EDITOR)
        page = published_practice(steward=steward)
        clock.go(days=400)
        assert len(run("reviews")) == 1
        signed_in(steward).post(reverse("freshness_review", args=[page.pk]), {"decision": "confirm"})
        clock.go(days=32)
        assert run("reviews") == []
        clock.go(days=365)
        assert len(run("reviews")) == 1
        assert ReviewReminder.objects.get(page=page.pk).second_on is None


class TestSayingThatItIsStillTrue:
    def outdated(self, clock: Clock, run: Run, **fields: object) -> object:
        page = published_practice(**fields)
        for days in (400, 32, 32):
            clock.go(days=days)
            run("reviews")
        return page

    def test_the_button_takes_the_warning_away_and_stands_in_the_history(
        self, clock: Clock, run: Run, client: Client
    ) -> None:
        steward = account(Role.AUTHOR, first_name="Stella", last_name="Steward")
        page = self.outdated(clock, run, steward=steward)
        assert search_status(page)[0] == "mogelijk-verouderd"
        response = signed_in(steward).post(reverse("freshness_review", args=[page.pk]), {"decision": "confirm"})
        assert response.status_code == 302
        html = client.get(page.url).content.decode()
        assert "Mogelijk verouderd" not in html
        assert "Gecontroleerd" in html
        assert search_status(page)[0] == "actueel"
        history = signed_in(account(Role.CHIEF_EDITOR)).get(reverse("wagtailadmin_pages:history", args=[page.pk]))
        assert "Nagekeken: nog steeds juist" in history.content.decode()
        assert "Stella Steward" in history.content.decode()

    def test_a_new_publication_takes_the_warning_away(self, clock: Clock, run: Run, client: Client) -> None:
        page = self.outdated(clock, run)
        page.refresh_from_db()
        page.summary = "Opnieuw bekeken."
        publish(page)
        assert "Mogelijk verouderd" not in client.get(page.url).content.decode()
        assert pages_to_review(clock.today) == []

    def test_looking_at_the_screen_confirms_nothing(self, clock: Clock) -> None:
        steward = account(Role.EDITOR)
        page = published_practice(steward=steward)
        assert signed_in(steward).get(reverse("freshness_review", args=[page.pk])).status_code == 200
        assert not Freshness.objects.filter(page=page.pk).exists()

    @pytest.mark.parametrize("roles", [(), (Role.AUTHOR,), (Role.PRIVACY_OFFICER,), (Role.ADMINISTRATOR,)])
    def test_who_has_nothing_to_do_with_the_page_may_not(self, clock: Clock, roles: tuple[str, ...]) -> None:
        page = published_practice(steward=account(Role.EDITOR))
        for user in (account(*roles), account(*roles, is_superuser=True)):
            response = signed_in(user).post(reverse("freshness_review", args=[page.pk]), {"decision": "confirm"})
            assert response.status_code in (302, 403)
        assert not Freshness.objects.filter(page=page.pk).exists()

    def test_a_draft_cannot_be_confirmed(self, clock: Clock) -> None:
        editor = account(Role.EDITOR)
        page = PracticePageFactory(live=False, steward=editor)
        response = signed_in(editor).post(reverse("freshness_review", args=[page.pk]), {"decision": "confirm"})
        assert response.status_code == 302
        assert not Freshness.objects.filter(page=page.pk).exists()

    def test_the_button_is_reached_from_the_editor(self, clock: Clock) -> None:
        page = published_practice()
        html = signed_in(account(Role.EDITOR)).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert reverse("freshness_review", args=[page.pk]) in html


class TestTheList:
    address = "/beheer/reports/nakijken/"

    def test_it_shows_what_is_due_and_mine_and_on_request_everything(self, clock: Clock) -> None:
        me = account(Role.EDITOR)
        mine, other = published_practice(title="Van mij", steward=me), published_practice(title="Van een ander")
        clock.go(days=400)
        later = published_practice(title="Pas verschenen", steward=me)
        client = signed_in(me)
        html = client.get(self.address).content.decode()
        assert mine.title in html
        assert other.title not in html
        assert later.title not in html
        html = client.get(self.address, {"whose": "all"}).content.decode()
        assert mine.title in html
        assert other.title in html

    def test_a_page_without_stewards_is_on_the_list_of_the_chief_editors(self, clock: Clock) -> None:
        published_practice(title="Van niemand")
        clock.go(days=400)
        assert "Van niemand" in signed_in(account(Role.CHIEF_EDITOR)).get(self.address).content.decode()
        assert "Van niemand" not in signed_in(account(Role.EDITOR)).get(self.address).content.decode()

    def test_an_author_sees_only_pages_of_their_own(self, clock: Clock) -> None:
        author = account(Role.AUTHOR)
        published_practice(title="Van mij", deputy=author)
        published_practice(title="Van een ander")
        clock.go(days=400)
        html = signed_in(author).get(self.address, {"whose": "all"}).content.decode()
        assert "Van mij" in html
        assert "Van een ander" not in html

    def test_the_button_in_the_list_confirms(self, clock: Clock) -> None:
        editor = account(Role.EDITOR)
        page = published_practice(steward=editor)
        clock.go(days=400)
        client = signed_in(editor)
        form = soup(client.get(self.address)).select_one("td form")
        assert form.select_one("[name=csrfmiddlewaretoken]")["value"]
        assert form["action"] == reverse("freshness_review", args=[page.pk])
        client.post(form["action"], {"decision": form.button["value"]})
        assert page.title not in client.get(self.address).content.decode().partition("<table")[2]

    def test_a_title_that_is_a_formula_stays_text_in_the_file(self, clock: Clock) -> None:
        editor = account(Role.EDITOR)
        published_practice(title="=HYPERLINK(1)", steward=editor)
        clock.go(days=400)
        response = signed_in(editor).get(self.address, {"export": "csv"})
        text = b"".join(response.streaming_content).decode()
        assert "'=HYPERLINK(1)" in text
        response = signed_in(editor).get(self.address, {"export": "xlsx"})
        content = b"".join(response.streaming_content) if response.streaming else response.content
        cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
        assert [cell.data_type for cell in cells if "HYPERLINK" in str(cell.value)] == ["s"]

    @pytest.mark.parametrize("address", ["nakijken", "antwoorden", "reacties", "links"])
    def test_only_who_writes_or_edits_sees_the_lists(self, clock: Clock, address: str) -> None:
        for role, status in ((Role.AUTHOR, 200), (Role.EDITOR, 200), (Role.PRIVACY_OFFICER, 302)):
            response = signed_in(account(role)).get(f"/beheer/reports/{address}/")
            assert response.status_code == status
        menu = signed_in(account(Role.AUTHOR)).get("/beheer/").content.decode()
        assert f"/beheer/reports/{address}/" in menu
