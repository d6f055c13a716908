"""A list of results as an Atom feed, for who wants to hear of what comes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from . import searching
from .models import SearchDocument
from .presentation import address, count_text, known_query, rest_of_sentence
from .query import Query, Sorting, parse
from .results import Results

SIZE = 20
# Atom wants a date for every entry; a concept has none, and one that is the same tomorrow makes it news only once.
NO_DATE = date(2000, 1, 1)


@dataclass(frozen=True)
class FollowedSearch:
    """A search with the newest of its results."""

    query: Query
    sentence: str
    documents: list[SearchDocument]


class ResultsFeed(Feed):
    """The newest results of a search, with the same parameters as its page; order and page number play no part."""

    feed_type = Atom1Feed
    language = "nl"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FollowedSearch:
        asked = replace(parse(request.GET), sorting=Sorting.NEWEST, page=1)
        first = searching.search(asked)
        documents = list(islice(_documents(first), SIZE))
        query = replace(known_query(first), sorting=Sorting.RELEVANCE)
        return FollowedSearch(query, count_text(first.total) + rest_of_sentence(first), documents)

    def title(self, obj: FollowedSearch) -> str:
        words = _("Zoeken: %s") % obj.query.text if obj.query.text else _("Zoeken")
        return f"{words} | WijkWijzer"

    def subtitle(self, obj: FollowedSearch) -> str:
        return obj.sentence

    def link(self, obj: FollowedSearch) -> str:
        return settings.SITE_URL + address(obj.query)

    def feed_url(self, obj: FollowedSearch) -> str:
        return settings.SITE_URL + address(obj.query, "search:feed")

    def items(self, obj: FollowedSearch) -> list[SearchDocument]:
        return obj.documents

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return item.summary

    def item_link(self, item: SearchDocument) -> str:
        return full_url(item)

    def item_guid(self, item: SearchDocument) -> str:
        """A name that stays when the page moves or the index is made anew (RFC 4151)."""
        kind, number = ("pagina", item.page_id) if item.page_id else ("begrip", item.concept_id)
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{kind}-{number}"

    def item_pubdate(self, item: SearchDocument) -> datetime:
        return _moment(item.published_on or NO_DATE)

    def item_updateddate(self, item: SearchDocument) -> datetime:
        return _moment(max(day for day in (item.published_on, item.reviewed_on, NO_DATE) if day))


def full_url(document: SearchDocument) -> str:
    """The address of a result for whoever reads it elsewhere."""
    return document.url if urlsplit(document.url).scheme else f"{settings.SITE_URL}{document.url}"


def _documents(results: Results) -> Iterator[SearchDocument]:
    """The results one after the other, a further page only when it is needed."""
    yield from (hit.document for hit in results.hits)
    for number in range(2, results.pages + 1):
        further = searching.search(replace(results.query, page=number))
        yield from (hit.document for hit in further.hits)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
