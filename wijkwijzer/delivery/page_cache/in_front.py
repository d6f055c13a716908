"""Kept pages in front of Django: its handler and the signals around each request cost more than the whole answer."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from ..request_context import RequestContextMiddleware
from .middleware import PageCacheMiddleware

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _NotKeptError(Exception):
    """Django must look at the request."""


def in_front(application: Application) -> Application:
    """The WSGI application that answers with kept pages, and asks `application` for everything else.

    What is kept, for whom and how long is up to the middleware alone, which Django asks right after the one that gives
    a request its id and its line in the log; both are asked here.
    """
    try:
        pages = PageCacheMiddleware(_not_kept)
    except MiddlewareNotUsed:
        return application

    def kept(request: HttpRequest) -> HttpResponse:
        return pages.kept_answer(request) or _not_kept(request)

    with_id = RequestContextMiddleware(kept)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = None
        # Outside of it Django is asked, so that an error there is not told of as one that came while handling this.
        with suppress(_NotKeptError):
            # Of a copy: Django takes the path and the query in it apart, and would do so again.
            response = with_id(WSGIRequest(environ.copy()))
        if response is None:
            return application(environ, start_response)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    return answer


def _not_kept(request: HttpRequest) -> HttpResponse:
    raise _NotKeptError
