"""How often something is searched: words and a number for each day. Not who asked, not from where, not at what time.

Counts are kept in memory. A thread of each process writes them once a minute, in one statement, on a connection of its
own: a search never writes and never waits. What cannot be written is dropped; a statistic is worth no trouble.

The words of a search are only kept once it was asked on three days. Until then the row has a keyed hash of them, which
says that it is the same question and not which. What may be somebody's address or number is not counted at all.
"""

import atexit
import logging
import os
import threading
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .analysis import fold
from .models import SearchCount
from .query import clean_text

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 60
# Different searches in memory between two writes; more than this in a minute is no people searching.
MOST_WAITING = 1_000
LONGEST = 100
MOST_DIGITS = 3
DAYS_BEFORE_WORDS = 3
# Thirteen months at their shortest (from the first of February on).
KEPT_DAYS = 393
SALT = "wijkwijzer.search.searches"


def note(text: str, total: int) -> None:
    """Count a search and whether it found nothing. Cheap: nothing is read or written here.

    For what a visitor asks: the first page of a search without filters. Choosing a filter, sorting, the next page, the
    feed and the JSON form are no new question.
    """
    words = countable_words(text)
    if words:
        _counter.add(key_of(words), timezone.localdate(), words, is_without_result=total == 0)


def countable_words(text: str) -> str:
    """The words in small letters on one line; empty where they may point at a person, or are no question."""
    words = clean_text(unicodedata.normalize("NFKC", text[:1_000])).lower()
    digits = sum(char.isdigit() for char in words)
    is_countable = "@" not in words and digits <= MOST_DIGITS and len(words) <= LONGEST and bool(_folded(words))
    return words if is_countable else ""


def key_of(words: str) -> str:
    """The same for every way to write the same words, and of no use without the secret key of the site."""
    return salted_hmac(SALT, _folded(words), algorithm="sha256").hexdigest()


def _folded(words: str) -> str:
    return " ".join(fold(words).split())


@dataclass(slots=True)
class Asked:
    """What one process counted of one search on one day. `words` is how it was written last."""

    words: str
    searches: int = 0
    without_result: int = 0


class Counter:
    """The counts of this process that are not written yet, and the thread that writes them."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Also in a forked process: it has a copy of the counts, which its parent will write, and no thread."""
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, date], Asked] = {}
        self._thread: threading.Thread | None = None
        self.cleaned_on: date | None = None

    def add(self, key: str, day: date, words: str, *, is_without_result: bool) -> None:
        with self._lock:
            if (key, day) not in self._waiting and len(self._waiting) >= MOST_WAITING:
                return
            asked = self._waiting.setdefault((key, day), Asked(words))
            asked.words = words
            asked.searches += 1
            asked.without_result += is_without_result
            self._start()

    def take(self) -> dict[tuple[str, date], Asked]:
        """What waits, which is then no longer waiting."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        return waiting

    def finish(self) -> None:
        """At the end of the process: the last minute."""
        if self._thread is not None:
            _flush_and_hang_up()

    def _start(self) -> None:
        """Only when something is counted: so never before a server forks its workers, and in no command."""
        seconds: float = getattr(settings, "SEARCH_FLUSH_SECONDS", FLUSH_SECONDS)
        if seconds and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=_flush_every, args=(seconds,), name="search-counts", daemon=True)
            self._thread.start()


_counter = Counter()
os.register_at_fork(after_in_child=_counter.begin_anew)
atexit.register(_counter.finish)


def _flush_every(seconds: float) -> None:
    pause = threading.Event()
    while not pause.wait(seconds):
        _flush_and_hang_up()


def _flush_and_hang_up() -> None:
    """Connections belong to a thread: this is never the one that a visitor waits for."""
    try:
        flush()
    finally:
        connection.close()


def flush() -> None:
    """Write what this process counted, and once a day delete what is too old. A failure is dropped."""
    waiting = _counter.take()
    try:
        if waiting:
            _write(waiting)
        _delete_old(timezone.localdate())
    except Error as error:
        # The name only: a database may quote the words in its message.
        logger.warning("The counts of %d searches were dropped: %s", len(waiting), type(error).__name__)


# Processes write the same row, so numbers are added up. The same text on SQLite and PostgreSQL; without `WHERE true`
# SQLite takes `ON` for that of a join.
STATEMENT = """
WITH asked (key, day, words, searches, without_result) AS (VALUES {rows})
INSERT INTO {table} (key, day, words, searches, without_result)
SELECT
    asked.key,
    asked.day,
    CASE WHEN (
        SELECT COUNT(*) FROM {table} AS other WHERE other.key = asked.key AND other.day <> asked.day
    ) >= {other_days} THEN asked.words ELSE '' END,
    asked.searches,
    asked.without_result
FROM asked
WHERE true
ON CONFLICT (key, day) DO UPDATE SET
    words = CASE WHEN excluded.words <> '' THEN excluded.words ELSE {table}.words END,
    searches = {table}.searches + excluded.searches,
    without_result = {table}.without_result + excluded.without_result
"""


def _write(waiting: dict[tuple[str, date], Asked]) -> None:
    """In one statement. In the order of the keys, so that two processes do not wait for each other's rows."""
    values: list[Any] = []
    for (key, day), asked in sorted(waiting.items(), key=lambda item: item[0]):
        values += [key, connection.ops.adapt_datefield_value(day), asked.words, asked.searches, asked.without_result]
    statement = STATEMENT.format(
        table=connection.ops.quote_name(SearchCount._meta.db_table),
        rows=", ".join(["(%s, %s, %s, %s, %s)"] * len(waiting)),
        other_days=DAYS_BEFORE_WORDS - 1,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _delete_old(today: date) -> None:
    if _counter.cleaned_on != today:
        SearchCount.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
        _counter.cleaned_on = today
