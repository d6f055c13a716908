"""Related publications, for the page of any publication."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template import RequestContext
from wagtail.models import Page

from wijkwijzer.pages.models import KnowledgePage

from ..related import Related, related_to

# The variables of publication pages that hold pages they link to.
LINKED = (
    "told_in",
    "tells_about",
    "replaced_by",
    "portraits",
    "previous_portrait",
    "next_portrait",
    "series",
    "workshop",
    "sibling_cases",
)

register = template.Library()


@register.simple_tag(takes_context=True)
def related_pages(context: RequestContext) -> list[Related]:
    """What belongs with the publication that is shown, without what its page links to already."""
    page = context.get("page")
    if not isinstance(page, KnowledgePage):
        return []
    # `pk` is None in the preview of a page that was never saved: nothing is known of it yet.
    told_about = {page.pk, *(told.pk for told in context.get("tells_about") or ())}
    return related_to(page, linked=set(_linked(context, page)), told_about=told_about) if page.pk else []


def _linked(context: RequestContext, page: KnowledgePage) -> Iterator[int]:
    for name in LINKED:
        value: Any = context.get(name) or []
        yield from (linked.pk for linked in ([value] if isinstance(value, Page) else value))
    # Cases and chapters stand on the page itself.
    yield from (shown.pk for shown in page.get_pages_shown_whole())
    # What an editor chose to read on.
    for block in page.body:
        if block.block_type == "related":
            yield from (chosen.pk for chosen in block.value["pages"] if chosen is not None)
