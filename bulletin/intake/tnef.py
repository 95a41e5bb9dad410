"""winmail.dat: what Exchange packs a mail's rich text and attachments in ([MS-OXTNEF]).

Read here and not by a library: those of the trade believe every count in the file, and a few bytes then cost all memory.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from bulletin.intake import mapi
from bulletin.intake.kinds import TNEF_MAGIC
from bulletin.intake.letter import Inner, Letter
from bulletin.intake.limits import Refused
from bulletin.language import _
from bulletin.records.submission import Enclosure

_TITLE, _DATA, _BEGINS, _PROPERTIES, _ATTACHMENT, _BODY, _CODE_PAGE = 0x8010, 0x800F, 0x9002, 0x9003, 0x9005, 0x800C, 0x9007
_MOST_VALUES = 50_000  # attributes and properties; each costs a step of Python
_SIZES = {0x2: 2, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 2, 0x14: 8, 0x40: 8, 0x48: 16, 0x1: 0}
_VARIABLE = (0x1E, 0x1F, 0x102, 0xD)
_SEVERAL, _NAMED = 0x1000, 0x8000
_OBJECT = 0xD
_INTERFACE = 16  # bytes in front of an embedded object: what it is ([MS-OXTNEF] §2.1.3.4)


@dataclass
class _Attachment:
    """An attachment while its attributes are gathered."""

    title: bytes = b""
    data: bytes = b""
    properties: dict[int, tuple[int, bytes]] = field(default_factory=dict)


def read_letter(data: bytes) -> Letter:
    """The text and the attachments in a winmail.dat. Raises Refused where it is none, or holds more values than any."""
    properties: dict[int, tuple[int, bytes]] = {}
    attachments: list[_Attachment] = []
    try:
        for number, value in _attributes(data):
            if number == _BEGINS:
                attachments.append(_Attachment())
            elif number == _PROPERTIES:
                properties.update(_properties(value))
            elif number == _CODE_PAGE:
                properties.setdefault(mapi.CODE_PAGE, (3, value))
            elif number == _BODY:
                properties.setdefault(mapi.PLAIN, (0x1E, value))
            elif attachments:
                _add(attachments[-1], number, value)
    except (struct.error, IndexError) as error:
        raise _damaged() from error
    page = {mapi.CODE_PAGE: properties[mapi.CODE_PAGE]} if mapi.CODE_PAGE in properties else {}
    return Letter(mapi.body(properties), tuple(_found(each, page, turn + 1) for turn, each in enumerate(attachments)))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every attribute's number and value ([MS-OXTNEF] §2.1.3); the last may be cut off."""
    if not data.startswith(TNEF_MAGIC):
        raise _damaged()
    at = 6
    for _turn in range(_MOST_VALUES):
        if at + 11 > len(data):
            return
        number, length = struct.unpack_from("<xHxxI", data, at)
        yield number, data[at + 9 : at + 9 + length]
        at += 9 + length + 2
    raise _damaged()


def _add(attachment: _Attachment, number: int, value: bytes) -> None:
    if number == _TITLE:
        attachment.title = value
    elif number == _DATA:
        attachment.data = value
    elif number == _ATTACHMENT:
        attachment.properties.update(_properties(value))


def _found(attachment: _Attachment, page: dict[int, tuple[int, bytes]], number: int) -> Enclosure | Inner:
    title = {mapi.NAMES[-1]: (0x1E, attachment.title)}
    properties = {**page, **title, **attachment.properties}
    kind, embedded = properties.get(mapi.DATA, (0, b""))
    data = attachment.data or (embedded[_INTERFACE:] if kind == _OBJECT else embedded)
    found = mapi.enclosure(properties, data, number)
    return Inner(found.name, lambda: read_letter(data)) if data.startswith(TNEF_MAGIC) else found


def _properties(data: bytes) -> dict[int, tuple[int, bytes]]:
    """The wanted ones of a list of properties ([MS-OXTNEF] §2.1.3.4)."""
    found: dict[int, tuple[int, bytes]] = {}
    count, at = struct.unpack_from("<I", data)[0], 4
    steps = 0
    while count and at + 4 <= len(data):
        kind, number = struct.unpack_from("<HH", data, at)
        at = _behind_name(data, at + 4) if number >= _NAMED else at + 4
        values, at = _values(data, at, kind)
        steps += len(values) + 1
        if steps > _MOST_VALUES:
            raise _damaged()
        if number in mapi.WANTED and values:
            first, last = values[0]
            found[number] = (kind & ~_SEVERAL, data[first:last])
        count -= 1
    return found


def _behind_name(data: bytes, at: int) -> int:
    """Where a named property's name ends: a number, or a text filled up to four bytes."""
    kind, length = struct.unpack_from("<16xII", data, at)
    return at + 24 + (_filled(length) if kind else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[list[tuple[int, int]], int]:
    """Where a property's values lie, and where it ends. A list of more values than bytes is no list."""
    several, kind = bool(kind & _SEVERAL), kind & ~_SEVERAL
    count = 1
    if several or kind in _VARIABLE:
        count, at = struct.unpack_from("<I", data, at)[0], at + 4
    if count > min(len(data), _MOST_VALUES):
        raise _damaged()
    if kind in _SIZES:
        return [(at, at + _SIZES[kind])], at + _filled(_SIZES[kind] * count)
    if kind not in _VARIABLE:
        raise _damaged()
    places: list[tuple[int, int]] = []
    for _turn in range(count):
        length, at = struct.unpack_from("<I", data, at)[0], at + 4
        places.append((at, at + length))
        at += _filled(length)
    return places, at


def _filled(length: int) -> int:
    return length + -length % 4


def _damaged() -> Refused:
    return Refused(
        "unreadable",
        _("winmail.dat, in which Outlook packed the attachments, is damaged"),
        _("Ask the branch to send the mail again as plain text or HTML, with the files attached."),
    )
