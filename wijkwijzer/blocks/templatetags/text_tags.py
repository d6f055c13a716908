"""Running text: streams with headings at the right level, rich text, and footnotes with links there and back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, NavigableString
from django import template
from django.template import RequestContext
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText, features
from wagtail.rich_text.rewriters import LinkRewriter

from wijkwijzer.delivery.prepared import prepared
from wijkwijzer.delivery.sites import know_roots
from wijkwijzer.delivery.visibility import visible

from ..text import heading_anchor

CACHE_NAME = "_wijkwijzer_rich_text"
SEPARATOR = "<!-- next text -->"
REFERENCE = re.compile(r"\[(\d{1,3})\]")
NO_REFERENCES_IN = ("a", "code", "pre")

register = template.Library()


# --- Streams ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlacedBlock:
    """A block of a stream with the heading level that is right where it stands."""

    block: Any
    level: int
    anchor: str = ""


@register.simple_tag
def place_blocks(stream: Any, level: int | str = 2) -> list[PlacedBlock]:
    """The blocks in reading order, footnotes last and once. `level` is what a h2 becomes (3 inside a report).

    What stands under a heading is one level deeper than that heading, so that no level is skipped.
    """
    top = int(level or 2)
    below_heading = False
    placed, notes = [], []
    for block in stream or []:
        is_main = block.block_type == "heading" and block.value["level"] == "h2"
        below_heading = below_heading or is_main
        anchor = heading_anchor(block) if block.block_type == "heading" else ""
        place = PlacedBlock(block, top if is_main or not below_heading else top + 1, anchor)
        if block.block_type == "footnotes":
            notes.append(PlacedBlock(block, top))
        else:
            placed.append(place)
    return placed + notes[:1]


@register.simple_tag
def heading(level: Any, text: Any, anchor: Any = "", css_class: Any = "") -> SafeString:
    """`text` as h2 to h5: a page has many, and as a template each took five times as long."""
    name = f"h{level if level in (2, 3, 4) else 5}"
    attributes = format_html_join("", ' {}="{}"', [pair for pair in (("id", anchor), ("class", css_class)) if pair[1]])
    return format_html("<{}{}>{}</{}>", name, attributes, text, name)


# --- Rich text -------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def rich_text(context: RequestContext, value: Any) -> SafeString:
    """Rich text as HTML, with footnote references where the text stands in a stream that has footnotes."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    if not source:
        return SafeString("")
    known = _expanded_texts(context)
    html = mark_safe(known[source] if source in known else _expand([source])[0])  # noqa: S308 (the editor's whitelist)
    return format_html('<div class="rich-text">{}</div>', with_footnotes(html, context.get("footnotes")))


@register.simple_tag(takes_context=True)
def fetch_links_of(context: RequestContext, page: Any) -> str:
    """Find the pages that all rich texts of `page` link to, in one query instead of one for each text."""
    pages = page.get_pages_shown_whole() if hasattr(page, "get_pages_shown_whole") else [page]
    return fetch_links_in(context, (source for one in pages for source in _rich_texts(one)))


@register.simple_tag(takes_context=True)
def fetch_links_in(context: RequestContext, sources: Iterable[str]) -> str:
    """The same for rich texts that do not stand on a page of their own."""
    with_links = sorted({source for source in sources if "linktype" in source})
    if with_links:
        _expanded_texts(context).update(zip(with_links, _expand(with_links), strict=True))
    return ""


def _expanded_texts(context: RequestContext) -> dict[str, str]:
    """Database HTML to page HTML, for this request."""
    request = context.get("request")
    if request is None:
        return {}
    if not hasattr(request, CACHE_NAME):
        setattr(request, CACHE_NAME, {})
    texts: dict[str, str] = getattr(request, CACHE_NAME)
    return texts


def _expand(sources: list[str]) -> list[str]:
    # One pass over all texts at once, so that each kind of link costs one query.
    rules = {name: handler.expand_db_attributes_many for name, handler in features.get_link_types().items()}
    return LinkRewriter(bulk_rules={**rules, "page": _page_links})(SEPARATOR.join(sources)).split(SEPARATOR)


