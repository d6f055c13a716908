"""PostgreSQL answers a question of a page before it would have compiled it.

It compiles (`jit`) what it expects to be long, and expects that of nearly every question that asks which pages are
below a view restriction: without statistics it takes a table of restrictions for 130 rows, however empty. Compiling
then takes a third of a second, the question itself milliseconds.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def never_compile(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """For a connection that was just made. Not among its options, as a pool of connections refuses those."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")


def never_compile_any() -> None:
    """Once, when the site starts."""
    connection_created.connect(never_compile, dispatch_uid="never compile")
