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
_WHITE, _NARROWER, _ALONE = 60.0, 60.0, 9.0
#: Only a gallery's one page may have rows narrower than the measure to be filled, no narrower than this part of it; any other
#: narrow rows are there only where there is no other way.
_NARROWEST, _NEVER = 0.8, 1000.0
#: Captions longer than their pictures are high may leave no room: pictures shrink to this and no further.
_SMALLEST = 0.2
#: The least by which they are narrowed at once.
_STEP = 0.005
#: White between two rows is opened by so many lines at most, to bring the last one to the foot of its page.
_OPENED = 1.5


@dataclass(frozen=True)
class Wall:
    """Where a gallery hangs: its grid, the lines that its first page and each other one hold, a row's best height (of the measure).

    `pictures` is how many a page holds at most.
    """

    grid: Grid
    first: float
    lines: float
    ideal: float
    pictures: int


@dataclass(frozen=True)
class _Page:
    rows: tuple[Row, ...]
    cost: float


def hang(framed: Sequence[Framed], wall: Wall) -> tuple[tuple[Row, ...], ...]:
    """A gallery in rows, page by page. Rows are narrower than the measure only where a page cannot hold them
    otherwise, or where the one page of a small gallery would be left white."""
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
    return unlike + _ALONE * alone + (_WHITE * white**2 if white >= 0 else _narrower(rows, wall.grid, room, -white, whole=whole))


def _narrower(rows: Sequence[Row], grid: Grid, room: float, over: float, *, whole: bool) -> float:
    """What it costs to bring rows that are too high by this part of a page on it; a little narrower is hardly seen."""
    scale = _scale(rows, grid, room) if whole and over <= 1 - _NARROWEST else 0.0
    return _NARROWER * (1 - scale) ** 2 if scale >= _NARROWEST else _NEVER * (1 + over)


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
