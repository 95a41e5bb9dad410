"""Columns: what stands in columns is brought to their feet, and made even where it ends.

WeasyPrint breaks a column before a picture that has no room left, however much stays white, and makes columns even in steps as
high as whatever comes next (`layout/column.py: columns_layout`). So before it lays out what stands in columns, this is tried out:

- a picture lets running text go before, goes before it, or is made smaller, where a column would end before the picture otherwise. A
  layout says how far with properties of its own: `--behind: 3` and `--ahead: 2`, how many paragraphs later or earlier than it came it
  may stand, `--least: 0.7`, how small it may become;
- columns that end on the page are as high as the fewest lines on which all of it stands, and such a part takes whole lines;
- where only a few lines would be left for the next page, or what little follows the columns would stand there alone (`--foot: 5`, so
  many lines are wanted for it under them), pictures are made smaller or change their places until it is all on this page;
- at a column's head nothing has white above it.

The order that was found is kept: the pages that follow resume in it. Columns with what spans them, with a height or with footnotes
are set by WeasyPrint alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, inf
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, column
from weasyprint.text.line_break import strut

from bulletin.press.properties import asked

_PLAIN = block.columns_layout
_PLAIN_LEVEL = block.block_level_layout
#: Running text: what may go before a picture.
_RUNNING = ("p", "ul", "ol", "blockquote")
#: What is changed must be worth it, in lines of white: for each paragraph that pictures let go before or pass themselves, for each line
#: by which they shrink, for one that is smaller than the one beside it.
_BEHIND, _AHEAD, _SHRUNK, _UNLIKE = 0.5, 1.0, 0.6, 2.0
#: White of so many lines at a column's foot is let be; it takes so many changes at most.
_LET_BE, _CHANGES = 1.5, 6
#: What it costs, in lines of white, to leave the next page nothing but pictures.
_LEFT = 20.0
#: Columns so many lines deep are too little for a page.
_STUB = 4
#: Pictures shrink by fewer lines than these.
_LINES = 8
#: Columns are so much of a line higher than the lines in them, that none be lost to rounding; lines are counted with so much to spare.
_SPARE, _TRIFLE = 0.01, 0.05


@dataclass(frozen=True)
class _Filled:
    """Columns that were tried: how deep each is filled (px), and where what stands in them goes on, column by column.

    They do not stand where one of them had no room for what comes next.
    """

    depths: tuple[float, ...]
    resumes: tuple[Mapping[int, Any] | None, ...]
    stands: bool

    @property
    def ends(self) -> bool:
        """Whether nothing is left for another page."""
        return self.stands and self.resumes[-1] is None

    def white(self, room: float) -> float:
        """What is left white of columns so high (px)."""
        return sum(max(0.0, room - depth) for depth in self.depths)


def columns_layout(
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Mapping[int, Any] | None,
    containing_block: Any,
    page_is_empty: bool,
    *rest: Any,
) -> Any:
    """WeasyPrint's `columns_layout`, its columns filled and made even before."""
    if not _is_set_here(context, box):
        return _PLAIN(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *rest)
    bed = _Bed(context, box, bottom_space, skip_stack, containing_block, page_is_empty, rest)
    height = bed.made_up()
    full = box.copy()
    full.style = box.style.copy()
    full.style["column_fill"] = "auto"
    result = _PLAIN(context, full, bed.bottom - height, skip_stack, containing_block, page_is_empty, *rest)
    if result[0] is not None and result[1] is None:
        result[0].height = min(bed.whole(result[0].height), max(bed.room, result[0].height))
    return result


def block_level_layout(
    context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, page_is_empty: bool = True, *rest: Any
) -> Any:
    """WeasyPrint's `block_level_layout`; a box at a column's head loses the white above it, unless the columns begin with it.

    CSS Fragmentation 3 §5.2: margins that adjoin an unforced break are cut off. WeasyPrint does so at a page's head alone.
    """
    if getattr(containing_block, "is_column", False) and _heads_column(context, box, containing_block, page_is_empty):
        box = box.copy()
        box.style = box.style.copy()
        box.style["margin_top"] = Dimension(0, "px")
    return _PLAIN_LEVEL(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *rest)


