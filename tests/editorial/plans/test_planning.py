"""An approved page goes live at its moment as it was approved, and until then nobody touches it."""

import io
from collections.abc import Callable
from datetime import timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Task
from wagtail.signals import page_published

from tests.editorial.conftest import Desk
from tests.editorial.plans.conftest import (
    approved_for,
    history_of,
    let_it_come,
    next_week,
    plan_of,
    three_people,
    typed,
)
from tests.editorial.test_workflow import draft_of, now, step
from tests.factories import ContentPageFactory, ImageFactory, publish
from tests.gate.test_files import File, attempts, changed_by, in_body, new_document
from tests.threads import at_once
from wijkwijzer.editorial.models import Approval
from wijkwijzer.editorial.plans import planning
from wijkwijzer.editorial.plans.models import RETRY, Plan, When
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail.models import Message
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.schedule.jobs import JobFailedError, run_due
from wijkwijzer.schedule.models import JobState
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db
REASON = "De opdrachtgever vroeg het, per brief."


def offered(desk: Desk, page: ContentPage) -> set[str]:
    return {button["value"] for button in desk.look(page).select("button[name=decision]")}


@pytest.fixture
def nearly(author: Desk, editor: Desk) -> ContentPage:
    """A page that waits for the last approval."""
    page = draft_of(author)
    author.submit(page)
    editor.decide(page, "approve")
    assert step(page) == Role.CHIEF_EDITOR
    return page


