"""The lists of the desk: pages to look at, what readers say, and links that lead nowhere."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn, Table, TitleColumn
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from wijkwijzer.delivery.spreadsheets import without_formula
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.users.roles import Role, has_role

from .models import OutsideLink
from .reactions import with_counts
from .reviews import pages_to_review, with_checked_on
from .stewards import may_review

DESK = (Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR)
page_policy = PagePermissionPolicy()


def may_see_all(user: Any) -> bool:
    return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR)


def pages_of(user: Any, pages: Any) -> Any:
    """Of `pages` those that this account looks after."""
    own = Q(steward=user) | Q(deputy=user)
    if has_role(user, Role.CHIEF_EDITOR):
        # Who left, or never was: then the chief editors look after it.
        own |= ~Q(steward__is_active=True) & ~Q(deputy__is_active=True)
    return pages.filter(own)


def pages_seen_by(user: Any, pages: Any) -> Any:
    """Of `pages` those that this account may see the lists of: its own, and for editors those of their sections."""
    own = pages_of(user, pages)
    if not may_see_all(user):
        return own
    sections = page_policy.instances_user_has_any_permission_for(user, ["change"]).values("pk")
    return pages.filter(Q(pk__in=sections) | Q(pk__in=own.values("pk")))


class WhoseFilterSet(WagtailFilterSet):
    """Only the pages that the reader of the list looks after, or all."""

    whose = django_filters.ChoiceFilter(
        label=_("Van wie"), choices=[("all", _("Van iedereen"))], empty_label=_("Van mij"), widget=RadioSelect,
        method="leave",
    )  # fmt: skip

    class Meta:
        model = KnowledgePage
        fields: list[str] = []

    def leave(self, rows: QuerySet, _name: str, _value: str) -> QuerySet:
        """The view reads the choice itself."""
        return rows


class DeskReport(ReportView):
    """A list for whoever writes or edits."""

    permission_policy = None
    # XLSX cells are written as text by Wagtail.
    custom_field_preprocess: dict[str, Any] = {
        name: {SpreadsheetExportMixin.FORMAT_CSV: lambda value: without_formula(str(value))}
        for name in ("title", "url", "page_titles", "stewards")
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not has_role(request.user, *DESK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def pages(self) -> Any:
        """The pages of the list: one's own, or all that one may see."""
        user, pages = self.request.user, KnowledgePage.objects.filter(alias_of=None)
        chosen = self.filters.form.cleaned_data.get("whose") if self.filters.is_valid() else ""
        return pages_seen_by(user, pages) if chosen == "all" else pages_of(user, pages)


def short_date(day: date | None) -> str:
    return date_format(day, "j b Y") if day else ""


class ReviewColumn(BaseColumn):
    """The button that says that a page is still true."""

    cell_template_name = "wagtailadmin/freshness/review_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        # A cell is rendered without the request.
        context["csrf_token"] = get_token(parent_context["request"])
        context["address"] = reverse("freshness_review", args=[instance.pk])
        context["may_review"] = may_review(instance, parent_context["request"].user)
        return context


class ReviewsView(DeskReport):
    """Pages that are due to be looked at, the most overdue first."""

    page_title = _("Mijn pagina’s om na te kijken")
    header_icon = "calendar-check"
    index_url_name = "freshness_reviews"
    index_results_url_name = "freshness_reviews_results"
    filterset_class = WhoseFilterSet
    default_ordering = ("checked_on", "pk")
    no_results_message = _("Er is nu niets om na te kijken.")
    columns = [
        TitleColumn("title", label=_("Pagina"), get_url=lambda page: reverse("freshness_review", args=[page.pk])),
        Column("kind", label=_("Soort"), accessor="kind_info.label"),
        Column("checked_on", label=_("Laatst gezien"), accessor=lambda page: short_date(page.checked_on),
               sort_key="checked_on"),
        Column("due_on", label=_("Nakijken voor"), accessor=lambda page: short_date(page.due_on)),
        Column("stewards", label=_("Beheerder")),
        Column("state", label=_("Stand")),
        ReviewColumn("review", label=_("Klopt het nog?")),
    ]  # fmt: skip
    export_filename = "na-te-kijken"
    list_export = ["title", "kind_info.label", "checked_on", "due_on", "stewards", "state"]
    export_headings = {
        "title": _("Pagina"),
        "kind_info.label": _("Soort"),
        "checked_on": _("Laatst gezien"),
        "due_on": _("Nakijken voor"),
        "stewards": _("Beheerder"),
        "state": _("Stand"),
    }

    def get_base_queryset(self) -> Any:
        self.due = {page.pk: page for page in pages_to_review(timezone.localdate())}
        return with_checked_on(self.pages().filter(pk__in=self.due))

    def get_table(self, object_list: Iterable[Any]) -> Table:
        return super().get_table(self.decorate_paginated_queryset(object_list))

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Any]:
        pages = [self.due[page.pk] for page in object_list]
        for page in pages:
            page.stewards = ", ".join(str(user) for user in (page.steward, page.deputy) if user) or _g("eindredactie")
            page.state = state_of(page)
        return pages


