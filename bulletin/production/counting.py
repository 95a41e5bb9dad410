"""Counting: a paragraph has one number in a report, which is the story's; a manuscript counts its title, its form and its lines of names.

What is asked of a manuscript is asked at its own paragraphs; here it is placed at those that they became.
"""

from collections.abc import Iterator, Mapping, Sequence

from bulletin.preflight.copy_text import passages
from bulletin.queries import Query
from bulletin.records.manuscript import Grid, Line, Manuscript
from bulletin.records.story import Story

#: A shorter line stands in many a paragraph by chance.
_FEWEST = 4


def as_printed(queries: Sequence[Query], manuscript: Manuscript, story: Story) -> tuple[Query, ...]:
    """The queries, those on the manuscript each at the paragraph of the story that its own became.

    What has no text, as a picture, is placed at the paragraph before it; what is not in the story's body, at none.
    """
    texts = {each.paragraph: each.text for each in passages(story) if each.paragraph is not None}
    became = dict(_became(manuscript, {number: _letters(text) for number, text in texts.items()}))
    return tuple(_placed(each, became, texts) if each.place.file == manuscript.file else each for each in queries)


def _became(manuscript: Manuscript, printed: Mapping[int, str]) -> Iterator[tuple[int, int | None]]:
    """Each paragraph of the manuscript with that of the story."""
    left, last = dict(printed), None
    for line in _lines(manuscript):
        letters = _letters(line.text)
        if not letters:
            yield line.position, last
            continue
        whole = next((number for number, text in left.items() if text == letters), None)
        number = whole or next((number for number, text in printed.items() if _stands_in(letters, text)), None)
        left.pop(whole or 0, None)
        last = number or last
        yield line.position, number


def _stands_in(line: str, paragraph: str) -> bool:
    """Whether one is a part of the other: a table's cell, a line that was joined to the next, one that lost its beginning."""
    return min(len(line), len(paragraph)) >= _FEWEST and (line in paragraph or paragraph in line)


def _placed(asked: Query, became: Mapping[int, int | None], texts: Mapping[int, str]) -> Query:
    if asked.place.paragraph is None:
        return asked
    number, found = became.get(asked.place.paragraph), asked.place.text
    start = texts[number].find(found) if number and asked.place.start is not None and found else -1
    where = {"start": start, "end": start + len(found)} if start >= 0 else {"start": None, "end": None}
    return asked.model_copy(update={"place": asked.place.model_copy(update={"paragraph": number, **where})})


def _lines(manuscript: Manuscript) -> Iterator[Line]:
    for passage in manuscript.passages:
        yield from passage.lines if isinstance(passage, Grid) else (passage,)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
