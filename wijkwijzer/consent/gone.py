"""Addresses of what was taken back: they answer 410, and nothing there tells what stood at them."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .models import Gone

MOST_PARTS = 12


def path_hash(path: str) -> str:
    """SHA-256 of a path, the same with and without a slash at its end."""
    return sha256(unquote(path).rstrip("/").encode()).hexdigest()


def close(addresses: Iterable[str]) -> list[str]:
    """From now on these (whole addresses or paths) are gone. Returns their hashes."""
    hashes = sorted({path_hash(urlsplit(address).path) for address in addresses if urlsplit(address).path.strip("/")})
    Gone.objects.bulk_create([Gone(path_hash=one) for one in hashes], ignore_conflicts=True)
    return hashes


def is_gone(path: str) -> bool:
    """The address itself, or one below it: another form of the same page."""
    parts = path.rstrip("/").split("/")[:MOST_PARTS]
    hashes = [path_hash("/".join(parts[:end])) for end in range(2, len(parts) + 1)]
    return Gone.objects.filter(path_hash__in=hashes).exists()


class GoneMiddleware:
    """Inside the middleware of redirects, which would send somebody on. Asks the table only where nothing was found: a
    new page at an old address is served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or not is_gone(request.path):
            return response
        html = render_to_string("pages/consent/gone.html", request=request)
        return HttpResponse(html, status=410, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
