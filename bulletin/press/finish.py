"""The finish: what a PDF needs besides its pages, added before it is written.

Page labels that equal the folios; for the printer boxes with room for crop marks, the marks, and, where it is true,
the label PDF/X-4 (ISO 15930-7) with its output intent.
"""

import re
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it has no types
from PIL import ImageCms
from weasyprint import Document

from bulletin.house.rules import PrintRule
from bulletin.records.galley import Edition

_MILLIMETRE = 72 / 25.4
#: Crop marks are 5 mm long and start 2 mm outside the bleed, so that no cut shows them.
_MARK, _AWAY = 5 * _MILLIMETRE, 2 * _MILLIMETRE
_HAIRLINE = 0.25
_RGB = re.compile(rb"(?:^|\s)(?:rg|RG)(?:\s|$)|/(?:DeviceRGB|CalRGB|lab-d50|lab-d65)\b")

Box = tuple[float, float, float, float]


class Finish:
    """WeasyPrint's `finisher`: it is handed the document and the PDF before the trailer is written."""

    def __init__(self, edition: Edition, rule: PrintRule, first: int) -> None:
        self._edition = edition
        self._rule = rule
        self._first = first
        #: PDF/X-4 rests on PDF 1.6, PDF/UA-1 on PDF 1.7.
        self.version = "1.6" if edition == "print" else "1.7"

    def __call__(self, document: Document, pdf: pydyf.PDF) -> None:
        """Finish the PDF in place."""
        pdf.catalog["PageLabels"] = page_labels(self._first)
        if self._edition == "print":
            self._for_the_printer(document, pdf)
        _settle(pdf)

    def _for_the_printer(self, document: Document, pdf: pydyf.PDF) -> None:
        for page in _pages(pdf):
            _dress(pdf, page, marks=self._rule.marks)
            page.pop("Annots", None)  # PDF/X-4 has no links inside the bleed (ISO 15930-7), and paper has none at all
        if document.metadata.title and document.metadata.created and not has_rgb(pdf):
            _label(document, pdf, self._rule.icc_profile)


def page_labels(first: int) -> pydyf.Dictionary:
    """A page-label tree (ISO 32000-1 §12.4.2): small romans up to the page that carries folio 1, then 1, 2, 3."""
    numbers = pydyf.Array((0, pydyf.Dictionary({"S": "/r"}))) if first > 1 else pydyf.Array()
    numbers.extend((first - 1, pydyf.Dictionary({"S": "/D"})))
    return pydyf.Dictionary({"Nums": numbers})


def has_rgb(pdf: pydyf.PDF) -> bool:
    """Whether a page, a form or a picture uses a colour that is neither ink nor gray."""
    return any(_RGB.search(part) for part in _painting(pdf))


def _painting(pdf: pydyf.PDF) -> Iterator[bytes]:
    for each in pdf.objects:
        if not isinstance(each, pydyf.Stream):
            yield b"" if _is_palette(each) else each.data if isinstance(each, pydyf.Dictionary) else b""
        elif each.extra.get("Subtype") == "/Image":
            yield str(each.extra.get("ColorSpace")).encode()
        elif "Length1" not in each.extra and each.extra.get("Subtype") not in ("/CIDFontType0C", "/OpenType"):
            yield pydyf.Dictionary(each.extra).data
            yield b"\n".join(item for item in each.stream if isinstance(item, bytes) and not item.endswith(b" TJ"))


def _is_palette(each: pydyf.Object) -> bool:
    """WeasyPrint always offers its Lab spaces by name; what counts is whether a page takes one."""
    return isinstance(each, dict) and "lab-d50" in each


def _pages(pdf: pydyf.PDF) -> list[Any]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


def _referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    """What a reference ("12 0 R") means."""
    return pdf.objects[int(reference.split()[0])]


def _dress(pdf: pydyf.PDF, page: Any, *, marks: bool) -> None:
    """Boxes inside one another (ISO 32000-1 §14.11.2) and the crop marks round them.

    WeasyPrint's MediaBox is the bleed, and its BleedBox never more than 10 pt from the trim.
    """
    bleed: Box = tuple(float(side) for side in page["MediaBox"])  # type: ignore[assignment]  # four sides
    trim: Box = tuple(float(side) for side in page["TrimBox"])  # type: ignore[assignment]  # four sides
    page["BleedBox"] = pydyf.Array(bleed)
    if not marks or bleed == trim:
        return
    room = _AWAY + _MARK
    page["MediaBox"] = pydyf.Array((bleed[0] - room, bleed[1] - room, bleed[2] + room, bleed[3] + room))
    content = _referred(pdf, page["Contents"])
    left, bottom, right, top = bleed
    content.stream.insert(0, f"q {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n".encode())
    content.stream.append(b"Q")
    content.stream.append(_marks(pdf, bleed, trim))


