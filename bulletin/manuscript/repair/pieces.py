"""What a repair is: for each text of a manuscript, what takes the place of each of its characters."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from bulletin.typography import Pieces

#: Characters that an example shows around its first repaired ones, and at most.
_AROUND: Final = 4
_LONGEST: Final = 40
#: A text's pieces, one for each character; None leaves the text as it is.
Mended = Pieces | None
#: A repair sees all texts of a manuscript, for what is doubtful in one paragraph may be sure beside the others.
Repair = Callable[[Sequence[str]], list[Mended]]


def in_each(mend: Callable[[str], Mended]) -> Repair:
    """The repair that judges each text by itself."""
    return lambda texts: [mend(text) for text in texts]


def replaced(text: str, pattern: re.Pattern[str], substitute: Callable[[re.Match[str]], str]) -> Mended:
    """Every match replaced, None where nothing matches.

    A substitute as long as its match stands character for character; any other at the match's first character, and the others go.
    """
    pieces: Pieces | None = None
    for found in pattern.finditer(text):
        pieces = list(text) if pieces is None else pieces
        start, end = found.span()
        instead = substitute(found)
        pieces[start:end] = instead if len(instead) == end - start else [instead, *[""] * (end - start - 1)]
    return pieces


def example(text: str, pieces: Pieces) -> tuple[str, str]:
    """The first repaired characters in a row with some around them, as they were and as they are."""
    first = next(i for i, sign in enumerate(text) if pieces[i] != sign)
    whole = (i for i in range(first, len(text)) if pieces[i : i + _AROUND] == list(text[i : i + _AROUND]))
    start, end = max(first - _AROUND, 0), min(next(whole, len(text)) + _AROUND, first + _LONGEST)
    return text[start:end], "".join(pieces[start:end])


def shown(text: str) -> str:
    """A text in a message: without what cannot be printed, its blanks as single ones."""
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
