"""A plain search page on Wagtail's own search; the Dutch search takes its place."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wijkwijzer.pages.models import KnowledgePage

MAX_QUERY_LENGTH = 200
PER_PAGE = 12


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Public publications that match `q`; without words all of them. The words of a search are never logged."""
    # Wagtail's search on SQLite does not escape a double quote in a word.
    query = " ".join(request.GET.get("q", "")[:MAX_QUERY_LENGTH].replace('"', " ").split())
    # Wagtail's search understands no subquery but one on the primary key.
    visible_pages = KnowledgePage.objects.filter(pk__in=KnowledgePage.objects.visible().values("pk"))
    hits = visible_pages.search(query) if query else visible_pages.newest_first()
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("pagina"))
    ids = [hit.pk for hit in page.object_list]
    cards = {card.pk: card for card in KnowledgePage.objects.visible().for_cards().filter(pk__in=ids)} if ids else {}
    context = {
        "search_query": query,
        "page_obj": page,
        "publications": [cards[pk] for pk in ids if pk in cards],
    }
    return render(request, "pages/search/search.html", context)
