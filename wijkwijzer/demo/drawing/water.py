"""Scenes along the water: canals, quays, a bridge, a polder, a harbour city. Each function is one picture."""

from .canvas import WIDTH, Canvas, curve, scene
from .houses import House, draw_house, draw_reflection, draw_row, draw_skyline
from .people import Person, bicycle, bust, cyclist, stand, wheelchair
from .things import bench, cloud, lamp, pavement, ripples, sky, tree, young_tree

_CANAL_ROW = [
    House("tuitgevel", "moss", 190, 3),
    House("halsgevel", "canal", 175, 3, door="brick"),
    House("lijstgevel", "stone.deep", 210, 3, 3, door="moss"),
    House("trapgevel", "brick", 215, 3),
    House("klokgevel", "plum", 180, 3, door="sun.deep"),
    House("lijstgevel", "brick-soft.deep", 200, 2, 2, door="canal"),
    House("halsgevel", "brick.deep", 175, 3, door="moss"),
    House("tuitgevel", "canal.mid", 190, 2, door="plum"),
    House("trapgevel", "ink-soft", 205, 3, door="brick"),
]


@scene
def bridge(canvas: Canvas) -> None:
    """A town hall and a neighbourhood on two banks; on the bridge between them people walk to and fro."""
    sky(canvas, sun=(800, 170, 84))
    cloud(canvas, 500, 260, 0.7)
    cloud(canvas, 960, 130, 0.8)
    draw_skyline(canvas, 640, first=6, unit=7)
    _town_hall(canvas)
    draw_row(
        canvas,
        1090,
        610,
        [House("klokgevel", "plum", 170, 2), House("tuitgevel", "moss", 180, 2), House("trapgevel", "brick", 190, 2)],
    )
    tree(canvas, 1080, 630, 0.8)
    canvas.rect(510, 604, 530, 40, "canal")
    canvas.rect(0, 640, WIDTH, 270, "canal")
    ripples(canvas, 690, 900, "canal.mid")
    canvas.polygon([(-10, 606), (500, 606), (560, 760), (-10, 760)], "stone.deep")
    canvas.polygon([(1040, 606), (1610, 606), (1610, 760), (990, 760)], "stone.deep")
    canvas.rect(-10, 600, 520, 14, "stone")
    canvas.rect(1034, 600, 580, 14, "stone")
    top = [(440.0, 610.0), *curve((440, 610), ((600, 470), (960, 470)), (1110, 610), 30)]
    under = [(560.0, 760.0), *curve((560, 760), ((650, 550), (900, 550)), (990, 760), 30)]
    canvas.polygon([*top, (1110, 760), *reversed(under), (440, 760)], "brick.deep")
    canvas.line(top, 14, "paper")
    _people_on_bridge(canvas)
    rail = [(x, y - 66) for x, y in top]
    canvas.line(rail, 7, "ink")
    for x, y in top[::2]:
        canvas.line([(x, y), (x, y - 66)], 4, "ink")


def _people_on_bridge(canvas: Canvas) -> None:
    stand(canvas, 640, 524, Person("ink-soft", 2, "ink", "short", "ink", 190), step=0.05, right=(26, 50), facing=1)
    stand(canvas, 780, 508, Person("sun", 4, "ink", "curls", "canal", 196, True), left=(-60, -80), right=(60, 80))
    stand(canvas, 910, 520, Person("brick", 1, "stone", "bun", "ink", 184), step=0.04, left=(-30, -60), facing=-1)


def _town_hall(canvas: Canvas) -> None:
    canvas.rect(40, 330, 460, 280, "stone")
    canvas.polygon([(20, 336), (270, 210), (520, 336)], "stone.deep")
    canvas.polygon([(90, 322), (270, 232), (450, 322)], "paper")
    canvas.rect(232, 110, 76, 130, "stone.deep")
    canvas.polygon([(222, 112), (270, 30), (318, 112)], "canal")
    canvas.circle(270, 168, 26, "paper")
    canvas.line([(270, 168), (270, 152)], 4, "ink")
    canvas.line([(270, 168), (281, 174)], 4, "ink")
    canvas.rect(20, 332, 500, 16, "paper")
    for x in (64, 152, 346, 434):
        canvas.rect(x - 4, 380, 46, 78, "paper")
        canvas.rect(x, 384, 38, 70, "canal-soft")
        canvas.rect(x - 4, 490, 46, 78, "paper")
        canvas.rect(x, 494, 38, 70, "canal-soft")
    canvas.rect(222, 440, 96, 170, "paper")
    canvas.slice(270, 442, (48, 48), (180, 360), "paper")
    canvas.rect(232, 446, 76, 164, "canal")
    for step in range(3):
        canvas.rect(206 - step * 10, 584 + step * 9, 128 + step * 20, 9, "paper" if step % 2 else "edge.light")


