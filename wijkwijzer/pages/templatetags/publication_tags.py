"""What a publication shows of itself: kind, reading time, data for search engines."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page as PageOfList
from django.core.serializers.json import DjangoJSONEncoder
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from ..kinds import Kind
from ..models import KnowledgePage, PageMunicipality
from .frame_tags import site_settings_of

# The same three that Django's json_script escapes: with these, no text can end the script element.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

register = template.Library()


@register.simple_tag(takes_context=True)
def reading_time(context: RequestContext, page: KnowledgePage) -> str:
    """ "Leestijd: 6 minuten", at the pace that the editors set."""
    minutes = page.reading_minutes(site_settings_of(context).words_per_minute)
    return ngettext("Leestijd: %(n)d minuut", "Leestijd: %(n)d minuten", minutes) % {"n": minutes}


@register.simple_tag
def original_reading_time(page: KnowledgePage) -> str:
    """ "Leestijd van het origineel: 12 minuten", or nothing where the original does not say."""
    minutes = page.earlier_reading_minutes
    if not minutes:
        return ""
    text = ngettext("Leestijd van het origineel: %(n)d minuut", "Leestijd van het origineel: %(n)d minuten", minutes)
    return text % {"n": minutes}


@register.simple_tag
def gable(kind: Kind | str) -> SafeString:
    """The gable that marks a kind (or a gable by its name), as inline SVG. The kind is always also said in words."""
    name = kind.gable if isinstance(kind, Kind) else kind
    return _drawn(name) if not settings.DEBUG else _drawn.__wrapped__(name)


@lru_cache(maxsize=32)
def _drawn(name: str) -> SafeString:
    return render_to_string(f"icons/gables/{name}.html")


@register.simple_tag
def structured_data(page: Any) -> SafeString:
    """The schema.org data of a publication as a JSON-LD data block."""
    if not isinstance(page, KnowledgePage):
        return SafeString("")
    data = json.dumps(page.get_structured_data(), cls=DjangoJSONEncoder, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(data))  # noqa: S308 (escaped above)


@register.simple_tag
def page_numbers(page: PageOfList) -> Iterable[int | str]:
    """The numbers to link to from a page of a list, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def visible_pages(pages: Any) -> list[Page]:
    """The pages of a block that an anonymous reader may see; others are left out without a trace."""
    return [page for page in pages or [] if getattr(page, "is_visible", False)]


@register.filter
def studied(links: Iterable[PageMunicipality]) -> list[PageMunicipality]:
    """The municipalities a study is about or took place in, without those it only mentions."""
    return [link for link in links if link.role != PageMunicipality.Role.MENTIONED]


@register.filter
def or_unknown(value: Any) -> Any:
    """`value`, or "niet bekend" where there is none. Saying so is better than leaving it out."""
    return value or _("niet bekend")
