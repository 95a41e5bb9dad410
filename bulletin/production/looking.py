"""Looking at an issue's pictures: each file once, until it changes; beside them those of the issues before."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import ValidationError

from bulletin.archive import shelf, storymd
from bulletin.archive.ledger import Ledger, opened
from bulletin.house.rules import House
from bulletin.preflight.copy_pictures import Shot, check_shots
from bulletin.preflight.looks import Look, look_at
from bulletin.queries import Query
from bulletin.records.issue import Filed

#: A year of a quarterly: whoever sends a picture again does so soon.
_ISSUES_BEFORE = 4
_PICTURES = (".jpg", ".jpeg", ".png")


def ask_of_pictures(house: House, issue: str, filed: Sequence[Filed]) -> tuple[Query, ...]:
    """Every query on the pictures of an issue's stories: each by itself, side by side, and beside those of the issues before."""
    with opened(shelf.stories_folder(house)) as ledger:
        shots = _shown(house, ledger, issue, filed)
        printed = [shot for before in _issues_before(house, issue) for shot in _printed(house, ledger, before)]
    return check_shots(shots, printed)


def _issues_before(house: House, issue: str) -> list[str]:
    """The last issues before this one, the latest first."""
    names = [plan.id for plan in shelf.issues(house)]
    return names[: names.index(issue)][: -_ISSUES_BEFORE - 1 : -1]


def _shown(house: House, ledger: Ledger, issue: str, filed: Sequence[Filed]) -> list[Shot]:
    """The pictures that the stories show, each of a story once."""
    named = [(each, name) for each in filed for name in dict.fromkeys(picture.file for picture in each.story.pictures)]
    looks = _looks(house, ledger, issue, [each.folder / name for each, name in named])
    return [
        Shot(issue, shelf.relative(house, each.folder / storymd.FILE), each.story.title, each.story.branch, name, look)
        for (each, name), look in zip(named, looks, strict=True)
    ]


def _printed(house: House, ledger: Ledger, issue: str) -> list[Shot]:
    """The pictures that lie beside the stories of an earlier issue and are named in them; a story's folder is called by its title."""
    stories = [(story, story.read_text("utf-8", errors="replace")) for story in shelf.story_files(house, issue)]
    lying = [(story, path) for story, text in stories for path in sorted(story.parent.iterdir())
             if path.suffix.lower() in _PICTURES and path.name in text]  # fmt: skip
    looks = _looks(house, ledger, issue, [path for _, path in lying])
    return [
        Shot(issue, shelf.relative(house, story), story.parent.name, None, path.name, look)
        for (story, path), look in zip(lying, looks, strict=True)
    ]


def _looks(house: House, ledger: Ledger, issue: str, pictures: Sequence[Path]) -> list[Look | None]:
    """How each of an issue's pictures looks, from the ledger where its file is as it was."""
    noted = ledger.looks(issue)
    names = [shelf.relative(house, picture) for picture in pictures]
    stamps = [_stamp(picture) for picture in pictures]
    known = [_known(noted.get(name), stamp) for name, stamp in zip(names, stamps, strict=True)]
    with ThreadPoolExecutor(os.cpu_count()) as eyes:  # Pillow's decoders let go of Python's lock
        fresh = list(eyes.map(_look, [picture for picture, look in zip(pictures, known, strict=True) if look is None]))
    rest = iter(fresh)
    looks = [look or next(rest) for look in known]
    now = {name: (stamp, look.model_dump_json()) for name, stamp, look in zip(names, stamps, looks, strict=True) if look}
    if now != noted:
        ledger.note_looks(issue, now)
    return looks


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
