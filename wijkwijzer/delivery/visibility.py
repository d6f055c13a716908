"""What an anonymous reader may see: live, and not below a page with a view restriction.

Wagtail's own `.public()` asks for all restrictions first, in a query of its own. The same rule as a subquery costs no
query, so every listing can afford it.
"""

from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction

P = TypeVar("P", bound=Page)


def visible(pages: QuerySet[P]) -> QuerySet[P]:
    """Narrow `pages` (any page type) to what an anonymous reader may see."""
    restriction_on_or_above = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef("path"), 1, Length("page__path"))
    )
    return pages.filter(~Exists(restriction_on_or_above), live=True)
