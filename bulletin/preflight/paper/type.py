"""The type: a font as it lies in the file, as far as a check asks of it."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from pikepdf import Array, Name, Stream

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_SFNT = (b"OTTO", b"\0\1\0\0", b"true")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^]]*)\])")
#: The most characters that one range of a ToUnicode map may name (ISO 32000-1 §9.10.3: the last byte alone counts up).
_RANGE = 256


@dataclass(frozen=True, eq=False)
class Face:
    """`widths` are in ems, by code; `glyphs` is how many the font holds, 0 where that is not known; `characters` says what a code means.

    A `wide` font has codes of two bytes. `embedded` is true of a font that is drawn in the file itself (`drawn`, Type 3) as well.
    """

    name: str
    embedded: bool
    drawn: bool
    wide: bool
    widths: dict[int, float]
    default: float
    glyphs: int
    characters: dict[int, str]

    def codes(self, shown: bytes) -> tuple[int, ...]:
        """The codes of what is shown."""
        if not self.wide:
            return tuple(shown)
        return struct.unpack(f">{len(shown) // 2}H", shown[: len(shown) // 2 * 2])

    def lacks(self, code: int) -> bool:
        """Whether no glyph stands behind a code: WeasyPrint numbers such a character beyond the font's glyphs."""
        return self.wide and 0 < self.glyphs <= code


NO_FACE = Face("?", embedded=False, drawn=False, wide=False, widths={}, default=0.5, glyphs=0, characters={})


def read_face(font: Any) -> Face:
    """A font dictionary (ISO 32000-1 §9.5 to §9.8)."""
    drawn = font.get("/Subtype") == Name.Type3
    descendants = font.get("/DescendantFonts")
    within = font if descendants is None else descendants[0]
    descriptor = within.get("/FontDescriptor")
    file = None if descriptor is None else next((descriptor[key] for key in _FILES if key in descriptor), None)
    wide = descendants is not None
    return Face(
        name=str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/"),
        embedded=drawn or file is not None,
        drawn=drawn,
        wide=wide,
        widths=dict(_wide_widths(within) if wide else _simple_widths(font, drawn=drawn)),
        default=float(within.get("/DW", 1000)) / 1000 if wide else 0.5,
        glyphs=glyph_count(b"" if file is None or drawn else file.read_bytes()),
        characters=dict(_characters(font)),
    )


def glyph_count(data: bytes) -> int:
    """How many glyphs an OpenType or TrueType font has (its `maxp` table), 0 where that cannot be read."""
    if data[:4] not in _SFNT:
        return 0
    for start in range(12, 12 + 16 * _number(data, 4, 2), 16):
        if data[start : start + 4] == b"maxp":
            return _number(data, _number(data, start + 8, 4) + 4, 2)
    return 0


def _number(data: bytes, start: int, length: int) -> int:
    """A number as fonts have them, 0 behind the end."""
    return int.from_bytes(data[start : start + length], "big")


def _simple_widths(font: Any, *, drawn: bool) -> Iterator[tuple[int, float]]:
    unit = abs(float(font.get("/FontMatrix", [0.001])[0])) if drawn else 0.001
    for code, width in enumerate(font.get("/Widths", Array()), int(font.get("/FirstChar", 0))):
        yield code, float(width) * unit


def _wide_widths(within: Any) -> Iterator[tuple[int, float]]:
    """`/W`: a code and the widths from it on, or two codes and the width of all between (ISO 32000-1 §9.7.4.3)."""
    items = list(within.get("/W", Array()))
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], Array):
            yield from ((code, float(width) / 1000) for code, width in enumerate(items[at + 1], first))
            at += 2
        else:
            width = float(items[at + 2]) / 1000
            yield from ((code, width) for code in range(first, min(int(items[at + 1]), 0xFFFF) + 1))
            at += 3


def _characters(font: Any) -> Iterator[tuple[int, str]]:
    """`/ToUnicode` (ISO 32000-1 §9.10.3)."""
    written = font.get("/ToUnicode")
    if not isinstance(written, Stream):
        return
    for kind, body in _SECTION.findall(written.read_bytes()):
        if kind == b"bfchar":
            yield from ((int(code, 16), _text(text)) for code, text in _CHARACTER.findall(body))
        else:
            for low, high, start, listed in _SPAN.findall(body):
                codes = range(int(low, 16), min(int(high, 16), int(low, 16) + _RANGE) + 1)
                yield from zip(codes, _listed(listed) if listed else _counted(start), strict=False)


def _listed(listed: bytes) -> Iterator[str]:
    return (_text(text) for text in _HEX.findall(listed))


def _counted(start: bytes) -> Iterator[str]:
    """The characters from one on."""
    text = _text(start)
    return (text[:-1] + chr(ord(text[-1]) + step) for step in count()) if text else iter(())


def _text(written: bytes) -> str:
    return bytes.fromhex(written.decode()).decode("utf-16-be", "replace")
