"""Looking at pictures: each file once, when it comes or when it is first checked, until it changes.

What is seen is noted in the ledger, so that a check has only to put the pictures side by side, with those of the issues before.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bulletin.archive import shelf, storymd
from bulletin.archive.ledger import Ledger, opened
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.copy_pictures import Guests, Shot, check_shots, guests_of
from bulletin.preflight.looks import Look, look_at
from bulletin.production.world import World
from bulletin.queries import Marked, Query
from bulletin.records.issue import Filed
from bulletin.records.manuscript import Photo
from bulletin.records.story import Story

#: A year of a quarterly: whoever sends a picture again does so soon.
_ISSUES_BEFORE = 4
_PICTURES = (".jpg", ".jpeg", ".png")
#: Where more pictures than these are waited for, it is said.
_MANY = 40


@dataclass(frozen=True)
class _Glance:
    """A picture that is being looked at; `stamp` is of its file as it was before."""

    issue: str
    picture: Path
    stamp: str
    look: Future[Look | None]


@contextmanager
def looking_on(house: House, world: World, ledger: Ledger) -> Iterator[Callable[[int], None]]:
    """What looks at the pictures of a submission that was filed (by its number), beside the work that goes on, so that no check has to.

    At the end what is still to be seen is waited for, unless the work is to stop; what is not looked at is when it is checked.
    """
    begun: list[_Glance] = []
    with ThreadPoolExecutor(os.cpu_count()) as eyes:  # Pillow's and OpenCV's work lets go of Python's lock

        def look(submission: int) -> None:
            stories = (story for story in ledger.stories_of(submission) if not story.withdrawn)
            pictures = [(story.issue, picture) for story in stories for picture in _lying(house.root / story.folder)]
            begun.extend(_Glance(issue, picture, _stamp(picture), eyes.submit(_look, picture)) for issue, picture in pictures)

        try:
            yield look
        except BaseException:
            eyes.shutdown(wait=False, cancel_futures=True)
            raise
        eyes.shutdown(wait=False, cancel_futures=world.stopping())
        if (count := sum(not each.look.done() for each in begun)) > _MANY:
            world.progress.say(_("looking at {count} pictures").format(count=count))
    # what failed is looked at again by a check, and told there
    seen = [(each, each.look.result()) for each in begun if not each.look.cancelled() and each.look.exception() is None]
    for issue in dict.fromkeys(each.issue for each in begun):
        looks = {shelf.relative(house, each.picture): (each.stamp, look) for each, look in seen if each.issue == issue and look}
        _note(ledger, issue, looks)


def ask_of_pictures(house: House, issue: str, filed: Sequence[Filed]) -> Marked[Mapping[str, int]]:
    """How many faces each story shows, by its file, with every query on the pictures of an issue's stories: each by itself, side by
    side, and beside those of the issues before."""
    with opened(shelf.stories_folder(house)) as ledger:
        shots = _shown(house, ledger, issue, filed)
        _forget(house, ledger, issue, [each.folder / picture.file for each in filed for picture in each.story.pictures])
        printed = [shot for before in _issues_before(house, issue) for shot in _printed(house, ledger, before)]
    return Marked(_faces(shots), check_shots(shots, printed))


def ask_of_story(house: House, ledger: Ledger, issue: str, filed: Filed) -> tuple[Query, ...]:
    """The queries on one filed story's pictures."""
    return check_shots(_shown(house, ledger, issue, [filed]))


def ask_of_photos(house: House, story: Story, photos: Sequence[Photo], file: str) -> tuple[Query, ...]:
    """The queries on the pictures of a story that is not filed."""
    guests = _guests(house, story)
    with ThreadPoolExecutor(os.cpu_count()) as eyes:
        looks = list(eyes.map(look_at, [photo.data for photo in photos]))
    named = zip(photos, looks, strict=True)
    return check_shots([Shot("", file, story.title, story.branch, photo.name, look, guests) for photo, look in named])


def photos_beside(story: Story, folder: Path) -> tuple[Photo, ...]:
    """The pictures that a story.md shows, from the folder that it lies in."""
    shown = {picture.file: picture for picture in story.pictures}.values()
    return tuple(Photo(name=each.file, data=(folder / each.file).read_bytes(), width=each.width, height=each.height) for each in shown)


