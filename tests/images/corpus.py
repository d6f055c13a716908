"""Images that somebody made to do harm, each made in code: what is no image, is two things at once, or is a bomb."""

import gzip
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image, PngImagePlugin

from .conftest import SECRET, camera_exif, colour_profile, draw, encode

SCRIPT = b"<html><script>alert(document.domain)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
# Nothing that a browser or a server would run may be left in what is kept.
PAYLOADS = (b"<script", b"<html", b"<?php", b"alert(", b"PK\x03\x04", SECRET)


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpeg_with(*segments: bytes, **options: object) -> bytes:
    """The drawing as JPEG, with segments right after its first two bytes."""
    content = encode(draw(), "JPEG", **options)
    return content[:2] + b"".join(segments) + content[2:]


def png_with(*chunks: bytes) -> bytes:
    """The drawing as PNG, with chunks after its header (8 bytes of signature, 25 of IHDR)."""
    content = encode(draw(), "PNG")
    return content[:33] + b"".join(chunks) + content[33:]


def zipped(**files: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def png_of_zeros(width: int, height: int, bits: int, colour_type: int, samples: int = 1) -> bytes:
    """A black PNG of any size, compressed a thousand times, made a line at a time."""
    line = b"\0" * (1 + (width * bits * samples + 7) // 8)
    press = zlib.compressobj(9)
    pixels = b"".join(press.compress(line) for _ in range(height)) + press.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def gif_of_frames(count: int, width: int, height: int) -> bytes:
    """An animation of the same frame again and again: a few bytes a frame."""
    single = encode(Image.new("P", (width, height)), "GIF")
    start = single.index(b",", 13 + 3 * 2 ** ((single[10] & 7) + 1))
    head, frame = single[:start], single[start:-1]
    return head + (b"!\xf9\x04\0\x05\0\0\0" + frame) * count + b";"


def gif_and_script() -> bytes:
    """`GIF89a/*...*/=1;alert(1)` is an image and a script: the width of the picture opens a comment."""
    content = bytearray(encode(Image.new("P", (0x2A2F, 1)), "GIF"))
    return bytes(content) + b"*/=1;alert(document.domain)//" + SCRIPT


def text_bomb(name: bytes, megabytes: int) -> bytes:
    """A PNG whose remark of a few kB unfolds to megabytes."""
    text = zlib.compress(b"\0" * megabytes * 1024 * 1024, 9)
    head = {b"iTXt": b"remark\0\x01\0\0\0", b"zTXt": b"remark\0\0", b"iCCP": b"profile\0\0"}[name]
    return png_with(chunk(name, head + text))


def with_remark(image_format: str) -> bytes:
    if image_format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", SCRIPT.decode())
        return encode(draw(), "PNG", pnginfo=info)
    return encode(draw("P" if image_format == "GIF" else "RGB"), image_format, comment=SCRIPT)


def webp_with_extra(name: bytes, content: bytes) -> bytes:
    picture = encode(draw(), "WEBP")[8:] + name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(picture)) + picture


def exif_with_script() -> Image.Exif:
    exif = camera_exif()
    exif[0x010E] = exif[0x013B] = SCRIPT.decode()
    return exif


# Name of the upload, how it is made, and a piece of the Dutch sentence that refuses it.
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an SVG with a script": (
        "kaart.svg",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "Ondersteunde formaten",
    ),
    "an SVG called .png": (
        "kaart.png",
        lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "Geen geldige .png",
    ),
    "an SVG that unfolds": (
        "kaart.png",
        lambda: (
            b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
            + b']><svg xmlns="http://www.w3.org/2000/svg">&j;</svg>'
        ),
        "geldige",
    ),
    "a compressed SVG": (
        "kaart.svgz",
        lambda: gzip.compress(b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        "geldige afbeelding",
    ),
    "HTML called .jpg": ("foto.jpg", lambda: SCRIPT, "Geen geldige .jpeg"),
    "HTML that begins as a GIF": ("foto.gif", lambda: b"GIF89a" + SCRIPT, "beschadigd"),
    "PHP called .php.jpg": ("foto.php.jpg", lambda: PHP, "geldige afbeelding"),
    "a program called .png": ("foto.png", lambda: b"MZ\x90\0" + b"\0" * 500, "geldige afbeelding"),
    "a TIFF called .jpg": ("foto.jpg", lambda: encode(draw(), "TIFF"), "Geen geldige .jpeg"),
    "a Photoshop file called .jpg": (
        "foto.jpg",
        lambda: b"8BPS\0\1" + b"\0" * 6 + struct.pack(">HIIHH", 3, 60, 80, 8, 3) + b"\0" * 64,
        "geldige",
    ),
    "a JPEG with HTML in a segment that means nothing": (
        "foto.jpg",
        lambda: jpeg_with(segment(0xF0, SCRIPT), segment(0xFD, PHP)),
        "beschadigd",
    ),
    "a photograph without an end": ("foto.jpg", lambda: encode(draw(), "JPEG")[:-2], "beschadigd"),
    "half a PNG": ("foto.png", lambda: encode(draw(), "PNG")[:120], "beschadigd"),
    "an empty file": ("foto.jpg", lambda: b"", "leeg"),
    "20,000 × 20,000 pixels": ("foto.png", lambda: png_of_zeros(20_000, 20_000, 1, 0), "teveel pixels"),
    "a little too many pixels": ("foto.png", lambda: png_of_zeros(10_000, 5_001, 1, 0), "teveel pixels"),
    "a film of too many pixels": ("foto.gif", lambda: gif_of_frames(700, 300, 300), "teveel pixels"),
    "a film of very many small frames": ("foto.gif", lambda: gif_of_frames(20_000, 8, 8), "te veel beelden"),
    "a remark that unfolds": ("foto.png", lambda: text_bomb(b"iTXt", 16), "beschadigd"),
    "an old remark that unfolds": ("foto.png", lambda: text_bomb(b"zTXt", 16), "beschadigd"),
    "a colour profile that unfolds": ("foto.png", lambda: text_bomb(b"iCCP", 16), "beschadigd"),
}
# Good pictures with something else in them: taken, and bare of it.
CLEANED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a JPEG with HTML in a comment": ("foto.jpg", lambda: jpeg_with(segment(0xFE, SCRIPT))),
    "a JPEG with HTML as EXIF": ("foto.jpg", lambda: encode(draw(), "JPEG", exif=exif_with_script())),
    "a JPEG on its side with HTML": (
        "foto.jpg",
        lambda: encode(draw(), "JPEG", exif=camera_exif(6), comment=SCRIPT) + SCRIPT,
    ),
    "a JPEG with HTML as Adobe": ("foto.jpg", lambda: jpeg_with(segment(0xEE, b"Adobe\0d\0\0\0\0\1" + SCRIPT))),
    "a JPEG with HTML for a colour profile": (
        "foto.jpg",
        lambda: jpeg_with(segment(0xE2, b"ICC_PROFILE\0\1\1" + SCRIPT)),
    ),
    "a JPEG with HTML behind a colour profile": (
        "foto.jpg",
        lambda: encode(draw(), "JPEG", icc_profile=colour_profile() + SCRIPT),
    ),
    "a JPEG with HTML behind it": ("foto.jpg", lambda: encode(draw(), "JPEG") + SCRIPT),
    "a JPEG with an archive behind it": ("foto.jpg", lambda: encode(draw(), "JPEG") + zipped(x=SCRIPT)),
    "a PNG with a remark": ("foto.png", lambda: with_remark("PNG")),
    "a PNG with HTML behind it": ("foto.png", lambda: encode(draw(), "PNG") + SCRIPT),
    "a PNG with PHP behind it": ("foto.php.png", lambda: encode(draw(), "PNG") + PHP),
    "a PNG with an archive behind it": ("foto.png", lambda: encode(draw(), "PNG") + zipped(x=SCRIPT)),
    "a PNG with a chunk of its own": ("foto.png", lambda: png_with(chunk(b"prVt", SCRIPT))),
    "a PNG with HTML for a colour profile": (
        "foto.png",
        lambda: png_with(chunk(b"iCCP", b"profile\0\0" + zlib.compress(SCRIPT))),
    ),
    "a GIF with a remark": ("foto.gif", lambda: with_remark("GIF")),
    "a GIF that is a script too": ("foto.gif", gif_and_script),
    "a WebP with a chunk of its own": ("foto.webp", lambda: webp_with_extra(b"EVIL", SCRIPT)),
    "a WebP with EXIF": ("foto.webp", lambda: encode(draw(), "WEBP", exif=exif_with_script())),
    "an AVIF with EXIF": ("foto.avif", lambda: encode(draw(), "AVIF", exif=exif_with_script())),
}
NAMES = {
    "a path": "../../../etc/cron.d/foto.png",
    "a path of Windows": "..\\..\\foto.png",
    "a NUL": "foto.php\0.png",
    "written backwards": "foto\u202egnp.exe.png",
    "emoji": "🏘️🔥.png",
    "300 characters": "x" * 300 + ".png",
    "two extensions": "foto.php.png",
    "a script": "<img src=x onerror=alert(1)>.png",
}
# Taken, and as heavy as what is taken can be.
HEAVY = {
    "fifty million pixels": ("foto.png", lambda: png_of_zeros(8_000, 6_250, 8, 2, 3)),
    "a film of 240 frames": ("foto.gif", lambda: gif_of_frames(240, 320, 320)),
}
