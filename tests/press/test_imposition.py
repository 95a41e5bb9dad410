"""Pages on sheets: folded and stitched they are in order."""

import io
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.house.rules import House
from bulletin.press.imposition import impose, spreads
from bulletin.press.pull import pull
from bulletin.queries import UsageError
from bulletin.records.proof import Proof

BLEED = "@page { bleed: 3mm } h1 { background: device-cmyk(0 1 0 0); margin: 0 -60pt; padding: 0 60pt }"


def _proof(house: House, make_galley: Any, pages: int = 8, **rule: object) -> Proof:
    body = "".join(f"<h1{' id=folio-1' if page == 1 else ''}>页{page}</h1>" for page in range(1, pages + 1))
    return pull(
        make_galley(body, edition="print", css=BLEED, language="en"),
        house.model_copy(update={"print": house.print.model_copy(update=rule)}),
    )


def _text(page: pypdfium2.PdfPage, *within: float) -> str:
    """What stands on a sheet, or in a part of it; a reader guesses blanks from the white between characters."""
    found = page.get_textpage()
    return "".join((found.get_text_bounded(*within) if within else found.get_text_range()).split())


@given(sheets=st.integers(1, 40))
def test_folded_and_stitched_the_pages_are_in_order(sheets: int) -> None:
    sides = list(spreads(4 * sheets))
    fronts, backs = sides[::2], sides[1::2]
    # leafing through: each sheet's front right page, its back left page, inwards; then outwards again
    leaves = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    leaves += [page for front, back in zip(fronts[::-1], backs[::-1], strict=True) for page in (back[1], front[0])]
    assert leaves == list(range(1, 4 * sheets + 1))


def test_the_cover_lies_beside_the_back_and_the_middle_opens_flat(house: House, make_galley: Any) -> None:
    booklet = pypdfium2.PdfDocument(impose(_proof(house, make_galley)))
    assert [[number for number in "12345678" if f"页{number}" in _text(page)] for page in booklet] == [
        ["1", "8"],
        ["2", "7"],
        ["3", "6"],
        ["4", "5"],
    ]


def test_the_right_page_lies_on_the_right(house: House, make_galley: Any) -> None:
    sheet = pypdfium2.PdfDocument(impose(_proof(house, make_galley)))[0]
    left, bottom, right, top = sheet.get_trimbox()
    assert "页1" in _text(sheet, (left + right) / 2, bottom, right, top)
    assert "页8" in _text(sheet, left, bottom, (left + right) / 2, top)


def test_a_sheet_is_two_pages_wide_with_bleed_outside_alone(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(impose(_proof(house, make_galley)))) as pdf:
        trim, bleed, media = ([float(side) for side in pdf.pages[0].obj[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
    assert trim == pytest.approx([0, 0, 600, 400])
    three = 3 * 72 / 25.4
    assert bleed == pytest.approx([-three, -three, 600 + three, 400 + three], abs=0.01)
    assert media[0] < bleed[0] - 15


def test_a_page_does_not_bleed_over_the_spine(house: House, make_galley: Any) -> None:
    coloured = "<h1 id=folio-1>一</h1><p>二</p>"
    css = "@page { bleed: 3mm } @page :first { background: device-cmyk(0 1 0 0) } p { break-before: page }"
    sheet = pypdfium2.PdfDocument(impose(pull(make_galley(coloured, edition="print", css=css), house)))[0]
    image = sheet.render(scale=2).to_pil().convert("RGB")
    spine, middle = int((300 - sheet.get_mediabox()[0]) * 2), image.height // 2
    assert image.getpixel((spine - 4, middle)) == (255, 255, 255)
    assert image.getpixel((spine + 4, middle)) != (255, 255, 255)


def test_each_page_keeps_its_slug_line(house: House, make_galley: Any) -> None:
    text = pypdfium2.PdfDocument(impose(_proof(house, make_galley)))[0].get_textpage().get_text_range()
    assert "sheet page 1 of 8" in text
    assert "sheet page 8 of 8" in text


def test_sheets_have_crop_marks_and_fold_marks(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(impose(_proof(house, make_galley)))) as pdf:
        steps = [step for step in pikepdf.parse_content_stream(pdf.pages[0]) if str(step.operator) == "m"]
    assert len(steps) == 8 + 2
    assert [float(step.operands[0]) for step in steps[8:]] == [300, 300]


def test_a_printer_who_wants_no_marks_gets_none(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(impose(_proof(house, make_galley, marks=False)))) as pdf:
        assert "S" not in [str(step.operator) for step in pikepdf.parse_content_stream(pdf.pages[0])]
        assert pdf.pages[0].obj.MediaBox == pdf.pages[0].obj.BleedBox


def test_a_booklet_is_pdf_x_4_like_the_pages(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(impose(_proof(house, make_galley)))) as pdf:
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert "/OutputIntents" in pdf.Root
        assert not {"/Outlines", "/Names", "/PageLabels"} & set(pdf.Root.keys())
        assert len(pdf.pages) == 4
        assert pdf.pdf_version == "1.6"


def test_the_same_pages_give_the_same_booklet(house: House, make_galley: Any) -> None:
    proof = _proof(house, make_galley)
    first, second = impose(proof), impose(proof)
    assert first == second


def test_pages_that_cannot_be_folded_are_refused_with_the_remedy(house: House, make_galley: Any) -> None:
    with pytest.raises(UsageError, match="binding") as caught:
        impose(_proof(house, make_galley, pages=3, binding="none"))
    assert "3 pages" in caught.value.message


def test_sheets_follow_front_and_back() -> None:
    assert list(spreads(8)) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert all(abs(sum(side) - sum(other)) == 0 for side, other in pairwise(spreads(32)))


def test_the_pages_of_inner_sheets_are_moved_to_the_spine_by_the_papers_thickness(house: House, make_galley: Any) -> None:
    proof = _proof(house, make_galley)
    flat, moved = (pypdfium2.PdfDocument(impose(proof, paper)) for paper in (0.0, 1.0))
    shifts = [[there - here for there, here in zip(_edges(moved[side]), _edges(flat[side]), strict=True)] for side in range(4)]
    millimetre = 72 / 25.4
    assert shifts[:2] == [pytest.approx([0, 0], abs=0.01)] * 2
    assert shifts[2:] == [pytest.approx([millimetre, -millimetre], abs=0.01)] * 2


def _edges(sheet: pypdfium2.PdfPage) -> tuple[float, float]:
    """Where the left page's and the right page's words begin."""
    found = sheet.get_textpage()
    starts = [found.get_charbox(place)[0] for place, each in enumerate(found.get_text_range()) if each == "页"]
    return min(starts), max(starts)
