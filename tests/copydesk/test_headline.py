"""The headline is found however it was set, and nothing else is taken for one."""

from collections.abc import Callable
from typing import Any

import pytest

from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Run
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


def test_a_section_named_above_the_headline_is_taken_and_other_lines_stay(story_of: Callable[..., Story]) -> None:
    story = story_of(line("【服务故事】"), line("2023年总第5期"), line("临江支行获锦旗", size=22), body())
    assert story.section == "服务故事"
    assert [plain(block.spans) for block in story.body] == ["2023年总第5期", BODY]  # type: ignore[union-attr]  # only paragraphs here


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