def state_of(page: Any) -> str:
    """How far the reminders of a page that is due are, in a few words."""
    freshness, reminder = getattr(page, "freshness", None), getattr(page, "review_reminder", None)
    if freshness and freshness.outdated_since:
        return _g("mogelijk verouderd")
    if reminder is None or reminder.due_on != page.due_on:
        return _g("nog niet herinnerd")
    return _g("twee keer herinnerd") if reminder.second_on else _g("één keer herinnerd")


class ReactionsView(DeskReport):
    """What readers say, by page; what somebody has yet to read comes first."""

    page_title = _("Reacties van lezers")
    header_icon = "comment"
    index_url_name = "freshness_reactions"
    index_results_url_name = "freshness_reactions_results"
    filterset_class = WhoseFilterSet
    default_ordering = ("-to_deal_with", "-said_untrue", "title")
    no_results_message = _("Er zijn nog geen reacties.")
    columns = [
        TitleColumn("title", label=_("Pagina"), get_url=lambda page: reverse("freshness_reactions_of", args=[page.pk])),
        NumberColumn("to_deal_with", label=_("Nog te lezen"), sort_key="to_deal_with"),
        NumberColumn("said_true", label=_("Klopt nog"), sort_key="said_true"),
        NumberColumn("said_untrue", label=_("Klopt niet meer"), sort_key="said_untrue"),
        NumberColumn("said_useful", label=_("Nuttig"), sort_key="said_useful"),
        NumberColumn("said_useless", label=_("Niet nuttig"), sort_key="said_useless"),
    ]

    def get_base_queryset(self) -> Any:
        return with_counts(self.pages().filter(reactions__isnull=False))


class PagesColumn(BaseColumn):
    """The pages that a link stands on, each to the editor."""

    cell_template_name = "wagtailadmin/freshness/pages_cell.html"


class BrokenLinksView(DeskReport):
    """Links that failed on two different days, with the pages that they stand on."""

    page_title = _("Kapotte links")
    header_icon = "link-external"
    index_url_name = "freshness_links"
    index_results_url_name = "freshness_links_results"
    filterset_class = WhoseFilterSet
    default_ordering = ("failing_since", "url")
    no_results_message = _("Er zijn geen kapotte links gevonden.")
    columns = [
        Column("url", label=_("Link"), classname="outside-address"),
        Column("problem", label=_("Wat er mis is"), accessor="get_problem_display"),
        Column("failing_since", label=_("Stuk sinds"), accessor=lambda link: short_date(link.failing_since),
               sort_key="failing_since"),
        Column("checked_on", label=_("Laatst gecontroleerd"), accessor=lambda link: short_date(link.checked_on)),
        PagesColumn("pages", label=_("Staat op")),
    ]  # fmt: skip
    export_filename = "kapotte-links"
    list_export = ["url", "get_problem_display", "failing_since", "checked_on", "page_titles"]
    export_headings = {
        "url": _("Link"),
        "get_problem_display": _("Wat er mis is"),
        "failing_since": _("Stuk sinds"),
        "checked_on": _("Laatst gecontroleerd"),
        "page_titles": _("Staat op"),
    }

    def get_base_queryset(self) -> Any:
        pages = self.pages().filter(pk__in=KnowledgePage.objects.visible().values("pk"))
        shown = Prefetch("pages", pages.order_by("title"), to_attr="shown_pages")
        return OutsideLink.objects.broken().filter(pages__in=pages).distinct().prefetch_related(shown)

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Any]:
        links = list(object_list)
        for link in links:
            link.page_titles = ", ".join(page.title for page in link.shown_pages)
        return links
