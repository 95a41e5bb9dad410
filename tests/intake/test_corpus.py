"""Three hundred public test mails, which are not part of the project: each read, and where their projects say what is in one, that."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bulletin.intake.letter import Inner, Letter
from bulletin.intake.limits import Refused
from bulletin.intake.mail import read_envelope, read_letter
from bulletin.records.submission import Enclosure

#: Where the intake reads a mail otherwise than the project that it comes from, and why.
OTHERWISE = {
    "malformed/001": "a line that is the outer boundary's beginning and no more ends nothing (RFC 2046 §5.1.1): it stays as text",
    "malformed/004": "--ab and --ac are no boundary lines of the boundary a: all stays as text",
    "malformed/005": "the line --a---- closes the outer boundary a-- as much as it opens the inner one; nothing can tell them apart",
    "malformed/009": "the outer boundary ends the inner part (RFC 2046 §5.1.2), so that 333 is a part by itself",
    "malformed/011": "as 009",
    "malformed/012": "as 009, with a mail as the part",
    "malformed/016": "inner boundary lines outside their part are text",
    "malformed/019": "a mail torn to pieces: the boundary in other capitals is no boundary",
    "malformed/020": "the head of the first text is missing, and so the text; the page that says the same is found as a part",
    "malformed/021": "as 020",
    "thirdparty/002": "how many U+FFFD stand for a broken character is nobody's rule",
    "thirdparty/005": "a boundary line that does not begin its line is none",
    "thirdparty/015": "a broken field of the inner mail is read on, so that its fields and its text are told apart",
}
EXPECTED = 53


@dataclass(frozen=True)
class Expectation:
    """A mail and what its project found in it."""

    name: str
    raw: bytes
    parts: list[dict[str, Any]]


@pytest.fixture(scope="module")
def expectations(corpora: Path) -> list[Expectation]:
    folder = corpora / "mail" / "stalwart"
    found = [path for path in sorted(folder.rglob("*.json")) if not path.name.endswith(".crlf.json")]
    return [_expectation(path, folder) for path in found]


def _expectation(path: Path, folder: Path) -> Expectation:
    name = path.relative_to(folder).with_suffix("").as_posix()
    return Expectation(name, path.with_suffix(".eml").read_bytes(), json.loads(path.read_text("utf-8"))["parts"])


def test_every_mail_is_read_or_refused_in_words(corpora: Path) -> None:
    mails = [path for path in sorted((corpora / "mail").rglob("*")) if path.suffix in (".eml", ".raw")]
    assert len(mails) >= 200
    for path in mails:
        raw = path.read_bytes()
        for ends in (raw, raw.replace(b"\r\n", b"\n"), raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")):
            try:
                letters = list(_all(read_letter(ends)))
                read_envelope(ends)
            except Refused as refused:
                assert refused.check == "unreadable", path
                continue
            assert all(each.charset for letter in letters for each in letter.body), path
            assert all(each.name for letter in letters for each in letter.attachments), path


def test_every_text_and_attachment_is_there_byte_for_byte(expectations: list[Expectation]) -> None:
    assert len(expectations) == EXPECTED
    differing = {each.name for each in expectations if _found(each) != Counter(_expected(each.parts))}
    assert differing == set(OTHERWISE)


def test_where_the_line_ends_are_a_networks_the_same_is_there(expectations: list[Expectation]) -> None:
    # a text in UTF-16 is another one with other line ends
    for each in (each for each in expectations if each.name != "thirdparty/005"):
        networks = Expectation(each.name, each.raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), each.parts)
        assert _found(networks) == _found(each), each.name


def test_subjects_senders_and_ids_are_as_the_corpus_says(expectations: list[Expectation]) -> None:
    for each in expectations:
        head = {field["name"]: field["value"] for field in reversed(each.parts[0]["headers"]) if isinstance(field["name"], str)}
        try:
            envelope = read_envelope(each.raw)
        except Refused:
            assert not head.keys() & {"from", "subject", "date"}, each.name
            continue
        if isinstance(head.get("subject"), dict) and "Text" in head["subject"]:
            assert envelope.subject == " ".join(head["subject"]["Text"].split()), each.name
        if addresses := _addresses(head.get("from")):
            assert (envelope.sender or "").lower() == addresses[0].lower(), each.name


def test_file_names_are_as_the_corpus_says(expectations: list[Expectation]) -> None:
    named = 0
    for each in expectations:
        names = {attachment.name for letter in _all(read_letter(each.raw)) for attachment in letter.attachments}
        wanted = set(_file_names(each.parts))
        named += len(wanted)
        assert wanted <= names, each.name
    assert named >= 15


def _all(letter: Letter) -> Iterator[Letter]:
    """A letter and those within it, encoded ones too."""
    yield letter
    for each in letter.attachments:
        if isinstance(each, Inner):
            yield from _all(each.opened())
        elif each.name.endswith(".eml"):
            yield from _all(read_letter(each.data))


def _found(expectation: Expectation) -> Counter[bytes]:
    files = [
        each
        for letter in _all(read_letter(expectation.raw))
        for each in (*letter.body, *letter.attachments)
        if isinstance(each, Enclosure) and not each.name.endswith(".eml")
    ]
    return Counter(filter(None, (_without_blanks(each) for each in files)))


def _without_blanks(enclosure: Enclosure) -> bytes:
    """Flowed and other blanks are nobody's bytes; the corpus gives texts as text, and so their charset counts."""
    data = enclosure.data.decode(enclosure.charset, "replace").encode() if enclosure.charset else enclosure.data
    return b"".join(data.split())


def _expected(parts: list[dict[str, Any]]) -> Iterator[bytes]:
    for part in parts:
        for kind, content in part["body"].items():
            if kind == "Message":
                yield from _expected(content["parts"])
            elif kind in ("Text", "Html", "Binary", "InlineBinary"):
                data = b"".join((content.encode() if isinstance(content, str) else bytes(content)).split())
                yield from [data] if data else []


def _addresses(value: Any) -> list[str]:
    found = value.get("Address", {}).get("List", []) if isinstance(value, dict) else []
    return [each["address"] for each in found if each.get("address") and "@" in each["address"]]


def _file_names(parts: list[dict[str, Any]]) -> Iterator[str]:
    """The file names of the attachments, those of the mails within included, without folders."""
    for part in parts:
        if "Message" in part["body"]:
            yield from _file_names(part["body"]["Message"]["parts"])
        for header, attribute in (("content_disposition", "filename"), ("content_type", "name")):
            field = next((each["value"] for each in part["headers"] if each["name"] == header), None)
            attributes = (field.get("ContentType") or {}).get("attributes") or [] if isinstance(field, dict) else []
            names = [each["value"] for each in attributes if each["name"] == attribute]
            if names:
                yield names[0].rpartition("/")[2]
                break
