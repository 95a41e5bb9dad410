"""The stories in a mail's own text."""

import re
from collections.abc import Sequence
from typing import Final

from bulletin.language import _
from bulletin.manuscript import page, plaintext
from bulletin.manuscript.kind import kind_of
from bulletin.manuscript.markup import lines_of
from bulletin.manuscript.parting import begins_story
from bulletin.manuscript.pencil import Unfit, excerpt
from bulletin.manuscript.pool import Pool
from bulletin.manuscript.tail import SHORTEST_STORY
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Passage, Photo
from bulletin.records.submission import Enclosure, Submission

_CONTENT_ID: Final = re.compile(rb"cid:([^\"'<>\s)]+)", re.IGNORECASE)
#: A subject that its mail program began for an answer; a mail that is passed on begins otherwise (转发：, Fw:).
_ANSWER: Final = re.compile(r"\s*(?:re|aw|sv|回复|答复|回覆|答覆|回信)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_HTML: Final = re.compile(rb"<(?:html|body|p|div|br|table|span|font)\b", re.IGNORECASE)


def read(submission: Submission, pool: Pool, files: Sequence[Manuscript] | None) -> Marked[tuple[Manuscript, ...]]:
    """The stories in a mail's own texts, HTML first; none where there is but a covering note, or nothing that can be read.

    `files` are the manuscripts beside it, None where there are none and no file that should be one: beside files a text is
    a story only where it begins like one and is none of theirs. Of two texts the second is a story of its own where it
    begins like one, else it goes on with the first, as around a photo in Apple's mails.
    """
    reading = _Reading(submission, pool, files)
    for part in sorted(submission.body, key=lambda part: not _is_html(part)):
        reading.take(part)
    return Marked(tuple(reading.stories), tuple(reading.queries if reading.stories or files is not None else reading.held))


def wording(submission: Submission) -> str:
    """What the first of a mail's texts that says anything says, without its signature."""
    for part in submission.body:
        manuscript = _attempt(submission, part, Pool(()), submission.name).value
        if manuscript is not None and (text := _text(manuscript)):
            return text
    return ""


def named_pictures(submission: Submission) -> set[str]:
    """The content ids of the pictures that a mail's texts show, or showed in what was cut from them."""
    return {each for part in submission.body for each in _named(part)}


class _Reading:
    """One reading of one mail's texts: the stories so far, and every run of characters that is told already."""

    def __init__(self, submission: Submission, pool: Pool, files: Sequence[Manuscript] | None) -> None:
        self._submission, self._pool, self._alone = submission, pool, files is None
        self._told = {run for file in files or () for run in _runs(file)}
        self.stories: list[Manuscript] = []
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
        if len(own & self._told) * 2 >= len(own):
            return
        if self._is_story(reading.value):
            self._told |= own
            self.queries += reading.queries
            self._add(reading.value)
            # what the page shows, or showed in the signature that was cut, does not lie beside it
            self._pool.use((*trial.used, *(each for each in self._pool.left if each.content_id in _named(part))))
        elif self.stories or len(_bare(reading.value)) >= SHORTEST_STORY:
            self.queries.append(self._left(reading.value))

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
        message = message.format(text=excerpt(_text(manuscript)))
        remedy = _("If they are several stories, send each in a file of its own.")
        self.queries.append(query("several-stories", self._submission.name, message, remedy))

    def _left(self, manuscript: Manuscript) -> Query:
        text = excerpt(_text(manuscript))
        if not self._alone:
            message = _("the mail's own text was taken for a covering note: {text}").format(text=text)
            return query("left-alone", self._submission.name, message, _("If it belongs to the story, write it into the file."))
        message = _("the mail holds another text, which was not taken: {text}").format(text=text)
        return query("not-carried-over", self._submission.name, message, _("If it is a story, send it in a mail of its own."))


def _attempt(submission: Submission, part: Enclosure, pool: Pool, name: str) -> Marked[Manuscript | None]:
    answer = bool(_ANSWER.match(submission.subject))
    try:
        if _is_html(part):
            reading = page.read(name, part.data, pool, charset=part.charset, mail=True, answer=answer)
        else:
            reading = plaintext.read(name, part.data, part.charset, mail=True, answer=answer)
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
