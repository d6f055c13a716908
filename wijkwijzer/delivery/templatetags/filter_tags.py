"""The values of a filter, of which a page may hold hundreds: one for each municipality.

No templates: to render as many rows took half the processor time of a list.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def filter_links(options: Iterable[Any]) -> SafeString:
    """Links to a list with each value of a filter (`FilterOption`) chosen, with how much that gives; of the chosen one
    a link to the list without it."""
    return SafeString("".join([_item(option) for option in options]))


def _item(option: Any) -> str:
    current, note = (' aria-current="true"', _chosen()) if option.is_selected else ("", "")
    return f"""
  <li>
    <a href="{escape(option.url)}"{current}>
      <span>{escape(option.label)}{note}</span>
      <span class="count">{option.count:d}</span>
    </a>
  </li>"""


def _chosen() -> str:
    return f' <span class="visually-hidden">{escape(_("(aan; klik om weg te halen)"))}</span>'
