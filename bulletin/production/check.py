"""Checking: every query that stands on an issue's stories."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bulletin.archive import filing, shelf, storymd
from bulletin.archive.ledger import Entry, opened
from bulletin.flatplan.plan import lay_out
from bulletin.house.rules import House
from bulletin.preflight.copy import check_issue, check_story
from bulletin.queries import Place, Query, StoryError, Weight
from bulletin.records.issue import Filed
from bulletin.records.story import Story

#: What is asked anew of the story as it stands now, so that an answered question is not asked again.
_ASKED_ANEW = {"uncaptioned-picture", "low-resolution", "unsorted", "unknown-section", "section-guessed"}


@dataclass(frozen=True)
class Checked:
    """A story with every query that stands on it."""

    filed: Filed
    queries: tuple[Query, ...]

    @property
    def held(self) -> bool:
        """Whether a hold keeps it out of the issue."""
        return any(each.weight is Weight.HOLD for each in self.queries)


@dataclass(frozen=True)
class Desk:
    """An issue's copy as it lies on the desk: its stories, those that cannot be read, the submissions that are held, and
    what is asked of the plan."""

    stories: tuple[Checked, ...]
    unreadable: tuple[StoryError, ...]
    held: tuple[Entry, ...]
    plan: tuple[Query, ...]


def check(house: House, issue: str) -> Desk:
    """Every story of an issue, by section and date, with what was asked when it came and what is asked of it as it stands.

    What an editor has allowed is left out.
    """
    read = tuple(shelf.read_stories(house, issue))
    filed = sorted((each for each in read if isinstance(each, Filed)), key=lambda each: _turn(house, each.story))
    asked, held = _from_ledger(house, issue)
    across = (*check_issue([(place(house, each), each.story) for each in filed]), *_sectionless(house, issue, filed))
    checked = tuple(Checked(each, _queries(house, each, asked, across)) for each in filed)
    laid = lay_out(shelf.issue_plan(house, issue), [each.filed for each in checked if not each.held], house)
    return Desk(checked, tuple(each for each in read if isinstance(each, StoryError)), held, laid.queries)


def place(house: House, filed: Filed) -> str:
    """A story's file as an editor sees it: stories/2024-1/…/story.md."""
    return shelf.relative(house, filed.folder / storymd.FILE)


def _sectionless(house: House, issue: str, filed: Sequence[Filed]) -> Iterator[Query]:
    """A hold on each story that neither states a section nor is planned into one."""
    files = {(each.story.submission, each.story.title): place(house, each) for each in filed}
    for found in lay_out(shelf.issue_plan(house, issue), filed, house).queries:
        if found.weight is Weight.HOLD:
            yield found.model_copy(update={"place": Place(file=files[found.place.file, found.place.text])})


def _turn(house: House, story: Story) -> tuple[int, dt.datetime, str]:
    """Sections in the publication's order, the unsorted behind them; within one, as they came."""
    names = [rule.name for rule in house.sections]
    return names.index(story.section) if story.section in names else len(names), story.received, story.submission


def _queries(house: House, filed: Filed, asked: dict[str, tuple[Query, ...]], across: Sequence[Query]) -> tuple[Query, ...]:
    file = place(house, filed)
    allowed = {each.check for each in filed.story.allow}
    came = [each for each in asked.get(shelf.relative(house, filed.folder), ()) if each.check not in _ASKED_ANEW | allowed]
    now = [each for each in across if each.place.file == file and each.check not in allowed]
    return tuple(dict.fromkeys((*check_story(filed.story, file), *now, *came)))


def _from_ledger(house: House, issue: str) -> tuple[dict[str, tuple[Query, ...]], tuple[Entry, ...]]:
    with opened(shelf.stories_folder(house)) as ledger:
        asked = {entry.folder: entry.queries for entry in ledger.stories(issue)}
        held = tuple(each for each in ledger.entries() if each.state == "held" and each.issue == issue and filing.lies_there(house, each))
    return asked, held
