"""Automatic numbers, computed as Word shows them (ECMA-376-1 §17.9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from bulletin.manuscript.numerals import numeral
from bulletin.manuscript.package import Element, qn, value
from bulletin.manuscript.styles import Stance, on, whole
from bulletin.manuscript.symbols import is_symbol_font

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
    spoken: bool = False
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

    def __init__(self, definitions: "Definitions") -> None:
        self._definitions = definitions
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        #: Formats that were written in Arabic figures because they are not known here.
        self.unknown: set[str] = set()

    def next(self, stance: Stance) -> tuple[int | None, str]:
        """The level (from 0) of a paragraph that stands so, and its number with the blank that follows it, if any.

        A paragraph in no list, or in one that is not in the file, has no level; one whose level is not defined has no number.
        """
        key = stance.list or "0"
        if key not in self._lists:
            self._lists[key] = self._definitions.list_of(key)
        found = self._lists[key]
        if found is None:
            return None, ""
        level = _level_of(stance, found)
        return level, self._number(found, level) if level in found.levels else ""

    def _number(self, found: _List, level: int) -> str:
        counts = self._counts.setdefault(found.counters, {})
        self._count(found, level, counts)
        return self._shown(found, level, counts)

    def _count(self, of_list: _List, level: int, counts: dict[int, int]) -> None:
        if level in of_list.starts:
            counts.pop(level, None)
            # a new start holds from the list's first use of that level on (§17.9.26)
            of_list.levels[level] = replace(of_list.levels[level], start=of_list.starts.pop(level))
        for above in range(level):
            # a level that was passed over counts as begun: after 1.1.1 comes 1.2, not 1.1
            counts.setdefault(above, of_list.levels.get(above, _Level()).start)
        counts[level] = counts[level] + 1 if level in counts else of_list.levels[level].start
        for deeper in [at for at in counts if at > level]:
            restart = of_list.levels[deeper].restart if deeper in of_list.levels else None
            if level < (deeper if restart is None else restart):
                del counts[deeper]

    def _shown(self, of_list: _List, level: int, counts: dict[int, int]) -> str:
        setting = of_list.levels[level]
        if setting.style == "bullet" and not setting.spoken:
            return BULLET if setting.text else ""
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


def _level_of(stance: Stance, of_list: _List) -> int:
    """The paragraph's own level; else the one its style is tied to, which goes before what the style itself says (§17.9.23)."""
    if stance.level is not None:
        return stance.level
    ties = {each.paragraph_style: at for at, each in of_list.levels.items()}
    return next((ties[style] for style in stance.styles if style in ties), stance.styled or 0)


def _wants_blank(number: str) -> bool:
    """Chinese sets no blank behind 一、 and （一）, and one behind 1. and 第一章."""
    if _CHAPTER.fullmatch(number):
        return True
    return not _HAN.search(number) and number.isascii() and (number[-1].isalnum() or number[-1] in ".)")


class Definitions:
    """The lists that a numbering part defines; a file without one has none. Of the many that Word writes, few are ever used."""

    def __init__(self, root: Element | None, lists_by_style: dict[str, str]) -> None:
        abstract, lists = ([] if root is None else list(root.iterchildren(qn(name))) for name in ("w:abstractNum", "w:num"))
        self._abstract = {value(each, "w:abstractNumId") or "": each for each in abstract}
        self._lists = {value(each, "w:numId") or "": each for each in lists}
        self._lists_by_style = lists_by_style

    def list_of(self, key: str) -> _List | None:
        """A list with nothing counted yet, None where it is not defined; list 0 is none (§17.9.18)."""
        definition = None if key == "0" else self._definition(self._defined_by(key))
        if definition is None:
            return None
        levels = dict(_levels(self._abstract[definition]))
        starts: dict[int, int] = {}
        for override in self._lists[key].iterchildren(qn("w:lvlOverride")):
            _override(override, levels, starts)
        return _List(definition, levels, starts)

    def _defined_by(self, key: str) -> str:
        return (value(self._lists[key].find(qn("w:abstractNumId"))) or "") if key in self._lists else ""

    def _definition(self, key: str) -> str | None:
        """The abstract list that holds the levels: a list may borrow those of a numbering style (§17.9.21)."""
        for _step in range(_LEVELS):
            if key not in self._abstract:
                return None
            style = value(self._abstract[key].find(qn("w:numStyleLink")))
            if style is None:
                return key
            linked = (at for at, each in self._abstract.items() if value(each.find(qn("w:styleLink"))) == style)
            key = next(linked, None) or self._defined_by(self._lists_by_style.get(style, ""))
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
        text="" if _is_hidden(element) else value(element.find(qn("w:lvlText"))) or "",
        spoken=_is_spoken(element),
        legal=on(element.find(qn("w:isLgl"))),
        restart=whole(value(element.find(qn("w:lvlRestart")))),
        suffix=value(element.find(qn("w:suff"))) or "tab",
        paragraph_style=value(element.find(qn("w:pStyle"))),
    )


def _is_hidden(element: Element) -> bool:
    """Whether a level's numbers are hidden text, which Word counts and does not show."""
    return on(element.find(f"{qn('w:rPr')}/{qn('w:vanish')}"))


def _is_spoken(element: Element) -> bool:
    """Whether a bullet is words (注：) rather than a sign; in a font of signs even a letter is a sign."""
    fonts = element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    font, text = value(fonts, "w:ascii") or value(fonts, "w:hAnsi") or "", value(element.find(qn("w:lvlText"))) or ""
    # Word's own second bullet is the letter o
    return text != "o" and any(sign.isalnum() for sign in text) and not is_symbol_font(font)


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
