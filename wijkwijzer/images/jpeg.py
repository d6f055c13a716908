"""Take the metadata out of a JPEG file without decoding the picture, so that not one pixel changes.

A JPEG file is a row of segments: a marker (0xFF and a byte), for most of them a length and content. Metadata live in
"application" segments and comments; the picture does not need those, but for the colour profile and the colour model.
"""

START, END, SCAN = 0xD8, 0xD9, 0xDA
# Markers without a length: an old no-op, and the restarts within the picture.
_BARE_MARKERS = {0x01, *range(0xD0, 0xD8)}
# Tables, frames and scans; what comes after them are applications, comments and what the standard keeps for later.
_PICTURE = range(0xC0, 0xE0)
_PROFILE = 0xE2
_KEPT_APPLICATIONS = {0xE0: b"JFIF\0", _PROFILE: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
# Longer holds something else: a JFIF a thumbnail, which shows the photograph as it was before it was cropped.
_MAX_LENGTHS = {0xE0: 16, 0xEE: 14}


def without_application_segments(content: bytes, *, with_profile: bool = True) -> bytes:
    """The first picture in `content`, without its metadata. Raises `ValueError` for what is no whole JPEG file.

    The colour profile stays, unless `with_profile` says that it is none.
    """
    if content[:2] != bytes((0xFF, START)):
        raise ValueError("This does not begin as a JPEG file.")
    kept = [content[:2]]
    position = 2
    while True:
        marker, position = _next_marker(content, position)
        if marker == END:
            return b"".join([*kept, bytes((0xFF, END))])
        end = position
        if marker not in _BARE_MARKERS:
            end = position + int.from_bytes(content[position : position + 2], "big")
        body_end = _end_of_scan(content, end) if marker == SCAN else end
        if end < position or body_end > len(content):
            raise ValueError("This JPEG file breaks off halfway.")
        if _is_picture(marker, content[position:end]) and (with_profile or marker != _PROFILE):
            kept.append(bytes((0xFF, marker)) + content[position:body_end])
        position = body_end


def _next_marker(content: bytes, position: int) -> tuple[int, int]:
    """The marker at or after `position` and where it ends; any number of 0xFF may stand before it."""
    position = content.find(b"\xff", position)
    while 0 <= position < len(content) and content[position] == 0xFF:
        position += 1
    if position < 0 or position >= len(content):
        raise ValueError("This JPEG file breaks off halfway.")
    return content[position], position + 1


def _end_of_scan(content: bytes, position: int) -> int:
    """Where the compressed pixels that begin at `position` end: at a 0xFF that is neither data (00) nor a restart."""
    while True:
        position = content.find(b"\xff", position)
        if position < 0 or position + 1 >= len(content):
            raise ValueError("This JPEG file breaks off halfway.")
        following = content[position + 1]
        if following != 0x00 and not 0xD0 <= following <= 0xD7:
            return position
        position += 2


def _is_picture(marker: int, segment: bytes) -> bool:
    if marker in _PICTURE:
        return True
    name = _KEPT_APPLICATIONS.get(marker)
    if name is None or not segment[2:].startswith(name):
        return False
    return len(segment) <= _MAX_LENGTHS.get(marker, len(segment))
