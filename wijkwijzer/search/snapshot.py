"""What a process keeps of the index in memory: which documents have which value of a facet, and how values are called.

Filters and counts are then a matter of bits: a set of documents is a Python integer in which the bit of a document's
number is set, so `&` narrows, `|` joins and `bit_count()` counts. One small query a request tells whether the index
changed; if so, only what changed is read again. A snapshot is never altered, so threads may share it.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.municipalities.models import Municipality, Province
from wijkwijzer.taxonomy.models import Concept, Theme

from .analysis import analyse
from .models import SearchChange, SearchDocument, SearchState
from .query import filter_names

# Values of these are asked for in every search or on every page; their bits are kept. Others are many and rare.
ALSO_KEPT = ("grootte", "quality")
# Beyond this many changes reading everything is quicker.
MOST_CHANGES = 500


class Row(NamedTuple):
    """What is known of a document without reading it."""

    quality: int
    published_on: date | None
    reviewed_on: date | None
    title_key: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeName:
    id: int
    slug: str
    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A municipality; `names` are its display name, its CBS name and its aliases."""

    id: int
    slug: str
    name: str
    names: tuple[str, ...]
    province_id: str
    size_class: str
    successor_id: int | None


@dataclass(frozen=True, slots=True)
class ProvinceName:
    id: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ConceptName:
    """A concept; `names` are its preferred term and its other words, in that order."""

    id: int
    slug: str
    name: str
    names: tuple[str, ...]
    broader_id: int | None


@dataclass(frozen=True)
class Vocabulary:
    """The names the site orders its knowledge by."""

    themes: tuple[ThemeName, ...] = ()
    municipalities: tuple[PlaceName, ...] = ()
    provinces: tuple[ProvinceName, ...] = ()
    concepts: tuple[ConceptName, ...] = ()

    @classmethod
    def load(cls) -> "Vocabulary":
        themes = Theme.objects.order_by("name").values_list("pk", "slug", "name", "parent_id")
        places = Municipality.objects.order_by("display_name").values_list(
            "pk", "slug", "display_name", "name", "alias", "province_id", "size_class", "successor_id"
        )
        provinces = Province.objects.order_by("name").values_list("pk", "slug", "name")
        return cls(
            tuple(ThemeName(*row) for row in themes),
            tuple(
                PlaceName(pk, slug, shown, _names(shown, name, *alias.split(",")), province, size, successor)
                for pk, slug, shown, name, alias, province, size, successor in places
            ),
            tuple(ProvinceName(*row) for row in provinces),
            tuple(
                ConceptName(item.pk, item.slug, item.term, _names(item.term, *item.alternatives), item.broader_id)
                for item in Concept.objects.order_by("term")
            ),
        )

    @cached_property
    def concepts_by_id(self) -> dict[int, ConceptName]:
        return {concept.id: concept for concept in self.concepts}

    @cached_property
    def narrower(self) -> dict[int, tuple[ConceptName, ...]]:
        """The concepts right below each concept."""
        below: dict[int, tuple[ConceptName, ...]] = defaultdict(tuple)
        for concept in self.concepts:
            if concept.broader_id is not None:
                below[concept.broader_id] += (concept,)
        return below

    @cached_property
    def concepts_by_lemmas(self) -> dict[tuple[str, ...], tuple[ConceptName, ...]]:
        """The concepts that a sequence of lemmas is a name of."""
        called: dict[tuple[str, ...], tuple[ConceptName, ...]] = defaultdict(tuple)
        for concept in self.concepts:
            for lemmas in dict.fromkeys(lemmas_of(name) for name in concept.names):
                if lemmas:
                    called[lemmas] += (concept,)
        return dict(called)


@dataclass(frozen=True)
class Snapshot:
    """The index at one version. `tokens` maps a value of a facet (`thema=12`) to the numbers of its documents."""

    version: UUID | None = None
    rows: dict[int, Row] = field(default_factory=dict)
    tokens: "dict[str, array[int]]" = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    _kept: dict[str, int] = field(default_factory=dict)
    # What others derive from this version of the index once, such as the values of the facets with their names.
    derived: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def all_ids(self) -> int:
        return bits(self.rows)

    def bitmap(self, token: str) -> int:
        """The documents with this value, such as `thema=12`; none for a value nobody has."""
        kept = self._kept.get(token)
        if kept is None:
            kept = bits(self.tokens.get(token, ()))
            if token in self.tokens and token.partition("=")[0] in (*ALSO_KEPT, *filter_names()):
                self._kept[token] = kept
        return kept

    def values(self, name: str) -> list[str]:
        """The values of a facet that a document has, such as the years of `jaar`."""
        return self._values.get(name, [])

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for token in self.tokens:
            name, _, value = token.partition("=")
            found[name].append(value)
        return dict(found)

    @property
    def themes(self) -> tuple[ThemeName, ...]:
        return self.vocabulary.themes

    @property
    def municipalities(self) -> tuple[PlaceName, ...]:
        return self.vocabulary.municipalities

    @property
    def provinces(self) -> tuple[ProvinceName, ...]:
        return self.vocabulary.provinces

    @property
    def concepts(self) -> tuple[ConceptName, ...]:
        return self.vocabulary.concepts

    @cached_property
    def qualities(self) -> list[int]:
        """The qualities that occur, the best first."""
        return sorted((int(value) for value in self.values("quality")), reverse=True)

    @cached_property
    def years(self) -> list[str]:
        return sorted(self.values("jaar"), reverse=True)


