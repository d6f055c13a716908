from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from .views import ProgressView


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("voortgang/<int:page_id>/", ProgressView.as_view(), name="editorial_progress")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def progress_button(page: Any, user: Any, **_where: Any) -> Iterator[Button]:
    if page.depth > 1:
        yield Button(
            _("Voortgang"), reverse("editorial_progress", args=[page.pk]), icon_name="clipboard-list", priority=12
        )


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
