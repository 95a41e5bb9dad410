"""Names glued to the text: the dateline before its first words (本报讯（记者 张三）), the signature behind its last ((文/图 李四))."""

import datetime as dt
import re
from collections.abc import Sequence

from bulletin.copydesk.branch import belongs_to, named_in
from bulletin.copydesk.byline import names_in, read_byline, read_signature
from bulletin.copydesk.captions import is_marked
from bulletin.copydesk.credits import read_credits
from bulletin.copydesk.endmatter import about_the_author, is_end, is_to_the_editor, pictures_by
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, kept, text_of, without
from bulletin.copydesk.names import is_name, may_be_name
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
    rf"[{BLANKS}【\[（(〔]*(?P<line>(?:本[报站网刊行台]|[{HAN}]{{2,14}}?(?:社|支行|分行|报|网|台|部|中心))?[{BLANKS}]*(?:[{HAN}]{{2,6}}?)?[{BLANKS}]*"
    rf"(?P<day>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日)?[讯电])[】\]）)〕]?{_WHO}(?P<mark>[{BLANKS}]*[：:—-]+|[{BLANKS}]+|)"
)
#: 讯（通讯员 张三）…: the bare word counts only with a byline behind it.
_BARE = re.compile(rf"[{BLANKS}【\[]*(?P<line>讯)[】\]]?{_WHO.removesuffix('?')}[{BLANKS}]*")
_BY = "(?:本[报刊网行站])?(?:特约|实习|见习)?"
#: A byline in brackets before the first words, and the same without them (通讯员张三报道：).
_REPORTED = re.compile(
    rf"[{BLANKS}]*(?:[（(【](?P<who>{_BY}(?:记者|通讯员|作者|文|供稿)[^{_OPEN}{_CLOSE}]{{2,40}})[）)】][{BLANKS}：:]*"
    rf"|(?P<told>{_BY}(?:记者|通讯员)[{BLANKS}]*[{HAN}]{{2,4}}(?:[{BLANKS}、]+[{HAN}]{{2,4}})?[{BLANKS}]*报道)[{BLANKS}：:]+)"
)
_BEHIND_SENTENCE = rf"(?<=[。！？”…!?—）)])[{BLANKS}]*"
#: What marks the end of a text, glued to its last sentence.
_GLUED_END = re.compile(
    rf"{_BEHIND_SENTENCE}(?:[■◆□◇●○★☆※▲△♦◼◾▪◎]+|[（(【](?:全文|本文)?(?:完|终|END|The End)[）)】]|[{BLANKS}]END)[{BLANKS}]*$",
    re.IGNORECASE,
)
#: A last sentence to the editor begins with what it speaks of.
_GLUED_NOTE = re.compile(rf"{_BEHIND_SENTENCE}(?P<note>[（(]?(?:以上|此[稿文]|[本该]稿|特此|请编辑|敬请编辑)[^“”]{{4,80}})$")
_SIGNED = re.compile(rf"(?<=[。！？”…!?])[{BLANKS}]*[{_OPEN}](?P<who>[^{_OPEN}{_CLOSE}]{{2,60}})[{_CLOSE}][{BLANKS}。]*$")
_OUTLET_AND_NAME = re.compile(
    rf"[{HAN}]{{2,12}}(?:支行|分行|分理处|营业[部室]|农商行|信用社)[{BLANKS}]+[{HAN}]{{2,4}}(?:[{BLANKS}、]+[{HAN}]{{2,4}})*"
)
_NOTHING = Stated()
#: So many lines from the end are looked at.
_FAR = 4
#: A signature without brackets begins behind the last sentence.
_BEHIND = re.compile(rf"(?<=[。！？!?…])[{BLANKS}]*(?P<who>[^。！？!?…，,；;]{{2,{RUNNING_TEXT - 1}}})$")


def take_glued(
    pieces: Sequence[Piece], house: House, received: dt.datetime, file: str, known: Stated = _NOTHING
) -> Marked[tuple[Stated, tuple[Piece, ...]]]:
    """What the dateline and the signature state, and the pieces without them; each that is cut off is a note.

    A signature stands behind the end of the last paragraph, and is only cut where all of it is names, branches and their labels;
    where authors are `known` already, any other word in its brackets is the text's. Short lines behind a signature in brackets
    (a slogan of the site's) are no part of the story.
    """
    under = _under_the_signature(pieces, house)
    queries = [left_out([line], file) for line in under]
    left, stated = list(without(pieces, under)), Stated()
    texts = [i for i, piece in enumerate(left) if isinstance(piece, Line) and text_of(piece)]
    while texts and isinstance(last := left[texts[-1]], Line) and (signed := _ending(last, house, known.authors)):
        left[texts[-1]], said, cut = signed
        stated = said.over(stated)
        idle = left_out([kept(last, len(_own(last)) - len(cut))], file)
        queries.append(idle if said == Stated() else _cut(cut, _kept_of(said, known), last, file))
    if texts and isinstance(first := left[texts[0]], Line) and (opened := _opening(first, house, received.date())):
        left[texts[0]], said, cut = opened
        stated = said.over(stated)
        queries.append(_cut(cut, _kept_of(said, known), first, file))
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


