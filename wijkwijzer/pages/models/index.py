"""What every list of publications shares: paging, filters as plain links, a feed."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from wijkwijzer.delivery.feeds import PublicationFeed
from wijkwijzer.delivery.prepared import Listing, prepared
from wijkwijzer.delivery.shared import shared
from wijkwijzer.delivery.visibility import restrictions_on
from wijkwijzer.gate.pages import GatedPage
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.taxonomy.models import INTRODUCTION_FEATURES, Theme

from ..panels import MENU_PANELS, PROMOTE_PANELS
from .fetching import fetch_cards
from .knowledge import KnowledgePage, KnowledgePageQuerySet
from .site_settings import SiteSettings

FILTERS = ("thema", "gemeente")


@dataclass
class FilterOption:
    """One link in a filter: where it leads, how many pages are behind it, whether it is on."""

    label: str
    url: str
    count: int
    is_selected: bool


@dataclass
class FilterGroup:
    """One filter of a list, such as theme, with its options."""

    title: str
    options: list[FilterOption] = field(default_factory=list)

    @property
    def selected(self) -> FilterOption | None:
        return next((option for option in self.options if option.is_selected), None)


class IndexPage(GatedPage, RoutablePageMixin, Page):
    """A list of the publications below it. Its class says what it lists and where it stands by default."""

    template = "pages/index_page.html"
    parent_page_types = ["pages.HomePage"]
    max_count = 1
    per_page = 12

    # Where `lay_out_site` puts the list in an empty site.
    default_slug = ""
    default_title: Any = ""
    menu_order = 0
    kept_by_parameters: tuple[str, ...] = ("thema", "gemeente", "pagina")

    listed_model: type[KnowledgePage] = KnowledgePage

    introduction = RichTextField(
        _("inleiding"), blank=True, features=INTRODUCTION_FEATURES, help_text=_("Twee of drie zinnen boven de lijst.")
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [*PROMOTE_PANELS, *MENU_PANELS]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet:
        return restrictions_on(self)

    def get_publications(self) -> KnowledgePageQuerySet:
        """What the list shows to an anonymous reader, unfiltered, newest first."""
        pages: KnowledgePageQuerySet = self.listed_model.objects.descendant_of(self)
        return pages.visible().newest_first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chosen = {name: request.GET.get(name, "") for name in FILTERS}
        themes, municipalities = self._options(request, Theme), self._options(request, Municipality)
        theme = next((theme for theme in themes if theme.slug == chosen["thema"]), None)
        municipality = next((place for place in municipalities if place.slug == chosen["gemeente"]), None)
        # Unknown values are ignored, and do not come back in the links.
        active = {name: item.slug for name, item in zip(FILTERS, (theme, municipality), strict=True) if item}
        keys = [item.pk for item in (theme, municipality) if item]
        listing = Listing(request, _listed, *self._place, *keys, index=type(self), by=tuple(active))
        page: Any = Paginator(listing, self.per_page).get_page(request.GET.get("pagina"))
        cards = fetch_cards(page.object_list)
        context |= {
            "page_obj": page,
            "publications": [card for card in cards if getattr(card, "is_subject", True)],
            "mentioned": [card for card in cards if not getattr(card, "is_subject", True)],
            "chosen_municipality": municipality,
            "chosen_theme": theme,
            "filters": [
                self._filter_group(_("Thema"), "thema", themes, active),
                self._filter_group(_("Gemeente"), "gemeente", municipalities, active),
            ],
            "is_filtered": bool(active),
            "query": urlencode(active),
            "feed_url": self.get_url(request) + "feed/",
            "site_settings": SiteSettings.for_request(request),
        }
        return context

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """The newest publications of the list as Atom."""
        return PublicationFeed(self)(request)

    @property
    def _place(self) -> tuple[int, str, int]:
        return self.pk, self.path, self.depth

    def _options(self, request: HttpRequest, of: type[Any]) -> list[Any]:
        """The themes or municipalities of what is listed, each with `page_count`."""
        return shared(request, ("options", self.pk, of), lambda: _options(*self._place, index=type(self), of=of))

    @staticmethod
    def _filter_group(title: Any, name: str, items: list[Any], active: dict[str, str]) -> FilterGroup:
        """Each option links to the list with itself chosen; the chosen one links to the list without it."""
        group = FilterGroup(title)
        rest = urlencode({key: value for key, value in active.items() if key != name})
        for item in items:
            is_selected = active.get(name) == item.slug
            query = rest if is_selected else f"{rest}&{name}={quote(item.slug)}".removeprefix("&")
            group.options.append(FilterOption(str(item), f"?{query}", item.page_count, is_selected))
        return group


@prepared
def _listed(pk: int, path: str, depth: int, *keys: int, index: type[IndexPage], by: tuple[str, ...]) -> Any:
    """What the list of type `index` in this place shows, filtered `by` some of FILTERS."""
    publications = index(pk=pk, path=path, depth=depth).get_publications()
    chosen = dict(zip(by, keys, strict=True))
    if theme := chosen.get("thema"):
        publications = publications.with_any_theme([theme])
    if municipality := chosen.get("gemeente"):
        # What is about the place comes first; the template keeps apart what only mentions it.
        publications = publications.with_any_municipality([municipality])
        publications = publications.order_by("-is_subject", *publications.query.order_by)
    return publications.on_cards()


@prepared
def _options(pk: int, path: str, depth: int, *, index: type[IndexPage], of: type[Any]) -> Any:
    pages = index(pk=pk, path=path, depth=depth).get_publications().order_by().values("pk")
    if of is Theme:
        # An annotated query loses the order that its model states.
        themes = Theme.objects.filter(page_links__content_object__in=pages)
        return themes.annotate(page_count=Count("page_links")).order_by("name")
    places = Municipality.objects.filter(page_links__page__in=pages)
    return places.annotate(page_count=Count("page_links__page", distinct=True)).order_by("display_name")
