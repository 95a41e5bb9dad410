"""The stories in a mail's own text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bulletin.language import _
from bulletin.manuscript import page, plaintext
from bulletin.manuscript.covering import is_message, note_in, noted
from bulletin.manuscript.kind import kind_of
from bulletin.manuscript.markup import lines_of
from bulletin.manuscript.parting import begins_story
from bulletin.manuscript.pencil import Unfit, in_full
from bulletin.manuscript.pool import Pool
from bulletin.manuscript.tail import SHORTEST_STORY
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Passage, Photo
from bulletin.records.submission import Enclosure, Submission

_CONTENT_ID: Final = re.compile(rb"cid:([^\"'<>\s)]+)", re.IGNORECASE)
#: A subject that its mail program began for an answer; a mail that is passed on begins otherwise (转发：, Fw:).
_ANSWER: Final = re.compile(r"\s*(?:re|aw|sv|回复|答复|回覆|答覆|回信)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
#: Some lines take no more bytes than this, whatever a mail program sets around them.
_LONGEST_MESSAGE: Final = 200_000
_HTML: Final = re.compile(rb"<(?:html|body|p|div|br|table|span|font)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What a mail's own texts hold: stories, and what they say to the editor beside a file ("": nothing but courtesies)."""

    stories: tuple[Manuscript, ...]
    note: str = ""


def read(submission: Submission, pool: Pool, files: Sequence[Manuscript] | None) -> Marked[Told]:
    """The stories in a mail's own texts, HTML first; none where there is but a covering note, or nothing that can be read.

    `files` are the manuscripts beside it, None where there are none and no file that should be one: beside files a text is
    a story only where it begins like one and is none of theirs. Of two texts the second is a story of its own where it
    begins like one, else it goes on with the first, as around a photo in Apple's mails.
    """
    reading = _Reading(submission, pool, files)
    for part in sorted(submission.body, key=lambda part: not _is_html(part)):
        reading.take(part)
    told = Told(tuple(reading.stories), "\n".join(reading.notes))
    return Marked(told, tuple(reading.queries if reading.stories or files is not None else reading.held))


def wording(submission: Submission) -> str:
    """What the first of a mail's texts that says anything says, without its signature; courtesies where there is nothing else."""
    return note(submission) or next(filter(None, (_letter(submission, part) for part in submission.body)), "")


def note(submission: Submission) -> str:
    """What a mail says to the editor beside its pictures; "" where it is nothing but courtesies."""
    letters = (_letter(submission, part) for part in submission.body)
    return next(filter(None, (note_in(each.split("\n")) for each in letters)), "")


def message(submission: Submission) -> str:
    """What a mail says that is no story but a message about one (请撤回…, 更正：…); "" where it is none."""
    letters = (_letter(submission, part) for part in submission.body if len(part.data) < _LONGEST_MESSAGE)
    return next((each for each in letters if is_message(each, submission.subject)), "")


def named_pictures(submission: Submission) -> set[str]:
    """The content ids of the pictures that a mail's texts show, or showed in what was cut from them."""
    return {each for part in submission.body for each in _named(part)}


class _Reading:
    """One reading of one mail's texts: the stories so far, and every run of characters that is told already."""

    def __init__(self, submission: Submission, pool: Pool, files: Sequence[Manuscript] | None) -> None:
        self._submission, self._pool, self._alone = submission, pool, files is None
        self._told = {run for file in files or () for run in _runs(file)}
        self.stories: list[Manuscript] = []
        self.notes: list[str] = []
        self.queries: list[Query] = []
        self.held: list[Query] = []

    def take(self, part: Enclosure) -> None:
        """Read one of the texts, and keep it where it is a story or goes on with one."""
        name = f"{self._submission.name} ({part.name})" if self.stories else self._submission.name
        trial = Pool(self._pool.left)
        reading = _attempt(self._submission, part, trial, name)
        if reading.value is None:
            self.held += reading.queries if reading.held else ()
            return
        own = _runs(reading.value)
        if not self._alone and not self._is_story(reading.value):
            self._keep_note(part, own)
            return
        if len(own & self._told) * 2 >= len(own):
            return
        if self._is_story(reading.value):
            self._told |= own
            self.queries += reading.queries
            self._add(reading.value)
            # what the page shows, or showed in the signature that was cut, does not lie beside it
            self._pool.use((*trial.used, *(each for each in self._pool.left if each.content_id in _named(part))))
        elif self.stories:
            self.queries.append(self._left(reading.value))

    def _keep_note(self, part: Enclosure, own: set[str]) -> None:
        """Keep what a text beside files says to the editor, unless it is the files' own text or was said already."""
        repeats = len(own) >= SHORTEST_STORY and len(own & self._told) * 2 >= len(own)
        note = "" if repeats else note_in(_letter(self._submission, part).split("\n"))
        if note and not any(_repeats(note, each) for each in self.notes):
            self.notes.append(note)
            self.queries.append(noted(note, self._submission.name))

    def _is_story(self, manuscript: Manuscript) -> bool:
        if len(_bare(manuscript)) < SHORTEST_STORY:
            return False
        return self._alone or begins_story(manuscript.passages)

    def _add(self, manuscript: Manuscript) -> None:
        if not self.stories or begins_story(manuscript.passages):
            self.stories.append(manuscript)
            return
        self.stories[-1] = _continued(self.stories[-1], manuscript)
        message = _("the mail holds a further text without a title, which was put under the first: {text}")
        message = message.format(text=in_full(_text(manuscript)))
        remedy = _("If they are several stories, send each in a file of its own.")
        self.queries.append(query("several-stories", self._submission.name, message, remedy))

    def _left(self, manuscript: Manuscript) -> Query:
        message = _("the mail holds another text, which was not taken: {text}").format(text=in_full(_text(manuscript)))
        return query("not-carried-over", self._submission.name, message, _("If it is a story, send it in a mail of its own."))


