"""Where Wagtail asks what this room adds to its screens. The lines of a page's history are in `history`."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from wijkwijzer.gate.holds import with_held
from wijkwijzer.users.roles import has_role

from .coverage import CoverageView
from .decisions import may_see
from .history import register_log_actions
from .plans.panels import WorkPanel
from .plans.views import SeriesListView, SeriesView, may_look
from .reports import ConsentsView, DeskListView, WaitingView, WithoutApprovalView
from .submitting import only_save, then_submit
from .views import ProgressView, missing_fragment, read_newest

REPORTS: dict[str, type[DeskListView]] = {
    "wie-is-aan-zet": WaitingView,
    "live-zonder-akkoord": WithoutApprovalView,
    "toestemmingen": ConsentsView,
    "dekking": CoverageView,
}

hooks.register("register_log_actions", register_log_actions)
for before in ("before_edit_page", "before_create_page"):
    hooks.register(before, only_save)
for after in ("after_edit_page", "after_create_page"):
    hooks.register(after, then_submit)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("voortgang/<int:page_id>/", ProgressView.as_view(), name="editorial_progress"),
        path("voortgang/<int:page_id>/lezen/", read_newest, name="editorial_read"),
        path("voortgang/<int:page_id>/wat-mist/", missing_fragment, name="editorial_missing"),
        *(path(f"reports/{address}/", view.as_view(), name=view.index_url_name) for address, view in REPORTS.items()),
        path("reeksen/", SeriesListView.as_view(), name="editorial_series_list"),
        path("reeksen/<int:series_id>/", SeriesView.as_view(), name="editorial_series"),
    ]


@hooks.register("construct_explorer_page_queryset")
def know_what_is_held(parent_page: Any, pages: Any, request: HttpRequest) -> Any:
    return with_held(pages)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def progress_button(page: Any, user: Any, **_where: Any) -> Iterator[Button]:
    if page.depth > 1 and may_see(page, user):
        yield Button(
            _("Voortgang"), reverse("editorial_progress", args=[page.pk]), icon_name="clipboard-list", priority=12
        )


@hooks.register("insert_editor_js")
def scripts() -> SafeString:
    addresses = ((static(f"editorial/{name}.js"),) for name in ("completeness", "submitting"))
    return format_html_join("", '<script src="{}"></script>', addresses)


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


class ReportMenuItem(MenuItem):
    """Shown to whom the list opens for."""

    def __init__(self, view: type[DeskListView], order: int) -> None:
        self.roles = view.roles
        super().__init__(
            view.page_title,
            reverse(view.index_url_name),
            name=view.export_filename,
            icon_name=view.header_icon,
            order=order,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *self.roles)


for place, report in enumerate(REPORTS.values()):
    hooks.register("register_reports_menu_item", partial(ReportMenuItem, report, 50 + place))


@hooks.register("construct_homepage_panels")
def add_work_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WorkPanel())
