"""The copy desk's way with a manuscript: headline, byline, pictures, branch, section, body."""

import re
from collections.abc import Iterator, Sequence

from bulletin.copydesk.album import Album
from bulletin.copydesk.beside import photos_of, place_beside
from bulletin.copydesk.body import set_body
from bulletin.copydesk.branch import name_branch
from bulletin.copydesk.byline import take_byline
from bulletin.copydesk.captions import mount, words_of
from bulletin.copydesk.form import Form, read_form
from bulletin.copydesk.front import read_front
from bulletin.copydesk.gallery import hang
from bulletin.copydesk.genre.guess import guess_section
from bulletin.copydesk.headline import Headline, read_headline, without_title
from bulletin.copydesk.section import Placed, bracketed_section, place_in_section, section_named, without_section
from bulletin.copydesk.signature import take_glued
from bulletin.copydesk.site import clear_site
from bulletin.copydesk.slip import read_slip
from bulletin.copydesk.standfirst import take_standfirst
from bulletin.copydesk.stated import Stated
from bulletin.copydesk.unpictured import take_unpictured
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Manuscript, Passage
from bulletin.records.sheet import Sheet
from bulletin.records.story import Block, Copy, Pictures, Story, Table, plain
from bulletin.records.submission import Submission
from bulletin.typography import clean, count_han, join_lines

#: A file's name that says less than this (稿件, 投稿1) is no title.
_TELLING_NAME = 8
_NAMELESS = re.compile("文档|新建|副本|投稿|稿件|未命名|正文")


def edit(manuscript: Manuscript, submission: Submission, house: House, galleries: tuple[str, ...]) -> Marked[Copy | None]:
    """A manuscript as a story with its pictures; None where none can be made of it, and a hold says why.

    `galleries` are the photo galleries that the issue plans: photos without a story hang in one of them.
    """
    if manuscript.kind == "photos":
        return hang(manuscript, submission, house, galleries)
    head = _read_head(manuscript, submission, house)
    signed, pieces = take_byline(mount(head.value.rest, house), house, signed=True)
    placed = place_beside(pieces, manuscript, head.value.stated.photos)
    captions = take_unpictured(placed.value, manuscript.file)
    glued = take_glued(captions.value[1], house, submission.received, manuscript.file)
    stated = head.value.stated.over(signed).over(glued.value[0]).over(Stated(captions=captions.value[0])).over(head.value.around)
    album = Album(photos_of(manuscript), manuscript.file)
    body = set_body(glued.value[1], album, manuscript.file)
    queries = (*head.queries, *placed.queries, *captions.queries, *glued.queries, *body.queries)
    if holds := tuple(_holds(stated, body.value, manuscript.file)):
        return Marked(None, (*queries, *holds))
    section = _placed(stated, body.value, manuscript, submission, house)
    story = _write_up(stated, body.value, section.value, manuscript, submission, house)
    copy = Copy(story=story.value, photos=album.photos, section_probability=section.value.probability)
    return Marked(copy, (*queries, *story.queries, *section.queries))


class _Head(Sheet):
    """What a manuscript states at its head, what its page and its credits state around it, and what remains under it."""

    stated: Stated
    rest: tuple[Passage, ...]
    around: Stated = Stated()


def _read_head(manuscript: Manuscript, submission: Submission, house: House) -> Marked[_Head]:
    front = read_front(manuscript.front, manuscript.file)
    form = read_form(manuscript.passages) or read_slip(manuscript.passages, house)
    stated = front.value.over(form.stated) if form else front.value
    cleared = clear_site(form.body if form else manuscript.passages, house, manuscript.file)
    queries = (*front.queries, *(_left_out(form, manuscript.file) if form else ()), *cleared.queries)
    around = cleared.value.stated
    titled = _title(stated.over(Stated(title=around.title, subtitle=around.subtitle)), cleared.value.rest, house)
    stated, rest = titled.stated, titled.rest
    if not stated.title and (last := _last_resort(manuscript, submission, house)):
        stated = stated.over(Stated(title=last.place.text))
        queries = (*queries, last)
    byline, under = take_byline(rest, house)
    standfirst, under = take_standfirst(under)
    byline = byline.over(standfirst)
    return Marked(_Head(stated=_unbracketed(stated, house).over(byline), rest=under, around=around), queries)


def _unbracketed(stated: Stated, house: House) -> Stated:
    """What is stated, where the title's bracket (【服务故事】…) may state the section; another section's name stays in the title."""
    section, title = bracketed_section(stated.title, house)
    if section and (not stated.section or house.section(stated.section) == house.section(section)):
        return stated.model_copy(update={"title": title, "section": section})
    return stated


def _title(stated: Stated, passages: Sequence[Passage], house: House) -> _Head:
    if stated.title:
        return _Head(stated=stated, rest=without_title(passages, stated.title))
    headline = read_headline(passages, house)
    if headline is None:
        return _Head(stated=stated, rest=tuple(passages))
    return _under(headline, stated, house)


def _under(headline: Headline, stated: Stated, house: House) -> _Head:
    """The headline's words, and the section that a line above it may name; any other line above stays with the text."""
    labels = [line for line in headline.above if section_named([line.text], house)]
    section = section_named([line.text for line in labels], house) or ""
    kept = tuple(line for line in headline.above if line not in labels)
    said = Stated(title=headline.title, subtitle=headline.subtitle, section=section)
    return _Head(stated=stated.over(said), rest=(*kept, *headline.rest))


def _placed(stated: Stated, body: Sequence[Block], manuscript: Manuscript, submission: Submission, house: House) -> Marked[Placed]:
    guess = guess_section(stated.title, tuple(_paragraphs(body)), house)
    return place_in_section(stated.section, _hints(stated.title, manuscript, submission), guess, house, manuscript.file)


def _write_up(
    stated: Stated, body: tuple[Block, ...], placed: Placed, manuscript: Manuscript, submission: Submission, house: House
) -> Marked[Story]:
    opening = next(_paragraphs(body), "")
    branch = name_branch(stated.branch, submission.sender, stated.title, opening, house, manuscript.file)
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


def _last_resort(manuscript: Manuscript, submission: Submission, house: House) -> Query | None:
    """The query on a title that stands nowhere in the text, but in the mail's subject, or is the file's own name."""
    if subject := clean(join_lines(without_section(submission.subject, house))):
        return _from_subject(subject, manuscript.file)
    name = clean(join_lines(without_section(words_of(manuscript.file), house)))
    return _from_name(name, manuscript.file) if count_han(name) >= _TELLING_NAME and not _NAMELESS.search(manuscript.file) else None


def _from_name(name: str, file: str) -> Query:
    return query(
        "title-from-subject",
        Place(file=file, text=name),
        _("the text has no title; the file's name stands in for it: {name}").format(name=name),
        _("Correct the title in story.md."),
    )


def _from_subject(subject: str, file: str) -> Query:
    return query(
        "title-from-subject",
        Place(file=file, text=subject),
        _("the text has no title; the mail's subject stands in for it: {subject}").format(subject=subject),
        _("Correct the title in story.md."),
    )


def _left_out(form: Form, file: str) -> Iterator[Query]:
    if form.undated:
        yield query(
            "unreadable-date",
            file,
            _("the date in the form cannot be read, or is no day of the calendar: {text}").format(text=form.undated),
            _("Write the date into story.md, as 2024-01-31."),
        )
    for text in form.beside:
        yield query(
            "form-line-left-out",
            file,
            _("this line of the form is not printed: {text}").format(text=text[:60]),
            _("Nothing need be done; write it into the story if readers should see it."),
        )
