"""A table within a table: what a story can hold of it."""

from bulletin.copydesk.album import Album
from bulletin.copydesk.body import set_body
from bulletin.copydesk.form import read_form
from bulletin.house.rules import House
from bulletin.records.manuscript import Grid, Line, Run, TableCell
from bulletin.records.story import Paragraph, Table, plain


def line(text: str, position: int) -> Line:
    return Line(runs=(Run(text=text),), position=position)


def cell(text: str, position: int) -> TableCell:
    return TableCell(lines=(line(text, position),))


INNER = Grid(rows=((cell("一季度", 3), cell("二季度", 4)),))
HOLDING = TableCell(lines=(line("前", 2), *INNER.lines, line("后", 5)), within=(INNER,))


def test_a_table_within_a_table_is_printed_under_it() -> None:
    marked = set_body([Grid(rows=((cell("左", 1), HOLDING),))], Album({}, "f"), "f")
    assert [block.rows for block in marked.value if isinstance(block, Table)] == [(("左", "前 后"),), (("一季度", "二季度"),)]
    assert [(each.check, each.place.paragraph) for each in marked.queries] == [("not-carried-over", 3)]


def test_a_table_within_a_frame_keeps_its_place() -> None:
    found = set_body([Grid(rows=((HOLDING,),))], Album({}, "f"), "f").value
    assert [plain(block.spans) if isinstance(block, Paragraph) else block.kind for block in found] == ["前", "table", "后"]


def test_a_table_in_the_text_of_a_form_keeps_its_place(house: House) -> None:
    labels = (("标题", "改进服务"), ("作者", "王一"))
    rows = tuple((cell(name, 1), cell(said, 1)) for name, said in labels)
    form = read_form([Grid(rows=(*rows, (cell("正文", 1), HOLDING)))], house)
    assert form is not None
    assert form.body == (line("前", 2), INNER, line("后", 5))
