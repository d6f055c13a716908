"""The same attacks on Wagtail as it comes: each of them succeeds. Without this a test of a closed door proves little,
as a request that is wrong opens nothing anywhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowState, WorkflowTask
from wagtail.workflows import publish_workflow_state

from tests.editorial.conftest import Desk
from tests.editorial.test_workflow import draft_of, now
from tests.gate.doors import plain_wagtail
from wijkwijzer.gate.pages import WORKFLOW_NAME, GatedPage
from wijkwijzer.pages.models import ContentPage
from wijkwijzer.users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_asked")]
STEPS = {"Redactie": Role.EDITOR, "Eindredactie": Role.CHIEF_EDITOR}


@pytest.fixture(autouse=True)
def stock(db: Any, settings: Any) -> Iterator[Workflow]:
    """Wagtail's own workflow with its own steps and its moderators, who may publish; nothing of the gate is asked."""
    settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
    workflow = Workflow.objects.get(name=WORKFLOW_NAME)
    workflow.workflow_tasks.all().delete()
    may_publish = Permission.objects.get(codename="publish_page")
    for order, (name, role) in enumerate(STEPS.items()):
        task = GroupApprovalTask.objects.create(name=f"{name} van Wagtail")
        task.groups.set(Group.objects.filter(name=role))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        GroupPagePermission.objects.create(
            group=Group.objects.get(name=role), page=Page.get_first_root_node(), permission=may_publish
        )
    with plain_wagtail(), pytest.MonkeyPatch.context() as patch:
        patch.delattr(GatedPage, "save_revision")
        patch.delattr(GatedPage, "get_lock")
        patch.setattr(WorkflowState, "on_finish", publish_workflow_state)
        yield workflow


@pytest.fixture
def submitted(author: Desk) -> ContentPage:
    page = draft_of(author, title="Zoals het was")
    author.submit(page)
    assert waits_for(page) == "Redactie van Wagtail"
    return page


def waits_for(page: Page) -> str:
    state = now(page).current_workflow_task_state
    return state.task.name if state else ""


def test_what_is_changed_between_the_steps_goes_live(submitted: ContentPage, editor: Desk, chief: Desk) -> None:
    editor.judge(submitted)
    chief.edit(submitted, title="Nooit nagekeken")
    chief.judge(submitted)
    assert (now(submitted).live, now(submitted).title) == (True, "Nooit nagekeken")


def test_who_submits_approves_their_own_work() -> None:
    alone = Desk(Role.EDITOR, Role.CHIEF_EDITOR)
    page = draft_of(alone)
    alone.submit(page)
    alone.judge(page)
    alone.judge(page)
    assert now(page).live


def test_a_superuser_approves_their_own_work() -> None:
    alone = Desk(is_superuser=True)
    page = draft_of(alone)
    alone.submit(page)
    alone.judge(page)
    alone.judge(page)
    assert now(page).live


def test_a_step_is_approved_by_way_of_another_page(submitted: ContentPage, editor: Desk) -> None:
    """The page in the address is not the one whose step is named, and nobody looks."""
    other = draft_of(editor)
    Desk(Role.CHIEF_EDITOR).submit(other)
    editor.judge(submitted, by_way_of=other)
    assert waits_for(submitted) == "Eindredactie van Wagtail"


def test_a_workflow_without_steps_publishes_what_is_submitted(editor: Desk, stock: Workflow) -> None:
    stock.workflow_tasks.all().delete()
    page = draft_of(editor)
    editor.submit(page)
    assert now(page).live


def test_switching_the_last_step_off_publishes_what_waits(submitted: ContentPage, editor: Desk) -> None:
    editor.judge(submitted)
    task = GroupApprovalTask.objects.get(name="Eindredactie van Wagtail")
    Desk(is_superuser=True).client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    assert now(submitted).live


def test_an_old_tab_approves_what_is_newer(submitted: ContentPage, author: Desk, editor: Desk, chief: Desk) -> None:
    """The window that asks for a comment names the step, not what was read."""
    Desk(is_superuser=True).edit(submitted, title="Heel anders")
    editor.judge(submitted)
    chief.judge(submitted)
    assert now(submitted).title == "Heel anders"


def test_autosave_changes_the_text_in_its_row_while_it_is_judged(editor: Desk, chief: Desk) -> None:
    superuser = Desk(is_superuser=True)
    page = draft_of(superuser, title="Zoals het was")
    superuser.submit(page)
    editor.judge(page)
    revision = now(page).latest_revision
    superuser.autosave(page, revision, title="Automatisch")
    revision.refresh_from_db()
    assert revision.content["title"] == "Automatisch"
    chief.judge(page)
    assert now(page).title == "Automatisch"


def test_whoever_may_publish_needs_no_step(editor: Desk) -> None:
    page = draft_of(editor)
    editor.edit(page, **{"action-publish": "1"})
    assert now(page).live
