"""The home page and plain content pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from wijkwijzer.blocks.fetching import fetch_bodies
from wijkwijzer.blocks.streams import BodyBlock, SlimStreamField
from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.delivery.shared import shared
from wijkwijzer.delivery.visibility import restrictions_on
from wijkwijzer.gate.pages import GatedPage

from ..panels import MENU_PANELS, PROMOTE_PANELS
from .fetching import fetch_cards
from .knowledge import KnowledgePage, KnowledgePageQuerySet
from .site_settings import SiteSettings


class HomePage(GatedPage, Page):
    """The front door: what this is, search, the newest, one publication in full width."""

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    page_description = _("De voorpagina. Er is er één.")

    headline = models.CharField(_("kop"), max_length=120, help_text=_("Eén zin: wat is dit?"))
    lead = models.TextField(_("inleiding"), max_length=300, help_text=_("Eén of twee zinnen onder de kop."))
    featured = models.ForeignKey(
        KnowledgePage,
        verbose_name=_("uitgelicht"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Eén publicatie over de volle breedte, bijvoorbeeld een portret."),
    )

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead"), FieldPanel("featured")]
    promote_panels = PROMOTE_PANELS
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    newest_count = 6

    class Meta:
        verbose_name = _("voorpagina")
        verbose_name_plural = _("voorpagina’s")

    def get_view_restrictions(self) -> models.QuerySet:
        return restrictions_on(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        newest = shared(request, ("newest", self.newest_count), lambda: _newest(count=self.newest_count + 1))
        # The featured page may be an old one: both are fetched together, so that cards are fetched once.
        shown = fetch_cards(_cards([*newest, self.featured_id or 0]))
        context["newest"] = [page for page in shown if page.pk != self.featured_id][: self.newest_count]
        context["featured"] = next((page for page in shown if page.pk == self.featured_id), None)
        context["site_settings"] = SiteSettings.for_request(request)
        return context


class ContentPage(GatedPage, Page):
    """A page about the site itself: over, contact, privacy. With "in menu's" on, it stands in the footer."""

    template = "pages/content_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    page_description = _("Een gewone pagina, zoals “Over deze site”.")

    summary = models.TextField(
        _("samenvatting"), max_length=300, help_text=_("Eén of twee zinnen. Staat boven de pagina en in zoekmachines.")
    )
    body = SlimStreamField(BodyBlock(), verbose_name=_("tekst"), blank=True, help_text=_("De tekst, in blokken."))

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels = [*PROMOTE_PANELS, *MENU_PANELS]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2), index.SearchField("body")]

    class Meta:
        verbose_name = _("gewone pagina")
        verbose_name_plural = _("gewone pagina’s")

    def get_view_restrictions(self) -> models.QuerySet:
        return restrictions_on(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if not getattr(request, "is_preview", False):
            fetch_bodies([self])
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context


@prepared
def _newest(*, count: int) -> models.QuerySet[KnowledgePage, int]:
    # Recommendations are drawn from what is here already, and have a way in of their own.
    newest = KnowledgePage.objects.visible().exclude(kind="aanbeveling").newest_first()
    return newest.values_list("pk", flat=True)[:count]


@prepared
def _cards(page_ids: list[int]) -> KnowledgePageQuerySet:
    return KnowledgePage.objects.visible().on_cards().newest_first().filter(pk__in=page_ids)
