"""Addresses that are made often: Django's `reverse` takes a tenth of a millisecond, and a page holds dozens."""

import re
from functools import cache

from django.urls import get_script_prefix, reverse

# What stands in an address as it is: slugs, and paths of them. For anything else Django is asked each time.
PLAIN = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/?")
EXAMPLE = "an-example-of-a-slug"


def address(view: str, slug: str) -> str:
    """What `reverse(view, args=[slug])` gives, for a view that takes a slug, or a path of slugs, and nothing else."""
    if not PLAIN.fullmatch(slug) or slug.endswith("/"):
        return reverse(view, args=[slug])
    before, after = _around(view, "", get_script_prefix())
    return f"{before}{slug}{after}"


def page_address(path: str) -> str:
    """The address of the page with this path below the root of its site: `gemeenten/breda/`."""
    if not path.endswith("/") or not PLAIN.fullmatch(path):
        return reverse("wagtail_serve", args=[path])
    before, after = _around("wagtail_serve", "/", get_script_prefix())
    return f"{before}{path[:-1]}{after}"


@cache
def _around(view: str, end: str, _script_prefix: str) -> tuple[str, str]:
    before, _example, after = reverse(view, args=[f"{EXAMPLE}{end}"]).partition(EXAMPLE)
    return before, after
