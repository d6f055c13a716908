"""Has the schedule run lately, whoever runs it?"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from wijkwijzer.schedule.jobs import register, run_due
from wijkwijzer.schedule.models import JobState
from wijkwijzer.schedule.readiness import checks, schedule_runs
from wijkwijzer.schedule.readiness import register as register_check

pytestmark = pytest.mark.django_db


def test_one_that_never_ran_is_not_ready_and_one_that_just_ran_is(schedule: object) -> None:
    register("werk", lambda: None)
    assert schedule_runs() == "never ran"
    run_due()
    assert schedule_runs() == ""


def test_it_is_late_when_no_job_began_for_long(settings: Any) -> None:
    settings.READY_SCHEDULE_SECONDS = 600
    now = timezone.now()
    for name, minutes in (("a", 30), ("b", 11)):
        JobState.objects.create(name=name, due_at=now, started_at=now - timedelta(minutes=minutes))
    assert schedule_runs() == "late"
    # One that is at it: its end is not there yet.
    JobState.objects.filter(name="b").update(started_at=now - timedelta(minutes=9))
    assert schedule_runs() == ""


def test_a_job_that_fails_still_ran(schedule: object) -> None:
    register("stuk", lambda: 1 / 0)
    run_due()
    assert schedule_runs() == ""


def test_a_name_is_used_once() -> None:
    with pytest.raises(ValueError, match="schedule"):
        register_check("schedule", schedule_runs)
    assert checks["schedule"] is schedule_runs
