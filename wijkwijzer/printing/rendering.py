"""What the worker does with WeasyPrint. Only the worker loads this file; the site itself never loads WeasyPrint."""

from collections.abc import Callable
from pathlib import Path

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse


class SiteFetcher(URLFetcher):
    """Reads the site's own files; has none of the ways to fetch that it inherits."""

    def __init__(self, find: Callable[[str], Path], content_types: dict[str, str]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.handlers.clear()
        self.find = find
        self.content_types = content_types

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        file = self.find(url)
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": self.content_types[file.suffix]})


def make(html: str, base_url: str, find: Callable[[str], Path], content_types: dict[str, str]) -> bytes:
    """The tagged PDF of a document. `find` says which file an address is, or raises; what it refuses is left out."""
    fetcher = SiteFetcher(find, content_types)
    document = weasyprint.HTML(string=html, base_url=base_url, url_fetcher=fetcher, media_type="print")
    pdf = document.write_pdf(pdf_variant="pdf/ua-1", optimize_images=True, jpeg_quality=80, dpi=200)
    return bytes(pdf)
