"""Preflight on paper: what is wrong with the pages themselves, before a reader or a printer finds it.

A table of small checks, each with the name of the fault it finds. Each is handed a `Sheets` and tells what it found.
"""

import io
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any
from urllib.parse import urlsplit

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from bulletin.language import _
from bulletin.preflight.copy import LEAST_PPI
from bulletin.queries import Query, query
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof
from bulletin.records.story import Story

#: What stands above and below _MARGIN (pt, 20 mm) is running head and folio, not the page's own.
_POINTS_PER_INCH = 72
_MARGIN = 20 * _POINTS_PER_INCH / 25.4
_ROUNDING = 0.01
_UNSEEN = r"[\s\u00ad\u200b\u2060\ufffe\u0002]*"
_COLOUR = "rg RG cs CS sh Do BI ID EI"
_RGB_SPACES = {"/DeviceRGB", "/CalRGB", "/Lab"}


@dataclass(frozen=True)
class _Page:
    """A page as it was read: its characters, the resolution (pixels an inch) of each picture, whether it has anything of its own."""

    text: str
    pictures: tuple[float, ...]
    filled: bool


class Sheets:
    """A proof, opened: `pdf` for what it is made of, `texts` and `pictures` for what can be seen on each page."""

    def __init__(self, proof: Proof, issue: Issue, pdf: pikepdf.Pdf) -> None:
        self.proof = proof
        self.issue = issue
        self.pdf = pdf

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The characters of each page, in the order in which they are set."""
        return tuple(page.text for page in self._read)

    @cached_property
    def pictures(self) -> tuple[tuple[float, ...], ...]:
        """The resolution of each page's pictures as they are printed, in pixels an inch."""
        return tuple(page.pictures for page in self._read)

    @cached_property
    def empty(self) -> tuple[int, ...]:
        """The pages (from 1) between whose margins stands neither text nor picture."""
        return tuple(number for number, page in enumerate(self._read, 1) if not page.filled)

    @cached_property
    def _read(self) -> tuple[_Page, ...]:
        document = pypdfium2.PdfDocument(self.proof.pdf)
        try:
            return tuple(_read_page(document[number]) for number in range(len(document)))
        finally:
            document.close()

    def where(self, page: int | None = None) -> str:
        """The place as an editor would say it."""
        name = _("print PDF") if self.proof.edition == "print" else _("readers' PDF")
        return name if page is None else _("{file}, page {page}").format(file=name, page=page)


def _read_page(page: pypdfium2.PdfPage) -> _Page:
    left, bottom, right, top = page.get_trimbox()
    text = page.get_textpage()
    inner = text.get_text_bounded(left, bottom + _MARGIN, right, top - _MARGIN).strip()
    pictures = tuple(map(_resolution, page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))))
    return _Page(text.get_text_range(), pictures, filled=bool(inner) or bool(pictures))


def _resolution(picture: pypdfium2.PdfImage) -> float:
    """Pixels an inch across, at the width in which a picture is painted; the forms that it is painted in may scale it."""
    left, bottom, right, top = picture.get_bounds()
    form = picture.container
    while form is not None:
        left, bottom, right, top = form.get_matrix().on_rect(left, bottom, right, top)
        form = form.container
    across: int = picture.get_px_size()[0]
    return across * _POINTS_PER_INCH / max(float(right - left), _ROUNDING)


def check_proof(proof: Proof, issue: Issue) -> tuple[Query, ...]:
    """Every fault of the pages, in the order of the table; empty where there is none."""
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        sheets = Sheets(proof, issue, pdf)
        return tuple(chain.from_iterable(check(sheets) for check in PAPER_CHECKS))


def fonts_are_embedded(sheets: Sheets) -> Iterator[Query]:
    """font-not-embedded: a printer's machine would put its own face in."""
    for name, font in _fonts(sheets.pdf).items():
        for descriptor in _descriptors(font):
            if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield query(
                    "font-not-embedded",
                    sheets.where(),
                    _("the typeface {name} is not in the file").format(name=name),
                    _("Install the typeface on this machine and build again."),
                )


