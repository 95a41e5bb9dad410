"""Several stories in one text: taken apart where its author says so, or where it shows beyond doubt."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bulletin.language import _
from bulletin.manuscript.markup import RULE, lines_of
from bulletin.manuscript.tail import SHORTEST_STORY, count
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Art, Line, Manuscript, Passage, Run
from bulletin.typography import room

#: 稿件一：… ; how a mail's author numbers the stories in it, the title often behind.
_NUMBERED: Final = re.compile(
    r"\s*[【\[（(]?(?:"
    r"(?:稿件|投稿|来稿|新闻稿|信息稿|稿)之?(?P<number>[一二三四五六七八九十]|\d{1,2}|[①-⑩])[】\]）)]?(?:\s*[：:、.．]|\s|$|(?<=[】\]）)]))"
    r"|第(?P<ordinal>[一二三四五六七八九十]|\d{1,2})篇(?:稿件|投稿|稿子|新闻|信息)?[】\]）)]?\s*(?:[：:、]|$|(?<=[】\]）)]))"
    r")\s*"
)
_TITLED: Final = re.compile(r"\s*(?:[【\[](?:标题|题目)[】\]]\s*[：:]?|(?:标题|题目)\s*[：:])")
_FORM_ROW: Final = re.compile(r"\s*[【\[]?[^\s：:，。]{1,8}[】\]]?\s*[：:]|\s*【[^】]{1,8}】")
_RULE_SIGNS: Final = re.compile(r"\s*(?:[-_=*~#—－＿＝～·]\s*){3,}$")
_SENTENCE_END: Final = re.compile(r"(?:[。！？!?…；;]|(?<=[a-z]{3})\.)[”’」』）)]*\s*$")
_LONGEST_LABEL: Final = 60
_LONGEST_TITLE: Final = 40
_RUNNING_TEXT: Final = 40
_NUMBERS: Final = "一二三四五六七八九十"


def part(manuscript: Manuscript, *, mail: bool) -> Marked[tuple[Manuscript, ...]]:
    """The stories that one text holds, mostly one; rules across the page part only a mail's text.

    Where a mail's rules part long pieces that do not each begin with a title, it stays one story, with a query.
    """
    passages = manuscript.passages
    for cuts in (_at_numbers(passages), _at_titles(passages), _at_rules(passages) if mail else ()):
        if len(cuts) > 1:
            return _taken_apart(manuscript, cuts)
    whole = manuscript.model_copy(update={"passages": tuple(each for each in passages if not _is_page_rule(each))})
    return Marked((whole,), tuple(_doubts(manuscript)) if mail else ())


def begins_story(passages: Sequence[Passage]) -> bool:
    """Whether a text begins with what looks like a title, above running text."""
    texts = [(each, text) for each in passages if (text := _text(each).strip())]
    if not texts or not isinstance(texts[0][0], Line):
        return False
    first = texts[0][1]
    if room(first) > _LONGEST_TITLE or _SENTENCE_END.search(first) or re.match(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]", first):
        return False
    return any(len(text) >= _RUNNING_TEXT and _SENTENCE_END.search(text) for _each, text in texts[1:])


def _at_numbers(passages: Sequence[Passage]) -> tuple[range, ...]:
    labels = [(at, number) for at, each in enumerate(passages) if (number := _numbered(each))]
    if [number for _at, number in labels] != list(range(1, len(labels) + 1)):
        return ()
    return _stories(passages, [at for at, _number in labels])


def _at_titles(passages: Sequence[Passage]) -> tuple[range, ...]:
    return _stories(passages, [_above_rows(passages, at) for at, each in enumerate(passages) if _TITLED.match(_text(each))])


def _at_rules(passages: Sequence[Passage]) -> tuple[range, ...]:
    pieces = _between_rules(passages)
    return pieces if all(begins_story(passages[piece.start : piece.stop]) for piece in pieces) else ()


def _between_rules(passages: Sequence[Passage]) -> tuple[range, ...]:
    """The pieces between a text's rules; none where one of them is too short for a story."""
    rules = [-1, *(at for at, each in enumerate(passages) if _is_rule(each)), len(passages)]
    pieces = [range(above + 1, under) for above, under in pairwise(rules)]
    lengths = [count(_text(passages[at]) for at in piece) for piece in pieces]
    told = tuple(piece for piece, length in zip(pieces, lengths, strict=True) if length)
    return told if all(length >= SHORTEST_STORY for length in lengths if length) else ()


