"""Line drawings (EMF, WMF and SVG, also packed with gzip) engraved as pictures, by way of LibreOffice where it is installed.

Each is laid on a page of its own size, the pages are printed to one PDF, and its pages are drawn. That needs of LibreOffice no more than
its writer, and one start of it for all drawings of a file.
"""

import base64
import io
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree
from PIL import Image

from bulletin.manuscript.convert import ConversionFailed, convert

#: The pixels of a drawing's longer side: sharp (300 dpi) across a page of type.
_PIXELS: Final = 2_000
#: Millimetres of the longer side of the page that a drawing is laid on.
_SIDE: Final = 200.0
#: A side is at least this share of the other.
_THINNEST: Final = 0.02
_MAX_UNPACKED: Final = 50 * 2**20
_GZIP: Final = b"\x1f\x8b"
_PLACEABLE: Final = b"\xd7\xcd\xc6\x9a"
_META_SETWINDOWEXT: Final = 0x020C
#: An SVG drawing's beginning: declaration, comments and document type may stand before its first element.
_SVG: Final = re.compile(rb"(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)*<(?:\w+:)?svg[\s>]", re.DOTALL)
_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
#: What in an SVG drawing runs, leads elsewhere, or holds a page.
_BARRED: Final = frozenset(("script", "foreignObject", "iframe", "audio", "video", "handler"))
_WITHIN: Final = re.compile(r"\s*(#|data:image/(png|jpe?g|gif);base64,)", re.IGNORECASE)
_LEADS_OUT: Final = re.compile(r"@import|url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)


def unpacked(data: bytes) -> bytes:
    """A drawing out of its gzip packing (.emz, .wmz, .svgz), up to a limit; anything else as it is."""
    if not data.startswith(_GZIP):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _MAX_UNPACKED)
    except zlib.error:
        return b""


def is_drawing(data: bytes) -> bool:
    """Whether these bytes are a line drawing, judged by their beginning."""
    if data.startswith(_GZIP):
        data = unpacked(data[:8192])
    return _is_emf(data) or _is_wmf(data) or _is_svg(data)


def engrave(drawings: Sequence[bytes]) -> tuple[bytes | None, ...]:
    """Each drawing as a PNG picture, None for one that cannot be drawn or shows nothing.

    Raises ConverterMissing where LibreOffice is not installed, ConversionFailed where it gives nothing in its time.
    """
    harmless = [_harmless(unpacked(each)) for each in drawings]
    plates = [each for each in harmless if each]
    pages = _drawn(convert(_document(plates), "fodt", "pdf"), len(plates)) if plates else iter(())
    return tuple(next(pages, None) if each else None for each in harmless)


def _is_emf(data: bytes) -> bool:
    # [MS-EMF] §2.3.4.2: an EMR_HEADER, with its signature at byte 40
    return data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF"


def _is_wmf(data: bytes) -> bool:
    # [MS-WMF] §2.3.2.2 and §2.3.2.3: with a placeable header, or with the plain one (in memory or on disk, nine words long)
    return data[:4] == _PLACEABLE or (data[:4] in (b"\x01\x00\x09\x00", b"\x02\x00\x09\x00") and data[4:6] in (b"\x00\x03", b"\x00\x01"))


def _is_svg(data: bytes) -> bool:
    return _SVG.match(data[:8192].removeprefix(b"\xef\xbb\xbf")) is not None


def _harmless(data: bytes) -> bytes:
    """A drawing that may be laid before LibreOffice; empty for what is none."""
    if _is_svg(data):
        return _harmless_svg(data)
    return data if _is_emf(data) or _is_wmf(data) else b""


