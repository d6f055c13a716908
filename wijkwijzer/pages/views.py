"""Find a page by its whole address (ADR 0005)."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.views import serve as wagtail_serve

from wijkwijzer.delivery.page_cache.declaring import keep
from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.delivery.sites import find_site, know_roots

# What more the page of a publication shows, fetched with it: rooms above add names of relations.
joined: list[str] = []


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, with the page found at once: its walk down the tree asks two queries for each level.

    The walk remains for what is no page of its own, such as the feed of a list.
    """
    site = find_site(request)
    if site is not None:
        slug = path.rstrip("/").rpartition("/")[2]
        page = _pages_at.first(slug, f"{site.root_page.url_path}{path}") if slug else None if path else site.root_page
        if page is not None:
            specific = _with_detail(page)
            know_roots([specific], request)
            # Where `Page.route_for_request` keeps its answer.
            request._wagtail_route_for_request = specific.route(request, [])  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_serve(request, path)
    keep(response, getattr(request._wagtail_route_for_request[0], "kept_by_parameters", ()))  # type: ignore[attr-defined]
    return response


@prepared
def _pages_at(slug: str, url_path: str) -> QuerySet[Page]:
    return Page.objects.filter(slug=slug, url_path=url_path)[:1]


def _with_detail(page: Page) -> Page:
    """The specific page, joined with the foreign keys that its template shows."""
    specific: Page | None = _details.first(page.pk, model=page.specific_class) if page.specific_class else None
    if specific is None:
        raise Http404
    return specific


@prepared
def _details(page_id: int, *, model: Any) -> QuerySet[Any]:
    pages = model._default_manager.filter(pk=page_id)
    relations = getattr(model, "detail_relations", ())
    return pages.select_related(*relations, *joined) if relations else pages
