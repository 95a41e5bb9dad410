"""The finish: what a PDF needs besides its pages, added before it is written.

Page labels that equal the folios; for the printer every colour in ink, boxes with room for the crop marks, and, where it
is true, the label PDF/X-4 (ISO 15930-7) with its output intent.
"""

import re
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pydyf  # type: ignore[import-untyped]  # it has no types
from PIL import ImageCms
from weasyprint import Document

from bulletin.house.rules import PrintRule
from bulletin.press.ink import Inks
from bulletin.press.plates import has_rgb, put_on_plates
from bulletin.press.surround import ROOM
from bulletin.records.galley import Edition

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
        else:
            _for_readers(pdf)
        _settle(pdf)

    def _for_the_printer(self, document: Document, pdf: pydyf.PDF) -> None:
        _lay_out_inks(pdf)
        put_on_plates(pdf, Inks.of(self._rule))
        for page in _pages(pdf):
            _nest(page, marks=self._rule.marks)
            page.pop("Annots", None)  # PDF/X-4 has no links inside the bleed (ISO 15930-7), and paper has none at all
        if document.metadata.title and document.metadata.created and not has_rgb(pdf):
            _label(document, pdf, self._rule.icc_profile)


def page_labels(first: int) -> pydyf.Dictionary:
    """A page-label tree (ISO 32000-1 §12.4.2): small romans up to the page that carries folio 1, then 1, 2, 3."""
    numbers = pydyf.Array((0, pydyf.Dictionary({"S": "/r"}))) if first > 1 else pydyf.Array()
    numbers.extend((first - 1, pydyf.Dictionary({"S": "/D"})))
    return pydyf.Dictionary({"Nums": numbers})


def _for_readers(pdf: pydyf.PDF) -> None:
    """A reader opens it with its bookmarks beside it, one page under the other."""
    pdf.catalog["PageMode"] = "/UseOutlines"
    pdf.catalog["PageLayout"] = "/OneColumn"


def _pages(pdf: pydyf.PDF) -> list[Any]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


def _referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    """What a reference ("12 0 R") means."""
    return pdf.objects[int(reference.split()[0])]


def _nest(page: Any, *, marks: bool) -> None:
    """Boxes inside one another (ISO 32000-1 §14.11.2), the outermost with room for crop marks and slug line.

    WeasyPrint's MediaBox is the bleed, and its BleedBox never more than 10 pt from the trim.
    """
    bleed: Box = tuple(float(side) for side in page["MediaBox"])  # type: ignore[assignment]  # four sides
    page["BleedBox"] = pydyf.Array(bleed)
    if marks and bleed != tuple(float(side) for side in page["TrimBox"]):
        page["MediaBox"] = pydyf.Array((bleed[0] - ROOM, bleed[1] - ROOM, bleed[2] + ROOM, bleed[3] + ROOM))


def _lay_out_inks(pdf: pydyf.PDF) -> None:
    """WeasyPrint offers its Lab spaces by name; print offers the registration colour in their place."""
    for each in pdf.objects:
        if isinstance(each, dict) and "lab-d50" in each:
            each.clear()
            each["registration"] = pydyf.Array(("/Separation", "/All", "/DeviceCMYK", _every_ink()))


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
