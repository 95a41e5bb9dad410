"""The headline is found however it was set, and nothing else is taken for one."""

from collections.abc import Callable
from typing import Any

import pytest

from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Grid, Line, Photo, Run, TableCell
from bulletin.records.story import Copy, Story, plain

BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"


def line(text: str, *, size: float | None = None, strong: bool = False, face: str = "", position: int = 1, **said: Any) -> Line:
    return Line(runs=(Run(text=text, size=size, strong=strong, face=face),), position=position, **said)


def body() -> Line:
    return line(BODY, size=16, position=9)


@pytest.mark.parametrize(
    "title",
    [
        line("临江支行改进服务", outline=0),
        line("临江支行改进服务", outline=1),
        line("临江支行改进服务", size=22, alignment="centre", face="方正小标宋简体"),
        line("临江支行改进服务", size=22),
        line("临江支行改进服务", strong=True, alignment="centre", size=16),
        line("临江支行改进服务"),
    ],
    ids=["title style", "heading", "小标宋", "large", "bold and centred", "a short first line"],
)
def test_a_headline_is_found_however_it_is_set(story_of: Callable[..., Story], title: Line) -> None:
    story = story_of(title, body())
    assert story.title == "临江支行改进服务"
    assert len(story.body) == 1


def test_a_soft_break_in_a_headline_is_one_blank(story_of: Callable[..., Story]) -> None:
    assert story_of(line("专注服务质量 \n致力提升水平", size=20, strong=True), body()).title == "专注服务质量 致力提升水平"


def test_a_headline_in_two_paragraphs_set_alike_is_one(story_of: Callable[..., Story]) -> None:
    title = [line(text, size=22, alignment="centre") for text in ("临江支行情系客户", "暖心服务获锦旗")]
    assert story_of(*title, body()).title == "临江支行情系客户 暖心服务获锦旗"


def test_a_line_that_begins_with_a_dash_is_the_subtitle(story_of: Callable[..., Story]) -> None:
    story = story_of(line("让服务更有温度", size=22, alignment="centre"), line("——临江支行侧记", alignment="centre"), body())
    assert (story.title, story.subtitle) == ("让服务更有温度", "——临江支行侧记")


