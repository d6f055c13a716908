"""Scenes within four walls. Each function is one picture."""

from .canvas import WIDTH, Canvas, scene
from .houses import House, draw_row
from .people import Person, bust, seated, stand, wheelchair
from .things import cup, notes, tree


def _room(canvas: Canvas, wall: str, floor: str, line: float) -> None:
    canvas.rect(0, 0, WIDTH, line, wall)
    canvas.rect(0, line, WIDTH, 900 - line, floor)
    canvas.rect(0, line - 16, WIDTH, 16, "paper")


def _pendant(canvas: Canvas, x: float, length: float, colour: str) -> None:
    canvas.line([(x, 0), (x, length)], 4, "ink")
    canvas.slice(x, length + 58, (70, 62), (180, 360), colour)
    canvas.slice(x, length + 58, (26, 22), (0, 180), "sun-soft")


def _chair_back(canvas: Canvas, x: float, top: float, colour: str = "hair-fair") -> None:
    canvas.rect(x - 62, top, 124, 96, colour, 16)
    canvas.rect(x - 42, top + 22, 84, 50, f"{colour}.deep", 10)
    for side in (-54, 44):
        canvas.rect(x + side, top + 70, 10, 200, f"{colour}.deep")


@scene
def language_lesson(canvas: Canvas) -> None:
    """A lesson at a long table in an office on the street, on a morning with a low sun in the window."""
    _room(canvas, "sun-soft.light", "hair-fair.light", 640)
    _street_window(canvas)
    _picture_board(canvas)
    stand(
        canvas,
        460,
        830,
        Person("canal", 2, "hair-brown", "bun", "ink", 420, True),
        left=(-70, -120),
        right=(30, 60),
        facing=1,
    )
    behind = [(700, Person("brick", 4, "ink", "curls", height=360), -1),
        (860, Person("moss", 1, "stone", "bald", height=370), -1),
              (1030, Person("plum", 3, "sun", "scarf", height=355), -1),
              (1200, Person("ink-soft", 5, "ink", "short", height=370), -1),
              (1370, Person("brick.pale", 2, "ink", "long", height=355), -1)]  # fmt: skip
    for x, person, facing in behind:
        bust(canvas, x, 660, person, facing=facing)
    canvas.polygon([(620, 650), (1480, 650), (1560, 740), (540, 740)], "hair-fair")
    canvas.rect(540, 740, 1020, 22, "hair-fair.deep")
    for x, y in ((700, 676), (860, 682), (1030, 676), (1200, 682), (1370, 676)):
        canvas.polygon([(x - 36, y), (x + 34, y), (x + 42, y + 32), (x - 42, y + 32)], "paper")
        canvas.line([(x + 4, y + 6), (x + 30, y + 22)], 4, "brick")
    cup(canvas, 780, 716, "canal")
    cup(canvas, 1120, 720, "brick")
    cup(canvas, 1300, 716, "moss")
    for x, person in (
        (790, Person("sun", 3, "ink", "short", height=400)),
        (1010, Person("canal.pale", 1, "hair-brown", "long", height=390)),
        (1240, Person("moss", 4, "ink", "bun", height=390)),
    ):
        bust(canvas, x, 850, person, left=(-18, 8), right=(18, -8), back=True)
        _chair_back(canvas, x, 790)


def _street_window(canvas: Canvas) -> None:
    """A shop window on a street with a low sun."""
    canvas.rect(520, 70, 1010, 430, "paper")
    canvas.rect(540, 90, 970, 390, "canal-soft")
    canvas.circle(1200, 210, 64, "sun")
    row = [
        House("trapgevel", "brick", 180, 1),
        House("halsgevel", "moss", 160, 1),
        House("lijstgevel", "canal", 190, 1),
        House("klokgevel", "plum", 160, 1),
        House("tuitgevel", "brick", 180, 1),
    ]
    draw_row(canvas, 560, 456, row, "mid", 1.0)
    canvas.rect(1440, 90, 70, 390, "canal-soft")
    canvas.rect(540, 456, 970, 24, "stone")
    canvas.rect(520, 70, 40, 430, "paper")
    canvas.rect(1500, 70, 30, 430, "paper")
    for x in (850, 1180):
        canvas.rect(x, 90, 14, 390, "paper")
    canvas.rect(496, 500, 1058, 22, "stone.deep")


def _picture_board(canvas: Canvas) -> None:
    """A board with things to learn the words of."""
    canvas.rect(70, 110, 330, 330, "hair-fair.deep", 6)
    canvas.rect(84, 124, 302, 302, "paper")
    canvas.polygon([(116, 212), (160, 158), (204, 212)], "brick")
    canvas.rect(126, 212, 68, 50, "brick.pale")
    canvas.circle(304, 204, 40, "sun")
    canvas.rect(116, 350, 88, 40, "canal", 16)
    canvas.ring(214, 366, 16, 7, "canal")
    canvas.rect(298, 330, 12, 66, "hair-brown")
    canvas.circle(304, 328, 36, "moss")
    for x, y in ((114, 280), (262, 280), (114, 404), (262, 404)):
        canvas.rect(x, y, 88, 8, "ink-soft.light", 4)


