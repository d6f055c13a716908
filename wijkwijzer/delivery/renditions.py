"""Serve resized images. Originals and documents have no address under /media/."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.utils import sendfile_streaming_backend
from wagtail.utils.sendfile import sendfile

CACHE_CONTROL = "public, max-age=31536000, immutable"


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> HttpResponse:
    """The rendition called `name` (its random file name; the URL pattern admits no slash)."""
    folder = (Path(settings.MEDIA_ROOT) / "renditions").resolve()
    file = (folder / name).resolve()
    if file.parent != folder or not file.is_file():
        raise Http404
    backend = None if getattr(settings, "SENDFILE_BACKEND", "") else sendfile_streaming_backend.sendfile
    response: HttpResponse = sendfile(request, str(file), backend=backend)
    response["Cache-Control"] = CACHE_CONTROL
    return response
