"""HTML (mail programs' and saved web pages) as a manuscript. Scripts never run and nothing is fetched."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import unquote_to_bytes

from lxml import etree

from bulletin.language import _
from bulletin.manuscript.album import Album
from bulletin.manuscript.charset import decode
from bulletin.manuscript.lines import joined
from bulletin.manuscript.pencil import Pencil, Unfit, excerpt
from bulletin.manuscript.pool import Pool
from bulletin.manuscript.tail import is_farewell, note_cut, story_length
from bulletin.queries import Marked
from bulletin.records.manuscript import Alignment, Art, Grid, Line, Manuscript, Passage, Run, TableCell

Element = etree._Element

_MAX_CHARACTERS: Final = 20_000_000
_MAX_INLINE_PICTURE: Final = 50 * 2**20
_DROPPED: Final = frozenset(
    ("script", "style", "head", "title", "meta", "link", "template", "noscript", "iframe", "object", "embed", "svg", "select", "button")
)
_BLOCKS: Final = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
        ),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_STRONG: Final = ("b", "strong")
_EMPHASIS: Final = ("i", "em", "cite")
_ALIGNMENTS: Final[dict[str, Alignment]] = {"left": "left", "center": "centre", "right": "right", "justify": "justify"}
_SCRIPTS: Final[dict[str, Literal["", "super", "sub"]]] = {"sup": "super", "sub": "sub"}
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_BREAK_IN_CHINESE: Final = re.compile(r"(?<=[⺀-鿿\u3000-〿＀-￯])[ \t]*\n[ \t]*(?=[⺀-鿿\u3000-〿＀-￯])")
_SIZE: Final = re.compile(r"([\d.]+)\s*(pt|px|em|rem|%)?$")
#: A CSS pixel is three quarters of a point.
_POINTS: Final = {"pt": 1.0, "px": 0.75}
_SMALLEST_PICTURE: Final = 2
#: Where a reply or a signature begins, in the marks that mail programs set on it.
_MARKS: Final = re.compile(
    r"gmail_quote|gmail_signature|moz-cite-prefix|moz-signature|divRplyFwdMsg|appendonsend|isReplyContent|isForwardContent|mail_signature"
    r"|ntes-mailmaster|qqmail_sign|foxmail_sign|_Signature|^signature$|protonmail_quote|yahoo_quoted|OutlookMessageHeader|reply-intro",
    re.IGNORECASE,
)
#: Blocks of so many characters on both sides of a line break are paragraphs of their own.
_PARAGRAPH: Final = 40


def read(name: str, data: bytes, pool: Pool, *, folder: str = "", charset: str | None = None, mail: bool = False) -> Marked[Manuscript]:
    """An HTML file as its author left it; of a mail the signature and quoted mails are cut, with a note. Raises Unfit."""
    pencil = Pencil(name)
    root = _parsed(decode(data, charset or _declared(data), pencil))
    try:
        if mail:
            _cut_farewells(root, pencil)
        album = Album(pencil)
        passages = tuple(_Reading(pencil, album, pool, folder).passages(root))
    except RecursionError as error:
        raise _too_large() from error
    if mail:
        passages = _cut_tail(passages, pencil)
    used = {art.photo for passage in passages for line in _lines(passage) for art in line.art}
    photos = {key: photo for key, photo in album.photos.items() if key in used}
    return Marked(Manuscript(file=name, kind="html", passages=passages, photos=photos), pencil.queries)


@dataclass(frozen=True)
class _Look:
    """How text is set here, as the elements around it say."""

    strong: bool = False
    emphasis: bool = False
    underline: bool = False
    script: Literal["", "super", "sub"] = ""
    size: float | None = None
    face: str = ""
    alignment: Alignment = ""
    outline: int | None = None
    style: str = ""
    quote: bool = False
    kept_blanks: bool = False

    def run(self, text: str) -> Run:
        return Run(
            text=text,
            strong=self.strong,
            emphasis=self.emphasis,
            underline=self.underline,
            script=self.script,
            size=self.size,
            face=self.face,
        )


class _Reading:
    """One reading of one page: the line that is being put together, and the lists around it."""

    def __init__(self, pencil: Pencil, album: Album, pool: Pool, folder: str) -> None:
        self._pencil, self._album, self._pool, self._folder = pencil, album, pool, folder
        self._position = 1
        self._pieces: list[Run | Art] = []
        self._look = _Look()
        self._lists: list[int | None] = []
        self._number = ""
        pencil.paragraph = 1

    def passages(self, root: Element) -> Iterator[Passage]:
        """The page's lines and tables in reading order."""
        yield from self._element(root, _Look())
        yield from self._finish()

    def _element(self, element: Element, look: _Look) -> Iterator[Passage]:
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            return
        style = _style(element)
        if _hidden(element, style):
            self._note_hidden(element)
            return
        if element.tag not in _BLOCKS:
            yield from self._inline(element, _set(element, style, look))
            return
        yield from self._finish()
        yield from self._block(element, _set(element, style, look))
        yield from self._finish()

    def _inline(self, element: Element, look: _Look) -> Iterator[Passage]:
        if element.tag == "br":
            yield from self._break(look)
        elif element.tag == "img":
            self._picture(element)
        elif "mso-list:ignore" in element.get("style", "").replace(" ", "").lower():
            # Outlook writes a list's number as text, with blanks behind it
            number = _text_of(element).replace("\u00a0", " ").strip()
            self._number = _number_of(number)
        elif element.tag in ("rt", "rp"):
            self._reading(element, look)
        else:
            yield from self._content(element, look)

    def _block(self, element: Element, look: _Look) -> Iterator[Passage]:
        self._look = look
        if element.tag == "table" and (rows := _grid_rows(element)):
            yield Grid(rows=tuple(tuple(self._cell(cell, look) for cell in row) for row in rows))
        elif element.tag in ("ul", "ol"):
            self._lists.append(_start(element) if element.tag == "ol" else None)
            yield from self._content(element, look)
            self._lists.pop()
        else:
            if element.tag == "li":
                self._number = self._next_number(element)
            yield from self._content(element, look)

    def _content(self, element: Element, look: _Look) -> Iterator[Passage]:
        self._text(element.text, look)
        for child in element:
            yield from self._element(child, look)
            if child.tag in _BLOCKS:
                self._look = look
            self._text(child.tail, look)

    def _text(self, text: str | None, look: _Look) -> None:
        if text:
            if not self._pieces:
                self._look = look
            collapsed = text if look.kept_blanks else _BLANKS.sub(" ", _BREAK_IN_CHINESE.sub("", text))
            self._pieces.append(look.run(collapsed))

    def _break(self, look: _Look) -> Iterator[Line]:
        last = next((piece for piece in reversed(self._pieces) if not isinstance(piece, Run) or piece.text.strip(" ")), None)
        # an empty line made by two breaks parts paragraphs
        if isinstance(last, Run) and last.text == "\n":
            yield from self._finish()
            self._look = look
        elif last is not None:
            self._pieces.append(look.run("\n"))

    def _reading(self, element: Element, look: _Look) -> None:
        if element.tag == "rt":
            self._text(f"（{_text_of(element).strip()}）", look)

    def _cell(self, cell: Element, look: _Look) -> TableCell:
        outer, self._lists = self._lists, []
        passages = [*self._content(cell, _set(cell, _style(cell), look)), *self._finish()]
        self._lists = outer
        lines = tuple(line for passage in passages for line in _lines(passage))
        return TableCell(lines=lines, columns=_span(cell, "colspan"), rows=_span(cell, "rowspan"))

    def _next_number(self, item: Element) -> str:
        if not self._lists or self._lists[-1] is None:
            return "• "
        number = _whole(item.get("value")) or self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "

    def _finish(self) -> Iterator[Line]:
        pieces, self._pieces = self._pieces, []
        for runs in _paragraphs(_trimmed(joined(pieces))):
            yield Line(
                runs=runs,
                number=self._number,
                style=self._look.style,
                outline=self._look.outline,
                alignment=self._look.alignment,
                level=len(self._lists) or (1 if self._number else None),
                quote=self._look.quote,
                position=self._position,
            )
            self._number = ""
            self._position += 1
            self._pencil.paragraph = self._position

    def _picture(self, image: Element) -> None:
        source, alt = (image.get("src") or image.get("data-src") or "").strip(), image.get("alt", "")
        if _is_tracker(image) or not source:
            return
        found = _data_picture(source) if source.lower().startswith("data:") else self._enclosed(source)
        if found is None:
            self._missing(source, alt)
            return
        art = self._album.take(*found, alt=alt)
        if art is not None and _is_speck(self._album, art):
            del self._album.photos[art.photo]
        elif art is not None:
            self._pieces.append(art)

    def _enclosed(self, source: str) -> tuple[str, bytes] | None:
        picture = self._pool.find(source, self._folder)
        return None if picture is None else (f"{picture.folder}/{picture.name}", picture.data)

    def _missing(self, source: str, alt: str) -> None:
        name = excerpt("data:…" if source.lower().startswith("data:") else source)
        message = _("the picture {name} is not in the file").format(name=alt or name)
        self._pencil.mark("picture-missing", message, _("Send the picture itself as an attachment."), text=name)

    def _note_hidden(self, element: Element) -> None:
        text = _text_of(element).strip()
        if text:
            message = _("hidden text was left out: {text}").format(text=excerpt(text))
            self._pencil.mark("hidden-text", message, _("If it belongs to the story, make it visible and send the file again."), text=text)


