"""Photographs as cameras make them: with the place, the device and the owner written into the file."""

import functools
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms, ImageDraw

SECRET = b"GeheimeCamera"
WIDTH, HEIGHT = 80, 60


def draw(mode: str = "RGB") -> Image.Image:
    """Landscape, with a red square in the upper left corner."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 23, 23), fill="red")
    ImageDraw.Draw(image).ellipse((30, 10, 70, 50), fill="navy")
    return image.convert(mode)


def camera_exif(orientation: int = 1) -> Image.Exif:
    """The device, the orientation and a place in the middle of the Netherlands."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = orientation
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (52.0, 5.0, 24.0), "E", (5.0, 7.0, 12.0)
    return exif


@functools.cache  # it says in which second it was made
def colour_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encode(image: Image.Image, image_format: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()  # Wagtail remembers renditions by the number of their image, which the next test uses again
    return settings.MEDIA_ROOT


@pytest.fixture
def photo() -> Callable[..., SimpleUploadedFile]:
    """An uploaded JPEG that says where it was taken; the subject's name is in the name of the file."""

    def make(name: str = "Fatima-Jansen-Kerkstraat-12.jpg", orientation: int = 1) -> SimpleUploadedFile:
        content = encode(draw(), "JPEG", quality=88, exif=camera_exif(orientation), comment=SECRET)
        return SimpleUploadedFile(name, content, content_type="image/jpeg")

    return make


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """Signed in as a member of Wagtail's stock group Editors."""
    user = get_user_model().objects.create_user("redacteur", "redacteur@example.org", "x")
    user.groups.add(Group.objects.get(name="Redacteur"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
