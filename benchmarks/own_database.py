"""A database for a measurement: made before, thrown away after, never the site's."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def own_database(*, hashed_static: bool = False) -> Iterator[str]:
    """Point Django at a new database and set it up; gives the name of the engine.

    `hashed_static`: static files have the hashed names of production, which takes a `collectstatic` of half a minute.

    With a PostgreSQL server in DATABASE_URL it is a new database on that server, otherwise an SQLite file. Nothing of
    the site's own data folder is read.
    """
    url = os.environ.pop("DATABASE_URL", "")
    if url and not url.startswith("postgres"):
        raise SystemExit("DATABASE_URL names no PostgreSQL server. Leave it out to measure on SQLite.")
    with tempfile.TemporaryDirectory(prefix="wijkwijzer-bench-") as folder:
        os.environ |= {
            "WIJKWIJZER_DATA": folder,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": "http://localhost:8000",
            "LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "wijkwijzer.settings.production",
        }
        with _on_server(url, hashed_static) if url else _in_folder(hashed_static):
            yield "PostgreSQL" if url else "SQLite"


@contextmanager
def _in_folder(hashed_static: bool) -> Iterator[None]:
    set_up(hashed_static=hashed_static)
    yield


@contextmanager
def _on_server(url: str, hashed_static: bool) -> Iterator[None]:
    name = f"wijkwijzer_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            set_up(hashed_static=hashed_static)
            yield
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def set_up(*, hashed_static: bool = False) -> None:
    """Django, on the database of the environment."""
    import django  # noqa: PLC0415 (reads the environment that was made above)
    from django.conf import settings  # noqa: PLC0415

    if not hashed_static:
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    if hashed_static:
        from django.core.management import call_command  # noqa: PLC0415 (needs Django set up)

        call_command("collectstatic", interactive=False, verbosity=0)
