"""Word's tables (ECMA-376-1 §17.4) as grids: a merged cell stands once with its spans, a hidden row is named and left out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bulletin.language import _
from bulletin.manuscript.inline import Inline, is_prompt
from bulletin.manuscript.package import Element, name_of, qn, value
from bulletin.manuscript.pencil import Pencil, excerpt
from bulletin.manuscript.styles import on, whole
from bulletin.records.manuscript import Grid, Line, Passage, TableCell

_WIDEST: Final = 200
#: Twips. Word counts a column where rows begin a hair apart; only more than this is an empty place that an author sees.
_HAIR: Final = 360


class Tables:
    """Reads the tables of one part; `read` gives the passages of a cell."""

    def __init__(self, read: Callable[[Element], Iterable[Passage]], inline: Inline, pencil: Pencil) -> None:
        self._read, self._inline, self._pencil = read, inline, pencil

    def grid(self, table: Element) -> Grid | None:
        """A table as drawn (w:tbl), None where it has no cells."""
        rows = [self._row(each) for each in _members(table, "w:tr") if not self._is_hidden(each)]
        shown = (tuple(cell.sheet() for cell in row if not cell.continues) for row in _merged(rows))
        kept = tuple(row for row in shown if row)
        return Grid(rows=kept) if kept else None

    def _row(self, row: Element) -> "list[_Cell]":
        properties = row.find(qn("w:trPr"))
        column = _count(properties, "w:gridBefore", 0)
        cells = [_Cell(0, column)] if column and _width(properties, "w:wBefore") > _HAIR else []
        for element in _members(row, "w:tc"):
            cell = self._cell(element, column)
            column += cell.columns
            if cells and _is_continued(element, "w:hMerge"):
                cells[-1].columns += cell.columns
                cells[-1].passages += cell.passages
            else:
                cells.append(cell)
        return cells

    def _cell(self, element: Element, column: int) -> "_Cell":
        around = next(element.iterancestors(qn("w:sdt"), qn("w:tr")), None)
        passages: tuple[Passage, ...] = ()
        if around is not None and is_prompt(around):
            self._inline.leave_prompt(around)
        else:
            passages = tuple(self._read(element))
        columns = _count(element.find(qn("w:tcPr")), "w:gridSpan", 1)
        return _Cell(column, columns, passages, continues=_is_continued(element, "w:vMerge"))

    def _is_hidden(self, row: Element) -> bool:
        """Whether Word leaves a row out (w:hidden, §17.4.20); what stands in it is named."""
        properties = row.find(qn("w:trPr"))
        if properties is None or not on(properties.find(qn("w:hidden"))):
            return False
        if text := "".join(each.text or "" for each in row.iter(qn("w:t"))):
            message = _("a hidden row of a table was left out: {text}").format(text=excerpt(text))
            remedy = _("If it belongs to the story, make it visible in Word and send the file again.")
            self._pencil.mark("hidden-text", message, remedy, text=text)
        return True


@dataclass
class _Cell:
    """A cell while its table is put together: its column, and whether it goes on from the row above."""

    column: int
    columns: int
    passages: tuple[Passage, ...] = ()
    rows: int = 1
    continues: bool = False

    def sheet(self) -> TableCell:
        lines = tuple(line for each in self.passages for line in ([each] if isinstance(each, Line) else each.lines))
        within = tuple(each for each in self.passages if isinstance(each, Grid) and is_table(each))
        return TableCell(lines=lines, columns=self.columns, rows=self.rows, within=within)


def is_table(grid: Grid) -> bool:
    """Whether a table within a cell or a box is one for its reader too, not a frame around lines or a frame for pictures."""
    return any(len(row) > 1 for row in grid.rows) and not any(line.art for line in grid.lines)


def _merged(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """Rows whose cells that go on from above are counted to the cell they belong to, with what stands in them."""
    above: dict[int, _Cell] = {}
    for row in rows:
        current: dict[int, _Cell] = {}
        for cell in row:
            head = above.get(cell.column)
            cell.continues = cell.continues and head is not None
            if cell.continues and head is not None:
                head.rows += 1
                head.passages += cell.passages
                current[cell.column] = head
            else:
                current[cell.column] = cell
        above = current
    return rows


def _members(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through the controls around them; not those of a table inside."""
    for child in element:
        if name_of(child.tag) == name:
            yield child
        elif name_of(child.tag) not in ("w:tc", "w:p", "w:tbl"):
            yield from _members(child, name)


def _is_continued(cell: Element, merge: str) -> bool:
    """Whether a merge (§17.4.84; w:hMerge, §17.4.22) goes on in this cell, as it does where it does not say that it begins."""
    properties = cell.find(qn("w:tcPr"))
    found = properties.find(qn(merge)) if properties is not None else None
    return found is not None and value(found) in (None, "continue")


def _width(properties: Element | None, name: str) -> int:
    return (whole(value(properties.find(qn(name)), "w:w")) or 0) if properties is not None else 0


def _count(properties: Element | None, name: str, otherwise: int) -> int:
    number = whole(value(properties.find(qn(name)))) if properties is not None else None
    return otherwise if number is None else min(max(number, otherwise), _WIDEST)
