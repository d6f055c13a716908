"""The one workflow, made after a migration and when the site starts: the editors, and where two steps are asked the
chief editor."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from wijkwijzer.gate.pages import WORKFLOW_NAME
from wijkwijzer.users.roles import Role

from .approvals import required_roles
from .models import EditorialStep, SignoffStep

# What Wagtail's own migrations make, in English and without four eyes.
STOCK_NAMES = ("Moderators approval", "de eindredactie")
STOCK_GROUPS = {"Editors": Role.EDITOR, "Moderators": Role.CHIEF_EDITOR}


def make_workflow(using: str, **_signal: Any) -> None:
    """Make what is missing of the workflow, and let as many steps be active as the setting says."""
    if not Page.objects.using(using).filter(depth=1).exists():
        # Emptied by `flush`.
        return
    workflows = Workflow.objects.using(using)
    workflow = workflows.filter(name=WORKFLOW_NAME).first() or workflows.create(name=WORKFLOW_NAME)
    workflows.filter(pk=workflow.pk).update(active=True)
    for order, task in enumerate(_tasks(using)):
        WorkflowTask.objects.using(using).update_or_create(
            workflow=workflow, task=task.task_ptr, defaults={"sort_order": 10 * order}
        )
    _retire_stock(using)


def _tasks(using: str) -> list[Task]:
    """The steps in their order: the editors first, so that nobody is asked to approve what they have not read."""
    editor = _editorial_step(Role.EDITOR, _("Redactie"), using)
    signoff = SignoffStep.objects.using(using).first() or SignoffStep.objects.using(using).create(
        name=_("Akkoord geportretteerde")
    )
    chief = _editorial_step(Role.CHIEF_EDITOR, _("Eindredactie"), using)
    return [editor, signoff, chief]


def _editorial_step(role: Role, name: str, using: str) -> EditorialStep:
    steps = EditorialStep.objects.using(using)
    task = steps.filter(role=role).first() or steps.create(name=name, role=role)
    steps.filter(pk=task.pk).update(active=role in required_roles())
    return task


def _retire_stock(using: str) -> None:
    """Wagtail's own workflow, and its groups with whoever is in them: to the role that comes closest."""
    stock = Workflow.objects.using(using).filter(name__in=STOCK_NAMES, active=True)
    if not stock.exists():
        # Done before: a group that somebody gave such a name since is theirs.
        return
    states = WorkflowState.objects.using(using).filter(workflow__in=stock)
    waiting = states.filter(status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES])
    TaskState.objects.using(using).filter(workflow_state__in=waiting, status=TaskState.STATUS_IN_PROGRESS).update(
        status=TaskState.STATUS_CANCELLED
    )
    waiting.update(status=WorkflowState.STATUS_CANCELLED)
    WorkflowPage.objects.using(using).all().delete()
    stock.update(active=False)
    Task.objects.using(using).filter(name__in=STOCK_NAMES).update(active=False)
    for name, role in STOCK_GROUPS.items():
        group = Group.objects.using(using).filter(name=name).first()
        if group is not None:
            Group.objects.using(using).get(name=role).user_set.add(*group.user_set.all())
            group.delete()
