"""Pictures at their printed size, in their edition's colour."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms

from bulletin.house.rules import House
from bulletin.press.pull import pull
from bulletin.queries import MachineError
from bulletin.records.galley import Edition

BODY = '<h1 id="folio-1">一则</h1><img src="p" alt="照片">'


@dataclass(frozen=True)
class Printed:
    """A picture as a PDF holds it, and that PDF."""

    size: tuple[int, int]
    space: str
    coding: str
    raw: bytes
    image: Image.Image
    pdf: bytes


def _printed(house: House, make_galley: Any, path: Path, edition: Edition) -> Printed:
    """The one picture of a galley, one inch wide."""
    pdf = pull(make_galley(BODY, edition=edition, pictures={"p": path}), house).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (found,) = opened.pages[0].obj.Resources.XObject.values()
        assert isinstance(found, pikepdf.Stream)
        image = pikepdf.PdfImage(found).as_pil_image()
        size = (int(found.Width), int(found.Height))
        return Printed(size, str(found.ColorSpace), str(found.Filter), found.read_raw_bytes(), image, pdf)


def _middle(pdf: bytes) -> tuple[int, int, int]:
    """The colour that a reader sees in the middle of the picture."""
    page = pypdfium2.PdfDocument(pdf)[0]
    (found,) = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))
    left, bottom, right, top = found.get_bounds()
    image = page.render(scale=2).to_pil().convert("RGB")
    pixel = image.getpixel((int(left + right), int(image.height - bottom - top)))
    assert isinstance(pixel, tuple)
    return (int(pixel[0]), int(pixel[1]), int(pixel[2]))


@pytest.mark.parametrize(("edition", "wide"), [("readers", 150), ("print", 300)])
def test_a_picture_has_no_more_pixels_than_its_edition_needs(
    house: House, make_galley: Any, paint: Any, edition: Edition, wide: int
) -> None:
    picture = _printed(house, make_galley, paint(), edition)
    assert picture.size == (wide, wide * 3 // 4)


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_a_picture_is_never_enlarged(house: House, make_galley: Any, paint: Any, edition: Edition) -> None:
    picture = _printed(house, make_galley, paint(size=(80, 60)), edition)
    assert picture.size == (80, 60)


def test_a_picture_placed_twice_is_made_once_for_its_larger_place(house: House, make_galley: Any, paint: Any) -> None:
    body = '<h1 id="folio-1">一则</h1><img src="p" alt=""><img src="p" alt="" style="width: 2in">'
    proof = pull(make_galley(body, pictures={"p": paint()}), house)
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        assert [int(picture.Width) for picture in pdf.pages[0].obj.Resources.XObject.values()] == [300]


def test_a_small_jpeg_goes_to_readers_byte_for_byte(house: House, make_galley: Any, paint: Any) -> None:
    path = paint(size=(120, 90))
    picture = _printed(house, make_galley, path, "readers")
    assert picture.raw == path.read_bytes()


@pytest.mark.parametrize(("edition", "space"), [("readers", "/DeviceRGB"), ("print", "/DeviceCMYK")])
def test_colour_is_the_edition_s(house: House, make_galley: Any, paint: Any, edition: Edition, space: str) -> None:
    picture = _printed(house, make_galley, paint(), edition)
    assert picture.space == space


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_gray_stays_gray(house: House, make_galley: Any, paint: Any, edition: Edition) -> None:
    picture = _printed(house, make_galley, paint(mode="L"), edition)
    assert picture.space == "/DeviceGray"


def test_a_photograph_in_ink_is_not_turned_into_its_negative(house: House, make_galley: Any, tmp_path: Path) -> None:
    image = Image.effect_noise((300, 225), 12).convert("RGB")
    image = Image.merge("RGB", (image.getchannel(0).point(lambda v: min(255, v + 90)), *[image.getchannel(0).point(lambda v: v // 4)] * 2))
    image.save(tmp_path / "red.jpg", quality=95)
    picture = _printed(house, make_galley, tmp_path / "red.jpg", "print")
    red, green, blue = _middle(picture.pdf)
    assert picture.coding == "/DCTDecode"
    assert red > green + 60
    assert red > blue + 60


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_a_drawing_is_kept_without_loss(house: House, make_galley: Any, tmp_path: Path, edition: Edition) -> None:
    Image.new("RGB", (60, 45), (200, 30, 40)).save(tmp_path / "flat.png")
    picture = _printed(house, make_galley, tmp_path / "flat.png", edition)
    assert picture.coding == "/FlateDecode"
    assert len(set(picture.image.convert("RGB").tobytes())) <= 3


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_transparent_parts_show_the_paper(house: House, make_galley: Any, tmp_path: Path, edition: Edition) -> None:
    Image.new("RGBA", (60, 45), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    picture = _printed(house, make_galley, tmp_path / "clear.png", edition)
    assert min(_middle(picture.pdf)) >= 250


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_a_photograph_on_its_side_stands_upright(house: House, make_galley: Any, paint: Any, edition: Edition) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = _printed(house, make_galley, paint(size=(600, 400), exif=exif), edition)
    assert picture.size[1] == picture.size[0] * 3 // 2


def test_a_photograph_takes_no_camera_data_with_it(house: House, make_galley: Any, paint: Any) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Li Si"
    picture = _printed(house, make_galley, paint(exif=exif), "readers")
    assert b"Camera of Li Si" not in picture.pdf


@pytest.mark.parametrize("edition", ["readers", "print"])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_printed(house: House, make_galley: Any, paint: Any, edition: Edition, mode: str) -> None:
    path = paint("p.png", mode="L" if mode == "I;16" else mode)
    if mode == "I;16":
        Image.open(path).convert("I").convert("I;16").save(path)
    picture = _printed(house, make_galley, path, edition)
    assert picture.space != "/DeviceRGB" or edition == "readers"


@pytest.mark.parametrize(("edition", "space"), [("readers", "/DeviceRGB"), ("print", "/DeviceCMYK")])
def test_a_cmyk_jpeg_can_be_printed(house: House, make_galley: Any, paint: Any, edition: Edition, space: str) -> None:
    picture = _printed(house, make_galley, paint(mode="CMYK"), edition)
    assert picture.space == space


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_a_profile_that_cannot_be_read_is_taken_for_srgb(house: House, make_galley: Any, paint: Any, edition: Edition) -> None:
    picture = _printed(house, make_galley, paint(icc_profile=b"not a profile"), edition)
    assert picture.size[0] > 0


@pytest.mark.parametrize("edition", ["readers", "print"])
def test_a_picture_s_own_profile_is_used(house: House, make_galley: Any, paint: Any, edition: Edition) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = _printed(house, make_galley, paint(icc_profile=profile), edition)
    assert picture.size[0] > 0


@pytest.mark.parametrize("content", [None, b"no profile at all"])
def test_a_missing_printer_s_profile_names_its_package(house: House, make_galley: Any, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "inks.icc"
    if content is not None:
        path.write_bytes(content)
    other = house.model_copy(update={"print": house.print.model_copy(update={"icc_profile": path})})
    with pytest.raises(MachineError, match="libgs-common") as caught:
        pull(make_galley(edition="print"), other)
    assert caught.value.file == str(path)
