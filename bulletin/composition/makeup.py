"""Make-up: an issue as templates read it, with everything prepared that they would otherwise have to work out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from markupsafe import Markup

from bulletin.composition import inline, measure
from bulletin.composition.castoff import Cast, cast_off
from bulletin.composition.fall import fall, sheet, standfirst, stretch
from bulletin.composition.gallery import NARROW, Wall, hang
from bulletin.composition.head import breadth, head, headline
from bulletin.composition.pictures import Framed, Grid, Row, Shot, alone
from bulletin.composition.shelf import HeadRule, LayoutSettings
from bulletin.language import N_, _
from bulletin.queries import StoryError
from bulletin.records.issue import Entry as IssueEntry
from bulletin.records.issue import Feature, Issue, Masthead, Piece, Role, Section
from bulletin.records.story import Block as StoryBlock
from bulletin.records.story import Heading, ListItem, Paragraph, Picture, Pictures, Story, Table, title_key

_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip

#: A gallery's page ends so much of a line before its foot, so that nothing runs over.
_SPARE = 0.3


@dataclass(frozen=True)
class Cell:
    """A table's cell; a number is set to the right."""

    html: Markup
    numeric: bool


@dataclass(frozen=True)
class Block:
    """A part of a story's body. Which fields count depends on `kind`:

    paragraph, quote: `html`, and `run_in` where a paragraph begins with its own head; heading: `html`, and `rank`, its HTML rank (4 to 6);
    list: `items`, each with its level and text; table: `head` and `lines` of cells; pictures: `rows`.
    """

    kind: Literal["paragraph", "quote", "heading", "list", "table", "pictures"]
    html: Markup = Markup("")  # noqa: RUF009 - immutable
    rank: int = 0
    run_in: bool = False
    items: tuple[tuple[int, Markup], ...] = ()
    head: tuple[Cell, ...] = ()
    lines: tuple[tuple[Cell, ...], ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Article:
    """A story in its place. `title` is plain, `headline` is the same with its phrases kept together, `ems` the longest one's width,
    `breadth` the hundredths of the measure on which its lines come out alike.

    `byline` and `photographers` are names in one line; `attribution` is what stands behind a reflection's title in the
    contents. `sink` is the depth in lines at which its text begins under its head's top, `drop` how much of it is free for white.
    `portrait` is a reflection's author. `walls` are a gallery's pages, each in rows.
    """

    anchor: str
    role: Role
    title: str
    headline: Markup
    ems: float
    breadth: float
    subtitle: str
    standfirst: Markup
    branch: str
    byline: str
    photographers: str
    attribution: str
    portrait: Shot | None
    sink: float
    drop: float
    body: tuple[Block, ...]
    walls: tuple[tuple[Row, ...], ...]
    notes: tuple[Markup, ...]


@dataclass(frozen=True)
class Entry:
    """A story by itself (`title` is empty), or a feature: its title, its reports' label, and all its stories in order. `headline`, `ems`
    and `breadth` are of its title as they are of an article's."""

    anchor: str
    title: str
    headline: Markup
    ems: float
    breadth: float
    label: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Part:
    """A section. `numeral` is its number, from 1, in two digits; `first` marks the one that folio 1 begins."""

    anchor: str
    number: int
    numeral: str
    name: str
    kind: str
    first: bool
    ems: float
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Forme:
    """The whole issue, made up: `date` in words, `ems` the width of the publication's name, `cover` its photograph's address."""

    id: str
    label: str
    date: str
    created: str
    masthead: Masthead
    ems: float
    cover: str
    parts: tuple[Part, ...]


def address(piece: Piece, number: int, picture: Picture) -> str:
    """A picture's address in the galley; file names come from strangers, so only their ending is kept."""
    ending = re.search(r"\.[a-z0-9]{1,5}$", picture.file.lower())
    return f"picture/{piece.anchor}/{number}{ending[0] if ending else ''}"


def _cover(photograph: Path) -> str:
    """The address of the cover's photograph in the galley."""
    return f"picture/cover{photograph.suffix.lower()}"


def files(issue: Issue) -> dict[str, Path]:
    """Where every picture of the issue lies, by its address in the galley. Raises StoryError for one that lies nowhere."""
    return ({_cover(issue.cover): issue.cover} if issue.cover else {}) | {
        address(piece, number, picture): _file(piece, picture)
        for piece in issue.pieces
        for number, picture in enumerate(piece.story.pictures, 1)
    }


def make_up(issue: Issue, settings: LayoutSettings, page: str) -> Forme:
    """An issue as templates read it, for a page of this size; words in the language in use."""
    return Forme(
        id=issue.id,
        label=issue.label,
        date=_("{day} {month} {year}").format(day=issue.date.day, month=_(_MONTHS[issue.date.month - 1]), year=issue.date.year),
        created=issue.date.isoformat(),
        masthead=issue.masthead,
        ems=measure.longest(issue.masthead.name),
        cover=_cover(issue.cover) if issue.cover else "",
        parts=tuple(_part(section, section is issue.sections[0], settings, page) for section in issue.sections),
    )


def _part(section: Section, first: bool, settings: LayoutSettings, page: str) -> Part:
    return Part(
        anchor=section.anchor,
        number=section.number,
        numeral=f"{section.number:02}",
        name=section.name,
        kind=section.kind,
        first=first,
        ems=measure.longest(section.name),
        entries=tuple(_entry(entry, section.kind, settings, page) for entry in section.entries),
    )


def _entry(entry: IssueEntry, kind: str, settings: LayoutSettings, page: str) -> Entry:
    feature = entry if isinstance(entry, Feature) else None
    pieces = entry.pieces if isinstance(entry, Feature) else (entry,)
    title = feature.title if feature else ""
    above = _opening(feature, settings, page) if feature else 0
    return Entry(
        anchor=feature.anchor if feature else "",
        title=title,
        headline=inline.headline(title),
        ems=measure.longest(title),
        breadth=round(100 * breadth(title, *_banner(settings, page)), 2),
        label=feature.label if feature else "",
        articles=tuple(_article(piece, kind, settings, page, above if piece is pieces[0] else 0) for piece in pieces),
    )


def _opening(feature: Feature, settings: LayoutSettings, page: str) -> float:
    """The lines that stand above the head of a feature's first story."""
    return settings.opening.lines + headline(feature.title, *_banner(settings, page)) + len(feature.pieces)


def _banner(settings: LayoutSettings, page: str) -> tuple[HeadRule, float]:
    """How a feature's headline is set, and the characters of body type that it has."""
    across, only = settings.page[page].characters * settings.opening.measure, settings.opening.type
    return settings.head.model_copy(update={"largest": only, "smallest": only}) if only else settings.head, across


def _article(piece: Piece, kind: str, settings: LayoutSettings, page: str, above: float) -> Article:
    story, framed, portrait = _portrayed(piece) if kind == "reflection" else (piece.story, _framed(piece), None)
    across = settings.page[page].characters - (settings.head.portrait if portrait else 0)
    if piece.role == "gallery":
        cast = _hung(piece, settings, page)
    else:
        cast = cast_off(story, framed, settings, page, kind=kind, above=above, across=across)
    byline = _names(story.authors)
    return Article(
        anchor=piece.anchor,
        role=piece.role,
        title=story.title,
        headline=inline.headline(story.title),
        ems=measure.longest(story.title),
        breadth=round(100 * breadth(story.title, settings.head, across), 2),
        subtitle=story.subtitle,
        standfirst=inline.broken(story.standfirst),
        branch=story.branch or "",
        byline=byline,
        photographers=_names(story.photographers),
        attribution=" ".join(each for each in (story.branch, byline) if each) if kind == "reflection" else "",
        portrait=portrait,
        sink=cast.sink,
        drop=cast.drop,
        body=tuple(_blocks(cast)),
        walls=_walls(story, framed, settings, page, above + cast.sink) if piece.role == "gallery" else (),
        notes=tuple(inline.broken(note) for note in story.notes),
    )


def _portrayed(piece: Piece) -> tuple[Story, tuple[tuple[Framed, ...], ...], Shot | None]:
    """A reflection without its author's portrait, its other pictures, and the portrait: a picture alone in its place whose caption
    is an author's name."""
    story, framed = piece.story, _framed(piece)
    names = {title_key(name) for name in story.authors}
    blocks = [number for number, block in enumerate(story.body) if isinstance(block, Pictures)]
    for place, (number, (first, *others)) in enumerate(zip(blocks, framed, strict=True)):
        if not others and title_key(first.picture.caption) in names and len(story.body) > 1:
            rest = story.model_copy(update={"body": story.body[:number] + story.body[number + 1 :]})
            return rest, framed[:place] + framed[place + 1 :], alone(first)
    return story, framed, None


def _names(names: Sequence[str]) -> str:
    return _(", ").join(names)


def _hung(piece: Piece, settings: LayoutSettings, page: str) -> Cast:
    """A gallery's text; its pictures hang on its walls and are left out."""
    needed = head(piece.story, settings.head, settings.page[page].characters)
    sink = max(min(settings.head.sinks), needed)
    return Cast(sink, sink - needed, tuple((block, ()) for block in piece.story.body if not isinstance(block, Pictures)))


def _framed(piece: Piece) -> tuple[tuple[Framed, ...], ...]:
    """The pictures of each of a story's picture blocks."""
    numbers = iter(range(1, len(piece.story.pictures) + 1))
    blocks = [block.pictures for block in piece.story.body if isinstance(block, Pictures)]
    return tuple(tuple(Framed(_spoken(picture, piece), address(piece, next(numbers), picture)) for picture in block) for block in blocks)


def _spoken(picture: Picture, piece: Piece) -> Picture:
    """A picture with words for who cannot see it (PDF/UA-1, ISO 14289-1 §7.3): without its own, the story's title."""
    return picture if picture.alt else picture.model_copy(update={"alt": _("Picture: {title}").format(title=piece.story.title)})


def _walls(
    story: Story, framed: Sequence[Sequence[Framed]], settings: LayoutSettings, page: str, start: float
) -> tuple[tuple[Row, ...], ...]:
    """A gallery's pages; where they are pages of text, its head and its text have taken some of the first one's room."""
    on, rule = sheet(settings, page, ""), settings.page[page]
    told = [*standfirst(story, on.characters), *(stretch(block, on) for block in story.body if not isinstance(block, Pictures))]
    taken = fall(told, start, on.page)[-1]
    characters, lines = (rule.wall.characters, rule.wall.lines) if rule.wall else (rule.characters, rule.lines)
    wall = Wall(
        grid=Grid(characters, settings.leading, settings.gallery.around),
        first=(lines if rule.wall else max(lines - taken, lines / 3)) - _SPARE,
        lines=lines - _SPARE,
        ideal=settings.gallery.height,
        pictures=settings.gallery.pictures,
        narrow=1 if rule.wall else NARROW,
    )
    return hang([each for block in framed for each in block], wall)


def _blocks(cast: Cast) -> Iterator[Block]:
    for listed, run in groupby(cast.blocks, key=lambda each: isinstance(each[0], ListItem)):
        if listed:
            yield Block("list", items=tuple((item.level, inline.html(item.spans)) for item, _rows in run if isinstance(item, ListItem)))
        else:
            yield from (_block(block, rows) for block, rows in run)


def _block(block: StoryBlock, rows: tuple[Row, ...]) -> Block:
    match block:
        case Pictures():
            return Block("pictures", rows=rows)
        case Table():
            first, *lines = (tuple(_cell(text) for text in row) for row in block.rows)
            return Block("table", head=first, lines=tuple(lines))
        case Heading():
            return Block("heading", html=inline.html(block.spans), rank=min(6, block.level + 2))
        case Paragraph():
            run_in = block.spans[0].strong and len(block.spans) > 1
            return Block("paragraph", html=inline.html(block.spans), run_in=run_in)
    return Block("quote", html=inline.html(block.spans))


def _cell(text: str) -> Cell:
    return Cell(inline.broken(text), numeric=text.strip().lstrip("-+¥￥").rstrip("%％‰").replace(",", "").replace(".", "", 1).isdecimal())


def _file(piece: Piece, picture: Picture) -> Path:
    try:
        return piece.files[picture.file]
    except KeyError:
        raise StoryError(
            _("the picture {name} of “{title}” is not there").format(name=picture.file, title=piece.story.title),
            remedy=_("Put it beside the story's story.md, or take it out of the text."),
        ) from None
