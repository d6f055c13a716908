"""The version of what readers may see: moves with every change of it, in the same transaction."""

from django.core.cache import caches
from django.db import Error, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_READ = {
    "sqlite": "SELECT group_concat(token) FROM delivery_contentversion",
    "postgresql": "SELECT string_agg(token, ',' ORDER BY slot) FROM delivery_contentversion",
}


def content_version() -> str | None:
    """The version as it is committed now; nothing where it is not known, so that nothing may be kept or shown of it.

    Asked for each page, so without Django's own cursor, which costs more than the question.
    """
    try:
        if connection.connection is None:
            connection.ensure_connection()
        row = connection.connection.execute(_READ[connection.vendor]).fetchone()
    except Error:
        _let_go(connection)
        return None
    except Exception as error:
        # What the driver itself raises, as Django did not translate it.
        if not isinstance(error, connection.Database.Error):
            raise
        _let_go(connection)
        return None
    return row[0] if row else None


def move() -> None:
    """Make all that is kept old, in the transaction that is open. Changes of watched tables do this by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE[connection.vendor])


def purge() -> None:
    """What was taken back: nothing that was kept is shown from the moment of the commit, and then it is thrown away."""
    move()
    transaction.on_commit(caches["pages"].clear)


_MOVE = {
    "sqlite": "UPDATE delivery_contentversion SET token = hex(randomblob(8))",
    "postgresql": "SELECT page_cache_take_turn()",
}


def _let_go(broken: BaseDatabaseWrapper) -> None:
    """A connection that the server closed is of no use to the page that is made next; a transaction needs its own."""
    if not broken.in_atomic_block:
        broken.close()
