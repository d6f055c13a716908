"""Load themes, concepts, people and organisations of the demo, by slug."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import ModelLogEntry

from wijkwijzer.people.models import Organisation, Person
from wijkwijzer.taxonomy.models import Concept, Theme

from .documents import read_vocabulary
from .markup import rich_text


def load_vocabularies() -> None:
    """Make or update all rows; parents and broader concepts in a second round, when everything exists."""
    themes = read_vocabulary("themes")
    for row in themes:
        _put(Theme, row["slug"], name=row["name"], introduction=rich(row.get("introduction")))
    _relate(Theme, "parent", themes)
    concepts = read_vocabulary("concepts")
    for row in concepts:
        concept = _put(
            Concept,
            row["slug"],
            term=row["term"],
            alternative_terms="\n".join(row.get("alternatives") or ()),
            definition=rich(row["definition"]),
            source=row.get("source", ""),
        )
        if not edited_by_somebody(concept):
            concept.themes.set(Theme.objects.filter(slug__in=row.get("themes") or ()))
    _relate(Concept, "broader", concepts)
    for row in read_vocabulary("organisations"):
        _put(
            Organisation,
            row["slug"],
            name=row["name"],
            kind=row["kind"],
            website=row.get("url") or "",
            description=rich(row.get("description")),
        )
    for row in read_vocabulary("people"):
        organisation = Organisation.objects.get(slug=row["organisation"]) if row.get("organisation") else None
        _put(Person, row["slug"], name=row["name"], function=row.get("function", ""), organisation=organisation)


def _put(model: Any, slug: str, **values: Any) -> Any:
    """Make the row, or bring it up to date as long as nobody edited it in the Kennisbank."""
    row, made = model.objects.get_or_create(slug=slug, defaults=values)
    if not made and not edited_by_somebody(row):
        _change(row, values)
    return row


def _change(row: Any, values: dict[str, Any]) -> None:
    """Saved, so that whoever listens hears of it, and only where it differs."""
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))


def edited_by_somebody(row: Any) -> bool:
    return ModelLogEntry.objects.for_instance(row).exclude(user=None).exists()


def _relate(model: Any, name: str, rows: Iterable[dict[str, Any]]) -> None:
    by_slug = {item.slug: item for item in model.objects.all()}
    for row in rows:
        if row.get(name) and not edited_by_somebody(by_slug[row["slug"]]):
            _change(by_slug[row["slug"]], {name: by_slug[row[name]]})


def rich(source: str | None) -> str:
    def no_pages(slug: str) -> int:
        raise ValueError(f"A vocabulary cannot link to a page ({slug}).")

    return rich_text(source or "", no_pages)
