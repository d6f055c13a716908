"""Which site a request is for. There is one, as a rule; it is asked at every page all the same."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

from .prepared import prepared
from .shared import ATTRIBUTE, shared

# Where `Site.find_for_request` keeps its answer.
CACHE_NAME = "_wagtail_site"
# Where a page, and a request, keeps what `Site.get_site_root_paths` gives.
ROOTS_NAME = "_wagtail_cached_site_root_paths"


def find_site(request: HttpRequest) -> Site | None:
    """What `Site.find_for_request` finds, and it finds it here: its own question takes Django over a millisecond.

    Exactly host and port, or the host of the default site, or the default site; where the host has one site that is
    not the default, that one.
    """
    if not hasattr(request, CACHE_NAME):
        # Not `get_host()`: as in Wagtail, this is no place to refuse a host.
        host, port = split_domain_port(request._get_raw_host())[0], int(request.get_port())  # type: ignore[attr-defined]
        setattr(request, CACHE_NAME, shared(request, ("site", host, port), lambda: _best(_sites(host), host, port)))
    site: Site | None = getattr(request, CACHE_NAME)
    return site


def know_roots(pages: Iterable[Page], request: HttpRequest | None) -> None:
    """Tell `pages` where sites begin, which each of them would otherwise read from the cache to know its address."""
    paths = getattr(request, ROOTS_NAME, None)
    if paths is None:
        # A request that shares nothing takes what Wagtail remembers.
        is_sharing = getattr(request, ATTRIBUTE, None) is not None
        paths = shared(request, "roots", _roots) if is_sharing else Site.get_site_root_paths()
        if request is not None:
            setattr(request, ROOTS_NAME, paths)
    for page in pages:
        setattr(page, ROOTS_NAME, paths)


def _roots() -> list[SiteRootPath]:
    """As the database says: what Wagtail remembers may be from before the change that this version came with."""
    Site.clear_site_root_paths_cache()
    paths: list[SiteRootPath] = Site.get_site_root_paths()
    return paths


@prepared
def _sites(host: str) -> QuerySet[Site]:
    return Site.objects.filter(Q(hostname=host) | Q(is_default_site=True)).select_related("root_page").order_by("pk")


def _best(sites: list[Site], host: str, port: int) -> Site | None:
    if len(sites) < 2:
        return next(iter(sites), None)
    of_host = [site for site in sites if site.hostname == host]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in of_host if site.port == port), None)
    if exact is not None or default is None:
        return exact
    return of_host[0] if default not in of_host and len(sites) == 2 else default
