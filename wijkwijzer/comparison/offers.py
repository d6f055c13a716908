"""Practices to choose: those in places like yours or about the same first, then all others or what a search finds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.search import presentation, searching
from wijkwijzer.search.models import SearchDocument, Status
from wijkwijzer.search.query import Query, Sorting, parse
from wijkwijzer.search.related import Candidate, Reasons
from wijkwijzer.search.snapshot import Row, Snapshot, current, ids_in

from .choice import Choice, encoded

MOST_ALIKE = 6
# What makes a practice like another: a place as large as yours counts as much as two subjects in common.
ALIKE = {"grootte": 2, "thema": 1, "begrip": 1}


@dataclass(frozen=True)
class Option:
    """A practice to tick; `note` says where it is, or why it stands first."""

    id: int
    title: str
    note: str


@dataclass(frozen=True)
class Offer:
    """`alike` are like what was chosen already; `others` one page of all others, or of what was searched."""

    text: str = ""
    alike: list[Option] = field(default_factory=list)
    others: list[Option] = field(default_factory=list)
    page: Page | None = None
    page_query: str = ""
    suggestion: str = ""


def make_offer(choice: Choice, parameters: QueryDict) -> Offer:
    """What to choose from beside `choice`; `parameters` may have words to search (`q`) and a page (`pagina`)."""
    asked = parse(parameters)
    query = Query(asked.text, {"soort": ("praktijk",)}, page=asked.page)
    results = searching.search(query if query.text else replace(query, sorting=Sorting.NEWEST))
    alike = practices_like(choice.ids) if choice.practices and not query.text and query.page == 1 else []
    left_out = {*choice.ids, *(option.id for option in alike)}
    return Offer(
        text=query.text,
        alike=alike,
        others=[
            _option(hit.document)
            for hit in results.hits
            if hit.document.page_id and hit.document.page_id not in left_out
        ],
        page=presentation.page_of(results),
        page_query=encoded(choice.ids, q=query.text),
        suggestion=results.suggestion if results.is_corrected else "",
    )


def _option(document: SearchDocument) -> Option:
    return Option(document.page_id or 0, document.title, ", ".join(document.municipalities[:3]))


# --- Like what was chosen ---------------------------------------------------------------------------------------------


def practices_like(ids: Collection[int]) -> list[Option]:
    """The practices in municipalities of the same size, or about the same, as those with these keys; with the reason.

    From the index in memory, with one query for its version and two for the documents.
    """
    snapshot = current()
    own = list(SearchDocument.objects.filter(page__in=ids).values_list("pk", flat=True))
    tokens = _telling(snapshot, own)
    scores = _scores(snapshot, own, tokens)
    best = sorted(scores, key=lambda number: (-scores[number], -snapshot.rows[number].quality, -number))[:MOST_ALIKE]
    reasons = Reasons(snapshot, tokens, {})
    found = _fetched(best)
    return [
        Option(found[number][0], found[number][1], reasons.of(_candidate(number, found[number][1])))
        for number in best
        if number in found
    ]


def _telling(snapshot: Snapshot, numbers: Sequence[int]) -> list[str]:
    """What the chosen practices have that others may have too."""
    rows = [snapshot.rows[number] for number in numbers if number in snapshot.rows]
    return list(dict.fromkeys(token for row in rows for token in _tokens(row)))


def _tokens(row: Row) -> list[str]:
    return [token for token in row.tokens if token.partition("=")[0] in ALIKE]


def _scores(snapshot: Snapshot, own: Sequence[int], tokens: Collection[str]) -> dict[int, int]:
    """How much each other practice has in common with the chosen ones; those with nothing are left out."""
    practices = snapshot.bitmap("soort=praktijk") & ~snapshot.bitmap(f"status={Status.REPLACED}")
    scores: dict[int, int] = {}
    for token in tokens:
        for number in ids_in(practices & snapshot.bitmap(token)):
            if number not in own:
                scores[number] = scores.get(number, 0) + ALIKE[token.partition("=")[0]]
    return scores


def _fetched(numbers: Collection[int]) -> dict[int, tuple[int, str]]:
    """Key and title of the practices of these documents. Whether they are public is asked once more."""
    is_visible: Any = Exists(KnowledgePage.objects.visible().filter(pk=OuterRef("page_id")))
    rows = SearchDocument.objects.filter(is_visible, pk__in=numbers).values_list("pk", "page_id", "title")
    return {number: (page or 0, title) for number, page, title in rows} if numbers else {}


def _candidate(number: int, title: str) -> Candidate:
    return Candidate(number, title, "", "praktijk", frozenset(), 0)
