from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from .decisions import may_see
from .plans.panels import WorkPanel
from .plans.views import SeriesListView, SeriesView, may_look
from .views import ProgressView, read_newest


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("voortgang/<int:page_id>/", ProgressView.as_view(), name="editorial_progress"),
        path("voortgang/<int:page_id>/lezen/", read_newest, name="editorial_read"),
        path("reeksen/", SeriesListView.as_view(), name="editorial_series_list"),
        path("reeksen/<int:series_id>/", SeriesView.as_view(), name="editorial_series"),
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


class SeriesMenuItem(MenuItem):
    """Shown to whom the boards open for."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


@hooks.register("register_admin_menu_item")
def register_series_item() -> MenuItem:
    return SeriesMenuItem(
        gettext_lazy("Reeksen"), reverse("editorial_series_list"), name="reeksen", icon_name="calendar-alt", order=250
    )


@hooks.register("construct_homepage_panels")
def add_work_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WorkPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """The lines of the history of a page that only this room writes."""

    def register(action: str, name: str, sentence: str) -> None:
        @actions.register_action(action)
        class Line(LogFormatter):
            label = name

            def format_message(self, entry: Any) -> str:
                return sentence % {**entry.data, "reason": entry.data.get("reason", ""), **_in_words(entry.data)}

    register("editorial.offline", _("Van de site gehaald"), _("Van de site gehaald. Reden: %(reason)s"))
    register("editorial.emergency", _("Met spoed gepubliceerd"), _("Met spoed gepubliceerd. Reden: %(reason)s"))
    register("editorial.plan.made", _("Gepland"), _("Goedgekeurd en gepland: %(moment)s"))
    register("editorial.plan.changed", _("Planning gewijzigd"), _("De planning is gewijzigd: %(moment)s"))
    register("editorial.plan.cancelled", _("Planning vervallen"), _("De planning vervalt (was: %(moment)s)"))
    register("editorial.plan.published", _("Volgens planning gepubliceerd"), _("Volgens de planning gepubliceerd"))
    register("editorial.step.assigned", _("Stap toegewezen"), _("De stap %(step)s is voor %(who)s, klaar op %(due)s"))


def _in_words(data: dict[str, Any]) -> dict[str, str]:
    """Moments and days in the history as somebody reads them."""
    words = {}
    if "moment" in data:
        moment = parse_datetime(data["moment"]) if data["moment"] else None
        words["moment"] = date_format(timezone.localtime(moment), "j F Y, H:i") if moment else _("nog geen moment")
    if due := parse_date(data.get("due", "")):
        words["due"] = date_format(due, "j F Y")
    if "who" in data:
        words["who"] = data["who"] or _("iedereen die mag")
    return words
