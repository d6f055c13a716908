"""Writing many wide rows at once.

Django's `bulk_create` sends a list for each column to PostgreSQL, which psycopg writes letter by letter; and it refuses
models with a parent table, as it does not know the keys of the parents.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLInsertCompiler


def insert(
    model: type[models.Model], rows: Sequence[Any], *, update: Collection[str] = (), returning: bool = False
) -> list[Any]:
    """Insert the rows of the table of `model`, a statement for as many as the database takes.

    The rows are instances of it, or of models that inherit from it, with the keys of all parents. With `returning` they
    have no key yet; the new keys are given, in the same order. A key that is there already is an error, unless `update`
    names the fields to be updated then.
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
        # The one that all databases share: it sends the values.
        compiler = SQLInsertCompiler(query, connection, DEFAULT_DB_ALIAS)
        keys += [pk for (pk,) in compiler.execute_sql([key] if returning else None)]
    return keys


def insert_quickly(model: type[models.Model], rows: Sequence[Any]) -> None:
    """The same for new rows that have a key; on PostgreSQL as a stream, without a statement to write and to read."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        insert(model, rows)
        return
    fields, quote = model._meta.local_concrete_fields, connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
