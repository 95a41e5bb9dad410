"""What can be known of a text's room before it is set."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bulletin.composition import inline, measure
from bulletin.lines import rules
from bulletin.records.story import Span


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("必须用Word 2019写", "必须用<i>Word 2019</i>写"),
        ("达到96.5%，", "达到<i>96.5%</i>，"),
        ("“A”", "“<i>A</i>”"),
        ("Service first.", "<i>Service first</i>."),
        ("一<\nb>", "一&lt;<br><i>b</i>&gt;"),
    ],
)
def test_latin_in_emphasis_stands_apart_for_it_takes_no_dots(text: str, marked: str) -> None:
    assert inline.html((Span(text=text, emphasis=True),)) == f"<em>{marked}</em>"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("守护“钱袋子”，支行开展反诈宣传", ("守护“钱袋子”，", "支行开展反诈宣传")),
        ("行稳致远 优质为本", ("行稳致远 ", "优质为本")),
        ("Service with a smile", ("Service with a smile",)),
        ("银行服务感言", ("银行服务感言",)),
    ],
)
def test_a_headline_turns_at_its_commas_and_blanks(title: str, expected: tuple[str, ...]) -> None:
    assert measure.phrases(title) == expected


@given(st.text(alphabet="，； 　：——。银行服务aB1“”", max_size=40))
def test_a_headlines_phrases_are_the_headline_letter_for_letter(title: str) -> None:
    assert "".join(measure.phrases(title)) == title
    assert "".join(measure.names(title)) == title
    assert inline.headline(title).striptags().split() == escape(title).striptags().split()


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        ("开展“反诈我在行”活动", '开展<span class="quoted">“反诈我在行”</span>活动'),
        ("学习《办法》。", '学习<span class="quoted">《办法》。</span>'),
        ("“一个比窄栏还长的名称”", "“一个比窄栏还长的名称”"),
    ],
)
def test_a_short_name_that_a_headline_quotes_is_marked_to_stay_whole(title: str, marked: str) -> None:
    assert inline.headline(title) == marked


def test_a_headlines_lines_are_counted_with_its_quoted_names_whole() -> None:
    title = "甲乙丙丁“戊己庚辛壬”癸子丑寅"  # 15 characters; on 8 the name, whole, leaves four alone on the first line
    assert (measure.lines(title, 8), measure.lines(title, 8, headline=True)) == (2, 3)


def test_chinese_takes_twice_the_room_of_latin_or_nearly() -> None:
    assert measure.ems("银行") == 2
    assert 2 < measure.ems("abcd") < 2.5


def test_a_latin_name_is_measured_by_its_longest_word() -> None:
    assert measure.longest("Service Quarterly") == round(measure.ems("Quarterly") + 0.3, 2)


def test_spans_become_the_marks_they_ask_for_and_no_others() -> None:
    spans = (
        Span(text="一、<b>", strong=True),
        Span(text="H"),
        Span(text="2", script="sub"),
        Span(text="上\n下", emphasis=True, underline=True),
    )
    assert inline.html(spans) == "<strong>一、&lt;b&gt;</strong>H<sub>2</sub><u><em>上<br>下</em></u>"


@pytest.mark.parametrize(
    ("text", "characters", "expected"),
    [
        ("字" * 20, 10, 2),
        ("字" * 21, 10, 3),
        ("字" * 10 + "。", 10, 2),  # the mark takes the last character with it
        ("字" * 9 + "。" + "字" * 10, 10, 2),
        ("字" * 9 + "（" + "字" * 9, 10, 2),  # no line ends in an opening bracket
        ("字" * 8 + "）。" + "字" * 10, 10, 2),  # marks that meet are one and a half wide
        ("字" * 9 + "service" + "字" * 5, 10, 2),  # a word is not broken
        ("字" * 8 + "——" + "字" * 9, 10, 2),  # nor is a dash,
        ("字" * 9 + "——" + "字" * 8, 10, 3),  # and none begins a line
        ("字\n字", 10, 2),
        ("", 10, 1),
    ],
)
def test_lines_turn_where_they_may(text: str, characters: int, expected: int) -> None:
    assert measure.lines(text, characters) == expected


def test_an_indent_takes_room_on_the_first_line() -> None:
    assert (measure.lines("字" * 10, 10), measure.lines("字" * 9, 10, indent=2)) == (1, 2)


@pytest.mark.parametrize(
    ("title", "characters", "expected"), [("守护钱袋子，开展反诈宣传", 20, 1), ("守护钱袋子，开展反诈宣传", 10, 2), ("字" * 25, 20, 2)]
)
def test_a_headline_turns_between_its_phrases(title: str, characters: float, expected: int) -> None:
    assert measure.turned(title, characters) == expected


@given(st.text(max_size=200), st.integers(1, 40))
def test_any_text_has_lines(text: str, characters: int) -> None:
    assert measure.lines(text, characters) >= 1
    assert measure.lines(text, characters, headline=True) >= 1


def _pieces(text: str) -> list[str]:
    cuts = [0, *sorted(rules.joints(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


def test_an_address_may_turn_behind_its_marks_and_nothing_else_may() -> None:
    assert _pieces("请看https://a.example.cn/b-c?d=1。") == ["请看https://", "a.", "example.", "cn/", "b-", "c?", "d=", "1。"]
    assert _pieces("信箱ab@c.example.com，约3.6万元，12-15日") == ["信箱ab@", "c.", "example.", "com，约3.6万元，12-15日"]


def test_a_masked_number_may_turn_behind_three_of_its_stars() -> None:
    assert _pieces("身份证号440****12") == ["身份证号440***", "*", "12"]
    assert _pieces("打*号，重点**强调") == ["打*号，重点**强调"]


def test_an_address_is_parted_only_where_the_line_would_have_a_hole_otherwise() -> None:
    assert measure.lines("请登录https://www.example.com/some/long/path/index.html", 16) < 4
    assert rules.joints("请登录https://www.example.com/a") <= rules.better_bound("请登录https://www.example.com/a")
