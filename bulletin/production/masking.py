"""Masking: what a filed story tells of persons is hidden in the house's way, and the story as it stood is kept."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, replace

from bulletin.archive import rewriting, shelf, storymd
from bulletin.archive.ledger import Act, StoryEntry, opened
from bulletin.house.rules import House
from bulletin.preflight.copy_personal.asking import personal_data
from bulletin.preflight.copy_personal.sightings import FINDERS, masked
from bulletin.production.acts import at_work, demand, one_story
from bulletin.production.inbox import know_all, meant
from bulletin.production.world import World
from bulletin.queries import Query, Weight
from bulletin.records.story import Story

#: The checks whose finds can be masked.
MASKABLE = tuple(FINDERS)


@dataclass(frozen=True)
class Masked:
    """A story before and after masking: what was asked of it, what is asked still, and story.md as it stood and as it is.

    `kept` is the folder in which the earlier text lies, from the publication's; None where nothing was changed.
    """

    entry: StoryEntry
    asked: tuple[Query, ...]
    left: tuple[Query, ...]
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

    @property
    def held(self) -> bool:
        """Whether something of persons holds the story still."""
        return any(each.weight is Weight.HOLD for each in self.left)


def mask(house: House, world: World, name: str, *, by: str, checks: Collection[str] = ()) -> Masked:
    """Mask what these checks find in one story, or all of them where none is named; what its `allow` answers stays as it is.

    Raises UsageError where it is not one filed story, or its issue is closed, and StoryError where it cannot be read.
    """
    with at_work(house, world) as ledger:
        found = meant(house, ledger, name)
        entry = one_story(found, name)
        demand(house, [entry])
        made = _masked(house, entry, checks)
        if made.before == made.after:
            return made
        act = Act(found.entry.id if found.entry else None, world.moment(), "masked", by, ", ".join(sorted({e.check for e in made.asked})))
        return replace(made, kept=shelf.relative(house, rewriting.rewrite(house, ledger, act, entry, made.after)))


def would_mask(house: House, name: str, *, checks: Collection[str] = ()) -> Masked:
    """What `mask` would do; nothing is changed. Raises what it raises."""
    with opened(shelf.stories_folder(house)) as ledger:
        know_all(house, ledger)
        entry = one_story(meant(house, ledger, name), name)
    demand(house, [entry])
    return _masked(house, entry, checks)


def _masked(house: House, entry: StoryEntry, checks: Collection[str]) -> Masked:
    file = house.root / entry.folder / storymd.FILE
    story = storymd.read_story(file, house)
    before = file.read_text("utf-8-sig")
    asked = _asked(entry, story)
    wanted = {each.check for each in asked} & set(checks or MASKABLE)
    hidden = masked(story, wanted)
    # a text in which nothing is found stays as its editor wrote it, letter by letter
    after = before if hidden == story else storymd.write_story(hidden)
    return Masked(entry, tuple(each for each in asked if each.check in wanted), _asked(entry, hidden), before, after)


def _asked(entry: StoryEntry, story: Story) -> tuple[Query, ...]:
    allowed = {each.check for each in story.allow}
    return tuple(each for each in personal_data(story, f"{entry.folder}/{storymd.FILE}") if each.check not in allowed)
