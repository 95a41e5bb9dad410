"""Lines of Chinese: what can be said of a text alone, before any type is measured.

Which marks give up half of their width, where a quarter em stands that nobody typed, where no line may turn. The press sets
by these rules and casting off reckons with them. Sources: W3C clreq ("Requirements for Chinese Text Layout"), GB/T 15834-2011.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from bulletin.typography import HAN

#: The white between a Chinese character and a Latin letter or digit, in ems (clreq §"Mixed text composition").
QUARTER = 0.25

OPENING = "（《「『【〔〈〖［｛“‘"
CLOSING = "，、。．；：！？）》」』】〕〉〗］｝”’"
#: Marks that can be squeezed within a line; what ends a sentence keeps its white (clreq §"Line adjustment").
SQUEEZED = "".join(mark for mark in OPENING + CLOSING if mark not in "。．！？")
#: A mark whose white half faces another mark gives that half up: two that meet are one and a half wide (GB/T 15834 §5.1.10).
_GIVES_RIGHT = re.compile(f"[{CLOSING}](?=[{CLOSING}{OPENING}])")
_GIVES_LEFT = re.compile(f"(?<=[{OPENING}])[{OPENING}]")

#: A letter or a digit of a script that is written with blanks: neither Chinese, nor a syllable, nor a wide or a joining form.
_LATIN = "0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
_APART = re.compile(rf"(?<=[{HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{HAN}])")

#: What no line begins with, besides closing marks; what none ends with are opening marks.
_NEVER_FIRST = re.compile(f"(?<=\\S)[{CLOSING}％%‰℃°～〜·・…—–]")
_NEVER_LAST = re.compile(f"(?<=[{OPENING}￥$＄£€№])(?=\\S)")
#: Kept whole: a number with the characters that count by it, its ranges, its ordinal.
_NUMBER = "[0-9０-９]"
_COUNTED = re.compile(rf"{_NUMBER}[十百千万亿]*[余多]?(?:公里|千米|厘米|毫米|公斤|千克|公顷|小时|分钟|周年|个月|人次|[{HAN}])?")
#: Kept whole where that leaves no hole in the line: what belongs to a number without being its unit.
_LONGER = re.compile(rf"{_NUMBER}[十百千万亿]*[余多]?(?:个百分点|平方公里|平方千米|平方米|立方米|[{HAN}]{{0,2}}以[上下内])")
_RANGE = re.compile(rf"{_NUMBER}[{HAN}%％℃]?[-~～〜—–:：/.,](?={_NUMBER})")
_ORDINAL = re.compile(rf"第{_NUMBER}")
_DASHES = re.compile("[—…]{2,}|‥+")
#: Quotation marks are one sign for both sides in Unicode, so UAX #14 (LB19) lets no line turn at either; among Chinese it may.
_MAY_TURN = re.compile(rf"(?<=[{HAN}，、。；：！？）》…—])(?=[“‘])|(?<=[”’])(?=[{HAN}（《“‘])")
_BESIDE = f"{HAN}{OPENING}{CLOSING}…—～·"
_FULL_QUOTE = re.compile(rf"(?<![^{_BESIDE}])[“”‘’]|[“”‘’](?![^{_BESIDE}])")
#: What would stand on one line for want of blanks, and leave a hole before it: addresses of the web and of mail, and numbers of which the
#: most is masked. An address turns behind its marks, without a hyphen (Chicago Manual of Style 7.46), a number behind three of its stars.
ADDRESS = re.compile(
    r"(?:[a-z]{3,5}://|www\.)[!-~]+|(?:[\w.+-]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?][!-~]*)?", re.ASCII | re.IGNORECASE
)
_JOINT = re.compile(r"(?<=[/._?=&@-])(?=[^/._?=&@-])")
_STARS = re.compile(r"(?<=[*●]{3})(?=[0-9A-Za-z*●])|(?<=[0-9*]xxx)(?=[0-9x])|(?<=[0-9*]XXX)(?=[0-9X])")
#: On its last line a paragraph has two characters at least, marks not counted.
_AT_LEAST = 2
_MARK = re.compile(f"[\\s{OPENING}{CLOSING}…—～·]")


def gives_right(text: str) -> frozenset[int]:
    """The closing marks (by their places) whose right half goes, because a mark follows."""
    return frozenset(found.start() for found in _GIVES_RIGHT.finditer(text))


def gives_left(text: str) -> frozenset[int]:
    """The opening marks whose left half goes, because an opening mark stands before."""
    return frozenset(found.start() for found in _GIVES_LEFT.finditer(text))


def apart(text: str) -> frozenset[int]:
    """The characters before which a quarter em stands, unless they begin a line."""
    return frozenset(found.start() for found in _APART.finditer(text))


def full_quotes(text: str) -> frozenset[int]:
    """The quotation marks that stand among Chinese, and so are a character wide (GB/T 15834 §5.1.7), whatever face they are of: Unicode
    has one sign for them and for the narrow ones among Latin letters, and for the apostrophe."""
    return frozenset(found.start() for found in _FULL_QUOTE.finditer(text))


def bound(text: str) -> frozenset[int]:
    """The characters that no line may begin with, whatever else allows it."""
    held = {found.end() - 1 for found in _NEVER_FIRST.finditer(text)} | {found.start() for found in _NEVER_LAST.finditer(text)}
    for pattern in (_COUNTED, _RANGE, _ORDINAL, _DASHES):
        for found in pattern.finditer(text):
            held.update(range(found.start() + 1, found.end() + (pattern is _RANGE)))
    return frozenset(held | _last_characters(text))


def better_bound(text: str) -> frozenset[int]:
    """The characters that no line should begin with where it can be helped."""
    return joints(text) | {place for found in _LONGER.finditer(text) for place in range(found.start() + 1, found.end())}


def free(text: str) -> frozenset[int]:
    """The characters that a line may begin with although UAX #14 does not let it."""
    return joints(text) | {found.start() for found in _MAY_TURN.finditer(text)}


def joints(text: str) -> frozenset[int]:
    """The characters with which a line may begin within an address or a masked number, where it had too much white otherwise."""
    addresses = (found.span() for found in ADDRESS.finditer(text))
    within = {joint.start() for start, end in addresses for joint in _JOINT.finditer(text, start, end) if start < joint.start() < end}
    return frozenset(within | {found.start() for found in _STARS.finditer(text)})


def fit(room: float, ends: Sequence[float], turns: Sequence[bool]) -> int:
    """How many characters go on a line: as many as its room takes.

    `ends[i]` is the width of a line that ends behind character i, `turns[i]` whether it may. Where it may turn at no place that
    fits, the line runs over to the first where it may.
    """
    best = 0
    for place, (end, turn) in enumerate(zip(ends, turns, strict=True), 1):
        if turn and (end <= room or not best):
            best = place
        if end > room and best:
            break
    return best or len(ends)


def _last_characters(text: str) -> set[int]:
    held: set[int] = set()
    for start, end in pairwise([0, *(found.end() for found in re.finditer("\n", text)), len(text)]):
        seen = 0
        for place in range(end - 1, start, -1):
            seen += not _MARK.match(text[place])
            if seen >= _AT_LEAST:
                break
            held.add(place)
    return held
