"""What is left of an image after `without_metadata`: what one sees, and nothing else."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat
from PIL.PngImagePlugin import PngInfo

from wijkwijzer.images.metadata import UnusableImageError, without_metadata

from .conftest import HEIGHT, SECRET, WIDTH, camera_exif, colour_profile, draw, encode

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def strip(content: bytes) -> tuple[bytes, Image.Image]:
    stripped = without_metadata(BytesIO(content)).read()
    image = Image.open(BytesIO(stripped))
    image.load()
    return stripped, image


def png_with_text() -> bytes:
    info = PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Comment", SECRET.decode() * 40, zip=True)
    return encode(draw(), "PNG", pnginfo=info, exif=camera_exif())


PHOTOGRAPHS = {
    "JPEG": encode(draw(), "JPEG", exif=camera_exif(), xmp=XMP, comment=SECRET),
    "PNG": png_with_text(),
    "WEBP": encode(draw(), "WEBP", exif=camera_exif(), xmp=XMP),
    "AVIF": encode(draw(), "AVIF", exif=camera_exif(), xmp=XMP),
    "GIF": encode(draw("P"), "GIF", comment=SECRET),
}


@pytest.mark.parametrize("image_format", PHOTOGRAPHS)
def test_nothing_of_the_camera_or_the_owner_is_left(image_format):
    original = PHOTOGRAPHS[image_format]
    assert SECRET in original
    stripped, image = strip(original)
    assert image.format == image_format
    assert SECRET not in stripped
    assert b"xmpmeta" not in stripped
    assert dict(image.getexif()) == {}
    assert image.getexif().get_ifd(0x8825) == {}
    assert not {"exif", "xmp", "comment", "Author", "Comment"} & set(image.info)


@pytest.mark.parametrize("image_format", PHOTOGRAPHS)
def test_the_picture_itself_stays_as_it_was(image_format):
    original = Image.open(BytesIO(PHOTOGRAPHS[image_format])).convert("RGB")
    _, image = strip(PHOTOGRAPHS[image_format])
    difference = ImageStat.Stat(ImageChops.difference(original, image.convert("RGB")))
    assert image.size == (WIDTH, HEIGHT)
    assert max(difference.mean) <= {"JPEG": 0, "PNG": 0, "GIF": 0, "WEBP": 2.5, "AVIF": 2.5}[image_format]


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photograph_on_its_side_comes_out_upright(image_format):
    lying = encode(draw(), image_format, exif=camera_exif(orientation=6))
    _, image = strip(lying)
    assert image.size == (HEIGHT, WIDTH)
    red, green, blue = image.convert("RGB").getpixel((HEIGHT - 6, 6))  # turned clockwise: from left to right
    assert red > 200 and green < 60 and blue < 60


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_colour_profile_stays(image_format):
    profile = colour_profile()
    _, image = strip(encode(draw(), image_format, icc_profile=profile, exif=camera_exif()))
    assert image.info["icc_profile"] == profile


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_jpeg_keeps_its_quality_and_does_not_grow(orientation):
    original = encode(draw(), "JPEG", quality=71, subsampling=1, exif=camera_exif(orientation))
    stripped, image = strip(original)
    assert image.quantization == Image.open(BytesIO(original)).quantization
    assert len(stripped) < len(original)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_grey_or_printers_jpeg_keeps_its_colours(mode):
    original = encode(draw("L").convert(mode), "JPEG", quality=90, exif=camera_exif())
    _, image = strip(original)
    assert image.mode == mode
    assert image.info.get("adobe") == Image.open(BytesIO(original)).info.get("adobe")
    difference = ImageChops.difference(Image.open(BytesIO(original)).convert("RGB"), image.convert("RGB"))
    assert difference.getbbox() is None


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 2}, {"optimize": True}])
def test_no_pixel_of_an_upright_jpeg_changes_however_it_is_written(options):
    original = encode(draw(), "JPEG", exif=camera_exif(), comment=SECRET, **options)
    stripped, image = strip(original)
    assert SECRET not in stripped
    assert image.tobytes() == Image.open(BytesIO(original)).tobytes()


def test_the_thumbnail_that_shows_more_than_the_crop_goes():
    original = encode(draw(), "JPEG")
    header = b"\xff\xe0" + (16 + 27).to_bytes(2, "big") + b"JFIF\0\x01\x01\0\0\x01\0\x01\x03\x03" + SECRET * 2 + b"x"
    stripped, image = strip(original[:2] + header + original[20:])
    assert SECRET not in stripped
    assert image.size == (WIDTH, HEIGHT)


def test_a_lossless_webp_loses_no_pixel():
    original = encode(draw(), "WEBP", lossless=True, exif=camera_exif(), icc_profile=colour_profile())
    _, image = strip(original)
    assert ImageChops.difference(draw(), image.convert("RGB")).getbbox() is None


def test_transparency_stays():
    glass = Image.new("RGBA", (20, 20), (0, 128, 0, 64))
    for image_format in ("PNG", "WEBP", "AVIF"):
        _, image = strip(encode(glass, image_format, exif=camera_exif()))
        assert abs(image.convert("RGBA").getpixel((10, 10))[3] - 64) < 4, image_format
    _, palette = strip(encode(draw("P"), "PNG", transparency=0))
    assert palette.info["transparency"] == 0


def moving_square() -> list[Image.Image]:
    frames = []
    for step in range(4):
        frame = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
        ImageDraw.Draw(frame).rectangle((step * 8, 5, step * 8 + 8, 20), fill=(255, 0, 0, 255))
        frames.append(frame)
    return frames


@pytest.mark.parametrize(
    ("image_format", "options"),
    [
        ("GIF", {"disposal": 2, "comment": SECRET}),
        ("PNG", {"exif": camera_exif()}),
        ("WEBP", {"exif": camera_exif(), "lossless": True}),
    ],
)
def test_an_animation_keeps_its_frames_and_its_pace(image_format, options):
    first, *others = moving_square()
    original = encode(
        first, image_format, save_all=True, append_images=others, duration=[100, 200, 300, 400], loop=3, **options
    )
    stripped, image = strip(original)
    before = Image.open(BytesIO(original))
    assert SECRET not in stripped
    assert image.n_frames == 4
    assert image.info["loop"] == 3
    for number in range(4):
        for animation in (before, image):
            animation.seek(number)
            animation.load()
        assert image.info["duration"] == before.info["duration"]
        difference = ImageChops.difference(before.convert("RGBA").convert("RGB"), image.convert("RGBA").convert("RGB"))
        assert max(ImageStat.Stat(difference).mean) < 1.5


def test_an_animated_avif_keeps_its_frames():
    first, *others = moving_square()
    original = encode(first, "AVIF", save_all=True, append_images=others, duration=200, xmp=XMP)
    stripped, image = strip(original)
    assert image.n_frames == 4
    assert SECRET not in stripped


def test_a_gif_that_plays_once_does_not_start_to_play_for_ever():
    first, *others = moving_square()
    _, image = strip(encode(first, "GIF", save_all=True, append_images=others, duration=100, disposal=2))
    assert "loop" not in image.info


def test_of_two_pictures_in_one_camera_file_the_photograph_is_kept():
    original = encode(draw(), "MPO", save_all=True, append_images=[draw()], exif=camera_exif(orientation=6))
    assert Image.open(BytesIO(original)).format == "MPO"
    stripped, image = strip(original)
    assert (image.format, image.size) == ("JPEG", (HEIGHT, WIDTH))
    assert SECRET not in stripped


def test_what_hangs_behind_the_image_in_the_file_is_dropped():
    stripped, _ = strip(encode(draw(), "JPEG") + b"MotionPhoto" + SECRET)
    assert SECRET not in stripped


@pytest.mark.parametrize(
    "content",
    [
        b"dit is tekst",
        b"",
        PHOTOGRAPHS["JPEG"][:700],
        PHOTOGRAPHS["PNG"][:200],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["text", "empty", "half a JPEG", "half a PNG", "SVG"],
)
def test_what_is_no_whole_image_is_refused(content):
    with pytest.raises(UnusableImageError):
        without_metadata(BytesIO(content))


def test_a_format_that_the_site_does_not_take_is_refused():
    with pytest.raises(UnusableImageError, match="BMP"):
        without_metadata(BytesIO(encode(draw(), "BMP")))
