"""Houses of the street: the five gables of the site, with windows and doors, near and far."""

from collections.abc import Sequence
from dataclasses import dataclass

from .canvas import Canvas, Point, curve, toned

# The outlines of `templates/icons/street_parts.html`, from eaves to eaves in a drawing of 24 by 32; straight below 17.
_TOP_OF_BODY = 17.0
_LEFT, _RIGHT = 2.0, 22.0


def _bell() -> list[Point]:
    left = [(2.0, 17.0), *curve((2, 17), ((5.2, 16.4), (6.2, 13.6)), (6.4, 11))]
    left += curve((6.4, 11), ((6.7, 6.5), (9, 3.5)), (12, 3))
    return left + [(24 - x, y) for x, y in reversed(left)]


def _neck() -> list[Point]:
    left = [(2.0, 17.0), *curve((2, 17), ((4.6, 17), (6.5, 15.4)), (6.5, 12)), (6.5, 7.0), (5.5, 7.0), (12.0, 2.0)]
    return left + [(24 - x, y) for x, y in reversed(left[:-1])]


_STEPS = [(2, 17), (2, 14), (5, 14), (5, 10), (8, 10), (8, 6), (10.4, 6), (10.4, 2)]
GABLES: dict[str, list[Point]] = {
    "trapgevel": [*_STEPS, *((24 - x, y) for x, y in reversed(_STEPS))],
    "klokgevel": _bell(),
    "halsgevel": _neck(),
    "tuitgevel": [(2, 17), (2, 15.5), (9.8, 5), (9.8, 2), (14.2, 2), (14.2, 5), (22, 15.5), (22, 17)],
    "lijstgevel": [(2, 17), (2, 7), (1.2, 7), (1.2, 4), (22.8, 4), (22.8, 7), (22, 7), (22, 17)],
}


@dataclass(frozen=True)
class House:
    """One house. `lit` holds the windows with light behind them, counted from the top."""

    gable: str
    colour: str
    width: float = 190
    storeys: int = 2
    windows: int = 2
    door: str = "ink"
    lit: tuple[int, ...] = ()

    @property
    def storey(self) -> float:
        return 112


def draw_house(canvas: Canvas, x: float, ground: float, house: House, tone: str = "", size: float = 1) -> float:
    """Draw it with its lower left corner at (x, ground); returns where the next one begins."""
    width = house.width * size
    unit = width / (_RIGHT - _LEFT)
    eaves = ground - house.storeys * house.storey * size
    outline = [(x + (px - _LEFT) * unit, eaves - (_TOP_OF_BODY - py) * unit) for px, py in GABLES[house.gable]]
    colour = toned(house.colour, tone)
    canvas.polygon([*outline, (x + width, ground), (x, ground)], colour)
    if house.gable == "lijstgevel":
        top = eaves - (_TOP_OF_BODY - 4) * unit
        canvas.rect(x - 0.8 * unit, top, width + 1.6 * unit, 2.2 * unit, toned("paper", tone))
    glow = _Windows(canvas, house, tone, size)
    glow.draw(x, eaves, unit, ground)
    return x + width


