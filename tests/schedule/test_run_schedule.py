"""The command that a timer calls, or that goes on beside the server until that ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection

from tests.threads import PROJECT_DIR, at_once, environment_of_the_test, manage
from wijkwijzer.mail.models import Message
from wijkwijzer.mail.outbox import post
from wijkwijzer.schedule.jobs import register
from wijkwijzer.schedule.models import JobState

LONG = 60  # seconds; a busy machine


def until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def is_running(process: int) -> bool:
    """A zombie whom nobody asked how it ended has ended."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def has_had_a_round() -> bool:
    connection.close()
    return JobState.objects.filter(finished_at__isnull=False).exists()


@pytest.mark.django_db
def test_it_fails_when_a_job_did_and_names_it(schedule: object) -> None:
    done = []
    register("stuk", lambda: 1 / 0)
    register("werk", lambda: done.append(1))
    with pytest.raises(CommandError, match=r"Not all went well in: stuk\."):
        call_command("run_schedule")
    assert done == [1]


@pytest.mark.django_db
def test_it_says_nothing_when_all_went_well(schedule: object, capsys: pytest.CaptureFixture[str]) -> None:
    register("werk", lambda: None)
    call_command("run_schedule")
    assert capsys.readouterr().out == ""


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    return environment_of_the_test(tmp_path)


def write_mails(number: int) -> None:
    for n in range(number):
        post(EmailMessage(f"Bericht {n}", "Tekst", to=[f"iemand{n}@example.org"]), topic="test")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_in_processes_of_their_own_are_harmless(environment: dict[str, str], tmp_path: Path) -> None:
    write_mails(12)
    both = [manage("run_schedule", environment=environment) for _ in range(2)]
    for process in both:
        assert process.communicate(timeout=LONG)[1] == ""
        assert process.returncode == 0
    assert set(Message.objects.values_list("tries", flat=True)) == {1}
    assert not Message.objects.waiting().exists()
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 12


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_goes_on_until_it_is_told_to_end(environment: dict[str, str], number: int) -> None:
    process = manage("run_schedule", "--loop", "1", environment=environment)
    assert until(has_had_a_round)
    write_mails(1)
    assert until(lambda: not Message.objects.waiting().exists())
    process.send_signal(number)
    assert process.wait(LONG) == 0


@pytest.fixture
def parent(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A process that starts the schedule and lives on; it says which process the schedule is."""
    command = [sys.executable, str(PROJECT_DIR / "manage.py"), "run_schedule", "--loop", "1"]
    code = f"import subprocess, time; print(subprocess.Popen({command!r}).pid, flush=True); time.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()


@pytest.mark.django_db(transaction=True)
def test_it_ends_when_whoever_started_it_is_gone(parent: "subprocess.Popen[str]") -> None:
    child = int(parent.stdout.readline())
    assert until(has_had_a_round)
    assert is_running(child)
    parent.kill()
    parent.wait()
    try:
        assert until(lambda: not is_running(child))
    finally:
        if is_running(child):
            os.kill(child, signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_in_threads_are_harmless(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    write_mails(6)
    assert at_once(*[lambda: call_command("run_schedule")] * 3) == []
    assert set(Message.objects.values_list("tries", flat=True)) == {1}
    assert len(list(tmp_path.glob("*.eml"))) == 6
