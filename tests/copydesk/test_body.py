"""The body keeps its author's text and ranks, and is set clean."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.copydesk.album import Album
from bulletin.copydesk.body import set_body
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Run, TableCell
from bulletin.records.story import Block, Copy, Heading, ListItem, Paragraph, Quote, Story, Table, plain
from bulletin.typography import count_han

TITLE = Line(runs=(Run(text="改进服务"),), outline=0, position=1)
BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"


def line(*runs: Run | str, **said: Any) -> Line:
    return Line(runs=tuple(Run(text=run) if isinstance(run, str) else run for run in runs), position=said.pop("position", 2), **said)


def cell(text: str, **spans: int) -> TableCell:
    return TableCell(lines=(line(text),), **spans)


def blocks(*passages: Line | Grid) -> tuple[Block, ...]:
    return set_body(passages, Album({}, "f"), "f").value


def text(block: Block) -> str:
    assert not isinstance(block, Table)
    return plain(block.spans)  # type: ignore[union-attr]  # no pictures here


def test_a_numbered_paragraph_keeps_its_number_and_its_strong_run_in_head() -> None:
    (block,) = blocks(line(Run(text="高度重视，充分动员。", strong=True), BODY, number="一、", level=1))
    assert isinstance(block, Paragraph)
    assert [(span.text[:6], span.strong) for span in block.spans] == [("一、高度重视", True), (BODY[:6], False)]


def test_a_run_in_head_in_black_face_is_strong() -> None:
    (block,) = blocks(line(Run(text="一、高度重视。", face="黑体"), BODY))
    assert isinstance(block, Paragraph)
    assert [span.strong for span in block.spans] == [True, False]


def test_a_long_paragraph_all_in_bold_is_running_text() -> None:
    (block,) = blocks(line(Run(text=BODY, strong=True)))
    assert isinstance(block, Paragraph)
    assert not any(span.strong for span in block.spans)


def test_headings_rank_from_the_shallowest() -> None:
    found = blocks(line("背景", outline=2), line(BODY), line("做法", outline=3), line(BODY))
    assert [block.level for block in found if isinstance(block, Heading)] == [2, 3]


def test_a_heading_that_is_a_sentence_is_a_paragraph() -> None:
    assert blocks(line("我们做到了。", outline=1))[0].kind == "paragraph"


@pytest.mark.parametrize(("number", "level"), [("一、", 2), ("（一）", 3), ("1.", 4)])
def test_a_short_strong_numbered_line_is_a_heading_of_its_rank(number: str, level: int) -> None:
    (block,) = blocks(line(Run(text=f"{number}活动背景", strong=True)))
    assert isinstance(block, Heading)
    assert block.level == level


def test_short_neighbouring_items_are_a_list() -> None:
    found = blocks(line("微笑服务", number="1. ", level=1), line("规范用语", number="2. ", level=1))
    assert all(isinstance(block, ListItem) for block in found)
    assert [text(block) for block in found] == ["1. 微笑服务", "2. 规范用语"]


def test_long_numbered_paragraphs_are_no_list() -> None:
    assert [block.kind for block in blocks(line(BODY * 2, number="1. ", level=1), line(BODY, number="2. ", level=1))] == ["paragraph"] * 2


def test_a_quote_stays_one() -> None:
    assert isinstance(blocks(line(BODY, quote=True))[0], Quote)


def test_soft_breaks_part_paragraphs_only_where_a_sentence_ends() -> None:
    (first, second) = blocks(line(f"{BODY}\n第二段，\n接着说 \nmore\nwords"))
    assert (text(first), text(second)) == (BODY, "第二段，接着说more words")


@pytest.mark.parametrize(
    "rows",
    [
        ("清晨，卷帘门升起", "像一声温和的问候", "老街醒了", "豆浆的热气漫过台阶"),
        ("一等奖 孙小禾", "二等奖 马晓东", "三等奖 周敏"),
        ("地址：中山路8号", "时间：8:30至16:30", "电话：见门头"),
        ("一封给沙滩", "一封给我"),
    ],
)
def test_short_rows_are_kept_apart(rows: tuple[str, ...]) -> None:
    assert tuple(text(block) for block in blocks(line("\n".join(rows)))) == rows


def test_short_rows_that_a_program_filled_run_on() -> None:
    (block,) = blocks(line("\n".join(BODY[at : at + 18] for at in range(0, len(BODY), 18))))
    assert text(block) == BODY


def test_a_heading_in_two_rows_is_one() -> None:
    (block,) = blocks(line("一、改进服务\n从细节做起", outline=1))
    assert isinstance(block, Heading)


def test_a_table_keeps_its_cells_and_says_what_was_merged() -> None:
    grid = Grid(rows=((cell("项目", rows=2), cell("数量", columns=2)), (cell("一月"), cell("二月")), (cell("培训"), cell("3"), cell("5"))))
    marked = set_body([grid], Album({}, "f"), "f")
    assert marked.value == (Table(rows=(("项目", "数量", ""), ("", "一月", "二月"), ("培训", "3", "5"))),)
    assert [each.check for each in marked.queries] == ["not-carried-over"]


def test_a_frame_of_one_column_is_its_lines() -> None:
    assert [block.kind for block in blocks(Grid(rows=((cell(BODY),), (cell(BODY),))))] == ["paragraph", "paragraph"]


def test_each_kind_of_repair_is_noted_once() -> None:
    marked = set_body([line("\u3000\u3000支行,服务", position=4), line("\u3000\u3000支行,服务", position=5)], Album({}, "f"), "f")
    assert [(each.check, each.place.paragraph) for each in marked.queries] == [("text-repaired", 4)] * 2
    assert [text(block) for block in marked.value] == ["支行，服务"] * 2


def test_repairs_see_across_spans() -> None:
    (block,) = blocks(line(Run(text="支行", strong=True), ",服务"))
    assert text(block) == "支行，服务"


RUNS = st.builds(
    Run,
    text=st.text(st.sampled_from('支行服务，。, \n\u3000A1"'), max_size=12),
    strong=st.booleans(),
    emphasis=st.booleans(),
    face=st.sampled_from(["", "黑体"]),
)
LINES = st.builds(
    Line,
    runs=st.lists(RUNS, max_size=4).map(tuple),
    number=st.sampled_from(["", "一、", "1. "]),
    outline=st.sampled_from([None, None, 1, 2]),
    level=st.sampled_from([None, 1, 2]),
    quote=st.booleans(),
    position=st.integers(1, 9),
)


@given(st.lists(LINES, max_size=6))
def test_no_chinese_character_of_the_body_is_lost(lines: list[Line]) -> None:
    written = "".join("".join(run.text for run in line.runs if isinstance(run, Run)) for line in lines)
    assert count_han("".join(map(text, blocks(*lines)))) >= count_han(written)


def test_foot_notes_go_with_the_story(story_of: Callable[..., Story]) -> None:
    assert story_of(TITLE, line(BODY), notes=("见附表,第一页", "")).notes == ("见附表，第一页",)


def test_front_matter_that_means_nothing_is_queried_and_the_rest_stands(edited: Callable[..., Marked[Copy | None]]) -> None:
    front = {"title": "题", "colour": "red", "date": "2024-02-31", "authors": "张三、李四", "photos": "x", "section": None}
    marked = edited(line(BODY), front=front)
    assert marked.value is not None
    assert marked.value.story.authors == ("张三", "李四")
    assert [each.check for each in marked.queries].count("not-carried-over") == 3


MORE = "活动中，工作人员向居民发放折页二百余份，讲解识别骗局的办法，并解答大家关心的问题，受到欢迎。"


def heads(*passages: Line | Grid) -> list[tuple[int, str]]:
    return [(block.level, plain(block.spans)) for block in blocks(*passages) if isinstance(block, Heading)]


def bold(words: str) -> Line:
    return line(Run(text=words, strong=True))


def test_a_short_bold_line_over_text_is_a_heading() -> None:
    found = heads(
        bold("上午：手忙脚乱"), line(BODY), bold("“公平秤”秤出公平"), Grid(rows=((cell("档次"), cell("额度")),)), bold("傍晚"), line(MORE)
    )
    assert found == [(2, "上午：手忙脚乱"), (2, "“公平秤”秤出公平"), (2, "傍晚")]


@pytest.mark.parametrize("mark", ["■ ", "◆", "● ", "▶", "★ ", "□　"])
def test_a_mark_in_front_of_a_heading_is_not_said(mark: str) -> None:
    assert heads(line(f"{mark}清晨，投币箱"), line(BODY), line(f"{mark}一只手心"), line(MORE)) == [(2, "清晨，投币箱"), (2, "一只手心")]


def test_numbers_that_are_set_like_the_text_rank_the_headings() -> None:
    found = heads(
        line("一、摸清底数"), line("（一）建立台账"), line(BODY), line("1.逐户登记"), line(MORE), line("二、上门服务"), line(BODY)
    )
    assert found == [(2, "一、摸清底数"), (3, "（一）建立台账"), (4, "1.逐户登记"), (2, "二、上门服务")]


@pytest.mark.parametrize(
    "lines",
    [
        ("1.身份证", "2.户口本", "3.申请表"),
        ("● 身份证", "● 户口本", "● 申请表"),
        ("问：你怎么看出来的", "答：我多看了一眼，她一直把手机捂着，不让人看屏幕，那样子一看就不对劲，我就多问了几句。"),
        ("春风吹过江面", "灯火亮在窗前", "我们守着这座城"),
        ("“你是谁”",),
        ("叮铃铃",),
        ("——题记",),
        ("一、大家都到了。",),
        ("■",),
    ],
)
def test_lines_between_paragraphs_that_are_no_headings_stay_text(lines: tuple[str, ...]) -> None:
    assert heads(line(BODY), *map(line, lines), line(MORE)) == []


def test_bold_says_nothing_where_the_text_is_bold_too() -> None:
    assert heads(bold(BODY), bold("记者：你怎么看"), bold(MORE)) == []


def test_the_first_line_is_a_heading_where_others_follow_it() -> None:
    assert [words for _level, words in heads(*map(line, ("摸清底数", BODY, "上门服务", MORE)))] == ["摸清底数", "上门服务"]
    assert heads(line("摸清底数"), line(BODY), line(MORE)) == []
