"""A Word 2003 file in one piece of XML, as offices' own programs still write them, is read as the .docx that it stands for."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from bulletin.manuscript import wordxml
from bulletin.manuscript.package import MAX_PARTS
from bulletin.manuscript.pencil import Unfit
from bulletin.manuscript.sheaf import read
from bulletin.queries import Marked
from bulletin.records.manuscript import Grid, Line, Manuscript
from bulletin.records.submission import Enclosure

NAMES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
)
LISTS = (
    '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="{}"/><w:suff w:val="Nothing"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="3"/></w:list></w:lists>'
)
STYLES = '<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>'


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def note(kind: str, content: str, key: int = 1) -> str:
    return f'<aml:annotation aml:id="{key}" w:type="Word.{kind}" aml:author="王"><aml:content>{content}</aml:content></aml:annotation>'


def item(text: str) -> str:
    return p(r(text), properties='<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="?"/></w:listPr>')


def file(body: str, before: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f"{head}<w:wordDocument {NAMES}>{before}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


@pytest.fixture
def reading(make_submission: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Marked[Manuscript]]:
    """Reads a file, where there is no LibreOffice."""
    monkeypatch.setenv("PATH", "")

    def read_one(body: str, before: str = "", name: str = "稿件.doc") -> Marked[Manuscript]:
        both = read(make_submission(Enclosure(name=name, data=file(body, before))))
        (manuscript,) = both.value
        return Marked(manuscript, both.queries)

    return read_one


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [each.text for each in reading.value.passages if isinstance(each, Line)]


def asked(reading: Marked[Manuscript]) -> list[tuple[str, int | None]]:
    return [(each.check, each.place.paragraph) for each in reading.queries]


@pytest.mark.parametrize("name", ["稿件.doc", "稿件.xml"])
def test_a_word_2003_file_is_read_without_libreoffice(reading: Any, name: str) -> None:
    found = reading(p(r("标题"), properties='<w:pStyle w:val="1"/>') + p(r("正文")), STYLES, name)
    assert [(each.text, each.outline) for each in found.value.passages] == [("标题", 1), ("正文", None)]
    assert (found.value.kind, found.queries) == ("word", ())


@pytest.mark.parametrize(("code", "numbers"), [(37, "一二"), (0, "12"), (18, "①②"), (30, "甲乙"), (22, ["01", "02"])])
def test_its_lists_are_numbered_by_words_own_codes(reading: Any, code: int, numbers: str) -> None:
    assert texts(reading(item("甲") + item("乙"), LISTS.format(code))) == [f"{numbers[0]}、甲", f"{numbers[1]}、乙"]


def test_a_code_that_is_not_known_is_written_in_figures_and_named(reading: Any) -> None:
    found = reading(item("甲"), LISTS.format(99))
    assert (texts(found), asked(found)) == (["1、甲"], [("not-carried-over", None)])


def test_its_insertions_stand_and_its_deletions_go(reading: Any) -> None:
    gone = note("Deletion", "<w:r><w:delText>删</w:delText></w:r>")
    found = reading(p(r("甲"), gone, note("Insertion", r("乙")), note("Bookmark.Start", "")))
    assert (texts(found), asked(found)) == (["甲乙"], [("tracked-changes", None)])


def test_a_paragraph_mark_that_was_deleted_joins_paragraphs(reading: Any) -> None:
    assert texts(reading(p(r("甲"), properties=f"<w:rPr>{note('Deletion', '')}</w:rPr>") + p(r("乙")))) == ["甲乙"]


def test_how_a_place_was_set_before_is_gone(reading: Any) -> None:
    before = note("Formatting", "<w:rPr><w:vanish/></w:rPr>")
    assert texts(reading(p(r("甲", before)))) == ["甲"]


def test_its_notes_and_comments_are_listed(reading: Any) -> None:
    foot = f"<w:r><w:footnote>{p(r('脚注'))}</w:footnote></w:r>"
    end = f"<w:r><w:endnote>{p(r('尾注'))}</w:endnote></w:r>"
    start, comment = note("Comment.Start", ""), note("Comment", p(r("请核")))
    found = reading(
        p(r("文"), foot, end, start, r("数"), note("Comment.End", ""), f"<w:r>{comment}</w:r>") + "<w:sectPr><w:footnotePr/></w:sectPr>"
    )
    assert (texts(found), found.value.notes, found.value.comments) == (["文[1][2]数"], ("脚注", "尾注"), ("王: 请核",))
    assert "“数”" in found.queries[0].message


def test_its_pictures_stand_where_they_are_shown(reading: Any, make_picture: Callable[..., bytes]) -> None:
    data = f'<w:binData w:name="wordml://1.jpg">{base64.encodebytes(make_picture()).decode()}</w:binData>'
    shown = '<v:shape><v:imagedata src="wordml://1.jpg"/></v:shape>'
    found = reading(p(r("甲"), f"<w:r><w:pict>{data}{shown}</w:pict></w:r>") + p(f"<w:r><w:pict>{shown}</w:pict></w:r>"))
    assert [len(line.art) for line in found.value.passages] == [1, 1]
    assert found.queries == ()


@pytest.mark.parametrize(
    ("source", "data", "check"),
    [
        ("http://away.example/a.jpg", "", "picture-missing"),
        ("wordml://1.jpg", "a", "picture-unreadable"),
        ("wordml://2.jpg", "", "picture-missing"),
    ],
)
def test_a_picture_that_is_not_in_it_or_damaged_is_named(reading: Any, source: str, data: str, check: str) -> None:
    held = f'<w:binData w:name="wordml://1.jpg">{data}</w:binData><v:shape><v:imagedata src="{source}"/></v:shape>'
    assert asked(reading(p(r("甲"), f"<w:r><w:pict>{held}</w:pict></w:r>"))) == [(check, 1)]


def test_its_links_headers_hidden_words_and_breaks_are_dealt_with_as_those_of_a_docx(reading: Any) -> None:
    link = f'<w:hlink w:dest="https://bank.example/x">{r("详情")}</w:hlink>'
    soft = '<w:r><w:br w:type="text-wrapping"/></w:r>'
    body = p(link, soft, r("下行"), r("藏", "<w:vanish/>")) + f"<w:sectPr><w:hdr w:type='odd'>{p(r('页眉'))}</w:hdr></w:sectPr>"
    found = reading(body)
    assert texts(found) == ["详情\n下行"]
    assert asked(found) == [("hidden-text", 1), ("left-alone", 1), ("left-alone", None)]


def test_its_merged_cells_are_merged(reading: Any) -> None:
    cells = [f"<w:tr><w:tc><w:tcPr><w:vmerge {how}/></w:tcPr>{p(r(head))}</w:tc><w:tc>{p(r(at))}</w:tc></w:tr>" for how, head, at in
             (('w:val="restart"', "并", "甲"), ("", "", "乙"))]  # fmt: skip
    (grid,) = reading(f"<w:tbl>{''.join(cells)}</w:tbl>").value.passages
    assert isinstance(grid, Grid)
    assert [[(cell.rows, "".join(line.text for line in cell.lines)) for cell in row] for row in grid.rows] == [
        [(2, "并"), (1, "甲")],
        [(1, "乙")],
    ]


def test_indents_and_drop_caps_spelt_with_hyphens_are_understood(reading: Any) -> None:
    cap = p(r("春"), properties='<w:framePr w:drop-cap="drop"/>')
    found = reading(cap + p(r("天"), properties='<w:ind w:first-line="480"/>'))
    assert [(each.text, each.indent) for each in found.value.passages] == [("春天", 24.0)]


@pytest.mark.parametrize("data", [file("<w:p>")[:-40], f"<w:wordDocument {NAMES}/>".encode(), b"<!DOCTYPE a>" + file(p(r("a")))])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unfit):
        wordxml.packed(data)


def test_more_pictures_than_any_file_has_are_refused() -> None:
    with pytest.raises(Unfit) as caught:
        wordxml.packed(file("<w:binData/>" * (MAX_PARTS + 1)))
    assert caught.value.check == "too-large"
