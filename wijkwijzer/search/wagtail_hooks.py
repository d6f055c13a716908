from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .reports import SearchesView, SynonymView, concept_policy


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [
        path("reports/zoekvragen/", SearchesView.as_view(), name="searches_report"),
        path("reports/zoekvragen/results/", SearchesView.as_view(results_only=True), name="searches_report_results"),
        path("reports/zoekvragen/synoniem/", SynonymView.as_view(), name="searches_synonym"),
    ]


class SearchesMenuItem(MenuItem):
    """Shown to whom the report opens for."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(concept_policy.user_has_permission(request.user, "change"))


@hooks.register("register_reports_menu_item")
def register_searches_report() -> MenuItem:
    return SearchesMenuItem(
        SearchesView.page_title, reverse("searches_report"), name="zoekvragen", icon_name="search", order=100
    )