def _ending(line: Line, house: House, known: Sequence[str]) -> _Cut | None:
    """The line without what stands last behind its last sentence: a signature, a mark of the end, a word to the editor."""
    text = _own(line)
    if found := _GLUED_END.search(text):
        return kept(line, 0, found.start()), Stated(), text[found.start() :]
    if (found := _SIGNED.search(text)) and (said := _in_brackets(found["who"], house, known)) is not None:
        return kept(line, 0, found.start()), said, text[found.start() :]
    if (found := _BEHIND.search(text)) and (said := _said_openly(found["who"], house)):
        return kept(line, 0, found.start()), said, text[found.start() :]
    if (found := _GLUED_NOTE.search(text)) and is_to_the_editor(found["note"]):
        return kept(line, 0, found.start()), Stated(), text[found.start() :]
    return None


def _in_brackets(who: str, house: House, known: Sequence[str]) -> Stated | None:
    """What stands in the brackets behind the last sentence, None where it is the text's own."""
    if is_end(f"（{who}）") or is_to_the_editor(who):
        return Stated()
    if (about := pictures_by(who) or about_the_author(who, house)) is not None:
        return about
    return _said(who, house) or read_signature(who, house) or _pen_names(who, known)


def _pen_names(who: str, known: Sequence[str] = ()) -> Stated | None:
    """Nothing but names, whatever they look like: in a dateline's or a signature's brackets their place tells them."""
    names = names_in(who)
    fit = bool(names) and len(names) <= 5 and all(map(may_be_name, names)) and (not known or set(names) <= set(known))
    return Stated(authors=names) if fit else None


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
    if _OUTLET_AND_NAME.fullmatch(who):
        return read_signature(who, house)
    name = re.sub(f"[{BLANKS}]", "", who)
    whole = is_name(name) and (len(name) == 3 or len(who.strip(BLANKS)) > len(name))
    return Stated(authors=(name,)) if whole else None


def _opening(line: Line, house: House, today: dt.date) -> _Cut | None:
    text = _own(line)
    for pattern in (_DATELINE, _BARE):
        found = pattern.match(text)
        if found and (said := _told(found, house, today)) is not None and len(text) - found.end() > RUNNING_TEXT // 2:
            return kept(line, found.end()), said, found[0]
    found = _REPORTED.match(text)
    if found and (said := read_signature(found["who"] or found["told"], house)) is not None and said.authors:
        return kept(line, found.end()), said, found[0]
    return None


def _told(found: re.Match[str], house: House, today: dt.date) -> Stated | None:
    """What a dateline states, None where it is no dateline: nothing tells it from a word that ends in 讯 or 电."""
    parts = found.groupdict()
    told = re.match(r"本[报站网刊行台]|.*(?:社|支行|分行|报|网|台|部|中心)", parts["line"]) is not None
    told = told or belongs_to(parts["line"][:-1], house) is not None
    who = parts["who"]
    said = (_said(who, house) or (_pen_names(who) if told or parts.get("day") else None)) if who else Stated()
    if said is None or not (told or parts.get("day") or parts["who"]):
        return None
    sure = parts["line"].startswith("本") or (parts.get("day") and parts["line"].endswith("讯"))
    if not (parts["who"] or parts.get("mark") or sure):
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


def _kept_of(said: Stated, known: Stated) -> str:
    """What of it story.md states at its head: all people, and office and day where nothing else says them."""
    branch = "" if known.branch else said.branch
    date = said.date.isoformat() if said.date and not known.date else ""
    people = dict.fromkeys((*said.authors, *said.photographers))
    return "、".join(filter(None, (branch, *people, *(each for credit in said.credits for each in credit.names), date)))


def _cut(text: str, kept_of_it: str, line: Line, file: str) -> Query:
    text = text.strip(BLANKS)
    kept_there = _("The head of story.md keeps of it: {kept}. Write the words back into the text if they belong there.")
    nothing = _("Nothing of it is kept; write it back into the text if readers should see it.")
    return query(
        "byline-in-text",
        Place(file=file, paragraph=line.position, text=text),
        _("this stood in the text, and says who wrote it or where it comes from: {text}").format(text=text),
        kept_there.format(kept=kept_of_it) if kept_of_it else nothing,
    )
