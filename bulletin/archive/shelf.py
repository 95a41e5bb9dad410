"""Where everything stands in a publication folder, and what stands there."""

import json
import re
import unicodedata
from collections.abc import Iterator
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
_LONGEST_NAME = 40
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


def is_taken(house: House, issue: str) -> bool:
    """Whether a name that an issue might have is that of another folder in stories/."""
    return issue_folder(house, issue) in (house.inbox, held_folder(house), stories_folder(house) / "outbox")


def issues(house: House) -> tuple[IssuePlan, ...]:
    """Every issue of the publication, by date. Raises SettingsError for an issue.toml that cannot be read."""
    plans = [read_plan(path, house) for path in stories_folder(house).glob(f"*/{PLAN}")]
    return tuple(sorted(plans, key=lambda plan: (plan.date, plan.id)))


def issue_plan(house: House, issue: str) -> IssuePlan:
    """One issue's plan. Raises UsageError naming those that exist where there is no such issue."""
    path = issue_folder(house, issue) / PLAN
    if issue in (".", "..") or "/" in issue or not path.is_file():
        known = "、".join(sorted(each.parent.name for each in stories_folder(house).glob(f"*/{PLAN}")))
        remedy = _("The issues are: {names}.").format(names=known) if known else _("Begin one with `bulletin new ID`.")
        raise UsageError(_("there is no issue “{id}”").format(id=issue), remedy=remedy, file=path)
    return read_plan(path, house)


def story_files(house: House, issue: str) -> tuple[Path, ...]:
    """Every story.md of an issue, by folder name."""
    return tuple(sorted(issue_folder(house, issue).glob(f"*/{storymd.FILE}")))


def read_stories(house: House, issue: str) -> Iterator[Filed | StoryError]:
    """Every story of an issue, and an error in the place of one that cannot be read; by folder name."""
    for path in story_files(house, issue):
        try:
            yield Filed(story=storymd.read_story(path, house), folder=path.parent)
        except StoryError as error:
            yield error


def folder_name(title: str) -> str:
    """A title as the name of a folder, on every system: no separators, no reserved names, not too long.

    Windows refuses <>:"/\\|?* and names that end in a blank or a dot; 40 characters keep a path below its 260.
    """
    text = unicodedata.normalize("NFC", title)
    text = re.sub(r"[\x00-\x1f\x7f<>:\"/\\|?*\s]+", " ", text).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return f"_{text}" if not text or text.lower().partition(".")[0] in _RESERVED else text


def free_name(parent: Path, wanted: str) -> str:
    """The wanted name, or with a number behind it where the parent holds one such already."""
    taken = {path.name.casefold() for path in parent.iterdir()} if parent.is_dir() else set()
    number, name = 1, wanted
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def relative(house: House, path: Path) -> str:
    """A path as an editor sees it, from the publication's folder."""
    try:
        return path.relative_to(house.root).as_posix()
    except ValueError:
        return str(path)


def begin_issue(house: House, plan: IssuePlan) -> Path:
    """A new issue's folder with its issue.toml. Raises UsageError where there is one already."""
    path = issue_folder(house, plan.id) / PLAN
    if path.exists():
        raise UsageError(_("the issue “{id}” is there already").format(id=plan.id), file=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    label = json.dumps(plan.label, ensure_ascii=False)  # JSON's escapes are TOML's too
    path.write_text(f'id = "{plan.id}"\nlabel = {label}\ndate = {plan.date.isoformat()}\nstate = "{plan.state}"\n', "utf-8")
    return path
