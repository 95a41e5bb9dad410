"""What a web page sets around a story goes, with a note; what it states is kept; and no sentence of a story is taken for it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.copydesk.site import clear_site, without_site
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Photo, Run, TableCell
from bulletin.records.story import Copy, Credit, Heading, Story, plain
from tests.copydesk.conftest import lines, texts

TITLE = "临江支行走进社区宣传防诈知识"
BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"
MORE = "活动中，工作人员向居民发放折页二百余份，讲解识别骗局的办法，并解答大家关心的问题，受到欢迎。"
MENU = ("首页", "登录", "注册", "新闻", "服务")
FOOTER = ("上一篇：没有了", "下一篇：支行开展培训", "关于我们", "Copyright © 2024 某报 版权所有", "滇ICP备12345678号")


def test_menu_and_footer_go_and_the_story_between_them_stays(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(*MENU, TITLE, BODY, MORE, *FOOTER))
    assert (story.title, texts(story)) == (TITLE, [BODY, MORE])


def test_every_line_that_is_cut_stands_in_a_note(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(*lines(*MENU, TITLE, BODY, *FOOTER))
    named = " / ".join(each.place.text for each in marked.queries if each.check == "site-furniture")
    assert all(text in named for text in (*MENU, *FOOTER))


def test_lines_that_only_part_others_are_told_in_one_note(edited: Callable[..., Marked[Copy | None]]) -> None:
    text = "5月8日，支行组织员工学习灭火器的用法，练习疏散客户。"
    marked = edited(*lines("望津支行开展消防演练", "====", text, "====", text.replace("8", "9"), "====", text.replace("8", "10")))
    told = [each.message for each in marked.queries if each.check == "site-furniture"]
    assert len(told) == 1
    assert told[0].startswith("3 lines")


@pytest.mark.parametrize(
    "path", ["首页 > 要闻 > 正文", "当前位置：首页 > 新闻", "您所在的位置：新闻", "> 山西要闻", "首页 » 动态 » 正文", "新闻›正文"]
)
def test_a_path_is_no_title(story_of: Callable[..., Story], path: str) -> None:
    assert story_of(*lines("登录", "注册", path, TITLE, BODY, *FOOTER)).title == TITLE


def test_a_second_line_under_the_title_and_over_the_source_is_a_subtitle(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(*MENU, TITLE, "签下守护百姓钱袋子的约定", "来源：江城日报 时间：2024-01-03 09:00", BODY, *FOOTER))
    assert (story.title, story.subtitle) == (TITLE, "签下守护百姓钱袋子的约定")


def test_the_whole_title_goes_before_one_that_was_cut_short(story_of: Callable[..., Story]) -> None:
    assert story_of(*lines(*MENU, TITLE[:9] + "...", f"本文原标题：《{TITLE}》", BODY, *FOOTER)).title == TITLE


def test_a_slogan_in_brackets_stays_in_the_title(story_of: Callable[..., Story]) -> None:
    assert story_of(*lines(*MENU, f"【不忘初心】{TITLE}", BODY, *FOOTER)).title == f"【不忘初心】{TITLE}"


def test_a_page_that_is_all_menu_leaves_nothing(house: House) -> None:
    manuscript = Manuscript(file="f", kind="text", passages=tuple(lines(*MENU, "试验箱系列", "成功案例", "联系我们")))
    assert without_site(manuscript, house).passages == ()


def test_a_page_that_is_all_menu_is_held(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(*lines(*MENU, "试验箱系列", "成功案例", "联系我们"), kind="text")
    assert (marked.value, marked.held) == (None, True)


def test_a_ranking_under_the_story_goes_though_its_lines_look_like_titles(story_of: Callable[..., Story]) -> None:
    assert texts(story_of(*lines(TITLE, BODY, "猜你喜欢", "我在山西等你", "快递进村 村民赚钱"))) == [BODY]


def test_a_heading_named_like_a_ranking_stays_where_text_follows_it(story_of: Callable[..., Story]) -> None:
    assert "推荐阅读" in texts(story_of(*lines(TITLE, BODY, "推荐阅读", MORE)))


@pytest.mark.parametrize(
    "button",
    [
        *("分享到：", "分享到：微信 微博 QQ空间", "展开阅读全文", "点击阅读全文", "点击上方蓝字关注我们", "阅读 539"),
        *("阅读：1.2万 点赞：33", "字号：大 中 小", "【大 中 小】", "长按二维码关注我们", "回复【福利】查看活动"),
        *("— 1 —", "第 2 页 共 3 页", "【打印】【关闭】", "#防诈宣传#", "点在看"),
        *("欢迎关注临江支行微信公众号", "（完）", "— END —", "————————"),
    ],
)
def test_a_button_between_paragraphs_goes(story_of: Callable[..., Story], button: str) -> None:
    assert texts(story_of(*lines(TITLE, BODY, MORE, button))) == [BODY, MORE]


@pytest.mark.parametrize(
    "sentence",
    [
        *("大家纷纷分享到自己的朋友圈。", "资金来源：客户存款与同业拆借。", "来源于生活的点滴感动，支撑着每一位柜员。"),
        *("阅读539本书的小读者，成了网点的常客。", "点击率不是目的，客户满意才是我们的追求。", "首页上的通知提醒大家防范诈骗。"),
        *("编辑部的同志来到网点。", "扫一扫就能办理，老人们连连称赞。", "分享是一种快乐！", "校对一遍，再校对一遍。"),
    ],
)
def test_a_sentence_that_speaks_of_such_things_stays(story_of: Callable[..., Story], sentence: str) -> None:
    assert texts(story_of(*lines(TITLE, BODY, sentence, MORE))) == [BODY, sentence, MORE]
    assert sentence in texts(story_of(*lines(TITLE, BODY, MORE, sentence)))


def test_a_heading_of_one_word_stays_in_a_story_that_is_no_page(story_of: Callable[..., Story]) -> None:
    title = Line(runs=(Run(text=TITLE),), outline=0, position=1)
    story = story_of(title, *lines(BODY), Line(runs=(Run(text="关注"),), outline=1, position=3), *lines(MORE, "分享", BODY))
    assert {"关注", "分享"} <= set(texts(story))


def test_a_lead_that_the_page_repeats_broken_off_stands_once(story_of: Callable[..., Story]) -> None:
    assert texts(story_of(*lines(*MENU, TITLE, "发布于 2024-01-03 09:00", BODY[:43], BODY, MORE, *FOOTER))) == [BODY, MORE]


def test_the_sites_name_behind_the_story_is_its_source(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines("登录", "注册", "当前位置：江城新闻网 > 社会", TITLE, BODY, "江城新闻网", *FOOTER))
    assert (story.source, texts(story)) == ("江城新闻网", [BODY])


def test_a_picture_outside_the_story_is_named(edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo]) -> None:
    emblem = Line(runs=(Art(photo="a"),), position=9)
    marked = edited(*lines(*MENU, TITLE, BODY, *FOOTER), emblem, photos={"a": photo()})
    assert marked.value is not None
    assert marked.value.story.pictures == ()
    assert any("a picture" in each.place.text for each in marked.queries if each.check == "site-furniture")


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        ("来源：江城日报", {"source": "江城日报"}),
        ("来源： 江城日报  打印 关闭", {"source": "江城日报"}),
        ("来源：本站原创", {"source": ""}),
        ("来源|江城发布、江城日报", {"source": "江城发布、江城日报"}),
        ("发布时间：2024-01-03 09:12:33  浏览次数：120", {"date": dt.date(2024, 1, 3)}),
        ("2024-01-03 14:07来源：江城日报", {"source": "江城日报", "date": dt.date(2024, 1, 3)}),
        ("江城新闻网2024年01月03日17:04分类：银行", {"source": "江城新闻网", "date": dt.date(2024, 1, 3)}),
        ("2024-01-03 15:01李明", {"authors": ("李明",), "date": dt.date(2024, 1, 3)}),
        ("金融研修学报 2023年10期", {"source": "金融研修学报"}),
        ("[责任编辑：王婧]", {"credits": (Credit(role="责任编辑", names=("王婧",)),)}),
        ("（责任编辑 王婧）", {"credits": (Credit(role="责任编辑", names=("王婧",)),)}),
        ("编辑|禤志杰", {"credits": (Credit(role="编辑", names=("禤志杰",)),)}),
        ("编辑/校对：王五", {"credits": (Credit(role="编辑", names=("王五",)), Credit(role="校对", names=("王五",)))}),
        ("批准：杨燕　　　　编辑：张祺", {"credits": (Credit(role="批准", names=("杨燕",)), Credit(role="编辑", names=("张祺",)))}),
        ("一审：王五 二审：李六", {"credits": (Credit(role="一审", names=("王五",)), Credit(role="二审", names=("李六",)))}),
        ("责编：张 三", {"credits": (Credit(role="责编", names=("张三",)),)}),
        ("审稿：李四（副行长）", {"credits": (Credit(role="审稿", names=("李四",)),)}),
        ("原创 李明 临江支行 2024-01-03 18:30 发表于云州", {"authors": ("李明",), "branch": "临江支行", "date": dt.date(2024, 1, 3)}),
        ("联系人：李明 电话：0871-1234567", {"authors": ()}),
        ("附件：照片3张", {"captions": ()}),
        ("抄送：各部门", {"source": ""}),
        ("作者：李明 编辑：张祺", {"authors": ("李明",), "credits": (Credit(role="编辑", names=("张祺",)),)}),
        ("党支部、药剂科供稿  摄影/张艳  编辑/苏芳", {"source": "党支部、药剂科", "photographers": ("张艳",)}),
        ("临江支行供稿  摄影/张艳  编辑/苏芳", {"branch": "临江支行", "photographers": ("张艳",)}),
    ],
)
@pytest.mark.parametrize("behind", [False, True])
def test_credits_leave_the_text_and_are_kept(story_of: Callable[..., Story], credit: str, said: dict[str, Any], behind: bool) -> None:
    story = story_of(*lines("走进社区宣传防诈知识", *((BODY, credit) if behind else (credit, BODY))))
    assert {name: getattr(story, name) for name in said} == said
    assert texts(story) == [BODY]


def test_a_short_line_between_paragraphs_of_plain_text_is_a_heading(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, BODY, "把课堂搬进社区", MORE))
    assert [plain(block.spans) for block in story.body if isinstance(block, Heading)] == ["把课堂搬进社区"]


def test_a_newsletters_masthead_is_no_title(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines("临江支行工作简报", "第3期", "临江支行办公室 2024年1月3日", TITLE, BODY, "报：分行办公室", "送：各部门"))
    assert (story.title, story.date, texts(story)) == (TITLE, dt.date(2024, 1, 3), [BODY])


def test_a_page_laid_out_in_tables_is_read_cell_by_cell(story_of: Callable[..., Story]) -> None:
    menu = Grid(rows=(tuple(TableCell(lines=(each,)) for each in lines("首页", "登录", "注册")),))
    page = Grid(rows=((TableCell(lines=tuple(lines(TITLE, BODY, MORE))),),))
    story = story_of(menu, page, *lines("上一篇", "下一篇"))
    assert (story.title, texts(story)) == (TITLE, [BODY, MORE])


def test_a_table_of_the_storys_own_stays_a_table(story_of: Callable[..., Story]) -> None:
    table = Grid(rows=tuple(tuple(TableCell(lines=(each,)) for each in lines(*row)) for row in (("网点", "人数"), ("临江", "12"))))
    story = story_of(*lines(*MENU, TITLE, BODY), table, *lines(MORE, *FOOTER))
    assert [block.kind for block in story.body] == ["paragraph", "table", "paragraph"]


def test_verse_stays_verse(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, BODY, "灯火可亲", "岁月可期", MORE))
    assert not any(isinstance(block, Heading) for block in story.body)


ANY = st.lists(st.sampled_from([*MENU, *FOOTER, TITLE, BODY, MORE, "分享", "编辑：张祺", "来源：", "12", ""]), max_size=14)


@settings(deadline=None)
@given(ANY)
def test_every_line_is_the_storys_or_its_title_or_in_a_note(written: list[str]) -> None:
    house = House(root=Path(), publication=Masthead(slug="t", name="试"), sections=(SectionRule(name="动态"),))
    found = clear_site(lines(*written), house, "f")
    kept = [line.text for line in found.value.rest if isinstance(line, Line)]
    noted = [text for each in found.queries for text in each.place.text.split(" / ")]
    titles = [text for text in (found.value.stated.title, found.value.stated.subtitle) if text]
    assert sorted(filter(None, written)) == sorted(filter(None, [*kept, *noted, *titles]))
