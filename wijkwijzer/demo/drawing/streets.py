"""Scenes in streets by day, between gables and row houses. Each function is one picture."""

from .canvas import WIDTH, Canvas, scene
from .houses import House, draw_row, draw_skyline
from .people import Person, bicycle, bust, cyclist, stand, wheelchair
from .things import bunting, cloud, pavement, planter, sky, tree, young_tree


def _terrace(canvas: Canvas, ground: float, first: int, colour: str, roof: str) -> None:
    """Row houses of the nineteen-fifties: one long roof, the same front again and again."""
    canvas.rect(-20, ground - 270, WIDTH + 40, 270, colour)
    canvas.polygon(
        [(-20, ground - 270), (20, ground - 380), (WIDTH - 20, ground - 380), (WIDTH + 20, ground - 270)], roof
    )
    canvas.rect(-20, ground - 274, WIDTH + 40, 12, "paper")
    doors = ("canal", "moss", "brick", "plum", "ink")
    for index, x in enumerate(range(-60, WIDTH, 236)):
        canvas.rect(x + 206, ground - 410, 34, 60, f"{colour}.deep")
        canvas.rect(x + 20, ground - 232, 120, 84, "paper")
        canvas.rect(x + 26, ground - 226, 52, 72, "canal-soft")
        canvas.rect(x + 84, ground - 226, 50, 72, "canal-soft")
        canvas.rect(x + 160, ground - 222, 52, 62, "paper")
        canvas.rect(x + 166, ground - 216, 40, 50, "canal-soft")
        canvas.rect(x + 16, ground - 114, 124, 90, "paper")
        canvas.rect(x + 22, ground - 108, 112, 78, "canal-soft")
        canvas.rect(x + 156, ground - 118, 62, 118, "paper")
        canvas.rect(x + 162, ground - 112, 50, 112, doors[(index + first) % 5])
        canvas.rect(x + 172, ground - 100, 30, 34, "canal-soft")


@scene
def heat_network(canvas: Canvas) -> None:
    """A street that is dug open for the pipes of a heat network."""
    sky(canvas, sun=(1330, 62, 40))
    _terrace(canvas, 470, 0, "brick.pale", "ink-soft")
    pavement(canvas, 470)
    for x in (90, 560, 1490):
        young_tree(canvas, x, 500, 0.9)
    canvas.rect(0, 560, WIDTH, 14, "paper")
    canvas.rect(0, 574, WIDTH, 340, "edge.light")
    canvas.polygon([(-20, 640), (1180, 640), (1090, 900), (-20, 900)], "hair-brown")
    canvas.polygon([(-20, 640), (1180, 640), (1168, 672), (-20, 672)], "ink-soft")
    canvas.polygon([(-20, 672), (1168, 672), (1155, 708), (-20, 708)], "hair-fair")
    for y, colour in ((738, "brick"), (812, "canal")):
        canvas.rect(-20, y, 1030, 54, colour, 0)
        canvas.oval(1010, y + 27, 16, 27, f"{colour}.deep")
        canvas.oval(1010, y + 27, 9, 17, "ink")
        canvas.rect(-20, y + 9, 1020, 8, f"{colour}.pale")
        for x in (210, 640):
            canvas.rect(x, y - 4, 26, 62, f"{colour}.deep", 4)
    _digger(canvas)
    canvas.polygon([(1140, 640), (1226, 570), (1290, 548), (1350, 580), (1420, 640)], "hair-brown.pale")
    for x in (60, 300, 540):
        _fence(canvas, x, 636)
    stand(canvas, 860, 620, Person("sun", 2, "brick", "cap", "ink", 205), left=(-40, -100), facing=-1)
    stand(canvas, 180, 590, Person("plum", 4, "ink", "curls", "ink-soft", 200, True), right=(30, 100), facing=1)
    stand(canvas, 470, 596, Person("moss", 1, "stone", "short", "ink", 205), left=(-20, 40), facing=1)
    stand(canvas, 410, 594, Person("brick", 1, "hair-fair", "short", "canal", 130), right=(40, 130), facing=1)


def _digger(canvas: Canvas) -> None:
    canvas.rect(1220, 578, 300, 62, "ink", 31)
    for x in (1254, 1320, 1386, 1484):
        canvas.circle(x, 609, 19, "ink-soft")
    canvas.rect(1250, 470, 280, 104, "sun", 14)
    canvas.rect(1250, 546, 280, 28, "sun.deep", 8)
    canvas.rect(1262, 360, 130, 130, "sun", 12)
    canvas.rect(1276, 376, 102, 84, "canal-soft")
    canvas.line([(1275, 500), (1120, 300), (960, 410)], 36, "sun")
    canvas.line([(960, 410), (985, 570)], 26, "sun.deep")
    canvas.circle(1120, 300, 13, "ink")
    canvas.circle(960, 410, 12, "ink")
    canvas.polygon([(940, 560), (1020, 552), (1036, 600), (1000, 640), (944, 630)], "ink")


