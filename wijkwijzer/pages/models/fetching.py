"""Fetch what pages show, for all pages of a request at once: the number of queries does not grow with the pages.

A workshop report shows its cases whole and a magazine its chapters. Left to themselves, each would fetch its own links,
images and people.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from wagtail.blocks import StreamValue

from wijkwijzer.blocks.media import images_in
from wijkwijzer.blocks.streams import BodyBlock, SlimStreamField

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
    link_models = {name: type(pages[0])._meta.get_field(name).related_model for name in SHOWN_LINKS}
    models.prefetch_related_objects(
        pages,
        *(
            models.Prefetch(name, link_models[name]._default_manager.select_related(*targets))
            for name, targets in SHOWN_LINKS.items()
        ),
    )
    fetch_bodies(pages, [page.lead_image for page in pages if page.lead_image_id])


def fetch_bodies(pages: list[Any], images: Sequence[Any] = ()) -> None:
    """Only the bodies of `pages`, and the renditions of what is in them and of `images`."""
    images = [*images, *_resolve_bodies(pages)]
    models.prefetch_related_objects(images, models.Prefetch("renditions", to_attr="prefetched_renditions"))


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
