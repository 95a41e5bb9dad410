"""A web page's elements as lines, tables and pictures, walked one after the other however deep they lie."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from bulletin.language import _
from bulletin.manuscript.addresses import is_address, says
from bulletin.manuscript.album import Album
from bulletin.manuscript.folding import folded
from bulletin.manuscript.inlay import data_picture
from bulletin.manuscript.listing import BULLET, Listing, listing, numbered, whole
from bulletin.manuscript.look import BLOCKS, Element, Look, Style, is_hidden, style_of, text_of
from bulletin.manuscript.pencil import Pencil, excerpt
from bulletin.manuscript.plaintext import paragraphs
from bulletin.manuscript.pool import Pictures
from bulletin.records.manuscript import Art, Grid, Line, Passage, Run, TableCell

#: The style of a line that is a rule across the page and nothing else.
RULE: Final = "rule"
#: What no browser shows; `xml` is what Word leaves of itself in a page.
_UNSEEN: Final = frozenset(
    (
        *("base", "datalist", "head", "link", "meta", "noembed", "noscript", "param", "script", "style", "template", "title"),
        *("track", "xml"),
    )
)
#: What stands around a page's text (HTML Living Standard §4.3, §4.10; WAI-ARIA 1.2 §5.3.4).
_FURNITURE: Final = frozenset(("aside", "button", "dialog", "footer", "menu", "nav", "select"))
_FURNITURE_ROLES: Final = frozenset(
    ("banner", "button", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation", "search")
)
_MEDIA: Final = frozenset(("applet", "audio", "canvas", "embed", "iframe", "object", "svg", "video", "qqmusic"))
#: WeChat's cards for recordings, videos, accounts and small programs.
_CARD: Final = re.compile(r"mp(?:-|voice|video|cps|profile|audio|gongyi|product|weapp)")
_BLANKS: Final = re.compile(r"[ \t\n\r\f\x1e\x1f]+")
_SMALLEST_PICTURE: Final = 2
#: What an address has in it that is fetched only to know that a mail was opened; a photo's ending speaks against it.
_COUNTS: Final = re.compile(
    r"[/._?&=-](?:track(?:er|ing)?|pixel|beacon|webbug|spacer|1x1)(?:[/._?&=-]|$)|/open(?:ed)?(?:[/?]|\.(?:gif|png|php|aspx?|ashx)|$)",
    re.IGNORECASE,
)
_PHOTO: Final = re.compile(r"\.(?:jpe?g|webp|heic)(?:[?#]|$)", re.IGNORECASE)
_SYMBOL_FACES: Final = ("wingdings", "symbol", "webdings")
_LONGEST_NUMBER: Final = 12


@dataclass(frozen=True)
class _Frame:
    """An element that is open: how text is set in it, and what its end brings about; None for one that is left out."""

    look: Look
    block: bool = False
    closing: Callable[[], None] | None = None


class Reading:
    """One reading of one page: the line that is being put together, and the lists and tables around it.

    `position` is the next paragraph's, counted from `first`; `links` are those that were met: paragraph, address and words.
    """

    def __init__(self, pencil: Pencil, album: Album, pool: Pictures, folder: str, *, first: int = 1) -> None:
        self._pencil, self._album, self._pool, self._folder = pencil, album, pool, folder
        self.position = first
        self._pieces: list[Run | Art] = []
        self._look = Look()
        self._frames: list[_Frame] = [_Frame(Look())]
        self._lists: list[Listing] = []
        self._tables: list[list[list[TableCell]] | None] = []
        self._number = ""
        self._out: list[Passage] = []
        self._furniture: list[str] = []
        self.links: list[tuple[int, str, str]] = []
        pencil.paragraph = first

    def passages(self, root: Element) -> tuple[Passage, ...]:
        """The page's lines and tables in reading order."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
            elif not self._begin(element):
                walk.skip_subtree()
        self._finish()
        if self._number:
            self._out.append(self._line(()))
        self._name_furniture()
        return tuple(self._out)

    def _begin(self, element: Element) -> bool:
        """Open an element; False where nothing within it is read."""
        outer, style = self._frames[-1].look, style_of(element)
        if self._is_left_out(element, style) or self._stands_for_itself(element, style, outer):
            self._frames.append(_Frame(outer))
            return False
        look = outer.within(element, style)
        block = element.tag in BLOCKS
        if block:
            self._finish()
            self._look = look
        self._frames.append(_Frame(look, block, self._opened(element, style)))
        if block and look.kept_blanks and not len(element):
            self._wrapped(element.text or "", look)
        else:
            self._text(element.text, look)
        return True

    def _end(self, element: Element) -> None:
        frame = self._frames.pop()
        outer = self._frames[-1].look
        if frame.block:
            self._finish()
        if frame.closing:
            frame.closing()
        if frame.block:
            self._look = outer
        self._text(element.tail, outer)

    def _is_left_out(self, element: Element, style: Style) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            return True
        if is_hidden(element, style):
            self._note_hidden(element)
            return True
        if tag in _FURNITURE or element.get("role") in _FURNITURE_ROLES:
            self._furniture.append(text_of(element, " "))
            return True
        if tag in _MEDIA or _CARD.match(tag):
            self._note_media(element, tag)
            return True
        return False

    def _stands_for_itself(self, element: Element, style: Style, look: Look) -> bool:
        """Whether an element is one sign on the page, which is then put down: a break, a picture, a rule, a number, a box."""
        match element.tag:
            case "br":
                self._break(look)
            case "img":
                self._picture(element, style)
            case "hr":
                self._rule()
            case "rt":
                self._text(f"（{text_of(element).strip()}）", look)
            case "input":
                self._text(_shown(element), look)
            case "rp" if len(text_of(element).strip()) <= 1:
                return True
            case _ if number := _written_number(element, style):
                self._number += _number_of(number, element, look)
            case _:
                return False
        return True

    def _opened(self, element: Element, style: Style) -> Callable[[], None] | None:
        """Take note of an element that opens; what its end brings about."""
        match element.tag:
            case "ul" | "ol" | "dir":
                self._lists.append(listing(element, style))
                return self._close_list
            case "li":
                self._number = self._next_number(element, style)
                return self._close_item
            case "table":
                self._tables.append([] if _is_data(element) else None)
                return self._close_table
            case "tr" if self._tables and self._tables[-1] is not None:
                self._tables[-1].append([])
            case "td" | "th" if self._tables and self._tables[-1] is not None:
                return self._open_cell(element)
            case "q":
                self._text("“", self._frames[-1].look)
                return lambda: self._text("”", self._frames[-1].look)
            case "a" if is_address(address := element.get("href", "").strip()):
                self.links.append((self.position, address, " ".join(text_of(element).split())))
            case "s" | "strike" | "del":
                self._note_struck(element)
        return None

    def _close_list(self) -> None:
        self._lists.pop()

    def _close_item(self) -> None:
        self._number = ""

    def _close_table(self) -> None:
        rows = [tuple(row) for row in self._tables.pop() or () if row]
        if rows:
            self._out.append(Grid(rows=tuple(rows)))

    def _open_cell(self, cell: Element) -> Callable[[], None]:
        around, self._out = self._out, []
        lists, self._lists = self._lists, []
        rows = self._tables[-1]

        def close() -> None:
            lines = tuple(line for passage in self._out for line in lines_of(passage))
            self._out, self._lists = around, lists
            if rows is not None:
                if not rows:
                    rows.append([])
                rows[-1].append(TableCell(lines=lines, columns=_span(cell, "colspan"), rows=_span(cell, "rowspan")))

        return close

    def _text(self, text: str | None, look: Look) -> None:
        if not text:
            return
        if not self._pieces:
            self._look = look
        if look.kept_blanks:
            first, *others = text.split("\n")
            self._pieces.append(look.run(first))
            for part in others:
                self._break(look)
                self._pieces.append(look.run(part))
        else:
            self._pieces.append(look.run(_BLANKS.sub(lambda found: "\x1e" if "\n" in found[0] else "\x1f", text)))

    def _wrapped(self, text: str, look: Look) -> None:
        """Text that is nothing but lines, as a mail program sets a plain mail."""
        for paragraph in paragraphs(text.split("\n")):
            self._look = look
            self._pieces.append(look.run(paragraph))
            self._finish()

    def _break(self, look: Look) -> None:
        last = next((piece for piece in reversed(self._pieces) if not isinstance(piece, Run) or piece.text.strip(" \x1e\x1f")), None)
        # an empty line made by two breaks parts paragraphs
        if isinstance(last, Run) and last.text == "\n":
            self._finish()
            self._look = look
        elif last is not None:
            self._pieces.append(look.run("\n"))

    def _rule(self) -> None:
        self._finish()
        self._out.append(Line(style=RULE, position=self.position))

    def _next_number(self, item: Element, style: Style) -> str:
        if not self._lists:
            return BULLET
        around = self._lists[-1]
        own = style.get("list-style-type") or style.get("list-style") or item.get("type") or around.style
        if around.number is None and not item.get("value"):
            return "" if own.startswith("none") else BULLET
        number = whole(item.get("value"))
        number = around.number or 0 if number is None else number
        around.number = number + around.step
        return numbered(number, own)

    def _finish(self) -> None:
        pieces, self._pieces = self._pieces, []
        for runs in folded(pieces):
            self._out.append(self._line(runs))
            self._number = ""
            self.position += 1
            self._pencil.paragraph = self.position

    def _line(self, runs: tuple[Run | Art, ...]) -> Line:
        return Line(
            runs=runs,
            number=self._number,
            style=self._look.style,
            outline=self._look.outline,
            alignment=self._look.alignment,
            level=len(self._lists) or self._look.level or (1 if self._number else None),
            quote=self._look.quote,
            position=self.position,
        )

    def _picture(self, image: Element, style: Style) -> None:
        sources = [source for name in ("src", "data-src", "data-original") if (source := image.get(name, "").strip())]
        if _is_tracker(image, style) or not sources:
            return
        alt = image.get("alt", "")
        found = [picture for source in sources if (picture := self._found(source))]
        arts = [art for picture in found if (art := self._album.take(*picture, alt=alt))]
        shown = [art for art in arts if not self._is_speck(art)]
        for art in arts:
            if art not in shown[:1]:
                del self._album.photos[art.photo]
        if shown:
            self._pieces.append(shown[0])
        elif len(found) < len(sources):
            self._missing(sources[-1], alt)

    def _found(self, source: str) -> tuple[str, bytes] | None:
        if source.lower().startswith("data:"):
            return data_picture(source)
        picture = self._pool.find(source, self._folder)
        return None if picture is None else (f"{picture.folder}/{picture.name}", picture.data)

    def _is_speck(self, art: Art) -> bool:
        photo = self._album.photos[art.photo]
        return max(photo.width, photo.height) <= _SMALLEST_PICTURE

    def _missing(self, source: str, alt: str) -> None:
        name = excerpt("data:…" if source.lower().startswith("data:") else source)
        message = _("the picture {name} is not in the file").format(name=alt or name)
        self._pencil.mark("picture-missing", message, _("Send the picture itself as an attachment."), text=name)

    def _note_hidden(self, element: Element) -> None:
        if text := text_of(element).strip():
            message = _("hidden text was left out: {text}").format(text=excerpt(text))
            self._pencil.mark("hidden-text", message, _("If it belongs to the story, make it visible and send the file again."), text=text)

    def _note_media(self, element: Element, tag: str) -> None:
        named = (element.get(name) for name in ("title", "name", "data-nickname", "data-src", "src"))
        text = text_of(element, " ").strip() or next(filter(None, named), "")
        if tag in ("svg", "canvas") and not text:
            return
        message = _("a video, a recording or a drawing in the page was left out: {text}").format(text=excerpt(text) or "?")
        self._pencil.mark("not-carried-over", message, _("If it belongs to the story, send a picture or write what it says."), text=text)

    def _note_struck(self, element: Element) -> None:
        if text := text_of(element).strip():
            message = _("text that is struck through was kept: {text}").format(text=excerpt(text))
            self._pencil.mark("not-carried-over", message, _("Delete it in story.md if it is not wanted."), text=text)

    def _name_furniture(self) -> None:
        if text := " ".join(" ".join(self._furniture).split()):
            self._pencil.paragraph = None
            message = _("menus and other text around the story was left out: {text}").format(text=excerpt(text))
            self._pencil.mark("left-alone", message, _("If it belongs to the story, send the story as a Word file."), text=text)


