"""Datelines, signatures and captions that stand in the text itself are read, and taken off it with a note."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, TableCell
from bulletin.records.story import Copy, Story
from tests.copydesk.conftest import lines, texts

TITLE = "走进社区宣传防诈知识"
BODY = "为推进服务改进，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"


@pytest.mark.parametrize(
    ("dateline", "said"),
    [
        ("本报讯（记者 张三 通讯员 李四）", {"authors": ("张三", "李四")}),
        ("本站讯（职工通讯员 李琴雯 刘会）", {"authors": ("李琴雯", "刘会")}),
        ("本报讯 ", {"authors": ()}),
        ("【本报讯】", {"authors": ()}),
        ("讯（通讯员 王五）", {"authors": ("王五",)}),
        ("临江支行讯：", {"branch": "临江支行"}),
        ("临江支行1月3日讯（张三）", {"branch": "临江支行", "date": dt.date(2024, 1, 3), "authors": ("张三",)}),
        ("新华社北京9月18日电（记者张三）", {"date": dt.date(2023, 9, 18), "authors": ("张三",)}),
        ("12月30日讯 ", {"date": dt.date(2023, 12, 30)}),
    ],
)
def test_a_dateline_is_taken_off_the_first_words(story_of: Callable[..., Story], dateline: str, said: dict[str, Any]) -> None:
    story = story_of(*lines(TITLE, dateline + BODY))
    assert texts(story) == [BODY]
    assert {name: getattr(story, name) for name in said} == said


@pytest.mark.parametrize(
    "opening", ["通讯（一）", "喜讯：", "来电显示", "资讯", "充电", "短讯 ", "家电下乡", "致电（某行）", "速递：", "简讯（第三期）"]
)
def test_a_word_that_ends_like_a_dateline_stays(story_of: Callable[..., Story], opening: str) -> None:
    assert texts(story_of(*lines(TITLE, opening + BODY))) == [(opening + BODY).replace("短讯 ", "短讯 ")]


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        ("（文/图 刘玺东 易赛楠）", {"authors": ("刘玺东", "易赛楠"), "photographers": ("刘玺东", "易赛楠")}),
        ("(李 璇)", {"authors": ("李璇",)}),
        ("（张巨峰）", {"authors": ("张巨峰",)}),
        ("（张三、李四）", {"authors": ("张三", "李四")}),
        ("（张三丰和李四光）", {"authors": ("张三丰", "李四光")}),
        ("（阿依古丽·买买提）", {"authors": ("阿依古丽·买买提",)}),
        ("（作者：张三 摄影：李四）", {"authors": ("张三",), "photographers": ("李四",)}),
        ("（临江支行 刘森华）", {"branch": "临江支行", "authors": ("刘森华",)}),
        ("（供稿：临江支行）", {"branch": "临江支行"}),
        ("（通讯员 张三）", {"authors": ("张三",)}),
        ("（本报记者 张三）", {"authors": ("张三",)}),
        ("　作者：张三", {"authors": ("张三",)}),
        ("临江支行供稿", {"branch": "临江支行"}),
        ("刘森华", {"authors": ("刘森华",)}),
        ("张 三", {"authors": ("张三",)}),
        ("（责任编辑：王婧）", {"authors": ()}),
    ],
)
def test_a_signature_glued_to_the_last_sentence_is_taken_off(
    edited: Callable[..., Marked[Copy | None]], signature: str, said: dict[str, Any]
) -> None:
    marked = edited(*lines(TITLE, BODY, BODY + signature))
    assert marked.value is not None
    story = marked.value.story
    assert texts(story) == [BODY, BODY]
    assert {name: getattr(story, name) for name in said} == said
    assert "byline-in-text" in [each.check for each in marked.queries]


@pytest.mark.parametrize("ending", ["谢谢", "（见下图）", "（以上数据截至三季度末）", "（待续）", "“好！”", "向他们致敬", "（一）"])
def test_last_words_that_are_no_names_stay(story_of: Callable[..., Story], ending: str) -> None:
    assert texts(story_of(*lines(TITLE, BODY, BODY + ending)))[-1].endswith(ending)


def test_a_story_of_one_signed_paragraph_keeps_its_title(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, "1月3日，支行员工走进社区宣传。（张三）"))
    assert (story.title, story.authors) == (TITLE, ("张三",))


@pytest.mark.parametrize(
    ("last", "authors"), [("张三　李四", ("张三", "李四")), ("刘森华", ("刘森华",)), ("\u3000" * 12 + "张三", ("张三",))]
)
def test_names_alone_at_the_end_are_the_authors(story_of: Callable[..., Story], last: str, authors: tuple[str, ...]) -> None:
    assert story_of(*lines(TITLE, BODY, last)).authors == authors


@pytest.mark.parametrize("last", ["谢谢", "金色的秋天", "向前走"])
def test_a_last_line_of_other_words_stays(story_of: Callable[..., Story], last: str) -> None:
    assert texts(story_of(*lines(TITLE, BODY, last)))[-1] == last


def test_what_stands_behind_all_names_is_said_of_all(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, "记者 张三 通讯员 李四 文/图", BODY))
    assert story.authors == story.photographers == ("张三", "李四")


def test_names_in_brackets_amid_the_text_stay(story_of: Callable[..., Story]) -> None:
    told = BODY + "（张三）"
    assert texts(story_of(*lines(TITLE, told, BODY))) == [told, BODY]


def test_a_sites_slogan_under_the_signature_goes(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, BODY, BODY + "（李璇）", "民族品牌工程：服务民族企业"))
    assert (story.authors, texts(story)) == (("李璇",), [BODY, BODY])


@pytest.mark.parametrize(
    ("caption", "photographers"),
    [
        ("▲向居民讲解", ()),
        ("图为活动现场。（刘通摄）", ("刘通",)),
        ("图1：摊位", ()),
        ("（图为宣传现场）", ()),
        ("资料图", ()),
        ("活动现场 （张三 摄）", ("张三",)),
        ("工行文内配图", ()),
        ("[图片1：摊位]", ()),
    ],
)
def test_a_caption_whose_picture_did_not_come_is_kept_and_queried(
    edited: Callable[..., Marked[Copy | None]], caption: str, photographers: tuple[str, ...]
) -> None:
    marked = edited(*lines(TITLE, BODY, caption, BODY))
    assert marked.value is not None
    story = marked.value.story
    assert (story.captions, story.photographers, texts(story)) == ((caption,), photographers, [BODY, BODY])
    assert "picture-missing" in [each.check for each in marked.queries]


def test_two_lines_together_of_which_one_speaks_as_captions_do_are_captions(story_of: Callable[..., Story]) -> None:
    assert story_of(*lines(TITLE, BODY, "活动现场", "志愿者向市民宣传", BODY)).captions == ("活动现场", "志愿者向市民宣传")


@pytest.mark.parametrize("text", ["图书漂流活动受到欢迎", "图谋不轨者终被识破", "▲" + BODY * 2])
def test_a_line_that_only_begins_like_a_caption_stays(story_of: Callable[..., Story], text: str) -> None:
    assert text in texts(story_of(*lines(TITLE, BODY, text, BODY)))


@pytest.mark.parametrize(
    ("written", "words"),
    [("提要：一张笑脸，一份真情。", "一张笑脸，一份真情。"), ("【导读】小网点", "小网点"), ("摘要: 改进服务", "改进服务")],
)
def test_a_paragraph_that_calls_itself_a_standfirst_is_one(story_of: Callable[..., Story], written: str, words: str) -> None:
    story = story_of(*lines(TITLE, written, BODY))
    assert (story.standfirst, texts(story)) == (words, [BODY])


def test_the_files_name_is_the_titles_last_resort(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(*lines(BODY, BODY), file="3-石屏支行走进社区宣传防诈.docx")
    assert marked.value is not None
    assert marked.value.story.title == "石屏支行走进社区宣传防诈"
    assert "title-from-subject" in [each.check for each in marked.queries]


@pytest.mark.parametrize("file", ["稿件.docx", "新建 Microsoft Word 文档.docx", "IMG_2031.txt", "支行投稿一月份第一篇.docx"])
def test_a_files_name_that_says_nothing_is_no_title(edited: Callable[..., Marked[Copy | None]], file: str) -> None:
    assert edited(*lines(BODY, BODY), file=file).value is None


@pytest.mark.parametrize("date", ["2023年13月45日", "上周五", "2024.2.30"])
def test_a_forms_date_that_cannot_be_read_is_queried(edited: Callable[..., Marked[Copy | None]], date: str) -> None:
    rows = (("标题", TITLE), ("作者", "李明"), ("日期", date), ("正文", BODY))
    grid = Grid(rows=tuple(tuple(TableCell(lines=tuple(lines(text))) for text in row) for row in rows))
    marked = edited(grid)
    assert marked.value is not None
    assert next(each.message for each in marked.queries if each.check == "unreadable-date").endswith(date)
