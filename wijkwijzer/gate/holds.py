"""What keeps a page as it is besides a step of the workflow: rooms above say what, such as a plan to publish it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from wagtail.locks import BaseLock


@dataclass(frozen=True)
class Hold:
    """`lock` answers for one page with what the editor says then, or None; `pages` gives the keys of all it holds."""

    lock: Callable[[Any], BaseLock | None]
    pages: Callable[[], QuerySet[Any]]


holds: list[Hold] = []


def hold_of(page: Any) -> BaseLock | None:
    # A page of a list knows: `with_held` asked it of all rows at once.
    if not page.pk or not getattr(page, "is_held", True):
        return None
    return next((lock for hold in holds if (lock := hold.lock(page)) is not None), None)


def with_held(pages: Any) -> Any:
    """Pages for a list, each knowing whether anything holds it."""
    return pages.annotate(is_held=ExpressionWrapper(is_held(), BooleanField()))


def is_held() -> Q:
    """For a query over pages: those that something holds."""
    found = Q(pk__in=[])
    for hold in holds:
        found |= Q(pk__in=hold.pages())
    return found
