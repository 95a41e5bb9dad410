"""The closing: the lines under a story's last sentence that are none of it, read from the end upwards.

Form and place decide: a line goes only where the whole of it is a signature, a credit or end matter, and reading stops at the
first line that may be the story's own.
"""

import re
from collections.abc import Sequence

from bulletin.copydesk.byline import BYLINE_LABELS, names_in, read_byline, read_signature
from bulletin.copydesk.captions import is_marked
from bulletin.copydesk.credits import read_credits
from bulletin.copydesk.endmatter import (
    about_the_author,
    in_digits,
    is_end,
    is_office_matter,
    is_to_the_editor,
    may_stand_beside,
    pictures_by,
    signed_off,
)
from bulletin.copydesk.front import read_date
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, is_blank, text_of, without
from bulletin.copydesk.names import COMMON_SURNAMES, is_name, may_be_name
from bulletin.copydesk.plate import Piece
from bulletin.copydesk.site import left_out
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.queries import Marked, Query
from bulletin.records.manuscript import Line
from bulletin.typography import BLANKS

_OUTLET = re.compile("支行|分行|总行|分理处|营业[部室]|网点|储蓄所|农商行|信用社|办公室|供稿")
_LABELS = "|".join(sorted({*BYLINE_LABELS, "文图", "图文", "文、图", "图、文", "文/图", "编辑", "一审", "审核"}, key=len, reverse=True))
#: A line of who did what: 文：张三, （张三/文 李四/图）.
_LABELLED = re.compile(
    rf"[（(]?(?:本[报刊网行])?(?:{_LABELS})[{BLANKS}]*[：:/／|｜丨]|[（(].*[/／](?:{_LABELS})[）)]|\S{{2,4}}[/／](?:{_LABELS})(?:[{BLANKS}]|$)"
)
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = re.compile(rf"(?:(?:\d{{4}}|[二一][〇○零Oo0一二三四五六七八九十]{{3}})年)?{_NUMBER}月{_NUMBER}日")
_SALUTATION = re.compile(r"[^，。；！？]{2,30}[：:]|[^，。；！？]{2,20}(?:您|你们?)好[！!，,：:。]?")
_FAR = 14


def take_closing(pieces: Sequence[Piece], house: House, file: str) -> Marked[tuple[Stated, tuple[Piece, ...]]]:
    """What the lines under the story state, and the pieces without them; those that state nothing are named in one note.

    A letter keeps its writer's signature and day, for they are its text.
    """
    closing = _Closing(pieces, house)
    taken, idle = closing.read()
    queries: tuple[Query, ...] = (left_out(idle, file),) if idle else ()
    return Marked((closing.stated, without(pieces, taken)), queries)


class _Closing:
    """Reads the lines at the end, the last first."""

    def __init__(self, pieces: Sequence[Piece], house: House) -> None:
        self.lines = [each for each in pieces if isinstance(each, Line) and not is_blank(each)]
        self.house = house
        self.stated = Stated()
        self.is_letter = bool(self.lines) and bool(_SALUTATION.fullmatch(text_of(self.lines[0])))
        self.is_signed = False

    def read(self) -> tuple[list[Line], list[Line]]:
        """The lines that are no part of the story, and those of them that state nothing."""
        taken, idle = list[Line](), list[Line]()
        for at in range(len(self.lines) - 1, max(len(self.lines) - 1 - _FAR, 0), -1):
            line = self.lines[at]
            if is_marked(line) and not self._is_picture_credit(at):  # a caption that waits for its picture
                continue
            if line.art or line.outline is not None or line.level is not None or (said := self._said(at)) is None:
                break
            taken.append(line)
            if said == Stated():
                idle.insert(0, line)
            self.stated = _above(said, self.stated)
        return taken, idle

    def _said(self, at: int) -> Stated | None:
        """What the line states: nothing where it only closes the text, None where it may be the story's own."""
        text = text_of(self.lines[at])
        if is_end(text) or is_office_matter(text):
            return Stated()
        if (known := pictures_by(text) or about_the_author(text, self.house)) is not None:
            return known
        if is_to_the_editor(text):
            self.is_signed = True
            return Stated(authors=(signed_off(text),)) if signed_off(text) else Stated()
        if self.is_letter and not _is_set_off(text):
            return None
        if self.is_signed and may_stand_beside(text.rstrip("！!。")):
            return Stated()
        return self._signature(self.lines[at], self._follows_text(at))

    def _is_picture_credit(self, at: int) -> bool:
        """Whether a line such as 图：李四 is a byline's: beside it stands who wrote (文：张三)."""
        said = read_signature(text_of(self.lines[at]), self.house)
        beside = [text_of(self.lines[i]) for i in (at - 1, at + 1) if 0 <= i < len(self.lines)]
        return said is not None and bool(said.photographers) and any(map(_LABELLED.match, beside))

    def _follows_text(self, at: int) -> bool:
        """Whether a paragraph that ends as one stands above, and not a line of verse."""
        above = text_of(self.lines[at - 1]) if at else ""
        return ends_as_sentence(above) or above.endswith(("…", "—")) or len(above) > RUNNING_TEXT

    def _signature(self, line: Line, follows: bool) -> Stated | None:
        text = text_of(line)
        found = read_byline(text, self.house) or read_credits(text, self.house)
        if found is None and (_OUTLET.search(text) or _LABELLED.match(text)) and not text.endswith(tuple("。！？，；：")):
            found = read_signature(text, self.house)
        if found is None and _DAY.fullmatch(text) and ("年" in text or self.is_signed or line.alignment in ("centre", "right")):
            found = Stated(date=read_date(in_digits(text)))
        if found is None:
            return self._names(line, follows)
        self.is_signed = self.is_signed or not found.authors
        return found

    def _names(self, line: Line, follows: bool) -> Stated | None:
        """Nothing but names: whatever can be one where the line is set apart; else they must look like names."""
        text = text_of(line)
        names = names_in(re.sub("[（()）]", "", text))
        if not names or len(names) > 5:
            return None
        apart = line.alignment in ("centre", "right") or line.text.startswith("\u3000" * 3) or _is_set_off(text)
        if follows and (apart or self.is_signed) and all(map(may_be_name, names)):
            return Stated(authors=names)
        whole = apart or len(names) > 1 or (len(names[0]) > 2 and names[0][0] in COMMON_SURNAMES)
        return Stated(authors=names) if whole and all(map(is_name, names)) else None


def _is_set_off(text: str) -> bool:
    """Whether the whole line stands in brackets."""
    return bool(re.fullmatch(r"[（(【].*[）)】]", text))


def _above(said: Stated, under: Stated) -> Stated:
    """What is stated under a line counts first, and its people come behind the line's."""
    people = said.beside(under)
    return under.over(said).model_copy(update={"authors": people.authors, "photographers": people.photographers})
