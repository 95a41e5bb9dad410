"""The pencil: a query to the author, a value marked with queries, and the errors with their exit codes.

What an author or an editor can mend is a `Query`; what only a developer or the machine can mend, or what
leaves nothing to go on with, is a `BulletinError`, turned into words in one place (the command line).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from bulletin.language import _

Value = TypeVar("Value", covariant=True)


class Weight(StrEnum):
    """How heavy a query is: a note informs, a query asks, a hold keeps the story out until it is answered."""

    NOTE = "note"
    QUERY = "query"
    HOLD = "hold"


def weight_name(weight: Weight) -> str:
    """A weight in words."""
    return {Weight.HOLD: _("Hold"), Weight.QUERY: _("Query"), Weight.NOTE: _("Note")}[weight]


#: What is asked of a filed story's wording, and across an issue.
WORDING: dict[str, Weight] = {
    "forbidden-word": Weight.HOLD,
    "sensitive-word": Weight.QUERY,
    "absolute-claim": Weight.QUERY,
    "wrong-word": Weight.QUERY,
    "doubtful-word": Weight.NOTE,
    "repeated-word": Weight.QUERY,
    "careless-word": Weight.QUERY,
    "wrong-particle": Weight.QUERY,
    "numbers-disagree": Weight.QUERY,
    "impossible-date": Weight.QUERY,
    "date-ahead": Weight.QUERY,
    "misspelt-name": Weight.QUERY,
    "wrong-office": Weight.QUERY,
    "office-order": Weight.NOTE,
    "double-mark": Weight.QUERY,
    "wrong-quotes": Weight.QUERY,
    "unbalanced-marks": Weight.QUERY,
    "half-width": Weight.NOTE,
    "number-style": Weight.NOTE,
    "mixed-style": Weight.NOTE,
    "short-name-first": Weight.NOTE,
    "too-short": Weight.QUERY,
    "too-long": Weight.NOTE,
    "long-title": Weight.NOTE,
    "title-unlike-body": Weight.QUERY,
    "repeated-paragraph": Weight.QUERY,
    "another-story": Weight.QUERY,
    "end-missing": Weight.QUERY,
    "official-words": Weight.NOTE,
    "unknown-allowance": Weight.QUERY,
    "same-event": Weight.QUERY,
    "branch-over-share": Weight.NOTE,
    "empty-section": Weight.NOTE,
    "feature-without-lead": Weight.NOTE,
}

#: What is asked of the finished pages.
PAPER: dict[str, Weight] = {
    "font-not-embedded": Weight.HOLD,
    "glyph-missing": Weight.HOLD,
    "rgb-in-print": Weight.HOLD,
    "boxes-not-nested": Weight.HOLD,
    "empty-page": Weight.QUERY,
    "loose-line": Weight.NOTE,
    "folio-out-of-step": Weight.HOLD,
    "contents-differ": Weight.HOLD,
    "broken-link": Weight.HOLD,
    "drawn-font": Weight.QUERY,
    "spot-in-print": Weight.HOLD,
    "ink-over-limit": Weight.HOLD,
    "ink-not-measured": Weight.NOTE,
    "mixed-black": Weight.QUERY,
    "unseen-text": Weight.HOLD,
    "white-overprints": Weight.HOLD,
    "screen-blending": Weight.QUERY,
    "coarse-picture": Weight.HOLD,
    "bleed-missing": Weight.HOLD,
    "near-the-trim": Weight.QUERY,
    "over-the-trim": Weight.HOLD,
    "hairline": Weight.QUERY,
    "page-sizes-differ": Weight.HOLD,
    "clipped-text": Weight.HOLD,
    "missing-text": Weight.HOLD,
    "text-over-text": Weight.QUERY,
    "small-type": Weight.QUERY,
    "tags-missing": Weight.QUERY,
    "picture-undescribed": Weight.NOTE,
    "language-missing": Weight.QUERY,
    "document-title-missing": Weight.QUERY,
    "output-intent-missing": Weight.HOLD,
    "page-unreadable": Weight.HOLD,
}

#: The closed list of faults, each with its weight. A fault that is not here cannot be raised.
CHECKS: dict[str, Weight] = {
    # intake: what arrives
    "duplicate": Weight.NOTE,
    "left-alone": Weight.NOTE,
    "mailbox-unreached": Weight.QUERY,
    "superseded": Weight.NOTE,
    "unlike-version": Weight.QUERY,
    "near-duplicate": Weight.QUERY,
    "closed-issue": Weight.QUERY,
    "edited-by-hand": Weight.HOLD,
    "stranger": Weight.HOLD,
    "sender-not-proven": Weight.HOLD,
    "subject-word-missing": Weight.HOLD,
    "automatic-mail": Weight.HOLD,
    "attachment-elsewhere": Weight.HOLD,
    "attachment-forgotten": Weight.QUERY,
    "nothing-to-publish": Weight.HOLD,
    "message-to-editor": Weight.HOLD,
    "sender-asks": Weight.QUERY,
    "too-large": Weight.HOLD,
    "unsafe-archive": Weight.HOLD,
    "encrypted": Weight.HOLD,
    "executable": Weight.HOLD,
    "macro": Weight.HOLD,
    "unreadable": Weight.HOLD,
    "attachment-left-out": Weight.QUERY,
    "damaged-mail": Weight.QUERY,
    # manuscript: what could not be carried over
    "converter-missing": Weight.HOLD,
    "not-carried-over": Weight.QUERY,
    "picture-unreadable": Weight.QUERY,
    "picture-damaged": Weight.QUERY,
    "picture-missing": Weight.QUERY,
    "picture-astray": Weight.QUERY,
    "hidden-text": Weight.QUERY,
    "several-stories": Weight.QUERY,
    "comment": Weight.NOTE,
    "tracked-changes": Weight.NOTE,
    "text-repaired": Weight.NOTE,
    "characters-lost": Weight.QUERY,
    # copy desk: what an editor would ask
    "no-title": Weight.HOLD,
    "title-from-subject": Weight.QUERY,
    "form-line-left-out": Weight.NOTE,
    "site-furniture": Weight.NOTE,
    "byline-in-text": Weight.NOTE,
    "byline-by-place": Weight.NOTE,
    "covering-words": Weight.NOTE,
    "kicker": Weight.NOTE,
    "unreadable-date": Weight.QUERY,
    "no-body": Weight.HOLD,
    "unsorted": Weight.QUERY,
    "section-guessed": Weight.NOTE,
    "unknown-section": Weight.QUERY,
    "not-a-story": Weight.QUERY,
    "learning-ignored": Weight.NOTE,
    "unknown-branch": Weight.QUERY,
    "branch-disagrees": Weight.QUERY,
    "branch-from-text": Weight.NOTE,
    "uncaptioned-picture": Weight.QUERY,
    "no-gallery": Weight.HOLD,
    # copy checks
    "identity-number": Weight.HOLD,
    "bank-card": Weight.HOLD,
    "phone-number": Weight.HOLD,
    "account-number": Weight.HOLD,
    "travel-document": Weight.HOLD,
    "soldiers-paper": Weight.HOLD,
    "number-plate": Weight.HOLD,
    "mail-address": Weight.HOLD,
    "chat-name": Weight.HOLD,
    "home-address": Weight.HOLD,
    "birth-date": Weight.HOLD,
    "class-told": Weight.HOLD,
    "minor-named": Weight.HOLD,
    "illness-named": Weight.QUERY,
    "customer-named": Weight.QUERY,
    "low-resolution": Weight.QUERY,
    "same-picture-twice": Weight.QUERY,
    "picture-in-two-stories": Weight.QUERY,
    "picture-printed-before": Weight.QUERY,
    "blurred-picture": Weight.QUERY,
    "badly-lit-picture": Weight.QUERY,
    "screen-shot": Weight.QUERY,
    "picture-of-text": Weight.QUERY,
    "faces-shown": Weight.NOTE,
    "same-title": Weight.QUERY,
    **WORDING,
    # flatplan
    "planned-story-missing": Weight.QUERY,
    "planned-story-ambiguous": Weight.QUERY,
    "planned-twice": Weight.QUERY,
    "not-in-a-section": Weight.HOLD,
    # paper
    **PAPER,
}


class Place(BaseModel):
    """Where something stands: the file, and the paragraph as its author counts it (from 1); or the page of a PDF (from 1).

    `box` is a spot on that page: left, top, right and bottom in points from the trim's upper left corner.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        if self.page is not None:
            return _("{file}, page {page}").format(file=self.file, page=self.page)
        if self.paragraph is None:
            return self.file
        return _("{file}, paragraph {number}").format(file=self.file, number=self.paragraph)


