"""The questions that listings, cards and relations ask of publications."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, OuterRef
from wagtail.models import PageQuerySet

from wijkwijzer.delivery.visibility import visible


class KnowledgePageQuerySet(PageQuerySet):
    """The questions listings, cards and relations ask of all publications."""

    def visible(self) -> "KnowledgePageQuerySet":
        pages: KnowledgePageQuerySet = visible(self)
        return pages

    def newest_first(self) -> "KnowledgePageQuerySet":
        return self.order_by(F("published_on").desc(nulls_last=True), "-first_published_at", "-pk")

    def with_any_theme(self, theme_ids: Iterable[int]) -> "KnowledgePageQuerySet":
        return self.filter(Exists(self._links("theme_links").filter(tag__in=list(theme_ids))))

    def with_any_municipality(self, municipality_ids: Iterable[int]) -> "KnowledgePageQuerySet":
        """Tied to one of the places in whatever role, marked with `is_subject` where the page is about it."""
        links = self._links("municipality_links").filter(municipality__in=list(municipality_ids))
        return self.filter(Exists(links)).annotate(is_subject=Exists(links.filter(role="subject")))

    def on_cards(self) -> "KnowledgePageQuerySet":
        """Joined with what a card shows; `fetching.fetch_cards` adds places and images."""
        return self.select_related("lead_image", "freshness")

    def for_cards(self) -> "KnowledgePageQuerySet":
        """With all a card shows, in a constant number of queries."""
        return self.on_cards().prefetch_related(
            models.Prefetch("municipality_links", self._link_rows("municipality_links").select_related("municipality")),
            models.Prefetch("lead_image__renditions", to_attr="prefetched_renditions"),
        )

    def _links(self, name: str) -> models.QuerySet:
        """The link rows of the page of the outer query. A subquery, so that a page never counts twice."""
        return self._link_rows(name).filter(**{self.model._meta.get_field(name).field.name: OuterRef("pk")})

    def _link_rows(self, name: str) -> models.QuerySet:
        rows: models.QuerySet = self.model._meta.get_field(name).related_model._default_manager.all()
        return rows
