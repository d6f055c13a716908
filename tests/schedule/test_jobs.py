"""What is due is done by one run, and what fails stops nothing else."""

import logging
import time
from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.threads import at_once
from wijkwijzer.schedule import jobs as schedule_jobs
from wijkwijzer.schedule.jobs import LEASE, RETRY, Job, JobFailedError, register, run_due
from wijkwijzer.schedule.models import JobState

DAY = timedelta(days=1)


ROW = "jan@example.org"


def broken() -> None:
    raise ValueError(f"{ROW} bestaat al")


def state(name: str = "werk") -> JobState:
    return JobState.objects.get(name=name)


def is_done_by(name: str = "werk") -> bool:
    """Does a run at this moment do the job?"""
    work = mock.Mock()
    schedule_jobs.jobs[name] = Job(name, work, schedule_jobs.jobs[name].every)
    run_due()
    return work.called


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> object:
    """Let so much time pass, as far as the schedule can tell."""
    now = timezone.now

    def pass_by(time_passed: timedelta) -> None:
        monkeypatch.setattr(schedule_jobs.timezone, "now", lambda: now() + time_passed)

    return pass_by


@pytest.mark.django_db
class TestWhatIsDue:
    def test_what_succeeded_is_not_done_again_within_its_time(self, schedule: object, later: object) -> None:
        register("werk", lambda: None, every=DAY)
        assert is_done_by()
        later(DAY - timedelta(minutes=1))
        assert not is_done_by()
        later(DAY)
        assert is_done_by()

    def test_a_job_without_a_pace_is_done_every_round(self, schedule: object) -> None:
        register("werk", lambda: None)
        assert is_done_by()
        assert is_done_by()

    def test_what_failed_is_tried_again_soon_and_not_at_once(self, schedule: object, later: object) -> None:
        register("werk", broken, every=DAY)
        assert run_due() == ["werk"]
        assert run_due() == []
        later(RETRY)
        assert is_done_by()

    def test_what_is_not_due_is_done_when_asked_for(self, schedule: object) -> None:
        work = mock.Mock()
        register("werk", work, every=DAY)
        run_due()
        run_due(force=True)
        assert work.call_count == 2

    def test_one_can_be_done_by_name(self, schedule: object) -> None:
        work, other = mock.Mock(), mock.Mock()
        register("werk", work)
        register("ander-werk", other)
        run_due(only="werk")
        assert (work.called, other.called) == (True, False)

    def test_who_must_end_begins_nothing_more(self, schedule: object) -> None:
        other = mock.Mock()
        register("werk", lambda: None)
        register("ander-werk", other)
        answers = iter([False, True])
        run_due(is_ending=lambda: next(answers))
        assert not other.called


def test_two_rooms_cannot_take_one_name(schedule: object) -> None:
    register("werk", lambda: None)
    with pytest.raises(ValueError, match="werk"):
        register("werk", lambda: None)


@pytest.mark.django_db
class TestFailing:
    def test_one_that_fails_does_not_stop_the_others(self, schedule: object) -> None:
        before, after = mock.Mock(), mock.Mock()
        register("voor", before)
        register("werk", broken)
        register("na", after)
        assert run_due() == ["werk"]
        assert (before.called, after.called) == (True, True)

    def test_what_went_wrong_is_kept_without_what_the_error_says(
        self, schedule: object, caplog: pytest.LogCaptureFixture
    ) -> None:
        register("werk", broken)
        with caplog.at_level(logging.ERROR):
            run_due()
        assert state().failure == "ValueError"
        assert ROW not in caplog.text
        assert "in broken" in caplog.text

    def test_a_job_that_counts_its_failures_says_how_many(self, schedule: object) -> None:
        def fail() -> None:
            raise JobFailedError("2 of 3 failed")

        register("werk", fail)
        run_due()
        assert state().failure == "2 of 3 failed"
        assert is_done_by()
        assert state().failure == ""

    def test_a_database_that_is_away_for_a_moment_is_one_failure(
        self, schedule: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        register("werk", mock.Mock())
        with monkeypatch.context() as away:
            away.setattr(schedule_jobs, "_take", mock.Mock(side_effect=OperationalError("gone")))
            assert run_due() == ["werk"]
        assert is_done_by()


@pytest.mark.django_db
class TestTheLease:
    def test_a_job_that_another_run_does_is_left_alone_also_when_asked_for(self, schedule: object) -> None:
        register("werk", lambda: run_again())
        seen = []

        def run_again() -> None:
            other = mock.Mock()
            schedule_jobs.jobs["werk"] = Job("werk", other, timedelta(0))
            seen.append((run_due(), run_due(force=True), other.called))

        run_due()
        assert seen == [([], [], False)]

    def test_that_of_a_run_that_was_killed_runs_out(self, schedule: object, later: object) -> None:
        def killed() -> None:
            raise KeyboardInterrupt

        register("werk", killed, every=DAY)
        with pytest.raises(KeyboardInterrupt):
            run_due()
        assert not is_done_by()
        later(LEASE + timedelta(seconds=1))
        assert is_done_by()

    def test_who_took_longer_than_it_lasts_does_not_end_that_of_the_next(self, schedule: object) -> None:
        other_began = timezone.now() + LEASE
        busy_until = other_began + LEASE

        def be_slow() -> None:
            JobState.objects.filter(name="werk").update(started_at=other_began, busy_until=busy_until)

        register("werk", be_slow)
        run_due()
        assert state().busy_until == busy_until


@pytest.mark.django_db(transaction=True)
def test_of_four_runs_at_the_same_moment_one_does_the_job(schedule: object) -> None:
    done = []

    def work() -> None:
        done.append(1)
        time.sleep(0.5)

    for name in ("werk", "ander-werk"):
        register(name, work, every=DAY)
    assert at_once(*[run_due] * 4) == []
    assert len(done) == 2
    assert not JobState.objects.exclude(busy_until=None).exists()
