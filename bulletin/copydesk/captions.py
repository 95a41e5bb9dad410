"""Captions: pictures are taken out of the text and mounted with what stands under, above, beside or in a box after them."""

import re
from collections.abc import Iterator, Sequence

from bulletin.copydesk.byline import is_name, read_byline
from bulletin.copydesk.lines import ends_as_sentence, is_blank, is_kai, is_numbered, lines_of, text_of
from bulletin.copydesk.plate import Mounted, Piece, Plate
from bulletin.house.rules import House
from bulletin.records.manuscript import Art, Grid, Line, Passage, TableCell
from bulletin.typography import BLANKS, clean, count_han, run_on, trim

_MARK = re.compile(r"^[▲△▼▽◆●↑↓]+\s*|^(?:附?图|图片|照片)\s*(?:\d+\s*[：:、.．]?|[一二三四五六七八九十]+\s*[：:、.．\s]|[：:])\s*")
#: A line that says of itself that it tells what a picture shows: a caption, though it is a sentence (图为培训现场。).
_TELLS = re.compile(r"^[（(]?(?:[上下左右]?图为|图[：:])")
_BRACKETS = re.compile(r"^[（(【\[](?P<inside>[^（(【\[）)】\]]*(?:[（(][^（()）]*[）)])?[^（(【\[）)】\]]*)[）)】\]]$", re.DOTALL)
_CREDIT = re.compile(rf"[{BLANKS}]*[（(]?(?:摄影[：:]\s*(?P<name>[^\s（()）]{{2,6}})|(?P<by>[^\s，。（()）]{{2,4}})\s*(?:摄影|摄))[）)]?$")
_CAPTION_STYLE = re.compile("caption|题注|图注|图说", re.IGNORECASE)
_SENDING = re.compile("供稿|投稿|来稿|报送|单位")
#: What cameras, phones and offices call a picture that nobody has named.
_UNNAMED = re.compile(
    r"微信图片|微信截图|屏幕截图|屏幕快照|截图|截屏|图片|照片|图像|未命名|未标题|新建|副本|无标题|扫描件?|image|img|dsc\w?|wechat|wx_camera|mmexport|picture|photo|pic|qq",
    re.IGNORECASE,
)
_CAPTION_LENGTH = 30
_MARKED_LENGTH = 60


def mount(passages: Sequence[Passage], house: House) -> tuple[Piece, ...]:
    """The passages with every picture on a plate, and captions off the text."""
    lines = [passage for passage in _unpacked(passages) if not is_blank(passage)]
    pieces: list[Piece] = []
    while lines:
        first = lines.pop(0)
        if isinstance(first, Plate) and not first.captioned:
            pieces.append(_captioned(first, _take_captions(lines, len(first.pictures), house)))
        elif not isinstance(first, Line) or not first.art:
            pieces.append(first)
        elif text_of(first):
            pieces.extend(_in_text(first, lines, house))
        else:
            pieces.extend(_row(first, lines, pieces, house))
    return tuple(pieces)


def caption_of(text: str) -> tuple[str, str]:
    """A caption's words, without its brackets, number and mark, and the photographer whom it credits."""
    text = clean(run_on(text))
    bare = None
    while bare != text:
        bare = text
        text = trim(_MARK.sub("", text))
        if inside := _BRACKETS.match(text):
            text = trim(inside["inside"])
    credit = _CREDIT.search(text)
    name = (credit["name"] or credit["by"]) if credit else ""
    if credit is None or not is_name(name):
        return text, ""
    return trim(text[: credit.start()]).rstrip("，。；"), name


def words_of(file_name: str) -> str:
    """The caption that a picture's file name gives ("3-村委会赠送锦旗（1）.jpg"), "" where the name is a camera's or a program's."""
    stem = trim(re.sub(r"\.\w{1,5}$", "", file_name))
    stem = re.sub(r"^[\d\s._、-]+|[\s._-]*[（(]?\d*[）)]?$", "", stem)
    words = caption_of(stem)[0]
    return words if count_han(_UNNAMED.sub("", words)) >= 2 else ""


def describes(alternative: str) -> str:
    """A picture's alternative text, "" where a program wrote it (图片 1, IMG_2031, C:\\…\\1.jpg)."""
    text = clean(run_on(alternative))
    named = _UNNAMED.sub("", re.sub(r"\.\w{1,5}$", "", text))
    return text if re.search(r"[^\W\d_]{2}", named) and not re.match(r"\w:\\|/|https?:|descr", text) else ""


