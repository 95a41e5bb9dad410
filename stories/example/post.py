"""Mails, byte by byte, as different mail programs of Chinese offices write them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

_LINE = b"\r\n"


@dataclass(frozen=True)
class Part:
    """One part of a mail: its header lines, as bytes, and its content before transfer encoding."""

    headers: tuple[bytes, ...]
    data: bytes


def encoded_words(text: str, charset: str = "utf-8") -> bytes:
    """A header's text as encoded words (RFC 2047), none longer than 75 characters."""
    words = [text[i : i + 12].encode(charset) for i in range(0, len(text), 12)]
    return (_LINE + b" ").join(b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(word)) for word in words)


def note(text: str, charset: str = "utf-8") -> Part:
    """A plain text."""
    return Part((f'Content-Type: text/plain; charset="{charset}"'.encode(),), text.replace("\n", "\r\n").encode(charset))


def page(html: str, charset: str = "utf-8") -> Part:
    """An HTML text."""
    return Part((f'Content-Type: text/html; charset="{charset}"'.encode(),), html.encode(charset))


def attachment(name: bytes, data: bytes, kind: str = "application/octet-stream") -> Part:
    """A file; `name` is what stands behind ``filename``, as one of the functions below or a mail program writes it."""
    return Part((f"Content-Type: {kind}".encode(), b"Content-Disposition: attachment;" + _LINE + b" filename" + name), data)


def name_in_words(name: str, charset: str = "GBK") -> bytes:
    """A file name as an encoded word inside quotes: against RFC 2047 §5, and what Outlook and Foxmail write."""
    return b'="%s"' % encoded_words(name, charset)


def name_bare(name: str) -> bytes:
    """A file name as bare GBK bytes, as old office systems write it."""
    return b'="%s"' % name.encode("gbk")


def name_extended(name: str) -> bytes:
    """A file name as RFC 2231 wants it."""
    return b"*=utf-8''" + quote(name).encode()


def inline_picture(content_id: str, jpeg: bytes) -> Part:
    """A picture that the mail's HTML calls by ``cid:``."""
    headers = (b"Content-Type: image/jpeg", f"Content-ID: <{content_id}>".encode(), b"Content-Disposition: inline")
    return Part(headers, jpeg)


def bundle(kind: str, parts: Sequence[Part], boundary: str) -> Part:
    """Several parts as one: mixed, related or alternative."""
    edge = b"--" + boundary.encode()
    content = b"".join(edge + _LINE + _written(part) + _LINE for part in parts) + edge + b"--" + _LINE
    return Part((f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode(),), content)


def letter(key: str, sender: str, office: str, date: str, subject: str, content: Part) -> bytes:
    """A whole mail from a branch's address; `key` makes its message's identity."""
    head = (
        b"From: %s <%s>" % (encoded_words(office), sender.encode()),
        b"To: zhiwei@tinglan.example.com",
        b"Date: " + date.encode(),
        b"Message-ID: <%s@mail.tinglan.example.com>" % key.encode(),
        b"Subject: " + encoded_words(subject),
        b"MIME-Version: 1.0",
    )
    return _LINE.join(head) + _LINE + _written(content)


def _written(part: Part) -> bytes:
    head = _LINE.join(part.headers) + _LINE
    if part.headers[0].startswith(b"Content-Type: multipart/"):
        return head + _LINE + part.data
    coded = base64.encodebytes(part.data).replace(b"\n", _LINE)
    return head + b"Content-Transfer-Encoding: base64" + _LINE * 2 + coded
