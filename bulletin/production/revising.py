"""Revising: a filed story's text is changed line by line, and the text as it stood is kept."""

import difflib
from dataclasses import dataclass, replace

from bulletin.archive import rewriting, shelf, storymd
from bulletin.archive.ledger import Act, Ledger, StoryEntry
from bulletin.house.rules import House
from bulletin.records.story import Story


@dataclass(frozen=True)
class Revision:
    """A story.md as it stood and as it becomes.

    `kept` is the folder in which the earlier text lies, from the publication's; None where nothing is changed, or not yet.
    """

    entry: StoryEntry
    before: str
    after: str
    kept: str | None = None

    @property
    def file(self) -> str:
        """story.md, from the publication's folder."""
        return f"{self.entry.folder}/{storymd.FILE}"

    @property
    def diff(self) -> tuple[str, ...]:
        """What changes in story.md, line by line, as diff(1) shows it; nothing where nothing changes."""
        before, after = self.before.splitlines(), self.after.splitlines()
        return tuple(difflib.unified_diff(before, after, self.file, self.file, n=0, lineterm=""))

    def carried_out(self, house: House, ledger: Ledger, act: Act) -> "Revision":
        """The same, once it is done. Raises OSError."""
        return replace(self, kept=shelf.relative(house, rewriting.rewrite(house, ledger, act, self.entry, self.after)))


def revised(house: House, entry: StoryEntry, story: Story) -> Revision:
    """A story.md that becomes this story: what differs is changed in its lines, all else stays as its editor wrote it.

    Where that would not read as the story that is meant, the whole is written anew. Raises StoryError where it cannot be read.
    """
    file = house.root / entry.folder / storymd.FILE
    before = file.read_text("utf-8-sig")
    after = _touched_up(before, storymd.read_story(file, house), story)
    if storymd.would_read(after, file, house) != story:
        after = storymd.write_story(story)
    return Revision(entry, before, after)


def _touched_up(text: str, before: Story, after: Story) -> str:
    """The text with those lines changed in which the two stories differ, as far as they stand in it as they would be written."""
    old, new = (storymd.write_story(story).split("\n") for story in (before, after))
    lines, start = text.split("\n"), 0
    for was, now in zip(old, new, strict=False):
        if was != now and was in lines[start:]:
            start = lines.index(was, start)
            lines[start] = now
    return "\n".join(lines)