class TestTheLastApproval:
    def test_with_a_moment_it_plans_and_publishes_nothing(self, nearly: ContentPage, chief: Desk) -> None:
        chief.decide(nearly, "approve", **{"judge-when": "at", "judge-moment": typed(next_week())})
        plan, page = plan_of(nearly), now(nearly)
        assert not page.live
        assert (plan.revision, plan.moment, plan.by) == (page.latest_revision, next_week(), chief.user)
        assert plan.content_hash == page.hash_of(page.latest_revision.content)
        assert step(page) == ""
        assert not Publication.objects.filter(page=page.pk).exists()

    def test_the_moment_is_dutch_time(self, nearly: ContentPage, chief: Desk) -> None:
        chief.decide(nearly, "approve", **{"judge-when": "at", "judge-moment": "2032-07-01T10:00"})
        assert plan_of(nearly).moment.astimezone(ZoneInfo("UTC")).hour == 8

    @pytest.mark.parametrize("when", ["now", ""])
    def test_without_a_moment_it_publishes(self, nearly: ContentPage, chief: Desk, when: str) -> None:
        chief.decide(nearly, "approve", **{"judge-when": when, "judge-moment": typed(next_week())})
        assert now(nearly).live
        assert not Plan.objects.exists()

    def test_in_wagtails_own_window_it_publishes(self, nearly: ContentPage, chief: Desk) -> None:
        chief.judge(nearly)
        assert now(nearly).live

    def test_it_may_lie_ready_for_a_moment(self, nearly: ContentPage, chief: Desk) -> None:
        chief.decide(nearly, "approve", **{"judge-when": "ready"})
        assert plan_of(nearly).moment is None
        assert "nog zonder moment" in chief.look(nearly).get_text()
        planning.publish_due()
        assert not now(nearly).live

    @pytest.mark.parametrize(
        ("moment", "said"),
        [
            ("", "Vul in wanneer de pagina live gaat."),
            ("2020-01-01T10:00", "Dit moment is voorbij."),
            ("morgen", "geldige datum"),
            ("2032-03-28T02:30", "2032-03-28"),
        ],
    )
    def test_a_moment_that_is_none_approves_nothing(
        self, nearly: ContentPage, chief: Desk, moment: str, said: str
    ) -> None:
        response = chief.decide(nearly, "approve", **{"judge-when": "at", "judge-moment": moment})
        assert said in response.content.decode()
        assert step(nearly) == Role.CHIEF_EDITOR
        assert not Plan.objects.exists()

    def test_who_asks_for_changes_needs_no_moment(self, nearly: ContentPage, chief: Desk) -> None:
        chief.decide(nearly, "reject", **{"judge-when": "at", "judge-remark": "Te lang."})
        assert step(nearly) == ""
        assert not Plan.objects.exists()

    def test_an_earlier_step_asks_for_no_moment_and_listens_to_none(
        self, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        page = draft_of(author)
        author.submit(page)
        assert not editor.look(page).select("input[name=judge-when]")
        editor.decide(page, "approve", **{"judge-when": "at", "judge-moment": typed(next_week())})
        assert Approval.objects.get().then == ""
        chief.decide(page, "approve")
        assert now(page).live

    def test_with_one_step_the_editor_says_when(
        self, author: Desk, editor: Desk, settings: pytest.FixtureRequest
    ) -> None:
        settings.EDITORIAL_STEPS = 1
        Task.objects.filter(name="Eindredactie").update(active=False)
        page = draft_of(author)
        author.submit(page)
        editor.decide(page, "approve", **{"judge-when": "at", "judge-moment": typed(next_week())})
        assert plan_of(page).by == editor.user

    def test_a_moment_that_is_over_when_the_last_yes_comes_publishes_at_once(
        self, nearly: ContentPage, chief: Desk
    ) -> None:
        """As with a portrayed person who takes a week."""
        state = now(nearly).current_workflow_task_state
        moment = timezone.now() - timedelta(hours=1)
        state.task.specific.on_action(state.specific, chief.user, "approve", then=When.AT, moment=moment)
        assert now(nearly).live


class TestLocked:
    @pytest.mark.parametrize("roles", [[role] for role in Role] + [list(Role)], ids=str)
    @pytest.mark.parametrize("is_superuser", [False, True])
    def test_nobody_edits_or_deletes_what_is_planned(
        self, planned: ContentPage, roles: list[Role], is_superuser: bool
    ) -> None:
        revision = now(planned).latest_revision
        desk = Desk(*roles, is_superuser=is_superuser)
        desk.edit(planned, title="Gekaapt")
        desk.edit(planned, title="Gekaapt", **{"action-submit": "1"})
        desk.edit(planned, title="Gekaapt", **{"action-publish": "1"})
        desk.client.post(reverse("wagtailadmin_pages:delete", args=[planned.pk]))
        page = now(planned)
        assert page.latest_revision == revision
        assert page.latest_revision.content["title"] == planned.title
        assert (page.live, plan_of(page).moment) == (False, next_week())

    @pytest.mark.parametrize("role", [*Role, "superuser"])
    def test_nobody_moves_what_is_planned_nor_what_it_stands_below(
        self, author: Desk, editor: Desk, chief: Desk, role: str
    ) -> None:
        section, elsewhere = ContentPageFactory(live=False), ContentPageFactory()
        page = approved_for(author, editor, chief, parent=section)
        desk = Desk(*Role, is_superuser=True) if role == "superuser" else Desk(role)
        for moved in (page, section):
            place = now(moved).path
            desk.client.post(reverse("wagtailadmin_pages:move_confirm", args=[moved.pk, elsewhere.pk]))
            assert now(moved).path == place
            desk.client.post(reverse("wagtailadmin_pages:delete", args=[moved.pk]))
        assert plan_of(now(page)).moment == next_week()

    @pytest.mark.parametrize("new_file", [ImageFactory, new_document])
    def test_nobody_changes_a_file_that_it_will_show(
        self, author: Desk, editor: Desk, chief: Desk, new_file: Callable[[], File]
    ) -> None:
        file = new_file()
        page = approved_for(author, editor, chief, body=in_body(file))
        everything = Desk(*Role, is_superuser=True)
        assert changed_by(attempts(file), file, everything) == []
        chief.take_back(page)
        assert "rename" in changed_by(attempts(file), file, everything), "it can be changed again"

    def test_an_older_text_is_not_brought_back_by_the_api(self, author: Desk, editor: Desk, chief: Desk) -> None:
        page = draft_of(author)
        older = page.latest_revision
        author.submit(page, title="Nieuwer")
        editor.decide(page, "approve")
        chief.decide(page, "approve", **{"judge-when": "ready"})
        revision = now(page).latest_revision
        assert revision != older
        for desk in (author, chief, Desk(is_superuser=True)):
            address = f"/beheer/api/main/pages/{page.pk}/action/revert_to_page_revision/"
            desk.client.post(address, {"revision_id": older.pk}, content_type="application/json")
            assert now(page).latest_revision == revision

    def test_a_lock_of_ones_own_does_not_open_it(self, planned: ContentPage) -> None:
        superuser = Desk(Role.EDITOR, is_superuser=True)
        superuser.client.post(reverse("wagtailadmin_pages:lock", args=[planned.pk]))
        revision = now(planned).latest_revision
        superuser.edit(planned, title="Gekaapt")
        assert now(planned).latest_revision == revision

    def test_the_editor_says_why_and_where_to_go(self, planned: ContentPage, author: Desk) -> None:
        shown = author.client.get(reverse("wagtailadmin_pages:edit", args=[planned.pk])).content.decode()
        assert "Zij gaat live op" in shown
        assert reverse("editorial_progress", args=[planned.pk]) in shown

    def test_wagtails_door_out_of_its_own_schedule_is_closed(self, planned: ContentPage, chief: Desk) -> None:
        revision = now(planned).latest_revision
        for desk in (chief, Desk(is_superuser=True)):
            desk.client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[planned.pk, revision.pk]))
        assert plan_of(planned).moment == next_week()

    def test_the_moments_of_wagtail_do_nothing(self, author: Desk, editor: Desk, chief: Desk) -> None:
        page = draft_of(author)
        author.submit(page, go_live_at="2032-01-01 10:00", expire_at="2032-02-01 10:00")
        editor.decide(page, "approve")
        chief.decide(page, "approve", **{"judge-when": "now"})
        page = now(page)
        assert (page.live, page.go_live_at, page.expire_at) == (True, None, None)
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


