"""What each connection to PostgreSQL is told, as the server's own settings are for other work.

No query is compiled (`jit`): PostgreSQL does that with what it expects to be long, and expects it of nearly every
question which pages are below a view restriction. Without statistics it takes that table for 130 rows, however empty.
Compiling then takes a third of a second, the question itself milliseconds.

Long texts are packed with lz4, where the server was built with it: that takes a fraction of the processor time.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_SETTINGS = """SELECT set_config('jit', 'off', false), (
    SELECT set_config(name, 'lz4', false) FROM pg_settings
    WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals))"""


def tell(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """A connection that was just made. Not by its options, as a pool of connections refuses those."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_SETTINGS)


def tell_each() -> None:
    """Once, when the site starts."""
    connection_created.connect(tell, dispatch_uid="settings of a connection")
