"""Pictures come out upright, in sRGB, without place or camera data, and otherwise untouched."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bulletin.manuscript.photos import Framing, develop, drawing_suffix


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


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0junk", b"%PDF-1.4", b"\x00\x00\x00\x18ftypheic", b"<svg xmlns='x'/>"])
def test_what_is_no_picture_is_named(data: bytes) -> None:
    developed = develop("a.jpg", data)
    assert developed.value is None
    assert [(each.check, each.place.file) for each in developed.queries] == [("picture-unreadable", "a.jpg")]


@given(cut=st.integers(0, 600), flip=st.integers(0, 600))
def test_a_damaged_jpeg_never_breaks_the_reader(make_picture: Callable[..., bytes], cut: int, flip: int) -> None:
    data = bytearray(make_picture())
    data[flip % len(data)] ^= 0xFF
    developed = develop("a.jpg", bytes(data[: max(len(data) - cut, 0)]))
    assert (developed.value is None) == bool(developed.queries)


def test_windows_drawings_are_known_by_their_first_bytes() -> None:
    emf = b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF"
    assert (drawing_suffix(emf), drawing_suffix(b"\xd7\xcd\xc6\x9a"), drawing_suffix(b"\xff\xd8")) == ("emf", "wmf", "")


def test_a_windows_drawing_needs_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    developed = develop("a.emf", b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF")
    assert [each.check for each in developed.queries] == ["picture-unreadable"]
