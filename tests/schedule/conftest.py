"""A schedule with the jobs of the test, and nothing else."""

from collections.abc import Iterator

import pytest

from wijkwijzer.schedule.jobs import Job, jobs


@pytest.fixture
def schedule() -> Iterator[dict[str, Job]]:
    """The registry, empty; what the rooms registered is put back afterwards."""
    kept = dict(jobs)
    jobs.clear()
    yield jobs
    jobs.clear()
    jobs.update(kept)