def _marks(pdf: pydyf.PDF, bleed: Box, trim: Box) -> bytes:
    """Eight hairlines in registration colour, which every plate shows (ISO 32000-1 §8.6.6.4, /All)."""
    spaces = next(each for each in pdf.objects if _is_palette(each))
    spaces["registration"] = pydyf.Array(("/Separation", "/All", "/DeviceCMYK", _every_ink()))
    lines = [line for x in (trim[0], trim[2]) for line in _pair(bleed[1], bleed[3], lambda y, x=x: (x, y))]
    lines += [line for y in (trim[1], trim[3]) for line in _pair(bleed[0], bleed[2], lambda x, y=y: (x, y))]
    strokes = " ".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S" for (a, b), (c, d) in lines)
    return f"/Artifact BMC q /registration CS 1 SCN {_HAIRLINE} w {strokes} Q EMC".encode()


def _pair(low: float, high: float, point: Any) -> list[Any]:
    return [
        (point(low - _AWAY), point(low - _AWAY - _MARK)),
        (point(high + _AWAY), point(high + _AWAY + _MARK)),
    ]


def _every_ink() -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {"FunctionType": 2, "Domain": pydyf.Array((0, 1)), "C0": pydyf.Array((0,) * 4), "C1": pydyf.Array((1,) * 4), "N": 1}
    )


def _label(document: Document, pdf: pydyf.PDF, profile: Path) -> None:
    """Say PDF/X-4 (ISO 15930-7): output intent, trapping, metadata. The title and the date that it demands are the layout's."""
    inks = profile.read_bytes()
    stream = pydyf.Stream([inks], pydyf.Dictionary({"N": 4}), compress=True)
    pdf.add_object(stream)
    name = pydyf.String((ImageCms.getProfileDescription(str(profile)) or profile.stem).strip())
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFX",
        "OutputConditionIdentifier": name,
        "Info": name,
        "DestOutputProfile": stream.reference,
    }
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
    pdf.info["Trapped"] = "/False"
    metadata = document.metadata
    metadata.modified = metadata.modified or metadata.created
    pdf.info.setdefault("ModDate", pdf.info["CreationDate"])
    metadata.include_in_pdf(pdf, "x", 4, "PDF/X-4", compress=False)
    _steady(pdf)


def _steady(pdf: pydyf.PDF) -> None:
    """A document ID made from what the document is, in place of WeasyPrint's random one."""
    xmp = _referred(pdf, pdf.catalog["Metadata"])
    texts = b"".join(b"\n".join(item for item in each.stream if isinstance(item, bytes)) for each in pdf.objects if _is_page(each))
    digest = sha256(texts).hexdigest()
    own = f"xmp.did:{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}".encode()
    xmp.stream = [re.sub(rb"xmp\.did:[0-9a-f-]{36}", own, item) for item in xmp.stream]


def _is_page(each: pydyf.Object) -> bool:
    return isinstance(each, pydyf.Stream) and not each.extra


class _Settled(pydyf.Stream):  # type: ignore[misc]  # pydyf has no types
    """A stream packed once: pydyf packs it anew, at its slowest, each time it is asked, and with an identifier asks twice."""

    def __init__(self, stream: pydyf.Stream) -> None:
        super().__init__()
        self.number, self._packed = stream.number, _packed(stream)

    @property
    def data(self) -> bytes:
        return self._packed


def _packed(stream: pydyf.Stream) -> bytes:
    if not stream.compress:
        return bytes(stream.data)
    data = zlib.compress(b"\n".join(_plain(item) for item in stream.stream))
    return bytes(pydyf.Stream([data], pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode"})).data)


def _plain(item: object) -> bytes:
    if isinstance(item, bytes):
        return item
    return bytes(item.data) if isinstance(item, pydyf.Object) else str(item).encode()


def _settle(pdf: pydyf.PDF) -> None:
    pdf.objects[:] = [_Settled(each) if isinstance(each, pydyf.Stream) else each for each in pdf.objects]
