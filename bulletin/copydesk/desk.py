"""The copy desk's way with a manuscript: headline, byline, pictures, branch, section, body."""

from collections.abc import Iterator, Sequence

from bulletin.copydesk.album import Album
from bulletin.copydesk.beside import photos_of, place_beside
from bulletin.copydesk.body import set_body
from bulletin.copydesk.branch import name_branch
from bulletin.copydesk.byline import take_byline
from bulletin.copydesk.captions import mount
from bulletin.copydesk.form import Form, read_form
from bulletin.copydesk.front import read_front
from bulletin.copydesk.gallery import hang
from bulletin.copydesk.headline import Headline, read_headline, without_title
from bulletin.copydesk.section import bracketed_section, guess_section, place_in_section, section_named, without_section
from bulletin.copydesk.slip import read_slip
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Manuscript, Passage
from bulletin.records.sheet import Sheet
from bulletin.records.story import Block, Copy, Pictures, Story, Table, plain
from bulletin.records.submission import Submission
from bulletin.typography import clean, join_lines


def edit(manuscript: Manuscript, submission: Submission, house: House, galleries: tuple[str, ...]) -> Marked[Copy | None]:
    """A manuscript as a story with its pictures; None where none can be made of it, and a hold says why.

    `galleries` are the photo galleries that the issue plans: photos without a story hang in one of them.
    """
    if manuscript.kind == "photos":
        return hang(manuscript, submission, house, galleries)
    head = _read_head(manuscript, submission, house)
    signed, pieces = take_byline(mount(head.value.rest, house), house, signed=True)
    stated = head.value.stated.over(signed)
    placed = place_beside(pieces, manuscript, stated.photos)
    album = Album(photos_of(manuscript), manuscript.file)
    body = set_body(placed.value, album, manuscript.file)
    queries = (*head.queries, *placed.queries, *body.queries)
    if holds := tuple(_holds(stated, body.value, manuscript.file)):
        return Marked(None, (*queries, *holds))
    story = _write_up(stated, body.value, manuscript, submission, house)
    return Marked(Copy(story=story.value, photos=album.photos), (*queries, *story.queries))


class _Head(Sheet):
    """What a manuscript states at its head, and what remains under it."""

    stated: Stated
    rest: tuple[Passage, ...]


def _read_head(manuscript: Manuscript, submission: Submission, house: House) -> Marked[_Head]:
    front = read_front(manuscript.front, manuscript.file)
    form = read_form(manuscript.passages) or read_slip(manuscript.passages, house)
    stated = front.value.over(form.stated) if form else front.value
    queries = (*front.queries, *(_left_out(form, manuscript.file) if form else ()))
    titled = _title(stated, form.body if form else manuscript.passages, house)
    stated, rest = titled.stated, titled.rest
    if not stated.title and (subject := clean(join_lines(without_section(submission.subject, house)))):
        stated = stated.over(Stated(title=subject))
        queries = (*queries, _from_subject(subject, manuscript.file))
    byline, under = take_byline(rest, house)
    return Marked(_Head(stated=_unbracketed(stated, house).over(byline), rest=under), queries)


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


def _write_up(stated: Stated, body: tuple[Block, ...], manuscript: Manuscript, submission: Submission, house: House) -> Marked[Story]:
    paragraphs = tuple(_paragraphs(body))
    opening = paragraphs[0] if paragraphs else ""
    branch = name_branch(stated.branch, submission.sender, stated.title, opening, house, manuscript.file)
    guess = guess_section(stated.title, paragraphs, "、".join(stated.authors), house)
    section = place_in_section(stated.section, _hints(stated.title, manuscript, submission), guess, house, manuscript.file)
    story = Story(
        title=stated.title,
        subtitle=stated.subtitle,
        standfirst=stated.standfirst,
        section=section.value,
        branch=branch.value,
        authors=stated.authors,
        photographers=stated.photographers,
        date=stated.date,
        received=submission.received,
        submission=submission.name,
        body=body,
        notes=tuple(note for note in map(clean, manuscript.notes) if note),
    )
    return Marked(story, (*branch.queries, *section.queries))


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


def _from_subject(subject: str, file: str) -> Query:
    return query(
        "title-from-subject",
        file,
        _("the text has no title; the mail's subject stands in for it: {subject}").format(subject=subject),
        _("Correct the title in story.md."),
    )


def _left_out(form: Form, file: str) -> Iterator[Query]:
    for text in form.beside:
        yield query(
            "form-line-left-out",
            file,
            _("this line of the form is not printed: {text}").format(text=text[:60]),
            _("Nothing need be done; write it into the story if readers should see it."),
        )
