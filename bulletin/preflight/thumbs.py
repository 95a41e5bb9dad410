"""Thumbnails: pages drawn small, for the report."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2

_QUALITY = 72


@dataclass(frozen=True)
class Thumb:
    """A page as a JPEG: what lies within the bleed, `width` by `height` points; the trim begins `left` and `top` from its corner
    and is `trim_width` by `trim_height` points large."""

    jpeg: bytes
    width: float
    height: float
    left: float
    top: float
    trim_width: float
    trim_height: float


def thumbs(pdf: bytes, pages: Iterable[int] | None = None, *, pixels: int) -> dict[int, Thumb]:
    """Pages (from 1; all, where none are named) by number, `pixels` wide. What cannot be drawn is left out."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return {}
    try:
        wanted = range(1, len(document) + 1) if pages is None else sorted(page for page in set(pages) if 0 < page <= len(document))
        return dict(_drawn(document, wanted, pixels))
    finally:
        document.close()


def _drawn(document: pypdfium2.PdfDocument, pages: Iterable[int], pixels: int) -> Iterator[tuple[int, Thumb]]:
    for number in pages:
        try:
            yield number, _thumb(document[number - 1], pixels)
        except (pypdfium2.PdfiumError, ValueError, ArithmeticError, OSError):  # a page of no width, or of too much
            continue


def _thumb(page: pypdfium2.PdfPage, pixels: int) -> Thumb:
    bleed, trim = page.get_bleedbox(), page.get_trimbox()
    page.set_rotation(0)  # places are told as the page's content has them
    page.set_mediabox(*bleed)
    page.set_cropbox(*bleed)
    width, height = page.get_size()
    file = io.BytesIO()
    image = page.render(scale=min(pixels / width, 3 * pixels / height), may_draw_forms=False).to_pil()
    image.convert("RGB").save(file, "JPEG", quality=_QUALITY, optimize=True)
    return Thumb(file.getvalue(), width, height, trim[0] - bleed[0], bleed[3] - trim[3], trim[2] - trim[0], trim[3] - trim[1])
