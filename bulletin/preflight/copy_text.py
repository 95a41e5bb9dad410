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
