"""What stands in one Word paragraph: its characters as they are set, its pictures, and what hangs on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bulletin.language import _
from bulletin.manuscript import fields
from bulletin.manuscript.aside import Aside
from bulletin.manuscript.drawing import Box, Drawings, Drawn, Lettering
from bulletin.manuscript.equations import linear
from bulletin.manuscript.package import Element, Relation, name_of, qn, value
from bulletin.manuscript.pencil import Pencil, excerpt
from bulletin.manuscript.styles import Setting, Styles, on, whole
from bulletin.manuscript.symbols import is_symbol_font, spelled, symbol
from bulletin.records.manuscript import Art, Run

PAGE_BREAK: Final = "\f"
_SIGNS: Final = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:cr": "\n",
    # the plain hyphen: where a line may break is decided when the page is set
    "w:noBreakHyphen": "-",
}
_DRAWN: Final = ("w:drawing", "w:pict", "w:object")
_SILENT: Final = ("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:fldData", "w:instrText", "w:softHyphen")
_LOOSE: Final = ("w:t", "w:sym", *_SIGNS)
#: Parts of the date on which a file is opened (§17.3.3).
_DATES: Final = ("w:dayLong", "w:dayShort", "w:monthLong", "w:monthShort", "w:yearLong", "w:yearShort")
_XML_BLANKS: Final = " \t\r\n"


@dataclass
class References:
    """What paragraphs refer to: notes with their numbers, in the order of their marks, and comments with the paragraph they stand at."""

    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    comments: dict[str, int | None] = field(default_factory=dict)

    def mark(self, kind: str, key: str) -> str:
        """The mark of a note, counted through footnotes and endnotes as they come."""
        return f"[{self.notes.setdefault((kind, key), len(self.notes) + 1)}]"


class Inline:
    """Reads the paragraphs of one part; `links` are the part's relations, by id.

    `unsaid` are the addresses under links that the text does not say, so far, each with its paragraph.
    """

    def __init__(
        self, styles: Styles, drawings: Drawings, references: References, pencil: Pencil, links: Mapping[str, Relation] | None = None
    ) -> None:
        self._styles, self._drawings, self._references, self._pencil = styles, drawings, references, pencil
        self._links = links or {}
        self._style: str | None = None
        self._aside = Aside()
        self.unsaid: list[tuple[int | None, str]] = []

    def pieces(self, paragraph: Element) -> list[Run | Drawn]:
        """A paragraph's runs, pictures and boxes in order; hidden text is left out, with a query."""
        self._style = self._styles.paragraph_style(paragraph.find(qn("w:pPr")))
        self._aside = Aside()
        pieces = list(self._content(paragraph))
        self._aside.settle(self._pencil)
        self.unsaid += [(self._pencil.paragraph, address) for address in self._aside.unsaid()]
        return pieces

    def text(self, paragraph: Element) -> str:
        """A paragraph's characters alone."""
        return "".join(piece.text for piece in self.pieces(paragraph) if isinstance(piece, Run))

    def _content(self, element: Element) -> Iterator[Run | Drawn]:
        for child in element:
            name = name_of(child.tag)
            if name == "w:r":
                yield from self._run(child)
            elif name in ("m:oMath", "m:oMathPara"):
                yield from self._equation(child)
            elif name == "w:sdt" and is_prompt(child):
                self.leave_prompt(child)
            elif name in ("w:hyperlink", "w:fldSimple"):
                yield from self._link(child)
            elif name in _LOOSE:
                # text that stands in no run, as some programs write it
                yield from self._run_content([child], self._styles.setting(self._style, None))
            elif name == "w:subDoc":
                self._subdocument()
            elif name not in _SILENT:
                yield from self._content(child)

    def _run(self, run: Element) -> Iterator[Run | Drawn]:
        properties = run.find(qn("w:rPr"))
        setting = self._styles.setting(self._style, properties)
        for piece in self._run_content(run, setting):
            self._aside.take(piece, setting, properties)
            if not setting.hidden:
                yield piece

    def _link(self, link: Element) -> Iterator[Run | Drawn]:
        """The words of a link or field; the address under them is not printed, and named where they do not say it."""
        if not len(link):
            yield from self._field(value(link, "w:instr") or "", Setting())
            return
        pieces = list(self._content(link))
        yield from pieces
        relation = self._links.get(value(link, "r:id") or "")
        self._aside.link(
            relation.target if relation else fields.address(value(link, "w:instr") or ""),
            "".join(piece.text for piece in pieces if isinstance(piece, Run)),
        )

    def _run_content(self, run: Iterable[Element], setting: Setting) -> Iterator[Run | Drawn]:
        for child in run:
            name = name_of(child.tag)
            if name == "w:t":
                yield _set(self._spelled(_characters(child), setting), setting)
            elif name in _SIGNS:
                yield _set(_SIGNS[name], setting)
            elif name == "w:br":
                yield _set("\n" if value(child, "w:type") in (None, "textWrapping") else PAGE_BREAK, setting)
            elif name in _DRAWN:
                yield from self._drawings.pieces(child)
            elif name not in _SILENT:
                yield from self._rare(name, child, setting)

    def _rare(self, name: str, element: Element, setting: Setting) -> Iterator[Run | Drawn]:
        match name:
            case "w:sym":
                yield _set(self._symbol(element), setting)
            case "w:ruby":
                yield from self._ruby(element, setting)
            case "w:footnoteReference" | "w:endnoteReference":
                yield from self._note(name, element, setting)
            case "w:fldSimple":
                yield from self._field(value(element, "w:instr") or "", setting)
            case _ if name in _DATES:
                yield from self._field("DATE", setting)
            case "w:checkBox" | "w:ddList":
                yield _set(_chosen(element), setting)
            case "w:commentReference":
                self._references.comments.setdefault(value(element, "w:id") or "", self._pencil.paragraph)
            case "m:oMath" | "m:oMathPara":
                yield from self._equation(element)
            case _:
                yield from self._run_content(element, setting)

    def _symbol(self, element: Element) -> str:
        font, code = value(element, "w:font") or "", value(element, "w:char") or ""
        character = symbol(font, code)
        if character is None:
            self._lost(font, code)
        return character or ""

    def _spelled(self, text: str, setting: Setting) -> str:
        """Text that is set in a font of signs, as those signs."""
        if not is_symbol_font(setting.latin):
            return text
        text, lost = spelled(setting.latin, text)
        if lost:
            self._lost(setting.latin, " ".join(f"{ord(sign):X}" for sign in lost))
        return text

    def _lost(self, font: str, code: str) -> None:
        message = _("a sign of the font {font} (number {code}) has no counterpart and was left out").format(font=font, code=code)
        self._pencil.mark("characters-lost", message, _("Write it in words, or insert it as a picture."), text=code)

    def _field(self, instruction: str, setting: Setting) -> Iterator[Run]:
        """A field whose result is not in the file, as far as its instruction says what it shows."""
        if address := fields.address(instruction):
            self._aside.link(address, None)
            return
        shown = fields.shown(instruction)
        if shown.text:
            yield _set(shown.text, setting)
        if not shown.sure:
            message = _("a field that Word computes ({code}) stands here as: {text}").format(code=excerpt(instruction), text=shown.text)
            if not shown.text:
                message = _("a field that Word computes ({code}) is not in the file and was left out").format(code=excerpt(instruction))
            remedy = _("Compare the place with the manuscript; write what should stand there as ordinary text.")
            self._pencil.mark("not-carried-over", message, remedy, text=shown.text or instruction)

    def _subdocument(self) -> None:
        message = _("a part of the text lies in another file and is not in this one")
        self._pencil.mark("not-carried-over", message, _("Insert that file's text into this one and send it again."))

    def _ruby(self, element: Element, setting: Setting) -> Iterator[Run | Drawn]:
        base, reading = element.find(qn("w:rubyBase")), element.find(qn("w:rt"))
        yield from self._content(base) if base is not None else ()
        spoken = "".join(each.text or "" for each in reading.iter(qn("w:t"))) if reading is not None else ""
        if spoken:
            yield _set(f"（{spoken}）", setting)

    def _note(self, name: str, element: Element, setting: Setting) -> Iterator[Run]:
        kind = name.removeprefix("w:").removesuffix("Reference")
        mark = self._references.mark(kind, value(element, "w:id") or "")
        # a mark of the author's own (*) stands behind the reference as text (§17.11.7)
        if not on_attribute(value(element, "w:customMarkFollows")):
            yield _set(mark, setting).model_copy(update={"script": "super"})

    def _equation(self, element: Element) -> Iterator[Run]:
        text = linear(element)
        message = _("an equation was put on one line: {text}").format(text=excerpt(text))
        self._pencil.mark(
            "not-carried-over", message, _("Compare it with the manuscript; if it is hard to read, send it as a picture."), text=text
        )
        yield Run(text=text)

    def leave_prompt(self, control: Element) -> None:
        """Name the prompt of a control that was not filled in, which is left out."""
        text = "".join(each.text or "" for each in control.iter(qn("w:t"))) or _("a picture")
        message = _("the prompt of a field that was not filled in was left out: {text}").format(text=excerpt(text))
        self._pencil.mark("left-alone", message, _("If something should stand there, fill it in and send the file again."), text=text)


