"""What stands in a Word file is read as Word shows it, in reading order, and what is left out is named."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.manuscript import word
from bulletin.manuscript.pencil import Unfit
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript, Run


def lines(reading: Marked[Manuscript]) -> list[Line]:
    return [passage for passage in reading.value.passages if isinstance(passage, Line)]


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [line.text for line in lines(reading)]


def checks(reading: Marked[Manuscript]) -> list[str]:
    return [each.check for each in reading.queries]


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_empty_paragraphs_are_dropped_and_still_counted(read_word: Any) -> None:
    reading = read_word(p("一") + "<w:p/>" + p("二"))
    assert [(line.text, line.position) for line in lines(reading)] == [("一", 1), ("二", 3)]


def test_runs_set_alike_are_one_run(read_word: Any) -> None:
    reading = read_word("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>丙</w:t></w:r></w:p>")
    assert [(run.text, run.strong) for run in lines(reading)[0].runs if isinstance(run, Run)] == [("甲乙", False), ("丙", True)]


def test_breaks_tabs_and_hyphens_are_characters(read_word: Any) -> None:
    reading = read_word("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>")
    assert texts(reading) == ["a\nb\tc-d"]


def test_a_page_break_at_the_edge_of_a_paragraph_is_nothing(read_word: Any) -> None:
    reading = read_word('<w:p><w:r><w:br w:type="page"/><w:t>新页</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p>')
    assert texts(reading) == ["新页"]


def test_outer_blanks_count_only_where_the_file_says_so(read_word: Any) -> None:
    reading = read_word('<w:p><w:r><w:t> a </w:t><w:t xml:space="preserve"> b </w:t></w:r></w:p>')
    assert texts(reading) == ["a b "]


def test_a_symbol_is_the_character_that_looks_like_it(read_word: Any) -> None:
    reading = read_word('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F061"/></w:r></w:p>')
    assert texts(reading) == ["✓α"]


def test_a_symbol_without_a_counterpart_is_named(read_word: Any) -> None:
    reading = read_word('<w:p><w:r><w:t>甲</w:t><w:sym w:font="Bank Logos" w:char="F041"/></w:r></w:p>')
    assert texts(reading) == ["甲"]
    assert [(each.check, each.place.paragraph) for each in reading.queries] == [("characters-lost", 1)]


def test_ruby_is_its_base_with_the_reading_in_brackets(read_word: Any) -> None:
    ruby = "<w:ruby><w:rt><w:r><w:t>jiào</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>滘</w:t></w:r></w:rubyBase></w:ruby>"
    assert texts(read_word(f"<w:p><w:r><w:t>茶</w:t></w:r><w:r>{ruby}</w:r></w:p>")) == ["茶滘（jiào）"]


def test_text_in_links_controls_and_smart_tags_is_text(read_word: Any) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p><w:hyperlink>{run.format('甲')}</w:hyperlink><w:smartTag>{run.format('乙')}</w:smartTag>"
        f"<w:sdt><w:sdtContent>{run.format('丙')}</w:sdtContent></w:sdt><w:fldSimple w:instr='DATE'>{run.format('丁')}</w:fldSimple></w:p>"
        f"<w:sdt><w:sdtContent>{p('戊')}</w:sdtContent></w:sdt>"
    )
    assert texts(read_word(body)) == ["甲乙丙丁", "戊"]


def test_of_a_field_the_result_is_read_and_not_the_instruction(read_word: Any) -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def field(instruction: str, result: str) -> str:
        return f"{char('begin')}{instruction}{char('separate')}<w:r><w:t>{result}</w:t></w:r>{char('end')}"

    inner = field("<w:r><w:instrText>PAGE</w:instrText></w:r>", "7")
    body = f"<w:p>{field(f'<w:r><w:instrText>IF</w:instrText></w:r>{inner}', '结果')}</w:p>"
    assert texts(read_word(body)) == ["结果"]


def test_of_an_unfinished_field_nothing_is_lost(read_word: Any) -> None:
    assert texts(read_word('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>正文</w:t></w:r></w:p>')) == ["正文"]


def test_the_prompt_of_an_unfilled_control_is_left_out_and_named(read_word: Any) -> None:
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入</w:t></w:r></w:sdtContent></w:sdt>"
    reading = read_word(f"<w:p>{control}<w:r><w:t>正文</w:t></w:r></w:p>")
    assert texts(reading) == ["正文"]
    assert checks(reading) == ["left-alone"]


def test_tracked_insertions_stand_and_deletions_go(read_word: Any) -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>到</w:t></w:r></w:moveTo></w:p>"
    )
    reading = read_word(body)
    assert texts(reading) == ["增到"]
    assert checks(reading) == ["tracked-changes"]


def test_a_paragraph_whose_mark_was_deleted_runs_on(read_word: Any) -> None:
    body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>" + p("后")
    assert texts(read_word(body)) == ["前后"]


def test_a_drop_cap_belongs_to_the_paragraph_it_opens(read_word: Any) -> None:
    assert texts(read_word(p("近", '<w:framePr w:dropCap="drop"/>') + p("日，支行收到锦旗。"))) == ["近日，支行收到锦旗。"]


def test_hidden_text_is_left_out_and_named(read_word: Any) -> None:
    reading = read_word(p("看不见", run="<w:vanish/>") + p("看得见"))
    assert texts(reading) == ["看得见"]
    assert [(each.check, each.place.text, each.place.paragraph) for each in reading.queries] == [("hidden-text", "看不见", 1)]


def test_comments_are_listed_and_never_part_of_the_text(read_word: Any) -> None:
    comments = '<w:comment w:id="3" w:author="审稿"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment>'
    reading = read_word(
        p("一") + '<w:p><w:r><w:t>二</w:t></w:r><w:r><w:commentReference w:id="3"/></w:r></w:p>', parts={"comments": comments}
    )
    assert texts(reading) == ["一", "二"]
    assert reading.value.comments == ("审稿: 请核实",)
    assert [(each.check, each.place.paragraph) for each in reading.queries] == [("comment", 2)]


def test_notes_are_marked_where_they_stand_and_listed_in_that_order(read_word: Any) -> None:
    body = '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:endnoteReference w:id="5"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    note = '<w:{0} w:id="{1}"><w:p><w:r><w:t>{2}</w:t></w:r></w:p></w:{0}>'
    parts = {"footnotes": note.format("footnote", 2, "脚注"), "endnotes": note.format("endnote", 5, "尾注")}
    reading = read_word(body, parts=parts)
    assert texts(reading) == ["甲[1][2]"]
    assert lines(reading)[0].runs[1].model_dump()["script"] == "super"
    assert reading.value.notes == ("尾注", "脚注")


def test_a_picture_within_a_note_is_named(read_word: Any) -> None:
    body = '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>脚注</w:t></w:r><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p></w:footnote>'
    reading = read_word(body, parts={"footnotes": note})
    assert reading.value.notes == ("脚注",)
    assert "not-carried-over" in [each.check for each in reading.queries]


def test_a_text_box_is_read_once_after_its_paragraph(read_word: Any) -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1"/>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>锚点</w:t></w:r></w:p>"
    ) + p("后文")
    reading = read_word(body)
    assert [(line.text, line.box, line.position) for line in lines(reading)] == [("锚点", False, 1), ("框内", True, 2), ("后文", False, 3)]


def test_of_alternatives_that_are_not_understood_the_fallback_is_read(read_word: Any) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f'<w:p><mc:AlternateContent xmlns:zz="urn:new"><mc:Choice Requires="zz">{run.format("新")}</mc:Choice>'
        f"<mc:Fallback>{run.format('旧')}</mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert texts(read_word(body)) == ["旧"]


@pytest.mark.parametrize("fallback", ["", "<mc:Fallback/>"])
def test_where_there_is_nothing_to_fall_back_on_what_a_newer_program_wrote_is_read(read_word: Any, fallback: str) -> None:
    choice = '<mc:Choice Requires="zz"><w:r><w:t>新</w:t></w:r></mc:Choice>'
    assert texts(read_word(f'<w:p><mc:AlternateContent xmlns:zz="urn:new">{choice}{fallback}</mc:AlternateContent></w:p>')) == ["新"]


def test_text_in_a_paragraph_that_stands_in_no_run_is_read(read_word: Any) -> None:
    reading = read_word('<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr><w:t>甲</w:t><w:tab/><w:r><w:t>乙</w:t></w:r></w:p>')
    assert texts(reading) == ["甲\t乙"]


CONTENTS = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'


def test_a_table_of_contents_is_left_out_and_named_and_its_paragraphs_are_counted(read_word: Any) -> None:
    contents = f"<w:sdt>{CONTENTS}<w:sdtContent>{p('目录')}{p('一、概况 3')}</w:sdtContent></w:sdt>"
    reading = read_word(p("标题") + contents + p("正文"))
    assert [(line.text, line.position) for line in lines(reading)] == [("标题", 1), ("正文", 4)]
    assert [(each.check, each.place.text) for each in reading.queries] == [("left-alone", "目录 一、概况 3")]


@pytest.mark.parametrize("name", ["toc 1", "TOC2", "目录 3"])
def test_the_lines_of_a_table_of_contents_are_known_by_their_styles(read_word: Any, name: str) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="8"><w:name w:val="{name}"/></w:style>'
    reading = read_word(p("一、概况 3", '<w:pStyle w:val="8"/>') + p("正文"), parts={"styles": styles})
    assert (texts(reading), checks(reading)) == (["正文"], ["left-alone"])


def test_text_from_another_file_within_a_note_is_named(read_word: Any) -> None:
    body = '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    reading = read_word(body, parts={"footnotes": '<w:footnote w:id="2"><w:altChunk r:id="x"/></w:footnote>'})
    assert checks(reading) == ["not-carried-over"]


def test_a_picture_within_a_comment_is_named(read_word: Any) -> None:
    body = '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:commentReference w:id="2"/></w:r></w:p>'
    comment = '<w:comment w:id="2"><w:p><w:r><w:t>见图</w:t></w:r></w:p><w:pict><v:imagedata/></w:pict></w:comment>'
    assert checks(read_word(body, parts={"comments": comment})) == ["not-carried-over", "comment"]


def test_an_empty_line_before_a_parts_declaration_does_no_harm(read_word: Any) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f'\r\n<?xml version="1.0"?><w:document {space}><w:body>{p("正文")}</w:body></w:document>'
    assert texts(read_word("", parts={"word/document.xml": document})) == ["正文"]


def test_lettering_drawn_as_a_shape_is_text_of_a_box(read_word: Any) -> None:
    reading = read_word('<w:p><w:r><w:pict><v:shape><v:textpath string="热烈祝贺"/></v:shape></w:pict></w:r></w:p>')
    assert [(line.text, line.box) for line in lines(reading)] == [("热烈祝贺", True)]


def test_an_equation_is_one_line_of_text_with_a_query(read_word: Any) -> None:
    def r(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    fraction = f"<m:f><m:num>{r('a+b')}</m:num><m:den>{r('2')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{r('x')}</m:e><m:sup>{r('2')}</m:sup></m:sSup>"
    reading = read_word(f"<w:p><m:oMathPara><m:oMath>{power}{r('=')}{fraction}</m:oMath></m:oMathPara></w:p>")
    assert texts(reading) == ["x²=(a+b)/2"]
    assert checks(reading) == ["not-carried-over"]


def test_a_chart_is_named_with_its_text(read_word: Any) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>业务</a:t></a:r><a:r><a:t>量</a:t></a:r></a:p><c:v>12.5</c:v></c:chartSpace>'
    )
    drawing = '<w:drawing><wp:inline><wp:docPr id="1"/><a:graphic><c:chart r:id="rId9"/></a:graphic></wp:inline></w:drawing>'
    reading = read_word(
        f"<w:p><w:r>{drawing}</w:r></w:p>",
        parts={"word/charts/chart1.xml": chart},
        relations=f'<Relationship Id="rId9" Type="{office}/chart" Target="charts/chart1.xml"/>',
    )
    assert [(each.check, each.place.text) for each in reading.queries] == [("not-carried-over", "业务量")]


def test_a_header_that_says_something_is_named(read_word: Any) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>'
    )
    relation = f'<Relationship Id="rId8" Type="{office}/header" Target="header1.xml"/>'
    reading = read_word(p("正文"), parts={"word/header1.xml": header}, relations=relation)
    assert texts(reading) == ["正文"]
    assert [(each.check, each.place.text) for each in reading.queries] == [("left-alone", "内部资料")]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
)


def test_a_style_gives_outline_alignment_and_size(read_word: Any) -> None:
    body = (
        p("题", '<w:pStyle w:val="T"/>')
        + p("章", '<w:pStyle w:val="1"/>')
        + p("文")
        + p("段", '<w:outlineLvl w:val="2"/><w:jc w:val="end"/>')
    )
    found = [(line.style, line.outline, line.alignment, line.size) for line in lines(read_word(body, parts={"styles": STYLES}))]
    assert found == [("Title", 0, "centre", 10.5), ("heading 1", 1, "", 22.0), ("Normal", None, "", 10.5), ("Normal", 3, "right", 10.5)]


def test_a_switch_set_by_two_kinds_of_style_is_off(read_word: Any) -> None:
    body = p("都粗", '<w:pStyle w:val="1"/>', '<w:rStyle w:val="S"/>') + p("粗", run='<w:rStyle w:val="S"/>')
    body += p("不粗", '<w:pStyle w:val="1"/>', '<w:b w:val="0"/>')
    runs = [line.runs[0] for line in lines(read_word(body, parts={"styles": STYLES}))]
    assert [run.strong for run in runs if isinstance(run, Run)] == [False, True, False]


def test_a_style_based_on_itself_ends(read_word: Any) -> None:
    assert texts(read_word(p("文", '<w:pStyle w:val="Loop"/>'), parts={"styles": STYLES})) == ["文"]


def test_direct_formatting_is_reported(read_word: Any) -> None:
    run = '<w:rFonts w:eastAsia="黑体"/><w:b/><w:i/><w:u w:val="single"/><w:vertAlign w:val="subscript"/><w:sz w:val="32"/>'
    reading = read_word(p("文", run=run))
    assert lines(reading)[0].runs[0] == Run(text="文", strong=True, emphasis=True, underline=True, script="sub", size=16, face="黑体")


def test_absurd_sizes_and_levels_are_not_believed(read_word: Any) -> None:
    reading = read_word(p("文", '<w:outlineLvl w:val="99999999999999"/><w:jc w:val="sideways"/>', '<w:sz w:val="-4"/>'))
    line = lines(reading)[0]
    assert (line.outline, line.alignment, line.size) == (None, "", None)


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def test_merged_cells_stand_once_with_their_spans(read_word: Any) -> None:
    wide, begins = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    rows = (
        f"<w:tr>{cell(p('宽'), wide)}</w:tr>"
        f"<w:tr>{cell(p('高'), begins)}{cell(p('右一'))}</w:tr>"
        f"<w:tr>{cell('<w:p/>', '<w:vMerge/>')}{cell(p('右二'))}</w:tr>"
    )
    (grid,) = read_word(f"<w:tbl>{rows}</w:tbl>").value.passages
    assert isinstance(grid, Grid)
    shape = [[("".join(line.text for line in each.lines), each.columns, each.rows) for each in row] for row in grid.rows]
    assert shape == [[("宽", 2, 1)], [("高", 1, 2), ("右一", 1, 1)], [("右二", 1, 1)]]


def test_a_table_in_a_table_is_read_in_its_place(read_word: Any) -> None:
    inner = f"<w:tbl><w:tr>{cell(p('内'))}</w:tr></w:tbl>"
    (grid,) = read_word(f"<w:tbl><w:tr>{cell(p('前') + inner + p('后'))}</w:tr></w:tbl>").value.passages
    assert isinstance(grid, Grid)
    assert [line.text for line in grid.rows[0][0].lines] == ["前", "内", "后"]


def test_strict_files_and_other_prefixes_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    paragraph = '<x:p><x:pPr><x:jc x:val="center"/></x:pPr><x:r><x:t>严格</x:t></x:r></x:p>'
    body = f'<x:document xmlns:x="{strict}"><x:body>{paragraph}</x:body></x:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", body)
    (line,) = lines(word.read("strict.docx", stream.getvalue()))
    assert (line.text, line.alignment) == ("严格", "centre")


def test_ten_thousand_paragraphs_are_read(read_word: Any) -> None:
    assert len(texts(read_word(p("段落") * 10_000))) == 10_000


def test_a_file_nested_beyond_reason_is_refused(read_word: Any) -> None:
    with pytest.raises(Unfit) as verdict:
        read_word("<w:p>" + "<w:hyperlink>" * 2000 + "</w:hyperlink>" * 2000 + "</w:p>")
    assert verdict.value.check == "too-large"


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=20).filter(
    lambda text: text.strip() != ""
)


@settings(max_examples=40, deadline=None)
@given(
    paragraphs=st.lists(
        st.lists(st.tuples(PRINTABLE, st.booleans(), st.sampled_from([None, 10.5, 16, 22])), min_size=1), min_size=1, max_size=6
    )
)
def test_no_character_of_a_generated_file_is_lost(paragraphs: list[list[tuple[str, bool, float | None]]]) -> None:
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, strong, size in runs:
            run = paragraph.add_run(text)
            run.bold = strong
            run.font.size = Pt(size) if size else None
    stream = io.BytesIO()
    document.save(stream)
    reading = word.read("generated.docx", stream.getvalue())
    assert texts(reading) == ["".join(text for text, *_set in runs) for runs in paragraphs]
    bold_text = ["".join(run.text for run in line.runs if isinstance(run, Run) and run.strong) for line in lines(reading)]
    assert bold_text == ["".join(text for text, bold, _size in runs if bold) for runs in paragraphs]
    assert reading.queries == ()


def field_char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


MANY = 5_000
MUCH = {
    "runs": f"<w:p>{'<w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>x</w:t></w:r>' * MANY}</w:p>",
    "deleted marks": "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>" * MANY + p("x"),
    "bookmarks": "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>" * MANY + '<w:bookmarkStart w:id="1"/>' * MANY + p("x"),
    "fields in fields": f"<w:p>{(field_char('begin') + field_char('separate')) * MANY}{'<w:r><w:t>x</w:t></w:r>' * MANY}"
    f"{field_char('end') * MANY}</w:p>",
    "fields that never end": f"<w:p>{field_char('begin') * MANY}{'<w:r><w:t>x</w:t></w:r>' * MANY}</w:p>",
    "comments on everything": "".join(f'<w:commentRangeStart w:id="{at}"/>' for at in range(MANY)) + p("x") * MANY,
    "cells": "<w:tbl><w:tr>" + f'<w:tc><w:tcPr><w:gridSpan w:val="9999"/><w:vMerge/></w:tcPr>{p("x")}</w:tc>' * MANY + "</w:tr></w:tbl>",
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 60 + p("x") + "</w:tc></w:tr></w:tbl>" * 60,
}


@pytest.mark.parametrize("body", MUCH.values(), ids=MUCH)
def test_much_of_anything_is_read(read_word: Any, body: str) -> None:
    """What would take the square of its size takes minutes here and is seen in any run of the tests."""
    passages = read_word(body).value.passages
    written = "".join(line.text for each in passages for line in (each.lines if isinstance(each, Grid) else (each,)))
    assert len(written) == body.count("<w:t>x</w:t>")
