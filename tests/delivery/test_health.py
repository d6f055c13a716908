"""What load balancers and monitors are told, also when the database is gone, hangs or is locked."""

import socket
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from wijkwijzer.delivery import health, shared
from wijkwijzer.delivery.health import Readiness, migrations_are_applied
from wijkwijzer.delivery.page_cache import middleware
from wijkwijzer.schedule.models import JobState
from wijkwijzer.schedule.readiness import checks

ALL_OK = {"database": "ok", "search": "ok", "migrations": "ok", "mail": "ok", "schedule": "ok"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No round that another test left hanging."""
    monkeypatch.setattr(health, "readiness", Readiness())


@pytest.fixture
def schedule_ran(transactional_db: None) -> None:
    JobState.objects.create(name="mail", due_at=timezone.now(), started_at=timezone.now())


def assert_not_ready(response: HttpResponse, **wrong: str) -> None:
    assert response.status_code == 503
    said = response.json()
    assert said["ready"] is False
    assert wrong.items() <= said["checks"].items(), said


# --- Alive -----------------------------------------------------------------------------------------------------------


def test_alive_is_said_without_database_session_or_cookie(client: Client) -> None:
    """There is no mark `django_db`: whoever touches the database here, fails."""
    client.cookies["sessionid"] = "a" * 32
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Vary" not in response.headers


def test_nor_does_what_keeps_pages_touch_it(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PAGE_CACHE = True
    asked: list[str] = []
    for module in (middleware, shared):
        monkeypatch.setattr(module, "content_version", lambda: asked.append("version"))
    monkeypatch.setattr(middleware, "is_watched", lambda: asked.append("triggers"))
    monkeypatch.setattr(middleware, "process", middleware._Process())
    assert Client().get("/healthz").content == b"ok"
    assert asked == []


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "testserver"])
def test_alive_is_said_to_whoever_asks_on_this_machine(client: Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_they_are_only_read_and_not_indexed(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert f"Disallow: {address}\n" in client.get("/robots.txt").content.decode()


@pytest.mark.django_db
def test_over_https_whoever_asks_on_this_machine_is_not_sent_away(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    assert client.get("/healthz").status_code == 200
    assert client.get("/robots.txt").status_code == 301


# --- Ready -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("schedule_ran")
class TestAReadySite:
    """One test for each would be a copy of the database for each."""

    pytestmark = pytest.mark.django_db(transaction=True)

    def test_it_says_so_until_something_is_wrong(self, client: Client) -> None:
        response = client.get("/readyz")
        assert (response.status_code, response.json()) == (200, {"ready": True, "checks": ALL_OK})
        assert response.headers["Cache-Control"] == "no-store"
        assert not response.cookies

        JobState.objects.all().delete()
        assert_not_ready(client.get("/readyz"), schedule="never ran", mail="ok")
        assert client.get("/readyz?exclude=schedule&exclude=bestaat-niet").json()["checks"].keys() == (
            ALL_OK.keys() - {"schedule"}
        )
        assert client.get("/readyz?exclude=schedule").status_code == 200

        MigrationRecorder.Migration.objects.filter(app="pages").order_by("-pk")[0].delete()
        assert_not_ready(client.get("/readyz?exclude=schedule"), migrations="behind")

    def test_a_check_that_fails_says_nothing_of_why(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        def fails() -> str:
            raise ValueError("jan@example.org")

        with mock.patch.dict(checks, {"extra": fails}):
            response = client.get("/readyz")
        assert_not_ready(response, extra="failed")
        assert "jan@" not in response.content.decode() + caplog.text
        assert "The check extra failed: ValueError" in caplog.text
        # No error of the site, which a collector would hear of each time that a monitor asks.
        assert {record.levelname for record in caplog.records} == {"WARNING"}


@pytest.mark.django_db
def test_every_migration_of_the_code_is_applied_in_a_database_that_was_migrated() -> None:
    """Those that others replaced included."""
    assert migrations_are_applied() == ""


# --- A database that is gone -----------------------------------------------------------------------------------------


@pytest.fixture
def socket_that_says_nothing() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def other_database(**other: Any) -> Any:
    """Threads that begin now, find this one; that of the test keeps its connection."""
    return mock.patch.dict(connections.settings, {"default": {**connections.settings["default"], **other}})


def postgres_at(port: int) -> Any:
    place = {"HOST": "127.0.0.1", "PORT": port, "NAME": "wijk", "USER": "x", "PASSWORD": "x", "OPTIONS": {}}
    return other_database(ENGINE="django.db.backends.postgresql", **place)


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_no_answer_for_the_others(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with postgres_at(port):
        response = client.get("/readyz")
    assert_not_ready(response, database="failed", migrations="no answer", schedule="no answer")
    assert str(port) not in response.content.decode()


@pytest.mark.django_db
def test_for_a_server_that_hangs_nobody_waits_long_and_one_thread_does(
    client: Client, settings: Any, socket_that_says_nothing: socket.socket
) -> None:
    settings.READY_SECONDS = 0.3
    with postgres_at(socket_that_says_nothing.getsockname()[1]):
        responses = [client.get("/readyz") for _ in range(3)]
        assert socket_that_says_nothing.accept()
        socket_that_says_nothing.settimeout(0.1)
        with pytest.raises(TimeoutError):
            socket_that_says_nothing.accept()
    for response in responses:
        assert_not_ready(response, database="no answer")


@pytest.mark.django_db
@pytest.mark.database("sqlite")
def test_a_file_that_somebody_locked_gives_503_until_it_is_free(client: Client, settings: Any, tmp_path: Path) -> None:
    """Asking SQLite for 1 takes no lock; the check after it does."""
    settings.READY_SECONDS = 0.2
    file = tmp_path / "locked.sqlite3"
    holder = sqlite3.connect(file)
    holder.execute("CREATE TABLE something (n int)")
    holder.execute("BEGIN EXCLUSIVE")
    with other_database(NAME=str(file), OPTIONS={"timeout": 1}):
        assert_not_ready(client.get("/readyz"), database="ok", migrations="no answer")
        holder.close()
        end = time.monotonic() + 30
        while client.get("/readyz").json()["checks"]["migrations"] != "behind":
            assert time.monotonic() < end
