"""HTML of mail programs and web pages is read as it shows, and nothing in it is run or fetched."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript import page
from bulletin.manuscript.pencil import Unfit
from bulletin.manuscript.pool import Pool
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript, Run
from bulletin.records.submission import Enclosure

STORY = "华南支行开展反诈志愿服务活动，普及反诈防诈的知识要点。"


def read(html: str, *pictures: Enclosure, mail: bool = False) -> Marked[Manuscript]:
    return page.read("mail.eml", html.encode(), Pool(pictures), charset="utf-8", mail=mail)


def lines(reading: Marked[Manuscript]) -> list[Line]:
    return [passage for passage in reading.value.passages if isinstance(passage, Line)]


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [line.text for line in lines(reading)]


def checks(reading: Marked[Manuscript]) -> list[str]:
    return [each.check for each in reading.queries]


def test_blocks_are_paragraphs_and_a_break_is_soft() -> None:
    assert texts(read("<p>甲</p><div>乙<br>丙<div>丁</div>戊</div>")) == ["甲", "乙\n丙", "丁", "戊"]


def test_two_breaks_part_paragraphs() -> None:
    assert texts(read("<div>甲<br><br>乙<br> <br>丙</div>")) == ["甲", "乙", "丙"]


def test_breaks_between_long_pieces_part_paragraphs() -> None:
    assert texts(read(f"<div>{STORY * 2}<br>{STORY * 2}</div>")) == [STORY * 2, STORY * 2]


def test_blanks_are_as_a_browser_shows_them() -> None:
    assert texts(read("<p>  支行\n  开展 <b> 活动</b> a\n b&nbsp;c </p>")) == ["支行开展  活动 a b\u00a0c"]


def test_setting_is_reported() -> None:
    title = "<b><span style='font-size:22pt;font-family:黑体,serif'>题</span></b>"
    reading = read(f"<p align=center class=MsoNormal>{title}<i>x</i><u>y</u><sup>2</sup></p>")
    (line,) = lines(reading)
    assert (line.alignment, line.style) == ("centre", "MsoNormal")
    assert line.runs == (
        Run(text="题", strong=True, size=22, face="黑体"),
        Run(text="x", emphasis=True),
        Run(text="y", underline=True),
        Run(text="2", script="super"),
    )


def test_headings_have_an_outline_and_quotes_are_quotes() -> None:
    found = [(line.text, line.outline, line.quote) for line in lines(read("<h1>题</h1><h2>节</h2><blockquote>引</blockquote><p>文</p>"))]
    assert found == [("题", 0, False), ("节", 1, False), ("引", None, True), ("文", None, False)]


def test_lists_are_numbered_as_they_show() -> None:
    html = "<ol start=3><li>三</li><li>四<ul><li>点</li></ul></li></ol><p>后</p>"
    assert [(line.text, line.level) for line in lines(read(html))] == [("3. 三", 1), ("4. 四", 1), ("• 点", 2), ("后", None)]


def test_outlooks_written_numbers_are_numbers() -> None:
    (line,) = lines(read("<p><span style='mso-list:Ignore'>一、<span>&nbsp;&nbsp;</span></span>动员</p>"))
    assert (line.number, line.text) == ("一、", "一、动员")


def test_a_table_of_data_is_a_grid_and_one_that_lays_out_is_not() -> None:
    data = read("<table><tr><th colspan=2>头</th></tr><tr><td>甲</td><td>乙</td></tr></table>")
    (grid,) = data.value.passages
    assert isinstance(grid, Grid)
    assert [[(cell.lines[0].text, cell.columns) for cell in row] for row in grid.rows] == [[("头", 2)], [("甲", 1), ("乙", 1)]]
    assert texts(read("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>")) == ["甲", "乙"]


def test_a_picture_and_the_text_under_it_are_one_line(make_picture: Callable[..., bytes]) -> None:
    reading = read(
        "<p align=center><img src='cid:p0@x' alt='图'><br>（进企业宣传）</p>",
        Enclosure(name="a.jpg", data=make_picture(), content_id="p0@x"),
    )
    (line,) = lines(reading)
    assert [(art.photo, art.alt) for art in line.art] == [("picture-1", "图")]
    assert line.text == "\n（进企业宣传）"


def test_a_picture_inside_its_address_is_read(make_picture: Callable[..., bytes]) -> None:
    source = "data:image/png;base64," + base64.b64encode(make_picture(kind="PNG")).decode()
    assert len(read(f"<p><img src='{source}'></p>").value.photos) == 1


def test_pictures_elsewhere_are_named_and_trackers_are_not() -> None:
    reading = read("<p>文<img src='https://example.com/a.jpg'><img src='https://t.example.com/x' width=1 height=1><img src='cid:none'></p>")
    assert checks(reading) == ["picture-missing", "picture-missing"]


def test_a_picture_of_one_point_is_a_tracker(make_picture: Callable[..., bytes]) -> None:
    reading = read("<p>文<img src='a.gif'></p>", Enclosure(name="a.gif", data=make_picture(1, 1, kind="GIF", mode="P")))
    assert (reading.value.photos, checks(reading)) == ({}, [])


def test_scripts_and_styles_are_dropped_and_hidden_text_is_named() -> None:
    reading = read("<style>p{}</style><script>alert(1)</script><!-- c --><p>文</p><p style='display:none'>藏</p><div hidden>也藏</div>")
    assert texts(reading) == ["文"]
    assert [(each.check, each.place.text) for each in reading.queries] == [("hidden-text", "藏"), ("hidden-text", "也藏")]


@pytest.mark.parametrize(
    "tail",
    [
        "<div style='border-top:solid #E1E1E1 1pt'><p>综合管理部</p><p>电话：020-00000000</p></div>",
        "<div class='gmail_signature'>张三</div>",
        "<blockquote type=cite>旧信</blockquote>",
        "<div id='isReplyContent'>旧信</div>",
        "<div>-----原始邮件-----</div><div>旧信</div>",
        "<p>发件人：李四 [mailto:li@example.com]<br>发送时间：2024年1月2日</p><p>旧信</p>",
        "<p>本邮件及附件仅供收件人使用，如误收请删除。</p>",
    ],
)
def test_under_a_mails_story_signature_and_quotes_are_cut_with_a_note(tail: str) -> None:
    reading = read(f"<p>{STORY}</p>{tail}", mail=True)
    assert texts(reading) == [STORY]
    assert set(checks(reading)) == {"left-alone"}


def test_a_saved_page_is_not_a_mail() -> None:
    assert texts(read("<p>文</p><p>电话：020-1</p>")) == ["文", "电话：020-1"]


def test_a_block_with_a_rule_that_is_part_of_the_story_stays() -> None:
    assert texts(read(f"<div style='border-top:1px solid'><p>{STORY}</p></div>", mail=True)) == [STORY]


def test_the_pictures_of_a_signature_are_not_the_storys(make_picture: Callable[..., bytes]) -> None:
    logo = Enclosure(name="logo.png", data=make_picture(), content_id="logo")
    reading = read(f"<p>{STORY}</p><div class='gmail_signature'><img src='cid:logo'>张三</div>", logo, mail=True)
    assert reading.value.photos == {}


def test_the_character_set_that_a_page_declares_is_read() -> None:
    data = f"<html><meta charset=gb2312><p>{STORY}</p></html>".encode("gb18030")
    assert texts(page.read("a.html", data, Pool(()))) == [STORY]


def test_a_page_nested_beyond_reason_is_read_or_refused() -> None:
    try:
        assert STORY in "".join(texts(read("<div>" * 20_000 + STORY)))
    except Unfit as refused:
        assert refused.check in ("too-large", "unreadable")


@given(html=st.text(st.sampled_from("<>/=\"' abdiptrlou1文&;:!-"), max_size=120))
def test_any_page_is_read_or_refused(html: str) -> None:
    try:
        read(html, mail=True)
    except Unfit as refused:
        assert refused.check == "unreadable"
