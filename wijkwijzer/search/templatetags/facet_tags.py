"""The values of a facet, as hundreds of which stand on a page of results."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

_OPTION = """
  <label class="facet__option">
    <input type="checkbox" id="{0}-{1}" name="{0}" value="{1}"{2}>
    <span>{3}</span>
    <span class="count">{4}</span>
  </label>"""
_STATES = {"checked": mark_safe(" checked"), "disabled": mark_safe(" disabled"), "": ""}


@register.simple_tag
def facet_options(name: str, options: Iterable[Any]) -> SafeString:
    """Values of a facet (`FacetOption`) to tick, with what each would give; what gives nothing cannot be ticked.

    No template: of nearly four hundred values that took more processor time than the search itself.
    """
    return format_html_join(
        "", _OPTION, ((name, item.value, _STATES[_state(item)], capfirst(item.label), item.count) for item in options)
    )


def _state(item: Any) -> str:
    if item.is_selected:
        return "checked"
    return "" if item.count else "disabled"
