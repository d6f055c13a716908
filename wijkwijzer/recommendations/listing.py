"""The list of recommendations: the search, narrowed to them, with the facets that matter to who decides."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict

from wijkwijzer.search import presentation, searching
from wijkwijzer.search.query import Query, Sorting, parse
from wijkwijzer.search.results import FacetGroup, Results

from .facets import KIND
from .standing import Standing

SHOWN = ("voor", "moment", "belemmering", "thema", "inspanning")


def context(parameters: QueryDict, address: str, pages: Any) -> dict[str, Any]:
    """What the template of the list shows; `address` is that of the list, `pages` all public recommendations."""
    asked = parse(parameters)
    chosen = {name: values for name, values in asked.filters.items() if name in SHOWN}
    filters = {**chosen, "soort": (KIND,)}
    results = searching.search(Query(filters=filters, sorting=Sorting.NEWEST, page=asked.page))

    def to(query: Query) -> str:
        parameters = _own(query).encode()
        return f"{address}?{parameters}" if parameters else address

    results.facets = _shown(results.facets)
    page: Page = presentation.page_of(results)
    return {
        "results": results,
        "count_text": presentation.count_text(results.total),
        "rest_of_sentence": presentation.rest_of_sentence(results),
        "facets": presentation.shown_facets(results.facets),
        "chips": presentation.chips(results, to),
        "loosenings": presentation.loosenings(results, to),
        "recommendations": _recommendations(results, pages),
        "page_obj": page,
        "page_query": _own(replace(presentation.known_query(results), page=1)).encode(),
        "is_filtered": bool(chosen),
        "address": address,
        "site_search": presentation.address(Query(filters={"soort": (KIND,)})),
    }


def _shown(groups: Sequence[FacetGroup]) -> list[FacetGroup]:
    """The facets of the list, in its order, with the values that recommendations have."""
    known = {group.name: group for group in groups}
    return [
        replace(group, options=[option for option in group.options if option.count or option.is_selected])
        for name in SHOWN
        if (group := known.get(name))
    ]


def _own(query: Query) -> Query:
    """The query as the list's own address has it: that all are recommendations, the newest first, needs no saying."""
    return replace(query.without("soort"), page=query.page, sorting=Sorting.RELEVANCE)


def _recommendations(results: Results, pages: Any) -> list[dict[str, Any]]:
    """The recommendations on this page of the list, each with how it stands."""
    ids = [hit.document.page_id for hit in results.hits]
    found = pages.prefetch_related("evidence").in_bulk(ids)
    shown = [found[pk] for pk in ids if pk in found]
    return [{"page": page, "standing": standing} for page, standing in zip(shown, Standing.of_each(shown), strict=True)]
