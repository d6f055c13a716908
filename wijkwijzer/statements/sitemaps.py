"""The statements in the sitemap."""

from django.urls import reverse

from wijkwijzer.delivery.sitemaps import SiteSitemap


class StatementSitemap(SiteSitemap):
    def items(self) -> list[str]:
        return ["statements:accessibility", "statements:privacy"]

    def location(self, item: str) -> str:
        return reverse(item)
