"""Chinese justification: what WeasyPrint's line setting lacks, added around a rendering and taken off again.

WeasyPrint opens only blanks in a justified line (`layout/inline.py: justify_line`), so a line of Chinese stays short of
the measure by up to a character. Here the white goes first to the blanks between words, then between Chinese
characters (W3C clreq §"Line adjustment"); "——" and "……", numbers and words in Latin letters are never opened.

Pango's letter spacing gives each character half of its white on either side, and none outside the line
(`pango_layout_line_postprocess`). So between two Chinese characters there is one share of white, beside a Latin word or a
dash half a share, and inside these none. Text boxes are lines of their own to Pango: the white between two boxes
is made by moving the second.

Marks that meet are set one and a half wide instead of two (GB/T 15834-2011 §5.1.10, clreq §"Punctuation width
adjustment"): the font feature `halt` on the one whose white half faces the other. It counts in line breaking too.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

#: How far a blank between words opens before Chinese characters have to (em), and how far those open at most.
_WORD_SHARE = 0.5
_CHARACTER_SHARE = 0.25

#: WeasyPrint cuts each glyph's white to whole thousandths of an em (`draw/text.py`): half of one is lost on average.
_LOST = 0.0005

_CHINESE = (
    "\u2e80-\u2fdf\u3001-\u3030\u3041-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff04\uff06-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U000323af"
)
_JOINED = "\ufe00-\ufe0f\u3099\u309a\U000e0100-\U000e01ef"  # belong to the character before: never part them
_RUN = re.compile(f"(?:[{_CHINESE}][{_JOINED}]*|[“‘](?=[{_CHINESE}])|(?<=[{_CHINESE}])[”’])+")
_CHARACTER = re.compile(f"[^{_JOINED}]")

_CLOSING = "，、。．；：！？）》」』】〕〉〗］｝”’"
_OPENING = "（《「『【〔〈〖［｛“‘"
_MEETING = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|(?<=[{_OPENING}])[{_OPENING}]")
_HALF_WIDE = b"halt=1"


class Share(float):
    """WeasyPrint's white for each blank (px), with the white between two Chinese characters (px) beside it."""

    between: float

    def __new__(cls, blank: float, between: float) -> "Share":
        share = super().__new__(cls, blank)
        share.between = between
        return share


@dataclass
class _Census:
    """What can be opened in a line: blanks, characters and the halves of their white that fall inside the line."""

    blanks: int = 0
    halves: int = 0
    size: float = 0.0
    ends_open: bool = field(default=False)


@contextmanager
def justified() -> Iterator[None]:
    """Inside, WeasyPrint fills justified lines of Chinese and sets meeting marks closer. Several threads may be inside at once."""
    _enter()
    try:
        yield
    finally:
        _leave()


_lock = threading.Lock()
_inside = 0
_plain_justify = inline.justify_line
_plain_set_text = line_break.Layout.set_text


def _enter() -> None:
    global _inside
    with _lock:
        _inside += 1
        inline.justify_line = _justify_line
        line_break.Layout.set_text = _set_text


def _leave() -> None:
    global _inside
    with _lock:
        _inside -= 1
        if not _inside:
            inline.justify_line = _plain_justify
            line_break.Layout.set_text = _plain_set_text


def _justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Give a line its missing width (px); takes the place of WeasyPrint's function of this name."""
    census = _Census()
    _count(line, census)
    if not census.halves:
        _plain_justify(context, line, extra_width)
        return
    _open(line, _shares(census, extra_width), 0.0, _Edge())


def _shares(census: _Census, extra: float) -> Share:
    """Blanks first, then characters; what both cannot take goes to the blanks, or stays (the line is as good as it can be)."""
    blank = min(extra / census.blanks, census.size * _WORD_SHARE) if census.blanks else 0.0
    left = extra - blank * census.blanks
    between = min(left * 2 / census.halves, census.size * _CHARACTER_SHARE)
    left -= between * census.halves / 2
    return Share(blank + (left / census.blanks if census.blanks else 0.0), between)


