"""A publication as PDF, at `<address of the page>pdf/`."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wijkwijzer.delivery.errors import unavailable
from wijkwijzer.pages.views import serve

from . import store
from .documents import Document, document_at, is_visible
from .engine import PdfBusy, PdfError, PdfUnavailable, make_pdf


@require_safe
def pdf(request: HttpRequest, path: str) -> HttpResponse:
    """The PDF of the publication at `path`; what its page itself answers where a stranger may not read that.

    A page that is no publication has none; a page below it may be called "pdf".
    """
    document = document_at(path)
    if document is None:
        return serve(request, f"{path}pdf/")
    if isinstance(document, HttpResponse):
        return document
    headers = _headers(document)
    if (response := get_conditional_response(request, headers["ETag"])) is None:
        try:
            response = HttpResponse(_content(document), content_type="application/pdf")
        except PdfError as error:
            return _sorry(error, document)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _content(document: Document) -> bytes:
    page_id, key = document.page.pk, document.key
    found = store.find(page_id, key)
    if found is not None:
        return found

    def make() -> bytes:
        return make_pdf(document.html, base_url=document.address)

    return store.make_once(page_id, key, make, is_still_true=lambda: is_visible(page_id))


def _headers(document: Document) -> dict[str, str]:
    page = document.page
    headers = {
        "ETag": f'"{document.key}"',
        # To be kept only by who asks each time whether it may still be read.
        "Cache-Control": "no-cache",
        "X-Robots-Tag": "noindex",
        "Link": f'<{page.canonical_url}>; rel="canonical"',
        "Content-Disposition": str(content_disposition_header(False, f"{slugify(page.title)[:80] or page.slug}.pdf")),
        # The file is compressed by itself; this tells GZipMiddleware to leave it, and its length, alone.
        "Content-Encoding": "identity",
    }
    if document.changed_at:
        headers["Last-Modified"] = http_date(document.changed_at.timestamp())
    return headers


def _sorry(error: PdfError, document: Document) -> HttpResponse:
    address = document.page.get_url() or "/"
    if isinstance(error, PdfUnavailable):
        text = _("Open de pagina zelf en druk haar af met je browser. Daar kun je ook “Opslaan als PDF” kiezen.")
        return unavailable(_("PDF maken kan op deze server niet"), text, back=address)
    if isinstance(error, PdfBusy):
        text = _("De server maakt op dit moment al andere PDF’s. Wacht een halve minuut en probeer het opnieuw.")
        return unavailable(_("Even wachten"), text, back=address, retry_after=error.retry_after)
    text = _("Van deze pagina lukt het niet om een PDF te maken. Open haar en druk haar af met je browser.")
    return unavailable(_("De PDF is niet gemaakt"), text, back=address, retry_after=store.FAILED_SECONDS)
