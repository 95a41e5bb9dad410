"""What a reader of one passage finds: where, what, and what would be right; and the clause or sentence that it stands in."""

import re
from collections.abc import Callable, Iterator

from bulletin.records.sheet import Sheet

_SENTENCE_ENDS = "。！？；\n"
_CLAUSE_ENDS = _SENTENCE_ENDS + "，：、"


class Finding(Sheet):
    """A fault in one passage: the characters from `start` up to `end`. `instead` is what is surely right there, or None."""

    check: str
    start: int
    end: int
    message: str
    remedy: str
    instead: str | None = None


#: Reads one passage's text.
Reader = Callable[[str], Iterator[Finding]]


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds these characters, its end mark included."""
    return _within(text, start, end, _SENTENCE_ENDS)


def clause(text: str, start: int, end: int) -> str:
    """The clause that holds these characters."""
    first, last = _within(text, start, end, _CLAUSE_ENDS)
    return text[first:last]


def sentence_of(text: str, found: re.Match[str]) -> str:
    """The sentence that a match stands in."""
    first, last = sentence(text, *found.span())
    return text[first:last]


def _within(text: str, start: int, end: int, ends: str) -> tuple[int, int]:
    first = max((text.rfind(mark, 0, start) for mark in ends), default=-1) + 1
    last = min((place for mark in ends if (place := text.find(mark, max(start, end - 1))) >= 0), default=len(text) - 1)
    return first, last + 1
