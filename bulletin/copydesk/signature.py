"""Names glued to the text: the dateline before its first words (本报讯（记者 张三）), the signature behind its last ((文/图 李四))."""

import datetime as dt
import re
from collections.abc import Sequence

from bulletin.copydesk.branch import named_in
from bulletin.copydesk.byline import is_name, names_in, read_byline
from bulletin.copydesk.captions import is_marked
from bulletin.copydesk.credits import read_credits
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, kept, text_of, without
from bulletin.copydesk.plate import Piece
from bulletin.copydesk.site import left_out
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Line, Run
from bulletin.typography import BLANKS, HAN, trim

_OPEN, _CLOSE = r"（(【\[", r"）)】\]"
_WHO = rf"(?:[{BLANKS}]*[{_OPEN}](?P<who>[^{_OPEN}{_CLOSE}]{{2,60}})[{_CLOSE}][{BLANKS}]*)?"
#: 本报讯 · 新华社北京9月18日电 · 临江支行讯 · 1月5日讯: who tells it, or the day, must stand before 讯 and 电 (通讯 and 来电 are words).
_DATELINE = re.compile(
    rf"[{BLANKS}【\[]*(?P<line>(?:本[报站网刊行台]|[{HAN}]{{2,14}}?(?:社|支行|分行|报|网|台|部|中心))?[{BLANKS}]*(?:[{HAN}]{{2,6}}?)?[{BLANKS}]*"
    rf"(?P<day>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日)?[讯电])[】\]]?{_WHO}(?P<mark>[{BLANKS}]*[：:—-]+|[{BLANKS}]+|)"
)
#: 讯（通讯员 张三）…: the bare word counts only with a byline behind it.
_BARE = re.compile(rf"[{BLANKS}【\[]*(?P<line>讯)[】\]]?{_WHO.removesuffix('?')}[{BLANKS}]*")
_SIGNED = re.compile(rf"(?<=[。！？”…!?])[{BLANKS}]*[{_OPEN}](?P<who>[^{_OPEN}{_CLOSE}]{{2,60}})[{_CLOSE}][{BLANKS}。]*$")
#: So many lines from the end are looked at.
_FAR = 4
#: A signature without brackets begins behind the last sentence.
_BEHIND = re.compile(rf"(?<=[。！？!?…])[{BLANKS}]*(?P<who>[^。！？!?…，,；;]{{2,{RUNNING_TEXT - 1}}})$")


def take_glued(pieces: Sequence[Piece], house: House, received: dt.datetime, file: str) -> Marked[tuple[Stated, tuple[Piece, ...]]]:
    """What the dateline and the signature state, and the pieces without them; each that is cut off is a note.

    A signature stands behind the end of the last paragraph, and is only cut where all of it is names, branches and their labels.
    Short lines behind a signature in brackets (a slogan of the site's) are no part of the story.
    """
    under = _under_the_signature(pieces, house)
    queries = [left_out([line], file) for line in under]
    left, stated = list(without(pieces, under)), Stated()
    texts = [i for i, piece in enumerate(left) if isinstance(piece, Line) and text_of(piece)]
    if texts and isinstance(last := left[texts[-1]], Line) and (signed := _signature(last, house)):
        left[texts[-1]], said, cut = signed
        stated = stated.over(said)
        queries.append(_cut(cut, last, file))
    if texts and isinstance(first := left[texts[0]], Line) and (opened := _opening(first, house, received.date())):
        left[texts[0]], said, cut = opened
        stated = said.over(stated)
        queries.append(_cut(cut, first, file))
    return Marked((stated, tuple(left)), tuple(queries))


_Cut = tuple[Line, Stated, str]


def _under_the_signature(pieces: Sequence[Piece], house: House) -> list[Line]:
    under: list[Line] = []
    for line in [each for each in pieces if isinstance(each, Line) and text_of(each)][: -_FAR - 1 : -1]:
        if (found := _SIGNED.search(_own(line))) and _said(found["who"], house):
            return under[::-1]
        if ends_as_sentence(text_of(line)) or len(text_of(line)) > RUNNING_TEXT or is_marked(line):
            break
        under.append(line)
    return []


def _signature(line: Line, house: House) -> _Cut | None:
    text = _own(line)
    if (found := _SIGNED.search(text)) and (said := _said(found["who"], house)):
        return kept(line, 0, found.start()), said, text[found.start() :]
    if (found := _BEHIND.search(text)) and (said := _said_openly(found["who"], house)):
        return kept(line, 0, found.start()), said, text[found.start() :]
    return None


def _said(who: str, house: House) -> Stated | None:
    """What stands in a signature's brackets: a byline, credits, or nothing but names."""
    if (byline := read_byline(who, house) or read_credits(who, house)) is not None:
        return byline
    names = names_in(who)
    return Stated(authors=names) if names and all(map(is_name, names)) else None


def _said_openly(who: str, house: House) -> Stated | None:
    """Without brackets a name alone counts only where it is whole (three characters, or two set apart): 谢谢 is no author."""
    if (byline := read_byline(who, house) or read_credits(who, house)) is not None:
        return byline
    name = re.sub(f"[{BLANKS}]", "", who)
    return Stated(authors=(name,)) if is_name(name) and (len(name) == 3 or len(who.strip(BLANKS)) > len(name)) else None


def _opening(line: Line, house: House, today: dt.date) -> _Cut | None:
    text = _own(line)
    for pattern in (_DATELINE, _BARE):
        found = pattern.match(text)
        if found and (said := _told(found, house, today)) is not None and len(text) - found.end() > RUNNING_TEXT // 2:
            return kept(line, found.end()), said, found[0]
    return None


def _told(found: re.Match[str], house: House, today: dt.date) -> Stated | None:
    """What a dateline states, None where it is no dateline: nothing tells it from a word that ends in 讯 or 电."""
    parts = found.groupdict()
    told = re.match(r"本[报站网刊行台]|.*(?:社|支行|分行|报|网|台|部|中心)", parts["line"]) is not None
    said = _said(parts["who"], house) if parts["who"] else Stated()
    if said is None or not (told or parts.get("day") or parts["who"]):
        return None
    if not (parts["who"] or parts.get("mark") or parts["line"].startswith("本")):
        return None
    branch = named_in(trim(parts["line"]), house) if told else None
    return said.over(Stated(date=_day(parts.get("day") or "", today), branch=branch.name if branch else ""))


def _day(text: str, today: dt.date) -> dt.date | None:
    """The day of a dateline, which leaves out the year that everyone knows: the last such day."""
    found = re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日", text)
    if found is None:
        return None
    for year in (int(found[1]),) if found[1] else (today.year, today.year - 1):
        try:
            day = dt.date(year, int(found[2]), int(found[3]))
        except ValueError:
            continue
        if found[1] or day <= today:
            return day
    return None


def _own(line: Line) -> str:
    return "".join(run.text for run in line.runs if isinstance(run, Run))


def _cut(text: str, line: Line, file: str) -> Query:
    text = text.strip(BLANKS)
    return query(
        "byline-in-text",
        Place(file=file, paragraph=line.position, text=text),
        _("this stood in the text, and says who wrote it or where it comes from: {text}").format(text=text),
        _("It is in the head of story.md now; write it back into the text if it belongs there."),
    )
