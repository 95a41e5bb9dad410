"""The body: lines, tables and plates become the blocks of a story, clean and by their rank."""

import re
from collections.abc import Iterator, Sequence

from bulletin.copydesk.album import Album
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, has_display_face, is_blank, is_strong, lines_of, text_of
from bulletin.copydesk.plate import Piece, Plate
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Grid, Line, Run
from bulletin.records.story import Block, Heading, ListItem, Paragraph, Quote, Span, Spans, Table, plain
from bulletin.typography import BLANKS, clean, count_han, retouch, room, run_on, trim

#: Sub-headings that are set by hand, by the rank of their number (GB/T 9704 §7.3.3: 一、 （一） 1. （1）).
_RANKS = ((2, re.compile("[一二三四五六七八九十]+、")), (3, re.compile("（[一二三四五六七八九十]+）")), (4, re.compile(r"\d+[.．、]")))
_HEADING_LENGTH = 40
_ITEM_LENGTH = 60
_PLAIN_HEADING = 30
#: A single plain line of fewer Chinese characters between paragraphs may be a sound or a pause.
_LEAST_PLAIN = 4
#: The rank of what has no number: below every one that has.
_NO_RANK = 9
#: What a sub-heading may have in front, and does not say.
_MARK = re.compile(rf"[■□◆◇●○◎★☆▶►▷※❖✦◼▪♦➤➢][{BLANKS}]*")
#: Somebody who speaks, and what is said; and the words that only stand for one who speaks.
_SPEAKS = re.compile(r"[^，。：:]{1,8}[：:]\s*\S")
_SPEAKER = re.compile(
    r"(?:[问答甲乙QA我他她]|记者|笔者|主持人|客户|柜员|[小老阿]\w|\w{1,2}(?:经理|行长|主任|师傅|阿姨|大爷|奶奶|先生|女士))\s*[：:]"
)
#: What ends a paragraph where its author broke the line by hand.
#: A row of verse or of an address holds no more (in Chinese characters); two rows tell less than three.
_ROW, _ROW_OF_TWO = 24, 16
_PARAGRAPH_END = "。！？：；”…"


def set_body(pieces: Sequence[Piece], album: Album, file: str) -> Marked[tuple[Block, ...]]:
    """The blocks of a story's body; one note for each kind of repair, and a query for each table that lost its shape."""
    setter = _Setter(pieces, album, file)
    blocks = tuple(block for piece in pieces if not is_blank(piece) for block in setter.blocks(piece))
    return Marked(blocks, (*setter.notes(), *setter.queries, *album.queries))


class _Setter:
    """Sets piece after piece, and keeps what was repaired on the way."""

    def __init__(self, pieces: Sequence[Piece], album: Album, file: str) -> None:
        self.album = album
        self.file = file
        self.first_rank = min((line.outline for line in pieces if isinstance(line, Line) and line.outline), default=1)
        self.items = _list_items(pieces)
        self.heads = _set_heads(pieces) | _plain_heads(pieces)
        self.repaired: dict[str, int] = {}
        self.queries: list[Query] = []

    def blocks(self, piece: Piece) -> Iterator[Block]:
        if isinstance(piece, Plate):
            if shown := self.album.show(piece):
                yield shown
        elif isinstance(piece, Grid):
            yield from self._table(piece)
        else:
            for spans in self._spans(piece):
                yield self._block(piece, spans)

    def notes(self) -> Iterator[Query]:
        for repair, position in self.repaired.items():
            place = Place(file=self.file, paragraph=position)
            yield query("text-repaired", place, _REPAIRED[repair](), _("Nothing need be done; the original is kept."))

    def _block(self, line: Line, spans: Spans) -> Block:
        text = plain(spans)
        if level := self._heading_level(line, text):
            return Heading(level=level, spans=_plainly(_unmarked(spans)))
        if id(line) in self.items:
            return ListItem(level=min(line.level or 1, 9), spans=spans)
        if line.quote:
            return Quote(spans=spans)
        return Paragraph(spans=_plainly(spans) if _is_all_strong(spans) and len(text) > RUNNING_TEXT else spans)

    def _heading_level(self, line: Line, text: str) -> int | None:
        if len(text) > _HEADING_LENGTH or ends_as_sentence(text):
            return None
        rank = next((level for level, number in _RANKS if number.match(text)), None)
        if line.outline is not None:
            return min(2 + max(line.outline - self.first_rank, 0), 6)
        if id(line) in self.heads:
            return rank or 2
        return rank if is_strong(line) else None

    def _spans(self, line: Line) -> Iterator[Spans]:
        """A line's spans, one set for each paragraph that its soft breaks make; the automatic number stays as it is."""
        for i, runs in enumerate(_paragraphs(line)):
            texts, repairs = retouch([run.text for run in runs])
            for repair in repairs:
                self.repaired.setdefault(repair, line.position)
            spans = [_span(run, text) for run, text in zip(runs, texts, strict=True) if text]
            if i == 0 and line.number and spans:
                spans[0] = spans[0].model_copy(update={"text": line.number + spans[0].text})
            if spans:
                yield _joined(spans)

    def _table(self, grid: Grid) -> Iterator[Block]:
        """A table; one of a single column is a frame around lines."""
        rows = _matrix(grid)
        cells = [cell for row in grid.rows for cell in row]
        if max(map(len, rows), default=0) <= 1:
            passages = (passage for cell in cells for passage in cell.passages if not is_blank(passage))
            yield from (block for passage in passages for block in self.blocks(passage))
            return
        if any(any(row) for row in rows):
            self.queries.extend(_merged(grid, self.file))
            yield Table(rows=tuple(row for row in rows if any(row)))
        for inner in (inner for cell in cells for inner in cell.within):
            self.queries.append(_moved(inner, self.file))
            yield from self._table(inner)


