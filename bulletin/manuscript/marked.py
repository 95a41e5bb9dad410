"""Markdown as a manuscript: CommonMark with tables, and YAML front matter."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import unquote

import yaml
from markdown_it.token import Token

from bulletin.language import _
from bulletin.manuscript.album import Album
from bulletin.manuscript.charset import decode
from bulletin.manuscript.lines import joined
from bulletin.manuscript.pencil import Pencil, Unfit
from bulletin.manuscript.pool import Pool
from bulletin.markdown import Image, inline, parser, split_front_matter
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Passage, Run, TableCell
from bulletin.records.story import Span

#: A row of a form written as lines: a short label and a colon.
_ROW: Final = re.compile(r"\s*[^\s：:，。][^：:，。]{0,11}[：:]")
#: A row that its author wrapped is longer.
_UNWRAPPED: Final = 30
_BULLET: Final = "• "


def read(name: str, data: bytes, pool: Pool, *, folder: str = "", charset: str | None = None) -> Marked[Manuscript]:
    """A Markdown file as its author left it; its pictures are taken from the pool. Raises Unfit for broken front matter."""
    pencil = Pencil(name)
    matter, text, _line = split_front_matter(decode(data, charset, pencil))
    front = {} if matter is None else _front(name, matter)
    album = Album(pencil)
    tokens = parser().parse(text)
    passages = tuple(_Reading(pencil, album, pool, folder).passages(tokens))
    return Marked(Manuscript(file=name, kind="markdown", passages=passages, photos=album.photos, front=front), pencil.queries)


def _front(name: str, matter: str) -> dict[str, Any]:
    remedy = _("Mend the lines between the two ---, or take them out.")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(matter, Loader=yaml.BaseLoader)):
            raise ValueError("aliases")  # a few lines of them stand for more text than any memory holds
        # every value as the text that stands there: a date that does not exist is one line's fault, not the file's
        front = yaml.load(matter, Loader=yaml.BaseLoader) or {}  # noqa: S506 - BaseLoader makes nothing but text, lists and maps
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        # the first line of the file is the --- above the front matter
        line = mark.line + 2 if mark else 2
        message = _("{file}, line {line}: the front matter cannot be read").format(file=name, line=line)
        raise Unfit("unreadable", message, remedy) from error
    if not isinstance(front, dict):
        raise Unfit("unreadable", _("{file}, line 2: the front matter is not a list of names and values").format(file=name), remedy)
    return {str(key): each for key, each in front.items() if each != ""}


class _Reading:
    """One reading of one file: where it is in lists and quotes."""

    def __init__(self, pencil: Pencil, album: Album, pool: Pool, folder: str) -> None:
        self._pencil, self._album, self._pool, self._folder = pencil, album, pool, folder
        self._position = 0
        self._lists: list[int | None] = []
        self._quotes = 0
        self._number = ""
        self._outline: int | None = None

    def passages(self, tokens: Sequence[Token]) -> Iterator[Passage]:
        """The blocks in reading order."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(end for end in range(at, len(tokens)) if tokens[end].type == "table_close")
                yield self._grid(tokens[at:end])
                at = end
            elif token.type in ("inline", "fence", "code_block"):
                yield from self._line(token)
            else:
                self._turn(token)
            at += 1

    def _turn(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._outline = int(token.tag[1]) - 1
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
        if runs:
            yield Line(
                runs=runs,
                number=number,
                outline=self._outline,
                level=len(self._lists) or None,
                quote=self._quotes > 0,
                position=self._position,
            )

    def _runs(self, token: Token) -> tuple[Run | Art, ...]:
        return joined(piece for each in inline(_with_rows(token.children or ())) for piece in self._piece(each))

    def _piece(self, piece: Span | Image) -> Iterator[Run | Art]:
        if isinstance(piece, Span):
            yield Run(text=piece.text, strong=piece.strong, emphasis=piece.emphasis, underline=piece.underline, script=piece.script)
            return
        picture = self._pool.find(piece.address, self._folder)
        if picture is None:
            message = _("the picture {name} did not come with the file").format(name=unquote(piece.address))
            remedy = _("Send the picture beside the file, under the same name.")
            self._pencil.mark("picture-missing", message, remedy, text=piece.address)
            return
        art = self._album.take(f"{picture.folder}/{picture.name}", picture.data, caption=piece.text)
        if art is not None:
            yield art

    def _grid(self, tokens: Sequence[Token]) -> Grid:
        rows: list[list[TableCell]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(TableCell(lines=tuple(self._line(token))))
        return Grid(rows=tuple(map(tuple, rows)))


def _with_rows(children: Sequence[Token]) -> list[Token]:
    """A paragraph's tokens, where the rows of a form (栏目：…) at its head keep their line breaks, which Markdown makes blanks."""
    tokens = [token.copy() for token in children]
    breaks = [at for at, token in enumerate(tokens) if token.type == "softbreak"]
    texts = ["".join(token.content for token in tokens[i:j]) for i, j in zip([0, *breaks], [*breaks, len(tokens)], strict=True)]
    for at, above, under in zip(breaks, texts, texts[1:], strict=False):
        last = at != breaks[0] and len(above) <= _UNWRAPPED  # one label alone may be how a sentence begins
        if not _ROW.match(above) or not (_ROW.match(under) or last):
            break
        tokens[at].type = "hardbreak"
    return tokens