def unsaid(links: Iterable[tuple[int, str, str]], passages: Iterable[Passage]) -> list[tuple[int | None, str]]:
    """Of links (paragraph, address, words) those whose words stand in the passages, which do not say the address."""
    text = "\n".join(line.text for passage in passages for line in lines_of(passage))
    kept = dict.fromkeys((at, address) for at, address, words in links if words and words in text and not says(text, address))
    return list(kept)


def lines_of(passage: Passage) -> tuple[Line, ...]:
    """A passage's lines, those in a table's cells among them."""
    return (passage,) if isinstance(passage, Line) else tuple(line for row in passage.rows for cell in row for line in cell.lines)


def _shown(field: Element) -> str:
    """What a form's field shows."""
    match field.get("type", "text").lower():
        case "checkbox" | "radio":
            return "☐" if field.get("checked") is None else "☑"
        case "text" | "number" | "date" | "tel" | "email":
            return field.get("value", "")
    return ""


def _is_data(table: Element) -> bool:
    """Whether a table holds data: two columns and, where tables lie in it, two rows of its own with texts side by side.

    Others lay out the page.
    """
    if table.get("role") == "presentation":
        return False
    own = (row for part in (table, *table.iterchildren("thead", "tbody", "tfoot")) for row in part.iterchildren("tr"))
    rows = [list(row.iterchildren("td", "th")) for row in own]
    if next(table.iterdescendants("table"), None) is None:
        return max(map(len, rows), default=0) >= 2
    return sum(sum(map(_has_plain_text, row)) >= 2 for row in rows) >= 2


