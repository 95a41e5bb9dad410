"""How much room characters take, counted in ems: what can be known of a text before it is set."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from bulletin.lines import rules
from bulletin.lines.paragraph import Paragraph

#: Where a Chinese headline may turn its line: behind a comma, colon or dash, and at a blank that stands for one.
_TURN = re.compile(r"(?<=[，；：。！？])|(?<=——)|(?<=[⺀-鿿”》）])\s+(?=[⺀-鿿“《（])")
#: A short name that a headline quotes stands on one line, with the marks that cling to it: no wider than the narrowest headline.
_NAME = re.compile(r"[（《]*“[^“”《》]{1,8}”[，、：；。！？）》]*|《[^《》]{1,8}》[，、：；。！？）]*")
_WIDE = ("W", "F")
#: Latin letters by their width in ems, as book faces have them: narrow and broad ones, capitals, the rest with the digits.
_LATIN = dict.fromkeys("'!,.:;ijl|[]()/\\-t\"", 0.34) | dict.fromkeys("mwMW@%&", 0.9) | {" ": 0.26, "I": 0.41, "J": 0.4}
_CAPITAL, _LETTER = 0.7, 0.57
#: A line exactly as wide as its measure may turn all the same: a headline gets this much more.
_ROOM = 0.3


def ems(text: str) -> float:
    """The width of a line of text in ems: one for each Chinese character, about half for a letter or digit."""
    return _paragraph(text).width(0, len(text))


@lru_cache(maxsize=4096)
def lines(text: str, characters: float, indent: int = 0, *, headline: bool = False) -> int:
    """The lines that a text takes on a measure of so many characters, its first line indented; a headline's quoted names stay whole."""
    paragraph, room = _paragraph(text, _within_names(text) if headline else frozenset()), characters - indent
    count = start = 0
    while start < len(text):
        start, count, room = paragraph.turned(start, room).end, count + 1, characters
        start += len(text[start:]) - len(text[start:].lstrip(" "))
    return max(count, 1)


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


def names(phrase: str) -> tuple[str, ...]:
    """A headline's phrase in turns: what is not quoted, a quoted name, what is not, ...; joined again they are the phrase."""
    cuts = [0, *(place for found in _NAME.finditer(phrase) for place in found.span()), len(phrase)]
    return tuple(phrase[start:end] for start, end in pairwise(cuts))


def longest(title: str) -> float:
    """The width in ems of the longest piece of a headline that should stay on one line."""
    words = [word for phrase in phrases(title) for word in ([phrase.strip()] if _is_chinese(phrase) else phrase.split())]
    return round(max((ems(word) for word in words), default=1.0) + _ROOM, 2)


def _within_names(text: str) -> frozenset[int]:
    return frozenset(place for found in _NAME.finditer(text) for place in range(found.start() + 1, found.end()))


def _paragraph(text: str, whole: frozenset[int] = frozenset()) -> Paragraph:
    """A text measured by estimate: a line may turn behind a blank and beside Chinese, where nothing forbids it."""
    bound, joints = rules.bound(text) | whole, rules.joints(text)
    turns = [place not in bound and (place in joints or _turns(*pair)) for place, pair in enumerate(pairwise(text), 1)]
    nothing = [0.0] * len(text)
    return Paragraph(text, [*map(_width, text)], [1.0] * len(text), nothing, [*turns, True][: len(text)], [True] * len(text))


def _turns(before: str, after: str) -> bool:
    return before == "\n" or (not after.isspace() and (before.isspace() or _is_wide(before) or _is_wide(after)))


def _width(character: str) -> float:
    if _is_wide(character):
        return 1.0
    return 0.0 if character == "\n" else _LATIN.get(character, _CAPITAL if character.isupper() else _LETTER)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in _WIDE or character in "“”‘’—…"


def _is_chinese(text: str) -> bool:
    return any(unicodedata.east_asian_width(character) in _WIDE for character in text)
