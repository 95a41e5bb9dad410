"""issue.json: what an issue holds, for machines."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bulletin.production.reading import Reading
from bulletin.queries import Query
from bulletin.records.issue import Issue, Piece
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Photo
from bulletin.records.proof import Proof
from bulletin.records.story import Block, Heading, ListItem, Paragraph, Pictures, Quote, Story, Table, plain


@dataclass(frozen=True)
class Held:
    """What is held out of an issue: the submission, the title or subject, and every query on it."""

    source: str
    title: str
    queries: tuple[Query, ...]


def issue_record(issue: Issue, proof: Proof, held: Sequence[Held], files: Mapping[str, str]) -> bytes:
    """issue.json as docs/publication.md describes it. `folio` is the printed page number, `pages` counts all PDF pages."""
    record = {
        "issue": issue.id,
        "label": issue.label,
        "pages": proof.pages,
        "sections": [
            {
                "name": section.name,
                "folio": proof.folio(section.anchor),
                "stories": [_story(piece, proof) for piece in section.pieces],
            }
            for section in issue.sections
        ],
        "held": [held_record(each) for each in held],
        "files": dict(files),
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def held_record(held: Held) -> dict[str, Any]:
    """What is held, and each query with its place in words."""
    return {"source": held.source, "title": held.title, "queries": [query_record(each) for each in held.queries]}


def query_record(query: Query) -> dict[str, str]:
    """A query with its place in words."""
    return {
        "check": query.check,
        "weight": query.weight.value,
        "place": str(query.place),
        "message": query.message,
        "remedy": query.remedy,
    }


def found_record(query: Query, file: str = "") -> dict[str, Any]:
    """A query as `check --json` prints it: where it was found, character by character."""
    return {
        "file": query.place.file or file,
        "check": query.check,
        "weight": query.weight.value,
        "paragraph": query.place.paragraph,
        "start": query.place.start,
        "end": query.place.end,
        "text": query.place.text,
        "message": query.message,
        "remedy": query.remedy,
    }


def _photographers(story: Story) -> Iterable[str]:
    """Those whom the story names, then those whom its captions name, each once."""
    return dict.fromkeys((*story.photographers, *(name for picture in story.pictures for name in picture.credit.split("、") if name)))


def reading_record(reading: Reading) -> dict[str, Any]:
    """How a manuscript is read, as `read --json` prints it. Fields that nothing could be made of are null or empty."""
    story, manuscript = reading.story, reading.manuscript
    return {
        "file": reading.file,
        "kind": reading.kind,
        "title": story.title if story else None,
        "subtitle": story.subtitle or None if story else None,
        "section": story.section if story else None,
        "section_probability": reading.section_probability,
        "branch": story.branch if story else None,
        "authors": list(story.authors) if story else [],
        "photographers": list(_photographers(story)) if story else [],
        "date": story.date.isoformat() if story and story.date else None,
        "standfirst": story.standfirst or None if story else None,
        "source": story.source or None if story else None,
        "credits": {credit.role: list(credit.names) for credit in story.credits} if story else {},
        "captions": list(_captions(story)) if story else [],
        "blocks": [_block(block) for block in story.body] if story else list(_raw_blocks(manuscript)),
        "notes": list(story.notes if story else manuscript.notes if manuscript else ()),
        "comments": list(manuscript.comments) if manuscript else [],
        "queries": [found_record(query, reading.file) for query in reading.queries],
    }


def _captions(story: Story) -> Iterator[str]:
    """Every caption: those of its pictures, then those whose pictures did not come."""
    yield from (picture.caption for picture in story.pictures if picture.caption)
    yield from story.captions


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Pictures(pictures=pictures):
            shown = [picture.model_dump(include={"file", "caption", "alt", "width", "height"}) for picture in pictures]
            return {"type": block.kind, "pictures": shown}
        case Table(rows=rows):
            return {"type": block.kind, "rows": [list(row) for row in rows]}
        case Heading(level=level, spans=spans) | ListItem(level=level, spans=spans):
            return {"type": block.kind, "text": plain(spans), "level": level}
        case Paragraph(spans=spans) | Quote(spans=spans):
            return {"type": block.kind, "text": plain(spans)}


def _raw_blocks(manuscript: Manuscript | None) -> Iterator[dict[str, Any]]:
    """The passages as they were read, where no story could be made of them."""
    for passage in manuscript.passages if manuscript else ():
        if isinstance(passage, Grid):
            yield from _raw_tables(passage)
        elif passage.text.strip():
            yield {"type": "paragraph", "text": passage.text}
        lines = [line for row in passage.rows for cell in row for line in cell.lines] if isinstance(passage, Grid) else [passage]
        pictures = [_raw_picture(manuscript.photos[art.photo], art) for line in lines for art in line.art] if manuscript else []
        if pictures:
            yield {"type": "pictures", "pictures": pictures}


def _raw_tables(grid: Grid) -> Iterator[dict[str, Any]]:
    """A table, and after it those that stand within it."""
    rows = [["\n".join(each.text for each in cell.passages if isinstance(each, Line)) for cell in row] for row in grid.rows]
    yield {"type": "table", "rows": rows}
    for inner in (inner for row in grid.rows for cell in row for inner in cell.within):
        yield from _raw_tables(inner)


def _raw_picture(photo: Photo, art: Art) -> dict[str, Any]:
    return {"file": photo.name, "caption": art.caption, "alt": art.alt, "width": photo.width, "height": photo.height}


def _story(piece: Piece, proof: Proof) -> dict[str, Any]:
    return {
        "title": piece.story.title,
        "branch": piece.story.branch,
        "authors": list(piece.story.authors),
        "folio": proof.folio(piece.anchor),
        "pages": proof.ends[piece.anchor] - proof.places[piece.anchor] + 1,
        "role": piece.role,
        "feature": piece.feature,
        "pictures": len(piece.story.pictures),
        "source": piece.sources[0],
        "sources": list(piece.sources),
    }
