"""The list "Op deze pagina": made from the headings that the page really has."""

import html
import re

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.models import Page

HEADING = re.compile(r"<h2\b([^>]*)>(.*?)</h2>", re.DOTALL)
IDENTITY = re.compile(r'\sid="([^"]+)"')
# Ids of the frame, which a heading may not take.
TAKEN = {"inhoud", "hoofdmenu", "zoekveld", "straat", "op-deze-pagina", "in-een-oogopslag"}

register = template.Library()


@register.filter
def with_contents(content: SafeString, page: Page) -> SafeString:
    """A text with the list of all its main headings before it. A heading without an id gets one from its words.

    For `{% filter with_contents:page %}` around a text: Django finds the `{% block %}`s inside that, as it does not
    inside a `simple_block_tag`.
    """
    taken = TAKEN | set(IDENTITY.findall(content))
    headings: list[dict[str, str]] = []

    def listed(match: re.Match[str]) -> str:
        attributes, words = match[1], html.unescape(strip_tags(match[2])).strip()
        found = IDENTITY.search(attributes)
        anchor = found[1] if found else new_anchor(words, taken)
        headings.append({"text": words, "anchor": anchor})
        return match[0] if found else f'<h2 id="{anchor}"{attributes}>{match[2]}</h2>'

    text = HEADING.sub(listed, content)
    contents = render_to_string("components/contents.html", {"contents": headings, "page": page})
    return mark_safe(contents + text)  # noqa: S308 (rendered already, and only ids were added)


def new_anchor(words: str, taken: set[str]) -> str:
    """The anchor of a heading that has none, with a number behind it where it is taken; taken from now on."""
    name = slugify(words)[:50].strip("-") or "kop"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    taken.add(free)
    return free
