"""Results by hand, for what shows them."""

from datetime import date
from typing import Any

from wijkwijzer.search.models import SearchDocument
from wijkwijzer.search.query import Query
from wijkwijzer.search.results import FacetGroup, FacetOption, Hit, Passage, Results


def document(number: int = 1, **fields: Any) -> SearchDocument:
    usual = {
        "page_id": number,
        "kind": "praktijk",
        "title": f"Een wijkcentrum, deel {number}",
        "summary": "Over een wijkcentrum.",
        "url": f"/praktijkvoorbeelden/wijkcentrum-{number}/",
        "published_on": date(2023, 9, 7),
        "municipalities": ["Breda"],
        "themes": ["Ontmoeten"],
    }
    return SearchDocument(pk=number, **{**usual, **fields})


def hit(number: int = 1, **fields: Any) -> Hit:
    marked = [Passage("Het "), Passage("wijkcentrum", True), Passage(" gaat dicht.")]
    return Hit(document(number, **fields), title=[Passage(f"Een wijkcentrum, deel {number}")], passages=marked)


def group(name: str, *options: tuple[str, str, int], chosen: tuple[str, ...] = (), title: str = "") -> FacetGroup:
    made = [FacetOption(value, label, count, value in chosen) for value, label, count in options]
    return FacetGroup(name, title or name.capitalize(), made)


def results(text: str = "", total: int = 7, *groups: FacetGroup, **fields: Any) -> Results:
    """The results of a query with every option that is on in `groups` as its filters."""
    query = fields.pop("query", None) or Query(
        text,
        {
            group.name: values
            for group in groups
            if (values := tuple(option.value for option in group.options if option.is_selected))
        },
    )
    hits = fields.pop("hits", None) or [hit(number) for number in range(1, min(total, 12) + 1)]
    return Results(query, total=total, hits=hits, pages=max(1, -(-total // 12)), facets=list(groups), **fields)
