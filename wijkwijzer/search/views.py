"""The search page and its other forms. Its words stand in the address and nowhere else: no log, no session."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wijkwijzer.taxonomy.models import Concept

from . import presentation, searches, searching, snapshot
from .feeds import ResultsFeed, full_url
from .nearby import near_concepts
from .query import PER_PAGE, Query, Sorting, parse
from .results import Hit, Results


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for the words and filters of the address; without either everything, the newest first.

    Whoever changes a filter with a script gets the same whole page, and takes from it what changed.
    """
    results = searching.search(parse(request.GET))
    _note(request, results)
    return render(request, "pages/search/search.html", _context(results))


@require_safe
def search_json(request: HttpRequest) -> JsonResponse:
    """The same results as data. Addresses are whole, so that they mean the same elsewhere."""
    results = searching.search(parse(request.GET))
    answer = JsonResponse(
        {
            "query": results.query.text,
            "total": results.total,
            "suggestion": results.suggestion or None,
            "results": [_result(hit) for hit in results.hits],
            "facets": {
                group.name: [
                    {
                        "value": option.value,
                        "label": str(option.label),
                        "count": option.count,
                        "selected": option.is_selected,
                    }
                    for option in group.options
                ]
                for group in results.facets
            },
        },
        json_dumps_params={"ensure_ascii": False},
    )
    return _for_nobodys_index(answer)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest of the same results as Atom."""
    return _for_nobodys_index(ResultsFeed()(request))


def _context(results: Results) -> dict[str, Any]:
    query = presentation.known_query(results)
    page = presentation.page_of(results)
    return {
        "results": results,
        "query": query,
        "search_query": query.text,
        "title": presentation.page_title(results),
        "count_text": presentation.count_text(results.total),
        "rest_of_sentence": presentation.rest_of_sentence(results),
        "is_anything_asked": bool(query.text or query.filters),
        "facets": presentation.shown_facets(results.facets),
        "hidden": [(name, value) for name, value in query.pairs() if name in ("q", "sorteer", "synoniemen")],
        "hits": presentation.shown_hits(results),
        "chips": presentation.chips(results),
        "sortings": presentation.sortings(results),
        "loosenings": presentation.loosenings(results),
        "near_concepts": _near_concepts(results),
        "synonyms": [word for expansion in results.expansions for word in expansion.words],
        "page_obj": page,
        "first": (page.number - 1) * PER_PAGE + 1,
        "page_query": _at_first_page(query).encode(),
        "urls": _urls(results, query),
    }


def _urls(results: Results, query: Query) -> dict[str, str]:
    """Where the links of the page lead that are about the whole search."""
    first = _at_first_page(query)
    corrected = Query(results.suggestion, query.filters, query.sorting)
    return {
        "without_filters": presentation.address(query.unfiltered()),
        "own_words": presentation.address(replace(first, with_synonyms=False)),
        "other_words": presentation.address(replace(first, with_synonyms=True)),
        "suggestion": presentation.address(corrected),
        "json": presentation.address(first, "search_json"),
        "feed": presentation.address(replace(first, sorting=Sorting.RELEVANCE), "search:feed"),
    }


def _at_first_page(query: Query) -> Query:
    return replace(query, page=1)


def _near_concepts(results: Results) -> list[Concept]:
    """Concepts that look like the words, where nothing was found for them."""
    if results.total or not results.query.text:
        return []
    found = near_concepts(results.query.text, snapshot.current().concepts)
    return [Concept(term=concept.name, slug=concept.slug) for concept in found]


def _note(request: HttpRequest, results: Results) -> None:
    """Count what was searched: new words, and not the same ones again with a filter, another order or a next page."""
    query = results.query
    is_new = query == Query(query.text) and "HX-Request" not in request.headers
    if query.text and is_new:
        found_nothing = results.is_corrected or results.is_partial
        searches.note(query.text, 0 if found_nothing else results.total)


def _result(hit: Hit) -> dict[str, Any]:
    document = hit.document
    return {
        "title": document.title,
        "url": full_url(document),
        "kind": document.kind,
        "municipalities": document.municipalities,
        "themes": document.themes,
        "summary": document.summary,
        "published_on": document.published_on.isoformat() if document.published_on else None,
        "status": document.status,
    }


def _for_nobodys_index(answer: HttpResponse) -> Any:
    answer["X-Robots-Tag"] = "noindex"
    return answer