def _harmless_svg(data: bytes) -> bytes:
    """An SVG drawing without scripts, without entities, and without anything that is not in it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or _local(element.tag) in _BARRED or _LEADS_OUT.search(element.text or ""):
            _take_out(element)
        else:
            _bind(element)
    return etree.tostring(root, encoding="utf-8", with_tail=False)


def _bind(element: etree._Element) -> None:
    """Take from an element what leads out of the drawing, and what would run."""
    for name, text in list(element.attrib.items()):
        own = _local(str(name))
        leads = own in ("href", "src") and not _WITHIN.match(str(text))
        if leads or own.startswith("on") or own == "base" or _LEADS_OUT.search(str(text)):
            del element.attrib[name]


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _document(plates: Sequence[bytes]) -> bytes:
    """A flat OpenDocument text with one drawing on each page, each page as large as its drawing."""
    sizes = [_page(*_extent(each)) for each in plates]
    layouts = "".join(
        f'<style:page-layout style:name="L{at}"><style:page-layout-properties fo:page-width="{width:.2f}mm"'
        f' fo:page-height="{height:.2f}mm" fo:margin="0mm"/></style:page-layout>'
        f'<style:style style:name="P{at}" style:family="paragraph" style:master-page-name="M{at}">'
        '<style:text-properties fo:font-size="1pt"/></style:style>'
        for at, (width, height) in enumerate(sizes)
    )
    masters = "".join(f'<style:master-page style:name="M{at}" style:page-layout-name="L{at}"/>' for at in range(len(sizes)))
    body = "".join(
        f'<text:p text:style-name="P{at}"><draw:frame draw:style-name="G" text:anchor-type="paragraph" svg:x="0mm" svg:y="0mm"'
        f' svg:width="{width:.2f}mm" svg:height="{height:.2f}mm"><draw:image><office:binary-data>{base64.b64encode(plate).decode()}'
        "</office:binary-data></draw:image></draw:frame></text:p>"
        for at, (plate, (width, height)) in enumerate(zip(plates, sizes, strict=True))
    )
    return _SHEET.format(layouts=layouts, masters=masters, body=body).encode()


_SHEET: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"'
    ' office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>{layouts}'
    '<style:style style:name="G" style:family="graphic"><style:graphic-properties style:wrap="run-through" style:vertical-pos="from-top"'
    ' style:vertical-rel="page" style:horizontal-pos="from-left" style:horizontal-rel="page"/></style:style></office:automatic-styles>'
    "<office:master-styles>{masters}</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
)


def _page(width: float, height: float) -> tuple[float, float]:
    """The page (millimetres) for a drawing of these proportions."""
    longer = max(width, height)
    return tuple(_SIDE * max(side / longer, _THINNEST) for side in (width, height))  # type: ignore[return-value]  # two sides


def _extent(data: bytes) -> tuple[float, float]:
    """A drawing's width and height, in whatever unit; a square where it does not say."""
    try:
        width, height = _svg_extent(data) if _is_svg(data) else _emf_extent(data) if _is_emf(data) else _wmf_extent(data)
    except struct.error:
        return 1, 1
    return (width, height) if width > 0 and height > 0 else (1, 1)


def _emf_extent(data: bytes) -> tuple[float, float]:
    # [MS-EMF] §2.2.9: the frame, in hundredths of a millimetre
    left, top, right, bottom = struct.unpack_from("<4i", data, 24)
    return right - left, bottom - top


def _wmf_extent(data: bytes) -> tuple[float, float]:
    if data.startswith(_PLACEABLE):
        left, top, right, bottom = struct.unpack_from("<4h", data, 6)
        return abs(right - left), abs(bottom - top)
    for function, at in _records(data):
        if function == _META_SETWINDOWEXT:
            height, width = struct.unpack_from("<2h", data, at)
            return abs(width), abs(height)
    return 1, 1


def _records(data: bytes) -> Iterator[tuple[int, int]]:
    """The functions of a metafile's records, and where their parameters begin ([MS-WMF] §2.3)."""
    at = 18
    while at + 6 <= len(data):
        words, function = struct.unpack_from("<IH", data, at)
        yield function, at + 6
        at += max(words, 3) * 2


def _svg_extent(data: bytes) -> tuple[float, float]:
    root = etree.fromstring(data)
    sides = [re.match(rf"\s*({_NUMBER})\s*(%?)", root.get(name, "")) for name in ("width", "height")]
    if all(side and not side[2] for side in sides):
        return tuple(float(side[1]) for side in sides if side)  # type: ignore[return-value]  # two sides
    box = re.findall(_NUMBER, root.get("viewBox", ""))
    return (float(box[2]), float(box[3])) if len(box) == 4 else (1, 1)


def _drawn(pdf: bytes, expected: int) -> Iterator[bytes | None]:
    """A PDF's pages as pictures, None for an empty one. Raises ConversionFailed where there are not as many as expected."""
    # opened only where there is a drawing: most files have none, and the library takes long to load
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(pdf) as document:
            if len(document) != expected:
                raise ConversionFailed
            yield from (_picture(page.render(scale=_PIXELS / max(page.get_size())).to_pil()) for page in document)
    except pypdfium2.PdfiumError as error:
        raise ConversionFailed from error


def _picture(page: Image.Image) -> bytes | None:
    image = page.convert("RGB")
    if image.convert("L").getextrema() == (255, 255):
        return None
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
