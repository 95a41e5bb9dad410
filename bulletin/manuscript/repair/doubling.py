"""Characters doubled one by one, as a PDF's copied bold text has them, without harm to words that double by nature."""

import re
from collections.abc import Sequence
from typing import Final

from bulletin.manuscript.repair.pieces import Mended
from bulletin.typography import REDUPLICATED, Pieces, is_han

_RUN: Final = re.compile(r"(?:(\S)\1)+")
_BLANKS_WITHIN: Final = re.compile(r"(?<=\S)[^\S\n]+(?=\S)")
#: Eight digits are no year.
_YEAR: Final = re.compile(r"(?<!\d)(?:1199|2200)(\d)\1(\d)\2(?=年)")
#: Marks that nobody types twice.
_MARKS: Final = frozenset("，：；、")
#: So many other characters, each doubled, are no accident; in a run of so many pairs, or beside a doubled mark, fewer are enough.
_SURE: Final = 4
_LONG_RUN: Final = 4
_SURE_WITHIN: Final = 2


def doubled(texts: Sequence[str]) -> list[Mended]:
    """Whole runs of doubled characters are made single. Where one is sure, a paragraph of nothing but pairs is one too."""
    proven = any(_is_sure(found[0]) for text in texts for found in _RUN.finditer(text))
    return [_mended(text, proven) for text in texts]


def _mended(text: str, proven: bool) -> Mended:
    spans = [found.span() for found in _YEAR.finditer(text)]
    if proven:
        spans += _all_pairs(text) or [_without_tail(found) for found in _RUN.finditer(text) if _is_doubled(text, found)]
    if not spans:
        return None
    pieces: Pieces = list(text)
    for start, end in spans:
        pieces[start + 1 : end : 2] = [""] * ((end - start) // 2)
    return pieces


def _all_pairs(text: str) -> list[tuple[int, int]]:
    """The runs of a text in which every word is one, and some character is not one that Chinese doubles."""
    words = list(re.finditer(r"\S+", text))
    single = "".join(word[0][::2] for word in words)
    if len(single) < 2 or not all(_RUN.fullmatch(word[0]) for word in words) or not _names_something(single):
        return []
    blanks = list(_BLANKS_WITHIN.finditer(text))
    if any(len(blank[0]) % 2 for blank in blanks):
        blanks = []  # the blanks were not doubled with the rest
    return [found.span() for found in (*words, *blanks)]


def _is_doubled(text: str, run: re.Match[str]) -> bool:
    start, end = run.span()
    whole = not text[start - 1 : start].strip() and not text[end : end + 1].strip()
    return _is_sure(run[0]) or (whole and len(run[0]) > 4 and bool(_telling(run[0])))


def _is_sure(run: str) -> bool:
    telling, pairs = len(_telling(run)), sum(map(is_han, run)) // 2
    return telling >= _SURE or (telling >= _SURE_WITHIN and (pairs >= _LONG_RUN or not _MARKS.isdisjoint(run)))


def _telling(run: str) -> set[str]:
    return {sign for sign in run if is_han(sign) and sign not in REDUPLICATED}


def _names_something(single: str) -> bool:
    return any(sign.isalpha() and sign not in REDUPLICATED for sign in single)


def _without_tail(run: re.Match[str]) -> tuple[int, int]:
    """A run's place without words that double by nature behind its last mark: there plain text may have begun (描述：天天)."""
    start, end = run.span()
    mark = max(run[0].rfind(sign) for sign in _MARKS) + 1
    tail = run[0][mark:]
    followed = bool(run.string[end : end + 1].strip())
    return (start, start + mark) if mark and tail and followed and not _telling(tail) else (start, end)
