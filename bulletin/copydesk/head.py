"""The head of a manuscript: everything that is stated above its text, and the text under it."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.covering import take_covering
from bulletin.copydesk.filename import read_file_name
from bulletin.copydesk.form import Form, read_form
from bulletin.copydesk.front import read_front
from bulletin.copydesk.headline import Headline, read_headline, without_title
from bulletin.copydesk.introduction import take_introduction
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, is_blank, kept, text_of
from bulletin.copydesk.names import COMMON_SURNAMES
from bulletin.copydesk.section import bracketed_section, section_named, without_section
from bulletin.copydesk.site import clear_site
from bulletin.copydesk.slip import read_slip
from bulletin.copydesk.stated import Stated
from bulletin.copydesk.tag import genre_behind, is_lone_tag, read_tag, section_of
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Grid, Line, Manuscript, Passage
from bulletin.records.sheet import Sheet
from bulletin.records.submission import Submission
from bulletin.typography import BLANKS, HAN, clean, join_lines

_BEFORE_TITLE = re.compile(
    r"[（(【\[](?P<in>[^（）()【】\[\]]{2,12})[）)】\]]\s*(?P<title>\S.*)|(?P<before>[^：:|｜]{2,8})\s*[：:|｜]\s*(?P<rest>\S.*)"
)
#: In brackets, far off, or behind one blank.
_BEHIND_TITLE = re.compile(
    rf"(?P<title>.{{2,}}?)(?:[{BLANKS}]*[（(](?P<in>[^（）()]{{4,24}})[）)]|[{BLANKS}]{{2,}}(?P<far>\S.{{4,24}})|[{BLANKS}](?P<near>\S.{{4,24}}))"
)
#: So many short rows may stand over the text that a soft break parts them from.
_ROWS = 8


class Head(Sheet):
    """What a manuscript states at its head, what its page, its credits and its sender state around it, and what remains under it."""

    stated: Stated
    rest: tuple[Passage, ...]
    around: Stated = Stated()


def read_head(manuscript: Manuscript, submission: Submission, house: House) -> Marked[Head]:
    """The head of a manuscript; its title is "" where none stands in the text, in the mail's subject or in the file's name."""
    file = manuscript.file
    front = read_front(manuscript.front, file)
    passages = _opened(_unframed(manuscript.passages))
    form = read_form(passages, house) or read_slip(passages, house)
    stated = front.value.over(form.stated) if form else front.value
    cleared = clear_site(form.body if form else passages, house, file)
    covered = take_covering(cleared.value.rest, house, file)
    page = cleared.value.stated
    stated = stated.over(Stated(title=page.title or covered.value.stated.title, subtitle=page.subtitle))
    titled = _titled(stated, covered.value.rest, house, file)
    by_name = Stated() if titled.value.stated.title else read_file_name(file, house).model_copy(update={"title": ""})
    around = cleared.value.stated.over(covered.value.stated).over(by_name)
    named = _named(titled.value.stated, (covered.value.subject, submission.subject), manuscript, house)
    introduced = take_introduction(titled.value.rest, house, file)
    said, rest = introduced.value
    left_out = tuple(_left_out(form, file)) if form else ()
    queries = (*front.queries, *left_out, *cleared.queries, *covered.queries, *titled.queries, *named.queries, *introduced.queries)
    return Marked(Head(stated=named.value.over(said), rest=rest, around=around), queries)


def _unframed(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, where a table of one column that holds the whole text, or one line over it (a frame), is its lines."""
    outside = any(len(text_of(each)) > RUNNING_TEXT for each in passages if isinstance(each, Line))
    framed = [each for each in passages if isinstance(each, Grid) and all(len(row) <= 1 for row in each.rows)]
    if outside:
        over = list(takewhile(lambda each: not isinstance(each, Line) or len(text_of(each)) <= RUNNING_TEXT, passages))
        framed = [each for each in framed if any(each is one for one in over) and _holds_one_line(each)]
    frames = {id(each) for each in framed}
    return tuple(inner for each in passages for inner in (_lines_in(each) if isinstance(each, Grid) and id(each) in frames else [each]))


def _holds_one_line(grid: Grid) -> bool:
    lines = [each for each in _lines_in(grid) if not is_blank(each)]
    return len(lines) == 1 and isinstance(lines[0], Line) and not lines[0].art and len(text_of(lines[0])) <= RUNNING_TEXT


def _lines_in(grid: Grid) -> list[Passage]:
    return [passage for row in grid.rows for cell in row for passage in cell.passages]