def glyphs_are_there(sheets: Sheets) -> Iterator[Query]:
    """glyph-missing: a character that no installed face can draw; readers see a box."""
    missing = sorted({text for font in _fonts(sheets.pdf).values() for text in _missing(font)})
    for text in missing:
        for page in [number for number, read in enumerate(sheets.texts, 1) if text in read] or (None,):
            yield query(
                "glyph-missing",
                sheets.where(page),
                _("no typeface has the character {character} ({code})").format(character=text, code=_code(text)),
                _("Replace the character in the story, or install a typeface that has it."),
            )


def inks_only(sheets: Sheets) -> Iterator[Query]:
    """rgb-in-print: a colour or a picture that the printer would convert by chance."""
    if sheets.proof.edition != "print":
        return
    for number, page in enumerate(sheets.pdf.pages, 1):
        if found := sorted(set(_rgb(page.obj, page.obj.get("/Resources", Dictionary()), frozenset()))):
            yield query(
                "rgb-in-print",
                sheets.where(number),
                _("colours for screens in the print edition: {what}").format(what=", ".join(found)),
                _("Set the layout's print colours as device-cmyk(), and pictures as JPEG or PNG."),
            )


def boxes_are_nested(sheets: Sheets) -> Iterator[Query]:
    """boxes-not-nested: trim inside bleed inside the sheet (ISO 15930-7)."""
    if sheets.proof.edition != "print":
        return
    for number, page in enumerate(sheets.pdf.pages, 1):
        boxes = [page.obj.get(name) for name in ("/TrimBox", "/BleedBox", "/MediaBox")]
        if None in boxes or not all(_inside(inner, outer) for inner, outer in pairwise(boxes)):
            yield query(
                "boxes-not-nested",
                sheets.where(number),
                _("the page does not lie inside its bleed, or its bleed not inside the sheet"),
                _("Look at the layout's page size and at `bleed` in bulletin.toml."),
            )


def pages_are_filled(sheets: Sheets) -> Iterator[Query]:
    """empty-page: nothing but a running head and a folio."""
    for number in sheets.empty:
        yield query(
            "empty-page",
            sheets.where(number),
            _("nothing stands on this page"),
            _("Look at the end of the story before it, and at the layout's page breaks."),
        )


def pictures_are_fine(sheets: Sheets) -> Iterator[Query]:
    """low-resolution: pictures that are seen to be coarse in print, but where an editor has allowed it."""
    if sheets.proof.edition != "print":
        return
    for number, pictures in enumerate(sheets.pictures, 1):
        coarse = sorted({round(ppi) for ppi in pictures if ppi < LEAST_PPI})
        if coarse and not _allowed("low-resolution", _stories_on(sheets, number)):
            yield query(
                "low-resolution",
                sheets.where(number),
                _("a picture on this page is printed at about {ppi} ppi; print wants {least} at least").format(
                    ppi=_(", ").join(map(str, coarse)), least=LEAST_PPI
                ),
                _("Ask the branch for the photo as the camera took it, not from a chat program or a screen."),
            )


def folios_are_in_step(sheets: Sheets) -> Iterator[Query]:
    """folio-out-of-step: a story's title is on the page that is told for it, and the page's label is its folio."""
    labels = [str(page.label) for page in sheets.pdf.pages]
    for piece in sheets.issue.pieces:
        page, folio = sheets.proof.places.get(piece.anchor, 0), _folio(sheets, piece.anchor)
        stands = 0 < page <= len(labels) and labels[page - 1] == folio
        if not stands or not _found(piece.story.title).search(sheets.texts[page - 1]):
            yield query(
                "folio-out-of-step",
                sheets.where(page or None),
                _("“{title}” is not on page {folio}, where it is said to be").format(title=piece.story.title, folio=folio or "?"),
                _("Look at the layout: the story's anchor belongs to its title, and “folio-1” to the first section."),
            )


