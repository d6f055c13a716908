"""The database of this site, as backup and restore know it."""

from django.core.management import CommandError
from django.db import connection

from .databases import SiteDatabase
from .postgres import PostgresDatabase
from .sqlite import SqliteDatabase

_DATABASES: dict[str, type[SiteDatabase]] = {
    SqliteDatabase.vendor: SqliteDatabase,
    PostgresDatabase.vendor: PostgresDatabase,
}


def database_of_site() -> SiteDatabase:
    if connection.vendor not in _DATABASES:
        raise CommandError(f"Backups work on SQLite and PostgreSQL, not on {connection.vendor}.")
    return _DATABASES[connection.vendor]()
