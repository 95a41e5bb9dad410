"""Emphasis: Chinese has no italic, its emphasis is a dot under each character (着重号; W3C clreq §"Emphasis dots", GB/T 15834 §4.12).

CSS has `text-emphasis` for it, which WeasyPrint does not know, so a layout asks with properties of its own, and the press paints:

- `--emphasis-mark: dot`: a dot under each Chinese character, none under a mark, a letter or a digit;
- `--slant: 0.2`: type leans over by so much of its height; the Latin letters of a Chinese face have no italic.

Nothing is added to the text: the dots are artefacts outside of it, in its colour, where its characters stand once the line is justified.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from weasyprint import draw
from weasyprint.draw import text
from weasyprint.draw.border import rounded_box
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix

from bulletin.press.glyphs import Strip, measured
from bulletin.press.properties import asked
from bulletin.typography import HAN

#: A dot's width, and how far its top lies under the base line (ems): a character reaches 0.12 under it.
_WIDTH, _UNDER = 0.15, 0.19
_DOTTED = re.compile(f"[{HAN}]")
_DRAW_INLINE, _DRAW_FIRST_LINE = draw.draw_inline_level, text.draw_first_line


def draw_inline_level(stream: Any, page: Any, box: Any, *arguments: Any) -> None:
    """WeasyPrint's own, and the dots under what is emphasised."""
    _DRAW_INLINE(stream, page, box, *arguments)
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if isinstance(child, boxes.TextBox) and _is_dotted(child.style):
                _draw_dots(stream, child)


def draw_first_line(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Matrix) -> Any:
    """WeasyPrint's own, leaning over where the layout says so."""
    slant = asked(box.style, "__slant")
    leaning = Matrix(c=slant) @ matrix if isinstance(slant, float) else matrix
    return _DRAW_FIRST_LINE(stream, box, overflow, ellipsis, leaning)


def _is_dotted(style: Any) -> bool:
    return asked(style, "__emphasis_mark") == "dot" and style["visibility"] == "visible"


def _draw_dots(stream: Any, box: Any) -> None:
    em = box.style["font_size"]
    width, top = _WIDTH * em, box.position_y + box.baseline + _UNDER * em
    with stream.artifact(), stream.stacked():
        stream.set_color(box.style["color"])
        for middle in _middles(box):
            rounded_box(stream, (box.position_x + middle - width / 2, top, width, width, *[(width / 2, width / 2)] * 4))
            stream.fill()


def _middles(box: Any) -> Iterator[float]:
    """The middle of each Chinese character, from the left edge of its box (px)."""
    strip = box.pango_layout
    if not isinstance(strip, Strip):
        model, widths = measured(box.text, box.style)
        strip = Strip(model, box.text, widths, [0.0] * len(widths), [0.0] * len(widths))
    advances = map(sum, zip(strip.before, strip.widths, strip.behind, strict=True))
    for character, start, before, width in zip(box.text, accumulate(advances, initial=0.0), strip.before, strip.widths, strict=False):
        if _DOTTED.match(character):
            yield start + before + width / 2
