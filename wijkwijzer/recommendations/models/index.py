"""The list of recommendations, with the facets of the search."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wijkwijzer.pages.models import IndexPage, SiteSettings

from .. import listing
from .recommendation import RecommendationPage


class RecommendationIndexPage(IndexPage):
    """The list of recommendations: for whom, when to decide, how much it asks, which obstacle it answers."""

    template = "pages/recommendations/index_page.html"
    subpage_types = ["recommendations.RecommendationPage"]
    page_description = _("De lijst met aanbevelingen. Er is er één.")

    default_slug = "aanbevelingen"
    default_title = _("Aanbevelingen")
    menu_order = 6
    kept_by_parameters = (*listing.SHOWN, "pagina")

    class Meta:
        verbose_name = _("lijst met aanbevelingen")
        verbose_name_plural = _("lijsten met aanbevelingen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Not that of `IndexPage`, which counts and filters by itself.
        context = super(IndexPage, self).get_context(request, *args, **kwargs)
        address = self.get_url(request)
        context |= listing.context(request.GET, address, RecommendationPage.objects.visible())
        context |= {"feed_url": f"{address}feed/", "site_settings": SiteSettings.for_request(request)}
        return context
