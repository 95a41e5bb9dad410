"""A mail as Outlook and Exchange keep it: properties by their numbers ([MS-OXPROPS]), in a .msg file or a winmail.dat."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bulletin.intake.charsets import charset_of, decode, known
from bulletin.intake.kinds import bare_name, with_ending
from bulletin.intake.limits import MEGABYTE
from bulletin.intake.rtf import text_of, unpacked
from bulletin.records.submission import Enclosure

SUBJECT, SENT, DELIVERED, MESSAGE_ID, HEADERS = 0x0037, 0x0039, 0x0E06, 0x1035, 0x007D
WRITER, WRITER_NAME, SENDER, SENDER_NAME = (0x5D02, 0x0065), 0x0042, (0x5D01, 0x0C1F), 0x0C1A
PLAIN, RTF, HTML = 0x1000, 0x1009, 0x1013
DATA, METHOD, CONTENT_ID, MIME = 0x3701, 0x3705, 0x3712, 0x370E
NAMES = (0x3707, 0x3704, 0x3001)
CODE_PAGE, INTERNET_CODE_PAGE, CLASS = 0x3FFD, 0x3FDE, 0x001A
#: What is read of a mail; the others are not looked at.
WANTED = frozenset(
    {SUBJECT, SENT, DELIVERED, MESSAGE_ID, HEADERS, *WRITER, WRITER_NAME, *SENDER, SENDER_NAME, PLAIN, RTF, HTML}
    | {DATA, METHOD, CONTENT_ID, MIME, *NAMES, CODE_PAGE, INTERNET_CODE_PAGE, CLASS}
)
_UNICODE, _STRING = 0x1F, 0x1E
#: Code pages whose names Python does not make of their numbers.
_PAGES = {65001: "utf-8", 936: "gbk", 54936: "gb18030", 20936: "gb2312", 52936: "hz", 28591: "latin-1", 20127: "ascii", 1200: "utf-16-le"}
_MOST_RTF = 3 * MEGABYTE

#: A property's type and its bytes, by its number.
Properties = Mapping[int, tuple[int, bytes]]


def text(properties: Properties, *numbers: int) -> str:
    """The first of these properties that is a text and not empty; "" where none is."""
    return next(filter(None, (_text(properties, number) for number in numbers)), "")


def whole(properties: Properties, number: int) -> int:
    """A property that is a number; 0 where it is not there."""
    return int.from_bytes(properties.get(number, (0, b""))[1][:4], "little")


def moment(properties: Properties, *numbers: int) -> datetime | None:
    """The first of these properties that is a date ([MS-DTYP] §2.3.3: tenths of microseconds since 1601)."""
    for number in numbers:
        ticks = int.from_bytes(properties.get(number, (0, b""))[1][:8], "little")
        if ticks:
            try:
                return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
            except OverflowError:
                continue
    return None


def body(properties: Properties) -> tuple[Enclosure, ...]:
    """A mail's text: HTML as it stands or out of its rich text, and plain text."""
    kind, page = properties.get(HTML, (0, b""))
    found: list[tuple[str, bytes, str | None]] = []
    if page.strip(b"\0 \r\n"):
        found.append(("body.html", page, "utf-16-le" if kind == _UNICODE else _label(properties, INTERNET_CODE_PAGE, CODE_PAGE)))
    rich, is_html = ("", False) if found else _rich(properties)
    plain = text(properties, PLAIN)
    if rich and (is_html or not plain.strip()):
        found.append(("body.html" if is_html else "body.txt", rich.encode(), "utf-8"))
    if plain.strip():
        found.append(("body.txt", plain.encode("utf-8", "replace"), "utf-8"))
    return tuple(Enclosure(name=name, data=data, charset=charset_of(data, label)) for name, data, label in found)


def enclosure(properties: Properties, data: bytes, number: int) -> Enclosure:
    """An attachment by its properties; `number` names it where nothing does."""
    given = text(properties, *NAMES).strip("\0 ")
    name = with_ending(bare_name(given) if given else f"attachment{number:03}", data)
    return Enclosure(name=name, data=data, content_id=text(properties, CONTENT_ID).strip("<> \0") or None)


def _rich(properties: Properties) -> tuple[str, bool]:
    try:
        rich, is_html = text_of(unpacked(properties.get(RTF, (0, b""))[1], _MOST_RTF))
    except ValueError:
        return "", False
    return (rich, is_html) if rich.strip() else ("", False)


def _text(properties: Properties, number: int) -> str:
    kind, data = properties.get(number, (0, b""))
    if kind == _UNICODE:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return decode(data.rstrip(b"\0"), _label(properties, CODE_PAGE, INTERNET_CODE_PAGE)) if kind == _STRING else ""


def _label(properties: Properties, *numbers: int) -> str | None:
    """The charset of the first code page that is named (936 is GBK, 65001 is UTF-8)."""
    page = next(filter(None, (whole(properties, number) for number in numbers)), 0)
    return known(_PAGES.get(page, f"cp{page}"))
