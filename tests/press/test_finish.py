"""What the printer gets besides the pages."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bulletin.house.rules import House
from bulletin.press.pull import pull
from bulletin.queries import MachineError

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


def test_readers_see_the_bookmarks_and_one_page_under_the_other(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(), house).pdf)) as pdf:
        assert (str(pdf.Root.PageMode), str(pdf.Root.PageLayout)) == ("/UseOutlines", "/OneColumn")


def test_what_the_catalogue_and_the_metadata_say_agrees(house: House, make_galley: Any) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(edition="print", css=BLEED), house).pdf)) as pdf, pdf.open_metadata() as said:
        assert said["dc:title"] == str(pdf.docinfo["/Title"]) == "简报"
        assert said["pdf:Trapped"] == "False"
        assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2024-03-31"
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20240331"


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_nothing_in_a_file_acts_by_itself(house: House, make_galley: Any, edition: str) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(edition=edition), house).pdf)) as pdf:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
        assert "/JavaScript" not in pdf.Root.get("/Names", {})


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_fonts_are_in_the_file_and_cut_to_what_is_used(house: House, make_galley: Any, edition: str) -> None:
    with pikepdf.open(io.BytesIO(pull(make_galley(edition=edition, css=BLEED), house).pdf)) as pdf:
        fonts = [font for page in pdf.pages for font in page.obj.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert str(font.BaseFont)[7] == "+"
            (inner,) = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())


def test_without_a_profile_of_its_own_the_print_edition_is_not_begun(house: House, make_galley: Any) -> None:
    with pytest.raises(MachineError, match="libgs-common"):
        pull(make_galley(edition="print"), _printer(house, icc_profile=Path("nowhere.icc")))


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_the_same_galley_gives_the_same_bytes(house: House, make_galley: Any, paint: Any, edition: str) -> None:
    galley = make_galley(edition=edition, css=BLEED + "p { opacity: .5 }", pictures={"p.jpg": paint()})
    assert pull(galley, house).pdf == pull(galley, house).pdf
