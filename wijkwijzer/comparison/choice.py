"""Which practices somebody compares: the parameters `p` of an address, and the addresses of other choices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse

from practices.models import PracticePage
from wijkwijzer.pages.models import KnowledgePage, PageMunicipality

# So many fit beside each other; static/js/compare.js keeps no more either.
LEAST, MOST = 2, 4
# Of a longer list the rest is not even looked at.
MOST_ASKED = 20
# No database knows a larger one.
LARGEST_KEY = 2**31 - 1
# No part of the table, and long.
NOT_SHOWN = ("body", "sources", "timeline", "other_names")


@dataclass(frozen=True)
class Choice:
    """`practices` in the order of the address. `unreadable` counts what is no practice that a reader may see,
    `beyond` what came after the first four.
    """

    practices: Sequence[PracticePage] = ()
    unreadable: int = 0
    beyond: int = 0

    @property
    def ids(self) -> list[int]:
        return [practice.pk for practice in self.practices]

    @property
    def is_enough(self) -> bool:
        return len(self.practices) >= LEAST

    @property
    def is_full(self) -> bool:
        return len(self.practices) >= MOST

    def address(self, **more: str) -> str:
        return address(self.ids, **more)

    def without(self, practice: PracticePage, **more: str) -> str:
        """The address of the same choice without one."""
        return address([pk for pk in self.ids if pk != practice.pk], **more)


def address(ids: Iterable[int], name: str = "comparison:compare", **more: str) -> str:
    """Where these practices stand side by side; `more` are other parameters, without those that are empty."""
    parameters = encoded(ids, **more)
    return f"{reverse(name)}?{parameters}" if parameters else reverse(name)


def encoded(ids: Iterable[int], **more: str) -> str:
    return urlencode([*(("p", pk) for pk in ids), *((name, value) for name, value in more.items() if value)])


def choose(values: Iterable[str]) -> Choice:
    """The practices that `values` ask for. Nothing a visitor sends is an error; a double counts once."""
    asked = list(dict.fromkeys(_key(value) or value for value in values if value.strip()))[:MOST_ASKED]
    keys = [key for key in asked if isinstance(key, int)]
    found = {practice.pk: practice for practice in _readable(keys)} if keys else {}
    practices = [found[key] for key in keys if key in found]
    return Choice(practices[:MOST], len(asked) - len(practices), len(practices[MOST:]))


def _key(value: str) -> int | None:
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST_KEY))):
        return None
    return int(value) if 0 < int(value) <= LARGEST_KEY else None


def _readable(keys: Iterable[int]) -> Any:
    places = PageMunicipality.objects.select_related("municipality").order_by("sort_order", "pk")
    rows: Any = PracticePage.objects
    return (
        rows.visible()
        .filter(pk__in=keys)
        .defer(*NOT_SHOWN)
        .select_related("freshness", "holder_person", "holder_organisation")
        .prefetch_related(Prefetch("municipality_links", places))
    )


def readable_pages(keys: Iterable[int | None]) -> dict[int, KnowledgePage]:
    """Those of these pages that a reader may see, by their key; no query where there are none."""
    wanted = {key for key in keys if key}
    return KnowledgePage.objects.visible().in_bulk(wanted) if wanted else {}
