"""An issue: every story in its place, ready to be composed. Layouts read this and compute nothing."""

from datetime import date
from pathlib import Path
from typing import Literal

from bulletin.records.sheet import Sheet
from bulletin.records.story import Story

Role = Literal["story", "lead", "report", "gallery"]


class Piece(Sheet):
    """A story in its place. `anchor` names it in the galley; `folder` holds its pictures; `sources` are its submissions.

    `files` maps each picture's `file` to where it lies (a gallery's pictures come from several stories' folders).
    """

    anchor: str
    role: Role
    story: Story
    feature: str | None = None
    sources: tuple[str, ...]
    files: dict[str, Path] = {}


class Feature(Sheet):
    """Several stories under one name: a lead, reports under a label ("支行报道"), a photo gallery; each may be missing."""

    anchor: str
    title: str
    label: str = ""
    lead: Piece | None = None
    reports: tuple[Piece, ...] = ()
    gallery: Piece | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Lead, reports, gallery, as they are set."""
        return (*((self.lead,) if self.lead else ()), *self.reports, *((self.gallery,) if self.gallery else ()))


Entry = Piece | Feature


class Section(Sheet):
    """A section with its entries in order. `number` counts from 1; `kind` is report, practice, case or reflection."""

    anchor: str
    number: int
    name: str
    kind: str
    entries: tuple[Entry, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Every story of the section, as they are set."""
        return tuple(piece for entry in self.entries for piece in (entry.pieces if isinstance(entry, Feature) else (entry,)))


class Masthead(Sheet):
    """Who publishes: what stands on the cover and on the closing page."""

    name: str
    subtitle: str
    motto: tuple[str, ...]
    publisher: str
    closing: tuple[str, ...]
    language: str


class Issue(Sheet):
    """The whole issue in its order; a section without stories is not in it. `cover` is the photograph for its cover, if it has one."""

    id: str
    label: str
    date: date
    masthead: Masthead
    sections: tuple[Section, ...]
    cover: Path | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Every story of the issue, as they are set."""
        return tuple(piece for section in self.sections for piece in section.pieces)


class Filed(Sheet):
    """A story as it stands in the archive: `folder` holds its story.md and its pictures."""

    story: Story
    folder: Path
