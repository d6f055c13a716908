"""The HTML that goes on paper: a publication as an anonymous reader gets it, in a frame without menu or forms."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.template.response import TemplateResponse

from portraits.models import MagazinePage, PortraitSeriesPage
from practices.models import WorkshopPage
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.pages.views import serve

from .engine import WORKER

FRAME = "pages/printing/frame.html"
# Read as one document of several pages, so with a cover and contents.
BUNDLES = (PortraitSeriesPage, MagazinePage, WorkshopPage)
STYLES = ("css/tokens.css", "css/site.css", "css/paper.css", "css/recommendations.css")


@dataclass(frozen=True)
class Document:
    """A publication on paper. `address`: its public one. `changed_at`: when what it shows was last published."""

    page: KnowledgePage
    html: str
    address: str
    changed_at: datetime | None

    @property
    def key(self) -> str:
        """Changes with all that can change the PDF: its text, the style sheets, how it is made."""
        digest = sha256(f"{version('weasyprint')} {self.address}\n{self.html}".encode())
        for content in _recipe():
            digest.update(content)
        return digest.hexdigest()[:32]


@cache
def _recipe() -> list[bytes]:
    """Another release, another recipe; it brings a new process, too."""
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    own = (WORKER, WORKER.with_name("rendering.py"))
    return [
        *(file.read_bytes() for file in own),
        *((folder / name).read_bytes() for folder in folders for name in STYLES),
    ]


def document_at(path: str) -> Document | HttpResponse | None:
    """What stands on paper of the publication at this path (without the slash it starts with).

    Where an anonymous reader may not see it, it is what that reader gets: the address of the sign-in, or a form for a
    password. None where there is no publication. Raises `Http404` as the page itself does.
    """
    response = serve(_anonymous_request(f"/{path}"), path)
    if response.status_code != 200:
        return response
    page = (response.context_data or {}).get("page") if isinstance(response, TemplateResponse) else None
    if not isinstance(page, KnowledgePage):
        return None
    # A form for a password speaks of the page it is for, and is found like it.
    return _document(page, response, path) if is_visible(page.pk) else response


def is_visible(page_id: int) -> bool:
    """Whether an anonymous reader may see this publication, now."""
    return KnowledgePage.objects.visible().filter(pk=page_id).exists()


def _document(page: KnowledgePage, response: Any, path: str) -> Document:
    shown = page.get_pages_shown_whole()
    changed_at = max((part.last_published_at for part in shown if part.last_published_at), default=None)
    address = page.full_url or f"{settings.SITE_URL}/{path}"
    response.context_data |= {
        "frame": FRAME,
        "is_bundle": isinstance(page, BUNDLES),
        "address": address,
        "changed_at": changed_at,
        "authors": [str(link.contributor) for link in page.contributions.all() if link.role == "author"],
    }
    return Document(page, response.rendered_content, address, changed_at)


def _anonymous_request(path: str) -> WSGIRequest:
    """A request by a reader of whom nothing is known, at the public address of the site."""
    site = urlsplit(settings.SITE_URL)
    host = site.hostname or "localhost"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": host,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    }
    request = WSGIRequest(environ)
    request.user = AnonymousUser()
    request.session = SessionBase()
    return request
