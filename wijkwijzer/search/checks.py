"""Say that the search index must be made anew: a check, and a line in the log of a site that starts."""

import logging
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connection

from . import analysis, pairs
from .engines import get_engine
from .rebuilding import what_is_wrong

HINT = "Run: manage.py rebuild_search_index. The site can stay up meanwhile."

logger = logging.getLogger(__name__)


def index_is_true(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Of the database, so only where Django checks that: `migrate`, and `check --database default`."""
    if not kwargs.get("databases"):
        return []
    wrong = what_is_wrong()
    return [Warning(wrong, hint=HINT, id="search.W001")] if wrong else []


def index_is_ready() -> str:
    """For `/readyz`, which strangers read."""
    return "must be rebuilt" if what_is_wrong() else ""


def prepare() -> None:
    """Before a server forks its workers: load the language data, which they then share, and look at the index."""
    analysis.warm_up()
    if get_engine().stores_vectors:
        pairs.warm_up()
    had_connection = connection.connection is not None
    if wrong := what_is_wrong():
        logger.warning("%s %s", wrong, HINT)
    if not had_connection:
        # Workers must not share a connection.
        connection.close()
