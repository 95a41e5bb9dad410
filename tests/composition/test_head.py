"""A headline that must turn turns into lines of like length, and no more often than it has to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.composition import measure
from bulletin.composition.head import breadth, headline
from bulletin.composition.shelf import HeadRule

RULE = HeadRule(sinks=(4,), largest=1.6, smallest=1.3, line=1, besides=1)


def test_a_headline_of_one_line_has_all_of_the_measure() -> None:
    assert breadth("分行举办服务培训班", RULE, 24) == 1


def test_a_headline_of_two_lines_leaves_no_character_alone() -> None:
    title = "五羊支行开展向服务标杆网点看齐的活动"  # 18 characters, of which the least size lets 17 stand on a line
    assert headline(title, RULE, 22.1) == 2
    assert breadth(title, RULE, 22.1) == pytest.approx(10.1 / 17, abs=0.01)


def test_phrases_that_fit_a_line_are_not_turned() -> None:
    assert breadth("环城支行情系客户，暖心服务获锦旗", RULE, 20) * 20 / 1.6 >= measure.ems("环城支行情系客户，")


@given(st.text(alphabet="支行开展服务，“”培训A1 ", min_size=1, max_size=60).filter(str.strip), st.integers(12, 60))
def test_on_its_breadth_a_headline_turns_no_more_often(title: str, characters: int) -> None:
    part = breadth(title, RULE, characters)
    assert 0 < part <= 1
    size = max(RULE.smallest, min(RULE.largest, characters / measure.longest(title)))
    assert measure.turned(title, characters / size * part) <= measure.turned(title, characters / size)


def test_a_features_headline_turns_into_lines_of_like_length() -> None:
    title = "全行开展金融知识进社区进校园进企业宣传活动"  # 21 characters, of which 18 stand on a line
    banner = RULE.model_copy(update={"largest": 1.2, "smallest": 1.2})
    assert breadth(title, banner, 21.6) == pytest.approx(11.6 / 18, abs=0.05)
