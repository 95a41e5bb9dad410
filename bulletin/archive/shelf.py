"""Where everything stands in a publication folder, and what stands there."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from bulletin.archive import storymd
from bulletin.house.plan import FILE as PLAN
from bulletin.house.plan import IssuePlan, read_plan
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import StoryError, UsageError
from bulletin.records.issue import Filed

STORIES = "stories"
OUTPUT = "output"
VERSIONS = "versions"
_LONGEST_NAME = 40
_LONGEST_FILE, _LONGEST_ENDING = 80, 10
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\s]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def stories_folder(house: House) -> Path:
    """stories/"""
    return house.root / STORIES


def issue_folder(house: House, issue: str) -> Path:
    """stories/2024-1/"""
    return stories_folder(house) / issue


def output_folder(house: House, issue: str) -> Path:
    """output/2024-1/"""
    return house.root / OUTPUT / issue


def held_folder(house: House) -> Path:
    """stories/held/"""
    return stories_folder(house) / "held"


def withdrawn_folder(house: House) -> Path:
    """stories/withdrawn/"""
    return stories_folder(house) / "withdrawn"


def is_taken(house: House, issue: str) -> bool:
    """Whether a name that an issue might have is that of another folder in stories/."""
    return issue_folder(house, issue) in (house.inbox, held_folder(house), withdrawn_folder(house), stories_folder(house) / "outbox")


def issues(house: House) -> tuple[IssuePlan, ...]:
    """Every issue of the publication, by date. Raises SettingsError for an issue.toml that cannot be read."""
    plans = [read_plan(path, house) for path in stories_folder(house).glob(f"*/{PLAN}")]
    return tuple(sorted(plans, key=lambda plan: (plan.date, plan.id)))


def plan_file(house: House, issue: str) -> Path:
    """stories/2024-1/issue.toml"""
    return issue_folder(house, issue) / PLAN


def is_issue(house: House, name: str) -> bool:
    """Whether the publication has an issue of this name."""
    return name not in (".", "..") and "/" not in name and plan_file(house, name).is_file()


def issue_plan(house: House, issue: str) -> IssuePlan:
    """One issue's plan. Raises UsageError naming those that exist where there is no such issue."""
    if not is_issue(house, issue):
        raise UsageError(_("there is no issue “{id}”").format(id=issue), remedy=known_issues(house), file=plan_file(house, issue))
    return read_plan(plan_file(house, issue), house)


def known_issues(house: House) -> str:
    """The issues that there are, in a sentence; how to begin one where there is none."""
    names = _(", ").join(sorted(each.parent.name for each in stories_folder(house).glob(f"*/{PLAN}")))
    return _("The issues are: {names}.").format(names=names) if names else _("Begin one with `bulletin new ID`.")


def story_files(house: House, issue: str) -> tuple[Path, ...]:
    """Every story.md of an issue, by folder name; that of a folder which may not be looked into, too."""
    folder = issue_folder(house, issue)
    return tuple(path for each in (sorted(folder.iterdir()) if folder.is_dir() else ()) if may_lie(path := each / storymd.FILE))


def may_lie(path: Path) -> bool:
    """Whether a file is there, or may be: its folder may not be looked into."""
    try:
        path.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def read_stories(files: Iterable[Path], house: House) -> Iterator[Filed | StoryError]:
    """The story of each story.md, in their order, and an error in the place of one that cannot be read."""
    for path in files:
        try:
            yield Filed(story=storymd.read_story(path, house), folder=path.parent)
        except StoryError as error:
            yield error


def folder_name(title: str, longest: int = _LONGEST_NAME) -> str:
    """A title as the name of a folder, on every system: no separators, no reserved names, not too long.

    Windows refuses <>:"/\\|?* and names that end in a blank or a dot; 40 characters keep a path below its 260.
    """
    text = unicodedata.normalize("NFC", title)
    text = _FORBIDDEN.sub(" ", text).strip(" .")[:longest].rstrip(" .")
    return f"_{text}" if not text or text.lower().partition(".")[0] in _RESERVED else text


def file_name(name: str) -> str:
    """A file's name as a file here, on every system; its ending, which says what it is, stays."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return folder_name(name, _LONGEST_FILE)
    return folder_name(stem, _LONGEST_FILE) + dot + _FORBIDDEN.sub(" ", ending).strip(" .")


def free_name(parent: Path, wanted: str, promised: Iterable[str] = ()) -> str:
    """The wanted name, or with a number behind it where the parent holds one such already, or it is promised to another."""
    taken = {entry.name.casefold() for entry in os.scandir(parent)} if parent.is_dir() else set()
    taken.update(name.casefold() for name in promised)
    number, name = 1, wanted
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def next_version(story: Path) -> str:
    """The name under versions/, in a story's folder, of what will be kept there next: a number behind all that lie there."""
    versions = story / VERSIONS
    taken = [int(each.name) for each in versions.iterdir() if each.name.isdecimal()] if versions.is_dir() else []
    return str(max(taken, default=0) + 1)


def relative(house: House, path: Path) -> str:
    """A path as an editor sees it, from the publication's folder."""
    try:
        return path.relative_to(house.root).as_posix()
    except ValueError:
        return str(path)


def begin_issue(house: House, issue: str, plan: str) -> Path:
    """A new issue's folder with its issue.toml, of which `plan` is the text. Raises UsageError where there is one already."""
    path = plan_file(house, issue)
    if path.exists():
        remedy = _("Open this file to change the issue, or choose another ID.")
        raise UsageError(_("the issue “{id}” is there already").format(id=issue), remedy=remedy, file=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(plan, "utf-8")
    return path
