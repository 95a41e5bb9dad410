"""Pictures come out upright, in sRGB, without place or camera data, and otherwise untouched."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from bulletin.manuscript import photos
from bulletin.manuscript.photos import Framing, develop
from bulletin.queries import Marked
from bulletin.records.manuscript import Photo


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def exif(orientation: int) -> Image.Exif:
    noted = Image.Exif()
    noted[0x0112] = orientation
    noted[0x010F] = "Camera of the branch"
    noted.get_ifd(0x8825)[1] = "N"
    return noted


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"comment": b"office"}])
def test_a_jpeg_keeps_its_picture_bit_for_bit(make_picture: Callable[..., bytes], options: dict[str, Any]) -> None:
    data = make_picture(640, 480, exif=exif(1), quality=60, **options)
    photo = develop("a.jpg", data).value
    assert photo is not None
    assert opened(photo.data).tobytes() == opened(data).tobytes()
    assert b"Camera" not in photo.data and b"office" not in photo.data and b"Exif" not in photo.data
    assert len(photo.data) < len(data)
    assert (photo.width, photo.height) == (640, 480)


def test_what_follows_a_jpeg_is_not_kept(make_picture: Callable[..., bytes]) -> None:
    photo = develop("a.jpg", make_picture() + b"secret video").value
    assert photo is not None and b"secret" not in photo.data


def test_a_png_loses_its_notes_and_nothing_else(make_picture: Callable[..., bytes]) -> None:
    data = make_picture(kind="PNG", mode="RGBA", exif=exif(1))
    photo = develop("a.png", data).value
    assert photo is not None
    assert b"Camera" in data and b"Camera" not in photo.data
    assert opened(photo.data).tobytes() == opened(data).tobytes()


def test_a_photo_taken_sideways_is_turned_once(make_picture: Callable[..., bytes]) -> None:
    photo = develop("a.jpg", make_picture(exif=exif(6))).value
    assert photo is not None
    image = opened(photo.data).convert("L")
    assert image.size == (photo.width, photo.height) == (20, 40)
    assert (int(image.getpixel((10, 2)) or 0) < 60, int(image.getpixel((10, 38)) or 0) > 200) == (True, True)  # type: ignore[arg-type]  # L: one value
    assert not image.getexif()


def test_a_photo_may_be_left_as_it_lies(make_picture: Callable[..., bytes]) -> None:
    photo = develop("a.jpg", make_picture(exif=exif(6)), turn=False).value
    assert photo is not None and (photo.width, photo.height) == (40, 20)


@pytest.mark.parametrize(
    ("kind", "mode", "format_", "result"),
    [
        ("JPEG", "CMYK", "JPEG", "RGB"),
        ("JPEG", "L", "JPEG", "L"),
        ("TIFF", "CMYK", "JPEG", "RGB"),
        ("TIFF", "RGB", "JPEG", "RGB"),
        ("PNG", "P", "PNG", "P"),
        ("PNG", "1", "PNG", "1"),
        ("GIF", "P", "PNG", "RGB"),
        ("BMP", "RGB", "PNG", "RGB"),
        ("WEBP", "RGB", "JPEG", "RGB"),
        ("PNG", "I;16", "PNG", "L"),
    ],
)
def test_every_usual_kind_is_taken(make_picture: Callable[..., bytes], kind: str, mode: str, format_: str, result: str) -> None:
    if mode == "I;16":
        stream = io.BytesIO()
        Image.new("I;16", (40, 20), 65_535).save(stream, "PNG")
        data = stream.getvalue()
    else:
        data = make_picture(kind=kind, mode=mode)
    photo = develop("a", data).value
    assert photo is not None
    image = opened(photo.data)
    assert (image.format, image.mode, image.size) == (format_, result, (40, 20))
    assert int(image.convert("L").getpixel((38, 10)) or 0) > 230  # type: ignore[arg-type]  # L: one value


def test_transparency_is_kept() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 100)).save(stream, "WEBP", lossless=True)
    photo = develop("a.webp", stream.getvalue()).value
    assert photo is not None
    assert opened(photo.data).getpixel((5, 5)) == (255, 0, 0, 100)


def test_colours_of_another_space_are_brought_to_srgb(make_picture: Callable[..., bytes]) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    photo = develop("a.jpg", make_picture(icc_profile=lab)).value
    assert photo is not None and "icc_profile" not in opened(photo.data).info


def test_a_picture_with_transparent_edges_is_made_where_it_is_tilted(make_picture: Callable[..., bytes]) -> None:
    photo = develop("a.jpg", make_picture(100, 50), framing=Framing(turn=10)).value
    assert photo is not None and photo.width > 100 and photo.height > 50


def test_of_a_moving_picture_the_first_is_kept_and_the_rest_named() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "GIF", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")])
    developed = develop("a.gif", stream.getvalue())
    assert developed.value is not None
    assert [each.check for each in developed.queries] == ["not-carried-over"]


def test_a_picture_of_too_many_pixels_is_refused_unopened() -> None:
    header = b"\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00"
    developed = develop("bomb.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + header + b"\x82\x1d\x4d\x1c" + b"\x00" * 64)
    assert developed.value is None
    assert [each.check for each in developed.queries] == ["picture-unreadable"]


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0junk", b"%PDF-1.4", b"\x00\x00\x00\x18ftypheic"])
def test_what_is_no_picture_is_named(data: bytes) -> None:
    developed = develop("a.jpg", data)
    assert developed.value is None
    assert [(each.check, each.place.file) for each in developed.queries] == [("picture-unreadable", "a.jpg")]


@given(cut=st.integers(0, 600), flip=st.integers(0, 600))
def test_a_damaged_jpeg_never_breaks_the_reader(make_picture: Callable[..., bytes], cut: int, flip: int) -> None:
    data = bytearray(make_picture())
    data[flip % len(data)] ^= 0xFF
    developed = develop("a.jpg", bytes(data[: max(len(data) - cut, 0)]))
    assert developed.value is not None or [each.check for each in developed.queries] == ["picture-unreadable"]


def test_a_drawing_needs_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    developed = develop("a.emf", b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF")
    assert [each.check for each in developed.queries] == ["picture-unreadable"]
    assert "LibreOffice" in developed.queries[0].message


def test_a_drawing_that_was_engraved_is_taken_and_one_that_could_not_be_is_named(make_picture: Callable[..., bytes]) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    assert develop("a.svg", drawing, plate=make_picture(kind="PNG")).value is not None
    assert [each.check for each in develop("a.svg", drawing, plate=b"").queries] == ["picture-unreadable"]


def photo_of(developed: Marked[Photo | None]) -> Image.Image:
    assert developed.value is not None, developed.queries
    return opened(developed.value.data)


def shades(*, width: int = 600, height: int = 400) -> Image.Image:
    """Bands from black to white, from the top to the bottom."""
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_of_a_photo_that_is_cut_off_what_is_there_is_kept_and_the_rest_named(options: dict[str, Any]) -> None:
    data = saved(shades(), "JPEG", quality=95, **options)
    developed = develop("a.jpg", data[: len(data) * 6 // 10])
    image = photo_of(developed).convert("L")
    assert image.size == (600, 400)
    assert abs(int(image.getpixel((300, 100)) or 0) - 64) < 30  # type: ignore[arg-type]  # L: one value
    assert [each.check for each in developed.queries] == ["picture-damaged"]


def test_a_photo_that_is_cut_off_is_named_whatever_another_library_told_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = saved(shades(), "JPEG", quality=95)
    developed = develop("a.jpg", data[: len(data) * 6 // 10])
    assert [each.check for each in developed.queries] == ["picture-damaged"]
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_of_a_photo_that_is_cut_off_before_anything_is_drawn_nothing_is_kept() -> None:
    data = saved(shades(), "JPEG")
    head = data[: data.index(b"\xff\xda") + 14]
    assert [each.check for each in develop("a.jpg", head).queries] == ["picture-unreadable"]


def test_a_photo_that_lacks_only_its_end_is_kept(make_picture: Callable[..., bytes]) -> None:
    whole = make_picture()
    developed = develop("a.jpg", whole.removesuffix(b"\xff\xd9"))
    assert photo_of(developed).tobytes() == opened(whole).tobytes()


def test_a_cut_off_photo_is_turned_upright_all_the_same() -> None:
    data = saved(shades(), "JPEG", exif=exif(6), quality=95)
    developed = develop("a.jpg", data[: len(data) * 6 // 10])
    assert photo_of(developed).size == (400, 600)
    assert [each.check for each in developed.queries] == ["picture-damaged"]


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_of_a_telephone_is_taken_upright_and_without_its_place(orientation: int) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    stream = io.BytesIO()
    image = pillow_heif.from_pillow(shades(width=64, height=32))
    image.save(stream, exif=exif(orientation).tobytes())
    developed = develop("IMG_0001.HEIC", stream.getvalue())
    photo = photo_of(developed)
    assert (photo.format, photo.size) == ("JPEG", (64, 32) if orientation == 1 else (32, 64))
    assert developed.value is not None and b"Camera" not in developed.value.data
    assert developed.queries == ()


def test_a_cut_off_photo_of_a_telephone_is_named() -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    stream = io.BytesIO()
    pillow_heif.from_pillow(shades(width=64, height=32)).save(stream)
    assert [each.check for each in develop("a.heic", stream.getvalue()[:-60]).queries] == ["picture-unreadable"]


def test_a_shot_of_two_lenses_is_one_photo(make_picture: Callable[..., bytes]) -> None:
    both = saved(shades(), "MPO", save_all=True, append_images=[shades()])
    developed = develop("a.jpg", both)
    assert (photo_of(developed).format, developed.queries) == ("JPEG", ())


def test_of_a_fax_of_many_pages_the_first_is_kept_and_the_rest_named() -> None:
    data = saved(shades(), "TIFF", save_all=True, append_images=[shades()])
    developed = develop("传真.tif", data)
    assert photo_of(developed).size == (600, 400)
    assert [each.check for each in developed.queries] == ["not-carried-over"]


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_colours_of_a_printers_file_come_out_as_they_look(kind: str) -> None:
    data = saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), kind)
    red, green, blue = photo_of(develop("a", data)).convert("RGB").getpixel((8, 8))  # type: ignore[misc]  # RGB: three values
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


def test_colours_measured_in_lab_come_out_as_they_look() -> None:
    lab = ImageCms.profileToProfile(
        Image.new("RGB", (16, 16), (200, 30, 30)), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    shown = photo_of(develop("a.tif", saved(lab, "TIFF"))).convert("RGB").getpixel((8, 8))
    assert all(abs(got - meant) < 12 for got, meant in zip(shown, (200, 30, 30), strict=True))  # type: ignore[arg-type]  # RGB: three values


def test_a_palette_keeps_its_transparent_colour() -> None:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((0, 0), 0)
    for kind in ("PNG", "GIF"):
        shown = photo_of(develop("a", saved(image, kind, transparency=0))).convert("RGBA")
        assert (shown.getpixel((0, 0))[3], shown.getpixel((4, 4))) == (0, (0, 0, 255, 255)), kind  # type: ignore[index]  # RGBA: four values


def test_levels_between_nought_and_one_are_not_all_black() -> None:
    image = Image.new("F", (8, 8), 0.0)
    image.paste(1.0, (4, 0, 8, 8))
    shown = photo_of(develop("a.tif", saved(image, "TIFF")))
    assert (shown.getpixel((1, 1)), shown.getpixel((6, 6))) == (0, 255)


def test_a_very_large_photo_is_read_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MAX_PIXELS", 100_000)
    monkeypatch.setattr(photos, "MAX_JPEG_PIXELS", 400_000)
    developed = develop("a.jpg", saved(shades(), "JPEG"))
    assert photo_of(developed).size == (300, 200)
    assert developed.value is not None and (developed.value.width, developed.value.height) == (300, 200)
    assert [each.check for each in develop("a.png", saved(shades(), "PNG")).queries] == ["picture-unreadable"]
    monkeypatch.setattr(photos, "MAX_JPEG_PIXELS", 200_000)
    assert [each.check for each in develop("a.jpg", saved(shades(), "JPEG")).queries] == ["picture-unreadable"]


@given(data=st.binary(max_size=300), beginning=st.sampled_from(["GIF89a", "II*\0", "BM", "RIFF\4\0\0\0WEBP", "\x89PNG\r\n\x1a\n"]))
def test_junk_in_the_dress_of_a_picture_never_breaks_the_reader(data: bytes, beginning: str) -> None:
    developed = develop("a", beginning.encode("latin-1") + data)
    assert developed.value is not None or developed.queries
