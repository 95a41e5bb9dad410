"""HTML of mail programs and web pages is read as it shows, and nothing in it is run or fetched."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript import page
from bulletin.manuscript.markup import lines_of
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
    assert texts(read("<p>  支行\n  开展 <b> 活动</b> a\n b&nbsp;c </p>")) == ["支行开展 活动 a b\u00a0c"]


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


@pytest.mark.parametrize(
    "counter",
    [
        "<img src='http://t.example/x.gif'>",
        "<img src='https://a.example/track/7'>",
        "<img src='https://a.example/open.php?id=3'>",
        "<img src='//a.example/pixel.png?u=1'>",
        "<img src='https://a.example/i?id=3' height=1>",
    ],
)
def test_a_picture_on_a_server_that_only_counts_who_opens_the_mail_is_passed_over(counter: str) -> None:
    assert checks(read(f"<p>{STORY}</p>{counter}")) == []


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='https://a.example/photo.jpg'>",
        "<img src='https://a.example/track/final.jpg'>",
        "<img src='https://a.example/map.gif' width=600 height=400>",
        "<img src='https://a.example/map.gif' alt='活动路线'>",
        "<img src='https://open.example/1234'>",
        "<img src='x.gif'>",
    ],
)
def test_another_picture_on_a_server_is_asked_for(picture: str) -> None:
    assert checks(read(f"<p>{STORY}</p>{picture}")) == ["picture-missing"]


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


LONG = STORY * 3


def cut(reading: Marked[Manuscript]) -> str:
    return " ".join(each.place.text for each in reading.queries)


def test_a_breaks_running_text_is_a_paragraph_of_its_own() -> None:
    assert texts(read(f"<div>题目<br>{LONG}</div>")) == ["题目", LONG]


def test_lines_of_a_plain_mail_in_html_are_paragraphs() -> None:
    assert texts(read(f"<pre>题目\n\n{LONG}\n第二段。</pre>")) == ["题目", LONG, "第二段。"]


def test_what_stands_behind_the_pages_end_is_read() -> None:
    assert texts(read("<html><body><p>甲</p></body></html><p>乙</p><html><body>丙</body></html>")) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("html", "numbered"),
    [
        ("<ol type=a start=3><li>甲<li>乙</ol>", ["c. 甲", "d. 乙"]),
        ("<ol type=I><li>甲</ol>", ["I. 甲"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲</ol>", ["一、甲"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol><li value=7>甲<li>乙</ol>", ["7. 甲", "8. 乙"]),
        ("<ul style='list-style:none'><li>甲</ul>", ["甲"]),
        ("<ul><li><p>甲</p></li><li></li></ul><p>乙</p>", ["• 甲", "乙"]),
        ("<ul><li><input type=checkbox checked>甲</ul>", ["• ☑甲"]),
    ],
)
def test_items_have_the_number_that_a_browser_shows(html: str, numbered: list[str]) -> None:
    assert texts(read(html)) == numbered


def test_outlooks_bullets_are_bullets_and_their_level_is_kept() -> None:
    ignored = "<span style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span>&nbsp;</span></span></span>"
    (line,) = lines(read(f"<p style='mso-list:l1 level2 lfo1'><![if !supportLists]>{ignored}<![endif]>要点</p>"))
    assert (line.text, line.level) == ("• 要点", 2)


def test_a_table_in_a_form_is_its_cell_and_one_in_a_layout_is_a_table() -> None:
    form = f"<table><tr><td>标题<td>甲</tr><tr><td>单位<td>乙</tr><tr><td>正文<td><table><tr><td>{STORY}</table></tr></table>"
    (grid,) = read(form).value.passages
    assert isinstance(grid, Grid)
    assert grid.rows[2][1].lines[0].text == STORY
    inner = "<table><tr><td>甲<td>乙</tr></table>"
    around, grid, _after = read(f"<table><tr><td>左<td>{inner}</tr></table><p>后</p>").value.passages
    assert isinstance(around, Line)
    assert isinstance(grid, Grid)


def test_a_tables_caption_stands_above_it() -> None:
    caption, grid = read("<table><caption>表一</caption><tr><td rowspan=2>甲<td>1</tr><tr><td>2</tr></table>").value.passages
    assert isinstance(caption, Line)
    assert isinstance(grid, Grid)
    assert (caption.text, grid.rows[0][0].rows) == ("表一", 2)


def test_small_signs_of_html_keep_their_text() -> None:
    (line,) = lines(read("<p><ruby>汉<rp>(</rp><rt>han</rt><rp>)</rp></ruby>H<sub>2</sub>O<q>引</q></p>"))
    assert line.text == "汉（han）H2O“引”"


def test_struck_text_is_kept_and_named() -> None:
    reading = read("<p>甲<del>乙</del></p>")
    assert (texts(reading), checks(reading)) == (["甲乙"], ["not-carried-over"])


def test_menus_are_left_out_and_named() -> None:
    reading = read("<nav>首页</nav><p>文</p><footer>版权</footer><div role=navigation>返回</div>")
    assert (texts(reading), checks(reading), cut(reading)) == (["文"], ["left-alone"], "首页 版权 返回")


def test_a_wechat_article_is_read_before_its_script_shows_it() -> None:
    empty = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    reading = read(
        f"<div id=js_content style='visibility: hidden; opacity: 0;'><section><section><p>{STORY * 8}</p></section></section>"
        f"<img data-src='https://example.com/a' src='{empty}'><mpvoice name='录音'></mpvoice></div>"
    )
    assert texts(reading) == [STORY * 8]
    assert checks(reading) == ["picture-missing", "not-carried-over"]


def test_what_a_font_tag_sets_large_is_large() -> None:
    (line,) = lines(read("<div align=center><font size=5><b>题</b></font></div>"))
    assert (line.size, line.alignment) == (18, "centre")


@pytest.mark.parametrize(
    "mail",
    [
        f"<p>{LONG}</p><div id='spnEditorSign'>--<br>张三</div><div id=isReplyContent>At 2024-01-02, \"a\" wrote:<br>旧信</div>",
        f"<p>{LONG}</p><div>张三 &lt;a@example.com&gt; 于2024年1月2日周二 10:00写道：</div><blockquote>旧信</blockquote>",
        f"<p>{LONG}</p><div><hr color='#b5c4df' size=1></div><div>张三</div><div>天河支行</div>",
        f"<p>{LONG}</p><div><b>发件人:</b> 编辑部<br><b>发送时间:</b> 2024年1月2日<br><b>主题:</b> 约稿</div><p>请投稿。</p>",
        f"<p>{LONG}</p><p>顺祝商祺！</p><p>张三</p><p>综合部</p><p>电话：020-12345678</p>",
        f"<p>编辑老师：</p><p>&nbsp;您好！现将我行稿件发给您，请查收，谢谢！</p><p>{LONG}</p>",
        f"<p>{LONG}</p><p>此稿件请审阅，谢谢！</p><p>发自我的iPhone</p>",
        f"<p>{LONG}</p><p>请查收。</p><p>This e-mail is confidential and intended for the recipient.</p>",
    ],
)
def test_what_stands_around_a_mails_story_is_cut_and_named(mail: str) -> None:
    reading = read(mail, mail=True)
    assert texts(reading)[:1] == [LONG]
    assert set(checks(reading)) == {"left-alone"}


@pytest.mark.parametrize("last", ["（张三）", "供稿：天河支行 张三", "祝祖国繁荣昌盛！", "此致", "作者：张三"])
def test_the_last_line_of_a_story_is_no_signature(last: str) -> None:
    assert texts(read(f"<p>{LONG}</p><p>{last}</p>", mail=True)) == [LONG, last]


FORWARDED = [
    "<div>请查收</div><includetail><div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>"
    '<div><b>发件人:</b> "天河";</div>'
    "<div><b>主题:</b> 稿件</div></div><div>{story}</div></includetail>",
    "<div>见下</div><blockquote type=cite><div>下面是被转发的邮件：</div><div><b>发件人: </b>张三<br></div><div><b>主题: </b>稿件</div>"
    "<div>{story}</div></blockquote>",
    "<div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>"
    "发件人：<b>张三</b><br>Date: 1<br>Subject: 稿</div>"
    "{story}</div>",
    "<p>请审</p><div style='border-top:solid #E1E1E1 1pt'>"
    "<p><b>发件人:</b> 张三<br><b>发送时间:</b> 1<br><b>主题:</b> 稿</p></div><p>{story}</p>",
]


@pytest.mark.parametrize("mail", FORWARDED)
def test_a_mail_that_is_passed_on_is_read_without_its_header(mail: str) -> None:
    assert texts(read(mail.format(story=LONG), mail=True)) == [LONG]


@pytest.mark.parametrize("mail", FORWARDED)
def test_an_answer_is_never_read_from_what_it_quotes(mail: str) -> None:
    root = page.read("mail.eml", mail.format(story=LONG).encode(), Pool(()), charset="utf-8", mail=True, answer=True)
    assert LONG not in texts(root)


@pytest.mark.parametrize("html", ["<div>" * 100_000, "<p " + " ".join(f"a{at}=1" for at in range(5_000)) + ">文", "<p>" * 200_001])
def test_a_page_made_to_take_long_is_refused(html: str) -> None:
    with pytest.raises(Unfit) as caught:
        read(html)
    assert caught.value.check == "too-large"


WORDS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=3)
TAGS = st.sampled_from(
    ["p", "div", "b", "span", "td", "tr", "table", "ul", "li", "ol", "h2", "font", "nav", "q", "del", "pre", "blockquote"]
)
SOUP = st.lists(WORDS | TAGS.map("<{}>".format) | TAGS.map("</{}>".format) | st.just("<br>") | st.just("<p hidden>"), max_size=25)


@given(soup=SOUP, mail=st.booleans())
def test_every_character_of_a_broken_page_is_read_or_named(soup: list[str], mail: bool) -> None:
    try:
        reading = read("".join(soup), mail=mail)
    except Unfit:
        return
    told = "".join(line.text for passage in reading.value.passages for line in lines_of(passage)) + cut(reading)
    assert set("".join(each for each in soup if not each.startswith("<"))) <= set(told)


def test_an_address_under_words_is_named_and_one_that_is_written_out_is_not() -> None:
    written = '<a href="http://other.example/x">other.example/x</a>'
    reading = read(f'<p>甲<a href="https://bank.example/">点这里</a></p><p>{written}</p><a href="#top">回</a>')
    assert [(each.check, each.place.text) for each in reading.queries] == [("left-alone", "https://bank.example/")]


def test_many_addresses_are_one_note() -> None:
    reading = read("".join(f'<p><a href="https://bank.example/{at}">第{at}条</a></p>' for at in range(30)))
    assert checks(reading) == ["left-alone"]
    assert reading.queries[0].place.text.count("\n") == 29


def test_the_address_in_a_signature_goes_with_it() -> None:
    signature = '<div class="mail_sign"><a href="https://bank.example/">华南支行主页</a></div>'
    assert not any("bank.example" in each.place.text for each in read(f"<p>{STORY * 3}</p>{signature}", mail=True).queries)
