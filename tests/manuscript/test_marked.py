"""Markdown is read with its front matter, lists, tables and pictures."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript import marked
from bulletin.manuscript.pencil import Unfit
from bulletin.manuscript.pool import Pool
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript, Run
from bulletin.records.submission import Enclosure


def read(text: str, *pictures: Enclosure) -> Marked[Manuscript]:
    return marked.read("story.md", text.encode(), Pool(pictures))


def test_front_matter_is_parsed_and_not_part_of_the_text() -> None:
    manuscript = read("---\ntitle: 题目\nphotos:\n  - file: a.jpg\n---\n\n正文").value
    assert manuscript.front == {"title": "题目", "photos": [{"file": "a.jpg"}]}
    assert [passage.text for passage in manuscript.passages if isinstance(passage, Line)] == ["正文"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("---\ntitle: 题\nsection: [a\n---\n文", 4), ("---\n- 一\n---\n文", 2)],
)
def test_broken_front_matter_is_refused_with_file_and_line(text: str, line: int) -> None:
    with pytest.raises(Unfit) as caught:
        read(text)
    assert caught.value.message.startswith(f"story.md, line {line}:")


def test_front_matter_makes_nothing_but_text() -> None:
    front = read("---\na: !!python/object/apply:os.getcwd []\ndate: 2023-02-30\nsection:\n---\n文").value.front
    assert front == {"a": [], "date": "2023-02-30"}


def test_front_matter_that_multiplies_itself_is_refused() -> None:
    lines = ["a: &a [x, x]", *(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]" for i in range(20)), "date: *u"]
    with pytest.raises(Unfit):
        read("---\n" + "\n".join(lines) + "\n---\n文")


def test_a_picture_is_found_however_its_accents_are_spelled() -> None:
    pool = Pool([Enclosure(name="cafe\u0301.jpg", data=b"")])
    assert pool.find("caf%C3%A9.jpg") is not None


def test_headings_lists_and_quotes_say_what_they_are() -> None:
    text = "# 题\n\n## 节\n\n正文\n\n3. 三\n4. 四\n   - 点\n\n> 引文\n"
    lines = [(line.number, line.text, line.outline, line.level, line.quote) for line in read(text).value.passages if isinstance(line, Line)]
    assert lines == [
        ("", "题", 0, None, False),
        ("", "节", 1, None, False),
        ("", "正文", None, None, False),
        ("3. ", "3. 三", None, 1, False),
        ("4. ", "4. 四", None, 1, False),
        ("• ", "• 点", None, 2, False),
        ("", "引文", None, None, True),
    ]


def test_emphasis_is_kept() -> None:
    (line,) = read("**一、动员。**支行").value.passages
    assert isinstance(line, Line)
    assert [(run.text, run.strong) for run in line.runs if isinstance(run, Run)] == [("一、动员。", True), ("支行", False)]


def test_a_table_is_a_grid() -> None:
    (grid,) = read("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n").value.passages
    assert isinstance(grid, Grid)
    assert [["".join(line.text for line in cell.lines) for cell in row] for row in grid.rows] == [["甲", "乙"], ["1", "2"]]


def test_a_picture_beside_the_file_stands_where_the_text_names_it(make_picture: Callable[..., bytes]) -> None:
    manuscript = read("![现场](images/A.JPG)", Enclosure(name="a.jpg", data=make_picture())).value
    (line,) = manuscript.passages
    assert isinstance(line, Line)
    assert [(art.photo, art.caption) for art in line.art] == [("picture-1", "现场")]
    assert manuscript.photos["picture-1"].name == "a.jpg"


@pytest.mark.parametrize("address", ["b.jpg", "../../etc/passwd", "http://example.com/a.jpg"])
def test_a_picture_that_did_not_come_is_named(address: str) -> None:
    reading = read(f"文\n\n![现场]({address})")
    assert [(each.check, each.place.paragraph, each.place.text) for each in reading.queries] == [("picture-missing", 2, address)]


def test_code_keeps_its_text() -> None:
    assert [line.text for line in read("```\na = 1\n```\n").value.passages if isinstance(line, Line)] == ["a = 1"]


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except Unfit as refused:
        assert refused.check == "unreadable"


def texts(text: str) -> list[str]:
    return [passage.text for passage in read(text).value.passages if isinstance(passage, Line)]


def test_the_rows_of_a_form_keep_their_line_breaks() -> None:
    assert texts("栏目：服务故事\n标题：题目\n**单位**：支行\n近日，\n支行") == ["栏目：服务故事\n标题：题目\n单位：支行\n近日，支行"]


@pytest.mark.parametrize("text", ["行长表示：\n要坚持", "近日，\n客户说：好\n记者：是"])
def test_a_wrapped_sentence_with_a_colon_is_no_form(text: str) -> None:
    assert texts(text) == [text.replace("\n", "")]
