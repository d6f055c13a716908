"""The values of `tokens.css`, read from the file itself, with the contrast that its colours have."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders

TOKEN = re.compile(r"--basis-(?P<family>color|text|space)-(?P<name>[\w-]+):\s*(?P<value>[^;]+);")
HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
# What colours stand on; the first is the page itself.
GROUNDS = ("paper", "surface", "stone-soft")


@dataclass(frozen=True)
class Shade:
    """A colour in one scheme, with its contrast on each of the grounds of that scheme."""

    value: str
    contrasts: list[float]


@dataclass(frozen=True)
class Colour:
    """A colour of the look, in the light and in the dark."""

    name: str
    light: Shade
    dark: Shade


@dataclass(frozen=True)
class Token:
    """A size: of type or of space."""

    name: str
    value: str


@dataclass(frozen=True)
class Tokens:
    """Everything `tokens.css` states that can be shown."""

    colours: list[Colour]
    type_sizes: list[Token]
    spaces: list[Token]
    grounds: tuple[str, ...] = GROUNDS


def read_tokens() -> Tokens:
    """The tokens of the stylesheet that the site serves."""
    found = finders.find("css/tokens.css")
    if not isinstance(found, str):
        raise FileNotFoundError("css/tokens.css")
    light_part, _, dark_part = Path(found).read_text(encoding="utf-8").partition("prefers-color-scheme: dark")
    light = _family(light_part, "color")
    dark = light | _family(dark_part, "color")
    return Tokens(
        colours=[Colour(name, _shade(light, name), _shade(dark, name)) for name in light],
        type_sizes=[Token(name, value) for name, value in _family(light_part, "text").items()],
        spaces=[Token(name, value) for name, value in _family(light_part, "space").items()],
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (`#rgb` or `#rrggbb`), from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _family(css: str, family: str) -> dict[str, str]:
    return {match["name"]: match["value"].strip() for match in TOKEN.finditer(css) if match["family"] == family}


def _shade(scheme: dict[str, str], name: str) -> Shade:
    grounds = [scheme[ground] for ground in GROUNDS if ground in scheme]
    is_plain = all(HEX.fullmatch(value) for value in (scheme[name], *grounds))
    return Shade(scheme[name], [contrast(scheme[name], ground) for ground in grounds] if is_plain else [])


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
