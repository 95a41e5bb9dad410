"""Casting off: pictures are sized and placed so that a story's pages are full."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.composition.castoff import STUB, Cast, cast_off
from bulletin.composition.fall import Stretch, fall, sheet, stretch
from bulletin.composition.pictures import Framed
from bulletin.composition.shelf import GalleryRule, HeadRule, LayoutSettings, OpeningRule, PageRule, PictureRule
from bulletin.records.story import Block, Heading, Paragraph, Pictures, Span
from tests.composition.conftest import make_pictures, make_piece

LINES = 35
SETTINGS = LayoutSettings(
    description="",
    leading=1.75,
    faces={"serif": ("Noto Serif CJK SC",)},
    head=HeadRule(sinks=(6, 5, 8), largest=2, smallest=1.4, line=1.5, besides=2),
    opening=OpeningRule(lines=4),
    pictures=PictureRule(heights=(0.3, 0.4, 0.5, 0.6, 0.7), around=1.75, behind=2),
    page={"A4": PageRule(characters=40, lines=LINES)},
    gallery=GalleryRule(height=0.34, around=1.3),
)
SQUARE = make_pictures((1000, 1000))


def text(lines: int) -> Paragraph:
    return Paragraph(spans=(Span(text="字" * (40 * lines - 2)),))


def cast(*blocks: Block, above: float = 0) -> Cast:
    story = make_piece("story", "标题", *blocks).story
    framed = [[Framed(each, each.file) for each in block.pictures] for block in blocks if isinstance(block, Pictures)]
    return cast_off(story, framed, SETTINGS, "A4", above=above)


def ends(made: Cast, above: float = 0) -> list[float]:
    """How full each page is, as the cast has it."""
    on = sheet(SETTINGS, "A4", "")
    stretches = [
        each for block, rows in made.blocks for each in ([Stretch(row.lines, whole=True) for row in rows] if rows else [stretch(block, on)])
    ]
    return fall(stretches, above + made.sink, LINES)


def heights(made: Cast) -> list[float]:
    return [row.height for _block, rows in made.blocks for row in rows]


def kinds(made: Cast) -> str:
    return " ".join(block.kind for block, _rows in made.blocks)


def test_a_short_storys_picture_is_as_large_as_may_be() -> None:
    assert heights(cast(text(2), SQUARE))[0] == pytest.approx(0.7, abs=0.03)


def test_a_picture_is_made_smaller_where_that_saves_a_page() -> None:
    made = cast(text(19), SQUARE)
    assert heights(made)[0] < 0.45
    assert len(ends(made)) == 1


def test_a_features_opening_above_the_story_counts() -> None:
    assert heights(cast(text(8), SQUARE)) != heights(cast(text(8), SQUARE, above=10))


def test_text_that_runs_over_by_a_line_begins_higher() -> None:
    made = cast(text(LINES - 6))
    assert made.sink == 5
    assert len(ends(made)) == 1


def test_a_brief_storys_text_begins_as_deep_as_usual_or_deeper() -> None:
    made = cast(text(3))
    assert made.sink >= 6
    assert made.drop == made.sink - 4  # the headline takes 1.5 lines and the rest of the head 2


def test_a_picture_that_would_leave_a_hole_stands_behind_the_next_paragraph() -> None:
    made = cast(text(24), SQUARE, text(12), text(12))
    assert max(0, LINES - ends(made)[0]) < 3
    assert kinds(made) != "paragraph pictures paragraph paragraph" or heights(made)[0] < 0.35


def test_a_picture_does_not_pass_a_heading() -> None:
    made = cast(text(27), SQUARE, Heading(level=2, spans=(Span(text="二、成效"),)), text(20))
    assert kinds(made) == "paragraph pictures heading paragraph"


def test_pictures_that_follow_each_other_may_stand_side_by_side() -> None:
    made = cast(text(14), SQUARE, SQUARE)
    assert [len(row.shots) for _block, rows in made.blocks for row in rows] == [2]
    assert len(ends(made)) == 1


BLOCKS = st.lists(
    st.one_of(
        st.integers(1, 14).map(text),
        st.tuples(st.integers(500, 2000), st.integers(500, 2000)).map(lambda shape: make_pictures(shape)),
        st.just(Heading(level=2, spans=(Span(text="二、成效"),))),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_every_block_is_set_once_and_no_picture_before_what_it_followed(blocks: list[Block]) -> None:
    made = [(block, rows) for block, rows in cast(*blocks).blocks]
    told = [block for block in blocks if not isinstance(block, Pictures)]
    assert [id(block) for block, rows in made if not rows] == [id(block) for block in told]
    shots = [shot.address for _block, rows in made for row in rows for shot in row.shots]
    assert shots == [picture.file for block in blocks if isinstance(block, Pictures) for picture in block.pictures]
    before = [
        sum(not isinstance(each, Pictures) for each in blocks[:number])
        for number, block in enumerate(blocks)
        if isinstance(block, Pictures)
    ]
    stands = [
        sum(not rows for _block, rows in made[:number]) for number, (_block, rows) in enumerate(made) for row in rows for _shot in row.shots
    ]
    assert all(now >= was for was, now in zip(before, stands, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60))
def test_a_last_page_is_a_third_full_or_not_begun_where_a_picture_can_help(before: int, after: int) -> None:
    filled = ends(cast(text(before), SQUARE, text(after)))
    assert len(filled) == 1 or filled[-1] >= STUB * LINES


@given(st.lists(st.builds(Stretch, lines=st.integers(1, 20), whole=st.booleans(), above=st.floats(0, 1)), max_size=12), st.floats(0, 20))
def test_lines_fall_on_pages_without_loss(stretches: list[Stretch], start: float) -> None:
    filled = fall(stretches, start, LINES)
    assert all(0 <= each <= LINES for each in filled)
    white = sum(LINES - each for each in filled[:-1])
    lines, above = sum(each.lines for each in stretches), sum(each.above for each in stretches)
    whole = LINES * (len(filled) - 1) + filled[-1]
    assert start + lines <= whole - white + 0.06 * len(filled) <= start + lines + above + 0.1 * len(filled)


def test_no_line_of_a_paragraph_stands_alone_on_a_page() -> None:
    assert fall([Stretch(5)], 31, LINES) == [34, 2]
    assert fall([Stretch(3)], 33, LINES) == [33, 3]
    assert fall([Stretch(6)], 34, LINES) == [34, 6]


def test_a_heading_stays_with_what_follows() -> None:
    heading = Stretch(1, whole=True, bound=True)
    assert fall([heading, Stretch(10)], 33, LINES) == [33, 11]
    assert fall([heading, Stretch(8, whole=True)], 28, LINES) == [28, 9]
    assert all(one <= LINES for one, _other in pairwise([*fall([heading, Stretch(10)], 20, LINES), 0]))
