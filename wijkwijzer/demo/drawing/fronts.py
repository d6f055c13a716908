"""Scenes before a front: a porch, six windows, a street and a centre after dark. Each function is one picture."""

from dataclasses import replace

from .canvas import WIDTH, Canvas, scene
from .houses import House, draw_row, draw_skyline
from .people import Person, bicycle, bust, cyclist, stand, wheelchair
from .things import bench, bunting, cloud, lamp, pavement, planter, sky, tree


@scene
def evening_street(canvas: Canvas) -> None:
    """A street after dark, with light in the windows."""
    sky(canvas, "ink")
    canvas.circle(1290, 130, 54, "sun-soft")
    canvas.circle(1312, 118, 48, "ink")
    for x, y in ((120, 90), (330, 160), (560, 70), (760, 190), (980, 80), (1130, 200), (1480, 90)):
        canvas.circle(x, y, 3.4, "sun-soft")
    draw_skyline(canvas, 660, "houses.dusk.deep", 4, 9)
    row = [
        House("halsgevel", "plum", 220, 2, lit=(1, 3)), House("trapgevel", "brick", 260, 3, lit=(0, 2, 5)),
        House("lijstgevel", "canal", 250, 2, 3, lit=(0, 5, 6)),
        House("tuitgevel", "moss", 230, 2, lit=(0, 2)), House("klokgevel", "brick.deep", 230, 3, lit=(1, 4, 5)),
        House("lijstgevel", "stone", 240, 2, 2, lit=(1, 2)),
        House("halsgevel", "canal", 220, 3, lit=(2, 3)),
    ]  # fmt: skip
    draw_row(canvas, -30, 660, [replace(house, colour=house.colour.split(".")[0]) for house in row], "dusk", 1.02)
    pavement(canvas, 660, colour="stone.dusk")
    canvas.rect(0, 800, WIDTH, 110, "ink")
    canvas.rect(0, 796, WIDTH, 8, "edge")
    for x in (250, 800, 1350):
        canvas.oval(x, 744, 190, 26, "edge")
        canvas.oval(x, 742, 110, 15, "hair-fair.deep")
        lamp(canvas, x, 744, 330, "sun", "ink")
    stand(
        canvas,
        500,
        780,
        Person("brick", 3, "ink", "long", "ink", 250),
        step=0.05,
        left=(-16, -10),
        right=(18, 30),
        facing=1,
    )
    stand(
        canvas,
        592,
        782,
        Person("sun", 1, "stone", "short", "ink-soft", 252),
        step=0.05,
        left=(-14, -4),
        right=(14, 20),
        facing=1,
    )
    cyclist(canvas, 1150, 874, Person("canal.pale", 2, "hair-brown", "short", "ink-soft", 250), "paper", -1)


_EVENING = {
    "sky": "plum.dusk", "skyline": "ink-soft", "ground": "ink-soft", "path": "hair-fair.deep", "glow": "hair-fair",
    "wall": "brick.dusk", "roof": "ink", "front": "brick.deep", "trim": "paper.dusk", "sill": "edge", "glass": "ink",
    "lit": "sun", "inside": "sun-soft", "leaves": "moss.dusk", "trunk": "ink",
}  # fmt: skip
_DAY = {
    "sky": "canal-soft", "skyline": "houses", "ground": "moss-soft", "path": "stone.deep", "glow": "stone",
    "wall": "brick.pale", "roof": "ink-soft", "front": "brick", "trim": "paper", "sill": "stone", "glass": "canal-soft",
    "lit": "canal-soft", "inside": "sun-soft", "leaves": "moss", "trunk": "hair-brown",
}  # fmt: skip


