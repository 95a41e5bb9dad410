"""Checks on where things stand: within the page, over its edge, too thin, or nowhere."""

from collections.abc import Iterator
from itertools import pairwise

from bulletin.language import _
from bulletin.preflight.paper.marks import Mark
from bulletin.preflight.paper.plane import Box, common, grown, inside
from bulletin.preflight.paper.sheets import MILLIMETRE, Fault, Leaf, Sheets, extent, quoted

#: A knife strays by a millimetre or two: printers want colour 3 mm over the trim, and type 5 mm within it.
BLEED_MM = 3
MARGIN_MM = 5
#: Thinner lines break up or vanish (points).
HAIRLINE = 0.25
#: What stands in the uppermost and lowest 20 mm is running head and folio, not the page's own.
_FURNITURE = 20 * MILLIMETRE
_ROUNDING = 0.01
#: What ends this near (points) to an edge is meant to end there.
_NEAR = 0.5


def boxes_not_nested(sheets: Sheets) -> Iterator[Fault]:
    """Trim inside bleed inside the sheet (ISO 15930-7)."""
    for leaf in sheets.leaves:
        stated = all(name in leaf.obj for name in ("/TrimBox", "/BleedBox"))
        if not stated or not all(inside(inner, outer, _ROUNDING) for inner, outer in pairwise((leaf.trim, leaf.bleed, leaf.media))):
            yield Fault(
                _("the page does not lie inside its bleed, or its bleed not inside the sheet"),
                _("Look at the layout's page size and at `bleed` in bulletin.toml."),
                leaf.number,
            )


def page_sizes_differ(sheets: Sheets) -> Iterator[Fault]:
    """Pages of several sizes cannot be bound."""
    first = _measures(sheets.leaves[0]) if sheets.leaves else (0, 0)
    for leaf in sheets.leaves:
        if any(abs(one - other) > _NEAR for one, other in zip(_measures(leaf), first, strict=True)):
            width, height = (round(length / MILLIMETRE) for length in _measures(leaf))
            said = _("the page is {width} × {height} mm, the first one {first_width} × {first_height} mm")
            across, upwards = (round(length / MILLIMETRE) for length in first)
            yield Fault(
                said.format(width=width, height=height, first_width=across, first_height=upwards),
                _("Give all pages of the layout one size."),
                leaf.number,
            )


def _measures(leaf: Leaf) -> tuple[float, float]:
    return leaf.trim[2] - leaf.trim[0], leaf.trim[3] - leaf.trim[1]


def bleed_missing(sheets: Sheets) -> Iterator[Fault]:
    """Colour or a picture that ends at the trim or just over it: where the knife strays, white paper shows."""
    for leaf, marks in sheets.marked(_ends_short, "fill", "picture", "gradient"):
        yield Fault(
            _("colour or a picture reaches the edge of the page, and not {bleed} mm over it").format(bleed=BLEED_MM),
            _("Let it run over the edge by the bleed in the layout, or end {margin} mm before it.").format(margin=BLEED_MM),
            leaf.number,
            extent(marks),
        )


def _ends_short(leaf: Leaf, mark: Mark) -> bool:
    if (mark.paint.white and mark.kind != "picture") or mark.seen is None or not _overlaps(mark.seen, leaf.trim):
        return False
    edge = _outermost(leaf)
    return any(
        (mark.seen[side] - leaf.trim[side]) * out > -_NEAR and (mark.seen[side] - edge[side]) * out < -_NEAR and _lies_along(mark, side)
        for side, out in enumerate((-1, -1, 1, 1))
    )


def _lies_along(mark: Mark, side: int) -> bool:
    """Whether a mark ends on this side in a line, and not in a single point as a circle does."""
    if mark.kind != "fill" or mark.seen is None or abs(mark.seen[side] - mark.box[side]) > _NEAR:
        return True
    across = side % 2
    there = [corner[1 - across] for corner in mark.corners if abs(corner[across] - mark.box[side]) < _NEAR]
    return max(there) - min(there) > _NEAR if there else False


