"""All manuscripts of one submission: its Word, Markdown, HTML and text files, else its mail's body, else its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from bulletin.language import _
from bulletin.manuscript import letter
from bulletin.manuscript.covering import noted
from bulletin.manuscript.kind import CONVERTIBLE, Kind, called, is_manuscript_name, kind_of
from bulletin.manuscript.parting import part
from bulletin.manuscript.pencil import Unfit, in_full
from bulletin.manuscript.photos import develop
from bulletin.manuscript.pool import Pool
from bulletin.manuscript.reader import read_file
from bulletin.manuscript.repair.mend import repair
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Manuscript, Photo
from bulletin.records.submission import Enclosure, Submission

#: A picture in a covering note that is smaller than this (pixels) is its sender's emblem.
_LARGEST_EMBLEM: Final = 300
_READABLE: Final[tuple[Kind, ...]] = ("word", "flat-word", "word-2003", "markdown", "html", "text", "web-archive", *CONVERTIBLE)

Reading = Marked[Manuscript | None]


@dataclass(frozen=True)
class _File:
    """A file that a manuscript was read from."""

    enclosure: Enclosure
    manuscript: Manuscript


def read(submission: Submission, *, simplified: bool = False) -> Marked[tuple[Manuscript, ...]]:
    """Every manuscript of a submission, repaired, and a query for each file and each thing in a file that could not be carried over.

    `simplified` says that the publication is in the simplified script: a traditional text is converted.
    """
    kinds = [(each, kind_of(each)) for each in submission.enclosures]
    pool = Pool(each for each, kind in kinds if kind == "picture")
    readings = [(each, _attempt(each, kind, pool)) for each, kind in kinds if kind in _READABLE]
    strange = [(each, kind) for each, kind in kinds if kind not in _READABLE and kind != "picture"]
    parted = [(each, _parted(reading)) for each, reading in readings]
    queries = tuple(each for _enclosure, reading in parted for each in reading.queries)
    files = [_File(each, manuscript) for each, reading in parted for manuscript in reading.value]
    alone = not readings and not any(is_manuscript_name(each.name) for each, _kind in strange)
    if alone and (message := letter.message(submission)):
        return Marked((), (*queries, _to_the_editor(submission, message)))
    body = _body(submission, pool, None if alone else files)
    files, queries = files + body.value.files, queries + body.queries
    queries += tuple(_refused(each, kind, alone=not files) for each, kind in strange)
    if not files and not Marked(None, queries).held:
        return _photos(submission, pool, queries)
    if not files and alone and (note := letter.note(submission)):
        queries += (noted(note, submission.name),)
    shared = _shared(submission, _covered(files, body.value.note), pool)
    repaired = [repair(each, simplified=simplified) for each in shared.value]
    marks = (each for reading in repaired for each in reading.queries)
    return Marked(tuple(reading.value for reading in repaired), (*queries, *shared.queries, *marks))


def _attempt(enclosure: Enclosure, kind: Kind, pool: Pool) -> Reading:
    try:
        reading = read_file(enclosure, kind, pool)
    except Unfit as verdict:
        return Marked(None, (query(verdict.check, enclosure.name, verdict.message, verdict.remedy),))
    return Marked(reading.value, reading.queries)


def _refused(enclosure: Enclosure, kind: Kind, *, alone: bool) -> Query:
    """The query on a file that no manuscript is read from: a hold where the story must be in it."""
    name = enclosure.name
    if not alone and not is_manuscript_name(name):
        message = _("{name} is {kind}; it is not part of the story").format(name=name, kind=called(kind))
        return query("attachment-left-out", name, message, _("If it belongs to the story, write it into the Word file."))
    if kind == "encrypted":
        message = _("the Word file is protected by a password")
        return query("encrypted", name, message, _("Remove the password in Word and send the file again."))
    if kind == "sealed":
        message = _("the file was locked by the encryption program of its sender's office")
        return query("encrypted", name, message, _("Have it unlocked for sending outside, and send it again."))
    if kind == "cut-off":
        message = _("the file is cut off: its end is missing, and it cannot be opened")
        return query("unreadable", name, message, _("Check that it opens in Word, and send it again."))
    message = _("the file cannot be read as a manuscript: it is {kind}").format(kind=called(kind))
    return query("unreadable", name, message, _("Save the story as a Word document (.docx) and send it again."))


def _parted(reading: Reading) -> Marked[tuple[Manuscript, ...]]:
    if reading.value is None:
        return Marked((), reading.queries)
    stories = part(reading.value, mail=False)
    return Marked(stories.value, (*reading.queries, *stories.queries))


@dataclass(frozen=True)
class _Body:
    """The stories in a mail's own text, and what it says to the editor beside them."""

    files: list[_File]
    note: str