def _page_links(attributes: list[dict[str, str]]) -> list[str]:
    """Opening tags. A page that is not public (any more) is no link: its words stay, as plain text.

    Wagtail's own handler fetches every target as its specific type, one query for each type.
    """
    ids = {int(one["id"]) for one in attributes if one.get("id", "").isdigit()}
    found = _visible_pages(ids)
    know_roots(found, None)
    pages = {str(page.pk): page for page in found}
    return [f'<a href="{escape(pages[one["id"]].url)}">' if one.get("id") in pages else "<a>" for one in attributes]


@prepared
def _visible_pages(page_ids: list[int]) -> Any:
    return visible(Page.objects.filter(pk__in=page_ids))


def _rich_texts(page: Any) -> Iterator[str]:
    # Only fields of these two kinds are read: reading a foreign key would cost a query.
    for model_field in page._meta.concrete_fields:
        if isinstance(model_field, RichTextField):
            yield getattr(page, model_field.name) or ""
        elif isinstance(model_field, StreamField):
            yield from _rich_texts_in(getattr(page, model_field.name))


def _rich_texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, RichText):
        yield value.source
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from _rich_texts_in(child.value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _rich_texts_in(part)
    elif isinstance(value, blocks.list_block.ListValue):
        for part in value:
            yield from _rich_texts_in(part)


# --- Footnotes -------------------------------------------------------------------------------------------------------


@dataclass
class Footnote:
    """One note of a stream. `references` are the ids of the places in the text that point at it."""

    number: int
    kind: str
    text: Any
    anchor: str
    references: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return _("Literatuur") if self.kind == "literature" else _("Toelichting")


class Footnotes:
    """The notes of one stream. `key` keeps ids apart where a page shows several streams."""

    def __init__(self, values: list[Any], key: str) -> None:
        notes = [note for value in values for note in value["notes"]]
        self.notes = [
            Footnote(number, note["kind"], note["text"], f"noot-{key}-{number}" if key else f"noot-{number}")
            for number, note in enumerate(notes, start=1)
        ]

    def link(self, text: str) -> str:
        """`text` with a link at every reference to a note that exists; other numbers stay as they are."""
        if not REFERENCE.search(text):
            return text
        soup = BeautifulSoup(text, "html.parser")
        for node in list(soup.find_all(string=REFERENCE)):
            if node.find_parent(NO_REFERENCES_IN) is None:
                node.replace_with(*self._parts(soup, str(node)))
        return str(soup)

    def _parts(self, soup: BeautifulSoup, text: str) -> Iterator[Any]:
        end = 0
        for match in REFERENCE.finditer(text):
            number = int(match[1])
            if 1 <= number <= len(self.notes):
                yield NavigableString(text[end : match.start()])
                yield self._reference(soup, self.notes[number - 1])
                end = match.end()
        yield NavigableString(text[end:])

    @staticmethod
    def _reference(soup: BeautifulSoup, note: Footnote) -> Any:
        identity = f"{note.anchor}-terug-{len(note.references) + 1}"
        note.references.append(identity)
        label = f"{note.label} {note.number}"
        link = soup.new_tag("a", attrs={"href": f"#{note.anchor}", "id": identity, "aria-label": label})
        link.string = str(note.number)
        sup = soup.new_tag("sup", attrs={"class": "note-reference"})
        sup.append(link)
        return sup


@register.simple_tag
def footnotes_of(stream: Any, key: Any = "") -> Footnotes | None:
    """The footnotes of a stream, or nothing where it has none: then its text is left alone."""
    values = [block.value for block in stream or [] if block.block_type == "footnotes"]
    return Footnotes(values, str(key)) if values else None


@register.filter
def with_footnotes(html: Any, footnotes: Footnotes | None) -> SafeString:
    """Rendered rich text with `[1]` as a link to note 1 of `footnotes`."""
    text = format_html("{}", html)
    return mark_safe(footnotes.link(text)) if footnotes else text  # noqa: S308 (was safe, and stays so)


@register.simple_tag(takes_context=True)
def notes_by_kind(context: RequestContext, value: Any) -> list[tuple[str, list[Footnote]]]:
    """The notes to print under a text: explanations first, then literature, each with its number in the text."""
    footnotes = context.get("footnotes") or Footnotes([value], "")
    kinds = [(kind, [note for note in footnotes.notes if note.kind == kind]) for kind in ("explanation", "literature")]
    return [(notes[0].label, notes) for _kind, notes in kinds if notes]