@scene
def community_centre(canvas: Canvas, evening: bool = True) -> None:
    """A neighbourhood centre with its door open. In the evening only part of its windows has light."""
    light = _EVENING if evening else _DAY
    sky(canvas, light["sky"], None if evening else (330, 130, 64))
    draw_skyline(canvas, 640, light["skyline"], 1, 9)
    _centre(canvas, light, dark=(270, 1210, 1290) if evening else ())
    canvas.rect(0, 640, WIDTH, 270, light["ground"])
    canvas.polygon([(880, 640), (1130, 640), (1330, 900), (780, 900)], light["path"])
    canvas.polygon([(920, 640), (1090, 640), (1180, 900), (860, 900)], light["glow"])
    for x in (120, 1500):
        tree(canvas, x, 690, 1.35, light["leaves"], light["trunk"])
    if evening:
        bicycle(canvas, 1250, 730, "canal.mid", wheel=40)
        bicycle(canvas, 1360, 734, "brick.pale", wheel=40)
    else:
        cloud(canvas, 640, 110)
        bunting(canvas, (200, 346), (814, 346), 22, 14)
        bunting(canvas, (1196, 346), (1400, 346), 14, 5)
        bench(canvas, 420, 740, 260)
        planter(canvas, 250, 740, 130, "canal")
        planter(canvas, 1250, 700, 130, "canal")
    coats = ("brick", "moss") if evening else ("canal", "plum")
    visitor = Person(coats[0], 4, "ink", "short", "ink", 290)
    stand(canvas, 930, 850, visitor, step=0.05, right=(20, 36), left=(-18, -6), facing=1)
    wheelchair(canvas, 1120, 860, Person(coats[1], 1, "stone", "bun", "ink", 295), -1, (24, 60))
    stand(canvas, 1010, 690, Person("sun", 2, "ink", "curls", "ink", 252, True), left=(-60, -130), right=(10, 4))


def _centre(canvas: Canvas, light: dict[str, str], dark: tuple[int, ...]) -> None:
    canvas.rect(220, 330, 1160, 310, light["wall"])
    canvas.polygon([(190, 340), (420, 200), (1180, 200), (1410, 340)], light["roof"])
    canvas.rect(190, 334, 1220, 12, light["sill"])
    canvas.polygon([(800, 340), (1005, 160), (1210, 340)], light["front"])
    canvas.polygon([(786, 346), (1005, 152), (1224, 346), (1196, 346), (1005, 178), (814, 346)], light["trim"])
    canvas.rect(830, 330, 350, 310, light["front"])
    canvas.circle(1005, 276, 34, light["inside"])
    canvas.rect(896, 388, 218, 252, "paper")
    canvas.rect(908, 400, 194, 240, light["inside"])
    canvas.rect(1003, 400, 5, 240, "paper")
    for x, coat, skin in ((270, "brick", 1), (450, "plum", 3), (630, "canal", 4)):
        frame = light["trim"] if x in dark else "paper"
        canvas.rect(x, 400, 140, 150, frame)
        canvas.rect(x + 9, 409, 122, 132, light["glass"] if x in dark else light["lit"])
        if x not in dark:
            bust(canvas, x + 66, 541, Person(coat, skin, "ink", "short", height=180))
        canvas.rect(x + 67, 409, 6, 132, frame)
        canvas.rect(x - 10, 550, 160, 90, light["wall"])
        canvas.rect(x - 10, 548, 160, 12, light["sill"])
    for x in (1210, 1290):
        canvas.rect(x, 400, 62, 150, light["trim"])
        canvas.rect(x + 8, 408, 46, 134, light["glass"])
        canvas.rect(x - 8, 548, 78, 12, light["sill"])