@scene
def note_board(canvas: Canvas) -> None:
    """A team before a board with coloured notes, seen from behind."""
    _room(canvas, "canal-soft", "stone", 700)
    _scrum_board(canvas)
    canvas.rect(60, 480, 90, 220, "paper")
    for dx, dy in ((-34, -110), (34, -116), (0, -160), (-14, -70), (22, -60)):
        canvas.oval(105 + dx, 480 + dy, 26, 52, "moss" if dx < 10 else "moss.deep")
    canvas.polygon([(64, 430), (146, 430), (134, 500), (76, 500)], "brick")
    stand(
        canvas,
        380,
        860,
        Person("plum", 2, "hair-brown", "short", "ink", 470),
        left=(-10, -4),
        right=(16, -30),
        back=True,
    )
    stand(
        canvas,
        590,
        870,
        Person("sun", 4, "ink", "curls", "ink-soft", 450, True),
        left=(-20, 40),
        right=(130, 150),
        back=True,
    )
    stand(
        canvas, 1010, 868, Person("canal", 1, "hair-fair", "long", "ink", 455), left=(-16, 30), right=(10, 4), back=True
    )
    stand(canvas, 1210, 860, Person("moss", 5, "ink", "short", "ink", 480), left=(-140, -165), right=(10, 4), back=True)
    wheelchair(canvas, 810, 880, Person("brick", 3, "ink", "scarf", "ink", 440), 1, (60, 130))
    stand(
        canvas,
        1455,
        866,
        Person("ink-soft", 1, "stone", "bun", "ink", 440),
        left=(-14, -70),
        right=(14, -40),
        facing=-1,
    )


def _scrum_board(canvas: Canvas) -> None:
    """Three columns of notes: to do, doing, done."""
    canvas.rect(230, 60, 1140, 500, "ink-soft", 8)
    canvas.rect(246, 76, 1108, 468, "paper")
    for x in (615, 984):
        canvas.rect(x, 96, 5, 428, "stone")
    for x, colour in ((276, "brick"), (646, "sun.deep"), (1015, "moss")):
        canvas.rect(x, 100, 150, 16, colour, 8)
    notes(
        canvas,
        276,
        142,
        [("sun", "brick.pale", "sun", "canal.mid"), ("canal.mid", "sun", "brick.pale"), ("sun", "plum.mid")],
        (88, 80),
    )
    notes(canvas, 646, 142, [("brick.pale", "sun", "canal.mid"), ("sun", "moss.pale")], (88, 80))
    notes(
        canvas,
        1015,
        142,
        [
            ("moss.pale", "sun", "moss.pale", "canal.mid"),
            ("sun", "moss.pale", "brick.pale"),
            ("moss.pale", "moss.pale"),
        ],
        (88, 80),
    )


@scene
def round_table(canvas: Canvas) -> None:
    """Five people at a round table with a map of a neighbourhood on it."""
    _room(canvas, "plum.light", "hair-fair.light", 660)
    _garden_windows(canvas)
    canvas.rect(540, 190, 520, 250, "hair-brown", 6)
    canvas.rect(554, 204, 492, 222, "stone-soft")
    notes(
        canvas,
        580,
        226,
        [
            ("sun", "brick.pale"),
            ("canal.mid", "sun"),
            ("moss.pale",),
            ("brick.pale", "sun"),
            ("sun", "moss.pale"),
            ("canal.mid",),
        ],
        (58, 64),
        18,
    )
    _pendant(canvas, 800, 70, "canal")
    for x, person, facing in (
        (550, Person("brick", 3, "ink", "curls", height=430), 1),
        (800, Person("moss", 1, "stone", "short", height=440), 0),
        (1050, Person("sun", 2, "plum", "scarf", height=425), -1),
    ):  # fmt: skip
        bust(canvas, x, 640, person, facing=facing)
    canvas.rect(760, 690, 80, 180, "hair-brown")
    canvas.oval(800, 866, 170, 24, "hair-brown")
    canvas.oval(800, 698, 470, 96, "hair-brown")
    canvas.oval(800, 680, 470, 96, "hair-fair")
    canvas.polygon([(640, 636), (960, 636), (1010, 724), (590, 724)], "paper")
    canvas.polygon([(700, 636), (724, 636), (700, 724), (668, 724)], "canal.mid")
    canvas.polygon([(624, 668), (978, 668), (984, 678), (618, 678)], "stone.deep")
    canvas.polygon([(840, 636), (852, 636), (880, 724), (864, 724)], "stone.deep")
    canvas.polygon([(740, 644), (830, 644), (834, 662), (736, 662)], "moss.pale")
    canvas.polygon([(884, 686), (972, 686), (984, 714), (892, 714)], "brick.pale")
    canvas.polygon([(728, 686), (850, 686), (858, 714), (722, 714)], "sun")
    cup(canvas, 480, 690, "canal")
    cup(canvas, 1090, 716, "brick")
    cup(canvas, 530, 740, "paper")
    wheelchair(canvas, 260, 878, Person("canal", 4, "ink", "short", "ink", 440), 1, (46, 92))
    _sitting(canvas, 1350, 878, Person("plum", 1, "hair-fair", "long", "ink-soft", 440))


