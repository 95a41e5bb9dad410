"""Chinese lines: what WeasyPrint's line setting lacks, put around a rendering and taken off again.

WeasyPrint turns lines where Pango does and opens only blanks in a justified line (`layout/inline.py: justify_line`), so a line of
Chinese stays short of the measure by up to a character, marks that meet leave holes, a number parts from its unit, and Chinese
stands close to Latin. There is no door for this, so the functions that it goes through are replaced (`_REPLACED`; the tests hold
digests of all that is replaced or leant on, and fail where another version of WeasyPrint changes any of it):

- each line of a block: the paragraph is measured once as a whole, with its marks closer and its quarter ems, and told where
  the line turns (`lines.paragraph`);
- the piece of a text box that goes on the line: cut there, and set with its own white (`glyphs`);
- justification: the missing width goes to the blanks between words first, then between Chinese characters (W3C clreq
  §"Line adjustment"); "——" and "……", numbers and words in Latin letters are never opened;
- columns: filled to their feet, and made even (`columns`);
- drawing: dots under what is emphasised (`emphasis`).

What is not running text (leaders, pictures or boxes in a line) is turned by WeasyPrint, box by box, in the same way.
"""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from weasyprint import Document, draw
from weasyprint.draw import text as drawn_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, preferred
from weasyprint.text import line_break

from bulletin.lines import rules
from bulletin.lines.paragraph import Line, Paragraph
from bulletin.press import columns, emphasis
from bulletin.press.glyphs import Strip, measured
from bulletin.typography import count_han

#: How far a blank between words opens before Chinese characters have to, and how far those open at most (ems). What is opened
#: further than `LOOSE` is told of.
_WORD_SHARE, _CHARACTER_SHARE, LOOSE = 0.5, 0.5, 0.25

_CHINESE = re.compile(
    "[\u2e80-\u2fdf\u3001-\u3030\u3041-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff04\uff06-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U000323af]"
)
_JOINED = re.compile("[\ufe00-\ufe0f\u3099\u309a\u200d\U000e0100-\U000e01ef]")  # belongs to the character before: never part them
_BLANKS = " \u00a0"
_OBJECT = "\ufffc"  # stands for what is no text

#: Where text is set like running text, and whether its lines may turn (CSS `white-space`).
_RUNNING = {"normal": True, "pre-line": True, "nowrap": False}


@contextmanager
def justified() -> Iterator[None]:
    """Inside, WeasyPrint sets lines of Chinese as Chinese. Several threads may be inside at once."""
    _enter()
    try:
        yield
    finally:
        _leave()


def loose_lines(document: Document) -> list[tuple[int, str]]:
    """The lines that could only be filled by opening them more than a quarter em: page (from 1) and text, in order."""
    found = ((number, box) for number, page in enumerate(document.pages, 1) for box in page._page_box.descendants())
    return [(number, _text(box)) for number, box in found if getattr(box, "opened", 0.0) > LOOSE]


def _text(line: Any) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


# --- Paragraphs ---


@dataclass(frozen=True)
class _Place:
    """Where a text box stands in its paragraph; `model` is the layout in which it was measured."""

    paragraph: Paragraph
    start: int
    model: Any


def _next_line(context: Any, linebox: Any, *arguments: Any) -> Any:
    """WeasyPrint's `get_next_linebox`; a paragraph of Chinese is told before where the line turns."""
    _position, _space, skip_stack, block, _absolute, _fixed, first_letter, first_line = arguments
    plain = partial(_PLAIN["get_next_linebox"], context, linebox, *arguments)
    paragraph = None if context.excluded_shapes or first_letter or first_line else _paragraph(linebox)
    skipped = inline.skip_first_whitespace(linebox, skip_stack)
    if paragraph is None or skipped == "continue":
        return plain()
    paragraph.line = paragraph.turned(_before(linebox, skipped), block.width - linebox.text_indent)
    try:
        return plain()
    finally:
        paragraph.line = None


