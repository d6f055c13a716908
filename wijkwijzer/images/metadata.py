"""Strip what a camera writes into a photograph: place, time, device, owner."""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, ImageSequence

# Formats that the site accepts; saving with these options keeps what is seen and drops what is not.
_SAVE_OPTIONS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 92, "subsampling": "keep"},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 92, "method": 4},
    "AVIF": {"quality": 85},
    "GIF": {},
}


def without_metadata(source: IO[bytes]) -> BytesIO:
    """Return the image in `source` without EXIF, XMP, IPTC and comments, upright, in the same format.

    The colour profile stays: without it the colours change. Raises `PIL.UnidentifiedImageError` for what is no image
    and `ValueError` for a format that the site does not take.
    """
    source.seek(0)
    with Image.open(source) as image:
        if image.format not in _SAVE_OPTIONS:
            raise ValueError(f"Images of format {image.format} are not accepted.")
        options = dict(_SAVE_OPTIONS[image.format])
        if profile := image.info.get("icc_profile"):
            options["icc_profile"] = profile
        result = BytesIO()
        if getattr(image, "n_frames", 1) > 1:
            frames = [_bare(frame) for frame in ImageSequence.Iterator(image)]
            options |= {"save_all": True, "append_images": frames[1:], "loop": image.info.get("loop", 0)}
            options["duration"] = image.info.get("duration", 100)
            frames[0].save(result, format=image.format, **options)
        else:
            upright = ImageOps.exif_transpose(image)
            if image.format == "JPEG" and upright is not image:
                options["subsampling"] = 0  # "keep" only works on the untouched original
            _bare(upright, keep_type=upright is image).save(result, format=image.format, **options)
    result.seek(0)
    return result


def _bare(image: Image.Image, *, keep_type: bool = False) -> Image.Image:
    """The same pixels with an empty `info`. `keep_type` keeps a JPEG a JPEG, which saving with "keep" needs."""
    bare = image if keep_type else image.copy()
    transparency = bare.info.get("transparency")
    bare.info = {} if transparency is None else {"transparency": transparency}
    bare.getexif().clear()
    return bare
