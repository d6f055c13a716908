"""All addresses of the site."""

from allauth.account import views as account_views
from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from wijkwijzer.atlas.sitemaps import MunicipalitySitemap
from wijkwijzer.delivery.renditions import serve_rendition
from wijkwijzer.delivery.transactions import atomic_post
from wijkwijzer.dossiers.sitemaps import ConceptSitemap, OrganisationSitemap, PersonSitemap, ThemeSitemap
from wijkwijzer.pages.views import serve

SITEMAPS = {
    "pages": PageSitemap,
    "themes": ThemeSitemap,
    "concepts": ConceptSitemap,
    "municipalities": MunicipalitySitemap,
    "people": PersonSitemap,
    "organisations": OrganisationSitemap,
}
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("beheer/account/", include("allauth.urls")),
    # After allauth's own, so that this is the address that `account_login` stands for.
    path("beheer/aanmelden/", account_views.login, name="account_login"),
    path("beheer/login/", to_sign_in),
    path("beheer/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, atomic_post))),
    path("documenten/", include(wagtaildocs_urls)),
    re_path(r"^media/renditions/(?P<name>[\w.-]+)$", serve_rendition, name="rendition"),
    path("zoeken/", include("wijkwijzer.search.urls")),
    path("gemeenten/", include("wijkwijzer.atlas.urls")),
    path("", include("wijkwijzer.dossiers.urls")),
    path("", include("wijkwijzer.delivery.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
]

handler404 = "wijkwijzer.delivery.errors.page_not_found"
handler500 = "wijkwijzer.delivery.errors.server_error"

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns = [*staticfiles_urlpatterns(), *urlpatterns]
