"""What a portrayed person says yes to: the parts of a page that are theirs, and one number for all of them.

Title, summary, text, quotes, name and function as shown, and of each picture the file, the crop, the alternative text
and the maker. Themes, places, address, sources, makers and plans are the editors' own. What is shown to the person is
made from the same list that is counted, so nothing is approved that was not shown.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bs4 import BeautifulSoup
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import expand_db_html

from wijkwijzer.gate.content import without_block_keys
from wijkwijzer.images.models import SiteImage
from wijkwijzer.pages.models import KnowledgePage

# Texts that the editors decide on. Codes, dates and addresses are left out by their type.
OF_THE_EDITORS = frozenset({"sources", "earlier_site", "earlier_title", "card_note", "change_note"})
PARAGRAPHS = ("p", "li", "h2", "h3", "blockquote")


@dataclass(frozen=True)
class Part:
    """One part as the person sees it. `path` is where a remark about it lands in the editor; `counted` is what may not
    change without a new yes; `on_page` are its words on the page, where `html` has others."""

    label: str
    path: str
    html: SafeString
    counted: Any
    picture: SiteImage | None = None
    on_page: tuple[str, ...] | None = None

    @cached_property
    def paragraphs(self) -> list[SafeString]:
        """Running text in pieces that can each be remarked on; the part itself where it is of one piece."""
        soup = BeautifulSoup(self.html, "html.parser")
        found = [piece for piece in soup.find_all(PARAGRAPHS) if piece.find_parent(PARAGRAPHS) is None]
        if self.picture is not None or soup.find(("figure", "table", "details")) or len(found) < 2:
            return [self.html]
        return [mark_safe(str(piece)) for piece in found]  # noqa: S308 (pieces of what was safe)

    @property
    def beginning(self) -> str:
        return Truncator(BeautifulSoup(self.html, "html.parser").get_text(" ", strip=True)).chars(80)


def parts_of(page: Any, person: Any) -> list[Part]:
    """The parts of `page`, as it is in memory, that `person` approves."""
    parts = [Part(_("Titel"), "title", format_html("<p>{}</p>", page.title), page.title)]
    for link in page.person_links.all():
        if link.person_id == person.pk:
            shown = " – ".join(filter(None, (link.shown_name, link.function_then)))
            role = link.get_role_display()
            text = format_html("<p>{} ({})</p>", shown, role)
            on_page = tuple(filter(None, (link.shown_name, link.function_then)))
            parts.append(Part(_("Zo noemen we je"), "title", text, [shown, link.role], on_page=on_page))
    for field in _fields(type(page)):
        value = getattr(page, field.name)
        if value:
            parts += _parts_of_field(page, field, value)
    return parts


def number_of(parts: list[Part]) -> str:
    """SHA-256, in hexadecimal, of exactly what is shown."""
    counted = [[part.path, part.counted] for part in parts]
    text = json.dumps(counted, sort_keys=True, cls=DjangoJSONEncoder, separators=(",", ":"))
    return sha256(without_block_keys(text).encode()).hexdigest()


def pictures_of(parts: list[Part]) -> list[SiteImage]:
    return [part.picture for part in parts if part.picture is not None]


def _fields(page_class: type[Any]) -> list[Any]:
    """In the order in which a reader meets them: summary, picture, what the page type adds, the text."""
    order = {"summary": 0, "lead_image": 1, "body": 3}
    fields = [field for field in page_class._meta.get_fields() if field.concrete and _is_theirs(field)]
    return sorted(fields, key=lambda field: order.get(field.name, 2))


def _is_theirs(field: Any) -> bool:
    if not issubclass(field.model, KnowledgePage) or field.name in OF_THE_EDITORS:
        return False
    if isinstance(field, StreamField | RichTextField):
        return True
    if isinstance(field, models.ForeignKey):
        return field.related_model is SiteImage
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and not isinstance(field, models.URLField | models.SlugField)


def _parts_of_field(page: Any, field: Any, value: Any) -> Iterator[Part]:
    label = str(capfirst(field.verbose_name))
    if isinstance(field, StreamField):
        for block in value:
            yield from _parts_of_block(block, f"{field.name}.{block.id}")
    elif isinstance(value, SiteImage):
        yield _picture(label, field.name, value)
    elif isinstance(field, RichTextField):
        yield Part(label, field.name, mark_safe(expand_db_html(value)), value)  # noqa: S308 (as the page shows it)
    else:
        yield Part(label, field.name, mark_safe(linebreaks(value, autoescape=True)), value)  # noqa: S308


def _parts_of_block(block: Any, path: str) -> Iterator[Part]:
    pictures = list(_pictures_in(block.block, block.value))
    yield Part(
        str(block.block.label),
        leaf_path(block.block, block.value, path),
        SafeString(block.render()),
        [block.block_type, block.get_prep_value()["value"], [_file_of(picture) for picture in pictures]],
        pictures[0] if pictures else None,
    )


def _picture(label: str, path: str, picture: SiteImage) -> Part:
    text = format_html("<p>{}<br>{}</p>", picture.description, _("Foto: %(maker)s") % {"maker": picture.credit})
    return Part(label, path, text, _file_of(picture), picture, on_page=())


def _file_of(picture: SiteImage) -> list[Any]:
    """What of a picture shows on the page; its title in the library does not."""
    crop = [picture.focal_point_x, picture.focal_point_y, picture.focal_point_width, picture.focal_point_height]
    return [picture.pk, picture.get_file_hash() or picture.file.name, crop, picture.description, picture.credit]


def _pictures_in(definition: Any, value: Any) -> Iterator[SiteImage]:
    if isinstance(value, SiteImage):
        yield value
    elif isinstance(definition, StructBlock):
        for name, child in definition.child_blocks.items():
            yield from _pictures_in(child, value.get(name))
    elif isinstance(definition, ListBlock):
        for item in value:
            yield from _pictures_in(definition.child_block, item)
    elif isinstance(definition, StreamBlock):
        for item in value:
            yield from _pictures_in(item.block, item.value)


def leaf_path(definition: Any, value: Any, path: str) -> str:
    """The first place inside a block where the editor shows a remark: it shows none at a block made of others."""
    if isinstance(definition, StructBlock) and definition.child_blocks:
        name, child = next(iter(definition.child_blocks.items()))
        return leaf_path(child, value.get(name), f"{path}.{name}")
    if isinstance(definition, ListBlock) and len(value):
        item = value.bound_blocks[0]
        return leaf_path(definition.child_block, item.value, f"{path}.{item.id}")
    if isinstance(definition, StreamBlock) and len(value):
        item = value[0]
        return leaf_path(item.block, item.value, f"{path}.{item.id}")
    return path
