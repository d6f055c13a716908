"""The outlines of the municipalities, for a map of the whole country. Read once; see data/SOURCES.md."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "gemeenten_2026_svg.json"
NUMBER = re.compile(r"-?\d+")

Point = tuple[int, int]


@dataclass(frozen=True)
class Outlines:
    """SVG paths by CBS code, in one coordinate system."""

    view_box: str
    paths: dict[str, str]

    def ground(self, without: set[str]) -> str:
        """All other municipalities as one path: the quiet part of the map, in as few bytes as possible."""
        return "".join(path for code, path in self.paths.items() if code not in without)


@lru_cache(maxsize=1)
def outlines() -> Outlines:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return Outlines(view_box=data["viewBox"], paths=data["paths"])


@lru_cache(maxsize=512)
def centre(path: str) -> Point:
    """The middle of the largest part of a municipality: where its marker stands."""
    rings = [_points(part) for part in path.split("z") if part]
    ring = max(rings, key=lambda points: abs(_double_area(points)))
    area = _double_area(ring)
    if not area:
        return ring[0]
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    crosses = [(one, other, one[0] * other[1] - other[0] * one[1]) for one, other in pairs]
    x = sum((one[0] + other[0]) * cross for one, other, cross in crosses) / (3 * area)
    y = sum((one[1] + other[1]) * cross for one, other, cross in crosses) / (3 * area)
    return round(x), round(y)


def _points(part: str) -> list[Point]:
    """The corners of `M10 20l5-3…`: the first absolute, each further one relative to the one before."""
    numbers = [int(number) for number in NUMBER.findall(part)]
    x, y = numbers[:2]
    points = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _double_area(points: list[Point]) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