def _fence(canvas: Canvas, x: float, ground: float) -> None:
    for leg in (x + 16, x + 180):
        canvas.rect(leg, ground - 74, 9, 78, "ink-soft")
    canvas.rect(x, ground - 82, 204, 34, "paper", 3)
    for step in range(5):
        left = x + 6 + step * 40
        canvas.polygon(
            [(left, ground - 48), (left + 18, ground - 82), (left + 38, ground - 82), (left + 20, ground - 48)], "brick"
        )


@scene
def school(canvas: Canvas) -> None:
    """An empty school that residents put to use: flags, an open door, people with a table and plants."""
    sky(canvas, "canal-soft", (1380, 140, 60))
    cloud(canvas, 240, 110)
    draw_skyline(canvas, 590, unit=7)
    tree(canvas, 90, 590, 1.25, "moss.mid")
    tree(canvas, 1540, 590, 1.1, "moss.mid")
    canvas.rect(190, 300, 1200, 290, "brick.pale")
    canvas.rect(170, 280, 1240, 26, "paper")
    canvas.rect(170, 304, 1240, 8, "brick.deep")
    canvas.rect(640, 190, 310, 400, "brick")
    canvas.rect(624, 172, 342, 24, "paper")
    canvas.circle(795, 262, 42, "paper")
    canvas.circle(795, 262, 34, "canal-soft")
    canvas.line([(795, 262), (795, 238)], 5, "ink")
    canvas.line([(795, 262), (812, 270)], 5, "ink")
    for x in (230, 430, 1000, 1200):
        canvas.rect(x, 352, 160, 150, "paper")
        for pane in range(3):
            canvas.rect(x + 9 + pane * 49, 361, 43, 132, "sun-soft" if (x // 10 + pane) % 3 == 0 else "canal-soft")
        canvas.rect(x, 410, 160, 7, "paper")
    canvas.rect(704, 396, 182, 194, "paper")
    canvas.rect(714, 406, 162, 184, "sun-soft")
    canvas.polygon([(714, 406), (760, 422), (760, 606), (714, 590)], "canal")
    canvas.polygon([(876, 406), (830, 422), (830, 606), (876, 590)], "canal")
    pavement(canvas, 590)
    canvas.rect(680, 588, 230, 16, "stone.deep")
    canvas.polygon([(660, 322), (930, 322), (930, 384), (660, 384)], "sun")
    for x in (682, 750, 832):
        canvas.rect(x, 346, 52 + (x % 3) * 10, 14, "sun.deep", 7)
    bunting(canvas, (640, 226), (196, 300), 40, 11)
    bunting(canvas, (950, 226), (1390, 300), 40, 11)
    planter(canvas, 540, 640, 120)
    planter(canvas, 930, 640, 120, "canal")
    _carriers(canvas)


def _carriers(canvas: Canvas) -> None:
    stand(
        canvas,
        250,
        790,
        Person("moss", 5, "ink", "short", "ink", 270),
        right=(42, 75),
        left=(30, 75),
        step=0.05,
        facing=1,
    )
    stand(
        canvas,
        560,
        790,
        Person("plum", 1, "hair-brown", "bun", "ink-soft", 258),
        left=(-42, -75),
        right=(-30, -75),
        step=0.04,
        facing=1,
    )
    canvas.rect(318, 628, 176, 18, "hair-fair", 3)
    canvas.polygon([(336, 646), (348, 646), (344, 740), (336, 740)], "hair-fair.deep")
    canvas.polygon([(464, 646), (476, 646), (478, 740), (470, 740)], "hair-fair.deep")
    wheelchair(canvas, 1080, 800, Person("canal", 3, "ink", "scarf", "ink", 270), -1, (50, 84))
    planter(canvas, 962, 690, 84, "brick", "brick-soft")
    stand(canvas, 1300, 780, Person("sun.deep", 2, "ink", "short", "ink", 266), left=(-60, -140), step=0.03, facing=-1)
    stand(canvas, 1380, 780, Person("brick", 2, "ink", "curls", "canal", 160), left=(-150, -165), facing=-1)


@scene
def pavement_talk(canvas: Canvas) -> None:
    """Two people in talk on the pavement, large, before a row of gables."""
    sky(canvas, sun=(1310, 170, 78))
    cloud(canvas, 120, 120, 0.9)
    draw_skyline(canvas, 690, first=3, unit=8)
    row = [House("klokgevel", "plum", 300, 3), House("trapgevel", "brick", 340, 3, door="canal"),
        House("halsgevel", "canal", 290, 3, door="sun.deep"),
           House("lijstgevel", "canal.mid", 300, 2, door="brick"), House("tuitgevel", "moss", 300, 2)]  # fmt: skip
    draw_row(canvas, -20, 690, row, "", 1.12)
    pavement(canvas, 690)
    planter(canvas, 1130, 720, 150)
    canvas.oval(610, 868, 120, 16, "stone.deep")
    canvas.oval(920, 868, 120, 16, "stone.deep")
    stand(
        canvas,
        610,
        866,
        Person("ink", 2, "hair-brown", "short", "ink-soft", 500),
        right=(24, 74),
        left=(-8, -2),
        facing=1,
    )
    stand(
        canvas,
        920,
        866,
        Person("sun", 4, "ink", "curls", "canal", 470, True),
        left=(-30, -112),
        right=(8, -30),
        facing=-1,
    )


@scene
def bicycles(canvas: Canvas) -> None:
    """A quiet street with bicycles before the houses and somebody who comes by."""
    sky(canvas, "brick-soft", (420, 190, 90))
    draw_skyline(canvas, 640, "brick-soft.deep", 2, 8)
    row = [House("trapgevel", "canal", 260, 2), House("lijstgevel", "brick", 300, 2, 3, door="canal"),
        House("tuitgevel", "moss.pale", 250, 2),
           House("klokgevel", "brick.pale", 250, 2, door="plum"), House("halsgevel", "plum", 240, 2),
           House("trapgevel", "moss", 260, 2)]  # fmt: skip
    draw_row(canvas, 60, 640, row, "", 1.08)
    pavement(canvas, 640, 770)
    tree(canvas, 30, 690, 1.5)
    for x, colour in ((190, "brick"), (370, "canal"), (550, "sun"), (1150, "plum")):
        bicycle(canvas, x, 742, colour, wheel=42)
    planter(canvas, 720, 716, 150, "canal", "brick")
    cyclist(canvas, 1010, 868, Person("brick", 1, "hair-fair", "long", "ink", 330), "canal", -1)
    stand(canvas, 1420, 750, Person("canal.deep", 3, "ink-soft", "short", "ink", 240), left=(-130, -160), facing=-1)


@scene
def crossing(canvas: Canvas) -> None:
    """The rush hour at a crossing: cars in a line, cyclists, and colleagues who look at it together."""
    sky(canvas, "canal-soft", (640, 150, 62))
    draw_skyline(canvas, 450, first=1, unit=6.4)
    tree(canvas, 470, 470, 0.8, "moss.mid")
    tree(canvas, 850, 470, 0.7, "moss.mid")
    row = [
        House("lijstgevel", "brick", 250, 2, 3),
        House("tuitgevel", "canal", 210, 2),
        House("trapgevel", "plum", 230, 2),
        House("lijstgevel", "moss.pale", 260, 2, 3),
    ]
    draw_row(canvas, 900, 450, row, "mid", 0.92)
    draw_row(
        canvas, -90, 450, [House("halsgevel", "moss", 200, 2), House("lijstgevel", "brick", 230, 2, 3)], "mid", 0.92
    )
    pavement(canvas, 450)
    canvas.rect(0, 500, WIDTH, 400, "edge")
    canvas.rect(0, 500, WIDTH, 9, "stone")
    for x in (60, 270, 480, 1010, 1220, 1430):
        canvas.rect(x, 640, 110, 10, "paper")
    for x, colour in ((-190, "canal"), (100, "paper"), (390, "brick"), (960, "moss"), (1250, "sun"), (1530, "plum")):
        _car(canvas, x, 612, colour)
    for y, left, right, thick in (
        (522, 704, 904, 10),
        (546, 700, 908, 12),
        (652, 684, 924, 18),
        (690, 678, 930, 22),
        (732, 670, 938, 26),
    ):
        canvas.rect(left, y, right - left, thick, "paper")
    canvas.polygon([(0, 770), (WIDTH, 770), (WIDTH, 900), (0, 900)], "stone")
    canvas.rect(0, 770, WIDTH, 12, "paper")
    for y in (816, 858):
        for x in range(-60 + (y % 4) * 50, WIDTH, 180):
            canvas.rect(x, y, 92, 4, "stone-soft")
    cyclist(canvas, 1150, 756, Person("canal", 4, "ink", "curls", "ink", 235), "sun", 1)
    cyclist(canvas, 1400, 746, Person("brick", 1, "hair-fair", "bun", "ink-soft", 230), "ink", 1)
    _traffic_light(canvas, 980, 800)
    stand(canvas, 250, 862, Person("moss", 1, "stone", "short", "ink", 330), right=(14, 44), left=(-10, 4), facing=1)
    stand(
        canvas, 410, 868, Person("plum", 3, "ink", "long", "ink", 315, True), left=(-6, 10), right=(20, 130), facing=1
    )
    wheelchair(canvas, 570, 872, Person("ink", 2, "hair-brown", "short", "ink-soft", 330), 1, (24, 60))


def _car(canvas: Canvas, x: float, ground: float, colour: str) -> None:
    canvas.polygon(
        [(x + 52, ground - 74), (x + 84, ground - 122), (x + 178, ground - 122), (x + 222, ground - 74)], colour
    )
    canvas.polygon(
        [(x + 70, ground - 76), (x + 94, ground - 112), (x + 128, ground - 112), (x + 128, ground - 76)],
        "canal-soft.mid",
    )
    canvas.polygon(
        [(x + 138, ground - 76), (x + 138, ground - 112), (x + 172, ground - 112), (x + 202, ground - 76)],
        "canal-soft.mid",
    )
    canvas.rect(x, ground - 80, 262, 58, colour, 22)
    canvas.rect(x + 4, ground - 40, 254, 18, f"{colour}.deep", 9)
    canvas.rect(x + 240, ground - 66, 22, 14, "sun-soft", 5)
    canvas.rect(x, ground - 66, 14, 14, "brick.deep", 4)
    for wheel in (x + 62, x + 200):
        canvas.circle(wheel, ground - 22, 28, "ink")
        canvas.circle(wheel, ground - 22, 13, "stone")


def _traffic_light(canvas: Canvas, x: float, ground: float) -> None:
    canvas.rect(x - 6, ground - 400, 12, 400, "ink")
    canvas.rect(x - 26, ground - 480, 52, 140, "ink", 12)
    for index, colour in enumerate(("brick", "ink-soft", "ink-soft")):
        canvas.circle(x, ground - 454 + index * 42, 16, colour)


@scene
def street_table(canvas: Canvas) -> None:
    """Neighbours at a long table in the street, under flags."""
    sky(canvas, sun=(1420, 120, 58))
    cloud(canvas, 700, 90, 0.8)
    draw_skyline(canvas, 560, first=5, unit=7)
    left = [House("trapgevel", "brick", 240, 2), House("halsgevel", "moss", 210, 2)]
    draw_row(canvas, -60, 560, left)
    draw_row(
        canvas,
        380,
        560,
        [
            House("tuitgevel", "canal", 200, 2, door="brick"),
            House("lijstgevel", "brick.pale", 240, 2, 3),
            House("klokgevel", "plum", 200, 2),
        ],
        "mid",
        0.9,
    )
    draw_row(
        canvas,
        1150,
        560,
        [House("lijstgevel", "canal", 250, 2, 3, door="sun.deep"), House("trapgevel", "brick.deep", 240, 2)],
    )
    pavement(canvas, 560)
    bunting(canvas, (-10, 240), (800, 330), 40, 18)
    bunting(canvas, (800, 330), (1610, 230), 40, 18)
    tree(canvas, 1110, 610, 1.0)
    _table(canvas)


def _table(canvas: Canvas) -> None:
    """The long table of the street with everybody behind and before it."""
    from_behind = [
        (300, Person("moss", 1, "stone", "short", height=300), 1),
        (455, Person("sun", 5, "ink", "curls", height=290), -1),
        (620, Person("brick", 2, "hair-brown", "long", height=296), 1),
        (775, Person("canal", 3, "plum", "scarf", height=290), 1),
        (935, Person("ink-soft", 4, "ink", "short", height=304), -1),
        (1085, Person("plum", 1, "hair-fair", "bun", height=284), -1),
    ]  # fmt: skip
    for x, person, facing in from_behind:
        bust(canvas, x, 690, person, facing=facing)
    canvas.polygon([(230, 680), (1250, 680), (1330, 744), (150, 744)], "paper")
    canvas.rect(150, 744, 1180, 56, "stone-soft")
    for x in range(150, 1330, 118):
        canvas.polygon([(x, 744), (x + 59, 744), (x + 30, 772)], "brick-soft.deep")
    for x, colour in ((330, "brick"), (520, "moss"), (700, "sun"), (880, "canal"), (1040, "brick")):
        canvas.oval(x, 712, 44, 14, "stone")
        canvas.slice(x, 712, (30, 26), (180, 360), colour)
    for x in (200, 1270):
        canvas.rect(x, 800, 14, 80, "hair-brown")
    stand(canvas, 96, 850, Person("canal", 2, "ink", "short", "ink", 320), right=(50, 95), facing=1)
    canvas.oval(206, 690, 46, 12, "hair-fair")
    wheelchair(canvas, 1420, 860, Person("moss", 3, "ink", "bun", "ink", 320), -1, (44, 84))
    stand(canvas, 1010, 892, Person("brick", 4, "ink", "curls", "ink", 190), left=(-150, -120), back=True)
