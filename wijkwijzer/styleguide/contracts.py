"""What every component promises: the first line of its template, and examples that show it kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .example import Example
from .examples import EXAMPLES

FOLDERS = {"components": _("Onderdelen"), "blocks": _("Blokken in de tekst"), "navigation": _("Navigatie")}
CONTRACT = re.compile(r"\{# (.+?) #\}")
# What is seen though it holds no text.
NOT_TEXT = re.compile(r"<(?:img|input|meta|svg)\b")
# What names an id, and what points at one.
ID = re.compile(r'(?<=\sid=")[^"]+(?=")')
POINTERS = re.compile(r'(\s(?:id|for|aria-labelledby|aria-describedby|aria-controls|popovertarget|href)=")([^"]*)(")')


@dataclass(frozen=True)
class ShownExample:
    """An example, rendered. `html` is empty where the contract says that nothing is shown."""

    title: str | Promise
    frame: str
    html: SafeString


@dataclass(frozen=True)
class Component:
    """A template with its contract and its examples."""

    name: str
    anchor: str
    contract: str
    examples: list[ShownExample]


@dataclass(frozen=True)
class Section:
    """The components of one folder of templates."""

    title: str | Promise
    anchor: str
    components: list[Component]


def sections(request: HttpRequest) -> list[Section]:
    """All components by folder, with their examples rendered for `request`."""
    return [
        Section(title, folder, [component(name, request) for name in template_names(folder)])
        for folder, title in FOLDERS.items()
    ]


def template_names(folder: str) -> list[str]:
    """The names of the templates in `folder`, in alphabetical order."""
    # Found by a template that the folder is certain to have; its examples need it anyway.
    known = next(name for name in EXAMPLES if name.startswith(f"{folder}/"))
    return sorted(f"{folder}/{path.name}" for path in _path(known).parent.glob("*.html"))


def contract_of(name: str) -> str:
    """The first line of a template, which says what it is for and names its variables."""
    first_line = _path(name).read_text(encoding="utf-8").partition("\n")[0]
    match = CONTRACT.match(first_line)
    return match[1] if match else ""


def component(name: str, request: HttpRequest) -> Component:
    anchor = slugify(name.removesuffix(".html").replace("/", "-"))
    shown = [
        ShownExample(example.title, example.frame, render_example(name, example, request, f"{anchor}-{number}-"))
        for number, example in enumerate(examples_of(name), start=1)
    ]
    return Component(name, anchor, contract_of(name), shown)


def examples_of(name: str) -> Iterator[Example]:
    """The examples of a template; none where somebody added it without (a test says so)."""
    yield from EXAMPLES[name]() if name in EXAMPLES else ()


def render_example(name: str, example: Example, request: HttpRequest | None, prefix: str) -> SafeString:
    """One example as HTML, with ids of its own: the page shows the same component several times."""
    html = get_template(name).render(dict(example.context), request)
    return with_own_ids(html, prefix) if is_seen(html) else SafeString("")


def is_seen(html: str) -> bool:
    """Whether there is anything in `html` for a reader, or for the head of a page."""
    return bool(strip_tags(html).strip() or NOT_TEXT.search(html))


def with_own_ids(html: str, prefix: str) -> SafeString:
    """`html` with `prefix` before its ids, and in whatever points at one of them."""
    ids = set(ID.findall(html))

    def own(match: re.Match[str]) -> str:
        start, value, end = match.groups()
        words = [_own(word, ids, prefix) for word in value.split(" ")]
        return f"{start}{' '.join(words)}{end}"

    return mark_safe(POINTERS.sub(own, html))  # noqa: S308 (a rendered template, escaped there)


def _own(word: str, ids: set[str], prefix: str) -> str:
    if word in ids:
        return prefix + word
    if word.startswith("#") and word[1:] in ids:
        return f"#{prefix}{word[1:]}"
    return word


@cache
def _path(name: str) -> Path:
    template: Any = get_template(name)
    return Path(template.origin.name)
