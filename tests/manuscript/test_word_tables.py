"""Tables come out as they are drawn."""

from typing import Any

from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def grid(reading: Marked[Manuscript]) -> Grid:
    (found,) = reading.value.passages
    assert isinstance(found, Grid)
    return found


def shape(found: Grid) -> list[list[tuple[str, int, int]]]:
    return [[("".join(line.text for line in cell.lines), cell.columns, cell.rows) for cell in row] for row in found.rows]


def test_a_table_within_a_table_is_a_table_in_its_place(read_word: Any) -> None:
    inner = tbl(tr(tc(p("内一")), tc(p("内二"))))
    (cell, *_others), *_rows = grid(read_word(tbl(tr(tc(p("前") + inner + p("后")), tc(p("旁")))))).rows
    assert [line.text for line in cell.lines] == ["前", "内一", "内二", "后"]
    assert [type(each) for each in cell.passages] == [Line, Grid, Line]
    assert shape(cell.within[0]) == [[("内一", 1, 1), ("内二", 1, 1)]]


def test_a_frame_within_a_table_is_only_its_lines(read_word: Any) -> None:
    (cell, *_others), *_rows = grid(read_word(tbl(tr(tc(p("前") + tbl(tr(tc(p("框内"))))), tc(p("旁")))))).rows
    assert ([type(each) for each in cell.passages], cell.within) == ([Line, Line], ())


def test_cells_merged_sideways_the_old_way_are_one(read_word: Any) -> None:
    begins, goes_on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    found = grid(read_word(tbl(tr(tc(p("宽"), begins), tc("<w:p/>", goes_on), tc(p("窄"))))))
    assert shape(found) == [[("宽", 2, 1), ("窄", 1, 1)]]


def test_a_row_that_begins_further_right_keeps_its_columns(read_word: Any) -> None:
    before = '<w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/>'
    found = grid(read_word(tbl(tr(tc(p("甲")), tc(p("乙"))), tr(tc(p("丙")), properties=before))))
    assert shape(found)[1] == [("", 1, 1), ("丙", 1, 1)]


def test_a_row_that_begins_a_hair_further_right_has_no_empty_cell(read_word: Any) -> None:
    before = '<w:gridBefore w:val="1"/><w:wBefore w:w="20" w:type="dxa"/>'
    assert shape(grid(read_word(tbl(tr(tc(p("甲"))), tr(tc(p("乙")), properties=before)))))[1] == [("乙", 1, 1)]


def test_text_in_a_cell_that_goes_on_from_above_is_kept(read_word: Any) -> None:
    found = grid(read_word(tbl(tr(tc(p("上"), '<w:vMerge w:val="restart"/>'), tc(p("甲"))), tr(tc(p("下"), "<w:vMerge/>"), tc(p("乙"))))))
    assert shape(found) == [[("上下", 1, 2), ("甲", 1, 1)], [("乙", 1, 1)]]


def test_a_cell_that_goes_on_from_nothing_stands_by_itself(read_word: Any) -> None:
    assert shape(grid(read_word(tbl(tr(tc(p("孤"), "<w:vMerge/>")))))) == [[("孤", 1, 1)]]


def test_a_hidden_row_is_left_out_and_named(read_word: Any) -> None:
    reading = read_word(tbl(tr(tc(p("可见"))), tr(tc(p("隐藏")), properties="<w:hidden/>")))
    assert shape(grid(reading)) == [[("可见", 1, 1)]]
    assert [(each.check, each.place.text) for each in reading.queries] == [("hidden-text", "隐藏")]


def test_deleted_rows_and_cells_are_gone(read_word: Any) -> None:
    reading = read_word(tbl(tr(tc(p("甲")), tc(p("删"), '<w:cellDel w:id="1"/>')), tr(tc(p("删行")), properties='<w:del w:id="2"/>')))
    assert shape(grid(reading)) == [[("甲", 1, 1)]]
    assert [each.check for each in reading.queries] == ["tracked-changes"]


def test_rows_and_cells_in_controls_are_read(read_word: Any) -> None:
    cell = f"<w:sdt><w:sdtContent>{tc(p('乙'))}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent>{tr(tc(p('甲')), cell)}</w:sdtContent></w:sdt>"
    assert shape(grid(read_word(tbl(row)))) == [[("甲", 1, 1), ("乙", 1, 1)]]


def test_the_prompt_in_a_cell_leaves_the_cell_empty_and_is_named(read_word: Any) -> None:
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    reading = read_word(tbl(tr(tc(p("作者")), control.format(tc(p("点击输入")))), tr(tc(p("标题")), tc(control.format(p("点击输入"))))))
    assert shape(grid(reading)) == [[("作者", 1, 1), ("", 1, 1)], [("标题", 1, 1), ("", 1, 1)]]
    assert [each.check for each in reading.queries] == ["left-alone", "left-alone"]


def test_absurd_spans_are_bounded(read_word: Any) -> None:
    found = grid(read_word(tbl(tr(tc(p("甲"), '<w:gridSpan w:val="99999999"/>'), tc(p("乙"), '<w:gridSpan w:val="-3"/>')))))
    assert [columns for _text, columns, _rows in shape(found)[0]] == [200, 1]


def test_a_table_without_cells_is_nothing(read_word: Any) -> None:
    assert read_word("<w:tbl><w:tr/></w:tbl>").value.passages == ()


def test_numbers_count_on_through_a_table(read_word: Any) -> None:
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    first, table, last = read_word(item + tbl(tr(tc(item), tc(item))) + item, parts={"numbering": numbering}).value.passages
    assert isinstance(table, Grid)
    assert [first.number, *(line.number for line in table.lines), last.number] == ["一、", "二、", "三、", "四、"]


NUMBERS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def numbered(level: int) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'


def test_a_cell_that_holds_nothing_but_its_automatic_number_shows_it(read_word: Any) -> None:
    body = tbl(tr(tc(numbered(0)), tc(p("张三"))), tr(tc(numbered(0)), tc(p("李四"))))
    assert shape(grid(read_word(body, parts={"numbering": NUMBERS}))) == [
        [("1", 1, 1), ("张三", 1, 1)],
        [("2", 1, 1), ("李四", 1, 1)],
    ]


def test_a_cell_that_holds_nothing_but_a_bullet_is_empty(read_word: Any) -> None:
    body = tbl(tr(tc(numbered(1)), tc(p("张三"))))
    assert shape(grid(read_word(body, parts={"numbering": NUMBERS}))) == [[("", 1, 1), ("张三", 1, 1)]]


def boxed(content: str) -> str:
    return f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"


def test_a_table_in_a_text_box_is_a_table(read_word: Any) -> None:
    assert shape(grid(read_word(boxed(tbl(tr(tc(p("甲")), tc(p("乙")))))))) == [[("甲", 1, 1), ("乙", 1, 1)]]


def test_a_frame_around_a_text_box_is_only_its_lines(read_word: Any) -> None:
    (line,) = read_word(boxed(tbl(tr(tc(p("说明")))))).value.passages
    assert isinstance(line, Line)
    assert (line.text, line.box) == ("说明", True)
