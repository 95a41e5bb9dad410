"""Pictures as they are printed: how fine, and how wet."""

import datetime as dt
import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image

from bulletin.preflight.paper.ink import UnmeasuredError, wettest
from bulletin.queries import Query
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof
from bulletin.records.story import Allowance

Ask = Callable[..., tuple[Query, ...]]
Check = Callable[..., list[tuple[str, str]]]
Colour = tuple[int, int, int, int]

LIGHT, WET = (40, 0, 0, 0), (255, 255, 255, 128)


def _picture(pdf: pikepdf.Pdf, size: tuple[int, int], colour: Colour = LIGHT) -> Any:
    """A picture of one colour, each ink from 0 to 255."""
    return _x_object(pdf, Image.new("CMYK", size, colour).tobytes(), size)


def _x_object(pdf: pikepdf.Pdf, samples: bytes, size: tuple[int, int], **more: Any) -> Any:
    head = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceCMYK, "BitsPerComponent": 8}
    return pdf.make_stream(samples, **{**head, "Width": size[0], "Height": size[1], **more})


def _jpeg(pdf: pikepdf.Pdf, image: Image.Image, **more: Any) -> Any:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95)
    return _x_object(pdf, file.getvalue(), image.size, Filter=Name.DCTDecode, **more)


