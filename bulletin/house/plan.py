"""issue.toml: one issue's label, date, state and plan."""

from datetime import date
from pathlib import Path
from typing import Literal, Union

from pydantic import Field

from bulletin.house.rules import House
from bulletin.house.toml import Rule, TomlPath, line_of, read_toml
from bulletin.language import _
from bulletin.queries import SettingsError

FILE = "issue.toml"
_PHOTOGRAPHS = (".jpg", ".jpeg", ".png")


class PlannedFeature(Rule):
    """Several stories under one name: its lead, its reports under their label, its photo gallery."""

    feature: str = Field(min_length=1)
    lead: str | None = None
    label: str = ""
    stories: tuple[str, ...] = ()
    gallery: str | None = None


class PlannedSection(Rule):
    """A section's stories in order, each by its title or by the beginning of its title."""

    section: str
    stories: tuple[Union[str, PlannedFeature], ...] = ()


class IssuePlan(Rule):
    """An issue before its stories are in it. An empty plan means: by section, then by the date received. `cover` is a photograph
    beside issue.toml."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    label: str = Field(min_length=1)
    date: date
    state: Literal["open", "closed"] = "open"
    cover: TomlPath | None = None
    plan: tuple[PlannedSection, ...] = ()

    @property
    def galleries(self) -> tuple[str, ...]:
        """The photo galleries that are planned."""
        return tuple(
            entry.gallery for section in self.plan for entry in section.stories if isinstance(entry, PlannedFeature) and entry.gallery
        )


def read_plan(path: Path, house: House) -> IssuePlan:
    """An issue's plan, its cover as a path from the root.

    Raises SettingsError with file, line and what is allowed; also for a section that the publication has not, and for a cover
    that does not lie beside issue.toml.
    """
    plan = read_toml(path, IssuePlan)
    for planned in plan.plan:
        if house.section(planned.section) is None:
            raise SettingsError(
                _("there is no section “{name}”").format(name=planned.section),
                remedy=_("The publication's sections are: {names}.").format(names=_(", ").join(each.name for each in house.sections)),
                file=path,
                line=line_of(path.read_text("utf-8"), ("section",), planned.section),
            )
    if plan.id != path.parent.name:
        raise SettingsError(
            _("the issue is called “{id}” but lies in the folder “{folder}”").format(id=plan.id, folder=path.parent.name),
            remedy=_("Give the folder and `id` the same name."),
            file=path,
            line=line_of(path.read_text("utf-8"), ("id",)),
        )
    return plan.model_copy(update={"cover": _cover(path, plan.cover)}) if plan.cover else plan


def _cover(path: Path, cover: Path) -> Path:
    """The cover's photograph: a file beside issue.toml, and nowhere else."""
    found = path.parent / cover.name
    if cover.name != str(cover) or cover.suffix.lower() not in _PHOTOGRAPHS or not found.is_file():
        raise SettingsError(
            _("the cover “{name}” is not a photograph beside issue.toml").format(name=cover),
            remedy=_("Put a JPEG or PNG file into the issue's folder and write its name alone, or take the line out."),
            file=path,
            line=line_of(path.read_text("utf-8"), ("cover",)),
        )
    return found
