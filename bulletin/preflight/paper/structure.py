"""Checks on what a PDF is besides its pages: links, tags, its title, its label, its lock."""

from collections.abc import Iterator
from functools import reduce
from typing import Any
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.language import _
from bulletin.preflight.paper.plane import joined
from bulletin.preflight.paper.sheets import Fault, Sheets, extent, gathered

#: More elements than any issue's structure has; a tree may lead back into itself.
_MOST = 500_000


def links_broken(sheets: Sheets) -> Iterator[Fault]:
    """A link or a bookmark that leads to no page."""
    pages = {page.obj.objgen for page in sheets.pdf.pages}
    names = _names(sheets.pdf)
    remedy = _("Look at the layout: a link's address is “#” and the anchor of a story, a section or a feature.")
    for leaf in sheets.leaves:
        links = [link for link in leaf.obj.get("/Annots", Array()) if link.get("/Subtype") == Name.Link]
        for near in gathered([_rectangle(link) for link in links if not _leads(link, names, pages)], lambda box: box):
            yield Fault(_("a link leads nowhere"), remedy, leaf.number, reduce(joined, near))
    for item in _bookmarks(sheets.pdf):
        if not _leads(item, names, pages):
            yield Fault(_("the bookmark “{title}” leads nowhere").format(title=str(item.get("/Title", ""))), remedy)


def tags_missing(sheets: Sheets) -> Iterator[Fault]:
    """Without tags nobody can have the issue read aloud, or read it on a phone as it flows."""
    remedy = _("Look at the layout: text and pictures stand in HTML elements of their own, and decoration in margins or backgrounds.")
    if "/StructTreeRoot" not in sheets.pdf.Root or not sheets.pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield Fault(_("the file has no tags: it cannot be read aloud"), remedy)
        return
    for leaf in sheets.leaves:
        untagged = [mark for mark in leaf.of("text", "picture") if not mark.tag]
        if untagged:
            yield Fault(_("something on this page is neither tagged nor marked as decoration"), remedy, leaf.number, extent(untagged))


def pictures_undescribed(sheets: Sheets) -> Iterator[Fault]:
    """A picture of which one who cannot see it hears nothing."""
    numbers = {page.obj.objgen: number for number, page in enumerate(sheets.pdf.pages, 1)}
    for element in _elements(sheets.pdf):
        words = str(element.get("/Alt", "")) + str(element.get("/ActualText", ""))
        if element.get("/S") == Name.Figure and not words.strip():
            page = element.get("/Pg")
            yield Fault(
                _("a picture has no words for those who cannot see it"),
                _("Write what it shows as its caption in story.md."),
                None if page is None else numbers.get(page.objgen),
            )


def language_missing(sheets: Sheets) -> Iterator[Fault]:
    """A voice that reads aloud must know which language it reads."""
    if not str(sheets.pdf.Root.get("/Lang", "")).strip():
        yield Fault(_("the file does not say which language it is in"), _("Give the layout's `html` element its `lang`."))


def title_missing(sheets: Sheets) -> Iterator[Fault]:
    """What a reader's window shows in place of the file's name."""
    if not str(sheets.pdf.docinfo.get("/Title", "")).strip():
        yield Fault(_("the file has no title"), _("Give the layout a `title` element."))


def output_intent_missing(sheets: Sheets) -> Iterator[Fault]:
    """A file that says PDF/X and not for which press it is made (ISO 15930-7 §6.2.2)."""
    if _says_pdfx(sheets.pdf) and not _has_intent(sheets.pdf):
        said = _("the file is labelled PDF/X and does not say for which press")
        yield Fault(said, _("Name a profile under [print] in bulletin.toml and build again."))


def encrypted(sheets: Sheets) -> Iterator[Fault]:
    """Printers' machines open no locked files."""
    if sheets.pdf.is_encrypted:
        yield Fault(_("the file is locked"), _("Save it without a password and without restrictions."))


def pages_unreadable(sheets: Sheets) -> Iterator[Fault]:
    """A page whose content is damaged, or too much to be looked through."""
    for leaf in sheets.leaves:
        if not leaf.readable:
            yield Fault(
                _("this page cannot be looked through: its content is damaged, or far too much"),
                _("Make the PDF anew; ask the printer to look at this page."),
                leaf.number,
            )


def _says_pdfx(pdf: pikepdf.Pdf) -> bool:
    if "/GTS_PDFXVersion" in pdf.docinfo:
        return True
    metadata = pdf.Root.get("/Metadata")
    return isinstance(metadata, pikepdf.Stream) and b"GTS_PDFXVersion" in metadata.read_bytes()


def _has_intent(pdf: pikepdf.Pdf) -> bool:
    return any(
        str(intent.get("/S", "")) == "/GTS_PDFX" and ("/DestOutputProfile" in intent or "/OutputConditionIdentifier" in intent)
        for intent in pdf.Root.get("/OutputIntents", Array())
    )


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure (ISO 32000-1 §14.7.2), in order, each once."""
    waiting = [pdf.Root.get("/StructTreeRoot")]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST:
        item = waiting.pop()
        if isinstance(item, Array):
            waiting += reversed(list(item))
        elif isinstance(item, Dictionary) and (item.objgen == (0, 0) or item.objgen not in seen):
            seen.add(item.objgen)
            waiting.append(item.get("/K"))
            yield item


def _names(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The named places (ISO 32000-1 §12.3.2.3)."""
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    return {} if tree is None else {str(name): place for name, place in pikepdf.NameTree(tree).items()}


def _rectangle(link: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(side) for side in link.get("/Rect", (0, 0, 0, 0)))
    return (left, bottom, right, top)


def _leads(link: Any, names: dict[str, Any], pages: set[tuple[int, int]]) -> bool:
    action = link.get("/A", Dictionary())
    if "/URI" in action:
        host = urlsplit(str(action.URI)).hostname or ""
        return not host.endswith(".invalid")  # an address that only the press knows
    place = link.get("/Dest", action.get("/D"))
    if isinstance(place, pikepdf.String | Name):
        place = names.get(str(place))
    if isinstance(place, Dictionary):
        place = place.get("/D")
    return isinstance(place, Array) and len(place) > 0 and getattr(place[0], "objgen", None) in pages


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = [pdf.Root.get("/Outlines", Dictionary()).get("/First")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        if item is not None and item.objgen not in seen:
            seen.add(item.objgen)
            waiting += [item.get("/Next"), item.get("/First")]
            yield item
