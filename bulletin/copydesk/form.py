"""The submission form: a table whose first column names what stands beside it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bulletin.copydesk.byline import people, read_byline
from bulletin.copydesk.front import read_date
from bulletin.copydesk.lines import RUNNING_TEXT, lines_of, text_of
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.records.manuscript import Grid, Line, Passage, TableCell
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, clean, join_lines, trim

#: What each label of a form states, as `bare_label` gives it.
LABELS = {
    **dict.fromkeys(("投稿栏目", "栏目", "所属栏目", "稿件栏目", "推荐栏目", "拟投栏目", "类别", "稿件类别", "section"), "section"),
    **dict.fromkeys(("标题", "题目", "稿件标题", "文章标题", "稿件题目", "原标题", "文章题目", "稿名", "title"), "title"),
    **dict.fromkeys(("副标题", "subtitle"), "subtitle"),
    **dict.fromkeys(("投稿单位", "单位", "供稿单位", "报送单位", "所在单位", "机构", "支行", "投稿支行", "branch"), "branch"),
    **dict.fromkeys(("作者", "作者姓名", "撰稿人", "撰稿", "投稿人", "供稿人", "姓名", "author", "authors"), "authors"),
    **dict.fromkeys(("摄影", "摄影者", "图片作者", "photographer", "photographers"), "photographers"),
    **dict.fromkeys(("日期", "投稿日期", "报送日期", "投稿时间", "date"), "date"),
    **dict.fromkeys(("正文", "稿件正文", "内容", "正文内容", "稿件内容", "text", "body"), "body"),
    **dict.fromkeys(("照片", "图片", "配图", "照片及说明", "图片及说明", "pictures", "photos"), "pictures"),
}


class Form(Sheet):
    """A form that was filled in: what it states, its body, and what it says beside (labels that state nothing we print).

    `undated` is what stands for the date and is none.
    """

    stated: Stated
    body: tuple[Passage, ...]
    beside: tuple[str, ...] = ()
    undated: str = ""


def read_form(passages: Sequence[Passage], house: House) -> Form | None:
    """The form in these passages, None where there is none; its body ends with whatever stands under the table.

    A form has at least a title or a body, and three fields known in all, or two and the story under it. Short lines above it are the
    form's own heading.
    """
    for place, passage in enumerate(passages):
        if isinstance(passage, Grid) and _is_form(passage, passages[place + 1 :]):
            titled = any(LABELS.get(label) == "title" for label, _cell in _fields(passage))
            kept = tuple(each for each in passages[:place] if not (titled and _is_heading(each)))
            return _filled_in(passage, kept, passages[place + 1 :], house)
    return None


def _is_form(grid: Grid, under: Sequence[Passage]) -> bool:
    labels = [label for label, _cell in _fields(grid)]
    known = {LABELS.get(label) for label in labels} - {None}
    strange = sum(label not in LABELS for label in labels)
    above_text = any(len(text_of(line)) > RUNNING_TEXT for line in lines_of(under))
    if above_text and ((len(known) == 2 and "title" in known and strange <= 1) or (known >= {"branch", "authors"} and not strange)):
        return True
    return len(known) >= 3 and bool(known & {"title", "body"})


def _is_heading(passage: Passage) -> bool:
    return isinstance(passage, Line) and not passage.art and len(trim(passage.text)) <= 30


def _filled_in(grid: Grid, above: Sequence[Passage], under: Sequence[Passage], house: House) -> Form:
    fields: dict[str, TableCell] = {}
    beside: list[str] = []
    for label, cell in _fields(grid):
        if (known := LABELS.get(label)) is None:
            beside.append(f"{label}：{_text(cell)}".lstrip("："))
        elif known in fields:
            fields[known] = TableCell(lines=fields[known].lines + cell.lines, within=fields[known].within + cell.within)
        else:
            fields[known] = cell
    body = tuple(passage for name in ("body", "pictures") if name in fields for passage in fields[name].passages)
    texts = {name: _text(cell) for name, cell in fields.items()}
    date = texts.get("date", "")
    return Form(
        stated=_byline(texts, house).over(stated_by(texts)),
        body=(*above, *body, *under),
        beside=tuple(text for text in beside if text and not text.endswith("：")),
        undated="" if read_date(date) else date,
    )


def _fields(grid: Grid) -> Iterator[tuple[str, TableCell]]:
    """Labels with the cell beside each: 标题 | … and also 作者 | … | 单位 | … in one row; a lone cell has its label above it."""
    if headed := _headed(grid):
        yield from headed
        return
    above: str = ""
    for row in filter(None, grid.rows):
        if len(row) > 1:
            above = ""
            yield from ((_label(name), cell) for name, cell in zip(row[::2], row[1::2], strict=False))
            yield from (("", cell) for cell in row[len(row) // 2 * 2 :])
        elif (lone := _label(row[0])) in LABELS:
            above = lone
        else:
            yield above, row[0]
            above = ""


def _headed(grid: Grid) -> list[tuple[str, TableCell]]:
    """The fields of a form whose labels are a row, with what they state in the row under it."""
    rows = [row for row in grid.rows if row]
    if len(rows) != 2 or len(rows[0]) != len(rows[1]) or len(rows[0]) < 2 or not all(_label(cell) in LABELS for cell in rows[0]):
        return []
    return [(_label(name), cell) for name, cell in zip(*rows, strict=True)]


def _label(cell: TableCell) -> str:
    return bare_label(_text(cell))


def bare_label(label: str) -> str:
    """A label as labels are compared: without blanks, colons and bracketed hints."""
    bare = re.sub(r"[（(].*?[）)]", "", label).rstrip("：:*＊")
    return re.sub(f"[{BLANKS}：:]", "", bare).lower()


def _text(cell: TableCell) -> str:
    return trim("\n".join(line.text for line in cell.lines))


def _byline(texts: Mapping[str, str], house: House) -> Stated:
    """What the office's field says, where it names people too (单位 | 青石桥支行 蓝田玉)."""
    said = read_byline(texts.get("branch", ""), house, placed=True)
    return said if said and said.branch and said.authors and not texts.get("authors") else Stated()


def stated_by(texts: Mapping[str, str]) -> Stated:
    """What a form's fields state, by the names that `LABELS` gives them."""
    return Stated(
        title=clean(join_lines(texts.get("title", ""))),
        subtitle=clean(join_lines(texts.get("subtitle", ""))),
        section=clean(texts.get("section", "")),
        branch=clean(texts.get("branch", "")),
        authors=people(texts.get("authors", "")),
        photographers=people(texts.get("photographers", "")),
        date=read_date(texts.get("date", "")),
    )
