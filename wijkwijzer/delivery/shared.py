"""What is the same on every page until something changes that readers may see: the menu, the filters of a list.

This is the one place where such a thing may be kept between requests. Nothing is kept yet: that needs the version of
what readers may see, which moves in the transaction of every change (`page_cache`). With it, `shared` looks up
`(version, key)` in a dictionary of this process, and keeps nothing where there is no version.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

Made = TypeVar("Made")


def shared(key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives: made of public content and nothing else, and changed by nobody who gets it.

    `key` names it and says all that it depends on besides the content, such as the site.
    """
    return make()
