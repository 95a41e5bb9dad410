"""Pinyin in brackets behind single characters, as one-way converters to the traditional script leave it: 服務(wù)."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bulletin.manuscript.repair.pieces import Mended, replaced
from bulletin.manuscript.repair.script import is_traditional
from bulletin.typography import HAN

#: Letters of a syllable and the marks of its tone, composed or not.
_GLOSS: Final = re.compile(rf"(?<=([{HAN}]))[(（]([a-zü\u00e0-\u01dc\u0300-\u030c]{{1,10}})[)）]")
_TONES: Final = re.compile("[\u0300\u0301\u0304\u030c]")
#: GB/T 16159 and the scheme of 1958: initials and finals; which of them meet need not be asked.
_SYLLABLE: Final = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|üan|ai|ei|ao|ou|an|en|in|un|ün|er|ia|ie|iu|ua|uo"
    "|ui|ue|üe|a|o|e|i|u|ü)"
)
#: One gloss may be its author's.
_SURE: Final = 2


def glossed(texts: Sequence[str]) -> list[Mended]:
    """The glosses go where several stand behind traditional characters; a reading that an author gives a rare word stays."""
    sure = sum(is_traditional(found[1]) and _tones(found[2]) == 1 for text in texts for found in _glosses(text))
    if sure < _SURE:
        return [None] * len(texts)
    return [replaced(text, _GLOSS, lambda found: "" if _is_syllable(found[2]) else found[0]) for text in texts]


def _glosses(text: str) -> list[re.Match[str]]:
    return [found for found in _GLOSS.finditer(text) if _is_syllable(found[2])]


def _is_syllable(reading: str) -> bool:
    toneless = unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", reading)))
    return _tones(reading) <= 1 and _SYLLABLE.fullmatch(toneless) is not None


def _tones(reading: str) -> int:
    return len(_TONES.findall(unicodedata.normalize("NFD", reading)))