def _body(submission: Submission, pool: Pool, files: Sequence[_File] | None) -> Marked[_Body]:
    """What the mail's own text holds, beside what its files do."""
    letters = letter.read(submission, pool, None if files is None else [file.manuscript for file in files])
    parted = [part(each, mail=True) for each in letters.value.stories]
    enclosure = Enclosure(name=submission.name, data=b"")
    queries = (each for stories in parted for each in stories.queries)
    stories = [_File(enclosure, each) for stories in parted for each in stories.value]
    return Marked(_Body(stories, letters.value.note), (*letters.queries, *queries))


def _covered(files: Sequence[_File], note: str) -> list[_File]:
    """The manuscript with the note that came with it; of several it does not show whose it is, and the editor reads it."""
    if len(files) != 1 or not note:
        return list(files)
    return [_File(files[0].enclosure, files[0].manuscript.model_copy(update={"covering": note}))]


def _photos(submission: Submission, pool: Pool, queries: tuple[Query, ...]) -> Marked[tuple[Manuscript, ...]]:
    """A submission of nothing but pictures; held where there is not even one."""
    developed = _developed(submission, pool.left)
    queries += developed.queries
    if developed.value:
        note, beside = letter.note(submission), tuple(photo for _each, photo in developed.value)
        queries += (noted(note, submission.name),) if note else ()
        return Marked((Manuscript(file=submission.name, kind="photos", beside=beside, covering=note),), queries)
    return Marked((), (*queries, _nothing(submission)))


def _to_the_editor(submission: Submission, text: str) -> Query:
    """The hold on a mail that brings no story but speaks of one."""
    message = _("the mail is no story but a message to the editor: {text}").format(text=in_full(text))
    remedy = _(
        "Do what it asks with the story that it means: `bulletin withdraw` takes it back, its story.md is where a word is mended. Then"
        " take this message out with `bulletin withdraw`. If it is a story after all, put its text into the drop folder as a file."
    )
    return query("message-to-editor", Place(file=submission.name, text=text), message, remedy)


def _nothing(submission: Submission) -> Query:
    message = _("there is nothing to publish: no text and no picture that can be read")
    remedy = _("Send the story as a Word document (.docx).")
    if note := letter.wording(submission):
        message = _("the mail's own text is too short for a story and was taken for a covering note: {text}").format(text=in_full(note))
        remedy = _("Send the story as a Word document (.docx), or write more of it into the mail.")
    return query("nothing-to-publish", submission.name, message, remedy)


def _shared(submission: Submission, files: Sequence[_File], pool: Pool) -> Marked[tuple[Manuscript, ...]]:
    """The manuscripts, each with the pictures that lie beside it."""
    if not files:
        return Marked(())
    developed = _developed(submission, pool.left)
    queries = list(developed.queries)
    beside: dict[int, list[Photo]] = {}
    for enclosure, photo in developed.value:
        owner = _owner(enclosure, files)
        if owner is None:
            message = _("it does not show to which manuscript the picture {name} belongs; it was put with {file}")
            message = message.format(name=enclosure.name, file=files[0].manuscript.file)
            queries.append(
                query("picture-astray", enclosure.name, message, _("Give the picture its manuscript's name, or move it to its story."))
            )
        beside.setdefault(owner or 0, []).append(photo)
    manuscripts = (file.manuscript.model_copy(update={"beside": tuple(beside.get(at, ()))}) for at, file in enumerate(files))
    return Marked(tuple(manuscripts), tuple(queries))


def _owner(picture: Enclosure, files: Sequence[_File]) -> int | None:
    """Which manuscript a picture lies beside: the only one, one of its name, the only one of its folder; None where it does not show."""
    if len(files) == 1:
        return 0
    stem = PurePosixPath(picture.name).stem.casefold()
    stems = [PurePosixPath(file.enclosure.name).stem.casefold() for file in files]
    named = [at for at, each in enumerate(stems) if stem.startswith(each)]
    if named:
        return max(named, key=lambda at: len(stems[at]))
    near = [at for at, file in enumerate(files) if file.enclosure.folder == picture.folder]
    return near[0] if len(near) == 1 else None


def _developed(submission: Submission, pictures: Sequence[Enclosure]) -> Marked[list[tuple[Enclosure, Photo]]]:
    photos: list[tuple[Enclosure, Photo]] = []
    queries: list[Query] = []
    named = letter.named_pictures(submission)
    for each in pictures:
        developed = develop(each.name, each.data)
        queries += developed.queries
        photo = developed.value
        if photo is not None and each.content_id in named and max(photo.width, photo.height) < _LARGEST_EMBLEM:
            message = _("the small picture {name} in the mail was taken for an emblem and left out").format(name=each.name)
            queries.append(query("left-alone", each.name, message, _("If it belongs to the story, put it into the file.")))
        elif photo is not None:
            photos.append((each, photo))
    return Marked(photos, tuple(queries))
