"""The example's pictures, drawn: flat scenes in one palette, without a letter in them, so that no font is needed.

A picture is drawn at twice its size on a grid of 1,600 × 1,200 units (upright: 1,200 × 1,600) and reduced by whole
pixels, so that the same name gives the same bytes on every machine with the same Pillow.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

CREAM, SAND, CLAY = (247, 240, 226), (235, 220, 192), (211, 184, 146)
TEAL, DEEP, MIST = (47, 112, 112), (27, 70, 78), (207, 224, 221)
NAVY, INK, WHITE = (38, 56, 84), (44, 44, 54), (255, 253, 248)
BRICK, CORAL, OCHRE = (181, 66, 56), (224, 128, 96), (222, 170, 74)
SAGE, LEAF, MOSS = (164, 189, 160), (108, 150, 112), (72, 112, 84)
BLUSH, PLUM, STONE = (240, 205, 190), (112, 74, 96), (190, 190, 182)
SKIN = ((244, 208, 176), (232, 188, 150), (222, 176, 140))
HAIR = ((52, 44, 46), (74, 56, 50), (36, 36, 44))
GREY_HAIR = (214, 212, 208)
COATS = (CORAL, OCHRE, TEAL, LEAF, PLUM, (96, 132, 164), (200, 150, 130), BRICK)


def draw(name: str, width: int = 2000) -> bytes:
    """The JPEG of a picture of `PICTURES`; `width` is that of a picture that lies (one that stands is 3/4 as wide).

    Raises KeyError for a name that is not there.
    """
    upright, scene = PICTURES[name]
    paper = Paper(*((1200, 1600) if upright else (1600, 1200)), scale=width / 800)
    scene(paper, Random(name))  # noqa: S311 - it scatters leaves, it keeps no secret
    out = io.BytesIO()
    paper.image.reduce(2).save(out, "JPEG", quality=80, subsampling=0)
    return out.getvalue()


class Paper:
    """A sheet to draw on, in units; every stroke has round ends."""

    def __init__(self, width: int, height: int, scale: float) -> None:
        self.width, self.height, self._scale = width, height, scale
        self.image = Image.new("RGB", (round(width * scale), round(height * scale)), CREAM)
        self._pen = ImageDraw.Draw(self.image)

    def _at(self, *values: float) -> list[float]:
        return [round(value * self._scale) for value in values]

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, corner: float = 0) -> None:
        self._pen.rounded_rectangle(self._at(left, top, right, bottom), corner * self._scale, fill=colour)

    def oval(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        """An oval by its middle and its two radii."""
        self._pen.ellipse(self._at(x - across, y - down, x + across, y + down), fill=colour)

    def slice(self, x: float, y: float, radius: float, start: int, end: int, colour: Colour) -> None:
        """A part of a disc, in degrees clockwise from three o'clock."""
        self._pen.pieslice(self._at(x - radius, y - radius, x + radius, y + radius), start, end, fill=colour)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self._pen.polygon([tuple(self._at(*point)) for point in points], fill=colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        self._pen.line([tuple(self._at(*point)) for point in points], fill=colour, width=round(width * self._scale), joint="curve")
        for x, y in points:
            self.oval(x, y, width / 2, width / 2, colour)

    def wash(self, top: float, bottom: float, above: Colour, below: Colour) -> None:
        """A wall or a sky that changes its colour evenly from top to bottom."""
        steps = 60
        for step in range(steps):
            y = top + (bottom - top) * step / steps
            self.box(0, y, self.width, bottom, mix(above, below, step / steps))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two; `share` is how much of the other it has."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


# --- people -----------------------------------------------------------------------------------------------------


def person(
    paper: Paper,
    x: float,
    feet: float,
    tall: float,
    coat: Colour,
    *,
    look: int = 0,
    hair: Colour | None = None,
    legs: Colour = INK,
    hands: tuple[Point, Point] = ((-0.17, -0.42), (0.17, -0.42)),
    staff: bool = False,
    long_hair: bool = False,
) -> None:
    """A standing figure; `hands` are measured from its feet in its own height."""
    skin, hair = SKIN[look % 3], hair or HAIR[look % 3]
    paper.oval(x, feet, tall * 0.17, tall * 0.022, mix(CLAY, INK, 0.15))
    for side in (-1, 1):
        paper.stroke([(x + side * tall * 0.055, feet - tall * 0.45), (x + side * tall * 0.06, feet - tall * 0.03)], tall * 0.085, legs)
        paper.oval(x + side * tall * 0.072, feet - tall * 0.012, tall * 0.055, tall * 0.02, mix(legs, INK, 0.6))
    bust(paper, x, feet - tall * 0.42, tall, coat, skin, hair, staff=staff, long_hair=long_hair)
    for side, (dx, dy) in zip((-1, 1), hands, strict=True):
        _arm(paper, (x + side * tall * 0.105, feet - tall * 0.76), (x + dx * tall, feet + dy * tall), tall, mix(coat, INK, 0.14), skin)


def bust(
    paper: Paper,
    x: float,
    hip: float,
    tall: float,
    coat: Colour,
    skin: Colour,
    hair: Colour,
    *,
    staff: bool = False,
    long_hair: bool = False,
    back: bool = False,
) -> None:
    """A figure from the hip upward; seen from behind with `back`."""
    shoulder, head = hip - tall * 0.4, hip - tall * 0.5
    if long_hair:
        paper.box(x - tall * 0.085, head - tall * 0.04, x + tall * 0.085, shoulder + tall * 0.09, hair, tall * 0.07)
    paper.box(x - tall * 0.036, head + tall * 0.02, x + tall * 0.036, shoulder + tall * 0.05, mix(skin, CLAY, 0.4), tall * 0.02)
    paper.box(x - tall * 0.135, shoulder, x + tall * 0.135, hip, coat, tall * 0.09)
    paper.shape(
        [(x - tall * 0.133, hip - tall * 0.14), (x + tall * 0.133, hip - tall * 0.14), (x + tall * 0.13, hip), (x - tall * 0.13, hip)], coat
    )
    if not back:
        _collar(paper, x, shoulder, tall, coat, staff=staff)
    paper.oval(x, head, tall * 0.07, tall * 0.078, hair if back else skin)
    paper.slice(x, head - tall * 0.012, tall * 0.079, 175, 365, hair)
    if long_hair and not back:
        paper.slice(x, head - tall * 0.01, tall * 0.083, 160, 262, hair)


def _collar(paper: Paper, x: float, shoulder: float, tall: float, coat: Colour, *, staff: bool) -> None:
    wide = 0.05 if staff else 0.036
    paper.shape(
        [(x - tall * wide, shoulder), (x + tall * wide, shoulder), (x, shoulder + tall * (0.17 if staff else 0.06))],
        WHITE if staff else mix(coat, WHITE, 0.45),
    )
    if staff:
        paper.shape(
            [(x - tall * 0.018, shoulder + tall * 0.012), (x + tall * 0.018, shoulder + tall * 0.012), (x, shoulder + tall * 0.13)], BRICK
        )
        paper.oval(x + tall * 0.075, shoulder + tall * 0.12, tall * 0.014, tall * 0.014, OCHRE)


def _arm(paper: Paper, shoulder: Point, hand: Point, tall: float, sleeve: Colour, skin: Colour) -> None:
    outward = -1 if hand[0] < shoulder[0] else 1
    elbow = ((shoulder[0] + hand[0]) / 2 + outward * tall * 0.03, (shoulder[1] + hand[1]) / 2 + tall * 0.03)
    paper.stroke([shoulder, elbow, (hand[0] * 0.86 + elbow[0] * 0.14, hand[1] * 0.86 + elbow[1] * 0.14)], tall * 0.062, sleeve)
    paper.oval(*hand, tall * 0.031, tall * 0.031, skin)


def clerk(
    paper: Paper, x: float, feet: float, tall: float, look: int, hands: tuple[Point, Point] = ((-0.17, -0.42), (0.17, -0.42))
) -> None:
    """One of the bank's own: navy, white collar, red tie."""
    person(paper, x, feet, tall, NAVY, look=look, legs=NAVY, hands=hands, staff=True, long_hair=look % 2 == 1)


def elder(paper: Paper, x: float, feet: float, tall: float, coat: Colour, look: int) -> None:
    """An elderly customer with a stick."""
    paper.stroke([(x + tall * 0.24, feet - tall * 0.42), (x + tall * 0.26, feet)], tall * 0.022, mix(CLAY, INK, 0.4))
    person(paper, x, feet, tall, coat, look=look, hair=GREY_HAIR, legs=(92, 88, 92), hands=((-0.17, -0.44), (0.24, -0.43)))


def crowd(paper: Paper, chance: Random, left: float, right: float, feet: float, tall: float, number: int) -> None:
    """Customers side by side, none like its neighbour."""
    coats = chance.sample(COATS, min(number, len(COATS)))
    for i in range(number):
        x = left + (right - left) * (i + 0.5) / number + chance.uniform(-12, 12)
        high = tall * chance.uniform(0.88, 1.04)
        grey = GREY_HAIR if i % 4 == 2 else None
        hands = chance.choice((((-0.17, -0.42), (0.17, -0.42)), ((-0.17, -0.42), (0.12, -0.56)), ((-0.06, -0.55), (0.08, -0.55))))
        person(paper, x, feet + chance.uniform(-8, 8), high, coats[i % len(coats)], look=i, hair=grey, hands=hands, long_hair=i % 2 == 0)


def audience(paper: Paper, chance: Random, rows: Sequence[tuple[float, float, int]], left: float, right: float) -> None:
    """Heads and shoulders from behind, row by row: (baseline, size, number)."""
    for row, (base, tall, number) in enumerate(rows):
        for i in range(number):
            x = left + (right - left) * (i + 0.5 + 0.25 * (row % 2)) / number
            hair = GREY_HAIR if chance.random() < 0.2 else HAIR[chance.randrange(3)]
            coat = chance.choice((*COATS, NAVY, NAVY))
            paper.box(x - tall * 0.13, base - 20, x + tall * 0.13, max(base, paper.height), coat)
            bust(paper, x, base, tall, coat, SKIN[i % 3], hair, back=True, long_hair=chance.random() < 0.4)


# --- things -----------------------------------------------------------------------------------------------------


def tree(paper: Paper, x: float, foot: float, tall: float, crown: Colour = LEAF) -> None:
    paper.stroke([(x, foot), (x, foot - tall * 0.5)], tall * 0.05, mix(CLAY, INK, 0.45))
    for dx, dy, r in ((-0.16, -0.55, 0.2), (0.17, -0.58, 0.19), (0, -0.75, 0.24)):
        paper.oval(x + dx * tall, foot + dy * tall, r * tall, r * tall, crown)
    for dx, dy, r in ((-0.08, -0.82, 0.1), (0.12, -0.64, 0.07), (-0.2, -0.58, 0.07)):
        paper.oval(x + dx * tall, foot + dy * tall, r * tall, r * tall, mix(crown, WHITE, 0.16))


def plant(paper: Paper, x: float, foot: float, tall: float) -> None:
    for i, lean in enumerate((-0.34, -0.18, 0, 0.18, 0.34)):
        top = foot - tall * (0.86 + 0.14 * (i % 2))
        colour = (MOSS, LEAF, MOSS, LEAF, MOSS)[i]
        paper.shape(
            [(x - tall * 0.03, foot - tall * 0.3), (x + lean * tall, top), (x + lean * tall * 0.2 + tall * 0.07, foot - tall * 0.28)],
            colour,
        )
    paper.shape(
        [(x - tall * 0.17, foot - tall * 0.34), (x + tall * 0.17, foot - tall * 0.34), (x + tall * 0.12, foot), (x - tall * 0.12, foot)],
        CORAL,
    )


def hills(paper: Paper, base: float, colour: Colour, height: float, chance: Random) -> None:
    x = -100.0
    while x < paper.width + 200:
        wide = chance.uniform(220, 380)
        paper.oval(x, base, wide, height * chance.uniform(0.6, 1), colour)
        x += wide * 0.9


def skyline(paper: Paper, chance: Random, base: float, colour: Colour, tallest: float) -> None:
    """A town's outline with lit windows."""
    x = -20.0
    while x < paper.width:
        wide, high = chance.uniform(70, 150), chance.uniform(0.35, 1) * tallest
        paper.box(x, base - high, x + wide, base, colour)
        if chance.random() < 0.3:
            paper.shape([(x, base - high), (x + wide / 2, base - high - 40), (x + wide, base - high)], colour)
        for row in range(int(high // 46) - 1):
            for column in range(int(wide // 34)):
                if chance.random() < 0.55:
                    left, top = x + 14 + column * 34, base - high + 22 + row * 46
                    paper.box(left, top, left + 14, top + 22, mix(colour, OCHRE if chance.random() < 0.3 else WHITE, 0.4))
        x += wide + chance.uniform(4, 26)


def lamp(paper: Paper, x: float, length: float, colour: Colour = OCHRE) -> None:
    paper.stroke([(x, 0), (x, length)], 5, INK)
    paper.shape([(x - 26, length), (x + 26, length), (x + 64, length + 60), (x - 64, length + 60)], colour)
    paper.slice(x, length + 60, 26, 0, 180, mix(colour, WHITE, 0.7))


def lantern(paper: Paper, x: float, y: float, size: float, colour: Colour = BRICK) -> None:
    paper.oval(x, y, size, size * 0.82, colour)
    paper.oval(x, y, size * 0.45, size * 0.82, mix(colour, OCHRE, 0.35))
    paper.box(x - size * 0.4, y - size * 0.95, x + size * 0.4, y - size * 0.7, OCHRE)
    paper.box(x - size * 0.4, y + size * 0.7, x + size * 0.4, y + size * 0.95, OCHRE)
    paper.stroke([(x, y + size * 0.95), (x, y + size * 1.5)], size * 0.1, OCHRE)


def stall(paper: Paper, left: float, right: float, foot: float, tall: float, stripe: Colour) -> None:
    """A table under a striped awning."""
    roof = foot - tall
    for x in (left + 14, right - 14):
        paper.box(x - 7, roof + 30, x + 7, foot, mix(CLAY, INK, 0.35))
    number = 8
    step = (right - left + 60) / number
    for i in range(number):
        x = left - 30 + i * step
        colour = stripe if i % 2 == 0 else WHITE
        paper.shape([(x + step * 0.2, roof - 60), (x + step * 0.8 + 12, roof - 60), (x + step, roof + 34), (x, roof + 34)], colour)
        paper.slice(x + step / 2, roof + 33, step / 2, 0, 180, colour)


def table(paper: Paper, left: float, right: float, top: float, foot: float, cloth: Colour) -> None:
    paper.box(left, top, right, foot, cloth, 10)
    paper.box(left - 14, top - 12, right + 14, top + 16, mix(cloth, WHITE, 0.35), 8)


def leaflets(paper: Paper, chance: Random, left: float, right: float, top: float) -> None:
    x = left
    while x < right:
        colour = chance.choice((WHITE, OCHRE, MIST, CORAL))
        paper.shape([(x, top), (x + 50, top), (x + 42, top - 18), (x + 8, top - 18)], colour)
        x += chance.uniform(62, 96)


def board(paper: Paper, left: float, top: float, right: float, bottom: float, frame: Colour, lines: int = 4) -> None:
    """A notice board: a mark, and bars where the words would be."""
    paper.box(left, top, right, bottom, frame, 14)
    paper.box(left + 14, top + 14, right - 14, bottom - 14, WHITE, 8)
    paper.oval(left + 64, top + 64, 26, 26, frame)
    step = (bottom - top - 130) / max(lines, 1)
    for i in range(lines):
        y = top + 116 + i * step
        paper.box(left + 42, y, right - (42 if i % 2 == 0 else 120), y + min(16, step * 0.5), mix(frame, WHITE, 0.55), 8)


def floor(paper: Paper, top: float, colour: Colour = SAND) -> None:
    """A tiled floor with its skirting."""
    paper.wash(top, paper.height, colour, mix(colour, CLAY, 0.55))
    middle = paper.width / 2
    for i in range(-7, 8):
        paper.stroke([(middle + i * 150, top + 4), (middle + i * 420, paper.height + 20)], 3, mix(colour, CLAY, 0.5))
    for y in (0.12, 0.34, 0.68):
        level = top + (paper.height - top) * y
        paper.stroke([(0, level), (paper.width, level)], 3, mix(colour, CLAY, 0.5))
    paper.box(0, top - 14, paper.width, top, mix(CLAY, WHITE, 0.3))


def counter(paper: Paper, left: float, right: float, top: float, foot: float, windows: int) -> None:
    """A bank counter with its glass, lamps and clerks behind it."""
    step = (right - left) / windows
    for i in range(windows):
        x = left + step * (i + 0.5)
        bust(paper, x, top + 20, 430, NAVY, SKIN[i % 3], HAIR[i % 3], staff=True, long_hair=i % 2 == 0)
        paper.box(left + step * i + 6, top - 330, left + step * i + 14, top, mix(TEAL, WHITE, 0.5))
        paper.box(x - 54, top - 384, x + 54, top - 336, DEEP, 10)
        paper.oval(x - 22, top - 360, 9, 9, OCHRE)
        paper.box(x - 4, top - 366, x + 36, top - 354, MIST, 6)
    paper.box(left, top, right, foot, TEAL)
    paper.box(left - 16, top - 16, right + 16, top + 18, WHITE, 8)
    paper.box(left, foot - 40, right, foot, DEEP)
    for i in range(1, windows):
        paper.box(left + step * i - 4, top + 18, left + step * i + 4, foot - 40, mix(TEAL, INK, 0.2))


def blossom(paper: Paper, x: float, foot: float, size: float) -> None:
    """A magnolia: five petals that stand like a cup."""
    for lean, tone in ((-0.5, 0.35), (0.5, 0.35), (-0.27, 0.6), (0.27, 0.6), (0, 0.85)):
        tip = (x + lean * size * 1.25, foot - size * (1.15 - abs(lean) * 0.7))
        left, right = x + (lean - 0.3) * size, x + (lean + 0.3) * size
        belly = foot - size * (0.55 - abs(lean) * 0.2)
        petal = mix(mix(BLUSH, CORAL, 0.35), WHITE, tone)
        paper.shape([(x - size * 0.06, foot), (left, belly), tip, (right, belly), (x + size * 0.06, foot)], petal)
        paper.oval(x + lean * size, belly, size * 0.3, size * 0.3, petal)
    paper.oval(x, foot - size * 0.02, size * 0.16, size * 0.1, mix(CLAY, INK, 0.5))


def framed_window(paper: Paper, left: float, top: float, right: float, bottom: float, chance: Random) -> None:
    """A window with the town behind it."""
    paper.box(left - 14, top - 14, right + 14, bottom + 14, WHITE, 6)
    paper.box(left, top, right, bottom, MIST)
    paper.oval(right - 70, top + 70, 34, 34, mix(OCHRE, WHITE, 0.4))
    x = left
    while x < right - 20:
        wide, high = min(chance.uniform(40, 80), right - x), chance.uniform(0.2, 0.55) * (bottom - top)
        paper.box(x, bottom - high, x + wide, bottom, mix(TEAL, MIST, chance.uniform(0.4, 0.7)))
        x += wide
    middle = (left + right) / 2
    paper.box(middle - 5, top, middle + 5, bottom, WHITE)


def banner(paper: Paper, x: float, top: float, wide: float, tall: float) -> None:
    """A silk banner of thanks: red, gold fringe, two columns of marks."""
    paper.stroke([(x - wide * 0.58, top), (x + wide * 0.58, top)], wide * 0.04, OCHRE)
    paper.box(x - wide / 2, top, x + wide / 2, top + tall, BRICK)
    paper.box(x - wide * 0.44, top + wide * 0.06, x + wide * 0.44, top + tall - wide * 0.06, mix(BRICK, OCHRE, 0.12))
    for column in (-0.2, 0.2):
        for row in range(4):
            y = top + tall * (0.16 + 0.17 * row)
            paper.box(x + wide * (column - 0.09), y, x + wide * (column + 0.09), y + tall * 0.11, OCHRE, wide * 0.03)
    fringe = 18
    for i in range(fringe):
        left = x - wide / 2 + wide * i / fringe
        paper.shape([(left, top + tall), (left + wide / fringe, top + tall), (left + wide / fringe / 2, top + tall + wide * 0.1)], OCHRE)


def tiled_roof(paper: Paper, left: float, right: float, eave: float, tall: float, colour: Colour) -> None:
    paper.shape([(left - 50, eave), (left + 40, eave - tall), (right - 40, eave - tall), (right + 50, eave)], colour)
    for i in range(1, 9):
        x = left + (right - left) * i / 9
        paper.stroke([((left + right) / 2 + (x - (left + right) / 2) * 0.8, eave - tall + 8), (x, eave - 6)], 4, mix(colour, INK, 0.3))
    paper.box(left - 54, eave - 8, right + 54, eave + 12, mix(colour, INK, 0.3), 8)


def shop(paper: Paper, left: float, right: float, foot: float, tall: float, wall: Colour, roof: Colour) -> None:
    """An old two-storey house with a shop below."""
    top = foot - tall
    paper.box(left, top, right, foot, wall)
    tiled_roof(paper, left, right, top, tall * 0.2, roof)
    middle, half = (left + right) / 2, (right - left) / 2
    for dx in (-0.5, 0.5):
        x = middle + dx * half
        paper.box(x - half * 0.27, top + tall * 0.12, x + half * 0.27, top + tall * 0.36, mix(roof, INK, 0.15))
        paper.box(x - half * 0.23, top + tall * 0.14, x + half * 0.23, top + tall * 0.34, mix(OCHRE, WHITE, 0.55))
        paper.box(x - 3, top + tall * 0.14, x + 3, top + tall * 0.34, mix(roof, INK, 0.15))
    paper.box(left + half * 0.12, top + tall * 0.52, right - half * 0.12, foot, mix(mix(BRICK, INK, 0.6), OCHRE, 0.18))
    for shelf in (0.66, 0.8):
        paper.box(left + half * 0.2, top + tall * shelf, right - half * 0.2, top + tall * shelf + 9, CLAY)
        for i in range(5):
            x = left + half * (0.3 + 0.31 * i)
            paper.box(x, top + tall * shelf - 36, x + half * 0.17, top + tall * shelf, (OCHRE, SAGE, CORAL, MIST, BLUSH)[i], 6)
    paper.box(left + half * 0.08, top + tall * 0.44, right - half * 0.08, top + tall * 0.53, roof, 6)


def bunting(paper: Paper, left: Point, right: Point, sag: float, number: int) -> None:
    colours = (BRICK, OCHRE, TEAL, WHITE)
    points = []
    for i in range(number + 1):
        share = i / number
        points.append((left[0] + (right[0] - left[0]) * share, left[1] + (right[1] - left[1]) * share + sag * 4 * share * (1 - share)))
    paper.stroke(points, 4, mix(CLAY, INK, 0.3))
    for i, ((x, y), (to, below)) in enumerate(pairwise(points)):
        paper.shape([(x + 4, y), (to - 4, below), ((x + to) / 2, (y + below) / 2 + 46)], colours[i % 4])


# --- scenes -----------------------------------------------------------------------------------------------------


def training_room(paper: Paper, chance: Random) -> None:
    paper.wash(0, 760, CREAM, mix(CREAM, BLUSH, 0.5))
    framed_window(paper, 1180, 150, 1520, 520, chance)
    floor(paper, 760)
    board(paper, 300, 130, 1000, 600, DEEP, 0)
    for path, colour in (
        (((380, 520), (520, 430), (660, 470), (900, 260)), CORAL),
        (((400, 260), (560, 260), (560, 360), (820, 360)), TEAL),
    ):
        paper.stroke(path, 12, colour)
        for x, y in path:
            paper.oval(x, y, 20, 20, colour)
    clerk(paper, 1090, 900, 560, 1, ((-0.36, -0.72), (0.14, -0.5)))
    plant(paper, 150, 800, 300)
    for lamp_at in (360, 800, 1240):
        lamp(paper, lamp_at, 40)
    audience(paper, chance, ((1010, 520, 6), (1210, 640, 5)), 20, 1560)


def entrance_ramp(paper: Paper, chance: Random) -> None:
    paper.wash(0, 820, MIST, CREAM)
    paper.wash(820, 1200, SAND, CLAY)
    paper.box(280, 150, 1460, 860, mix(SAND, WHITE, 0.5))
    paper.box(240, 120, 1500, 250, TEAL, 12)
    paper.oval(420, 185, 38, 38, OCHRE)
    paper.box(490, 168, 820, 202, WHITE, 16)
    for left in (350, 1110):
        framed_window(paper, left, 340, left + 270, 700, chance)
    paper.box(720, 320, 1010, 860, DEEP, 8)
    for left in (738, 872):
        paper.box(left, 340, left + 122, 850, mix(MIST, TEAL, 0.3), 4)
    paper.shape([(120, 1050), (720, 862), (1010, 862), (1010, 930), (420, 1110), (120, 1110)], STONE)
    paper.shape([(120, 1050), (720, 862), (1010, 862), (420, 1050)], mix(STONE, WHITE, 0.45))
    paper.stroke([(140, 930), (720, 740)], 16, OCHRE)
    for x, y in ((140, 930), (330, 868), (525, 804), (720, 740)):
        paper.stroke([(x, y), (x, y + 122)], 12, OCHRE)
    elder(paper, 560, 985, 400, PLUM, 0)
    clerk(paper, 415, 1030, 440, 1, ((-0.17, -0.42), (0.2, -0.56)))
    plant(paper, 1090, 880, 230)
    plant(paper, 1420, 880, 230)
    tree(paper, 110, 840, 620, SAGE)


def shop_visit(paper: Paper, chance: Random) -> None:
    paper.wash(0, 900, mix(MIST, OCHRE, 0.12), CREAM)
    hills(paper, 640, mix(SAGE, WHITE, 0.45), 260, chance)
    paper.wash(900, 1200, mix(STONE, SAND, 0.5), CLAY)
    shop(paper, 40, 520, 910, 640, CREAM, DEEP)
    shop(paper, 560, 1080, 910, 700, BLUSH, mix(BRICK, INK, 0.25))
    shop(paper, 1120, 1580, 910, 620, mix(SAND, WHITE, 0.3), DEEP)
    table(paper, 640, 1010, 800, 930, CLAY)
    for i in range(6):
        paper.oval(680 + i * 58, 772, 27, 27, (CORAL, OCHRE, LEAF)[i % 3])
    for x in (90, 560, 1090, 1540):
        lantern(paper, x, 380, 44)
    person(paper, 830, 990, 470, OCHRE, look=2, hands=((-0.2, -0.55), (0.14, -0.52)), long_hair=True)
    clerk(paper, 600, 1060, 520, 0, ((-0.16, -0.5), (0.18, -0.55)))
    clerk(paper, 1170, 1070, 510, 1, ((-0.24, -0.6), (0.15, -0.45)))
    board(paper, 1210, 700, 1330, 830, BRICK, 0)


def street_corner(paper: Paper, chance: Random) -> None:
    paper.wash(0, 880, MIST, CREAM)
    skyline(paper, chance, 620, mix(MIST, TEAL, 0.25), 330)
    shop(paper, 980, 1560, 880, 660, CREAM, DEEP)
    paper.wash(880, 1200, mix(SAND, STONE, 0.4), CLAY)
    tree(paper, 170, 900, 760)
    bunting(paper, (170, 330), (1010, 300), 60, 12)
    clerk(paper, 560, 960, 470, 1, ((-0.2, -0.52), (0.2, -0.52)))
    clerk(paper, 810, 960, 490, 0, ((-0.14, -0.5), (0.24, -0.6)))
    stall(paper, 410, 960, 1000, 590, TEAL)
    table(paper, 420, 950, 820, 1010, TEAL)
    leaflets(paper, chance, 450, 900, 808)
    elder(paper, 1090, 1060, 480, CORAL, 2)
    person(paper, 1280, 1090, 520, LEAF, look=1, long_hair=True)
    person(paper, 290, 1100, 530, OCHRE, look=0, hands=((-0.17, -0.42), (0.18, -0.55)))


def tea_corner(paper: Paper, chance: Random) -> None:
    paper.wash(0, 1080, CREAM, mix(CREAM, SAGE, 0.35))
    framed_window(paper, 700, 190, 1090, 720, chance)
    floor(paper, 1080)
    for y in (330, 520, 710):
        paper.box(90, y, 560, y + 22, CLAY, 6)
        for i in range(5):
            x = 130 + i * 92
            paper.box(x, y - 70, x + 52, y, (TEAL, OCHRE, BRICK, SAGE, WHITE)[(i + y) % 5], 12)
    lamp(paper, 600, 90, CORAL)
    plant(paper, 1090, 1120, 420)
    person(paper, 330, 1320, 640, PLUM, look=0, hair=GREY_HAIR, hands=((-0.12, -0.55), (0.16, -0.56)))
    clerk(paper, 860, 1330, 680, 1, ((-0.26, -0.56), (0.16, -0.45)))
    paper.box(420, 1150, 780, 1180, WHITE, 10)
    paper.box(585, 1180, 615, 1480, CLAY)
    paper.oval(600, 1490, 140, 22, mix(CLAY, INK, 0.25))
    for x, colour in ((490, TEAL), (690, BRICK)):
        paper.box(x - 32, 1095, x + 32, 1150, colour, 12)
        for i in (-12, 12):
            paper.stroke([(x + i, 1075), (x + i + 8, 1050), (x + i, 1025)], 6, WHITE)
    paper.oval(590, 1118, 46, 38, OCHRE)
    paper.stroke([(630, 1120), (668, 1096)], 12, OCHRE)


def launch(paper: Paper, chance: Random) -> None:
    paper.wash(0, 820, mix(MIST, WHITE, 0.2), CREAM)
    skyline(paper, chance, 560, mix(MIST, TEAL, 0.3), 380)
    hills(paper, 700, SAGE, 160, chance)
    paper.wash(760, 1200, mix(SAGE, SAND, 0.4), SAND)
    paper.box(250, 250, 1350, 760, BRICK, 10)
    paper.box(276, 276, 1324, 734, mix(BRICK, OCHRE, 0.1), 6)
    paper.oval(800, 430, 92, 92, OCHRE)
    paper.oval(800, 430, 66, 66, BRICK)
    paper.shape([(800, 380), (842, 400), (842, 440), (800, 480), (758, 440), (758, 400)], OCHRE)
    for i, wide in enumerate((620, 420)):
        paper.box(800 - wide / 2, 580 + i * 62, 800 + wide / 2, 614 + i * 62, mix(OCHRE, WHITE, 0.3), 16)
    paper.box(200, 760, 1400, 850, CLAY)
    paper.box(200, 850, 1400, 880, mix(CLAY, INK, 0.3))
    for i, x in enumerate((430, 620, 980, 1170)):
        clerk(paper, x, 810, 440, i, ((-0.17, -0.42), (0.2, -0.86)) if i % 2 else ((-0.2, -0.86), (0.17, -0.42)))
    clerk(paper, 800, 815, 460, 3, ((-0.1, -0.56), (0.1, -0.56)))
    bunting(paper, (0, 120), (800, 190), 60, 11)
    bunting(paper, (800, 190), (1600, 120), 60, 11)
    audience(paper, chance, ((1090, 430, 9), (1230, 520, 7)), -20, 1600)


def ferry_lesson(paper: Paper, chance: Random) -> None:
    paper.wash(0, 640, mix(BLUSH, WHITE, 0.2), CREAM)
    paper.oval(1260, 230, 92, 92, mix(OCHRE, CORAL, 0.4))
    hills(paper, 560, mix(TEAL, MIST, 0.55), 260, chance)
    hills(paper, 610, mix(TEAL, MIST, 0.25), 140, chance)
    paper.wash(590, 1000, mix(TEAL, MIST, 0.7), mix(TEAL, MIST, 0.3))
    for _ in range(26):
        x, y = chance.uniform(0, 1600), chance.uniform(620, 860)
        paper.stroke([(x, y), (x + chance.uniform(40, 130), y)], 6, mix(MIST, WHITE, 0.6))
    paper.shape([(1010, 700), (1560, 700), (1480, 800), (1080, 800)], mix(BRICK, INK, 0.3))
    paper.box(1120, 590, 1430, 700, CREAM, 8)
    tiled_roof(paper, 1110, 1440, 600, 80, DEEP)
    for x in (1170, 1270, 1370):
        paper.box(x - 28, 620, x + 28, 670, TEAL, 6)
    paper.wash(890, 1200, STONE, CLAY)
    for i in range(4):
        paper.box(0, 890 + i * 74, 1600, 896 + i * 74, mix(STONE, INK, 0.15))
    tree(paper, 120, 900, 800, MOSS)
    board(paper, 300, 500, 560, 790, TEAL, 4)
    paper.stroke([(430, 790), (430, 960)], 12, CLAY)
    clerk(paper, 660, 990, 500, 0, ((-0.3, -0.7), (0.16, -0.45)))
    audience(paper, chance, ((1190, 480, 6),), 560, 1560)
    elder(paper, 960, 1010, 440, CORAL, 1)


def night_market(paper: Paper, chance: Random) -> None:
    paper.wash(0, 860, (30, 40, 68), (94, 76, 104))
    skyline(paper, chance, 700, (44, 54, 84), 460)
    paper.oval(1330, 170, 66, 66, mix(OCHRE, WHITE, 0.6))
    paper.wash(840, 1200, (96, 78, 88), (64, 54, 70))
    for left, stripe in ((60, BRICK), (600, TEAL), (1140, OCHRE)):
        right = left + 400
        paper.box(left + 20, 460, right - 20, 820, mix(OCHRE, WHITE, 0.5))
        clerk(paper, left + 200, 940, 460, left // 100, ((-0.2, -0.52), (0.22, -0.6)))
        stall(paper, left, right, 960, 540, stripe)
        table(paper, left + 10, right - 10, 800, 970, stripe)
        leaflets(paper, chance, left + 50, right - 60, 788)
    for row, (y, step) in enumerate(((110, 230), (250, 300))):
        paper.stroke([(0, y - 60), (800, y), (1600, y - 60)], 4, INK)
        for i in range(1600 // step + 1):
            lantern(paper, 90 + i * step + row * 60, y + 10 - abs(800 - i * step) * 0.05, 36, (BRICK, CORAL)[i % 2])
    crowd(paper, chance, 40, 1560, 1150, 480, 8)


def quiz(paper: Paper, chance: Random) -> None:
    paper.wash(0, 860, (52, 58, 88), (120, 92, 108))
    paper.wash(820, 1200, (120, 98, 100), (84, 70, 80))
    tree(paper, 90, 860, 720, (58, 88, 84))
    tree(paper, 1530, 860, 680, (58, 88, 84))
    bunting(paper, (60, 120), (1540, 120), 90, 16)
    paper.oval(800, 520, 330, 330, WHITE)
    for i in range(8):
        paper.slice(800, 520, 306, i * 45, i * 45 + 45, (BRICK, OCHRE, TEAL, CREAM)[i % 4])
    paper.oval(800, 520, 66, 66, WHITE)
    paper.shape([(774, 520), (826, 520), (800, 300)], INK)
    paper.oval(800, 520, 34, 34, INK)
    clerk(paper, 340, 1060, 560, 1, ((-0.16, -0.45), (0.28, -0.72)))
    clerk(paper, 1260, 1060, 580, 0, ((-0.26, -0.72), (0.15, -0.45)))
    audience(paper, chance, ((1210, 520, 7),), 60, 1540)


def hall(paper: Paper, chance: Random) -> None:
    paper.wash(0, 800, CREAM, mix(CREAM, MIST, 0.6))
    for x in (260, 800, 1340):
        lamp(paper, x, 60)
    paper.box(0, 236, 1600, 262, mix(TEAL, WHITE, 0.5))
    counter(paper, 120, 1480, 660, 880, 4)
    floor(paper, 880)
    crowd(paper, chance, 180, 1060, 1080, 470, 6)
    clerk(paper, 1210, 1100, 510, 1, ((-0.3, -0.6), (0.15, -0.45)))
    elder(paper, 1390, 1120, 450, PLUM, 1)
    plant(paper, 70, 1060, 360)
    plant(paper, 1540, 960, 300)


def morning_meeting(paper: Paper, chance: Random) -> None:
    paper.wash(0, 800, mix(OCHRE, CREAM, 0.75), CREAM)
    framed_window(paper, 120, 150, 560, 620, chance)
    framed_window(paper, 1040, 150, 1480, 620, chance)
    board(paper, 640, 180, 960, 560, TEAL, 4)
    floor(paper, 800)
    plant(paper, 70, 850, 320)
    plant(paper, 1540, 850, 320)
    for i in range(5):
        clerk(paper, 340 + i * 220, 990 - (i % 2) * 10, 520 - (i % 3) * 16, i, ((-0.07, -0.5), (0.07, -0.5)))
    elder(paper, 620, 1160, 520, CORAL, 0)
    clerk(paper, 950, 1170, 560, 3, ((-0.34, -0.55), (0.16, -0.44)))


def notes_wall(paper: Paper, chance: Random) -> None:
    paper.wash(0, 960, CREAM, SAND)
    floor(paper, 960)
    paper.box(330, 110, 1270, 760, CLAY, 12)
    paper.box(356, 136, 1244, 734, mix(SAND, WHITE, 0.6), 6)
    for row in range(5):
        for column in range(8):
            if chance.random() < 0.82:
                x, y = 384 + column * 107 + chance.uniform(-6, 6), 160 + row * 114 + chance.uniform(-6, 6)
                colour = (BRICK, OCHRE, LEAF)[min(column // 3, 2)]
                paper.box(x, y, x + 86, y + 88, mix(colour, WHITE, 0.35), 5)
                for i in range(3):
                    paper.box(x + 12, y + 22 + i * 20, x + 74 - 20 * (i == 2), y + 29 + i * 20, mix(colour, WHITE, 0.75), 3)
                paper.oval(x + 43, y + 8, 7, 7, colour)
    clerk(paper, 250, 1130, 640, 1, ((-0.16, -0.44), (0.26, -0.84)))
    clerk(paper, 1330, 1140, 660, 0, ((-0.2, -0.74), (0.14, -0.5)))
    plant(paper, 1530, 1040, 360)


def handover(paper: Paper, chance: Random) -> None:
    paper.wash(0, 760, mix(MIST, WHITE, 0.35), CREAM)
    framed_window(paper, 540, 130, 1060, 500, chance)
    floor(paper, 760)
    lamp(paper, 330, 110, CORAL)
    lamp(paper, 1270, 110, CORAL)
    for i, x in enumerate((330, 640, 960, 1270)):
        bust(paper, x, 850, 620, NAVY, SKIN[i % 3], HAIR[i % 3], staff=True, long_hair=i % 2 == 1)
    paper.shape([(200, 820), (1400, 820), (1560, 1080), (40, 1080)], mix(CLAY, WHITE, 0.25))
    paper.box(40, 1080, 1560, 1120, mix(CLAY, INK, 0.25), 8)
    for x, colour in ((340, OCHRE), (620, LEAF), (900, BRICK), (1170, OCHRE)):
        paper.shape([(x, 880), (x + 130, 880), (x + 150, 970), (x - 10, 970)], WHITE)
        paper.shape([(x + 30, 896), (x + 84, 896), (x + 90, 940), (x + 26, 940)], mix(colour, WHITE, 0.3))
    for x in (240, 800, 1400):
        paper.box(x - 28, 900, x + 28, 960, TEAL, 12)
        paper.oval(x, 902, 28, 9, DEEP)


def coins(paper: Paper, chance: Random) -> None:
    paper.wash(0, 1200, mix(TEAL, WHITE, 0.2), DEEP)
    bust(paper, 470, 900, 1100, PLUM, SKIN[0], GREY_HAIR)
    bust(paper, 1160, 900, 1140, NAVY, SKIN[1], HAIR[0], staff=True, long_hair=True)
    paper.shape([(0, 780), (1600, 720), (1600, 1200), (0, 1200)], mix(CLAY, WHITE, 0.15))
    paper.shape([(0, 750), (1600, 690), (1600, 740), (0, 800)], WHITE)
    _arm(paper, (360, 560), (520, 880), 1100, mix(PLUM, INK, 0.14), SKIN[0])
    _arm(paper, (1280, 560), (1230, 900), 1140, mix(NAVY, INK, 0.2), SKIN[1])
    paper.box(560, 770, 900, 990, mix(BRICK, INK, 0.15), 20)
    paper.box(540, 740, 920, 800, mix(BRICK, WHITE, 0.15), 18)
    paper.box(640, 850, 820, 920, OCHRE, 12)
    for i in range(7):
        high = chance.randrange(3, 9)
        x = 970 + i * 84
        for level in range(high):
            y = 1050 - level * 22 + (i % 2) * 40
            paper.oval(x, y + 8, 40, 16, mix(OCHRE, INK, 0.35))
            paper.oval(x, y, 40, 16, mix(OCHRE, WHITE, 0.25 if level % 2 else 0.4))
    for _ in range(34):
        left, top = chance.uniform(120, 900), chance.uniform(1020, 1160)
        paper.oval(left, top + 7, 36, 15, mix(OCHRE, INK, 0.35))
        paper.oval(left, top, 36, 15, mix(OCHRE, WHITE, chance.choice((0.2, 0.35, 0.7))))


def thanks(paper: Paper, chance: Random) -> None:
    paper.wash(0, 860, CREAM, mix(CREAM, OCHRE, 0.25))
    for x in range(0, 1600, 200):
        paper.box(x, 0, x + 100, 846, mix(CREAM, BLUSH, 0.35))
    floor(paper, 860)
    plant(paper, 110, 960, 420)
    plant(paper, 1490, 960, 420)
    person(paper, 500, 1100, 720, CORAL, look=0, hands=((-0.17, -0.42), (0.17, -0.66)), long_hair=True)
    clerk(paper, 1110, 1110, 760, 2, ((-0.18, -0.66), (0.17, -0.42)))
    banner(paper, 800, 440, 330, 500)
    for x in (628, 970):
        paper.oval(x, 620 if x < 800 else 605, 25, 25, SKIN[0 if x < 800 else 2])
    for _ in range(26):
        paper.oval(chance.uniform(60, 1540), chance.uniform(30, 330), 12, 12, chance.choice((OCHRE, CORAL, BRICK, SAGE)))


def sign_window(paper: Paper, chance: Random) -> None:
    paper.wash(0, 1600, mix(MIST, WHITE, 0.3), CREAM)
    paper.box(120, 210, 1080, 1010, mix(TEAL, WHITE, 0.75), 24)
    paper.box(120, 120, 1080, 240, DEEP, 24)
    for x in (520, 600, 680):
        paper.oval(x, 180, 18, 18, OCHRE)
    framed_window(paper, 200, 330, 470, 640, chance)
    bust(paper, 720, 1040, 1080, NAVY, SKIN[1], HAIR[0], staff=True, long_hair=True)
    for hand, elbow, shoulder in (((560, 740), (490, 900), (600, 690)), ((850, 690), (950, 870), (838, 690))):
        paper.stroke([shoulder, elbow, hand], 66, mix(NAVY, INK, 0.2))
        paper.oval(*hand, 44, 46, SKIN[1])
        for lean in (-30, -8, 14):
            paper.stroke([hand, (hand[0] + lean, hand[1] - 74)], 18, SKIN[1])
    paper.box(60, 1020, 1140, 1080, WHITE, 14)
    paper.box(90, 1080, 1110, 1600, TEAL)
    bust(paper, 330, 1620, 1000, CORAL, SKIN[0], HAIR[1], back=True)
    plant(paper, 1040, 1030, 250)
    paper.box(780, 960, 900, 1022, OCHRE, 10)


def magnolia(paper: Paper, chance: Random) -> None:
    paper.wash(0, 1200, mix(MIST, WHITE, 0.4), CREAM)
    skyline(paper, chance, 900, mix(MIST, TEAL, 0.3), 380)
    hills(paper, 930, SAGE, 130, chance)
    bough = mix(CLAY, INK, 0.55)
    paper.stroke([(1100, 1200), (1040, 860), (880, 620), (620, 470), (360, 420)], 40, bough)
    for path in (((880, 620), (930, 400), (1080, 250)), ((620, 470), (560, 320), (600, 190)), ((1040, 860), (1240, 640), (1420, 560))):
        paper.stroke(path, 24, bough)
    for x, y in (
        (360, 410),
        (600, 180),
        (1085, 240),
        (1425, 550),
        (930, 395),
        (560, 315),
        (760, 530),
        (1240, 635),
        (480, 440),
        (1010, 720),
    ):
        blossom(paper, x, y, chance.uniform(70, 100))
    for edge in ((0, 0, 70, 1200), (1530, 0, 1600, 1200), (0, 0, 1600, 70), (0, 1060, 1600, 1200), (780, 0, 810, 1200)):
        paper.box(*edge, mix(CLAY, WHITE, 0.35))
    paper.box(0, 1050, 1600, 1076, WHITE)
    plant(paper, 230, 1120, 250)
    paper.box(1230, 980, 1330, 1070, TEAL, 16)
    paper.oval(1280, 984, 50, 14, DEEP)


def village_lane(paper: Paper, chance: Random) -> None:
    paper.wash(0, 760, MIST, CREAM)
    hills(paper, 640, mix(MOSS, MIST, 0.5), 330, chance)
    hills(paper, 700, SAGE, 150, chance)
    paper.wash(700, 1200, SAGE, LEAF)
    paper.shape([(700, 720), (860, 720), (1300, 1200), (260, 1200)], mix(SAND, WHITE, 0.2))
    for row in range(5):
        for column in range(5):
            paper.oval(60 + column * 90 + row * 14, 900 + row * 66, 26, 15, mix(OCHRE, LEAF, 0.3))
    shop(paper, 120, 480, 860, 400, WHITE, DEEP)
    shop(paper, 1060, 1480, 880, 440, WHITE, DEEP)
    tree(paper, 590, 800, 420, MOSS)
    tree(paper, 980, 790, 380, LEAF)
    clerk(paper, 690, 1080, 430, 1, ((-0.17, -0.42), (0.2, -0.6)))
    elder(paper, 860, 1090, 400, CORAL, 0)
    person(paper, 1010, 1110, 420, OCHRE, look=2, hands=((-0.16, -0.5), (0.17, -0.42)))


def park_walk(paper: Paper, chance: Random) -> None:
    paper.wash(0, 700, mix(MIST, WHITE, 0.2), CREAM)
    skyline(paper, chance, 640, mix(MIST, TEAL, 0.28), 300)
    paper.wash(640, 1200, SAGE, LEAF)
    paper.oval(800, 760, 620, 80, mix(TEAL, MIST, 0.6))
    paper.shape([(0, 960), (1600, 860), (1600, 1060), (0, 1190)], SAND)
    for x, tall, crown in ((120, 560, MOSS), (420, 430, CORAL), (1180, 460, OCHRE), (1470, 600, MOSS)):
        tree(paper, x, 800, tall, crown)
    for i in range(6):
        striding = ((-0.18, -0.5), (0.2, -0.52))
        person(
            paper,
            210 + i * 240,
            1110 - i * 22,
            430,
            (BRICK, TEAL, OCHRE, NAVY, CORAL, PLUM)[i],
            look=i,
            hands=striding,
            long_hair=i % 2 == 1,
        )
    bunting(paper, (120, 260), (1470, 240), 70, 15)


def school(paper: Paper, chance: Random) -> None:
    paper.wash(0, 860, mix(CREAM, OCHRE, 0.15), CREAM)
    framed_window(paper, 80, 200, 300, 560, chance)
    paper.box(380, 140, 1500, 640, CLAY, 10)
    paper.box(404, 164, 1476, 616, (44, 92, 82), 4)
    for x, y, r in ((640, 400, 110), (980, 360, 90), (1270, 420, 100)):
        paper.oval(x, y, r, r, mix((44, 92, 82), WHITE, 0.75))
        paper.oval(x, y, r - 10, r - 10, (44, 92, 82))
        paper.box(x - 22, y - 22, x + 22, y + 22, mix((44, 92, 82), WHITE, 0.75), 4)
        paper.box(x - 12, y - 12, x + 12, y + 12, (44, 92, 82))
    floor(paper, 860)
    clerk(paper, 310, 1010, 600, 1, ((-0.16, -0.45), (0.3, -0.72)))
    audience(paper, chance, ((1040, 400, 7), (1200, 470, 6)), 420, 1560)


def pavilion(paper: Paper, chance: Random) -> None:
    paper.wash(0, 800, mix(OCHRE, CREAM, 0.7), CREAM)
    hills(paper, 720, mix(CORAL, CREAM, 0.55), 260, chance)
    hills(paper, 780, mix(SAGE, CREAM, 0.25), 150, chance)
    paper.wash(780, 1200, SAGE, mix(SAGE, MOSS, 0.5))
    paper.box(480, 420, 1120, 450, BRICK)
    for x in (510, 1090):
        paper.box(x - 18, 430, x + 18, 900, BRICK)
    tiled_roof(paper, 450, 1150, 430, 150, DEEP)
    paper.shape([(700, 290), (900, 290), (800, 190)], DEEP)
    paper.box(420, 880, 1180, 940, STONE, 8)
    for x in (600, 800, 1000):
        lantern(paper, x, 500, 36)
    clerk(paper, 650, 940, 440, 0, ((-0.17, -0.42), (0.2, -0.56)))
    elder(paper, 810, 940, 410, PLUM, 1)
    person(paper, 980, 940, 430, LEAF, look=2, long_hair=True)
    tree(paper, 210, 920, 640, MOSS)
    tree(paper, 1400, 920, 600, CORAL)
    crowd(paper, chance, 240, 1360, 1150, 420, 5)


def market_stall(paper: Paper, chance: Random) -> None:
    paper.wash(0, 860, mix(BLUSH, WHITE, 0.4), CREAM)
    shop(paper, -60, 460, 860, 620, mix(SAND, WHITE, 0.3), mix(BRICK, INK, 0.25))
    shop(paper, 1140, 1660, 860, 660, CREAM, DEEP)
    paper.wash(860, 1200, STONE, CLAY)
    clerk(paper, 640, 960, 500, 0, ((-0.2, -0.52), (0.22, -0.58)))
    clerk(paper, 900, 960, 480, 3, ((-0.2, -0.56), (0.18, -0.5)))
    stall(paper, 470, 1130, 1000, 620, OCHRE)
    table(paper, 480, 1120, 810, 1010, BRICK)
    for i in range(9):
        paper.oval(540 + i * 66, 782, 30, 30, (CORAL, OCHRE, LEAF)[i % 3])
    crowd(paper, chance, 120, 470, 1110, 500, 2)
    crowd(paper, chance, 1120, 1520, 1110, 500, 2)


def bus_stop(paper: Paper, chance: Random) -> None:
    paper.wash(0, 840, MIST, CREAM)
    skyline(paper, chance, 760, mix(MIST, TEAL, 0.4), 520)
    paper.wash(760, 1200, STONE, mix(STONE, INK, 0.25))
    paper.box(0, 880, 1600, 900, mix(STONE, WHITE, 0.4))
    paper.box(560, 430, 1560, 860, OCHRE, 40)
    paper.box(560, 700, 1560, 780, BRICK)
    for i in range(5):
        paper.box(610 + i * 190, 490, 770 + i * 190, 660, mix(MIST, TEAL, 0.3), 16)
        bust(paper, 690 + i * 190, 660, 260, COATS[i], SKIN[i % 3], HAIR[i % 3])
    for x in (760, 1360):
        paper.oval(x, 860, 76, 76, INK)
        paper.oval(x, 860, 34, 34, STONE)
    paper.box(150, 300, 174, 1000, DEEP)
    board(paper, 90, 240, 420, 560, TEAL, 3)
    clerk(paper, 330, 1080, 500, 1, ((-0.17, -0.42), (0.22, -0.6)))
    elder(paper, 520, 1110, 460, PLUM, 0)


def clock_square(paper: Paper, chance: Random) -> None:
    paper.wash(0, 800, mix(MIST, CORAL, 0.15), CREAM)
    skyline(paper, chance, 780, mix(MIST, PLUM, 0.2), 300)
    paper.box(690, 240, 910, 820, mix(BRICK, SAND, 0.3))
    paper.shape([(670, 240), (930, 240), (800, 70)], DEEP)
    paper.oval(800, 370, 82, 82, WHITE)
    paper.stroke([(800, 370), (800, 316)], 10, INK)
    paper.stroke([(800, 370), (842, 392)], 10, INK)
    for y in (520, 640):
        paper.box(760, y, 840, y + 80, DEEP, 30)
    paper.wash(800, 1200, SAND, CLAY)
    bunting(paper, (0, 300), (690, 320), 80, 9)
    bunting(paper, (910, 320), (1600, 300), 80, 9)
    tree(paper, 150, 840, 420, SAGE)
    tree(paper, 1450, 840, 420, SAGE)
    board(paper, 360, 700, 560, 960, BRICK, 3)
    board(paper, 1040, 700, 1240, 960, TEAL, 3)
    clerk(paper, 660, 1090, 470, 1, ((-0.26, -0.6), (0.16, -0.45)))
    clerk(paper, 950, 1090, 480, 2, ((-0.16, -0.45), (0.26, -0.6)))
    crowd(paper, chance, 40, 420, 1140, 450, 2)
    crowd(paper, chance, 1200, 1570, 1140, 450, 2)


#: Each picture: whether it stands upright, and what draws it.
PICTURES: dict[str, tuple[bool, Callable[[Paper, Random], None]]] = {
    "training-room": (False, training_room),
    "entrance-ramp": (False, entrance_ramp),
    "shop-visit": (False, shop_visit),
    "street-corner": (False, street_corner),
    "tea-corner": (True, tea_corner),
    "launch": (False, launch),
    "ferry-lesson": (False, ferry_lesson),
    "night-market": (False, night_market),
    "quiz": (False, quiz),
    "hall": (False, hall),
    "morning-meeting": (False, morning_meeting),
    "notes-wall": (False, notes_wall),
    "handover": (False, handover),
    "coins": (False, coins),
    "thanks": (False, thanks),
    "sign-window": (True, sign_window),
    "magnolia": (False, magnolia),
    "village-lane": (False, village_lane),
    "park-walk": (False, park_walk),
    "school": (False, school),
    "pavilion": (False, pavilion),
    "market-stall": (False, market_stall),
    "bus-stop": (False, bus_stop),
    "clock-square": (False, clock_square),
}
