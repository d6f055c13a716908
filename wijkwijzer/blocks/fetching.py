"""Fetch what bodies show, for all pages of a request at once: the number of queries does not grow with the pages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model

from wijkwijzer.delivery.prepared import prepared

from .media import images_in
from .streams import BodyBlock, SlimStreamField


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
def _renditions(image_ids: list[int]) -> QuerySet[Any]:
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
