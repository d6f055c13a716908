"""Which request a line of the log belongs to, by an id that says nothing about who asked."""

import logging
import os
import re
from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# What a proxy may hand over as an id; anything else is a stranger who wants to write in the log.
VALID = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)

logger = logging.getLogger("wijkwijzer.requests")

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def request_fields() -> dict[str, str]:
    """`request_id`, `method` and `view` of the request at hand; empty outside one. The view is known once the address
    is resolved. Never the address itself, nor who asked."""
    request = _request.get()
    if request is None:
        return {}
    match = request.resolver_match
    view = match.view_name if match else ""
    return {"request_id": request.id, "method": _method(request), "view": view}  # type: ignore[attr-defined]


def _method(request: HttpRequest) -> str:
    """A stranger may write anything there."""
    method = request.method or ""
    return method if method.isalpha() and len(method) <= 10 else "?"


class RequestContextMiddleware:
    """The outermost one: what others log and send has the id. Where the log wants it (INFO) a line for each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID")
        name = given if given and VALID.fullmatch(given) else os.urandom(16).hex()
        request.id = name  # type: ignore[attr-defined]
        token = _request.set(request)
        try:
            started = perf_counter()
            response = self.get_response(request)
            if logger.isEnabledFor(logging.INFO):
                _log(response, (perf_counter() - started) * 1000)
        finally:
            _request.reset(token)
        response.headers[HEADER] = name
        return response


def _log(response: HttpResponse, milliseconds: float) -> None:
    size = response.headers.get("Content-Length") if response.streaming else len(response.content)
    fields = {"status": response.status_code, "milliseconds": round(milliseconds, 1), "bytes": int(size or 0)}
    logger.info("%(status)s in %(milliseconds)s ms, %(bytes)s bytes", fields, extra=fields)
