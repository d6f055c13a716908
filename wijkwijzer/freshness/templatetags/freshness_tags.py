from typing import Any

from django import template

from wijkwijzer.pages.models import Freshness

register = template.Library()


@register.filter
def freshness(page: Any) -> Freshness | None:
    """What is known of whether a page is still right; None for most, of which nobody said anything.

    A template that asks the page itself gets the same, but Django then lists all that a page can do: 0.1 ms each time.
    """
    return getattr(page, "freshness", None)
