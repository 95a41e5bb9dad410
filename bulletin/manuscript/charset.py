"""Bytes as text: UTF-8, UTF-16, GB18030 and Big5, with or without a byte order mark, whatever the file claims to be."""

import codecs
import re
from typing import Final

from bulletin.language import _
from bulletin.manuscript.pencil import Pencil
from bulletin.manuscript.repair.mojibake import turned_back
from bulletin.manuscript.repair.pieces import example, shown

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Mail that says gb2312 or gbk often holds characters that only GB18030 has.
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "hz", "big5": "big5hkscs", "cp936": "gb18030", "iso8859-1": "", "ascii": ""}
#: Characters that any Chinese text has many of, simplified and traditional: they tell the right reading from the wrong one.
_COMMON: Final = frozenset("，。、：的一是在不了有和人这中大为上个国我以要他时来用们行到说地于服务户这這為個國時來們說後會對經過銀務戶與業")
#: What ends a line (Unicode, section 5.8): a vertical tab is Word's soft break, a form feed a new page.
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, charset: str | None, pencil: Pencil) -> str:
    """The text that the bytes hold, with "\\n" for line ends and U+FFFD for what cannot be read, which the repair queries in its place.

    A text whose bytes went through a wrong encoding before they came is turned back here, for its bytes look like blanks and marks.
    """
    text = _turned_back(_decoded(data, charset), pencil)
    text = _BREAKS.sub("\n", text)
    cleaned = _CONTROLS.sub("", text)
    if cleaned != text:
        message = _("control characters, which nobody sees, were taken out of the text")
        pencil.mark("text-repaired", message, _("Nothing needs to be done."))
    return cleaned


def _turned_back(text: str, pencil: Pencil) -> str:
    lines = text.split("\n")
    turned = [(line, pieces) for line in lines if (pieces := turned_back(line)) is not None]
    if not turned:
        return text
    before, after = map(shown, example(*turned[0]))
    message = _("the text was read in a wrong encoding before it came, and was turned back; for example “{before}” became “{after}”")
    pencil.mark("text-repaired", message.format(before=before, after=after), _("Nothing need be done; the original is kept."))
    right = {line: "".join(pieces) for line, pieces in turned}
    return "\n".join(right.get(line, line) for line in lines)


def _decoded(data: bytes, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in (_known(charset), _utf_16(data), "utf-8"):
        if encoding and (text := _strictly(data, encoding)) is not None:
            return text
    return _chinese(data)


def _known(charset: str | None) -> str:
    try:
        name = codecs.lookup(charset).name if charset else ""
    except LookupError:
        return ""
    return _WIDER.get(name, name)


def _utf_16(data: bytes) -> str:
    """Western text in UTF-16 without a mark shows in its zero bytes, which make up one side of most pairs."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 <= len(sample) or len(data) % 2:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _chinese(data: bytes) -> str:
    """The reading with the most everyday characters and the fewest lost ones; GB18030 where nothing tells them apart."""
    encodings = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
    whole = [text for encoding in encodings if (text := _strictly(data, encoding)) is not None]
    torn = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030", "big5hkscs")]
    return max(whole + torn, key=lambda text: sum(sign in _COMMON for sign in text) - 3 * text.count("\ufffd"))
