"""What somebody asked: the parameters of an address, cleaned. Nothing a visitor sends is an error."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from . import own_facets

MAX_LENGTH = 200
MAX_WORDS = 12
MAX_VALUES = 50
PER_PAGE = 12
LAST_PAGE = 100

# The facets that every search has, in the order of the page; each is a parameter that may be repeated.
FIXED_FILTERS = ("soort", "thema", "gemeente", "provincie", "rol", "status", "jaar", "belemmering", "levensloop")


def filter_names() -> tuple[str, ...]:
    """All facets, those of one kind of page last."""
    return (*FIXED_FILTERS, *own_facets.registered)


class Sorting(models.TextChoices):
    RELEVANCE = "relevantie", _("Past het best")
    NEWEST = "nieuwste", _("Nieuwste eerst")
    REVIEWED = "gecontroleerd", _("Laatst gecontroleerd")
    TITLE = "a-z", _("A tot Z")


@dataclass(frozen=True)
class Query:
    """A search. `filters` has only names of `filter_names()`, each with its values in order, without doubles."""

    text: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sorting: str = Sorting.RELEVANCE
    page: int = 1
    with_synonyms: bool = True

    def __hash__(self) -> int:
        return hash(self.encode())

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address, without those that say nothing."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name in filter_names() for value in self.filters.get(name, ())]
        if self.sorting != Sorting.RELEVANCE:
            pairs.append(("sorteer", str(self.sorting)))
        if not self.with_synonyms:
            pairs.append(("synoniemen", "uit"))
        if self.page > 1:
            pairs.append(("pagina", str(self.page)))
        return pairs

    def encode(self) -> str:
        return urlencode(self.pairs())

    def without(self, name: str, value: str = "") -> "Query":
        """The same search without one value of a filter, or without that filter; from its first page."""
        kept = tuple(item for item in self.filters.get(name, ()) if value and item != value)
        rest = {key: values for key, values in self.filters.items() if key != name}
        return replace(self, filters={**rest, name: kept} if kept else rest, page=1)

    def unfiltered(self) -> "Query":
        return replace(self, filters={}, page=1)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters)


def parse(parameters: QueryDict) -> Query:
    """The search in the parameters of an address. What makes no sense is left out."""
    sorting = parameters.get("sorteer", "")
    return Query(
        text=clean_text(parameters.get("q", "")),
        filters=clean_filters({name: parameters.getlist(name) for name in filter_names()}),
        sorting=sorting if sorting in Sorting.values else Sorting.RELEVANCE,
        page=_page_number(parameters.get("pagina", "")),
        with_synonyms=parameters.get("synoniemen") != "uit",
    )


def clean_text(text: str) -> str:
    """One line of at most MAX_LENGTH characters, without what cannot be seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text[: MAX_LENGTH * 5]).split())[
        :MAX_LENGTH
    ]


def clean_filters(chosen: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    cleaned = {
        name: tuple(dict.fromkeys(value.strip() for value in values if value.strip() and len(value) <= 100))[
            :MAX_VALUES
        ]
        for name, values in chosen.items()
        if name in filter_names()
    }
    return {name: values for name, values in cleaned.items() if values}


def _page_number(value: str) -> int:
    return min(int(value), LAST_PAGE) if value.isascii() and value.isdigit() and len(value) < 6 and int(value) else 1
