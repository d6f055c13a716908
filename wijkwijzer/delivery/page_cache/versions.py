"""The version of what readers may see: moves with every change of it, in the same transaction."""

from time import monotonic
from typing import Any

from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from wagtail.models import Site


def _of_sqlite(driver: Any) -> str | None:
    row = driver.execute("SELECT token FROM delivery_contentversion").fetchone()
    return row[0] if row else None


def _of_postgresql(driver: Any) -> str | None:
    """By libpq's own call: what psycopg's cursor does around a question costs more than this answer."""
    answer = driver.pgconn.exec_(b"SELECT string_agg(token, ',' ORDER BY slot) FROM delivery_contentversion")
    if not answer.ntuples:
        # An aggregate is one row, or an error.
        raise OperationalError(answer.error_message)
    token: bytes | None = answer.get_value(0, 0)
    return token.decode() if token else None


_READ = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}


def content_version() -> str | None:
    """The version as it is committed now; nothing where it is not known, so that nothing may be kept or shown of it.

    Asked for each page, so without Django's own cursor and its context for errors, which cost more than the question.
    """
    database = connections[DEFAULT_DB_ALIAS]
    try:
        if database.connection is None:
            database.ensure_connection()
        return _READ[database.vendor](database.connection)
    except (Error, database.Database.Error):  # type: ignore[attr-defined]  # what the driver raises by itself
        _let_go(database)
        return None


def let_go_of_the_old() -> None:
    """Close a connection that is as old as it may become (`CONN_MAX_AGE`), as Django does before it looks at a request:
    one that was silent for long may be dead."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.close_at is not None and monotonic() >= database.close_at and not database.in_atomic_block:
        database.close()


def move() -> None:
    """Make all that is kept old, in the transaction that is open. Changes of watched tables do this by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE[connection.vendor])


def purge() -> None:
    """What was taken back: nothing that was kept is shown from the moment of the commit, and then it is thrown away."""
    move()
    transaction.on_commit(caches["pages"].clear)


def site_changed(**_others: Any) -> None:
    """Wagtail throws away where sites begin while the change is not there for others yet, so that whoever reads at that
    moment may keep it as it was: once more at the commit, and what was made of it meanwhile is old as well."""

    def forget() -> None:
        Site.clear_site_root_paths_cache()
        move()

    transaction.on_commit(forget)


_MOVE = {
    "sqlite": "UPDATE delivery_contentversion SET token = hex(randomblob(8))",
    "postgresql": "SELECT page_cache_take_turn()",
}


def _let_go(broken: BaseDatabaseWrapper) -> None:
    """A connection that the server closed is of no use to the page that is made next; a transaction needs its own."""
    if broken.in_atomic_block:
        # As Django notes it: looked at when the request is over.
        broken.errors_occurred = True
    else:
        broken.close()
