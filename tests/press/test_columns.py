"""Columns: filled to their feet, made even where they end, and nothing lost on the way."""

import io

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import CSS, HTML, Document

from bulletin.press.justification import justified

#: Pages of two columns of 20 lines of 10 characters.
PAGE = """
@page { size: 230pt 200pt; margin: 0 }
html { font: 10pt/10pt "Noto Sans CJK SC" } * { margin: 0; padding: 0 }
.columns { columns: 2; column-gap: 30pt } p { text-indent: 0; orphans: 2; widows: 2 }
.row { break-inside: avoid; width: 100%; --behind: 3; --ahead: 2; --least: 0.7 }
.row img { display: block; width: 100% }
"""
BOX = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='100' height='{}'%3E%3Crect width='100' height='{}'/%3E%3C/svg%3E"


def lines(count: int, sign: str = "字") -> str:
    return f"<p>{sign * (10 * count)}</p>"


def picture(height: int) -> str:
    """A picture so many lines high."""
    return f'<div class="row" style="min-height: {10 * height}pt"><img src="{BOX.format(10 * height, 10 * height)}"></div>'


def laid(*content: str, css: str = "") -> Document:
    with justified():
        return HTML(string=f'<div class="columns">{"".join(content)}</div>').render(stylesheets=[CSS(string=PAGE + css)])


def depths(document: Document) -> list[list[float]]:
    """How many lines deep each column of each page is filled."""
    found = []
    for page in document.pages:
        columns = [box for box in page._page_box.descendants() if getattr(box, "is_column", False)]
        found.append([round((column.children[-1].position_y + column.children[-1].margin_height()) * 0.75 / 10, 2) for column in columns])
    return found


def words(document: Document) -> str:
    with pdfplumber.open(io.BytesIO(document.write_pdf())) as pdf:
        return "".join(char["text"] for page in pdf.pages for char in page.chars)


def test_columns_that_end_on_the_page_are_even() -> None:
    assert depths(laid(lines(9), lines(9))) == [[9, 9]]


def test_an_odd_line_stands_in_the_first_column() -> None:
    assert depths(laid(lines(5), lines(6), lines(4))) == [[pytest.approx(8, abs=0.02), 7]]


def test_text_goes_before_a_picture_that_has_no_room_left() -> None:
    document = laid(lines(15), picture(8), lines(8), lines(30))
    assert depths(document)[0] == [20, 20]


def test_a_picture_is_made_smaller_where_that_fills_the_column() -> None:
    document = laid(lines(13), picture(8), "<h3>头</h3>", lines(30))
    assert depths(document)[0] == [20, 20]
    heights = [box.height * 0.75 for box in document.pages[0]._page_box.descendants() if box.element_tag == "img"]
    assert heights == [pytest.approx(70, abs=0.1)]


def test_a_picture_is_no_smaller_than_its_layout_lets_it_be() -> None:
    document = laid(lines(13), picture(8), "<h3>头</h3>", lines(30), css=".row { --least: 0.95; --ahead: 0 }")
    assert depths(document)[0] == [13, 20]


def test_a_picture_that_ends_a_story_is_not_left_alone_on_the_next_page() -> None:
    document = laid(lines(18), lines(18), picture(9))
    pictures = [page for page, each in enumerate(document.pages) for box in each._page_box.descendants() if box.element_tag == "img"]
    assert pictures == [0]


def test_a_picture_passes_no_heading() -> None:
    document = laid(lines(15), picture(8), "<h3>头</h3>", lines(40), css=".row { --least: 1; --ahead: 0 }")
    assert depths(document)[0] == [15, 20]


def test_a_layout_that_lets_no_picture_move_keeps_its_order() -> None:
    document = laid(lines(15), picture(8), lines(8), lines(30), css=".row { --behind: 0; --ahead: 0; --least: 1 }")
    assert depths(document)[0] == [15, 20]


def test_what_follows_columns_begins_on_a_whole_line() -> None:
    document = laid(lines(3), '<p style="line-height: 13pt">字</p></div><p id="after">后</p><div>')
    after = next(box for box in document.pages[0]._page_box.descendants() if box.element is not None and box.element.get("id") == "after")
    assert after.position_y * 0.75 % 10 == pytest.approx(0, abs=0.01)


def test_a_block_that_spans_the_columns_is_set_by_the_engine() -> None:
    document = laid(lines(6), '<div style="column-span: all">横贯</div>', lines(4))
    assert words(document) == "字" * 60 + "横贯" + "字" * 40


def test_the_last_two_lines_of_a_paragraph_stay_together_at_a_pages_head() -> None:
    assert depths(laid(lines(20), lines(22)))[1:] == [[2]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.integers(1, 12), st.integers(-12, -2)), min_size=1, max_size=14))
def test_no_word_is_lost_or_set_twice_and_paragraphs_keep_their_order(shapes: list[int]) -> None:
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    content = [lines(each, signs[at]) if each > 0 else picture(-each) for at, each in enumerate(shapes)]
    document = laid(*content)
    assert words(document) == "".join(signs[at] * (10 * each) for at, each in enumerate(shapes) if each > 0)
    pictures = [box for page in document.pages for box in page._page_box.descendants() if box.element_tag == "img"]
    assert len(pictures) == sum(each < 0 for each in shapes)
    assert all(depth <= 20.01 for page in depths(document) for depth in page)


def test_a_few_lines_are_brought_over_where_a_picture_can_make_room_for_them() -> None:
    assert depths(laid(lines(10), picture(8), lines(24))) == [[20, 20]]


def test_a_few_lines_stay_over_where_no_picture_may_be_smaller() -> None:
    assert len(depths(laid(lines(10), picture(8), lines(24), css=".row { --least: 1; --ahead: 0; --behind: 0 }"))) == 2


def test_what_follows_the_columns_is_not_left_alone_on_the_next_page() -> None:
    content = lines(10), picture(8), lines(22), '</div><p id="after">后</p><div>'
    assert len(laid(*content).pages) == 2
    assert len(laid(*content, css=".columns { --foot: 1 }").pages) == 1


def test_pictures_that_follow_each_other_shrink_alike() -> None:
    document = laid(lines(20), picture(11), picture(11), lines(2, "后"))
    found = [round(box.height) for page in document.pages for box in page._page_box.descendants() if box.element_tag == "img"]
    assert len(set(found)) == 1


def test_a_box_at_a_columns_head_has_no_white_above_it() -> None:
    document = laid(lines(20), '<p style="margin-top: 10pt">新栏</p>', lines(30))
    columns = [box for box in document.pages[0]._page_box.descendants() if getattr(box, "is_column", False)]
    assert columns[1].children[0].margin_top == 0


def test_the_first_box_of_columns_keeps_the_white_above_it() -> None:
    document = laid('<p style="margin-top: 10pt">新栏</p>', lines(4))
    columns = [box for box in document.pages[0]._page_box.descendants() if getattr(box, "is_column", False)]
    assert columns[0].children[0].margin_top > 0
