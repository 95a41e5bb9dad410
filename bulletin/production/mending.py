"""Mending: what is sure to be wrong in an issue's stories is put right, and each story as it stood is kept."""

from collections.abc import Iterator

from bulletin.archive import shelf, storymd
from bulletin.archive.ledger import Act, Ledger, opened
from bulletin.house.rules import House
from bulletin.preflight.wording.table import mended
from bulletin.production.acts import at_work, demand
from bulletin.production.inbox import know_all
from bulletin.production.revising import Revision, revised
from bulletin.production.world import World
from bulletin.queries import StoryError


def mend(house: House, world: World, issue: str) -> tuple[Revision, ...]:
    """Put right what is sure in every story of an open issue; the stories that were changed.

    A story that cannot be read is left alone. Raises UsageError where there is no such issue, or it is closed.
    """
    shelf.issue_plan(house, issue)
    with at_work(house, world) as ledger:
        wanted = tuple(_wanted(house, ledger, issue))
        demand(house, [each.entry for each in wanted])
        return tuple(each.carried_out(house, ledger, _act(world, each)) for each in wanted)


def would_mend(house: House, issue: str) -> tuple[Revision, ...]:
    """What `mend` would change; nothing is changed. Raises what it raises."""
    shelf.issue_plan(house, issue)
    with opened(shelf.stories_folder(house)) as ledger:
        know_all(house, ledger)
        wanted = tuple(_wanted(house, ledger, issue))
    demand(house, [each.entry for each in wanted])
    return wanted


def _wanted(house: House, ledger: Ledger, issue: str) -> Iterator[Revision]:
    for entry in ledger.stories(issue):
        file = house.root / entry.folder / storymd.FILE
        try:
            story = storymd.read_story(file, house)
        except StoryError:
            continue
        if (after := mended(story, house)) != story:
            yield revised(house, entry, after)


def _act(world: World, each: Revision) -> Act:
    return Act(each.entry.submission or None, world.moment(), "revised")
