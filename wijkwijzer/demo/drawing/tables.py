"""Scenes without a street: a jar of coins, a plan on a table, a map. Each function is one picture."""

import math

from .canvas import WIDTH, Canvas, Point, scene


@scene
def shared_payment(canvas: Canvas) -> None:
    """Hands from all sides each put a coin into one jar."""
    canvas.rect(0, 0, WIDTH, 900, "canal.light")
    canvas.circle(800, 500, 400, "canal.light.deep")
    canvas.rect(0, 740, WIDTH, 170, "hair-fair")
    canvas.rect(0, 740, WIDTH, 14, "hair-fair.deep")
    canvas.oval(800, 800, 250, 30, "hair-fair.deep")
    canvas.rect(610, 330, 380, 480, "canal-soft", 60)
    canvas.rect(650, 270, 300, 70, "canal-soft", 16)
    canvas.rect(630, 292, 340, 22, "paper", 11)
    coins = [
        (680, 770),
        (750, 778),
        (830, 776),
        (910, 770),
        (700, 716),
        (780, 722),
        (870, 718),
        (930, 714),
        (740, 664),
        (826, 668),
        (896, 660),
        (790, 612),
        (860, 608),
    ]
    for index, (x, y) in enumerate(coins):
        _coin(canvas, x, y, 40, ("sun", "brick.pale", "sun", "moss.pale", "sun.pale")[index % 5])
    canvas.rect(634, 380, 22, 300, "paper", 11)
    _coin(canvas, 800, 420, 44, "sun")
    hands = [
        ((-40, 700), (440, 330), "brick", "skin-2"), ((60, -60), (600, 170), "moss", "skin-5"),
        ((840, -120), (816, 120), "plum", "skin-1"),
        ((1560, -60), (1020, 180), "sun.deep", "skin-4"), ((1640, 680), (1170, 340), "ink-soft", "skin-3"),
    ]  # fmt: skip
    for start, end, sleeve, skin in hands:
        _reaching(canvas, start, end, sleeve, skin)


def _coin(canvas: Canvas, x: float, y: float, radius: float, colour: str) -> None:
    canvas.circle(x, y + 4, radius, f"{colour}.deep")
    canvas.circle(x, y, radius, colour)
    canvas.ring(x, y, radius * 0.72, 4, f"{colour}.deep")


def _reaching(canvas: Canvas, start: Point, end: Point, sleeve: str, skin: str) -> None:
    """An arm that comes into the picture and holds a coin at its end."""
    length = math.dist(start, end)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    across = (-along[1], along[0])

    def at(distance: float, side: float = 0) -> Point:
        return end[0] + along[0] * distance + across[0] * side, end[1] + along[1] * distance + across[1] * side

    _coin(canvas, *at(52), 42, "sun")
    canvas.line([at(-160), at(-20)], 56, skin)
    canvas.circle(*at(-16), 46, skin)
    for side in (-28, 28):
        canvas.line([at(-10, side), at(40, side * 0.8)], 24, skin)
    canvas.polygon([start, *(at(-110, side) for side in (-54, 54))], sleeve)
    canvas.line([start, at(-140)], 104, sleeve)
    canvas.line([at(-104, -44), at(-104, 44)], 22, "paper")


@scene
def plan_table(canvas: Canvas) -> None:
    """A large plan of a neighbourhood on a table, from above, with hands that draw and point."""
    canvas.rect(0, 0, WIDTH, 900, "hair-fair.pale")
    for y in range(90, 900, 150):
        canvas.rect(0, y, WIDTH, 5, "hair-fair")
    canvas.rect(306, 146, 1010, 640, "hair-fair.deep")
    canvas.rect(290, 130, 1010, 640, "paper")
    canvas.polygon(
        [(290, 560), (560, 520), (820, 600), (1300, 470), (1300, 540), (820, 672), (560, 592), (290, 634)], "canal.mid"
    )
    for points in (
        [(290, 300), (1300, 250)],
        [(560, 130), (600, 540)],
        [(900, 130), (960, 560)],
        [(720, 640), (700, 770)],
        [(1040, 580), (1120, 770)],
    ):
        canvas.line(points, 20, "stone")
    blocks = [(320, 160, 200, 110, "brick.pale"), (610, 160, 110, 90, "canal"), (750, 158, 120, 90, "brick.pale"),
        (950, 158, 150, 72, "plum"), (1130, 156, 140, 66, "brick.pale"),
              (320, 340, 120, 160, "plum"), (460, 336, 90, 80, "brick.pale"), (1010, 300, 110, 150, "canal"),
              (1150, 296, 120, 130, "brick.pale"),
              (330, 664, 150, 80, "canal"), (520, 640, 130, 100, "brick.pale"), (760, 700, 230, 50, "plum"),
              (1150, 590, 120, 150, "brick.pale")]  # fmt: skip
    for x, y, width, height, colour in blocks:
        canvas.rect(x, y, width, height, colour, 4)
    canvas.rect(630, 320, 270, 190, "moss.pale", 20)
    for x, y in ((670, 360), (740, 400), (840, 350), (700, 460), (850, 470)):
        canvas.circle(x, y, 24, "moss")
    for x, y, colour in ((210, 190, "brick"), (1400, 640, "canal"), (1180, 60, "moss")):
        canvas.circle(x, y, 56, "paper")
        canvas.circle(x, y, 44, colour)
        canvas.circle(x, y, 34, "hair-brown")
    for x, y, colour in (
        (130, 420, "sun"),
        (196, 440, "brick.pale"),
        (150, 500, "canal.mid"),
        (1400, 200, "sun"),
        (1440, 270, "moss.pale"),
    ):
        canvas.rect(x, y, 78, 72, f"{colour}.deep")
        canvas.rect(x - 4, y - 4, 78, 72, colour)
    _hand_above(canvas, (330, 960), (470, 640), "moss", "skin-4")
    _hand_above(canvas, (1500, 960), (1080, 680), "brick", "skin-1")
    canvas.line([(1064, 650), (980, 560)], 14, "sun")
    canvas.line([(980, 560), (966, 545)], 8, "ink")
    _hand_above(canvas, (760, -80), (800, 300), "canal", "skin-3")
    _hand_above(canvas, (-70, 60), (420, 250), "plum", "skin-2")


