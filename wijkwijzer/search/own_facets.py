"""Facets of one kind of page, from rooms above this one, which register them in `AppConfig.ready()`.

Such a facet is a filter as all others are. It is shown where the kind was chosen, or a value of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class OwnFacet:
    """`name` is its parameter in addresses; `kind` (`soort`) the pages that have it; `values_of` gives those of a page;
    `clause` says what is on, of the labels that were chosen (“voor wijkprofessionals”)."""

    name: str
    title: Any
    kind: str
    vocabulary: type[models.TextChoices]
    values_of: Callable[[Any], Iterable[str]]
    clause: Callable[[Sequence[str]], str]

    def tokens(self, page: Any) -> Iterable[str]:
        """The values of `page` as the index keeps them; what is not in the list (any more) is left out."""
        if page.kind == self.kind:
            yield from (f"{self.name}={value}" for value in self.values_of(page) if value in self.vocabulary.values)


registered: dict[str, OwnFacet] = {}


def register(facet: OwnFacet) -> None:
    registered[facet.name] = facet
