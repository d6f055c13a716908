"""Work that is done by the clock. A room registers what it has to do; `manage.py run_schedule` does what is due.

Two runs at the same time are harmless: each job is done by whoever takes its lease, and a job must itself be safe to
repeat, as a run may stop anywhere.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from .models import JobState

logger = logging.getLogger(__name__)

# Longer than any job takes; a run that was killed keeps its jobs from others for so long.
LEASE = timedelta(minutes=15)
# A job that failed is tried again after so long, or at its own pace where that is quicker.
RETRY = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """`run` does the work and raises where it did not succeed. What succeeded is not done again within `every`."""

    name: str
    run: Callable[[], Any]
    every: timedelta


class JobFailedError(Exception):
    """A job did what it could; the message says, without personal data, how much of it failed."""


jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], Any], every: timedelta = timedelta(0)) -> None:
    """Called in `AppConfig.ready()`. Jobs run in the order of registration, which is that of the installed apps: the
    rooms above first, so that the mail they write goes in the same round."""
    if name in jobs:
        raise ValueError(f"There is a job {name} already.")
    jobs[name] = Job(name, run, every)


def run_due(*, only: str = "", force: bool = False, is_ending: Callable[[], bool] = lambda: False) -> list[str]:
    """Do each job that is due and return the names of those that failed; one that fails does not stop the others.

    `force` also does what is not due yet, but never what another run is doing at this moment. `is_ending` is asked
    before each job: whoever must stop does not begin another.
    """
    failed = []
    for job in list(jobs.values()):
        if is_ending():
            break
        if only in ("", job.name) and not _try(job, force=force):
            failed.append(job.name)
    return failed


def _try(job: Job, *, force: bool) -> bool:
    """Do a job that is due and that nobody else is doing. Only what was done and failed is False."""
    started = timezone.now()
    try:
        return not _take(job, started, force=force) or _run(job, started)
    except Exception as error:
        # The database is away, or was for a moment; the lease runs out by itself.
        _report(job, error)
        return False
    finally:
        _drop_what_broke()


def _take(job: Job, started: datetime, *, force: bool) -> bool:
    """The lease: one statement, so that of two runs exactly one gets it."""
    JobState.objects.get_or_create(name=job.name, defaults={"due_at": started})
    free = JobState.objects.filter(Q(busy_until=None) | Q(busy_until__lt=started), name=job.name)
    if not force:
        free = free.filter(due_at__lte=started)
    return bool(free.update(busy_until=started + LEASE, started_at=started))


def _run(job: Job, started: datetime) -> bool:
    failure = ""
    try:
        job.run()
    except Exception as error:
        _report(job, error)
        failure = str(error) if isinstance(error, JobFailedError) else type(error).__name__
        _drop_what_broke()
    wait = min(job.every, RETRY) if failure else job.every
    # Only where the lease is still ours: who took longer than it lasts, must not end that of another.
    JobState.objects.filter(name=job.name, started_at=started).update(
        busy_until=None, finished_at=timezone.now(), due_at=started + wait, failure=failure[:200]
    )
    return not failure


def _drop_what_broke() -> None:
    """The job may have broken the connection, which what comes next is about to use."""
    if not connection.in_atomic_block:
        close_old_connections()


def _report(job: Job, error: Exception) -> None:
    """Where it went wrong, without what the error says: that may quote what stands in a row."""
    said = str(error) if isinstance(error, JobFailedError) else type(error).__name__
    where = "" if isinstance(error, JobFailedError) else "\n" + "".join(traceback.format_tb(error.__traceback__))
    logger.error("The job %s failed: %s%s", job.name, said, where)