def looks_like_caption(line: Line, house: House) -> bool:
    """Whether a line beside a picture is its caption: short, no sentence, and set or marked as captions are."""
    text = text_of(line)
    marked = bool(_MARK.match(text) or _TELLS.match(text) or _CAPTION_STYLE.search(line.style))
    bracketed = bool(_BRACKETS.match(text))
    if not _could_be_caption(line, text, bracketed=bracketed) or len(text) > (_MARKED_LENGTH if marked else _CAPTION_LENGTH):
        return False
    if not marked and _signs(text, house):
        return False
    return marked or bracketed or line.box or line.alignment == "centre" or is_kai(line)


def is_marked(line: Line) -> bool:
    """Whether the line says of itself that it is a caption: 图1, 图：, ▲, a caption's style."""
    return bool(_MARK.match(re.sub(r"^[（(]", "", text_of(line))) or _TELLS.match(text_of(line)) or _CAPTION_STYLE.search(line.style))


def _could_be_caption(line: Line, text: str, *, bracketed: bool) -> bool:
    if line.art or not text or line.outline is not None or line.number or line.level is not None or line.quote:
        return False
    return bracketed or bool(_TELLS.match(text)) or not (ends_as_sentence(text) or "。" in text or is_numbered(text))


def _signs(text: str, house: House) -> bool:
    """Whether the line is the story's byline; a branch's bare name under a picture is its caption."""
    byline = read_byline(text, house)
    return byline is not None and bool(byline.authors or byline.date or _SENDING.search(text))


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
    return all(line.art or (len(text_of(line)) <= _MARKED_LENGTH and not text_of(line).endswith("。")) for line in lines_of([grid]))


def _album(grid: Grid) -> Iterator[Piece]:
    """Each row of pictures as a plate, its captions in its own cells or in the row under it; other text after it."""
    rows = list(grid.rows)
    while rows:
        row = rows.pop(0)
        if not any(map(_art_of, row)):
            yield from lines_of([Grid(rows=(row,))])
            continue
        captioning = bool(rows) and len(rows[0]) in (1, len(row)) and not any(map(_art_of, rows[0]))
        under = rows.pop(0) if captioning else ()
        pictures, left = _matched(row, under)
        yield Plate(pictures=tuple(pictures), position=_position(row))
        yield from left


def _matched(row: Sequence[TableCell], under: Sequence[TableCell]) -> tuple[list[Mounted], list[Line]]:
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


def _position(row: Sequence[TableCell]) -> int | None:
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


def _in_text(line: Line, under: list[Piece], house: House) -> Iterator[Piece]:
    """A line that holds both: its text is the caption, or the picture stands at the paragraph's head or foot."""
    words = line.model_copy(update={"runs": tuple(run for run in line.runs if not isinstance(run, Art)), "box": True})
    if looks_like_caption(words, house):
        yield _plate(line, [words.text])
        return
    text = words.model_copy(update={"box": line.box})
    plate = _plate(line, _take_captions(under, len(line.art), house))
    yield from (plate, text) if isinstance(line.runs[0], Art) else (text, plate)


def _row(first: Line, under: list[Piece], above: list[Piece], house: House) -> Iterator[Piece]:
    """Pictures that follow one another, and the captions under them (or, marked so, above)."""
    rows = [first]
    while (line := _next_line(under)) and line.art and not text_of(line):
        rows.append(line)
        under.pop(0)
    captions = _take_captions(under, sum(len(line.art) for line in rows), house)
    if not captions and (line := _next_line(above[-1:])) and _stands_above(line, house):
        captions = [line.text]
        above.pop()
    if len(captions) < len(rows):  # one caption belongs to the picture it stands under
        captions = [""] * (len(rows) - len(captions)) + captions
    for line in rows:
        share, captions = captions[: len(line.art)], captions[len(line.art) :]
        yield _plate(line, share)


def _next_line(pieces: Sequence[Piece]) -> Line | None:
    return pieces[0] if pieces and isinstance(pieces[0], Line) else None


def _stands_above(line: Line, house: House) -> bool:
    return looks_like_caption(line, house) and (is_marked(line) or bool(_BRACKETS.match(text_of(line))))


def _take_captions(under: list[Piece], pictures: int, house: House) -> list[str]:
    """The captions that stand next, at most one for each picture; one line may hold those of several pictures."""
    captions: list[str] = []
    while len(captions) < pictures and (line := _next_line(under)) and looks_like_caption(line, house):
        captions.extend(_parted(line.text, pictures - len(captions)))
        under.pop(0)
    return captions


def _parted(text: str, pictures: int) -> list[str]:
    """A line of captions set side by side, parted where it is parted by blanks into as many as there are pictures."""
    parts = [part for part in re.split(rf"[{BLANKS}]{{2,}}|\t|\n", trim(text)) if trim(part)]
    if pictures > 1 and len(parts) == 1:
        parts = re.split(rf"[{BLANKS}]+", trim(text))
    return parts if len(parts) == pictures > 1 else [text]


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
