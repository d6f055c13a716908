"""People of the street: simple figures without a face, of many kinds."""

import math
from dataclasses import dataclass

from .canvas import Canvas, Point

Arm = tuple[float, float]
HANGING_LEFT: Arm = (-8, -4)
HANGING_RIGHT: Arm = (8, 4)


@dataclass(frozen=True)
class Person:
    """How somebody looks. `hair` is a colour, `style` one of short, long, bun, curls, scarf, bald and cap."""

    coat: str
    skin: int = 1
    hair: str = "ink"
    style: str = "short"
    legs: str = "ink"
    height: float = 250
    skirt: bool = False

    @property
    def tone(self) -> str:
        return f"skin-{self.skin}"


def _towards(start: Point, angle: float, length: float) -> Point:
    """The point at this angle: 0 hangs down, positive turns to the right of the picture."""
    return start[0] + math.sin(math.radians(angle)) * length, start[1] + math.cos(math.radians(angle)) * length


def _radius(person: Person) -> float:
    # The head of a child is larger for its length.
    return (0.078 if person.height > 200 or person.hair == "stone" else 0.086) * person.height


def _long_hair(canvas: Canvas, x: float, y: float, person: Person, facing: float) -> None:
    radius = _radius(person)
    if person.style == "long":
        left = x - radius * 1.12 - facing * radius * 0.5
        canvas.rect(left, y - radius, radius * 2.24, radius * 2.5, person.hair, radius)


def _head(canvas: Canvas, x: float, y: float, person: Person, facing: float, back: bool) -> None:
    radius = _radius(person)
    hair, shift = person.hair, -facing * radius * 0.22
    if person.style == "scarf":
        canvas.oval(x, y + radius * 0.15, radius * 1.24, radius * 1.38, hair)
        canvas.polygon(
            [(x - radius * 1.1, y + radius * 0.4), (x + radius * 1.1, y + radius * 0.4),
            (x + radius * 1.5, y + radius * 1.9),
             (x - radius * 1.5, y + radius * 1.9)], hair,
        )  # fmt: skip
        if not back:
            canvas.oval(x - shift * 1.3, y + radius * 0.08, radius * 0.78, radius * 0.9, person.tone)
        return
    if person.style == "bald":
        canvas.circle(x + shift, y + radius * 0.2, radius, hair)
    canvas.circle(x, y, radius, person.tone)
    if person.style == "bun":
        canvas.circle(x + shift * 2.4, y - radius * 1.16, radius * 0.5, hair)
    if person.style == "curls":
        for angle in range(-200, 30, 32):
            canvas.circle(
                x + shift + math.cos(math.radians(angle)) * radius * 0.86,
                y - radius * 0.16 + math.sin(math.radians(angle)) * radius * 0.82, radius * 0.46, hair,
            )  # fmt: skip
    if back and person.style != "bald":
        canvas.circle(x, y, radius * 1.06, hair)
        return
    if person.style == "bald":
        return
    turn = -facing * 26
    canvas.slice(x, y, (radius * 1.08, radius * 1.08), (180 + turn, 360 + turn), hair)
    if person.style == "cap":
        canvas.rect(x + facing * radius * 0.5 - radius, y - radius * 0.3, radius * 2, radius * 0.28, hair, 3)


def _arm(canvas: Canvas, shoulder: Point, arm: Arm, person: Person) -> Point:
    height = person.height
    elbow = _towards(shoulder, arm[0], 0.17 * height)
    hand = _towards(elbow, arm[1], 0.165 * height)
    sleeve = f"{person.coat}.deep" if "." not in person.coat else person.coat
    canvas.line([shoulder, elbow, hand], 0.066 * height, sleeve)
    tip = _towards(hand, arm[1], 0.022 * height)
    canvas.circle(*tip, 0.033 * height, person.tone)
    return tip


def _torso(canvas: Canvas, x: float, shoulder: float, bottom: float, person: Person) -> None:
    half, height = 0.125 * person.height, person.height
    canvas.rect(x - 0.03 * height, shoulder - 0.05 * height, 0.06 * height, 0.1 * height, person.tone)
    canvas.rect(x - half, shoulder, 2 * half, 0.22 * height, person.coat, 0.075 * height)
    flare = 0.5 if person.skirt else 0.14
    middle = shoulder + 0.1 * height
    waist = middle + (bottom - middle) * 0.45
    canvas.polygon(
        [(x - half, middle), (x + half, middle), (x + half, waist), (x + half * (1 + flare), bottom),
         (x - half * (1 + flare), bottom), (x - half, waist)], person.coat,
    )  # fmt: skip


