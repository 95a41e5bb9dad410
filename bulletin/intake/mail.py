"""A mail as it arrives: who wrote it and when, its text, its attachments; and what is broken about it."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from bulletin.intake.automatic import automatic
from bulletin.intake.charsets import charset_of, decode_name, known, reads
from bulletin.intake.headers import loose_base64, parameters, raw_bytes, strange_to_base64, text
from bulletin.intake.kinds import bare_name, with_ending
from bulletin.intake.letter import Envelope, Inner, Letter
from bulletin.intake.limits import Refused
from bulletin.intake.mime import Head, Part, taken_apart
from bulletin.intake.typed import LONGEST_LETTER, unflowed, without_files
from bulletin.language import _
from bulletin.records.submission import Enclosure

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
    "application/ms-tnef": ".dat",
    "application/vnd.ms-tnef": ".dat",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
}
_MAILS = ("message/rfc822", "message/global")
_FIELDS = ("From", "Date", "Subject", "Message-ID", "Received", "Content-Type")
#: What holds a text or files that only their receiver can read (RFC 8551 §3.3, RFC 3156 §4, inline PGP).
_LOCKED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
#: How Apple's Mail keeps a mail (.emlx): its length on a line of its own, the mail, and then Apple's own notes about it.
_COUNTED = re.compile(rb"[ \t]*(\d{1,10})[ \t]*\r?\n")
#: On a part whose content Apple's Mail keeps elsewhere (.partial.emlx).
_KEPT_ELSEWHERE = "X-Apple-Content-Length"
_PGP = b"-----BEGIN PGP MESSAGE-----"
#: Quoted names and comments: a comma there parts no addresses.
_QUIET = re.compile(r'"(?:\\.|[^"\\])*"|\((?:\\.|[^()\\])*\)')
#: How Exchange names the texts that it finds between attachments.
_PIECE_OF_TEXT = re.compile(r"ATT\d{5}\.(?:txt|html?)", re.IGNORECASE)


def read_envelope(raw: bytes) -> Envelope:
    """A mail's head. Raises Refused where there is none (this is no mail) or no end of it."""
    head = taken_apart(_from_its_head(raw)).head
    if not any(name in head for name in _FIELDS):
        raise Refused("unreadable", _("this is not a mail"), _("Save the mail again from the mail program, as .eml, or attach its files."))
    writers = _addresses(head, "From")
    name, address = writers[0] if writers else (text(head.get("From")), None)
    subject = text(head.get("Subject"))
    answers = [each for _name, each in _addresses(head, "Reply-To") if each.lower() != (address or "").lower()]
    return Envelope(
        subject=subject,
        sender=address,
        sender_name=name,
        message_id=_message_id(head),
        sent=_sent(head.get("Date")),
        senders=tuple(dict.fromkeys(each.lower() for _name, each in writers)),
        reply_to=answers[0] if answers else None,
        automatic=automatic(head, subject, address),
        proofs=head.all("Authentication-Results"),
    )


def read_letter(raw: bytes) -> Letter:
    """A mail's text and attachments. Raises Refused where it is built to be endless."""
    return _letter(taken_apart(_from_its_head(raw)))


def read_names(raw: bytes) -> tuple[str, ...]:
    """The names of what a mail brings, as its heads give them: nothing is decoded or opened. Raises Refused where it is endless."""
    return tuple(_names(taken_apart(_from_its_head(raw))))


def _names(part: Part) -> Iterator[str]:
    for each in part.parts:
        yield from _names(each)
    if not part.parts and (name := _given_name(part)):
        yield bare_name(name)


def _letter(mail: Part) -> Letter:
    sorting = _Sorting()
    sorting.sort(mail)
    return Letter(sorting.body, tuple(sorting.attachments), tuple(dict.fromkeys(sorting.damage)), sorting.locked)


