"""Plates: pages of a proof as pictures, for the cover's file and for the preflight report."""

import io

import pypdfium2

from bulletin.records.proof import Proof


def cover(proof: Proof, *, width: int = 1200) -> bytes:
    """Page 1 as it is trimmed, a PNG `width` pixels wide."""
    document = pypdfium2.PdfDocument(proof.pdf)
    try:
        return _plate(document[0], width, "PNG")
    finally:
        document.close()


def thumbnails(proof: Proof, width: int) -> tuple[bytes, ...]:
    """Every page as it is trimmed, JPEGs `width` pixels wide."""
    document = pypdfium2.PdfDocument(proof.pdf)
    try:
        return tuple(_plate(document[number], width, "JPEG") for number in range(len(document)))
    finally:
        document.close()


def _plate(page: pypdfium2.PdfPage, width: int, kind: str) -> bytes:
    page.set_cropbox(*page.get_trimbox())
    page.set_mediabox(*page.get_trimbox())
    image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()