def _opened(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, where lines that a soft break parts from running text (title, byline, text in one paragraph) are lines of their own."""
    return tuple(line for each in passages for line in (_rows(each) if isinstance(each, Line) and not each.art else [each]))


def _rows(line: Line) -> list[Line]:
    """A line's short first rows, each by itself, and the rest; a line of verse, or one that was wrapped by a program, as it is."""
    rows = line.text.split("\n")
    longest = max(map(len, rows))
    first = list(takewhile(lambda row: len(row) <= min(RUNNING_TEXT, longest // 2) and not ends_as_sentence(row), rows))
    if longest <= RUNNING_TEXT or not 1 <= len(first) <= _ROWS or line.number:
        return [line]
    ends = list(accumulate(len(row) + 1 for row in first))
    parts = [kept(line, start, end - 1) for start, end in zip([0, *ends], ends, strict=False)]
    return [*parts, kept(line, ends[-1])]


def _titled(stated: Stated, passages: Sequence[Passage], house: House, file: str) -> Marked[Head]:
    """The title, stated already or set as a headline, without the tag before it."""
    if stated.title:
        found: Marked[Head] = Marked(Head(stated=stated, rest=without_title(passages, stated.title)))
    elif headline := read_headline(passages, house):
        found = _under(headline, stated, house, file)
    else:
        found = Marked(Head(stated=stated, rest=tuple(passages)))
    untagged = _untagged(_byline_behind(found.value.stated, house), house, file)
    return Marked(found.value.model_copy(update={"stated": untagged.value}), (*found.queries, *untagged.queries))


def _under(headline: Headline, stated: Stated, house: House, file: str) -> Marked[Head]:
    """The headline's words, and the section that a line above it may name; sentences above stay with the text, other lines are notes."""
    labels = [line for line in headline.above if section_named([text_of(line)], house)]
    section = section_named([line.text for line in labels], house) or ""
    told = tuple(line for line in headline.above if line not in labels and ends_as_sentence(text_of(line)))
    names = [line for line in headline.above if _is_whole_name(line, headline, house)]
    kickers = [line for line in headline.above if line not in (*labels, *told, *names) and not is_lone_tag(text_of(line))]
    said = Stated(title=headline.title, subtitle=headline.subtitle, section=section)
    notes = tuple(_kicker(text_of(line), file, line.position) for line in kickers)
    return Marked(Head(stated=stated.over(said), rest=(*names, *told, *headline.rest)), notes)


def _is_whole_name(line: Line, headline: Headline, house: House) -> bool:
    """Whether a line over the title is an author's name: it looks like one, or an office stands with it."""
    name = re.sub(f"[{BLANKS}]", "", text_of(line))
    first = next((each for each in headline.rest if isinstance(each, Line) and text_of(each)), None)
    signed = first is not None and first.position < line.position and read_byline(text_of(first), house, placed=True) is not None
    return bool(re.fullmatch(f"[{HAN}]{{2,4}}", name)) and (signed or (len(name) == 3 and name[0] in COMMON_SURNAMES))


def _untagged(stated: Stated, house: House, file: str) -> Marked[Stated]:
    """What is stated, where the title's tag (【服务故事】…, （动态）…) may state the section; another section's name stays in the title."""
    if quoted := re.fullmatch("《([^《》]+)》", stated.title):
        stated = stated.model_copy(update={"title": quoted[1]})
    section, title = _section_before(stated.title, house)
    if section:
        agrees = not stated.section or house.section(stated.section) == house.section(section)
        return Marked(stated.model_copy(update={"title": title, "section": section}) if agrees else stated)
    if (tagged := read_tag(stated.title) or genre_behind(stated.title)) is None:
        return Marked(stated)
    section = stated.section or section_of(tagged.tag, house)
    untagged = stated.model_copy(update={"title": tagged.rest, "section": section})
    return Marked(untagged, () if section_of(tagged.tag, house) else (_kicker(tagged.tag, file, None),))


def _section_before(title: str, house: House) -> tuple[str, str]:
    """The section that stands before the title, in brackets or before a colon (服务故事：雨夜送单), and the title without it."""
    section, rest = bracketed_section(title, house)
    if section:
        return section, rest
    found = _BEFORE_TITLE.fullmatch(title)
    if found is None:
        return "", title
    rule = house.section(re.sub("(?:投稿|来稿|稿件|稿)$", "", (found["in"] or found["before"]).strip()))
    return (rule.name, found["title"] or found["rest"]) if rule else ("", title)


def _byline_behind(stated: Stated, house: House) -> Stated:
    """The title without the byline that was written behind it, in brackets or far off (窗口前的灯光（柳塘支行 桑葚）), which is kept."""
    found = _BEHIND_TITLE.fullmatch(stated.title)
    if found is None:
        return stated
    tail = found["in"] or found["far"] or found["near"]
    said = read_byline(tail, house, placed=found["near"] is None)
    if said is None or not said.branch or not (said.authors or said.photographers):
        return stated
    return stated.model_copy(update={"title": found["title"]}).over(said)


def _named(stated: Stated, subjects: Sequence[str], manuscript: Manuscript, house: House) -> Marked[Stated]:
    """What is stated, a title too: where the text has none, the mail's subject or the file's name is one, with a query."""
    if stated.title:
        return Marked(stated)
    subject = next(filter(None, (clean(join_lines(without_section(each, house))) for each in subjects)), "")
    title = subject or read_file_name(manuscript.file, house).title
    if not title:
        return Marked(stated)
    untagged = _untagged(stated.over(Stated(title=title)), house, manuscript.file)
    stands_in = _from_subject if subject else _from_name
    return Marked(untagged.value, (stands_in(title, manuscript.file), *untagged.queries))


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


def _kicker(text: str, file: str, position: int | None) -> Query:
    return query(
        "kicker",
        Place(file=file, paragraph=position, text=text),
        _("these words stood above the title or before it, and are not printed: {text}").format(text=text),
        _("Write them into the title or the standfirst in story.md if readers should see them."),
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
