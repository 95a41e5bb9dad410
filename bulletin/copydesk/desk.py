"""The copy desk's way with a manuscript: headline, byline, pictures, branch, section, body."""

from collections.abc import Iterator, Sequence

from bulletin.copydesk.album import Album
from bulletin.copydesk.beside import photos_of, place_beside
from bulletin.copydesk.body import set_body
from bulletin.copydesk.branch import name_branch
from bulletin.copydesk.closing import take_closing
from bulletin.copydesk.gallery import hang
from bulletin.copydesk.genre.guess import guess_section
from bulletin.copydesk.head import read_head
from bulletin.copydesk.mounting import mount
from bulletin.copydesk.note import caption_by_note, read_note, says_it_corrects
from bulletin.copydesk.section import Placed, place_in_section
from bulletin.copydesk.signature import take_glued
from bulletin.copydesk.stated import Stated
from bulletin.copydesk.unpictured import take_unpictured
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Manuscript
from bulletin.records.story import Block, Copy, Pictures, Story, Table, plain
from bulletin.records.submission import Submission
from bulletin.typography import clean


def edit(manuscript: Manuscript, submission: Submission, house: House, galleries: tuple[str, ...]) -> Marked[Copy | None]:
    """A manuscript as a story with its pictures; None where none can be made of it, and a hold says why.

    `galleries` are the photo galleries that the issue plans: photos without a story hang in one of them.
    """
    if manuscript.kind == "photos":
        return hang(manuscript, submission, house, galleries)
    head = read_head(manuscript, submission, house)
    closed = take_closing(mount(head.value.rest, house), house, manuscript.file)
    placed = place_beside(closed.value[1], manuscript, head.value.stated.photos)
    noted = caption_by_note(placed.value, photos_of(manuscript), manuscript.covering, manuscript.file)
    captions = take_unpictured(noted.value[1], manuscript.file)
    known = head.value.stated.beside(closed.value[0])
    glued = take_glued(captions.value[1], house, submission.received, manuscript.file, known)
    said = known.beside(glued.value[0]).over(captions.value[0]).over(head.value.around)
    stated = said.over(noted.value[0]).over(read_note(manuscript.covering, house))
    album = Album(photos_of(manuscript), manuscript.file)
    body = set_body(glued.value[1], album, manuscript.file)
    queries = (*head.queries, *closed.queries, *placed.queries, *noted.queries, *captions.queries, *glued.queries, *body.queries)
    if holds := tuple(_holds(stated, body.value, manuscript.file)):
        return Marked(None, (*queries, *holds))
    section = _placed(stated, body.value, manuscript, submission, house)
    story = _write_up(stated, body.value, section.value, manuscript, submission, house)
    corrects = says_it_corrects(manuscript.covering)
    copy = Copy(story=story.value, photos=album.photos, section_probability=section.value.probability, corrects=corrects)
    return Marked(copy, (*queries, *story.queries, *section.queries))


def _placed(stated: Stated, body: Sequence[Block], manuscript: Manuscript, submission: Submission, house: House) -> Marked[Placed]:
    guess = guess_section(stated.title, tuple(_paragraphs(body)), house)
    return place_in_section(stated.section, _hints(stated.title, manuscript, submission), guess, house, manuscript.file)


def _write_up(
    stated: Stated, body: tuple[Block, ...], placed: Placed, manuscript: Manuscript, submission: Submission, house: House
) -> Marked[Story]:
    titles = (stated.title, stated.subtitle, stated.source, stated.standfirst)
    branch = name_branch(stated.branch, submission.writer or submission.sender, titles, tuple(_paragraphs(body)), house, manuscript.file)
    story = Story(
        title=stated.title,
        subtitle=stated.subtitle,
        standfirst=stated.standfirst,
        section=placed.section,
        branch=branch.value,
        authors=stated.authors,
        photographers=stated.photographers,
        date=stated.date,
        source=stated.source,
        credits=stated.credits,
        captions=stated.captions,
        received=submission.received,
        submission=submission.name,
        body=body,
        notes=tuple(note for note in map(clean, manuscript.notes) if note),
    )
    return Marked(story, branch.queries)


def _paragraphs(body: Sequence[Block]) -> Iterator[str]:
    for block in body:
        if not isinstance(block, Table | Pictures):
            yield plain(block.spans)


def _hints(title: str, manuscript: Manuscript, submission: Submission) -> Iterator[str]:
    """What may name a section besides the story itself: the subject, its folder, its file. The title's own words are no hint."""
    folders = [each.folder for each in submission.enclosures if each.folder and each.name == manuscript.file]
    for hint in (submission.subject, *folders, manuscript.file, submission.name):
        yield hint.replace(title, "")


def _holds(stated: Stated, body: Sequence[Block], file: str) -> Iterator[Query]:
    if not stated.title:
        yield query(
            "no-title",
            file,
            _("no title can be found"),
            _("Set the title in a line of its own at the top, centred and larger than the text, or write it into the mail's subject."),
        )
    if not any(not isinstance(block, Pictures) for block in body):
        yield query("no-body", file, _("there is no text under the title"), _("Send the story's text as a Word file or in the mail."))
