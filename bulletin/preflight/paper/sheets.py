"""The sheets: a PDF, opened once for every check on it."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, TypeVar

import pikepdf

from bulletin.preflight.paper.ink import UnmeasuredError, Wet, wettest
from bulletin.preflight.paper.marks import Mark, Reader, TooMuchError
from bulletin.preflight.paper.plane import Box, area, common, grown, joined
from bulletin.records.galley import Edition
from bulletin.records.issue import Issue, Piece
from bulletin.records.proof import Proof
from bulletin.records.story import Story

Thing = TypeVar("Thing")

POINTS_PER_INCH = 72
MILLIMETRE = POINTS_PER_INCH / 25.4
#: Faults nearer to each other than this (points) are told as one.
_TOGETHER = 14
#: So many places of one fault are told on a page, the last of them for all that are left.
_PLACES = 6
#: More marks than this are not looked at one by one.
_MANY = 300
#: So many characters are quoted.
_QUOTED = 40
#: A4, for a page that does not say how large it is.
_A4: Box = (0, 0, 595.28, 841.89)
#: What a file may throw that breaks the rules of PDF: its objects are then of other kinds than they should be.
BROKEN = (
    pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, NotImplementedError,
    TooMuchError,
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What a check finds: what is wrong, what to do, and where: the page (from 1), the box on it in the page's own points.

    `check` is the fault's name where it is another than the one looked for.
    """

    message: str
    remedy: str
    page: int | None = None
    box: Box | None = None
    check: str = ""


@dataclass(frozen=True)
class Leaf:
    """A page, read: its boxes in its own points (y upwards), its marks in the order in which they are painted.

    `readable` is false of a page whose content breaks off; its marks are then none.
    """

    number: int
    obj: Any
    media: Box
    bleed: Box
    trim: Box
    marks: tuple[Mark, ...]
    readable: bool = True

    @cached_property
    def printed(self) -> tuple[Mark, ...]:
        """The marks that a printed page may show: crop marks and slug line stand outside the bleed."""
        return tuple(mark for mark in self.marks if not mark.clear and self._shows(mark))

    def of(self, *kinds: str) -> tuple[Mark, ...]:
        """The printed marks of some kinds."""
        return tuple(mark for mark in self.printed if mark.kind in kinds)

    @cached_property
    def text(self) -> str:
        """The characters, a line for each text that is set at once."""
        return "\n".join(mark.text for mark in self.marks if mark.kind == "text")

    def _shows(self, mark: Mark) -> bool:
        """Whether something of a mark is within the bleed, be it a line without an area."""
        shared = None if mark.seen is None else common(mark.seen, self.bleed)
        return shared is not None and (area(shared) > 0 or area(mark.box) == 0)


