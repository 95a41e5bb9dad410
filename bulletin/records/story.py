"""A story: edited copy, ready to be set."""

import datetime as dt
import unicodedata
from typing import Annotated, Any, Literal, Union

from pydantic import Field, field_validator, model_validator

from bulletin.records.manuscript import Photo
from bulletin.records.sheet import Sheet


class Picture(Sheet):
    """A picture of a story: its file beside story.md, caption, credit, alternative text (the caption, unless it has its own); pixels."""

    file: str
    caption: str = ""
    credit: str = ""
    alt: str = ""
    width: int = Field(gt=0)
    height: int = Field(gt=0)

    @model_validator(mode="before")
    @classmethod
    def _caption_stands_for_the_picture(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("alt"):
            return {**values, "alt": values.get("caption", "")}
        return values


class Span(Sheet):
    """Characters set alike."""

    text: str = Field(min_length=1)
    strong: bool = False
    emphasis: bool = False
    underline: bool = False
    script: Literal["", "super", "sub"] = ""


Spans = tuple[Span, ...]


class Paragraph(Sheet):
    """Running text; a run-in head is its first span, strong."""

    kind: Literal["paragraph"] = "paragraph"
    spans: Spans = Field(min_length=1)


class Heading(Sheet):
    """A sub-heading; level 2 is a story's first rank (its title is level 1)."""

    kind: Literal["heading"] = "heading"
    level: int = Field(ge=2, le=6)
    spans: Spans = Field(min_length=1)


class ListItem(Sheet):
    """An item whose text begins with its number or bullet as the author's program shows it; level counts from 1."""

    kind: Literal["list-item"] = "list-item"
    level: int = Field(default=1, ge=1, le=9)
    spans: Spans = Field(min_length=1)


class Quote(Sheet):
    """A paragraph quoted from elsewhere."""

    kind: Literal["quote"] = "quote"
    spans: Spans = Field(min_length=1)


class Table(Sheet):
    """A table of text; every row has as many cells as the first, which is the head."""

    kind: Literal["table"] = "table"
    rows: tuple[tuple[str, ...], ...] = Field(min_length=1)

    @field_validator("rows")
    @classmethod
    def _rectangular(cls, rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if len({len(row) for row in rows}) != 1 or not rows[0]:
            raise ValueError("every row of a table has as many cells as its head")
        return rows


class Pictures(Sheet):
    """One picture, or several side by side."""

    kind: Literal["pictures"] = "pictures"
    pictures: tuple[Picture, ...] = Field(min_length=1)


Block = Annotated[Union[Paragraph, Heading, ListItem, Quote, Table, Pictures], Field(discriminator="kind")]


class Allowance(Sheet):
    """A query answered by an editor: which, by whom, when and why."""

    check: str
    name: str = Field(min_length=1)
    date: dt.date
    reason: str = Field(min_length=1)


class Credit(Sheet):
    """Who did what for a story besides writing and photographing: a role as it was written (责任编辑), and names."""

    role: str = Field(min_length=1)
    names: tuple[str, ...] = Field(min_length=1)


class Story(Sheet):
    """One story. `section` is None while it is unsorted; `gallery` names the photo gallery its pictures are meant for.

    `source` is where it appeared before, or who supplied it, as written; `captions` are those whose pictures did not come.
    """

    title: str = Field(min_length=1)
    subtitle: str = ""
    standfirst: str = ""
    section: str | None = None
    branch: str | None = None
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    date: dt.date | None = None
    source: str = ""
    credits: tuple[Credit, ...] = ()
    captions: tuple[str, ...] = ()
    received: dt.datetime
    submission: str = Field(min_length=1)
    gallery: str | None = None
    allow: tuple[Allowance, ...] = ()
    body: tuple[Block, ...] = Field(min_length=1)
    notes: tuple[str, ...] = ()

    @field_validator("title")
    @classmethod
    def _title_is_one_line(cls, title: str) -> str:
        if not title.strip() or "\n" in title:
            raise ValueError("a title is one line of text")
        return title

    @field_validator("body")
    @classmethod
    def _lists_deepen_step_by_step(cls, body: tuple[Block, ...]) -> tuple[Block, ...]:
        """An item is at most one level deeper than the one before it: nothing else can be drawn, or written as Markdown."""
        level = 0
        stepped: list[Block] = []
        for block in body:
            if isinstance(block, ListItem):
                level = min(block.level, level + 1)
                stepped.append(block.model_copy(update={"level": level}))
            else:
                level = 0
                stepped.append(block)
        return tuple(stepped)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in order."""
        return tuple(picture for block in self.body if isinstance(block, Pictures) for picture in block.pictures)


class Copy(Sheet):
    """A story with the bytes of its pictures, as it goes from the copy desk to the archive.

    `section_probability` is how likely its section is right, or, where it has none, the likeliest one; None for a gallery's photos.
    `corrects` is whether the covering note says that it takes the place of something sent before.
    """

    story: Story
    photos: tuple[Photo, ...] = ()
    section_probability: float | None = None
    corrects: bool = False


def plain(spans: Spans) -> str:
    """The characters of the spans."""
    return "".join(span.text for span in spans)


def title_key(title: str) -> str:
    """A title as it is compared: widths folded, blanks left out."""
    return "".join(unicodedata.normalize("NFKC", title).split())
