"""Practices side by side, as a page and as a file. What was chosen stands in the address and nowhere else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from wijkwijzer.pages.models import SiteSettings

from .cells import Table
from .choice import Choice, address, choose, encoded
from .files import FILE_NAME, as_csv
from .offers import make_offer
from .table import make_table

DIFFERENCES = {"verschillen": "ja"}


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The table of two to four practices; with less, and below the table, practices to choose."""
    choice = choose(request.GET.getlist("p"))
    only_differences = choice.is_enough and request.GET.get("verschillen") == "ja"
    table = _table(request, choice, only_differences=only_differences) if choice.is_enough else None
    more = DIFFERENCES if only_differences else {}
    context = {
        "title": _title(choice),
        "choice": choice,
        "chosen": [(practice, choice.without(practice, **more)) for practice in choice.practices],
        "table": table,
        "rich_texts": [cell.rich for row in table.rows for cell in row.cells if cell.rich] if table else [],
        "only_differences": only_differences,
        "offer": None if choice.is_full else make_offer(choice, request.GET),
        "page_query": encoded(choice.ids, **more),
        "all_url": choice.address(),
        "differences_url": choice.address(**DIFFERENCES),
        "csv_url": address(choice.ids, "comparison:csv", **more),
    }
    return render(request, "pages/comparison/compare.html", context)


@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file. Without enough practices there is none, and the page says what to do."""
    choice = choose(request.GET.getlist("p"))
    if not choice.is_enough:
        return redirect(choice.address())
    table = _table(request, choice, only_differences=request.GET.get("verschillen") == "ja")
    return HttpResponse(
        as_csv(table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "X-Robots-Tag": "noindex"},
    )


def _table(request: HttpRequest, choice: Choice, *, only_differences: bool) -> Table:
    # A site without its own record has no settings either.
    site: Any = Site.find_for_request(request)
    email = SiteSettings.for_request(request).editorial_email if site else ""
    table = make_table(choice, email, **(DIFFERENCES if only_differences else {}))
    return table.only_differences() if only_differences else table


def _title(choice: Choice) -> str:
    """Names what is compared, so that two tabs can be told apart."""
    if not choice.is_enough:
        return _("Praktijken vergelijken")
    *first, last = (practice.title for practice in choice.practices)
    return _("Vergelijk %(first)s en %(last)s") % {"first": ", ".join(first), "last": last}
