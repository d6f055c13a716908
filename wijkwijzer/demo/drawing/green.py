"""Scenes between flats and young trees: a shared garden, a new neighbourhood. Each function is one picture."""

from .canvas import WIDTH, Canvas, scene
from .people import Person, stand, wheelchair
from .things import cloud, sky, tree, young_tree


@scene
def garden(canvas: Canvas) -> None:
    """Residents work in a shared garden before a block of flats with galleries."""
    sky(canvas, sun=(180, 130, 60))
    _gallery_flat(canvas)
    canvas.rect(0, 560, WIDTH, 350, "moss-soft")
    canvas.rect(0, 556, WIDTH, 14, "moss")
    for x in range(-20, WIDTH, 54):
        canvas.circle(x, 566, 34, "moss" if x % 4 else "moss.deep")
    tree(canvas, 1490, 640, 1.5)
    for y, start in ((640, 90), (760, 40)):
        for bed in range(3):
            left, width = start + bed * 400, 340
            canvas.rect(left, y, width, 62, "hair-brown", 10)
            canvas.rect(left, y + 42, width, 28, "hair-fair", 6)
            for plant in range(8):
                px = left + 24 + plant * 42
                kind = (bed + (y // 100)) % 3
                canvas.oval(px, y - 2, 16, 22, ("moss", "moss.pale", "moss")[kind])
                canvas.circle(px, y - 12, 9, ("brick", "moss.deep", "sun")[kind])
    stand(canvas, 410, 830, Person("canal", 3, "ink", "scarf", "ink", 270), right=(20, 40), left=(-24, -50), facing=1)
    canvas.rect(448, 716, 54, 46, "ink-soft", 4)
    canvas.line([(500, 724), (544, 696)], 8, "ink-soft")
    stand(
        canvas,
        812,
        850,
        Person("brick", 1, "stone", "cap", "ink-soft", 280),
        left=(-30, -20),
        right=(34, 20),
        facing=-1,
    )
    canvas.line([(752, 864), (802, 674)], 7, "hair-fair")
    wheelchair(canvas, 1300, 850, Person("plum", 4, "ink", "short", "ink", 285), -1, (40, 74))
    stand(canvas, 1170, 742, Person("sun", 2, "hair-brown", "short", "canal", 175), left=(-70, -110), facing=-1)


def _gallery_flat(canvas: Canvas) -> None:
    canvas.rect(330, 70, 1100, 500, "stone")
    canvas.rect(310, 54, 1140, 18, "ink-soft")
    doors = ("canal", "brick", "moss", "plum", "sun.deep")
    for floor in range(5):
        y = 84 + floor * 96
        canvas.rect(330, y, 1100, 62, "stone.deep")
        for flat in range(8):
            x = 352 + flat * 134
            canvas.rect(x, y, 34, 62, doors[(flat * 3 + floor) % 5])
            canvas.rect(x + 48, y + 6, 62, 44, "paper")
            canvas.rect(x + 53, y + 11, 52, 34, "sun-soft" if (flat + floor * 3) % 6 == 0 else "canal-soft")
        canvas.rect(322, y + 56, 1116, 34, "paper")
        canvas.rect(322, y + 86, 1116, 8, "edge.light")
    canvas.rect(250, 40, 100, 530, "brick")
    for floor in range(6):
        canvas.rect(276, 66 + floor * 80, 48, 52, "canal-soft")


@scene
def new_neighbourhood(canvas: Canvas) -> None:
    """A neighbourhood in the making: cranes, blocks of flats, young trees and the first residents."""
    sky(canvas, "canal-soft", (700, 190, 74))
    cloud(canvas, 90, 150, 0.9)
    cloud(canvas, 1330, 110, 0.7)
    _crane(canvas, 420, 560, 440, -1)
    _crane(canvas, 1060, 560, 350, 1)
    for x, width, height, colour in (
        (-20, 250, 300, "brick"),
        (250, 200, 210, "moss"),
        (820, 280, 190, "plum"),
        (1130, 190, 330, "canal"),
        (1340, 290, 240, "brick"),
    ):
        _block(canvas, x, 590, width, height, f"{colour}.mid" if x in (250, 820) else colour)
    _skeleton(canvas, 480, 590)
    canvas.rect(0, 590, WIDTH, 320, "moss-soft")
    canvas.rect(0, 586, WIDTH, 10, "moss.mid")
    canvas.polygon([(620, 596), (780, 596), (1120, 900), (380, 900)], "stone")
    canvas.polygon([(620, 596), (628, 596), (396, 900), (380, 900)], "stone.deep")
    canvas.polygon([(772, 596), (780, 596), (1120, 900), (1104, 900)], "stone.deep")
    for x, y, size in (
        (130, 690, 1.0),
        (340, 640, 0.75),
        (1010, 640, 0.75),
        (1230, 700, 1.05),
        (1480, 680, 1.0),
        (1330, 850, 1.35),
        (210, 870, 1.4),
    ):
        young_tree(canvas, x, y, size)
    stand(canvas, 600, 830, Person("brick", 3, "ink", "scarf", "ink", 260, True), right=(14, 6), step=0.02, facing=1)
    stand(canvas, 690, 832, Person("sun", 3, "ink", "curls", "canal", 160), left=(-18, -30), facing=1)
    wheelchair(canvas, 890, 852, Person("canal", 1, "stone.deep", "short", "ink", 270), -1, (46, 110))


def _block(canvas: Canvas, x: float, ground: float, width: float, height: float, colour: str) -> None:
    canvas.rect(x, ground - height, width, height, colour)
    canvas.rect(x - 6, ground - height - 10, width + 12, 14, "paper")
    columns, rows = int(width // 62), int(height // 74)
    gap = width / columns
    for row in range(rows):
        for column in range(columns):
            left, top = x + gap * (column + 0.5) - 19, ground - height + 24 + row * 72
            canvas.rect(left - 4, top - 4, 46, 50, "paper")
            canvas.rect(left, top, 38, 42, "sun-soft" if (row * 3 + column) % 7 == 3 else "canal-soft")
            if column % 2:
                canvas.rect(left - 10, top + 34, 58, 16, "ink-soft")


def _skeleton(canvas: Canvas, x: float, ground: float) -> None:
    """A building that is only floors and columns yet."""
    for floor in range(5):
        canvas.rect(x, ground - 66 * floor - 10, 300, 12, "edge")
    for column in range(5):
        canvas.rect(x + 6 + column * 70, ground - 270, 10, 270, "edge")
    canvas.rect(x + 16, ground - 132, 60, 122, "brick.pale")
    canvas.rect(x + 86, ground - 66, 60, 56, "brick.pale")


def _crane(canvas: Canvas, x: float, ground: float, height: float, way: int) -> None:
    top = ground - height
    canvas.rect(x - 9, top, 5, height, "sun.deep")
    canvas.rect(x + 9, top, 5, height, "sun.deep")
    for step in range(int(height // 26)):
        y = top + step * 26
        canvas.line([(x - 7, y), (x + 11, y + 26)], 3, "sun.deep")
    canvas.line([(x - way * 120, top), (x + way * 420, top)], 9, "sun")
    canvas.line([(x, top - 70), (x - way * 110, top)], 3, "ink-soft")
    canvas.line([(x, top - 70), (x + way * 330, top)], 3, "ink-soft")
    canvas.line([(x, top - 70), (x, top)], 9, "sun.deep")
    canvas.rect(x - way * 100 - 24, top, 48, 40, "ink-soft")
    canvas.rect(x - 16 + way * 22, top + 4, 34, 40, "brick")
    hook = x + way * 300
    canvas.line([(hook, top), (hook, top + 120)], 3, "ink")
    canvas.rect(hook - 44, top + 120, 88, 16, "brick.deep")
