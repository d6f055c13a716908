"""Old backups go: what was taken back lives on in those made before it."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from .files import sync
from .manifest import Manifest, recognise

LONGEST_DAYS = 90
NAME = re.compile(r"wijkwijzer-\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?")
UNFINISHED = re.compile(rf"\.{NAME.pattern}\.unfinished")


def unfinished_name(name: str) -> str:
    """What a backup is called before it is whole and while it is removed."""
    return f".{name}.unfinished"


@dataclass
class Expired:
    """`unreadable`: folders with the name of a backup and no readable manifest. Nothing removes those."""

    removed: list[Path] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)


def backups_in(parent: Path) -> list[tuple[Path, Manifest]]:
    """Every whole backup in the folder, the oldest first."""
    found = [(folder, manifest) for folder in _folders(parent) if (manifest := recognise(folder))]
    return sorted(((f, m) for f, m in found if not f.name.startswith(".")), key=lambda pair: pair[1].made_at)


def _folders(parent: Path) -> Iterator[Path]:
    for path in sorted(parent.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield path


def remove_unfinished(parent: Path) -> None:
    """What a backup left that was cut off. Nobody else may be making one here."""
    for folder in _folders(parent):
        if UNFINISHED.fullmatch(folder.name):
            shutil.rmtree(folder)


def expire(parent: Path, days: int, now: datetime) -> Expired:
    """Remove backups of more than `days` ago that this project made, but never the newest, and nothing else."""
    expired, found = Expired(), backups_in(parent)
    for folder, manifest in found[:-1]:
        if now - manifest.made_at > timedelta(days=days):
            remove(folder)
            expired.removed.append(folder)
    known = {folder for folder, _manifest in found}
    expired.unreadable = [f for f in _folders(parent) if NAME.fullmatch(f.name) and f not in known]
    return expired


def remove(folder: Path) -> None:
    """Out of sight in one step, so that half a backup never looks like a whole one."""
    name = folder.name if NAME.fullmatch(folder.name) else "wijkwijzer-0000-00-00T000000Z"
    gone = folder.rename(folder.with_name(unfinished_name(name)))
    sync(gone.parent)
    shutil.rmtree(gone)
