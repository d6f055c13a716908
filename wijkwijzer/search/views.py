"""A plain search page on Wagtail's own search; the Dutch search takes its place."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.taxonomy.models import Concept

# Shorter words (“de”, “een”) are in every concept.
LEAST_WORD = 4
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
    paginator = Paginator(hits, PER_PAGE)
    is_partial = bool(query) and not paginator.count
    if is_partial:
        paginator = Paginator(visible_pages.search(query, operator="or"), PER_PAGE)
    page = paginator.get_page(request.GET.get("pagina"))
    ids = [hit.pk for hit in page.object_list]
    cards = {card.pk: card for card in KnowledgePage.objects.visible().for_cards().filter(pk__in=ids)} if ids else {}
    context = {
        "search_query": query,
        "page_obj": page,
        "publications": [cards[pk] for pk in ids if pk in cards],
        "is_partial": is_partial,
        "concepts": concepts_called(query),
    }
    return render(request, "pages/search/search.html", context)


def concepts_called(query: str) -> list[Concept]:
    """The concepts with a word of `query` as their term or as another word for it: “buurthuis” leads to wijkcentrum."""
    words = {word for word in query.lower().split() if len(word) >= LEAST_WORD} | {query.lower()}
    if not query:
        return []
    called = [concept for concept in Concept.objects.all() if words & _names(concept)]
    return called[:5]


def _names(concept: Concept) -> set[str]:
    return {name.lower() for name in (concept.term, *concept.alternatives)}
