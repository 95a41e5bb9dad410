"""The covering note: what the mail that brought a manuscript says of it (作者：王小波, 图1：柜员小林帮助老人填单)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from bulletin.copydesk.byline import names_in, read_byline
from bulletin.copydesk.captions import caption_of, words_of
from bulletin.copydesk.form import LABELS, bare_label, stated_by
from bulletin.copydesk.names import may_be_name
from bulletin.copydesk.plate import Mounted, Piece, Plate
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Photo
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, HAN, trim

_DIGITS: Final = "一二三四五六七八九十"
_NUMBER: Final = rf"\d{{1,2}}|[{_DIGITS}]"
#: Where a caption begins: its picture's number, its file's name, or nothing but that it is one.
_BEGINS: Final = re.compile(
    rf"(?:附?图片?|照片|配图|插图|\b(?:photo|picture|figure|fig\.|image))\s*[（(]?(?P<number>{_NUMBER})[）)]?(?:\s*[：:.．]|\s*[为是]|[{BLANKS}]+)"
    rf"|第(?P<ordinal>{_NUMBER})[张幅](?:图片|照片|图)?\s*(?:[：:]|[为是])"
    r"|(?P<file>[^\s：:，。；《》]{1,80}\.(?:jpe?g|png|gif|bmp|heic|tiff?|webp))\s*(?:[：:]|[为是]|[-—–]+)"
    r"|(?:图片|照片|图)(?:文字)?(?:说明)?[：:]",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r"(?:图片|照片|图)(?:文字)?(?:说明|注释|标题)[^：:]{0,8}[：:]?")
_ITEM: Final = re.compile(rf"[（(]?(?P<number>{_NUMBER})[）).、．]\s*(?P<text>.+)")
_CAPTION_ENDS: Final = re.compile(r"[。；;\n]")
#: What is asked of a picture is no caption of it (图1、图2放在文末, 照片2：请删去).
_NO_CAPTION: Final = re.compile(r"请|勿|删|换|放[在到]|不要|稍后|附件|见下|图\d|如下")
#: The number that a picture's file bears (照片2.jpg, 3-合影.jpg).
_NUMBERED: Final = re.compile(rf"(?:附?图片?|照片|配图|photo|picture|pic)?[\s_（(-]*0?(?P<number>{_NUMBER})(?!\d)", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[。！!；;，,…\n]+|\.(?:\s|$)")
_NAMES: Final = rf"\s*(?P<names>[{HAN}·]{{2,4}}?(?:[、和与][{HAN}·]{{2,4}}?){{0,4}})"
_AUTHOR: Final = re.compile(rf"(?:作者|撰稿人|执笔人?)(?:署名|姓名)?\s*[为是叫]{_NAMES}(?=\s|$)")
_PHOTOGRAPHER: Final = re.compile(rf"(?:摄影者?|照片|图片)(?:均?由|[为是]){_NAMES}(?:拍摄|提供|摄影?|$)")
_ENGLISH: Final = re.compile(
    r"(?:the )?(?P<what>author|writer|photographer|photos?|pictures?|written|text)s?"
    r"(?:\s*[:：]|\s+(?:is|are|by|were taken by|was taken by))\s*(?:by )?"
    r"(?P<names>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}(?:(?:, | and )[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}){0,4})",
    re.IGNORECASE,
)
_CORRECTS: Final = re.compile(
    r"以(?:此|本|这|该|新|附件|今天|这次|本次)(?:一)?(?:稿|版|份|次|件|附件)?(?:的|中的)?(?:稿件|版本|内容|文件)?为准"
    r"|(?:替换|代替|取代|更换)[^，。；\n]{0,8}(?:上次|前次|前稿|原稿|旧稿|先前|之前|昨[天日]|前[天日])"
    r"|(?:上次|前次|前稿|原稿|旧稿|先前|之前|昨[天日]|前[天日])[^，。；\n]{0,12}作废|(?:修改|修订|更正)(?:稿|版)"
    r"|\b(?:replaces?|supersedes?|instead of)\b[^.\n]{0,40}\b(?:earlier|previous|last|first|old)\b|\b(?:corrected|revised) version\b",
    re.IGNORECASE,
)
_FIELDS: Final = ("section", "branch")


class NotedCaption(Sheet):
    """A caption that a note gives, and its picture: the number (0: there is but one), or the file's name."""

    text: str
    number: int = 0
    file: str = ""


def read_note(note: str, house: House) -> Stated:
    """What a covering note states of its story: who wrote and photographed it, branch, section."""
    stated = Stated()
    for line in note.split("\n"):
        for words in dict.fromkeys((trim(line).rstrip("."), *map(trim, _CLAUSE.split(line)))):
            stated = stated.over(_said(words, house))
    return stated


def says_it_corrects(note: str) -> bool:
    """Whether a covering note says that its manuscript takes the place of one sent before (请以此稿为准)."""
    return _CORRECTS.search(note) is not None


