"""A query that takes long is logged: what was asked, and never about whom."""

import logging
import time
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.signals import connection_created

from wijkwijzer.delivery.slow_queries import LONGEST, SlowQueries, watch_all
from wijkwijzer.users.models import User

pytestmark = pytest.mark.django_db


def slow(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "wijkwijzer.queries"]


def test_the_values_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    with connection.execute_wrapper(SlowQueries(0)):
        User.objects.filter(email="jan@example.org").exists()
        connection.cursor().execute("SELECT 'Jan''s geheim', %s", ["piet@example.org"])
    first, second = slow(caplog)
    assert 'email" = %s' in first.getMessage()
    assert "SELECT '…', %s" in second.getMessage()
    assert first.levelno == logging.WARNING
    assert first.milliseconds >= 0
    for record in (first, second):
        assert not {"jan@example.org", "Jan", "piet@example.org"} & set(str(vars(record)).replace("'", " ").split())


def test_one_that_takes_no_longer_than_it_may_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with connection.execute_wrapper(SlowQueries(60)):
        User.objects.exists()
    assert slow(caplog) == []


def test_the_time_is_that_of_the_query(caplog: pytest.LogCaptureFixture) -> None:
    def execute(*arguments: Any) -> str:
        time.sleep(0.02)
        return "rows"

    assert SlowQueries(0.02)(execute, "SELECT 1", None, False, {}) == "rows"
    assert slow(caplog)[0].milliseconds >= 20


def test_one_that_fails_is_logged_too_and_still_fails(caplog: pytest.LogCaptureFixture) -> None:
    with connection.execute_wrapper(SlowQueries(0)), pytest.raises(DatabaseError):
        connection.cursor().execute("SELECT nothing FROM nowhere")
    assert "nowhere" in slow(caplog)[0].getMessage()


def test_a_long_one_is_one_line_and_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    SlowQueries(0)(lambda *arguments: None, "SELECT\n  " + "x" * 100_000, None, False, {})
    assert "SELECT xxx" in slow(caplog)[0].getMessage()
    assert len(slow(caplog)[0].getMessage()) < LONGEST + 100


def test_each_connection_is_watched_once_however_often_it_is_made_anew() -> None:
    another = connections.create_connection("default")
    try:
        for _ in range(2):
            another.ensure_connection()
            another.close()
    finally:
        another.close()
    (wrapper,) = another.execute_wrappers
    assert wrapper.seconds == 0.5


def test_with_the_setting_at_0_there_is_nothing_in_between(settings: Any) -> None:
    settings.SLOW_QUERY_MS = 0
    with mock.patch.object(connection_created, "connect") as connect:
        watch_all()
    connect.assert_not_called()
