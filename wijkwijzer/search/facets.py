"""Filters and their counts: OR within a facet, AND between them, each count as if its own facet were not chosen."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.models import PracticePage
from practices.models.obstacles import Obstacle
from wijkwijzer.pages.kinds import KINDS

from . import own_facets
from .models import Status
from .query import filter_names
from .results import FacetGroup, FacetOption
from .snapshot import Snapshot, ids_in

TITLES: dict[str, Any] = {
    "soort": _("Soort"),
    "thema": _("Thema"),
    "gemeente": _("Gemeente"),
    "provincie": _("Provincie"),
    "rol": _("Rol van de gemeente"),
    "status": _("Status"),
    "jaar": _("Jaar"),
    "belemmering": _("Belemmering"),
    "levensloop": _("Levensloop"),
}
# How a place is in a page; the parameter's values and how they are called.
ROLES: dict[str, Any] = {
    "onderwerp": _("onderwerp van de pagina"),
    "onderzoek": _("plek van onderzoek"),
    "genoemd": _("alleen genoemd"),
}
# These are asked together with the role: a page about Breda that mentions Utrecht is not a page about Utrecht.
PLACES = ("gemeente", "provincie")
# These are long, so what gives most stands first.
BY_COUNT = ("thema", "gemeente", "provincie")
# Results are counted one by one where at most one document in so many is a result; else by the bits of all documents,
# for each of some four hundred values (2.4 to 6 ms of 100,000 documents, however few the results are).
SPARSE = 100


def title_of(name: str) -> Any:
    own = own_facets.registered.get(name)
    return own.title if own else TITLES[name]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: as it stands in addresses, as people read it, and as the index knows it."""

    slug: str
    label: str
    token: str


class Facets:
    """The facets of a search: what was chosen, as far as it exists, over the documents of a snapshot."""

    def __init__(self, snapshot: Snapshot, chosen: dict[str, tuple[str, ...]]) -> None:
        self.snapshot = snapshot
        self.chosen = {
            name: tuple(value for value in values if value in self.values[name])
            for name, values in chosen.items()
            if name in filter_names()
        }
        self.chosen = {name: values for name, values in self.chosen.items() if values}
        self._counted: dict[int, Counter[str]] = {}

    @property
    def values(self) -> dict[str, dict[str, Value]]:
        """The values of each facet that any document has, in the order to show them."""
        known = self.snapshot.derived.get("facets")
        if known is None:
            known = {name: {value.slug: value for value in self._values(name)} for name in filter_names()}
            self.snapshot.derived["facets"] = known
        return known

    def narrow(self, documents: int, *, without: str = "") -> int:
        """Those of `documents` with every chosen filter, the facet `without` left out."""
        roles = () if without == "rol" else self.chosen.get("rol", ())
        for name, values in self.chosen.items():
            if name != without and not (name == "rol" and self._has_place(without)):
                documents &= self._with_any(name, values, roles)
        return documents

    def groups(self, documents: int) -> list[FacetGroup]:
        """Every facet with its options, counted over `documents` (what the words found)."""
        return [self._group(name, documents) for name in filter_names() if self._is_shown(name)]

    def _is_shown(self, name: str) -> bool:
        is_about_practices = "praktijk" in self.chosen.get("soort", ()) or "levensloop" in self.chosen
        own = own_facets.registered.get(name)
        is_of_kind = own is None or own.kind in self.chosen.get("soort", ()) or name in self.chosen
        return bool(self.values[name]) and is_of_kind and (name != "levensloop" or is_about_practices)

    def _group(self, name: str, documents: int) -> FacetGroup:
        chosen = self.chosen.get(name, ())
        count = self._counting(name, self.narrow(documents, without=name))
        options = [
            FacetOption(value.slug, value.label, count(value), value.slug in chosen)
            for value in self.values[name].values()
        ]
        if name in BY_COUNT:
            options.sort(key=lambda option: (-option.count, option.label))
        return FacetGroup(name, title_of(name), options)

    def _counting(self, name: str, documents: int) -> Callable[[Value], int]:
        """What says how many of `documents` one would get by choosing a value."""
        with_role = self._with_role(name)
        if with_role:
            return lambda value: (documents & with_role(value)).bit_count()
        if documents.bit_count() * SPARSE <= len(self.snapshot.rows):
            counts = self._counts(documents)
            return lambda value: counts[value.token]
        bitmap = self.snapshot.bitmap
        return lambda value: (documents & bitmap(value.token)).bit_count()

    def _counts(self, documents: int) -> Counter[str]:
        """How many of `documents` have each value. Most groups ask it of the same."""
        if documents not in self._counted:
            rows = self.snapshot.rows
            tokens = (rows[number].tokens for number in ids_in(documents))
            self._counted[documents] = Counter(chain.from_iterable(tokens))
        return self._counted[documents]

    def _with_role(self, name: str) -> Callable[[Value], int] | None:
        """What gives the documents one would get by choosing a value, where it and the role of a place decide together;
        None where the value decides by itself."""
        roles = self.chosen.get("rol", ())
        if name in PLACES and roles:
            return lambda value: self._with_any(name, (value.slug,), roles)
        places = [place for place in PLACES if place in self.chosen]
        if name == "rol" and places:
            return lambda role: reduce(
                and_, (self._with_any(place, self.chosen[place], (role.slug,)) for place in places)
            )
        return None

    def _with_any(self, name: str, values: Iterable[str], roles: Iterable[str]) -> int:
        tokens = [self.values[name][value].token for value in values]
        if name in PLACES and roles:
            tokens = [f"{token}/{role}" for token in tokens for role in roles]
        return reduce(or_, map(self.snapshot.bitmap, tokens), 0)

    def _has_place(self, without: str) -> bool:
        """Then the role is asked together with the place."""
        return any(place in self.chosen and place != without for place in PLACES)

    def _values(self, name: str) -> list[Value]:
        found = set(self.snapshot.values(name))
        return [Value(slug, label, f"{name}={key}") for slug, label, key in self._known(name) if str(key) in found]

    def _known(self, name: str) -> list[tuple[str, str, Any]]:
        """Address, label and key in the index of every value there could be."""
        if name == "jaar":
            return [(year, year, year) for year in self.snapshot.years]
        if name == "thema":
            return [(theme.slug, theme.name, theme.id) for theme in self.snapshot.themes]
        if name == "gemeente":
            return [(place.slug, place.name, place.id) for place in self.snapshot.municipalities]
        if name == "provincie":
            return [(province.slug, province.name, province.slug) for province in self.snapshot.provinces]
        own = own_facets.registered.get(name)
        choices = own.vocabulary.choices if own else FIXED[name].items()
        return [(slug, str(label), slug) for slug, label in choices]


FIXED: dict[str, dict[str, Any]] = {
    "soort": {slug: kind.label for slug, kind in KINDS.items()},
    "rol": ROLES,
    "status": dict(Status.choices),
    "belemmering": dict(Obstacle.choices),
    "levensloop": dict(PracticePage.LifeCycle.choices),
}
