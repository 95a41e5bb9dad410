"""Sentences and clauses, and the names that stand where these begin, or behind a word."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import Found
from bulletin.preflight.copy_personal.names import called_at, free_names

_SENTENCE = re.compile(r"[^。!?；;\n]+")
_CLAUSE_ENDS = "。！？；，,.!?;:：\n"
_HAN = re.compile(r"[\u4e00-\u9fff]")


def sentence_at(plain: str, at: int) -> str:
    """The sentence that a place stands in."""
    return next((found[0] for found in _SENTENCE.finditer(plain) if found.start() <= at < found.end()), "")


def clause_of(plain: str, start: int, end: int) -> str:
    """What stands around a name up to the marks on both sides."""
    return plain[slice(*clause_at(plain, start, end))]


def clause_at(plain: str, start: int, end: int) -> Found:
    """Where the clause around a name begins and ends."""
    first = max((plain.rfind(mark, 0, start) for mark in _CLAUSE_ENDS), default=-1) + 1
    last = min((at for mark in _CLAUSE_ENDS if (at := plain.find(mark, end)) >= 0), default=len(plain))
    return first, last


def beginning_clauses(plain: str) -> Iterator[Found]:
    """The names that begin a clause."""
    return (each for each in free_names(plain) if each[0] == 0 or not _HAN.match(plain, each[0] - 1))


def behind(plain: str, lead: re.Pattern[str]) -> Iterator[Found]:
    """The names right behind a word, wherever that stands."""
    for found in lead.finditer(plain):
        if (end := called_at(plain, found.end())) is not None:
            yield found.end(), end
