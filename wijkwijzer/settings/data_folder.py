"""Who is at work in the data folder: any number of processes of the site, or a restore alone.

What is returned holds the folder for as long as it is open; a process that ends lets go of it.
"""

import fcntl
import os
from pathlib import Path
from typing import IO


def hold(folder: Path) -> IO[str]:
    """Be one of those at work in it; waits while a restore is."""
    lock = _open(folder)
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def try_hold(folder: Path, *, alone: bool = False) -> IO[str] | None:
    """The same without waiting, or `alone`: None where others are in the way."""
    lock = _open(folder)
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _open(folder: Path) -> IO[str]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(folder / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
