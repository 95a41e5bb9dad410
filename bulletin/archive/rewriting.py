"""Rewriting: a filed story's text is changed whole or not at all, and the text as it stood is kept under versions/."""

from pathlib import Path

from bulletin.archive import disk, storymd
from bulletin.archive.desk import Move, carry_out, clear, desk_of
from bulletin.archive.ledger import Act, Ledger, StoryEntry
from bulletin.archive.shelf import VERSIONS, next_version
from bulletin.house.rules import House


def rewrite(house: House, ledger: Ledger, act: Act, story: StoryEntry, text: str) -> Path:
    """Put a text in the place of a story's story.md; the folder under versions/ that the earlier one lies in now.

    Its pictures and the original stay where they are. For the ledger this is an editor's hand: a later version from the branch
    does not take its place unasked. Raises OSError; `recover` then undoes what was done.
    """
    number = ledger.begin(act)
    desk = desk_of(house, number)
    file = house.root / story.folder / storymd.FILE
    kept = file.parent / VERSIONS / next_version(file.parent)
    kept.parent.mkdir(exist_ok=True)
    (desk / "version").mkdir()
    disk.copy(str(file), str(desk / "version" / storymd.FILE))
    disk.lay(desk / storymd.FILE, text.encode())
    carry_out(house, desk, [Move(desk / "version", kept), Move(desk / storymd.FILE, file, desk / "as it stood")])
    ledger.resettle(number, {}, {}, {})
    clear(desk)
    return kept
