"""Pictures side by side: every row of equal height, every width a share of the row's.

Only shapes are known here, never millimetres: a row of pictures whose width-to-height ratios add up to r, set on the whole
measure, is 1/r of the measure high. A row that would be taller than allowed is made narrower instead. With its captions and
its white a row is as high as a whole number of lines, so that the text under it stands on the grid again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bulletin.composition import measure
from bulletin.records.story import Picture

#: The gap between neighbours, in hundredths of the row's width.
GAP = 2.4
#: A row within a story holds at most so many: smaller, faces can no longer be told apart.
_ABREAST = 3
#: A row that would be nearly as wide as the measure is as wide: a little white at its sides looks like a mistake.
_NEARLY = 0.9
#: A caption's size and the height of its lines, in ems of body type.
_CAPTION, _CAPTION_LINE = 0.82, 1.23
#: The caption of a picture by itself is so many of its characters wide at least, however narrow the picture.
_CAPTION_LEAST = 14.0
#: Shapes beyond these are set as if they were these, else a strip of a picture would have no room at all.
_NARROWEST, _WIDEST = 0.2, 6.0


@dataclass(frozen=True)
class Grid:
    """What pictures stand on: the measure in characters, a line's height in ems, the white around a row in ems."""

    characters: int
    leading: float
    around: float


@dataclass(frozen=True)
class Shot:
    """A picture in its row: `address` in the galley, `share` its width in hundredths of the row's."""

    address: str
    alt: str
    caption: str
    credit: str
    share: float


@dataclass(frozen=True)
class Row:
    """Pictures of equal height: `width` in hundredths of the measure, `height` as a part of the measure, captions left out.

    `lines` is the height of all of it, captions and white included, in lines of text.
    """

    width: float
    height: float
    lines: float
    shots: tuple[Shot, ...]


@dataclass(frozen=True)
class Framed:
    """A picture and its address in the galley."""

    picture: Picture
    address: str

    @property
    def ratio(self) -> float:
        """Width to height."""
        return min(_WIDEST, max(_NARROWEST, self.picture.width / self.picture.height))


def row(framed: Sequence[Framed], tallest: float, grid: Grid) -> Row:
    """Pictures side by side, about as tall as this part of the measure at most, and on the grid where they are not full wide."""
    full = broad(framed)
    if tallest > full * _NEARLY:
        return sized(framed, full, grid, snapped=True)
    besides = sized(framed, tallest, grid).lines * grid.leading - tallest * grid.characters
    lines = max(1, round((tallest * grid.characters + besides) / grid.leading))
    height = (lines * grid.leading - besides) / grid.characters
    return sized(framed, min(full, max(height, tallest / 2)), grid, snapped=True)


def rows(framed: Sequence[Framed], tallest: float, grid: Grid) -> tuple[Row, ...]:
    """Pictures that an author put side by side, in as many rows as they need to be seen and their captions to be read."""
    parts = [(part, row(part, tallest, grid)) for part in _evenly(framed, -(-len(framed) // _ABREAST))]
    return tuple(each for part, made in parts for each in ([row([one], tallest, grid) for one in part] if _cramped(made, grid) else [made]))


def _cramped(made: Row, grid: Grid) -> bool:
    """Whether a caption under a narrow picture is higher than the pictures themselves."""
    return _captions(made.shots, grid.characters * made.width / 100) > made.height * grid.characters


def alone(framed: Framed) -> Shot:
    """A picture that stands in no row."""
    return _shot(framed, 100)


def broad(framed: Sequence[Framed]) -> float:
    """The height, as a part of the measure, of pictures side by side that are together as wide as the measure."""
    return _room(framed) / sum(each.ratio for each in framed)


def sized(framed: Sequence[Framed], height: float, grid: Grid, *, snapped: bool = False) -> Row:
    """Pictures side by side, exactly so high a part of the measure; `snapped`: with white to the next whole line."""
    together, room = sum(each.ratio for each in framed), _room(framed)
    shots = tuple(_shot(each, 100 * room * each.ratio / together) for each in framed)
    width = height * together / room
    taken = (height * grid.characters + grid.around + _captions(shots, grid.characters * width)) / grid.leading
    return Row(width=round(100 * width, 2), height=height, lines=_whole(taken) if snapped else round(taken, 3), shots=shots)


def narrowed(row: Row, scale: float, grid: Grid) -> Row:
    """A row so much narrower; its captions may turn more often."""
    width, height = row.width * scale, row.height * scale
    taken = height * grid.characters + grid.around + _captions(row.shots, grid.characters * width / 100)
    return replace(row, width=round(width, 2), height=height, lines=round(taken / grid.leading, 3))


def _room(framed: Sequence[Framed]) -> float:
    """What the gaps leave of a row for its pictures."""
    return 1 - (len(framed) - 1) * GAP / 100


def _whole(lines: float) -> int:
    """Whole lines; a trifle over the last one is taken from the white."""
    return max(1, -int(-(lines - 0.2) // 1))


def _captions(shots: Sequence[Shot], across: float) -> float:
    """What the captions under a row take, in ems of body type, where the row is so many characters wide."""
    least = _CAPTION_LEAST if len(shots) == 1 else 1.0
    told = [(f"{shot.caption} {shot.credit}".strip(), max(least, across * shot.share / 100 / _CAPTION)) for shot in shots]
    return _CAPTION_LINE * max(measure.lines(text, round(room, 2)) if text else 0 for text, room in told)


def _evenly(framed: Sequence[Framed], parts: int) -> Iterator[Sequence[Framed]]:
    few, more = divmod(len(framed), parts)
    start = 0
    for number in range(parts):
        end = start + few + (number < more)
        yield framed[start:end]
        start = end


def _shot(framed: Framed, share: float) -> Shot:
    picture = framed.picture
    return Shot(
        address=framed.address,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        share=round(share, 2),
    )
