"""Submitting a page: it is saved first, whatever it lacks, and then sent to the first step or told what is missing."""

from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import WorkflowState

from .completeness import Gap, gaps

# The buttons of Wagtail that start the workflow while they save.
BUTTONS = ("action-submit", "action-restart-workflow")


def only_save(request: HttpRequest, *_where: Any) -> None:
    """Before Wagtail's view: let it save, as a draft that may lack anything. Otherwise a page that is not complete is
    refused as a whole, and what was typed is nowhere."""
    pressed = [button for button in BUTTONS if button in request.POST]
    if pressed:
        request.wants_to_submit = True  # type: ignore[attr-defined]
        data = request.POST.copy()
        for button in pressed:
            del data[button]
        request.POST = data  # type: ignore[assignment]


def then_submit(request: HttpRequest, page: Any) -> HttpResponse | None:
    """After it: the newest version is complete and goes to the first step, or the editor gets the list."""
    if not getattr(request, "wants_to_submit", False):
        return None
    page = type(page).objects.get(pk=page.pk)
    if not page.permissions_for_user(request.user).can_submit_for_moderation():
        raise PermissionDenied
    # What Wagtail said of the saving is the half of it.
    list(get_messages(request))
    if missing := gaps(page.get_latest_revision_as_object()):
        messages.error(request, as_list(missing))
        return redirect("wagtailadmin_pages:edit", page.pk)
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(request.user)
    else:
        page.get_workflow().start(page, request.user)
    messages.success(request, _("“%(title)s” is ingediend.") % {"title": page.get_admin_display_title()})
    return redirect("editorial_progress", page.pk)


def as_list(missing: list[Gap]) -> SafeString:
    lines = format_html_join("", '<li><a href="{}">{}</a></li>', ((gap.address, gap.text) for gap in missing))
    return format_html("{}<ul>{}</ul>", _("Opgeslagen, maar nog niet ingediend. Dit mist nog:"), lines)
