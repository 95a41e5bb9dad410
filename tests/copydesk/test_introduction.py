"""Between title and text the place of a line says that it is a byline, and the text's own first line is never taken for one."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.introduction import take_introduction
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import Branch, House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Line, Photo, Run
from bulletin.records.story import Copy, Story
from tests.copydesk.conftest import texts

TITLE = "窗口前的灯光"
BODY = "傍晚六点，营业厅的灯还亮着，一位老人拄着拐杖站在门口，手里攥着一张存折，说要看看利息有多少。"


def line(text: str, *, strong: bool = False, face: str = "", **said: Any) -> Line:
    return Line(runs=(Run(text=text, strong=strong, face=face),), position=1, **said)


def lines(*texts: str) -> list[Line]:
    return [line(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("临江支行 辛苦", Stated(branch="临江支行", authors=("辛苦",))),
        ("临江支行　小满　芒种", Stated(branch="临江支行", authors=("小满", "芒种"))),
        ("白鹭洲支行　左右", Stated(branch="白鹭洲支行", authors=("左右",))),
        ("供稿：临江支行 贝壳", Stated(branch="临江支行", authors=("贝壳",))),
        ("文、图/临江支行 春生", Stated(branch="临江支行", authors=("春生",), photographers=("春生",))),
        ("文/半夏 图/当归", Stated(authors=("半夏",), photographers=("当归",))),
        ("通讯员 冷暖 报道", Stated(authors=("冷暖",))),
        ("临江支行 左右 文并摄影", Stated(branch="临江支行", authors=("左右",), photographers=("左右",))),
        ("临江支行 春生 13900001111", Stated(branch="临江支行", authors=("春生",))),
        ("临江支行大堂经理 春生", Stated(branch="临江支行", authors=("春生",))),
        ("（临江支行通讯员 春生）", Stated(branch="临江支行", authors=("春生",))),
        ("临江支行·春生", Stated(branch="临江支行", authors=("春生",))),
        ("临江支行春生", Stated(branch="临江支行", authors=("春生",))),
        ("【临江支行】春生", Stated(branch="临江支行", authors=("春生",))),
        ("作者：春生  单位：临江支行  岗位：综合柜员", Stated(branch="临江支行", authors=("春生",))),
        ("作者：春生（临江支行综合柜员）", Stated(branch="临江支行", authors=("春生",))),
        ("春生 2024年5月8日", Stated(authors=("春生",), date=dt.date(2024, 5, 8))),
        ("by 春生", Stated(authors=("春生",))),
        ("笔名：春生", Stated(authors=("春生",))),
        ("临江支行 Lily", Stated(branch="临江支行", authors=("Lily",))),
    ],
)
def test_a_line_under_the_title_is_read_by_its_place(house: House, text: str, stated: Stated) -> None:
    assert read_byline(text, house, placed=True) == stated


@pytest.mark.parametrize(
    "text",
    [
        "临江支行开展服务培训活动",
        "图：宣传摊位",
        "高度重视",
        "——临江支行侧记",
        "作者：春生 审核：当归",
        "尊敬的临江支行：",
        "临江支行 你好吗",
    ],
)
def test_this_line_is_no_byline_in_any_place(house: House, text: str) -> None:
    assert read_byline(text, house, placed=True) is None


@pytest.mark.parametrize(
    ("introduction", "said"),
    [
        (("春生",), {"authors": ("春生",)}),
        (("苏　子",), {"authors": ("苏子",)}),
        (("春生　秋收",), {"authors": ("春生", "秋收")}),
        (("春生", "临江支行"), {"authors": ("春生",), "branch": "临江支行"}),
        (("2024年6月18日", "供稿：临江支行 贝壳"), {"authors": ("贝壳",), "date": dt.date(2024, 6, 18)}),
        (("提要：一盏灯，照亮了一条路。", "临江支行 春生"), {"standfirst": "一盏灯，照亮了一条路。", "authors": ("春生",)}),
        (("一盏灯，照亮了一条路。", "临江支行 春生"), {"standfirst": "一盏灯，照亮了一条路。", "authors": ("春生",)}),
        (("春生", "编者按：一盏灯，照亮了一条路。"), {"standfirst": "编者按：一盏灯，照亮了一条路。", "authors": ("春生",)}),
        (("（散文）", "临江支行 春生"), {"authors": ("春生",)}),
    ],
)
def test_what_stands_between_title_and_text_is_read(
    story_of: Callable[..., Story], introduction: tuple[str, ...], said: dict[str, Any]
) -> None:
    story = story_of(*lines(TITLE, *introduction, BODY, BODY))
    assert (story.title, texts(story)) == (TITLE, [BODY, BODY])
    assert {name: getattr(story, name) for name in said} == said


def test_a_name_that_only_its_place_tells_is_noted(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(*lines(TITLE, "春生", BODY))
    assert [each.place.text for each in marked.queries if each.check == "byline-by-place"] == ["春生"]
    assert "byline-by-place" not in {each.check for each in edited(*lines(TITLE, "作者：春生", BODY)).queries}


def test_a_bold_or_kai_summary_over_plain_text_is_the_standfirst(story_of: Callable[..., Story]) -> None:
    summary = "一盏灯，照亮了一条路；一句话，暖了一位老人。"
    assert story_of(line(TITLE, outline=0), line(summary, strong=True), *lines(BODY, BODY)).standfirst == summary
    assert story_of(line(TITLE, outline=0), line(summary, face="楷体"), *lines(BODY, BODY)).standfirst == summary
    assert story_of(line(TITLE, outline=0), line(summary), *lines(BODY, BODY)).standfirst == ""


def test_a_picture_between_byline_and_text_hides_neither(story_of: Callable[..., Story]) -> None:
    picture = Line(runs=(Art(photo="a"),), position=3)
    photos = {"a": Photo(name="a.jpg", data=b"x", width=9, height=9)}
    assert story_of(*lines(TITLE, "春生"), picture, *lines(BODY, BODY), photos=photos).authors == ("春生",)
    assert story_of(*lines(TITLE), picture, *lines("临江支行 李明", BODY, BODY), photos=photos).authors == ("李明",)
    under = story_of(*lines(TITLE), picture, *lines("（春生 摄）", BODY, BODY), photos=photos)
    assert under.authors == ()


@pytest.mark.parametrize(
    "opening",
    [
        ("秋风起", "白云飞", "草木黄落兮雁南归"),
        ("尊敬的临江支行：",),
        ("“您好。”",),
        ("下雪了。",),
        ("前　言",),
        ("基本情况",),
        ("“办什么业务？”", "“存钱。”"),
        ("临江支行送来了春风。",),
    ],
)
def test_the_texts_own_first_lines_are_never_taken(story_of: Callable[..., Story], opening: tuple[str, ...]) -> None:
    story = story_of(line(TITLE, outline=0), *lines(*opening, BODY, BODY))
    assert "".join(texts(story)).replace("\u3000", "") == "".join((*opening, BODY, BODY)).replace("\u3000", "")
    assert (story.authors, story.standfirst) == ((), "")


def test_a_short_first_line_is_a_heading_where_the_text_has_others(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, "相遇", BODY, "相知", BODY))
    assert story.authors == ()
    assert "相遇" in texts(story)


@pytest.mark.parametrize(
    ("subtitle", "opening", "branch"),
    [
        ("——临江支行服务侧记", "清晨，街灯还亮着。", "临江支行"),
        ("", "去年秋天，两位员工上门三趟。后来，老人把梧桐支行写进了日记。", "梧桐支行"),
        ("", "临江支行与梧桐支行来了三趟，" + "走遍了全镇的大街小巷，" * 8, "临江支行"),
        ("", "走遍了全镇的大街小巷，" * 8 + "临江支行与梧桐支行都来了。", None),
    ],
)
def test_the_branch_is_the_one_that_subtitle_or_text_names(
    story_of: Callable[..., Story], subtitle: str, opening: str, branch: str | None
) -> None:
    assert story_of(line(TITLE, outline=0), *lines(*filter(None, [subtitle]), opening, BODY)).branch == branch


def test_a_branch_that_only_the_text_names_is_noted(edited: Callable[..., Marked[Copy | None]]) -> None:
    assert "branch-from-text" in {each.check for each in edited(*lines(TITLE, BODY, "老人把梧桐支行写进了日记。")).queries}


HOUSE = House(
    root=Path(), publication=Masthead(slug="t", name="试"), sections=(SectionRule(name="动态"),), branches=(Branch(name="临江支行"),)
)
ODD = st.lists(
    st.one_of(
        st.sampled_from(["临江支行 春生", "春生", "提要：暖。", "2024年1月5日", BODY, "（散文）", "电话：", "by"]),
        st.text(st.sampled_from("临江支行作者文图：:　 /、（）【】·—0125年月日aB"), max_size=20),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(ODD)
def test_lines_are_read_without_a_fault_and_those_that_remain_are_whole(written: list[str]) -> None:
    stated, rest = take_introduction(lines(*written), HOUSE, "f").value
    kept = [each.text for each in rest if isinstance(each, Line)]
    assert kept == written[len(written) - len(kept) :] or all(text in written for text in kept)
    bare = "".join("".join(written).split())
    assert all("".join(name.split()) in bare for name in (*stated.authors, *stated.photographers))
