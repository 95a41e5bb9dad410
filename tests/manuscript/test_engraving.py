"""Line drawings become pictures of their own proportions, and nothing in them runs or leads elsewhere."""

import gzip
import io
import shutil
import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bulletin.manuscript import engraving
from bulletin.manuscript.convert import ConversionFailed, ConverterMissing
from bulletin.manuscript.engraving import engrave, is_drawing, unpacked

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="100" {more}>{content}</svg>'
BLACK = '<rect width="100" height="100"/>'


def svg(content: str = BLACK, more: str = "") -> bytes:
    return SVG.format(content=content, more=more).encode()


def wmf(width: int = 400, height: int = 100, *, placeable: bool = False) -> bytes:
    """A metafile ([MS-WMF]) that fills its left half with black."""

    def record(function: int, *words: int) -> bytes:
        return struct.pack(f"<IH{len(words)}h", 3 + len(words), function, *words)

    records = [
        record(0x020B, 0, 0),
        record(0x020C, height, width),
        record(0x02FC, 0, 0, 0, 0),
        record(0x012D, 0),
        record(0x041B, height, width // 2, 0, 0),
        record(0x0000),
    ]
    body = b"".join(records)
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(body) // 2, 1, 7, 0)
    return (struct.pack("<IH4hHIH", 0x9AC6CDD7, 0, 0, 0, width, height, 1440, 0, 0) if placeable else b"") + head + body


def emf(width: int = 4000, height: int = 1000) -> bytes:
    """An enhanced metafile ([MS-EMF]) that fills its left half with black; sizes in hundredths of a millimetre."""
    across, down = 400, 100
    brush = struct.pack("<II4I", 39, 24, 1, 0, 0, 0)
    select = struct.pack("<III", 37, 12, 1)
    rectangle = struct.pack("<II4i", 43, 24, 0, 0, across // 2, down)
    end = struct.pack("<IIIII", 14, 20, 0, 0, 20)
    records = brush + select + rectangle + end
    head = struct.pack(
        "<II4i4iIIIIHHIII2i2i", 1, 108, 0, 0, across, down, 0, 0, width, height, 0x464D4520, 0x10000, 108 + len(records), 5, 2, 0, 0, 0, 0,
        1000, 1000, 100, 100,
    )  # fmt: skip
    return head + struct.pack("<III2i", 0, 0, 0, 100_000, 100_000) + records


def opened(plate: bytes | None) -> Image.Image:
    assert plate is not None
    return Image.open(io.BytesIO(plate)).convert("L")


@pytest.fixture(scope="module")
def plates() -> Sequence[bytes | None]:
    """Drawings of all kinds, engraved at once: each start of LibreOffice takes a second."""
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed")
    packed = gzip.compress(wmf(placeable=True), mtime=0)
    return engrave((wmf(), b"junk", svg(), packed, svg(""), emf(), svg(BLACK, 'viewBox="0 0 200 100"')))


@pytest.mark.parametrize(("at", "size"), [(0, (2000, 500)), (2, (2000, 1000)), (3, (2000, 500)), (5, (2000, 500)), (6, (2000, 1000))])
def test_a_drawing_becomes_a_sharp_picture_of_its_own_proportions(plates: Sequence[bytes | None], at: int, size: tuple[int, int]) -> None:
    image = opened(plates[at])
    assert abs(image.width - size[0]) <= 2 and abs(image.height - size[1]) <= 4
    middle = image.height // 2
    assert (image.getpixel((300, middle)), image.getpixel((1700, middle))) == (0, 255)


@pytest.mark.parametrize("at", [1, 4])
def test_what_is_no_drawing_or_shows_nothing_is_none_and_moves_no_other(plates: Sequence[bytes | None], at: int) -> None:
    assert plates[at] is None


def test_no_program_is_started_where_there_is_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert engrave((b"junk", b"")) == (None, None)
    with pytest.raises(ConverterMissing):
        engrave((svg(),))


@pytest.mark.parametrize(
    "data",
    [
        wmf(),
        wmf(placeable=True),
        emf(),
        svg(),
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG" "a.dtd" [<!ENTITY a "b">]>' + svg(),
        gzip.compress(wmf(), mtime=0),
        gzip.compress(svg(), mtime=0),
    ],
)
def test_drawings_are_known_by_their_first_bytes(data: bytes) -> None:
    assert is_drawing(data)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"<html><svg></svg></html>", b"<svgx>", gzip.compress(b"text", mtime=0), b"\x1f\x8bjunk", b"\x01\0\0\0"]
)
def test_other_files_are_no_drawings(data: bytes) -> None:
    assert not is_drawing(data)


@pytest.mark.parametrize(
    "content",
    [
        "<script>run()</script>",
        '<image xlink:href="http://branch.example/secret.png"/>',
        '<image href="file:///secret.png"/>',
        '<use xlink:href="secret.svg#a"/>',
        "<style>@import 'secret.css';</style>",
        "<style>.a { fill: url( 'http://branch.example/secret' ) }</style>",
        '<rect style="fill:url(secret.png)" width="9" height="9"/>',
        '<rect onclick="secret()"/>',
        "<foreignObject><p>secret</p></foreignObject>",
        '<g xml:base="http://secret.example/"><rect/></g>',
        "<!-- secret --><rect/>",
        '<?xml-stylesheet href="secret.css"?>',
    ],
)
def test_what_runs_or_leads_out_of_a_drawing_is_taken_out(content: str) -> None:
    harmless = engraving._harmless_svg(svg(content + BLACK))
    assert b"secret" not in harmless and b"run()" not in harmless
    assert b"<rect width" in harmless


@pytest.mark.parametrize("content", ['<image xlink:href="data:image/png;base64,AAAA"/>', '<use href="#a"/>', '<rect fill="url(#a)"/>'])
def test_what_stands_in_the_drawing_itself_stays(content: str) -> None:
    assert engraving._harmless_svg(svg(content)).count(b"=") == svg(content).count(b"=")


def test_entities_of_a_drawing_are_not_followed() -> None:
    declared = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "bbbb">]>'
    assert engraving._harmless_svg(declared + svg("<text>&a;&b;</text>")).endswith(b"<text/></svg>")


def test_unpacking_a_drawing_ends_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engraving, "_MAX_UNPACKED", 1000)
    assert len(unpacked(gzip.compress(b"\0" * 1_000_000))) == 1000


def test_pages_that_do_not_tally_are_no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engraving, "convert", lambda *_told: b"no PDF")
    with pytest.raises(ConversionFailed):
        engrave((svg(),))


@given(st.binary(max_size=200), st.sampled_from([wmf()[:18], wmf(placeable=True)[:22], emf()[:88], b"<svg ", b"\x1f\x8b\x08"]))
def test_any_beginning_has_an_extent_or_is_no_drawing(junk: bytes, beginning: bytes) -> None:
    harmless = engraving._harmless(unpacked(beginning + junk))
    if harmless:
        width, height = engraving._page(*engraving._extent(harmless))
        assert 0 < width <= 200 and 0 < height <= 200
