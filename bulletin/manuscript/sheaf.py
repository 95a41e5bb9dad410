"""All manuscripts of one submission: its Word, Markdown, HTML and text files, else its mail's body, else its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from bulletin.language import _
from bulletin.manuscript import letter, marked, page, plaintext, word
from bulletin.manuscript.convert import ConversionFailed, ConverterMissing, convert
from bulletin.manuscript.flat import packed
from bulletin.manuscript.kind import CONVERTIBLE, Kind, is_manuscript_name, kind_of
from bulletin.manuscript.parting import part
from bulletin.manuscript.pencil import Unfit, excerpt
from bulletin.manuscript.photos import develop
from bulletin.manuscript.pool import Pool
from bulletin.manuscript.repair.mend import repair
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Manuscript, Photo
from bulletin.records.submission import Enclosure, Submission

#: A picture in a covering note that is smaller than this (pixels) is its sender's emblem.
_LARGEST_EMBLEM: Final = 300
_READABLE: Final[tuple[Kind, ...]] = ("word", "flat-word", "markdown", "html", "text", *CONVERTIBLE)

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
    body = _body(submission, pool, None if alone else files)
    files, queries = files + body.value, queries + body.queries
    queries += tuple(_refused(each, kind, alone=not files) for each, kind in strange)
    if not files and not Marked(None, queries).held:
        return _photos(submission, pool, queries)
    shared = _shared(submission, files, pool)
    repaired = [repair(each, simplified=simplified) for each in shared.value]
    marks = (each for reading in repaired for each in reading.queries)
    return Marked(tuple(reading.value for reading in repaired), (*queries, *shared.queries, *marks))


def _attempt(enclosure: Enclosure, kind: Kind, pool: Pool) -> Reading:
    try:
        reading = _reading(enclosure, kind, pool)
    except Unfit as verdict:
        return Marked(None, (query(verdict.check, enclosure.name, verdict.message, verdict.remedy),))
    return Marked(reading.value, reading.queries)


def _reading(enclosure: Enclosure, kind: Kind, pool: Pool) -> Marked[Manuscript]:
    name, data, folder, charset = enclosure.name, enclosure.data, enclosure.folder, enclosure.charset
    match kind:
        case "word":
            return word.read(name, data)
        case "flat-word":
            return word.read(name, packed(data))
        case "markdown":
            return marked.read(name, data, pool, folder=folder, charset=charset)
        case "html":
            return page.read(name, data, pool, folder=folder, charset=charset)
        case "text":
            return plaintext.read(name, data, charset)
    return word.read(name, _as_word(data, kind))


def _as_word(data: bytes, kind: Kind) -> bytes:
    remedy = _("Save it as a Word document (.docx) and send it again.")
    try:
        return convert(data, CONVERTIBLE[kind], "docx")
    except ConverterMissing as error:
        message = _("the file is {kind}, and the program that could read it (LibreOffice) is not installed")
        raise Unfit("converter-missing", message.format(kind=_called(kind)), remedy) from error
    except ConversionFailed as error:
        message = _("the file is {kind}, and LibreOffice could not read it")
        raise Unfit("unreadable", message.format(kind=_called(kind)), remedy) from error


def _called(kind: Kind) -> str:
    names: dict[Kind, str] = {
        "old-word": _("an old Word or WPS file (.doc, .wps)"),
        "older-word": _("an old Word or WPS file (.doc, .wps)"),
        "word-2003": _("a Word file in XML form"),
        "old-office": _("an old WPS file (.wps)"),
        "rich-text": _("a rich text file (RTF)"),
        "open-document": _("an OpenDocument text (.odt)"),
        "spreadsheet": _("a spreadsheet (Excel)"),
        "slides": _("a presentation (PowerPoint)"),
        "pdf": _("a PDF"),
        "web-archive": _("a web archive (.mht)"),
        "empty": _("an empty file"),
    }
    return names.get(kind, _("a file of a kind that is not known here"))


def _refused(enclosure: Enclosure, kind: Kind, *, alone: bool) -> Query:
    """The query on a file that no manuscript is read from: a hold where the story must be in it."""
    name = enclosure.name
    if not alone and not is_manuscript_name(name):
        message = _("{name} is {kind}; it is not part of the story").format(name=name, kind=_called(kind))
        return query("attachment-left-out", name, message, _("If it belongs to the story, write it into the Word file."))
    if kind == "encrypted":
        message = _("the Word file is protected by a password")
        return query("encrypted", name, message, _("Remove the password in Word and send the file again."))
    if kind == "cut-off":
        message = _("the file is cut off: its end is missing, and it cannot be opened")
        return query("unreadable", name, message, _("Check that it opens in Word, and send it again."))
    message = _("the file cannot be read as a manuscript: it is {kind}").format(kind=_called(kind))
    return query("unreadable", name, message, _("Save the story as a Word document (.docx) and send it again."))


def _parted(reading: Reading) -> Marked[tuple[Manuscript, ...]]:
    if reading.value is None:
        return Marked((), reading.queries)
    stories = part(reading.value, mail=False)
    return Marked(stories.value, (*reading.queries, *stories.queries))


def _body(submission: Submission, pool: Pool, files: Sequence[_File] | None) -> Marked[list[_File]]:
    """The stories in the mail's own text, beside those in its files."""
    letters = letter.read(submission, pool, None if files is None else [file.manuscript for file in files])
    parted = [part(each, mail=True) for each in letters.value]
    enclosure = Enclosure(name=submission.name, data=b"")
    queries = (each for stories in parted for each in stories.queries)
    return Marked([_File(enclosure, each) for stories in parted for each in stories.value], (*letters.queries, *queries))


def _photos(submission: Submission, pool: Pool, queries: tuple[Query, ...]) -> Marked[tuple[Manuscript, ...]]:
    """A submission of nothing but pictures; held where there is not even one."""
    developed = _developed(submission, pool.left)
    queries += developed.queries
    if developed.value:
        return Marked((Manuscript(file=submission.name, kind="photos", beside=tuple(photo for _each, photo in developed.value)),), queries)
    return Marked((), (*queries, _nothing(submission)))


def _nothing(submission: Submission) -> Query:
    message = _("there is nothing to publish: no text and no picture that can be read")
    remedy = _("Send the story as a Word document (.docx).")
    if note := letter.wording(submission):
        message = _("the mail's own text is too short for a story and was taken for a covering note: {text}").format(text=excerpt(note))
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
