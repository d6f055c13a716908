"""robots.txt: everything public may be read; the editors' side, searches and PDFs are no use to anybody there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .page_cache.declaring import kept_for_readers

RULES = """User-agent: *
Disallow: /beheer/
Disallow: /zoeken/
Disallow: /*/pdf/
Disallow: /vergelijk
Disallow: /bewaarlijst/
Disallow: /beleidsbrief/

Sitemap: {site_url}/sitemap.xml
"""


@require_safe
@kept_for_readers()
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(RULES.format(site_url=settings.SITE_URL), content_type="text/plain; charset=utf-8")
