"""How each room forgets: what it shows of a page or a person that goes, and what it does so that nothing stays.

A room registers in `AppConfig.ready()`; what rooms below this one keep, `consent` registers for them. A test fails for
a model that points at a person in a room that registered nothing. Pages of every type need nothing of their own: what
stands in their fields, rows and blocks is found by what these are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass
class Leaving:
    """What goes. Filled before anything is deleted, so that rooms can still ask.

    `pages`: as their own types, with those below them and their aliases. `people`: whom they portray, who may still
    stand elsewhere; `unused_people`: those who do not. `names`: how the people are called on the pages. `addresses`:
    of mail to them. `images`: those that no other page shows. `by`: the account, None for the machine. `noted`: what a
    room notes before for afterwards, by its label.
    """

    pages: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    unused_people: list[Any] = field(default_factory=list)
    names: tuple[str, ...] = ()
    addresses: set[str] = field(default_factory=set)
    images: list[Any] = field(default_factory=list)
    by: Any = None
    noted: dict[str, Any] = field(default_factory=dict)

    @property
    def page_ids(self) -> list[int]:
        return [page.pk for page in self.pages]


@dataclass(frozen=True)
class Trace:
    """One place where something shows: what it is, how it is called, and where an editor finds it."""

    what: str
    title: str
    url: str = ""


def _no_traces(leaving: Leaving) -> Iterable[Trace]:
    return ()


def _nothing(leaving: Leaving) -> int:
    return 0


@dataclass(frozen=True)
class Room:
    """`impact` says what will go, for whoever decides; `leaning` what on other pages leans on it, which is said as well
    where a page is only taken off the site. `before` runs while the pages are still there and `after` when they are
    gone, all in one transaction; both return how much they removed. `texts`: fields of rows that are no page,
    in which a name may stand."""

    label: str
    impact: Callable[[Leaving], Iterable[Trace]] = _no_traces
    leaning: Callable[[Leaving], Iterable[Trace]] = _no_traces
    before: Callable[[Leaving], int] = _nothing
    after: Callable[[Leaving], int] = _nothing
    texts: dict[type[models.Model], tuple[str, ...]] = field(default_factory=dict)


rooms: dict[str, Room] = {}


def register(label: str, **ways: Any) -> None:
    """Say how the room with this app label forgets; without `ways`: nothing of it stays by itself."""
    rooms[label] = Room(label, **ways)


def traces(leaving: Leaving) -> list[Trace]:
    return [trace for room in rooms.values() for trace in room.impact(leaving)]


def leaning(leaving: Leaving) -> list[Trace]:
    return [trace for room in rooms.values() for trace in room.leaning(leaving)]


def forget(leaving: Leaving, when: str) -> dict[str, int]:
    """Let every room do what it does `before` or `after`; how much each removed, by label."""
    return {label: count for label, room in rooms.items() if (count := getattr(room, when)(leaving))}