def contents_agree(sheets: Sheets) -> Iterator[Query]:
    """contents-differ: every story's title stands in the contents, followed by its folio."""
    text = "\n".join(sheets.texts[: max(sheets.proof.first - 1, 1)])
    titles = [_found(piece.story.title) for piece in sheets.issue.pieces]
    starts = sorted({match.start() for title in titles for match in title.finditer(text)})
    for piece, title in zip(sheets.issue.pieces, titles, strict=True):
        folio = _folio(sheets, piece.anchor)
        if not any(_followed(text, match.end(), starts, folio) for match in title.finditer(text)):
            yield query(
                "contents-differ",
                sheets.where(),
                _("the contents do not say that “{title}” is on page {folio}").format(title=piece.story.title, folio=folio or "?"),
                _("Look at the contents page of the layout."),
            )


def links_lead_somewhere(sheets: Sheets) -> Iterator[Query]:
    """broken-link: a link or a bookmark that leads to no page."""
    pages = {page.obj.objgen for page in sheets.pdf.pages}
    names = _names(sheets.pdf)
    broken = [
        number
        for number, page in enumerate(sheets.pdf.pages, 1)
        for link in page.obj.get("/Annots", Array())
        if link.get("/Subtype") == Name.Link and not _leads(link, names, pages)
    ]
    for place in (*broken, *(None for item in _bookmarks(sheets.pdf) if not _leads(item, names, pages))):
        yield query(
            "broken-link",
            sheets.where(place),
            _("a link leads nowhere") if place else _("a bookmark leads nowhere"),
            _("Look at the layout: a link's address is “#” and the anchor of a story, a section or a feature."),
        )


PAPER_CHECKS: tuple[Callable[[Sheets], Iterator[Query]], ...] = (
    fonts_are_embedded,
    glyphs_are_there,
    inks_only,
    boxes_are_nested,
    pages_are_filled,
    pictures_are_fine,
    folios_are_in_step,
    contents_agree,
    links_lead_somewhere,
)


