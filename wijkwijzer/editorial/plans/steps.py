"""Who does a step of the workflow, before when, and what is said when that day comes near."""

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, TaskState

from wijkwijzer.gate.publishing import NotApproved
from wijkwijzer.mail.letters import write
from wijkwijzer.schedule.jobs import JobFailedError
from wijkwijzer.users.models import User
from wijkwijzer.users.roles import Role, has_role

from ..models import EditorialStep
from .models import StepAssignment
from .people import with_role

# Working days that a step gets when nobody says otherwise.
DAYS = 5
SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """Weekends do not count; holidays do, as nobody keeps a list of them."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day


def give_a_date(sender: Any, instance: TaskState, **_signal: Any) -> None:
    """A step of a page begins."""
    state = instance.workflow_state
    if state.base_content_type_id != ContentType.objects.get_for_model(Page).pk:
        return
    due = working_days_after(timezone.localdate(), DAYS)
    StepAssignment.objects.get_or_create(
        task_state_id=instance.pk, defaults={"page_id": int(state.object_id), "due": due}
    )


def current(page: Any) -> StepAssignment | None:
    """That of the step the page is in."""
    state = page.current_workflow_task_state
    return StepAssignment.objects.filter(task_state=state.pk).select_related("assignee").first() if state else None


def may_assign(page: Any, user: Any) -> bool:
    editors = has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)
    return editors and bool(page.permissions_for_user(user).is_in_section()) and current(page) is not None


def candidates(page: Any) -> list[User]:
    """Who could do the step the page is in."""
    step = page.current_workflow_task
    if not isinstance(step, EditorialStep):
        return with_role(page, Role.EDITOR, Role.CHIEF_EDITOR)
    return [user for user in with_role(page, Role(step.role)) if not step.refusal(page, user)]


@transaction.atomic
def assign(page: Any, assignee: User | None, due: date, *, by: Any) -> None:
    """Ask somebody to do the step, or nobody in particular, before the end of a day."""
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    assignment = current(page)
    if assignment is None or not may_assign(page, by):
        raise NotApproved(_("De pagina is intussen verder of teruggenomen. Kijk eerst opnieuw."))
    before = assignment.assignee_id
    assignment.assignee, assignment.due = assignee, due
    assignment.save(update_fields=["assignee", "due"])
    data = {"step": assignment.task_state.task.name, "who": str(assignee or ""), "due": due.isoformat()}
    log(instance=page, action="editorial.step.assigned", user=by, data=data)
    if assignee and assignee.pk not in (before, by.pk):
        _tell("step_assigned", assignment, assignee, by=by)


def _tell(topic: str, assignment: StepAssignment, user: User, **more: Any) -> None:
    """Once for each day that the step was due on: a new day is a new reminder."""
    page = assignment.page.specific
    write(
        topic,
        user.email,
        {
            "page": page,
            "title": page.get_admin_display_title(),
            "step": assignment.task_state.task.name,
            "due": assignment.due,
            "name": str(user),
            **more,
        },
        key=f"{topic}-{assignment.pk}-{assignment.due:%Y%m%d}-{user.pk}",
    )


def waiting() -> Any:
    """The steps that pages are in now."""
    at_work = StepAssignment.objects.filter(task_state__status=TaskState.STATUS_IN_PROGRESS)
    return at_work.select_related("page", "assignee", "task_state__task")


def remind() -> None:
    """One mail on the working day before, one when the day is over; each only once."""
    today = timezone.localdate()
    failures = 0
    for assignment in waiting().filter(due__lte=working_days_after(today, 1)):
        topic = "step_overdue" if assignment.is_overdue else "step_soon"
        try:
            with transaction.atomic():
                for user in _reminded(assignment):
                    _tell(topic, assignment, user)
        except Exception:
            failures += 1
    if failures:
        raise JobFailedError(f"{failures} reminders could not be written")


def _reminded(assignment: StepAssignment) -> list[User]:
    """Whom it was given to; without a name everybody who could do it, and when it is late the chief editors too."""
    page = assignment.page.specific
    assignee = assignment.assignee
    told = [assignee] if assignee and assignee.is_active and assignee.email else candidates(page)
    if assignment.is_overdue:
        told = [*told, *with_role(page, Role.CHIEF_EDITOR)]
    return list({user.pk: user for user in told}.values())
