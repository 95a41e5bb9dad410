"""As many pages as the binding takes."""

import io
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.house.rules import House
from bulletin.press.pull import pull


def _bound(house: House, binding: str) -> House:
    return house.model_copy(update={"print": house.print.model_copy(update={"binding": binding})})


def _body(pages: int, *, closing: bool = False) -> str:
    last = '<h1 id="blanks">谢谢</h1>' if closing else ""
    return '<h1 id="folio-1">一</h1>' + "".join(f"<h1>{page}</h1>" for page in range(2, pages + 1 - closing)) + last


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=st.integers(1, 9), binding=st.sampled_from([("saddle", 4), ("perfect", 2), ("none", 1)]))
def test_pages_are_as_many_as_can_be_bound(house: House, make_galley: Any, pages: int, binding: tuple[str, int]) -> None:
    proof = pull(make_galley(_body(pages), edition="print"), _bound(house, binding[0]))
    assert proof.pages % binding[1] == 0
    assert 0 <= proof.pages - pages < binding[1]
    assert proof.blanks == tuple(range(pages + 1, proof.pages + 1))


def test_a_blank_page_is_blank_and_as_large_as_the_others(house: House, make_galley: Any) -> None:
    proof = pull(make_galley(_body(3), edition="print", css="@page { bleed: 3mm; background: device-cmyk(0 1 0 0) }"), house)
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        for name in ("/TrimBox", "/BleedBox", "/MediaBox"):
            assert all(
                [float(side) for side in page.obj[name]] == pytest.approx([float(side) for side in pdf.pages[0].obj[name]])
                for page in pdf.pages
            )
    page = pypdfium2.PdfDocument(proof.pdf)[3]
    page.set_cropbox(*page.get_trimbox())
    assert page.render().to_pil().convert("RGB").getcolors() == [(300 * 400, (255, 255, 255))]


def test_blanks_go_before_the_closing_page_where_the_layout_says_so(house: House, make_galley: Any) -> None:
    proof = pull(make_galley(_body(6, closing=True), edition="print"), house)
    assert (proof.pages, proof.blanks) == (8, (6, 7))
    assert "谢谢" in pypdfium2.PdfDocument(proof.pdf)[7].get_textpage().get_text_range()


def test_both_editions_count_alike(house: House, make_galley: Any) -> None:
    readers, printed = (pull(make_galley(_body(6, closing=True), edition=edition), house) for edition in ("readers", "print"))
    assert (readers.pages, readers.blanks) == (6, ())
    assert readers.folio("folio-1") == printed.folio("folio-1")


def test_an_issue_that_fits_is_left_alone(house: House, make_galley: Any) -> None:
    assert pull(make_galley(_body(4, closing=True), edition="print"), house).blanks == ()


def test_bookmarks_lead_past_the_blank_pages(house: House, make_galley: Any) -> None:
    proof = pull(make_galley(_body(6, closing=True), edition="print"), house)
    pages = [item.get_dest().get_index() for item in pypdfium2.PdfDocument(proof.pdf).get_toc()]
    assert pages == [0, 1, 2, 3, 4, 7]
    assert all(before < after for before, after in pairwise(pages))
