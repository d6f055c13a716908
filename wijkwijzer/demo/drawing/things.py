"""What stands in a street and in a room: sky, pavement, trees, lamps, benches, tables."""

import itertools
from collections.abc import Sequence

from .canvas import HEIGHT, WIDTH, Canvas, Point


def sky(canvas: Canvas, colour: str = "canal-soft", sun: tuple[float, float, float] | None = None) -> None:
    canvas.rect(0, 0, WIDTH, HEIGHT, colour)
    if sun:
        canvas.circle(*sun, "sun")


def cloud(canvas: Canvas, x: float, y: float, size: float = 1, colour: str = "paper") -> None:
    for dx, dy, width in ((0, 0, 220), (46, -28, 120), (-40, 26, 190)):
        canvas.rect(x + dx * size, y + dy * size, width * size, 34 * size, colour, 17 * size)


def pavement(canvas: Canvas, top: float, road: float | None = None, colour: str = "stone") -> None:
    """Paving from `top` down, and from `road` a roadway behind a kerb."""
    canvas.rect(0, top, WIDTH, HEIGHT - top, colour)
    canvas.rect(0, top, WIDTH, 7, f"{colour}.deep" if "." not in colour else colour)
    bottom = road or HEIGHT
    y, row = top + 44, 0
    while y < bottom - 8:
        for x in range(-60 + (row % 2) * 90, WIDTH, 180):
            canvas.rect(x, y, 92, 4, "stone-soft" if "." not in colour else colour)
        y, row = y + 40 + row * 6, row + 1
    if road:
        canvas.rect(0, road, WIDTH, 12, "paper")
        canvas.rect(0, road + 12, WIDTH, HEIGHT - road, "edge.light")


def tree(
    canvas: Canvas, x: float, ground: float, size: float = 1, colour: str = "moss", trunk: str = "hair-brown"
) -> None:
    """A street tree with a crown of three rounds, lit from the upper left."""
    canvas.polygon(
        [
            (x - 9 * size, ground),
            (x - 6 * size, ground - 170 * size),
            (x + 6 * size, ground - 170 * size),
            (x + 9 * size, ground),
        ],
        trunk,
    )
    canvas.line([(x, ground - 130 * size), (x + 38 * size, ground - 190 * size)], 7 * size, trunk)
    shadow = f"{colour}.deep" if "." not in colour else colour
    canvas.circle(x + 46 * size, ground - 212 * size, 62 * size, shadow)
    canvas.circle(x - 44 * size, ground - 214 * size, 66 * size, colour)
    canvas.circle(x + 6 * size, ground - 280 * size, 78 * size, colour)


def young_tree(canvas: Canvas, x: float, ground: float, size: float = 1, colour: str = "moss.pale") -> None:
    """A tree of last year: thin, between two stakes."""
    canvas.line([(x, ground), (x, ground - 150 * size)], 7 * size, "hair-brown")
    for side in (-1, 1):
        canvas.line([(x + side * 20 * size, ground), (x + side * 20 * size, ground - 86 * size)], 6 * size, "hair-fair")
    canvas.line([(x - 20 * size, ground - 76 * size), (x + 20 * size, ground - 76 * size)], 4 * size, "ink-soft")
    canvas.oval(x, ground - 178 * size, 38 * size, 56 * size, colour)


def lamp(
    canvas: Canvas, x: float, ground: float, height: float = 330, light: str = "sun-soft", post: str = "ink"
) -> None:
    canvas.line([(x, ground), (x, ground - height)], 8, post)
    canvas.rect(x - 10, ground - 34, 20, 34, post, 3)
    top = ground - height
    canvas.polygon([(x - 20, top - 44), (x + 20, top - 44), (x + 12, top), (x - 12, top)], light)
    canvas.polygon([(x - 26, top - 44), (x + 26, top - 44), (x, top - 64)], post)
    canvas.rect(x - 14, top - 2, 28, 7, post)


def bench(canvas: Canvas, x: float, ground: float, width: float = 230, wood: str = "hair-fair") -> None:
    for leg in (x + 20, x + width - 28):
        canvas.rect(leg, ground - 96, 8, 96, "ink")
    for y in (102, 80, 50):
        canvas.rect(x, ground - y, width, 14, wood, 4)


def planter(
    canvas: Canvas, x: float, ground: float, width: float = 110, colour: str = "brick.deep", flowers: str = "sun"
) -> None:
    for step in range(5):
        px = x + width * (0.1 + 0.2 * step)
        canvas.circle(px, ground - 52 - (step % 2) * 12, 22, "moss" if step % 2 else "moss.pale")
        canvas.circle(px, ground - 66 - (step % 2) * 10, 7, flowers)
    canvas.polygon([(x, ground - 46), (x + width, ground - 46), (x + width - 10, ground), (x + 10, ground)], colour)


def bunting(canvas: Canvas, start: Point, end: Point, sag: float, count: int = 14) -> None:
    """Little flags on a line."""
    colours = ("brick", "sun", "canal", "paper", "moss", "plum")
    points = [hanging(start, end, sag, step / count) for step in range(count + 1)]
    canvas.line(points, 2.5, "ink-soft")
    for index, (first, second) in enumerate(itertools.pairwise(points)):
        middle = ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2 + 34)
        a = (first[0] * 0.85 + second[0] * 0.15, first[1] * 0.85 + second[1] * 0.15)
        b = (first[0] * 0.15 + second[0] * 0.85, first[1] * 0.15 + second[1] * 0.85)
        canvas.polygon([a, b, middle], colours[index % len(colours)])


def hanging(start: Point, end: Point, sag: float, share: float) -> Point:
    """A point on a line that hangs between two others."""
    x = start[0] + (end[0] - start[0]) * share
    return x, start[1] + (end[1] - start[1]) * share + sag * 4 * share * (1 - share)


def cup(canvas: Canvas, x: float, y: float, colour: str = "paper", size: float = 1) -> None:
    canvas.ring(x + 16 * size, y - 14 * size, 9 * size, 4 * size, colour)
    canvas.rect(x - 14 * size, y - 28 * size, 28 * size, 28 * size, colour, 5 * size)


def ripples(canvas: Canvas, top: float, bottom: float, colour: str = "canal-soft.water") -> None:
    """Short strokes on water, wider towards the eye."""
    y, row = top + 20, 0
    while y < bottom:
        for x in range(-80 + (row * 137) % 260, WIDTH + 80, 260 + (row * 53) % 90):
            canvas.rect(x, y, 60 + row * 16, 5 + row * 0.4, colour, 3)
        y, row = y + 26 + row * 4, row + 1


def notes(
    canvas: Canvas, x: float, y: float, columns: Sequence[Sequence[str]], size: Point = (66, 58), gap: float = 16
) -> None:
    """Columns of notes on a board, from the upper left."""
    for column, colours in enumerate(columns):
        for row, colour in enumerate(colours):
            left, top = x + column * (size[0] + gap) + (row % 2) * 3, y + row * (size[1] + gap)
            canvas.rect(left, top, size[0], size[1], colour)
            for line in range(2):
                canvas.rect(left + 10, top + 16 + line * 16, size[0] - 20 - line * 14, 5, f"{colour}.deep")
