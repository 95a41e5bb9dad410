"""Checking: every query that stands on an issue's stories."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bulletin.archive import filing, shelf, storymd
from bulletin.archive.ledger import Entry, StoryEntry, opened
from bulletin.flatplan.plan import lay_out
from bulletin.house.plan import IssuePlan
from bulletin.house.rules import House
from bulletin.preflight.copy import check_issue, check_story
from bulletin.preflight.wording.across import gaps, over_share, same_event
from bulletin.preflight.wording.table import check_wording
from bulletin.production.looking import ask_of_pictures
from bulletin.queries import Place, Query, StoryError, Weight
from bulletin.records.issue import Filed, Issue
from bulletin.records.story import Story

#: What is asked anew of the story as it stands now, so that an answered question is not asked again.
_ASKED_ANEW = {"uncaptioned-picture", "low-resolution", "unsorted"}
#: What is answered when the plan names the story, or it is moved out of the section that it was filed in.
_OF_THE_SECTION = {"unknown-section", "section-guessed", "not-a-story", "learning-ignored"}
#: What is not said where a story cannot be read: that may be the very one that is missing.
_MISSING = {"planned-story-missing", "empty-section", "feature-without-lead"}


@dataclass(frozen=True)
class Checked:
    """A story with every query that stands on it; `section` is the one it is printed in, None where it is in none.

    `faces` is about how many faces can be recognised in its pictures.
    """

    filed: Filed
    section: str | None
    queries: tuple[Query, ...]
    faces: int = 0

    @property
    def held(self) -> bool:
        """Whether a hold keeps it out of the issue."""
        return any(each.weight is Weight.HOLD for each in self.queries)


@dataclass(frozen=True)
class Desk:
    """An issue's copy as it lies on the desk: its stories, those that cannot be read, and the submissions that are held.

    `issue` is what can be set of it; `plan` is what is asked of the plan.
    """

    stories: tuple[Checked, ...]
    unreadable: tuple[StoryError, ...]
    held: tuple[Entry, ...]
    issue: Issue
    plan: tuple[Query, ...]


def check(house: House, issue: str) -> Desk:
    """Every story of an issue, by section and date, with what was asked when it came and what is asked of it as it stands.

    What an editor has allowed is left out.
    """
    plan = shelf.issue_plan(house, issue)
    read = tuple(shelf.read_stories(shelf.story_files(house, issue), house))
    laid = lay_out(plan, [each for each in read if isinstance(each, Filed)], house)
    sections, planned = _sections(laid.value), _planned(plan, laid.value, house)
    filed = sorted((each for each in read if isinstance(each, Filed)), key=lambda each: _turn(house, each.story, sections))
    unreadable = tuple(each for each in read if isinstance(each, StoryError))
    asked, held = _from_ledger(house, issue)
    stories = [(place(house, each), each.story) for each in filed]
    pictures = ask_of_pictures(house, issue, filed)
    across = (*check_issue(stories), *same_event(stories), *pictures.queries, *_sectionless(house, filed, laid.queries))
    faces = [pictures.value.get(place(house, each), 0) for each in filed]
    checked = tuple(
        Checked(each, sections.get(_name(each.story)), _queries(house, each, asked, across, planned), shown)
        for each, shown in zip(filed, faces, strict=True)
    )
    ready = lay_out(plan, [each.filed for each in checked if not each.held], house)
    file = shelf.relative(house, shelf.plan_file(house, issue))
    # a planned story that is held is not missing, nor its section empty: its hold says enough
    asked_of_plan = (each for each in laid.queries if each.weight is not Weight.HOLD)
    said = (*asked_of_plan, *over_share(stories, house, file), *gaps(laid.value, plan, house, file))
    silent = set(house.check.skip) | (_MISSING if unreadable else set())
    return Desk(checked, unreadable, held, ready.value, tuple(each for each in said if each.check not in silent))


def place(house: House, filed: Filed) -> str:
    """A story's file as an editor sees it: stories/2024-1/…/story.md."""
    return shelf.relative(house, filed.folder / storymd.FILE)


def _sections(issue: Issue) -> dict[tuple[str, str], str]:
    """The section that each story is printed in, by its submission and its gallery or title."""
    return {
        (source, piece.story.gallery or piece.story.title): section.name
        for section in issue.sections
        for piece in section.pieces
        for source in piece.sources
    }


def _planned(plan: IssuePlan, laid: Issue, house: House) -> set[tuple[str, str]]:
    """The stories that the plan names: without a section of their own, they alone are in one."""
    unsorted = [
        Filed(folder=house.root, story=piece.story.model_copy(update={"section": None}))
        for section in laid.sections
        for piece in section.pieces
        if piece.story.gallery is None
    ]
    return set(_sections(lay_out(plan, unsorted, house).value))


def _name(story: Story) -> tuple[str, str]:
    return story.submission, story.gallery or story.title


def _sectionless(house: House, filed: Sequence[Filed], laid: Sequence[Query]) -> Iterator[Query]:
    """A hold on each story that neither states a section nor is planned into one."""
    files = {(each.story.submission, each.story.title): place(house, each) for each in filed}
    for found in laid:
        if found.weight is Weight.HOLD:
            yield found.model_copy(update={"place": Place(file=files[found.place.file, found.place.text])})


def _turn(house: House, story: Story, sections: Mapping[tuple[str, str], str]) -> tuple[int, dt.datetime, str]:
    """Sections in the publication's order, the unsorted behind them; within one, as they came."""
    names, section = [rule.name for rule in house.sections], sections.get(_name(story))
    return names.index(section) if section in names else len(names), story.received, story.submission


def _queries(
    house: House, filed: Filed, asked: dict[str, StoryEntry], across: Sequence[Query], planned: set[tuple[str, str]]
) -> tuple[Query, ...]:
    file = place(house, filed)
    allowed = {each.check for each in filed.story.allow}
    entry = asked.get(shelf.relative(house, filed.folder))
    settled = _name(filed.story) in planned or (entry is not None and entry.section != filed.story.section)
    answered = _ASKED_ANEW | allowed | (_OF_THE_SECTION if settled else set())
    came = [each for each in (entry.queries if entry else ()) if each.check not in answered and not _is_gone(house, each)]
    now = [each for each in across if each.place.file == file and each.check not in allowed]
    found = dict.fromkeys((*check_story(filed.story, file), *now, *check_wording(filed.story, file, house), *came))
    return tuple(each for each in found if each.check not in house.check.skip)


def _is_gone(house: House, asked: Query) -> bool:
    """Whether the story that this one was compared with is no longer in its place."""
    return asked.check == "near-duplicate" and not shelf.may_lie(house.root / asked.place.file)


def _from_ledger(house: House, issue: str) -> tuple[dict[str, StoryEntry], tuple[Entry, ...]]:
    with opened(shelf.stories_folder(house)) as ledger:
        asked = {entry.folder: entry for entry in ledger.stories(issue)}
        held = tuple(each for each in ledger.held(issue) if filing.lies_there(house, each))
    return asked, held