@dataclass
class _Windows:
    canvas: Canvas
    house: House
    tone: str
    size: float
    count: int = -1

    def draw(self, x: float, eaves: float, unit: float, ground: float) -> None:
        width, storey = self.house.width * self.size, self.house.storey * self.size
        attic_y = eaves - 5.2 * unit if self.house.gable != "lijstgevel" else eaves - 4.4 * unit
        if self.house.gable == "lijstgevel":
            self._row(x, attic_y, width, storey * 0.52)
        else:
            self._window(x + width / 2, attic_y, width * 0.19, storey * 0.5)
        for floor in range(self.house.storeys - 1):
            self._row(x, eaves + storey * (floor + 0.5), width, storey * 0.64)
        self._ground_floor(x, width, storey, ground)

    def _row(self, x: float, y: float, width: float, height: float) -> None:
        for index in range(self.house.windows):
            centre = x + width * (index + 0.5) / self.house.windows
            centre += (x + width / 2 - centre) * 0.08
            self._window(centre, y, width * 0.46 / self.house.windows + width * 0.03, height)

    def _window(self, x: float, y: float, width: float, height: float) -> None:
        self.count += 1
        frame, bar = 5 * self.size, 3.2 * self.size
        lit = self.count in self.house.lit
        glass = "sun" if lit else toned("canal-soft" if self.tone != "dusk" else "ink-soft", self.tone)
        wood = toned("paper", self.tone)
        left, top = x - width / 2, y - height / 2
        self.canvas.rect(left - frame, top - frame, width + 2 * frame, height + 2 * frame, wood)
        self.canvas.rect(left, top, width, height, glass)
        if self.tone != "far":
            self.canvas.rect(left, top + height * 0.34, width, bar, wood)
            self.canvas.rect(x - bar / 2, top, bar, height, wood)
            self.canvas.rect(left - frame * 1.6, top + height + frame, width + frame * 3.2, frame, wood)

    def _ground_floor(self, x: float, width: float, storey: float, ground: float) -> None:
        door_width, door_height = 46 * self.size, storey * 0.8
        left = x + width * 0.17
        wood = toned("paper", self.tone)
        frame = 6 * self.size
        self.canvas.rect(left - frame, ground - door_height - frame, door_width + 2 * frame, door_height + frame, wood)
        self.canvas.rect(left, ground - door_height, door_width, door_height, toned(self.house.door, self.tone))
        self.canvas.rect(left, ground - door_height, door_width, 20 * self.size, toned("canal-soft", self.tone))
        self.canvas.rect(left, ground - door_height + 20 * self.size, door_width, 5 * self.size, wood)
        step = toned("stone", self.tone)
        self.canvas.rect(
            left - 14 * self.size, ground - 8 * self.size, door_width + 28 * self.size, 8 * self.size, step
        )
        centre = (left + door_width + frame + x + width) / 2
        self._window(centre, ground - storey * 0.52, width * 0.34, storey * 0.56)


def draw_row(
    canvas: Canvas, x: float, ground: float, houses: Sequence[House], tone: str = "", size: float = 1
) -> float:
    """Houses wall to wall, from left to right; returns where the row ends."""
    for house in houses:
        x = draw_house(canvas, x, ground, house, tone, size)
    return x


def draw_skyline(canvas: Canvas, ground: float, colour: str = "houses", first: int = 0, unit: float = 5.4) -> None:
    """A row of far roofs over the whole width, without windows."""
    names = ["tuitgevel", "lijstgevel", "klokgevel", "trapgevel", "lijstgevel", "halsgevel", "tuitgevel", "klokgevel"]
    x, index = -30.0, first
    while x < 1640:
        size = unit * (1 + 0.16 * ((index * 5) % 7 - 3) / 3)
        lift = ((index * 3) % 5) * 9 + 26
        outline = [
            (x + (px - _LEFT) * size, ground - lift - (_TOP_OF_BODY - py) * size) for px, py in GABLES[names[index % 8]]
        ]
        canvas.polygon([*outline, (x + 20 * size, ground), (x, ground)], colour)
        x += 20 * size + (index % 3) * 3
        index += 1


def draw_reflection(canvas: Canvas, x: float, water: float, houses: Sequence[House], size: float = 1) -> None:
    """The row of houses upside down in still water, shorter than it is."""
    for house in houses:
        width = house.width * size
        unit = width / (_RIGHT - _LEFT)
        eaves = water + house.storeys * house.storey * size * 0.62
        outline = [
            (x + (px - _LEFT) * unit, eaves + (_TOP_OF_BODY - py) * unit * 0.62) for px, py in GABLES[house.gable]
        ]
        canvas.polygon([*outline, (x + width, water), (x, water)], f"{house.colour.split('.')[0]}.water")
        x += width
