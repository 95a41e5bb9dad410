"""What a file's name says of its story: the title, and with it the office and the person who sent it (临江支行-春生-雨夜送单.docx)."""

import re
from collections.abc import Sequence

from bulletin.copydesk.branch import belongs_to, is_organisation
from bulletin.copydesk.byline import people
from bulletin.copydesk.captions import words_of
from bulletin.copydesk.names import may_be_name
from bulletin.copydesk.section import without_section
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.typography import BLANKS, clean, count_han, join_lines

#: A name that says less than this (稿件, 投稿1) is no title.
_TELLING = 8
_NAMELESS = re.compile("文档|新建|副本|投稿|来稿|稿件|未命名|正文|终稿|定稿|修改")
_PARTING = re.compile(rf"[-—–_+＋|｜、，,；;{BLANKS}（）()【】\[\]《》]+")


def read_file_name(file: str, house: House) -> Stated:
    """What the name states, nothing where it tells no title; who sent it is read only where an office stands in a part of its own."""
    stem = re.sub(r"\.\w{1,5}$", "", file)
    parts = [part for each in _PARTING.split(without_section(stem, house)) if (part := each.lstrip("0123456789.．"))]
    ours = [at for at, part in enumerate(parts) if belongs_to(part, house)]
    offices = ours or [at for at, part in enumerate(parts) if is_organisation(part)]
    if len(offices) != 1 or len(parts) < 2:
        name = clean(join_lines(without_section(words_of(file), house)))
        return Stated(title=name) if count_han(name) >= _TELLING and not _NAMELESS.search(file) else Stated()
    return _parted(parts, offices[0])


def _parted(parts: Sequence[str], office: int) -> Stated:
    """The longest part is the title, and a name stands beside its office."""
    title = max((part for at, part in enumerate(parts) if at != office), key=count_han)
    if count_han(title) < _TELLING or _NAMELESS.search(title):
        return Stated()
    beside = [parts[at] for at in (office + 1, office - 1) if 0 <= at < len(parts) and parts[at] != title]
    names = next((people(part) for part in beside if may_be_name(part) and not _NAMELESS.search(part)), ())
    return Stated(title=clean(title), branch=parts[office], authors=names)
