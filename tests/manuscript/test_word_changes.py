"""Tracked changes are accepted, and paragraphs whose marks do not show run on."""

from typing import Any

from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript


def lines(reading: Marked[Manuscript]) -> list[Line]:
    return [passage for passage in reading.value.passages if isinstance(passage, Line)]


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [line.text for line in lines(reading)]


def p(text: str, properties: str = "", mark: str = "") -> str:
    return f"<w:p><w:pPr>{properties}<w:rPr>{mark}</w:rPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = {
    "numbering": '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
}


def numbers(reading: Marked[Manuscript]) -> list[str]:
    return [line.number.strip() for line in lines(reading)]


def test_a_change_of_a_paragraphs_mark_alone_is_noted(read_word: Any) -> None:
    reading = read_word("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>")
    assert [(each.check, "1" in each.message) for each in reading.queries] == [("tracked-changes", True)]


def test_a_deleted_list_paragraph_is_not_counted(read_word: Any) -> None:
    deleted = f"<w:p><w:pPr>{ITEM}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    reading = read_word(p("一", ITEM) + deleted + p("二", ITEM), parts=NUMBERING)
    assert (texts(reading), numbers(reading)) == (["1. 一", "2. 二"], ["1.", "2."])


def test_a_deleted_list_paragraph_before_a_table_is_gone(read_word: Any) -> None:
    deleted = f"<w:p><w:pPr>{ITEM}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    table = f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>"
    assert numbers(read_word(p("一", ITEM) + deleted + table + p("二", ITEM), parts=NUMBERING)) == ["1.", "2."]


def test_a_hidden_list_paragraph_is_not_counted(read_word: Any) -> None:
    hidden = f"<w:p><w:pPr>{ITEM}<w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
    reading = read_word(p("一", ITEM) + hidden + p("二", ITEM), parts=NUMBERING)
    assert (texts(reading), numbers(reading)) == (["1. 一", "2. 二"], ["1.", "2."])
    assert [(each.check, each.place.text) for each in reading.queries] == [("hidden-text", "藏")]


def test_a_moved_paragraph_stands_where_it_was_moved_to(read_word: Any) -> None:
    gone = "<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>"
    there = "<w:p><w:pPr><w:rPr><w:moveTo/></w:rPr></w:pPr><w:moveTo><w:r><w:t>移</w:t></w:r></w:moveTo></w:p>"
    reading = read_word(f'{gone}<w:moveFromRangeEnd w:id="1"/>{p("留")}{there}')
    assert texts(reading) == ["留", "移"]


def test_marks_between_paragraphs_do_not_keep_a_deleted_mark(read_word: Any) -> None:
    assert texts(read_word(p("前", mark="<w:del/>") + '<w:bookmarkEnd w:id="1"/><w:proofErr w:type="spellEnd"/>' + p("后"))) == ["前后"]


def test_a_deleted_mark_that_was_switched_off_stands(read_word: Any) -> None:
    assert texts(read_word(p("前", mark='<w:vanish w:val="0"/>') + p("后"))) == ["前", "后"]


def test_many_deleted_marks_in_a_row_make_one_paragraph(read_word: Any) -> None:
    assert texts(read_word("".join(p(sign, mark="<w:del/>") for sign in "甲乙丙") + p("丁"))) == ["甲乙丙丁"]


def test_a_style_separator_puts_heading_and_text_on_the_headings_line(read_word: Any) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Body"/></w:style>'
    )
    body = p("小标题。", '<w:pStyle w:val="H"/>', "<w:vanish/><w:specVanish/>") + p("正文接着。", '<w:pStyle w:val="B"/>')
    (line,) = lines(read_word(body, parts={"styles": styles}))
    assert (line.text, line.style) == ("小标题。正文接着。", "heading 3")


def test_changes_of_setting_leave_the_text_alone(read_word: Any) -> None:
    change = '<w:pPrChange w:id="1"><w:pPr><w:jc w:val="right"/></w:pPr></w:pPrChange>'
    (line,) = lines(read_word(p("文", f'<w:jc w:val="center"/>{change}')))
    assert (line.text, line.alignment) == ("文", "centre")


def test_an_inserted_number_counts(read_word: Any) -> None:
    inserted = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="1"/></w:numPr>'
    assert numbers(read_word(p("一", inserted) + p("二", ITEM), parts=NUMBERING)) == ["1.", "2."]


def test_a_deletion_within_an_insertion_is_gone(read_word: Any) -> None:
    body = "<w:p><w:ins><w:r><w:t>增</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:ins></w:p>"
    assert texts(read_word(body)) == ["增"]


def test_a_note_whose_mark_was_deleted_is_not_listed(read_word: Any) -> None:
    body = '<w:p><w:r><w:t>文</w:t></w:r><w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del></w:p>'
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote>'
    reading = read_word(body, parts={"footnotes": note})
    assert (texts(reading), reading.value.notes) == (["文"], ())
