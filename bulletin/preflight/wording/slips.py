"""Slips in fixed phrases: an idiom or a bank's set phrase with a look-alike, a homophone, or two characters that changed places."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bulletin.language import _
from bulletin.preflight.wording.finding import Finding
from bulletin.preflight.wording.lists import lines
from bulletin.preflight.wording.names import is_slip

FILE = "fixed.txt"
#: Other words, that only differ from a fixed phrase as a slip does.
OTHERS = "fixed-others.txt"


class Phrases(NamedTuple):
    """The phrases by their first two characters and by their last two: one slip leaves one of these as it was.

    `all` are these and what only differs from one as a slip does.
    """

    all: frozenset[str]
    by_head: dict[str, tuple[str, ...]]
    by_tail: dict[str, tuple[str, ...]]


@cache
def phrases() -> Phrases:
    """The fixed phrases."""
    listed = sorted({word for line in lines(FILE) for word in line.split()})
    others = frozenset(word for line in lines(OTHERS) for word in line.split())
    by_head, by_tail = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for phrase in listed:
        by_head[phrase[:2]].append(phrase)
        by_tail[phrase[-2:]].append(phrase)
    grouped = ({pair: tuple(each) for pair, each in by.items()} for by in (by_head, by_tail))
    return Phrases(frozenset(listed) | others, *grouped)


def slips(text: str) -> Iterator[Finding]:
    """Each slip once, as the longest phrase tells it."""
    done = 0
    for start, phrase in sorted(_alike(text), key=lambda each: (each[0], -len(each[1]))):
        if start >= done:
            done = start + len(phrase)
            written = text[start:done]
            message = _("“{wrong}” is written “{right}”").format(wrong=written, right=phrase)
            remedy = _("Write “{right}”, unless the other is meant.").format(right=phrase)
            yield Finding(check="wrong-word", start=start, end=done, message=message, remedy=remedy)


def _alike(text: str) -> Iterator[tuple[int, str]]:
    known = phrases()
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        for phrase in known.by_head.get(pair, ()):
            if _is_slip_at(text, place, phrase, known):
                yield place, phrase
        for phrase in known.by_tail.get(pair, ()):
            start = place + 2 - len(phrase)
            if start >= 0 and _is_slip_at(text, start, phrase, known):
                yield start, phrase


def _is_slip_at(text: str, start: int, phrase: str, known: Phrases) -> bool:
    written = text[start : start + len(phrase)]
    return written not in known.all and is_slip(written, phrase)
