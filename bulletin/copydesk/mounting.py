"""Mounting: pictures are taken out of the text and put on plates, with what stands under, above, beside or in a box after them."""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from bulletin.copydesk.captions import (
    CELL_LENGTH,
    POINTS_DOWN,
    caption_of,
    could_be_caption,
    describes,
    is_bracketed,
    is_marked,
    looks_like_caption,
    parted,
    signs,
)
from bulletin.copydesk.lines import RUNNING_TEXT, body_size, ends_as_sentence, is_blank, is_strong, lines_of, text_of
from bulletin.copydesk.plate import Mounted, Piece, Plate
from bulletin.copydesk.slots import with_listed, with_slots
from bulletin.house.rules import House
from bulletin.records.manuscript import Art, Grid, Line, Passage, Run, TableCell
from bulletin.typography import count_han, trim

#: Fewer Chinese characters right under a picture, set like the text, are a sub-heading (接下来) rather than a caption.
_LEAST = 5
_LONGEST = 30
_Row = tuple[TableCell, ...]


def mount(passages: Sequence[Passage], house: House) -> tuple[Piece, ...]:
    """The passages with every picture on a plate, and captions off the text."""
    lines = [passage for passage in _unpacked(with_slots(passages)) if not is_blank(passage)]
    under = _Under(lines, house)
    pieces: list[Piece] = []
    while lines:
        first = lines.pop(0)
        if isinstance(first, Plate) and not first.captioned:
            pieces.append(_captioned(first, under.take(len(first.pictures))))
        elif not isinstance(first, Line) or not first.art:
            pieces.append(first)
        elif text_of(first):
            pieces.extend(_in_text(first, under))
        else:
            pieces.extend(_row(first, under, pieces))
    return with_listed(pieces)


def _unpacked(passages: Sequence[Passage]) -> Iterator[Piece]:
    """The passages with tables of pictures as plates, and other tables with pictures taken apart."""
    for passage in passages:
        if not isinstance(passage, Grid) or not any(line.art for line in lines_of([passage])):
            yield passage
        elif _is_album(passage):
            yield from _album(passage)
        else:
            yield from lines_of([passage])


def _is_album(grid: Grid) -> bool:
    """Whether a table only holds pictures and short texts."""
    texts = [text_of(line) for line in lines_of([grid]) if not line.art]
    return all(len(text) <= (_LONGEST if text.endswith("。") else CELL_LENGTH) for text in texts)


def _album(grid: Grid) -> Iterator[Piece]:
    """Each row of pictures as a plate, its captions in its own cells or in the row under it (or over it); other text after it."""
    rows = _captions_under(grid.rows)
    while rows:
        row = rows.pop(0)
        if not any(map(_art_of, row)):
            yield from lines_of([Grid(rows=(row,))])
            continue
        captioning = bool(rows) and len(rows[0]) in (1, len(row)) and not any(map(_art_of, rows[0]))
        under = _spread(rows.pop(0), row) if captioning else ()
        pictures, left = _matched(row, under)
        yield Plate(pictures=tuple(pictures), position=_position(row))
        yield from left


def _captions_under(rows: Sequence[_Row]) -> list[_Row]:
    """The rows of a table, without empty ones, each row of pictures over that of its captions; some set the captions over them."""
    kept = [row for row in rows if any(cell.lines and any(line.art or text_of(line) for line in cell.lines) for cell in row)]
    shown = [any(map(_art_of, row)) for row in kept]
    if shown == [i % 2 == 1 for i in range(len(shown))] and all(len(kept[i]) == len(kept[i + 1]) for i in range(0, len(kept) - 1, 2)):
        return [row for i in range(1, len(kept), 2) for row in (kept[i], kept[i - 1])]
    return kept