def _has_plain_text(cell: Element) -> bool:
    return next(cell.iterdescendants("table"), None) is None and bool(text_of(cell).strip())


def _span(cell: Element, name: str) -> int:
    return min(max(whole(cell.get(name)) or 1, 1), 200)


def _written_number(element: Element, style: Style) -> str:
    """The number that Outlook writes as text in front of a list's paragraph, with blanks behind it; "" for what is none."""
    if "ignore" not in style.get("mso-list", "") or element.tag in BLOCKS:
        return ""
    text = text_of(element).replace("\u00a0", " ").strip()
    return text if len(text) <= _LONGEST_NUMBER else ""


def _number_of(text: str, element: Element, look: Look) -> str:
    faces = " ".join((look.face, *(each.get("style", "") for each in element.iter()))).lower()
    if not any(sign.isalnum() for sign in text) or any(face in faces for face in _SYMBOL_FACES):
        return BULLET
    return text + (" " if text[-1].isascii() else "")


def _is_tracker(image: Element, style: Style) -> bool:
    """Whether a picture is none that is looked at: of a speck's size, or on a server under a name that counts who opens a mail."""
    sides = [_pixels(image.get(side) or style.get(side)) for side in ("width", "height")]
    if all(side is not None and side <= _SMALLEST_PICTURE for side in sides):
        return True
    address = image.get("src", "").strip()
    if not re.match(r"(?:https?:)?//", address, re.IGNORECASE):
        return False
    if any(side is not None and side <= _SMALLEST_PICTURE for side in sides) or (_COUNTS.search(address) and not _PHOTO.search(address)):
        return True
    # a photo is no GIF; one without a size is as large as its file, and counters are those that say none
    unsized = all(side is None for side in sides)
    return unsized and bool(re.search(r"\.gif(?:[?#]|$)", address, re.IGNORECASE)) and not image.get("alt", "").strip()


def _pixels(text: str | None) -> float | None:
    found = re.match(r"\d+(?:\.\d+)?", (text or "").strip())
    return float(found[0]) if found else None