def _parsed(text: str) -> Element:
    if len(text) > _MAX_CHARACTERS:
        raise _too_large()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit("unreadable", _("the HTML file is damaged"), _("Copy the text into a Word document and send that.")) from error
    # beyond its limits the parser stops, and would silently leave out the rest
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise _too_large()
    if root is None:
        raise Unfit("unreadable", _("the HTML file holds no text"), _("Copy the text into a Word document and send that."))
    return root


def _too_large() -> Unfit:
    message = _("the HTML file is too large or nested too deeply to be read")
    return Unfit("too-large", message, _("Copy the text into a Word document and send that."))


def _declared(data: bytes) -> str | None:
    found = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    return found[1].decode("ascii") if found else None


def _cut_farewells(root: Element, pencil: Pencil) -> None:
    """Take out what mail programs mark as reply or signature, and a block under a rule that reads like one."""
    for element in [each for each in root.iter("div", "blockquote", "span", "table", "p", "includetail", "a") if _is_farewell(each)]:
        parent = element.getparent()
        if parent is None or element.getroottree().getroot() is not root:
            continue
        note_cut(pencil, _text_of(element, "\n"))
        if element.tail and (before := element.getprevious()) is not None:
            before.tail = (before.tail or "") + element.tail
        elif element.tail:
            parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _is_farewell(element: Element) -> bool:
    if any(_MARKS.search(mark) for mark in (element.get("id", ""), *element.get("class", "").split())):
        return True
    if element.tag == "includetail" or (element.tag == "blockquote" and element.get("type") == "cite"):
        return True
    ruled = element.tag in ("div", "table") and _style(element).get("border-top", "none").split()[0:1] not in (["none"], ["0"], [])
    return ruled and is_farewell(_text_of(element, "\n"))