@scene
def polder(canvas: Canvas) -> None:
    """A cargo bicycle with a big lamp of ideas at a canal in the polder; residents come to it."""
    sky(canvas, sun=(1180, 210, 96))
    cloud(canvas, 220, 140)
    cloud(canvas, 720, 220, 0.7)
    for x, size in ((150, 0.8), (470, 0.6), (1400, 0.9)):
        _turbine(canvas, x, 536, size)
    for index, x in enumerate(range(560, 1560, 124)):
        draw_house(
            canvas, x, 540, House("tuitgevel", ("brick", "canal", "moss", "plum")[index % 4], 120, 1, 1), "mid", 1
        )
    canvas.rect(0, 530, WIDTH, 60, "moss.pale")
    canvas.rect(0, 590, WIDTH, 76, "canal.mid")
    for x in range(30, WIDTH, 250):
        canvas.rect(x, 614 + x % 3 * 12, 110, 5, "canal-soft", 2)
    canvas.rect(0, 660, WIDTH, 50, "moss")
    for x in range(10, WIDTH, 46):
        canvas.polygon([(x, 664), (x + 7, 620 - x % 5 * 4), (x + 12, 664)], "moss.deep" if x % 4 else "moss")
    canvas.rect(0, 706, WIDTH, 200, "stone")
    canvas.rect(0, 706, WIDTH, 8, "stone.deep")
    _cargo_bicycle(canvas, 560, 850)
    stand(
        canvas, 470, 862, Person("plum", 2, "hair-brown", "short", "ink", 350), right=(30, 80), left=(-8, 0), facing=1
    )
    stand(canvas, 1110, 866, Person("moss", 5, "ink", "scarf", "ink", 335, True), left=(-40, -110), facing=-1)
    wheelchair(canvas, 1300, 870, Person("brick", 1, "hair-fair", "long", "ink", 345), -1, (40, 100))


def _turbine(canvas: Canvas, x: float, ground: float, size: float) -> None:
    top = ground - 330 * size
    canvas.polygon([(x - 8 * size, ground), (x - 3 * size, top), (x + 3 * size, top), (x + 8 * size, ground)], "paper")
    for dx, dy in ((0, -150), (130, 75), (-130, 75)):
        canvas.line([(x, top), (x + dx * size, top + dy * size)], 8 * size, "paper")
    canvas.circle(x, top, 10 * size, "stone")


def _cargo_bicycle(canvas: Canvas, x: float, ground: float) -> None:
    wheel = 56
    for hub, radius in ((x, wheel), (x + 395, 44)):
        canvas.ring(hub, ground - radius, radius, 7, "ink")
        canvas.circle(hub, ground - radius, 8, "ink")
    canvas.line(
        [(x, ground - wheel), (x + 90, ground - 52), (x + 170, ground - 60), (x + 395, ground - 44)], 11, "canal"
    )
    canvas.line([(x + 90, ground - 52), (x + 50, ground - 150)], 10, "canal")
    canvas.line([(x + 60, ground - 118), (x + 150, ground - 120), (x + 170, ground - 60)], 9, "canal")
    canvas.line([(x + 150, ground - 120), (x + 146, ground - 186), (x + 116, ground - 192)], 8, "ink")
    canvas.line([(x + 26, ground - 154), (x + 70, ground - 152)], 14, "ink")
    canvas.polygon(
        [(x + 160, ground - 182), (x + 376, ground - 182), (x + 350, ground - 66), (x + 182, ground - 66)], "brick"
    )
    canvas.rect(x + 152, ground - 190, 232, 16, "brick.deep", 4)
    canvas.rect(x + 262, ground - 300, 10, 110, "ink")
    canvas.circle(x + 267, ground - 366, 74, "sun")
    canvas.circle(x + 245, ground - 388, 22, "sun-soft")
    canvas.rect(x + 237, ground - 306, 60, 44, "ink-soft", 8)
    for line in (294, 280):
        canvas.rect(x + 233, ground - line, 68, 6, "stone")


