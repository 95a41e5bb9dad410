"""The headline: what a manuscript sets as its title, however it was set."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from bulletin.copydesk.byline import BYLINE_LABELS, read_byline
from bulletin.copydesk.captions import is_marked
from bulletin.copydesk.introduction import read_line
from bulletin.copydesk.lines import (
    RUNNING_TEXT,
    body_size,
    ends_as_sentence,
    is_blank,
    is_numbered,
    is_strong,
    parting_lines,
    text_of,
    without,
    without_number,
)
from bulletin.copydesk.standfirst import calls_itself_standfirst
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.records.manuscript import Line, Passage
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, clean, count_han, join_lines, room

_SUBTITLE_STYLE = re.compile("subtitle|副标题", re.IGNORECASE)
#: A line under the title that ends so tells what kind of piece it is: …侧记.
_SUBTITLE = re.compile(r".{4,}(?:纪实|侧记|小记|札记|手记|掠影|巡礼|综述|速写|剪影|印象|启示录|二三事|见闻|随感|有感|采访记)")
#: How many lines of text a headline may have above it: a label, the section, an eyebrow.
_TOP = 6
#: A speech or a letter begins so, and no headline ends so.
_GREETING = re.compile("[^。]{0,24}(?:[您你]们?好|大家好|[早上中下午晚]{1,2}好)[！!]?")
_LONGEST = 80
_LONGEST_SET = 200
#: So many lines make verse, which may have no marks at all.
_VERSE = 6
_Look = Callable[[Line], bool]


class Headline(Sheet):
    """A title, the line under it, the lines that stood above it, and what remains of the manuscript."""

    title: str
    subtitle: str
    above: tuple[Line, ...]
    rest: tuple[Passage, ...]


def read_headline(passages: Sequence[Passage], house: House) -> Headline | None:
    """The headline that the manuscript sets, None where nothing in it looks like one.

    Bylines are no headlines, in whatever words (青石桥支行 辛苦), unless nothing else is there.
    """
    size = body_size(passages)
    for placed, boxes in ((True, False), (False, False), (False, True)):
        top = _top(passages, house, placed=placed, boxes=boxes)
        for looks_like_one in (_is_titled, _is_first_heading, lambda line: _is_set_large(line, size)):
            if first := _first(top, looks_like_one):
                return _taken(passages, first, top, looks_like_one)
        if headline := _plain(passages, _over_pictures(passages, top), house):
            return headline
    lone = _heading_like_a_byline(passages, house)
    return _taken(passages, lone, [lone], _is_first_heading) if lone else None


def _first(top: Sequence[Line], looks_like_one: _Look) -> Line | None:
    """The first of the largest lines that look like a headline: what stands above it is smaller."""
    lines = [line for line in top if looks_like_one(line)]
    ranked = [line for line in lines if line.outline is not None]
    return ranked[0] if ranked else max(lines, key=lambda line: line.size or 0, default=None)


def _heading_like_a_byline(passages: Sequence[Passage], house: House) -> Line | None:
    """The first line where it is a heading that ends in a branch's name (客户来信表扬荔湾支行): more than that name, and no person's."""
    first = next((each for each in passages if not is_blank(each)), None)
    if not isinstance(first, Line) or not _is_first_heading(first) or house.branch(text_of(first)) or len(text_of(first)) > _LONGEST:
        return None
    said = read_byline(text_of(first), house)
    return first if said and said.branch and not (said.authors or said.photographers or said.date) else None


def without_title(passages: Sequence[Passage], title: str) -> tuple[Passage, ...]:
    """The passages without a headline that only repeats the title stated elsewhere."""
    first = next((line for line in passages if isinstance(line, Line) and text_of(line)), None)
    return without(passages, [first] if first and _bare(text_of(first)) == _bare(title) else [])


def _bare(text: str) -> str:
    return re.sub(f"[{BLANKS}\n]", "", clean(text))


def _top(passages: Sequence[Passage], house: House, *, placed: bool, boxes: bool) -> list[Line]:
    """The lines from the first to the first running text or table, at most some; bylines and pictures' captions are none of them."""
    top: list[Line] = []
    numbered = sum(isinstance(each, Line) and bool(each.number) for each in passages) > 1
    for passage in passages:
        if is_blank(passage) or (isinstance(passage, Line) and passage.art and not text_of(passage)):
            continue
        if not isinstance(passage, Line) or passage.art or room(text_of(passage)) > _longest(passage) or len(top) >= _TOP:
            break
        if (passage.box and not boxes) or (passage.number and numbered) or is_marked(passage):
            continue
        if not _is_byline(passage, house, placed=placed):
            top.append(passage)
    return top


