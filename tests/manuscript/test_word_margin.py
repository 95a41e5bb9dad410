"""What a Word file says beside its text: settings, marks, comments, notes, furniture. Nothing of it is lost without a word."""

from typing import Any

import pytest

from bulletin.manuscript.symbols import spelled
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript, Run

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'


def lines(reading: Marked[Manuscript]) -> list[Line]:
    return [passage for passage in reading.value.passages if isinstance(passage, Line)]


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [line.text for line in lines(reading)]


def asked(reading: Marked[Manuscript]) -> list[tuple[str, str]]:
    return [(each.check, each.place.text) for each in reading.queries]


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


WHITE = '<w:color w:val="FFFFFF"/>'


def emphasis(reading: Marked[Manuscript]) -> list[str]:
    return [run.text for line in lines(reading) for run in line.runs if isinstance(run, Run) and run.emphasis]


def test_dots_under_characters_are_emphasis(read_word: Any) -> None:
    assert emphasis(read_word(p(r("必须", '<w:em w:val="dot"/>'), r("按时", '<w:em w:val="none"/>')))) == ["必须"]


@pytest.mark.parametrize("struck", ["<w:strike/>", "<w:dstrike/>", '<w:strike/><w:dstrike w:val="0"/>'])
def test_struck_through_text_is_kept_and_queried(read_word: Any, struck: str) -> None:
    reading = read_word(p(r("定于周一"), r("周二", struck), r("举行")))
    assert (texts(reading), asked(reading)) == (["定于周一周二举行"], [("not-carried-over", "周二")])


@pytest.mark.parametrize("mark", ['<w:highlight w:val="yellow"/>', '<w:color w:val="FF0000"/>'])
def test_words_set_off_within_a_paragraph_are_named(read_word: Any, mark: str) -> None:
    reading = read_word(p(r("金额"), r("待核实", mark), r("万元")))
    assert (texts(reading), asked(reading)) == (["金额待核实万元"], [("left-alone", "待核实")])


@pytest.mark.parametrize("unseen", ['<w:color w:val="FFFFFF"/>', '<w:color w:val="ffffff"/>', '<w:sz w:val="2"/>'])
def test_text_that_nobody_sees_in_word_is_named(read_word: Any, unseen: str) -> None:
    reading = read_word(p(r("正文"), r("转载必究", unseen)))
    assert (texts(reading), asked(reading)) == (["正文转载必究"], [("hidden-text", "转载必究")])


@pytest.mark.parametrize(
    "body",
    [
        p(r("白", '<w:color w:val="FFFFFF"/><w:shd w:fill="C00000"/>')),
        p(r("白", '<w:color w:val="FFFFFF"/>'), properties='<w:shd w:fill="C00000"/>'),
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="C00000"/></w:tcPr>{p(r("白", WHITE))}</w:tc></w:tr></w:tbl>',
        f'<w:tbl><w:tblPr><w:tblStyle w:val="a"/></w:tblPr><w:tr><w:tc>{p(r("白", WHITE))}</w:tc></w:tr></w:tbl>',
        f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p(r('白', WHITE))}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    ],
)
def test_white_text_on_a_ground_of_its_own_is_seen(read_word: Any, body: str) -> None:
    assert [each for each in asked(read_word(body)) if each[0] == "hidden-text"] == []


@pytest.mark.parametrize(
    "mark", ['<w:color w:val="333333"/>', '<w:color w:val="auto"/>', '<w:highlight w:val="none"/>', '<w:color w:val="F"/>']
)
def test_greys_and_what_is_no_colour_set_nothing_off(read_word: Any, mark: str) -> None:
    assert asked(read_word(p(r("金额"), r("三", mark)))) == []


def test_a_whole_line_in_colour_is_an_ornament(read_word: Any) -> None:
    assert asked(read_word(p(r("红头", '<w:color w:val="FF0000"/>')))) == []


def test_text_in_a_font_of_signs_is_those_signs(read_word: Any) -> None:
    font = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:eastAsia="宋体"/>'
    reading = read_word(p(r("\uf0fcü", font), r("同意")))
    assert (texts(reading), asked(reading)) == (["✓✓同意"], [])


def test_a_sign_in_text_without_a_counterpart_is_named(read_word: Any) -> None:
    reading = read_word(p(r("\uf041", '<w:rFonts w:ascii="Webdings"/>'), r("文")))
    assert (texts(reading), asked(reading)) == (["文"], [("characters-lost", "F041")])


def test_chinese_in_a_font_of_signs_stays_chinese() -> None:
    assert spelled("Wingdings", "甲 ü") == ("甲 ✓", "")


