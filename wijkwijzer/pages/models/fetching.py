"""Fetch what pages show, for all pages of a request at once: the number of queries does not grow with the pages.

A workshop report shows its cases whole and a magazine its chapters. Left to themselves, each would fetch its own links,
images and people.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model

from wijkwijzer.blocks.media import images_in
from wijkwijzer.blocks.streams import BodyBlock, SlimStreamField
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
    by_id: dict[int, list[Any]] = {page.pk: [] for page in pages}
    relation = pages[0]._meta.get_field(name) if pages else None
    for row in _links(by_id.keys(), relation=relation, targets=targets) if relation else ():
        by_id[getattr(row, relation.field.attname)].append(row)
    for page in pages:
        page.__dict__.setdefault("_cluster_related_objects", {})[name] = by_id[page.pk]
        for row in by_id[page.pk]:
            relation.field.set_cached_value(row, page)


def fetch_cards(pages: Iterable[Any]) -> list[Any]:
    """What the cards of `pages` show besides what `on_cards` joins: places, and sizes of images."""
    cards = list(pages)
    fetch_links(cards, "municipality_links", ("municipality",))
    fetch_renditions([card.lead_image for card in cards if card.lead_image_id])
    return cards


def fetch_bodies(pages: list[Any], images: Sequence[Any] = ()) -> None:
    """Only the bodies of `pages`, and the renditions of what is in them and of `images`."""
    fetch_renditions([*images, *_resolve_bodies(pages)])


def fetch_renditions(images: list[Any]) -> None:
    """All sizes of `images`, where Wagtail looks for those that were prefetched."""
    by_id: dict[int, list[Any]] = {image.pk: [] for image in images}
    for rendition in _renditions(by_id.keys()) if by_id else ():
        by_id[rendition.image_id].append(rendition)
    for image in images:
        image.prefetched_renditions = by_id[image.pk]
        for rendition in by_id[image.pk]:
            rendition.image = image


@prepared
def _links(page_ids: list[int], *, relation: Any, targets: tuple[str, ...]) -> models.QuerySet[Any]:
    rows = relation.related_model._default_manager.select_related(*targets)
    return rows.filter(**{f"{relation.field.name}__in": page_ids})


@prepared
def _renditions(image_ids: list[int]) -> models.QuerySet[Any]:
    return get_image_model().get_rendition_model()._default_manager.filter(image__in=image_ids)


def _resolve_bodies(pages: list[Any]) -> list[Any]:
    """Turn the stored bodies of all pages into blocks as one stream, so that each kind of block fetches what it points
    at once; then give every page its own part back. Returns the images found.
    """
    places = [
        (page, field)
        for page in pages
        for field in page._meta.get_fields()
        if isinstance(field, SlimStreamField) and isinstance(field.stream_block, BodyBlock)
    ]
    parts = [list(getattr(page, field.name).raw_data) for page, field in places]
    if not any(parts):
        return []
    block = places[0][1].stream_block
    children = list(StreamValue(block, [item for part in parts for item in part], is_lazy=True))
    images = images_in(children)
    for (page, field), part in zip(places, parts, strict=True):
        own, children = children[: len(part)], children[len(part) :]
        value = StreamValue(field.stream_block, [(child.block_type, child.value, child.id) for child in own])
        setattr(page, field.name, value)
    return images