class Sheets:
    """A PDF, opened: `pdf` for what it is made of, `leaves` for what stands on its pages.

    `issue` and `proof` are None where it is any PDF, of which nobody knows what it should hold. `ink_limit` is the most ink (per cent,
    all plates together) that the paper takes.
    """

    def __init__(
        self, pdf: pikepdf.Pdf, edition: Edition, *, issue: Issue | None = None, proof: Proof | None = None, ink_limit: int = 300
    ) -> None:
        self.pdf = pdf
        self.edition: Edition = edition
        self.issue = issue
        self.proof = proof
        self.ink_limit = ink_limit

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every page, in order."""
        reader = Reader()
        return tuple(_leaf(reader, number, page) for number, page in enumerate(self.pdf.pages, 1))

    @cached_property
    def pieces(self) -> tuple[tuple[Piece, tuple[Leaf, ...]], ...]:
        """Every story of the issue with the pages from its beginning to where the next one begins."""
        if self.issue is None or self.proof is None:
            return ()
        begun = [(self.proof.places.get(piece.anchor, 0), piece) for piece in self.issue.pieces]
        ends = [*(page for page, _piece in begun[1:]), len(self.leaves)]
        spans = zip(begun, ends, strict=True)
        return tuple((piece, self.leaves[start - 1 : max(end, start)]) for (start, piece), end in spans if 0 < start <= len(self.leaves))

    @cached_property
    def wetness(self) -> tuple[tuple[Leaf, Mark, Wet | UnmeasuredError | None], ...]:
        """Every picture with what its ink was found to be; one that stands in several places is measured once."""
        known: dict[tuple[int, int], Wet | UnmeasuredError | None] = {}
        found = []
        for leaf in self.leaves:
            for mark in leaf.of("picture"):
                key = mark.picture.objgen
                if key not in known or key == (0, 0):
                    known[key] = _wetness(mark, self.ink_limit)
                found.append((leaf, mark, known[key]))
        return tuple(found)

    def stories_on(self, page: int) -> list[Story]:
        """The stories that may have something on a page."""
        return [piece.story for piece, leaves in self.pieces if any(leaf.number == page for leaf in leaves)]

    def marked(self, wanted: Callable[[Leaf, Mark], bool], *kinds: str) -> Iterator[tuple[Leaf, tuple[Mark, ...]]]:
        """The marks of these kinds (of all, where none is named) that are wanted: page by page, those together that stand together."""
        for leaf in self.leaves:
            found = [mark for mark in (leaf.of(*kinds) if kinds else leaf.printed) if wanted(leaf, mark)]
            yield from ((leaf, tuple(group)) for group in gathered(found, _spot))


def _wetness(mark: Mark, limit: int) -> Wet | UnmeasuredError | None:
    try:
        return wettest(mark.picture, limit)
    except BROKEN:
        return UnmeasuredError()
    except UnmeasuredError as unmeasured:
        return unmeasured


def quoted(marks: Iterable[Mark]) -> str:
    """The text of some marks, as a message quotes it."""
    text = "".join(mark.text for mark in marks)
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def extent(marks: Iterable[Mark]) -> Box:
    """Where marks can be seen, of which there is one at least."""
    return reduce(joined, map(_spot, marks))


def gathered(things: Sequence[Thing], box_of: Callable[[Thing], Box]) -> list[list[Thing]]:
    """Things whose boxes nearly touch, together, in their order; of many places on a page the first few, and the rest as one."""
    if len(things) > _MANY:
        return [list(things)]
    groups: list[tuple[Box, list[Thing]]] = []
    for thing in things:
        near = [group for group in groups if common(grown(group[0], _TOGETHER), box_of(thing))]
        groups = [group for group in groups if group not in near]
        box = reduce(joined, (box for box, _things in near), box_of(thing))
        groups.append((box, [*(each for _box, inner in near for each in inner), thing]))
    told = [group for _box, group in groups]
    return told if len(told) <= _PLACES else [*told[: _PLACES - 1], [thing for group in told[_PLACES - 1 :] for thing in group]]


def _spot(mark: Mark) -> Box:
    return mark.seen or mark.box


def _leaf(reader: Reader, number: int, page: pikepdf.Page) -> Leaf:
    media = _box(page, "/MediaBox", _A4)
    trim = _box(page, "/TrimBox", _box(page, "/CropBox", media))
    bleed = _box(page, "/BleedBox", trim if "/TrimBox" in page.obj else _box(page, "/CropBox", media))
    try:
        return Leaf(number, page.obj, media, bleed, trim, reader.read(page, media))
    except BROKEN:
        return Leaf(number, page.obj, media, bleed, trim, (), readable=False)


def _box(page: pikepdf.Page, name: str, otherwise: Box) -> Box:
    """A page's box, which it may have from the pages' tree above it; `otherwise` where there is none that can be understood."""
    obj: Any = page.obj
    for _step in range(50):
        if name in obj or "/Parent" not in obj:
            break
        obj = obj.Parent
    try:
        a, b, c, d = (float(side) for side in obj.get(name, ()))
    except (ValueError, TypeError):
        return otherwise
    return (min(a, c), min(b, d), max(a, c), max(b, d))


def opened(data: bytes) -> pikepdf.Pdf:
    """A PDF for reading. Raises pikepdf.PdfError where it is none, pikepdf.PasswordError where it asks for a password."""
    return pikepdf.open(io.BytesIO(data))


def looks_printed(pdf: pikepdf.Pdf) -> bool:
    """Whether a PDF is meant for a printer: it says PDF/X, or a page has room round its trim."""
    intents = pdf.Root.get("/OutputIntents", ())
    if any(str(intent.get("/S", "")) == "/GTS_PDFX" for intent in intents):
        return True
    return any(_box(page, "/TrimBox", _A4) != _box(page, "/MediaBox", _A4) for page in pdf.pages if "/TrimBox" in page.obj)


_HIDDEN = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\x00-\x1f]+")


def letters(text: str) -> str:
    """A text without blanks and without what only guides the line."""
    return _HIDDEN.sub("", text)
