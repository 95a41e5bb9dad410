"""The Word files of the reference issue come out letter for letter, their automatic numbers included."""

import email
import json
from collections.abc import Iterator
from pathlib import Path

from bulletin.manuscript import word
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript

#: Its half-width punctuation and its blanks are the copy desk's business.
LEFT_TO_THE_COPY_DESK = ("10-liwan.eml",)


def attached(mail: Path) -> Iterator[bytes]:
    for part in email.message_from_bytes(mail.read_bytes()).walk():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data.startswith(b"PK"):
            yield data


def texts(reading: Marked[Manuscript]) -> list[str]:
    found: list[str] = []
    for passage in reading.value.passages:
        lines = [line for row in passage.rows for cell in row for line in cell.lines] if isinstance(passage, Grid) else [passage]
        found += [line.text for line in lines if isinstance(line, Line)]
    return found


def test_every_paragraph_and_picture_of_the_reference_is_read(reference: Path) -> None:
    stories = json.loads((reference / "expected.json").read_text("utf-8"))["stories"]
    read = 0
    for story in stories:
        mail = reference / "inbox" / story["submission"][0]
        if mail.suffix != ".eml" or mail.name in LEFT_TO_THE_COPY_DESK:
            continue
        for data in attached(mail):
            reading = word.read(mail.name, data)
            found = texts(reading)
            assert [each for each in story["paragraphs"] if each not in found] == [], mail.name
            assert all(any(caption in each for each in found) for caption in story["captions"]), mail.name
            assert len(reading.value.photos) == story["images"], mail.name
            assert not any(each in "".join(found) for each in story.get("must_not_contain", [])), mail.name
            read += 1
    assert read >= 8