def _faces(shots: Sequence[Shot]) -> Mapping[str, int]:
    faces = Counter[str]()
    for shot in shots:
        faces[shot.file] += shot.look.faces if shot.look else 0
    return faces


def _issues_before(house: House, issue: str) -> list[str]:
    """The last issues before this one, the latest first."""
    names = [plan.id for plan in shelf.issues(house)]
    return names[: names.index(issue)][: -_ISSUES_BEFORE - 1 : -1]


def _shown(house: House, ledger: Ledger, issue: str, filed: Sequence[Filed]) -> list[Shot]:
    """The pictures that the stories show, each of a story once."""
    named = [(each, name) for each in filed for name in dict.fromkeys(picture.file for picture in each.story.pictures)]
    looks = _looks(house, ledger, issue, [each.folder / name for each, name in named])
    guests = {each.folder: _guests(house, each.story) for each in filed}
    return [
        Shot(issue, _file(house, each), each.story.title, each.story.branch, name, look, guests[each.folder])
        for (each, name), look in zip(named, looks, strict=True)
    ]


def _file(house: House, filed: Filed) -> str:
    return shelf.relative(house, filed.folder / storymd.FILE)


def _guests(house: House, story: Story) -> Guests:
    of_a_customer = any(rule.kind == "case" for rule in house.sections if rule.name == story.section)
    return guests_of(story, of_a_customer=of_a_customer) if story.pictures else ""


def _printed(house: House, ledger: Ledger, issue: str) -> list[Shot]:
    """The pictures that lie beside the stories of an earlier issue and are named in them; a story's folder is called by its title."""
    stories = [(story, _text(story)) for story in shelf.story_files(house, issue)]
    lying = [(story, path) for story, text in stories for path in _lying(story.parent) if path.name in text]
    looks = _looks(house, ledger, issue, [path for _story, path in lying])
    return [
        Shot(issue, shelf.relative(house, story), story.parent.name, None, path.name, look)
        for (story, path), look in zip(lying, looks, strict=True)
    ]


def _text(story: Path) -> str:
    """A story.md as it stands; nothing where it cannot be read, which the check of its own issue tells."""
    try:
        return story.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _lying(folder: Path) -> list[Path]:
    """The pictures in a story's folder; none where an editor has taken it away."""
    return [path for path in sorted(folder.iterdir()) if path.suffix.lower() in _PICTURES] if folder.is_dir() else []


def _looks(house: House, ledger: Ledger, issue: str, pictures: Sequence[Path]) -> list[Look | None]:
    """How each of an issue's pictures looks, from the ledger where its file is as it was; what is seen anew is noted there."""
    noted = ledger.looks(issue)
    stamps = {shelf.relative(house, picture): _stamp(picture) for picture in pictures}
    looks = {name: _known(noted.get(name), stamp) for name, stamp in stamps.items()}
    new = [picture for picture, look in zip(stamps, looks.values(), strict=True) if look is None]
    with ThreadPoolExecutor(os.cpu_count()) as eyes:
        fresh = dict(zip(new, eyes.map(_look, [house.root / name for name in new]), strict=True))
    _note(ledger, issue, {name: (stamps[name], look) for name, look in fresh.items() if look})
    return [looks[name] or fresh[name] for name in (shelf.relative(house, picture) for picture in pictures)]


def _note(ledger: Ledger, issue: str, seen: Mapping[str, tuple[str, Look]]) -> None:
    if seen:
        ledger.note_looks(issue, {name: (stamp, look.model_dump_json()) for name, (stamp, look) in seen.items()})


def _forget(house: House, ledger: Ledger, issue: str, shown: Sequence[Path]) -> None:
    """Forget what no story of the issue shows any more."""
    if gone := ledger.looks(issue).keys() - {shelf.relative(house, picture) for picture in shown}:
        ledger.forget_looks(gone)


def _stamp(picture: Path) -> str:
    """What changes with a file: its size and the time it was written."""
    try:
        said = picture.stat()
    except OSError:
        return ""
    return f"{said.st_size} {said.st_mtime_ns}"


def _known(noted: tuple[str, str] | None, stamp: str) -> Look | None:
    """What is noted, if it is of this file, and was measured as is measured now."""
    if noted is None or noted[0] != stamp:
        return None
    try:
        return Look.model_validate_json(noted[1])
    except ValidationError:
        return None


def _look(picture: Path) -> Look | None:
    try:
        return look_at(picture.read_bytes())
    except OSError:
        return None
