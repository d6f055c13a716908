"""Work that is done by the clock. A room registers what it has to do; `manage.py run_schedule` does what is due.

Two runs at the same time are harmless: each job is done by whoever takes its lease, and a job must itself be safe to
repeat, as a run may stop anywhere.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from .models import JobState

logger = logging.getLogger(__name__)

# Longer than any job takes; a run that was killed keeps its jobs from others for so long.
LEASE = timedelta(minutes=15)


@dataclass(frozen=True)
class Job:
    """`run` does the work and raises where it did not succeed; it is called once in `every` at the most."""

    name: str
    run: Callable[[], Any]
    every: timedelta


class JobFailedError(Exception):
    """A job did what it could; the message says, without personal data, how much of it failed."""


jobs: dict[str, Job] = {}


def register(name: str, run: Callable[[], Any], every: timedelta = timedelta(0)) -> None:
    """Called in `AppConfig.ready()`. Jobs run in the order of registration: the rooms below first."""
    jobs[name] = Job(name, run, every)


def run_due(*, only: str = "", force: bool = False) -> list[str]:
    """Do each job that is due and return the names of those that failed; one that fails does not stop the others.

    `force` also does what is not due yet, but never what another run is doing at this moment.
    """
    failed = []
    for job in list(jobs.values()):
        if only in ("", job.name) and _take(job, force=force) and not _run(job):
            failed.append(job.name)
    return failed


def _take(job: Job, *, force: bool) -> bool:
    """The lease: one statement, so that of two runs exactly one gets it."""
    now = timezone.now()
    JobState.objects.get_or_create(name=job.name, defaults={"due_at": now})
    free = JobState.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), name=job.name)
    if not force:
        free = free.filter(due_at__lte=now)
    return bool(free.update(busy_until=now + LEASE, started_at=now, due_at=now + job.every))


def _run(job: Job) -> bool:
    failure = ""
    try:
        job.run()
    except Exception as error:
        # The class only: a message may quote what stands in a row.
        logger.exception("The job %s failed", job.name)
        failure = str(error) if isinstance(error, JobFailedError) else type(error).__name__
    finally:
        # The run may have broken the connection it is about to use.
        close_old_connections()
    JobState.objects.filter(name=job.name).update(busy_until=None, finished_at=timezone.now(), failure=failure[:200])
    return not failure