def _paragraph(linebox: Any) -> Paragraph | None:
    """The text of a block measured as a whole, once; None where it is not Chinese, or not text alone."""
    parts = list(_parts(linebox))
    texts = [(box, box.text) for box, _inset in parts if box is not None]
    if getattr(linebox, "measured_texts", None) != texts:
        linebox.measured_texts = texts
        linebox.paragraph = _compose([(box, inset) for box, inset in parts if box is not None]) if _is_running(linebox, parts) else None
    found: Paragraph | None = linebox.paragraph
    return found


def _parts(box: Any, inset: float = 0.0) -> Iterator[tuple[Any, float]]:
    """The text boxes of a line, each with the border, padding and margin before it (px); None for anything else."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child, inset
            inset = 0.0
        elif type(child) is boxes.InlineBox and child.is_in_normal_flow() and not child.is_leader:
            yield from _parts(child, inset + _edge(child, "left"))
            inset = _edge(child, "right")
        else:
            yield None, 0.0


def _edge(box: Any, side: str) -> float:
    width = float(box.style[f"border_{side}_width"])
    for each in (box.style[f"margin_{side}"], box.style[f"padding_{side}"]):
        width += each.value if getattr(each, "unit", "").lower() == "px" else 0.0
    return width


def _is_running(linebox: Any, parts: Sequence[tuple[Any, float]]) -> bool:
    if linebox.style["direction"] != "ltr" or not all(box is not None and _is_set_here(box) for box, _inset in parts):
        return False
    return any(count_han(box.text) for box, _inset in parts)


def _is_set_here(box: Any) -> bool:
    return box.style["white_space"] in _RUNNING and box.style["font_size"] > 0 and "\t" not in box.text


def _compose(parts: Sequence[tuple[Any, float]]) -> Paragraph:
    text = "".join(box.text for box, _inset in parts)
    turns, cuts = _turns(text, parts[0][0].style["lang"])
    paragraph = Paragraph(text, [], [], [], turns, cuts)
    for box, inset in parts:
        start = len(paragraph.widths)
        model, widths = _measured(box.text, box.style)
        paragraph.widths += widths
        paragraph.sizes += [box.style["font_size"]] * len(widths)
        paragraph.inset += [inset, *[0.0] * (len(widths) - 1)]
        if not _RUNNING[box.style["white_space"]]:
            turns[start : start + len(widths)] = cuts[start : start + len(widths)] = [each == "\n" for each in box.text]
        for place, width in enumerate(widths, start):  # what is shaped as one has its width at its end
            cuts[place] = cuts[place] and (width > 0 or text[place] == "\n")
        box.place = _Place(paragraph, start, model)
    for place in rules.full_quotes(text):
        paragraph.widths[place] = max(paragraph.widths[place], paragraph.sizes[place])
    turns[-1] = cuts[-1] = True
    return paragraph


def _measured(text: str, style: Any) -> tuple[Any, list[float]]:
    """A text's layout and the width of each of its characters; a line end has none."""
    pieces = [measured(piece, style) for piece in text.split("\n")]
    first, *others = pieces
    return first[0], first[1] + [width for _model, widths in others for width in (0.0, *widths)]


def _turns(text: str, language: str | None) -> tuple[list[bool], list[bool]]:
    """Behind which characters a line may turn, and where it may if it must; Unicode's rules (UAX #14) with the Chinese ones."""
    found = line_break.get_log_attrs(text, language)
    bound, free = rules.bound(text), rules.free(text)
    after = range(1, len(text) + 1)
    turns = [text[i - 1] == "\n" or i in free - bound or (bool(found[i].is_line_break) and i not in bound) for i in after]
    return turns, [bool(found[i].is_char_break) or i == len(text) for i in after]


def _before(box: Any, stack: Mapping[int, Any] | None) -> int:
    """How many characters of a box stand before the place where a line resumes (WeasyPrint counts a text's bytes)."""
    if stack is None:
        return 0
    ((index, within),) = stack.items()
    if isinstance(box, boxes.TextBox):
        return len(box.text.encode()[:index].decode())
    passed = sum(len(_text(child)) for child in box.children[:index])
    return passed + (_before(box.children[index], within) if index < len(box.children) else 0)


