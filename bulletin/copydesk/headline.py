"""The headline: what a manuscript sets as its title, however it was set."""

import re
from collections.abc import Callable, Sequence

from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.lines import RUNNING_TEXT, body_size, ends_as_sentence, is_blank, is_numbered, is_strong, text_of, without
from bulletin.house.rules import House
from bulletin.records.manuscript import Line, Passage
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, clean, join_lines

_SUBTITLE_STYLE = re.compile("subtitle|副标题", re.IGNORECASE)
#: How many lines of text a headline may have above it: a label, the section, an eyebrow.
_TOP = 4
_LONGEST = 80


class Headline(Sheet):
    """A title, the line under it, the lines that stood above it, and what remains of the manuscript."""

    title: str
    subtitle: str
    above: tuple[Line, ...]
    rest: tuple[Passage, ...]


def read_headline(passages: Sequence[Passage], house: House) -> Headline | None:
    """The headline that the manuscript sets, None where nothing in it looks like one."""
    top = _top(passages, house)
    size = body_size(passages)
    for looks_like_one in (_is_titled, _is_first_heading, lambda line: _is_set_large(line, size), lambda line: _is_label(line, passages)):
        if first := next((line for line in top if looks_like_one(line)), None):
            return _taken(passages, first, top, looks_like_one)
    lone = _heading_like_a_byline(passages, house)
    return _taken(passages, lone, [lone], _is_first_heading) if lone else None


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


def _top(passages: Sequence[Passage], house: House) -> list[Line]:
    """The lines from the first to the first running text, table or picture, at most some; bylines are none of them."""
    top: list[Line] = []
    for passage in passages:
        if is_blank(passage):
            continue
        if not isinstance(passage, Line) or passage.art or len(text_of(passage)) > _LONGEST or len(top) >= _TOP:
            break
        if passage.box or passage.number or read_byline(text_of(passage), house):
            continue
        top.append(passage)
    return top


def _is_titled(line: Line) -> bool:
    return line.outline == 0


def _is_first_heading(line: Line) -> bool:
    return line.outline is not None and not is_numbered(text_of(line))


def _is_set_large(line: Line, size: float | None) -> bool:
    """Direct formatting: offices centre a headline and set it large, bold, in 小标宋 or 黑体, without a style."""
    text = text_of(line)
    if ends_as_sentence(text) or is_numbered(text):
        return False
    large = line.size is not None and line.size >= (size * 1.15 if size else 16)
    return 2 * large + is_strong(line) + (line.alignment == "centre") >= 2


def _is_label(line: Line, passages: Sequence[Passage]) -> bool:
    """Plain text: a short first line that is no sentence, with running text somewhere under it."""
    text = text_of(line)
    if ends_as_sentence(text) or is_numbered(text) or len(text) > RUNNING_TEXT or line.quote or line.level is not None:
        return False
    under = passages[[id(passage) for passage in passages].index(id(line)) + 1 :]
    return any(isinstance(each, Line) and len(text_of(each)) > len(text) and _is_told(text_of(each)) for each in under)


def _is_told(text: str) -> bool:
    """Whether the text is running text, its author's name behind it or not."""
    return ends_as_sentence(text) or "。" in text


def _taken(passages: Sequence[Passage], first: Line, top: list[Line], looks_like_one: Callable[[Line], bool]) -> Headline:
    place = [id(line) for line in top].index(id(first))
    lines, under = [first], top[place + 1 :]
    if under and _goes_on(first, under[0]) and looks_like_one(under[0]):
        lines.append(under.pop(0))
    subtitle = under[0] if under and _is_subtitle(under[0]) else None
    return Headline(
        title=clean(join_lines("\n".join(line.text for line in lines))),
        subtitle=clean(join_lines(subtitle.text)) if subtitle else "",
        above=tuple(top[:place]),
        rest=without(passages, [*top[:place], *lines, *([subtitle] if subtitle else [])]),
    )


def _goes_on(first: Line, second: Line) -> bool:
    """Whether a headline goes on in the next paragraph: set in every way alike, and none of them a heading by rank."""
    alike = (first.style, first.alignment, first.size, is_strong(first)) == (second.style, second.alignment, second.size, is_strong(second))
    return alike and first.outline in (None, 0) and first.size is not None and not _is_subtitle(second)


def _is_subtitle(line: Line) -> bool:
    return bool(_SUBTITLE_STYLE.search(line.style)) or text_of(line).startswith(("——", "—", "--"))
