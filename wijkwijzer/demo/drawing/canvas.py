"""The paper and the paint of the drawn pictures: a canvas that draws large and reduces, and the colours of the site.

Scenes name their colours; there is no other way to bring one onto the canvas. So every picture stays within the palette
of the site (`static/css/tokens.css`, light scheme) and its flat colours stay small as AVIF and WebP.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
# Drawn at twice the size and reduced: Pillow draws hard edges, and the reduction makes them smooth.
OVERSAMPLING = 2

Point = tuple[float, float]
Rgb = tuple[int, int, int]

_TOKENS = {
    "paper": "#fbfaf7", "surface": "#ffffff", "stone": "#e4dfd5", "stone-soft": "#f2eee6", "edge": "#857f73",
    "ink": "#1b2a33", "ink-soft": "#4a5a63", "canal": "#0f5c63", "canal-soft": "#e2eeee", "brick": "#b3402a",
    "brick-soft": "#f8e9e4", "moss": "#4a6b2a", "moss-soft": "#e9efdf", "plum": "#6b3f63", "sun": "#f2b705",
    "sun-soft": "#fbe9b0", "houses": "#c5d4d1",
    # People are no tokens: skin from light to dark, and two colours of hair that the tokens lack.
    "skin-1": "#f1cbb0", "skin-2": "#dda981", "skin-3": "#bd8157", "skin-4": "#8f5c3c", "skin-5": "#5f3e2b",
    "hair-fair": "#d3ab5e", "hair-brown": "#5d4231",
}  # fmt: skip

# What distance, light and hour do to a colour: mixed with another one, and by how much.
_TONES = {
    "far": ("canal-soft", 0.72),
    "mid": ("canal-soft", 0.40),
    "light": ("paper", 0.55),
    "pale": ("paper", 0.25),
    "deep": ("ink", 0.24),
    "dusk": ("ink", 0.62),
    "water": ("canal", 0.62),
}


def _rgb(value: str) -> Rgb:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _palette() -> dict[str, Rgb]:
    pure = {name: _rgb(value) for name, value in _TOKENS.items()}
    toned = {
        f"{name}.{tone}": _mixed(colour, pure[other], share)
        for name, colour in pure.items()
        for tone, (other, share) in _TONES.items()
    }
    other, share = _TONES["deep"]
    shaded = {f"{name}.deep": _mixed(colour, pure[other], share) for name, colour in toned.items()}
    return pure | toned | shaded


PALETTE = _palette()


def toned(colour: str, tone: str) -> str:
    """The colour further away or at another hour; what has a tone already keeps it."""
    return f"{colour}.{tone}" if tone and "." not in colour else colour


class Canvas:
    """A drawing of 1600 by 900 units, whatever its size in pixels; y runs downwards."""

    def __init__(self, oversampling: int = OVERSAMPLING) -> None:
        self.scale = oversampling
        self.image = Image.new("RGB", (WIDTH * oversampling, HEIGHT * oversampling), PALETTE["paper"])
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=PALETTE[colour])

    def rect(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """A rectangle from its top left corner, with corners as round as `radius`."""
        if width <= 0 or height <= 0:
            return
        box = self._box(x, y, x + width, y + height)
        if radius:
            self._draw.rounded_rectangle(box, radius * self.scale, fill=PALETTE[colour])
        else:
            self._draw.rectangle(box, fill=PALETTE[colour])

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        self.oval(x, y, radius, radius, colour)

    def oval(self, x: float, y: float, radius_x: float, radius_y: float, colour: str) -> None:
        self._draw.ellipse(self._box(x - radius_x, y - radius_y, x + radius_x, y + radius_y), fill=PALETTE[colour])

    def ring(self, x: float, y: float, radius: float, width: float, colour: str) -> None:
        box = self._box(x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, outline=PALETTE[colour], width=max(1, round(width * self.scale)))

    def slice(self, x: float, y: float, radius: Point, angles: Point, colour: str) -> None:
        """A slice of an oval between two angles, clockwise from three o’clock."""
        box = self._box(x - radius[0], y - radius[1], x + radius[0], y + radius[1])
        self._draw.pieslice(box, angles[0], angles[1], fill=PALETTE[colour])

    def line(self, points: Sequence[Point], width: float, colour: str) -> None:
        """A line with round ends and round corners."""
        for start, end in itertools.pairwise(points):
            self._segment(start, end, width, colour)
        for x, y in points:
            self.circle(x, y, width / 2, colour)

    def png(self) -> bytes:
        """The drawing reduced to its size, as a file. The same scene gives the same bytes."""
        result = BytesIO()
        # Lightly packed: the image model packs it again when it takes out the metadata.
        self.image.reduce(self.scale).save(result, format="PNG", compress_level=1)
        return result.getvalue()

    def _segment(self, start: Point, end: Point, width: float, colour: str) -> None:
        (x, y), (to_x, to_y) = start, end
        length = math.hypot(to_x - x, to_y - y)
        if not length:
            return
        across, along = (to_x - x) / length * width / 2, (to_y - y) / length * width / 2
        self.polygon(
            [
                (x - along, y + across),
                (x + along, y - across),
                (to_x + along, to_y - across),
                (to_x - along, to_y + across),
            ],
            colour,
        )

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        # Pillow counts the last pixel in.
        return left * self.scale, top * self.scale, right * self.scale - 1, bottom * self.scale - 1


def curve(start: Point, control: tuple[Point, Point], end: Point, steps: int = 14) -> list[Point]:
    """Points on a cubic Bézier curve, without the first."""
    points = []
    for step in range(1, steps + 1):
        t = step / steps
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        corners = (start, *control, end)
        x, y = (sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
        points.append((x, y))
    return points


Scene = Callable[..., None]
SCENES: dict[str, Scene] = {}


class UnknownSceneError(LookupError):
    """A picture asks for a scene that nobody drew."""


def scene(draw: Scene) -> Scene:
    """Mark a function as a scene: it may be named in the list of pictures."""
    SCENES[draw.__name__] = draw
    return draw


def draw_scene(name: str, settings: dict[str, Any] | None = None, oversampling: int = OVERSAMPLING) -> Canvas:
    """The canvas with the scene on it. Raises `UnknownSceneError`."""
    if name not in SCENES:
        raise UnknownSceneError(f"There is no scene “{name}”. The scenes are: {', '.join(sorted(SCENES))}.")
    canvas = Canvas(oversampling)
    SCENES[name](canvas, **(settings or {}))
    return canvas