def _longest(line: Line) -> int:
    """How long a headline may be: what its author set in a style for it is one, however long."""
    return _LONGEST if line.outline is None else _LONGEST_SET


def _is_byline(line: Line, house: House, *, placed: bool) -> bool:
    """Whether the line is a byline; by its place alone only where it is in parts, and no heading."""
    in_parts = bool(re.search(f"[{BLANKS}、/／|：:（(】]", text_of(line)))
    return read_byline(text_of(line), house, placed=placed and in_parts and line.outline is None) is not None


def _over_pictures(passages: Sequence[Passage], top: Sequence[Line]) -> list[Line]:
    """Those lines that no picture stands above: of plain lines under one, any may be its caption."""
    above = list(takewhile(lambda each: not isinstance(each, Line) or not each.art, passages))
    return [line for line in top if any(line is each for each in above)]


def _is_titled(line: Line) -> bool:
    return line.outline == 0


def _is_first_heading(line: Line) -> bool:
    return line.outline is not None and not is_numbered(text_of(line))


def _is_set_large(line: Line, size: float | None) -> bool:
    """Direct formatting: offices centre a headline and set it large, bold, in 小标宋 or 黑体, without a style."""
    text = text_of(line)
    if _is_closed(text) or is_numbered(text) or calls_itself_standfirst(text):
        return False
    large = line.size is not None and line.size >= (size * 1.15 if size else 16)
    return 2 * large + is_strong(line) + (line.alignment == "centre") >= 2


def _is_closed(text: str) -> bool:
    """Whether the text ends as no headline does; a headline may ask (能不能少盖一次？) or call out."""
    return ends_as_sentence(text) and text[-1] not in "?!？！"


def _plain(passages: Sequence[Passage], top: Sequence[Line], house: House) -> Headline | None:
    """The headline of a text that sets none: the first short line that is no sentence, with running text somewhere under it.

    Two such lines are one headline where they are of a length (让数据多跑路 / 让街坊少爬楼); or else the second is the headline,
    where it says more, a byline or the text comes next, and the text has no short lines of its own that it could be one of.
    """
    numbers = [line for line in passages if isinstance(line, Line) and is_numbered(text_of(line))]
    lone = len(numbers) == 1 and text_of(numbers[0])[0].isdigit()
    first = next((line for line in top if _is_label(line, passages, numbered=lone) and not _names_section(line, house)), None)
    if first is None:
        return None
    place = [id(line) for line in top].index(id(first))
    second = _next_label(first, passages, top[place + 1 :], house)
    above, lines = list(top[:place]), [first]
    if second is not None and _is_pair(first, second):
        lines.append(second)
    elif second is not None and len(text_of(second)) > len(text_of(first)):
        above, lines = [*above, first], [second]
    return _headline(passages, lines, above, top)


def _next_label(first: Line, passages: Sequence[Passage], under: Sequence[Line], house: House) -> Line | None:
    """The line right under a plain headline that may be one itself, as `_plain` says; None where there is none."""
    second = under[0] if under else None
    filled = [each for each in passages if not is_blank(each)]
    places = [id(each) for each in filled]
    if second is None or places.index(id(second)) != places.index(id(first)) + 1:
        return None
    following = filled[places.index(id(second)) + 1 :]
    if not _is_label(second, passages) or _is_subtitle(second) or _is_asked(text_of(first)) or _is_asked(text_of(second)):
        return None
    if read_line(second, [each for each in following if isinstance(each, Line)], house, Stated()) or _is_labelled(second):
        return None
    after = following[0] if following else None
    if not isinstance(after, Line) or after.art:
        return None
    lines = [each for each in following if isinstance(each, Line)]
    if text_of(after).startswith("——") or read_line(after, lines[1:], house, Stated()):
        return second
    return second if room(text_of(after)) > RUNNING_TEXT and not parting_lines(following) else None