def stand(
    canvas: Canvas, x: float, ground: float, person: Person, *,
    left: Arm = HANGING_LEFT, right: Arm = HANGING_RIGHT, step: float = 0, facing: float = 0, back: bool = False,
) -> tuple[Point, Point]:  # fmt: skip
    """Somebody on their feet. `step` parts the feet, `facing` is -1 (left) to 1 (right). Returns both hands."""
    height = person.height
    shoulder, hip = ground - 0.8 * height, ground - 0.45 * height
    for side in (-1, 1):
        foot = x + side * (0.052 + step) * height
        legs = person.tone if person.skirt else person.legs
        canvas.line([(x + side * 0.052 * height, hip), (foot, ground - 0.05 * height)], 0.074 * height, legs)
        toe = 0.02 * height * (facing or side * 0.6)
        canvas.rect(
            foot - 0.045 * height + toe, ground - 0.04 * height, 0.09 * height, 0.042 * height, "ink", 0.018 * height
        )
    far, near = ((-1, left), (1, right)) if facing >= 0 else ((1, right), (-1, left))
    hands = {}
    if facing:
        hands[far[0]] = _arm(canvas, (x + far[0] * 0.1 * height, shoulder + 0.055 * height), far[1], person)
    if not back:
        _long_hair(canvas, x, shoulder - 0.098 * height, person, facing)
    _torso(canvas, x, shoulder, ground - (0.24 if person.skirt else 0.38) * height, person)
    for side, arm in (far, near):
        if side not in hands:
            hands[side] = _arm(canvas, (x + side * 0.1 * height, shoulder + 0.055 * height), arm, person)
    if back:
        _long_hair(canvas, x, shoulder - 0.098 * height, person, facing)
    _head(canvas, x, shoulder - 0.098 * height, person, facing, back)
    return hands[-1], hands[1]


def bust(
    canvas: Canvas, x: float, table: float, person: Person, *,
    left: Arm = (-20, 40), right: Arm = (20, -40), facing: float = 0, back: bool = False,
) -> None:  # fmt: skip
    """Somebody who sits behind or before a table: from the table edge upwards."""
    height = person.height
    shoulder = table - 0.27 * height
    if not back:
        _long_hair(canvas, x, shoulder - 0.098 * height, person, facing)
    _torso(canvas, x, shoulder, table + 0.12 * height, person)
    for side, arm in ((-1, left), (1, right)):
        _arm(canvas, (x + side * 0.1 * height, shoulder + 0.055 * height), arm, person)
    if back:
        _long_hair(canvas, x, shoulder - 0.098 * height, person, facing)
    _head(canvas, x, shoulder - 0.098 * height, person, facing, back)


def seated(canvas: Canvas, hip: Point, person: Person, way: int, arm: Arm, lean: float = 0) -> None:
    """Trunk, arm and head from the side, looking to the right (`way` 1) or left (-1)."""
    height = person.height
    neck = _towards(hip, 180 - way * lean, 0.33 * height)
    canvas.line([hip, _towards(hip, 180 - way * lean, 0.27 * height)], 0.19 * height, person.coat)
    head = (neck[0] + way * 0.012 * height, neck[1] - 0.11 * height)
    canvas.line([(neck[0], neck[1] + 0.02 * height), (head[0], head[1])], 0.06 * height, person.tone)
    _long_hair(canvas, *head, person, way)
    _head(canvas, *head, person, way, back=False)
    _arm(canvas, (neck[0], neck[1] + 0.09 * height), (way * arm[0], way * arm[1]), person)


def wheelchair(canvas: Canvas, x: float, ground: float, person: Person, way: int = 1, arm: Arm = (20, 70)) -> None:
    """Somebody in a wheelchair, from the side; `way` 1 looks to the right."""
    h = person.height
    hip, knee = (x - way * 0.06 * h, ground - 0.33 * h), (x + way * 0.17 * h, ground - 0.33 * h)
    canvas.line(
        [
            (x - way * 0.19 * h, ground - 0.56 * h),
            (x - way * 0.14 * h, ground - 0.54 * h),
            (x - way * 0.13 * h, ground - 0.26 * h),
        ],
        6,
        "ink",
    )
    canvas.line(
        [
            (x - way * 0.13 * h, ground - 0.25 * h),
            (x + way * 0.14 * h, ground - 0.25 * h),
            (x + way * 0.22 * h, ground - 0.05 * h),
            (x + way * 0.29 * h, ground - 0.05 * h),
        ],
        6,
        "ink",
    )
    canvas.line([hip, knee, (x + way * 0.22 * h, ground - 0.09 * h)], 0.082 * h, person.legs)
    canvas.line([(x + way * 0.22 * h, ground - 0.075 * h), (x + way * 0.27 * h, ground - 0.075 * h)], 0.045 * h, "ink")
    seated(canvas, hip, person, way, arm)
    canvas.ring(x - way * 0.05 * h, ground - 0.165 * h, 0.165 * h, 7, "ink")
    canvas.circle(x - way * 0.05 * h, ground - 0.165 * h, 8, "ink")
    for angle in range(0, 180, 36):
        ends = [_towards((x - way * 0.05 * h, ground - 0.165 * h), angle + turn, 0.15 * h) for turn in (0, 180)]
        canvas.line(ends, 1.6, "ink-soft")
    canvas.ring(x + way * 0.16 * h, ground - 0.05 * h, 0.05 * h, 5, "ink")