def _cut_tail(passages: tuple[Passage, ...], pencil: Pencil) -> tuple[Passage, ...]:
    texts = [_wording(passage) for passage in passages]
    end = story_length(texts)
    while end < len(passages) and not texts[end].strip():
        end += 1
    pencil.paragraph = None
    note_cut(pencil, "\n".join(texts[end:]))
    return passages[:end]


def _lines(passage: Passage) -> tuple[Line, ...]:
    return (passage,) if isinstance(passage, Line) else tuple(line for row in passage.rows for cell in row for line in cell.lines)


def _wording(passage: Passage) -> str:
    # a picture is part of the story, whatever stands beside it
    return "\n".join(line.text + ("□" if line.art else "") for line in _lines(passage))


def _text_of(element: Element, between: str = "") -> str:
    return between.join(str(text) for text in element.itertext())


def _style(element: Element) -> dict[str, str]:
    declarations = (each.partition(":") for each in element.get("style", "").lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _colon, value in declarations}


def _hidden(element: Element, style: dict[str, str]) -> bool:
    if element.get("hidden") is not None or style.get("display") == "none" or style.get("visibility") == "hidden":
        return True
    return style.get("mso-hide") == "all" or style.get("font-size", "").rstrip("ptxem%") in ("0", "0.0")


def _set(element: Element, style: dict[str, str], look: _Look) -> _Look:
    tag = element.tag
    look = replace(
        look,
        strong=_weight(tag, style, look.strong),
        emphasis=look.emphasis or tag in _EMPHASIS or style.get("font-style") in ("italic", "oblique"),
        underline=look.underline or tag in ("u", "ins") or "underline" in style.get("text-decoration", ""),
        script=_SCRIPTS.get(tag, look.script),
        size=_size(style.get("font-size", ""), look.size),
        face=_face(element, style) or look.face,
        kept_blanks=look.kept_blanks or tag == "pre" or style.get("white-space", "").startswith("pre"),
    )
    return _stood(element, style, look) if tag in _BLOCKS else look


