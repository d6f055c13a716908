"""The board of a series: places, what stands in them, and what could."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import GroupPagePermission

from portraits.models import PortraitPage, PortraitSeriesPage
from tests.editorial.conftest import Desk
from tests.editorial.plans.conftest import history_of, let_it_come, plan_of, typed
from tests.editorial.portrait import portrait_of
from tests.factories import (
    ContentPageFactory,
    ImageFactory,
    PersonFactory,
    PortraitPageFactory,
    PortraitSeriesPageFactory,
)
from wijkwijzer.consent.models import LegalBasis
from wijkwijzer.editorial.plans import board, planning
from wijkwijzer.editorial.plans.models import Plan, Slot
from wijkwijzer.editorial.plans.rows import rows, rows_of
from wijkwijzer.mail.models import Message
from wijkwijzer.pages.models import PagePerson
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]


@pytest.fixture
def series() -> PortraitSeriesPage:
    return PortraitSeriesPageFactory(title="Verbinders")


def decide(desk: Desk, series: PortraitSeriesPage, decision: str, **form: Any) -> HttpResponse:
    return desk.client.post(reverse("editorial_series", args=[series.pk]), {"decision": decision, **form})


def look(desk: Desk, series: PortraitSeriesPage) -> BeautifulSoup:
    response = desk.client.get(reverse("editorial_series", args=[series.pk]))
    return BeautifulSoup(response.content, "html.parser")


def words(desk: Desk, series: PortraitSeriesPage) -> str:
    return " ".join(look(desk, series).get_text().split())


def slot(series: PortraitSeriesPage, *, days: float, page: Any = None) -> Slot:
    moment = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
    return Slot.objects.create(series=series, moment=moment, page=page)


def proposed(place: Slot) -> Plan | None:
    (row,) = rows_of([place])
    return row.proposal


@pytest.fixture
def portrait(series: PortraitSeriesPage, author: Desk) -> Any:
    """A complete portrait of somebody who was in print before, so that nobody need be asked."""

    def make(title: str, **fields: Any) -> PortraitPage:
        page, person = portrait_of(author.user), PersonFactory(name=f"{title} zelf")
        page.person_links = [PagePerson(person=person, role="portrayed")]
        for name, value in {"title": title, "series": series, **fields}.items():
            setattr(page, name, value)
        page.save()
        page.save_revision(user=author.user, log_action=True)
        LegalBasis.objects.create(page=page, person=person, basis=LegalBasis.Basis.JOURNALISM, motivation="De krant.")
        return page

    return make


@pytest.fixture
def ready(portrait: Any, author: Desk, editor: Desk, chief: Desk) -> Any:
    """A portrait with all approvals, which lies ready."""

    def make(title: str, **form: str) -> PortraitPage:
        page = portrait(title)
        page.get_workflow().start(page, author.user)
        editor.decide(page, "approve")
        chief.decide(page, "approve", **{"judge-when": "ready", **form})
        assert plan_of(page)
        return page

    return make


class TestWhoSeesIt:
    def test_editors_look_and_the_chief_editors_decide(
        self, series: PortraitSeriesPage, editor: Desk, chief: Desk
    ) -> None:
        assert not look(editor, series).select("main button[name=decision]")
        assert look(chief, series).select("button[name=decision][value=make]")
        home = chief.client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("editorial_series_list") in home
        assert "Reeks: Verbinders" in look(chief, series).select_one("header").get_text()
        assert "Verbinders" in editor.client.get(reverse("editorial_series_list")).content.decode()

    @pytest.mark.parametrize("roles", [[Role.AUTHOR], [Role.PRIVACY_OFFICER], [Role.ADMINISTRATOR], []], ids=str)
    @pytest.mark.parametrize("is_superuser", [False, True])
    def test_nobody_else_does(self, series: PortraitSeriesPage, roles: list[Role], is_superuser: bool) -> None:
        desk = Desk(*roles, is_superuser=is_superuser)
        for address in (reverse("editorial_series", args=[series.pk]), reverse("editorial_series_list")):
            assert desk.client.get(address).status_code == 302

    def test_who_may_only_look_changes_nothing(self, series: PortraitSeriesPage, portrait: Any, editor: Desk) -> None:
        place, page = slot(series, days=7), portrait("Een")
        decide(editor, series, "make", first=typed(timezone.now() + timedelta(days=1)), number="4")
        decide(editor, series, "put", slot=place.pk, page=page.pk)
        decide(editor, series, "remove", slot=place.pk)
        assert list(Slot.objects.values_list("pk", "page")) == [(place.pk, None)]

    def test_a_chief_editor_of_another_section_does_not(self, series: PortraitSeriesPage, chief: Desk) -> None:
        GroupPagePermission.objects.filter(group__name=Role.CHIEF_EDITOR).update(page=ContentPageFactory())
        decide(chief, series, "make", first=typed(timezone.now() + timedelta(days=1)), number="4")
        assert not Slot.objects.exists()


class TestPlaces:
    def test_one_button_makes_a_place_a_week_at_the_same_hour(self, series: PortraitSeriesPage, chief: Desk) -> None:
        """Also when the clock changes in between: on 28 March 2032."""
        decide(chief, series, "make", first="2032-03-16T10:00", number="4")
        local = [timezone.localtime(moment) for moment in series.slots.values_list("moment", flat=True)]
        assert [(moment.day, moment.hour) for moment in local] == [(16, 10), (23, 10), (30, 10), (6, 10)]

    def test_a_second_time_makes_only_what_is_missing(self, series: PortraitSeriesPage, chief: Desk) -> None:
        for number in ("2", "3"):
            decide(chief, series, "make", first="2032-03-16T10:00", number=number)
        assert series.slots.count() == 3

    def test_the_form_begins_after_the_last_place(self, series: PortraitSeriesPage, chief: Desk) -> None:
        Slot.objects.create(series=series, moment=timezone.make_aware(datetime(2032, 3, 23, 10)))
        assert look(chief, series).select_one("input[name=first]")["value"] == "2032-03-30T10:00"

    @pytest.mark.parametrize(
        "form",
        [{"first": "2020-01-01T10:00", "number": "4"}, {"number": "4"}, {"first": "2032-03-16T10:00", "number": "999"}],
    )
    def test_a_form_with_a_mistake_makes_none(
        self, series: PortraitSeriesPage, chief: Desk, form: dict[str, str]
    ) -> None:
        assert decide(chief, series, "make", **form).status_code == 200
        assert not Slot.objects.exists()

    def test_an_empty_one_can_go(self, series: PortraitSeriesPage, portrait: Any, chief: Desk) -> None:
        empty, taken, past = slot(series, days=7), slot(series, days=14, page=portrait("Een")), slot(series, days=-7)
        for place in (empty, taken, past):
            decide(chief, series, "remove", slot=place.pk)
        assert set(Slot.objects.all()) == {taken, past}


class TestPutting:
    def test_a_draft_keeps_in_its_history_which_place_it_was_given_and_lost(
        self, series: PortraitSeriesPage, portrait: Any, chief: Desk
    ) -> None:
        page, place = portrait("Een"), slot(series, days=7)
        decide(chief, series, "put", slot=place.pk, page=page.pk)
        moment = date_format(timezone.localtime(place.moment), "j F Y, H:i")
        assert f"Plek in de reeks: {moment}" in history_of(chief, page)
        assert str(chief.user) in history_of(chief, page)
        decide(chief, series, "empty", slot=place.pk)
        assert "Plek in de reeks: nog geen moment" in history_of(chief, page)

    def test_a_portrait_is_approved_for_its_place(
        self, series: PortraitSeriesPage, portrait: Any, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        place, page = slot(series, days=7), portrait("Een")
        decide(chief, series, "put", slot=place.pk, page=page.pk)
        page.get_workflow().start(page, author.user)
        editor.judge(page)
        shown = chief.look(page).select_one("input[name=judge-moment]")
        assert shown["value"] == typed(place.moment)
        chief.judge(page)
        plan = plan_of(page)
        assert (plan.moment, plan.slot) == (place.moment, place)
        let_it_come(page)
        planning.publish_due()
        page.refresh_from_db()
        assert page.live

    def test_the_row_says_how_far_it_is(
        self, series: PortraitSeriesPage, portrait: Any, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        page = portrait("Een", lead_image=ImageFactory(credit="Fotograaf"))
        slot(series, days=7, page=page)
        said = words(editor, series)
        assert (
            "Een Concept – Een zelf: journalistiek / eerder gepubliceerd Fotograaf, Alle rechten voorbehouden" in said
        )
        page.get_workflow().start(page, author.user)
        editor.judge(page)
        said = words(editor, series)
        assert "Een Wacht op akkoord" in said
        assert "Redactie: akkoord" in said
        assert "Eindredactie: wacht" in said
        assert ": niet nodig" in said, "nobody need be asked"
        chief.judge(page)
        assert "Een Goedgekeurd" in words(editor, series)

    def test_it_says_what_is_not_known_of_the_photograph(
        self, series: PortraitSeriesPage, portrait: Any, editor: Desk
    ) -> None:
        slot(series, days=7, page=portrait("Een", lead_image=None))
        slot(series, days=14, page=portrait("Twee", lead_image=ImageFactory(credit="")))
        LegalBasis.objects.all().delete()
        said = words(editor, series)
        for lacking in ("geen foto", "maker of licentie onbekend", "Een zelf: nog geen grondslag"):
            assert lacking in said

    def test_an_approved_portrait_moves_with_its_plan(
        self, series: PortraitSeriesPage, ready: Any, chief: Desk
    ) -> None:
        page, first, second = ready("Een"), slot(series, days=7), slot(series, days=14)
        decide(chief, series, "put", slot=first.pk, page=page.pk)
        assert (plan_of(page).moment, plan_of(page).slot) == (first.moment, first)
        decide(chief, series, "put", slot=second.pk, page=page.pk)
        assert (plan_of(page).moment, plan_of(page).slot) == (second.moment, second)
        first.refresh_from_db()
        assert first.page is None
        decide(chief, series, "empty", slot=second.pk)
        assert (plan_of(page).moment, plan_of(page).slot) == (None, None)

    def test_two_change_places(self, series: PortraitSeriesPage, ready: Any, chief: Desk) -> None:
        one, two = ready("Een"), ready("Twee")
        first, second = slot(series, days=7), slot(series, days=14)
        for place, page in ((first, one), (second, two), (first, two)):
            decide(chief, series, "put", slot=place.pk, page=page.pk)
        assert (plan_of(two).moment, plan_of(one).moment) == (first.moment, second.moment)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.page_id, second.page_id) == (two.pk, one.pk)

    def test_only_a_portrait_of_the_series_that_is_not_live(self, series: PortraitSeriesPage, chief: Desk) -> None:
        place = slot(series, days=7)
        elsewhere = PortraitPageFactory(live=False, series=PortraitSeriesPageFactory())
        for page in (elsewhere, PortraitPageFactory(series=series), ContentPageFactory(live=False)):
            decide(chief, series, "put", slot=place.pk, page=page.pk)
        for nonsense in ("", "x", "99999999999999999999", "-1"):
            decide(chief, series, "put", slot=place.pk, page=nonsense)
        place.refresh_from_db()
        assert place.page is None

    def test_what_is_over_stays_as_it_was(self, series: PortraitSeriesPage, portrait: Any, chief: Desk) -> None:
        place = slot(series, days=-1, page=portrait("Een"))
        decide(chief, series, "put", slot=place.pk, page=portrait("Twee").pk)
        decide(chief, series, "empty", slot=place.pk)
        before = place.page_id
        place.refresh_from_db()
        assert place.page_id == before

    def test_a_place_of_another_series_is_not_here(
        self, series: PortraitSeriesPage, portrait: Any, chief: Desk
    ) -> None:
        place = slot(PortraitSeriesPageFactory(), days=7)
        assert decide(chief, series, "put", slot=place.pk, page=portrait("Een").pk).status_code == 404

    def test_a_portrait_that_misses_its_place_does_not_go_live_by_itself(
        self, series: PortraitSeriesPage, portrait: Any
    ) -> None:
        page = portrait("Een")
        slot(series, days=-1, page=page)
        planning.publish_due()
        page.refresh_from_db()
        assert not page.live


class TestProposals:
    def test_two_days_before_the_board_proposes_what_is_approved(
        self, series: PortraitSeriesPage, portrait: Any, ready: Any, editor: Desk, chief: Desk
    ) -> None:
        late, page = portrait("Te laat"), ready("Wel klaar")
        slot(series, days=3, page=portrait("Nog even"))
        assert "Wel klaar: “" not in words(chief, series)
        place = slot(series, days=1.5, page=late)
        assert "Wel klaar: “Wel klaar”." in words(editor, series)
        assert not look(editor, series).select("button[value=take]")
        (button,) = look(chief, series).select("button[value=take]")
        form = {field["name"]: field["value"] for field in button.find_parent("form").select("input[type=hidden]")}
        assert not plan_of(page).moment, "a machine decides nothing"
        decide(chief, series, "take", **form)
        place.refresh_from_db()
        assert place.page_id == page.pk
        assert plan_of(page).moment == place.moment

    def test_first_what_has_no_moment_then_what_comes_later(
        self, series: PortraitSeriesPage, ready: Any, chief: Desk
    ) -> None:
        soon, later = slot(series, days=1), slot(series, days=9)
        planned = ready("Gepland")
        decide(chief, series, "put", slot=later.pk, page=planned.pk)
        assert proposed(soon).page_id == planned.pk
        waiting = ready("Op de plank")
        assert proposed(soon).page_id == waiting.pk

    def test_what_is_taken_from_a_later_place_leaves_that_for_the_late_one(
        self, series: PortraitSeriesPage, portrait: Any, ready: Any, chief: Desk
    ) -> None:
        late, planned = portrait("Te laat"), ready("Gepland")
        soon, later = slot(series, days=1, page=late), slot(series, days=9)
        decide(chief, series, "put", slot=later.pk, page=planned.pk)
        decide(chief, series, "take", slot=soon.pk, plan=plan_of(planned).pk)
        later.refresh_from_db()
        assert later.page_id == late.pk

    def test_only_of_the_same_series_and_only_what_is_approved(
        self, series: PortraitSeriesPage, portrait: Any, ready: Any, chief: Desk
    ) -> None:
        other = PortraitSeriesPageFactory()
        page = ready("Elders")
        PortraitPage.objects.filter(pk=page.pk).update(series=other)
        portrait("Concept")
        place = slot(series, days=1)
        assert proposed(place) is None
        decide(chief, series, "take", slot=place.pk, plan=plan_of(page).pk)
        place.refresh_from_db()
        assert place.page is None

    def test_a_proposal_that_was_taken_back_is_refused(
        self, series: PortraitSeriesPage, ready: Any, chief: Desk
    ) -> None:
        page, place = ready("Een"), slot(series, days=1)
        plan = plan_of(page)
        chief.take_back(page)
        decide(chief, series, "take", slot=place.pk, plan=plan.pk)
        place.refresh_from_db()
        assert place.page is None

    def test_the_chief_editors_get_one_mail_about_it(
        self, series: PortraitSeriesPage, portrait: Any, ready: Any, chief: Desk, editor: Desk
    ) -> None:
        slot(series, days=1, page=portrait("Te laat"))
        slot(series, days=1.5)
        slot(series, days=9)
        for _ in range(2):
            board.warn()
        mails = Message.objects.filter(topic="slot_unready")
        assert list(mails.values_list("to", flat=True)) == [chief.user.email] * 2

    def test_a_place_with_an_approved_portrait_or_in_a_series_that_ended_says_nothing(
        self, series: PortraitSeriesPage, ready: Any, chief: Desk
    ) -> None:
        place, page = slot(series, days=1), ready("Een")
        decide(chief, series, "put", slot=place.pk, page=page.pk)
        slot(PortraitSeriesPageFactory(state=PortraitSeriesPage.State.FINISHED), days=1)
        board.warn()
        assert not Message.objects.filter(topic="slot_unready").exists()


def test_a_place_that_is_empty_is_a_row_too(series: PortraitSeriesPage, chief: Desk) -> None:
    for days in range(5, 9):
        slot(series, days=days)
    assert len(rows(series)) == 4
    assert Plan.objects.count() == 0


def test_twelve_places_ask_the_database_no_more_than_two(
    series: PortraitSeriesPage, portrait: Any, ready: Any, author: Desk, editor: Desk, chief: Desk
) -> None:
    def fill(places: range) -> None:
        """Portraits on every part of the way, and a place that is empty."""
        for n in places:
            page = portrait(f"Portret {n}", lead_image=ImageFactory(credit="Fotograaf"))
            if n % 4:
                page.get_workflow().start(page, author.user)
            if n % 4 > 1:
                editor.judge(page)
            if n % 4 > 2:
                chief.judge(page)
            slot(series, days=n * 7 + 1, page=None if n % 5 == 4 else page)

    def asked() -> int:
        look(chief, series)  # what is kept between two requests
        with CaptureQueriesContext(connection) as queries:
            look(chief, series)
        return len(queries)

    ready("Ligt klaar")
    slot(series, days=0.5)
    fill(range(1, 2))
    with_two = asked()
    fill(range(2, 12))
    assert len(rows(series)) == 12
    assert asked() == with_two