class TestTakingBack:
    def test_it_says_first_what_lapses(self, planned: ContentPage, author: Desk, editor: Desk, chief: Desk) -> None:
        said = author.look(planned).get_text()
        assert "De planning voor" in said
        assert f"Deze akkoorden vervallen: {chief.user} (eindredacteur), {editor.user} (redacteur)." in said

    @pytest.mark.parametrize("who", ["author", "editor", "chief"])
    def test_who_takes_it_back_edits_again_and_nothing_goes_live(
        self, planned: ContentPage, request: pytest.FixtureRequest, who: str
    ) -> None:
        desk = request.getfixturevalue(who)
        let_it_come(planned)
        desk.take_back(planned)
        assert not Plan.objects.open().exists()
        assert not Approval.objects.filter(voided_at=None).exists()
        planning.publish_due()
        assert not now(planned).live
        desk.edit(planned, title="Anders")
        assert now(planned).latest_revision.content["title"] == "Anders"

    @pytest.mark.parametrize("roles", [[Role.PRIVACY_OFFICER], [Role.ADMINISTRATOR], []], ids=str)
    def test_nobody_else_does(self, planned: ContentPage, roles: list[Role]) -> None:
        for is_superuser in (False, True):
            desk = Desk(*roles, is_superuser=is_superuser)
            assert "take_back" not in offered(desk, planned)
            desk.take_back(planned)
        assert Plan.objects.open().exists()

    def test_after_it_was_submitted_again_all_approvals_are_asked_again(
        self, planned: ContentPage, author: Desk, chief: Desk
    ) -> None:
        author.take_back(planned)
        author.submit(planned, title="Anders")
        assert step(planned) == Role.EDITOR
        chief.judge(planned)
        assert not now(planned).live