def _list_items(pieces: Sequence[Piece]) -> set[int]:
    """The lines that make a real list: neighbours by level, all short. A numbered paragraph of running text is no item."""
    items: set[int] = set()
    group: list[Line] = []
    for piece in (*pieces, None):
        if isinstance(piece, Line) and piece.level is not None and piece.outline is None:
            group.append(piece)
            continue
        if all(len(text_of(line)) <= _ITEM_LENGTH for line in group):
            items |= {id(line) for line in group if len(group) > 1 or line.number.startswith("•")}
        group = []
    return items


def _set_heads(pieces: Sequence[Piece]) -> set[int]:
    """The headings that stand over running text and are told from it: set bold, numbered, or with a mark (■) in front.

    Where the running text is bold too, bold says nothing; those that stand together without text between are a list.
    """
    lines = [piece for piece in pieces if not is_blank(piece)]
    bold_tells = not any(isinstance(line, Line) and len(text_of(line)) > RUNNING_TEXT and is_strong(line) for line in lines)
    could = [isinstance(line, Line) and _could_head(line, bold_tells) for line in lines]
    found: set[int] = set()
    for i in range(len(lines) - 2, -1, -1):
        line, following = lines[i], lines[i + 1]
        listed = i > 0 and could[i - 1] and _rank(lines[i - 1]) == _rank(line)
        over = id(following) in found and _rank(line) < _rank(following)
        if could[i] and not listed and (over or (not could[i + 1] and _is_under_a_head(following))) and not _is_spoken(line, following):
            found.add(id(line))
    return found


def _could_head(line: Line, bold_tells: bool) -> bool:
    """Whether a line is short, no sentence, and told from the text."""
    text = text_of(line)
    if line.art or line.quote or line.level is not None or len(text) > _PLAIN_HEADING or ends_as_sentence(text):
        return False
    numbered = _rank(line) < _NO_RANK
    return numbered or (not _is_no_heading(_MARK.sub("", text, count=1)) and bool(_MARK.match(text) or (is_strong(line) and bold_tells)))


def _rank(line: Piece) -> int:
    text = text_of(line) if isinstance(line, Line) else ""
    return next((level for level, number in _RANKS if number.match(text)), _NO_RANK)


def _is_under_a_head(piece: Piece) -> bool:
    """Whether the piece is what a heading stands over: a paragraph of sentences, a table, pictures."""
    return not isinstance(piece, Line) or "。" in text_of(piece) or len(text_of(piece)) > RUNNING_TEXT


def _is_spoken(line: Piece, following: Piece) -> bool:
    """Whether the line is a question or an answer: one who speaks stands before it (问：…), or before the line under it too."""
    texts = [text_of(each) if isinstance(each, Line) else "" for each in (line, following)]
    return bool(_SPEAKER.match(texts[0])) or all(map(_SPEAKS.match, texts))


def _plain_heads(pieces: Sequence[Piece]) -> set[int]:
    """The headings of a text in which all is set alike (plain text, a page's words): a short line by itself between running text.

    Where two short lines stand together they are verse, captions or a list, and stay what they are. A word or two
    (a sound, a pause) are a heading only where there are others.
    """
    lines = [piece for piece in pieces if isinstance(piece, Line) and not is_blank(piece)]
    if any(line.outline for line in lines) or len(set(map(_setting, lines))) > 1:
        return set()
    told = [ends_as_sentence(text_of(line)) for line in lines]
    runs = [len(text_of(line)) > RUNNING_TEXT for line in lines]
    heads = [i for i in range(1, len(lines) - 1) if told[i - 1] and told[i + 1] and (runs[i - 1] or runs[i + 1]) and _is_plain(lines, i)]
    if len(heads) == 1 and count_han(text_of(lines[heads[0]])) < _LEAST_PLAIN:
        return set()
    first = [0] if heads and len(lines) > 1 and told[1] and runs[1] and _is_plain(lines, 0) else []
    return {id(lines[i]) for i in (*first, *heads)}


def _is_plain(lines: Sequence[Line], i: int) -> bool:
    text = text_of(lines[i])
    return len(text) <= _PLAIN_HEADING and not _is_no_heading(text) and not _is_spoken(lines[i], lines[i + 1])


