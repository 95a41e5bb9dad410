"""A plate: the cover as a picture."""

import io

import pypdfium2

from bulletin.records.proof import Proof


def cover(proof: Proof, *, width: int = 1200) -> bytes:
    """Page 1 as it is trimmed, a PNG `width` pixels wide."""
    document = pypdfium2.PdfDocument(proof.pdf)
    try:
        return _plate(document[0], width)
    finally:
        document.close()


def _plate(page: pypdfium2.PdfPage, width: int) -> bytes:
    page.set_cropbox(*page.get_trimbox())
    page.set_mediabox(*page.get_trimbox())
    image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
