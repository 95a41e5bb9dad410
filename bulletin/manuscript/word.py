"""Word files (.docx; ECMA-376, transitional and strict) as manuscripts, in two steps: what the file says, then its lines."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from bulletin.language import _
from bulletin.manuscript.addresses import name_addresses
from bulletin.manuscript.album import Album
from bulletin.manuscript.drawing import Box, Drawings, Lettering, shows_picture
from bulletin.manuscript.furniture import name_furniture
from bulletin.manuscript.grid import Tables, is_table
from bulletin.manuscript.inline import Inline, References, boxes, breaks_page, in_line, is_prompt
from bulletin.manuscript.inset import Chunks, Insets, last_position
from bulletin.manuscript.lines import joined
from bulletin.manuscript.measure import refuse_longer
from bulletin.manuscript.numbering import Definitions, Numbering
from bulletin.manuscript.package import Element, Package, damaged, name_of, qn, value
from bulletin.manuscript.pencil import Pencil, Unfit, excerpt
from bulletin.manuscript.prune import prune
from bulletin.manuscript.styles import Styles
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript, Passage, Run

#: What a message quotes of the words that a comment is about, and how many comments may be about the same words.
_QUOTED, _TOGETHER = 100, 50
#: The styles of the lines of a table of contents, by the names that Word and WPS give them.
_CONTENTS: Final = re.compile(r"(?:toc|目录)\s*[1-9]", re.IGNORECASE)


def read(name: str, data: bytes, insets: Insets | None = None) -> Marked[Manuscript]:
    """A Word file as its author left it; `insets` reads the files within it, which are named where nobody reads them.

    Raises Unfit where no manuscript can be read from it.
    """
    try:
        return _read(name, data, insets)
    except RecursionError as error:
        message = _("the Word file is nested too deeply to be read")
        raise Unfit("too-large", message, _("Copy the text into a new Word document and send that.")) from error


def _read(name: str, data: bytes, insets: Insets | None) -> Marked[Manuscript]:
    pencil = Pencil(name)
    reading = _Reading(Package(data), pencil, Album(pencil), insets)
    passages = tuple(reading.body())
    refuse_longer(passages)
    notes = tuple(reading.notes())
    comments = tuple(reading.comments())
    reading.addresses()
    reading.formats()
    reading.furniture()
    manuscript = Manuscript(file=name, kind="word", passages=passages, photos=reading.album.photos, notes=notes, comments=comments)
    return Marked(manuscript, pencil.queries)


class _Reading:
    """One reading of one file: what is shared between its parts."""

    def __init__(self, package: Package, pencil: Pencil, album: Album, insets: Insets | None) -> None:
        self._package, self._pencil, self.album = package, pencil, album
        self._main = package.main
        self._relations = package.relations(self._main)
        self._parts = {each.kind: each.target for each in self._relations.values() if not each.outside}
        self._styles = Styles.read(self._part("styles"), self._part("theme"))
        self._lists = Definitions(self._part("numbering"), self._styles.lists_by_style())
        self._numberings: list[Numbering] = []
        self._inlines: list[Inline] = []
        self._references = References()
        self._chunks = Chunks(package, self._main, insets, album, self._references, pencil)
        self._commented: dict[str, str] = {}
        self._ground: list[Element] = []

    def body(self) -> Iterator[Passage]:
        """The text in reading order."""
        root = self._package.xml(self._main)
        body = root.find(qn("w:body")) if root is not None else None
        if root is None or body is None:
            raise damaged(self._main)
        self._note_changes(prune(root))
        self._commented, self._ground = _commented(root), root.findall(qn("w:background"))
        inline = self._inline(self._main)
        # text boxes are a text of their own beside the body, and so is their numbering
        numberings = (self._numbering(), self._numbering())
        reader = _Body(inline, self._styles, numberings, self._pencil, _section_starts(body), self._chunks)
        yield from reader.passages(body)
        self._pencil.paragraph = None
        if text := " ".join(reader.contents):
            message = _("a table of contents was left out: {text}").format(text=excerpt(text))
            self._pencil.mark("left-alone", message, _("Nothing need be done: its page numbers would be wrong in print."), text=text)

    def notes(self) -> Iterator[str]:
        """The text of foot- and endnotes, in the order of their marks."""
        parts = {"inset": self._chunks.notes, **{kind: self._notes_of(kind) for kind in ("footnote", "endnote")}}
        for (kind, key), number in self._references.notes.items():
            if key not in parts[kind]:
                message = _("the text of note [{number}] is missing from the file").format(number=number)
                self._pencil.mark("not-carried-over", message, _("Write the note into the manuscript again and send it."))
            yield parts[kind].get(key, "")

    def comments(self) -> Iterator[str]:
        """The comments, each with a note at the paragraph it stands at; those of files within the file have theirs already."""
        yield from self._chunks.comments
        root = self._part("comments")
        if root is None:
            return
        self._name_left(root)
        wording = self._wording(self._parts["comments"])
        for comment in root.iter(qn("w:comment")):
            text, author, key = wording.of(comment), value(comment, "w:author"), value(comment, "w:id") or ""
            text = _("{author}: {text}").format(author=author, text=text) if author else text
            self._pencil.paragraph = self._references.comments.get(key)
            message = _("a comment stands here: {text}").format(text=excerpt(text))
            if words := self._commented.get(key, "").strip():
                message = _("a comment on “{words}”: {text}").format(words=excerpt(words), text=excerpt(text))
            self._pencil.mark("comment", message, _("Settle it with its author; it is not printed."), text=text)
            yield text
        self._pencil.paragraph = None

    def addresses(self) -> None:
        """Name the addresses under links, which nobody sees in print."""
        name_addresses(self._pencil, [each for inline in self._inlines for each in inline.unsaid])

    def formats(self) -> None:
        """Name the kinds of automatic numbers that are not known here."""
        for style in sorted(set[str]().union(*(each.unknown for each in self._numberings))):
            message = _("automatic numbers of the kind {style} were written in Arabic figures").format(style=style)
            self._pencil.mark("not-carried-over", message, _("Compare the numbers with the manuscript."), text=style)

    def furniture(self) -> None:
        """Name what headers and footers say, and what lies behind the page."""
        targets = [each.target for each in self._relations.values() if each.kind in ("header", "footer") and not each.outside]
        name_furniture([*self._ground, *(root for root in map(self._optional, targets) if root is not None)], self._pencil)

    def _inline(self, part: str) -> Inline:
        drawings = Drawings(self._package, part, self.album, self._pencil)
        self._inlines.append(Inline(self._styles, drawings, self._references, self._pencil, self._package.relations(part)))
        return self._inlines[-1]

    def _wording(self, part: str) -> "_Wording":
        return _Wording(self._inline(part), self._styles, self._numbering())

    def _numbering(self) -> Numbering:
        """The lists with nothing counted yet: the body, its boxes, notes and comments are numbered each by itself."""
        self._numberings.append(Numbering(self._lists))
        return self._numberings[-1]

    def _notes_of(self, kind: str) -> dict[str, str]:
        root = self._part(f"{kind}s")
        if root is None or not any(each == kind for each, _key in self._references.notes):
            return {}
        self._name_left(root)
        wording = self._wording(self._parts[f"{kind}s"])
        return {value(each, "w:id") or "": wording.of(each) for each in root.iterchildren(qn(f"w:{kind}"))}

    def _name_left(self, root: Element) -> None:
        """Name what is no text in the notes or comments of a part."""
        if shows_picture(root):
            message = _("a picture within a footnote, an endnote or a comment was left out")
            self._pencil.mark("not-carried-over", message, _("Put it into the text, with a caption under it."))
        if next(root.iter(qn("w:altChunk")), None) is not None:
            message = _("text from another file within a footnote, an endnote or a comment was left out")
            self._pencil.mark("not-carried-over", message, _("Save the file in Word under a new name and send it again."))

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


class _Body:
    """Turns blocks into passages; paragraphs are counted as they are met.

    `numberings` are the body's and the text boxes'; `section_starts` says of each section but the first whether it begins a page.
    `contents` are the lines of a table of contents, which are left out.
    """

    def __init__(
        self,
        inline: Inline,
        styles: Styles,
        numberings: tuple[Numbering, Numbering],
        pencil: Pencil,
        section_starts: Iterator[bool],
        chunks: Chunks,
    ) -> None:
        self._inline, self._styles, self._pencil = inline, styles, pencil
        self._section_starts, self._chunks = section_starts, chunks
        self._numbering, self._in_boxes = numberings
        self._tables = Tables(self.passages, inline, pencil)
        self._position = 0
        self._new_page = False
        self.contents: list[str] = []

    def passages(self, container: Element) -> Iterator[Passage]:
        """The paragraphs and tables in a container, whatever controls are wrapped around them."""
        for child in list(container):
            match name_of(child.tag):
                case "w:p":
                    yield from self._paragraph(child)
                case "w:tbl":
                    grid = self._tables.grid(child)
                    yield from () if grid is None else (grid,)
                case "w:altChunk":
                    yield from self._inset(child)
                case "w:sdt" if is_prompt(child):
                    self._inline.leave_prompt(child)
                case "w:sdt" if _is_contents(child):
                    self.contents += [each.text for each in self.passages(child) if isinstance(each, Line)]
                case "w:r" | "w:hyperlink" | "w:fldSimple" | "m:oMath" | "m:oMathPara":
                    yield from self._paragraph(_paragraph_of(child))
                case "w:tcPr" | "w:sdtPr" | "w:sectPr":
                    continue
                case _:
                    yield from self.passages(child)

    def _inset(self, chunk: Element) -> tuple[Passage, ...]:
        passages = self._chunks.passages(chunk, self._position)
        self._position = last_position(passages, self._position)
        return passages

    def _paragraph(self, paragraph: Element) -> Iterator[Passage]:
        self._position += 1
        self._pencil.paragraph = position = self._position
        properties = paragraph.find(qn("w:pPr"))
        stance = self._styles.stance(properties)
        level, number = self._numbering.next(stance)
        pieces = self._inline.pieces(paragraph)
        runs = joined(in_line(pieces))
        before, after = breaks_page(pieces)
        if _CONTENTS.fullmatch(stance.style):
            self.contents.append("".join(piece.text for piece in runs if isinstance(piece, Run)))
        elif runs or _fills_cell(paragraph, number):
            yield Line(
                runs=runs,
                number=number,
                style=stance.style,
                outline=stance.outline,
                alignment=stance.alignment,
                indent=stance.indent,
                new_page=before or stance.new_page or self._new_page,
                level=None if level is None else level + 1,
                position=position,
            )
        self._new_page = after or (self._new_page and not runs) or self._ends_page(properties)
        for box in boxes(pieces):
            yield from self._box(box, position)

    def _ends_page(self, properties: Element | None) -> bool:
        return properties is not None and properties.find(qn("w:sectPr")) is not None and next(self._section_starts, False)

    def _box(self, box: Box | Lettering, position: int) -> Iterator[Passage]:
        if isinstance(box, Lettering):
            yield Line(runs=(Run(text=box.text),), box=True, position=position)
            return
        self._numbering, self._in_boxes = self._in_boxes, self._numbering
        passages = tuple(self.passages(box.content))
        self._numbering, self._in_boxes = self._in_boxes, self._numbering
        for each in passages:
            if isinstance(each, Grid) and is_table(each):
                yield each
            else:
                lines = each.lines if isinstance(each, Grid) else (each,)
                yield from (line.model_copy(update={"box": True}) for line in lines)


class _Wording:
    """Reads what is text and nothing else: notes and comments, with their automatic numbers."""

    def __init__(self, inline: Inline, styles: Styles, numbering: Numbering) -> None:
        self._inline, self._styles, self._numbering = inline, styles, numbering

    def of(self, element: Element) -> str:
        """The characters in an element's paragraphs, a line each."""
        return "\n".join(self._line(each).strip() for each in element.iter(qn("w:p"))).strip()

    def _line(self, paragraph: Element) -> str:
        _level, number = self._numbering.next(self._styles.stance(paragraph.find(qn("w:pPr"))))
        return number + self._inline.text(paragraph)


