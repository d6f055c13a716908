"""What a visitor keeps: publications and passages of them, named in the address and in the visitor's own browser."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.recommendations.models import RecommendationPage
from wijkwijzer.recommendations.passages import Passage, own_type, passage_of, with_passages

PARAMETER = "i"
MOST = 20
# No database knows a larger key.
LARGEST_KEY = 2**31 - 1
LONGEST_PASSAGE = 40


@dataclass(frozen=True)
class Reference:
    """One kept thing, in an address as `12`, or `12~<key>` for a passage."""

    page_id: int
    passage: str = ""

    def __str__(self) -> str:
        return f"{self.page_id}~{self.passage}" if self.passage else str(self.page_id)


@dataclass(frozen=True)
class Item:
    """A kept thing that can be read now: `page` of its own type, with the passage where one was kept."""

    reference: Reference
    page: Any
    passage: Passage | None = None

    @property
    def title(self) -> str:
        return str(self.page.title)


def parse(values: Iterable[str]) -> tuple[list[Reference], bool]:
    """The references in an address, without doubles and what is none; and whether there were more than fit."""
    found: dict[Reference, None] = {}
    for value in values:
        number, _, passage = value.partition("~")
        is_number = number.isascii() and number.isdecimal() and len(number) <= 10 and 0 < int(number) <= LARGEST_KEY
        if is_number and len(passage) <= LONGEST_PASSAGE and passage.isprintable():
            found[Reference(int(number), passage)] = None
        if len(found) > MOST:
            break
    return list(found)[:MOST], len(found) > MOST


def read(references: Sequence[Reference]) -> list[Item]:
    """The items of those that a reader may see, in their order. Recommendations come with their evidence."""
    ids = {reference.page_id for reference in references}
    if not ids:
        return []
    pages = with_passages(KnowledgePage.objects.visible().filter(pk__in=ids)).select_related("freshness")
    found = {page.pk: own_type(page) for page in pages.prefetch_related("municipality_links__municipality")}
    if any(page.kind == "aanbeveling" for page in found.values()):
        links = ("evidence", "municipality_links__municipality")
        found |= RecommendationPage.objects.visible().prefetch_related(*links).in_bulk(ids)
    items = []
    for reference in references:
        page = found.get(reference.page_id)
        passage = passage_of(page, reference.passage) if page and reference.passage else None
        if page and (passage or not reference.passage):
            items.append(Item(reference, page, passage))
    return items


def address(references: Iterable[Reference]) -> str:
    """The list with these on it."""
    pairs = [(PARAMETER, str(reference)) for reference in references]
    return f"{reverse('briefs:kept')}?{urlencode(pairs, safe='~')}" if pairs else reverse("briefs:kept")
