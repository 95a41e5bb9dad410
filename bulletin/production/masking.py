"""Masking: what a filed story tells of persons is hidden in the house's way, and the story as it stood is kept."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bulletin.archive import shelf, storymd
from bulletin.archive.ledger import Act, StoryEntry, opened
from bulletin.house.rules import House
from bulletin.preflight.copy_personal.asking import personal_data
from bulletin.preflight.copy_personal.sightings import FINDERS, masked
from bulletin.production.acts import at_work, demand, one_story
from bulletin.production.inbox import know_all, meant
from bulletin.production.revising import Revision, revised
from bulletin.production.world import World
from bulletin.queries import Query, Weight
from bulletin.records.story import Story

#: The checks whose finds can be masked.
MASKABLE = tuple(FINDERS)


@dataclass(frozen=True)
class Masked:
    """A story's masking: what was asked of it, and what is asked still."""

    revision: Revision
    asked: tuple[Query, ...]
    left: tuple[Query, ...]

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
        if not made.revision.diff:
            return made
        act = Act(found.entry.id if found.entry else None, world.moment(), "masked", by, ", ".join(sorted({e.check for e in made.asked})))
        return replace(made, revision=made.revision.carried_out(house, ledger, act))


def would_mask(house: House, name: str, *, checks: Collection[str] = ()) -> Masked:
    """What `mask` would do; nothing is changed. Raises what it raises."""
    with opened(shelf.stories_folder(house)) as ledger:
        know_all(house, ledger)
        entry = one_story(meant(house, ledger, name), name)
    demand(house, [entry])
    return _masked(house, entry, checks)


def _masked(house: House, entry: StoryEntry, checks: Collection[str]) -> Masked:
    story = storymd.read_story(house.root / entry.folder / storymd.FILE, house)
    asked = _asked(entry, story)
    wanted = {each.check for each in asked} & set(checks or MASKABLE)
    hidden = masked(story, wanted)
    return Masked(revised(house, entry, hidden), tuple(each for each in asked if each.check in wanted), _asked(entry, hidden))


def _asked(entry: StoryEntry, story: Story) -> tuple[Query, ...]:
    allowed = {each.check for each in story.allow}
    return tuple(each for each in personal_data(story, f"{entry.folder}/{storymd.FILE}") if each.check not in allowed)
