"""How much room characters take, counted in ems: what can be known of a text before it is set."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

#: Where a Chinese headline may turn its line: behind a comma, colon or dash, and at a blank that stands for one.
_TURN = re.compile(r"(?<=[，；：。！？])|(?<=——)|(?<=[⺀-鿿”》）])\s+(?=[⺀-鿿“《（])")
_WIDE = ("W", "F")
#: Latin letters by their width in ems, as book faces have them: narrow and broad ones, capitals, the rest with the digits.
_LATIN = dict.fromkeys("'!,.:;ijl|[]()/\\-t\"", 0.34) | dict.fromkeys("mwMW@%&", 0.9) | {" ": 0.26, "I": 0.41, "J": 0.4}
_CAPITAL, _LETTER = 0.7, 0.57
#: A line exactly as wide as its measure may turn all the same: a headline gets this much more.
_ROOM = 0.3

_OPENING = "（《「『【〔〈〖［｛“‘"
_CLOSING = "，、。．；：！？）》」』】〕〉〗］｝”’"
#: Marks that meet are set closer: half an em for each (GB/T 15834-2011 §5.1.10).
_MEETING = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|(?<=[{_OPENING}])[{_OPENING}]")
#: What no line may begin with goes with the character before it, what none may end with goes with the one behind (clreq, 避头尾);
#: a Latin word, a number and a dash stay whole. Quotation marks hold on to both sides (UAX #14, LB19).
_PIECE = re.compile(rf"[{_OPENING}]*(?:[!-~]+|——|\S)(?:[{_CLOSING}…·]|(?<=[”’“‘])[!-~]+|(?<=[“‘”’])\S|[“‘][!-~]+|[“‘]+\S)*\s*")


def ems(text: str) -> float:
    """The width of a line of text in ems: one for each Chinese character, about half for a letter or digit."""
    return sum(map(_width, text)) - len(_MEETING.findall(text)) / 2


@lru_cache(maxsize=4096)
def lines(text: str, characters: float, indent: int = 0) -> int:
    """The lines that a text takes on a measure of so many characters, its first line indented."""
    first, *others = ([found[0] for found in _PIECE.finditer(line)] for line in text.split("\n"))
    return _filled(first, characters, indent) + sum(_filled(each, characters, 0) for each in others)


def turned(title: str, characters: float) -> int:
    """The lines that a headline takes whose phrases keep together where they can."""
    count, at = 1, 0.0
    for width, whole in ((ems(phrase.rstrip()), ems(phrase)) for phrase in phrases(title)):
        if at and at + width > characters:
            count, at = count + 1, 0.0
        over, at = divmod(at + whole, characters) if width > characters else (0, at + whole)
        count += int(over)
    return count


def phrases(title: str) -> tuple[str, ...]:
    """A headline in the pieces that should not be broken; joined again they are the headline, letter for letter."""
    cuts = [0, *(found.end() for found in _TURN.finditer(title)), len(title)]
    return tuple(title[start:end] for start, end in pairwise(cuts) if start < end)


def longest(title: str) -> float:
    """The width in ems of the longest piece of a headline that should stay on one line."""
    words = [word for phrase in phrases(title) for word in ([phrase.strip()] if _is_chinese(phrase) else phrase.split())]
    return round(max((ems(word) for word in words), default=1.0) + _ROOM, 2)


def _filled(pieces: Sequence[str], characters: float, indent: int) -> int:
    """Pieces on lines, each line as full as it will go; a mark that meets the next piece's counts by half."""
    text = "".join(pieces)
    squeezed = {found.start() for found in _MEETING.finditer(text)}
    count, at = 1, float(indent)
    for piece, end in zip(pieces, accumulate(map(len, pieces)), strict=True):
        closer = sum(place in squeezed for place in range(end - len(piece), end)) / 2
        width = sum(map(_width, piece.rstrip(" "))) - closer
        if at and at + width > characters + 1e-6:
            count, at = count + 1, 0.0
        at += width + _LATIN[" "] * (len(piece) - len(piece.rstrip(" ")))
    return count


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in _WIDE or character in "“”‘’—…":
        return 1.0
    return _LATIN.get(character, _CAPITAL if character.isupper() else _LETTER)


def _is_chinese(text: str) -> bool:
    return any(unicodedata.east_asian_width(character) in _WIDE for character in text)
