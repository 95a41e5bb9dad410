"""A file that lies within a Word file (w:altChunk, ECMA-376-1 §17.17.2.1): read by its kind, and set into the text in its place.

WPS, mail merges and programs that export web pages leave HTML, web archives, RTF, text or other Word files in a Word file.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from bulletin.language import _
from bulletin.manuscript.album import Album
from bulletin.manuscript.inline import References
from bulletin.manuscript.kind import CONVERTIBLE, Kind, called, kind_of
from bulletin.manuscript.markup import lines_of
from bulletin.manuscript.package import Element, Package, value
from bulletin.manuscript.pencil import Pencil, Unfit
from bulletin.queries import Marked, Query
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Passage, Run, TableCell
from bulletin.records.submission import Enclosure

#: What the files within one Word file may cost together, in tags; a start of LibreOffice takes as long as reading so many.
_MOST_TAGS: Final = 500_000
_START: Final = 90_000
#: Every file costs this much, however little is in it.
_FILE: Final = 5_000
_MOST_BYTES: Final = 100 * 2**20
_DEEPEST: Final = 3
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "message/rfc822": ".mht",
    "multipart/related": ".mht",
    "text/plain": ".txt",
}
_READABLE: Final[tuple[Kind, ...]] = ("word", "flat-word", "word-2003", "html", "web-archive", "text", *CONVERTIBLE)
_MARK: Final = re.compile(r"\[(\d{1,4})\]")


class Insets:
    """Reads the files within one Word file and those within them; what they cost together is bounded."""

    def __init__(self, read: "Callable[[Insets, Enclosure, Kind], Marked[Manuscript]]") -> None:
        self._read, self._tags, self._bytes, self._depth = read, _MOST_TAGS, _MOST_BYTES, 0

    def read(self, enclosure: Enclosure) -> Marked[Manuscript] | None:
        """What a file says, None where it says nothing. Raises Unfit where it cannot be read."""
        kind = kind_of(enclosure)
        if kind == "empty":
            return None
        if kind not in _READABLE:
            raise Unfit("unreadable", _("it is {kind}").format(kind=called(kind)), "")
        self._spend(enclosure.data, kind)
        self._depth += 1
        try:
            return self._read(self, enclosure, kind)
        finally:
            self._depth -= 1

    def _spend(self, data: bytes, kind: Kind) -> None:
        self._bytes -= len(data)
        if self._tags >= 0:  # else nothing more is unpacked
            self._tags -= _FILE + (_START if kind in CONVERTIBLE else 0) + _tags(data, kind)
        if self._tags < 0 or self._bytes < 0 or self._depth >= _DEEPEST:
            raise Unfit("too-large", _("files within the Word file are too many, too large or too deep in one another"), "")


def _tags(data: bytes, kind: Kind) -> int:
    if kind != "word":
        return data.count(b"<")
    package = Package(data)
    return sum(package.read(part).count(b"<") for part in package.parts if part.endswith((".xml", ".rels")))


class Chunks:
    """Sets the files that one part brings into its text: their pictures into its album, their notes and comments to its own.

    `comments` are those met so far, `notes` the texts of the notes by their keys in the references.
    """

    def __init__(self, package: Package, part: str, insets: Insets | None, album: Album, references: References, pencil: Pencil) -> None:
        self._package, self._relations, self._insets = package, package.relations(part), insets
        self._album, self._references, self._pencil = album, references, pencil
        self._count = 0
        self.comments: list[str] = []
        self.notes: dict[str, str] = {}

    def passages(self, chunk: Element, position: int) -> tuple[Passage, ...]:
        """A chunk's passages, counted on from the paragraph at this position; none, with a query, where it cannot be read."""
        try:
            reading = self._reading(chunk)
        except Unfit as verdict:
            self._left_out(verdict.message)
            return ()
        return () if reading is None else self._set_in(reading, position)

    def _reading(self, chunk: Element) -> Marked[Manuscript] | None:
        relation = self._relations.get(value(chunk, "r:id") or "")
        if relation is None or relation.outside or relation.target not in self._package or self._insets is None:
            raise Unfit("unreadable", _("it is not in the Word file"), "")
        name = PurePosixPath(relation.target).name
        known = _SUFFIXES.get(self._package.content_type(relation.target), "")
        if known and PurePosixPath(name).suffix.lower() not in (".htm", *_SUFFIXES.values()):
            name += known
        return self._insets.read(Enclosure(name=name, data=self._package.read(relation.target)))

    def _left_out(self, reason: str) -> None:
        message = _("a part of the text was inserted from another file and was left out: {reason}").format(reason=reason)
        self._pencil.mark("not-carried-over", message, _("Save the file in Word under a new name and send it again."))

    def _set_in(self, reading: Marked[Manuscript], position: int) -> tuple[Passage, ...]:
        manuscript = reading.value
        self._count += 1
        photos = {key: self._album.keep(photo) for key, photo in manuscript.photos.items()}
        numbers = {str(at): self._note(f"{self._count}-{at}", text) for at, text in enumerate(manuscript.notes, start=1)}
        self.comments += manuscript.comments
        self._pencil.take(tuple(self._placed(each, position) for each in reading.queries))
        setting = _Setting(position, photos, numbers)
        return tuple(setting.passage(each) for each in manuscript.passages)

    def _note(self, key: str, text: str) -> str:
        self.notes[key] = text
        return self._references.mark("inset", key)

    def _placed(self, each: Query, position: int) -> Query:
        paragraph = position + (each.place.paragraph or 1)
        return each.model_copy(update={"place": each.place.model_copy(update={"file": self._pencil.file, "paragraph": paragraph})})


class _Setting:
    """How the passages of a file are set into another's: counted on, their pictures and the marks of their notes renamed."""

    def __init__(self, position: int, photos: dict[str, str], marks: dict[str, str]) -> None:
        self._position, self._photos, self._marks = position, photos, marks

    def passage(self, passage: Passage) -> Passage:
        return self._line(passage) if isinstance(passage, Line) else self._grid(passage)

    def _grid(self, grid: Grid) -> Grid:
        return Grid(rows=tuple(tuple(map(self._cell, row)) for row in grid.rows))

    def _cell(self, cell: TableCell) -> TableCell:
        return cell.model_copy(update={"lines": tuple(map(self._line, cell.lines)), "within": tuple(map(self._grid, cell.within))})

    def _line(self, line: Line) -> Line:
        return line.model_copy(update={"runs": tuple(map(self._piece, line.runs)), "position": line.position + self._position})

    def _piece(self, piece: Run | Art) -> Run | Art:
        if isinstance(piece, Art):
            return piece.model_copy(update={"photo": self._photos[piece.photo]})
        if piece.script != "super" or not self._marks:
            return piece
        return piece.model_copy(update={"text": _MARK.sub(lambda found: self._marks.get(found[1], found[0]), piece.text)})


def last_position(passages: tuple[Passage, ...], otherwise: int) -> int:
    """The position of the last paragraph in these passages."""
    return max((line.position for passage in passages for line in lines_of(passage)), default=otherwise)
