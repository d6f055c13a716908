"""Describe every page type as a document, from the code itself: docs/page-types.md cannot drift."""

from collections.abc import Iterator
from pathlib import Path

import django
from django.db import models

if __name__ == "__main__":
    django.setup()

from wagtail.models import Page, get_page_models

from wijkwijzer.pages.models import IndexPage, KnowledgePage

TARGET = Path(__file__).parents[2] / "docs" / "page-types.md"

HEAD = """# Page types

Made by `make docs` from the code; a test fails when it is stale. The words in the tables are what editors see.
"""


def describe_page_types() -> str:
    """The whole document as Markdown."""
    types = sorted((model for model in get_page_models() if model is not Page), key=_order)
    shared = _rows(KnowledgePage, skip=set())
    parts = [HEAD, *_section(KnowledgePage, shared, "What every publication shares")]
    for model in types:
        if model is not KnowledgePage:
            parts += _section(model, _rows(model, skip=_field_names(_parent(model))), str(model._meta.verbose_name))
    return "\n".join(parts)


def _order(model: type[Page]) -> tuple[int, str]:
    return (
        0 if not issubclass(model, KnowledgePage | IndexPage) else 1 if issubclass(model, IndexPage) else 2,
        model.__name__,
    )


def _parent(model: type[Page]) -> type[Page]:
    return KnowledgePage if issubclass(model, KnowledgePage) else Page


def _field_names(model: type[Page]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


def _rows(model: type[Page], skip: set[str]) -> list[str]:
    names = skip or _field_names(Page)
    rows = []
    for field in model._meta.get_fields():
        if not isinstance(field, models.Field) or field.name in names or field.name.endswith("_ptr"):
            continue
        made = "" if field.editable else " *(made by the site)*"
        rows.append(f"| `{field.name}` | {field.verbose_name}{made} | {field.help_text} |")
    return rows


def _section(model: type[Page], rows: list[str], title: str) -> Iterator[str]:
    yield f"## {model.__name__}: {title}\n"
    if getattr(model, "page_description", ""):
        yield f"{model.page_description}\n"
    if issubclass(model, IndexPage):
        yield f"Address: `/{model.default_slug}/`, feed: `/{model.default_slug}/feed/`.\n"
    if model is not KnowledgePage:
        parents, children = _names(model.clean_parent_page_models()), _names(model.clean_subpage_models())
        yield f"Stands below: {parents}. Below it: {children}.\n"
    if getattr(model, "kind_slug", ""):
        yield f"Kind (`soort`): `{model.kind_slug}`.\n"
    if rows:
        yield "| field | label | help |\n|---|---|---|"
        yield from rows
        yield ""


def _names(types: list[type[Page]]) -> str:
    return ", ".join(sorted(model.__name__ for model in types)) or "nothing"


if __name__ == "__main__":
    TARGET.write_text(describe_page_types(), encoding="utf-8")