def _spread(under: _Row, row: _Row) -> _Row:
    """A row of captions with a cell under each picture: a single cell may hold those of all."""
    pictures = sum(map(len, map(_art_of, row)))
    if len(under) != 1 or len(row) != pictures:
        return under
    parts = parted(_words(under[0]), pictures)
    lines = under[0].lines
    return tuple(TableCell(lines=(lines[0].model_copy(update={"runs": (Run(text=part),)}),)) for part in parts) if len(parts) > 1 else under


def _matched(row: _Row, under: _Row) -> tuple[list[Mounted], list[Line]]:
    """A row's pictures with the words in or under their cells, or in the next cell; and the lines that are no picture's."""
    pictures: list[Mounted] = []
    left: list[Line] = []
    for column, cell in enumerate(row):
        below = under[column : column + 1]
        words = trim("\n".join(filter(None, map(_words, (cell, *below)))))
        if art := _art_of(cell):
            pictures += [_mounted(each, words if i == 0 else "") for i, each in enumerate(art)]
        elif words and pictures and not pictures[-1].caption:
            pictures[-1] = _with_words(pictures[-1], words)
        else:
            left += [line for each in (cell, *below) for line in each.lines if text_of(line)]
    return pictures, left


def _art_of(cell: TableCell) -> list[Art]:
    return [art for line in cell.lines for art in line.art]


def _words(cell: TableCell) -> str:
    return trim("\n".join(line.text for line in cell.lines))


def _position(row: _Row) -> int | None:
    return next((line.position for cell in row for line in cell.lines if line.art), None)


def _mounted(art: Art, text: str) -> Mounted:
    """A picture with the words that stand with it; a caption of the file's own (a Markdown image's text) goes first."""
    found = dict.fromkeys(caption_of(words) for words in (art.caption, text) if trim(words))
    return Mounted(
        photo=art.photo,
        caption=" ".join(caption for caption, _credit in found if caption),
        credit="、".join(credit for _caption, credit in found if credit),
        alt=describes(art.alt),
    )


class _Under:
    """The pieces that still follow, from which the pictures over them take their captions."""

    def __init__(self, pieces: list[Piece], house: House) -> None:
        self.pieces = pieces
        self.house = house
        self.body = body_size([piece for piece in pieces if not isinstance(piece, Plate)])
        self._plain = _plain_captions(pieces, house)

    def take(self, pictures: int) -> list[str]:
        """The captions that stand next, at most one for each picture; one line may hold those of several pictures."""
        captions: list[str] = []
        over = self._take_credit()
        while len(captions) < pictures and (line := self.next_line()) and self._is_caption(line):
            captions.extend(parted(line.text, pictures - len(captions)))
            self.pieces.pop(0)
        if credit := over or (self._take_credit() if captions else ""):
            captions[-1:] = [f"{captions[-1] if captions else ''} {credit}"]
        return captions

    def _take_credit(self) -> str:
        """A line of its own that says nothing but who photographed."""
        line = self.next_line()
        if line is None or not _is_credit(line):
            return ""
        self.pieces.pop(0)
        return f"（{text_of(line).strip('（()）')}）"

    def next_line(self) -> Line | None:
        return _line(self.pieces, 0)

    def _is_caption(self, line: Line) -> bool:
        following = _line(self.pieces, 1)
        if text_of(line).startswith(POINTS_DOWN) and following is not None and following.art:
            return False
        return id(line) in self._plain or looks_like_caption(line, self.house, body=self.body)


def _plain_captions(pieces: Sequence[Piece], house: House) -> set[int]:
    """The lines that are captions by their place alone: short, no sentence, right under pictures, set like the text around.

    Where such lines stand elsewhere too they are the text's headings; where more stand together than there are pictures they
    are verse, or a list.
    """
    short = [isinstance(piece, Line) and _is_short(piece, house) for piece in pieces]
    found: set[int] = set()
    for start, stop in _stretches(short):
        over = _pictures_over(pieces, start)
        if stop - start <= over:
            found |= {id(piece) for piece in pieces[start:stop]}
        elif not over and stop - start == 1 and stop < len(pieces) and _runs(pieces[stop]):
            return set()
    return found


