"""Writing many wide rows in one statement."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLInsertCompiler


def insert(
    model: type[models.Model], rows: Sequence[Any], *, update: Collection[str] = (), returning: bool = False
) -> list[Any]:
    """Insert the rows of the table of `model`; with `returning` their new keys are given, in the same order.

    The rows are instances of `model`, or of a model that inherits from it: Django's `bulk_create` refuses those, as it
    does not know the keys of the parents. Rows whose key is there already are an error, unless `update` names the
    fields to be updated then.

    To PostgreSQL Django sends a list for each column, which psycopg writes letter by letter. So this takes the compiler
    that all databases share, which sends the values.
    """
    # The connection itself: `django.db.connection` would look it up for each value.
    connection, key = connections[DEFAULT_DB_ALIAS], model._meta.pk
    fields = [one for one in model._meta.local_concrete_fields if not (returning and one is key)]
    updated = [one for one in fields if one.name in update]
    size = connection.ops.bulk_batch_size(fields, rows)
    keys: list[Any] = []
    for start in range(0, len(rows), size):
        query = InsertQuery(
            model,
            on_conflict=OnConflict.UPDATE if updated else None,
            update_fields=updated,
            unique_fields=[key] if updated else [],
        )
        query.insert_values(fields, rows[start : start + size])
        compiler = SQLInsertCompiler(query, connection, DEFAULT_DB_ALIAS)
        keys += [pk for (pk,) in compiler.execute_sql([key] if returning else None)]
    return keys
