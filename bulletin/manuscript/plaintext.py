"""Plain text as a manuscript: paragraphs by blank lines, by lines, or by indents; lines wrapped by a mail program are joined."""

import re
import unicodedata
from typing import Final

from bulletin.manuscript.charset import decode
from bulletin.manuscript.measure import refuse_longer_text
from bulletin.manuscript.pencil import Pencil
from bulletin.manuscript.tail import letter_lines, note_cut, story_span
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript, Run

#: Columns; a Chinese character takes two.
_NARROWEST: Final = 40
_SLACK: Final = 4
_SLACK_BETWEEN_WORDS: Final = 14
_INDENT: Final = re.compile(r"^(?:\u3000|\t| {2,}|\u00a0{2,})")


def read(
    name: str, data: bytes, charset: str | None = None, *, mail: bool = False, answer: bool = False, framed: bool = False
) -> Marked[Manuscript]:
    """A text file as its author left it; of a mail's body only the story: what stands around it is cut, with a note.

    `framed` leaves a mail's greeting, and what else it says around its story, where it is. `answer` says that what the mail quotes
    is the mail that it answers, and not one that it passes on. Raises Unfit.
    """
    pencil = Pencil(name)
    text = decode(data, charset, pencil)
    refuse_longer_text(text)
    lines = text.split("\n")
    if mail and framed:
        lines = [lines[at] for at in letter_lines(lines, answer=answer)]
    elif mail:
        story = story_span(lines, answer=answer)
        note_cut(pencil, "\n".join(lines[: story.start]))
        note_cut(pencil, "\n".join(lines[story.stop :]))
        lines = lines[story.start : story.stop]
    passages = tuple(Line(runs=(Run(text=text),), position=at) for at, text in enumerate(paragraphs(lines), start=1))
    return Marked(Manuscript(file=name, kind="text", passages=passages), pencil.queries)


def paragraphs(lines: list[str]) -> list[str]:
    """The paragraphs that lines of text are, as their author meant them."""
    measure = _measure(lines)
    found: list[str] = []
    open_ended = False
    for line in lines:
        if open_ended and line.strip() and not _INDENT.match(line):
            found[-1] = _joined(found[-1], line.rstrip())
        elif line.strip():
            found.append(line.rstrip())
        open_ended = measure > 0 and bool(line.strip()) and _columns(line) >= measure
    return found


def _measure(lines: list[str]) -> int:
    """The columns from which on a line is full; 0 where lines are not clearly wrapped: few are nearly as long as the longest."""
    widths = [_columns(line) for line in lines if line.strip()]
    widest = max(widths, default=0)
    slack = _SLACK if any(ord(sign) > 0x2E80 for line in lines for sign in line) else _SLACK_BETWEEN_WORDS
    full = sum(width >= widest - slack for width in widths)
    wrapped = widest >= _NARROWEST and full >= 3 and full * 5 >= len(widths) * 2
    return widest - slack if wrapped else 0


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line.rstrip())


def _joined(before: str, after: str) -> str:
    after = after.lstrip()
    chinese = before and after and (ord(before[-1]) > 0x2000 or ord(after[0]) > 0x2000)
    return before + after if chinese else f"{before} {after}"
