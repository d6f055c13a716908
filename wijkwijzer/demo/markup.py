"""From the readable text of a content file to the blocks of a stream.

Headings (`##`, `###`), paragraphs and lists in Markdown; special blocks as `::: name` … `:::` with YAML inside.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import markdown
import yaml

Block = dict[str, Any]
# From the slug of a page of the demo to its id.
PageIds = Callable[[str], int]

_HEADING = re.compile(r"^(#{2,3})\s+(.*)$")
_CONTAINER = re.compile(r"^:::\s*(\w+)\s*$")
_PAGE_LINK = re.compile(r'<a href="pagina:([\w-]+)">')


class MarkupError(ValueError):
    """The text of a content file cannot be read; says where."""


def rich_text(source: str, page_ids: PageIds) -> str:
    """Markdown as Wagtail stores rich text: bold and italic as `b` and `i`, links to pages by id."""
    html = markdown.markdown(source.strip(), output_format="html")
    for ours, theirs in (("b", "strong"), ("i", "em")):
        html = html.replace(f"<{theirs}>", f"<{ours}>").replace(f"</{theirs}>", f"</{ours}>")
    return _PAGE_LINK.sub(lambda match: f'<a linktype="page" id="{page_ids(match[1])}">', html)


def stream(source: str, page_ids: PageIds, *, name: str, municipality_ids: Callable[[str], int]) -> list[Block]:
    """The blocks of `source`. `name` makes their ids: the same text gives the same ids at each loading."""
    builder = _Builder(page_ids, municipality_ids)
    return [_with_id(block, f"{name}/{place}") for place, block in enumerate(_blocks(source, builder))]


def stable_id(name: str) -> str:
    """An id that is the same at each loading: passages are pointed at by it."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _with_id(block: Block, name: str) -> Block:
    value = block["value"]
    if isinstance(value, dict) and block["type"] != "table":
        value = {
            key: _list_items(item, f"{name}/{key}") if isinstance(item, list) else item for key, item in value.items()
        }
    return {"type": block["type"], "value": value, "id": stable_id(name)}


def _list_items(values: list[Any], name: str) -> list[Block]:
    return [{"type": "item", "value": value, "id": stable_id(f"{name}/{place}")} for place, value in enumerate(values)]


def _blocks(source: str, builder: "_Builder") -> Iterator[Block]:
    text: list[str] = []
    lines = iter(enumerate(source.splitlines(), start=1))
    for number, line in lines:
        heading, container = _HEADING.match(line), _CONTAINER.match(line)
        if not heading and not container:
            text.append(line)
            continue
        yield from builder.text(text)
        text = []
        if heading:
            yield {"type": "heading", "value": {"level": f"h{len(heading[1])}", "text": heading[2].strip()}}
        elif container:
            yield builder.container(container[1], _until_end(lines, number), number)
    yield from builder.text(text)


def _until_end(lines: Iterator[tuple[int, str]], start: int) -> str:
    inside: list[str] = []
    for _number, line in lines:
        if line.strip() == ":::":
            return "\n".join(inside)
        inside.append(line)
    raise MarkupError(f"The container that opens on line {start} is never closed with `:::`.")


class _Builder:
    """Makes the value of each kind of block from the YAML of its container."""

    def __init__(self, page_ids: PageIds, municipality_ids: Callable[[str], int]) -> None:
        self.page_ids = page_ids
        self.municipality_ids = municipality_ids

    def text(self, lines: list[str]) -> Iterator[Block]:
        source = "\n".join(lines).strip()
        if source:
            yield {"type": "text", "value": self._rich(source)}

    def container(self, kind: str, source: str, line: int) -> Block:
        make = getattr(self, f"_{kind}", None)
        if make is None:
            raise MarkupError(f"Line {line}: there is no block called `{kind}`.")
        try:
            return {"type": kind, "value": make(yaml.safe_load(source))}
        except (KeyError, TypeError, yaml.YAMLError) as error:
            raise MarkupError(f"Line {line}: the block `{kind}` cannot be read ({error!r}).") from error

    def _rich(self, source: Any) -> str:
        return rich_text(str(source or ""), self.page_ids)

    def _steps(self, data: dict[str, Any]) -> dict[str, Any]:
        steps = [{"title": step["title"], "text": self._rich(step.get("text"))} for step in data["steps"]]
        return {"title": data.get("title", ""), "steps": steps}

    def _slides(self, data: dict[str, Any]) -> dict[str, Any]:
        slides = [
            {"image": None, "title": slide["title"], "text": self._rich(slide.get("text"))} for slide in data["slides"]
        ]
        return {"title": data["title"], "slides": slides, "linear_text": self._rich(data["linear_text"])}

    def _facts(self, data: dict[str, Any]) -> dict[str, Any]:
        facts = [{"label": fact["label"], "value": str(fact["value"])} for fact in data["facts"]]
        return {"title": data.get("title", ""), "facts": facts}

    def _table(self, data: dict[str, Any]) -> dict[str, Any]:
        columns = [{"type": "text", "heading": heading} for heading in data["header"]]
        rows = [{"values": [str(cell) for cell in row]} for row in data["rows"]]
        return {"columns": columns, "rows": rows, "caption": data.get("caption", "")}

    def _accordion(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"items": [{"title": item["title"], "text": self._rich(item["text"])} for item in data["items"]]}

    def _call_to_action(self, data: dict[str, Any]) -> dict[str, Any]:
        address = data["url"]
        is_page = address.startswith("pagina:")
        return {
            "title": data["title"],
            "text": data.get("text", ""),
            "link_text": data["link_text"],
            "page": self.page_ids(address.removeprefix("pagina:")) if is_page else None,
            "url": "" if is_page else address,
        }

    def _per_municipality(self, data: dict[str, Any]) -> dict[str, Any]:
        items = [
            {"municipality": self.municipality_ids(item["municipality"]), "text": self._rich(item["text"])}
            for item in data["items"]
        ]
        return {"title": data.get("title", ""), "items": items}

    def _related(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"title": data.get("title", "Lees ook"), "pages": [self.page_ids(slug) for slug in data["pages"]]}

    def _footnotes(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"notes": [{"kind": note["kind"], "text": self._rich(note["text"])} for note in data["notes"]]}
