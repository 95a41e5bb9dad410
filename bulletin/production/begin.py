"""Beginning: a new publication folder, and a new issue in it."""

import datetime as dt
import json
import shutil
from pathlib import Path

from bulletin.archive import disk, shelf
from bulletin.house.rules import FILE, House
from bulletin.language import _
from bulletin.queries import UsageError

_STARTER = Path(__file__).parent.parent / "starter"


def begin_publication(folder: Path, language: str, today: dt.date) -> str:
    """Make a publication folder that builds at once; the name of its first issue.

    Raises UsageError where the folder holds a publication, or anything else, already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        kind = _("there is a publication here already") if (folder / FILE).exists() else _("this folder is not empty")
        raise UsageError(kind, remedy=_("Name a new folder."), file=folder)
    issue = quarter(today)
    blanks = {"@ISSUE@": issue, "@LABEL@": label(issue, language), "@DATE@": today.isoformat()}
    with disk.told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for source in sorted((_STARTER / language).rglob("*")):
            target = folder / _filled(source.relative_to(_STARTER / language).as_posix(), blanks)
            if source.is_dir():
                target.mkdir(exist_ok=True)
            elif source.suffix in (".toml", ".md"):
                target.write_text(_filled(source.read_text("utf-8"), blanks), "utf-8")
            else:
                shutil.copyfile(source, target)
    return issue


def begin_issue(house: House, issue: str, name: str | None, today: dt.date) -> Path:
    """Make stories/ID/issue.toml. Raises UsageError for a name that no issue can have, or one that there is already."""
    if not issue or issue[0] in ".-_" or not all(each.isascii() and (each.isalnum() or each in ".-_") for each in issue):
        remedy = _("Use Latin letters, digits and hyphens, as in 2024-2.")
        raise UsageError(_("no issue can be called “{id}”").format(id=issue), remedy=remedy)
    if shelf.is_taken(house, issue):
        raise UsageError(_("no issue can be called “{id}”").format(id=issue), remedy=_("Another folder is called so; name it otherwise."))
    plan = _plan(house, issue, name or label(issue, house.publication.language), today)
    with disk.told(shelf.issue_folder(house, issue)):
        return shelf.begin_issue(house, issue, plan)


def quarter(today: dt.date) -> str:
    """The name of a quarterly's issue: 2024-1 in January 2024."""
    return f"{today.year}-{(today.month + 2) // 3}"


def label(issue: str, language: str) -> str:
    """What an issue is called on its cover."""
    year, dash, number = issue.partition("-")
    if not (dash and year.isdigit() and number.isdigit()):
        return issue
    return f"{year}年第{int(number)}期" if language == "zh-CN" else f"No. {int(number)}, {year}"


def _plan(house: House, issue: str, name: str, today: dt.date) -> str:
    """issue.toml as a new publication has it, its plan with this publication's sections, ready to be filled in."""
    starter = (_STARTER / house.publication.language / "stories" / "@ISSUE@" / "issue.toml").read_text("utf-8")
    head = starter.partition("\n[[plan]]")[0]
    # JSON's escapes are TOML's too
    blanks = {"@ISSUE@": issue, "@LABEL@": json.dumps(name, ensure_ascii=False)[1:-1], "@DATE@": today.isoformat()}
    sections = (json.dumps(rule.name, ensure_ascii=False) for rule in house.sections)
    return _filled(head, blanks) + "".join(f"\n# [[plan]]\n# section = {section}\n# stories = []\n" for section in sections)


def _filled(text: str, blanks: dict[str, str]) -> str:
    for blank, value in blanks.items():
        text = text.replace(blank, value)
    return text