# --- The pieces of a line ---


def _split_text_box(context: Any, box: Any, available: float | None, skip: int | None, is_line_start: bool = True) -> Any:
    """WeasyPrint's `split_text_box`: the piece of a text box that goes on the line, the bytes passed, whether a line end is there."""
    place = _place(box)
    if place is None:
        return _PLAIN["split_text_box"](context, box, available, skip, is_line_start)
    passed = len(box.text.encode()[: skip or 0].decode())
    if passed == len(box.text):
        return None, None, False
    start, stop = place.start + passed, place.start + len(box.text)
    line = _line(place.paragraph, start, available)
    end = min(line.end, stop) if available is not None else _end_of_text(place.paragraph.text, start, stop)
    text = place.paragraph.text[start:end]
    ended = text.endswith("\n")
    piece = _piece(box, place, start, end - ended, line) if text.strip("\n") else None
    turns = available is not None and end == line.end < len(place.paragraph.text) and line is place.paragraph.line
    return piece, (skip or 0) + len(text.encode()) if ended or end < stop or turns else None, ended


def _place(box: Any) -> _Place | None:
    """A box that its block was not measured with is a paragraph of its own; None for text that is not set here."""
    if not hasattr(box, "place"):
        box.place = None
        if count_han(box.text) and _is_set_here(box):
            _compose([(box, 0.0)])
    found: _Place | None = box.place
    return found


def _line(paragraph: Paragraph, start: int, available: float | None) -> Line:
    """The line that a piece is on: the one that is being set, or one for the room (px) there is, or none in particular."""
    if paragraph.line is not None and paragraph.line.start <= start:
        return paragraph.line
    return paragraph.turned(start, available) if available is not None else Line(-1, len(paragraph.text) + 1)


def _end_of_text(text: str, start: int, stop: int) -> int:
    ended = text.find("\n", start, stop)
    return stop if ended < 0 else ended + 1


def _piece(box: Any, place: _Place, start: int, end: int, line: Line) -> Any:
    """A text box with these characters, as WeasyPrint's `split_text_box` makes it; all type stands on its style's own base line."""
    paragraph = place.paragraph
    before, behind = paragraph.white(start, end, line)
    piece = box.copy_with_text(paragraph.text[start:end])
    piece.place = _Place(paragraph, start, place.model)
    piece.pango_layout = Strip(place.model, piece.text, paragraph.widths[start:end], before, behind)
    piece.width = sum(paragraph.widths[start:end]) + sum(before) + sum(behind)
    piece.height = box.style["font_size"]
    line_height, piece.baseline = line_break.strut(box.style)
    piece.margin_top = piece.margin_bottom = (line_height - piece.height) / 2
    return piece


def _split_first_line(text: str, style: Any, context: Any, max_width: float | None, *arguments: Any, **named: Any) -> Any:
    """WeasyPrint's `split_first_line` as its widths are asked for, of boxes that are as wide as their text: resume index and width."""
    if not count_han(text) or style["white_space"] not in _RUNNING or not style["font_size"]:
        return _PLAIN["split_first_line"](text, style, context, max_width, *arguments, **named)
    box = boxes.TextBox("", style, None, text)
    _compose([(box, 0.0)])
    paragraph = box.place.paragraph
    end = _end_of_text(text, 0, len(text)) if max_width is None else paragraph.turned(0, max_width).end
    width = paragraph.width(0, paragraph.visible_end(0, end) if max_width is not None else end)
    return None, 0, len(text[:end].encode()) if end < len(text) else None, width, 0, 0


# --- Justification ---


