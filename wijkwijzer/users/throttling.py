"""The cache that sign-in throttling counts in."""

import fcntl
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class LockingFileCache(FileBasedCache):
    """Django's file cache with an `add` that only one process wins.

    Django's own looks first and writes after. allauth takes its lock with `add`: with two winners, tries that come in
    at the same moment would be counted once, and a code from an app could be used twice.
    """

    def __init__(self, folder: str, params: dict[str, Any]) -> None:
        super().__init__(folder, params)
        self.lock_file = Path(folder) / "add.lock"

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        self.lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.lock_file.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the file closes
            return bool(super().add(key, value, timeout, version))
