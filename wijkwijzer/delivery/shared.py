"""What is the same on many pages until something changes that readers may see: the menu, a card, the map of home.

Kept in the memory of this process under the version of what readers may see (`page_cache.versions`), which moves in
the transaction of every change. The version is read before anything else of a request is. So what a request makes is
never older than the version it keeps it under, and who comes after a change asks for another version.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .page_cache.middleware import ELSEWHERE, is_trusted
from .page_cache.versions import content_version

Made = TypeVar("Made")

# Where a request keeps the version that it began with; a request without it shares nothing.
ATTRIBUTE = "version_at_start"
MOST = 5000


@dataclass
class _Kept:
    """What was made at one version."""

    version: str
    made: dict[Hashable, Any] = field(default_factory=dict)


_kept = _Kept("")


class VersionMiddleware:
    """Note the version before anything of the page is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_for_readers(request) and (version := content_version()):
            # What is “possibly outdated” depends on the day.
            setattr(request, ATTRIBUTE, f"{version} {timezone.localdate()}")
        return self.get_response(request)

    @staticmethod
    def _is_for_readers(request: HttpRequest) -> bool:
        """Who writes sees what others do not, or not yet; editors' screens are no pages; a preview is of a draft."""
        is_reading = request.method in ("GET", "HEAD") and not getattr(request, "is_dummy", False)
        return is_reading and not request.path_info.startswith(ELSEWHERE) and is_trusted()


def shared(request: HttpRequest | None, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for each version of what readers may see.

    It is made of public content, and nobody who gets it changes it. `key` says all that it depends on besides that
    content, such as the site.
    """
    global _kept  # what a process remembers; replaced as a whole
    version = getattr(request, ATTRIBUTE, None)
    if version is None:
        return make()
    kept = _kept
    if kept.version != version or len(kept.made) >= MOST:
        kept = _kept = _Kept(version)
    if key not in kept.made:
        kept.made[key] = make()
    found: Made = kept.made[key]
    return found
