"""What must be true for the site to be ready. A room registers what it can see; `/readyz` in delivery asks all of them.

The registry stands here because delivery and mail, one row up, may not know each other.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from .models import JobState

# In a few words what is wrong, empty where nothing is. Strangers read it: no names, addresses, paths or versions.
# Quick (a query or two), and it may raise.
Check = Callable[[], str]

checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Called in `AppConfig.ready()`; `name` is what the answer calls it."""
    if name in checks:
        raise ValueError(f"There is a check {name} already.")
    checks[name] = check


def schedule_runs() -> str:
    """By what it left in the database, so it does not matter who runs it: the server itself, or a timer."""
    last = JobState.objects.aggregate(last=Max("started_at"))["last"]
    if last is None:
        return "never ran"
    return "late" if timezone.now() - last > timedelta(seconds=settings.READY_SCHEDULE_SECONDS) else ""
