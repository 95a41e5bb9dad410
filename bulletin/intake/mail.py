"""A mail as it arrives: who wrote it and when, its text, its attachments; and what is broken about it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import errors
from email.message import Message
from email.parser import BytesFeedParser, BytesHeaderParser
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from bulletin.intake.charsets import charset_of, decode_name, known, reads
from bulletin.intake.headers import loose_base64, parameters, raw_bytes, strange_to_base64, text
from bulletin.intake.kinds import bare_name, with_ending
from bulletin.intake.limits import MEGABYTE, Refused
from bulletin.language import _
from bulletin.records.submission import Enclosure

#: The parser compares every line with the boundary of every layer, and keeps every part; no branch comes near these.
_MOST_LAYERS = 100
_MOST_COMPARISONS = 20_000_000
_MOST_PARTS = 10_000
_CHUNK = 64 * 1024
#: Names for parts that have none. Outlook names pictures in the text image001.png.
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/markdown": ".md",
    "image/jpeg": ".jpg",
    "image/pjpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/heic": ".heic",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/pdf": ".pdf",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pgp-signature": ".p7s",
}
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_TELLING = (
    errors.NoBoundaryInMultipartDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.CloseBoundaryNotFoundDefect,
    errors.MultipartInvariantViolationDefect,
)


@dataclass(frozen=True)
class Envelope:
    """What a mail's head says. `sender` is the address alone; `sent` is None where there is no date that can be read."""

    subject: str
    sender: str | None
    sender_name: str
    message_id: str | None
    sent: datetime | None


@dataclass(frozen=True)
class Letter:
    """What a mail holds: its text (HTML before plain), and its attachments, mails within it unopened, in order.

    `damage` says in words what could not be read.
    """

    body: tuple[Enclosure, ...]
    attachments: "tuple[Enclosure | Inner, ...]"
    damage: tuple[str, ...]


@dataclass(frozen=True)
class Inner:
    """A mail within a mail."""

    name: str
    message: "Message[Any, Any]"


def read_envelope(raw: bytes) -> Envelope:
    """A mail's head. Raises Refused where there is none (this is no mail) or no end of it."""
    written = _END_OF_HEAD.split(_from_its_head(raw), maxsplit=1)[0]
    if len(written) > MEGABYTE:
        raise _endless()
    head = BytesHeaderParser(policy=_AsWritten()).parsebytes(written)
    if not any(name in head for name in ("From", "Date", "Subject", "Message-ID", "Received", "Content-Type")):
        raise Refused("unreadable", _("this is not a mail"), _("Save the mail again from the mail program, as .eml, or attach its files."))
    name, address = _sender(_field(head, "From"))
    return Envelope(
        subject=text(_field(head, "Subject")),
        sender=address,
        sender_name=name,
        message_id=_message_id(head),
        sent=_sent(_field(head, "Date")),
    )


def read_letter(raw: bytes) -> Letter:
    """A mail's text and attachments. Raises Refused where it is built to be endless."""
    layers = raw.lower().count(b"boundary")
    if layers > _MOST_LAYERS or layers * raw.count(b"\n") > _MOST_COMPARISONS or raw.count(b"\n--") > _MOST_PARTS:
        raise _endless()
    try:
        return letter_of(_parsed(raw))
    except RecursionError:
        raise _endless() from None


def letter_of(message: "Message[Any, Any]") -> Letter:
    """A parsed mail's text and attachments."""
    sorting = _Sorting()
    sorting.sort(message)
    return Letter(body=sorting.body, attachments=tuple(sorting.attachments), damage=tuple(dict.fromkeys(sorting.damage)))


