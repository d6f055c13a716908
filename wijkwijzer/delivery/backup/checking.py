"""Refuse what is no whole backup of this site, before anything is touched."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db.migrations.loader import MigrationLoader

from . import manifest
from .databases import SiteDatabase
from .expiry import UNFINISHED, backups_in
from .files import Entry, check_space, found_in
from .manifest import Manifest


def check_backup(folder: Path, database: SiteDatabase) -> Manifest:
    """All that can be seen without reading every file; who copies the files compares their checksums."""
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}.")
    if UNFINISHED.fullmatch(folder.resolve().name):
        raise CommandError(f"{folder} was not finished, or is being removed.")
    if not (folder / manifest.FILE).exists() and (backups := backups_in(folder)):
        raise CommandError(f"{folder} holds several backups: name one, for example {backups[-1][0]}.")
    found = manifest.read(folder)
    _check_files(folder, found)
    if found.database["vendor"] != database.vendor:
        raise CommandError(
            f"The backup is of a {found.database['vendor']} database and this site runs on {database.vendor}."
        )
    if database.file not in found.files:
        raise CommandError(f"The manifest of {folder} names no database.")
    database.check_version(found.database["version"])
    _check_migrations(found)
    return found


def _check_files(folder: Path, found: Manifest) -> None:
    present = {name: path for name, path in found_in(folder) if name != manifest.FILE}
    if missing := sorted(found.files.keys() - present.keys()):
        raise CommandError(f"The backup is not whole: {missing[0]} is missing{_and_more(missing)}.")
    if extra := sorted(present.keys() - found.files.keys()):
        raise CommandError(f"The backup holds {extra[0]}, which is not in its manifest{_and_more(extra)}.")
    for name, path in present.items():
        if path.stat().st_size != found.files[name].size:
            raise differs(name)


def _and_more(names: list[str]) -> str:
    return f", and {len(names) - 1} more" if len(names) > 1 else ""


def differs(name: str) -> CommandError:
    return CommandError(f"The backup is damaged: {name} is not what was written.")


def check_copied(name: str, copied: Entry, found: Manifest) -> None:
    if copied != found.files[name]:
        raise differs(name)


def _check_migrations(found: Manifest) -> None:
    """A database cannot go back: newer code can read an older backup, not the other way round."""
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    known = {f"{app}.{name}" for app, name in on_disk}
    known |= {f"{app}.{name}" for migration in on_disk.values() for app, name in migration.replaces}
    if unknown := sorted(set(found.migrations) - known):
        raise CommandError(
            f"The backup was made by newer code (it has the migration {unknown[0]}{_and_more(unknown)}): update the "
            "code first."
        )


def check_place(found: Manifest, database: SiteDatabase, *, is_sure: bool) -> None:
    """May, and can, the present site make way for it?"""
    data, media = Path(settings.DATA_DIR), Path(settings.MEDIA_ROOT)
    if media.is_symlink() or os.path.ismount(media) or media.parent.resolve() != data.resolve():
        raise CommandError(f"{media} must be an ordinary folder in {data}: restore gives another folder that name.")
    # The copy, and the new database made from it.
    check_space(data, found.size + found.files[database.file].size)
    database.check_replaceable()
    if not is_sure and (database.has_content() or (media.is_dir() and any(media.iterdir()))):
        raise CommandError("There is a site here already, whose place the backup takes: say --yes if you mean it.")
