from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from .decisions import may_see
from .views import ProgressView, read_newest


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("voortgang/<int:page_id>/", ProgressView.as_view(), name="editorial_progress"),
        path("voortgang/<int:page_id>/lezen/", read_newest, name="editorial_read"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def progress_button(page: Any, user: Any, **_where: Any) -> Iterator[Button]:
    if page.depth > 1 and may_see(page, user):
        yield Button(
            _("Voortgang"), reverse("editorial_progress", args=[page.pk]), icon_name="clipboard-list", priority=12
        )


@hooks.register("construct_page_action_menu")
def leave_out_cancelling(items: list[Any], request: Any, context: Any) -> None:
    """Taking back is on the screen with the progress, which says first what that cancels."""
    items[:] = [item for item in items if item.name != "action-cancel-workflow"]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """The lines of the history of a page that only this room writes."""

    def register(action: str, name: str, sentence: str) -> None:
        @actions.register_action(action)
        class Line(LogFormatter):
            label = name

            def format_message(self, entry: Any) -> str:
                return sentence % {"reason": entry.data.get("reason", "")}

    register("editorial.offline", _("Van de site gehaald"), _("Van de site gehaald. Reden: %(reason)s"))
    register("editorial.emergency", _("Met spoed gepubliceerd"), _("Met spoed gepubliceerd. Reden: %(reason)s"))
