"""Several lines that name people take nobody's name away, and words that stand in a name's place and are none name nobody."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from bulletin.copydesk.byline import people, read_byline
from bulletin.copydesk.names import may_be_name
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import Branch, House
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Run, TableCell
from bulletin.records.story import Copy, Credit, Story
from tests.copydesk.conftest import lines, texts

TITLE = "走进社区宣传防诈知识"
BODY = "为推进服务改进，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        (("王芳 供稿", "本报讯（记者 张华 通讯员 李明）" + BODY), ("王芳", "张华", "李明")),
        (("王芳 供稿", BODY, "供稿：李明"), ("王芳", "李明")),
        (("王芳 供稿", BODY + "（李明）"), ("王芳",)),
        (("王芳 供稿", BODY + "（王芳）"), ("王芳",)),
        (("王芳 供稿", BODY + "（通讯员 李明）"), ("王芳", "李明")),
    ],
)
def test_whoever_is_cut_out_of_the_text_stands_in_the_head(
    story_of: Callable[..., Story], written: tuple[str, ...], authors: tuple[str, ...]
) -> None:
    story = story_of(*lines(TITLE, *written))
    assert set(authors) <= set(story.authors)
    assert story.authors[0] == "王芳"
    assert texts(story)[0] == BODY


def test_a_note_names_what_the_head_keeps(edited: Callable[..., Marked[Copy | None]]) -> None:
    queries = edited(*lines(TITLE, "王芳 供稿", "本报讯（记者 张华 通讯员 李明）" + BODY)).queries
    assert "张华、李明" in next(each.remedy for each in queries if each.check == "byline-in-text")


def test_a_note_on_a_bare_dateline_claims_nothing(edited: Callable[..., Marked[Copy | None]]) -> None:
    queries = edited(*lines(TITLE, "本网讯 " + BODY)).queries
    assert next(each.remedy for each in queries if each.check == "byline-in-text").startswith("Nothing of it is kept")


def test_an_office_that_another_line_overrules_is_not_said_to_be_kept(edited: Callable[..., Marked[Copy | None]]) -> None:
    edit = edited(*lines(TITLE, "梧桐支行 王芳", "临江支行讯（通讯员 李明）" + BODY))
    assert edit.value is not None
    assert edit.value.story.branch == "梧桐支行"
    assert "临江支行" not in next(each.remedy for each in edit.queries if each.check == "byline-in-text")


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("云州分行 卜 算 子", Stated(branch="云州分行", authors=("卜算子",))),
        ("春生@临江支行", Stated(branch="临江支行", authors=("春生",))),
        ("临江支行欧阳修远", Stated(branch="临江支行", authors=("欧阳修远",))),
        ("临江支行党总支 春生", Stated(branch="临江支行党总支", authors=("春生",))),
        ("临江支行 春生、石青、藤黄（图）", Stated(branch="临江支行", authors=("春生", "石青", "藤黄"), photographers=("藤黄",))),
        ("2024年9月6日 星期五", Stated(date=dt.date(2024, 9, 6))),
        ("临江支行推荐", Stated(branch="临江支行")),
        ("发件人：临江支行", Stated(branch="临江支行")),
    ],
)
def test_these_forms_of_a_byline_are_read_by_their_place(house: House, text: str, stated: Stated) -> None:
    assert read_byline(text, house, placed=True) == stated


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("李 明", ("李明",)),
        ("欧 阳 修", ("欧阳修",)),
        ("王 丽 李 明", ("王丽", "李明")),
        ("李 明、张三", ("李明", "张三")),
        ("临/临", ("临", "临")),
    ],
)
def test_a_name_that_was_spaced_out_is_one(written: str, names: tuple[str, ...]) -> None:
    assert people(written) == names


@pytest.mark.parametrize("word", ["推荐", "发件人", "指导", "正文", "简介", "清晨", "化名"])
def test_a_word_of_the_office_or_of_a_text_is_nobodys_name(word: str) -> None:
    assert not may_be_name(word)


@pytest.mark.parametrize("word", ["春生", "左右", "欧阳修远", "方法", "卜算子"])
def test_a_pen_name_may_be_a_word(word: str) -> None:
    assert may_be_name(word)


def test_who_guided_the_writers_is_credited_and_wrote_nothing(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, "云州分行 沙棘 胡杨（指导：骆驼）", BODY))
    assert (story.authors, story.credits) == (("沙棘", "胡杨"), (Credit(role="指导", names=("骆驼",)),))


@pytest.mark.parametrize("last", ["Jane Doe, North Branch", "By Jane Doe, North Branch", "North Branch, Jane Doe"])
def test_an_english_byline_is_read_with_its_branch(house: House, last: str) -> None:
    known = house.model_copy(update={"branches": (*house.branches, Branch(name="North Branch"))})
    assert read_byline(last, known) == Stated(branch="North Branch", authors=("Jane Doe",))


@pytest.mark.parametrize("text", ["Thank You, North Branch", "Jane Doe", "North Branch", "Jane doe, North Branch", "Jane Doe, Elsewhere"])
def test_english_words_that_are_no_byline_stay(house: House, text: str) -> None:
    known = house.model_copy(update={"branches": (*house.branches, Branch(name="North Branch"))})
    said = read_byline(text, known)
    assert said is None or not said.authors


@pytest.mark.parametrize(("signature", "said"), [("作者单位：临江支行", {"branch": "临江支行"}), ("作者：王芳", {"authors": ("王芳",)})])
def test_a_pages_link_under_the_signature_hides_it_from_nobody(
    story_of: Callable[..., Story], signature: str, said: dict[str, Any]
) -> None:
    story = story_of(*lines(TITLE, BODY, signature, "（点此查看）"))
    assert texts(story) == [BODY]
    assert {name: getattr(story, name) for name in said} == said


@pytest.mark.parametrize("last", ["点击这里，就能看见小镇的夜。", "（未完待续）", "请及时修改密码。"])
def test_other_last_lines_stay(story_of: Callable[..., Story], last: str) -> None:
    assert texts(story_of(*lines(TITLE, BODY, last))) == [BODY, last]


def test_a_diarys_first_day_heads_its_text(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(TITLE, "临江支行驻村工作队", "3月2日 小雨", BODY, "4月17日 晴", BODY))
    assert "3月2日 小雨" in texts(story)
    assert story.branch == "临江支行"


def test_a_second_title_is_named_and_not_printed(edited: Callable[..., Marked[Copy | None]]) -> None:
    edit = edited(*lines(TITLE, "（备选标题：把课堂搬到街边）", BODY))
    assert edit.value is not None
    assert (edit.value.story.title, texts(edit.value.story)) == (TITLE, [BODY])
    assert any(each.check == "form-line-left-out" for each in edit.queries)


def test_a_title_may_stand_in_a_frame_of_its_own(story_of: Callable[..., Story]) -> None:
    frame = Grid(rows=((TableCell(lines=tuple(lines(TITLE))),),))
    story = story_of(*lines("编辑您好，附上我行稿件一篇，烦请审阅。临江支行 春生"), frame, *lines(BODY))
    assert (story.title, story.authors) == (TITLE, ("春生",))


def test_a_frame_below_the_first_paragraph_stays_in_its_place(story_of: Callable[..., Story]) -> None:
    frame = Grid(rows=((TableCell(lines=tuple(lines("服务时间：全天"))),),))
    assert texts(story_of(*lines(TITLE, BODY), frame, *lines(BODY))) == [BODY, "服务时间：全天", BODY]


def test_a_forwarded_mails_head_is_no_title(story_of: Callable[..., Story]) -> None:
    head = (
        "-------- 原始邮件 --------",
        "发件人：临江支行",
        "发送时间：2024-06-11 10:26",
        "主题：转发：稿件《走进社区》",
        "王编辑，请查收稿件。",
    )
    story = story_of(*lines(*head, TITLE, "临江支行 春生 石青", BODY))
    assert (story.title, story.authors, texts(story)) == (TITLE, ("春生", "石青"), [BODY])


@pytest.mark.parametrize(
    ("file", "title", "authors"),
    [
        ("临江支行-温度-写在退休前的最后一次交班.docx", "写在退休前的最后一次交班", ("温度",)),
        ("3.【投稿】临江支行+欧阳修远+写在退休前的最后一次交班.docx", "写在退休前的最后一次交班", ("欧阳修远",)),
        ("写在退休前的最后一次交班（临江支行 温度）.docx", "写在退休前的最后一次交班", ("温度",)),
        ("临江支行-写在退休前的最后一次交班.docx", "写在退休前的最后一次交班", ()),
        ("写在退休前-最后一次交班.docx", "写在退休前-最后一次交班", ()),
    ],
)
def test_a_files_name_says_who_sent_it_where_the_text_has_no_title(
    story_of: Callable[..., Story], file: str, title: str, authors: tuple[str, ...]
) -> None:
    story = story_of(*lines(BODY, BODY), file=file)
    assert (story.title, story.authors) == (title, authors)


def test_a_byline_in_the_text_counts_before_the_files_name(story_of: Callable[..., Story]) -> None:
    story = story_of(*lines(BODY, BODY, "作者：王芳"), file="临江支行-温度-写在退休前的最后一次交班.docx")
    assert story.authors == ("王芳",)


def test_a_quotation_under_the_title_is_the_standfirst(story_of: Callable[..., Story]) -> None:
    quoted = Line(runs=(Run(text="一座停了九年的旧厂，一笔没人敢放的贷款。"),), position=2, quote=True)
    assert story_of(*lines(TITLE), quoted, *lines(BODY)).standfirst == "一座停了九年的旧厂，一笔没人敢放的贷款。"


def test_a_lines_thousand_soft_breaks_keep_every_word(story_of: Callable[..., Story]) -> None:
    rows = "\n".join(["一行没有句号的字，它一直写到很远很远的地方去", *([""] * 900), *(["然后又是一行"] * 900)])
    assert "".join(texts(story_of(*lines(TITLE, BODY, rows)))) == BODY + rows.replace("\n", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("原创 春生 临江支行之窗", {"authors": ("春生",)}),
        ("原创 春生 临江微讯 今天", {"authors": ("春生",), "source": "临江微讯"}),
    ],
)
def test_an_accounts_line_under_the_title_is_no_text(story_of: Callable[..., Story], line: str, said: dict[str, Any]) -> None:
    story = story_of(*lines(TITLE, line, BODY))
    assert texts(story) == [BODY]
    assert {name: getattr(story, name) for name in said} == said


@pytest.mark.parametrize("line", ["原创歌曲响彻营业厅", "客户服务之窗", "大家都说今天"])
def test_a_line_that_only_sounds_like_an_accounts_is_not_lost(edited: Callable[..., Marked[Copy | None]], line: str) -> None:
    edit = edited(Line(runs=(Run(text=TITLE),), position=1, outline=0), *lines(line, BODY, BODY))
    assert edit.value is not None
    assert line in [*texts(edit.value.story), edit.value.story.subtitle, edit.value.story.title]


def test_lines_without_a_stop_under_a_short_title_are_the_text(story_of: Callable[..., Story]) -> None:
    line = "Lorem ipsum dolor sit amet consectetur adipiscing elit"
    assert story_of(*lines("Underlines", *[line] * 9)).title == "Underlines"