class TestChangingThePlan:
    def test_the_chief_editor_chooses_another_moment_without_new_approvals(
        self, planned: ContentPage, chief: Desk
    ) -> None:
        later = next_week() + timedelta(days=3)
        chief.decide(planned, "plan", **{"plan-when": "at", "plan-moment": typed(later)})
        assert plan_of(planned).moment == later
        assert Approval.objects.filter(voided_at=None).count() == 2

    def test_now_is_now(self, planned: ContentPage, chief: Desk) -> None:
        chief.decide(planned, "plan", **{"plan-when": "now"})
        page = now(planned)
        assert (page.live, page.publications.get().how) == (True, Publication.How.SCHEDULE)
        assert not Plan.objects.open().exists()

    @pytest.mark.parametrize("form", [{}, {"plan-when": "at"}, {"plan-when": "at", "plan-moment": "2020-01-01T10:00"}])
    def test_a_form_without_a_choice_changes_nothing(
        self, planned: ContentPage, chief: Desk, form: dict[str, str]
    ) -> None:
        assert chief.decide(planned, "plan", **form).status_code == 200
        assert (now(planned).live, plan_of(planned).moment) == (False, next_week())

    @pytest.mark.parametrize("roles", [[role] for role in Role if role != Role.CHIEF_EDITOR] + [[]], ids=str)
    def test_nobody_else_does(self, planned: ContentPage, roles: list[Role]) -> None:
        for is_superuser in (False, True):
            desk = Desk(*roles, is_superuser=is_superuser)
            assert "plan" not in offered(desk, planned)
            for form in ({"plan-when": "now"}, {"plan-when": "at", "plan-moment": "2032-01-01T10:00"}):
                assert desk.decide(planned, "plan", **form).status_code in (302, 403)
        assert (now(planned).live, plan_of(planned).moment) == (False, next_week())

    def test_a_page_without_all_approvals_is_not_planned(self, nearly: ContentPage, chief: Desk) -> None:
        chief.decide(nearly, "plan", **{"plan-when": "now"})
        assert not now(nearly).live
        with pytest.raises(NotApproved):
            planning.make(now(nearly).latest_revision, next_week(), by=chief.user)
        assert not Plan.objects.exists()


class TestOtherDecisions:
    def test_an_emergency_ends_the_plan(self, planned: ContentPage) -> None:
        Desk(Role.ADMINISTRATOR).decide(planned, "emergency", **{"emergency-reason": REASON})
        assert now(planned).live
        assert not Plan.objects.open().exists()
        assert Approval.objects.filter(voided_at=None).count() == 2

    def test_what_is_taken_offline_does_not_come_back_by_its_plan(
        self, author: Desk, editor: Desk, chief: Desk
    ) -> None:
        page = ContentPageFactory(owner=author.user)
        publish(page, author.user)
        Desk(Role.EDITOR).submit(page, title="Later")
        editor.decide(page, "approve")
        chief.decide(page, "approve", **{"judge-when": "at", "judge-moment": typed(next_week())})
        chief.decide(page, "offline", **{"offline-reason": REASON})
        assert not Plan.objects.open().exists()
        assert not now(page).live

    def test_a_revision_that_is_planned_is_not_purged(self, author: Desk, editor: Desk, chief: Desk) -> None:
        page = approved_for(author, editor, chief)
        revision = plan_of(page).revision
        newer = Revision.objects.get(pk=revision.pk)
        newer.pk = None
        newer.save(force_insert=True)
        Page.objects.filter(pk=page.pk).update(latest_revision=newer)
        call_command("purge_revisions", stdout=io.StringIO())
        assert Revision.objects.filter(pk=revision.pk).exists()

    def test_with_the_page_its_plan_goes(self, planned: ContentPage) -> None:
        now(planned).delete()
        assert not Plan.objects.exists()


class TestTheMoment:
    def test_the_page_goes_live_as_it_was_approved(self, planned: ContentPage, chief: Desk) -> None:
        planning.publish_due()
        assert not now(planned).live
        let_it_come(planned)
        planning.publish_due()
        page = now(planned)
        publication = page.publications.get()
        assert (page.live, publication.how, publication.by) == (True, Publication.How.SCHEDULE, chief.user)
        assert page.live_revision == publication.revision == page.latest_revision
        assert page.get_lock() is None

    def test_a_change_of_a_live_page_waits_too(self, author: Desk, editor: Desk, chief: Desk) -> None:
        page = ContentPageFactory(owner=author.user, title="Eerst")
        publish(page, author.user)
        Desk(Role.EDITOR).submit(page, title="Later")
        editor.decide(page, "approve")
        chief.decide(page, "approve", **{"judge-when": "at", "judge-moment": typed(next_week())})
        assert now(page).title == "Eerst"
        let_it_come(page)
        planning.publish_due()
        assert now(page).title == "Later"

    def test_the_history_tells_it_in_dutch(self, planned: ContentPage, chief: Desk, editor: Desk) -> None:
        later = next_week() + timedelta(days=3)
        chief.decide(planned, "plan", **{"plan-when": "ready"})
        chief.decide(planned, "plan", **{"plan-when": "at", "plan-moment": typed(later)})
        let_it_come(planned)
        planning.publish_due()
        said = history_of(chief, planned)
        assert "Goedgekeurd en gepland: " in said
        assert "De planning is gewijzigd: nog geen moment" in said
        assert "Volgens de planning gepubliceerd" in said
        editor.submit(planned, title="Later")
        Desk(Role.EDITOR).decide(planned, "approve")
        chief.decide(planned, "approve", **{"judge-when": "ready"})
        editor.take_back(planned)
        assert "De planning vervalt (was: nog geen moment)" in history_of(chief, planned)

    def test_the_planner_and_the_owner_get_a_mail_with_it(
        self, planned: ContentPage, author: Desk, chief: Desk
    ) -> None:
        let_it_come(planned)
        planning.publish_due()
        mails = Message.objects.filter(topic="plan_published")
        assert set(mails.values_list("to", flat=True)) == {author.user.email, chief.user.email}


