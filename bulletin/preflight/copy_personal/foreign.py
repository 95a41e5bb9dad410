"""Names of other peoples in running text, with a point or without, and those in Latin letters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bulletin.preflight.copy_personal.figures import Found
from bulletin.preflight.copy_personal.renowned import RENOWNED_ABROAD
from bulletin.preflight.copy_personal.surnames import PEOPLES, SOUNDS

_PARTS = "|".join(PEOPLES)
POINTED_AND_MASKED = re.compile(r"[\u4e00-\u9fff]{1,8}·某")
#: Names of two or more parts that Uyghurs, Mongols, Tibetans, Yi and others have.
_OF_A_PEOPLE = re.compile(rf"(?:{_PARTS})(?:{_PARTS}|[措吉草]){{1,3}}[尔娃别提拉娜]?(?!·某)")
PART_ALONE = re.compile("|".join(part for part in PEOPLES if len(part) > 2))
_SOUND = f"(?:[{''.join(sorted(SOUNDS))}]|来(?=提)|不(?=[都拉力])|再(?=[努娜依])|连(?![忙连声续夜日])|(?<=尔)地)"
SOUNDS_ALONE = re.compile(rf"{_SOUND}{{3,8}}(?![\u4e00-\u9fff·])")
POINT = "[·•・‧]"
_DOTTED = re.compile(rf"{_SOUND}{{1,7}}(?:{POINT}{_SOUND}{{1,7}}){{1,3}}(?!{POINT})")
#: Two to four words with capitals: Jonathan Pierce, Tanaka Hiroshi, J. P. Mueller.
_WORD = r"(?:[A-Z][a-z\u00c0-\u024f'’-]{1,20}(?:[A-Z][a-z]{1,15})?|[A-Z]\.)"
_LATIN = re.compile(
    rf"(?<![A-Za-z0-9.@*])(?:{_WORD}(?:\s(?:van|von|de|da|bin|"
    rf"al-?))?\s?[ ·]\s?){{1,3}}[A-Z][a-z\u00c0-\u024f'’-]{{1,20}}(?![A-Za-z0-9@*])"
)
#: Words in Latin letters that no person is called.
_NO_LATIN = re.compile(
    r"\b(?:Apple|Pay|Union|Visa|Master|Card|Bank|Windows|Office|Word|Excel|Power|Point|Google|Android|Pro|Max|Plus|Air|App|Store|Hello|"
    r"Kitty|"
    r"Good|Thank|You|Happy|New|Year|Service|Wi|Fi|Gold|Platinum|World|Express|American|China|Chinese|Hong|Kong|Day|Lucky|The|My|Your|"
    r"Smart|Club|"
    r"Model|Type|Note|Credit|Swift|Code|Street|Road|Company|Limited|Ltd|Inc|Group|Adobe|Acrobat|Microsoft|Intel|Core|Web|Internet|"
    r"Explorer)\b"
)


def foreign_at(text: str, start: int) -> int | None:
    """Where the name with a point, of another people or in Latin letters that begins at a place ends."""
    return _foreign(text).get(start)


@lru_cache(maxsize=64)
def _foreign(text: str) -> dict[int, int]:
    """Where each of them begins and ends; of two that begin at one place, the longer."""
    return dict(sorted((*foreign_names(text), *latin_names(text))))


def foreign_names(text: str, low: int = 0, high: int | None = None) -> Iterator[Found]:
    """Names written with a point (巴特尔·苏和), and those that parts of other peoples' names make (桑吉东智)."""
    last = len(text) if high is None else high
    for found in _DOTTED.finditer(text, low, last):
        start, end = found.span()
        start += text[start] in "让和与"
        end -= text[end - 1] == "和" and not re.match(POINT, text[end - 3])
        if not RENOWNED_ABROAD.search(found[0]):
            yield start, end
    yield from (found.span() for found in _OF_A_PEOPLE.finditer(text, low, last) if not re.match(POINT, text[found.end() :]))


def latin_names(text: str, low: int = 0, high: int | None = None) -> Iterator[Found]:
    """Two words or more with capitals that may be a person's name: Jonathan Pierce."""
    last = len(text) if high is None else high
    yield from (found.span() for found in _LATIN.finditer(text, low, last) if not _NO_LATIN.search(found[0]))