def _placed(make: Callable[[pikepdf.Pdf], Any], matrix: bytes) -> Callable[[pikepdf.Pdf], None]:
    """A picture in the middle of a page."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Resources.XObject.Own = pdf.make_indirect(make(pdf))
        pdf.pages[1].contents_add(b"q " + matrix + b" cm /Own Do Q", prepend=True)

    return spoil


@pytest.mark.parametrize(("pixels", "fault"), [(100, ["coarse-picture"]), (149, []), (151, ["low-resolution"]), (299, []), (300, [])])
def test_a_picture_an_inch_wide_is_judged_by_its_pixels(ask: Ask, printed: Proof, pixels: int, fault: list[str]) -> None:
    asked = [each.check for each in ask(printed, _placed(lambda pdf: _picture(pdf, (pixels, pixels)), b"72 0 0 72 150 200"))]
    assert asked == fault or (pixels == 149 and asked == ["low-resolution"])  # what rounding takes is not asked for


def test_the_message_says_how_fine_and_the_place_is_the_pictures(ask: Ask, printed: Proof) -> None:
    (asked,) = ask(printed, _placed(lambda pdf: _picture(pdf, (200, 200)), b"72 0 0 72 150 200"))
    assert ("about 200 ppi" in asked.message, asked.place.page, asked.place.box) == (True, 2, (150, 228, 222, 300))


@pytest.mark.parametrize("matrix", [b"0 72 -72 0 250 200", b"50.9 50.9 -50.9 50.9 200 200", b"144 0 0 72 150 200", b"72 0 0 144 150 200"])
def test_a_picture_that_is_turned_or_stretched_is_measured_along_its_own_sides(ask: Ask, printed: Proof, matrix: bytes) -> None:
    (asked,) = ask(printed, _placed(lambda pdf: _picture(pdf, (200, 200)), matrix))
    assert "about 100 ppi" in asked.message if b"144" in matrix else "about 200 ppi" in asked.message


def test_a_crop_makes_a_picture_no_finer(ask: Ask, printed: Proof) -> None:
    (asked,) = ask(printed, _placed(lambda pdf: _picture(pdf, (200, 200)), b"150 200 20 20 re W n 72 0 0 72 150 200"))
    assert ("about 200 ppi" in asked.message, asked.place.box) == (True, (150, 280, 170, 300))


def test_a_form_may_enlarge_its_picture(ask: Ask, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"q 36 0 0 36 0 0 cm /Own Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99])
        form.Resources = Dictionary(XObject=Dictionary(Own=_picture(pdf, (100, 100))))
        pdf.pages[1].obj.Resources.XObject.Form = form
        pdf.pages[1].contents_add(b"q 2 0 0 2 150 200 cm /Form Do Q", prepend=True)

    (asked,) = ask(printed, spoil)
    assert (asked.check, "about 100 ppi" in asked.message) == ("coarse-picture", True)


def test_a_screen_wants_fewer_pixels(pulled: Callable[..., Proof], found: Check) -> None:
    assert found(pulled("readers", css="img { width: 3in }")) == []


def test_a_coarse_picture_that_an_editor_allowed(found: Check, printed: Proof, retold: Callable[..., Issue]) -> None:
    allow = (Allowance(check="low-resolution", name="编辑", date=dt.date(2024, 1, 6), reason="老照片"),)
    spoil = _placed(lambda pdf: _picture(pdf, (100, 100)), b"72 0 0 72 150 200")
    assert found(printed, spoil) == [("coarse-picture", "print PDF, page 2")]
    assert found(printed, spoil, of=retold(0, allow=allow)) == []


WIDE = b"24 0 0 24 150 200"


@pytest.mark.parametrize("make", [
    lambda pdf: _picture(pdf, (120, 120), WET),
    lambda pdf: _jpeg(pdf, Image.new("CMYK", (120, 120), WET), Decode=Array([1, 0] * 4)),
    lambda pdf: _x_object(pdf, bytes(14400), (120, 120), ColorSpace=Array([Name.Indexed, Name.DeviceCMYK, 0, pikepdf.String(bytes(WET))])),
    lambda pdf: _x_object(pdf, bytes([0] * 57600), (120, 120), Decode=Array([1, 0] * 4)),
    lambda pdf: _x_object(pdf, bytes(WET) * 14400, (120, 120), ColorSpace=Array([Name.ICCBased, pdf.make_stream(b"", N=4)])),
])  # fmt: skip
def test_a_wet_picture_is_told_however_it_is_packed(found: Check, printed: Proof, make: Callable[[pikepdf.Pdf], Any]) -> None:
    assert found(printed, _placed(make, WIDE)) == [("ink-over-limit", "print PDF, page 2")]


@pytest.mark.parametrize("make", [
    lambda pdf: _picture(pdf, (120, 120), LIGHT),
    lambda pdf: _jpeg(pdf, Image.new("CMYK", (120, 120), LIGHT), Decode=Array([1, 0] * 4)),
    lambda pdf: _jpeg(pdf, Image.new("L", (120, 120), 0), ColorSpace=Name.DeviceGray),
    lambda pdf: _x_object(pdf, bytes([255] * 57600), (120, 120), Decode=Array([1, 0] * 4)),
])  # fmt: skip
def test_a_dry_picture_is_not(found: Check, printed: Proof, make: Callable[[pikepdf.Pdf], Any]) -> None:
    assert found(printed, _placed(make, WIDE)) == []


def test_the_wet_part_of_a_picture_is_its_place(ask: Ask, printed: Proof) -> None:
    def make(pdf: pikepdf.Pdf) -> Any:
        image = Image.new("CMYK", (400, 400), LIGHT)
        image.paste(WET, (300, 0, 400, 100))  # the upper right corner
        return _x_object(pdf, image.tobytes(), image.size)

    (asked,) = ask(printed, _placed(make, b"80 0 0 80 150 200"))
    assert ("350 %" in asked.message, asked.place.box) == (True, (210, 220, 230, 240))


def test_a_single_wet_pixel_is_let_be(found: Check, printed: Proof) -> None:
    def make(pdf: pikepdf.Pdf) -> Any:
        image = Image.new("CMYK", (120, 120), (160, 160, 160, 160))
        image.putpixel((50, 50), (255, 255, 255, 255))
        return _x_object(pdf, image.tobytes(), image.size)

    assert found(printed, _placed(make, WIDE)) == []


@given(st.tuples(*[st.integers(0, 255)] * 4))
def test_a_picture_is_wet_just_where_its_inks_add_up_to_more(colour: Colour) -> None:
    pdf = pikepdf.new()
    ink = sum(colour) * 100 / 255
    told = wettest(_picture(pdf, (8, 8), colour), 300)
    if ink < 300:
        assert told is None
    if ink > 308:
        assert told is not None
        assert abs(told.ink - ink) < 3


@pytest.mark.parametrize("make", [
    lambda pdf: _x_object(pdf, b"\xff\xd8\xff", (120, 120), Filter=Name.DCTDecode),
    lambda pdf: _x_object(pdf, b"\0" * 8, (120, 120)),
    lambda pdf: _x_object(pdf, b"\0" * 8, (120, 120), BitsPerComponent=16),
    lambda pdf: _x_object(pdf, zlib.compress(b"\0"), (90_000, 90_000), Filter=Name.FlateDecode),
    lambda pdf: _x_object(pdf, b"no", (120, 120), Filter=Name.JPXDecode),
    lambda pdf: _x_object(pdf, b"no", (120, 120), Filter=Name.FlateDecode),
])  # fmt: skip
def test_a_picture_that_cannot_be_measured_is_told_and_stops_nothing(
    found: Check, printed: Proof, make: Callable[[pikepdf.Pdf], Any]
) -> None:
    assert found(printed, _placed(make, WIDE)) == [("ink-not-measured", "print PDF, page 2")]


def test_a_picture_that_breaks_off_raises_its_own_error() -> None:
    pdf = pikepdf.new()
    with pytest.raises(UnmeasuredError):
        wettest(_x_object(pdf, b"\0", (9, 9)), 300)
