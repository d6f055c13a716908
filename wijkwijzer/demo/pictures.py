"""Load the drawn pictures of the demo: the rows of `content/pictures.yaml`, each drawn once."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.log_actions import log
from wagtail.models import Collection, ModelLogEntry

from wijkwijzer.images.models import Licence, SiteImage

from .documents import read_vocabulary
from .drawing import draw_scene
from .vocabularies import edited_by_somebody

COLLECTION = "Tekeningen"
# What `components/picture.html` and `components/card.html` ask for.
RENDITIONS = tuple(f"format-{kind}|width-{width}" for kind in ("avif", "webp", "jpeg") for width in (400, 800))
CREDIT = "WijkWijzer (tekening)"
# In the log of the image: by which name of the list it was made. A title may be changed, and a file has a random name.
_MARK = "demo_picture"


@dataclass(frozen=True)
class Picture:
    """One row of the list: what to draw, and what an editor and a reader are told about it."""

    name: str
    scene: str
    title: str
    alt: str
    settings: dict[str, Any] = field(default_factory=dict)
    credit: str = CREDIT
    licence: str = Licence.CC0.value
    # x, y, width and height of what a crop must keep, in units of the drawing.
    focal: tuple[int, int, int, int] | None = None
    pages: tuple[str, ...] = ()

    def png(self) -> bytes:
        """The file. Raises `UnknownSceneError`."""
        return draw_scene(self.scene, self.settings).png()

    def texts(self) -> dict[str, Any]:
        """The fields of the image beside its file."""
        x, y, width, height = self.focal or (None, None, None, None)
        return {
            "title": self.title,
            "description": self.alt,
            "credit": self.credit,
            "licence": self.licence,
            "focal_point_x": x,
            "focal_point_y": y,
            "focal_point_width": width,
            "focal_point_height": height,
        }


def prepare_renditions() -> None:
    """Make the files that pages show, as far as they are missing, so that no first visitor waits for them."""
    for image in SiteImage.objects.filter(collection__name=COLLECTION):
        image.get_renditions(*RENDITIONS)


def read_pictures() -> list[Picture]:
    """All rows, in the order of the list."""
    return [Picture(**{**row, "pages": tuple(row["pages"])}) for row in read_vocabulary("pictures")]


def pictures_by_page() -> dict[str, str]:
    """For each page that has one: its slug and the name of its picture."""
    return {slug: picture.name for picture in read_pictures() for slug in picture.pages}


def load_pictures() -> dict[str, SiteImage]:
    """All pictures by name. Draws those that are not there yet; brings the texts of the others up to date.

    An image that somebody edited is left as it is. One that exists is never drawn again: its file is not compared.
    """
    existing = _existing()
    images = {}
    for picture in read_pictures():
        image = existing.get(picture.name)
        if image is None:
            image = _make(picture)
        elif not edited_by_somebody(image):
            _update(image, picture)
        images[picture.name] = image
    return images


def _existing() -> dict[str, SiteImage]:
    images = ContentType.objects.get_for_model(SiteImage)
    entries = ModelLogEntry.objects.filter(content_type=images, data__has_key=_MARK)
    names = {int(entry.object_id): entry.data[_MARK] for entry in entries}
    return {names[image.pk]: image for image in SiteImage.objects.filter(pk__in=names)}


def _make(picture: Picture) -> SiteImage:
    file = ContentFile(picture.png(), name=f"{picture.name}.png")
    image = SiteImage(file=file, collection=_collection(), **picture.texts())
    image.full_clean()
    image.save()
    log(image, "wagtail.create", data={_MARK: picture.name})
    return image


def _update(image: SiteImage, picture: Picture) -> None:
    wanted = picture.texts()
    if wanted == {name: getattr(image, name) for name in wanted}:
        return
    for name, value in wanted.items():
        setattr(image, name, value)
    image.full_clean()
    image.save()


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    found: Collection | None = root.get_children().filter(name=COLLECTION).first()
    return found or root.add_child(name=COLLECTION)