def on_attribute(text: str | None) -> bool:
    """Whether a switch that is an attribute is on."""
    return text is not None and text.lower() in ("1", "true", "on")


def boxes(pieces: list[Run | Drawn]) -> Iterator[Box | Lettering]:
    """The boxes and letterings among a paragraph's pieces."""
    return (piece for piece in pieces if isinstance(piece, Box | Lettering))


def in_line(pieces: list[Run | Drawn]) -> list[Run | Art]:
    """The runs and pictures among a paragraph's pieces; a page break inside the text is a line break, at its edge it is nothing."""
    kept = [piece for piece in pieces if isinstance(piece, Run | Art)]
    while kept and _is_page_break(kept[0]):
        kept.pop(0)
    while kept and _is_page_break(kept[-1]):
        kept.pop()
    return [piece.model_copy(update={"text": "\n"}) if isinstance(piece, Run) and piece.text == PAGE_BREAK else piece for piece in kept]


def breaks_page(pieces: list[Run | Drawn]) -> tuple[bool, bool]:
    """Whether a page break stands before all that a paragraph shows, and whether one stands after it."""
    shown = [piece.text if isinstance(piece, Run) else "?" for piece in pieces if not isinstance(piece, Run) or piece.text]
    if all(text == PAGE_BREAK for text in shown):
        return False, bool(shown)
    return shown[0] == PAGE_BREAK, shown[-1] == PAGE_BREAK


