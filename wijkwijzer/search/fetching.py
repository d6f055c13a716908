"""Everything that the documents of some pages are made of, fetched for all of them at once.

The number of queries depends on how many kinds of page there are, never on how many pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, prefetch_related_objects
from wagtail.models import Site

from practices.models import PracticePage
from wijkwijzer.municipalities.models import Municipality
from wijkwijzer.pages.models import Freshness, KnowledgePage

from .page_sections import places_in

# What a page is tied to, with what each link points at.
LINKS: dict[str, tuple[str, ...]] = {
    "theme_links": ("tag__parent",),
    "concept_links": ("concept",),
    "municipality_links": ("municipality__province",),
    "person_links": ("person",),
    "contributions": ("person", "organisation"),
    "tells_about": (),
}
# For each page, its rows of links that are not stored yet (`modelcluster` saves them after the page).
Unsaved = Mapping[int, Mapping[str, list[Any]]]


class Fetched:
    """Pages of their own types, with their links, freshness, and the names of places that are needed.

    `made` are pages that this transaction made and nobody can have changed since: they are not read again.
    """

    def __init__(self, page_ids: Iterable[int], unsaved: Unsaved | None = None, made: Iterable[Any] = ()) -> None:
        pages = {page.pk: page for page in made}
        asked = list(page_ids)
        if stored := [pk for pk in asked if pk not in pages]:
            pages |= {page.pk: page for page in KnowledgePage.objects.filter(pk__in=stored).specific()}
        self.pages: list[Any] = [pages[pk] for pk in sorted(asked) if pk in pages]
        self._fetch_links(unsaved or {})
        self._spare_looking_up_sites()
        self.freshness = {row.page_id: row for row in Freshness.objects.filter(page__in=self.pages)}
        self.replaced = self._replaced()
        self.places = self._places()
        self.mergers = Mergers()

    def _fetch_links(self, unsaved: Unsaved) -> None:
        if not self.pages:
            return
        links: dict[int, dict[str, list[Any]]] = {page.pk: {name: [] for name in LINKS} for page in self.pages}
        for name, targets in LINKS.items():
            relation = KnowledgePage._meta.get_field(name)
            rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": list(links)})
            for row in rows.select_related(*targets) if targets else rows:
                links[getattr(row, relation.field.attname)][name].append(row)
        for page in self.pages:
            # Where `modelcluster` keeps links that are not saved. `prefetch_related_objects` would make a manager and
            # a query for each page and name, which took a twentieth of the time.
            page._cluster_related_objects = {**links[page.pk], **unsaved.get(page.pk, {})}
        if practices := [page for page in self.pages if isinstance(page, PracticePage)]:
            prefetch_related_objects(practices, "holder_person", "holder_organisation")

    def _spare_looking_up_sites(self) -> None:
        """Each page would ask the cache where its site begins."""
        paths = Site.get_site_root_paths() if self.pages else []
        for page in self.pages:
            page._wagtail_cached_site_root_paths = paths

    def _replaced(self) -> set[int]:
        """The pages whose replacement a reader may see."""
        targets = {pk: row.replaced_by_id for pk, row in self.freshness.items() if row.replaced_by_id}
        if not targets:
            return set()
        shown = set(KnowledgePage.objects.visible().filter(pk__in=targets.values()).values_list("pk", flat=True))
        return {pk for pk, target in targets.items() if target in shown and target != pk}

    def _places(self) -> dict[int, str]:
        """The names of municipalities that texts tell about one by one."""
        keys: set[int] = set().union(*map(places_in, self.pages))
        return dict(Municipality.objects.filter(pk__in=keys).values_list("pk", "display_name")) if keys else {}


class Mergers:
    """The municipalities that became part of another, and those they became part of. They are few."""

    def __init__(self) -> None:
        merged = Q(successor__isnull=False) | Q(predecessors__isnull=False)
        rows = Municipality.objects.filter(merged).select_related("province").distinct()
        self._by_key = {row.pk: row for row in rows}

    def with_successors(self, place: Municipality) -> list[Municipality]:
        """A municipality and what it became part of, the oldest first."""
        found = [place]
        while (key := found[-1].successor_id) and (successor := self._by_key.get(key)) and successor not in found:
            found.append(successor)
        return found

    def family(self, place: Municipality) -> list[Municipality]:
        """A municipality, what it became part of, and all that became part of it."""
        found = self.with_successors(place)
        level: Sequence[Municipality] = [place]
        while level:
            keys = {one.pk for one in level}
            level = [row for row in self._by_key.values() if row.successor_id in keys and row not in found]
            found += level
        return found

    def related(self, place: Municipality) -> set[int]:
        """The keys of all municipalities whose pages speak of `place`: its family seen from any of them."""
        return {place.pk} | {row.pk for row in self._by_key.values() if place in self.family(row)}
