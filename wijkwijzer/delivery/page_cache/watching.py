"""Triggers in the database that move the version (`versions`) with every change that readers may see.

Not signals of Django: those are not sent by `update()`, bulk changes, SQL of a migration or another program.
"""

from typing import Any

from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from ..models import ContentVersion
from .unseen import unseen_columns, watched_models
from .versions import move

PREFIX = "page_cache_"
# So many who write at the same moment do not wait for each other on PostgreSQL; SQLite lets one write at a time.
SLOTS = {"sqlite": 1, "postgresql": 16}

_EVENTS = {
    "sqlite": dict.fromkeys(("INSERT", "UPDATE", "DELETE"), ""),
    "postgresql": {
        "INSERT": "REFERENCING NEW TABLE AS changed",
        "UPDATE": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
        "DELETE": "REFERENCING OLD TABLE AS changed",
        "TRUNCATE": "",
    },
}
_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE tgname LIKE %s",
}
_MOVE = "BEGIN UPDATE delivery_contentversion SET token = hex(randomblob(8)); END"
_TAKE_TURN = """
CREATE OR REPLACE FUNCTION page_cache_take_turn() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    free integer;
BEGIN
    -- A row that nobody holds, or that this transaction holds: to wait for another could be to wait for each other.
    SELECT slot INTO free FROM delivery_contentversion ORDER BY slot LIMIT 1 FOR UPDATE SKIP LOCKED;
    INSERT INTO delivery_contentversion (slot, token)
        VALUES (coalesce(free, 1 + pg_backend_pid() % SLOTS), md5(gen_random_uuid()::text))
        ON CONFLICT (slot) DO UPDATE SET token = EXCLUDED.token;
END $$;

CREATE OR REPLACE FUNCTION page_cache_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM changed) THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM page_cache_take_turn();
    RETURN NULL;
END $$;
"""
# For a table some of whose columns nobody sees.
_CHANGED_IN_PART = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM changed JOIN before USING ({key})
        WHERE to_jsonb(changed) - ARRAY[{columns}] IS DISTINCT FROM to_jsonb(before) - ARRAY[{columns}])
    THEN
        PERFORM page_cache_take_turn();
    END IF;
    RETURN NULL;
END $$;
"""


def watch() -> None:
    """Make the triggers as they must be now, and take away those of tables that are not watched any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        if ContentVersion._meta.db_table not in known:
            return
        models = [model for model in watched_models() if model._meta.db_table in known]
        was_watched = _wanted(models) <= _there(cursor)
        if connection.vendor == "sqlite":
            _watch_sqlite(cursor, models)
        else:
            _watch_postgres(cursor, models)
        for slot in range(1, SLOTS[connection.vendor] + 1):
            ContentVersion.objects.get_or_create(slot=slot, defaults={"token": "first"})
        if not was_watched:
            # Without them nothing moved, whatever was changed.
            move()


def _watch_sqlite(cursor: CursorWrapper, models: list[type[Model]]) -> None:
    wanted = {}
    for model in models:
        for event in _EVENTS["sqlite"]:
            name = _name("sqlite", model, event)
            condition = f"WHEN {_differs(model)} " if event == "UPDATE" and unseen_columns(model) else ""
            wanted[name] = f'CREATE TRIGGER "{name}" AFTER {event} ON "{model._meta.db_table}" {condition}{_MOVE}'
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
    there = dict(cursor.fetchall())
    for name in there.keys() - {name for name, sql in wanted.items() if there.get(name) == sql}:
        cursor.execute(f'DROP TRIGGER "{name}"')
    for name, sql in wanted.items():
        if there.get(name) != sql:
            cursor.execute(sql)


def _differs(model: type[Model]) -> str:
    hidden = unseen_columns(model)
    columns: list[Any] = [field.column for field in model._meta.local_concrete_fields if field.column not in hidden]
    return " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)


def _watch_postgres(cursor: CursorWrapper, models: list[type[Model]]) -> None:
    there = _there(cursor)
    statements = [_TAKE_TURN.replace("SLOTS", str(SLOTS["postgresql"]))]
    for model in models:
        table, changed = model._meta.db_table, "page_cache_changed"
        if hidden := unseen_columns(model):
            changed = f"{PREFIX}{table}_changed"
            columns = ", ".join(f"'{column}'" for column in sorted(hidden))
            statements.append(_CHANGED_IN_PART.format(function=changed, key=model._meta.pk.column, columns=columns))
        for event, rows in _EVENTS["postgresql"].items():
            function = changed if event == "UPDATE" else "page_cache_changed"
            statements.append(
                f'CREATE OR REPLACE TRIGGER {PREFIX}{event.lower()} AFTER {event} ON "{table}" {rows} '
                f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
            )
    for name in there - _wanted(models):
        table, event = name.rsplit(" ", 1)
        statements.append(f'DROP TRIGGER {event} ON "{table}";')
    cursor.execute("\n".join(statements).replace("%", "%%"), [])


def _name(vendor: str, model: type[Model], event: str) -> str:
    """Of a trigger. On SQLite the name is that of no other; on PostgreSQL it is with its table."""
    table = model._meta.db_table
    return f"{PREFIX}{table}_{event.lower()}" if vendor == "sqlite" else f"{table} {PREFIX}{event.lower()}"


def _wanted(models: list[type[Model]]) -> set[str]:
    vendor = connection.vendor
    return {_name(vendor, model, event) for model in models for event in _EVENTS[vendor]}


def _there(cursor: CursorWrapper) -> set[str]:
    cursor.execute(_NAMES[connection.vendor], [f"{PREFIX}%"])
    return {name for (name,) in cursor.fetchall()}


def is_watched() -> bool:
    """Whether the database has the triggers that this code wants: where not, nothing may be kept."""
    try:
        with connection.cursor() as cursor:
            return _wanted(watched_models()) <= _there(cursor)
    except Error:
        # Without a database there is nothing to trust; the page says what is wrong, if it needs one.
        return False
