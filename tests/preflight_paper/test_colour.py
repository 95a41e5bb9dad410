"""Colours as the plates get them: four inks, not too much of them, black in black alone."""

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from bulletin.queries import Query
from bulletin.records.proof import Proof

Ask = Callable[..., tuple[Query, ...]]
Check = Callable[..., list[tuple[str, str]]]
Paint = Callable[..., Callable[[pikepdf.Pdf], None]]

#: A square in the middle of a page, and a word; each in the colour chosen before.
SQUARE = b" 200 200 9 9 re f"


def _function(low: list[float], high: list[float]) -> Dictionary:
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=low, C1=high, N=1)


def _spaced(space: Any, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Resources.ColorSpace.Own = space(pdf) if callable(space) else space
        pdf.pages[1].contents_add(b"q " + content + b" Q", prepend=True)

    return spoil


@pytest.mark.parametrize(
    "content",
    [b"1 0 0 rg" + SQUARE, b"0 0 1 RG 200 200 m 209 209 l S", b"/DeviceRGB cs 1 0 0 sc" + SQUARE, b"/DeviceRGB cs" + SQUARE],
)
def test_a_screen_colour_in_the_print_edition(found: Check, printed: Proof, painted: Paint, content: bytes) -> None:
    assert found(printed, painted(content)) == [("rgb-in-print", "print PDF, page 2")]


@pytest.mark.parametrize(
    "content", [b"0 0 0 1 k" + SQUARE, b"0.5 g" + SQUARE, b"/DeviceCMYK cs 0 0 0 1 sc" + SQUARE, b"1 0 0 rg", b"1 0 0 rg 900 900 9 9 re f"]
)
def test_ink_and_gray_and_what_is_not_painted_are_no_screen_colours(found: Check, printed: Proof, painted: Paint, content: bytes) -> None:
    assert found(printed, painted(content)) == []


def test_screen_colours_belong_on_the_screen(found: Check, readers: Proof, painted: Paint) -> None:
    assert found(readers, painted(b"/Artifact BMC 1 0 0 rg" + SQUARE + b" EMC")) == []


def test_a_picture_for_screens_is_told_on_the_page_that_draws_it(ask: Ask, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        (picture,) = dict(pdf.pages[1].obj.Resources.XObject.items()).values()
        picture.ColorSpace = Name.DeviceRGB

    (asked,) = ask(printed, spoil)
    assert (asked.check, asked.place.page, "a picture" in asked.message) == ("rgb-in-print", 2, True)


@pytest.mark.parametrize(("channels", "fault"), [(3, ["rgb-in-print"]), (4, []), (1, [])])
def test_a_profile_is_judged_by_its_channels(ask: Ask, printed: Proof, channels: int, fault: list[str]) -> None:
    spoil = _spaced(lambda pdf: Array([Name.ICCBased, pdf.make_stream(b"", N=channels)]), b"/Own cs" + b" 0.1" * channels + b" sc" + SQUARE)
    assert [asked.check for asked in ask(printed, spoil)] == fault


def test_a_lab_colour_is_no_ink(found: Check, printed: Proof) -> None:
    lab = Array([Name.Lab, Dictionary(WhitePoint=[1, 1, 1])])
    assert found(printed, _spaced(lab, b"/Own cs 50 20 20 sc" + SQUARE)) == [("rgb-in-print", "print PDF, page 2")]


def test_a_form_is_looked_into_and_a_form_in_itself_ends(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/F Do 1 0 0 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(F=form))
        pdf.pages[1].obj.Resources.XObject.F = form
        pdf.pages[1].contents_add(b"q 1 0 0 1 200 200 cm /F Do Q", prepend=True)

    assert found(printed, spoil) == [("rgb-in-print", "print PDF, page 2")]


def test_a_gradient_for_screens(ask: Ask, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=_function([0, 0, 0], [1, 1, 1]))
        pdf.pages[1].obj.Resources.Shading = Dictionary(S=shading)
        pdf.pages[1].contents_add(b"q 200 200 9 9 re W n /S sh Q", prepend=True)

    (asked,) = ask(printed, spoil)
    assert ("a gradient" in asked.message, asked.place.box) == (True, (200, 291, 209, 300))


@pytest.mark.parametrize("kind", ["gradient", "cell"])
def test_a_pattern_is_looked_into(found: Check, printed: Proof, kind: str) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=_function([0, 0, 0], [1, 1, 1]))
        cell = pdf.make_stream(
            b"1 0 0 rg 0 0 9 9 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 99, 99], XStep=9, YStep=9,
            Resources=Dictionary(), Matrix=[1, 0, 0, 1, 200, 200],
        )  # fmt: skip
        pattern = Dictionary(PatternType=2, Shading=shading) if kind == "gradient" else cell
        pdf.pages[1].obj.Resources.Pattern = Dictionary(P=pattern)
        pdf.pages[1].contents_add(b"q /Pattern cs /P scn" + SQUARE + b" Q", prepend=True)

    assert found(printed, spoil) == [("rgb-in-print", "print PDF, page 2")]


def test_an_inline_picture_for_screens(ask: Ask, printed: Proof, painted: Paint) -> None:
    (asked,) = ask(printed, painted(b"q 0.1 0 0 0.1 200 200 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q"))
    assert (asked.check, "a picture" in asked.message) == ("rgb-in-print", True)


def test_a_further_ink_is_named(ask: Ask, printed: Proof) -> None:
    spot = Array([Name.Separation, Name("/Gold"), Name.DeviceCMYK, _function([0, 0, 0, 0], [0, 0.2, 0.6, 0.2])])
    (asked,) = ask(printed, _spaced(spot, b"/Own cs 1 scn" + SQUARE))
    assert (asked.check, "Gold" in asked.message) == ("spot-in-print", True)


@pytest.mark.parametrize("names", [[Name.Black], [Name.Cyan, Name.Yellow], [Name("/None")]])
def test_a_plate_by_its_own_name_is_no_further_ink(found: Check, printed: Proof, names: list[Name]) -> None:
    space = Array([Name.DeviceN, Array(names), Name.DeviceCMYK, Dictionary()])
    assert found(printed, _spaced(space, b"/Own cs" + b" 1" * len(names) + b" scn" + SQUARE)) == []


def test_a_colour_of_too_much_ink_is_told_with_how_much(ask: Ask, printed: Proof, painted: Paint) -> None:
    (asked,) = ask(printed, painted(b"0.9 0.8 0.8 0.9 k" + SQUARE))
    assert (asked.check, "340 %" in asked.message, "300 %" in asked.message) == ("ink-over-limit", True, True)


def test_as_much_ink_as_the_paper_takes_is_not_too_much(found: Check, printed: Proof, painted: Paint) -> None:
    assert found(printed, painted(b"0.7 0.7 0.7 0.9 k" + SQUARE)) == []


def test_a_gradient_is_as_wet_as_its_wettest_end(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        ends = Dictionary(FunctionType=3, Domain=[0, 1], Functions=[_function([0, 0, 0, 0], [1, 1, 1, 1])], Bounds=Array([]), Encode=[0, 1])
        pdf.pages[1].obj.Resources.Shading = Dictionary(
            S=Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 9, 9], Function=ends)
        )
        pdf.pages[1].contents_add(b"q 200 200 9 9 re W n /S sh Q", prepend=True)

    assert found(printed, spoil) == [("ink-over-limit", "print PDF, page 2")]


