"""What the people at the desk decide about a page, besides writing and judging it: each with who and why in its history."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from wijkwijzer.gate import publishing
from wijkwijzer.gate.models import Publication
from wijkwijzer.users.roles import Role, has_role

from .models import Approval

LEAST_REASON = 10


def may_take_back(page: Any, user: Any) -> bool:
    """Who submitted or wrote it, and every editor."""
    state = page.current_workflow_state
    if state is None:
        return False
    return bool(state.user_can_cancel(user)) or has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)


def may_take_offline(page: Any, user: Any) -> bool:
    return bool(page.live) and page.depth > 2 and has_role(user, Role.CHIEF_EDITOR)


def may_publish_in_emergency(page: Any, user: Any) -> bool:
    is_new = page.latest_revision_id and page.latest_revision_id != page.live_revision_id
    return bool(is_new) and has_role(user, Role.ADMINISTRATOR)


@transaction.atomic
def take_back(page: Any, user: Any) -> None:
    """End the judging so that the page can be edited; the approvals so far are void."""
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_take_back(page, user):
        raise PermissionDenied
    page.current_workflow_state.cancel(user=user)


def void_approvals(sender: Any, instance: WorkflowState, **_signal: Any) -> None:
    """The workflow of a page ended otherwise than by publishing, or asks for changes."""
    Approval.objects.filter(page=instance.object_id, voided_at=None).update(voided_at=timezone.now())


@transaction.atomic
def take_offline(page: Any, user: Any, reason: str, *, with_pages_below: bool = False) -> None:
    """Take a page off the site. It stays as a draft, with all its history."""
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_take_offline(page, user):
        raise PermissionDenied
    pages = [page]
    if with_pages_below:
        pages += list(page.get_descendants().live().specific())
    for one in pages:
        UnpublishPageAction(one, user=user, log_action=False).execute(skip_permission_checks=True)
        log(instance=one, action="editorial.offline", user=user, data={"reason": reason})


@transaction.atomic
def publish_in_emergency(page: Any, user: Any, reason: str) -> Publication:
    """Make the newest text public without the approvals of the editors. Somebody else looks at it afterwards."""
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_publish_in_emergency(page, user):
        raise PermissionDenied
    if len(reason.strip()) < LEAST_REASON:
        raise publishing.NotApproved(_("Schrijf op waarom dit niet kan wachten."))
    revision = page.get_latest_revision()
    publication = publishing.publish(revision, Publication.How.EMERGENCY, by=user, reason=reason.strip())
    log(
        instance=page,
        action="editorial.emergency",
        user=user,
        data={"reason": reason.strip()},
        revision=revision,
        content_changed=True,
    )
    return publication
