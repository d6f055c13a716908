"""Is the site alive, and is it ready? For load balancers and monitors; what they read, anybody may read.

`/healthz` touches nothing: a process that answers is alive. `/readyz` asks what the rooms registered in
`schedule.readiness`, in a thread of its own: of a database that says nothing any more no caller waits for longer than
READY_SECONDS, and no more than one thread of a process hangs.
"""

import contextvars
import functools
import logging
import threading
from time import monotonic

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from wijkwijzer.schedule.readiness import Check, checks

logger = logging.getLogger(__name__)

OK = "ok"
NO_ANSWER = "no answer"
NO_STORE = {"Cache-Control": "no-store"}


class Round:
    """All checks asked once. `answers` fills up while it goes on."""

    def __init__(self) -> None:
        self.answers = dict.fromkeys(("database", *checks), NO_ANSWER)
        self.deadline = monotonic() + settings.READY_SECONDS
        self.is_over = threading.Event()

    def start(self) -> None:
        context = contextvars.copy_context()
        # A daemon: one that hangs must not keep a worker from ending.
        threading.Thread(target=context.run, args=(self._ask,), daemon=True, name="readiness").start()

    def wait(self) -> dict[str, str]:
        self.is_over.wait(max(0.0, self.deadline - monotonic()))
        return dict(self.answers)

    def _ask(self) -> None:
        try:
            self.answers["database"] = _answer("database", database_answers)
            if self.answers["database"] == OK:
                for name, check in list(checks.items()):
                    self.answers[name] = _answer(name, check)
        finally:
            self.is_over.set()
            connections.close_all()


class Readiness:
    """Whoever asks while a round goes on, gets the answers of that one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._round: Round | None = None

    def ask(self) -> dict[str, str]:
        with self._lock:
            if self._round is None or self._round.is_over.is_set():
                self._round = Round()
                self._round.start()
            current = self._round
        return current.wait()


readiness = Readiness()


def _answer(name: str, check: Check) -> str:
    try:
        return check() or OK
    except Exception as error:
        logger.warning("The check %s failed: %s", name, type(error).__name__)
        return "failed"


def database_answers() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations_are_applied() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    return "" if _migrations_of_the_code() <= applied.keys() else "behind"


@functools.cache
def _migrations_of_the_code() -> frozenset[tuple[str, str]]:
    """Those that are replaced by another included: `migrate` writes down that they are applied too."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain; charset=utf-8", headers=NO_STORE)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where all checks are ok, 503 where one is not. `?exclude=mail` leaves one out, and may be repeated: a load
    balancer need not take a site away because its mail is late."""
    excluded = request.GET.getlist("exclude")
    answers = {name: answer for name, answer in readiness.ask().items() if name not in excluded}
    is_ready = all(answer == OK for answer in answers.values())
    response = JsonResponse({"ready": is_ready, "checks": answers}, status=200 if is_ready else 503, headers=NO_STORE)
    if not is_ready:
        logger.warning("Not ready: %s", ", ".join(f"{name} {said}" for name, said in answers.items() if said != OK))
        # Django would write each 503 down as an error of the site, and a collector would count them.
        response._has_been_logged = True  # type: ignore[attr-defined]
    return response
