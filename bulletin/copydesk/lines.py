"""What a line of a manuscript looks like: the few questions that headline, byline, captions and body all ask of it."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from bulletin.copydesk.plate import Piece
from bulletin.records.manuscript import Art, Line, Passage, Run
from bulletin.typography import BLANKS, trim

Kind = TypeVar("Kind", bound=Piece)

_NUMBERED = re.compile(r"(?:第?[一二三四五六七八九十百]+[、.．章节]|[（(][一二三四五六七八九十百\d]+[）)]|\d+[、.．)）](?!\d))")
_SENTENCE_END = "。；;，,：:！!？?"
#: So many characters hold a sentence's last words; the pattern is not let loose on more.
_LAST_WORDS = 160
#: An English sentence's end; the stop of an abbreviation (Co., U.S.) has fewer letters or words before it.
_FULL_STOP = re.compile(r"(?:\S+\s+){3}\S*[a-z\d]{3}[\"'”’)]*\.[\"'”’)]*$")
_DISPLAY_FACE = re.compile("小标宋|大标宋|黑体|SimHei|Heiti", re.IGNORECASE)
_KAI_FACE = re.compile("楷|Kai", re.IGNORECASE)
#: Shorter than this is a label, a headline or a caption; longer is running text (a line of A4 at body size holds some 30 characters).
RUNNING_TEXT = 40


def text_of(line: Line) -> str:
    """A line's characters without blanks at its ends."""
    return trim(line.text)


def is_blank(passage: Piece) -> bool:
    """Whether there is nothing in it: neither text nor picture."""
    return isinstance(passage, Line) and not passage.art and not text_of(passage)


def is_strong(line: Line) -> bool:
    """Whether the whole line is set bold or in a display face."""
    runs = [run for run in line.runs if isinstance(run, Run) and run.text.strip(BLANKS + "\n")]
    return bool(runs) and all(run.strong or has_display_face(run) for run in runs)


def has_display_face(run: Run) -> bool:
    """Whether the run is set in a face that Chinese offices keep for headings (GB/T 9704 §7.3.3 sets first-rank heads in Hei)."""
    return bool(_DISPLAY_FACE.search(run.face))


def is_kai(line: Line) -> bool:
    """Whether the line is set in a Kai face, as captions and bylines are."""
    runs = [run for run in line.runs if isinstance(run, Run) and run.text.strip(BLANKS + "\n")]
    return bool(runs) and all(_KAI_FACE.search(run.face) for run in runs)


def is_numbered(text: str) -> bool:
    """Whether the text begins with a number of its own: 一、 （一） 1."""
    return bool(_NUMBERED.match(text))


def without_number(text: str) -> str:
    """The text without the number that it begins with."""
    return trim(_NUMBERED.sub("", text, count=1))


def ends_as_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, and a headline or a label does not."""
    return text.rstrip("”’》）)")[-1:] in set(_SENTENCE_END) or bool(_FULL_STOP.search(text[-_LAST_WORDS:]))


def body_size(passages: Iterable[Passage]) -> float | None:
    """The size (points) of most running text, None where the file does not say."""
    weights: dict[float, int] = {}
    for line in lines_of(passages):
        if line.size is not None and len(text_of(line)) > RUNNING_TEXT:
            weights[line.size] = weights.get(line.size, 0) + len(line.text)
    return max(weights, key=lambda size: weights[size]) if weights else None


def lines_of(passages: Iterable[Passage]) -> list[Line]:
    """Every line, those of tables too, in reading order."""
    return [
        line
        for passage in passages
        for line in ([passage] if isinstance(passage, Line) else [line for row in passage.rows for cell in row for line in cell.lines])
    ]


def kept(line: Line, start: int, stop: int | None = None) -> Line:
    """The line with only these of its characters (its number not counted); pictures in it stay."""
    runs: list[Run | Art] = []
    place = 0
    for run in line.runs:
        if isinstance(run, Art):
            runs.append(run)
            continue
        text = run.text[max(start - place, 0) : None if stop is None else max(stop - place, 0)]
        runs += [run.model_copy(update={"text": text})] if text else []
        place += len(run.text)
    return line.model_copy(update={"runs": tuple(runs)})


def without(passages: Sequence[Kind], taken: Iterable[Piece]) -> tuple[Kind, ...]:
    """The passages but for those taken (the very ones, not their likes)."""
    gone = {id(passage) for passage in taken}
    return tuple(passage for passage in passages if id(passage) not in gone)


def parting_lines(passages: Sequence[Piece]) -> list[Line]:
    """The short lines between a text's paragraphs: its headings, of which a short first line may be one."""
    lines = [each for each in passages if isinstance(each, Line) and text_of(each) and not each.art]
    told = [i for i, line in enumerate(lines) if ends_as_sentence(text_of(line)) and len(text_of(line)) > RUNNING_TEXT // 2]
    within = lines[: told[-1]] if told else []
    return [line for line in within if len(text_of(line)) <= RUNNING_TEXT and not ends_as_sentence(text_of(line))]
