"""What a voice reads aloud: PDF/UA-1 (ISO 14289-1), as far as a machine can check it."""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.house.rules import House
from bulletin.press.pull import pull

_SHOWS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}
_LEVEL = re.compile(r"/H([1-6])$")


def _tagged(house: House, galley: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pull(galley, house).pdf))


def _elements(pdf: pikepdf.Pdf) -> list[Any]:
    """Every element in reading order."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        for kid in element.get("/K", []):
            if not isinstance(kid, int) and "/S" in kid:
                yield from below(kid)

    return [each for top in pdf.Root.StructTreeRoot.K for each in below(top)]


def _outline(pdf: pikepdf.Pdf) -> str:
    """The tree in one line: tags, with what they hold in brackets."""

    def told(element: Any) -> str:
        kids = [told(kid) for kid in element.get("/K", []) if not isinstance(kid, int) and "/S" in kid]
        return str(element.S)[1:] + (f"({' '.join(kids)})" if kids else "")

    return told(pdf.Root.StructTreeRoot.K[0])


def _shown(stream: Any, resources: Any) -> Iterator[tuple[str, int | None]]:
    """Whatever is painted, each with the mark it is in: a number, or None for an artefact. Fails for what is in neither."""
    open_marks: list[int | None] = []
    for step in pikepdf.parse_content_stream(stream):
        what = str(step.operator)
        if what == "BDC":
            open_marks.append(int(step.operands[1].MCID) if "/MCID" in step.operands[1] else None)
        elif what == "BMC":
            open_marks.append(None)
        elif what == "EMC":
            open_marks.pop()
        elif what == "Do" and resources.XObject[str(step.operands[0])].Subtype == "/Form":
            form = resources.XObject[str(step.operands[0])]
            assert open_marks or list(_shown(form, form.Resources)) is not None
        elif what in _SHOWS or what == "Do":
            assert open_marks, f"{what} is neither text nor an artefact"
            yield what, open_marks[-1]
    assert not open_marks


def _parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def assert_is_accessible(pdf: pikepdf.Pdf) -> None:
    """What PDF/UA-1 wants, and can be seen without a human being."""
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.Root.Lang)
    assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
    parents = _parents(pdf)
    for page in pdf.pages:
        assert page.obj.Tabs == "/S"
        told = {mark for _what, mark in _shown(page, page.obj.Resources) if mark is not None}
        entries = parents[int(page.obj.StructParents)]
        assert all(str(entries[mark].S) for mark in told), "a mark leads to no element"
        for link in page.obj.get("/Annots", []):
            assert str(link.Contents)
            assert parents[int(link.StructParent)].S == "/Link"
    elements = _elements(pdf)
    levels = [int(found[1]) for each in elements if (found := _LEVEL.match(str(each.S)))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(str(each.Alt) and "/BBox" in each.A for each in elements if each.S == "/Figure")
    assert all("/Scope" in each.A for each in elements if each.S == "/TH")
    assert all(each.P.S in ("/L", "/TOC") for each in elements if each.S in ("/LI", "/TOCI"))


def test_an_issue_can_be_listened_to(house: House, make_galley: Any, paint: Any) -> None:
    body = (
        '<header><h1>简报</h1></header><nav><h1>目录</h1><ol><li><p><a href="#folio-1">一则消息</a></p></li></ol></nav>'
        '<section><h1 id="folio-1">消息</h1><article><h3>一则消息</h3><p>支行举办了<b>一次</b>培训。</p>'
        '<figure><img src="p.jpg" alt="合影"><figcaption>合影</figcaption></figure><ul><li>一</li></ul></article></section>'
    )
    with _tagged(house, make_galley(body, pictures={"p.jpg": paint()})) as pdf:
        assert_is_accessible(pdf)
        assert _outline(pdf) == ("Document(H1 Sect(H2 TOC(TOCI(Lbl P(Link)))) Sect(H2 Art(H3 P Div(Figure Caption) L(LI(Lbl LBody(P))))))")


def test_a_paragraph_over_two_pages_is_one(house: House, make_galley: Any) -> None:
    with _tagged(house, make_galley(f'<h1 id="folio-1">一则</h1><p>{"支行举办了培训。" * 150}</p>')) as pdf:
        assert len(pdf.pages) > 1
        assert [str(each.S) for each in _elements(pdf)] == ["/Document", "/H1", "/P"]
        assert_is_accessible(pdf)


def test_running_heads_and_folios_are_not_read_aloud(house: House, make_galley: Any) -> None:
    css = '@page { @top-left { content: "简报" } @bottom-right { content: counter(page) } }'
    with _tagged(house, make_galley(css=css)) as pdf:
        assert "/Artifact" in str([step.operands[0] for step in pikepdf.parse_content_stream(pdf.pages[0]) if str(step.operator) == "BDC"])
        assert_is_accessible(pdf)


def test_the_dots_before_a_folio_are_not_read_aloud(house: House, make_galley: Any) -> None:
    css = 'a::after { content: leader(".") target-counter(attr(href), page) }'
    with _tagged(house, make_galley(css=css)) as pdf:
        (link,) = [each for each in _elements(pdf) if each.S == "/Link"]
        assert len([kid for kid in link.K if isinstance(kid, int)]) == 2


def test_a_link_has_one_place_on_a_line_and_says_where_it_leads(house: House, make_galley: Any) -> None:
    body = '<nav><a href="#folio-1"><b>一则</b> <span>消息</span></a></nav><h1 id="folio-1">一则消息</h1>'
    with _tagged(house, make_galley(body)) as pdf:
        (link,) = pdf.pages[0].obj.Annots
        assert str(link.Contents) == "一则 消息"


def test_a_table_s_repeated_head_is_read_once(house: House, make_galley: Any) -> None:
    rows = "".join(f"<tr><td>第{row}行</td><td colspan=2>{row}</td></tr>" for row in range(40))
    head = "<thead><tr><th scope=col>名称</th><th>数</th><th>数</th></tr></thead>"
    with _tagged(house, make_galley(f'<h1 id="folio-1">表</h1><table>{head}<tbody>{rows}</tbody></table>')) as pdf:
        assert len(pdf.pages) > 1
        tags = [str(each.S) for each in _elements(pdf)]
        assert (tags.count("/Table"), tags.count("/TH"), tags.count("/TD")) == (1, 3, 80)
        assert_is_accessible(pdf)


def test_an_empty_cell_is_still_a_cell(house: House, make_galley: Any) -> None:
    table = "<table><tr><th>甲</th><th>乙</th></tr><tr><td></td><td>二</td></tr></table>"
    with _tagged(house, make_galley(f'<h1 id="folio-1">表</h1>{table}')) as pdf:
        assert [str(each.S) for each in _elements(pdf)].count("/TD") == 2


def test_a_picture_that_only_decorates_is_an_artefact(house: House, make_galley: Any, paint: Any) -> None:
    with _tagged(house, make_galley('<h1 id="folio-1">一则</h1><img src="p.jpg" alt="">', pictures={"p.jpg": paint()})) as pdf:
        assert "/Figure" not in [str(each.S) for each in _elements(pdf)]
        assert_is_accessible(pdf)


def test_text_that_is_seen_through_is_read_aloud(house: House, make_galley: Any) -> None:
    with _tagged(house, make_galley(css="p { opacity: .5 }")) as pdf:
        (paragraph,) = [each for each in _elements(pdf) if each.S == "/P"]
        (mark,) = paragraph.K
        parents = _parents(pdf)[int(mark.Stm.StructParents)]
        assert parents[int(mark.MCID)].objgen == paragraph.objgen
        assert_is_accessible(pdf)


@pytest.mark.parametrize(("words", "language"), [("Customers come first, always.", "en"), ("客户至上 Customers first", ""), ("WeChat", "")])
def test_an_english_paragraph_is_read_in_english(house: House, make_galley: Any, words: str, language: str) -> None:
    with _tagged(house, make_galley(f'<h1 id="folio-1">一则</h1><p>{words}</p>')) as pdf:
        assert [str(each.get("/Lang", "")) for each in _elements(pdf) if each.S == "/P"] == [language]


def test_a_layout_s_own_language_is_kept(house: House, make_galley: Any) -> None:
    with _tagged(house, make_galley('<h1 id="folio-1">一则</h1><p lang="fr">Bonjour</p>')) as pdf:
        assert [str(each.Lang) for each in _elements(pdf) if each.S == "/P"] == ["fr"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ranks=st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_headings_never_skip_a_level(house: House, make_galley: Any, ranks: list[int]) -> None:
    body = '<p id="folio-1">一</p>' + "".join(f"<h{rank}>题</h{rank}>" for rank in ranks)
    with _tagged(house, make_galley(body, css="h1 { break-before: auto }")) as pdf:
        assert_is_accessible(pdf)


def test_the_reference_issue_can_be_listened_to(built_reference: Path) -> None:
    with pikepdf.open(built_reference / "output" / "2024-1" / "zhenjing-2024-1.pdf") as pdf:
        assert_is_accessible(pdf)
