"""What must be true of database and files before the site can answer, done only as far as it is not true yet."""

import fcntl
import hashlib
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from wijkwijzer.settings.env import PROJECT_DIR

from .backup.restoring import settle

Say = Callable[[str], object]


def prepare_site(say: Say) -> None:
    """Migrate, collect static files, lay out the site and fill an empty one with the demo; `say` hears each step."""
    data_dir = Path(settings.DATA_DIR)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with one_at_a_time(data_dir):
        _reach_database()
        settle()
        if has_unapplied_migrations():
            say("Migrating the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        # Django's own development server reads static files where they are.
        if not settings.DEBUG:
            collect_static(say)
        say("Checking pages and demo content ...")
        with _quiet("wagtail"):
            # By name: these commands live in rooms above this one.
            call_command("make_workflow")
            call_command("lay_out_site")
            call_command("replay_erasures")
            call_command("load_demo", if_empty=True)


def _reach_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise CommandError(f"The database cannot be reached, see DATABASE_URL and its server: {reason}") from error


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static(say: Say) -> None:
    """Run collectstatic when what it reads differs from what it read last time, or when its result is gone."""
    stamp = Path(settings.DATA_DIR) / "static-stamp"
    digest = static_digest()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file() and stamp.is_file() and stamp.read_text() == digest:
        return
    say("Collecting and compressing static files (half a minute the first time) ...")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)


def static_digest() -> str:
    """Changes with every static file of the project and with every change of the installed packages (their lock)."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for file in [PROJECT_DIR / "requirements.lock", *sorted(_own_static_files())]:
        if file.is_file():
            digest.update(str(file.relative_to(PROJECT_DIR)).encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _own_static_files() -> Iterator[Path]:
    """The static files of this project. Those of packages are left to the lock: they are many and never edited."""
    packages = Path(sys.prefix).resolve()
    for finder in get_finders():
        for storage in getattr(finder, "storages", {}).values():
            folder = Path(storage.location).resolve()
            if folder.is_relative_to(PROJECT_DIR) and not folder.is_relative_to(packages):
                yield from folder.rglob("*")


@contextmanager
def _quiet(logger_name: str) -> Iterator[None]:
    """Only warnings and worse: a log line for every page made would hide what a start has to say."""
    logger = logging.getLogger(logger_name)
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Two starts on one data folder prepare it one after the other, and not while it is restored."""
    with (folder / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
