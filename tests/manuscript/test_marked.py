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


def run_texts(text: str, **setting: object) -> list[str]:
    lines = [passage for passage in read(text).value.passages if isinstance(passage, Line)]
    runs = [run for line in lines for run in line.runs if isinstance(run, Run)]
    return [run.text for run in runs if all(getattr(run, name) == value for name, value in setting.items())]


def checks(reading: Marked[Manuscript]) -> list[str]:
    return [each.check for each in reading.queries]


@pytest.mark.parametrize(
    ("matter", "front"),
    [
        ("\ufeff\n---\n标题：题目：副题\n作者：\t张三\n---\n", {"标题": "题目：副题", "作者": "张三"}),
        ('---\ntitle: “反诈”: 进行时\nbranch: "甲"乙\n...\n', {"title": "“反诈”: 进行时", "branch": '"甲"乙'}),
        ("---\r\ntitle: 题\r\n---\r\n", {"title": "题"}),
    ],
)
def test_front_matter_is_read_as_people_write_it(matter: str, front: dict[str, str]) -> None:
    reading = read(matter + "正文")
    assert (reading.value.front, reading.queries) == (front, ())
    assert [passage.text for passage in reading.value.passages if isinstance(passage, Line)] == ["正文"]


def test_front_matter_that_is_never_closed_ends_at_the_first_empty_line() -> None:
    reading = read("---\ntitle: 题\nsection: 节\n\n正文")
    assert (reading.value.front, checks(reading)) == ({"title": "题", "section": "节"}, ["not-carried-over"])
    assert texts("---\ntitle: 题\n\n正文") == ["正文"]


def test_a_rule_at_the_head_is_no_front_matter() -> None:
    assert texts("---\n正文\n") == ["正文"]


def test_a_key_that_stands_twice_is_named() -> None:
    reading = read("---\ntitle: 甲\ntitle: 乙\n---\n文")
    assert (reading.value.front, checks(reading)) == ({"title": "乙"}, ["not-carried-over"])


@pytest.mark.parametrize("matter", ["[" * 20_000, "a: b\n" * 19_000])
def test_front_matter_beyond_reason_is_refused_or_read_as_lines(matter: str) -> None:
    try:
        read(f"---\n{matter}\n---\n文")
    except Unfit as refused:
        assert refused.check == "unreadable"


@pytest.mark.parametrize(
    "image",
    [
        "![说明](my pic (1).jpg)",
        "![说明](图片/my%20pic%20(1).jpg)",
        "![说明](.\\图片\\my pic (1).JPG)",
        "![说明](<my pic (1).jpg>)",
        "![说明](my pic (1).jpg =300x200)",
        "![说明|300](my pic (1).jpg)",
        "![[my pic (1).jpg|说明]]",
        "！[说明]（my pic (1).jpg）",
        "![说明](file:///C:/Users/a/my%20pic%20(1).jpg)",
        '![](my%20pic%20(1).jpg "说明")',
        "![说明][图]\n\n[图]: <my pic (1).jpg>",
    ],
)
def test_a_picture_is_found_however_its_place_is_written(make_picture: Callable[..., bytes], image: str) -> None:
    reading = read(image, Enclosure(name="my pic (1).jpg", data=make_picture()))
    (line,) = reading.value.passages
    assert isinstance(line, Line)
    assert ([art.caption for art in line.art], line.text, reading.queries) == (["说明"], "", ())


def test_pictures_side_by_side_are_one_line(make_picture: Callable[..., bytes]) -> None:
    (line,) = read("![[a.jpg|300]]\n![乙](a.jpg)", Enclosure(name="a.jpg", data=make_picture())).value.passages
    assert isinstance(line, Line)
    assert [art.caption for art in line.art] == ["", "乙"]


def test_a_pictures_second_text_is_named(make_picture: Callable[..., bytes]) -> None:
    assert checks(read('![现场](a.jpg "张三摄")', Enclosure(name="a.jpg", data=make_picture()))) == ["not-carried-over"]


def test_a_picture_of_html_stands_in_its_place(make_picture: Callable[..., bytes]) -> None:
    picture = Enclosure(name="a.jpg", data=make_picture())
    for text in ('前<img src="a.jpg" style="zoom:50%">后', '<p align="center"><img src="a.jpg"></p>'):
        assert len(read(text, picture).value.photos) == 1


def test_footnotes_are_notes_in_the_order_of_their_marks() -> None:
    reading = read("甲[^b]乙[^a]丙[^b]。[^无]\n\n[^a]: 第一\n[^b]: 第二\n    续行\n\n尾")
    assert texts("甲[^b]乙[^a]丙[^b]。[^无]\n\n[^a]: 第一\n[^b]: 第二") == ["甲[1]乙[2]丙[1]。[^无]"]
    assert reading.value.notes == ("第二 续行", "第一")
    assert run_texts("甲[^b]\n\n[^b]: 注", script="super") == ["[1]"]


def test_a_note_that_nothing_refers_to_is_not_lost() -> None:
    assert read("甲\n\n[^a]: 注").value.notes == ("注",)


def test_what_only_looks_like_a_links_address_is_text() -> None:
    assert texts("[注]: 数据截至上月") == ["[注]: 数据截至上月"]
    assert texts("[链接][a]\n\n[a]: https://example.com") == ["链接"]


def test_tasks_show_their_boxes() -> None:
    assert texts("- [ ] 未完\n- [x] 完成\n  - 子") == ["• ☐ 未完", "• ☑ 完成", "• 子"]


def test_an_empty_item_gives_its_mark_to_nothing_else() -> None:
    assert texts("-\n\n正文") == ["正文"]


