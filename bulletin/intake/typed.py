"""A mail's plain text as its writer typed it: flowed lines joined again, files that stand in it as text taken out."""

import binascii
import re
import unicodedata
from collections.abc import Iterator

from bulletin.intake.charsets import decode_name
from bulletin.intake.headers import loose_base64

_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,400})\r?$", re.MULTILINE)
_MOST_FAILURES = 5  # beginnings without an end, each of which is looked for to the text's
LONGEST_LETTER = 2_000_000  # bytes; a longer text is none that anybody typed
_SIGNATURE = "-- "


def unflowed(text: str, *, delete_space: bool) -> str:
    """A text of `format=flowed` (RFC 3676) with its paragraphs whole again; quotations keep one mark for each depth.

    The blank that a Chinese line was broken with goes: there is none between Chinese characters.
    """
    paragraphs: list[list[str]] = []
    flowing, goes_on = "", False
    for raw in text.replace("\r\n", "\n").split("\n"):
        marks, line = _unquoted(raw)
        signature = line == _SIGNATURE
        if goes_on and marks == flowing and not signature:
            paragraphs[-1][-1] = _before(paragraphs[-1][-1], line, delete_space=delete_space)
            paragraphs[-1].append(line)
        else:
            paragraphs.append([f"{marks} {line}" if marks else line])
        flowing, goes_on = marks, line.endswith(" ") and not signature
    return "\n".join(map("".join, paragraphs))


def _unquoted(line: str) -> tuple[str, str]:
    """A line's quotation marks, and the line without the blank that it was stuffed with (RFC 3676 §4.4 and §4.5)."""
    rest = line.lstrip(">")
    return line[: len(line) - len(rest)], rest.removeprefix(" ")


def _before(line: str, after: str, *, delete_space: bool) -> str:
    """A line as it stands before the one that goes on with it."""
    if delete_space or (_is_wide(line.rstrip(" ")[-1:]) and _is_wide(after[:1])):
        return line.removesuffix(" ")
    return line


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def without_files(data: bytes) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """A text without the files that stand in it uuencoded (POSIX uuencode), and those files with their names."""
    rest: list[bytes] = []
    files: list[tuple[str, bytes]] = []
    at = failed = 0
    while failed < _MOST_FAILURES and (found := _BEGIN.search(data, at)):
        end = _end(data, found.end(), b"====" if found[1] else b"end")
        content = _decoded(data[found.end() : end[0]], plain=not found[1]) if end else None
        if end is None or content is None:
            rest.append(data[at : found.end()])
            at, failed = found.end(), failed + 1
        else:
            rest.append(data[at : found.start()])
            files.append((decode_name(found[2].strip()), content))
            at = end[1]
    return (b"".join((*rest, data[at:])), tuple(files)) if files else (data, ())


def _end(data: bytes, start: int, mark: bytes) -> tuple[int, int] | None:
    """Where the line that ends an encoded file begins and ends; None where there is none."""
    at = data.find(b"\n" + mark, start - 1)
    while at >= 0:
        line_end = data.find(b"\n", at + 1)
        line_end = len(data) if line_end < 0 else line_end
        if data[at + 1 : line_end].strip() == mark:
            return at + 1, line_end
        at = data.find(b"\n" + mark, line_end)
    return None


def _decoded(block: bytes, *, plain: bool) -> bytes | None:
    """The bytes of an encoded file; None for text that only looks like its beginning."""
    if not plain:
        return loose_base64(block) if re.fullmatch(rb"[A-Za-z0-9+/=\s]*", block) else None
    try:
        return b"".join(_lines(block))
    except binascii.Error:
        return None


def _lines(block: bytes) -> Iterator[bytes]:
    for line in block.splitlines():
        if not line.strip():
            continue
        try:
            yield binascii.a2b_uu(line)
        except binascii.Error:
            # some programs count the bytes of the last line wrongly
            length = ((line[0] - 32) & 63) * 4 // 3 + 5
            yield binascii.a2b_uu(line[:length])