def _is_labelled(line: Line) -> bool:
    """Whether a byline's label stands first, though the line is none: 摄影 半夏 制图 当归."""
    return re.split(f"[{BLANKS}：:/｜|]", text_of(line))[0] in BYLINE_LABELS


def _is_asked(text: str) -> bool:
    return text[-1:] in ("?", "？", "!", "！")


def _is_pair(first: Line, second: Line) -> bool:
    """Whether two lines are of a length, as a headline in two lines mostly is."""
    if any(mark in text_of(second) for mark in "：:"):
        return False
    return count_han(text_of(first)) >= 4 and abs(count_han(text_of(first)) - count_han(text_of(second))) <= 1


def _names_section(line: Line, house: House) -> bool:
    return house.section(re.sub(r"^[【\[（(]|[】\]）)：:]$", "", text_of(line))) is not None


def _is_label(line: Line, passages: Sequence[Passage], *, numbered: bool = False) -> bool:
    """Plain text: a short first line that is no sentence, with running text somewhere under it; verse is told by its many lines."""
    text = text_of(line)
    if _is_closed(text) or (ends_as_sentence(text) and text[:1] in '“‘"') or room(text) > RUNNING_TEXT:
        return False
    if (is_numbered(text) and not numbered) or _GREETING.fullmatch(text):
        return False
    if line.quote or line.level is not None or calls_itself_standfirst(text):
        return False
    under = passages[[id(passage) for passage in passages].index(id(line)) + 1 :]
    told = any(isinstance(each, Line) and len(text_of(each)) > len(text) and _is_told(text_of(each)) for each in under)
    return told or sum(isinstance(each, Line) and not is_blank(each) for each in under) >= _VERSE


def _is_told(text: str) -> bool:
    """Whether the text is running text, its author's name behind it or not."""
    return ends_as_sentence(text) or "。" in text


def _taken(passages: Sequence[Passage], first: Line, top: list[Line], looks_like_one: _Look) -> Headline:
    place = [id(line) for line in top].index(id(first))
    lines = [first]
    if len(top) > place + 1 and _goes_on(first, top[place + 1]) and looks_like_one(top[place + 1]):
        lines.append(top[place + 1])
    return _headline(passages, lines, top[:place], top)


def _headline(passages: Sequence[Passage], lines: Sequence[Line], above: Sequence[Line], top: Sequence[Line]) -> Headline:
    under = top[[id(line) for line in top].index(id(lines[-1])) + 1 :]
    subtitle = under[0] if under and _is_subtitle(under[0]) else None
    title = join_lines("\n".join(line.text for line in lines))
    return Headline(
        title=clean(without_number(title)) if is_numbered(title) else clean(title),
        subtitle=clean(join_lines(subtitle.text)) if subtitle else "",
        above=tuple(above),
        rest=without(passages, [*above, *lines, *([subtitle] if subtitle else [])]),
    )


def _goes_on(first: Line, second: Line) -> bool:
    """Whether a headline goes on in the next paragraph: set in every way alike, and none of them a heading by rank."""
    alike = (first.style, first.alignment, first.size, is_strong(first)) == (second.style, second.alignment, second.size, is_strong(second))
    return alike and first.outline in (None, 0) and first.size is not None and not _is_subtitle(second)


def _is_subtitle(line: Line) -> bool:
    text = text_of(line)
    if _SUBTITLE_STYLE.search(line.style) or text.startswith(("——", "—", "--")):
        return True
    return line.outline is None and len(text) <= RUNNING_TEXT and bool(_SUBTITLE.fullmatch(text))
