"""The name of a person, which pages show: where that person approved it, it stays as it was."""

from collections.abc import Callable, Iterable
from typing import Any

# Rooms above give the pages on which the person approved the name that stands in the row of the person.
approved_on: list[Callable[[Any], Iterable[Any]]] = []


def pages_with_approved_name(person: Any) -> list[Any]:
    return [page for pages in approved_on for page in pages(person)]
