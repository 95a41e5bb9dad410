"""How a web page sets its text: the little of CSS 2.2 that tells a headline from a paragraph, and hidden text from shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from lxml import etree

from bulletin.records.manuscript import Alignment, Run

Element = etree._Element
Style = Mapping[str, str]

#: What begins and ends a line (HTML Living Standard §15.3), table cells among them.
BLOCKS: Final = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"),
        *("html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre", "search", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp"),
    )
)
_STRONG: Final = ("b", "strong")
_EMPHASIS: Final = ("i", "em", "cite", "dfn", "var")
_ALIGNMENTS: Final[dict[str, Alignment]] = {"left": "left", "center": "centre", "right": "right", "justify": "justify"}
_SCRIPTS: Final[dict[str, Literal["", "super", "sub"]]] = {"sup": "super", "sub": "sub"}
_RAISED: Final[dict[str, Literal["", "super", "sub"]]] = {"super": "super", "sub": "sub", "baseline": ""}
_SIZE: Final = re.compile(r"(\d{1,4}(?:\.\d{0,4})?|\.\d{1,4})\s*(pt|px|em|rem|%)?$")
#: A CSS pixel is three quarters of a point; a root em is 16 of them.
_POINTS: Final = {"pt": 1.0, "px": 0.75, "": 0.75, "rem": 12.0}
_ROOT: Final = 12.0
#: Sizes by name, and by the number of <font size> (HTML Living Standard §15.3.3), in points.
_NAMED: Final = {"xx-small": 6.75, "x-small": 7.5, "small": 9.75, "medium": 12.0, "large": 13.5, "x-large": 18.0, "xx-large": 24.0}
_FONT_SIZES: Final = {"1": 7.5, "2": 9.75, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
_SHORTHAND: Final = re.compile(r"(?P<before>.*?)(?P<size>[\d.]+(?:pt|px|em|rem|%))(?:\s*/\s*\S+)?\s+(?P<face>.+)")
#: What is invisible and yet so long is a text that the page's script shows once it runs, as WeChat's pages do.
_SHOWN_LATER: Final = 200


@dataclass(frozen=True)
class Look:
    """How text is set here, as the elements around it say; `level` is that of an Outlook list."""

    strong: bool = False
    emphasis: bool = False
    underline: bool = False
    script: Literal["", "super", "sub"] = ""
    size: float | None = None
    face: str = ""
    alignment: Alignment = ""
    outline: int | None = None
    style: str = ""
    quote: bool = False
    kept_blanks: bool = False
    level: int | None = None

    def run(self, text: str) -> Run:
        """Text set so."""
        return Run(
            text=text,
            strong=self.strong,
            emphasis=self.emphasis,
            underline=self.underline,
            script=self.script,
            size=self.size,
            face=self.face,
        )

    def within(self, element: Element, style: Style) -> "Look":
        """How text is set inside this element."""
        tag = str(element.tag)
        font = _SHORTHAND.match(style.get("font", ""))
        look = replace(
            self,
            strong=_weight(tag, style.get("font-weight", font["before"] if font else ""), self.strong),
            emphasis=self.emphasis or tag in _EMPHASIS or style.get("font-style") in ("italic", "oblique"),
            underline=self.underline or tag == "u" or "underline" in style.get("text-decoration", ""),
            script=_SCRIPTS.get(tag) or _RAISED.get(style.get("vertical-align", ""), self.script),
            size=_size(style.get("font-size") or (font["size"] if font else ""), _font_size(element, self.size)),
            face=_first_face(style.get("font-family") or (font["face"] if font else "") or element.get("face") or "") or self.face,
            kept_blanks=self.kept_blanks or tag in ("pre", "listing", "xmp", "plaintext") or _keeps_blanks(style),
        )
        return look._stood(element, tag, style) if tag in BLOCKS else look

    def _stood(self, element: Element, tag: str, style: Style) -> "Look":
        aligned = style.get("text-align") or element.get("align", "").lower() or ("center" if tag == "center" else "")
        heading = re.fullmatch(r"h([1-6])", tag)
        level = re.search(r"level([1-9])", style.get("mso-list", ""))
        return replace(
            self,
            alignment=_ALIGNMENTS.get(aligned, self.alignment),
            outline=int(heading[1]) - 1 if heading else self.outline,
            style=element.get("class", "") or self.style,
            quote=self.quote or tag == "blockquote",
            level=int(level[1]) if level else self.level,
        )


def style_of(element: Element) -> dict[str, str]:
    """What an element's own style attribute declares, in small letters."""
    declarations = (each.partition(":") for each in element.get("style", "").lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _colon, value in declarations}


def is_hidden(element: Element, style: Style) -> bool:
    """Whether a browser shows nothing of an element."""
    if element.get("hidden") is not None or style.get("display") == "none" or style.get("mso-hide") == "all":
        return True
    if _is_nought(style.get("font-size")) or (_is_nought(style.get("max-height")) and style.get("overflow") == "hidden"):
        return True
    unseen = style.get("visibility") in ("hidden", "collapse") or _is_nought(style.get("opacity"))
    return unseen and len(text_of(element).strip()) < _SHOWN_LATER


def text_of(element: Element, between: str = "") -> str:
    """All the text in an element, shown or not."""
    return between.join(str(text) for text in element.itertext())


def _is_nought(value: str | None) -> bool:
    return value is not None and bool(re.fullmatch(r"0+(?:\.0*)?\s*(?:pt|px|em|rem|%)?", value))


def _keeps_blanks(style: Style) -> bool:
    return style.get("white-space", "").startswith("pre")


def _weight(tag: str, weight: str, strong: bool) -> bool:
    if found := re.search(r"\b(?:(bold|bolder)|(\d{3,4})|(normal|lighter))\b", weight):
        return bool(found[1]) or bool(found[2] and int(found[2]) >= 600)
    return strong or tag in _STRONG


def _size(text: str, inherited: float | None) -> float | None:
    if text in _NAMED:
        return _NAMED[text]
    found = _SIZE.match(text)
    if found is None:
        return inherited
    number, unit = float(found[1]), found[2] or ""
    if unit in _POINTS:
        return round(number * _POINTS[unit], 2)
    return round((inherited or _ROOT) * number * (0.01 if unit == "%" else 1), 2)


def _font_size(element: Element, inherited: float | None) -> float | None:
    return _FONT_SIZES.get(element.get("size", "").strip(), inherited) if element.tag == "font" else inherited


def _first_face(families: str) -> str:
    return families.split(",")[0].strip(" '\"")
