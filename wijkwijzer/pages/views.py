"""Find a page by its whole address (ADR 0005)."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page, Site
from wagtail.views import serve as wagtail_serve

from wijkwijzer.delivery.page_cache.declaring import keep

# What more the page of a publication shows, fetched with it: rooms above add names of relations.
joined: list[str] = []


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, with the page found at once: its walk down the tree asks two queries for each level.

    The walk remains for the home page and for what is no page of its own, such as the feed of a list.
    """
    site = Site.find_for_request(request)
    slug = path.rstrip("/").rpartition("/")[2]
    if site is not None and slug:
        page = Page.objects.filter(slug=slug, url_path=f"{site.root_page.url_path}{path}").first()
        if page is not None:
            # Where `Page.route_for_request` keeps its answer.
            request._wagtail_route_for_request = _with_detail(page).route(request, [])  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_serve(request, path)
    keep(response, getattr(request._wagtail_route_for_request[0], "kept_by_parameters", ()))  # type: ignore[attr-defined]
    return response


def _with_detail(page: Page) -> Page:
    """The specific page, joined with the foreign keys that its template shows."""
    model = page.specific_class
    if model is None:
        raise Http404
    relations = getattr(model, "detail_relations", ())
    specific: Page = (
        model._default_manager.select_related(*relations, *joined).get(pk=page.pk) if relations else page.specific
    )
    return specific
