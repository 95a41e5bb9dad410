"""Pictures side by side: shapes in, shares of the measure out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.composition.pictures import GAP, Framed, Grid, row, rows, sized
from bulletin.records.story import Picture

GRID = Grid(characters=40, leading=1.75, around=1.75)
SHAPES = st.tuples(st.integers(1, 9000), st.integers(1, 9000))


def frame(width: int, height: int, caption: str = "") -> Framed:
    return Framed(Picture(file="a.jpg", width=width, height=height, caption=caption), "picture/a/1.jpg")


@given(st.lists(SHAPES, min_size=1, max_size=3), st.floats(0.1, 1))
def test_a_row_is_no_wider_than_the_measure_and_its_shares_no_more_than_the_row(shapes: list[tuple[int, int]], tallest: float) -> None:
    made = row([frame(*shape) for shape in shapes], tallest, GRID)
    assert 0 < made.width <= 100.01
    assert sum(shot.share for shot in made.shots) + GAP * (len(shapes) - 1) == pytest.approx(100, abs=0.02)


@given(st.lists(st.tuples(st.integers(400, 1600), st.integers(400, 1600)), min_size=2, max_size=3))
def test_pictures_side_by_side_are_equally_high(shapes: list[tuple[int, int]]) -> None:
    made = row([frame(*shape) for shape in shapes], 10, GRID)
    heights = [shot.share / (width / height) for shot, (width, height) in zip(made.shots, shapes, strict=True)]
    assert max(heights) == pytest.approx(min(heights), rel=0.01)


def test_a_tall_picture_is_set_narrower_than_the_measure() -> None:
    made = row([frame(900, 1600)], 0.5, GRID)
    assert made.height == pytest.approx(0.5, abs=0.03)
    assert made.width == pytest.approx(100 * made.height * 900 / 1600, abs=0.01)


def test_a_row_that_is_nearly_as_wide_as_the_measure_is_as_wide() -> None:
    assert row([frame(1600, 1200)], 0.7, GRID).width == 100


@given(st.integers(1, 40))
def test_no_row_holds_more_than_three_and_none_is_lost(count: int) -> None:
    made = rows([frame(1600, 1200) for _ in range(count)], 0.5, GRID)
    assert sum(len(each.shots) for each in made) == count
    assert max(len(each.shots) for each in made) <= 3


@given(st.lists(SHAPES, min_size=1, max_size=3), st.floats(0.1, 1), st.sampled_from(["", "现场", "很长的说明" * 20]))
def test_a_row_with_its_captions_and_its_white_is_whole_lines_high(shapes: list[tuple[int, int]], tallest: float, caption: str) -> None:
    made = row([frame(*shape, caption) for shape in shapes], tallest, GRID)
    assert made.lines == int(made.lines)
    assert made.lines * GRID.leading >= made.height * GRID.characters + GRID.around - 0.2 * GRID.leading - 1e-6


def test_a_picture_without_a_caption_needs_no_room_for_one() -> None:
    assert sized([frame(1600, 1200)], 0.5, GRID).lines < sized([frame(1600, 1200, "现场")], 0.5, GRID).lines


def test_a_caption_too_long_for_its_narrow_picture_gives_every_picture_a_row() -> None:
    narrow = frame(200, 1000, caption="支行员工在厅堂为老年客户讲解防范电信诈骗的常识" * 3)
    assert [len(made.shots) for made in rows([frame(1600, 1200), frame(1600, 1200), narrow], 0.5, GRID)] == [1, 1, 1]
    assert [len(made.shots) for made in rows([frame(1600, 1200), frame(1600, 1200)], 0.5, GRID)] == [2]