class _AsWritten(Compat32):
    """Header fields as they stand, with surrogates for bytes beyond ASCII; the library's own way loses them (U+FFFD)."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


@dataclass
class _Sorting:
    """The parts of a mail, being told apart."""

    html: list[Enclosure] = field(default_factory=list)
    plain: list[Enclosure] = field(default_factory=list)
    attachments: list[Enclosure | Inner] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    @property
    def body(self) -> tuple[Enclosure, ...]:
        return (*self.html, *self.plain)

    def sort(self, part: "Message[Any, Any]") -> None:
        if any(isinstance(each, _TELLING) for each in part.defects):
            self.damage.append(_("its parts are not put together as they should be, or its end is missing"))
        kind = part.get_content_type()
        if part.get_content_maintype() == "message" and part.is_multipart():
            self.attachments.append(self._within(part))
        elif part.is_multipart():
            for each in _parts(part):
                self.sort(each)
        elif kind.startswith("multipart/") or (kind in ("text/html", "text/plain") and not _is_attached(part)):
            self._keep_text(part, html=kind == "text/html")
        else:
            self._attach(part)

    def _keep_text(self, part: "Message[Any, Any]", *, html: bool) -> None:
        data = self._bytes(part)
        if not data.strip():
            return
        charset = charset_of(data, _charset(part))
        if not reads(data, charset):
            self.damage.append(_("some characters of its text cannot be read"))
        kept, ending = (self.html, ".html") if html else (self.plain, ".txt")
        name = f"body-{len(kept) + 1}{ending}" if kept else f"body{ending}"
        kept.append(Enclosure(name=name, data=data, charset=charset, content_id=_content_id(part)))

    def _attach(self, part: "Message[Any, Any]") -> None:
        data = self._bytes(part)
        label = known(_charset(part)) if part.get_content_maintype() == "text" else None
        name = with_ending(self._name(part), data)
        charset = label if label and reads(data, label) else None
        self.attachments.append(Enclosure(name=name, data=data, content_id=_content_id(part), charset=charset))

    def _within(self, part: "Message[Any, Any]") -> Enclosure | Inner:
        inner = _parts(part)
        if part.get_content_type() not in ("message/rfc822", "message/global"):  # a delivery report: blocks of header fields
            return Enclosure(name=self._name(part), data=b"\n".join(map(_lines, inner)))
        if _encoding(part) == "base64":  # not allowed (RFC 2046 §5.2.1), and done
            return Enclosure(name=self._name(part).removesuffix(".eml") + ".eml", data=loose_base64(_written(inner[0])))
        return Inner(name=self._name(part), message=inner[0])

    def _name(self, part: "Message[Any, Any]") -> str:
        given = _given_name(part)
        if given:
            return bare_name(given)
        kind = part.get_content_type()
        ending = _ENDINGS.get(kind, ".eml" if kind == "message/rfc822" else "")
        noun = "image" if part.get_content_maintype() == "image" else "attachment"
        return f"{noun}{len(self.attachments) + 1:03}{ending}"

    def _bytes(self, part: "Message[Any, Any]") -> bytes:
        if part.is_multipart():
            return b""
        if _encoding(part) != "base64":
            return bytes(part.get_payload(decode=True) or b"")
        written = _written(part)
        strange = strange_to_base64(written)
        if strange:
            self.damage.append(_("{name} may be damaged").format(name=_given_name(part) or _("its text")))
        # one byte in twenty is no damage: the part was never encoded
        return written if strange * 20 > len(written) else loose_base64(written)


def _parsed(raw: bytes) -> "Message[Any, Any]":
    parser = BytesFeedParser(policy=_AsWritten())
    raw = _from_its_head(raw)
    for at in range(0, len(raw), _CHUNK):  # a mail in one piece is copied several times over
        parser.feed(raw[at : at + _CHUNK])
    return parser.close()


def _from_its_head(raw: bytes) -> bytes:
    """Without a byte order mark or blank lines in front, which would make the whole head text."""
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _field(part: "Message[Any, Any]", name: str) -> str:
    return str(part.get(name) or "")


def _sender(value: str) -> tuple[str, str | None]:
    """The first address of a From field, found before encoded words are read: a name may spell an address."""
    for name, address in getaddresses([re.sub(r"[\r\n]+", " ", value)]):
        if "@" in address:
            return text(name), decode_name(raw_bytes(address)).strip()
    return text(value), None


def _message_id(head: "Message[Any, Any]") -> str | None:
    value = text(_field(head, "Message-ID"))
    found = re.search(r"<[^<>]+>", value)
    return found[0] if found else value or None


def _sent(value: str) -> datetime | None:
    try:
        sent = parsedate_to_datetime(text(value))
        # "-0000" is a time without a place (RFC 5322 §3.3): the library leaves its zone open, it is UTC's
        return sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_attached(part: "Message[Any, Any]") -> bool:
    return _field(part, "Content-Disposition").strip().lower().startswith("attachment") or bool(_given_name(part))


def _given_name(part: "Message[Any, Any]") -> str:
    disposition, kind = (parameters(_field(part, name)) for name in ("Content-Disposition", "Content-Type"))
    return disposition.get("filename") or kind.get("name") or ""


def _charset(part: "Message[Any, Any]") -> str | None:
    return parameters(_field(part, "Content-Type")).get("charset")


def _encoding(part: "Message[Any, Any]") -> str:
    return _field(part, "Content-Transfer-Encoding").strip().lower()


def _content_id(part: "Message[Any, Any]") -> str | None:
    return text(_field(part, "Content-ID")).strip("<> ") or None


def _parts(part: "Message[Any, Any]") -> list["Message[Any, Any]"]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _written(part: "Message[Any, Any]") -> bytes:
    """A part's bytes before any decoding. The library decodes them where the part says how, so it no longer may."""
    del part["Content-Transfer-Encoding"]
    return bytes(part.get_payload(decode=True) or b"")


def _lines(part: "Message[Any, Any]") -> bytes:
    head = "".join(f"{name}: {value}\n" for name, value in part.items())
    return raw_bytes(head) + (b"" if part.is_multipart() else _written(part))


def _endless() -> Refused:
    return Refused(
        "too-large",
        _("the mail has more parts than any letter"),
        _("Ask the branch to send the manuscript and its pictures in a new mail."),
    )
