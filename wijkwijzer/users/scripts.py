"""The scripts for passkeys as one file: three of django-allauth and one of ours, in the order they need."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

PARTS = ("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "account/js/onload.js", "users/passkey.js")


@cache
def joined_scripts() -> str:
    """The text of all parts. Raises `FileNotFoundError` for one that is gone: the rest would fail in silence."""
    texts = []
    for part in PARTS:
        path = finders.find(part)
        if not isinstance(path, str):
            raise FileNotFoundError(part)
        texts.append(Path(path).read_text(encoding="utf-8"))
    return "\n;\n".join(texts)


def _etag(request: HttpRequest) -> str:
    return f'"{hashlib.sha256(joined_scripts().encode()).hexdigest()[:16]}"'


@require_safe
@cache_control(public=True, no_cache=True)
@condition(etag_func=_etag)
def passkey_scripts(request: HttpRequest) -> HttpResponse:
    """One request in place of four: the sign-in page stays within the budget of every page. A browser asks each time
    whether they changed, so that an upgrade is never met with scripts of before it.
    """
    return HttpResponse(joined_scripts(), content_type="text/javascript; charset=utf-8")