class Query(BaseModel):
    """A question to the author or the editor: which fault, how heavy, where, what, and the remedy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    check: str
    weight: Weight
    place: Place
    message: str
    remedy: str


def query(check: str, place: Place | str, message: str, remedy: str) -> Query:
    """Raise a query by its fault's name; its weight is the list's.

    Raises KeyError for a name that is not in `CHECKS`: the list is closed.
    """
    return Query(
        check=check,
        weight=CHECKS[check],
        place=Place(file=place) if isinstance(place, str) else place,
        message=message,
        remedy=remedy,
    )


@dataclass(frozen=True)
class Marked(Generic[Value]):
    """A value with the queries that were pencilled on it on the way."""

    value: Value
    queries: tuple[Query, ...] = field(default=())

    @property
    def held(self) -> bool:
        """Whether one of the queries is a hold."""
        return any(each.weight is Weight.HOLD for each in self.queries)


class BulletinError(Exception):
    """What stops a command: what is wrong, where, and the remedy; and the exit code it ends with."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, remedy: str = "", file: Path | str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.file = None if file is None else str(file)
        self.line = line

    def __str__(self) -> str:
        where = "" if self.file is None else self.file if self.line is None else f"{self.file}:{self.line}"
        head = f"{where}: {self.message}" if where else self.message
        return f"{head}\n{self.remedy}" if self.remedy else head


class UsageError(BulletinError):
    """The command was asked for something that is not there."""

    exit_code = 2


class SettingsError(BulletinError):
    """bulletin.toml or issue.toml says what cannot be."""


class StoryError(BulletinError):
    """A story.md that no story can be read from."""


class LayoutError(BulletinError):
    """A layout that is missing or broken."""


class ReceiptError(BulletinError):
    """A template of a receipt that is missing or broken."""


class MachineError(BulletinError):
    """The machine lacks what the work needs: a font, a profile, room on its disk."""
