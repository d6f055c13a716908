"""One transaction for every POST on the editors' side.

Wagtail's publish, unpublish and bulk views are not atomic as a whole. `ATOMIC_REQUESTS` would be too much: with
immediate transactions on SQLite every GET would take the write lock.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin import auth


def atomic_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run `view` in a transaction when it may write; an exception takes back all of it, and so does an answer that
    says no: whoever reads that something was refused, counts on it that nothing changed."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            try:
                response = view(request, *args, **kwargs)
            except MultiValueDictKeyError as error:
                # Wagtail reads fields that its own forms always send. Who leaves one out sent no form of this site.
                raise BadRequest("A field is missing in what was sent") from error
            if response.status_code >= 400 or getattr(request, "was_refused", False):
                transaction.set_rollback(True)
            return response

    return wrapped


def mark_refusals() -> None:
    """Once, when the site starts. Wagtail catches `PermissionDenied` around each view and answers with a redirect, as
    after a success, and has no hook there: only the function that makes this answer knows."""
    answer = auth.permission_denied

    @wraps(answer)
    def marked(request: Any) -> HttpResponse:
        request.was_refused = True
        response: HttpResponse = answer(request)
        return response

    auth.permission_denied = marked
