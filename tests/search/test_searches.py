"""What is kept of searches: numbers for a day, words only of what is asked on three days, and never a person."""

import os
import subprocess
import sys
import textwrap
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from wijkwijzer.search import searches
from wijkwijzer.search.models import SearchCount
from wijkwijzer.settings.env import PROJECT_DIR

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def by_hand(settings: Settings) -> Iterator[None]:
    """Nothing is written but by the test, and nothing is left for the next one."""
    settings.SEARCH_FLUSH_SECONDS = 0
    searches._counter.begin_anew()
    yield
    searches._counter.begin_anew()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """Ask something on a day, and have that written."""

    def ask(day: date, *asked: str, total: int = 3) -> None:
        monkeypatch.setattr(searches.timezone, "localdate", lambda: day)
        for text in asked:
            searches.note(text, total)
        searches.flush()

    return ask


def days(number: int) -> timedelta:
    return timedelta(days=number)


def words_kept() -> set[str]:
    return set(SearchCount.objects.exclude(words="").values_list("words", flat=True))


# --- Counting --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_searches_of_a_day_are_added_up_and_those_that_found_nothing_apart(on) -> None:
    on(TODAY, "wijkcentrum", "wijkcentrum")
    on(TODAY, "wijkcentrum", total=0)
    count = SearchCount.objects.get()
    assert (count.day, count.searches, count.without_result, count.words) == (TODAY, 3, 1, "")


@pytest.mark.django_db
def test_one_question_written_in_many_ways_is_one_question(on) -> None:
    on(
        TODAY,
        "Wijkcoördinator  Breda",
        "wijkcoordinator breda",
        " WIJKCOÖRDINATOR BREDA ",
        "wijkcoo\u0308rdinator breda",
    )
    assert SearchCount.objects.get().searches == 4


@pytest.mark.django_db
def test_counting_reads_and_writes_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        searches.note("wijkcentrum", 0)
    assert not SearchCount.objects.exists()


@pytest.mark.django_db
def test_a_whole_minute_is_written_in_one_statement(on) -> None:
    on(TODAY)  # has deleted what is old, which happens once a day
    for number in range(900):
        searches.note(f"wijkcentrum {number}", 0)
    with CaptureQueriesContext(connection) as queries:
        searches.flush()
    assert len(queries) == 1
    assert SearchCount.objects.count() == 900


@pytest.mark.django_db
def test_a_flood_of_different_questions_takes_no_more_memory_than_a_thousand(on) -> None:
    for number in range(3_000):
        searches.note("x" * (number % 90) + chr(0x4E00 + number), 0)
    assert len(searches._counter.take()) == searches.MOST_WAITING
    searches.note("wijkcentrum", 1)
    assert len(searches._counter.take()) == 1


@pytest.mark.django_db
def test_what_is_written_is_not_written_again(on) -> None:
    on(TODAY, "wijkcentrum")
    on(TODAY)
    assert SearchCount.objects.get().searches == 1


@pytest.mark.django_db
def test_two_processes_that_counted_the_same_question_add_up(on) -> None:
    for _process in range(2):
        searches._counter.begin_anew()
        on(TODAY, "wijkcentrum", "buurthuis")
    assert sorted(SearchCount.objects.values_list("searches", flat=True)) == [2, 2]


# --- What is not kept ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_words_are_kept_from_the_third_day_on_and_before_that_only_a_keyed_hash(on, settings) -> None:
    for number in range(2):
        on(TODAY + days(number), "buurthuis", "buurthuis", "buurthuis")
        assert words_kept() == set()
    assert len(SearchCount.objects.first().key) == 64
    on(TODAY + days(40), "buurthuis")
    assert words_kept() == {"buurthuis"}
    assert list(SearchCount.objects.order_by("day").values_list("words", flat=True)) == ["", "", "buurthuis"]
    key = searches.key_of("buurthuis")
    settings.SECRET_KEY = "another"
    assert searches.key_of("buurthuis") != key


@pytest.mark.django_db
def test_three_searches_on_the_third_day_keep_their_words(on) -> None:
    for number in range(3):
        on(TODAY + days(number), "buurthuis")
    on(TODAY + days(2), "Buurthuis")
    assert SearchCount.objects.get(day=TODAY + days(2)).searches == 2
    assert words_kept() == {"buurthuis"}


PERSONAL = [
    "els@example.org",
    "els＠example.org",
    "bel 0612345678",
    "1234 AB",
    "٠٦١٢",
    "o6 1 2 3 4",
    "wijk " * 30,
    "",
    "  ",
    "?!",
    "\x00\x01",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", PERSONAL)
def test_what_may_be_personal_or_is_no_question_leaves_nothing_behind(on, text: str) -> None:
    for number in range(4):
        on(TODAY + days(number), text, total=0)
    assert not SearchCount.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["wijk 123", "a" * 100, "'; DROP TABLE", "wijk AND (-x)", "🏘 wijk", "%s %(x)s {}", "'"]
)
def test_strange_words_are_counted_or_left_out_without_an_error(on, text: str) -> None:
    for number in range(3):
        on(TODAY + days(number), text)
    assert words_kept() <= {text.lower()}
    assert SearchCount.objects.count() in (0, 3)


def test_ten_kilobytes_of_text_are_no_question() -> None:
    assert searches.countable_words("wijk " * 2_000) == ""
    assert searches.countable_words("ﷺ" * 60) == ""


@pytest.mark.django_db
def test_a_row_holds_no_time_and_nobody(on) -> None:
    on(TODAY, "wijkcentrum")
    fields = {field.name for field in SearchCount._meta.get_fields()}
    assert fields == {"id", "key", "day", "words", "searches", "without_result"}


@pytest.mark.django_db
def test_nothing_is_kept_longer_than_thirteen_months(on) -> None:
    on(TODAY, "buurthuis")
    on(TODAY + days(searches.KEPT_DAYS))
    assert SearchCount.objects.count() == 1
    on(TODAY + days(searches.KEPT_DAYS + 1))
    assert not SearchCount.objects.exists()


def test_the_days_kept_are_at_most_thirteen_months_from_any_day_on() -> None:
    for number in range(4 * 365 + 1):
        first = TODAY + days(number)
        year, month = divmod(first.year * 12 + first.month - 1 + 13, 12)
        later = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        assert first + days(searches.KEPT_DAYS) <= later


@pytest.mark.django_db
def test_old_rows_are_looked_for_once_a_day(on, monkeypatch: pytest.MonkeyPatch) -> None:
    on(TODAY)
    with CaptureQueriesContext(connection) as queries:
        on(TODAY)
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        on(TODAY + days(1))
    assert len(queries) == 1


# --- When writing fails ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_write_that_fails_is_dropped_with_a_line_that_does_not_name_the_words(on, caplog) -> None:
    def fail(*_call: object) -> None:
        raise DatabaseError("Failing row contains (buurthuis).")

    with connection.execute_wrapper(fail):
        on(TODAY, "buurthuis", "wijkcentrum")
    assert caplog.messages == ["The counts of 2 searches were dropped: DatabaseError"]
    on(TODAY, "wijkcentrum")
    assert SearchCount.objects.get().searches == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_somebody_else_has_locked_costs_the_counts_and_nothing_more(on, caplog) -> None:
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = 50")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("UPDATE search_searchcount SET searches = 0")
            else:
                cursor.execute("LOCK TABLE search_searchcount")
        on(TODAY, "buurthuis")
        assert caplog.messages == ["The counts of 1 searches were dropped: OperationalError"]
        other.rollback()
    finally:
        other.close()
        connection.close()
    on(TODAY, "wijkcentrum")
    assert SearchCount.objects.get().key == searches.key_of("wijkcentrum")


# --- Threads and processes -------------------------------------------------------------------------------------------


def test_without_a_search_there_is_no_thread_and_one_is_enough(settings: Settings) -> None:
    settings.SEARCH_FLUSH_SECONDS = 3_600
    assert searches._counter._thread is None
    searches.note("wijkcentrum", 1)
    thread = searches._counter._thread
    searches.note("buurthuis", 1)
    assert searches._counter._thread is thread
    assert thread.is_alive()
    assert thread.daemon


def run(script: str) -> None:
    """A process of its own on the database of the test."""
    begin = f"""
        import os, sys, time
        sys.path.insert(0, {str(PROJECT_DIR)!r})
        os.environ["DJANGO_SETTINGS_MODULE"] = "wijkwijzer.settings.test"
        import django
        from django.conf import settings
        settings.DATABASES["default"]["NAME"] = {connection.settings_dict["NAME"]!r}
        settings.SEARCH_FLUSH_SECONDS = float({{seconds}})
        django.setup()
        from wijkwijzer.search import searches
    """
    seconds, _newline, rest = textwrap.dedent(script).strip().partition("\n")
    code = textwrap.dedent(begin).format(seconds=seconds) + rest
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_the_thread_writes_by_itself_on_a_connection_of_its_own() -> None:
    run("""
        0.2
        from wijkwijzer.search.models import SearchCount
        searches.note("buurthuis", 1)
        end = time.monotonic() + 30
        while not SearchCount.objects.exists() and time.monotonic() < end:
            time.sleep(0.05)
        os._exit(0)
    """)
    assert SearchCount.objects.get().searches == 1


@pytest.mark.django_db(transaction=True)
def test_what_waits_is_written_at_the_end_of_the_process() -> None:
    run("""
        3600
        searches.note("buurthuis", 1)
    """)
    assert SearchCount.objects.get().searches == 1


@pytest.mark.django_db(transaction=True)
def test_a_forked_worker_counts_for_itself_and_not_again_what_its_parent_counted() -> None:
    run("""
        3600
        searches.note("buurthuis", 1)
        child = os.fork()
        if not child:
            searches.note("wijkcentrum", 1)
            assert searches._counter._thread.is_alive()
            sys.exit(0)
        assert os.waitpid(child, 0)[1] == 0
    """)
    counts = dict(SearchCount.objects.values_list("key", "searches"))
    assert counts == {searches.key_of("buurthuis"): 1, searches.key_of("wijkcentrum"): 1}
