"""gunicorn inside the process that has Django loaded already, so that nothing is imported twice at a start."""

import gc
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from wijkwijzer.settings.env import PROJECT_DIR, Environment

Application = Callable[..., Any]

# New objects, and rounds, before garbage is looked for: Python's own.
GARBAGE = (700, 10, 10)
# Seconds that the schedule gets to finish its job; with those of the workers less than `TimeoutStopSec` in deploy/.
LONGEST_END = 15


class ServerLog(Logger):
    """What gunicorn has to say goes where the site's own log goes, without addresses and without who asked."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if msg.startswith("Invalid request from ip="):
            # It goes on with the address, and quotes what was sent.
            msg, args = "A request was refused that cannot be read", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if msg.startswith("Error handling request"):
            msg, args = "Error handling a request", ()
        super().exception(msg, *args, **kwargs)


def server_options(port: int, workers: int, threads: int) -> dict[str, Any]:
    """gunicorn's settings for this site, on the loopback address only."""
    return {
        "bind": f"127.0.0.1:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": True,
        "proc_name": f"wijkwijzer:{port}",
        # An address of 10 kB gets a normal page, not gunicorn's bare "Bad Request"; 0 leaves gunicorn's own 1 MB.
        "limit_request_line": 0,
        # No access log: addresses hold tokens and what people search for.
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": ServerLog,
        # One socket for the whole account otherwise, which two sites side by side would fight over.
        "control_socket_disable": True,
        "graceful_timeout": 10,
    }


class SiteServer(BaseApplication):
    """gunicorn serving one WSGI application; `when_ready` runs once when the port answers, `at_end` when it stops."""

    def __init__(
        self,
        application: Application,
        options: dict[str, Any],
        when_ready: Callable[[], None],
        at_end: Callable[[], None],
    ) -> None:
        self.application = application
        self.options = options
        self.when_ready = when_ready
        self.at_end = at_end
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)
        self.cfg.set("when_ready", lambda arbiter: self.when_ready())
        self.cfg.set("on_exit", lambda arbiter: self.at_end())
        self.cfg.set("post_worker_init", _leave_ctrl_c_to_the_arbiter)

    def load(self) -> Application:
        # A database connection must not be shared between processes; each worker opens its own.
        connections.close_all()
        # What is loaded now stays for good. Out of sight of the garbage collector, its memory stays shared between the
        # workers, and Ctrl-C need not wait for each of them to walk through all of it.
        gc.collect()
        gc.freeze()
        # As often as Python does by itself, whatever `manage.py` chose for loading: else a worker grows by 8 MB.
        gc.set_threshold(*GARBAGE)
        return self.application


class ScheduleRunner:
    """`manage.py run_schedule` in a process of its own beside the server, for as long as that runs."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.seconds > 0:
            command = [sys.executable, str(PROJECT_DIR / "manage.py"), "run_schedule", "--loop", str(self.seconds)]
            self.process = subprocess.Popen(command)  # noqa: S603 (nothing in it comes from outside)

    def stop(self) -> None:
        """Ask it to end and wait for what it is at: systemd kills what is left when the server is gone."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            # Harmless: whoever takes the job over later, does it again.
            self.process.kill()


def _leave_ctrl_c_to_the_arbiter(worker: object) -> None:
    """A terminal sends Ctrl-C to every process, and gunicorn's arbiter then stops its workers a second time.

    The two meet in the worker's thread pool, whose lock is not reentrant: now and then one hung until it was killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def options_from_environment() -> dict[str, Any]:
    env = Environment()
    workers, threads = env.integer("WEB_WORKERS"), env.integer("WEB_THREADS")
    if workers < 1 or threads < 1:
        raise ImproperlyConfigured("WEB_WORKERS and WEB_THREADS must be 1 or more.")
    return server_options(env.port(), workers, threads)


def schedule_from_environment() -> ScheduleRunner:
    seconds = Environment().integer("SCHEDULE_SECONDS")
    if seconds < 0:
        raise ImproperlyConfigured("SCHEDULE_SECONDS must be 0 or more.")
    return ScheduleRunner(seconds)