def test_a_numbered_sub_heading_is_no_headline(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(line("一、活动背景", strong=True, size=22), body(), subject="【投稿】服务动态：临江支行学规范")
    assert marked.value is not None
    assert marked.value.story.title == "临江支行学规范"
    assert "title-from-subject" in [each.check for each in marked.queries]


def test_a_branch_in_the_headline_does_not_make_it_a_byline(story_of: Callable[..., Story]) -> None:
    assert story_of(line("临江支行营业室积极落实评选工作", size=22), body()).title == "临江支行营业室积极落实评选工作"


def test_front_matter_wins_and_the_repeated_headline_goes(story_of: Callable[..., Story]) -> None:
    story = story_of(line("临江支行 改进服务", outline=0), body(), front={"title": "临江支行改进服务"})
    assert story.title == "临江支行改进服务"
    assert len(story.body) == 1


def test_a_section_named_above_the_headline_is_taken_and_other_lines_are_noted(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(line("【服务故事】"), line("2023年总第5期"), line("临江支行获锦旗", size=22), body())
    assert marked.value is not None
    assert (marked.value.story.section, len(marked.value.story.body)) == ("服务故事", 1)
    assert [each.place.text for each in marked.queries if each.check == "kicker"] == ["2023年总第5期"]


def test_a_sentence_above_the_headline_stays_with_the_text(story_of: Callable[..., Story]) -> None:
    story = story_of(line("今天下了一场大雪。"), line("临江支行获锦旗", size=22), body())
    assert [plain(block.spans) for block in story.body] == ["今天下了一场大雪。", BODY]  # type: ignore[union-attr]  # only paragraphs here


@pytest.mark.parametrize(
    ("head", "title", "subtitle"),
    [
        (("让数据多跑路", "让街坊少爬楼"), "让数据多跑路 让街坊少爬楼", ""),
        (("科技赋能添活力", "临江支行智能柜台会说“临江话”"), "临江支行智能柜台会说“临江话”", ""),
        (("把服务送到浪尖上", "——临江支行支持渔业纪实"), "把服务送到浪尖上", "——临江支行支持渔业纪实"),
        (("秤杆上的信用", "临江支行服务商户侧记"), "秤杆上的信用", "临江支行服务商户侧记"),
        (("服务故事", "秤杆上的信用"), "秤杆上的信用", ""),
        (("《秤杆上的信用》",), "秤杆上的信用", ""),
        (("1．秤杆上的信用",), "秤杆上的信用", ""),
        (("投稿：秤杆上的信用",), "秤杆上的信用", ""),
        (("（动态）秤杆上的信用",), "秤杆上的信用", ""),
        (("服务故事：秤杆上的信用",), "秤杆上的信用", ""),
        (("【乡村振兴进行时】秤杆上的信用",), "秤杆上的信用", ""),
        (("【不忘初心】秤杆上的信用",), "【不忘初心】秤杆上的信用", ""),
        (("临江支行：秤杆上的信用",), "临江支行：秤杆上的信用", ""),
        (("秤杆上的信用（散文）",), "秤杆上的信用", ""),
        (("秤杆上的信用（临江支行 春生）",), "秤杆上的信用", ""),
        (("这枚印章，能不能少盖一次？",), "这枚印章，能不能少盖一次？", ""),
    ],
)
def test_a_plain_texts_headline_is_read(story_of: Callable[..., Story], head: tuple[str, ...], title: str, subtitle: str) -> None:
    story = story_of(*map(line, head), line("临江支行 李明"), line(BODY), line(BODY))
    assert (story.title, story.subtitle, len(story.body)) == (title, subtitle, 2)


@pytest.mark.parametrize("second", ["一盏灯", "缘起", "尊敬的客户：", "“办什么业务？”", "一把旧秤的来历"])
def test_a_second_line_that_may_be_the_texts_own_is_no_headline(story_of: Callable[..., Story], second: str) -> None:
    story = story_of(line("秤杆上的信用"), line(second), line(BODY), line("回头再看"), line(BODY))
    assert story.title == "秤杆上的信用"
    assert second in [plain(block.spans) for block in story.body]  # type: ignore[union-attr]  # only paragraphs here


def test_a_picture_and_its_caption_may_stand_over_the_headline(story_of: Callable[..., Story]) -> None:
    picture = Line(runs=(Art(photo="a"),), position=1)
    story = story_of(
        picture,
        line("图为活动现场"),
        line("临江支行获锦旗", size=22),
        body(),
        photos={"a": Photo(name="a.jpg", data=b"x", width=9, height=9)},
    )
    assert story.title == "临江支行获锦旗"


def test_verse_has_a_headline_too(story_of: Callable[..., Story]) -> None:
    verse = ("秋风起", "白云飞", "草木黄落", "雁南归", "灯火可亲", "岁月可期", "山河无恙")
    story = story_of(line("秋夜"), *map(line, verse))
    assert (story.title, story.authors) == ("秋夜", ())


def test_a_text_in_one_paragraph_with_soft_breaks_is_read_row_by_row(story_of: Callable[..., Story]) -> None:
    story = story_of(line(f"秤杆上的信用\n临江支行 春生\n{BODY}\n{BODY}"))
    assert (story.title, story.branch, story.authors, len(story.body)) == ("秤杆上的信用", "临江支行", ("春生",), 2)


def test_a_frame_around_the_whole_text_is_its_lines(story_of: Callable[..., Story]) -> None:
    cell = TableCell(lines=(line("秤杆上的信用"), line("临江支行 李明"), line(BODY)))
    assert story_of(Grid(rows=((cell,),))).title == "秤杆上的信用"


def test_without_any_title_the_story_is_held(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(body())
    assert marked.value is None
    assert [each.check for each in marked.queries if each.weight == "hold"] == ["no-title"]


def test_without_text_the_story_is_held(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(line("临江支行改进服务", outline=0))
    assert marked.value is None
    assert [each.check for each in marked.queries if each.weight == "hold"] == ["no-body"]


def test_an_empty_manuscript_says_everything_that_is_missing(edited: Callable[..., Marked[Copy | None]]) -> None:
    assert {"no-title", "no-body"} <= {each.check for each in edited().queries}


def test_a_heading_that_ends_in_a_branchs_name_is_the_headline(story_of: Callable[..., Story]) -> None:
    assert story_of(line("客户来信表扬临江支行", outline=0), line(BODY)).title == "客户来信表扬临江支行"


def test_a_heading_that_is_a_branchs_name_is_none(edited: Callable[..., Marked[Copy | None]]) -> None:
    assert "no-title" in {each.check for each in edited(line("临江支行", outline=0), line(BODY)).queries}


@pytest.mark.parametrize(
    "title",
    ["A morning at the counter", "Riverside branch helps elderly residents open their first savings accounts"],
)
def test_an_english_text_begins_with_its_title(story_of: Callable[..., Story], title: str) -> None:
    text = "Staff of the branch spent Saturday morning at the town hall. More than forty people came and stayed to ask about fraud."
    story = story_of(line(title), line(text, position=2), subject="Submission")
    assert (story.title, len(story.body)) == (title, 1)


def test_a_title_in_its_style_may_be_long(story_of: Callable[..., Story]) -> None:
    title = "临江支行改进服务" * 13
    assert story_of(line(title, outline=0, alignment="centre"), body()).title == title
