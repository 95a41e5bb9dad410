"""Checks on colour: what the printer's plates would make of it."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary

from bulletin.language import _
from bulletin.preflight.paper.inks import space_of
from bulletin.preflight.paper.marks import Mark
from bulletin.preflight.paper.plane import inside
from bulletin.preflight.paper.sheets import Fault, Sheets, extent, gathered, quoted

#: Large black may be mixed to be deeper (points): small black of several inks gets coloured edges.
_SMALL_BLACK = 24
_ROUNDING = 1


def screen_colours(sheets: Sheets) -> Iterator[Fault]:
    """A colour or a picture that the printer would convert by chance."""
    for leaf, marks in sheets.marked(lambda leaf, mark: mark.paint.kind == "rgb" and mark.kind != "group"):
        yield Fault(
            _("colours for screens in the print edition: {what}").format(what=_(", ").join(sorted({_what(mark) for mark in marks}))),
            _("Set the layout's print colours as device-cmyk(), and pictures as JPEG or PNG."),
            leaf.number,
            extent(marks),
        )


def spot_inks(sheets: Sheets) -> Iterator[Fault]:
    """A further ink is a further plate, which nobody ordered."""
    for leaf, marks in sheets.marked(lambda leaf, mark: mark.paint.kind == "spot"):
        yield Fault(
            _("a further ink in the print edition: {name}").format(name=_(", ").join(sorted({mark.paint.name for mark in marks}))),
            _("Set the colour as device-cmyk(), or order the further ink and allow this check."),
            leaf.number,
            extent(marks),
        )


def wet_colours(sheets: Sheets) -> Iterator[Fault]:
    """A colour of more ink than the paper takes: it smears, and sets off on the next sheet."""
    for leaf, marks in sheets.marked(lambda leaf, mark: mark.paint.ink > sheets.ink_limit + _ROUNDING):
        ink = round(max(mark.paint.ink for mark in marks))
        yield Fault(
            _("{what} has {ink} % of ink; the paper takes {limit} %").format(what=_("a colour"), ink=ink, limit=sheets.ink_limit),
            _("Set a lighter colour in the layout; a deep black is device-cmyk(0.3 0.3 0.3 1)."),
            leaf.number,
            extent(marks),
        )


def mixed_black(sheets: Sheets) -> Iterator[Fault]:
    """Small black type of several inks: the plates never meet exactly, and the letters get coloured edges."""
    for leaf, marks in sheets.marked(lambda leaf, mark: mark.paint.mixed_black and mark.size < _SMALL_BLACK, "text"):
        yield Fault(
            _("black type is mixed of several inks"),
            _("Set black type in the layout as device-cmyk(0 0 0 1)."),
            leaf.number,
            extent(marks),
        )


def unseen_text(sheets: Sheets) -> Iterator[Fault]:
    """Type in the colour of what it stands on, white on paper mostly."""
    for leaf in sheets.leaves:
        grounds = [(number, mark) for number, mark in enumerate(leaf.printed) if mark.kind in ("fill", "picture", "gradient")]
        texts = [(number, mark) for number, mark in enumerate(leaf.printed) if mark.kind == "text" and mark.text.strip()]
        for unseen in gathered([mark for number, mark in texts if _unseen(mark, number, grounds)], lambda mark: mark.seen or mark.box):
            yield Fault(
                _("“{text}” has the colour of what it stands on, and cannot be seen").format(text=quoted(unseen)),
                _("Look at the layout's colours."),
                leaf.number,
                extent(unseen),
            )


def white_overprints(sheets: Sheets) -> Iterator[Fault]:
    """White that is set to print over what lies below it prints nothing, and vanishes."""
    for leaf, marks in sheets.marked(lambda leaf, mark: mark.overprint and mark.paint.white and bool(mark.paint.values)):
        yield Fault(
            _("something white is set to print over what lies below it, and would vanish"),
            _("Take the overprint off white in the layout."),
            leaf.number,
            extent(marks),
        )


def screen_blending(sheets: Sheets) -> Iterator[Fault]:
    """What is see-through is mixed as a screen would: black type near it is taken apart into four inks."""
    for leaf in sheets.leaves:
        groups = tuple(mark for mark in leaf.of("group") if mark.paint.kind == "rgb")
        if groups or _blends_as_a_screen(leaf.obj):
            yield Fault(
                _("what is see-through on this page is mixed in colours for screens"),
                _("Set the colour itself lighter in the layout's print colours, in place of `opacity` and shadows."),
                leaf.number,
                extent(groups) if groups else None,
            )


def _blends_as_a_screen(page: Any) -> bool:
    group = page.get("/Group", Dictionary())
    return "/CS" in group and space_of(group.CS).kind == "rgb"


def _unseen(mark: Mark, number: int, grounds: list[tuple[int, Mark]]) -> bool:
    """Whether the last thing painted before a text, there where it stands, has its colour; the paper is white."""
    spot = mark.seen or mark.box
    below = next((ground for place, ground in reversed(grounds) if place < number and ground.seen and inside(spot, ground.seen, 1)), None)
    if below is None:
        return mark.paint.white
    if below.kind != "fill" or not mark.paint.values:
        return False
    return below.paint == mark.paint or (below.paint.white and mark.paint.white)


def _what(mark: Mark) -> str:
    return {"picture": _("a picture"), "gradient": _("a gradient")}.get(mark.kind, _("a colour"))
