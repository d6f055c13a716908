"""Serve resized images. Originals and documents have no address under /media/."""

from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# A rendition never changes: another crop or another file is another name. But the portrait that it belongs to may be
# withdrawn, and then no cache on the way may have it; the browser of who saw it asks again after an hour.
CACHE_CONTROL = "private, max-age=3600"
# Stated here because Python's own table follows the machine, and knows AVIF and WebP only since 3.13.
CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """The rendition called `name` (its random file name; the URL pattern admits no slash)."""
    folder = (Path(settings.MEDIA_ROOT) / "renditions").resolve()
    file = (folder / name).resolve()
    content_type = CONTENT_TYPES.get(file.suffix)
    if content_type is None or file.parent != folder or not _exists(file):
        raise Http404
    response = _by_web_server(request, file) if getattr(settings, "SENDFILE_BACKEND", "") else _by_django(request, file)
    response["Cache-Control"] = CACHE_CONTROL
    if response.status_code != 304:
        response["Content-Type"] = content_type
    return response


def _exists(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a name longer than the disk can hold
        return False


def _by_django(request: HttpRequest, file: Path) -> HttpResponseBase:
    response = serve(request, file.name, document_root=str(file.parent))
    # Images are compressed already: this tells GZipMiddleware to leave them, and their length, alone.
    response["Content-Encoding"] = "identity"
    return response


def _by_web_server(request: HttpRequest, file: Path) -> HttpResponse:
    """Without a body: the header that the backend sets tells the web server which file to send."""
    return import_module(settings.SENDFILE_BACKEND).sendfile(request, file)