def _letter(submission: Submission, part: Enclosure) -> str:
    """All that a text says itself, its greeting too."""
    manuscript = _attempt(submission, part, Pool(()), submission.name, framed=True).value
    return _text(manuscript) if manuscript is not None else ""


def _repeats(note: str, earlier: str) -> bool:
    """Whether a note is an earlier one in another form: a mail's plain text beside its page."""
    runs = {text[at : at + 4] for text in ["".join(note.split())] for at in range(max(len(text) - 3, 1))}
    known = "".join(earlier.split())
    return sum(run in known for run in runs) * 2 >= len(runs)


def _attempt(submission: Submission, part: Enclosure, pool: Pool, name: str, *, framed: bool = False) -> Marked[Manuscript | None]:
    answer = bool(_ANSWER.match(submission.subject))
    try:
        if _is_html(part):
            reading = page.read(name, part.data, pool, charset=part.charset, mail=True, answer=answer, framed=framed)
        else:
            reading = plaintext.read(name, part.data, part.charset, mail=True, answer=answer, framed=framed)
    except Unfit as verdict:
        # a text too damaged to read is none: the other form of the same mail may be whole
        return Marked(None, (query(verdict.check, name, verdict.message, verdict.remedy),))
    return Marked(reading.value, reading.queries)


def _is_html(part: Enclosure) -> bool:
    return kind_of(part) == "html" or bool(_HTML.search(part.data[:4096]))


def _named(part: Enclosure) -> set[str]:
    return {found.decode("utf-8", "replace") for found in _CONTENT_ID.findall(part.data)}


def _continued(first: Manuscript, second: Manuscript) -> Manuscript:
    """Two texts as one, the second under the first."""
    names = {key: f"picture-{len(first.photos) + number}" for number, key in enumerate(second.photos, start=1)}
    photos: dict[str, Photo] = {names[key]: photo for key, photo in second.photos.items()}
    below = max((line.position for passage in first.passages for line in lines_of(passage)), default=0)
    passages = tuple(_moved(passage, below, names) for passage in second.passages)
    return first.model_copy(update={"passages": (*first.passages, *passages), "photos": {**first.photos, **photos}})


def _moved(passage: Passage, below: int, names: dict[str, str]) -> Passage:
    if isinstance(passage, Grid):
        rows = (
            tuple(cell.model_copy(update={"lines": tuple(_line_moved(line, below, names) for line in cell.lines)}) for cell in row)
            for row in passage.rows
        )
        return passage.model_copy(update={"rows": tuple(rows)})
    return _line_moved(passage, below, names)


def _line_moved(line: Line, below: int, names: dict[str, str]) -> Line:
    runs = tuple(run.model_copy(update={"photo": names[run.photo]}) if isinstance(run, Art) else run for run in line.runs)
    return line.model_copy(update={"runs": runs, "position": line.position + below})


def _text(manuscript: Manuscript) -> str:
    return "\n".join(line.text for passage in manuscript.passages for line in lines_of(passage)).strip()


def _bare(manuscript: Manuscript) -> str:
    return "".join(_text(manuscript).split())


def _runs(manuscript: Manuscript) -> set[str]:
    text = _bare(manuscript)
    return {text[at : at + 4] for at in range(len(text) - 3)}
