"""A mail's header fields as their writer meant them, whatever his program made of them.

Values come as Python's `email` keeps them: ASCII, every other byte as a surrogate (PEP 383).
"""

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from bulletin.intake.charsets import decode, decode_name

_BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
_NOT_BASE64 = bytes(set(range(256)) - _BASE64)
_MOST_BLOCKS = 1_000  # pieces of base64 put one behind the other, each with its own padding
#: RFC 2047 §2, with blanks inside the text and a language behind the charset (RFC 2231 §5) let pass.
_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([BbQq])\?([^?]*)\?=")
#: RFC 2045 §5.1; a quotation that is never closed runs to the end.
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:\\.|[^"\\])*"?|[^;]*)', re.DOTALL)
#: RFC 2231 §3 and §4: name*, name*0, name*0*
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*?)")
#: Control characters, and marks that turn the direction of writing: they would steer whatever shows the text.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text(value: str) -> str:
    """A field's text on one line, its encoded words (RFC 2047) and bare bytes read.

    Neighbouring words of one charset are joined before they are read: programs cut characters in two.
    """
    joined = "".join(decode(data, charset) if charset else decode_name(data) for data, charset in _runs(value))
    return one_line(joined)


def one_line(words: str) -> str:
    """A text on one line, without characters that steer what shows it (a terminal, a list, the head of an answer)."""
    return re.sub(" +", " ", _STEERING.sub("", re.sub(r"[ \t\r\n]+", " ", words))).strip()


def parameters(value: str) -> dict[str, str]:
    """A field's parameters by their names in small letters: quoted, in pieces, with a charset, in encoded words or bare bytes."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, given in _PARAMETER.findall(value):
        found = _PIECE.fullmatch(name.lower())
        if found is None:
            continue
        if found[2] is None and not found[3]:
            plain.setdefault(found[1], text(_unquoted(given)))
        else:
            pieces.setdefault(found[1], []).append((int(found[2] or 0), bool(found[3]), _unquoted(given)))
    return plain | {name: _assembled(sorted(parts)) for name, parts in pieces.items()}


def loose_base64(data: bytes) -> bytes:
    """Base64 as far as it can be read: strange characters, padding in the middle and a cut-off end are passed over."""
    first = data.find(b"=")
    if first < 0 or not data[first:].strip(b"= \t\r\n"):
        with suppress(binascii.Error):
            return binascii.a2b_base64(data)
    pure = data.translate(None, _NOT_BASE64)
    blocks = pure.split(b"=") if pure.count(b"=") <= _MOST_BLOCKS else [pure.replace(b"=", b"")]
    return b"".join(_decoded(block) for block in blocks if block)


def strange_to_base64(data: bytes) -> int:
    """How many bytes stand in no base64, ends of lines and blanks at them excepted."""
    if not data.translate(None, bytes(_BASE64) + b"\r\n"):
        return 0
    return len(b"".join(line.strip() for line in data.splitlines()).translate(None, bytes(_BASE64)))


def raw_bytes(value: str) -> bytes:
    """The bytes that stood in the mail."""
    return value.encode("utf-8", "surrogateescape")


def _decoded(block: bytes) -> bytes:
    # one character over a multiple of four carries six bits: no byte (RFC 4648 §4)
    whole = block[:-1] if len(block) % 4 == 1 else block
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _runs(value: str) -> Iterator[tuple[bytes, str | None]]:
    """A value as bytes with the charset that they are labelled with, None for what stands between encoded words."""
    at, held, label = 0, b"", None
    for found in _WORD.finditer(value):
        between, charset, data = value[at : found.start()], found[1].lower(), _word(found)
        if label is not None and (between.strip() or charset != label):
            yield held, label
            held, label = b"", None
        if between.strip() or (between and at == 0):
            yield raw_bytes(between), None
        held, label, at = held + data, charset, found.end()
    if label is not None:
        yield held, label
    yield raw_bytes(value[at:]), None


def _word(found: re.Match[str]) -> bytes:
    data = raw_bytes(found[3])
    if found[2] in "Bb":
        return loose_base64(data)
    return binascii.a2b_qp(data, header=True)


def _unquoted(given: str) -> str:
    given = given.strip()
    if not given.startswith('"'):
        return given
    inner = given[1:-1] if len(given) > 1 and given.endswith('"') else given[1:]
    # only these two: other backslashes are a Windows path's
    return re.sub(r'\\(["\\])', r"\1", inner)


def _assembled(parts: list[tuple[int, bool, str]]) -> str:
    if not any(extended for _, extended, _ in parts):
        return text("".join(piece for _, _, piece in parts))
    charset = None
    first = parts[0][2].split("'", 2)
    if parts[0][1] and len(first) == 3:
        charset = first[0] or None
        parts = [(parts[0][0], True, first[2]), *parts[1:]]
    data = b"".join(unquote_to_bytes(raw_bytes(piece)) if extended else raw_bytes(piece) for _, extended, piece in parts)
    return decode(data, charset) if charset else decode_name(data)
