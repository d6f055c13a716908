"""What backup and restore ask of a database, whichever it is; `sqlite` and `postgres` answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db.migrations.loader import MigrationLoader
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

IN_USE = "The database is in use by something else: stop the site and everything that runs on it first."

Ask = Callable[[str], list[Any]]


@dataclass(frozen=True)
class Facts:
    """What a database holds: the migrations it went through that the code knows, and how many rows of a few kinds."""

    migrations: list[str]
    counts: dict[str, int]


def facts(ask: Ask) -> Facts:
    """`ask` runs a query and returns its rows."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    applied = {(app, name) for app, name in ask("SELECT app, name FROM django_migrations")}
    return Facts(sorted(f"{app}.{name}" for app, name in applied & set(known)), counts(ask))


def counts(ask: Ask) -> dict[str, int]:
    counted: dict[str, Any] = {
        "pages": Page,
        "images": get_image_model(),
        "documents": get_document_model(),
        "users": get_user_model(),
    }
    return {
        name: int(ask(f'SELECT COUNT(*) FROM "{model._meta.db_table}"')[0][0])  # noqa: S608 (the name of a table of ours)
        for name, model in counted.items()
    }


class SiteDatabase(ABC):
    """The database of the site. A restore makes the new one `beside` it, in or for the folder `stage`, and swaps them.

    Everything here raises `CommandError` with a sentence for whoever runs the command.
    """

    vendor: str
    file: str  # what it is called in a backup

    @abstractmethod
    def version(self) -> int:
        """Major version of the server, or of the library where there is none."""

    @abstractmethod
    def full_version(self) -> str: ...

    @abstractmethod
    def size(self) -> int:
        """In bytes, about what a copy needs at most."""

    @abstractmethod
    def check_tools(self) -> None:
        """Refuse what is missing before anything is copied."""

    @abstractmethod
    def copy(self, target: Path) -> Facts:
        """Write one consistent moment of the database to the file `target`, while others write."""

    @abstractmethod
    def check_version(self, version: int) -> None:
        """Refuse a backup made by a newer server."""

    @abstractmethod
    def has_content(self) -> bool: ...

    @abstractmethod
    def check_replaceable(self) -> None:
        """Refuse where somebody is at work in it or where this account may not replace it. Changes nothing."""

    @abstractmethod
    def check_copy(self, file: Path) -> None:
        """Refuse a copy that is damaged, without touching the site's own database."""

    @abstractmethod
    def make_beside(self, file: Path, stage: Path) -> None:
        """Make the new database from the copy; `stage` has a folder `data`."""

    @abstractmethod
    def address_beside(self, stage: Path) -> str:
        """Its DATABASE_URL."""

    @abstractmethod
    def counts_beside(self, stage: Path) -> dict[str, int]: ...

    @abstractmethod
    def swap(self, stage: Path) -> None:
        """Let the new one take the place of the old one, in one step that is done or not done."""

    @abstractmethod
    def is_swapped(self, stage: Path) -> bool:
        """Is there none beside any more? Also true where there never was one."""

    @abstractmethod
    def undo_swap(self, stage: Path) -> None:
        """Where the step of `swap` was not done: leave no trace of what went before it."""

    @abstractmethod
    def clean(self, stage: Path) -> None:
        """Remove what is beside, outside the folder `stage`."""