@pytest.fixture
def three(author: Desk, editor: Desk, chief: Desk) -> list[ContentPage]:
    return [approved_for(author, editor, chief, title=f"Pagina {n}") for n in range(3)]


@pytest.fixture
def second_fails(three: list[ContentPage]) -> object:
    """What another room does when the second page goes live breaks."""
    failing = three[1].pk

    def fail(instance: Page, **_signal: object) -> None:
        if instance.pk == failing:
            raise ValueError("jan@example.org")

    page_published.connect(fail)
    yield fail
    page_published.disconnect(fail)


class TestFailing:
    def test_one_of_three_that_fails_stops_no_other_and_stays_planned(
        self, three: list[ContentPage], second_fails: object, chief: Desk
    ) -> None:
        let_it_come(*three)
        assert run_due(only="plans") == ["plans"]
        assert [now(page).live for page in three] == [True, False, True]
        assert JobState.objects.get(name="plans").failure == "1 planned pages could not be published"
        failed = plan_of(three[1])
        assert failed.failure == "Er ging iets mis op de server (ValueError)."
        assert failed.failure in chief.look(three[1]).get_text()
        assert not PageLogEntry.objects.filter(page_id=three[1].pk, action="wagtail.publish").exists()

    def test_it_is_tried_again_and_then_published_once(
        self, three: list[ContentPage], second_fails: object, chief: Desk
    ) -> None:
        let_it_come(*three)
        run_due(only="plans")
        assert run_due(only="plans") == [], "not before a pause"
        page_published.disconnect(second_fails)
        run_due(only="plans")
        assert not now(three[1]).live
        Plan.objects.open().update(failed_at=timezone.now() - RETRY)
        assert run_due(only="plans") == []
        page = now(three[1])
        assert (page.live, page.publications.count()) == (True, 1)
        assert PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.publish").count() == 1
        assert not Plan.objects.exclude(failure="").exists()

    def test_who_planned_it_and_the_chief_editors_get_one_mail(
        self, three: list[ContentPage], second_fails: object, chief: Desk
    ) -> None:
        other = Desk(Role.CHIEF_EDITOR)
        let_it_come(*three)
        for _ in range(3):
            run_due(only="plans")
            Plan.objects.open().update(failed_at=timezone.now() - RETRY)
        mails = Message.objects.filter(topic="plan_failed")
        assert sorted(mails.values_list("to", flat=True)) == sorted([chief.user.email, other.user.email])

    def test_a_text_that_was_changed_behind_everybodys_back_is_refused(self, planned: ContentPage, chief: Desk) -> None:
        revision = plan_of(planned).revision
        revision.content = {**revision.content, "title": "Stil veranderd"}
        revision.save(update_fields=["content"])
        let_it_come(planned)
        with pytest.raises(JobFailedError):
            planning.publish_due()
        assert not now(planned).live
        assert "De tekst is veranderd sinds zij werd gepland." in chief.look(planned).get_text()

    def test_a_plan_that_was_changed_with_it_is_refused_too(self, planned: ContentPage) -> None:
        plan, page = plan_of(planned), now(planned)
        plan.revision.content = {**plan.revision.content, "title": "Stil veranderd"}
        plan.revision.save(update_fields=["content"])
        Plan.objects.filter(pk=plan.pk).update(content_hash=page.hash_of(plan.revision.content))
        let_it_come(planned)
        with pytest.raises(JobFailedError):
            planning.publish_due()
        assert not now(planned).live
        assert "Het akkoord ontbreekt" in plan_of(planned).failure

    def test_a_plan_for_an_older_text_than_the_newest_is_refused(self, planned: ContentPage, chief: Desk) -> None:
        with mock.patch("wijkwijzer.gate.pages.hold_of", return_value=None):
            page = now(planned)
            page.title = "Nieuwer"
            page.save_revision()
        let_it_come(planned)
        with pytest.raises(JobFailedError):
            planning.publish_due()
        assert not now(planned).live
        assert "Er is intussen een nieuwere versie." in plan_of(planned).failure
        chief.decide(planned, "plan", **{"plan-when": "now"})
        assert not now(planned).live

    def test_approvals_that_lapsed_meanwhile_stop_it(self, planned: ContentPage) -> None:
        Approval.objects.update(voided_at=timezone.now())
        let_it_come(planned)
        with pytest.raises(JobFailedError):
            planning.publish_due()
        assert not now(planned).live