@scene
def harbour_street(canvas: Canvas) -> None:
    """A street in a harbour city: an office with its lights on and its door open, towers and a bridge behind it."""
    sky(canvas, "moss-soft", (690, 250, 84))
    cloud(canvas, 420, 120, 0.9)
    for x, width, height, colour in (
        (380, 110, 330, "canal"),
        (500, 90, 430, "ink-soft"),
        (840, 120, 380, "brick"),
        (970, 80, 300, "canal"),
    ):
        canvas.rect(x, 620 - height, width, height, f"{colour}.mid")
        for y in range(620 - height + 26, 590, 40):
            canvas.rect(x + 14, y, width - 28, 16, f"{colour}.far")
    canvas.polygon([(1096, 620), (1150, 180), (1172, 180), (1140, 620)], "paper")
    for reach in range(70, 480, 66):
        canvas.line([(1158, 186 + reach * 0.2), (1150 - reach * 1.25, 596)], 3, "paper")
        canvas.line([(1164, 186 + reach * 0.2), (1170 + reach * 0.6, 596)], 3, "paper")
    canvas.rect(380, 590, 1240, 14, "edge.light")
    canvas.rect(300, 604, 1300, 60, "canal.mid")
    _corner_office(canvas)
    pavement(canvas, 660, 800)
    tree(canvas, 1500, 720, 1.3)
    young_tree(canvas, 930, 700, 1.1)
    canvas.polygon([(160, 660), (300, 660), (360, 760), (120, 760)], "sun-soft")
    canvas.polygon([(450, 760), (520, 640), (590, 760)], "hair-brown")
    canvas.polygon([(466, 748), (520, 656), (574, 748)], "ink-soft")
    for y, width in ((700, 26), (718, 46), (734, 60)):
        canvas.rect(520 - width / 2, y, width, 6, "sun-soft", 3)
    stand(
        canvas, 300, 780, Person("plum", 1, "hair-brown", "long", "ink", 300), left=(-10, 0), right=(50, 110), facing=1
    )
    stand(
        canvas,
        720,
        790,
        Person("canal", 4, "ink", "short", "ink", 305),
        step=0.06,
        left=(-26, -12),
        right=(20, 40),
        facing=-1,
    )
    stand(canvas, 820, 790, Person("sun", 4, "ink", "curls", "brick", 185), step=0.05, left=(-16, -20), facing=-1)
    cyclist(canvas, 1300, 876, Person("moss", 2, "plum", "scarf", "ink", 290), "ink", -1)