def _is_page_break(piece: Run | Art) -> bool:
    return isinstance(piece, Run) and piece.text in (PAGE_BREAK, "")


def is_prompt(control: Element) -> bool:
    """Whether a control (w:sdt) still shows its prompt."""
    properties = control.find(qn("w:sdtPr"))
    return properties is not None and on(properties.find(qn("w:showingPlcHdr")))


def _chosen(element: Element) -> str:
    """What a form's tick box or list of choices shows (§17.16.7, §17.16.9)."""
    if name_of(element.tag) == "w:checkBox":
        checked = element.find(qn("w:checked"))
        return "☑" if on(checked if checked is not None else element.find(qn("w:default"))) else "☐"
    entries = [value(each) or "" for each in element.iterchildren(qn("w:listEntry"))]
    chosen = whole(value(element.find(qn("w:result")))) or whole(value(element.find(qn("w:default")))) or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _set(text: str, setting: Setting) -> Run:
    return Run(
        text=text,
        strong=setting.strong,
        emphasis=setting.emphasis,
        underline=setting.underline,
        script=setting.script,
        size=setting.size,
        face=setting.face,
    )


def _characters(element: Element) -> str:
    """The text of w:t, whose outer blanks count only where they are said to (XML 1.0 §2.10)."""
    text = element.text or ""
    if not text or (text[0] not in _XML_BLANKS and text[-1] not in _XML_BLANKS):
        return text.replace("\n", " ")
    said = (each.get(qn("xml:space")) for each in (element, *element.iterancestors()))
    kept = next((each for each in said if each), "default") == "preserve"
    return (text if kept else text.strip(_XML_BLANKS)).replace("\n", " ")