REGISTRATION = Array([Name.Separation, Name.All, Name.DeviceCMYK, _function([0, 0, 0, 0], [1, 1, 1, 1])])


def test_registration_belongs_outside_the_page(found: Check, printed: Proof) -> None:
    assert found(printed, _spaced(REGISTRATION, b"/Own cs 1 scn" + SQUARE)) == [("ink-over-limit", "print PDF, page 2")]


def test_crop_marks_stand_outside_the_page(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.MediaBox = Array([-50, -50, 450, 550])
        _spaced(REGISTRATION, b"/Own CS 1 SCN 0.25 w -40 0 m -20 0 l S")(pdf)

    assert found(printed, spoil) == []


def _written(colour: bytes, before: bytes = b"", size: int = 12) -> Callable[[pikepdf.Pdf], None]:
    """A character of the page's own face, in a colour."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        name, font = sorted(dict(pdf.pages[1].obj.Resources.Font.items()).items())[0]
        code = int(font.DescendantFonts[0].W[0])
        words = b" BT %s %s %d Tf 200 200 Td <%04X> Tj ET" % (colour, name.encode(), size, code)
        pdf.pages[1].contents_add(b"q " + before + words + b" Q", prepend=True)

    return spoil


def test_small_black_type_of_four_inks(found: Check, printed: Proof) -> None:
    assert found(printed, _written(b"0.6 0.5 0.5 0.9 k")) == [("mixed-black", "print PDF, page 2")]


@pytest.mark.parametrize(
    ("colour", "size"), [(b"0.6 0.5 0.5 0.9 k", 30), (b"0 0 0 1 k", 12), (b"0 g", 12), (b"1 0.9 0 0.2 k", 12), (b"0.2 1 1 0.1 k", 12)]
)
def test_large_black_and_plain_black_and_dark_colours_are_none(found: Check, printed: Proof, colour: bytes, size: int) -> None:
    assert found(printed, _written(colour, size=size)) == []


@pytest.mark.parametrize("colour", [b"0 0 0 0 k", b"1 g"])
def test_white_type_on_paper_is_unseen(found: Check, printed: Proof, colour: bytes) -> None:
    assert found(printed, _written(colour)) == [("unseen-text", "print PDF, page 2")]


def test_type_in_the_colour_of_its_ground_is_unseen(found: Check, printed: Proof) -> None:
    assert found(printed, _written(b"0 1 1 0 k", b"0 1 1 0 k 180 180 90 90 re f")) == [("unseen-text", "print PDF, page 2")]


def test_white_type_on_colour_is_seen(found: Check, printed: Proof) -> None:
    assert found(printed, _written(b"0 0 0 0 k", b"0 1 1 0 k 180 180 90 90 re f")) == []


def test_white_that_prints_over_what_lies_below_vanishes(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Resources.ExtGState.Over = Dictionary(OP=True, op=True, OPM=1)
        pdf.pages[1].contents_add(b"q 0 1 1 0 k 180 180 90 90 re f /Over gs 0 0 0 0 k" + SQUARE + b" Q", prepend=True)

    assert found(printed, spoil) == [("white-overprints", "print PDF, page 2")]


def test_black_that_prints_over_what_lies_below_is_as_it_should_be(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Resources.ExtGState.Over = Dictionary(OP=True, op=True, OPM=1)
        pdf.pages[1].contents_add(b"q /Over gs 0 0 0 1 k" + SQUARE + b" Q", prepend=True)

    assert found(printed, spoil) == []


@pytest.mark.parametrize(("space", "fault"), [(Name.DeviceRGB, ["screen-blending"]), (Name.DeviceCMYK, [])])
def test_what_is_see_through_is_mixed_in_inks(ask: Ask, printed: Proof, space: Name, fault: list[str]) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"0 0 0 1 k 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=space)
        pdf.pages[1].obj.Resources.XObject.F = form
        pdf.pages[1].contents_add(b"q 1 0 0 1 200 200 cm /F Do Q", prepend=True)

    assert [asked.check for asked in ask(printed, spoil)] == fault


def test_a_whole_page_may_be_mixed_as_a_screen_would(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)

    assert found(printed, spoil) == [("screen-blending", "print PDF, page 2")]