def _hand_above(canvas: Canvas, start: Point, tip: Point, sleeve: str, skin: str) -> None:
    """An arm on the table, from above: one finger points."""
    length = math.dist(start, tip)
    along = ((tip[0] - start[0]) / length, (tip[1] - start[1]) / length)

    def at(distance: float, side: float = 0) -> Point:
        return tip[0] + along[0] * distance - along[1] * side, tip[1] + along[1] * distance + along[0] * side

    canvas.line([at(-140), at(-66)], 52, skin)
    canvas.circle(*at(-66), 42, skin)
    canvas.line([at(-60, -14), at(0, -10)], 21, skin)
    for side, reach in ((9, -26), (29, -38)):
        canvas.line([at(-60, side), at(reach, side)], 20, skin)
    canvas.line([at(-80, -34), at(-40, -46)], 20, skin)
    canvas.line([start, at(-150)], 96, sleeve)
    canvas.line([at(-122, -42), at(-122, 42)], 20, f"{sleeve}.deep")


@scene
def neighbourhood_map(canvas: Canvas) -> None:
    """A map of a neighbourhood from above, with pins of many kinds."""
    canvas.rect(0, 0, WIDTH, 900, "stone-soft")
    canvas.polygon(
        [
            (0, 640),
            (300, 620),
            (560, 700),
            (900, 660),
            (1250, 760),
            (1600, 720),
            (1600, 810),
            (1250, 850),
            (900, 752),
            (560, 790),
            (300, 708),
            (0, 730),
        ],
        "canal.mid",
    )
    canvas.polygon([(640, 60), (1010, 20), (1070, 300), (700, 360)], "moss.light")
    for x, y in ((720, 120), (800, 190), (930, 90), (990, 240), (760, 290), (880, 260)):
        canvas.circle(x, y, 27, "moss.pale")
    for points, width in (
        ([(-20, 440), (640, 390), (1120, 350), (1620, 250)], 34), ([(330, -20), (400, 420), (450, 920)], 34),
        ([(1130, -20), (1180, 340), (1120, 920)], 34),
        ([(-20, 180), (360, 160)], 20), ([(1150, 140), (1620, 60)], 20), ([(640, 390), (700, 680)], 20),
        ([(1170, 540), (1620, 500)], 20), ([(900, 370), (940, 640)], 20),
        ([(420, 560), (680, 570)], 20), ([(1400, 300), (1440, 720)], 20),
    ):  # fmt: skip
        canvas.line(points, width, "surface")
    blocks = [(40, 40, 240, 90), (60, 220, 230, 150), (430, 60, 170, 120), (450, 220, 180, 130),
        (60, 500, 140, 90), (230, 480, 140, 100), (480, 440, 150, 90), (720, 430, 150, 150),
              (980, 400, 140, 100), (970, 540, 140, 90), (1240, 180, 130, 110), (1420, 120, 150, 100),
              (1230, 360, 150, 120), (1450, 330, 140, 130), (1220, 570, 180, 110), (1480, 550, 110, 110),
              (60, 770, 150, 100), (250, 770, 140, 100), (520, 830, 220, 60), (1190, 20, 130, 70),
              (820, 800, 220, 80)]  # fmt: skip
    for index, (x, y, width, height) in enumerate(blocks):
        canvas.rect(x, y, width, height, ("stone", "houses", "stone", "brick-soft.deep", "stone")[index % 5], 6)
    pins = [(170, 300, 1.0, "brick"), (540, 140, 0.9, "canal"), (860, 210, 1.25, "moss"),
        (300, 540, 0.9, "sun.deep"), (560, 500, 1.15, "plum"), (800, 520, 0.9, "brick"), (1050, 460, 1.0, "canal"),
            (1310, 250, 1.2, "brick"), (1500, 180, 0.9, "plum"), (1310, 640, 1.15, "canal"),
            (1520, 420, 0.9, "moss"), (140, 830, 1.0, "plum"), (930, 850, 1.0, "sun.deep")]  # fmt: skip
    canvas.line([(560, 500), (860, 210), (1310, 250), (1310, 640)], 5, "brick")
    for x, y, size, colour in sorted(pins, key=lambda pin: pin[1]):
        _pin(canvas, x, y, size, colour)


def _pin(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    canvas.oval(x, y, 26 * size, 9 * size, "edge")
    top = y - 104 * size
    canvas.polygon([(x - 44 * size, top + 22 * size), (x + 44 * size, top + 22 * size), (x, y)], colour)
    canvas.circle(x, top, 48 * size, colour)
    canvas.circle(x, top, 22 * size, "paper")
