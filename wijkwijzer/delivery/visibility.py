"""What an anonymous reader may see: live, and not below a page with a view restriction.

Wagtail's own `.public()` asks for all restrictions first, in a query of its own. The same rule as a subquery costs no
query, so every listing can afford it.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction

from .prepared import prepared


def visible(pages: Any) -> Any:
    """Narrow `pages` (a queryset of any page type, which keeps its class) to what an anonymous reader may see."""
    restriction_on_or_above = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef("path"), 1, Length("page__path"))
    )
    return pages.filter(~Exists(restriction_on_or_above), live=True)


def restrictions_on(page: Page) -> QuerySet[PageViewRestriction]:
    """The restrictions on `page` or above it, in one query; Wagtail's own way fetches the ancestors first.

    As there, an alias has the restrictions of its source (and an alias of an alias those of the source's source).
    """
    step = Page.steplen
    found = _restrictions_at([page.path[:end] for end in range(step, len(page.path) + 1, step)])
    return PageViewRestriction.objects.filter(pk__in=found) if found else PageViewRestriction.objects.none()


@prepared
def _restrictions_at(paths: list[str]) -> Any:
    own = Q(page__path__in=paths)
    sources = Q(page__aliases__path__in=paths) | Q(page__aliases__aliases__path__in=paths)
    return PageViewRestriction.objects.filter(own | sources).values_list("pk", flat=True).distinct()
