"""Pages in the memory of a process."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache.backends.locmem import LocMemCache


class ProcessPages(LocMemCache):
    """Django's cache in memory, without a copy of what is put in and taken out: nobody changes a page that is kept."""

    # The parts of Django's class that these stand in for; its stubs leave them out.
    _cache: OrderedDict[str, Any]
    _lock: Lock
    _has_expired: Callable[[str], bool]
    _delete: Callable[[str], bool]
    _set: Callable[[str, Any, Any], None]

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        key = self.make_key(key, version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key: Any, value: Any, timeout: Any = None, version: int | None = None) -> None:
        with self._lock:
            self._set(self.make_key(key, version), value, timeout)
