"""Reading manuscripts that are not filed: how each is read, and what is asked of it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.archive import storymd
from bulletin.archive.shelf import issues
from bulletin.copydesk.desk import edit
from bulletin.copydesk.site import without_site
from bulletin.house.rules import House
from bulletin.intake.folder import Bundle, waiting
from bulletin.intake.opening import open_bundle
from bulletin.language import _
from bulletin.manuscript.sheaf import read
from bulletin.preflight.copy import check_story
from bulletin.preflight.wording.table import check_wording
from bulletin.queries import Query, UsageError, Weight
from bulletin.records.manuscript import Manuscript
from bulletin.records.story import Story


@dataclass(frozen=True)
class Reading:
    """How one manuscript is read: the story, None where none can be made of it, and every query on it.

    Where there is no story, the manuscript is shown without what a web page sets around it.

    `section_probability` is the copy desk's (`Copy`), and 1 for the section that a story.md states.
    """

    file: str
    kind: str
    story: Story | None
    manuscript: Manuscript | None
    queries: tuple[Query, ...]
    section_probability: float | None = None

    @property
    def held(self) -> bool:
        """Whether a hold stands on it."""
        return any(each.weight is Weight.HOLD for each in self.queries)


def read_files(house: House, files: Sequence[Path]) -> Iterator[Reading]:
    """Every manuscript in the files, mails and zips; a story.md of this publication as it stands.

    Raises UsageError for a file that is not there, StoryError for a story.md that cannot be read.
    """
    for file in files:
        if not file.is_file():
            message = _("this is no file; name the files themselves") if file.exists() else _("there is no such file")
            raise UsageError(message, file=file)
        if file.name == storymd.FILE:
            story = storymd.read_story(file, house)
            yield Reading(str(file), "story", story, None, _checks(story, str(file), house), 1.0 if story.section else None)
        else:
            yield from _read(house, file)


def _read(house: House, file: Path) -> Iterator[Reading]:
    opened = open_bundle(_bundle(file), house)
    manuscripts = read(opened.value, simplified=house.publication.language == "zh-CN")
    if opened.held or not manuscripts.value:
        yield Reading(str(file), "", None, None, (*opened.queries, *manuscripts.queries))
        return
    galleries = tuple(name for plan in issues(house) if plan.state == "open" for name in plan.galleries)
    for manuscript in manuscripts.value:
        edited = edit(manuscript, opened.value, house, galleries)
        story = edited.value.story if edited.value else None
        # what the copy desk asks, it asks by the manuscript's own names: a picture's caption is not asked for twice
        asked = {each.check for each in edited.queries}
        checks = [each for each in _checks(story, manuscript.file, house) if each.check not in asked] if story else []
        queries = dict.fromkeys((*opened.queries, *manuscripts.queries, *edited.queries, *checks))
        probability = edited.value.section_probability if edited.value else None
        shown = manuscript if story else without_site(manuscript, house)
        yield Reading(str(file), manuscript.kind, story, shown, tuple(queries), probability)


def _checks(story: Story, file: str, house: House) -> tuple[Query, ...]:
    """What is asked of one story as it stands."""
    return (*check_story(story, file), *check_wording(story, file, house))


def _bundle(file: Path) -> Bundle:
    """A file as the drop folder would take it: a page of Markdown or HTML with the pictures beside it that it names."""
    alone = Bundle(name=file.name, files=(file,))
    if file.suffix.lower() not in (".md", ".markdown", ".html", ".htm"):
        return alone
    beside = waiting(file.parent, settle_seconds=0, now=time.time).value
    return next((each for each in beside if file in each.files), alone)
