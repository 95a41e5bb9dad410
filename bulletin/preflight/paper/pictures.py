"""Checks on pictures as they are printed: fine enough, and not too wet."""

from collections.abc import Iterator

from bulletin.language import _
from bulletin.preflight.copy import LEAST_PPI
from bulletin.preflight.paper.ink import UnmeasuredError, Wet
from bulletin.preflight.paper.marks import Mark
from bulletin.preflight.paper.plane import lengths, spread
from bulletin.preflight.paper.sheets import POINTS_PER_INCH, Fault, Leaf, Sheets

#: What printers ask for (pixels an inch, at the printed size), less what rounding takes.
GOOD_PPI = 300
_ROUNDED = 0.99


def coarse(sheets: Sheets) -> Iterator[Fault]:
    """A picture that is seen to be coarse in print: in steps, and blurred."""
    for leaf in sheets.leaves:
        yield from _too_few(sheets, leaf, 0, LEAST_PPI)


def low_resolution(sheets: Sheets) -> Iterator[Fault]:
    """A picture that is less sharp than it might be."""
    for leaf in sheets.leaves:
        yield from _too_few(sheets, leaf, LEAST_PPI, GOOD_PPI)


def _too_few(sheets: Sheets, leaf: Leaf, least: int, most: int) -> Iterator[Fault]:
    if any(allowance.check == "low-resolution" for story in sheets.stories_on(leaf.number) for allowance in story.allow):
        return
    for mark in leaf.of("picture"):
        ppi = resolution(mark)
        if least * _ROUNDED <= ppi < most * _ROUNDED:
            yield Fault(
                _("a picture on this page is printed at about {ppi} ppi; print wants {least}").format(ppi=round(ppi), least=most),
                _("Ask the branch for the photo as the camera took it, not from a chat program or a screen."),
                leaf.number,
                mark.seen or mark.box,
            )


def resolution(mark: Mark) -> float:
    """Pixels an inch of a picture as it is placed, turned or cropped as it may be, along the side that has fewer."""
    across, upwards = lengths(mark.matrix)
    columns, rows = (float(mark.picture.get(long, mark.picture.get(short, 0))) for long, short in (("/Width", "/W"), ("/Height", "/H")))
    return POINTS_PER_INCH * min(columns / max(across, 1e-6), rows / max(upwards, 1e-6))


def wet(sheets: Sheets) -> Iterator[Fault]:
    """A picture with more ink on a spot than the paper takes."""
    for leaf, mark, found in sheets.wetness:
        if isinstance(found, Wet):
            said = _("{what} has {ink} % of ink; the paper takes {limit} %")
            yield Fault(
                said.format(what=_("a picture"), ink=found.ink, limit=sheets.ink_limit),
                _("Name a profile that fits the paper under [print] in bulletin.toml, and a limit that the printer agrees to."),
                leaf.number,
                spread(mark.matrix, found.part),
            )


def unmeasured(sheets: Sheets) -> Iterator[Fault]:
    """A picture whose ink nobody can tell here."""
    for leaf, mark, found in sheets.wetness:
        if isinstance(found, UnmeasuredError):
            yield Fault(
                _("the ink of a picture cannot be measured"),
                _("Ask the printer to look at it, or bring the picture as JPEG or PNG."),
                leaf.number,
                mark.seen or mark.box,
            )
