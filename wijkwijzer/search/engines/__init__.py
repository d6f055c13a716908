"""The part of search that only one database knows: which documents have certain words, and which words look alike."""

from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .interface import Asked, Engine, Similar
from .postgres import PostgresEngine
from .sqlite import SqliteEngine

__all__ = ["Asked", "Engine", "Similar", "get_engine"]

_ENGINES: dict[str, type[Engine]] = {"sqlite": SqliteEngine, "postgresql": PostgresEngine}


def get_engine() -> Engine:
    """The engine of the site's database."""
    return _engine_for(connection.vendor)


@cache
def _engine_for(vendor: str) -> Engine:
    if vendor not in _ENGINES:
        raise ImproperlyConfigured(f"Search works on SQLite and PostgreSQL, not on {vendor}.")
    return _ENGINES[vendor]()
