"""Is what the public sees what went through the gate? For whoever writes into the database itself nothing else asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from .models import Publication
from .pages import GatedPage

_BATCH = 100


@dataclass(frozen=True)
class Difference:
    page_id: int
    title: str
    what: str


def differences() -> Iterator[Difference]:
    """The public pages that say something else than what was last published, or never came through the gate.

    What `load_corpus` made is not judged, as it keeps no record: pages without a revision, or with drafts only.
    """
    pages: Any = Page.objects.live().filter(depth__gt=1, latest_revision__isnull=False).order_by("pk")
    for page in pages.specific().iterator(chunk_size=_BATCH):
        what = _difference_of(page) if isinstance(page, GatedPage) else ""
        if what:
            yield Difference(page.pk, page.title, what)


def _difference_of(page: Any) -> str:
    last = Publication.objects.filter(page=page.pk).first()
    if last is None and _was_loaded(page):
        return ""
    if last is None:
        return _("De pagina staat op de site, maar ging nooit door de controle.")
    revision = Revision.objects.filter(pk=last.revision_id).first()
    data = page.serializable_data()
    if revision is not None:
        # A field that was added to the page type since then says nothing yet.
        data = {name: value for name, value in data.items() if name in revision.content}
    if page.hash_of(data) == last.content_hash:
        return ""
    if revision is not None and page.hash_of(revision.content) != last.content_hash:
        return _("De goedgekeurde versie zelf is veranderd.")
    return _("De pagina zegt iets anders dan wat is goedgekeurd.")


def _was_loaded(page: Any) -> bool:
    """Public from the first, before anybody wrote a draft of it, and not published since."""
    if page.live_revision_id is not None or page.first_published_at is None:
        return False
    return not Revision.objects.for_instance(page).filter(created_at__lte=page.first_published_at).exists()
