"""What stands round a page on the printer's sheet."""

import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest

from bulletin.house.rules import House
from bulletin.press.pull import pull

BLEED = "@page { bleed: 3mm } h1 { background: device-cmyk(1 0 0 0); margin: 0 -60pt }"


def _told(pdf: bytes, page: int) -> str:
    """The text under a page, outside its bleed."""
    opened = pypdfium2.PdfDocument(pdf)
    left, bottom, right, _top = opened[page].get_bleedbox()
    return str(opened[page].get_textpage().get_text_bounded(left, opened[page].get_mediabox()[1], right, bottom)).strip()


@pytest.fixture(scope="module")
def loose(house: House) -> House:
    """A publication whose pages are not bound."""
    return house.model_copy(update={"print": house.print.model_copy(update={"binding": "none"})})


def test_each_page_says_what_it_is(loose: House, make_galley: Any) -> None:
    pdf = pull(make_galley(edition="print", css=BLEED, language="en"), loose).pdf
    assert _told(pdf, 0) == "简报 · print edition · sheet page 1 of 2 · 2024-03-31"
    assert _told(pdf, 1) == "简报 · print edition · sheet page 2 of 2 · folio 1 · 2024-03-31"


def test_a_blank_page_is_called_one_and_takes_no_folio(house: House, make_galley: Any) -> None:
    body = '<h1 id="folio-1">一则</h1><h1 id="blanks">谢谢</h1>'
    pdf = pull(make_galley(body, edition="print", css=BLEED, language="en"), house).pdf
    assert [re.findall("blank|folio [0-9]+", _told(pdf, page)) for page in range(4)] == [["folio 1"], ["blank"], ["blank"], ["folio 2"]]


def test_a_title_cannot_break_the_slug_line(loose: House, make_galley: Any) -> None:
    pdf = pull(make_galley(edition="print", css=BLEED, title="<b>甲</b>&乙" * 40), loose).pdf
    told = _told(pdf, 0)
    assert told.startswith("<b>甲</b>&乙")
    assert told.endswith("2024-03-31")
    assert len(told) < 100


def test_nothing_of_a_page_is_painted_beyond_its_bleed(loose: House, make_galley: Any) -> None:
    page = pypdfium2.PdfDocument(pull(make_galley(edition="print", css=BLEED), loose).pdf)[1]
    scale = 4
    image = page.render(scale=scale).to_pil().convert("RGB")
    media, bleed = page.get_mediabox(), page.get_bleedbox()
    beyond = int((bleed[0] - media[0]) * scale) - 4
    row = int((media[3] - 350 + 8) * scale)
    assert image.getpixel((beyond, row)) == (255, 255, 255)
    assert image.getpixel((beyond + 12, row)) != (255, 255, 255)


def test_there_is_a_patch_of_each_ink(loose: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(edition="print", css="@page { bleed: 3mm }"), loose).pdf)) as pdf:
        steps = pikepdf.parse_content_stream(pdf.pages[0], "k")
        inks = {tuple(float(ink) for ink in step.operands) for step in steps}
    assert {(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)} <= inks


def test_the_slug_line_s_type_is_in_the_file(loose: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(edition="print", css=BLEED), loose).pdf)) as pdf:
        assert all("/DescendantFonts" in font for page in pdf.pages for font in page.obj.Resources.Font.values())


def test_readers_see_none_of_it(house: House, make_galley: Any) -> None:
    assert "2024-03-31" not in pypdfium2.PdfDocument(pull(make_galley(css=BLEED), house).pdf)[0].get_textpage().get_text_range()
