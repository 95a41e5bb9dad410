"""The slip: a submission form of plain lines (栏目：… 标题：… 单位：… 正文：…) at the top of a text or a mail."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.form import LABELS, Form, bare_label, stated_by
from bulletin.copydesk.front import read_date
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, text_of
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.records.manuscript import Art, Line, Passage, Run
from bulletin.typography import BLANKS, trim

#: What only a form says of a story; its other labels stand in bylines too.
_TELLING = {"section", "title", "body"}
_PEOPLE = {"authors", "photographers"}
_BYLINE = {"branch", *_PEOPLE}
#: A label, which may be spaced out or have a hint (标　题：, 作者（姓名）：), and what stands behind it.
_LABELLED = re.compile(r"(?P<label>[^：:，。\n]{1,16})[：:](?P<text>.*)", re.DOTALL)
#: Where the next label, spaced out or not, begins in a line that holds several: 单位：梧桐支行　作　者：李明.
_SPACED = "|".join(f"[{BLANKS}]*".join(label) for label in sorted(LABELS, key=len, reverse=True))
_NEXT = re.compile(rf"[{BLANKS};；|｜]+(?=(?:{_SPACED})[：:])")
#: A slip lies within so many rows from the top.
_TOP = 16
_LONGEST = 80


class _Field(NamedTuple):
    """One label's field: its name, what it states, and both as they are written."""

    name: str
    text: str
    written: str


class _Row(NamedTuple):
    """A row of text, the passage it stands in (counted from 0), and the fields of a slip that it fills in."""

    origin: int
    passage: Passage
    fields: tuple[_Field, ...] = ()


def read_slip(passages: Sequence[Passage], house: House) -> Form | None:
    """The slip at the top of these passages, None where there is none; its body is everything that is no field of it.

    A slip names section, title or body. The story's own title and byline may stand above it or between its lines, but no
    running text. Where it names the title, what stands above is a greeting or its own heading, and set aside.
    """
    rows = [row for origin, passage in enumerate(passages) for row in _rows(origin, passage)]
    top = _top(rows)
    if "title" not in _named(top):
        top = list(takewhile(lambda row: row.fields or not ends_as_sentence(_text(row)), top))
    if not _TELLING & _named(top):
        return None
    aside = _aside(top, house)
    kept = [each for row in top if row not in aside for each in _unlabelled(row)]
    body = tuple(_put_together([*kept, *rows[len(top) :]], passages))
    return Form(stated=_stated(top, house), body=body, beside=tuple(map(_text, aside)))


def _rows(origin: int, passage: Passage) -> Iterator[_Row]:
    """A passage's rows of text, which soft line breaks part; a table and a line with a picture are one row."""
    if not isinstance(passage, Line) or passage.art:
        yield _Row(origin, passage)
        return
    rows: list[list[Run]] = [[]]
    for run in (run for run in passage.runs if isinstance(run, Run)):
        first, *others = run.text.split("\n")
        rows[-1].append(run.model_copy(update={"text": first}))
        rows += [[run.model_copy(update={"text": text})] for text in others]
    for place, runs in enumerate(rows):
        line = passage.model_copy(update={"runs": tuple(runs), "number": "" if place else passage.number})
        yield _Row(origin, line, tuple(_fields(line)))


def _top(rows: Sequence[_Row]) -> list[_Row]:
    """The rows from the first to the first running text, table or picture, or to the one that says where the body begins."""
    top: list[_Row] = []
    for row in rows[:_TOP]:
        names = {field.name for field in row.fields}
        if _is_running(row) or names & (_named(top) - _PEOPLE):
            break
        top.append(row)
        if "body" in names:
            break
    return top


def _is_running(row: _Row) -> bool:
    if not isinstance(row.passage, Line) or row.passage.art:
        return True
    length = len(_text(row))
    return not row.fields and (length > _LONGEST or (length > RUNNING_TEXT and ends_as_sentence(_text(row))))


def _named(rows: Sequence[_Row]) -> set[str]:
    return {field.name for row in rows for field in row.fields}


