"""All addresses of the site."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from wijkwijzer.atlas.sitemaps import MunicipalityListSitemap, MunicipalitySitemap
from wijkwijzer.delivery.page_cache.declaring import kept_for_readers
from wijkwijzer.delivery.renditions import serve_rendition
from wijkwijzer.delivery.transactions import atomic_post
from wijkwijzer.dossiers.sitemaps import ConceptSitemap, ListSitemap, OrganisationSitemap, PersonSitemap, ThemeSitemap
from wijkwijzer.pages.views import serve
from wijkwijzer.search.views import search_json
from wijkwijzer.statements.sitemaps import StatementSitemap
from wijkwijzer.users.views import to_sign_in

SITEMAPS = {
    "pages": PageSitemap,
    "lists": ListSitemap,
    "municipality-list": MunicipalityListSitemap,
    "themes": ThemeSitemap,
    "concepts": ConceptSitemap,
    "municipalities": MunicipalitySitemap,
    "people": PersonSitemap,
    "organisations": OrganisationSitemap,
    "statements": StatementSitemap,
}

urlpatterns = [
    # Before Wagtail's own: its sign-in stays closed.
    path("beheer/", include("wijkwijzer.users.urls")),
    path("beheer/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, atomic_post))),
    path("documenten/", include(wagtaildocs_urls)),
    re_path(r"^media/renditions/(?P<name>[\w.-]+)$", serve_rendition, name="rendition"),
    path("zoeken/", include("wijkwijzer.search.urls")),
    path("zoeken.json", search_json, name="search_json"),
    path("gemeenten/", include("wijkwijzer.atlas.urls")),
    path("mijn-portret/", include("wijkwijzer.consent.urls")),
    path("stijlgids/", include("wijkwijzer.styleguide.urls")),
    path("", include("wijkwijzer.briefs.urls")),
    path("", include("wijkwijzer.comparison.urls")),
    path("", include("wijkwijzer.citing.urls")),
    path("", include("wijkwijzer.editorial.urls")),
    path("", include("wijkwijzer.dossiers.urls")),
    path("", include("wijkwijzer.freshness.urls")),
    path("", include("wijkwijzer.statements.urls")),
    path("", include("wijkwijzer.delivery.urls")),
    path("", include("wijkwijzer.printing.urls")),
    path("sitemap.xml", kept_for_readers("p")(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("_util/login/", to_sign_in, name="wagtailcore_login"),
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name not in ("wagtail_serve", "wagtailcore_login")),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
]

handler400 = "wijkwijzer.delivery.errors.bad_request"
handler403 = "wijkwijzer.delivery.errors.permission_denied"
handler404 = "wijkwijzer.delivery.errors.page_not_found"
handler429 = "wijkwijzer.delivery.errors.too_many_requests"  # allauth's answer to too many tries
handler500 = "wijkwijzer.delivery.errors.server_error"

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns = [*staticfiles_urlpatterns(), *urlpatterns]
