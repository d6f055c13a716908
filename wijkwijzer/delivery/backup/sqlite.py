"""SQLite: an online copy of the file, and another file in its place."""

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, connections

from .databases import IN_USE, Facts, SiteDatabase, counts, facts
from .files import new_file, sync


@contextmanager
def _opened(path: Path, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(path))}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=20)) as opened:
        yield opened


class SqliteDatabase(SiteDatabase):
    vendor, file = "sqlite", "database.sqlite3"

    @property
    def path(self) -> Path:
        return Path(connection.settings_dict["NAME"]).resolve()

    @staticmethod
    def _beside(stage: Path) -> Path:
        return stage / "data" / "db.sqlite3"

    @staticmethod
    def _before(stage: Path) -> Path:
        return stage / "old" / "db.sqlite3"

    def version(self) -> int:
        return sqlite3.sqlite_version_info[0]

    def full_version(self) -> str:
        return sqlite3.sqlite_version

    def size(self) -> int:
        # The copy is written anew once, without what was deleted.
        wal = self.path.with_name(self.path.name + "-wal")
        return 2 * sum(file.stat().st_size for file in (self.path, wal) if file.exists())

    def check_tools(self) -> None:
        if not self.path.is_file():
            raise CommandError(f"There is no database yet: {self.path}.")

    def copy(self, target: Path) -> Facts:
        os.close(new_file(target))
        try:
            with _opened(self.path) as source, _opened(target, "rw") as copy:
                # All pages in one go: one moment, and in WAL mode nobody waits for it.
                source.backup(copy)
                # One file, without the bytes of deleted rows: they may be of somebody who was forgotten.
                copy.execute("PRAGMA journal_mode=DELETE")
                copy.execute("VACUUM")
                found = facts(lambda query: copy.execute(query).fetchall())
            self._check(target, "The database of the site")
        except sqlite3.Error as error:
            raise CommandError(f"The database could not be copied: {error}.") from error
        sync(target)
        return found

    def check_version(self, version: int) -> None:
        if version > self.version():
            raise CommandError(f"The backup is of SQLite {version} and this is SQLite {self.version()}.")

    def has_content(self) -> bool:
        return self.path.is_file() and self.path.stat().st_size > 0

    def check_replaceable(self) -> None:
        data = Path(settings.DATA_DIR)
        folder = self.path.parent
        if not folder.is_dir() or folder.stat().st_dev != data.stat().st_dev:
            raise CommandError(f"{folder} is not on the same disk as {data}, so they cannot be changed in one step.")
        connections.close_all()
        if not self.has_content():
            return
        try:
            with _opened(self.path, "rw") as database:
                database.execute("PRAGMA busy_timeout=0")
                database.execute("BEGIN IMMEDIATE")
                database.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise CommandError(IN_USE) from error
        except sqlite3.DatabaseError:
            # What is there cannot be read: all the more reason to put another one in its place.
            return

    def check_copy(self, file: Path) -> None:
        self._check(file, "The database in the backup")

    @staticmethod
    def _check(file: Path, name: str) -> None:
        try:
            with _opened(file) as copy:
                found = copy.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.Error as error:
            raise CommandError(f"{name} is damaged: {error}.") from error
        if found != [("ok",)]:
            raise CommandError(f"{name} is damaged: {found[0][0]}.")

    def make_beside(self, file: Path, stage: Path) -> None:
        file.rename(self._beside(stage))

    def address_beside(self, stage: Path) -> str:
        return f"sqlite:///{quote(str(self._beside(stage)))}"

    def counts_beside(self, stage: Path) -> dict[str, int]:
        with _opened(self._beside(stage)) as copy:
            return counts(lambda query: copy.execute(query).fetchall())

    def swap(self, stage: Path) -> None:
        connections.close_all()
        gc.collect()  # connections of threads that ended stay open until then
        for path in (self._beside(stage), self.path):
            self._close(path)
        sync(self._beside(stage))
        if self.path.exists():
            self.path.rename(self._before(stage))
        self._beside(stage).rename(self.path)
        sync(self.path.parent)

    @staticmethod
    def _close(path: Path) -> None:
        """Bring all that was written into the file itself, which only works where nobody else has it open."""
        try:
            if path.exists() and path.stat().st_size:
                with _opened(path, "rw") as database:
                    database.execute("PRAGMA busy_timeout=0")
                    database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise CommandError(IN_USE) from error
        except sqlite3.DatabaseError:
            pass
        SqliteDatabase._remove_beside(path)

    @staticmethod
    def _remove_beside(path: Path) -> None:
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def is_swapped(self, stage: Path) -> bool:
        return not self._beside(stage).exists()

    def undo_swap(self, stage: Path) -> None:
        if self._before(stage).exists():
            # A start may have met no database meanwhile, and made an empty one.
            self._remove_beside(self.path)
            self._before(stage).rename(self.path)
            sync(self.path.parent)

    def clean(self, stage: Path) -> None:
        """All of it is in the folder."""
