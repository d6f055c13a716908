"""What an anonymous reader may see: live, and not below a page with a view restriction.

Wagtail's own `.public()` asks for all restrictions first, in a query of its own. The same rule as a subquery costs no
query, so every listing can afford it.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction

from .prepared import prepared


def visible(pages: Any) -> Any:
    """Narrow `pages` (a queryset of any page type, which keeps its class) to what an anonymous reader may see."""
    return pages.filter(~Exists(_restrictions_above(OuterRef("path"))), live=True)


def without_hidden_sources(pages: Any) -> Any:
    """Leave out the aliases whose source (or whose source's source) stands below a page with a view restriction."""
    # The source's path as a subquery as well: PostgreSQL joins pages to pages by going through all of them for each,
    # as long as it has no statistics, which is what tables have that were just filled.
    source = Page.objects.order_by().filter(pk=OuterRef(OuterRef("alias_of")))
    source_of_source = Page.objects.order_by().filter(aliases=OuterRef(OuterRef("alias_of")))
    return pages.filter(
        ~Exists(_restrictions_above(Subquery(source.values("path")[:1]))),
        ~Exists(_restrictions_above(Subquery(source_of_source.values("path")[:1]))),
    )


def _restrictions_above(path: Any) -> QuerySet[PageViewRestriction]:
    """The restrictions on or above the page with the path that is an expression for the row of the outer query."""
    # The path of a restricted page as a subquery and not as a join: of a join SQLite walks over all pages to find the
    # few that are restricted, for each row anew.
    restricted = Subquery(Page.objects.order_by().filter(pk=OuterRef("page_id")).values("path")[:1])
    restrictions = PageViewRestriction.objects.alias(restricted=restricted)
    return restrictions.filter(restricted=Substr(path, 1, Length("restricted")))


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