def _fonts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Every font that a page or a form in it may use, by its name."""
    found: dict[str, Any] = {}
    for resources in _resources(pdf):
        for font in resources.get("/Font", Dictionary()).values():
            found[str(font.get("/BaseFont", "?")).lstrip("/")] = font
    return found


def _resources(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The resources of pages and forms, each once: pages share theirs, and a form may name itself."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.obj for page in pdf.pages]
    while waiting:
        resources = waiting.pop().get("/Resources", Dictionary())
        if resources.is_indirect and resources.objgen in seen:
            continue
        seen.add(resources.objgen)
        yield resources
        for form in resources.get("/XObject", Dictionary()).values():
            if "/Resources" in form and form.objgen not in seen:
                seen.add(form.objgen)
                waiting.append(form)


def _descriptors(font: Any) -> list[Any]:
    if font.get("/Subtype") == Name.Type3:  # drawn in the file itself
        return []
    return [each.get("/FontDescriptor") for each in font.get("/DescendantFonts", [font])]


def _missing(font: Any) -> Iterator[str]:
    """The characters whose glyph numbers lie beyond the embedded font's glyphs: WeasyPrint's sign for "not in the face"."""
    if "/ToUnicode" not in font:
        return
    glyphs = min((_glyph_count(descriptor) for descriptor in _descriptors(font)), default=0)
    for code, text in re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", font.ToUnicode.read_bytes()):
        if glyphs and int(code, 16) >= glyphs:
            yield bytes.fromhex(text.decode()).decode("utf-16-be", "replace")


def _glyph_count(descriptor: Any) -> int:
    """How many glyphs an embedded OpenType or TrueType font has (its `maxp` table), 0 where that cannot be read."""
    file = None if descriptor is None else descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    data = b"" if file is None else file.read_bytes()
    if data[:4] not in (b"OTTO", b"\0\1\0\0", b"true"):
        return 0
    for start in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16):
        if data[start : start + 4] == b"maxp":
            offset = struct.unpack_from(">I", data, start + 8)[0]
            return int(struct.unpack_from(">H", data, offset + 4)[0])
    return 0


def _code(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text)


def _rgb(content: Any, resources: Any, above: frozenset[tuple[int, int]]) -> Iterator[str]:
    """What paints in RGB in a page's or a form's content, the forms it draws included."""
    for step in pikepdf.parse_content_stream(content, _COLOUR):
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            if _is_rgb(step.iimage.obj.get("/ColorSpace")):
                yield _("a picture")
            continue
        what, given = str(step.operator), step.operands[0] if step.operands else None
        if what in ("rg", "RG") or (what in ("cs", "CS") and _is_rgb(_named(resources, "/ColorSpace", given))):
            yield _("a colour")
        elif what == "sh" and _is_rgb(_named(resources, "/Shading", given).get("/ColorSpace")):
            yield _("a gradient")
        elif what == "Do":
            yield from _rgb_drawn(_named(resources, "/XObject", given), resources, above)


def _rgb_drawn(drawn: Any, resources: Any, above: frozenset[tuple[int, int]]) -> Iterator[str]:
    if drawn.get("/Subtype") == Name.Image:
        if _is_rgb(drawn.get("/ColorSpace")):
            yield _("a picture")
    elif drawn.objgen not in above:
        yield from _rgb(drawn, drawn.get("/Resources", resources), above | {drawn.objgen})


def _named(resources: Any, kind: str, name: Any) -> Any:
    return resources.get(kind, Dictionary()).get(str(name), name)


def _is_rgb(space: Any) -> bool:
    if isinstance(space, Array):
        head = str(space[0])
        if head == "/ICCBased":
            return int(space[1].get("/N", 0)) == 3
        if head in ("/Indexed", "/Pattern", "/Separation", "/DeviceN"):
            return _is_rgb(space[1 if head in ("/Indexed", "/Pattern") else 2]) if len(space) > 1 else False
        return head in _RGB_SPACES
    return str(space) in {*_RGB_SPACES, "/RGB"}


def _inside(inner: Any, outer: Any) -> bool:
    a, b = [float(side) for side in inner], [float(side) for side in outer]
    low = all(a[side] >= b[side] - _ROUNDING for side in (0, 1))
    return low and all(a[side] <= b[side] + _ROUNDING for side in (2, 3))


def _stories_on(sheets: Sheets, page: int) -> list[Story]:
    """The stories that begin on a page, and the one that began last before it."""
    begun = [(sheets.proof.places.get(piece.anchor, 0), piece.story) for piece in sheets.issue.pieces]
    last = max((place for place, _story in begun if place < page), default=0)
    return [story for place, story in begun if place == page] + [story for place, story in begun if 0 < place == last][-1:]


def _allowed(check: str, stories: list[Story]) -> bool:
    """Whether an editor has answered a check on one of these; what the others are asked is asked of their copy too."""
    return any(allowance.check == check for story in stories for allowance in story.allow)


def _folio(sheets: Sheets, anchor: str) -> str:
    return str(sheets.proof.folio(anchor)) if anchor in sheets.proof.places else ""


def _found(title: str) -> re.Pattern[str]:
    """A title as it may stand on a page, in several lines."""
    return re.compile(_UNSEEN.join(re.escape(character) for character in title if not character.isspace()))


def _followed(text: str, end: int, starts: list[int], folio: str) -> bool:
    """Whether the folio stands between a title's end and the next title."""
    stop = next((start for start in starts if start >= end), len(text))
    return bool(folio) and re.search(rf"(?<!\d)0*{folio}(?!\d)", text[end:stop]) is not None


def _names(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The named places (ISO 32000-1 §12.3.2.3)."""
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    return {} if tree is None else {str(name): place for name, place in pikepdf.NameTree(tree).items()}


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
