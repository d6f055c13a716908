"""Copying files so that what is written is known, is on the disk, and is for nobody else."""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """A file as the manifest knows it: size in bytes and SHA-256."""

    size: int
    sha256: str


def read(path: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Entry(size, digest.hexdigest())


def copy(source: Path, target: Path, mode: int = 0o600) -> Entry:
    """Copy one file and wait until it is on the disk; what was copied."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as opened, os.fdopen(new_file(target, mode), "wb") as written:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            written.write(chunk)
        written.flush()
        os.fchmod(written.fileno(), mode)
        os.fsync(written.fileno())
    return Entry(size, digest.hexdigest())


def new_file(path: Path, mode: int = 0o600) -> int:
    """A file that was not there before, opened for writing."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)


def make_folders(folder: Path, top: Path, mode: int = 0o700) -> None:
    """`folder` and those between it and `top`, each with this mode whatever the umask is."""
    for part in (*reversed(folder.relative_to(top).parents), folder.relative_to(top)):
        if not (top / part).exists():
            (top / part).mkdir()
            (top / part).chmod(mode)


def sync(path: Path) -> None:
    """Wait until a file or the names in a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folders(root: Path) -> None:
    for folder, _folders, _files in os.walk(root):
        sync(Path(folder))


def found_in(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file below `root`, by its name from there. Refuses links and whatever else is no file or folder."""
    for folder, folders, names in os.walk(root):
        for name in [*folders, *names]:
            path = Path(folder) / name
            try:
                mode = path.lstat().st_mode
            except FileNotFoundError:  # the site removed it meanwhile
                continue
            if stat.S_ISREG(mode):
                yield path.relative_to(root).as_posix(), path
            elif not stat.S_ISDIR(mode):
                raise CommandError(f"{path} is a link or something else that is no file, which no backup may hold.")


def check_owner() -> None:
    """Files of another account would be in the way of the site, and it could not read what that one writes."""
    folder = Path(settings.DATA_DIR)
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        raise CommandError(f"Run this as the account of the site, which owns {folder}.")


def check_space(folder: Path, needed: int) -> None:
    """`needed` in bytes. Some is left for the site itself."""
    needed += needed // 20 + CHUNK
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CommandError(f"{folder} has {free // CHUNK} MB free and this needs {needed // CHUNK + 1} MB.")
