"""Fetch what pages show, for all pages of a request at once: the number of queries does not grow with the pages.

A workshop report shows its cases whole and a magazine its chapters. Left to themselves, each would fetch its own links,
images and people.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models

from wijkwijzer.blocks.fetching import fetch_bodies, fetch_renditions
from wijkwijzer.delivery.prepared import prepared

# The kinds of link a page shows, with what each points at.
SHOWN_LINKS: dict[str, tuple[str, ...]] = {
    "theme_links": ("tag",),
    "concept_links": ("concept",),
    "municipality_links": ("municipality",),
    "person_links": ("person",),
    "contributions": ("person", "organisation"),
}


def fetch_shown(pages: list[Any]) -> None:
    """Links, bodies and images of `pages` (publications of whatever types)."""
    for name, targets in SHOWN_LINKS.items():
        fetch_links(pages, name, targets)
    fetch_bodies(pages, [page.lead_image for page in pages if page.lead_image_id])


def fetch_links(pages: list[Any], name: str, targets: tuple[str, ...]) -> None:
    """One kind of link of `pages` with what it points at, laid where `modelcluster` keeps what is in memory."""
    if not pages:
        return
    relation = pages[0]._meta.get_field(name)
    rows: dict[int, list[Any]] = {page.pk: [] for page in pages}
    for row in _links(rows.keys(), relation=relation, targets=targets):
        rows[getattr(row, relation.field.attname)].append(row)
    for page in pages:
        page.__dict__.setdefault("_cluster_related_objects", {})[name] = rows[page.pk]
        for row in rows[page.pk]:
            relation.field.set_cached_value(row, page)


def fetch_cards(pages: Iterable[Any]) -> list[Any]:
    """What the cards of `pages` show besides what `on_cards` joins: places, and sizes of images."""
    cards = list(pages)
    fetch_links(cards, "municipality_links", ("municipality",))
    fetch_renditions([card.lead_image for card in cards if card.lead_image_id])
    return cards


@prepared
def _links(page_ids: list[int], *, relation: Any, targets: tuple[str, ...]) -> models.QuerySet[Any]:
    rows = relation.related_model._default_manager.select_related(*targets)
    return rows.filter(**{f"{relation.field.name}__in": page_ids})
