"""Type as it lies in the file: embedded, complete, not made of pictures."""

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from bulletin.preflight.paper.type import glyph_count, read_face
from bulletin.queries import Query
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof

Ask = Callable[..., tuple[Query, ...]]
Check = Callable[..., list[tuple[str, str]]]


def _descriptors(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for font in dict(pdf.pages[0].obj.Resources.Font.items()).values():
        yield font.DescendantFonts[0].FontDescriptor


def _with_font(font: Dictionary, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Resources.Font.Own = pdf.make_indirect(font)
        pdf.pages[1].contents_add(b"q " + content + b" Q", prepend=True)

    return spoil


def test_a_font_that_is_not_embedded(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for descriptor in _descriptors(pdf):
            del descriptor["/FontFile3"]

    assert set(found(readers, spoil)) == {("font-not-embedded", f"readers' PDF, page {page}") for page in (1, 2, 3)}


def test_a_simple_font_that_every_reader_is_thought_to_have(ask: Ask, printed: Proof) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    (asked,) = ask(printed, _with_font(font, b"BT 0 0 0 1 k /Own 12 Tf 200 200 Td (a) Tj ET"))
    assert (asked.check, asked.place.page, "Helvetica" in asked.message) == ("font-not-embedded", 2, True)


def test_a_font_that_nothing_is_set_in_is_none_of_our_business(found: Check, printed: Proof) -> None:
    assert found(printed, _with_font(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier), b"")) == []


def test_a_font_inside_a_form_counts_too(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        form = pdf.make_stream(b"BT 0 0 0 1 k /C 12 Tf (a) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=[-99, -99, 99, 99])
        form.Resources = Dictionary(Font=Dictionary(C=font))
        pdf.pages[1].obj.Resources.XObject.Form = form
        pdf.pages[1].contents_add(b"q 1 0 0 1 200 200 cm /Form Do Q", prepend=True)

    assert found(printed, spoil) == [("font-not-embedded", "print PDF, page 2")]


def _drawn_font(pdf: pikepdf.Pdf) -> Dictionary:
    letter = pdf.make_stream(b"500 0 d0 0 0 400 400 re f")
    unicode = pdf.make_stream(b"1 beginbfchar <61> <D83DDE00> endbfchar")
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 500, 500], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=letter),
        Encoding=Dictionary(Differences=Array([97, Name.a])), FirstChar=97, LastChar=97, Widths=[500], ToUnicode=unicode,
    )  # fmt: skip


def test_a_font_of_pictures_in_print(ask: Ask, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        _with_font(_drawn_font(pdf), b"BT 0 0 0 1 k /Own 12 Tf 200 200 Td (a) Tj ET")(pdf)

    (asked,) = ask(printed, spoil)
    assert (asked.check, "😀" in asked.message) == ("drawn-font", True)
    assert asked.place.box == pytest.approx((200, 289.7, 206, 301.4), abs=0.1)


def test_a_character_that_no_face_has_and_the_story_that_has_it(
    ask: Ask, pulled: Callable[..., Proof], body: str, retold: Callable[..., Issue]
) -> None:
    proof = pulled("readers", body.replace("锦旗", "锦\U000fff00旗"))
    asked = ask(proof, of=retold(1, "支行收到锦\U000fff00旗。"))
    assert [(each.check, str(each.place)) for each in asked] == [("glyph-missing", "readers' PDF, page 3")]
    assert "U+FFF00" in asked[0].message
    assert "情系客户" in asked[0].message
    assert asked[0].place.box is not None
    assert 3 < asked[0].place.box[2] - asked[0].place.box[0] < 13


def test_widths_and_characters_are_read_in_every_way_they_are_written() -> None:
    pdf = pikepdf.new()
    within = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, DW=800, W=[1, [500, 600], 10, 12, 250])
    unicode = b"2 beginbfchar <0001> <4E00> <0002> <00660069> endbfchar 2 beginbfrange"
    unicode += b"<000A> <000B> <0041> <000C> <000D> [<4E8C> <4E09>] endbfrange"
    face = read_face(Dictionary(BaseFont=Name.A, DescendantFonts=[within], ToUnicode=pdf.make_stream(unicode)))
    assert face.widths == {1: 0.5, 2: 0.6, 10: 0.25, 11: 0.25, 12: 0.25}
    assert face.default == 0.8
    assert face.characters == {1: "一", 2: "fi", 10: "A", 11: "B", 12: "二", 13: "三"}
    assert face.codes(b"\0\1\0\2\0") == (1, 2)


@pytest.mark.parametrize("data", [b"", b"OTTO", b"\0\1\0\0\0\1", b"OTTO\0\1" + b"\0" * 6 + b"maxp" + b"\0\0\0\0\0\0\xff\xff"])
def test_a_font_file_that_breaks_off_has_an_unknown_number_of_glyphs(data: bytes) -> None:
    assert glyph_count(data) == 0
