"""Preparing and serving the site: what is done is skipped, what changed is done again."""

import gc
import io
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from wijkwijzer.delivery import server, startup
from wijkwijzer.delivery.management.commands import serve


@pytest.fixture
def data_dir(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def commands():
    """The management commands that a start calls, recorded instead of run."""
    with mock.patch.object(startup, "call_command") as recorder:
        yield recorder


def names(recorder: mock.Mock) -> list[str]:
    return [call.args[0] for call in recorder.call_args_list]


def collected(data_dir: Path) -> None:
    (data_dir / "static").mkdir(exist_ok=True)
    (data_dir / "static" / "staticfiles.json").write_text("{}")


# --- Preparing -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_first_start_collects_static_files_lays_out_the_site_and_fills_an_empty_one(data_dir, commands):
    startup.prepare_site(lambda text: None)
    assert names(commands) == ["collectstatic", "make_workflow", "lay_out_site", "replay_erasures", "load_demo"]
    assert commands.call_args.kwargs == {"if_empty": True}


@pytest.mark.django_db
def test_a_second_start_skips_what_is_done_and_says_so_by_silence(data_dir, commands):
    startup.prepare_site(lambda text: None)
    collected(data_dir)
    commands.reset_mock()
    said: list[str] = []
    startup.prepare_site(said.append)
    assert names(commands) == ["make_workflow", "lay_out_site", "replay_erasures", "load_demo"]
    assert said == ["Checking pages and demo content ..."]


@pytest.mark.django_db
def test_unapplied_migrations_are_run_first(data_dir, commands, monkeypatch):
    monkeypatch.setattr(startup, "has_unapplied_migrations", lambda: True)
    startup.prepare_site(lambda text: None)
    assert names(commands)[0] == "migrate"


@pytest.mark.django_db
def test_a_migrated_database_has_nothing_to_migrate():
    assert not startup.has_unapplied_migrations()


@pytest.mark.django_db
def test_a_migration_that_was_not_run_shows():
    MigrationRecorder.Migration.objects.filter(app="users").delete()
    assert startup.has_unapplied_migrations()


def test_a_database_that_cannot_be_reached_is_said_in_one_sentence(data_dir, commands, monkeypatch):
    def refuse():
        raise OperationalError("connection refused\nIs the server running?")

    # Not the method of the connection: what is put back there is what stood there, the refusal of pytest-django.
    monkeypatch.setattr(startup, "connection", SimpleNamespace(ensure_connection=refuse))
    with pytest.raises(CommandError, match=r"^The database cannot be reached, .*: connection refused$"):
        startup.prepare_site(lambda text: None)


def test_static_files_are_collected_again_when_their_result_is_gone(data_dir, commands):
    startup.collect_static(lambda text: None)
    startup.collect_static(lambda text: None)
    assert names(commands) == ["collectstatic", "collectstatic"]


def test_a_failed_collect_is_done_again(data_dir, commands):
    collected(data_dir)
    commands.side_effect = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        startup.collect_static(lambda text: None)
    commands.side_effect = None
    startup.collect_static(lambda text: None)
    assert commands.call_count == 2


def test_the_static_digest_changes_with_a_file_and_with_the_lock(settings, tmp_path, monkeypatch):
    static = tmp_path / "static"
    static.mkdir()
    monkeypatch.setattr(startup, "PROJECT_DIR", tmp_path)
    finder = mock.Mock(storages={"": mock.Mock(location=static)})
    monkeypatch.setattr(startup, "get_finders", lambda: [finder])
    digests = [startup.static_digest()]
    for file, text in (("static/a.css", "a"), ("static/a.css", "b"), ("requirements.lock", "x==1")):
        (tmp_path / file).write_text(text)
        digests.append(startup.static_digest())
    assert len(set(digests)) == 4
    assert startup.static_digest() == digests[-1]


def test_the_projects_own_static_folder_is_watched():
    assert startup.PROJECT_DIR / "static" in {file.parent.parent for file in startup._own_static_files()}


# --- Serving ---------------------------------------------------------------------------------------------------------


def configured(**environment: str) -> dict[str, object]:
    with mock.patch.dict("os.environ", environment):
        return server.options_from_environment()


def test_the_server_listens_on_the_loopback_address_with_the_workers_asked_for():
    options = configured(PORT="8123", WEB_WORKERS="3", WEB_THREADS="5")
    assert options["bind"] == "127.0.0.1:8123"
    assert (options["workers"], options["threads"], options["worker_class"]) == (3, 5, "gthread")


def test_a_server_without_workers_is_refused():
    with pytest.raises(ImproperlyConfigured, match="WEB_WORKERS"):
        configured(WEB_WORKERS="0")


def test_gunicorn_accepts_every_option_and_loads_the_application_once():
    def application(environ, start_response):
        raise AssertionError("not called")

    greet = mock.Mock()
    site = server.SiteServer(application, configured(PORT="8123"), greet, mock.Mock())
    # Frozen objects would stay for the rest of the test run.
    with mock.patch.object(server.connections, "close_all") as close_all, mock.patch.object(server, "gc") as collector:
        assert site.wsgi() is site.wsgi() is application
    # What `manage.py` chose for loading would let each worker grow.
    collector.set_threshold.assert_called_once_with(*gc.get_threshold())
    close_all.assert_called_once_with()
    assert site.cfg.preload_app
    assert site.cfg.accesslog is None, "addresses hold tokens and what people search for"
    assert site.cfg.limit_request_line == 0, "an address of 10 kB must get a normal page"
    site.cfg.when_ready(None)
    greet.assert_called_once_with()


def test_a_worker_leaves_ctrl_c_to_its_arbiter():
    site = server.SiteServer(mock.Mock(), configured(), mock.Mock(), mock.Mock())
    with mock.patch.object(server.signal, "signal") as set_handler:
        site.cfg.post_worker_init(mock.Mock())
    set_handler.assert_called_once_with(server.signal.SIGINT, server.signal.SIG_IGN)


@pytest.fixture
def greeting(data_dir, settings, monkeypatch):
    collected(data_dir)
    settings.SITE_URL = "http://127.0.0.1:8123"
    monkeypatch.setattr(serve, "prepare_site", lambda say: say("Prepared."))
    # The greeting belongs to the moment the port answers, so a server that never starts must not print it.
    monkeypatch.setattr(serve.SiteServer, "run", lambda site: site.cfg.when_ready(None))
    monkeypatch.setattr(server.ScheduleRunner, "start", mock.Mock())

    def greet() -> str:
        out = io.StringIO()
        call_command("serve", stdout=out)
        return out.getvalue()

    return greet


@pytest.mark.django_db
def test_serve_prints_the_addresses_of_site_and_editors(greeting):
    lines = greeting().splitlines()
    assert lines[0] == "Prepared."
    assert "WijkWijzer  http://127.0.0.1:8123/" in lines
    assert "Editors     http://127.0.0.1:8123/beheer/" in lines
    assert "Demo accounts" not in "\n".join(lines)


@pytest.mark.django_db
def test_serve_prints_the_demo_accounts_while_their_file_exists(greeting, data_dir):
    (data_dir / "demo-accounts.txt").write_text("beheerder   a-password\n")
    assert "beheerder   a-password" in greeting()


@pytest.mark.django_db
def test_a_server_says_where_they_are_and_leaves_the_passwords_out_of_its_journal(greeting, data_dir, settings):
    settings.IS_HTTPS = True
    (data_dir / "demo-accounts.txt").write_text("beheerder   a-password\n")
    said = greeting()
    assert str(data_dir / "demo-accounts.txt") in said
    assert "a-password" not in said


# --- The schedule beside it ------------------------------------------------------------------------------------------

# Writes down what it was called with and that it was told to end.
STAND_IN = """
import pathlib, signal, sys, time
here = pathlib.Path(__file__).parent
def end(*_signal):
    (here / "ended").touch()
    sys.exit()
signal.signal(signal.SIGTERM, end)
(here / "began").write_text(" ".join(sys.argv[1:]))
time.sleep(60)
"""
SERVER = """
import sys
from django.conf import settings
settings.configure()
from pathlib import Path
from wijkwijzer.delivery import server
server.PROJECT_DIR = Path(sys.argv[1])
def application(environ, start_response):
    start_response("200 OK", [])
    return [b"here"]
schedule = server.schedule_from_environment()
server.SiteServer(application, server.options_from_environment(), schedule.start, schedule.stop).run()
"""


def free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


@pytest.fixture
def site(tmp_path):
    """gunicorn with an application of four lines, and a `manage.py` that only says how it was called."""
    (tmp_path / "manage.py").write_text(STAND_IN)
    running = []

    def start(seconds: str) -> subprocess.Popen:
        environment = {**os.environ, "WEB_WORKERS": "1", "SCHEDULE_SECONDS": seconds}
        environment |= {"WIJKWIJZER_DATA": str(tmp_path), "PORT": free_port(), "PYTHONPATH": str(startup.PROJECT_DIR)}
        running.append(subprocess.Popen([sys.executable, "-c", SERVER, str(tmp_path)], env=environment))
        return running[0]

    yield start
    for process in running:
        process.kill()


def appears(file: Path) -> bool:
    end = time.monotonic() + 30
    while time.monotonic() < end and not file.exists():
        time.sleep(0.05)
    return file.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_schedule_begins_when_the_port_answers_and_ends_with_the_server(site, tmp_path, number):
    process = site("7")
    assert appears(tmp_path / "began")
    assert (tmp_path / "began").read_text() == "run_schedule --loop 7"
    assert process.poll() is None
    process.send_signal(number)
    assert process.wait(30) == 0
    assert (tmp_path / "ended").exists(), "the server waits for it"


def test_a_site_with_a_timer_starts_none(tmp_path):
    with (
        mock.patch.dict("os.environ", {"SCHEDULE_SECONDS": "0"}),
        mock.patch.object(server.subprocess, "Popen") as started,
    ):
        schedule = server.schedule_from_environment()
        schedule.start()
        schedule.stop()
    started.assert_not_called()


def test_a_schedule_that_hangs_does_not_keep_the_server(monkeypatch):
    schedule = server.ScheduleRunner(5)
    schedule.process = mock.Mock()
    schedule.process.wait.side_effect = subprocess.TimeoutExpired("", 1)
    schedule.stop()
    schedule.process.terminate.assert_called_once_with()
    schedule.process.kill.assert_called_once_with()


def test_a_pace_below_zero_is_refused():
    with (
        mock.patch.dict("os.environ", {"SCHEDULE_SECONDS": "-1"}),
        pytest.raises(ImproperlyConfigured, match="SCHEDULE_SECONDS"),
    ):
        server.schedule_from_environment()


@pytest.mark.django_db
def test_serve_starts_the_schedule_when_the_port_answers(greeting, monkeypatch):
    started = mock.Mock()
    monkeypatch.setattr(server.ScheduleRunner, "start", started)
    greeting()
    started.assert_called_once_with()
