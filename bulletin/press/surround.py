"""The surround: what stands on a printer's sheet outside the page: crop marks, the slug line, a patch of each ink.

The slug line is set by the same engine as the pages and painted with them, so that its type is embedded like theirs.
"""

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Any

from weasyprint import CSS, HTML, Document

from bulletin.language import _, speaking
from bulletin.records.galley import Galley

MILLIMETRE = 72 / 25.4
#: Crop marks are 5 mm long and start 2 mm outside the bleed, so that no cut shows them.
AWAY, MARK = 2 * MILLIMETRE, 5 * MILLIMETRE
#: What a sheet has outside the bleed.
ROOM = AWAY + MARK
_HAIRLINE = 0.25
_PIXEL = 0.75  # points

#: The most characters of a publication's name and issue that the slug line has room for.
_LONGEST = 24
#: The slug line keeps clear of the crop marks at its ends.
CLEAR = 6 * MILLIMETRE
_SLUG = """
@page { size: %fpt %fpt; margin: 0 }
body, p { margin: 0; font: 6.5pt/5mm %s; color: device-cmyk(0 0 0 1); white-space: nowrap; break-after: page }
"""
#: A patch of each ink, from the right: how much of cyan, magenta, yellow and black.
_PATCHES = ("0 0 0 1", "0 0 1 0", "0 1 0 0", "1 0 0 0")
_PATCH, _APART = 4 * MILLIMETRE, MILLIMETRE

Point = tuple[float, float]
Line = tuple[Point, Point]
Box = tuple[float, float, float, float]


def surround(document: Document, galley: Galley, first: int, blanks: Sequence[int]) -> None:
    """See that each page is painted with its marks and its slug line, and nothing of itself outside its bleed.

    A document without bleed stays as it is: there is nothing to cut.
    """
    if not any(document.pages[0].bleed.values()):
        return
    with speaking(galley.language):
        words = slug_lines(document, galley.title, first, blanks)
    for page, slug in zip(document.pages, _set(document, galley, words), strict=True):
        page.paint = partial(_paint, page, page.paint, slug)


def slug_lines(document: Document, title: str, first: int, blanks: Sequence[int]) -> list[str]:
    """For each page what it is: the issue, the page among all, the folio where it has one, the issue's date."""
    pages, lines, folio = len(document.pages), [], 1 - first
    title = title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
    for number in range(1, pages + 1):
        folio += number not in blanks
        counted = _("sheet page {number} of {pages}").format(number=number, pages=pages)
        told = _("blank") if number in blanks else _("folio {folio}").format(folio=folio) if folio > 0 else ""
        lines.append(" · ".join(filter(None, (title, _("print edition"), counted, told, document.metadata.created))))
    return lines


def crop_marks(bleed: Box, trim: Box) -> list[Line]:
    """Two lines at each corner, in line with the trim and outside the bleed."""
    upright = [((x, a), (x, b)) for x in (trim[0], trim[2]) for a, b in _ends(bleed[1], bleed[3])]
    level = [((a, y), (b, y)) for y in (trim[1], trim[3]) for a, b in _ends(bleed[0], bleed[2])]
    return upright + level


def drawn(lines: Sequence[Line]) -> bytes:
    """Hairlines in registration colour, which every plate shows (ISO 32000-1 §8.6.6.4, /All)."""
    strokes = " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S" for (a, b), (c, d) in lines)
    return f"q /registration CS 1 SCN {_HAIRLINE} w {strokes} Q".encode()


def _ends(low: float, high: float) -> tuple[Point, Point]:
    return (low - AWAY, low - ROOM), (high + AWAY, high + ROOM)


def _set(document: Document, galley: Galley, lines: Sequence[str]) -> Sequence[Any]:
    """The slug lines, each on a page as small as itself; the patches have their room beside it."""
    families = ", ".join(f'"{family}"' for role in galley.faces.values() for family in role)
    width = document.pages[0].width * _PIXEL - 2 * CLEAR - len(_PATCHES) * (_PATCH + _APART)
    html = "".join(f"<p>{escape(line)}" for line in lines)
    pages: Sequence[Any] = HTML(string=html).render(stylesheets=[CSS(string=_SLUG % (width, MARK, families or "sans-serif"))]).pages
    return pages


def _paint(page: Any, plain: Any, slug: Any, stream: Any, scale: float) -> None:
    """WeasyPrint's `Page.paint`, within the bleed, and round it what the printer needs. In points, from the trim's top left."""
    left, top, width, height = (side * scale for side in stream.page_rectangle)
    trim = (0.0, 0.0, page.width * scale, page.height * scale)
    with stream.stacked():
        stream.rectangle(left, top, width, height)
        stream.clip()
        stream.end()
        plain(stream, scale)
    stream.begin_marked_content("Artifact")
    stream.stream.append(drawn(crop_marks((left, top, left + width, top + height), trim)))
    stream.stream.append(_patches(trim[2] - CLEAR, top + height + AWAY))
    with stream.stacked():
        stream.transform(e=CLEAR, f=top + height + AWAY)
        slug.paint(stream, scale)
    stream.end_marked_content()


def _patches(right: float, top: float) -> bytes:
    places = (right - (_PATCH + _APART) * place - _PATCH for place in range(len(_PATCHES)))
    squares = (f"{ink} k {x:.3f} {top:.3f} {_PATCH:.3f} {_PATCH:.3f} re f" for ink, x in zip(_PATCHES, places, strict=True))
    return f"q {' '.join(squares)} Q".encode()
