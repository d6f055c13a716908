"""Atom feeds of lists."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed


class PublicationFeed(Feed):
    """The newest publications of one list (any object with `title`, `full_url` and `get_publications()`)."""

    feed_type = Atom1Feed
    language = "nl"
    size = 30

    def __init__(self, listing: Any) -> None:
        self.listing = listing

    def title(self) -> str:
        return f"{self.listing.title} | WijkWijzer"

    def link(self) -> str:
        return self.listing.full_url

    def feed_url(self) -> str:
        return f"{self.listing.full_url}feed/"

    def items(self) -> list[Any]:
        return list(self.listing.get_publications().order_by("-first_published_at", "-pk")[: self.size])

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return item.summary

    def item_link(self, item: Any) -> str:
        return item.full_url

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: Any) -> Any:
        return item.first_published_at or timezone.now()

    def item_updateddate(self, item: Any) -> Any:
        return item.last_published_at or item.first_published_at or timezone.now()
