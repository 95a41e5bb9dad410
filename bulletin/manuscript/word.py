"""Word files (.docx; ECMA-376, transitional and strict) as manuscripts, in two steps: what the file says, then its lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bulletin.language import _
from bulletin.manuscript.album import Album
from bulletin.manuscript.drawing import Box, Drawings, Lettering
from bulletin.manuscript.inline import Inline, References, boxes, in_line
from bulletin.manuscript.lines import joined
from bulletin.manuscript.numbering import Numbering
from bulletin.manuscript.package import Element, Package, damaged, name_of, qn, value
from bulletin.manuscript.pencil import Pencil, Unfit, excerpt
from bulletin.manuscript.prune import prune
from bulletin.manuscript.styles import Styles, whole
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript, Passage, Run, TableCell

_WIDEST = 200


def read(name: str, data: bytes) -> Marked[Manuscript]:
    """A Word file as its author left it. Raises Unfit where no manuscript can be read from it."""
    try:
        return _read(name, data)
    except RecursionError as error:
        message = _("the Word file is nested too deeply to be read")
        raise Unfit("too-large", message, _("Copy the text into a new Word document and send that.")) from error


def _read(name: str, data: bytes) -> Marked[Manuscript]:
    pencil = Pencil(name)
    reading = _Reading(Package(data), pencil, Album(pencil))
    passages = tuple(reading.body())
    notes = tuple(reading.notes())
    comments = tuple(reading.comments())
    reading.furniture()
    manuscript = Manuscript(file=name, kind="word", passages=passages, photos=reading.album.photos, notes=notes, comments=comments)
    return Marked(manuscript, pencil.queries)


class _Reading:
    """One reading of one file: what is shared between its parts."""

    def __init__(self, package: Package, pencil: Pencil, album: Album) -> None:
        self._package, self._pencil, self.album = package, pencil, album
        self._main = package.main
        self._parts = {each.kind: each.target for each in package.relations(self._main).values() if not each.outside}
        self._styles = Styles.read(self._part("styles"), self._part("theme"))
        self._numbering = Numbering(self._part("numbering"), self._styles.lists_by_style())
        self._references = References()

    def body(self) -> Iterator[Passage]:
        """The text in reading order."""
        root = self._package.xml(self._main)
        body = root.find(qn("w:body")) if root is not None else None
        if root is None or body is None:
            raise damaged(self._main)
        self._note_changes(prune(root))
        yield from _Body(self._inline(self._main), self._styles, self._numbering, self._pencil).passages(body)
        self._pencil.paragraph = None
        self._note_formats()

    def notes(self) -> Iterator[str]:
        """The text of foot- and endnotes, in the order of their marks."""
        parts = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}
        for kind, key in self._references.notes:
            yield parts[kind].get(key, "")

    def comments(self) -> Iterator[str]:
        """The comments, each with a note at the paragraph it stands at."""
        root = self._part("comments")
        if root is None:
            return
        inline = self._inline(self._parts["comments"])
        for comment in root.iter(qn("w:comment")):
            text = _wording(inline, comment)
            author = value(comment, "w:author")
            text = _("{author}: {text}").format(author=author, text=text) if author else text
            self._pencil.paragraph = self._references.comments.get(value(comment, "w:id") or "")
            message = _("a comment stands here: {text}").format(text=excerpt(text))
            self._pencil.mark("comment", message, _("Settle it with its author; it is not printed."), text=text)
            yield text
        self._pencil.paragraph = None

    def furniture(self) -> None:
        """Name the headers and footers that say something: they belong to the author's page, not to the story."""
        for relation in self._package.relations(self._main).values():
            if relation.kind in ("header", "footer") and not relation.outside:
                root = self._optional(relation.target)
                text = "".join(each.text or "" for each in root.iter(qn("w:t"))) if root is not None else ""
                if any(sign.isalpha() for sign in text):
                    message = _("the header or footer was left out: {text}").format(text=excerpt(text))
                    self._pencil.mark("left-alone", message, _("If it belongs to the story, write it into the text."), text=text)

    def _inline(self, part: str) -> Inline:
        drawings = Drawings(self._package, part, self.album, self._pencil)
        return Inline(self._styles, drawings, self._references, self._pencil)

    def _notes_of(self, kind: str) -> dict[str, str]:
        root = self._part(f"{kind}s")
        if root is None or not any(each == kind for each, _key in self._references.notes):
            return {}
        if any(True for tag in ("w:drawing", "w:pict") for _each in root.iter(qn(tag))):
            message = _("a picture within a footnote or endnote was left out")
            self._pencil.mark("not-carried-over", message, _("Put it into the text, with a caption under it."))
        inline = self._inline(self._parts[f"{kind}s"])
        return {value(each, "w:id") or "": _wording(inline, each) for each in root.iterchildren(qn(f"w:{kind}"))}

    def _part(self, kind: str) -> Element | None:
        return self._optional(self._parts[kind]) if kind in self._parts else None

    def _optional(self, part: str) -> Element | None:
        """A part without which the text can still be read, cut down to what Word shows."""
        try:
            root = self._package.xml(part)
        except Unfit as verdict:
            if verdict.check != "unreadable":
                raise
            message = _("the part {part} of the Word file is damaged and was left out").format(part=part)
            self._pencil.mark("not-carried-over", message, _("Compare the story with the manuscript: numbers or notes may be missing."))
            return None
        if root is not None:
            prune(root)
        return root

    def _note_changes(self, changes: int) -> None:
        if changes:
            message = _("the file has tracked changes ({count}); they were accepted").format(count=changes)
            self._pencil.mark("tracked-changes", message, _("If one of them should not stand, settle it in Word and send the file again."))

    def _note_formats(self) -> None:
        for style in sorted(self._numbering.unknown):
            message = _("automatic numbers of the kind {style} were written in Arabic figures").format(style=style)
            self._pencil.mark("not-carried-over", message, _("Compare the numbers with the manuscript."), text=style)


