"""A mail that Outlook saved as a .msg file ([MS-OXMSG]), opened without trust in anything that it says of itself.

The library finds the streams; what they mean is read here, so that nothing is opened, decoded or counted that is not wanted.
"""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

from extract_msg.enums import ErrorBehavior
from extract_msg.exceptions import ExMsgBaseException
from extract_msg.msg_classes import MSGFile

from bulletin.intake import mail, mapi
from bulletin.intake.headers import one_line
from bulletin.intake.letter import Envelope, Inner, Letter
from bulletin.intake.limits import MEGABYTE, Refused
from bulletin.intake.mime import endless
from bulletin.language import _
from bulletin.records.submission import Enclosure

_MOST_STREAMS = 5_000  # each costs a kilobyte before it can be looked at, and every reading looks through all
_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})", re.IGNORECASE)
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}", re.IGNORECASE)
_PROPERTIES = "__properties_version1.0"
_EMBEDDED, _DATA = "__substg1.0_3701000D", "__substg1.0_37010102"
_NUMBERS = (0x2, 0x3, 0x40, 0xB)
#: How an attachment that is a mail is kept (PidTagAttachMethod, [MS-OXCMSG] §2.2.2.9).
_MAIL = 5

Path = tuple[str, ...]
_opened: Callable[..., MSGFile] = MSGFile  # its own signature has no types


def read_envelope(raw: bytes) -> Envelope:
    """A mail's head: the one that it was sent with, where it is kept. Raises Refused where this is no mail."""
    properties = _File(raw).properties(())
    written = mapi.text(properties, mapi.HEADERS).encode("utf-8", "surrogateescape")
    sender = next((each for each in (mapi.text(properties, number) for number in (*mapi.WRITER, *mapi.SENDER)) if "@" in each), None)
    own = Envelope(
        subject=one_line(mapi.text(properties, mapi.SUBJECT)),
        sender=sender,
        sender_name=one_line(mapi.text(properties, mapi.WRITER_NAME, mapi.SENDER_NAME)),
        message_id=mapi.text(properties, mapi.MESSAGE_ID) or None,
        sent=mapi.moment(properties, mapi.SENT, mapi.DELIVERED),
        senders=(sender.lower(),) if sender else (),
    )
    try:
        head = mail.read_envelope(written)
    except Refused:
        return own
    return replace(head, **{name: getattr(own, name) for name in ("subject", "sender", "sender_name", "sent") if not getattr(head, name)})


def read_letter(raw: bytes) -> Letter:
    """A mail's text and attachments. Raises Refused where it cannot be read, or unpacks to more than it is."""
    return _File(raw).letter(())


def read_names(raw: bytes) -> tuple[str, ...]:
    """The names of what a mail brings; nothing of it is opened. Raises Refused where it cannot be read."""
    return _File(raw).names()


class _File:
    """The streams of a .msg file by their paths; the mails in it are folders."""

    def __init__(self, raw: bytes) -> None:
        if _entries(raw) > _MOST_STREAMS:
            raise endless()
        self._most = 2 * len(raw) + MEGABYTE
        try:
            # as a stream: given few bytes, the library takes them for a path
            self._file: MSGFile = _opened(BytesIO(raw), delayAttachments=True, errorBehavior=ErrorBehavior.SUPPRESS_ALL)
            self.paths: tuple[Path, ...] = self._file.listDir(streams=True, storages=True)
        except _BROKEN as error:
            raise _damaged() from error

    def letter(self, place: Path) -> Letter:
        """The mail that lies in a folder of the file."""
        properties = self.properties(place)
        damage: list[str] = []
        found = [self._attachment(each, turn + 1, damage) for turn, each in enumerate(self._attachments(place))]
        attachments = tuple(each for each in found if each)
        if mapi.text(properties, mapi.CLASS).lower().endswith("smime.multipartsigned") and attachments:
            return self._signed(attachments[0])
        locked = mapi.text(properties, mapi.CLASS).lower().endswith(".smime")
        return Letter(mapi.body(properties), attachments, tuple(damage), locked)

    def properties(self, place: Path) -> dict[int, tuple[int, bytes]]:
        """The wanted properties of a folder."""
        found = dict(_numbers(self._read((*place, _PROPERTIES))))
        for path in self.paths:
            named = _STREAM.fullmatch(path[-1]) if path[:-1] == place else None
            wanted = named and int(named[1], 16) in mapi.WANTED and named[2].upper() != "000D"
            if named and wanted and (data := self._read(path)):
                found[int(named[1], 16)] = (int(named[2], 16), data)
        return found

    def names(self) -> tuple[str, ...]:
        """The attachments' names, in order."""
        attached = enumerate(self._attachments(()), start=1)
        return tuple(mapi.enclosure(self.properties(each), b"", number).name for number, each in attached)

    def _attachments(self, place: Path) -> list[Path]:
        """The folders of the attachments, in order."""
        return sorted(each for each in self.paths if each[:-1] == place and _ATTACHMENT.fullmatch(each[-1]))

    def _attachment(self, place: Path, number: int, damage: list[str]) -> Enclosure | Inner | None:
        properties = self.properties(place)
        found = mapi.enclosure(properties, properties.get(mapi.DATA, (0, b""))[1], number)
        if mapi.whole(properties, mapi.METHOD) == _MAIL or (*place, _EMBEDDED, _PROPERTIES) in self.paths:
            return Inner(found.name, lambda: self.letter((*place, _EMBEDDED)))
        if (*place, _DATA) in self.paths:
            return found
        damage.append(_("{name} is only a link, or an object that other programs cannot open").format(name=found.name))
        return None

    def _signed(self, signed: Enclosure | Inner) -> Letter:
        """A signed mail is kept as it was sent, in its only attachment ([MS-OXOSMIME] §2.1.2)."""
        return mail.read_letter(signed.data) if isinstance(signed, Enclosure) else signed.opened()

    def _read(self, path: Path) -> bytes:
        """A stream's bytes, b"" where there is none; streams that lie one on another are counted each time."""
        try:
            data: bytes = self._file.getStream(list(path), prefix=False) or b""
        except _BROKEN as error:
            raise _damaged() from error
        self._most -= len(data)
        if self._most < 0:
            raise endless()
        return data


def _entries(raw: bytes) -> int:
    """How many folders and streams a compound file may list ([MS-CFB] §2.6.1: 128 bytes each, the name's length at 64, the kind at 66)."""
    listed = zip(raw[64::128], raw[65::128], raw[66::128], strict=False)
    return sum(kind in (1, 2, 5) and 0 < low <= 64 and not high for low, high, kind in listed)


def _numbers(stream: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """The properties of fixed length ([MS-OXMSG] §2.4): sixteen bytes each behind a head of 8, 24 or 32."""
    head = 32 if len(stream) % 16 == 0 else 8
    usable = stream[head : len(stream) - (len(stream) - head) % 16]
    for kind, number, value in struct.iter_unpack("<HH4x8s", usable):
        if kind in _NUMBERS and number in mapi.WANTED:
            yield number, (kind, value)


def _damaged() -> Refused:
    return Refused(
        "unreadable",
        _("the Outlook message is damaged"),
        _("Save the mail as .eml, or attach its files to a new mail."),
    )


#: What the library raises for files that are none, or are broken.
_BROKEN = (ExMsgBaseException, OSError, ValueError, LookupError, TypeError, AttributeError, struct.error, RecursionError, OverflowError)
