"""Slots: the places that a text keeps for pictures that lie beside it or did not come ([图片1], （此处插图）), and listed captions."""

import re
from collections.abc import Iterator, Sequence

from bulletin.copydesk.captions import caption_of, captions_in
from bulletin.copydesk.lines import text_of
from bulletin.copydesk.plate import Mounted, Piece, Plate
from bulletin.records.manuscript import Art, Line, Passage, Run

_DIGITS = "一二三四五六七八九十"
_ONE = rf"\d{{1,2}}|[{_DIGITS}]"
_PICTURE = "(?:图片|照片|配图|插图|附图|图)"
_FILE = r"(?:[：:]?\s*[\w-]+\.(?:jpe?g|png|gif|bmp|heic))?"
_PUT = "(?:插入|插|配|附|放|贴|见)"
#: A slot stands in brackets, or says so (此处插图一张).
_SLOT = re.compile(
    rf"[\[【（(<〈]\s*(?:此处|这里|文中)?请?{_PUT}?{_PICTURE}\s*(?:{_ONE})?\s*{_FILE}(?:一?[张幅])?\s*[\]】）)>〉]"
    rf"|(?:此处|这里)请?{_PUT}{_PICTURE}?\s*(?:{_ONE})?[张幅]?。?",
    re.IGNORECASE,
)
_CALLED = r"(?:图片|照片|配图|附图|插图|图)(?:文字)?(?:说明|注释|解说|清单)"
_HEADER = re.compile(rf"[【（(]?{_CALLED}[】）)]?\s*[：:]?")
_LISTED = re.compile(rf"[（(]?(?:附?图|图片|照片)\s*(?:{_ONE})\s*[：:、.．\s]\s*\S.*|[（(]?[上下左右]图\s*[：:]\s*\S.*")
_ITEM = re.compile(rf"(?:[（(](?:{_ONE})[）)]\s*[：:、.．]?|{_PICTURE}?\s*(?:{_ONE})\s*[：:、.．\s])\s*(?P<words>\S.*)")
_LONGEST = 80
#: No file's own key holds a control character.
_KEY = "slot\x1f"


def with_slots(passages: Sequence[Passage]) -> list[Passage]:
    """The passages where each line that only keeps a picture's place is a picture, whose key stands for none and says the line."""
    return [_emptied(passage) if isinstance(passage, Line) and _is_slot(passage) else passage for passage in passages]


def place_of(picture: Mounted) -> str:
    """What a slot says, "" for a picture that is one."""
    return picture.photo.removeprefix(_KEY) if picture.photo.startswith(_KEY) else ""


def with_listed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces where captions that are listed apart (图1：… 图2：…) stand with the pictures, if as many have none."""
    pieces = _itemised(pieces)
    listed = [i for i, piece in enumerate(pieces) if isinstance(piece, Line) and _is_listed(piece)]
    bare = sum(not each.caption for piece in pieces if isinstance(piece, Plate) for each in piece.pictures)
    if not listed or bare != len(listed):
        return tuple(pieces)
    words = (caption_of(text_of(line)) for i in listed if isinstance(line := pieces[i], Line))
    return tuple(_captioned(piece, words) if isinstance(piece, Plate) else piece for i, piece in enumerate(pieces) if i not in listed)


def _emptied(line: Line) -> Line:
    return line.model_copy(update={"runs": (Art(photo=f"{_KEY}{text_of(line)}"),), "number": ""})


def _is_slot(line: Line) -> bool:
    return not line.art and len(line.text) <= _LONGEST and bool(_SLOT.fullmatch(text_of(line)))


def _is_listed(line: Line) -> bool:
    return not line.art and len(text_of(line)) <= _LONGEST and bool(_LISTED.fullmatch(text_of(line)))


def _itemised(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces where a list of captions (图片说明： 1.… 2.…) has a line for each, numbered as captions are, and no header."""
    texts = [text_of(piece) if isinstance(piece, Line) and len(piece.text) <= _LONGEST * 4 else "" for piece in pieces]
    for place, text in enumerate(texts):
        header = pieces[place]
        if isinstance(header, Line) and (parts := captions_in(re.sub(rf"^{_CALLED}\s*[：:]", "", text)))[1:] and _HEADER.match(text):
            return [*pieces[:place], *_numbered(header, parts), *pieces[place + 1 :]]
        if isinstance(header, Line) and _HEADER.fullmatch(text) and (words := list(_words(texts[place + 1 :]))):
            return [*pieces[:place], *_numbered(header, words), *pieces[place + 1 + len(words) :]]
    return list(pieces)


def _words(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        if len(text) > _LONGEST or (found := _ITEM.fullmatch(text)) is None:
            return
        yield found["words"]


def _numbered(line: Line, captions: Sequence[str]) -> Iterator[Line]:
    for number, caption in enumerate(captions, start=1):
        yield line.model_copy(update={"number": "", "level": None, "runs": (Run(text=f"图{number}：{caption}"),)})


def _captioned(plate: Plate, words: Iterator[tuple[str, str]]) -> Plate:
    return plate.model_copy(update={"pictures": tuple(each if each.caption else _with(each, *next(words)) for each in plate.pictures)})


def _with(picture: Mounted, caption: str, credit: str) -> Mounted:
    return picture.model_copy(update={"caption": caption, "credit": picture.credit or credit})