def current() -> Snapshot:
    """The snapshot of the index as it is now. One query where nothing changed since the last call."""
    global _latest  # what a process remembers; replaced as a whole
    version = _versions.first()
    if version is None:
        return Snapshot(vocabulary=Vocabulary.load())
    if _latest.version != version:
        _latest = _refreshed(_latest, version)
    return _latest


@prepared
def _versions() -> QuerySet[SearchState, UUID]:
    return SearchState.objects.order_by("pk").values_list("version", flat=True)[:1]


_latest = Snapshot()
# Of a set that has more than one in 2^6 of the numbers, writing its bits as digits is up to three times as quick.
DENSE = 6
ONE = ord("1")


def bits(ids: Iterable[int]) -> int:
    """A set of documents as bits."""
    numbers = ids if isinstance(ids, (list, tuple, set, dict, array)) else list(ids)
    if not numbers:
        return 0
    highest = max(numbers)
    if len(numbers) > highest >> DENSE:
        digits = bytearray(b"0") * (highest + 1)
        for number in numbers:
            digits[number] = ONE
        digits.reverse()
        return int(digits, 2)
    octets = bytearray((highest >> 3) + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def ids_in(bitmap: int) -> Iterator[int]:
    """The numbers of the documents in a set, from low to high."""
    octets = bitmap.to_bytes((bitmap.bit_length() + 7) >> 3, "little")
    is_sparse = bitmap.bit_count() < len(octets) >> 3
    places = (found.start() for found in _NOT_EMPTY.finditer(octets)) if is_sparse else range(len(octets))
    for place in places:
        if octet := octets[place]:
            start = place << 3
            yield from (start + bit for bit in _BITS_OF[octet])


# An expression runs past what is empty a hundred times as quick as a loop.
_NOT_EMPTY = re.compile(rb"[^\0]", re.DOTALL)
_BITS_OF = [tuple(bit for bit in range(8) if octet >> bit & 1) for octet in range(256)]


def lemmas_of(text: str) -> tuple[str, ...]:
    return tuple(term.lemma for term in analyse(text))


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _refreshed(known: Snapshot, version: UUID) -> Snapshot:
    """The snapshot after `known`: with what changed since where that is known, otherwise made anew."""
    start = None
    if known.version is not None:
        start = SearchChange.objects.filter(version=known.version).order_by("-pk").values_list("pk", flat=True).first()
    if start is not None:
        after = SearchChange.objects.filter(pk__gt=start).values_list("document_id", flat=True)
        changes = set(after[: MOST_CHANGES + 1])
        if len(changes) <= MOST_CHANGES:
            return _changed(known, version, changes)
    rows = _read(None)
    tokens: dict[str, array[int]] = defaultdict(_numbers)
    for number, row in rows.items():
        for token in row.tokens:
            tokens[token].append(number)
    return Snapshot(version, rows, dict(tokens), Vocabulary.load())


def _changed(known: Snapshot, version: UUID, changes: set[int | None]) -> Snapshot:
    """`known` with the documents of `changes` read again; None among them stands for the names."""
    vocabulary = Vocabulary.load() if None in changes else known.vocabulary
    ids = {number for number in changes if number is not None}
    found = _read(ids) if ids else {}
    rows, tokens, kept = dict(known.rows), dict(known.tokens), dict(known._kept)
    for number in ids:
        old, new = rows.pop(number, None), found.get(number)
        before, after = set(old.tokens if old else ()), set(new.tokens if new else ())
        for token in before - after:
            tokens[token] = _numbers(other for other in tokens[token] if other != number)
            if not tokens[token]:
                del tokens[token]
        for token in after - before:
            tokens[token] = tokens.get(token, _numbers()) + _numbers((number,))
        for token in before ^ after:
            kept.pop(token, None)
        if new:
            rows[number] = new
    return Snapshot(version, rows, tokens, vocabulary, kept)


def _read(ids: set[int] | None) -> dict[int, Row]:
    """The rows of these documents, or of all."""
    documents = SearchDocument.objects.all() if ids is None else SearchDocument.objects.filter(pk__in=ids)
    fields = documents.values_list("pk", "quality", "published_on", "reviewed_on", "title_key", "facets")
    once: dict[str, str] = {}
    return {
        pk: Row(
            quality,
            published,
            reviewed,
            key,
            tuple(once.setdefault(token, token) for token in (*facets.split(), f"quality={quality}")),
        )
        for pk, quality, published, reviewed, key, facets in fields.iterator(chunk_size=5000)
    }


def _numbers(ids: Iterable[int] = ()) -> "array[int]":
    """Numbers of documents, four bytes each."""
    return array("I", ids)