def _setting(line: Line) -> tuple[str, str, float | None, bool]:
    return line.style, line.alignment, line.size, is_strong(line)


def _is_no_heading(text: str) -> bool:
    """Whether the text ends as a sentence, stands in brackets, is somebody's words, or a quotation's source (——题记)."""
    return ends_as_sentence(text) or text[:1] in "（(【[▲★—" or bool(re.fullmatch("“[^“”]*”", text))


def _paragraphs(line: Line) -> Iterator[list[Run]]:
    """A line's runs without pictures, parted at the soft breaks that end a paragraph and run on at the others.

    Where all rows are short (verse, an address, a list of prizes), each is one: a program that wraps lines fills them.
    """
    rows = [room(trim(row)) for row in text_of(line).split("\n") if trim(row)]
    short = line.outline is None and len(rows) > 1 and max(rows) <= (_ROW if len(rows) > 2 else _ROW_OF_TWO)
    short = short and not (max(rows) > _ROW_OF_TWO and min(rows[:-1]) >= max(rows) - 1)
    paragraph, last = list[Run](), ""  # the last character that is no blank
    for run in (run for run in line.runs if isinstance(run, Run)):
        first, *others = run.text.split("\n")
        paragraph.append(run.model_copy(update={"text": first}))
        last = first.rstrip(BLANKS)[-1:] or last
        for part in others:
            if last and (short or last in _PARAGRAPH_END):
                yield paragraph
                paragraph, last = [], ""
            if paragraph:
                paragraph[-1] = paragraph[-1].model_copy(update={"text": paragraph[-1].text.rstrip(BLANKS)})
            paragraph.append(run.model_copy(update={"text": _seam(last, part) + part.lstrip(BLANKS)}))
            last = part.rstrip(BLANKS)[-1:] or last
    yield paragraph


def _seam(last: str, after: str) -> str:
    """The blank between two lines of Latin text that run on."""
    first = after.lstrip(BLANKS)[:1]
    return " " if last and first and last.isascii() and first.isascii() else ""


def _span(run: Run, text: str) -> Span:
    return Span(
        text=text,
        strong=run.strong or has_display_face(run),
        emphasis=run.emphasis,
        underline=run.underline,
        script=run.script,
    )


def _joined(spans: Sequence[Span]) -> Spans:
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].model_copy(update={"text": span.text}) == span:
            joined[-1] = span.model_copy(update={"text": joined[-1].text + span.text})
        else:
            joined.append(span)
    return tuple(joined)


def _unmarked(spans: Spans) -> Spans:
    """A heading's spans without the mark in front of it; a mark alone stays."""
    found = _MARK.match(spans[0].text)
    if found is None or found.end() == len(plain(spans)):
        return spans
    first = spans[0].text[found.end() :]
    return (*([spans[0].model_copy(update={"text": first})] if first else []), *spans[1:])


def _is_all_strong(spans: Spans) -> bool:
    return all(span.strong for span in spans)


def _plainly(spans: Spans) -> Spans:
    return _joined([span.model_copy(update={"strong": False}) for span in spans])


def _matrix(grid: Grid) -> list[tuple[str, ...]]:
    """A table's texts, every row equally long; a merged cell's text stands in its first place, its other places are empty."""
    texts: dict[tuple[int, int], str] = {}
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (number, column) in texts:  # covered by a cell that reaches down from above
                column += 1
            covered = [(number + down, column + right) for down in range(min(cell.rows, len(grid.rows))) for right in range(cell.columns)]
            texts.update(dict.fromkeys(covered, ""))
            texts[number, column] = clean(" ".join(run_on(each.text) for each in cell.passages if isinstance(each, Line)))
    width = max((column for _, column in texts), default=-1) + 1
    return [tuple(texts.get((number, column), "") for column in range(width)) for number in range(len(grid.rows))]


def _moved(inner: Grid, file: str) -> Query:
    position = next((line.position for line in inner.lines), None)
    return query(
        "not-carried-over",
        Place(file=file, paragraph=position),
        _("a table stood within a table; it stands under it now"),
        _("Look at both tables in story.md."),
    )


def _merged(grid: Grid, file: str) -> Iterator[Query]:
    if not any(cell.columns > 1 or cell.rows > 1 for row in grid.rows for cell in row):
        return
    position = next((line.position for line in lines_of([grid])), None)
    yield query(
        "not-carried-over",
        Place(file=file, paragraph=position),
        _("a table has merged cells; their text stands in the first of them, and the others are empty"),
        _("Look at the table in story.md, and repeat the text where it is wanted."),
    )


_REPAIRED = {
    "invisible": lambda: _("invisible characters were taken out"),
    "blanks": lambda: _("blanks that only make an indent were taken off"),
    "quotes": lambda: _("straight quotation marks were made Chinese ones"),
    "brackets": lambda: _("half-width brackets beside Chinese were made full width"),
    "punctuation": lambda: _("half-width punctuation beside Chinese was made full width"),
}
