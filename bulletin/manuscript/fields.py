"""Fields that keep no result in the file (ECMA-376-1 §17.16.5): what Word shows for them, from their instruction.

Chinese Word writes circled characters, readings over characters and fractions of old as EQ fields.
"""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bulletin.manuscript.equations import grouped, lowered, raised
from bulletin.manuscript.symbols import symbol

#: Fields that show nothing, or nothing of a story: marks for lists and indexes, add-ins' notes, pages' numbers, forms not filled in.
#: Whatever any other field shows Word computes when it opens the file; without a result in the file nobody knows what that was.
_SILENT: Final = frozenset(
    (
        *("ADDIN", "ADVANCE", "ASK", "BOOKMARK", "CONTROL", "FILLIN", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "HTMLCONTROL"),
        *("HYPERLINK", "INDEX", "NEXT", "NEXTIF", "NUMPAGES", "PAGE", "PAGEREF", "PRINT", "PRIVATE", "RD", "SECTION", "SECTIONPAGES"),
        *("SET", "SHAPE", "SKIPIF", "TA", "TC", "TOA", "TOC", "XE", ""),
    )
)
#: §17.16.4.3: switches that say how any field is set.
_GENERAL: Final = re.compile(r"""\\[*#@]\s*(?:"[^"]*"|\S+)""")
_SWITCH: Final = re.compile(r"\\([a-z]+)\s*(?:-?\d+)?\s*|\\(.)", re.IGNORECASE)
_SHIFT: Final = re.compile(r"\\s\\(up|do)", re.IGNORECASE)
_RINGS: Final = "○〇◯Oo"
_RINGED: Final = {
    **{str(number): chr(0x2460 + number - 1) for number in range(1, 21)},
    **dict(zip("一二三四五六七八九十", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", strict=True)),
}
_DEEPEST: Final = 20


@dataclass(frozen=True)
class Shown:
    """What a field shows, and whether that is certainly how its author sees it."""

    text: str
    sure: bool = True


def shown(instruction: str) -> Shown:
    """What Word shows for a field of this instruction; an empty text that is not sure is one that only Word could compute."""
    code, _blank, rest = instruction.strip().partition(" ")
    match code.upper():
        case "EQ":
            return _Equation(_GENERAL.sub("", rest).strip()).shown()
        case "SYMBOL":
            return _symbol(_words(rest))
        case "QUOTE":
            return Shown(" ".join(_words(_GENERAL.sub("", rest))))
        case "MACROBUTTON" | "GOTOBUTTON":
            return Shown(rest.strip().partition(" ")[2].strip())
        case other:
            # SEQ … \h counts and shows nothing
            return Shown("", sure=other in _SILENT or "\\h" in rest.split())


def address(instruction: str) -> str:
    """The address that a HYPERLINK field leads to, "" where it leads to a place in the same file."""
    code, *words = _words(instruction) or [""]
    return words[0] if code.upper() == "HYPERLINK" and words and not words[0].startswith("\\") else ""


def _words(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
    try:
        return list(lexer)
    except ValueError:  # a quotation mark that is never closed
        return text.replace('"', " ").split()


def _symbol(words: list[str]) -> Shown:
    font = words[words.index("\\f") + 1] if "\\f" in words[:-1] else ""
    number = words[0] if words else ""
    code = int(number, 16 if number.lower().startswith("0x") else 10) if re.fullmatch(r"0x[0-9a-f]{1,6}|\d{1,6}", number, re.I) else 0
    character = symbol(font, f"{code:X}") if code else None
    return Shown(character or "", sure=character is not None)


class _Equation:
    """An EQ field's instruction (§17.16.5.22), read from left to right: text, and switches with what they are applied to in brackets."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._sure = text, 0, True

    def shown(self) -> Shown:
        text = self._until("", 0)
        while self._at < len(self._text):  # a bracket too many
            self._at += 1
            text += self._until("", 0)
        return Shown(text, self._sure)

    def _until(self, ends: str, depth: int) -> str:
        text = ""
        while self._at < len(self._text) and self._text[self._at] not in (ends or ")"):
            switch = _SWITCH.match(self._text, self._at)
            if switch is None:
                text += self._text[self._at]
                self._at += 1
            elif switch[2]:
                text += switch[2]
                self._at = switch.end()
            else:
                text += self._switch(depth)
        return text

    def _switch(self, depth: int) -> str:
        names: list[str] = []
        while (switch := _SWITCH.match(self._text, self._at)) and (switch[1] or names[:1] == ["b"]):
            names.append((switch[1] or "").lower())
            self._at = switch.end()
        parts = self._parts(depth + 1)
        form = _FORMS.get(names[0], _unknown)(names, parts)
        self._sure = self._sure and form.sure
        return form.text

    def _parts(self, depth: int) -> "list[_Part]":
        parts: list[_Part] = []
        if self._text[self._at : self._at + 1] != "(" or depth > _DEEPEST:
            return parts
        while self._at < len(self._text) and self._text[self._at] != ")":
            self._at += 1
            shift = _SHIFT.match(self._text, self._at)
            parts.append(_Part(self._until(",;，；)", depth), shift[1].lower() if shift else ""))
        self._at += 1
        return parts


@dataclass(frozen=True)
class _Part:
    """One of the things a switch is applied to; whether it stands raised ("up") or lowered ("do") beside the others."""

    text: str
    shift: str


@dataclass(frozen=True)
class _Form:
    text: str
    sure: bool


def _overstruck(_names: list[str], parts: list[_Part]) -> _Form:
    """A character in a ring, a reading over a character, or characters that lie on one another."""
    texts = [part.text.strip() for part in parts]
    if len(texts) == 2 and texts[0] in tuple(_RINGS) and texts[1] in _RINGED:
        return _Form(_RINGED[texts[1]], True)
    over, base = [part for part in parts if part.shift == "up"], [part for part in parts if not part.shift]
    if len(over) == 1 and len(base) == 1:
        return _Form(f"{base[0].text.strip()}（{over[0].text.strip()}）", True)
    return _Form("".join(texts), False)


def _shifted(names: list[str], parts: list[_Part]) -> _Form:
    return _Form("".join(part.text for part in parts), len(names) > 1)


def _fraction(_names: list[str], parts: list[_Part]) -> _Form:
    return _Form("/".join(grouped(part.text.strip()) for part in parts), False)


def _root(_names: list[str], parts: list[_Part]) -> _Form:
    degree = raised(parts[0].text.strip()) if len(parts) > 1 else ""
    return _Form(f"{degree}√({parts[-1].text.strip() if parts else ''})", False)


def _integral(_names: list[str], parts: list[_Part]) -> _Form:
    low, high, term = ([part.text.strip() for part in parts] + ["", "", ""])[:3]
    return _Form(f"∫{lowered(low)}{raised(high)} {term}", False)


def _bracketed(_names: list[str], parts: list[_Part]) -> _Form:
    return _Form(f"({','.join(part.text for part in parts)})", False)


def _listed(_names: list[str], parts: list[_Part]) -> _Form:
    return _Form(",".join(part.text for part in parts), False)


def _unknown(_names: list[str], parts: list[_Part]) -> _Form:
    return _Form("".join(part.text for part in parts), False)


_FORMS: Final[dict[str, Callable[[list[str], list[_Part]], _Form]]] = {
    "a": _listed,
    "b": _bracketed,
    "f": _fraction,
    "i": _integral,
    "l": _listed,
    "o": _overstruck,
    "r": _root,
    "s": _shifted,
}
