"""A mail's bytes taken apart: head and content, and the parts of a content (RFC 5322 §2.1, RFC 2046 §5.1).

Nothing is copied but the head: a part's content stays where it lies in the mail until it is asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bulletin.intake.headers import parameters
from bulletin.intake.limits import MEGABYTE, Refused
from bulletin.language import _

#: No branch comes near these. Every layer is looked through once, so that a mail costs at most so many readings.
_MOST_LAYERS = 30
_MOST_PARTS = 10_000
_MOST_LINES = 20_000  # that begin like a boundary
_LONGEST_FIELD = 64 * 1024
_LINE_OF_HEAD = re.compile(rb"From |[\x21-\x39\x3b-\x7e]+[ \t]*:|[ \t]")
_USUAL_FIELD = re.compile(
    rb"(?:From|To|Cc|Date|Subject|Message-ID|Received|MIME-Version|Return-Path|Reply-To|Sender|Content-[\w-]{2,40}|X-[\w-]{2,60})[ \t]*:",
    re.IGNORECASE,
)
_KIND = re.compile(r"\s*[\"']?([^\s/;\"']+/[^\s/;\"']+)")
#: Some programs leave out the semicolon before it.
_BOUNDARY = re.compile(r"\bboundary\s*=\s*\"?([^\s\";]{1,200})", re.IGNORECASE)
_BROKEN_LINE = re.compile(r"\r?\n(?=[ \t])")


class Head:
    """Header fields as they stand: ASCII, every other byte as a surrogate (PEP 383), continuation lines joined."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields

    def get(self, name: str) -> str:
        """The first field of this name, in whatever capitals; "" where there is none."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every field of this name, from the top."""
        return tuple(value for each, value in self._fields if each == name.lower())

    def __contains__(self, name: object) -> bool:
        return any(each == str(name).lower() for each, _value in self._fields)


@dataclass(frozen=True)
class Part:
    """A mail, or a part of one, between two places of the whole; `layer` counts what it lies in."""

    raw: bytes
    head: Head
    start: int
    end: int
    layer: int
    unnamed: str = "text/plain"

    @property
    def content(self) -> bytes:
        """The bytes under the head, as they stand."""
        return self.raw[self.start : self.end]

    @cached_property
    def kind(self) -> str:
        """The content's type in small letters; what cannot be one is plain text (RFC 2045 §5.2)."""
        said = _KIND.match(self.head.get("Content-Type").lower())
        return said[1] if said else self.unnamed

    @cached_property
    def encoding(self) -> str:
        """How the content is encoded, in small letters."""
        return self.head.get("Content-Transfer-Encoding").partition(";")[0].strip().strip("\"'").lower()

    @cached_property
    def parts(self) -> "tuple[Part, ...]":
        """The parts of a multipart content; none where no part begins. Raises Refused where they are endless."""
        unnamed = "message/rfc822" if self.kind == "multipart/digest" else "text/plain"
        return tuple(taken_apart(self.raw, start, end, self.layer + 1, unnamed) for start, end in self._places[0])

    @property
    def is_whole(self) -> bool:
        """Whether the parts are put together as they should be, to their end."""
        return self._places[1]

    @cached_property
    def _places(self) -> tuple[list[tuple[int, int]], bool]:
        if not self.kind.startswith("multipart/"):
            return [], True
        said = self.head.get("Content-Type")
        loose = _BOUNDARY.search(said)
        boundary = parameters(said).get("boundary", "").rstrip() or (loose[1] if loose else "")
        if not boundary:
            return [], False
        if self.layer >= _MOST_LAYERS:
            raise endless()
        return _between(self.raw, boundary.encode("utf-8", "surrogateescape"), self.start, self.end)


def taken_apart(raw: bytes, start: int = 0, end: int | None = None, layer: int = 0, unnamed: str = "text/plain") -> Part:
    """The mail that lies there, its head read. Raises Refused where the head has no end."""
    end = len(raw) if end is None else end
    lines: list[bytes] = []
    body = end
    for line, after in _lines(raw, start, end):
        if not line.strip(b"\r\n"):
            body = after
            break
        if _LINE_OF_HEAD.match(line):
            lines.append(line)
        elif lines and not line.startswith(b"--") and _USUAL_FIELD.match(raw, after, end):  # a line broken without a blank
            lines.append(b" " + line)
        else:  # the blank line is missing: here the text begins
            body = after - len(line)
            break
    return Part(raw, Head(_fields(lines)), body, end, layer, unnamed)


def endless() -> Refused:
    """What is said of a mail that is built to keep its reader busy."""
    return Refused(
        "too-large",
        _("the mail has more parts than any letter"),
        _("Ask the branch to send the manuscript and its pictures in a new mail."),
    )


def _lines(raw: bytes, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """The lines from a place on, and where each ends, until the head is longer than any."""
    at = start
    while at < end:
        if at - start > MEGABYTE:
            raise endless()
        found = raw.find(b"\n", at, min(end, at + 2 * MEGABYTE))
        after = min(end, at + 2 * MEGABYTE) if found < 0 else found + 1
        yield raw[at:after], after
        at = after


def _fields(lines: list[bytes]) -> list[tuple[str, str]]:
    fields: list[tuple[str, list[str]]] = []
    for line in lines:
        text = line.decode("ascii", "surrogateescape")
        name, colon, value = text.partition(":")
        if text[0] in " \t":
            if fields:
                fields[-1][1].append(text)
        elif colon and not text.startswith("From "):
            fields.append((name.strip().lower(), [value]))
    return [(name, _BROKEN_LINE.sub("", "".join(values)).strip()[:_LONGEST_FIELD]) for name, values in fields]


def _between(raw: bytes, boundary: bytes, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
    """Where the parts lie between the lines of a boundary, and whether there is a first and a last of these.

    Parts that come behind the closing line, which careless programs write too early, are parts as well.
    """
    places: list[tuple[int, int]] = []
    begun: int | None = None
    closed = False
    for line, after, closes in _delimiters(raw, b"--" + boundary, start, end):
        if begun is not None:
            places.append((begun, max(begun, line)))
        if len(places) > _MOST_PARTS:
            raise endless()
        begun, closed = (None, True) if closes else (after, closed)
    if begun is not None and begun < end:
        places.append((begun, end))
    return places, closed


def _delimiters(raw: bytes, mark: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where each boundary line begins (the line end before it is its own), where it ends, and whether it closes."""
    mark = b"\n" + mark
    at = start - 1 if raw.startswith(mark[1:], start, end) else raw.find(mark, start, end)
    for _line in range(_MOST_LINES):
        if at < start - 1:
            return
        after = at + len(mark)
        line_end = raw.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end + 1
        rest = raw[after : min(line_end, after + 80)].strip()
        if rest in (b"", b"--"):
            yield at - (at > start and raw[at - 1 : at] == b"\r"), line_end, rest == b"--"
        at = raw.find(mark, line_end - 1, end)
        at = start - 2 if at < 0 else at
    raise endless()
