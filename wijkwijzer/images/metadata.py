"""Strip what a camera or an editing program writes into an image: place, time, device, owner, remarks."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from django.core.files.base import File
from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin, UnidentifiedImageError


class UnusableImage(ValueError):
    """The file is no image, is damaged, or is of a format that the site does not take."""


class BareImage(File):
    """An image of which `without_metadata` made sure that only pixels and colour profile are left."""


def without_metadata(source: IO[bytes] | File, name: str | None = None) -> BareImage:
    """The image in `source` without EXIF, XMP, IPTC and comments, upright, in the same format.

    The colour profile stays: without it the colours change. Whatever hangs behind the image in the file (a second
    photograph, the film of a "live photo") goes. Raises `UnusableImage`.
    """
    source.seek(0)
    result = BytesIO()
    try:
        with Image.open(source) as image:
            _write_bare(image, result)
    # Pillow's readers raise these, and SyntaxError, on damaged files.
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnusableImage(str(error)) from error
    result.seek(0)
    return BareImage(result, name=name)


def _write_bare(image: Image.Image, result: IO[bytes]) -> None:
    # A camera that keeps several pictures in one JPEG file makes an "MPO"; the first is the photograph.
    image_format = "JPEG" if image.format == "MPO" else image.format or ""
    if image_format not in _SAVE_OPTIONS:
        raise UnusableImage(f"Images of format {image.format} are not accepted.")
    options = _SAVE_OPTIONS[image_format](image)
    if profile := image.info.get("icc_profile"):
        options["icc_profile"] = profile
    if image_format != "JPEG" and getattr(image, "n_frames", 1) > 1:
        frames, durations = [], []
        for frame in ImageSequence.Iterator(image):
            frames.append(_bare(frame))
            durations.append(frame.info.get("duration", 100))
        options |= {"save_all": True, "append_images": frames[1:], "duration": durations}
        options["loop"] = image.info.get("loop", 1 if image_format == "GIF" else 0)
        if image_format == "GIF" and "loop" not in image.info:
            del options["loop"]  # a GIF without it plays once; "loop: 0" would play it for ever
        frames[0].save(result, format=image_format, **options)
    else:
        _bare(ImageOps.exif_transpose(image)).save(result, format=image_format, **options)


def _bare(image: Image.Image) -> Image.Image:
    """The same pixels, with nothing in `info` but what says which of them are transparent."""
    bare = image.copy()
    bare.info = {key: value for key, value in bare.info.items() if key == "transparency"}
    bare.getexif().clear()
    return bare


def _jpeg_options(image: Image.Image) -> dict[str, Any]:
    """The quantisation of the original: what is written again then loses next to nothing, and does not grow."""
    options: dict[str, Any] = {"qtables": image.quantization, "progressive": bool(image.info.get("progressive"))}
    sampling = JpegImagePlugin.get_sampling(image)
    return options if sampling == -1 else {**options, "subsampling": sampling}


def _webp_options(image: Image.Image) -> dict[str, Any]:
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
_SAVE_OPTIONS: dict[str, Callable[[Image.Image], dict[str, Any]]] = {
    "JPEG": _jpeg_options,
    "PNG": lambda image: {},
    "WEBP": _webp_options,
    "AVIF": lambda image: {"quality": 90},
    "GIF": lambda image: {},
}
