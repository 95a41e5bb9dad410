"""The shelf: where layouts lie. A layout is a folder of templates and styles with a layout.toml; no code knows one by name.

Each file is looked for in the publication's `layouts/<name>/` first, then among the built-in layouts, then in `common/`,
which layouts share: a publication overrides one file and inherits the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, field_validator

from bulletin.house.rules import House
from bulletin.house.toml import read_toml
from bulletin.language import _
from bulletin.queries import LayoutError, SettingsError
from bulletin.records.sheet import Sheet

SETTINGS = "layout.toml"
_COMMON = "common"
_PACKAGE = Path(__file__).resolve().parents[1]


class WallRule(Sheet):
    """[page.A4] wall: the characters across a gallery and the lines of it that stand together, where these are not a page of text's."""

    characters: int = Field(ge=8, le=200)
    lines: int = Field(ge=5, le=200)


class PageRule(Sheet):
    """[page.A4]: what a page of text holds: characters a line, lines a page; and a gallery's page, where that is another."""

    characters: int = Field(ge=8, le=100)
    lines: int = Field(ge=10, le=200)
    wall: WallRule | None = None


class HeadRule(Sheet):
    """[head]: how deep a story's text may begin under its head's top, the usual depth first; a headline's largest and smallest type in
    ems of body type; in lines, the height of a headline's line, and what a head takes besides headline, subtitle and byline; the
    characters that an author's portrait takes beside it."""

    sinks: tuple[float, ...] = Field(min_length=1)
    largest: float = Field(gt=0)
    smallest: float = Field(gt=0)
    line: float = Field(gt=0)
    besides: float = Field(ge=0)
    portrait: float = Field(default=0, ge=0, le=20)


class OpeningRule(Sheet):
    """[opening]: a feature's opening, in lines besides its headline and one for each of its stories; its measure, of the page's; its
    headline's type in ems of body type, where that is not a story's headline's."""

    lines: float = Field(ge=0, le=60)
    measure: float = Field(default=1, gt=0, le=1)
    type: float = Field(default=0, ge=0)


class PictureRule(Sheet):
    """[pictures]: how tall a row of pictures may be, as parts of the measure; the white around it in ems of body type; how many
    paragraphs later than it came it may stand, and how many earlier where it ends a story."""

    heights: tuple[float, ...] = Field(min_length=1)
    around: float = Field(ge=0)
    behind: int = Field(default=0, ge=0, le=9)
    ahead: int = Field(default=0, ge=0, le=9)


class TextRule(Sheet):
    """[kind.reflection]: stories of sections of this kind are set in larger type: the characters a line holds, as a part of the usual,
    and a line's height in ems of that type."""

    measure: float = Field(gt=0, le=2)
    leading: float = Field(gt=0)


class GalleryRule(Sheet):
    """[gallery]: pictures a page at most, the best height of a row as a part of the measure, the white around a row in ems of body type."""

    pictures: int = Field(default=9, ge=1, le=12)
    height: float = Field(gt=0)
    around: float = Field(ge=0)


class LayoutSettings(Sheet):
    """layout.toml. `faces` lists for each role (the CSS variable `--<role>`) the families that will do, best first; `leading` is
    the height of a line of text in ems of its type."""

    description: str
    leading: float = Field(gt=0)
    faces: dict[str, tuple[str, ...]]
    head: HeadRule
    opening: OpeningRule
    pictures: PictureRule
    kind: dict[str, TextRule] = {}
    page: dict[str, PageRule]
    gallery: GalleryRule

    @field_validator("faces")
    @classmethod
    def _roles_are_names(cls, faces: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for role, families in faces.items():
            if not re.fullmatch(r"[a-z][a-z-]*", role) or not families:
                raise ValueError(f"a role is a word in small letters with at least one family: {role!r}")
        return faces


@dataclass(frozen=True)
class Layout:
    """A layout that was found: its settings, and the folders in which its files are looked for, first to last."""

    name: str
    folders: tuple[Path, ...]
    settings: LayoutSettings

    def file(self, name: str) -> Path | None:
        """Where one of the layout's files lies, None where it has none of this name."""
        return next((path for folder in self.folders if (path := folder / name).is_file()), None)

    def styles(self) -> dict[str, Path]:
        """Every file that is no template, by its address in a galley."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in _files(folder):
                found.setdefault(f"styles/{path.relative_to(folder).as_posix()}", path)
        return found


def find(name: str, house: House) -> Layout:
    """The layout of this name. Raises LayoutError where there is none (it names those there are) or its layout.toml is wrong."""
    if name not in available(house):
        names = ", ".join(sorted(available(house)))
        raise LayoutError(_("there is no layout “{name}”").format(name=name), remedy=_("The layouts are: {names}.").format(names=names))
    folders = tuple(folder for each in (name, _COMMON) for shelf in _shelves(house) if (folder := shelf / each).is_dir())
    return Layout(name, folders, _settings(next(path for folder in folders if (path := folder / SETTINGS).is_file())))


def available(house: House) -> frozenset[str]:
    """The names of all layouts, the publication's and the built-in ones."""
    return frozenset(path.parent.name for shelf in _shelves(house) for path in shelf.glob(f"*/{SETTINGS}"))


def _shelves(house: House) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((house.root.resolve() / "layouts", _built_in())))


def _built_in() -> Path:
    """The layouts within an installed package, else those beside it in the project's folder."""
    inside = _PACKAGE / "layouts"
    return inside if inside.is_dir() else _PACKAGE.parent / "layouts"


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(".") and path.suffix not in (".html", ".toml"):
            yield path


def _settings(path: Path) -> LayoutSettings:
    try:
        return read_toml(path, LayoutSettings)
    except SettingsError as error:
        raise LayoutError(error.message, remedy=error.remedy, file=error.file, line=error.line) from None
