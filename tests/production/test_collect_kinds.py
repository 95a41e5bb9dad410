"""Collecting what is no ordinary file: a file too large to be read, and the mails of a Maildir."""

import shutil
from pathlib import Path

import pytest

from bulletin.house.rules import read_house
from bulletin.production.collect import collect
from bulletin.production.world import World

MEGABYTE = 1024 * 1024


@pytest.fixture
def publication(reference: Path, tmp_path: Path) -> Path:
    """The reference's rules and plan, with an empty drop folder."""
    (tmp_path / "stories" / "2024-1").mkdir(parents=True)
    shutil.copy(reference / "bulletin.toml", tmp_path)
    shutil.copy(reference / "issue.toml", tmp_path / "stories" / "2024-1")
    (tmp_path / "stories" / "inbox").mkdir()
    return tmp_path


def test_a_file_too_large_to_be_read_is_held_byte_for_byte(publication: Path, rested: World) -> None:
    lying = publication / "stories" / "inbox" / "影像.mp4"
    with lying.open("wb") as file:
        file.truncate(60 * MEGABYTE)
        file.seek(30 * MEGABYTE)
        file.write(b"here")
    (taken,) = collect(read_house(publication), rested).taken
    assert taken.state == "held"
    assert not lying.exists()
    kept = (publication / "stories" / "held").rglob("影像.mp4")
    (original,) = (path for path in kept if path.is_file())
    assert original.stat().st_size == 60 * MEGABYTE
    with original.open("rb") as file:
        file.seek(30 * MEGABYTE)
        assert file.read(5) == b"here\0"


def test_a_maildir_gives_a_submission_for_each_mail_and_keeps_its_folders(publication: Path, reference: Path, rested: World) -> None:
    place = publication / "stories" / "inbox" / "Maildir"
    for name in ("cur", "new", "tmp"):
        (place / name).mkdir(parents=True)
    shutil.copy(reference / "inbox" / "01-training.eml", place / "new" / "1700000001.M1P1.mail.example.com")
    shutil.copy(reference / "inbox" / "02-dashi.eml", place / "cur" / "1700000002.M2P1.mail.example.com:2,S")
    collected = collect(read_house(publication), rested)
    assert [each.state for each in collected.taken] == ["filed", "filed"]
    assert sorted(path.name for path in place.iterdir()) == ["cur", "new", "tmp"]
    assert not [path for path in place.rglob("*") if path.is_file()]