def _corner_office(canvas: Canvas) -> None:
    canvas.rect(-20, 60, 420, 600, "brick")
    canvas.rect(-30, 44, 446, 24, "paper")
    for y in (110, 270):
        for x in (10, 150, 290):
            canvas.rect(x, y, 86, 116, "paper")
            canvas.rect(x + 7, y + 7, 72, 102, "canal-soft")
            canvas.rect(x + 40, y + 7, 6, 102, "paper")
            canvas.rect(x - 8, y + 116, 102, 10, "stone")
    canvas.rect(-20, 414, 424, 34, "canal")
    canvas.rect(-20, 448, 424, 212, "canal.dusk")
    canvas.rect(-10, 462, 150, 160, "sun-soft")
    canvas.rect(300, 462, 90, 160, "sun-soft")
    canvas.rect(164, 462, 112, 198, "paper")
    canvas.rect(174, 472, 92, 188, "sun-soft")
    canvas.polygon([(174, 472), (204, 482), (204, 670), (174, 660)], "brick.deep")
    bust(canvas, 76, 622, Person("moss", 5, "ink", "bun", height=190), facing=-1)
    canvas.rect(-10, 606, 150, 16, "hair-fair")
    canvas.rect(-20, 622, 180, 40, "canal.dusk")
    canvas.line([(40, 462), (40, 490)], 4, "ink")
    canvas.slice(40, 516, (34, 28), (180, 360), "brick")
    for x in range(-20, 404, 60):
        canvas.polygon(
            [(x, 448), (x + 60, 448), (x + 54, 486), (x - 6, 486)], "paper" if (x // 60) % 2 else "brick.pale"
        )


@scene
def quay_walk(canvas: Canvas) -> None:
    """Two people walk along a quay with trees; across the water stand gables and a leaning tower."""
    sky(canvas, "sun-soft.light", (330, 190, 80))
    cloud(canvas, 640, 120, 0.9, "surface")
    draw_skyline(canvas, 500, "houses", 2, 7)
    _far_bank(canvas)
    canvas.rect(0, 660, WIDTH, 250, "stone")
    canvas.rect(0, 650, WIDTH, 20, "edge")
    for y in (730, 800, 868):
        for x in range(-60 + y % 3 * 60, WIDTH, 180):
            canvas.rect(x, y, 92, 4, "stone-soft")
    for x, size in ((140, 1.75), (1540, 1.75)):
        tree(canvas, x, 740, size)
    bench(canvas, 1130, 742, 250)
    lamp(canvas, 420, 720, 340)
    stand(
        canvas,
        660,
        866,
        Person("brick", 1, "hair-fair", "bun", "ink", 400),
        step=0.05,
        left=(-16, -6),
        right=(30, 80),
        facing=1,
    )
    stand(
        canvas,
        880,
        870,
        Person("ink-soft", 3, "ink", "short", "ink", 412),
        step=0.05,
        left=(-12, 6),
        right=(14, 24),
        facing=-1,
    )
    wheelchair(canvas, 1290, 852, Person("moss", 2, "stone", "short", "ink", 320), -1, (20, 60))


def _far_bank(canvas: Canvas) -> None:
    """What stands on the other side of the quay: gables, a leaning tower, a boat."""
    canvas.polygon([(1130, 500), (1184, 150), (1316, 166), (1270, 500)], "brick.pale")
    canvas.polygon([(1174, 150), (1186, 126), (1320, 138), (1326, 164)], "brick")
    for y in (210, 300, 390):
        canvas.rect(1246 - y / 8, y, 30, 52, "paper")
        canvas.rect(1252 - y / 8, y + 6, 18, 46, "ink-soft")
    row = [
        House("trapgevel", "canal", 170, 1),
        House("klokgevel", "brick", 160, 2),
        House("lijstgevel", "moss", 190, 1, 3),
        House("halsgevel", "plum", 160, 2),
        House("tuitgevel", "brick", 180, 1),
    ]
    draw_row(canvas, 60, 500, row, "mid", 0.96)
    draw_row(
        canvas, 1350, 500, [House("lijstgevel", "plum", 170, 1, 2), House("trapgevel", "moss", 170, 1)], "mid", 0.96
    )
    canvas.rect(0, 494, WIDTH, 26, "moss.mid")
    canvas.rect(0, 520, WIDTH, 150, "canal.mid")
    ripples(canvas, 520, 650, "canal-soft.mid")
    canvas.polygon([(1010, 560), (1330, 560), (1300, 606), (1050, 606)], "plum")
    canvas.rect(1090, 530, 150, 32, "paper")
    canvas.rect(1080, 522, 170, 10, "plum.deep")


@scene
def canal(canvas: Canvas) -> None:
    """A row of gables along a canal, with their reflection, a boat and a bridge."""
    sky(canvas, sun=(1270, 150, 62))
    cloud(canvas, 190, 130)
    cloud(canvas, 860, 90, 0.8)
    draw_skyline(canvas, 566, unit=9)
    draw_row(canvas, -40, 566, _CANAL_ROW, size=0.95)
    for x in (120, 520, 930):
        tree(canvas, x, 592, 0.62)
    canvas.rect(0, 560, WIDTH, 44, "stone")
    for x in (60, 640, 1090):
        bicycle(canvas, x, 592, ("brick", "canal", "sun")[x % 3], wheel=22)
    canvas.rect(0, 600, WIDTH, 26, "edge")
    canvas.rect(0, 626, WIDTH, 300, "canal")
    draw_reflection(canvas, -40, 626, _CANAL_ROW, 0.95)
    ripples(canvas, 650, 900, "canal.mid")
    _bridge(canvas)
    canvas.polygon([(250, 738), (640, 738), (596, 800), (300, 800)], "brick")
    canvas.rect(244, 728, 402, 14, "paper")
    canvas.rect(330, 676, 190, 54, "paper")
    canvas.rect(322, 664, 206, 14, "ink")
    for x in (350, 410, 470):
        canvas.rect(x, 690, 34, 24, "canal-soft.mid")
    canvas.rect(280, 806, 330, 7, "canal.deep", 3)


def _bridge(canvas: Canvas) -> None:
    canvas.polygon([(1130, 592), (1290, 548), (1480, 540), (1640, 540), (1640, 690), (1100, 690)], "stone.deep")
    canvas.slice(1400, 700, (170, 104), (180, 360), "canal.deep")
    canvas.rect(1080, 690, 560, 30, "canal")
    canvas.rect(1230, 690, 340, 30, "canal.deep")
    canvas.line([(1130, 548), (1290, 500), (1480, 490), (1640, 490)], 8, "ink")
    for x, y in ((1140, 545), (1215, 524), (1290, 500), (1385, 495), (1480, 490), (1575, 490)):
        canvas.line([(x, y), (x, y + 58)], 5, "ink")
    cyclist(canvas, 1370, 546, Person("sun", 3, "ink", "curls", "ink", 150), "brick", -1)