class _Body:
    """Turns blocks into passages; paragraphs are counted as they are met."""

    def __init__(self, inline: Inline, styles: Styles, numbering: Numbering, pencil: Pencil) -> None:
        self._inline, self._styles, self._numbering, self._pencil = inline, styles, numbering, pencil
        self._position = 0

    def passages(self, container: Element) -> Iterator[Passage]:
        """The paragraphs and tables in a container, whatever controls are wrapped around them."""
        for child in container:
            match name_of(child.tag):
                case "w:p":
                    yield from self._paragraph(child)
                case "w:tbl":
                    yield from self._table(child)
                case "w:altChunk":
                    message = _("a part of the text was inserted from another file and cannot be read")
                    self._pencil.mark("not-carried-over", message, _("Save the file in Word under a new name and send it again."))
                case "w:tcPr" | "w:sdtPr" | "w:sectPr":
                    continue
                case _:
                    yield from self.passages(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        self._position += 1
        self._pencil.paragraph = position = self._position
        properties = paragraph.find(qn("w:pPr"))
        stance = self._styles.stance(properties)
        style = self._styles.paragraph_style(properties)
        level = self._numbering.level(stance.list, stance.level, style) if stance.list and stance.list != "0" else None
        pieces = self._inline.pieces(paragraph)
        runs = joined(in_line(pieces))
        number = self._numbering.number(stance.list, level) if level is not None else ""
        if runs:
            yield Line(
                runs=runs,
                number=number,
                style=stance.style,
                outline=stance.outline,
                alignment=stance.alignment,
                level=None if level is None else level + 1,
                position=position,
            )
        for box in boxes(pieces):
            yield from self._box(box, position)

    def _box(self, box: Box | Lettering, position: int) -> Iterator[Line]:
        if isinstance(box, Lettering):
            yield Line(runs=(Run(text=box.text),), box=True, position=position)
        else:
            yield from (line.model_copy(update={"box": True}) for line in self._lines(box.content))

    def _lines(self, container: Element) -> Iterator[Line]:
        """A container's lines; those of a table in it cell by cell."""
        for passage in self.passages(container):
            if isinstance(passage, Line):
                yield passage
            else:
                yield from (line for row in passage.rows for cell in row for line in cell.lines)

    def _table(self, table: Element) -> Iterator[Grid]:
        rows = [self._row(each) for each in _members(table, "w:tr")]
        grid = tuple(tuple(cell.sheet() for cell in row if not cell.continues) for row in _merged(rows))
        if any(grid):
            yield Grid(rows=tuple(row for row in grid if row))

    def _row(self, row: Element) -> "list[_Cell]":
        properties = row.find(qn("w:trPr"))
        column = _count(properties, "w:gridBefore", 0)
        cells = []
        for element in _members(row, "w:tc"):
            cell = _cell(element, column, tuple(self._lines(element)))
            column += cell.columns
            cells.append(cell)
        return cells


@dataclass
class _Cell:
    """A cell while its table is put together: its column, and whether it goes on from the row above."""

    column: int
    columns: int
    continues: bool
    lines: tuple[Line, ...]
    rows: int = field(default=1)

    def sheet(self) -> TableCell:
        return TableCell(lines=self.lines, columns=self.columns, rows=self.rows)


def _cell(element: Element, column: int, lines: tuple[Line, ...]) -> _Cell:
    properties = element.find(qn("w:tcPr"))
    merge = properties.find(qn("w:vMerge")) if properties is not None else None
    continues = merge is not None and value(merge) in (None, "continue")
    return _Cell(column, _count(properties, "w:gridSpan", 1), continues, lines)


def _merged(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """Rows whose cells that go on from above are counted to the cell they belong to, with their lines if they have any."""
    above: dict[int, _Cell] = {}
    for row in rows:
        current: dict[int, _Cell] = {}
        for cell in row:
            head = above.get(cell.column)
            if cell.continues and head is not None:
                head.rows += 1
                head.lines += cell.lines
            cell.continues = cell.continues and head is not None
            current[cell.column] = head if cell.continues and head is not None else cell
        above = current
    return rows


def _members(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through the controls around them; not those of a table inside."""
    for child in element:
        if name_of(child.tag) == name:
            yield child
        elif name_of(child.tag) not in ("w:tc", "w:p", "w:tbl"):
            yield from _members(child, name)


def _count(properties: Element | None, name: str, otherwise: int) -> int:
    number = whole(value(properties.find(qn(name)))) if properties is not None else None
    return otherwise if number is None else min(max(number, otherwise), _WIDEST)


def _wording(inline: Inline, element: Element) -> str:
    return "\n".join(inline.text(each).strip() for each in element.iter(qn("w:p"))).strip()
