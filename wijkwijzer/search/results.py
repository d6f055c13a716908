"""What a search gives, ready for the page, the JSON, the feed and the command line."""

from dataclasses import dataclass, field
from typing import Any

from .models import SearchDocument
from .query import Query


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text of a result, either plain or a word that matched."""

    text: str
    is_match: bool = False


@dataclass(slots=True)
class Hit:
    """One result. `matched` says why in words of the analysis, such as `title:exact`; `title` and `passages` are the
    original text cut where words matched; `anchor` and `heading` are the section of the page they stand in."""

    document: SearchDocument
    score: float = 0.0
    matched: list[str] = field(default_factory=list)
    title: list[Passage] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    anchor: str = ""
    heading: str = ""


@dataclass(slots=True)
class FacetOption:
    """One value of a facet. `count` is what one would get with it chosen as well."""

    value: str
    label: str
    count: int
    is_selected: bool = False


@dataclass(slots=True)
class FacetGroup:
    """One facet. `name` is its parameter in addresses."""

    name: str
    title: Any
    options: list[FacetOption] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Expansion:
    """A concept that the query called by one of its words, with the other words that were searched as well."""

    term: str
    url: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loosening:
    """A filter to leave out when nothing is found, with the number of results that would give."""

    name: str
    value: str
    label: str
    count: int


@dataclass(slots=True)
class Results:
    """`suggestion` is the corrected query, or empty. With `is_corrected` the results are those of the suggestion, as
    the query itself gave none. With `is_partial` they have some of the words, as no page has all."""

    query: Query
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    pages: int = 1
    facets: list[FacetGroup] = field(default_factory=list)
    expansions: list[Expansion] = field(default_factory=list)
    suggestion: str = ""
    is_corrected: bool = False
    is_partial: bool = False
    loosenings: list[Loosening] = field(default_factory=list)