def _stretches(told: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """From where to where neighbours are told."""
    start = 0
    for is_told, group in groupby(told):
        stop = start + len(list(group))
        if is_told:
            yield start, stop
        start = stop


def _pictures_over(pieces: Sequence[Piece], place: int) -> int:
    """How many pictures stand right over this place; who took them may stand between."""
    above = list(pieces[:place])
    if above and isinstance(above[-1], Line) and _is_credit(above[-1]):
        above.pop()
    return sum(map(_count, takewhile(_shows_only, reversed(above))))


def _count(piece: Piece) -> int:
    return len(piece.pictures) if isinstance(piece, Plate) else len(piece.art) if isinstance(piece, Line) else 0


def _is_credit(line: Line) -> bool:
    words, credit = caption_of(text_of(line))
    return not line.art and not words and bool(credit)


def _is_short(line: Line, house: House) -> bool:
    if is_strong(line) or is_bracketed(line) or not could_be_caption(line) or signs(text_of(line), house):
        return False
    words = caption_of(text_of(line))[0]
    return count_han(words) >= _LEAST and len(words) <= _LONGEST


def _shows_only(piece: Piece) -> bool:
    """Whether a piece is pictures and nothing else."""
    return isinstance(piece, Plate) or (isinstance(piece, Line) and bool(piece.art) and not text_of(piece))


def _runs(piece: Piece) -> bool:
    return isinstance(piece, Line) and len(text_of(piece)) > RUNNING_TEXT and ends_as_sentence(text_of(piece))


def _in_text(line: Line, under: _Under) -> Iterator[Piece]:
    """A line that holds both: its text is the caption, or the picture stands at the paragraph's head or foot."""
    words = line.model_copy(update={"runs": tuple(run for run in line.runs if not isinstance(run, Art)), "box": True})
    if looks_like_caption(words, under.house):
        yield _plate(line, [words.text])
        return
    text = words.model_copy(update={"box": line.box})
    plate = _plate(line, under.take(len(line.art)))
    yield from (plate, text) if isinstance(line.runs[0], Art) else (text, plate)


def _row(first: Line, under: _Under, above: list[Piece]) -> Iterator[Piece]:
    """Pictures that follow one another, and the captions under them (or, marked so, above)."""
    rows = [first]
    while (line := under.next_line()) and line.art and not text_of(line):
        rows.append(line)
        under.pieces.pop(0)
    captions = under.take(sum(len(line.art) for line in rows))
    if not captions and (line := _line(above, -1)) and _stands_above(line, under.house):
        captions = [line.text]
        above.pop()
    if len(captions) < len(rows):  # one caption belongs to the picture it stands under
        captions = [""] * (len(rows) - len(captions)) + captions
    for line in rows:
        share, captions = captions[: len(line.art)], captions[len(line.art) :]
        yield _plate(line, share)


def _line(pieces: Sequence[Piece], at: int) -> Line | None:
    piece = pieces[at] if -len(pieces) <= at < len(pieces) else None
    return piece if isinstance(piece, Line) else None


def _stands_above(line: Line, house: House) -> bool:
    return not line.art and looks_like_caption(line, house) and (is_marked(line) or is_bracketed(line))


def _plate(line: Line, captions: Sequence[str]) -> Plate:
    texts = [*captions, *[""] * len(line.art)]
    return Plate(pictures=tuple(_mounted(art, texts[i]) for i, art in enumerate(line.art)), position=line.position)


def _captioned(plate: Plate, captions: Sequence[str]) -> Plate:
    texts = [*captions, *[""] * len(plate.pictures)]
    pictures = [_with_words(picture, text) if text else picture for picture, text in zip(plate.pictures, texts, strict=False)]
    return plate.model_copy(update={"pictures": tuple(pictures)})


def _with_words(picture: Mounted, text: str) -> Mounted:
    caption, credit = caption_of(text)
    return picture.model_copy(update={"caption": caption, "credit": credit})
