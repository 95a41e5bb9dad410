"""The introduction: what stands between a title and its text, bylines, dates, the standfirst, a name by itself."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from bulletin.copydesk.byline import people, read_byline
from bulletin.copydesk.endmatter import in_digits
from bulletin.copydesk.front import is_dated, read_date
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, is_numbered, is_strong, parting_lines, text_of, without
from bulletin.copydesk.names import is_name, may_be_name
from bulletin.copydesk.placed import is_besides, without_posts
from bulletin.copydesk.standfirst import calls_itself_standfirst, read_standfirst
from bulletin.copydesk.stated import Stated
from bulletin.copydesk.tag import is_genre
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Line, Passage
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, clean, trim

_MARKS = re.compile("^[（(【\\[〔—◎○●□■◆◇★☆※*·-]+|[）)】\\]〕]$")
#: At most so many lines under the title are looked at.
_FAR = 6
_LONGEST = 240
#: What parts no names that stand alone: somebody speaks, or a label stands before.
_PARTED = re.compile("[；;/／|｜：:（）()]")
#: A second title that the editor may choose.
_OTHER_TITLE = re.compile("[（(【\\[]?(?:备选|备用|候选|另拟|又拟)(?:标题|题目|题名?)[一二12]?[：:].{2,60}")


def take_introduction(passages: Sequence[Passage], house: House, file: str) -> Marked[tuple[Stated, tuple[Passage, ...]]]:
    """What the lines under the title state, and the passages without them; a note for each that only its place makes a byline.

    Under a picture a line is a byline only where it says so itself: what its place tells of it is a caption's.
    """
    lines = [each for each in passages if isinstance(each, Line) and text_of(each)]
    over = {id(each) for each in takewhile(lambda each: isinstance(each, Line) and not each.art, passages)}
    stated, taken, queries = Stated(), list[Line](), list[Query]()
    for i, line in enumerate(lines[:_FAR]):
        found = read_line(line, lines[i + 1 :], house, stated) if id(line) in over else _under_picture(line, lines[i + 1 :], house)
        if found is None:
            break
        stated = stated.beside(found.stated)
        queries += [_by_place(line, found.stated, file)] if found.by_place else []
        queries += [_left_out(line, file)] if found.stated == Stated() else []
        taken.append(line)
    return Marked((stated, without(passages, taken)), tuple(queries))


def _under_picture(line: Line, under: Sequence[Line], house: House) -> "Found | None":
    if not line.art and under and calls_itself_standfirst(text_of(line)) and (words := read_standfirst(line, under[0])):
        return Found(stated=Stated(standfirst=words))
    said = None if line.art else read_byline(text_of(line), house)
    return Found(stated=said) if said and (said.authors or said.branch) else None


class Found(Sheet):
    """What one line states, and whether only its place says that it does."""

    stated: Stated
    by_place: bool = False


def read_line(line: Line, under: Sequence[Line], house: House, above: Stated) -> Found | None:
    """What a line between title and text states, None where it is the text's; `above` is what the lines before it state."""
    text = text_of(line)
    if line.art or len(text) > _LONGEST:
        return None
    if said := read_byline(text, house):
        return Found(stated=said)
    if line.outline is not None or line.number or line.level is not None:
        said = read_byline(trim(text.removeprefix(line.number)), house, placed=True)
        return Found(stated=said, by_place=True) if said and (said.authors or said.photographers) else None
    if not above.standfirst and (words := read_standfirst(line, under[0] if under else None) or _leads_to_byline(line, under, house)):
        return Found(stated=Stated(standfirst=words))
    if said := read_byline(text, house, placed=True):
        return Found(stated=said, by_place=True)
    if is_dated(text) and not _is_diary(under) and (under or above != Stated()):
        return Found(stated=Stated(date=read_date(in_digits(text.strip("（()）")))))
    if is_genre(text) or is_besides(text) or _OTHER_TITLE.fullmatch(text):
        return Found(stated=Stated())
    bylines = [each for each in under[:_FAR] if read_byline(text_of(each), house, placed=True)]
    said = None if above.authors else names_alone(line, without(under, bylines))
    return Found(stated=said, by_place=True) if said else None


def _is_diary(under: Sequence[Line]) -> bool:
    """Whether other days head running text too."""
    return any(is_dated(text_of(line)) and len(text_of(below)) > RUNNING_TEXT for line, below in pairwise(under))


def _leads_to_byline(line: Line, under: Sequence[Line], house: House) -> str:
    """One sentence that stands above the byline is a standfirst, whatever it looks like."""
    text = text_of(line)
    fits = ends_as_sentence(text) and len(text) <= RUNNING_TEXT and text[-1] not in "：:" and text[:1] not in "“‘"
    return clean(text) if fits and under and read_byline(text_of(under[0]), house, placed=True) else ""


def names_alone(line: Line, under: Sequence[Line]) -> Stated | None:
    """Names and nothing else: set apart as bylines are (centred, spaced out, in brackets), or unlike any heading in the text under it."""
    text = _MARKS.sub("", text_of(line))
    names = () if _PARTED.search(text) else people(without_posts(text))
    if not names or len(names) > 3 or not all(map(may_be_name, names)) or not under:
        return None
    spaced = bool(re.match("\u3000{3}", line.text) or re.search(f"[{BLANKS}]", text))
    apart = line.alignment in ("centre", "right") or text != text_of(line) or spaced
    fits = len(names) == 1 or all(is_name(name) or len(name) < 4 for name in names)
    tells = ends_as_sentence(text_of(under[0])) or len(text_of(under[0])) > RUNNING_TEXT
    return Stated(authors=names) if fits and (apart or (tells and not _is_one_of(line, parting_lines(under)))) else None


def _is_one_of(line: Line, headings: Sequence[Line]) -> bool:
    """Whether the line is set as the text's headings are, and they have no numbers."""
    return any(is_strong(each) == is_strong(line) and not is_numbered(text_of(each)) and not each.number for each in headings)


def _left_out(line: Line, file: str) -> Query:
    return query(
        "form-line-left-out",
        Place(file=file, paragraph=line.position, text=text_of(line)),
        _("this line of the form is not printed: {text}").format(text=text_of(line)),
        _("Nothing need be done; write it into the story if readers should see it."),
    )


def _by_place(line: Line, said: Stated, file: str) -> Query:
    text = text_of(line).strip(BLANKS)
    names = "、".join((*said.authors, *(name for name in said.photographers if name not in said.authors))) or said.branch
    return query(
        "byline-by-place",
        Place(file=file, paragraph=line.position, text=text),
        _("this line under the title is taken for a byline, because it stands there: {text} (it names {names})").format(
            text=text, names=names
        ),
        _("If it belongs to the text, write it into story.md and take the names out of its head."),
    )