def _heads_column(context: Any, box: Any, column_box: Any, page_is_empty: bool) -> bool:
    """Whether nothing stands above a box in its column, and the column's text began before it: in another column, or on another page."""
    if box.position_y > column_box.content_box_y() or not box.is_in_normal_flow():
        return False
    begins = column_box.children[0].element is box.element
    return not begins or (page_is_empty and context.current_page > 1 and not context.forced_break)


def _is_set_here(context: Any, box: Any) -> bool:
    style = box.style
    if context.footnotes or style["column_count"] == "auto" or style["column_width"] != "auto" or style["direction"] != "ltr":
        return False
    return style["height"] == "auto" and bool(box.children) and not any(each.style["column_span"] == "all" for each in box.children)


class _Bed:
    """The room for what stands in columns on one page, and what stands in it."""

    def __init__(
        self,
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Mapping[int, Any] | None,
        containing_block: Any,
        page_is_empty: bool,
        rest: Sequence[Any],
    ) -> None:
        self._context, self._box, self._around, self._is_empty = context, box, containing_block, page_is_empty
        ((self._skip, within),) = skip_stack.items() if skip_stack else ((0, None),)
        self._within = {0: within} if skip_stack else None
        _absolute, _fixed, margins, *self._first = rest
        self._like = box.copy_with_children(box.children)
        self._like.position_y += block.collapse_margin(margins)
        block.block_level_width(self._like, containing_block)
        self._top = self._like.content_box_y()
        self.bottom = context.page_bottom - self._top
        self.room = self.bottom - bottom_space
        self._count = box.style["column_count"]
        gap = box.style["column_gap"]
        between = box.style["font_size"] if gap == "normal" else column.percentage(gap, box.style, self._like.width)
        self._width = max(0, self._like.width - (self._count - 1) * between) / self._count
        self._line = strut(box.style)[0]
        self._foot = float(asked(box.style, "__foot") or 0) * self._line

    def whole(self, height: float) -> float:
        """The height of the whole lines that so much takes."""
        return float(ceil(height / self._line - _TRIFLE) * self._line)

    def made_up(self) -> float:
        """Put what stands in these columns in the best order and size, and say how high they are."""
        children = list(self._box.children[self._skip :])
        filled = self._fill(children, self.room)
        key = self._skip, str(self._within), round(self.room)
        if key not in (done := self._box.__dict__.setdefault("made_up", set())):
            done.add(key)
            children, filled = self._pulled_over(*self._brought_down(*self._pulled_over(children, filled)))
            if filled.ends:
                children = self._made_even(children, filled)
            if filled.stands:
                self._box.children = [*self._box.children[: self._skip], *children]
        return self._even(children, filled)[0] if filled.ends else self.room

    def _pulled_over(self, children: list[Any], filled: _Filled) -> tuple[list[Any], _Filled]:
        """Columns that end on this page, above what follows them, where they would leave little for the next one otherwise."""
        room = self.room - self._foot
        if self._stands(filled, room) or not (filled.ends or self._is_stub(children, filled)):
            return children, filled
        changes = sorted(self._changes(children, self._fill(children, room), room), key=lambda change: change[0])
        tried = ((other, self._fill(other, room)) for _cost, other in changes)
        return next(((other, ended) for other, ended in tried if self._stands(ended, room)), (children, filled))

    def _is_stub(self, children: Sequence[Any], filled: _Filled) -> bool:
        """Whether columns that go on over the page leave but a few lines for it."""
        return filled.stands and self._fill(children, _STUB * self._line + _TRIFLE, within=filled.resumes[-1]).ends

    def _brought_down(self, children: list[Any], filled: _Filled) -> tuple[list[Any], _Filled]:
        """Columns that go on over the page, each filled to its foot as well as can be."""
        for _change in range(_CHANGES):
            if filled.ends or (least := self._waste(children, filled)) < _LET_BE * self._line:
                break
            better = None
            for cost, other in self._changes(children, filled, self.room):
                if (cost + _LET_BE / 2) * self._line >= least:  # not to be had for less
                    continue
                tried = self._fill(other, self.room)
                if (waste := self._waste(other, tried) + cost * self._line) < least - _TRIFLE:
                    least, better = waste, (other, tried)
            if better is None:
                break
            children, filled = better
        return children, filled

    def _waste(self, children: Sequence[Any], filled: _Filled) -> float:
        """What is left white, and more where nothing but pictures is left for the next page."""
        ((place, _within),) = (filled.resumes[-1] or {len(children): None}).items()
        is_left = all(asked(each.style, "__least") for each in children[place:]) and place < len(children)
        return filled.white(self.room) + (_LEFT * float(self._line) if is_left else 0.0)

    def _made_even(self, children: list[Any], filled: _Filled) -> list[Any]:
        """Columns that end on the page, on fewer lines if a change saves more than it costs."""
        height, even = self._even(children, filled)
        for _change in range(_CHANGES):
            if even.white(height) < 2 * _LET_BE * self._line:
                break
            lower = ((other, height - (1 + ceil(cost)) * self._line) for cost, other in self._changes(children, even, height))
            better = next((other for other, low in lower if self._stands(self._fill(other, low, strict=True), low)), None)
            if better is None:
                break
            children = better
            height, even = self._even(children, self._fill(children, self.room))
        return children

    def _even(self, children: Sequence[Any], filled: _Filled) -> tuple[float, _Filled]:
        """The fewest lines on which all of it stands in the columns."""
        height = self.whole(sum(filled.depths) / self._count) + _SPARE * self._line
        while height < self.room:
            tried = self._fill(children, height, strict=True)
            if self._stands(tried, height):
                return height, tried
            height += self._line
        return self.room, filled

    def _stands(self, filled: _Filled, height: float) -> bool:
        return filled.ends and max(filled.depths) <= height + _TRIFLE * self._line

    def _changes(self, children: list[Any], filled: _Filled, room: float) -> Iterator[tuple[float, list[Any]]]:
        """Every way to change the places or the sizes of the pictures before which a column ends, and its cost in lines."""
        for depth, resume in zip(filled.depths, filled.resumes, strict=True):
            ((place, _within),) = resume.items() if resume else ((len(children), None),)
            if resume is None or room - depth > _LET_BE * self._line:
                yield from _waiting(children, place)
                yield from _ahead(children, place)
                yield from self._smaller(children, place)
        yield from self._alike(children, _pictures(children, place))

    def _smaller(self, children: list[Any], place: int) -> Iterator[tuple[float, list[Any]]]:
        """The picture that stands last before this place or in it made smaller by some lines, with those that stand next to it or alone."""
        for last in _pictures(children, place)[-1:]:
            row = _in_a_row(_pictures(children, len(children)), last)
            yield from self._alike(children, row)
            if len(row) > 1:
                yield from ((cost + _UNLIKE, other) for cost, other in self._alike(children, [last]))

    def _alike(self, children: list[Any], pictures: Sequence[int]) -> Iterator[tuple[float, list[Any]]]:
        """The pictures in these places made smaller by as many lines, those that can be."""
        for lines in range(1, _LINES):
            smaller = {at: small for at in pictures if (small := self._shrunk(children[at], lines)) is not None}
            if not smaller:
                break
            yield lines * len(smaller) * _SHRUNK, [smaller.get(at, child) for at, child in enumerate(children)]

    def _shrunk(self, child: Any, lines: int) -> Any:
        """A row of pictures so many lines less high than it is, as narrow as that makes it; None if that is too small."""
        full, lines = getattr(child, "was", child), lines + getattr(child, "lost", 0)
        least = asked(full.style, "__least")
        if not isinstance(least, float):
            return None
        pictures = self._heights(full)
        scale = 1 - lines * self._line / max(pictures, default=inf)
        if not pictures or scale < least:
            return None
        smaller = child.copy()
        smaller.style, smaller.was, smaller.lost = full.style.copy(), full, lines
        width, low = full.style["width"], full.style["min_height"]
        smaller.style["width"] = Dimension(width.value * scale, width.unit)
        smaller.style["min_height"] = Dimension(max(0, low.value - lines * self._line), low.unit)
        return smaller

    def _heights(self, child: Any) -> list[float]:
        """How high the pictures of a row are set (px)."""
        around, alone = self._column([child]), child.copy()
        alone.position_x, alone.position_y = around.position_x, around.position_y
        laid = block.block_level_layout(self._context, alone, -inf, None, around)[0]
        return [each.height for each in laid.descendants() if isinstance(each, boxes.ReplacedBox)] if laid is not None else []

    def _fill(self, children: Sequence[Any], height: float, *, strict: bool = False, within: Mapping[int, Any] | None = None) -> _Filled:
        """The columns, so high; where it is strict, a line stands alone at the head of a page as little as elsewhere. They begin where
        this page does, or `within` their children."""
        within, shapes = within or self._within, len(self._context.excluded_shapes)
        depths, resumes, laid = [], [], []
        self._context.in_column = True
        for _column in range(self._count):
            box, goes_on, *_others = block.block_box_layout(
                self._context, self._column([child.copy() for child in children]), self.bottom - height, within, self._around,
                self._is_empty and not strict, [], [], [], *self._first, discard=False, max_lines=None,
            )  # fmt: skip
            within = goes_on if box is not None else within or {0: None}
            laid += [box] if box is not None else []
            depths.append(self._depth(box) if box is not None else 0.0)
            resumes.append(within)
            if box is None or within is None:
                break
        self._context.in_column = False
        del self._context.excluded_shapes[shapes:]
        block.remove_placeholders(self._context, laid, [], [])
        return _Filled(tuple(depths), tuple(resumes), stands=len(laid) == len(depths))

    def _column(self, children: Sequence[Any]) -> Any:
        return column._create_column_box(self._like, self._around, children, self._width, self._top)

    def _depth(self, box: Any) -> float:
        last = [child for child in box.children if child.is_in_normal_flow()][-1:]
        return sum(float(child.position_y + child.margin_height() - child.margin_bottom - self._top) for child in last)


