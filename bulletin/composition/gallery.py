"""A gallery: photographs on walls, their rows as wide as the measure, every page about as full as the next.

Rows are broken where their heights come out most alike, and pages where least is left white: of all ways of breaking the
gallery into rows and pages the one with the least cost is taken. Pictures keep their order and are never cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log

from bulletin.composition.pictures import Framed, Grid, Row, broad, narrowed, sized

#: A row holds at most so many: smaller, faces can no longer be told apart.
_ABREAST = 4
#: What it costs where a page is left white or its rows have to be narrower than the measure, beside rows of unlike heights.
_WHITE, _NARROWER, _ALONE = 60.0, 60.0, 14.0
#: White that the rows cannot take between them, more than this part of a page, looks like something left out: it costs so much besides.
_HOLE, _HOLE_COST = 0.2, 60.0
#: To fill a page its rows may all be narrower than the measure, no narrower than this part of it: a gallery's one page, and one of
#: several. Any other narrow rows are there only where there is no other way.
_NARROWEST, NARROW, _NEVER = 0.8, 0.86, 1000.0
#: Captions longer than their pictures are high may leave no room: pictures shrink to this and no further.
_SMALLEST = 0.2
#: The least by which they are narrowed at once.
_STEP = 0.005
#: White between two rows is opened by so many lines at most, to bring the last one to the foot of its page.
_OPENED = 1.5


@dataclass(frozen=True)
class Wall:
    """Where a gallery hangs: its grid, the lines that its first page and each other one hold, a row's best height (of the measure).

    `pictures` is how many a page holds at most, `narrow` how narrow the rows of one of several may be (of the measure).
    """

    grid: Grid
    first: float
    lines: float
    ideal: float
    pictures: int
    narrow: float = NARROW


@dataclass(frozen=True)
class _Page:
    rows: tuple[Row, ...]
    cost: float


def hang(framed: Sequence[Framed], wall: Wall) -> tuple[tuple[Row, ...], ...]:
    """A gallery in rows, page by page. The rows of a page are narrower than the measure, all alike, only where the page cannot hold them
    otherwise, or would be left white."""
    best: list[tuple[float, tuple[_Page, ...]]] = [(0.0, ())]
    row = cache(lambda start, count: sized(framed[start : start + count], broad(framed[start : start + count]), wall.grid))
    for end in range(1, len(framed) + 1):
        ways = []
        for start in range(max(0, end - wall.pictures), end):
            cost, pages = best[start]
            rows = [[row(*each) for each in way] for way in _ways(start, end)]
            page = _page(rows, wall, wall.lines if start else wall.first, whole=end - start == len(framed))
            ways.append((cost + page.cost, (*pages, page)))
        best.append(min(ways, key=lambda way: way[0]))
    return tuple(page.rows for page in best[-1][1])


@cache
def _parts(count: int) -> tuple[tuple[int, ...], ...]:
    """Every way of putting so many pictures in rows."""
    if count == 0:
        return ((),)
    return tuple((first, *rest) for first in range(1, min(count, _ABREAST) + 1) for rest in _parts(count - first))


def _ways(start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    for counts in _parts(end - start):
        yield [(start + sum(counts[:number]), count) for number, count in enumerate(counts)]


def _page(ways: Sequence[Sequence[Row]], wall: Wall, room: float, *, whole: bool) -> _Page:
    """The rows of one page that cost least, brought to its foot."""
    cost, rows = min(((_cost(way, wall, room, whole=whole), way) for way in ways), key=lambda each: each[0])
    scale = _scale(rows, wall.grid, room)
    made = tuple(narrowed(row, scale, wall.grid) for row in rows) if scale < 1 else tuple(rows)
    return _Page(_opened(made, room), cost)


def _cost(rows: Sequence[Row], wall: Wall, room: float, *, whole: bool) -> float:
    """Rows unlike the best height, for every picture in them; a row of one; white at the page's foot; rows that must be narrower."""
    unlike = sum(len(row.shots) * log(row.height / wall.ideal) ** 2 for row in rows)
    alone = sum(len(row.shots) == 1 for row in rows)
    white = 1 - sum(row.lines for row in rows) / room
    if white < 0:
        return unlike + _ALONE * alone + _narrower(rows, wall, room, -white, whole=whole)
    return unlike + _ALONE * alone + _WHITE * white**2 + _HOLE_COST * max(0.0, white - _HOLE)


def _narrower(rows: Sequence[Row], wall: Wall, room: float, over: float, *, whole: bool) -> float:
    """What it costs to bring rows that are too high by this part of a page on it; a little narrower is hardly seen."""
    narrowest = _NARROWEST if whole else wall.narrow
    scale = _scale(rows, wall.grid, room) if over <= 1 - narrowest else 0.0
    return _NARROWER * (1 - scale) ** 2 if scale >= narrowest else _NEVER * (1 + over)


def _scale(rows: Sequence[Row], grid: Grid, room: float) -> float:
    """How much narrower than the measure rows must be for their page."""
    scale, made = 1.0, rows
    pictures = sum(row.height for row in rows) * grid.characters / grid.leading
    while scale > _SMALLEST and (over := sum(row.lines for row in made) - room) > 0:
        scale = max(_SMALLEST, scale - over / pictures - _STEP)
        made = [narrowed(row, scale, grid) for row in rows]
    return scale


def _opened(rows: tuple[Row, ...], room: float) -> tuple[Row, ...]:
    """What is left of the page, between its rows."""
    if len(rows) < 2:
        return rows
    white = max(0.0, room - sum(row.lines for row in rows)) / (len(rows) - 1)
    between = min(white, _OPENED) if white < 2 * _OPENED else 0.0
    return (*(replace(row, lines=round(row.lines + between, 3)) for row in rows[:-1]), rows[-1])
