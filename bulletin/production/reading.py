"""Reading manuscripts that are not filed: how each is read, and what is asked of it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from bulletin.production.counting import as_printed
from bulletin.production.looking import ask_of_photos, photos_beside
from bulletin.queries import Query, UsageError, Weight
from bulletin.records.manuscript import Manuscript, Photo
from bulletin.records.story import Story


@dataclass(frozen=True)
class Reading:
    """How one manuscript is read: the story, None where none can be made of it, and every query on it.

    Where there is no story, the manuscript is shown without what a web page sets around it.

    `section_probability` is the copy desk's (`Copy`), and 1 for the section that a story.md states. `photos` are the story's.
    """

    file: str
    kind: str
    story: Story | None
    manuscript: Manuscript | None
    queries: tuple[Query, ...]
    section_probability: float | None = None
    photos: tuple[Photo, ...] = ()

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
            raise UsageError(message, remedy=_("Check its name and its folder."), file=file)
        if file.name == storymd.FILE:
            story = storymd.read_story(file, house)
            sure, photos = 1.0 if story.section else None, photos_beside(story, file.parent)
            yield Reading(str(file), "story", story, None, _checks(story, str(file), house), sure, photos)
        else:
            yield from _read(house, file)


def check_files(house: House, files: Sequence[Path]) -> Iterator[Reading]:
    """What `read_files` gives, with the queries on the pictures besides. Raises what it raises."""
    for reading in read_files(house, files):
        story = reading.story
        asked = ask_of_photos(house, story, reading.photos, reading.file) if story else ()
        allowed = {each.check for each in story.allow} if story else set()
        yield replace(reading, queries=(*reading.queries, *(each for each in asked if each.check not in allowed)))


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
        came = (*opened.queries, *manuscripts.queries, *edited.queries)
        queries = dict.fromkeys((*(as_printed(came, manuscript, story) if story else came), *checks))
        probability = edited.value.section_probability if edited.value else None
        shown = manuscript if story else without_site(manuscript, house)
        photos = edited.value.photos if edited.value else ()
        yield Reading(str(file), manuscript.kind, story, shown, tuple(queries), probability, photos)


def _checks(story: Story, file: str, house: House) -> tuple[Query, ...]:
    """What is asked of one story as it stands."""
    found = (*check_story(story, file), *check_wording(story, file, house))
    return tuple(each for each in found if each.check not in house.check.skip)


def _bundle(file: Path) -> Bundle:
    """A file as the drop folder would take it: a page of Markdown or HTML with the pictures beside it that it names."""
    alone = Bundle(name=file.name, files=(file,))
    if file.suffix.lower() not in (".md", ".markdown", ".html", ".htm"):
        return alone
    beside = waiting(file.parent, settle_seconds=0, now=time.time).value
    return next((each for each in beside if file in each.files), alone)
