"""The map of the country, for any page that wants it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.db.models import Q

from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.municipalities.models import Municipality, MunicipalityQuerySet

from ..outlines import centre, outlines
from ..places import places_with_count

# From so many publications on, a municipality has the full colour.
MANY = 2

register = template.Library()


@dataclass(frozen=True)
class PlaceOnMap:
    """A municipality with its outline and the point of its marker, as text: SVG knows no decimal comma."""

    municipality: Municipality
    page_count: int
    path: str
    x: str
    y: str
    is_many: bool


@dataclass(frozen=True)
class NationalMap:
    """All of the country: `ground` is every municipality that is not one of `places`, as one path."""

    view_box: str
    ground: str
    places: list[PlaceOnMap]


@register.simple_tag
def places_with_pages() -> list[Municipality]:
    """The municipalities that something is published about, each with `page_count`; one query."""
    return _places_with_pages()


@prepared
def _places_with_pages() -> MunicipalityQuerySet:
    # As a Q: mypy cannot see the annotation.
    return places_with_count().filter(Q(page_count__gt=0))


@register.simple_tag
def national_map(municipalities: Iterable[Municipality]) -> NationalMap:
    """The map with `municipalities` (with `page_count`) in colour, without those that have no outline."""
    drawn = outlines()
    places = [
        _place(municipality, drawn.paths[municipality.code])
        for municipality in municipalities
        if municipality.code in drawn.paths
    ]
    return NationalMap(drawn.view_box, drawn.ground(without={place.municipality.code for place in places}), places)


def _place(municipality: Municipality, path: str) -> PlaceOnMap:
    count = getattr(municipality, "page_count", 0)
    x, y = centre(path)
    return PlaceOnMap(municipality, count, path, str(x), str(y), count >= MANY)
