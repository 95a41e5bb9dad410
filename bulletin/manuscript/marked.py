"""Markdown as a manuscript: CommonMark with tables, footnotes, task lists and YAML front matter."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise, takewhile
from typing import Any, Final
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bulletin.language import _
from bulletin.manuscript.addresses import is_address, name_address, name_addresses, says
from bulletin.manuscript.album import Album
from bulletin.manuscript.charset import decode
from bulletin.manuscript.dialect import Page, as_commonmark, without_size
from bulletin.manuscript.inlay import data_picture
from bulletin.manuscript.lines import joined
from bulletin.manuscript.markup import Reading, unsaid
from bulletin.manuscript.matter import split_matter
from bulletin.manuscript.measure import refuse_longer_text
from bulletin.manuscript.pencil import Pencil, Unfit, excerpt
from bulletin.manuscript.pool import Pool
from bulletin.manuscript.tree import parsed
from bulletin.markdown import Image, inline, parser
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Passage, Run, TableCell
from bulletin.records.story import Span

#: A row of a form written as lines: a short label and a colon.
_ROW: Final = re.compile(r"\s*[^\s：:，。][^：:，。]{0,11}[：:]")
#: A row that its author wrapped is longer.
_UNWRAPPED: Final = 30
_BULLET: Final = "• "
_TASK: Final = re.compile(r"\[([ xX])\][ \t]+")
_SENTENCE_END: Final = re.compile(r"[。！？…][”’）]?\s*$")
_CLAUSE_END: Final = re.compile(r"[。！？…；;，,、：:!?][”’）)]?\s*$")
#: Longer than this is running text.
_RUNNING: Final = 40
#: A line so long that ends a sentence, above another such: each is a paragraph, as editors that keep line breaks show them.
_PARAGRAPH: Final = 20
#: A number that Markdown does not know as one: （一） 1） ① 一、 open lines of their own.
_NUMBERED: Final = re.compile(r"[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）、]|[①-⑳]")
#: What is underlined with --- and yet so long is no heading, but a paragraph above a rule.
_LONGEST_HEADING: Final = 60
_DEEPEST: Final = 40
_LINK_TAG: Final = re.compile(r"<a\s[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_NOTE_MARK: Final = re.compile(r"\[\^([^\]\s]{1,60})\]")
#: A picture written into the text: characters, but nothing to read.
_EMBEDDED: Final = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=%]+")
_COMMENT: Final = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
#: HTML's elements within a line, by what they say; "" for those that only dress their text.
_TAGS: Final = {
    **{"b": "strong", "strong": "strong", "i": "em", "em": "em", "u": "u", "ins": "u", "sup": "sup", "sub": "sub"},
    **dict.fromkeys(("a", "abbr", "big", "center", "cite", "code", "del", "div", "font", "kbd", "label", "mark", "nobr", "p", "q"), ""),
    **dict.fromkeys(("rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike", "tt", "var", "wbr"), ""),
}


def read(name: str, data: bytes, pool: Pool, *, folder: str = "", charset: str | None = None) -> Marked[Manuscript]:
    """A Markdown file as its author left it; its pictures are taken from the pool. Raises Unfit for broken front matter."""
    pencil = Pencil(name)
    text = decode(data, charset, pencil)
    refuse_longer_text(_EMBEDDED.sub("", text))
    front, below = split_matter(text, pencil)
    album = Album(pencil)
    page = as_commonmark(below)
    reading = _Reading(pencil, album, pool, folder, page)
    passages = tuple(reading.passages(_tokens(page.text)))
    manuscript = Manuscript(
        file=name,
        kind="markdown",
        passages=passages,
        photos=album.photos,
        front=front,
        notes=(*_stated_notes(front), *reading.notes()),
        comments=tuple(reading.comments),
    )
    return Marked(manuscript, pencil.queries)


def _tokens(text: str) -> list[Token]:
    tokens = _parser().parse(text)
    # the parser silently leaves out what lies deeper
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        message = _("lists or quotations in the text lie too deep in one another to be read")
        raise Unfit("too-large", message, _("Copy the text into a Word document and send that."))
    return tokens


def _parser() -> MarkdownIt:
    """The grammar of story.md, with what people write besides: tags of HTML, struck text, addresses of every kind.

    Four blanks in front of a line are an indent here, and no code (§4.4).
    """
    markdown = parser().disable("code").enable("strikethrough")
    markdown.options["html"] = True
    markdown.options["maxNesting"] = _DEEPEST
    # a picture's address is only ever looked up among the pictures that came along
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # markdown-it's own way to set it
    return markdown


def _stated_notes(front: dict[str, Any]) -> tuple[str, ...]:
    """The notes that story.md keeps at its head."""
    notes = front.get("notes")
    if not isinstance(notes, list) or not all(isinstance(note, str) for note in notes):
        return ()
    return tuple(front.pop("notes"))


class _Reading:
    """One reading of one file: where it is in lists and quotes."""

    def __init__(self, pencil: Pencil, album: Album, pool: Pool, folder: str, page: Page) -> None:
        self._pencil, self._album, self._pool, self._folder, self._page = pencil, album, pool, folder, page
        self._position = 0
        self._lists: list[int | None] = []
        self._quotes = 0
        self._number = ""
        self._outline: int | None = None
        self._noted: list[str] = []
        self.comments: list[str] = []

    def passages(self, tokens: Sequence[Token]) -> Iterator[Passage]:
        """The blocks in reading order."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(end for end in range(at, len(tokens)) if tokens[end].type == "table_close")
                yield self._grid(tokens[at:end])
                at = end
            elif token.type in ("inline", "fence"):
                yield from self._line(token)
            elif token.type == "html_block":
                yield from self._html(token.content)
            else:
                self._turn(token, tokens[at + 1 : at + 2])
            at += 1

    def notes(self) -> Iterator[str]:
        """The footnotes, first those that the text refers to, in the order of their marks."""
        for key in dict.fromkeys((*self._noted, *self._page.notes)):
            yield self._page.notes[key]

    def _turn(self, token: Token, under: Sequence[Token]) -> None:
        match token.type:
            case "heading_open":
                long = token.markup in ("-", "=") and any(_is_running_text(each.content) for each in under)
                self._outline = None if long else int(token.tag[1]) - 1
            case "heading_close":
                self._outline = None
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "ordered_list_open":
                self._lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_close" | "bullet_list_close":
                self._lists.pop()
            case "list_item_open":
                self._number = self._next_number(token)
            case "list_item_close":
                self._number = ""

    def _next_number(self, token: Token) -> str:
        number = self._lists[-1]
        if number is None:
            return _BULLET
        self._lists[-1] = number + 1
        return f"{number}{token.markup or '.'} "

    def _line(self, token: Token) -> Iterator[Line]:
        self._position += 1
        self._pencil.paragraph = self._position
        runs = self._runs(token) if token.type == "inline" else (Run(text=token.content.rstrip("\n")),)
        number, self._number = self._number, ""
        if any(isinstance(run, Art) or run.text for run in runs):
            yield Line(
                runs=runs,
                number=number,
                outline=self._outline,
                level=len(self._lists) or None,
                quote=self._quotes > 0,
                position=self._position,
            )

    def _html(self, html: str) -> Iterator[Passage]:
        """A stretch of HTML, read as a page is; comments are for the editor."""
        html = _COMMENT.sub(self._comment, html)
        if html.strip():
            reading = Reading(self._pencil, self._album, self._pool, self._folder, first=self._position + 1)
            passages = reading.passages(parsed(f"<body>{html}"))
            name_addresses(self._pencil, unsaid(reading.links, passages))
            yield from passages
            self._position = reading.position - 1

    def _comment(self, found: re.Match[str]) -> str:
        if text := found[1].strip():
            self.comments.append(text)
            message = _("a comment stands here: {text}").format(text=excerpt(text))
            self._pencil.mark("comment", message, _("Settle it with its author; it is not printed."), text=text)
        return ""

    def _runs(self, token: Token) -> tuple[Run | Art, ...]:
        tokens = _with_breaks([each for child in token.children or () for each in self._tag(child)])
        if self._number and tokens and (task := _TASK.match(tokens[0].content)):
            tokens[0].content = ("☐ " if task[1] == " " else "☑ ") + tokens[0].content[task.end() :]
        self._name_struck(tokens)
        self._name_links(token.children or ())
        return joined(piece for each in inline(tokens) for piece in self._piece(each))

    def _tag(self, token: Token) -> Iterator[Token]:
        """A token of the text; a tag of HTML as what it says, or as the text that it is."""
        token = token.copy()
        if token.type != "html_inline":
            yield token
        elif token.content.startswith("<!--"):
            _COMMENT.sub(self._comment, token.content)
        elif found := _TAG.match(token.content):
            yield from _said(token, found[2].lower(), closing=bool(found[1]))

    def _name_struck(self, tokens: Sequence[Token]) -> None:
        for at, token in enumerate(tokens):
            if token.type == "s_open":
                close = next(end for end in range(at, len(tokens)) if tokens[end].type == "s_close")
                text = "".join(each.content for each in tokens[at:close])
                message = _("text that is struck through was kept: {text}").format(text=excerpt(text))
                self._pencil.mark("not-carried-over", message, _("Delete it in story.md if it is not wanted."), text=text)

    def _name_links(self, tokens: Sequence[Token]) -> None:
        text = "".join(token.content for token in tokens if token.type != "html_inline")
        for address in dict.fromkeys(map(_address, tokens)):
            if is_address(address) and not says(text, address):
                name_address(self._pencil, address)

    def _piece(self, piece: Span | Image) -> Iterator[Run | Art]:
        if isinstance(piece, Image):
            yield from self._picture(piece)
            return
        at = 0
        for found in _NOTE_MARK.finditer(piece.text):
            if found[1] in self._page.notes:
                yield _run(piece, piece.text[at : found.start()])
                yield _run(piece, f"[{self._note(found[1])}]").model_copy(update={"script": "super"})
                at = found.end()
        yield _run(piece, piece.text[at:])

    def _note(self, key: str) -> int:
        if key not in self._noted:
            self._noted.append(key)
        return self._noted.index(key) + 1

    def _picture(self, image: Image) -> Iterator[Art]:
        found = self._found(image.address)
        if found is None:
            message = _("the picture {name} did not come with the file").format(name=excerpt(unquote(image.address)))
            remedy = _("Send the picture beside the file, under the same name.")
            self._pencil.mark("picture-missing", message, remedy, text=image.address)
            return
        caption, title = without_size(image.text), image.title
        if caption and title and title != caption:
            message = _("a picture has a second text, which was left out: {text}").format(text=excerpt(title))
            self._pencil.mark("not-carried-over", message, _("Write it into the caption in story.md."), text=title)
        if art := self._album.take(*found, caption=caption or title):
            yield art

    def _found(self, address: str) -> tuple[str, bytes] | None:
        if address.lower().startswith("data:"):
            return data_picture(address)
        picture = self._pool.find(address, self._folder)
        return None if picture is None else (f"{picture.folder}/{picture.name}", picture.data)

    def _grid(self, tokens: Sequence[Token]) -> Grid:
        rows: list[list[TableCell]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(TableCell(lines=tuple(self._line(token))))
        return Grid(rows=tuple(map(tuple, rows)))


def _run(span: Span, text: str) -> Run:
    return Run(text=text, strong=span.strong, emphasis=span.emphasis, underline=span.underline, script=span.script)


def _is_running_text(text: str) -> bool:
    return len(text) > _LONGEST_HEADING or bool(_SENTENCE_END.search(text))


def _said(token: Token, name: str, *, closing: bool) -> Iterator[Token]:
    """What a tag of HTML within a line says; one that HTML has not is text (<姓名>, <name>)."""
    if name == "br":
        yield Token("hardbreak", "br", 0)
    elif name == "img":
        yield from _picture_tag(token.content)
    elif name not in _TAGS:
        yield Token("text", "", 0, content=token.content)
    elif kind := _TAGS[name]:
        yield Token(f"{kind}_{'close' if closing else 'open'}", name, -1 if closing else 1)


def _picture_tag(tag: str) -> Iterator[Token]:
    for image in parsed(f"<body>{tag}").iter("img"):
        if source := image.get("src") or image.get("data-src"):
            yield Token("image", "img", 0, attrs={"src": source, "title": image.get("title", "")}, content=image.get("alt", ""))


def _address(token: Token) -> str:
    """Where a link that begins with this token leads, "" where none does."""
    if token.type == "link_open":
        return unquote(str(token.attrs.get("href", "")))
    found = _LINK_TAG.match(token.content) if token.type == "html_inline" else None
    return unescape(found[1]) if found else ""


def _with_breaks(tokens: list[Token]) -> list[Token]:
    """A paragraph's tokens, where line breaks that mean something stay, which Markdown makes blanks.

    They mean something in the rows of a form (栏目：…) at its head and behind other short lines there (a byline over its text),
    above an indent or a number, and between whole sentences.
    """
    breaks = [at for at, token in enumerate(tokens) if token.type == "softbreak"]
    texts = ["".join(token.content for token in tokens[i:j]) for i, j in zip([0, *breaks], [*breaks, len(tokens)], strict=True)]
    rows = max(_rows(texts), _short_lines(texts))
    for number, (at, above, under) in enumerate(zip(breaks, texts, texts[1:], strict=False)):
        if number < rows or _parts(above, under):
            tokens[at].type = "hardbreak"
    return tokens


def _rows(texts: Sequence[str]) -> int:
    """How many of the first lines are rows of a form."""
    for number, (above, under) in enumerate(pairwise(texts)):
        last = number > 0 and len(above) <= _UNWRAPPED  # one label alone may be how a sentence begins
        if not _ROW.match(above) or not (_ROW.match(under) or last):
            return number
    return max(len(texts) - 1, 0)


def _short_lines(texts: Sequence[str]) -> int:
    """How many of the first lines are too short to be running text that a program wrapped."""
    longest = max(map(len, texts))
    if longest <= _RUNNING:
        return 0
    return len(list(takewhile(lambda text: len(text) <= min(_RUNNING, longest // 2) and not _CLAUSE_END.search(text), texts)))


def _parts(above: str, under: str) -> bool:
    if under.startswith(("\u3000", "\u2003")) or _NUMBERED.match(under):
        return True
    return all(len(text) >= _PARAGRAPH and _SENTENCE_END.search(text) for text in (above, under))
