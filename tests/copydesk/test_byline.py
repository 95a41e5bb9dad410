"""Bylines are read in all their forms, and nothing that is not wholly a byline is taken out of the text."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import Branch, House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Run
from bulletin.records.story import Copy, Story

BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"


def line(text: str, **said: Any) -> Line:
    return Line(runs=(Run(text=text),), position=1, **said)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("（供稿：临江支行）", Stated(branch="临江支行")),
        ("临江支行 供稿", Stated(branch="临江支行")),
        ("临江支行　供稿", Stated(branch="临江支行")),
        ("临江支行供稿", Stated(branch="临江支行")),
        ("供稿单位：梧桐支行 供稿人：李明", Stated(branch="梧桐支行", authors=("李明",))),
        ("徐国龙 第一支行", Stated(branch="第一支行", authors=("徐国龙",))),
        ("（临江支行 刘森华）", Stated(branch="临江支行", authors=("刘森华",))),
        ("临江支行 通讯员 李 明", Stated(branch="临江支行", authors=("李明",))),
        ("作者：小草", Stated(authors=("小草",))),
        ("文 张三 图 李四", Stated(authors=("张三",), photographers=("李四",))),
        ("张三 文 李四 摄", Stated(authors=("张三",), photographers=("李四",))),
        ("文/图 张三", Stated(authors=("张三",), photographers=("张三",))),
        ("张三 文/图", Stated(authors=("张三",), photographers=("张三",))),
        ("作者：张三、李四", Stated(authors=("张三", "李四"))),
        ("图文：张三", Stated(authors=("张三",), photographers=("张三",))),
        ("摄影报道 张三", Stated(authors=("张三",), photographers=("张三",))),
        ("临江支行 本报记者 张三", Stated(branch="临江支行", authors=("张三",))),
        ("职工通讯员张三", Stated(authors=("张三",))),
        ("（通讯员 阿依古丽·买买提）", Stated(authors=("阿依古丽·买买提",))),
        ("文|张三 图|李四", Stated(authors=("张三",), photographers=("李四",))),
        ("撰文：张三 供图：李四", Stated(authors=("张三",), photographers=("李四",))),
        ("作者：张三和李四", Stated(authors=("张三", "李四"))),
        ("■本报记者 张三", Stated(authors=("张三",))),
        ("报送：临江支行", Stated(branch="临江支行")),
        ("2023年12月5日", Stated(date=dt.date(2023, 12, 5))),
        ("工行云州临江支行综合管理部 供稿", Stated(branch="工行云州临江支行综合管理部")),
    ],
)
def test_a_byline_is_read_in_this_form(house: House, text: str, stated: Stated) -> None:
    assert read_byline(text, house) == stated


@pytest.mark.parametrize(
    "text",
    [
        "临江支行开展服务培训活动",
        "图：宣传摊位",
        "高度重视",
        "供稿的同志请注意",
        "一、活动背景",
        "临江支行营业室积极落实“百家示范网点”评选工作",
        "2023年13月45日",
        "",
    ],
)
def test_this_line_is_no_byline(house: House, text: str) -> None:
    assert read_byline(text, house) is None


HOUSE = House(
    root=Path(),
    publication=Masthead(slug="t", name="试"),
    sections=(SectionRule(name="动态"),),
    branches=(Branch(name="临江支行"),),
)


@given(st.text(st.sampled_from("临江支行供稿作者文图摄张三李 　：:（）()/、，。12年月日·"), max_size=45))
def test_any_line_is_read_without_a_fault_and_every_name_stands_in_it(text: str) -> None:
    stated = read_byline(text, HOUSE)
    if stated is not None:
        bare = "".join(filter(str.isalnum, text))
        names = (*stated.authors, *stated.photographers, stated.branch)
        assert all("".join(filter(str.isalnum, name)) in bare for name in names)


def test_bylines_leave_the_body_under_the_title_and_at_the_end(story_of: Callable[..., Story]) -> None:
    story = story_of(
        line("改进服务", outline=0), line("（供稿：临江支行）"), line(BODY), line("作者：徐国龙", alignment="right"), line("2023年12月5日")
    )
    assert (story.branch, story.authors, story.date) == ("临江支行", ("徐国龙",), dt.date(2023, 12, 5))
    assert len(story.body) == 1


def test_a_name_alone_is_a_byline_where_it_is_set_as_one_or_unlike_the_texts_headings(story_of: Callable[..., Story]) -> None:
    assert story_of(line("改进服务", outline=0), line("徐国龙", alignment="centre"), line(BODY)).authors == ("徐国龙",)
    assert story_of(line("改进服务", outline=0), line("金点子"), line(BODY)).authors == ("金点子",)
    assert story_of(line("改进服务", outline=0), line("金点子"), line(BODY), line("回头看"), line(BODY)).authors == ()


def test_a_name_in_running_text_stays_there(story_of: Callable[..., Story]) -> None:
    assert len(story_of(line("改进服务", outline=0), line(BODY), line("供稿：临江支行"), line(BODY)).body) == 3


@pytest.mark.parametrize(
    ("title", "opening", "sender", "branch"),
    [
        ("改进服务", "", "linjiang@bank.example.com", "临江支行"),
        ("改进服务", "", "anyone@wutong.example.com", "梧桐支行"),
        ("临江白塔支行改进服务", "", None, "临江支行"),
        ("临江支行营业室改进服务", "", "first@bank.example.com", "第一支行"),
        ("用心服务，梧桐支行获锦旗", "", None, "梧桐支行"),
        ("分行组织开展志愿服务活动", "", None, "云州分行"),
        ("花都分行营业室关爱老人", "", None, None),
        ("改进服务", "近日，一支行收到来信。", None, "第一支行"),
        ("一支服务队的故事", "", None, None),
    ],
)
def test_the_branch_is_found(story_of: Callable[..., Story], title: str, opening: str, sender: str | None, branch: str | None) -> None:
    assert story_of(line(title, outline=0), line(opening + "客户反映良好。"), sender=sender).branch == branch


def test_a_byline_that_disagrees_with_the_sender_wins_and_is_queried(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(line("改进服务", outline=0), line("供稿：临江支行"), line(BODY), sender="first@bank.example.com")
    assert marked.value is not None
    assert marked.value.story.branch == "临江支行"
    assert "branch-disagrees" in [each.check for each in marked.queries]


def test_an_unknown_branch_is_kept_as_written_and_queried(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(line("改进服务", outline=0), line(BODY), front={"branch": "海角支行"})
    assert marked.value is not None
    assert marked.value.story.branch == "海角支行"
    assert "unknown-branch" in [each.check for each in marked.queries]
