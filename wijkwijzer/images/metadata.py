"""Strip what a camera or an editing program writes into an image: place, time, device, owner, remarks."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from django.core.files.base import File
from PIL import ExifTags, Image, ImageCms, ImageOps, ImageSequence, JpegImagePlugin, UnidentifiedImageError

from .jpeg import without_application_segments


class UnusableImageError(ValueError):
    """The file is no image, is damaged, or is of a format that the site does not take."""


class BareImage(File):
    """An image of which `without_metadata` made sure that only pixels and colour profile are left."""


def without_metadata(source: IO[bytes] | File, name: str = "image") -> BareImage:
    """The image in `source` without EXIF, XMP, IPTC and comments, upright, in the same format.

    The colour profile stays: without it the colours change. Whatever hangs behind the image in the file (a second
    photograph, the film of a "live photo") goes. Raises `UnusableImageError`.
    """
    source.seek(0)
    content = source.read()
    try:
        with Image.open(BytesIO(content)) as image:
            bare = _bare_content(image, content)
    # Pillow's readers raise these, and SyntaxError, on damaged files; its writers OverflowError on what was read.
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        OverflowError,
    ) as error:
        raise UnusableImageError(str(error)) from error
    return BareImage(BytesIO(bare), name=name)


def _bare_content(image: Image.Image, content: bytes) -> bytes:
    # A camera that keeps several pictures in one JPEG file makes an "MPO"; the first is the photograph.
    image_format = "JPEG" if image.format == "MPO" else image.format or ""
    if image_format not in _SAVE_OPTIONS:
        raise UnusableImageError(f"Images of format {image.format} are not accepted.")
    if image_format == "JPEG" and image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
        image.load()  # the whole picture is there and can be read
        return without_application_segments(content, with_profile=_colour_profile(image) is not None)
    options = _SAVE_OPTIONS[image_format](image)
    if profile := _colour_profile(image):
        options["icc_profile"] = profile
    result = BytesIO()
    if image_format == "JPEG" or getattr(image, "n_frames", 1) == 1:
        # The picture itself and no copy of it: one of fifty million pixels takes 200 MB.
        ImageOps.exif_transpose(image, in_place=True)
        _make_bare(image)
        image.save(result, format=image_format, **options)
    else:
        bare, durations = _bare_frames(image)
        options |= {"save_all": True, "append_images": bare[1:], "duration": durations, **_animation_options(image)}
        bare[0].save(result, format=image_format, **options)
    return result.getvalue()


def _bare_frames(image: Image.Image) -> tuple[list[Image.Image], list[int]]:
    """Each picture of an animation and how long it stays, in milliseconds."""
    bare, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frame.load()  # a WebP only knows the duration of a frame when it is read
        durations.append(frame.info.get("duration", 100))
        turned = ImageOps.exif_transpose(frame)  # always a copy
        _make_bare(turned)
        bare.append(turned)
    return bare, durations


def _colour_profile(image: Image.Image) -> bytes | None:
    """The colour profile, when it is one and nothing else hangs behind it."""
    profile: bytes = image.info.get("icc_profile") or b""
    if int.from_bytes(profile[:4], "big") != len(profile) or profile[36:40] != b"acsp":
        return None
    try:
        ImageCms.ImageCmsProfile(BytesIO(profile))
    except OSError:
        return None
    return profile


def _animation_options(image: Image.Image) -> dict[str, Any]:
    """How often an animation plays and what stays of a frame. Without a count of its own a GIF plays once."""
    options: dict[str, Any] = {} if image.format == "AVIF" else {"loop": image.info.get("loop", 0)}
    if image.format == "GIF":
        # Every frame is whole by now, so nothing of the one before it may shine through.
        options["disposal"] = 2
        if "loop" not in image.info:
            del options["loop"]
    return options


def _make_bare(image: Image.Image) -> None:
    """The same pixels, with nothing in `info` but what says which of them are transparent."""
    image.load()  # fills `info` from what stands behind the pixels
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    image.getexif().clear()


def _jpeg_options(image: Any) -> dict[str, Any]:
    """Only for a photograph that must be turned: with the quantisation of the original it loses little."""
    options: dict[str, Any] = {"qtables": image.quantization, "progressive": bool(image.info.get("progressive"))}
    sampling = JpegImagePlugin.get_sampling(image)
    return options if sampling == -1 else {**options, "subsampling": sampling}


def _webp_options(image: Any) -> dict[str, Any]:
    if getattr(image, "n_frames", 1) == 1 and _is_lossless_webp(image.fp):
        return {"lossless": True, "exact": True}
    return {"quality": 92, "method": 4}


def _is_lossless_webp(file: IO[bytes]) -> bool:
    """Walk the chunks of a WebP file (name, length, content) until the one that holds the pixels."""
    file.seek(12)
    while len(head := file.read(8)) == 8:
        if head[:4] in (b"VP8L", b"VP8 "):
            return head[:4] == b"VP8L"
        length = int.from_bytes(head[4:], "little")
        file.seek(length + length % 2, 1)
    return False


# The formats that the site takes, with how to write them so that what is seen stays as it is.
_SAVE_OPTIONS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "JPEG": _jpeg_options,
    "PNG": lambda image: {},
    "WEBP": _webp_options,
    "AVIF": lambda image: {"quality": 90},
    "GIF": lambda image: {},
}
