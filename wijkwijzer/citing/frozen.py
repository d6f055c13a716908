"""A page as it was: its own template, with the text of then."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from wijkwijzer.consent.impact import Finder
from wijkwijzer.consent.rewriting import Walker
from wijkwijzer.images.models import SiteImage
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.pages.models.fetching import SHOWN_LINKS, fetch_bodies

from .models import Version


class WithoutImages(Walker):
    """Leaves out the pictures that the page does not show today: whoever is on one may have asked for that."""

    def __init__(self, shown_now: set[str]) -> None:
        super().__init__(lambda model, key: issubclass(model, SiteImage) and str(key) not in shown_now)
        self.count = 0

    def gone(self, place: Any, model: Any, key: Any) -> None:
        self.count += 1


def page_as_it_was(now: KnowledgePage, version: Version) -> tuple[Any, int]:
    """The page with the text of then and today's place in the tree, and how many pictures are left out. Names are those
    that were written on the page; where the page took the name from the Kennisbank, it is the name of today."""
    revision = version.revision
    assert revision is not None  # noqa: S101 (closed versions are not shown)
    walker = WithoutImages(_images_of(now))
    revision.content = walker.page(type(now), revision.content)
    page = revision.as_object()
    for name, targets in SHOWN_LINKS.items():
        prefetch_related_objects(list(getattr(page, name).all()), *targets)
    fetch_bodies([page], [page.lead_image] if page.lead_image_id else [])
    return page, walker.count


def _images_of(page: Page) -> set[str]:
    finder = Finder(lambda model, key: issubclass(model, SiteImage))
    finder.page(type(page), page.serializable_data())
    return {str(key) for _place, _model, key in finder.references}


def answer(request: HttpRequest, now: KnowledgePage, version: Version) -> HttpResponse:
    page, left_out = page_as_it_was(now, version)
    # The rows of then are in memory only, as in a preview.
    request.is_preview = True  # type: ignore[attr-defined]
    context = page.get_context(request)
    context |= {"frozen": version, "page_now": now, "images_left_out": left_out, "told_in": []}
    return TemplateResponse(request, page.get_template(request), context)
