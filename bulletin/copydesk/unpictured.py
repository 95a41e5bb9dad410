"""Captions whose pictures did not come: off the text, and kept for the pictures."""

import re
from collections.abc import Iterator, Sequence

from bulletin.copydesk.captions import caption_of
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, is_numbered, text_of, without
from bulletin.copydesk.plate import Mounted, Piece, Plate
from bulletin.copydesk.slots import place_of
from bulletin.copydesk.stated import Stated
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Line

_LONGEST = 60
#: What only a caption says of itself: ▲…, 图为…, 图1：…, （刘通摄）.
_MARKED = re.compile(
    r"[▲△]|[（(]?(?:[上下左右]?图为|附?图(?:\d+|[一二三四五六七八九十])?[：:]|附?图\d+\s)"
    r"|[\[【（(](?:图片|照片|配图|插图|附图)\s*\d*\s*[：:]\s*[^\s.]|[（(]?(?:资料图|配图|示意图|效果图|视频截图|图片来源[：:].*)[片]?[）)]?$|\S{0,8}(?:文内)?配图$"
)
_CREDITED = re.compile(r"[^，。]*[（(](?:摄影[：:]|图[：:／/])?\s*[\u4e00-\u9fff·]{2,8}\s*(?:供图|摄影|摄)?[）)]$")
_TAKEN = re.compile(r"(?:摄影|摄|供图)[）)]$")
#: What captions speak of, and headings do not.
_SHOWS = re.compile("现场|合影|留影|剪影|照片|场景|一角$|一景$|掠影|正在")


def take_unpictured(pieces: Sequence[Piece], file: str) -> Marked[tuple[Stated, tuple[Piece, ...]]]:
    """The captions in the text and whom they credit, and the pieces without them; a query asks for their pictures.

    Captions in the text only for a manuscript that came without any picture: where there are pictures, their captions are with
    them. Slots that no picture fills go in any case, and their captions are kept.
    """
    empty = [(plate, each) for plate in pieces if isinstance(plate, Plate) for each in plate.pictures if place_of(each)]
    queries = tuple(_gone(each, plate, file) for plate, each in empty)
    pieces = tuple(piece for piece in map(_without_slots, pieces) if not isinstance(piece, Plate) or piece.pictures)
    captions = _unpictured(pieces)
    words = (*(each.caption for _plate, each in empty if each.caption), *map(text_of, captions))
    credits = (*(each.credit for _plate, each in empty), *(caption_of(text_of(line))[1] for line in captions))
    names = (name for credit in credits for name in credit.split("、") if name)
    stated = Stated(captions=tuple(dict.fromkeys(words)), photographers=tuple(dict.fromkeys(names)))
    return Marked((stated, without(pieces, captions)), (*queries, *(_ask(line, file) for line in captions)))


def _without_slots(piece: Piece) -> Piece:
    if not isinstance(piece, Plate):
        return piece
    return piece.model_copy(update={"pictures": tuple(each for each in piece.pictures if not place_of(each))})


def _unpictured(pieces: Sequence[Piece]) -> list[Line]:
    """The lines that are captions, in a text without pictures and tables; none where nothing else would be left."""
    if any(not isinstance(piece, Line) or piece.art for piece in pieces):
        return []
    lines = [piece for piece in pieces if isinstance(piece, Line) and text_of(piece)]
    found = [line for line in lines if _is_marked(line)]
    found += [line for group in _groups(lines) for line in group if line not in found]
    captions = [line for line in lines if line in found]
    return captions if len(captions) < len(lines) else []


def _is_marked(line: Line) -> bool:
    text = text_of(line)
    if len(text) > _LONGEST or line.outline is not None or line.number or line.level is not None:
        return False
    return bool(_MARKED.match(text)) or bool(_CREDITED.fullmatch(text) and _TAKEN.search(text))


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Short lines amid running text that stand together and of which one speaks as captions do; a heading stands alone."""
    group: list[Line] = []
    for line in (*lines, None):
        if line is not None and _could_be(line):
            group.append(line)
            continue
        if line is not None and len(text_of(line)) > RUNNING_TEXT and 1 < len(group) <= 4 and _SHOWS.search(text_of(group[0])):
            yield group
        group = []


def _could_be(line: Line) -> bool:
    text = text_of(line)
    return len(text) <= RUNNING_TEXT and not ends_as_sentence(text) and not is_numbered(text) and line.outline is None and not line.number


def _gone(picture: Mounted, plate: Plate, file: str) -> Query:
    return query(
        "picture-missing",
        Place(file=file, paragraph=plate.position, text=place_of(picture)),
        _("here is a place for a picture, but the picture did not come: {place}").format(
            place=f"{place_of(picture)} {picture.caption}".strip()
        ),
        _("Ask for the picture, and put it into story.md here."),
    )


def _ask(line: Line, file: str) -> Query:
    return query(
        "picture-missing",
        Place(file=file, paragraph=line.position, text=text_of(line)),
        _("here stands a caption, but the picture did not come: {caption}").format(caption=text_of(line)),
        _("Ask for the picture. The caption is kept under `captions` in the head of story.md; if it is text, move it back into the text."),
    )
