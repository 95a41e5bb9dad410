"""The fall of lines: a story's blocks as stretches of lines, and on which line of which page each of them ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from bulletin.composition import measure
from bulletin.composition.shelf import LayoutSettings
from bulletin.records.story import Block, Heading, ListItem, Pictures, Quote, Story, Table, plain

#: Fewer lines of a paragraph than these stand on no page by themselves (the styles' orphans and widows).
_TOGETHER = 2
#: The white above and below a heading of the first rank and of the second; above and below quotations and tables. In lines.
_AROUND_HEADING = {2: (0.65, 0.35), 3: (0.6, 0.4)}
_AROUND = 0.5
#: A paragraph's indent, and what a quotation's and an item's take of the measure, in characters; how much of the measure's characters
#: a standfirst's larger and a note's smaller type let stand on it.
_INDENT, _QUOTE, _ITEM, _STANDFIRST, _NOTE = 2, 4, 2, 0.91, 1.2
#: A table's type is so much smaller, its cells have so much white at their sides; a cell's second line is so high.
_TABLE, _CELL, _CELL_LINE = 0.86, 1.2, 0.75
_NOTE_LINE = 0.8
#: A page's last line may hang over by a trifle.
_TRIFLE = 0.02


@dataclass(frozen=True)
class Sheet:
    """A page for a story's text: characters a line, lines a page, and a line's height in lines of the page's grid."""

    characters: int
    page: float
    line: float = 1.0


@dataclass(frozen=True)
class Stretch:
    """So many lines of a story, each `line` high. `above` and `below` are white; what is above is lost at a page's top.

    `whole` keeps them on one page, `bound` keeps them with what follows; `row` is a row of pictures.
    """

    lines: float
    line: float = 1.0
    above: float = 0.0
    below: float = 0.0
    whole: bool = False
    bound: bool = False
    row: bool = False

    @property
    def height(self) -> float:
        """All lines together."""
        return self.lines * self.line

    @property
    def least(self) -> float:
        """What of it must stand on the page on which it begins."""
        whole = self.whole or self.lines < 2 * _TOGETHER
        return self.height if whole else _TOGETHER * self.line


def sheet(settings: LayoutSettings, page: str, kind: str) -> Sheet:
    """The page on which stories of a section of this kind are set."""
    rule, text = settings.page[page], settings.kind.get(kind)
    if text is None:
        return Sheet(rule.characters, rule.lines)
    characters = round(rule.characters * text.measure)
    return Sheet(characters, rule.lines, text.leading * rule.characters / characters / settings.leading)


def stretch(block: Block, on: Sheet) -> Stretch:
    """A block of text as lines. Pictures are none: their rows are stretches by themselves."""
    if isinstance(block, Table):
        return Stretch(_table(block, on.characters), above=_AROUND, below=_AROUND)
    text = plain(block.spans) if not isinstance(block, Pictures) else ""
    if isinstance(block, Heading):
        above, below = _AROUND_HEADING.get(block.level, (0.0, 0.0))
        return Stretch(measure.lines(text, on.characters * 0.9), above=above, below=below, whole=True, bound=True)
    if isinstance(block, Quote):
        return Stretch(measure.lines(text, on.characters - _QUOTE, _INDENT), on.line, above=_AROUND, below=_AROUND)
    if isinstance(block, ListItem):
        return Stretch(measure.lines(text, on.characters - _ITEM - min(block.level - 1, 2)), on.line)
    return Stretch(measure.lines(text, on.characters, _INDENT), on.line)


def standfirst(story: Story, characters: int) -> Iterator[Stretch]:
    """The lines before a story's body."""
    if story.standfirst:
        yield Stretch(measure.lines(story.standfirst, characters * _STANDFIRST), below=1, whole=True)


def notes(story: Story, characters: int) -> Iterator[Stretch]:
    """The lines after a story's body."""
    for number, note in enumerate(story.notes):
        yield Stretch(measure.lines(note, (characters - 2) * _NOTE), _NOTE_LINE, above=0 if number else 1.4)


def fall(stretches: Sequence[Stretch], start: float, page: float) -> list[float]:
    """The height to which each page is filled, when the first stretch begins so many lines below the first page's top."""
    filled = [start]
    for number, each in enumerate(stretches):
        if filled[-1] and filled[-1] + each.above + _needed(stretches, number) > page + _TRIFLE:
            filled.append(0.0)
        filled[-1] += each.above if filled[-1] else 0.0
        _run(each, filled, page)
        filled[-1] += each.below
    return [min(end, page) for end in filled]


def _needed(stretches: Sequence[Stretch], number: int) -> float:
    """What must stand together with a stretch's beginning: all of it and the next one's beginning, where it is bound."""
    each = stretches[number]
    if each.bound and number + 1 < len(stretches):
        return each.height + each.below + stretches[number + 1].above + _needed(stretches, number + 1)
    return each.least


def _run(each: Stretch, filled: list[float], page: float) -> None:
    """A stretch's lines, over as many pages as they take."""
    left = each.lines
    while filled[-1] + left * each.line > page + _TRIFLE and not each.whole:
        fit = floor((page + _TRIFLE - filled[-1]) / each.line)
        fit = min(fit, ceil(left) - _TOGETHER)
        if fit < _TOGETHER and filled[-1]:
            filled.append(0.0)
            continue
        if fit < 1:
            break
        filled[-1] += fit * each.line
        left -= fit
        filled.append(0.0)
    filled[-1] += left * each.line


def _table(table: Table, characters: int) -> float:
    """A table's lines; where its columns are too wide together, each is narrowed alike."""
    columns = list(zip(*table.rows, strict=True))
    widths = [max(max(map(measure.ems, text.split("\n"))) for text in column) + _CELL / _TABLE for column in columns]
    narrowed = min(1.0, characters / _TABLE / sum(widths))
    rooms = [max(1.0, round(width * narrowed - _CELL / _TABLE + 0.1, 2)) for width in widths]
    tallest = [max(measure.lines(text, room) for text, room in zip(row, rooms, strict=True)) for row in table.rows]
    return sum(1 + (lines - 1) * _CELL_LINE for lines in tallest)
