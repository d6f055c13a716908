"""What the lists of pages in the editors' side say of a publication, and the menu group "Publicaties" with its filters.

The same columns stand in the page tree (below each list, below a workshop) and in the flat lists of the menu.
"""

from datetime import date
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db import models
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    NavigateToChildrenColumn,
    PageStatusColumn,
    PageTitleColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page, get_page_models

from wijkwijzer.gate.holds import with_held
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.kinds import KINDS
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.pages.models.knowledge import link_rows
from wijkwijzer.taxonomy.models import Theme

# Icons of Wagtail's own set, for the flat lists; a type without one gets a plain sheet.
ICONS = {
    "portraitpage": "user",
    "portraitseriespage": "list-ol",
    "magazinepage": "copy",
    "practicepage": "home",
    "workshoppage": "group",
    "casepage": "help",
    "tiplistpage": "pick",
    "articlepage": "doc-full",
}


def municipality_names(page: KnowledgePage) -> str:
    """What the page is about by name; what it only mentions as a number, so that a row stays short."""
    subjects = [link.municipality.display_name for link in page.subject_links]
    others = len(page.other_municipality_links)
    if subjects and others:
        return f"{', '.join(subjects)} +{others}"
    return ", ".join(subjects) or (str(_("%d genoemd")) % others if others else "")


def appeared_on(page: KnowledgePage) -> str:
    return date_format(page.published_on, "j b Y") if page.published_on else ""


def steward_name(page: KnowledgePage) -> str:
    return (page.steward.get_full_name() or page.steward.get_username()) if page.steward else ""


COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Titel"), sort_key="title", classname="title"),
    Column("kind", label=_("Soort"), accessor="kind_info.label", sort_key="kind", width="11%"),
    Column("municipalities", label=_("Gemeente"), accessor=municipality_names, width="12%"),
    Column("published_on", label=_("Verschenen"), accessor=appeared_on, sort_key="published_on", width="10%"),
    Column("steward", label=_("Beheerder"), accessor=steward_name, sort_key="steward__username", width="10%"),
    DateColumn("latest_revision_created_at", label=_("Bijgewerkt"), sort_key="latest_revision_created_at", width="9%"),
    PageStatusColumn("status", label=_("Status"), sort_key="live", width="7%"),
]


class PublicationListingMixin:
    """Fetches what the columns show, in a number of queries that does not grow with the rows."""

    base_columns = COLUMNS

    @cached_property
    def search_query(self) -> str:
        """Without quotation marks: a single one breaks Wagtail's search on SQLite."""
        query: str = super().search_query  # type: ignore[misc]
        return query.replace('"', " ").replace("'", " ").strip()

    def annotate_queryset(self, pages: Any) -> Any:
        places = link_rows("municipality_links").select_related("municipality")
        shown = models.Prefetch("municipality_links", places)
        return with_held(super().annotate_queryset(pages)).prefetch_related(shown, "steward")  # type: ignore[misc]

    def get_valid_orderings(self) -> list[str]:
        """A search orders only by what stands in its index; who looks after a page does not."""
        orderings: list[str] = super().get_valid_orderings()  # type: ignore[misc]
        if self.is_searching:  # type: ignore[attr-defined]
            orderings = [name for name in orderings if name.lstrip("-") in ("title", "kind", "published_on")]
        return orderings


class PublicationExplorerView(PublicationListingMixin, ExplorableIndexView):
    """A place in the page tree that holds publications and nothing else."""

    @cached_property
    def explorable_columns(self) -> list[BaseColumn]:
        """Wagtail's way to the pages below, in less room: of publications only a workshop has any."""
        *columns, _navigate = super().explorable_columns
        return [*columns, NavigateToChildrenColumn("navigate", width="5%")]


class PublicationIndexView(PublicationListingMixin, IndexView):
    """All publications (of one type), wherever they stand in the tree."""

    def get_add_url(self) -> str | None:
        url: str | None = super().get_add_url() if self.model.is_creatable else None
        return url


class PublicationTypeView(PublicationListingMixin, ContentTypeUseView):
    """The list that Wagtail's report of page types leads to."""


# --- Filters ---------------------------------------------------------------------------------------------------------


def _themes(request: HttpRequest) -> models.QuerySet[Theme]:
    return Theme.objects.filter(pk__in=link_rows("theme_links").order_by().values("tag"))


def _municipalities(request: HttpRequest) -> models.QuerySet[Municipality]:
    return Municipality.objects.filter(pk__in=link_rows("municipality_links").order_by().values("municipality"))


def _stewards(request: HttpRequest) -> models.QuerySet:
    return get_user_model().objects.filter(pk__in=KnowledgePage.objects.order_by().values("steward"))


def _years() -> list[tuple[int, int]]:
    dates = KnowledgePage.objects.order_by().exclude(published_on=None)
    years: list[date] = list(dates.dates("published_on", "year", order="DESC"))
    return [(day.year, day.year) for day in years]


