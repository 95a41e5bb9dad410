"""Mending: what is sure to be wrong in an issue's stories is put right, and each story as it stood is kept."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bulletin.archive import rewriting, shelf, storymd
from bulletin.archive.ledger import Act, Ledger, StoryEntry, opened
from bulletin.house.rules import House
from bulletin.preflight.wording.table import mended
from bulletin.production.acts import at_work, demand
from bulletin.production.inbox import know_all
from bulletin.production.world import World
from bulletin.queries import StoryError
from bulletin.records.story import Story


@dataclass(frozen=True)
class Mended:
    """A story.md before and after; `kept` is the folder that the earlier text lies in, None where nothing is changed yet."""

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
        """What changes in story.md, line by line, as diff(1) shows it."""
        before, after = self.before.splitlines(), self.after.splitlines()
        return tuple(difflib.unified_diff(before, after, self.file, self.file, n=0, lineterm=""))


def mend(house: House, world: World, issue: str) -> tuple[Mended, ...]:
    """Put right what is sure in every story of an open issue; the stories that were changed.

    A story that cannot be read is left alone. Raises UsageError where there is no such issue, or it is closed.
    """
    shelf.issue_plan(house, issue)
    with at_work(house, world) as ledger:
        wanted = tuple(_wanted(house, ledger, issue))
        demand(house, [each.entry for each in wanted])
        return tuple(_kept(house, world, ledger, each) for each in wanted)


def would_mend(house: House, issue: str) -> tuple[Mended, ...]:
    """What `mend` would change; nothing is changed. Raises what it raises."""
    shelf.issue_plan(house, issue)
    with opened(shelf.stories_folder(house)) as ledger:
        know_all(house, ledger)
        wanted = tuple(_wanted(house, ledger, issue))
    demand(house, [each.entry for each in wanted])
    return wanted


def _wanted(house: House, ledger: Ledger, issue: str) -> Iterator[Mended]:
    for entry in ledger.stories(issue):
        file = house.root / entry.folder / storymd.FILE
        try:
            story = storymd.read_story(file, house)
        except StoryError:
            continue
        if (after := mended(story, house)) != story:
            text = file.read_text("utf-8-sig")
            yield Mended(entry, text, touched_up(text, story, after))


def _kept(house: House, world: World, ledger: Ledger, each: Mended) -> Mended:
    act = Act(each.entry.submission or None, world.moment(), "revised")
    kept = rewriting.rewrite(house, ledger, act, each.entry, each.after)
    return replace(each, kept=shelf.relative(house, kept))


def touched_up(text: str, before: Story, after: Story) -> str:
    """A story.md with the lines changed that differ between two states of its story; all else stays as its editor wrote it.

    Where a changed line does not stand in the text as it would be written, the whole is written anew.
    """
    old, new = (storymd.write_story(story).split("\n") for story in (before, after))
    lines, start = text.split("\n"), 0
    if len(old) != len(new):
        return "\n".join(new)
    for was, now in zip(old, new, strict=True):
        if was == now:
            continue
        if was not in lines[start:]:
            return "\n".join(new)
        start = lines.index(was, start)
        lines[start] = now
    return "\n".join(lines)
