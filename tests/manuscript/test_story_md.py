"""A story.md that is sent in as a manuscript says what the story says."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bulletin.archive.storymd import write_story
from bulletin.manuscript import marked
from bulletin.manuscript.pool import Pool
from bulletin.records.manuscript import Grid, Passage, Run
from bulletin.records.story import Block, Heading, ListItem, Paragraph, Quote, Span, Story, Table, plain

WORDS = st.text(
    st.sampled_from("一二三支行，。“”（）——…·ab1.*_<b>&#>|\\`[]!~-+= \u3000\"'：^$%") | st.characters(categories=("Lo", "Nd", "Po", "Sm")),
    min_size=1,
    max_size=12,
)
SPANS = st.lists(st.builds(Span, text=WORDS, strong=st.booleans(), emphasis=st.booleans()), min_size=1, max_size=3).map(tuple)
BLOCKS = st.one_of(
    st.builds(Paragraph, spans=SPANS),
    st.builds(Heading, level=st.integers(2, 6), spans=SPANS),
    st.builds(Quote, spans=SPANS),
    st.builds(ListItem, spans=SPANS),
    st.builds(Table, rows=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3).map(tuple)),
)
STORIES = st.builds(
    Story,
    title=st.just("题目"),
    received=st.just(datetime(2024, 1, 2, tzinfo=UTC)),
    submission=st.just("1.eml"),
    body=st.lists(BLOCKS, min_size=1, max_size=5).map(tuple),
    notes=st.lists(WORDS.map(str.strip).filter(bool), max_size=2).map(tuple),
)


def told(block: Block) -> object:
    if isinstance(block, Table):
        return block.rows
    assert isinstance(block, Paragraph | Heading | Quote | ListItem)
    bold = "".join(span.text for span in block.spans if span.strong)
    return plain(block.spans), bold, block.level - 1 if isinstance(block, Heading) else None, isinstance(block, Quote)


def read(passage: Passage) -> object:
    if isinstance(passage, Grid):
        return tuple(tuple("".join(line.text for line in cell.lines) for cell in row) for row in passage.rows)
    bold = "".join(run.text for run in passage.runs if isinstance(run, Run) and run.strong)
    # "+" stands in story.md before an item that brings its own mark; elsewhere it is a bullet
    return passage.text.removeprefix("• "), bold, passage.outline, passage.quote


@given(story=STORIES)
def test_a_story_written_out_is_read_as_the_same_manuscript(story: Story) -> None:
    manuscript = marked.read("story.md", write_story(story).encode(), Pool(())).value
    assert [read(passage) for passage in manuscript.passages] == [told(block) for block in story.body]
    assert manuscript.notes == story.notes
