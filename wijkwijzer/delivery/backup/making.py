"""Make one backup: a new folder that is there whole or not at all."""

import fcntl
import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError

from wijkwijzer.settings.data_folder import try_hold
from wijkwijzer.settings.env import PROJECT_DIR

from . import manifest
from .databases import SiteDatabase
from .expiry import remove_unfinished, unfinished_name
from .files import Entry, check_owner, check_space, copy, found_in, make_folders, read, sync, sync_folders
from .kept_files import kept
from .sites import database_of_site


def make_backup(parent: Path, now: datetime) -> Path:
    """Make a backup in a new folder in `parent`, with `now` (UTC) in its name. Returns the folder."""
    check_place(parent)
    database = database_of_site()
    database.check_tools()
    with alone(parent):
        remove_unfinished(parent)
        check_space(parent, database.size() + sum(path.stat().st_size for _name, path in found_in(_media())))
        folder = _new_name(parent, now)
        unfinished = parent / unfinished_name(folder.name)
        unfinished.mkdir(mode=0o700)
        try:
            _fill(unfinished, database, now)
            sync_folders(unfinished)
            unfinished.rename(folder)
            sync(parent)
        except OSError as error:
            raise CommandError(f"The backup was not made: {error.strerror} ({error.filename}).") from error
        finally:
            if unfinished.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def _media() -> Path:
    return Path(settings.MEDIA_ROOT)


def check_place(parent: Path) -> None:
    """Make the folder for backups where it is not there; refuse one that is no place for them, and another account."""
    check_owner()
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if parent.resolve().is_relative_to(Path(served).resolve()):
            raise CommandError(f"A backup does not belong in {served}, which is part of the site.")
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_writable = os.access(parent, os.W_OK | os.X_OK)
    except OSError as error:
        raise CommandError(f"{parent} cannot be made: {error.strerror}.") from error
    if not is_writable:
        raise CommandError(f"{parent} cannot be written by this account.")


def _new_name(parent: Path, now: datetime) -> Path:
    """Dated, and one that is free: a second backup in the same second gets a number."""
    name, number = f"wijkwijzer-{now:%Y-%m-%dT%H%M%SZ}", 1
    folder = parent / name
    while folder.exists():
        number += 1
        folder = parent / f"{name}-{number}"
    return folder


def _fill(folder: Path, database: SiteDatabase, now: datetime) -> None:
    # In this order: a file that came or went meanwhile is at worst one too many, and whoever was forgotten meanwhile
    # stands in the journal, which comes last.
    found = database.copy(folder / database.file)
    files: dict[str, Entry] = {database.file: read(folder / database.file)}
    for name, path in sorted(found_in(_media())):
        target = folder / manifest.MEDIA / name
        make_folders(target.parent, folder)
        try:
            files[f"{manifest.MEDIA}/{name}"] = copy(path, target)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
    for name in kept:
        path = Path(settings.DATA_DIR) / name
        if path.is_file():
            files[name] = copy(path, folder / name)
    manifest.write(
        folder,
        manifest.Manifest(
            made_at=now,
            database={"vendor": database.vendor, "version": database.version()},
            versions=_versions(database),
            migrations=found.migrations,
            counts=found.counts,
            files=files,
        ),
    )


def _versions(database: SiteDatabase) -> dict[str, str]:
    project = (PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8")
    own = next(line for line in project.splitlines() if line.startswith("version = "))
    return {
        "wijkwijzer": own.partition("=")[2].strip(' "'),
        "django": version("django"),
        "wagtail": version("wagtail"),
        "python": platform.python_version(),
        "database": database.full_version(),
    }


@contextmanager
def alone(parent: Path) -> Iterator[None]:
    """Nobody else makes a backup in `parent`, and no backup is being restored."""
    with _one_at_a_time(parent), _no_restore_meanwhile():
        yield


@contextmanager
def _one_at_a_time(parent: Path) -> Iterator[None]:
    handle = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise CommandError(f"Another backup in {parent} is not finished yet.") from error
    finally:
        os.close(handle)


@contextmanager
def _no_restore_meanwhile() -> Iterator[None]:
    lock = try_hold(Path(settings.DATA_DIR))
    if lock is None:
        raise CommandError("A restore is going on: make the backup when it is done.")
    with lock:
        yield