def test_a_comment_says_what_it_is_about(read_word: Any) -> None:
    body = (
        f'<w:commentRangeStart w:id="3"/>{p(r("共办理"), r("三百"))}'
        f'<w:p>{r("笔")}<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>{r("业务")}</w:p>'
    )
    comments = f'<w:comment w:id="3" w:author="审稿">{p(r("请核实"))}</w:comment>'
    reading = read_word(body, parts={"comments": comments})
    assert [each.message for each in reading.queries] == ["a comment on “共办理三百笔”: 审稿: 请核实"]


def test_a_comment_without_an_author_or_a_place_is_listed(read_word: Any) -> None:
    reading = read_word(p(r("文")), parts={"comments": f'<w:comment w:id="3">{p(r("甲"))}{p(r("乙"))}</w:comment>'})
    assert reading.value.comments == ("甲\n乙",)
    assert [each.place.paragraph for each in reading.queries] == [None]


def test_a_note_with_a_mark_of_its_own_keeps_it(read_word: Any) -> None:
    body = p(r("甲"), '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>')
    reading = read_word(body, parts={"footnotes": f'<w:footnote w:id="2">{p(r("*"), r("说明"))}</w:footnote>'})
    assert (texts(reading), reading.value.notes) == (["甲*"], ("*说明",))