def _outermost(leaf: Leaf) -> Box:
    """The bleed, which is 3 mm at least."""
    wanted = grown(leaf.trim, BLEED_MM * MILLIMETRE - _NEAR)
    (left, bottom, right, top), (a, b, c, d) = wanted, leaf.bleed
    return (min(left, a), min(bottom, b), max(right, c), max(top, d))


def _overlaps(one: Box, other: Box) -> bool:
    shared = common(one, other)
    return shared is not None and shared[2] - shared[0] > _ROUNDING and shared[3] - shared[1] > _ROUNDING


def over_the_trim(sheets: Sheets) -> Iterator[Fault]:
    """Type that the knife would cut."""
    for leaf, marks in sheets.marked(_is_cut, "text"):
        yield Fault(
            _("“{text}” stands over the edge of the page and would be cut").format(text=quoted(marks)),
            _("Look at the layout's margins, and at words too long for their line."),
            leaf.number,
            extent(marks),
        )


def near_the_trim(sheets: Sheets) -> Iterator[Fault]:
    """Type so near the edge that a straying knife may cut it."""
    for leaf, marks in sheets.marked(_is_near, "text"):
        yield Fault(
            _("“{text}” stands within {margin} mm of the edge of the page").format(text=quoted(marks), margin=MARGIN_MM),
            _("Look at the layout's margins, running heads and folios."),
            leaf.number,
            extent(marks),
        )


def _is_cut(leaf: Leaf, mark: Mark) -> bool:
    return bool(mark.text.strip()) and mark.seen is not None and not inside(_type(mark), leaf.trim, _NEAR)


def _is_near(leaf: Leaf, mark: Mark) -> bool:
    room = grown(leaf.trim, -MARGIN_MM * MILLIMETRE)
    return bool(mark.text.strip()) and not _is_cut(leaf, mark) and not inside(_type(mark), room, _NEAR)


def _type(mark: Mark) -> Box:
    return mark.seen or mark.box


def hairlines(sheets: Sheets) -> Iterator[Fault]:
    """Lines so thin that they break up in print, however they are drawn: as lines, as boxes, or as what a frame leaves."""
    for leaf, marks in sheets.marked(lambda leaf, mark: _thickness(mark) < HAIRLINE - _ROUNDING, "fill", "stroke"):
        thin = min(_thickness(mark) for mark in marks)
        yield Fault(
            _("a line is {width} pt thick; print wants {least} pt").format(width=round(thin, 2), least=HAIRLINE),
            _("Make the line thicker in the layout, or lighter in colour in place of thinner."),
            leaf.number,
            extent(marks),
        )


def _thickness(mark: Mark) -> float:
    if mark.kind == "stroke":
        return mark.width
    left, bottom, right, top = mark.seen or mark.box
    frame = [abs(one - other) for one, other in zip(*mark.parts, strict=True)] if len(mark.parts) == 2 else []
    return min(right - left, top - bottom, *(side for side in frame if side > _ROUNDING))


def empty_pages(sheets: Sheets) -> Iterator[Fault]:
    """Nothing but a running head and a folio, where the binding did not ask for a blank page."""
    if sheets.proof is None:  # nobody knows which pages of any PDF are meant to be blank
        return
    for leaf in sheets.leaves:
        if (
            leaf.readable
            and leaf.number not in sheets.proof.blanks
            and not any(_own(leaf, mark) for mark in leaf.of("text", "picture", "gradient"))
        ):
            yield Fault(
                _("nothing stands on this page"),
                _("Look at the end of the story before it, and at the layout's page breaks."),
                leaf.number,
            )


def _own(leaf: Leaf, mark: Mark) -> bool:
    """Whether a mark stands between running head and folio."""
    left, bottom, right, top = leaf.trim
    middle = (left, bottom + _FURNITURE, right, top - _FURNITURE)
    return _overlaps(mark.seen or mark.box, middle) and (mark.kind != "text" or bool(mark.text.strip()))
