"""Pages in one Redis for all processes. Where it is gone the site is slower, not down."""

import hashlib
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, ClassVar

from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

from wijkwijzer.settings.env import PROJECT_DIR

logger = logging.getLogger(__name__)

# Seconds.
LONGEST_ANSWER = 0.2
LEFT_ALONE = 5

MADE_WITH = ("wijkwijzer", "portraits", "practices", "templates", "static")
SUFFIXES = {".css", ".html", ".js", ".json", ".py", ".svg"}


class RedisPages(RedisCache):
    """Django's cache in Redis, that has nothing and keeps nothing while Redis does not answer.

    A Redis that does not answer is not asked again for some seconds: else every page waits for it. What another release
    of the code made is never found.
    """

    is_shared = True
    # What this process could not throw away, by the beginning of its keys. Django makes a cache object a thread.
    owed: ClassVar[set[str]] = set()

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options |= {"socket_timeout": LONGEST_ANSWER, "socket_connect_timeout": LONGEST_ANSWER}
        super().__init__(server, params)
        self.own = f"{self.key_prefix}:"
        self.key_prefix = f"{self.key_prefix}:{release()}"
        self.alone_until = 0.0

    def _ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        if monotonic() < self.alone_until:
            return otherwise
        try:
            if self.own in self.owed:
                self._clear_own()
                self.owed.discard(self.own)
            return question()
        except (RedisError, OSError) as error:
            self.alone_until = monotonic() + LEFT_ALONE
            # Without its message, which may hold the address with a password.
            logger.warning("Redis does not answer (%s); pages are made anew.", type(error).__name__)
            return otherwise

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(RedisPages, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, timeout: Any = None, version: int | None = None) -> None:
        self._ask(lambda: super(RedisPages, self).set(key, value, timeout, version), None)

    def add(self, key: Any, value: Any, timeout: Any = None, version: int | None = None) -> bool:
        """Whether nobody else did; without Redis there is nobody else."""
        return bool(self._ask(lambda: super(RedisPages, self).add(key, value, timeout, version), True))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask(lambda: super(RedisPages, self).delete(key, version), False))

    def clear(self) -> None:
        """Only what this site keeps: others may use the same Redis. As soon as it answers, where it does not now."""
        self.owed.add(self.own)
        self._ask(lambda: None, None)

    def _clear_own(self) -> None:
        client = self._cache.get_client(None, write=True)
        keys = list(client.scan_iter(match=f"{self.own}*", count=1000))
        for start in range(0, len(keys), 500):
            client.delete(*keys[start : start + 500])


def release() -> str:
    """Changes with everything that pages are made with: code, templates, settings and static files."""
    digest = hashlib.sha256(settings.SITE_URL.encode())
    files = [PROJECT_DIR / "requirements.lock"]
    for folder in MADE_WITH:
        files += (file for file in sorted((PROJECT_DIR / folder).rglob("*")) if file.suffix in SUFFIXES)
    for file in files:
        digest.update(str(file.relative_to(PROJECT_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]