def _among(pages: models.QuerySet, **wanted: Any) -> models.QuerySet:
    """Those of `pages` that are `wanted`, as a list of keys: a search after it takes no other filter."""
    return pages.filter(pk__in=KnowledgePage.objects.filter(**wanted).order_by().values("pk"))


def _state(pages: models.QuerySet, _name: str, value: str) -> models.QuerySet:
    if value == "changed":
        return _among(pages, live=True, has_unpublished_changes=True)
    return _among(pages, live=value == "live")


def _by(lookup: str) -> Any:
    def keep(pages: models.QuerySet, _name: str, chosen: Any) -> models.QuerySet:
        return _among(pages, **{lookup: chosen}) if chosen else pages

    return keep


def _through(relation: str, target: str) -> Any:
    """The same by a kind of link."""

    def keep(pages: models.QuerySet, _name: str, chosen: Any) -> models.QuerySet:
        if not chosen:
            return pages
        rows = link_rows(relation).filter(**{f"{target}__in": list(chosen)}).order_by()
        page = "content_object" if relation == "theme_links" else "page"
        return pages.filter(pk__in=rows.values(page))

    return keep


class PublicationFilterSet(WagtailFilterSet):
    """What editors look for a publication by."""

    theme = django_filters.ModelMultipleChoiceFilter(
        label=_("Thema"), queryset=_themes, method=_through("theme_links", "tag"), widget=CheckboxSelectMultiple
    )
    municipality = django_filters.ModelMultipleChoiceFilter(
        label=_("Gemeente"),
        queryset=_municipalities,
        method=_through("municipality_links", "municipality"),
        widget=CheckboxSelectMultiple,
    )
    year = django_filters.ChoiceFilter(
        label=_("Jaar"),
        method=_by("published_on__year"),
        choices=_years,
        empty_label=_("Alle"),
        widget=RadioSelect,
    )
    state = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("live", _("live")), ("draft", _("niet op de site")), ("changed", _("live, met een nieuwer concept"))],
        method=_state,
        empty_label=_("Alle"),
        widget=RadioSelect,
    )
    steward = django_filters.ModelMultipleChoiceFilter(
        label=_("Beheerder"), queryset=_stewards, method=_by("steward__in"), widget=CheckboxSelectMultiple
    )

    class Meta:
        model = KnowledgePage
        fields: list[str] = []


class AnyPublicationFilterSet(PublicationFilterSet):
    """The same, where all kinds stand together."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Soort"),
        choices=[(kind.slug, kind.label) for kind in KINDS.values() if kind.slug not in ("aanbeveling", "begrip")],
        method=_by("kind__in"),
        widget=CheckboxSelectMultiple,
    )


# --- Where they stand ------------------------------------------------------------------------------------------------


class PublicationViewSet(PageViewSet):
    """The views of publications in the tree: Wagtail's own, but for the list."""

    model = KnowledgePage
    index_view_class = PublicationExplorerView
    content_type_use_view_class = PublicationTypeView
    filterset_class = AnyPublicationFilterSet

    @cached_property
    def parent_models(self) -> list[type[Page]]:
        """Every type below which only publications may stand."""
        return [
            parent
            for parent in get_page_models()
            if parent.allowed_subpage_models()
            and all(issubclass(child, KnowledgePage) for child in parent.allowed_subpage_models())
        ]


class PublicationListing(PageListingViewSet):
    """A flat list in the menu."""

    index_view_class = PublicationIndexView
    filterset_class = PublicationFilterSet
    columns = COLUMNS
    list_per_page = 50
    add_to_admin_menu = False


def listing_of(model: type[KnowledgePage]) -> PublicationListing:
    """The list of one type; of all of them for KnowledgePage itself."""
    if model is KnowledgePage:
        return PublicationListing(
            "alle_publicaties",
            url_prefix="publicaties",
            model=model,
            icon="list-ul",
            menu_label=_("Alle publicaties"),
            filterset_class=AnyPublicationFilterSet,
        )
    name = model._meta.model_name or ""
    return PublicationListing(
        f"publicaties_{name}",
        url_prefix=f"publicaties/{name}",
        model=model,
        icon=ICONS.get(name, "doc-full"),
        menu_label=capfirst(model._meta.verbose_name_plural),
    )


class Publicaties(ViewSetGroup):
    """The menu group with all publications together and a list for each type."""

    menu_label = _("Publicaties")
    menu_name = "publicaties"
    menu_icon = "doc-full-inverse"
    menu_order = 150

    def __init__(self) -> None:
        kinds = [model for model in get_page_models() if issubclass(model, KnowledgePage)]
        kinds.sort(key=lambda model: (model is not KnowledgePage, str(model._meta.verbose_name_plural)))
        self.items = tuple(listing_of(model) for model in kinds)
        super().__init__()
