"""A prepared site of its own for `make bench`: a data folder and a database, thrown away afterwards, and a copy."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.search_corpus import Corpus

PROJECT_DIR = Path(__file__).resolve().parent.parent
# What the measurement needs of the environment of whoever starts it; of the site's own settings nothing.
KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR")


@dataclass(frozen=True)
class Place:
    """A site: its data folder, the address of its database on a server (none: SQLite in the folder), its key, and the
    address of the Redis that its workers share (none: each has its own pages)."""

    folder: Path
    database_url: str
    key: str
    redis_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Of a process of this site, as in production."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production",
            "WIJKWIJZER_DATA": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": self.key,
            "SITE_URL": "http://localhost:8000",
            "LOG_LEVEL": "WARNING",
            # Only what is measured runs.
            "SCHEDULE_SECONDS": "0",
        }

    def manage(self, *arguments: str) -> None:
        """A management command, silent unless it fails."""
        command = [sys.executable, str(PROJECT_DIR / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, cwd=PROJECT_DIR, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")

    def fill(self, publications: int) -> None:
        """Add publications of the made-up corpus until there are so many; what is there stays."""
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(Corpus().lines(publications))
            file.flush()
            self.manage("load_corpus", file.name, "--yes")
        if self.database_url:
            # What its autovacuum does by itself within some minutes.
            with psycopg.connect(self.database_url, autocommit=True) as database:
                database.execute("VACUUM ANALYZE")


@contextmanager
def two_places(url: str, prepared: Path | None, redis_url: str = "") -> Iterator[tuple[Place, Place]]:
    """Two places for the same site: the first is made by `prepare_site`; the second is empty until `copy`.

    `prepared` is a data folder with an SQLite site that `prepare_site` made, to begin with a copy of it.
    """
    if url and (prepared or not url.startswith("postgres")):
        raise SystemExit("DATABASE_URL names a PostgreSQL server, or is left out for SQLite. --prepared is for SQLite.")
    with tempfile.TemporaryDirectory(prefix="wijkwijzer-bench-") as folder, _databases(url) as (one, other):
        key = secrets.token_urlsafe(50)
        first, second = (
            Place(Path(folder) / name, at, key, redis_url) for name, at in (("one", one), ("other", other))
        )
        if prepared:
            shutil.copytree(prepared, first.folder)
        else:
            first.folder.mkdir()
        first.manage("prepare_site")
        yield first, second


def copy(one: Place, other: Place) -> None:
    """The same site a second time; nobody may be using it."""
    shutil.copytree(one.folder, other.folder)
    if one.database_url:
        with psycopg.connect(_server(one.database_url), autocommit=True) as server:
            names = [sql.Identifier(urlsplit(place.database_url).path[1:]) for place in (other, one)]
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


@contextmanager
def spare_database(url: str) -> Iterator[str]:
    """A new, empty database on the server; gives its address."""
    if not url:
        yield ""
        return
    address = _named(url, f"wijkwijzer_bench_{os.getpid()}_stock")
    name = sql.Identifier(urlsplit(address).path[1:])
    with psycopg.connect(_server(url), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield address
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@contextmanager
def _databases(url: str) -> Iterator[tuple[str, str]]:
    """Addresses of two databases on the server, of which only the first is made; both are gone afterwards."""
    if not url:
        yield "", ""
        return
    one, other = (_named(url, f"wijkwijzer_bench_{os.getpid()}_{name}") for name in ("one", "other"))
    with psycopg.connect(_server(url), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(urlsplit(one).path[1:])))
        try:
            yield one, other
        finally:
            for address in (one, other):
                name = sql.Identifier(urlsplit(address).path[1:])
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _server(url: str) -> str:
    """A database that is always there: a template may have no connection but ours."""
    return _named(url, "postgres")
