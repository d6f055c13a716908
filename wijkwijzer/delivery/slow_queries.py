"""Queries that take long are written down: what was asked, never about whom.

On SQLite the time is that until the first row: it looks for the others while they are read.
"""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

logger = logging.getLogger("wijkwijzer.queries")

# Django writes values as %s; what was written into the statement by hand may be one.
LITERAL = re.compile(r"'(?:[^']|'')*'")
LONGEST = 2000


class SlowQueries:
    """A wrapper around each query (`connection.execute_wrappers`) that logs those of `seconds` or more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            # Also of one that failed: a time-out is why.
            if (took := perf_counter() - started) >= self.seconds:
                _log(sql, took * 1000)


def _log(sql: object, milliseconds: float) -> None:
    took = round(milliseconds, 1)
    statement = LITERAL.sub("'…'", " ".join(str(sql).split()))[:LONGEST]
    logger.warning("A query took %s ms: %s", took, statement, extra={"milliseconds": took})


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Once a connection, however often it is made anew."""
    if not any(isinstance(wrapper, SlowQueries) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.insert(0, SlowQueries(settings.SLOW_QUERY_MS / 1000))


def watch_all() -> None:
    """Once, when the site starts. With SLOW_QUERY_MS at 0 nothing is between Django and the database."""
    if settings.SLOW_QUERY_MS > 0:
        connection_created.connect(watch, dispatch_uid="slow queries")
