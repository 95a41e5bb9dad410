"""Automatic numbers, computed as Word shows them (ECMA-376-1 §17.9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from bulletin.manuscript.numerals import numeral
from bulletin.manuscript.package import Element, qn, value
from bulletin.manuscript.styles import on, whole

_LEVELS: Final = 9
_SIGN: Final = re.compile(r"%([1-9])")
_HAN: Final = re.compile(r"[〇一-鿿]")
_CHAPTER: Final = re.compile(r"第.+[章节節条條款项項编編篇回卷部分]")
BULLET: Final = "• "


@dataclass(frozen=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    suffix: str = "tab"
    paragraph_style: str | None = None


@dataclass
class _List:
    """One w:num: its levels, the abstract list whose counters it shares, and the starts it sets when it is first used."""

    counters: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one Word file, with their counters: numbers must be asked for in reading order."""

    def __init__(self, root: Element | None, lists_by_style: dict[str, str]) -> None:
        self._lists = {} if root is None else dict(_lists(root, lists_by_style))
        self._counts: dict[str, dict[int, int]] = {}
        #: Formats that were written in Arabic figures because they are not known here.
        self.unknown: set[str] = set()

    def level(self, of_list: str, level: int | None, paragraph_style: str | None) -> int:
        """The level (from 0) of a paragraph: the one its style is tied to where it says none itself (§17.9.23)."""
        if level is not None:
            return level
        found = self._lists.get(of_list)
        levels = found.levels.items() if found else ()
        return next((at for at, each in levels if paragraph_style and each.paragraph_style == paragraph_style), 0)

    def number(self, of_list: str | None, level: int) -> str:
        """The next number of a list at this level, with the blank that follows it if any; "" where there is none."""
        found = self._lists.get(of_list or "0")
        if found is None or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.counters, {})
        self._count(found, level, counts)
        return self._shown(found, level, counts)

    def _count(self, of_list: _List, level: int, counts: dict[int, int]) -> None:
        for at in [at for at in of_list.starts if at <= level]:
            counts.pop(at, None)
            # a new start holds from the list's first use of that level on (§17.9.26)
            of_list.levels[at] = replace(of_list.levels.get(at, _Level()), start=of_list.starts.pop(at))
        counts[level] = counts[level] + 1 if level in counts else of_list.levels[level].start
        for deeper in [at for at in counts if at > level]:
            restart = of_list.levels[deeper].restart if deeper in of_list.levels else None
            if level < (deeper if restart is None else restart):
                del counts[deeper]

    def _shown(self, of_list: _List, level: int, counts: dict[int, int]) -> str:
        setting = of_list.levels[level]
        if setting.style == "bullet":
            return BULLET
        text = _SIGN.sub(lambda sign: self._sign(of_list, int(sign[1]) - 1, counts, legal=setting.legal), setting.text)
        return text + (" " if text and setting.suffix != "nothing" and _wants_blank(text) else "")

    def _sign(self, of_list: _List, level: int, counts: dict[int, int], *, legal: bool) -> str:
        setting = of_list.levels.get(level, _Level())
        number = max(counts.get(level, setting.start), 0)
        style = "decimal" if legal and setting.style != "none" else setting.style
        written = "" if style == "bullet" else numeral(number, style)
        if written is None:
            self.unknown.add(style)
            return str(number)
        return written


def _wants_blank(number: str) -> bool:
    """Chinese sets no blank behind 一、 and （一）, and one behind 1. and 第一章."""
    if _CHAPTER.fullmatch(number):
        return True
    return not _HAN.search(number) and number.isascii() and (number[-1].isalnum() or number[-1] in ".)")


def _lists(root: Element, lists_by_style: dict[str, str]) -> Iterator[tuple[str, _List]]:
    abstract = {value(each, "w:abstractNumId") or "": each for each in root.iterchildren(qn("w:abstractNum"))}
    of_list = {value(each, "w:numId") or "": value(each.find(qn("w:abstractNumId"))) or "" for each in root.iterchildren(qn("w:num"))}
    for element in root.iterchildren(qn("w:num")):
        key = value(element, "w:numId") or ""
        definition = _definition(of_list[key], abstract, of_list, lists_by_style)
        if definition is None or key == "0":
            continue
        levels = dict(_levels(abstract[definition]))
        starts: dict[int, int] = {}
        for override in element.iterchildren(qn("w:lvlOverride")):
            _override(override, levels, starts)
        yield key, _List(definition, levels, starts)


def _definition(key: str, abstract: dict[str, Element], of_list: dict[str, str], lists_by_style: dict[str, str]) -> str | None:
    """The abstract list that holds the levels: a list may borrow those of a numbering style (§17.9.21)."""
    for _step in range(_LEVELS):
        if key not in abstract:
            return None
        style = value(abstract[key].find(qn("w:numStyleLink")))
        if style is None:
            return key
        linked = (at for at, each in abstract.items() if value(each.find(qn("w:styleLink"))) == style)
        key = next(linked, None) or of_list.get(lists_by_style.get(style, ""), "")
    return None


def _levels(element: Element) -> Iterator[tuple[int, _Level]]:
    for each in element.iterchildren(qn("w:lvl")):
        level = whole(value(each, "w:ilvl"))
        if level is not None and 0 <= level < _LEVELS:
            yield level, _level(each)


def _level(element: Element) -> _Level:
    start = whole(value(element.find(qn("w:start"))))
    return _Level(
        start=0 if start is None else start,
        style=_style(element),
        text=value(element.find(qn("w:lvlText"))) or "",
        legal=on(element.find(qn("w:isLgl"))),
        restart=whole(value(element.find(qn("w:lvlRestart")))),
        suffix=value(element.find(qn("w:suff"))) or "tab",
        paragraph_style=value(element.find(qn("w:pStyle"))),
    )


def _style(element: Element) -> str:
    style = element.find(qn("w:numFmt"))
    if value(style) == "custom":
        # "001, 002, 003, …": the first of them says how it goes on
        return (value(style, "w:format") or "").partition(",")[0].strip()
    return value(style) or "decimal"


def _override(element: Element, levels: dict[int, _Level], starts: dict[int, int]) -> None:
    level = whole(value(element, "w:ilvl"))
    if level is None or not 0 <= level < _LEVELS:
        return
    whole_level = element.find(qn("w:lvl"))
    if whole_level is not None:
        levels[level] = _level(whole_level)
    start = whole(value(element.find(qn("w:startOverride"))))
    if start is not None:
        starts[level] = start
