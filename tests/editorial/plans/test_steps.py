"""Each step of the workflow has a day and maybe a name, and says so in time and once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from tests.editorial.conftest import Desk
from tests.editorial.plans.conftest import approved_for, history_of, let_it_come, plan_of
from tests.editorial.test_workflow import draft_of, step
from tests.factories import ContentPageFactory
from wijkwijzer.editorial.plans import planning, steps
from wijkwijzer.editorial.plans.models import StepAssignment
from wijkwijzer.mail.models import Message
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.schedule.jobs import JobFailedError, jobs
from wijkwijzer.users.roles import Role

pytestmark = pytest.mark.django_db
FRIDAY = date(2027, 3, 5)


@pytest.fixture
def submitted(author: Desk) -> ContentPage:
    page = draft_of(author, title="Een straat")
    author.submit(page)
    return page


def assignment_of(page: ContentPage) -> StepAssignment:
    found = steps.current(ContentPage.objects.get(pk=page.pk))
    assert found is not None
    return found


def give(desk: Desk, page: ContentPage, to: Desk | None, due: date) -> object:
    return desk.decide(
        page, "assign", **{"assign-assignee": str(to.user.pk) if to else "", "assign-due": due.isoformat()}
    )


def told(topic: str) -> list[str]:
    return sorted(Message.objects.filter(topic=topic).values_list("to", flat=True))


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    def be(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_moment: day)

    return be


def test_weekends_are_no_working_days() -> None:
    assert steps.working_days_after(FRIDAY, 1) == date(2027, 3, 8)
    assert steps.working_days_after(FRIDAY, 5) == date(2027, 3, 12)
    assert steps.working_days_after(date(2027, 3, 6), 1) == date(2027, 3, 8)


class TestTheDay:
    def test_each_step_gets_one_when_it_begins(self, author: Desk, editor: Desk, today: Callable[[date], None]) -> None:
        today(FRIDAY)
        page = draft_of(author)
        author.submit(page)
        first = assignment_of(page)
        assert (first.due, first.assignee) == (date(2027, 3, 12), None)
        editor.decide(page, "approve")
        assert assignment_of(page) != first
        assert StepAssignment.objects.count() == 2

    def test_an_editor_gives_the_step_to_somebody_for_another_day(
        self, submitted: ContentPage, editor: Desk, chief: Desk
    ) -> None:
        other = Desk(Role.EDITOR)
        give(chief, submitted, other, date(2032, 1, 5))
        assignment = assignment_of(submitted)
        assert (assignment.assignee, assignment.due) == (other.user, date(2032, 1, 5))
        said = editor.look(submitted).get_text()
        assert f"bij {other.user}" in " ".join(said.split())
        assert "(klaar op 5 januari 2032)" in " ".join(said.split())
        assert f"De stap Redactie is voor {other.user}, klaar op 5 januari 2032" in history_of(chief, submitted)

    def test_only_to_who_may_do_it(self, submitted: ContentPage, author: Desk, chief: Desk) -> None:
        """Not to who wrote it, has another role, works elsewhere, or has no account any more."""
        author.user.groups.set(Desk(Role.EDITOR, Role.AUTHOR).user.groups.all())
        gone = Desk(Role.EDITOR)
        gone.user.is_active = False
        gone.user.save()
        for desk in (author, chief, gone, Desk(Role.ADMINISTRATOR), Desk(is_superuser=True)):
            response = give(chief, submitted, desk, date(2032, 1, 5))
            assert response.status_code == 200
        assert assignment_of(submitted).assignee is None

    @pytest.mark.parametrize("roles", [[Role.AUTHOR], [Role.PRIVACY_OFFICER], [Role.ADMINISTRATOR], []], ids=str)
    def test_nobody_else_gives_it(self, submitted: ContentPage, editor: Desk, roles: list[Role]) -> None:
        for is_superuser in (False, True):
            give(Desk(*roles, is_superuser=is_superuser), submitted, editor, date(2032, 1, 5))
        assert assignment_of(submitted).assignee is None

    def test_an_editor_of_another_section_does_not(self, submitted: ContentPage, editor: Desk) -> None:
        GroupPagePermission.objects.filter(group__name=Role.EDITOR).update(page=ContentPageFactory())
        give(editor, submitted, None, date(2032, 1, 5))
        assert assignment_of(submitted).due != date(2032, 1, 5)

    def test_a_screen_that_was_left_open_gives_no_later_step(
        self, submitted: ContentPage, editor: Desk, chief: Desk
    ) -> None:
        old = chief.look(submitted).select_one("form input[name=state]")["value"]
        editor.decide(submitted, "approve")
        form = {"decision": "assign", "state": old, "assign-assignee": "", "assign-due": "2032-01-05"}
        chief.client.post(reverse("editorial_progress", args=[submitted.pk]), form)
        assert assignment_of(submitted).due != date(2032, 1, 5)

    def test_who_gets_it_gets_a_mail_unless_they_took_it_themselves(self, submitted: ContentPage, editor: Desk) -> None:
        other = Desk(Role.EDITOR)
        give(editor, submitted, editor, date(2032, 1, 5))
        assert told("step_assigned") == []
        give(editor, submitted, other, date(2032, 1, 5))
        give(editor, submitted, other, date(2032, 1, 5))
        assert told("step_assigned") == [other.user.email]

    def test_it_may_be_given_to_one_and_still_judged_by_another(
        self, submitted: ContentPage, editor: Desk, chief: Desk
    ) -> None:
        give(chief, submitted, Desk(Role.EDITOR), date(2032, 1, 5))
        editor.decide(submitted, "approve")
        assert step(submitted) == Role.CHIEF_EDITOR


class TestReminders:
    @pytest.fixture
    def given(self, submitted: ContentPage, editor: Desk, chief: Desk) -> ContentPage:
        give(chief, submitted, editor, date(2027, 3, 8))
        return submitted

    def test_one_on_the_working_day_before_and_one_when_it_is_late(
        self, given: ContentPage, editor: Desk, chief: Desk, today: Callable[[date], None]
    ) -> None:
        today(FRIDAY - timedelta(days=1))
        steps.remind()
        assert told("step_soon") == []
        for day in (5, 6, 7, 8, 8):
            today(date(2027, 3, day))
            steps.remind()
        assert (told("step_soon"), told("step_overdue")) == ([editor.user.email], [])
        for day in (9, 10, 20):
            today(date(2027, 3, day))
            steps.remind()
        assert told("step_soon") == [editor.user.email]
        assert told("step_overdue") == sorted([editor.user.email, chief.user.email])

    def test_without_a_name_everybody_who_may_do_it_is_reminded(
        self, submitted: ContentPage, author: Desk, editor: Desk, today: Callable[[date], None]
    ) -> None:
        author.user.groups.set(Desk(Role.EDITOR, Role.AUTHOR).user.groups.all())
        other = Desk(Role.EDITOR)
        today(assignment_of(submitted).due)
        steps.remind()
        assert {editor.user.email, other.user.email} <= set(told("step_soon"))
        assert author.user.email not in told("step_soon")

    def test_another_day_is_another_reminder(
        self, given: ContentPage, editor: Desk, chief: Desk, today: Callable[[date], None]
    ) -> None:
        today(FRIDAY)
        steps.remind()
        give(chief, given, editor, date(2027, 3, 12))
        today(date(2027, 3, 11))
        steps.remind()
        assert told("step_soon") == [editor.user.email] * 2

    def test_a_step_that_is_done_reminds_nobody(
        self, given: ContentPage, author: Desk, editor: Desk, today: Callable[[date], None]
    ) -> None:
        author.take_back(given)
        today(date(2027, 3, 9))
        steps.remind()
        assert told("step_overdue") == []

    def test_one_page_that_fails_stops_no_other(
        self, given: ContentPage, author: Desk, editor: Desk, chief: Desk, today: Callable[[date], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        page = draft_of(author)
        author.submit(page)
        give(chief, page, editor, date(2027, 3, 8))
        reminded, failing = steps._reminded, assignment_of(given).pk

        def fail(assignment: StepAssignment) -> object:
            if assignment.pk == failing:
                raise ValueError
            return reminded(assignment)

        monkeypatch.setattr(steps, "_reminded", fail)
        today(FRIDAY)
        with pytest.raises(JobFailedError):
            steps.remind()
        assert told("step_soon") == [editor.user.email]

    def test_the_schedule_does_it(self) -> None:
        assert {"plans", "step-reminders", "slots"} <= set(jobs)
        names = list(jobs)
        assert names.index("plans") < names.index("mail"), "mail of this round goes in this round"


class TestTheFirstPage:
    def shown(self, desk: Desk) -> str:
        return " ".join(desk.client.get(reverse("wagtailadmin_home")).content.decode().split())

    def test_it_shows_what_is_mine_and_what_is_late(
        self, submitted: ContentPage, author: Desk, editor: Desk, chief: Desk, today: Callable[[date], None]
    ) -> None:
        assert "Voor jou" not in self.shown(editor)
        give(chief, submitted, editor, date(2027, 3, 8))
        shown = self.shown(editor)
        assert "Voor jou" in shown
        assert reverse("editorial_progress", args=[submitted.pk]) in shown
        assert "Voor jou" not in self.shown(chief)
        today(date(2027, 3, 9))
        for desk in (editor, chief):
            assert "Over tijd" in self.shown(desk)
            assert "Er is nu niets aan jou gegeven" not in self.shown(desk)
        assert "Over tijd" not in self.shown(author)

    def test_it_tells_who_judges_that_nothing_waits(self, author: Desk, editor: Desk) -> None:
        assert "Er is nu niets aan jou gegeven" in self.shown(editor)
        assert "Jouw werk" not in self.shown(author)

    def test_it_shows_what_was_planned_and_did_not_go_live(self, author: Desk, editor: Desk, chief: Desk) -> None:
        page = approved_for(author, editor, chief)
        revision = plan_of(page).revision
        revision.content = {**revision.content, "title": "Stil veranderd"}
        revision.save(update_fields=["content"])
        let_it_come(page)
        with pytest.raises(JobFailedError):
            planning.publish_due()
        assert "Gepland, maar niet gepubliceerd" in self.shown(chief)

    def test_more_work_asks_no_more_questions(
        self, author: Desk, editor: Desk, django_assert_max_num_queries: object
    ) -> None:
        panel = steps.waiting()
        for n in range(3):
            page = draft_of(author, title=f"Pagina {n}")
            author.submit(page)
        with django_assert_max_num_queries(1):
            assert len([(row.page.draft_title, row.assignee, row.task_state.task.name) for row in panel]) == 3
