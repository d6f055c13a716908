from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from wijkwijzer.consent.screens import has_screen, may_see
from wijkwijzer.pages.models import KnowledgePage

from .screens import VersionsView


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("versies/<int:page_id>/", VersionsView.as_view(), name="citing_versions")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def versions_button(page: Any, user: Any, **_where: Any) -> Iterator[Button]:
    if page.first_published_at and has_screen(page) and may_see(page, user):
        yield Button(_("Versies"), reverse("citing_versions", args=[page.pk]), icon_name="history", priority=16)


@hooks.register("before_edit_page")
def begin_with_no_note(request: HttpRequest, page: Any) -> None:
    """What was told to readers of the last change says nothing of the next one, nor does that of an old version that is
    brought back. The note of a draft that waits stays."""
    if request.method == "GET" and isinstance(page, KnowledgePage):
        draft = page.latest_revision
        is_waiting = draft is not None and not draft.publications.exists()
        page.change_note = (draft.content.get("change_note") or "") if draft is not None and is_waiting else ""


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    @actions.register_action("citing.closed")
    class Line(LogFormatter):
        label = gettext_lazy("Versie weggehaald")

        def format_message(self, entry: Any) -> str:
            said = {"version": "", "reason": "", **entry.data}
            return _("De tekst van de versie %(version)s is weggehaald. Reden: %(reason)s") % said
