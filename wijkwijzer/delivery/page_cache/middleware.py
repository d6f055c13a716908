"""Answer an anonymous reader with the page as it was made before, as long as nothing that readers may see changed."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from operator import itemgetter
from threading import Lock
from time import monotonic, sleep
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import ResponseHeaders
from django.utils.cache import patch_cache_control

from .declaring import declared_parameters
from .versions import content_version, let_go_of_the_old
from .watching import is_watched

# Seconds. Nothing grows old by time alone but by the day, which is part of the key; this clears away.
KEPT_FOR = 24 * 60 * 60
# Seconds to wait for another thread or process that makes the same page; after that everybody makes their own.
LONGEST_WAIT = 5
LOOK_AGAIN = 0.01
LONGEST_QUERY = 500
MOST_ADDRESSES = 20_000
# Pages of a filter or a number that are kept of one version: whoever asks for a million of them pushes out no others.
MOST_QUERIES = 500
# Where pages are never kept. Static files and pictures are files; whether the site is alive is asked of no database.
ELSEWHERE = ("/beheer/", "/static/", "/media/", "/documenten/", "/healthz", "/readyz")
KEPT_TYPES = ("text/html", "text/plain", "application/atom+xml", "application/xml")
ANSWER_VARIES_BY = {"accept-encoding", "cookie"}
HEADERS_OF_304 = ("Cache-Control", "Content-Location", "ETag", "Vary")

Answer = Callable[[HttpRequest], HttpResponse]


class Kept(NamedTuple):
    """An answer as it went out, and the version of what it was made from."""

    version: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class _Process:
    """What this process knows: the parameters that addresses declared, who makes which page, the last version."""

    declared: dict[str, tuple[str, ...]] = field(default_factory=dict)
    turns: dict[str, Lock] = field(default_factory=dict)
    seen: str | None = None
    queries: int = 0
    is_watched: bool = False


process = _Process()


def is_trusted() -> bool:
    """Whether the version moves with every change; asked until it does, as when a site starts before it is migrated."""
    if not process.is_watched:
        process.is_watched = is_watched()
    return process.is_watched


class PageCacheMiddleware:
    """The first of all: what is kept has passed the others once. Only what a view declares (`declaring`) is kept."""

    def __init__(self, get_response: Answer) -> None:
        if not settings.PAGE_CACHE:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.cache = caches["pages"]
        self.is_shared = getattr(self.cache, "is_shared", False)
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
        self.proxies = settings.PROXY_STALE_SECONDS

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_for_readers(request):
            return self.get_response(request)
        parameters = process.declared.get(request.path_info)
        if not self._has_plain_query(request, parameters):
            return self._make(request, None, None)
        version = self._version()
        if version is None:
            return self.get_response(request)
        key = self._key(request)
        if kept := self._find(key, version):
            return self._answer(request, kept)
        if parameters is None or request.method == "HEAD":
            # Not known to be kept, or nothing of it is: others would wait for nothing.
            return self._make(request, key, version)
        with self._turn(key, version):
            if kept := self._find(key, version):
                return self._answer(request, kept)
            return self._make(request, key, version)

    def kept_answer(self, request: HttpRequest) -> HttpResponse | None:
        """The answer where the page is kept as it is now; nothing where Django must look at the request."""
        parameters = process.declared.get(request.path_info)
        if parameters is None or request.method != "GET" or not self._is_for_readers(request):
            return None
        if not self._has_plain_query(request, parameters):
            return None
        let_go_of_the_old()
        if (version := self._version()) is None:
            return None
        kept = self._find(self._key(request), version)
        return self._answer(request, kept) if kept else None

    def _is_for_readers(self, request: HttpRequest) -> bool:
        """Whether whoever asks may be anybody. Previews ask as a reader would, and get another page."""
        meta = request.META
        if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in meta:
            return False
        if (cookies := meta.get("HTTP_COOKIE")) and any(name in cookies for name in self.cookies):
            return False
        return not request.path_info.startswith(ELSEWHERE) and not getattr(request, "is_dummy", False)

    @staticmethod
    def _has_plain_query(request: HttpRequest, parameters: tuple[str, ...] | None) -> bool:
        """Leave out of the query what the view does not read; is what is left a query that a page may be kept under?

        Of an address that was not asked for before nobody knows what it reads.
        """
        query = request.META.get("QUERY_STRING")
        if not query:
            return True
        if parameters is None or len(query) > LONGEST_QUERY:
            return False
        asked = [one for one in parse_qsl(query, keep_blank_values=True) if one[0] in parameters]
        request.META["QUERY_STRING"] = urlencode(sorted(asked, key=itemgetter(0)))
        return True

    def _version(self) -> str | None:
        version = content_version() if is_trusted() else None
        if version != process.seen and not self.is_shared:
            # What was kept before is of no use to anybody, and may hold what was taken back.
            self.cache.clear()
        if version != process.seen:
            process.seen, process.queries = version, 0
        return version

    def _key(self, request: HttpRequest) -> str:
        meta = request.META
        parts = (
            request.scheme,
            meta.get("HTTP_HOST", ""),
            request.path_info,
            meta.get("QUERY_STRING", ""),
            "gzip" if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "") else "",
            datetime.now(self.zone).date().isoformat(),
        )
        return sha256("\n".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()

    def _find(self, key: str, version: str) -> Kept | None:
        kept: Kept | None = self.cache.get(key)
        return kept if kept is not None and kept.version == version else None

    def _make(self, request: HttpRequest, key: str | None, version: str | None) -> HttpResponse:
        response = self.get_response(request)
        parameters = declared_parameters(response)
        if parameters is None or not self._may_keep(request, response):
            # Where a page was kept until now, as when it was taken back: nobody waits for it any more.
            process.declared.pop(request.path_info, None)
            return response
        if len(process.declared) < MOST_ADDRESSES:
            process.declared[request.path_info] = parameters
        patch_cache_control(response, public=True, **self._for_proxies())
        etag = f'W/"{sha256(_plain(response)).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        if not (key and version) or not self._asks_what_is_declared(request, parameters):
            return response
        kept = Kept(version, etag, tuple(response.items()), response.content)
        if request.method == "GET" and self._has_room(request):
            self.cache.set(key, kept, KEPT_FOR)
        return self._answer(request, kept)

    @staticmethod
    def _has_room(request: HttpRequest) -> bool:
        process.queries += bool(request.META.get("QUERY_STRING"))
        return process.queries <= MOST_QUERIES or not request.META.get("QUERY_STRING")

    @staticmethod
    def _asks_what_is_declared(request: HttpRequest, parameters: tuple[str, ...]) -> bool:
        return {name for name, _ in parse_qsl(request.META.get("QUERY_STRING", ""))} <= set(parameters)

    @staticmethod
    def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
        varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "Cache-Control" not in response
            and varies <= ANSWER_VARIES_BY
            and response.get("Content-Type", "").partition(";")[0] in KEPT_TYPES
            and not getattr(getattr(request, "session", None), "modified", False)
        )

    def _for_proxies(self) -> dict[str, int | bool]:
        """A browser always asks whether its copy is right. A proxy too, unless the site's operator lets it not."""
        if self.proxies:
            # Without `s-maxage`, which forbids a proxy what follows it (RFC 9111 §4.2.4).
            return {"max_age": 0, "stale_while_revalidate": self.proxies}
        return {"no_cache": True}

    @staticmethod
    def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
        if (known := request.META.get("HTTP_IF_NONE_MATCH")) and _matches(known, kept.etag):
            response: HttpResponse = HttpResponseNotModified()
            response.headers = _SameHeaders(one for one in kept.headers if one[0] in HEADERS_OF_304)
        else:
            # With a type, which Django otherwise works out.
            response = HttpResponse(kept.body, content_type="text/html")
            response.headers = _SameHeaders(kept.headers)
        return response

    @contextmanager
    def _turn(self, key: str, version: str) -> Iterator[None]:
        """One makes the page, in this process and, where what is kept is shared, in all of them; others wait for it."""
        turn = process.turns.setdefault(key, Lock())
        has_turn = turn.acquire(timeout=LONGEST_WAIT)
        try:
            with self._turn_among_processes(key, version) if self.is_shared else nullcontext():
                yield
        finally:
            if has_turn:
                turn.release()
            if len(process.turns) > MOST_ADDRESSES:
                process.turns.clear()

    @contextmanager
    def _turn_among_processes(self, key: str, version: str) -> Iterator[None]:
        """A mark in what they share, of this version: who makes the page as it was before is nobody to wait for."""
        mark, until = f"{key}-{version}-turn", monotonic() + LONGEST_WAIT
        while not (has_turn := self.cache.add(mark, 1, LONGEST_WAIT)) and monotonic() < until:
            if self._find(key, version):
                break
            sleep(LOOK_AGAIN)
        try:
            yield
        finally:
            # After that time the mark is gone, or another's.
            if has_turn and monotonic() < until:
                self.cache.delete(mark)


class _SameHeaders(ResponseHeaders):
    """Headers of an answer that went out before: names and values were checked then, which costs more than all else."""

    def __init__(self, headers: Iterable[tuple[str, str]]) -> None:
        self._store = {name.lower(): (name, value) for name, value in headers}


def _plain(response: HttpResponse) -> bytes:
    content: bytes = response.content
    return gzip.decompress(content) if response.get("Content-Encoding") == "gzip" else content


def _matches(known: str, etag: str) -> bool:
    """Compared as weak tags: the same page compressed or not is the same page (RFC 9110 §13.1.2)."""
    opaque = etag.removeprefix("W/")
    return known.strip() == "*" or any(one.strip().removeprefix("W/") == opaque for one in known.split(","))