def _texts(box: Any) -> Iterator[Any]:
    """The text boxes of a line from left to right, None for anything else that stands in it."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)
    else:
        yield None


def _count(line: Any, census: _Census) -> None:
    started = False
    for box in _texts(line):
        text = "" if box is None else box.text
        runs = [match.span() for match in _RUN.finditer(text)]
        characters = sum(len(_CHARACTER.findall(text, *run)) for run in runs)
        starts, ends = _open_ends(text, runs)
        census.blanks += text.count(" ") + text.count("\u00a0")
        census.halves += 2 * characters - (starts and not started) - ends
        # the half after a box's last character lies inside the line as soon as another box follows
        census.halves += census.ends_open
        census.ends_open = ends
        census.size = max(census.size, box.style["font_size"] if box is not None else 0.0)
        started = started or bool(text) or box is None


def _open_ends(text: str, runs: list[tuple[int, int]]) -> tuple[bool, bool]:
    return (bool(runs) and runs[0][0] == 0, bool(runs) and runs[-1][1] == len(text))


class _Edge:
    """What stands before the box that is being set: nothing yet, or something that ends in an open character."""

    started = False
    is_open = False


def _open(box: Any, share: Share, advance: float, edge: _Edge) -> float:
    """Open a box and move what follows; the way of WeasyPrint's `add_word_spacing`. The new advance (px)."""
    if isinstance(box, boxes.TextBox):
        return _open_text(box, share, advance, edge)
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        before = advance
        box.position_x += advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _open(child, share, advance, edge)
        box.width += advance - before
        return advance
    advance += share.between / 2 * edge.is_open
    box.translate(advance, 0)
    edge.started, edge.is_open = True, False
    return advance


def _open_text(box: Any, share: Share, advance: float, edge: _Edge) -> float:
    runs = [match.span() for match in _RUN.finditer(box.text)]
    starts, ends = _open_ends(box.text, runs)
    advance += share.between / 2 * (edge.is_open + (starts and edge.started))
    box.position_x += advance
    characters = sum(len(_CHARACTER.findall(box.text, *run)) for run in runs)
    blanks = box.text.count(" ") + box.text.count("\u00a0")
    wider: float = share * blanks + share.between * (characters - (starts + ends) / 2)
    box.justification_spacing = box.pango_layout.justification_spacing = share
    box.width += wider
    edge.started, edge.is_open = edge.started or bool(box.text), ends
    return float(advance + wider)


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """WeasyPrint's `Layout.set_text`, with meeting marks closer and, for a justified line, its white."""
    _plain_set_text(layout, text, justify)
    _squeeze(layout)
    if justify and isinstance(layout.justification_spacing, Share) and layout.justification_spacing.between:
        _letter_space(layout, layout.justification_spacing.between)


def _squeeze(layout: Any) -> None:
    # A line is measured with what follows it and then set alone: its last mark stays as it was measured.
    if not getattr(layout, "measured", "").startswith(layout.text):
        layout.measured = layout.text
    marks = [match.start() for match in _MEETING.finditer(layout.measured) if match.start() < len(layout.text)]
    if marks:
        _attribute(layout, [(mark, mark + 1) for mark in marks], lambda: pango.pango_attr_font_features_new(_HALF_WIDE), "insert")


def _letter_space(layout: Any, between: float) -> None:
    own = layout.style["letter_spacing"]
    white = between + layout.style["font_size"] * _LOST + (0 if own == "normal" else own)
    units = round(white * TO_UNITS)
    runs = [match.span() for match in _RUN.finditer(layout.text)]
    _attribute(layout, runs, lambda: pango.pango_attr_letter_spacing_new(units), "change")


def _attribute(layout: Any, ranges: list[tuple[int, int]], new: Any, way: str) -> None:
    """Give ranges of characters a Pango attribute each; Pango counts UTF-8 bytes and owns what it is given."""
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    add = getattr(pango, f"pango_attr_list_{way}")
    for start, end in ranges:
        attribute = new()
        attribute.start_index = len(layout.text[:start].encode())
        attribute.end_index = attribute.start_index + len(layout.text[start:end].encode())
        add(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)
