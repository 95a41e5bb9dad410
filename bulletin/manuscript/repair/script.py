"""A text in the traditional script, for a publication in the simplified one."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import opencc

from bulletin.manuscript.repair.pieces import Mended
from bulletin.typography import is_han

#: A text is traditional as a whole where so many of its characters are (a third and more are alike in both scripts) …
_FEWEST: Final = 4
_SHARE: Final = 0.15
#: … and few are in GB 2312 alone, as 恒 and 户 are: a quoted line or an inscription does not make a text traditional.
_STRAYS: Final = 0.25


def to_simplified(texts: Sequence[str]) -> list[Mended]:
    """Every text in the simplified script, by words (乾坤 and 瞭望 stay, 乾淨 becomes 干净), where the whole is traditional."""
    if not _is_traditional_as_a_whole("".join(texts)):
        return [None] * len(texts)
    return [_converted(text) for text in texts]


@cache
def is_traditional(character: str) -> bool:
    """Whether a character is in Big5 but not in GB 2312: the standards of the two scripts tell which is whose."""
    return is_han(character) and not in_charset(character, "gb2312") and in_charset(character, "big5")


def in_charset(text: str, encoding: str) -> bool:
    """Whether an encoding holds every character of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _is_simplified(character: str) -> bool:
    return is_han(character) and in_charset(character, "gb2312") and not in_charset(character, "big5")


def _is_traditional_as_a_whole(text: str) -> bool:
    traditional = sum(map(is_traditional, text))
    if traditional < _FEWEST or traditional < _SHARE * sum(map(is_han, text)):
        return False
    return sum(map(_is_simplified, text)) <= _STRAYS * traditional


def _converted(text: str) -> Mended:
    converted = _converter().convert(text)
    if converted == text:
        return None
    # the dictionary changes words of equal length; should one day a word differ, its characters are converted singly
    return list(converted) if len(converted) == len(text) else [_converter().convert(sign) for sign in text]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
