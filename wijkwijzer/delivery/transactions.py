"""One transaction for every POST on the editors' side.

Wagtail's publish, unpublish and bulk views are not atomic as a whole. `ATOMIC_REQUESTS` would be too much: with
immediate transactions on SQLite every GET would take the write lock.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse


def atomic_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run `view` in a transaction when it may write; an exception takes back all of it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapped
