"""What stands around every page: menu, footer, breadcrumb, address, the bar for editors.

The frame costs three queries at most: the site, its settings, and one for all of the navigation. Nothing here touches
`request.user`: that would make every answer differ by cookie.
"""

from collections.abc import Sized

from django import template
from django.conf import settings
from django.db.models import QuerySet
from django.template import RequestContext
from django.templatetags.static import static
from wagtail.models import Page

from wijkwijzer.delivery.navigation import Navigation, find_navigation
from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.delivery.sites import find_site
from wijkwijzer.taxonomy.models import Theme

from ..models import KnowledgePage, PagePerson, SiteSettings
from ..models.links import with_page_count

CACHE_NAME = "_wijkwijzer_navigation"
# Whom a kind of publication shows elsewhere on its page, above its text or beside it.
SHOWN_ELSEWHERE = {"portret": PagePerson.Role.PORTRAYED, "casus": PagePerson.Role.CASE_BRINGER}

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: RequestContext) -> Navigation:
    """Main menu, footer and breadcrumb in one query; the same object for the whole request."""
    request = context.get("request")
    if request is None:
        return Navigation()
    if not hasattr(request, CACHE_NAME):
        page = context.get("page")
        setattr(request, CACHE_NAME, find_navigation(request, page if isinstance(page, Page) else None))
    return getattr(request, CACHE_NAME)


@register.simple_tag(takes_context=True)
def site_settings_of(context: RequestContext) -> SiteSettings:
    """The settings of the site, also on pages whose view does not give them; the defaults where there is no site."""
    request = context.get("request")
    if request is None or find_site(request) is None:
        return SiteSettings()
    return SiteSettings.for_request(request)


@register.simple_tag(takes_context=True)
def own_address(context: RequestContext) -> str:
    """The full address of the current page, without query string; a further page of a list keeps its number."""
    page, request = context.get("page"), context.get("request")
    if isinstance(page, KnowledgePage) and page.full_url:
        return str(page.full_url)
    # The number of the paginator and not the one that was asked for: it exists, and a page without a list has none.
    number = getattr(context.get("page_obj"), "number", 1)
    query = f"?pagina={number}" if number > 1 else ""
    return f"{settings.SITE_URL}{request.path if request is not None else '/'}{query}"


@register.simple_tag(takes_context=True)
def printed_address(context: RequestContext) -> str:
    """The address that leads back from paper: with what was searched, where a page gives that as `page_query`."""
    address, searched = own_address(context), context.get("page_query", "")
    if not searched:
        return address
    return f"{address}{'&' if '?' in address else '?'}{searched}"


@register.simple_tag(takes_context=True)
def canonical_address(context: RequestContext) -> str:
    """The address for search engines: an earlier publication where the editor chose so, otherwise our own."""
    page = context.get("page")
    chosen = page.canonical_url if isinstance(page, KnowledgePage) else ""
    return chosen or own_address(context)


@register.simple_tag
def full_static_address(path: str) -> str:
    """The address of a static file for other sites, such as the picture of a shared link."""
    return f"{settings.SITE_URL}{static(path)}"


@register.simple_tag(takes_context=True)
def may_be_editor(context: RequestContext) -> bool:
    """Whether the reader carries a session cookie at all: only then is it worth asking who it is."""
    request = context.get("request")
    return request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES


@register.simple_tag
@prepared
def themes_with_pages() -> QuerySet[Theme]:
    """Themes that something is published about, each with `page_count`; one query."""
    return with_page_count(Theme.objects.all()).filter(page_count__gt=0).order_by("name")


@register.simple_tag
def people_beside(page: KnowledgePage) -> list[PagePerson]:
    """The people of a publication that its page does not show elsewhere already; no query where they are fetched."""
    shown = SHOWN_ELSEWHERE.get(page.kind)
    return [link for link in page.person_links.all() if link.role != shown]


@register.filter
def beyond(total: int, shown: Sized) -> int:
    """How many of `total` are left out of the list `shown`."""
    return total - len(shown)
