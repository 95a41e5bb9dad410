"""preflight.html and preflight.json: every query, the heaviest first, and nothing of a stranger's as markup."""

import json

from bs4 import BeautifulSoup

from bulletin.preflight.report import Group, write_html, write_json
from bulletin.queries import Place, query

EVIL = "<script>alert(1)</script>"
GROUPS = (
    Group("甲", "stories/a/story.md", (query("comment", "stories/a/story.md", "批注", "处理"),)),
    Group(
        EVIL,
        "stories/b/story.md",
        (
            query("uncaptioned-picture", "stories/b/story.md", "无说明", "补上"),
            query("phone-number", Place(file="stories/b/story.md", paragraph=3), EVIL, "遮盖"),
        ),
    ),
    Group("丙", "stories/c/story.md", ()),
)


def page() -> BeautifulSoup:
    return BeautifulSoup(write_html("刊", "zh-CN", GROUPS), "lxml")


def test_the_worst_story_and_its_heaviest_query_stand_first() -> None:
    assert [code.text for code in page().select("li code")] == ["phone-number", "uncaptioned-picture", "comment"]


def test_what_nothing_is_asked_of_is_not_listed() -> None:
    assert "丙" not in page().text


def test_a_strangers_words_are_no_markup() -> None:
    assert page().find("script") is None
    assert EVIL in page().text


def test_a_place_in_the_groups_own_file_is_its_paragraph_alone() -> None:
    assert [place.text for place in page().select("li .place")] == ["paragraph 3", "", ""]


def test_without_a_query_the_page_says_so() -> None:
    assert "Nothing is to be asked" in BeautifulSoup(write_html("刊", "en", ()), "lxml").text


def test_machines_get_every_group_with_its_queries() -> None:
    record = json.loads(write_json(GROUPS))
    assert [(group["title"], [each["check"] for each in group["queries"]]) for group in record] == [
        ("甲", ["comment"]),
        (EVIL, ["phone-number", "uncaptioned-picture"]),
        ("丙", []),
    ]