def _paragraph_of(element: Element) -> Element:
    """A paragraph around text that stands in none, as some programs write it."""
    paragraph = etree.Element(qn("w:p"))
    element.addprevious(paragraph)
    paragraph.append(element)
    return paragraph


def _is_contents(control: Element) -> bool:
    """Whether a control holds the table of contents (§17.5.2.12), whose page numbers are those of the author's pages."""
    gallery = control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return value(gallery) == "Table of Contents"


def _fills_cell(paragraph: Element, number: str) -> bool:
    """Whether a paragraph without text is its table cell's text: a column of running numbers (序号) is often made so."""
    parent = paragraph.getparent()
    return parent is not None and name_of(parent.tag) == "w:tc" and any(map(str.isalnum, number))


def _section_starts(body: Element) -> Iterator[bool]:
    """Of each section but the first, whether it begins a page (§17.6.22): what begins it is said at its end."""
    for section in list(body.iter(qn("w:sectPr")))[1:]:
        yield value(section.find(qn("w:type"))) not in ("continuous", "nextColumn")


def _commented(root: Element) -> dict[str, str]:
    """The words that each comment is about (§17.13.4.4), by the comment's id."""
    words: dict[str, str] = {}
    within: set[str] = set()
    for element in root.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t")):
        name, key = name_of(element.tag), value(element, "w:id") or ""
        if name == "w:commentRangeStart" and len(within) < _TOGETHER:
            within.add(key)
        elif name == "w:commentRangeEnd":
            within.discard(key)
        elif name == "w:t":
            for each in within:
                words[each] = (words.get(each, "") + (element.text or ""))[:_QUOTED]
    return words