def _fields(line: Line) -> Iterator[_Field]:
    """The fields in a row, none unless it consists of them wholly. Photos' labels are left to the captions."""
    written = trim("".join(run.text for run in line.runs if isinstance(run, Run)))
    parts = [_field(part) for part in _parts(written)]
    fields = [part for part in parts if part and _is_usable(part)]
    once = [field.name for field in fields if field.name not in _PEOPLE]
    if len(fields) == len(parts) and len(once) == len(set(once)):
        yield from fields


def _parts(written: str) -> Iterator[str]:
    """A row, parted where a label begins; behind the body's label nothing is one."""
    start = 0
    for found in _NEXT.finditer(written):
        part = written[start : found.start()]
        if (field := _field(part)) and field.name == "body":
            break
        yield part
        start = found.end()
    yield written[start:]


def _field(written: str) -> _Field | None:
    found = _LABELLED.fullmatch(written)
    name = LABELS.get(bare_label(found["label"])) if found else None
    return _Field(name, trim(found["text"]), written) if found and name not in (None, "pictures") else None


def _is_usable(field: _Field) -> bool:
    """Whether what stands behind a label is no longer than a form has room for, and a date is one."""
    if field.name == "date":
        return not field.text or read_date(field.text) is not None
    return field.name == "body" or len(field.text) <= (_LONGEST if field.name == "title" else RUNNING_TEXT)


def _aside(top: Sequence[_Row], house: House) -> list[_Row]:
    """What a slip that names the title has besides fields: lines above it, and lines with labels that state nothing we print."""
    places = [place for place, row in enumerate(top) if row.fields]
    if "title" not in _named(top):
        return []
    return [
        row
        for place, row in enumerate(top[: places[-1]])
        if not row.fields and _text(row) and not read_byline(_text(row), house) and (place < places[0] or _LABELLED.match(_text(row)))
    ]


def _unlabelled(row: _Row) -> Iterator[_Row]:
    """What remains of a row for the story: all of a row without fields, and what stands behind the body's label."""
    if not row.fields:
        yield row
    elif row.fields[-1].name == "body" and row.fields[-1].text and isinstance(row.passage, Line):
        runs = _behind(row.passage, row.fields[-1].text)
        yield _Row(row.origin, row.passage.model_copy(update={"runs": runs, "number": "", "outline": None}))


def _behind(line: Line, text: str) -> tuple[Run | Art, ...]:
    """The line's runs from the place where this text begins, which reaches to their end."""
    runs = [run for run in line.runs if isinstance(run, Run)]
    gone = "".join(run.text for run in runs).rindex(text)
    left: list[Run] = []
    for run in runs:
        left += [run.model_copy(update={"text": run.text[gone:]})] if len(run.text) > gone else []
        gone = max(gone - len(run.text), 0)
    return tuple(left)


def _stated(top: Sequence[_Row], house: House) -> Stated:
    """What the fields state; a field of names is read as a byline where it is one (作者：张三 图：李四)."""
    stated = Stated()
    for field in (field for row in top for field in row.fields):
        said = (read_byline(field.written, house) if field.name in _BYLINE else None) or stated_by({field.name: field.text})
        people = {name: tuple(dict.fromkeys(getattr(stated, name) + getattr(said, name))) for name in _PEOPLE}
        stated = stated.over(said).model_copy(update=people)
    return stated


def _put_together(rows: Sequence[_Row], passages: Sequence[Passage]) -> Iterator[Passage]:
    """Rows as the passages they stood in; a passage of which nothing was taken is itself."""
    for origin, group in groupby(rows, key=lambda row: row.origin):
        left = [row.passage for row in group]
        lines = [each for each in left if isinstance(each, Line)]
        if left == [each.passage for each in _rows(origin, passages[origin])]:
            yield passages[origin]
        elif lines:
            runs = [run for line in lines for run in (Run(text="\n"), *line.runs)][1:]
            yield lines[0].model_copy(update={"runs": tuple(runs)})


def _text(row: _Row) -> str:
    return text_of(row.passage) if isinstance(row.passage, Line) else ""