@dataclass
class _Sorting:
    """The parts of a mail, being told apart."""

    html: list[Enclosure] = field(default_factory=list)
    plain: list[Enclosure] = field(default_factory=list)
    attachments: list[Enclosure | Inner] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    locked: bool = False

    @property
    def body(self) -> tuple[Enclosure, ...]:
        return (*self.html, *self.plain)

    def sort(self, part: Part) -> None:
        if not part.is_whole:
            self.damage.append(_("its parts are not put together as they should be, or its end is missing"))
        if part.parts:
            for each in part.parts:
                self.sort(each)
        elif part.kind in _MAILS:
            self.attachments.append(self._within(part))
        elif _is_locked(part):
            self.locked = True
        elif part.kind.startswith("multipart/") or (part.kind in ("text/html", "text/plain") and not _is_attached(part)):
            self._keep_text(part, html=part.kind == "text/html")
        else:
            self._attach(part)

    def _keep_text(self, part: Part, *, html: bool) -> None:
        data = self._bytes(part)
        if not html:
            data, files = without_files(data)
            self.attachments.extend(Enclosure(name=bare_name(name), data=content) for name, content in files)
        if not data.strip():
            return
        self.locked = self.locked or data.lstrip().startswith(_PGP)
        charset = charset_of(data, _charset(part))
        if not reads(data, charset):
            self.damage.append(_("some characters of its text cannot be read"))
        given = parameters(part.head.get("Content-Type"))
        if not html and given.get("format", "").lower() == "flowed" and len(data) < LONGEST_LETTER:
            delete_space = given.get("delsp", "").lower() == "yes"
            data, charset = unflowed(data.decode(charset, "replace"), delete_space=delete_space).encode(), "utf-8"
        kept, ending = (self.html, ".html") if html else (self.plain, ".txt")
        name = f"body-{len(kept) + 1}{ending}" if kept else f"body{ending}"
        kept.append(Enclosure(name=name, data=data, charset=charset, content_id=_content_id(part)))

    def _attach(self, part: Part) -> None:
        data = self._bytes(part)
        if _KEPT_ELSEWHERE in part.head and not data.strip():
            message = _("{name} is not in it: the program that saved the mail keeps attachments elsewhere")
            self.damage.append(message.format(name=_given_name(part) or _("its text")))
        label = known(_charset(part)) if part.kind.startswith("text/") else None
        name = with_ending(self._name(part), data)
        charset = label if label and reads(data, label) else None
        self.attachments.append(Enclosure(name=name, data=data, content_id=_content_id(part), charset=charset))

    def _within(self, part: Part) -> Enclosure | Inner:
        name = self._name(part)
        if part.encoding in ("base64", "quoted-printable"):  # not allowed (RFC 2046 §5.2.1), and done
            return Enclosure(name=name.removesuffix(".eml") + ".eml", data=self._bytes(part))
        writers = _addresses(taken_apart(part.content).head, "From")
        return Inner(name, lambda: read_letter(part.content), writers[0][1].lower() if writers else None)

    def _name(self, part: Part) -> str:
        given = _given_name(part)
        if given:
            return bare_name(given)
        ending = _ENDINGS.get(part.kind, ".eml" if part.kind in _MAILS else "")
        noun = "image" if part.kind.startswith("image/") else "attachment"
        return f"{noun}{len(self.attachments) + 1:03}{ending}"

    def _bytes(self, part: Part) -> bytes:
        written = part.content
        match part.encoding:
            case "base64":
                return self._from_base64(part, written)
            case "quoted-printable":
                return binascii.a2b_qp(written)
            case "x-uuencode" | "uuencode" | "uue" | "x-uue":
                return next((content for _name, content in without_files(written)[1]), written)
        return written

    def _from_base64(self, part: Part, written: bytes) -> bytes:
        strange = strange_to_base64(written)
        if strange:
            self.damage.append(_("{name} may be damaged").format(name=_given_name(part) or _("its text")))
        # one byte in twenty is no damage: the part was never encoded
        return written if strange * 20 > len(written) else loose_base64(written)


def _from_its_head(raw: bytes) -> bytes:
    """Without what stands in front (a byte order mark, blank lines, Apple's count), which would make the whole head text."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if counted := _COUNTED.match(raw):
        raw = raw[counted.end() : counted.end() + int(counted[1])]
    return raw.lstrip(b"\r\n")


def _is_locked(part: Part) -> bool:
    """Whether a part is encrypted; one that is only signed has its text in it, but not in the clear."""
    return part.kind in _LOCKED


def _addresses(head: Head, name: str) -> list[tuple[str, str]]:
    """The names and addresses of a field, however often it stands; found before encoded words are read: a name may spell an address."""
    found = [each for field in head.all(name) for each in _separate(field)]
    return [(text(name), decode_name(raw_bytes(address)).strip()) for name, address in found if "@" in address]


def _separate(field: str) -> list[tuple[str, str]]:
    """The addresses of one field; none where there are not as many as its commas part (RFC 5322 §3.4).

    "<branch@bank.example>@evil.example" is one address and wrong, yet some versions of Python read two and believe the first
    (CVE-2023-27043; only the versions mended since refuse it themselves).
    """
    found = getaddresses([field])
    return found if len(found) == _QUIET.sub("", field).strip(", \t").count(",") + 1 else []


def _message_id(head: Head) -> str | None:
    value = text(head.get("Message-ID"))
    found = re.search(r"<[^<>]+>", value)
    return found[0] if found else value or None


def _sent(value: str) -> datetime | None:
    try:
        sent = parsedate_to_datetime(text(value))
        # "-0000" is a time without a place (RFC 5322 §3.3): the library leaves its zone open, it is UTC's
        return sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_attached(part: Part) -> bool:
    name = _given_name(part)
    if _PIECE_OF_TEXT.fullmatch(name):
        return False
    return part.head.get("Content-Disposition").lower().startswith("attachment") or bool(name)


def _given_name(part: Part) -> str:
    disposition, kind = (parameters(part.head.get(name)) for name in ("Content-Disposition", "Content-Type"))
    names = [each for each in (disposition.get("filename"), kind.get("name")) if each]
    return next((each for each in names if "\ufffd" not in each), names[0] if names else "")


def _charset(part: Part) -> str | None:
    return parameters(part.head.get("Content-Type")).get("charset")


def _content_id(part: Part) -> str | None:
    return text(part.head.get("Content-ID")).strip("<> ") or None