def _justify_line(context: Any, line: Any, extra: float) -> None:
    """Give a line its missing width (px); takes the place of WeasyPrint's function of this name."""
    items = list(_items(line))
    text = "".join(_OBJECT if box is None else box.text for box in items)
    blanks = [place for place, each in enumerate(text) if each in _BLANKS and place < len(text.rstrip(_BLANKS))]
    between = [place for place, (one, next_) in enumerate(pairwise(text)) if _opens_between(one, next_)]
    if not between:
        _PLAIN["justify_line"](context, line, extra)
        return
    size = max(box.style["font_size"] for box in items if box is not None)
    blank, share, line.opened = _shares(extra, len(blanks), len(between), size)
    white = dict.fromkeys(between, share) | dict.fromkeys(blanks, blank)
    _open(line, [white.get(place, 0.0) for place in range(len(text))], 0, 0.0)


def _items(box: Any) -> Iterator[Any]:
    """The text boxes of a line from left to right, None for anything else that stands in it."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif child.is_in_normal_flow():
            if isinstance(child, boxes.InlineBox):
                yield from _items(child)
            else:
                yield None


def _opens_between(one: str, following: str) -> bool:
    """Chinese on either side, no blank on any, and nothing that belongs to the character before."""
    if one in _BLANKS or following in _BLANKS or _JOINED.match(following):
        return False
    return bool(_CHINESE.match(one) or _CHINESE.match(following))


def _shares(extra: float, blanks: int, between: int, size: float) -> tuple[float, float, float]:
    """The white for each blank and for each place between characters (px), and how far (ems) those would have to open to fill the line.

    Blanks first, then characters; what neither can take goes to the blanks, or stays: the line is as good as it can be.
    """
    blank = min(extra / blanks, size * _WORD_SHARE) if blanks else 0.0
    left = extra - blank * blanks
    wanted = left / between
    share = min(wanted, size * _CHARACTER_SHARE)
    left -= share * between
    return blank + (left / blanks if blanks else 0.0), share, wanted / size


def _open(box: Any, white: Sequence[float], place: int, advance: float) -> tuple[int, float]:
    """Open a box and move what follows, the way of WeasyPrint's `add_word_spacing`: the next character's place and the advance (px)."""
    before = advance
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        advance += _open_text(box, white[place : place + len(box.text)])
        return place + len(box.text), advance
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        for child in box.children:
            if child.is_in_normal_flow():
                place, advance = _open(child, white, place, advance)
        box.width += advance - before
        return place, advance
    box.translate(advance, 0)
    return place + 1, advance + white[place]


def _open_text(box: Any, white: Sequence[float]) -> float:
    """A text box with its white; how much wider it is (px)."""
    strip = box.pango_layout if isinstance(box.pango_layout, Strip) else _plain_strip(box)
    count = len(box.text)
    opened = [own + more for own, more in zip(strip.behind[:count], white, strict=True)]
    box.pango_layout = Strip(strip, box.text, strip.widths[:count], strip.before[:count], opened)
    box.width += sum(white)
    return sum(white)


def _plain_strip(box: Any) -> Strip:
    """A text box that WeasyPrint has set itself: Latin in a line with pictures, or leaders."""
    model, widths = measured(box.text, box.style)
    return Strip(model, box.text, widths, [0.0] * len(widths), [0.0] * len(widths))


# --- Around a rendering ---

#: What is replaced, where.
_REPLACED = {
    "get_next_linebox": (inline, _next_line),
    "split_text_box": (inline, _split_text_box),
    "justify_line": (inline, _justify_line),
    "split_first_line": (preferred, _split_first_line),
    "columns_layout": (block, columns.columns_layout),
    "block_level_layout": (block, columns.block_level_layout),
    "draw_inline_level": (draw, emphasis.draw_inline_level),
    "draw_first_line": (drawn_text, emphasis.draw_first_line),
}
_PLAIN = {name: getattr(module, name) for name, (module, _own) in _REPLACED.items()}

_lock = threading.Lock()
_inside = 0


def _enter() -> None:
    global _inside
    with _lock:
        _inside += 1
        for name, (module, own) in _REPLACED.items():
            setattr(module, name, own)


def _leave() -> None:
    global _inside
    with _lock:
        _inside -= 1
        if not _inside:
            for name, (module, _own) in _REPLACED.items():
                setattr(module, name, _PLAIN[name])
