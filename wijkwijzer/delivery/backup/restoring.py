"""Put a backup back: all of it is made ready beside the site, and takes its place at the very end.

In the data folder stands a folder `restoring` meanwhile, with `data` (a data folder of its own, in which the restored
site is brought up to date) and `old` (what made way). `swapping` is written when all is ready, and names what changes
places; the database is the last to do so. Whoever finds the folder later knows by that how far it came: `settle`.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.management import CommandError
from django.db import connections

from wijkwijzer.settings.data_folder import try_hold
from wijkwijzer.settings.env import PROJECT_DIR

from . import manifest
from .checking import check_backup, check_copied, check_place
from .databases import SiteDatabase
from .expiry import backups_in
from .files import check_owner, copy, make_folders, new_file, read, sync, sync_folders
from .kept_files import kept
from .manifest import Manifest
from .sites import database_of_site

Say = Callable[[str], object]
FOLDER = "restoring"
# As uploads get them under the umask of the service: the web server's group reads resized images.
FOLDER_MODE = 0o750


def restore(folder: Path, *, is_sure: bool, say: Say) -> None:
    """Put the backup in `folder` in the place of the present site. Nobody else may prepare the site meanwhile.

    `is_sure`: also where there is a site already. Raises `CommandError` where it cannot; the site is then as it was.
    """
    check_owner()
    with _alone():
        database = database_of_site()
        settle(database)
        say("Checking the backup ...")
        found = check_backup(folder, database)
        check_place(found, database, is_sure=is_sure)
        try:
            stage = _make_stage()
            _copy_all(folder, found, database, stage)
            say("Restoring the database beside the present one ...")
            _make_database(found, database, stage)
            say("Bringing it up to date: migrations, what was taken back since, the search index ...")
            _bring_up_to_date(database, stage)
            _swap(database, stage)
        except OSError as error:
            raise CommandError(f"Nothing was restored: {error.strerror} ({error.filename}).") from error
        finally:
            settle(database)
        _forget_what_was_derived()


@contextmanager
def _alone() -> Iterator[None]:
    lock = try_hold(Path(settings.DATA_DIR), alone=True)
    if lock is None:
        raise CommandError("The site is running, or a backup is being made: stop it first.")
    with lock:
        yield


def _stage() -> Path:
    return Path(settings.DATA_DIR) / FOLDER


def _make_stage() -> Path:
    stage = _stage()
    for part in (stage, stage / "data", stage / "old"):
        part.mkdir(mode=0o700)
    return stage


def _copy_all(folder: Path, found: Manifest, database: SiteDatabase, stage: Path) -> None:
    """Everything is copied first and what was copied is judged: the backup may change under our hands."""
    data = stage / "data"
    make_folders(data / manifest.MEDIA, data, FOLDER_MODE)
    for name in sorted(found.files):
        in_media = name.startswith(f"{manifest.MEDIA}/")
        target = data / name if in_media else stage / name
        if in_media:
            make_folders(target.parent, data, FOLDER_MODE)
        check_copied(name, copy(folder / name, target, settings.FILE_UPLOAD_PERMISSIONS if in_media else 0o600), found)
    database.check_copy(stage / database.file)
    for name, merge in kept.items():
        # That of the present installation knows best; those of other backups know what this one does not know yet.
        merge([Path(settings.DATA_DIR) / name, stage / name, *_of_siblings(folder, name)], data / name)


def _of_siblings(folder: Path, name: str) -> Iterator[Path]:
    """The same file in the other backups beside this one, where those are whole."""
    for sibling, found in backups_in(folder.resolve().parent):
        path = sibling / name
        if name in found.files and path.is_file() and not path.is_symlink() and read(path) == found.files[name]:
            yield path


def _make_database(found: Manifest, database: SiteDatabase, stage: Path) -> None:
    database.make_beside(stage / database.file, stage)
    if (counted := database.counts_beside(stage)) != found.counts:
        raise CommandError(f"The restored database holds {counted} and the backup had {found.counts}.")


def _bring_up_to_date(database: SiteDatabase, stage: Path) -> None:
    """In a process of its own, for which the folder beside is the data folder: it touches nothing of the site."""
    environment = {
        **os.environ,
        "WIJKWIJZER_DATA": str(stage / "data"),
        "DATABASE_URL": database.address_beside(stage),
        "SECRET_KEY": str(settings.SECRET_KEY),
    }
    command = [sys.executable, str(PROJECT_DIR / "manage.py"), "bring_up_to_date"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise CommandError(f"The restored database could not be brought up to date: {lines[-1]}")


def _swap(database: SiteDatabase, stage: Path) -> None:
    names = [name for name in (manifest.MEDIA, *kept) if (stage / "data" / name).exists()]
    sync_folders(stage / "data")
    with os.fdopen(new_file(stage / "swapping"), "w", encoding="utf-8") as opened:
        json.dump(names, opened)
        opened.flush()
        os.fsync(opened.fileno())
    sync(stage)
    data = Path(settings.DATA_DIR)
    for name in names:
        if (data / name).exists():
            (data / name).rename(stage / "old" / name)
        (stage / "data" / name).rename(data / name)
    sync(data)
    database.swap(stage)


def settle(database: SiteDatabase | None = None) -> None:
    """Leave one situation: the restored site where all changed places, else that of before. Harmless where neither is.

    Runs after every restore, and at a start of the site for one that was cut off. Nobody may be restoring meanwhile.
    """
    stage = _stage()
    if not stage.is_dir():
        return
    database = database or database_of_site()
    connections.close_all()
    if (stage / "swapping").is_file() and not database.is_swapped(stage):
        database.undo_swap(stage)
        for name in json.loads((stage / "swapping").read_text(encoding="utf-8")):
            _put_back(name, stage)
        sync(stage.parent)
    database.clean(stage)
    # Last: as long as it is there, somebody knows that the database may have something left beside it.
    shutil.rmtree(stage)


def _put_back(name: str, stage: Path) -> None:
    present, new, old = Path(settings.DATA_DIR) / name, stage / "data" / name, stage / "old" / name
    if not new.exists():
        present.rename(new)
    if old.exists():
        old.rename(present)


def _forget_what_was_derived() -> None:
    """Whatever was remembered of pages, addresses and people was of another database."""
    for cache in caches.all(initialized_only=False):
        cache.clear()
    shutil.rmtree(settings.PRINTING_ROOT, ignore_errors=True)
