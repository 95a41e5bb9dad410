"""A web page's text as it shows: blanks run together, and line breaks that part paragraphs.

Blanks of the source come as U+001F, those with a line break in them as U+001E; kept ones come as they are.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bulletin.manuscript.lines import joined
from bulletin.records.manuscript import Art, Run

#: Blanks in the page's source, until it is known what stands on both their sides: with a line break in them, and without.
_SEAM: Final = re.compile("[\x1e\x1f]+")
_CHINESE: Final = re.compile(r"[⺀-鿿\u3000-〿＀-￯]")
#: So many characters between line breaks are a paragraph of their own.
_PARAGRAPH: Final = 40


def _settled(pieces: Sequence[Run | Art]) -> Iterator[Run | Art]:
    """Pieces with the source's blanks as a browser shows them: one, however many meet; none for a line break between Chinese."""
    text = "".join(piece.text if isinstance(piece, Run) else "\ufffc" for piece in pieces)
    blanks = {}
    for found in _SEAM.finditer(text):
        between = "\x1e" in found[0] and _CHINESE.match(text, found.start() - 1) and _CHINESE.match(text, found.end())
        blanks[found.start()] = "" if between and found.start() else " "
    at = 0
    for piece in pieces:
        if isinstance(piece, Art):
            at += 1
            yield piece
            continue
        yield piece.model_copy(update={"text": _with_blanks(piece.text, at, blanks)}) if _SEAM.search(piece.text) else piece
        at += len(piece.text)


def _with_blanks(text: str, at: int, blanks: dict[int, str]) -> str:
    return re.sub("[\x1e\x1f]", lambda found: blanks.get(at + found.start(), ""), text)


def _trimmed(runs: tuple[Run | Art, ...]) -> tuple[Run | Art, ...]:
    """A line without the blanks and breaks at its edges, which no browser shows, nor those around a break."""
    pieces = list(runs)
    for at, side in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces and isinstance(piece := pieces[at], Run):
            text = side(piece.text, " \t\n\r")
            if text:
                pieces[at] = piece.model_copy(update={"text": text})
                break
            pieces.pop(at)
    return tuple(
        each.model_copy(update={"text": re.sub(r" *\n *", "\n", each.text)}) if isinstance(each, Run) and "\n" in each.text else each
        for each in pieces
    )


def folded(pieces: Sequence[Run | Art]) -> Iterator[tuple[Run | Art, ...]]:
    """A line's pieces as a browser shows them: one paragraph, or several where its breaks part running text from what stands around it."""
    runs = _trimmed(joined(_settled(pieces)))
    parts = broken(runs)
    lengths = [sum(len(piece.text) for piece in part if isinstance(piece, Run)) for part in parts]
    if any(length > _PARAGRAPH for length in lengths):
        yield from (trimmed for part in parts if (trimmed := _trimmed(joined(part))))
    elif runs:
        yield runs


def broken(runs: Sequence[Run | Art]) -> list[list[Run | Art]]:
    """Runs parted at their line breaks."""
    parts: list[list[Run | Art]] = [[]]
    for piece in runs:
        texts = piece.text.split("\n") if isinstance(piece, Run) else []
        parts[-1].append(piece.model_copy(update={"text": texts[0]}) if isinstance(piece, Run) else piece)
        for text in texts[1:]:
            parts.append([piece.model_copy(update={"text": text})] if isinstance(piece, Run) else [])
    return parts