def _garden_windows(canvas: Canvas) -> None:
    for x in (120, 1200):
        canvas.rect(x, 110, 280, 360, "paper")
        canvas.rect(x + 16, 126, 248, 328, "canal-soft")
        tree(canvas, x + 140, 480, 0.8, "moss.mid", "edge")
        canvas.rect(x + 16, 440, 248, 14, "moss.mid")
        canvas.rect(x + 132, 126, 12, 328, "paper")
        canvas.rect(x, 454, 280, 16, "paper")
        canvas.rect(x - 20, 470, 320, 18, "stone.deep")
        canvas.rect(x, 488, 280, 156, "plum.light")


def _sitting(canvas: Canvas, x: float, ground: float, person: Person) -> None:
    """Somebody on a chair, from the side, looking left."""
    h = person.height
    for leg in (x - 0.1 * h, x + 0.14 * h):
        canvas.rect(leg, ground - 0.26 * h, 12, 0.26 * h, "hair-brown")
    canvas.rect(x + 0.13 * h, ground - 0.6 * h, 16, 0.36 * h, "hair-brown", 6)
    canvas.rect(x - 0.13 * h, ground - 0.28 * h, 0.32 * h, 0.04 * h, "hair-brown", 6)
    wheels_off = (x - 0.2 * h, ground - 0.33 * h)
    canvas.line(
        [(x + 0.05 * h, ground - 0.33 * h), wheels_off, (x - 0.22 * h, ground - 0.04 * h)], 0.082 * h, person.legs
    )
    canvas.line([(x - 0.22 * h, ground - 0.022 * h), (x - 0.28 * h, ground - 0.022 * h)], 0.045 * h, "ink")
    seated(canvas, (x + 0.05 * h, ground - 0.33 * h), person, -1, (46, 92))


@scene
def two_worlds(canvas: Canvas) -> None:
    """Somebody with one foot in the office and one in the street."""
    canvas.rect(0, 0, WIDTH, 900, "canal-soft")
    canvas.circle(1330, 150, 66, "sun")
    row = [
        House("halsgevel", "brick", 260, 2),
        House("lijstgevel", "moss", 260, 2, 3, door="brick"),
        House("trapgevel", "plum", 270, 2),
    ]
    draw_row(canvas, 850, 660, row, "", 1.1)
    canvas.rect(800, 660, 800, 250, "stone")
    for y in (720, 790, 850):
        for x in range(830 + y % 4 * 30, WIDTH, 190):
            canvas.rect(x, y, 96, 5, "stone-soft")
    _office(canvas)
    canvas.rect(776, 0, 48, 900, "ink")
    canvas.polygon([(620, 120), (980, 120), (980, 820), (620, 820)], "paper")
    canvas.rect(650, 150, 150, 670, "canal.light")
    canvas.rect(800, 150, 150, 670, "canal-soft")
    canvas.polygon([(620, 820), (980, 820), (1030, 860), (570, 860)], "edge.light")
    stand(canvas, 800, 846, Person("sun", 3, "ink", "curls", "ink", 560), step=0.11, left=(-64, -80), right=(64, 80))
    stand(
        canvas,
        1240,
        862,
        Person("moss", 1, "stone", "bun", "ink", 380, True),
        left=(-50, -100),
        right=(8, 0),
        facing=-1,
    )
    stand(canvas, 1400, 862, Person("brick", 5, "ink", "short", "ink-soft", 215), left=(-30, -90), facing=-1)
    bust(canvas, 300, 640, Person("plum", 2, "hair-brown", "short", height=440), facing=1, right=(40, 110))
    canvas.rect(60, 640, 470, 24, "hair-fair")
    canvas.rect(60, 664, 470, 196, "hair-fair.deep")
    canvas.rect(80, 684, 200, 156, "hair-fair")
    canvas.rect(110, 520, 150, 104, "ink", 6)
    canvas.rect(170, 620, 30, 22, "ink")
    cup(canvas, 470, 640, "brick")


def _office(canvas: Canvas) -> None:
    canvas.rect(0, 0, 800, 700, "canal.light")
    canvas.rect(0, 700, 800, 200, "ink-soft.light")
    canvas.rect(0, 688, 800, 14, "paper")
    canvas.rect(60, 90, 300, 200, "paper")
    for index, (x, height) in enumerate(((90, 60), (150, 110), (210, 80), (270, 140))):
        canvas.rect(x, 270 - height, 40, height, ("brick", "canal", "sun", "moss")[index])
    for shelf in range(2):
        y = 230 + shelf * 130
        canvas.rect(410, y, 180, 10, "hair-brown")
        for index in range(7):
            canvas.rect(
                418 + index * 24,
                y - 84 + (index * 5) % 3 * 7,
                20,
                84 - (index * 5) % 3 * 7,
                ("canal", "plum", "brick", "ink-soft", "moss")[(index + shelf) % 5],
            )
    _pendant(canvas, 480, 20, "brick")
