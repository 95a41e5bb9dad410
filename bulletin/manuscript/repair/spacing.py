"""Blanks between all characters, as some converters and some typists put them."""

import re
from collections.abc import Sequence
from typing import Final

from bulletin.manuscript.repair.pieces import Mended
from bulletin.typography import BLANKS, HAN, Pieces, count_han, is_han

_BLANK: Final = frozenset(BLANKS)
#: So many characters in a row are no list of single ones (东 西 南 北 中), and no name or heading set wide.
_SURE: Final = 10
#: In a manuscript where that is sure, so many are the same fault.
_LIKELY: Final = 3
_CHINESE: Final = rf"[{HAN}，。、；：？！“”‘’（）《》【】—…]"
_NEIGHBOURS: Final = re.compile(rf"{_CHINESE}(?=[{BLANKS}]*{_CHINESE})")
_PARTED: Final = re.compile(rf"(?<={_CHINESE})[{BLANKS}]+(?={_CHINESE}|[0-9A-Za-z%])|(?<=[0-9A-Za-z%])[{BLANKS}]+(?={_CHINESE})")


def spaced(texts: Sequence[str]) -> list[Mended]:
    """Characters parted by blanks are put together again; a real blank, which became three, is one again."""
    shortest = _LIKELY if any(_is_spaced(line, _SURE) for text in texts for line in text.split("\n")) else _SURE
    return [_mended(text, shortest) for text in texts]


def _mended(text: str, shortest: int) -> Mended:
    lines = text.split("\n")
    if not any(_is_spaced(line, shortest) for line in lines):
        return None
    pieces: Pieces = []
    for line in lines:
        pieces += [*(_together(line) if _is_spaced(line, shortest) else line), "\n"]
    return pieces[:-1]


def _is_spaced(line: str, shortest: int) -> bool:
    body = line.strip(BLANKS)
    if len("".join(body.split())) * 4 > len(body) * 3 or count_han(body) * 2 < shortest:
        return False
    return _alternates(body, shortest) or _is_parted(body)


def _alternates(body: str, shortest: int) -> bool:
    return len(body) >= 2 * shortest - 1 and all(sign in _BLANK for sign in body[1::2]) and not body[::2].isspace()


def _is_parted(body: str) -> bool:
    """Whether nearly all neighbouring Chinese characters are parted, where numbers and Latin words stayed whole."""
    neighbours = [found.end() for found in _NEIGHBOURS.finditer(body)]
    parted = sum(body[at] in _BLANK for at in neighbours)
    return len(neighbours) >= _SURE and parted * 10 >= len(neighbours) * 9


def _together(line: str) -> Pieces:
    first = len(line) - len(line.lstrip(BLANKS))
    body = line.strip(BLANKS)
    indent, rest = list(line[:first]), list(line[first + len(body) :])
    if _alternates(body, 0):
        return [*indent, *(sign if not at % 2 else "" for at, sign in enumerate(body)), *rest]
    pieces = list(body)
    for found in _PARTED.finditer(body):
        start, end = found.span()
        # where single blanks part the characters, a longer one was a blank before
        kept = body[start] if end - start > 2 and is_han(body[start - 1]) else ""
        pieces[start:end] = [kept, *[""] * (end - start - 1)]
    return [*indent, *pieces, *rest]
