"""What is written to the editor above a story comes off with a note; a letter that is the story itself, and its first words, stay."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.copydesk.covering import take_covering
from bulletin.house.rules import Branch, House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Line
from bulletin.records.story import Copy, Story
from tests.copydesk.conftest import lines, texts

TITLE = "窗口前的灯光"
BODY = "傍晚六点，营业厅的灯还亮着，一位老人拄着拐杖站在门口，手里攥着一张存折，说要看看利息有多少。"


@pytest.mark.parametrize(
    "covering",
    [
        ("领导您好：", "附上我支行本季度稿件一篇，图片两张，请审阅。", "临江支行 方圆 1390000"),
        ("编辑部：以下为我支行投稿，请审。",),
        ("编辑同志：", "　　我是一名柜员，写了一点小东西，请指正。"),
        ("尊敬的编辑老师：", "您好！", "近来天气炎热，请注意防暑。", "附上小文一篇，请批评。", "此致", "敬礼！"),
        ("关于报送《灯光》一文的说明", "总行编辑部：现报送我行员工原创散文一篇，请查收。", "临江支行工会"),
        ("发件人：方圆 <fy@bank.example>", "发送时间：2024年8月2日 9:15", "收件人：编辑", "主题：投稿"),
        ("您好！现将我支行稿件发给您，请查收。",),
        ("老师您好，稿件如下：",),
        ("稿件3",),
        ("【来稿】",),
        ("临江支行来稿（共1篇）",),
        ("内部资料 注意保存",),
        ("以下为正文",),
    ],
)
def test_these_words_to_the_editor_come_off(edited: Callable[..., Marked[Copy | None]], covering: tuple[str, ...]) -> None:
    marked = edited(*lines(*covering, TITLE, BODY))
    assert marked.value is not None
    assert (marked.value.story.title, texts(marked.value.story)) == (TITLE, [BODY])
    (note,) = [each for each in marked.queries if each.check == "covering-words"]
    assert all(text.strip() in note.place.text for text in covering)


@pytest.mark.parametrize(
    "opening",
    [
        "尊敬的临江支行：",
        "临江支行的同志们：",
        "各位领导、各位同事：",
        "亲爱的同事们，大家好！",
        "“师傅，请审核。”小李把凭证递过来。",
        "编辑部的同志来到网点，请大家谈谈服务。",
        "请审计组进门，是支行今年的第一件事。",
        "谢谢你们，让我学会了微笑。",
    ],
)
def test_a_storys_own_first_words_stay(story_of: Callable[..., Story], opening: str) -> None:
    assert texts(story_of(*lines(TITLE, opening, BODY))) == [opening, BODY]
    assert texts(story_of(*lines(opening, BODY), front={"title": TITLE})) == [opening, BODY]


def test_words_to_the_editor_come_off_a_story_of_short_paragraphs(story_of: Callable[..., Story]) -> None:
    above = "编辑老师，请帮忙看看题目是否合适，另外能否安排在12月前刊登？"
    told = ("入夜下了今冬第一场雪，自助厅的灯还亮着。", "保安搬来三把椅子，递上一杯热水。", "“送完这单就回家。”骑手说。")
    story = story_of(*lines(above, TITLE, "第一支行 何平", *told))
    assert (story.title, story.authors, tuple(texts(story))) == (TITLE, ("何平",), told)


def test_a_text_that_is_all_covering_words_is_kept(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(*lines("编辑部：", "以下为我支行投稿，请审。"))
    assert "covering-words" not in {each.check for each in marked.queries}


def test_who_signs_the_covering_words_stands_in_where_no_byline_does(story_of: Callable[..., Story]) -> None:
    covering = ("编辑老师：您好，附上稿件一篇。", "梧桐支行 方圆 13900001111")
    alone = story_of(*lines(*covering, TITLE, BODY))
    assert (alone.branch, alone.authors) == ("梧桐支行", ("方圆",))
    signed = story_of(*lines(*covering, TITLE, "临江支行 李明", BODY))
    assert (signed.branch, signed.authors) == ("临江支行", ("李明",))


def test_a_subject_that_was_copied_with_the_text_is_the_title(story_of: Callable[..., Story]) -> None:
    assert story_of(*lines(f"主题：{TITLE}", BODY)).title == TITLE


def test_a_credit_of_an_editor_addresses_nobody(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, "编辑：苏芳", BODY))
    assert [each.names for each in story.credits] == [("苏芳",)]


ODD = st.lists(
    st.sampled_from(["领导您好：", "请审阅稿件。", "此致", "稿件3", TITLE, BODY, "临江支行 方圆", "主题：", "", "附上"]), max_size=9
)


@settings(deadline=None)
@given(ODD)
def test_every_line_remains_or_stands_in_the_note(written: list[str]) -> None:
    house = House(
        root=Path(), publication=Masthead(slug="t", name="试"), sections=(SectionRule(name="动态"),), branches=(Branch(name="临江支行"),)
    )
    found = take_covering(lines(*written), house, "f")
    noted = [text for each in found.queries for text in each.place.text.split(" / ")]
    kept = [line.text for line in found.value.rest if isinstance(line, Line)]
    assert sorted(filter(None, [*kept, *noted])) == sorted(filter(None, written))
