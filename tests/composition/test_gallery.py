"""A gallery hangs in full rows on pages that are about as full as each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.composition.gallery import Wall, hang
from bulletin.composition.pictures import GAP, Framed, Grid, Row
from bulletin.records.story import Picture

GRID = Grid(characters=40, leading=1.75, around=1.25)
WALL = Wall(grid=GRID, first=29.7, lines=35, ideal=0.34, pictures=9)
SHAPES = [(1600, 1200), (900, 1200), (1920, 1080), (1200, 1200)]


def framed(*shapes: tuple[int, int], caption: str = "东街支行") -> list[Framed]:
    return [
        Framed(Picture(file="a.jpg", width=width, height=height, caption=caption), str(number))
        for number, (width, height) in enumerate(shapes)
    ]


def addresses(walls: tuple[tuple[Row, ...], ...]) -> list[str]:
    return [shot.address for wall in walls for row in wall for shot in row.shots]


def mixed(count: int) -> list[Framed]:
    return framed(*(SHAPES[number % len(SHAPES)] for number in range(count)))


@pytest.mark.parametrize("count", range(10, 41))
def test_the_rows_of_a_page_are_as_wide_as_each_other_and_nearly_as_the_measure_and_none_is_lost(count: int) -> None:
    walls = hang(mixed(count), WALL)
    assert addresses(walls) == [str(number) for number in range(count)]
    for wall in walls:
        (width,) = {round(row.width, 1) for row in wall}
        assert width >= 86


@pytest.mark.parametrize("count", range(13, 41))
def test_no_page_of_many_photographs_is_left_a_third_white(count: int) -> None:
    for number, wall in enumerate(hang(mixed(count), WALL)):
        assert sum(row.lines for row in wall) > 0.7 * (35 if number else 29.7)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(300, 3000), st.integers(300, 3000)), min_size=1, max_size=30))
def test_pictures_keep_their_order_and_shapes_and_every_page_holds_its_rows(shapes: list[tuple[int, int]]) -> None:
    walls = hang(framed(*shapes), WALL)
    assert addresses(walls) == [str(number) for number in range(len(shapes))]
    for number, wall in enumerate(walls):
        assert sum(row.lines for row in wall) <= (35 if number else 29.7) + 0.01
        assert len({round(row.width, 1) for row in wall}) == 1
        for row in wall:
            assert sum(shot.share for shot in row.shots) + GAP * (len(row.shots) - 1) == pytest.approx(100, abs=0.05)
            ratios = [min(6, max(0.2, shapes[int(shot.address)][0] / shapes[int(shot.address)][1])) for shot in row.shots]
            heights = [shot.share / ratio for shot, ratio in zip(row.shots, ratios, strict=True)]
            assert max(heights) == pytest.approx(min(heights), rel=0.02)


@pytest.mark.parametrize("count", [12, 16, 20, 24, 30, 40])
def test_pages_are_about_as_full_as_each_other(count: int) -> None:
    full = [sum(row.lines for row in wall) / (35 if number else 29.7) for number, wall in enumerate(hang(mixed(count), WALL))]
    assert min(full) > 0.7


@pytest.mark.parametrize("count", [4, 7, 12, 20, 33])
def test_no_picture_of_many_has_a_row_to_itself(count: int) -> None:
    assert all(len(row.shots) > 1 for wall in hang(framed(*[(1600, 1200)] * count), WALL) for row in wall)


def test_one_picture_is_as_wide_as_the_measure_where_it_fits() -> None:
    ((row,),) = hang(framed((1600, 1200)), WALL)
    assert row.width == 100
    ((tall,),) = hang(framed((900, 1600)), WALL)
    assert tall.width < 100
    assert tall.lines <= 29.7


def test_a_narrower_pictures_caption_turns_more_often_and_still_fits() -> None:
    ((row,),) = hang(framed((900, 1600), caption="支行员工在厅堂为老年客户讲解防范电信诈骗的常识" * 4), WALL)
    assert row.width < 100
    assert row.lines <= 29.7


@pytest.mark.parametrize(("count", "expected"), [(2, [2]), (4, [2, 2]), (6, [2, 2, 2]), (7, [2, 2, 3])])
def test_photographs_of_one_shape_hang_in_pairs_and_fill_their_page(count: int, expected: list[int]) -> None:
    (wall,) = hang(framed(*[(1600, 1200)] * count), WALL)
    assert sorted(len(row.shots) for row in wall) == expected


@pytest.mark.parametrize("first", [27, 28.7, 35])
@pytest.mark.parametrize("count", [6, 7, 8])
def test_a_few_photographs_hang_large_and_fill_their_page(first: float, count: int) -> None:
    (wall,) = hang(framed(*[(1600, 1200)] * count), Wall(grid=GRID, first=first, lines=35, ideal=0.34, pictures=9))
    assert max(len(row.shots) for row in wall) <= 3
    assert sum(row.lines for row in wall) / first > 0.75
    assert all(row.width >= 80 for row in wall)


def test_a_gallery_without_pictures_has_no_pages() -> None:
    assert hang([], WALL) == ()


def test_captions_that_are_far_too_long_leave_their_pictures_a_size_that_can_be_seen() -> None:
    ((row,),) = hang(framed((1600, 1200), caption="很长" * 2000), WALL)
    assert row.width >= 20


def test_pages_that_are_nearly_full_are_brought_to_their_foot() -> None:
    first, *_others = hang(mixed(20), WALL)
    assert sum(row.lines for row in first) == pytest.approx(29.7, abs=0.02)
