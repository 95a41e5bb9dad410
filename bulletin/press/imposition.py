"""The imposition: the pages of a print PDF on sheets as they are printed, folded, laid into one another and stitched.

Each page becomes a form in the file that it came in (ISO 32000-1 §8.10) and is drawn on its side of a sheet: pages are not set
anew, and nothing of them changes. Sheets that are folded into one another stick out at their open side, the innermost most, and are cut
off there: so their pages are moved to the spine, by a paper's thickness for each sheet around them.
"""

import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.language import _
from bulletin.press.surround import AWAY, CLEAR, ROOM, Box, Line, crop_marks, drawn
from bulletin.queries import UsageError
from bulletin.records.proof import Proof

_MILLIMETRE = 72 / 25.4
_BOXES = ("/TrimBox", "/BleedBox", "/MediaBox")
#: What leads to pages that are there no more.
_LEADING = {"/Outlines", "/Names", "/PageLabels"}


def impose(proof: Proof, paper: float = 0.0) -> bytes:
    """A print PDF as a booklet: two pages side by side on a sheet, in the order of a press, front and back in turn. `paper` is a sheet's
    thickness in millimetres.

    Bleed and crop marks stay on the outer sides; at the spine the pages meet, and short lines show where to fold.
    The same proof gives the same bytes. Raises UsageError where the pages are not a multiple of four.
    """
    if proof.pages % 4:
        raise UsageError(
            _("{count} pages cannot be folded into a booklet").format(count=proof.pages),
            remedy=_('Set binding = "saddle" in bulletin.toml under [print], so that the pages are a multiple of four.'),
        )
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        pages = [page.obj for page in pdf.pages]
        sheets = [
            _sheet(pdf, pages[left - 1], pages[right - 1], side // 2 * paper * _MILLIMETRE)
            for side, (left, right) in enumerate(spreads(proof.pages))
        ]
        pdf.pages.extend(pikepdf.Page(sheet) for sheet in sheets)
        del pdf.pages[: len(pages)]
        for name in _LEADING & set(pdf.Root.keys()):
            del pdf.Root[name]
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True, force_version=pdf.pdf_version)
    return file.getvalue()


def spreads(pages: int) -> Iterator[tuple[int, int]]:
    """Which pages (from 1) lie left and right on each side of each sheet: the outermost sheet first, its front before its back."""
    outer = ((pages - 2 * sheet, 1 + 2 * sheet) for sheet in range(pages // 4))
    return chain.from_iterable(((last, first), (first + 1, last - 1)) for last, first in outer)


def _sheet(pdf: pikepdf.Pdf, left: Any, right: Any, creep: float) -> Any:
    """One side of a sheet, its pages moved so far to the spine (pt). Its origin is the left page's place without that, so the spine
    stands where that page is trimmed."""
    trim, bleed, media = (_box(left, name) for name in _BOXES)
    spine, marked = trim[2], media != bleed
    boxes = [Array([round(side, 3) for side in _doubled(box, spine)]) for box in (trim, bleed, media)]
    drawing = [_placed(name, bleed, spine, creep, marked=marked) for name in ("left", "right")]
    if marked:
        drawing.append(_marks(bleed, trim))
    resources = Dictionary(XObject=Dictionary(left=_form(left), right=_form(right)), ColorSpace=left.Resources.ColorSpace)
    sheet = Dictionary(Type=Name.Page, Resources=resources, Contents=pdf.make_stream(b"\n".join(drawing)))
    for name, box in zip(_BOXES, boxes, strict=True):
        sheet[name] = box
    return pdf.make_indirect(sheet)


def _box(page: Any, name: str) -> Box:
    left, bottom, right, top = (float(side) for side in page[name])
    return left, bottom, right, top


def _marks(bleed: Box, trim: Box) -> bytes:
    """Crop marks at the sheet's corners, and above and below the spine where to fold."""
    spine = trim[2]
    folds: list[Line] = [((spine, bleed[1] - AWAY), (spine, bleed[1] - ROOM)), ((spine, bleed[3] + AWAY), (spine, bleed[3] + ROOM))]
    return drawn([*crop_marks(_doubled(bleed, spine), _doubled(trim, spine)), *folds])


def _doubled(box: Box, spine: float) -> Box:
    """A page's box for two pages that meet at the spine."""
    return box[0], box[1], 2 * spine - box[0], box[3]


def _form(page: Any) -> Any:
    """A page's content as a form: the content itself becomes it."""
    content = page.Contents
    content.Type, content.Subtype, content.BBox, content.Resources = Name.XObject, Name.Form, page.MediaBox, page.Resources
    return content


def _placed(name: str, bleed: Box, spine: float, creep: float, *, marked: bool) -> bytes:
    """Draw a page on its side of the sheet: itself up to the spine, and under it its slug line without its crop marks."""
    start, end, shift = (bleed[0], spine, creep) if name == "left" else (spine, 2 * spine - bleed[0], spine - creep)
    shown = [f"{start:.3f} {bleed[1]:.3f} {end - start:.3f} {bleed[3] - bleed[1]:.3f} re"]
    if marked:
        shown.append(f"{shift + CLEAR:.3f} {bleed[1] - ROOM:.3f} {spine - 2 * CLEAR:.3f} {ROOM:.3f} re")
    return f"q {' '.join(shown)} W n 1 0 0 1 {shift:.3f} 0 cm /{name} Do Q".encode()
