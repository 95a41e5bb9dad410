"""A story's text as a check reads it: passage by passage, with the paragraph as an editor counts it."""

from collections.abc import Iterator

from bulletin.queries import Place
from bulletin.records.sheet import Sheet
from bulletin.records.story import Pictures, Story, Table, plain


class Passage(Sheet):
    """A stretch of text; `paragraph` counts the body's text blocks from 1, and is None for the head, captions and notes."""

    text: str
    paragraph: int | None = None

    def place(self, file: str, start: int, end: int) -> Place:
        """Where the characters from `start` up to `end` stand."""
        return Place(file=file, paragraph=self.paragraph, start=start, end=end, text=self.text[start:end])


def passages(story: Story) -> Iterator[Passage]:
    """Every text that readers will see. A table is one text block, its cells parted by tabs and its rows by line ends."""
    yield from (Passage(text=text) for text in (story.title, story.subtitle, story.standfirst) if text)
    paragraph = 0
    for block in story.body:
        if isinstance(block, Pictures):
            yield from (Passage(text=text) for picture in block.pictures for text in dict.fromkeys((picture.caption, picture.alt)) if text)
            continue
        paragraph += 1
        text = "\n".join("\t".join(row) for row in block.rows) if isinstance(block, Table) else plain(block.spans)
        yield Passage(text=text, paragraph=paragraph)
    yield from (Passage(text=note) for note in story.notes)


def around(story: Story, place: Place) -> tuple[str, str, str] | None:
    """The sentence that a place stands in: what is before it, the place, what is behind; None where it is not in the text."""
    if place.start is None or place.end is None:
        return None
    for passage in passages(story):
        if passage.paragraph == place.paragraph and passage.text[place.start : place.end] == place.text:
            first = max((passage.text.rfind(mark, 0, place.start) for mark in "。！？\n"), default=-1) + 1
            last = min((at for mark in "。！？\n" if (at := passage.text.find(mark, place.end)) >= 0), default=len(passage.text) - 1) + 1
            return passage.text[first : place.start], place.text, passage.text[place.end : last]
    return None