@scene
def six_windows(canvas: Canvas) -> None:
    """One large front with six windows, and another person behind each."""
    canvas.rect(0, 0, WIDTH, 900, "brick")
    for row in range(0, 900, 30):
        for x in range(-40 + (row // 30 % 2) * 70, WIDTH, 140):
            if (x * 7 + row * 3) % 11 < 4:
                canvas.rect(x, row + 8, 64, 12, "brick.deep" if (x + row) % 3 else "brick.pale")
    canvas.rect(0, 0, WIDTH, 44, "paper")
    canvas.rect(0, 44, WIDTH, 12, "brick.deep")
    people = [
        Person("canal", 1, "hair-fair", "bun", height=420), Person("moss", 4, "ink", "curls", height=430),
        Person("ink-soft", 2, "stone", "short", height=430),
        Person("plum", 3, "canal", "scarf", height=420), Person("sun", 1, "hair-brown", "short", height=425),
        Person("brick", 5, "ink", "long", height=420),
    ]  # fmt: skip
    rooms = ("sun-soft", "canal-soft", "moss-soft", "brick-soft", "canal.light", "sun-soft")
    for index, person in enumerate(people):
        left, top = 165 + (index % 3) * 460, 100 + (index // 3) * 418
        _window_with(canvas, left, top, person, rooms[index], index)


def _window_with(canvas: Canvas, left: float, top: float, person: Person, room: str, index: int) -> None:
    width, height = 350, 320
    canvas.rect(left - 16, top - 16, width + 32, height + 32, "paper")
    canvas.rect(left, top, width, height, room)
    if index in (0, 4):
        canvas.line([(left + 270, top), (left + 270, top + 54)], 4, "ink")
        canvas.polygon(
            [(left + 232, top + 96), (left + 250, top + 54), (left + 290, top + 54), (left + 308, top + 96)],
            "sun" if index == 0 else "brick",
        )
    if index in (1, 5):
        canvas.rect(left + 14, top + 70, 110, 10, "hair-brown")
        for book, colour in enumerate(("brick", "canal", "moss", "sun", "plum", "ink-soft")):
            tall = 44 + (book * 17) % 20
            canvas.rect(left + 22 + book * 16, top + 70 - tall, 13, tall, colour)
    arms = [
        ((-20, 30), (20, -40)),
        ((-20, 40), (40, 160)),
        ((-22, 44), (22, -44)),
        ((-50, -150), (16, -30)),
        ((-20, 40), (20, -40)),
        ((-16, 36), (50, 165)),
    ]
    bust(
        canvas,
        left + (150, 200, 130, 190, 170, 190)[index],
        top + height - 4,
        person,
        left=arms[index][0],
        right=arms[index][1],
        facing=(1, -1, 1, 0, -1, -1)[index],
    )
    if index in (2, 3):
        x = left + (270 if index == 2 else 60)
        for dx, dy in ((-26, -86), (24, -92), (0, -124), (-8, -70)):
            canvas.oval(x + dx, top + height + dy, 20, 34, "moss" if dy % 4 else "moss.pale")
        canvas.polygon(
            [(x - 36, top + height - 60), (x + 36, top + height - 60), (x + 26, top + height), (x - 26, top + height)],
            "brick.pale" if index == 2 else "canal",
        )
    canvas.rect(left - 30, top + height, width + 60, 60, "brick")
    canvas.rect(left - 30, top + height, width + 60, 26, "stone")
    canvas.rect(left - 30, top + height + 26, width + 60, 9, "brick.deep")


@scene
def porch(canvas: Canvas) -> None:
    """The porch of a block of flats: somebody rings a bell, a resident comes down the stairs."""
    canvas.rect(0, 0, WIDTH, 900, "hair-fair.light")
    for row in range(0, 780, 34):
        for x in range(-50 + (row // 34 % 2) * 76, WIDTH, 152):
            canvas.rect(x, row + 28, 140, 3, "hair-fair.light" if (x + row) % 4 else "hair-fair.pale")
    for x in (60, 1290):
        for y in (70, 420):
            canvas.rect(x, y, 250, 220, "paper")
            canvas.rect(x + 12, y + 12, 108, 196, "canal-soft")
            canvas.rect(x + 130, y + 12, 108, 196, "canal-soft")
            canvas.rect(x - 14, y + 220, 278, 16, "stone.deep")
    planter(canvas, 1330, 424, 170, "brick", "sun")
    _stairwell(canvas)
    canvas.rect(0, 770, WIDTH, 140, "stone")
    canvas.rect(0, 770, WIDTH, 8, "stone.deep")
    canvas.polygon([(400, 770), (1110, 770), (1160, 808), (350, 808)], "stone.deep")
    canvas.rect(1146, 400, 84, 170, "ink-soft", 6)
    for index in range(8):
        canvas.rect(1158, 414 + (index // 2) * 38, 34, 14, "paper")
        canvas.circle(1212, 421 + (index // 2) * 38, 8, "sun" if index // 2 == 1 else "stone")
    bicycle(canvas, 110, 840, "canal", wheel=56)
    stand(canvas, 1300, 866, Person("canal", 4, "ink", "curls", "ink", 470), left=(-52, -150), right=(10, 6), facing=-1)
    canvas.rect(1326, 640, 70, 84, "brick", 12)
    canvas.line([(1340, 640), (1300, 510)], 6, "brick.deep")
    stand(
        canvas, 700, 700, Person("moss", 1, "stone", "bun", "ink-soft", 330), left=(-20, -4), right=(60, 150), facing=1
    )


def _stairwell(canvas: Canvas) -> None:
    canvas.rect(410, 90, 690, 680, "paper")
    canvas.rect(436, 116, 638, 654, "canal.dusk")
    canvas.rect(436, 116, 638, 150, "sun-soft")
    for x in (590, 744, 898):
        canvas.rect(x, 116, 12, 150, "paper")
    canvas.rect(436, 266, 638, 14, "paper")
    for step in range(9):
        width, y = 540 - step * 26, 770 - step * 36
        canvas.rect(755 - width / 2, y - 36, width, 36, "stone" if step % 2 else "stone.deep")
    canvas.rect(600, 330, 310, 130, "canal.deep")
    canvas.line([(480, 740), (640, 430)], 10, "brick")
    canvas.line([(1030, 740), (870, 430)], 10, "brick")
