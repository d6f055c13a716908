"""Wagtail's own search, as the site used it before: the measure for ours. Import after Django is set up.

It gives a page of results and their number. Facets, corrections and marked words it does not give.
"""

from django.core.management import call_command
from django.core.paginator import Paginator

from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.search.query import PER_PAGE, Query
from wijkwijzer.taxonomy.models import Theme


def fill_stock_index() -> None:
    """The search index of Wagtail; `load_corpus` leaves it alone."""
    call_command("update_index", verbosity=0)


def stock_search(query: Query) -> int:
    """The first page of results, ready to show, and their number."""
    pages = KnowledgePage.objects.visible()
    if themes := query.filters.get("thema"):
        pages = pages.with_any_theme(Theme.objects.filter(slug__in=themes).values_list("pk", flat=True))
    if provinces := query.filters.get("provincie"):
        places = Municipality.objects.filter(province__slug__in=provinces)
        pages = pages.with_any_municipality(places.values_list("pk", flat=True))
    # Wagtail's search understands no subquery but one on the primary key.
    found = KnowledgePage.objects.filter(pk__in=pages.values("pk"))
    paginator = Paginator(found.search(query.text), PER_PAGE)
    if not paginator.count:
        paginator = Paginator(found.search(query.text, operator="or"), PER_PAGE)
    ids = [hit.pk for hit in paginator.get_page(1).object_list]
    list(KnowledgePage.objects.visible().for_cards().filter(pk__in=ids))
    return paginator.count


def stock_suggestions(typed: str) -> int:
    """The titles that the beginning of a word finds."""
    pages = KnowledgePage.objects.filter(pk__in=KnowledgePage.objects.visible().values("pk"))
    return len(pages.autocomplete(typed)[:10])