def _stood(element: Element, style: dict[str, str], look: _Look) -> _Look:
    tag = element.tag
    aligned = style.get("text-align") or element.get("align", "").lower() or ("center" if tag == "center" else "")
    heading = re.fullmatch(r"h([1-6])", tag)
    return replace(
        look,
        alignment=_ALIGNMENTS.get(aligned, look.alignment),
        outline=int(heading[1]) - 1 if heading else look.outline,
        style=element.get("class", "") or look.style,
        quote=look.quote or tag == "blockquote",
    )


def _weight(tag: str, style: dict[str, str], strong: bool) -> bool:
    weight = style.get("font-weight", "")
    if weight in ("bold", "bolder") or weight.isdigit():
        return not weight.isdigit() or int(weight) >= 600
    return False if weight == "normal" else strong or tag in _STRONG


def _size(text: str, inherited: float | None) -> float | None:
    found = _SIZE.match(text)
    if found is None or (found[2] or "px") not in _POINTS or found[1].count(".") > 1 or found[1] == ".":
        return inherited
    return round(float(found[1]) * _POINTS[found[2] or "px"], 2)


def _face(element: Element, style: dict[str, str]) -> str:
    return (style.get("font-family") or element.get("face") or "").split(",")[0].strip(" '\"")


def _grid_rows(table: Element) -> list[list[Element]]:
    """The cells of a table of data; none for one that only lays out the page: with a single column, or tables inside."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if next(table.iterdescendants("table"), None) is not None or max((len(row) for row in rows), default=0) < 2:
        return []
    return [row for row in rows if row]


def _span(cell: Element, name: str) -> int:
    return min(max(_whole(cell.get(name)) or 1, 1), 200)


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else None


def _start(element: Element) -> int:
    return _whole(element.get("start")) or 1


def _number_of(text: str) -> str:
    if not text:
        return ""
    if not any(sign.isalnum() for sign in text):
        return "• "
    return text + (" " if text[-1].isascii() else "")


def _trimmed(runs: tuple[Run | Art, ...]) -> tuple[Run | Art, ...]:
    """A line without the blanks and breaks at its edges, which no browser shows, nor those around a break."""
    pieces = list(runs)
    for at, side in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces and isinstance(piece := pieces[at], Run):
            text = side(piece.text, " \t\n\r")
            if text:
                pieces[at] = piece.model_copy(update={"text": text})
                break
            pieces.pop(at)
    return tuple(
        each.model_copy(update={"text": re.sub(r" *\n *", "\n", each.text)}) if isinstance(each, Run) and "\n" in each.text else each
        for each in pieces
    )


def _paragraphs(runs: tuple[Run | Art, ...]) -> Iterator[tuple[Run | Art, ...]]:
    """A line's runs as one paragraph, or as several where its breaks part long pieces of text."""
    parts: list[list[Run | Art]] = [[]]
    for piece in runs:
        texts = piece.text.split("\n") if isinstance(piece, Run) else []
        parts[-1].append(piece.model_copy(update={"text": texts[0]}) if isinstance(piece, Run) else piece)
        for text in texts[1:]:
            parts.append([piece.model_copy(update={"text": text})] if isinstance(piece, Run) else [])
    lengths = [sum(len(piece.text) for piece in part if isinstance(piece, Run)) for part in parts]
    if sum(length > _PARAGRAPH for length in lengths) >= 2:
        yield from (trimmed for part in parts if (trimmed := _trimmed(joined(part))))
    elif runs:
        yield runs


def _is_tracker(image: Element) -> bool:
    style = _style(image)
    sides = (_pixels(image.get(side) or style.get(side)) for side in ("width", "height"))
    return all(side is not None and side <= _SMALLEST_PICTURE for side in sides)


def _pixels(text: str | None) -> float | None:
    found = re.match(r"\d+(?:\.\d+)?", (text or "").strip())
    return float(found[0]) if found else None


def _is_speck(album: Album, art: Art) -> bool:
    photo = album.photos[art.photo]
    return max(photo.width, photo.height) <= _SMALLEST_PICTURE


def _data_picture(source: str) -> tuple[str, bytes] | None:
    """The picture that an address itself holds (RFC 2397)."""
    head, comma, body = source.partition(",")
    if not comma or len(body) > _MAX_INLINE_PICTURE:
        return None
    raw = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        try:
            raw = base64.b64decode(raw, validate=False)
        except (binascii.Error, ValueError):
            return None
    # several pictures may stand in one page: their content tells them apart
    return f"picture-{binascii.crc32(raw):08x}", raw