def test_tags_of_html_are_not_text_and_what_is_no_tag_is() -> None:
    assert texts("甲<br>乙<font color=red>丙</font><姓名><name> 3<5") == ["甲\n乙丙<姓名><name> 3<5"]
    assert run_texts("甲<strong>乙</strong>", strong=True) == ["乙"]
    assert texts("<center>居中</center>\n\n<script>alert(1)</script>\n\n<details><summary>摘</summary>\n\n内\n\n</details>") == [
        "居中",
        "摘",
        "内",
    ]


def test_a_table_of_html_is_a_grid() -> None:
    _first, grid, last = read("前\n\n<table><tr><td>甲</td><td>乙</td></tr></table>\n\n后").value.passages
    assert isinstance(grid, Grid)
    assert isinstance(last, Line)
    assert last.position == 4


@pytest.mark.parametrize("text", ["文<!-- 请核 -->", "文\n\n<!-- 请核 -->"])
def test_a_comment_is_for_the_editor(text: str) -> None:
    reading = read(text)
    assert (reading.value.comments, checks(reading)) == (("请核",), ["comment"])


def test_struck_text_is_kept_and_named() -> None:
    reading = read("甲~~乙~~丙")
    assert ([passage.text for passage in reading.value.passages if isinstance(passage, Line)], checks(reading)) == (
        ["甲乙丙"],
        ["not-carried-over"],
    )


def test_four_blanks_are_an_indent_and_no_code() -> None:
    assert run_texts("    近日，**支行**\n\n\t第二段", strong=True) == ["支行"]


def test_lines_that_are_indented_or_whole_sentences_are_paragraphs() -> None:
    sentence = "近日，支行收到客户赠送的一面锦旗，表扬该网点积极为民。"
    for text in (f"{sentence}\n{sentence}", f"近日\n　　{sentence}"):
        assert "\n" in texts(text)[0]
    assert texts("近日，支行收到客户赠送的\n一面锦旗。") == ["近日，支行收到客户赠送的一面锦旗。"]


def test_a_paragraph_above_a_rule_is_no_heading() -> None:
    lines = [
        (line.text, line.outline) for line in read("题\n===\n\n副\n---\n\n支行收到锦旗。\n---\n").value.passages if isinstance(line, Line)
    ]
    assert lines == [("题", 0), ("副", 1), ("支行收到锦旗。", None)]


def test_a_heading_without_its_blank_is_a_heading_and_a_topic_is_none() -> None:
    lines = [(line.text, line.outline) for line in read("##一、工作\n\n#话题# 内容").value.passages if isinstance(line, Line)]
    assert lines == [("一、工作", 1), ("#话题# 内容", None)]


def test_what_obsidian_and_typora_add_leaves_its_text() -> None:
    assert texts("> [!note] 提示\n> 内容\n\n[TOC]\n\n[[页面|文字]]与[[页]]和==重点==") == ["提示", "内容", "文字与页和重点"]


def test_between_fences_nothing_is_changed() -> None:
    assert texts("```\n==a== ![[b.png]]\n[^1]: c\n```") == ["==a== ![[b.png]]\n[^1]: c"]


@pytest.mark.parametrize("text", [">" * 100 + "文", "- " * 100 + "文", "<div>" * 300 + "文", "文" * 2_000_001])
def test_what_lies_too_deep_or_is_too_long_is_refused_and_never_lost(text: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(text)
    assert caught.value.check == "too-large"


@pytest.mark.parametrize("sign", ["![[", "[[", "![](", "**a ", "[^1] ", "<b>", "</b>", "~~a"])
def test_text_made_to_take_long_is_read(sign: str) -> None:
    read(sign * 2_000)


def test_the_address_under_a_link_is_named_and_one_that_is_written_out_is_not() -> None:
    reading = read("见[主页](https://bank.example/甲)，<https://bank.example>，<a href='https://bank.example/b'>乙</a>\n\n[上文](#a)")
    assert [(each.check, each.place.text) for each in reading.queries] == [
        ("left-alone", "https://bank.example/甲"),
        ("left-alone", "https://bank.example/b"),
    ]


def test_the_address_in_a_stretch_of_html_is_named() -> None:
    reading = read("<div>\n见<a href='https://bank.example/b'>主页</a>\n</div>")
    assert [(each.check, each.place.text) for each in reading.queries] == [("left-alone", "https://bank.example/b")]


@pytest.mark.parametrize("numbers", ["1）甲\n2）乙", "（一）甲\n（二）乙", "一、甲\n二、乙", "①甲\n②乙"])
def test_lines_that_begin_with_chinese_numbers_stay_lines(numbers: str) -> None:
    (line,) = read(numbers).value.passages
    assert isinstance(line, Line)
    assert line.text == numbers


LONG = "园区里有家做紧固件的小厂，老板姓楼，人称楼螺丝，他把一包螺丝放在柜台上，说这就是他的信用，谁也不许动。"


def test_a_short_line_over_running_text_keeps_its_break() -> None:
    line = read(f"临江支行  春生\n{LONG}\n{LONG}").value.passages[0]
    assert isinstance(line, Line)
    assert line.text.split("\n")[0] == "临江支行  春生"


@pytest.mark.parametrize("wrapped", [f"{LONG[:35]}\n{LONG[35:]}", f"虽然天晚，\n{LONG}", "天晚了\n灯亮着"])
def test_lines_that_a_program_wrapped_run_on(wrapped: str) -> None:
    line = read(wrapped).value.passages[0]
    assert isinstance(line, Line)
    assert "\n" not in line.text
