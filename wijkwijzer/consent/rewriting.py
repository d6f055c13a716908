"""Go through what a page says, as revisions and rows store it: every text with its place, every thing it points at.

One walk serves for finding (`impact.py`) and for taking out (`removing.py`). A block that then says nothing any more,
or says it about what is gone, goes with it: a caption without its picture, a button without its page, a quote without
who said it.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from wijkwijzer.gate.content import VOLATILE

# Texts of a page that nobody reads as text.
LEFT_ALONE = VOLATILE | {"slug", "kind", "card_note", "earlier_url"}
LINK = re.compile(r'<a\b(?=[^>]*\blinktype="page")(?=[^>]*\bid="(\d+)")[^>]*>(.*?)</a>', re.DOTALL)


class _Gone:
    """What is left of something that was taken out."""


GONE = _Gone()
IsGoing = Callable[[type[models.Model], Any], bool]


@dataclass(frozen=True)
class Place:
    """Where something stands: the same in every revision of a page, as blocks keep their identity."""

    key: str
    label: str

    def inside(self, label: Any) -> "Place":
        return Place(self.key, f"{self.label} › {capfirst(str(label))}")


class Walker:
    """`is_going` says of a model and a key whether that must go. Subclasses say what happens with a text."""

    def __init__(self, is_going: IsGoing) -> None:
        self.is_going = is_going

    def goes(self, place: Place, model: type[models.Model], key: Any) -> bool:
        return self.is_going(model, key)

    def text(self, place: Place, text: str, *, is_html: bool, name: str) -> Any:
        """The text as it is to be, or `GONE`. `name` is that of the field or of the part of a block."""
        return text

    def gone(self, place: Place, model: type[models.Model], key: Any) -> None:
        """Something was met that must go."""

    def mark(self) -> Any:
        """Which texts were written down so far …"""

    def back_to(self, mark: Any) -> None:
        """… are all: those after it stood in a block that goes as a whole."""

    # --- A page ----------------------------------------------------------------------------------------------------

    def page(self, model: type[Page], content: dict[str, Any]) -> dict[str, Any]:
        """`content` as it is to be; the same object in value where nothing changes."""
        result = dict(content)
        for field in model._meta.concrete_fields:
            if field.name in content and field.name not in LEFT_ALONE and not field.primary_key:
                label = capfirst(str(getattr(field, "verbose_name", field.name)))
                result[field.name] = self._field(field, content[field.name], Place(field.name, label))
        for relation in get_all_child_relations(model):
            name = relation.get_accessor_name()
            if name in content and name not in LEFT_ALONE:
                result[name] = self._rows(relation.related_model, name, content[name])
        if result.get("title") != content.get("title"):
            result["draft_title"] = result["title"]
        return result

    def _field(self, field: Any, value: Any, place: Place) -> Any:
        if value in (None, ""):
            return value
        if field.is_relation:
            target: Any = field.related_model
            if not field.many_to_one or not self.goes(place, target, value):
                return value
            self.gone(place, target, value)
            return None
        if isinstance(field, StreamField):
            return self._stream_field(field, value, place)
        if isinstance(field, models.CharField | models.TextField) and isinstance(value, str) and not field.choices:
            is_html = isinstance(field, RichTextField)
            text = self._rich_text(value, place) if is_html else value
            text = self.text(place, text, is_html=is_html, name=field.name)
            return "" if text is GONE else text
        return value

    def _rows(self, model: type[models.Model], name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Inline rows: one that points at what goes, goes as a whole."""
        label, kept = capfirst(str(model._meta.verbose_name)), []
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, ParentalKey)]
        for row in rows:
            place, mark, new = Place(name, label), self.mark(), dict(row)
            references = [field for field in fields if field.is_relation and row.get(field.name) is not None]
            targets: list[tuple[Any, Any]] = [(field.related_model, row[field.name]) for field in references]
            going = [(target, key) for target, key in targets if self.goes(place, target, key)]
            if going:
                self.back_to(mark)
                self.gone(place, *going[0])
                continue
            for field in fields:
                if field.name in row and not field.primary_key and not field.is_relation:
                    new[field.name] = self._field(field, row[field.name], place.inside(field.verbose_name))
            kept.append(new)
        return kept

    # --- Streams ---------------------------------------------------------------------------------------------------

    def _stream_field(self, field: StreamField, value: Any, place: Place) -> Any:
        raw = json.loads(value) if isinstance(value, str) else value
        new = self._stream(field.stream_block, raw or [], place, is_top=True)
        if new == raw:
            return value
        return json.dumps(new, cls=DjangoJSONEncoder) if isinstance(value, str) else new

    def _stream(self, block: blocks.StreamBlock, raw: list[Any], place: Place, *, is_top: bool = False) -> list[Any]:
        kept = []
        for number, child in enumerate(raw):
            definition = block.child_blocks.get(child.get("type"))
            if definition is None:
                kept.append(child)
                continue
            key = f"{place.key}.{child.get('id') or number}" if is_top else place.key
            value = self._block(definition, child["value"], Place(key, place.label).inside(definition.label), "")
            if value is not GONE:
                kept.append({**child, "value": value})
        return kept

    def _block(self, block: blocks.Block, value: Any, place: Place, name: str) -> Any:
        if value in (None, ""):
            return value
        if isinstance(block, blocks.StreamBlock):
            return self._stream(block, value, place)
        if isinstance(block, blocks.ListBlock):
            return self._list(block, value, place)
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, value, place)
        if isinstance(block, BaseTypedTableBlock):
            return self._table(value, place)
        if isinstance(block, blocks.ChooserBlock):
            if not self.goes(place, block.model_class, value):
                return value
            self.gone(place, block.model_class, value)
            return GONE
        if isinstance(block, blocks.RichTextBlock):
            return self.text(place, self._rich_text(value, place), is_html=True, name=name)
        if isinstance(block, blocks.CharBlock | blocks.TextBlock) and isinstance(value, str):
            return self.text(place, value, is_html=False, name=name)
        return value

    def _struct(self, block: blocks.StructBlock, value: dict[str, Any], place: Place) -> Any:
        new, mark, has_lost = dict(value), self.mark(), False
        for name, child in block.child_blocks.items():
            if name not in value:
                continue
            part = self._block(child, value[name], place, name)
            if part is GONE and (child.required or isinstance(child, blocks.ListBlock)):
                self.back_to(mark)
                return GONE
            has_lost = has_lost or part is GONE
            new[name] = None if part is GONE else part
        if has_lost and _is_valid(block, value) and not _is_valid(block, new):
            self.back_to(mark)
            return GONE
        return new

    def _list(self, block: blocks.ListBlock, value: list[Any], place: Place) -> Any:
        kept, mark = [], self.mark()
        for item in value:
            is_item = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            part = self._block(block.child_block, item["value"] if is_item else item, place, "")
            if part is not GONE:
                kept.append({**item, "value": part} if is_item else part)
        if len(kept) < len(value) and len(kept) < (block.meta.min_num or 0):
            self.back_to(mark)
            return GONE
        return kept

    def _table(self, value: dict[str, Any], place: Place) -> dict[str, Any]:
        def cell(text: Any) -> Any:
            new = self.text(place, text, is_html=False, name="") if isinstance(text, str) and text else text
            return "" if new is GONE else new

        columns = [{**column, "heading": cell(column.get("heading"))} for column in value.get("columns", ())]
        rows = [{**row, "values": [cell(text) for text in row["values"]]} for row in value.get("rows", ())]
        return {**value, "columns": columns, "rows": rows, "caption": cell(value.get("caption"))}

    # --- Links in rich text ------------------------------------------------------------------------------------------

    def _rich_text(self, html: str, place: Place) -> str:
        """Without links to what goes; their words stay, as text."""

        def unlinked(match: re.Match[str]) -> str:
            if not self.goes(place, Page, match[1]):
                return match[0]
            self.gone(place, Page, match[1])
            return match[2]

        return LINK.sub(unlinked, html) if 'linktype="page"' in html else html


def _is_valid(block: blocks.StructBlock, value: dict[str, Any]) -> bool:
    try:
        block.clean(block.to_python(value))
    except ValidationError:
        return False
    return True


def going(keys: dict[type[models.Model], Iterable[Any]]) -> IsGoing:
    """Whether a model with a key is among these, whatever its type: pages share their keys with their base."""
    known = {model: {str(key) for key in ids} for model, ids in keys.items()}

    def is_going(model: type[models.Model], key: Any) -> bool:
        return any(
            (issubclass(model, base) or issubclass(base, model)) and str(key) in ids for base, ids in known.items()
        )

    return is_going
