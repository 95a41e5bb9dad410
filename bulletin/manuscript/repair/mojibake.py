"""Text whose bytes were once read in a wrong encoding: turned back where they decode, and what is lost is left as U+FFFD."""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from bulletin.manuscript.repair.pieces import Mended
from bulletin.manuscript.repair.script import in_charset
from bulletin.typography import Pieces, is_han

#: What UTF-8's and GBK's first bytes become in Latin-1, and what all their bytes become in Latin-1 or windows-1252.
_FIRST: Final = re.compile("[\u00b0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]")
_WESTERN: Final = "\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_WESTERN_RUN: Final = re.compile(f"[{_WESTERN}]{{3,}}")
_CHINESE_RUN: Final = re.compile(r"[^\x00-\x7f\u3000-\u3002\uff01-\uff5e“”]{3,}")
_PUNCTUATION: Final = re.compile("[\u00b7\u2010-\u2027\u2030\u3000]")
#: A byte that no UTF-8 and no GB 18030 has: it stands for one that was lost.
_LOST: Final = b"\xff"
#: U+FFFD and, behind it, the mark that a program wrote for the byte it could not show.
_UNREADABLE: Final = re.compile("\ufffd[\ufffd?]*")
_BLANK_BYTE: Final = re.compile(rb"([\xe0-\xef]) (?=[\x80-\xbf])|([\xe0-\xef][\x80-\xbf]) (?![\x80-\xbf])")

Encode = Callable[[str], bytes]


def turned_back(text: str) -> Mended:
    """What a text's bytes say in the encoding that they were written in; None for a text that shows no such fault.

    Tried are UTF-8 read as Latin-1 or windows-1252, UTF-8 read as GBK, GBK read as Latin-1; and each twice.
    """
    if _is_plain(text) and not _FIRST.search(text):
        return None
    return next(_whole(text), None) or _in_runs(text)


def _whole(text: str) -> Iterator[Pieces]:
    """The readings of the whole text that are Chinese, the shortest way first."""
    once = [pieces for misread in (_utf8_as_western, _utf8_as_gb, _gb_as_western) if (pieces := misread(text)) is not None]
    yield from (pieces for pieces in once if _is_chinese("".join(pieces)))
    for pieces in once:
        for misread in (_utf8_as_western, _utf8_as_gb):
            twice = misread("".join(pieces))
            if twice is not None and _is_chinese("".join(twice)):
                yield _one_after_the_other(pieces, twice)


def _in_runs(text: str) -> Mended:
    """The garbled runs of a text that is whole besides; only runs that decode to the last byte."""
    pieces: Pieces = list(text)
    for pattern, misread in ((_WESTERN_RUN, _utf8_as_western), (_CHINESE_RUN, _utf8_as_gb)):
        for found in pattern.finditer(text):
            back = misread(found[0])
            if back is not None and "\ufffd" not in "".join(back) and _is_chinese("".join(back)):
                pieces[found.start() : found.end()] = back
    return None if pieces == list(text) else pieces


def _utf8_as_western(text: str) -> Mended:
    return _decoded(text, _western, "utf-8") if _FIRST.search(text) else None


def _utf8_as_gb(text: str) -> Mended:
    # a clean text is in GB 2312 but for a name or two; the misread one has bytes that GB 2312 has not
    return None if _is_plain(text) else _decoded(text, _gb, "utf-8")


def _gb_as_western(text: str) -> Mended:
    """Only where most of the text is letters with accents, as no language has it."""
    if len(_FIRST.findall(text)) * 2 < len("".join(text.split())):
        return None
    pieces = _decoded(text, _western, "gb18030")
    han = [] if pieces is None else [sign for sign in pieces if is_han(sign)]
    return pieces if sum(map(_is_common, han)) * 5 >= len(han) * 4 else None


def _decoded(text: str, encode: Encode, encoding: str) -> Mended:
    """A text's bytes in another encoding; every character at the place where its last byte stood. None where it has no such bytes."""
    try:
        encoded = [encode(sign) for sign in text]
    except UnicodeEncodeError:
        return None
    data = b"".join(encoded)
    if data.decode(encoding, "replace").count("\ufffd") * 2 > len(text):
        return None  # most of it means nothing
    if encode is _western and encoding == "utf-8":
        data = _BLANK_BYTE.sub(lambda found: (found[1] or found[2]) + b"\xa0", data)  # a no-break space that was made a blank
    owners = (at for at, piece in enumerate(encoded) for _byte in piece)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pieces = [""] * len(text)
    for at, byte in zip(owners, data, strict=True):
        pieces[at] += decoder.decode(bytes((byte,)))
    pieces[-1] += decoder.decode(b"", final=True)
    return _one_mark_each(pieces)


def _is_plain(text: str) -> bool:
    """Whether a text has only what simplified Chinese is written with: GB 2312 and the dashes, dots and quotes that it codes otherwise."""
    return text.isascii() or in_charset(_PUNCTUATION.sub("", text), "gb2312")


def _western(sign: str) -> bytes:
    if sign == "\ufffd":
        return _LOST
    # windows-1252 leaves five bytes undefined, which browsers read as Latin-1 does (WHATWG Encoding §9.1)
    return bytes((ord(sign),)) if ord(sign) < 0x100 else sign.encode("cp1252")


def _gb(sign: str) -> bytes:
    return _LOST if sign == "\ufffd" else sign.encode("gb18030")


def _one_mark_each(pieces: Pieces) -> Pieces:
    """The pieces with one U+FFFD for each place where something is lost."""
    text, owners = "".join(pieces), [at for at, piece in enumerate(pieces) for _sign in piece]
    kept = [""] * len(pieces)
    start = 0
    for found in [*_UNREADABLE.finditer(text), None]:
        end = found.start() + 1 if found else len(text)
        for at in range(start, end):
            kept[owners[at]] += text[at]
        start = found.end() if found else end
    return kept


def _one_after_the_other(first: Pieces, second: Pieces) -> Pieces:
    pieces, at = list(first), 0
    for i, piece in enumerate(first):
        pieces[i] = "".join(second[at : at + len(piece)])
        at += len(piece)
    return pieces


def _is_chinese(text: str) -> bool:
    """Whether a text reads as Chinese: everyday characters, hardly one lost, and no letters of the misreading left."""
    han = [sign for sign in text if is_han(sign)]
    everyday = sum(map(_is_everyday, han))
    strange = text.count("\ufffd") + len(_FIRST.findall(text)) + len(han) - everyday
    return len(han) >= 2 and strange * 4 <= everyday


@cache
def _is_common(character: str) -> bool:
    """Whether a character is of GB 2312's first level, rows 16 to 55."""
    return in_charset(character, "gb2312") and 0xB0 <= character.encode("gb2312")[0] <= 0xD7


@cache
def _is_everyday(character: str) -> bool:
    return in_charset(character, "gb2312") or in_charset(character, "big5")