def bicycle(canvas: Canvas, x: float, ground: float, colour: str, way: int = 1, wheel: float = 44) -> dict[str, Point]:
    """A city bicycle with its rear wheel at x; returns where saddle, handle and pedals are."""
    rear, front = (x, ground - wheel), (x + way * wheel * 2.75, ground - wheel)
    pedal = (x + way * wheel * 1.15, ground - wheel * 0.92)
    saddle = (x + way * wheel * 0.72, ground - wheel * 2.35)
    head = (x + way * wheel * 2.3, ground - wheel * 2.15)
    handle = (x + way * wheel * 1.95, ground - wheel * 2.85)
    for hub in (rear, front):
        canvas.ring(*hub, wheel, max(3.5, wheel * 0.09), "ink")
        canvas.ring(*hub, wheel * 0.87, 1.4, "edge")
        canvas.circle(*hub, wheel * 0.1, "ink")
    thick = max(4.0, wheel * 0.12)
    canvas.line([rear, pedal, head], thick, colour)
    canvas.line([rear, (x + way * wheel * 0.82, ground - wheel * 1.9), head], thick * 0.8, colour)
    canvas.line([pedal, saddle], thick, colour)
    canvas.line([front, head, (x + way * wheel * 2.2, ground - wheel * 2.7), handle], thick, colour)
    canvas.circle(*pedal, wheel * 0.2, "ink")
    canvas.line(
        [(saddle[0] - way * wheel * 0.28, saddle[1]), (saddle[0] + way * wheel * 0.2, saddle[1] + 2)],
        wheel * 0.2,
        "ink",
    )
    canvas.line(
        [(x - way * wheel * 0.6, ground - wheel * 2.02), (x + way * wheel * 0.5, ground - wheel * 2.02)],
        thick * 0.8,
        "ink",
    )
    return {"saddle": saddle, "handle": handle, "pedal": pedal}


def cyclist(canvas: Canvas, x: float, ground: float, person: Person, colour: str, way: int = 1) -> None:
    """Somebody on a bicycle, looking where it goes."""
    h = person.height
    wheel = 0.19 * h
    pedal = (x + way * wheel * 1.15, ground - wheel * 0.92)
    hip = (x + way * wheel * 0.75, ground - wheel * 2.6)
    far_foot = (pedal[0] - way * wheel * 0.25, pedal[1] - wheel * 0.45)
    canvas.line([hip, (hip[0] + way * wheel * 1.05, hip[1] + wheel * 0.45), far_foot], 0.075 * h, f"{person.legs}.pale")
    parts = bicycle(canvas, x, ground, colour, way, wheel)
    near_foot = (pedal[0] + way * wheel * 0.2, pedal[1] + wheel * 0.5)
    canvas.line([hip, (hip[0] + way * wheel * 0.92, hip[1] + wheel * 1.0), near_foot], 0.078 * h, person.legs)
    canvas.line([near_foot, (near_foot[0] + way * 0.05 * h, near_foot[1])], 0.045 * h, "ink")
    neck = _towards(hip, 180 - way * 14, 0.33 * h)
    canvas.line([hip, _towards(hip, 180 - way * 14, 0.27 * h)], 0.18 * h, person.coat)
    head = (neck[0] + way * 0.03 * h, neck[1] - 0.11 * h)
    canvas.line([(neck[0], neck[1] + 0.02 * h), head], 0.06 * h, person.tone)
    _long_hair(canvas, *head, person, way)
    _head(canvas, *head, person, way, back=False)
    shoulder = (neck[0] + way * 0.01 * h, neck[1] + 0.09 * h)
    handle = parts["handle"]
    elbow = ((shoulder[0] + handle[0]) / 2 - way * 0.01 * h, (shoulder[1] + handle[1]) / 2 + 0.04 * h)
    canvas.line([shoulder, elbow, handle], 0.06 * h, f"{person.coat}.deep")
    canvas.circle(*handle, 0.032 * h, person.tone)
