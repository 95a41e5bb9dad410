"""What the printer gets besides the pages."""

import io
from typing import Any

import pikepdf
import pytest

from bulletin.house.rules import House
from bulletin.press.pull import pull

BLEED = "@page { bleed: 5mm; marks: crop }"


def _boxes(pdf: bytes) -> list[list[float]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0].obj
        return [[float(side) for side in page[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox")]


def _printer(house: House, **rule: object) -> House:
    return house.model_copy(update={"print": house.print.model_copy(update=rule)})


def test_the_bleed_is_as_wide_as_the_printer_asked(house: House, make_galley: Any) -> None:
    trim, bleed, _media = _boxes(pull(make_galley(edition="print", css=BLEED), house).pdf)
    assert trim == pytest.approx([0, 0, 300, 400])
    assert bleed == pytest.approx([-5 * 72 / 25.4, -5 * 72 / 25.4, 300 + 5 * 72 / 25.4, 400 + 5 * 72 / 25.4], abs=0.01)


def test_crop_marks_have_room_outside_the_bleed(house: House, make_galley: Any) -> None:
    _trim, bleed, media = _boxes(pull(make_galley(edition="print", css=BLEED), house).pdf)
    assert media[0] < bleed[0] - 15
    assert media[3] > bleed[3] + 15


def test_crop_marks_are_on_every_plate(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(edition="print", css=BLEED), house).pdf)) as pdf:
        page = pdf.pages[0]
        steps = [str(step.operator) for step in pikepdf.parse_content_stream(page)]
        assert steps[steps.index("SCN") :].count("S") == 8
        assert str(page.obj.Resources.ColorSpace.registration[1]) == "/All"


def test_a_printer_who_wants_no_marks_gets_none(house: House, make_galley: Any) -> None:
    proof = pull(make_galley(edition="print", css=BLEED), _printer(house, marks=False))
    _trim, bleed, media = _boxes(proof.pdf)
    assert media == bleed


def test_without_bleed_there_is_nothing_to_mark(house: House, make_galley: Any) -> None:
    trim, bleed, media = _boxes(pull(make_galley(edition="print"), house).pdf)
    assert trim == bleed == media


def test_ink_and_gray_alone_are_labelled_pdf_x_4(house: House, make_galley: Any, paint: Any) -> None:
    body = '<h1 id="folio-1">一则</h1><img src="photo.jpg" alt="">'
    proof = pull(make_galley(body, edition="print", css=BLEED, pictures={"photo.jpg": paint()}), house)
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFX"
        assert int(intent.DestOutputProfile.N) == 4
        assert intent.DestOutputProfile.read_bytes() == house.print.icc_profile.read_bytes()
        assert str(pdf.docinfo["/Trapped"]) == "/False"
        assert pdf.pdf_version == "1.6"
        assert "/ID" in pdf.trailer


@pytest.mark.parametrize(
    "stray",
    [
        "h1 { color: #c00 }",
        "h1 { border: 1pt solid rgb(1 2 3) }",
        "h1 { background: linear-gradient(red, blue) }",
        "h1 { color: lab(50% 20 20) }",
        "h1 { opacity: .5; color: red }",
    ],
)
def test_one_stray_colour_and_the_label_is_left_off(house: House, make_galley: Any, stray: str) -> None:
    proof = pull(make_galley(edition="print", css=stray), house)
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        assert "/OutputIntents" not in pdf.Root
        assert b"PDF/X-4" not in proof.pdf


def test_without_its_date_a_file_is_no_pdf_x_4(house: House, make_galley: Any) -> None:
    galley = make_galley(edition="print")
    proof = pull(galley.model_copy(update={"html": galley.html.replace("dcterms.created", "note")}), house)
    assert b"PDF/X-4" not in proof.pdf


def test_paper_has_no_links_and_the_screen_has(house: House, make_galley: Any) -> None:
    for edition, links in (("print", False), ("readers", True)):
        with pikepdf.open(io.BytesIO(pull(make_galley(edition=edition), house).pdf)) as pdf:
            assert ("/Annots" in pdf.pages[0].obj) is links


def test_the_readers_edition_keeps_its_own_size(house: House, make_galley: Any) -> None:
    trim, _bleed, media = _boxes(pull(make_galley(), house).pdf)
    assert trim == media == [0, 0, 300, 400]
