"""The section that is stated holds; what is not stated is guessed only where the genre is clear; forms are read field by field."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.copydesk.branch import belongs_to
from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.section import section_named, without_section
from bulletin.copydesk.slip import read_slip
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import Branch, House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Grid, Line, Photo, Run, TableCell
from bulletin.records.story import Copy, Story, plain

TITLE = Line(runs=(Run(text="改进服务"),), outline=0, position=1)
BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"


def line(text: str) -> Line:
    return Line(runs=(Run(text=text),), position=2)


def cell(*texts: str) -> TableCell:
    return TableCell(lines=tuple(map(line, texts)))


@pytest.mark.parametrize(
    ("hint", "section"),
    [
        ("【服务动态】临江支行开展培训", "服务动态"),
        ("服务心语投稿", "服务心语"),
        ("投稿-服务动态-临江支行", "服务动态"),
        ("第一支行 服务动态稿件", "服务动态"),
        ("临江支行服务经验投稿", "服务经验"),
        ("动态-临江支行", "服务动态"),
        ("临江支行动态管理显成效", None),
        ("服务动态和服务故事各一篇", None),
        ("", None),
    ],
)
def test_a_hint_names_a_section_or_none(house: House, hint: str, section: str | None) -> None:
    assert section_named([hint], house) == section


def test_a_title_in_the_subject_is_no_hint(edited: Callable[..., Marked[Copy | None]]) -> None:
    title = Line(runs=(Run(text="临江支行交流服务经验"),), outline=0, position=1)
    marked = edited(title, line(BODY), subject="临江支行交流服务经验")
    assert {"section-guessed", "unsorted"} & {each.check for each in marked.queries}


def test_front_matter_states_the_section(story_of: Callable[..., Story]) -> None:
    assert story_of(TITLE, line(BODY), front={"section": "动态"}, subject="服务故事").section == "服务动态"


def test_an_unknown_section_is_queried_with_what_is_allowed(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(TITLE, line(BODY), front={"section": "天气"}, subject="服务故事")
    found = next(each for each in marked.queries if each.check == "unknown-section")
    assert "服务动态, 服务经验, 服务故事, 服务心语" in found.remedy
    assert marked.value is not None
    assert marked.value.story.section == "服务故事"


def test_a_text_of_no_clear_genre_is_left_unsorted(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(TITLE, line("天气晴朗，湖面平静。天气晴朗，湖面平静。"))
    assert marked.value is not None
    assert marked.value.story.section is None
    assert {"unsorted", "not-a-story"} & {each.check for each in marked.queries}


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("【投稿】服务动态：临江支行学规范", "临江支行学规范"),
        ("Re: 转发：投稿-服务动态-临江支行", "临江支行"),
        ("【服务故事】", ""),
        ("服务心语投稿", ""),
    ],
)
def test_a_subject_is_bared_of_what_only_says_where_it_goes(house: House, subject: str, bare: str) -> None:
    assert without_section(subject, house) == bare


def form(*rows: tuple[TableCell, ...]) -> Grid:
    return Grid(rows=rows)


def test_a_submission_form_is_read_field_by_field(edited: Callable[..., Marked[Copy | None]], photo: Callable[..., Photo]) -> None:
    body = TableCell(lines=(line(BODY), Line(runs=(Art(photo="a"),), position=3), line("（上门服务）")))
    marked = edited(
        line("服务专刊投稿表"),
        form(
            (cell("投稿栏目"), cell("服务故事")),
            (cell("标    题"), cell("关爱老年客户，做好金融服务")),
            (cell("投稿单位"), cell("梧桐支行")),
            (cell("作    者"), cell("李  明 张三")),
            (cell("联系电话"), cell("内线6021")),
            (cell("正    文"), body),
        ),
        photos={"a": photo()},
    )
    assert marked.value is not None
    story = marked.value.story
    assert (story.title, story.section, story.branch, story.authors) == (
        "关爱老年客户，做好金融服务",
        "服务故事",
        "梧桐支行",
        ("李明", "张三"),
    )
    assert [block.kind for block in story.body] == ["paragraph", "pictures"]
    assert story.pictures[0].caption == "上门服务"
    assert [each.message for each in marked.queries if each.check == "form-line-left-out"] == [
        "this line of the form is not printed: 联系电话：内线6021"
    ]


def test_a_form_may_have_two_fields_in_a_row_and_its_text_under_a_label(story_of: Callable[..., Story]) -> None:
    story = story_of(
        form(
            (cell("标题"), cell("关爱老年客户"), cell("单位"), cell("梧桐支行")),
            (cell("栏目"), cell("服务故事")),
            (cell("正文"),),
            (cell(BODY),),
        )
    )
    assert (story.title, story.branch, story.section) == ("关爱老年客户", "梧桐支行", "服务故事")
    assert len(story.body) == 1


def test_text_under_the_form_is_not_lost(story_of: Callable[..., Story]) -> None:
    grid = form((cell("标题"), cell("关爱老年客户")), (cell("单位"), cell("梧桐支行")), (cell("栏目"), cell("服务故事")))
    assert [plain(block.spans) for block in story_of(grid, line(BODY)).body] == [BODY]  # type: ignore[union-attr]  # only text here


def test_a_table_of_figures_is_no_form(story_of: Callable[..., Story]) -> None:
    grid = form((cell("单位"), cell("笔数")), (cell("梧桐支行"), cell("30")), (cell("临江支行"), cell("20")))
    assert [block.kind for block in story_of(TITLE, line(BODY), grid).body] == ["paragraph", "table"]


def texts(story: Story) -> list[str]:
    return [plain(block.spans) for block in story.body]  # type: ignore[union-attr]  # only text here


SLIP = ["栏目：服务故事", "标　题：关爱老年客户", "单位：梧桐支行", "作者：李明"]


@pytest.mark.parametrize(
    "lines",
    [
        [*SLIP, "正文：" + BODY],
        [*SLIP, "正文：", BODY],
        ["　".join([*SLIP, "正文：" + BODY])],
        [*SLIP, BODY],
        ["题目：关爱老年客户", "栏目：服务故事", "单位：梧桐支行　作者：李明", BODY],
        ["关爱老年客户", "栏目：服务故事", "梧桐支行 李明", BODY],
        ["关爱老年客户", "（梧桐支行 李明）", "栏目：服务故事", BODY],
        ["栏目：服务故事", "关爱老年客户", "单位：梧桐支行", "作者：李明", "正文：", BODY],
        ["\n".join([*SLIP, "正文：" + BODY])],
        ["\n".join([*SLIP, BODY])],
    ],
)
def test_a_form_of_lines_is_read_like_one_of_cells(story_of: Callable[..., Story], lines: list[str]) -> None:
    story = story_of(*map(line, lines))
    said = (story.title, story.section, story.branch, story.authors, texts(story))
    assert said == ("关爱老年客户", "服务故事", "梧桐支行", ("李明",), [BODY])


def test_what_stands_about_a_form_of_lines_is_named(edited: Callable[..., Marked[Copy | None]]) -> None:
    marked = edited(line("编辑老师：您好！"), *map(line, SLIP[:2]), line("联系电话：6021"), *map(line, SLIP[2:]), line(BODY))
    assert marked.value is not None
    assert texts(marked.value.story) == [BODY]
    left = [each.message for each in marked.queries if each.check == "form-line-left-out"]
    assert left == [f"this line of the form is not printed: {text}" for text in ("编辑老师：您好！", "联系电话：6021")]


def test_a_set_text_behind_the_bodys_label_stays_set(story_of: Callable[..., Story]) -> None:
    body = Line(runs=(Run(text="正文："), Run(text="近日，", strong=True), Run(text=BODY)), position=3)
    block = story_of(*map(line, SLIP), body).body[0]
    assert [(span.text, span.strong) for span in block.spans] == [("近日，", True), (BODY, False)]  # type: ignore[union-attr]  # a paragraph


def test_two_authors_in_two_lines_are_both_named(story_of: Callable[..., Story]) -> None:
    assert story_of(*map(line, SLIP), line("作者：张三"), line(BODY)).authors == ("李明", "张三")


@pytest.mark.parametrize(
    "text", ["栏目：" + "讲述支行员工如何长年坚持为老年客户上门服务" * 2, "日期：上午", "照片：见附件", "栏目：甲　栏目：乙"]
)
def test_a_line_that_is_no_field_stays_in_the_text(story_of: Callable[..., Story], text: str) -> None:
    assert text in texts(story_of(TITLE, line(text), line(BODY)))


def test_a_label_within_the_text_is_no_form(story_of: Callable[..., Story]) -> None:
    assert texts(story_of(TITLE, line(BODY), line("栏目：服务故事"), line(BODY))) == [BODY, "栏目：服务故事", BODY]


def test_a_field_of_lines_names_a_branch_with_blanks(house: House) -> None:
    bank = house.model_copy(update={"branches": (Branch(name="Head Office"),)})
    for written in ("Head Office", "HeadOffice", "Head\u3000Office"):
        assert belongs_to(written, bank) == bank.branches[0]
    assert read_byline("供稿：Head Office", bank) == Stated(branch="HeadOffice")


def test_a_bracket_before_the_title_states_the_section(story_of: Callable[..., Story]) -> None:
    story = story_of(line("【服务故事】雨夜送单"), line(BODY))
    assert (story.title, story.section) == ("雨夜送单", "服务故事")


@pytest.mark.parametrize("title", ["【雨夜】送单", "【服务心语】送单"])
def test_a_bracket_that_states_nothing_or_otherwise_stays_in_the_title(story_of: Callable[..., Story], title: str) -> None:
    story = story_of(line(title), line("栏目：服务故事"), line(BODY))
    assert (story.title, story.section) == (title, "服务故事")


WORDS = st.lists(
    st.sampled_from(["栏目：", "标题：", "正文：", "作者：", "日期：", "电话：", "李明", "\n", "　", "。", "甲乙" * 12]), max_size=8
)


@given(st.lists(WORDS.map("".join), max_size=5))
def test_no_word_of_a_form_of_lines_is_lost(rows: list[str]) -> None:
    bank = House(root=Path(), publication=Masthead(slug="t", name="试刊"), sections=(SectionRule(name="服务故事"),))
    form = read_slip([line(row) for row in rows], bank)
    if form is not None:
        said = [each.text for each in form.body if isinstance(each, Line)] + [*form.beside, form.stated.model_dump_json()]
        assert all(word in "".join(said) for word in ("李明", "甲乙" * 12) if word in "".join(rows))
