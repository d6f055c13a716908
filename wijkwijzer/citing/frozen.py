"""A page as it was: its own template, with the text of then."""

from collections import defaultdict
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from wijkwijzer.blocks.fetching import fetch_bodies
from wijkwijzer.consent.impact import Finder
from wijkwijzer.consent.rewriting import Walker
from wijkwijzer.images.models import SiteImage
from wijkwijzer.pages.models import KnowledgePage
from wijkwijzer.pages.models.fetching import SHOWN_LINKS

from .models import Version

# Where the page is, and as what it is public, is of now: a renamed page has one address.
OF_NOW = (
    *("path", "depth", "numchild", "slug", "url_path", "live", "first_published_at", "last_published_at"),
    *("content_type_id", "locale_id", "translation_key", "latest_revision_created_at"),
)


class Remainder(Walker):
    """What may still be shown of a text: without what it points at and is gone, and without pictures that the page does
    not show today, as whoever is on one may have asked for that."""

    def __init__(self, images_now: set[str], lost: set[tuple[type[Model], str]]) -> None:
        super().__init__(self._is_going)
        self.images_now, self.lost = images_now, lost
        self.images_left_out = 0

    def _is_going(self, model: type[Model], key: Any) -> bool:
        if issubclass(model, SiteImage):
            return str(key) not in self.images_now
        return (model, str(key)) in self.lost

    def gone(self, place: Any, model: type[Model], key: Any) -> None:
        self.images_left_out += issubclass(model, SiteImage)


def page_as_it_was(now: KnowledgePage, version: Version) -> tuple[Any, int]:
    """The page with the text of then and today's address, and how many pictures are left out. Names are those that were
    written on the page; where it took a name from the Kennisbank, it takes the name that is there today."""
    assert version.revision is not None  # noqa: S101 (closed versions are not shown)
    model, content = type(now), version.revision.content
    remainder = Remainder(_images_of(now), _lost(model, content))
    content = remainder.page(model, content)
    content.pop(COMMENTS_RELATION_NAME, None)
    # What is gone was left out already, in one query for each kind of it instead of one for each row.
    page: Any = model.from_serializable_data(content, check_fks=False)
    for name in OF_NOW:
        setattr(page, name, getattr(now, name))
    day = {"title": page.title, "day": date_format(version.day, "j F Y")}
    page.seo_title = _("%(title)s, versie van %(day)s") % day
    for name, targets in SHOWN_LINKS.items():
        prefetch_related_objects(list(getattr(page, name).all()), *targets)
    fetch_bodies([page], [page.lead_image] if page.lead_image_id else [])
    return page, remainder.images_left_out


def _images_of(page: Page) -> set[str]:
    finder = Finder(lambda model, key: issubclass(model, SiteImage))
    finder.page(type(page), page.serializable_data())
    return {str(key) for _place, _model, key in finder.references}


def _lost(model: type[Page], content: dict[str, Any]) -> set[tuple[type[Model], str]]:
    """What the fields and the rows of a text point at and is not there any more."""
    named: dict[Any, set[Any]] = defaultdict(set)
    sources = [(model, [content])]
    sources += [
        (relation.related_model, content.get(relation.get_accessor_name()) or [])
        for relation in get_all_child_relations(model)
    ]
    for source, rows in sources:
        for field in source._meta.concrete_fields:
            if field.many_to_one and not isinstance(field, ParentalKey):
                named[field.related_model] |= {row[field.name] for row in rows if row.get(field.name) is not None}
    lost = set()
    for target, keys in named.items():
        there = set(target._base_manager.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        lost |= {(target, str(key)) for key in keys - there}
    return lost


def answer(request: HttpRequest, now: KnowledgePage, version: Version) -> HttpResponse:
    page, left_out = page_as_it_was(now, version)
    # The rows of then are in memory only, as in a preview.
    request.is_preview = True  # type: ignore[attr-defined]
    context = page.get_context(request)
    context |= {"frozen": version, "page_now": now, "images_left_out": left_out, "told_in": []}
    return TemplateResponse(request, page.get_template(request), context)
