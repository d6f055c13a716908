"""The original text of a page in sections, each with the anchor that its heading has on the rendered page.

Nothing is rendered, and streams are read as they are stored: a block's images and links cost no query, and hundreds of
pages a second can be indexed. What `place_blocks` and `with_contents` do with headings is followed step by step; a test
renders every kind of page and looks for each anchor.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from wijkwijzer.blocks.templatetags.contents_tags import TAKEN, new_anchor

# After these a word ends; inside a word (<b>wijk</b>centrum) it does not.
BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|h\d|br|hr|div|blockquote)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SOURCES_ANCHOR = "bron"
ENDS = ".!?:;…’”)"
FOOTNOTE_REFERENCE = re.compile(r"\[\d{1,3}\]")


@dataclass(slots=True)
class Section:
    """A piece of a page. `is_written`: its heading is the editor's, not one that all pages of its type have.

    An `anchor` of None becomes the one that the list of contents gives to a heading without an id.
    """

    heading: str = ""
    anchor: str | None = ""
    is_written: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """One line, with a dot in the middle where one piece (a cell, a label) is no sentence before the next."""
        pieces = [" ".join(text.split()) for text in self.texts]
        pieces = [piece for piece in pieces if piece]
        ended = [piece if piece[-1] in ENDS else f"{piece} ·" for piece in pieces[:-1]]
        return " ".join([*ended, *pieces[-1:]])


class Outline:
    """Collects the sections of one page, in the order of the page. `places` are names of municipalities by key."""

    def __init__(self, places: Mapping[int, str] | None = None) -> None:
        self.places = places or {}
        self._sections = [Section()]

    def start(self) -> None:
        """What follows stands under no heading."""
        self._sections.append(Section())

    def head(self, heading: str, anchor: str | None = None, *, is_written: bool = False) -> None:
        """Begin a section."""
        self._sections.append(Section(heading.strip(), anchor, is_written))

    def add(self, *texts: str) -> None:
        self._sections[-1].texts += [text for text in texts if text]

    def add_html(self, *sources: str) -> None:
        self.add(*(plain(source) for source in sources))

    def add_stream(self, stream: Any, level: int = 2) -> None:
        """The blocks of a body, whose main headings stand at `level`; its notes last, as on the page."""
        below_heading, notes = False, []
        for block in raw_blocks(stream):
            kind, value = block["type"], block["value"]
            if kind == "heading":
                below_heading = below_heading or value.get("level") == "h2"
                self.head(value.get("text", ""), heading_anchor(block), is_written=True)
            elif kind == "footnotes":
                notes += items_of(value, "notes")
            else:
                self._add_block(kind, value, level + below_heading)
        self._add_notes(notes, level)

    def sections(self) -> list[Section]:
        """The sections with a text, or with a heading that an editor wrote; every anchor known."""
        taken = TAKEN | {section.anchor for section in self._sections if section.anchor}
        for section in self._sections:
            if section.anchor is None:
                section.anchor = new_anchor(section.heading, taken)
        return [section for section in self._sections if section.is_written or section.text]

    def _add_block(self, kind: str, value: Any, level: int) -> None:
        title = value.get("title", "") if isinstance(value, dict) else ""
        if title and kind in TITLED:
            if level == 2:  # a main heading of the page, which the list of contents gives an anchor
                self.head(title, is_written=True)
            else:
                self.add(title)
        self.add(*block_texts(kind, value, self.places))

    def _add_notes(self, notes: list[Any], level: int) -> None:
        for kind, label in (("explanation", _("Toelichting")), ("literature", _("Literatuur"))):
            texts = [plain(note.get("text", "")) for note in notes if note.get("kind") == kind]
            if texts and level == 2:
                self.head(label)
            self.add(*texts)


# The blocks with a title of their own above them. Contact data, links to other pages and calls are left out: what they
# show depends on the day and on what else is public.
TITLED = {"slides", "steps", "facts", "per_municipality"}


def block_texts(kind: str, value: Any, places: Mapping[int, str]) -> Iterator[str]:
    """The words of one stored block, without its title, as plain text."""
    if kind == "text":
        yield plain(value)
    elif kind == "table":
        yield value.get("caption") or ""
        yield from (column.get("heading") or "" for column in value.get("columns", ()))
        yield from (str(cell or "") for row in value.get("rows", ()) for cell in row.get("values", ()))
    elif kind == "slides":
        yield from _fields(kind, items_of(value, "slides"), "title", "text")
        yield plain(value.get("linear_text", ""))
    elif kind == "per_municipality":
        for item in items_of(value, "items"):
            yield places.get(item.get("municipality"), "")
            yield plain(item.get("text", ""))
    elif kind in LISTS:
        name, *fields = LISTS[kind]
        yield from _fields(kind, items_of(value, name), *fields)
    elif kind in FIELDS:
        yield from _fields(kind, [value], *FIELDS[kind])


LISTS = {
    "accordion": ("items", "title", "text"),
    "steps": ("steps", "title", "text"),
    "facts": ("facts", "label", "value"),
}
FIELDS = {
    "quote": ("quote", "speaker", "function"),
    "image": ("caption",),
    "tip": ("title", "explanation", "addressee"),
    "advice": ("title", "text"),
    "finding": ("title", "text"),
    "moment": ("when", "text"),
    "pull_quote": ("quote", "speaker"),
}
# Where a block's `text` or `explanation` is rich text; that of a moment on a timeline is not.
RICH = {"accordion", "steps", "slides", "tip", "advice", "finding"}


def _fields(kind: str, values: Iterable[dict[str, Any]], *names: str) -> Iterator[str]:
    for value in values:
        for name in names:
            text = value.get(name) or ""
            yield plain(text) if kind in RICH and name in ("text", "explanation") else text


def raw_blocks(stream: Any) -> list[dict[str, Any]]:
    """The blocks of a stream as stored."""
    return [block for block in stream.raw_data if block.get("value") is not None] if stream else []


def items_of(value: dict[str, Any], name: str) -> list[Any]:
    """The items of a stored list, which older ones hold without identities."""
    items = value.get(name) or []
    return [item["value"] if isinstance(item, dict) and item.get("type") == "item" else item for item in items]


def heading_anchor(block: dict[str, Any]) -> str:
    """As `wijkwijzer.blocks.text.heading_anchor`, for a block as stored."""
    return f"{slugify(block['value'].get('text', ''))[:50] or 'kop'}-{str(block.get('id') or '')[:4]}".strip("-")


def municipalities_in(stream: Any) -> set[int]:
    """The keys of the municipalities that the blocks of a stream tell about one by one."""
    blocks = [block["value"] for block in raw_blocks(stream) if block["type"] == "per_municipality"]
    return {item["municipality"] for value in blocks for item in items_of(value, "items") if item.get("municipality")}


def plain(source: str) -> str:
    """Rich text as plain text, without the numbers of its footnotes."""
    text = html.unescape(TAG.sub("", BLOCK_TAG.sub(" ", source or "")))
    return FOOTNOTE_REFERENCE.sub("", text)