def test_a_note_that_is_not_in_the_file_is_named(read_word: Any) -> None:
    reading = read_word(p(r("甲"), '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    assert (texts(reading), reading.value.notes) == (["甲[1]"], ("",))
    assert [each.check for each in reading.queries] == ["not-carried-over"]


NUMBERING = {
    "numbering": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
}
ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def test_the_numbers_within_a_note_are_text_and_counted_by_themselves(read_word: Any) -> None:
    body = p(r("一"), '<w:r><w:footnoteReference w:id="2"/></w:r>', properties=ITEM)
    parts = {**NUMBERING, "footnotes": f'<w:footnote w:id="2">{p(r("甲"), properties=ITEM)}{p(r("乙"), properties=ITEM)}</w:footnote>'}
    reading = read_word(body + p(r("二"), properties=ITEM), parts=parts)
    assert (texts(reading), reading.value.notes) == (["1. 一[1]", "2. 二"], ("1. 甲\n2. 乙",))


def test_a_text_box_is_numbered_by_itself(read_word: Any) -> None:
    content = f"<w:txbxContent>{p(r('框'), properties=ITEM)}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    reading = read_word(p(r("一"), box, properties=ITEM) + p(r("二"), box, properties=ITEM), parts=NUMBERING)
    assert texts(reading) == ["1. 一", "1. 框", "2. 二", "2. 框"]


def furniture(text: str, name: str = "header1") -> dict[str, str]:
    return {f"word/{name}.xml": f"<w:hdr {W}>{text}</w:hdr>"}


def relation(*names: str) -> str:
    return "".join(f'<Relationship Id="{name}" Type="{OFFICE}/header" Target="{name}.xml"/>' for name in names)


@pytest.mark.parametrize("text", ["第 1 页 共 3 页", "— 2 —", "Page 1 of 3", "·3·"])
def test_a_footer_with_a_page_number_says_nothing(read_word: Any, text: str) -> None:
    assert asked(read_word(p(r("正文")), parts=furniture(p(r(text))), relations=relation("header1"))) == []


def test_a_header_on_several_kinds_of_page_is_named_once(read_word: Any) -> None:
    parts = {**furniture(p(r("内部")) + p(r("资料"))), **furniture(p(r("内部")) + p(r("资料")), "header2")}
    assert asked(read_word(p(r("正文")), parts=parts, relations=relation("header1", "header2"))) == [("left-alone", "内部 资料")]


def test_a_watermark_is_named(read_word: Any) -> None:
    mark = '<w:p><w:r><w:pict><v:shape><v:textpath string="草稿"/></v:shape></w:pict></w:r></w:p>'
    assert asked(read_word(p(r("正文")), parts=furniture(mark), relations=relation("header1"))) == [("left-alone", "草稿")]


def test_a_prompt_that_fills_a_paragraph_is_left_out_and_named(read_word: Any) -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p(r('单击此处输入'))}</w:sdtContent></w:sdt>"
    reading = read_word(control + p(r("正文")))
    assert (texts(reading), asked(reading)) == (["正文"], [("left-alone", "单击此处输入")])


def test_a_control_shows_what_was_chosen_in_it(read_word: Any) -> None:
    chosen = "<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format(r("服务故事"))
    assert texts(read_word(p(r("栏目："), chosen))) == ["栏目：服务故事"]


@pytest.mark.parametrize("chunk", ["<w:altChunk/>", '<w:p><w:subDoc r:id="rId3"/></w:p>'])
def test_text_that_lies_in_another_file_is_named(read_word: Any, chunk: str) -> None:
    reading = read_word(p(r("正文")) + chunk)
    assert texts(reading) == ["正文"]
    assert [each.check for each in reading.queries] == ["not-carried-over"]


def test_text_and_equations_outside_paragraphs_are_read(read_word: Any) -> None:
    equation = "<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>"
    assert texts(read_word(r("甲") + equation + p(r("乙")) + r("丙"))) == ["甲", "x", "乙", "丙"]


@pytest.mark.parametrize(
    ("indent", "points"),
    [
        ('<w:ind w:firstLine="420"/>', 21),
        ('<w:ind w:left="420" w:hanging="420"/>', 0),
        ('<w:ind w:firstLineChars="200" w:firstLine="9"/>', 20),
        ('<w:ind w:start="200"/>', 10),
        ('<w:ind w:firstLine="viel"/>', 0),
    ],
)
def test_the_first_lines_indent_is_told_in_points(read_word: Any, indent: str, points: float) -> None:
    assert lines(read_word(p(r("文"), properties=indent)))[0].indent == points


BREAK = '<w:r><w:br w:type="page"/></w:r>'


@pytest.mark.parametrize(
    "between",
    [
        p(BREAK),
        p(r("甲"), BREAK),
        p(r("甲")) + p(BREAK) + "<w:p/>",
        p(r("甲"), properties="<w:sectPr/>"),
        p(properties="<w:sectPr/>"),
    ],
)
def test_a_new_page_is_told(read_word: Any, between: str) -> None:
    found = lines(read_word(p(r("前")) + between + p(r("后")) + "<w:sectPr/>"))
    assert [line.text for line in found if line.new_page] == ["后"]


def test_a_page_may_begin_with_its_paragraph(read_word: Any) -> None:
    body = p(r("前")) + p(BREAK, r("后")) + p(r("章"), properties="<w:pageBreakBefore/>")
    assert [line.text for line in lines(read_word(body)) if line.new_page] == ["后", "章"]


def test_a_section_that_runs_on_begins_no_page(read_word: Any) -> None:
    body = p(r("前"), properties="<w:sectPr/>") + p(r("后")) + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    assert [line.new_page for line in lines(read_word(body))] == [False, False]


def test_text_for_the_screen_alone_is_read(read_word: Any) -> None:
    assert texts(read_word(p(r("目录"), r("3", "<w:webHidden/>")))) == ["目录3"]


def test_hidden_text_by_a_style_is_left_out_and_may_be_shown_again(read_word: Any) -> None:
    styles = '<w:style w:type="character" w:styleId="X"><w:name w:val="X"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(r("藏", '<w:rStyle w:val="X"/>'), r("见", '<w:rStyle w:val="X"/><w:vanish w:val="0"/>'))
    reading = read_word(body, parts={"styles": styles})
    assert (texts(reading), asked(reading)) == (["见"], [("hidden-text", "藏")])


def test_what_the_file_says_of_all_paragraphs_holds_for_each(read_word: Any) -> None:
    styles = '<w:docDefaults><w:pPrDefault><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>'
    found = lines(read_word(p(r("甲")) + p(r("乙"), properties='<w:jc w:val="center"/>'), parts={"styles": styles}))
    assert [line.alignment for line in found] == ["justify", "centre"]


@pytest.mark.parametrize(
    ("equation", "text"),
    [
        ("<m:acc><m:e>{x}</m:e></m:acc>", "x\u0302"),
        ('<m:acc><m:accPr><m:chr m:val="\u0307"/></m:accPr><m:e>{x}</m:e></m:acc>', "x\u0307"),
        ('<m:bar><m:barPr><m:pos m:val="top"/></m:barPr><m:e>{x}</m:e></m:bar>', "x\u0305"),
        ("<m:rad><m:deg/><m:e>{x}</m:e></m:rad>", "√(x)"),
        ("<m:sPre><m:sub>{x}</m:sub><m:sup>{x}</m:sup><m:e>{x}</m:e></m:sPre>", "_x^xx"),
        ("<m:d><m:e>{x}</m:e><m:e>{x}</m:e></m:d>", "(x|x)"),
        ("<m:m><m:mr><m:e>{x}</m:e><m:e>{x}</m:e></m:mr></m:m>", "[x, x]"),
        ("<m:borderBox><m:e>{x}</m:e></m:borderBox>", "x"),
    ],
)
def test_the_forms_of_equations_are_readable_text(read_word: Any, equation: str, text: str) -> None:
    body = f"<w:p><m:oMath>{equation.format(x='<m:r><m:t>x</m:t></m:r>')}</m:oMath></w:p>"
    assert texts(read_word(body)) == [text]


def test_a_picture_or_box_in_hidden_text_is_named(read_word: Any) -> None:
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p(r('框'))}</w:txbxContent></v:textbox></v:shape></w:pict>"
    reading = read_word(p(r("文"), f"<w:r><w:rPr><w:vanish/></w:rPr>{box}</w:r>"))
    assert texts(reading) == ["文"]
    assert [each.check for each in reading.queries] == ["hidden-text"]
