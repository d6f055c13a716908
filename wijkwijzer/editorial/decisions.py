"""What the people at the desk decide about a page besides writing and judging it; who and why is in its history."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from wijkwijzer.gate import publishing
from wijkwijzer.gate.models import Publication
from wijkwijzer.gate.permissions import Deed, may
from wijkwijzer.users.roles import Role, has_role

from .models import Approval
from .plans import planning
from .signoff import invitations

LEAST_REASON = 10


def may_see(page: Any, user: Any) -> bool:
    """Whoever may edit the page, and whoever has a role in the part of the site where it stands."""
    tester = page.permissions_for_user(user)
    return (has_role(user, *Role) and tester.is_in_section()) or tester.can_edit()


def may_take_back(page: Any, user: Any) -> bool:
    """Who submitted or wrote it, and every editor: while it is judged, and while it waits for its moment."""
    if not may_see(page, user):
        return False
    if planning.open_plan(page) is not None:
        asked = page.workflow_states.filter(status=WorkflowState.STATUS_APPROVED).order_by("-created_at", "-pk").first()
        return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR) or bool(asked and asked.user_can_cancel(user))
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return False
    return may(user, Deed.TAKE_BACK) or bool(state.user_can_cancel(user))


def may_take_offline(page: Any, user: Any) -> bool:
    return bool(page.live) and page.depth > 2 and may(user, Deed.OFFLINE) and may_see(page, user)


def may_publish_in_emergency(page: Any, user: Any) -> bool:
    is_new = page.latest_revision_id and page.latest_revision_id != page.live_revision_id
    return bool(is_new) and may(user, Deed.EMERGENCY) and may_see(page, user)


def open_approvals(page: Any) -> QuerySet[Approval]:
    """Those of what is being judged; what was published stays approved."""
    return Approval.objects.filter(page=page.pk, voided_at=None, revision__publications=None).select_related("by")


@transaction.atomic
def take_back(page: Any, user: Any) -> None:
    """End the judging, or the plan, so that the page can be edited; the approvals so far are void."""
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_take_back(page, user):
        raise publishing.NotApproved(_("De pagina wordt niet meer beoordeeld."))
    if plan := planning.open_plan(page):
        planning.cancel(plan, by=user)
    else:
        page.current_workflow_state.cancel(user=user)


def void_approvals(sender: Any, instance: WorkflowState, **_signal: Any) -> None:
    """The workflow of a page ended otherwise than by publishing, or asks for changes."""
    given = Approval.objects.filter(page=instance.object_id, voided_at=None, revision__publications=None)
    given.update(voided_at=timezone.now())
    invitations.void(instance.object_id)


@transaction.atomic
def take_offline(page: Any, user: Any, reason: str) -> None:
    """Take a page and those below it off the site. They stay as drafts, with all their history.

    What is being judged is taken back, or the next approval would bring it back. Not without the pages below: whoever
    then edits the draft above them changes their addresses.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_take_offline(page, user):
        raise publishing.NotApproved(_("De pagina staat niet meer op de site."))
    for one in [page, *page.get_descendants().live().specific()]:
        if one.workflow_in_progress:
            one.current_workflow_state.cancel(user=user)
        if plan := planning.open_plan(one):
            planning.cancel(plan, by=user)
        UnpublishPageAction(one, user=user, log_action=False).execute(skip_permission_checks=True)
        log(instance=one, action="editorial.offline", user=user, data={"reason": reason})


@transaction.atomic
def publish_in_emergency(page: Any, user: Any, reason: str, *, read: str) -> Publication:
    """Make the newest text public without the approvals of the editors. Somebody else looks at it afterwards.

    `read` is the key of the revision that was on the screen: what came after it, nobody has seen.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_publish_in_emergency(page, user):
        raise publishing.NotApproved(_("Er is niets nieuws om te publiceren."))
    revision = page.get_latest_revision()
    if str(revision.pk) != read:
        raise publishing.NotApproved(_("De tekst is intussen veranderd. Lees haar eerst opnieuw."))
    publication = publishing.publish(revision, Publication.How.EMERGENCY, by=user, reason=reason.strip())
    if plan := planning.open_plan(page):
        planning.cancel(plan, by=user, keep_approvals=True)
    log(
        instance=page,
        action="editorial.emergency",
        user=user,
        data={"reason": reason.strip()},
        revision=revision,
        content_changed=True,
    )
    return publication
