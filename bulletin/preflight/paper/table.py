"""The table of checks on paper: each with the name of the fault it finds, the editions it is of, and the function that finds it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import pikepdf

from bulletin.language import _
from bulletin.preflight.paper import colour, fonts, geometry, pictures, structure, text
from bulletin.preflight.paper.plane import Box
from bulletin.preflight.paper.sheets import BROKEN, Fault, Sheets, looks_printed, opened
from bulletin.queries import Place, Query, Weight, query
from bulletin.records.galley import Edition
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof

_BOTH: tuple[Edition, ...] = ("readers", "print")
_READERS: tuple[Edition, ...] = ("readers",)
_PRINT: tuple[Edition, ...] = ("print",)


@dataclass(frozen=True)
class Check:
    """One row: the fault, the editions in which it is one, how it is found."""

    fault: str
    editions: tuple[Edition, ...]
    find: Callable[[Sheets], Iterator[Fault]]


PAPER_CHECKS: tuple[Check, ...] = (
    Check("encrypted", _BOTH, structure.encrypted),
    Check("page-unreadable", _BOTH, structure.pages_unreadable),
    Check("font-not-embedded", _BOTH, fonts.not_embedded),
    Check("drawn-font", _PRINT, fonts.drawn),
    Check("glyph-missing", _BOTH, fonts.glyphs_missing),
    Check("rgb-in-print", _PRINT, colour.screen_colours),
    Check("spot-in-print", _PRINT, colour.spot_inks),
    Check("ink-over-limit", _PRINT, colour.wet_colours),
    Check("ink-over-limit", _PRINT, pictures.wet),
    Check("ink-not-measured", _PRINT, pictures.unmeasured),
    Check("mixed-black", _PRINT, colour.mixed_black),
    Check("unseen-text", _BOTH, colour.unseen_text),
    Check("white-overprints", _PRINT, colour.white_overprints),
    Check("screen-blending", _PRINT, colour.screen_blending),
    Check("coarse-picture", _PRINT, pictures.coarse),
    Check("low-resolution", _PRINT, pictures.low_resolution),
    Check("boxes-not-nested", _PRINT, geometry.boxes_not_nested),
    Check("page-sizes-differ", _BOTH, geometry.page_sizes_differ),
    Check("bleed-missing", _PRINT, geometry.bleed_missing),
    Check("over-the-trim", _BOTH, geometry.over_the_trim),
    Check("near-the-trim", _PRINT, geometry.near_the_trim),
    Check("hairline", _PRINT, geometry.hairlines),
    Check("empty-page", _BOTH, geometry.empty_pages),
    Check("clipped-text", _BOTH, text.clipped),
    Check("missing-text", _BOTH, text.missing),
    Check("text-over-text", _BOTH, text.over_one_another),
    Check("small-type", _BOTH, text.small),
    Check("loose-line", _BOTH, text.loose),
    Check("folio-out-of-step", _BOTH, text.folios_out_of_step),
    Check("contents-differ", _BOTH, text.contents_differ),
    Check("broken-link", _BOTH, structure.links_broken),
    Check("tags-missing", _READERS, structure.tags_missing),
    Check("picture-undescribed", _READERS, structure.pictures_undescribed),
    Check("language-missing", _READERS, structure.language_missing),
    Check("document-title-missing", _BOTH, structure.title_missing),
    Check("output-intent-missing", _PRINT, structure.output_intent_missing),
)


def check_proof(proof: Proof, issue: Issue, *, ink_limit: int = 300) -> tuple[Query, ...]:
    """Every fault of an issue's pages, in the order of the table; empty where there is none.

    `ink_limit` is the most ink, all plates together in per cent, that the paper takes.
    """
    name = _("print PDF") if proof.edition == "print" else _("readers' PDF")
    with opened(proof.pdf) as pdf:
        return _asked(name, Sheets(pdf, proof.edition, issue=issue, proof=proof, ink_limit=ink_limit))


def check_pdf(data: bytes, name: str, edition: Edition | None = None, *, ink_limit: int = 300) -> tuple[Query, ...]:
    """Every fault of any PDF that can be found without knowing what it should hold; `name` is what its queries call it.

    Without an `edition` it is judged as what it looks like. A file that is no PDF, or is locked, gives one query that says so.
    """
    try:
        with opened(data) as pdf:
            return _asked(name, Sheets(pdf, edition or ("print" if looks_printed(pdf) else "readers"), ink_limit=ink_limit))
    except pikepdf.PasswordError:
        return (query("encrypted", name, _("the file is locked"), _("Save it without a password and without restrictions.")),)
    except BROKEN:
        return (query("unreadable", name, _("this is no PDF, or a damaged one"), _("Make the PDF anew.")),)


def stops(queries: Sequence[Query], allowed: Collection[str] = ()) -> tuple[Query, ...]:
    """What a printer would reject a PDF for, but for the checks that are allowed by name."""
    return tuple(each for each in queries if each.weight is Weight.HOLD and each.check not in allowed)


def _asked(name: str, sheets: Sheets) -> tuple[Query, ...]:
    checks = (check for check in PAPER_CHECKS if sheets.edition in check.editions)
    return tuple(_query(name, check.fault, fault, sheets) for check in checks for fault in _faults(check, sheets))


def _faults(check: Check, sheets: Sheets) -> list[Fault]:
    """What a check finds. A file may break any rule of PDF: what breaks a check is a fault too, and stops no other."""
    found: list[Fault] = []
    try:
        found.extend(check.find(sheets))
    except BROKEN:
        said = _("the file is so damaged that this could not be looked at: {check}").format(check=check.fault)
        found.append(Fault(said, _("Make the PDF anew."), check="page-unreadable"))
    return found


def _query(name: str, check: str, fault: Fault, sheets: Sheets) -> Query:
    place = Place(file=name, page=fault.page, box=_from_the_corner(sheets, fault.page, fault.box))
    return query(fault.check or check, place, fault.message, fault.remedy)


def _from_the_corner(sheets: Sheets, page: int | None, box: Box | None) -> Box | None:
    """A box in points from the trim's upper left corner, y downwards: left, top, right, bottom."""
    if page is None or box is None:
        return None
    left, _bottom, _right, top = sheets.leaves[page - 1].trim
    moved = (box[0] - left, top - box[3], box[2] - left, top - box[1])
    rounded = tuple(round(side, 1) for side in moved)
    return (rounded[0], rounded[1], rounded[2], rounded[3])
