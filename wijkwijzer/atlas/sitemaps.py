"""Municipality pages in the sitemap: those with something on them."""

from django.db.models import QuerySet
from django.urls import reverse

from wijkwijzer.delivery.sitemaps import SiteSitemap
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import KnowledgePage


class MunicipalityListSitemap(SiteSitemap):
    def items(self) -> list[str]:
        return ["atlas:municipality_list"]

    def location(self, item: str) -> str:
        return reverse(item)


class MunicipalitySitemap(SiteSitemap):
    def items(self) -> QuerySet[Municipality]:
        pages = KnowledgePage.objects.visible().values("pk")
        return Municipality.objects.filter(page_links__page__in=pages).distinct().order_by("slug")