def _stories(passages: Sequence[Passage], starts: Sequence[int]) -> tuple[range, ...]:
    """The stories that begin at these places; none where one is too short, or a text stands above the first."""
    pieces = tuple(range(start, end) for start, end in pairwise([*starts, len(passages)]))
    above = count(_text(each) for each in passages[: starts[0]]) if starts else 0
    long_enough = all(count(_text(passages[at]) for at in piece) >= SHORTEST_STORY for piece in pieces)
    return pieces if long_enough and above < SHORTEST_STORY else ()


def _above_rows(passages: Sequence[Passage], at: int) -> int:
    """The first of the rows of a form (栏目：…) that end at this one."""
    while at and (row := _text(passages[at - 1])) and len(row) <= _LONGEST_TITLE and _FORM_ROW.match(row) and not _TITLED.match(row):
        at -= 1
    return at


def _taken_apart(manuscript: Manuscript, pieces: Sequence[range]) -> Marked[tuple[Manuscript, ...]]:
    above = "".join(_text(each) for each in manuscript.passages[: pieces[0].start]).strip()
    message = _("the text holds {count} stories; each was taken by itself").format(count=len(pieces))
    if above:
        message = _("the text holds {count} stories; each was taken by itself, without what stands above them: {text}")
        message = message.format(count=len(pieces), text=above)
    note = query("several-stories", manuscript.file, message, _("Look whether each story is whole."))
    return Marked(tuple(_piece(manuscript, number, piece) for number, piece in enumerate(pieces, start=1)), (note,))


def _piece(manuscript: Manuscript, number: int, piece: range) -> Manuscript:
    passages = [each for at in piece for each in _unlabelled(manuscript.passages[at], first=at == piece.start) if not _is_rule(each)]
    used = {art.photo for each in passages for line in lines_of(each) for art in line.art}
    changes = {
        "passages": tuple(passages),
        "photos": {key: photo for key, photo in manuscript.photos.items() if key in used},
        "file": manuscript.file if number == 1 else f"{manuscript.file} [{number}]",
    }
    # what stands at the whole text's end stays with its first story
    return manuscript.model_copy(update=changes if number == 1 else {**changes, "notes": (), "comments": ()})


def _unlabelled(passage: Passage, *, first: bool) -> Iterator[Passage]:
    """A story's passage, the first without its label (稿件一：)."""
    found = _NUMBERED.match(_text(passage)) if first else None
    if found is None or not isinstance(passage, Line):
        yield passage
    elif runs := tuple(_behind(passage, found.end() - len(passage.number))):
        yield passage.model_copy(update={"runs": runs, "number": ""})


def _behind(line: Line, characters: int) -> Iterator[Run | Art]:
    for run in line.runs:
        if not isinstance(run, Run):
            yield run
            continue
        if text := run.text[max(characters, 0) :]:
            yield run.model_copy(update={"text": text})
        characters -= len(run.text)


def _doubts(manuscript: Manuscript) -> Iterator[Query]:
    if len(_between_rules(manuscript.passages)) > 1:
        message = _("rules part the text into long pieces; it was read as one story")
        yield query("several-stories", manuscript.file, message, _("If they are several stories, send each in a file of its own."))


def _numbered(passage: Passage) -> int:
    """The number of a story's label; 0 for what is none."""
    text = _text(passage)
    found = _NUMBERED.match(text) if isinstance(passage, Line) and len(text) <= _LONGEST_LABEL else None
    if found is None:
        return 0
    sign = found["number"] or found["ordinal"]
    if sign in _NUMBERS:
        return _NUMBERS.index(sign) + 1
    return int(sign) if sign.isdecimal() else ord(sign) - ord("①") + 1


def _is_rule(passage: Passage) -> bool:
    return _is_page_rule(passage) or (isinstance(passage, Line) and not passage.art and bool(_RULE_SIGNS.match(passage.text)))


def _is_page_rule(passage: Passage) -> bool:
    return isinstance(passage, Line) and passage.style == RULE and not passage.runs


def _text(passage: Passage) -> str:
    return "\n".join(line.text for line in lines_of(passage))
