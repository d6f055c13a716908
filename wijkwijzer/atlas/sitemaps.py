"""Municipality pages in the sitemap: those with something on them."""

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import KnowledgePage


class MunicipalitySitemap(Sitemap):
    def items(self) -> QuerySet[Municipality]:
        pages = KnowledgePage.objects.visible().values("pk")
        return Municipality.objects.filter(page_links__page__in=pages).distinct().order_by("slug")
