"""The lists of a web page, and the numbers that a browser shows in front of their items."""

import re
from dataclasses import dataclass
from typing import Final

from bulletin.manuscript.look import Element, Style
from bulletin.manuscript.numerals import numeral

BULLET: Final = "• "
#: What list-style-type and <ol type> call the numbers of which Word has the like (CSS Counter Styles 3 §6 and §7).
_COUNTERS: Final = {
    **dict.fromkeys(("a", "lower-alpha", "lower-latin"), "lowerLetter"),
    **dict.fromkeys(("A", "upper-alpha", "upper-latin"), "upperLetter"),
    **dict.fromkeys(("i", "lower-roman"), "lowerRoman"),
    **dict.fromkeys(("I", "upper-roman"), "upperRoman"),
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), "chineseCountingThousand"),
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-formal": "ideographLegalTraditional",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
    "decimal-leading-zero": "decimalZero",
}
_COMMA_COUNTERS: Final = frozenset(name for name in _COUNTERS if name.startswith(("cjk-", "simp-", "trad-")))


@dataclass
class Listing:
    """A list that is open: the number its next item has, None for bullets, and how it is written."""

    number: int | None
    style: str
    step: int = 1


def listing(element: Element, style: Style) -> Listing:
    """The list that an element opens."""
    kind = style.get("list-style-type") or style.get("list-style") or element.get("type") or ""
    if element.tag != "ol":
        return Listing(None, kind)
    items = sum(1 for child in element if child.tag == "li")
    backwards = element.get("reversed") is not None
    start = whole(element.get("start"))
    return Listing((items if backwards else 1) if start is None else start, kind, -1 if backwards else 1)


def numbered(number: int, style: str) -> str:
    """An item's number in a style of CSS, with what stands behind it; "" for none."""
    kind = style.split()[0] if style.split() else ""
    if kind in ("none", "disc", "circle", "square"):
        return "" if kind == "none" else BULLET
    written = numeral(number, _COUNTERS[kind]) if kind in _COUNTERS and number > 0 else str(number)
    return f"{written}、" if kind in _COMMA_COUNTERS else f"{written}. "


def whole(text: str | None) -> int | None:
    """A whole number as HTML writes it; None for what is none."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else None
