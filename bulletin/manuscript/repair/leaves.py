"""A manuscript's texts taken out to be repaired, and put back where they stood."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bulletin.manuscript.lines import joined
from bulletin.records.manuscript import Art, Line, Manuscript, Passage, Run, TableCell

#: A picture is found by its name, however that is written.
_FILE_NAME: Final = re.compile(r"\.[A-Za-z]{3,4}$")


@dataclass(frozen=True)
class Leaf:
    """One text: its spans, set alike each; a paragraph's position as the author counts, None beside the paragraphs.

    `before` is how many characters of an automatic number stand in front of it.
    """

    spans: tuple[str, ...]
    position: int | None = None
    before: int = 0

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(self.spans)


_Turn = Callable[[Leaf], tuple[str, ...]]


def leaves(manuscript: Manuscript) -> list[Leaf]:
    """Every text of a manuscript: paragraphs, cells, captions, notes, front matter's values. Comments are the editor's alone."""
    found: list[Leaf] = []

    def keep(leaf: Leaf) -> tuple[str, ...]:
        found.append(leaf)
        return leaf.spans

    _turned(manuscript, keep)
    return found


def with_texts(manuscript: Manuscript, spans: Iterable[tuple[str, ...]]) -> Manuscript:
    """The manuscript with other texts, one for each that `leaves` gave."""
    following = iter(spans)
    return _turned(manuscript, lambda _leaf: next(following))


def _turned(manuscript: Manuscript, turn: _Turn) -> Manuscript:
    return manuscript.model_copy(
        update={
            "passages": tuple(_passage(each, turn) for each in manuscript.passages),
            "notes": tuple(_plain(each, turn) for each in manuscript.notes),
            "front": {key: _value(each, turn) for key, each in manuscript.front.items()},
        }
    )


def _passage(passage: Passage, turn: _Turn) -> Passage:
    if isinstance(passage, Line):
        return _line(passage, turn)
    return passage.model_copy(update={"rows": tuple(tuple(_cell(cell, turn) for cell in row) for row in passage.rows)})


def _cell(cell: TableCell, turn: _Turn) -> TableCell:
    """A cell, turned; the tables within it hold lines of its own."""
    lines = tuple(_line(each, turn) for each in cell.lines)
    return _with_lines(cell, dict(zip(cell.lines, lines, strict=True)))


def _with_lines(cell: TableCell, turned: Mapping[Line, Line]) -> TableCell:
    within = (
        grid.model_copy(update={"rows": tuple(tuple(_with_lines(each, turned) for each in row) for row in grid.rows)})
        for grid in cell.within
    )
    return cell.model_copy(update={"lines": tuple(turned.get(line, line) for line in cell.lines), "within": tuple(within)})


def _line(line: Line, turn: _Turn) -> Line:
    before = tuple(run.text for run in line.runs if isinstance(run, Run))
    after = turn(Leaf(before, line.position, len(line.number)))
    captions = [(_plain(art.alt, turn), _plain(art.caption, turn)) for art in line.art]
    if after == before and captions == [(art.alt, art.caption) for art in line.art]:
        return line
    return line.model_copy(update={"runs": joined(_pieces(line, iter(after), iter(captions)))})


def _pieces(line: Line, texts: Iterator[str], captions: Iterator[tuple[str, str]]) -> Iterator[Run | Art]:
    for piece in line.runs:
        if isinstance(piece, Run):
            yield piece.model_copy(update={"text": next(texts)})
        else:
            alt, caption = next(captions)
            yield piece.model_copy(update={"alt": alt, "caption": caption})


def _plain(text: str, turn: _Turn) -> str:
    return "".join(turn(Leaf((text,)))) if text else text


def _value(value: Any, turn: _Turn) -> Any:
    if isinstance(value, str):
        return value if _FILE_NAME.search(value) else _plain(value, turn)
    if isinstance(value, list):
        return [_value(each, turn) for each in value]
    return {key: _value(each, turn) for key, each in value.items()} if isinstance(value, dict) else value