def captions_in(note: str) -> tuple[NotedCaption, ...]:
    """The captions that a covering note gives, in its order."""
    return (*_numbered_captions(note), *_listed_captions(note))


def caption_by_note(pieces: Sequence[Piece], photos: Mapping[str, Photo], note: str, file: str) -> Marked[tuple[Stated, tuple[Piece, ...]]]:
    """What the note states of pictures that are not there, and the pieces with the note's captions on their pictures.

    A caption that stands in the text goes before the note's; one that is only a file's name does not.
    """
    shown = [picture for piece in pieces if isinstance(piece, Plate) for picture in piece.pictures]
    keys, missing = dict[str, str](), list[str]()
    for caption in captions_in(note):
        picture = _meant(caption, shown, photos)
        if picture is None:
            missing.append(caption.text)
        else:
            keys.setdefault(picture.photo, caption.text)
    captioned = tuple(_captioned(piece, keys, photos) for piece in pieces)
    return Marked((Stated(captions=tuple(missing)), captioned), tuple(_missing(each, file) for each in missing))


def _said(words: str, house: House) -> Stated:
    found = re.fullmatch(r"(?P<label>[^：:]{1,12})[：:](?P<text>.{1,40})", words)
    if found and (name := LABELS.get(bare_label(found["label"]))) in _FIELDS:
        return stated_by({str(name): found["text"]})
    if found and (byline := read_byline(words, house)):
        return byline
    for pattern, field in ((_AUTHOR, "authors"), (_PHOTOGRAPHER, "photographers")):
        people = names_in(named["names"]) if (named := pattern.search(words)) else ()
        if people and all(map(may_be_name, people)):
            return Stated(**{field: people})
    return _in_english(words)


def _in_english(words: str) -> Stated:
    found = _ENGLISH.fullmatch(words)
    if found is None or not found["names"][0].isupper():
        return Stated()
    names = tuple(re.split(", | and ", found["names"]))
    return Stated(photographers=names) if found["what"].lower().startswith(("ph", "pic")) else Stated(authors=names)


def _numbered_captions(note: str) -> Iterator[NotedCaption]:
    begins = list(_BEGINS.finditer(note))
    for found, following in pairwise([*begins, None]):
        if found is None:
            break
        text = _CAPTION_ENDS.split(note[found.end() : following.start() if following else None].lstrip(BLANKS))[0]
        if text := _words(text):
            yield NotedCaption(text=text, number=_value(found["number"] or found["ordinal"]), file=found["file"] or "")


def _listed_captions(note: str) -> Iterator[NotedCaption]:
    """Numbered lines under a heading (照片说明：)."""
    listed = False
    for line in map(trim, note.split("\n")):
        found = _ITEM.fullmatch(line) if listed else None
        if found and (text := _words(found["text"])):
            yield NotedCaption(text=text, number=_value(found["number"]))
        listed = bool(found) or bool(_HEADING.fullmatch(line))


def _words(text: str) -> str:
    words = trim(text).rstrip("，,、。；;")
    return words if len(words) > 1 and not _NO_CAPTION.search(words) else ""


def _value(number: str | None) -> int:
    if not number:
        return 0
    return _DIGITS.index(number) + 1 if number in _DIGITS else int(number)


def _meant(caption: NotedCaption, shown: Sequence[Mounted], photos: Mapping[str, Photo]) -> Mounted | None:
    """The picture that a caption is for: by its file's name, by the number in that, else by its place."""
    if caption.file:
        return next((each for each in shown if _name(each, photos).casefold() == caption.file.casefold()), None)
    if not caption.number:
        return shown[0] if len(shown) == 1 else None
    numbers = [_value(found["number"]) if (found := _NUMBERED.match(_name(each, photos))) else 0 for each in shown]
    if numbers.count(caption.number) == 1:
        return shown[numbers.index(caption.number)]
    return shown[caption.number - 1] if caption.number <= len(shown) else None


def _name(picture: Mounted, photos: Mapping[str, Photo]) -> str:
    return photos[picture.photo].name if picture.photo in photos else ""


def _captioned(piece: Piece, keys: Mapping[str, str], photos: Mapping[str, Photo]) -> Piece:
    if not isinstance(piece, Plate):
        return piece
    return piece.model_copy(update={"pictures": tuple(_with_words(each, keys, photos) for each in piece.pictures)})


def _with_words(picture: Mounted, keys: Mapping[str, str], photos: Mapping[str, Photo]) -> Mounted:
    if picture.photo not in keys or picture.caption not in ("", words_of(_name(picture, photos))):
        return picture
    caption, credit = caption_of(keys[picture.photo])
    return picture.model_copy(update={"caption": caption, "credit": credit or picture.credit})


def _missing(caption: str, file: str) -> Query:
    return query(
        "picture-missing",
        file,
        _("the mail gives a caption, but it does not show for which picture: {caption}").format(caption=caption),
        _("Put it under its picture in story.md, or ask for the picture."),
    )