def _pictures(children: Sequence[Any], place: int) -> list[int]:
    """Where pictures stand that may be made smaller, up to this place."""
    return [at for at, child in enumerate(children[: place + 1]) if asked(child.style, "__least")]


def _in_a_row(places: Sequence[int], place: int) -> list[int]:
    """Those of the places, in order, that lie next to each other and to this one."""
    runs = groupby(enumerate(places), key=lambda each: each[1] - each[0])
    return next(run for run in ([at for _number, at in run] for _key, run in runs) if place in run)


def _waiting(children: list[Any], place: int) -> Iterator[tuple[float, list[Any]]]:
    """The pictures from this place on, behind one of the paragraphs that follow them, or two, or as many as may go before."""
    stop, most = _together(children, place, "__behind")
    for count, child in enumerate(children[stop : stop + most], 1):
        if child.element_tag not in _RUNNING:
            break
        moved = [_moved(each) for each in children[place:stop]]
        yield count * _BEHIND, [*children[:place], *children[stop : stop + count], *moved, *children[stop + count :]]


def _ahead(children: list[Any], place: int) -> Iterator[tuple[float, list[Any]]]:
    """The pictures from this place on, before one of the paragraphs that they followed, or two, or as many as they may go before."""
    stop, most = _together(children, place, "__ahead")
    for count in range(1, min(most, place - 1) + 1):
        if children[place - count].element_tag not in _RUNNING or children[place - count - 1].element_tag not in _RUNNING:
            break
        moved = [_moved(each) for each in children[place:stop]]
        yield count * _AHEAD, [*children[: place - count], *moved, *children[place - count : place], *children[stop:]]


def _together(children: Sequence[Any], place: int, name: str) -> tuple[int, int]:
    """Where the pictures end that stand together from this place on, and how many paragraphs they may pass: each passes but once."""
    may = [0 if hasattr(child, "passed") else int(asked(child.style, name) or 0) for child in children[place:]]
    stop = next((at for at, most in enumerate(may) if not most), len(may))
    return place + stop, min(may[:stop], default=0)


def _moved(child: Any) -> Any:
    moved = child.copy()
    moved.passed = True
    return moved
