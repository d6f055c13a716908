"""What keeps a page as it is besides a step of the workflow: rooms above say what, such as a plan to publish it."""

from collections.abc import Callable
from typing import Any

from wagtail.locks import BaseLock

# Each is asked about a page and answers with what the editor says then, or None where it holds nothing.
holds: list[Callable[[Any], BaseLock | None]] = []


def hold_of(page: Any) -> BaseLock | None:
    if not page.pk:
        return None
    return next((lock for hold in holds if (lock := hold(page)) is not None), None)
