"""The rich text that Outlook keeps a mail's body in, as the HTML or the plain text that it was made from.

[MS-OXRTFCP] is how it is packed, [MS-OXRTFEX] how HTML lies in it; the words of the language are those of RTF 1.9.1.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bulletin.intake.charsets import known

_PACKED = 0x75465A4C  # "LZFu"
_PLAIN = 0x414C454D  # "MELA"
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)  # [MS-OXRTFCP] §2.1.3.1.2
_TOKEN = re.compile(
    rb"\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})? ?|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
#: Groups that hold no text of the body.
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object listtable listoverridetable header footer headerl headerr footerl footerr"
    b" mhtmltag themedata datastore generator fldinst xmlnstbl rsidtbl latentstyles".split()
)
_SIGNS = {
    **dict.fromkeys((b"par", b"line", b"row", b"page", b"sect"), "\n"),
    **dict.fromkeys((b"tab", b"cell"), "\t"),
    **{b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"},
}
_ESCAPES = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
#: \\fcharset of a font, and the charset that its bytes are written in.
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 204: "cp1251", 238: "cp1250", 161: "cp1253", 162: "cp1254"}


def unpacked(data: bytes, most: int) -> bytes:
    """RTF as Outlook packs it. Raises ValueError for what is none, or unpacks to more than so many bytes."""
    if len(data) < 16:
        raise ValueError("no compressed RTF")
    kind = struct.unpack_from("<8xI", data)[0]
    if kind not in (_PLAIN, _PACKED):
        raise ValueError("no compressed RTF")
    window = bytearray(_DICTIONARY.ljust(4096, b" "))
    rtf = data[16:] if kind == _PLAIN else b"".join(_runs(data, window, most))
    if len(rtf) > most:
        raise ValueError("longer than any letter")
    return rtf


def _runs(data: bytes, window: bytearray, most: int) -> Iterator[bytes]:
    """Literal bytes and repetitions of what went before ([MS-OXRTFCP] §2.2.2); a repetition of the writing place is the end."""
    at, writing, told = 16, len(_DICTIONARY), 0
    while at < len(data) and told <= most:
        control, at = data[at], at + 1
        for bit in range(8):
            if at + (control >> bit & 1) >= len(data):
                return
            if control >> bit & 1:
                pair, at = data[at] << 8 | data[at + 1], at + 2
                offset, length = pair >> 4, (pair & 0xF) + 2
                if offset == writing:
                    return
                run = bytearray()
                for step in range(length):
                    run.append(window[(offset + step) % 4096])
                    window[(writing + step) % 4096] = run[-1]
            else:
                run, at = bytearray(data[at : at + 1]), at + 1
                window[writing] = run[0]
            writing = (writing + len(run)) % 4096
            told += len(run)
            yield bytes(run)


@dataclass(frozen=True)
class _Group:
    """What holds between two braces: whether its text is silent, whether it is HTML as written, its font, blanks after \\u."""

    silent: bool = False
    hidden: bool = False
    font: int = 0
    skip: int = 1


@dataclass
class _Reader:
    """RTF being read: the groups that are open, the text so far."""

    html: bool
    charset: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    told: list[str] = field(default_factory=list)
    bytes_held: bytearray = field(default_factory=bytearray)
    passed_over: int = 0
    starred: bool = False
    defining: int | None = None

    def say(self, text: str) -> None:
        if not (self.groups[-1].silent or self.groups[-1].hidden):
            self.flush()
            self.told.append(text)

    def flush(self) -> None:
        if self.bytes_held:
            self.told.append(self.bytes_held.decode(self.fonts.get(self.groups[-1].font, self.charset), "replace"))
            self.bytes_held.clear()

    def spell(self, data: bytes) -> None:
        passed, self.passed_over = min(self.passed_over, len(data)), max(0, self.passed_over - len(data))
        if not (self.groups[-1].silent or self.groups[-1].hidden):
            self.bytes_held += data[passed:]

    def change(self, **changes: object) -> None:
        self.flush()
        self.groups[-1] = replace(self.groups[-1], **changes)  # type: ignore[arg-type]  # mypy knows no fields of a replacement

    def brace(self, brace: bytes) -> None:
        self.flush()
        self.passed_over, self.starred = 0, False
        if brace == b"{":
            self.groups.append(self.groups[-1])
        elif len(self.groups) > 1:
            self.groups.pop()

    def word(self, word: bytes, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == b"htmltag" and self.html:
            self.change(silent=False, hidden=False)
        elif starred or word in _SILENT:
            self.change(silent=True)
        elif word == b"htmlrtf" and self.html:
            self.change(hidden=number != 0)
        elif word == b"u":
            self.say(chr((number or 0) % 0x10000))
            self.passed_over = self.groups[-1].skip
        elif word in _SIGNS:
            self.say(_SIGNS[word])
        else:
            self._set(word, number or 0)

    def _set(self, word: bytes, number: int) -> None:
        match word:
            case b"uc":
                self.change(skip=number)
            case b"f":
                self.defining = number
                self.change(font=number)
            case b"fcharset" if self.defining is not None and number in _CHARSETS:
                self.fonts[self.defining] = _CHARSETS[number]
            case b"ansicpg":
                self.charset = known("gbk" if number == 936 else f"cp{number}") or self.charset


def text_of(rtf: bytes) -> tuple[str, bool]:
    """The text that was put into RTF, and whether it is HTML. Pictures and layout are not read."""
    reader = _Reader(html=b"\\fromhtml" in rtf[:4096])
    for token in _TOKEN.finditer(rtf):
        match token.lastgroup:
            case "byte":
                reader.spell(bytes.fromhex(token["byte"].decode()))
            case "text":
                reader.spell(token["text"])
            case "brace":
                reader.brace(token["brace"])
            case "sign" if token["sign"] == b"*":
                reader.starred = True
            case "sign":
                reader.say(_ESCAPES.get(token["sign"], ""))
            case "word" | "number":
                reader.word(token["word"], int(token["number"]) if token["number"] else None)
    reader.flush()
    # \u gives halves of pairs for what lies beyond the first plane
    return "".join(reader.told).encode("utf-16", "surrogatepass").decode("utf-16", "replace"), reader.html