class TestTheCommandsOfWagtail:
    @pytest.mark.parametrize("name", ["publish_scheduled", "publish_scheduled_pages"])
    def test_under_their_names_the_plans_are_done(self, planned: ContentPage, name: str) -> None:
        assert get_commands()[name] == "wijkwijzer.editorial"
        let_it_come(planned)
        said = io.StringIO()
        call_command(name, dryrun=True, stdout=said)
        assert planned.title in said.getvalue()
        assert not now(planned).live
        call_command(name, stdout=said)
        assert now(planned).live

    def test_what_fails_is_an_exit_code(self, three: list[ContentPage], second_fails: object) -> None:
        let_it_come(*three)
        with pytest.raises(CommandError):
            call_command("publish_scheduled")
        assert [now(page).live for page in three] == [True, False, True]


class Crash(BaseException):
    """The process is gone."""


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_publishing_and_its_mail_loses_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    page = approved_for(*three_people())
    let_it_come(page)
    with monkeypatch.context() as crashing, pytest.raises(Crash):
        crashing.setattr(planning, "write", mock.Mock(side_effect=Crash))
        planning.publish_due()
    assert not now(page).live
    assert plan_of(page).failure == ""
    planning.publish_due()
    assert now(page).live
    assert Message.objects.waiting().filter(topic="plan_published").count() == 2


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_moment_publish_each_page_once() -> None:
    """Also without the lease that keeps them apart."""
    desks = three_people()
    pages = [approved_for(*desks, title=f"Pagina {n}") for n in range(3)]
    let_it_come(*pages)
    assert at_once(*[planning.publish_due] * 3) == []
    for page in pages:
        assert now(page).publications.count() == 1
        assert PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.publish").count() == 1
    assert Message.objects.filter(topic="plan_published").count() == 6


@pytest.mark.django_db(transaction=True)
def test_who_takes_it_back_at_the_moment_itself_wins_or_loses_whole() -> None:
    author, editor, chief = three_people()
    page = approved_for(author, editor, chief)
    let_it_come(page)
    assert at_once(planning.publish_due, lambda: chief.take_back(page)) == []
    plan = Plan.objects.get(page=page.pk)
    assert now(page).live is (plan.published_at is not None)
    assert (plan.published_at is None) is (plan.cancelled_at is not None)
    assert Approval.objects.filter(voided_at=None).exists() is now(page).live


@pytest.mark.django_db(transaction=True)
def test_two_last_approvals_at_the_same_second_make_one_plan() -> None:
    author, editor, chief = three_people()
    other = Desk(Role.CHIEF_EDITOR)
    page = draft_of(author)
    author.submit(page)
    editor.decide(page, "approve")
    form = {"judge-when": "at", "judge-moment": typed(next_week())}
    assert at_once(*[lambda desk=desk: desk.decide(page, "approve", **form) for desk in (chief, other)]) == []
    assert Plan.objects.open().count() == 1
    assert Approval.objects.filter(role=Role.CHIEF_EDITOR).count() == 1
