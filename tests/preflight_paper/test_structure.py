"""What a PDF is besides its pages: links, tags, title, label."""

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.queries import Query
from bulletin.records.proof import Proof

Ask = Callable[..., tuple[Query, ...]]
Check = Callable[..., list[tuple[str, str]]]
Pull = Callable[..., Proof]


def _aim(link: Any) -> None:
    """Leave a link its place alone."""
    if "/A" in link:
        del link["/A"]


def test_a_link_to_a_place_that_is_not_there(ask: Ask, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        link = pdf.pages[0].obj.Annots[0]
        link.Dest = pikepdf.String("nowhere")
        _aim(link)

    (asked,) = ask(readers, spoil)
    assert (asked.check, asked.place.page) == ("broken-link", 1)
    assert asked.place.box is not None


def test_a_link_to_a_page_that_was_taken_out(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        link = pdf.pages[0].obj.Annots[0]
        _aim(link)
        link.Dest = Array([pdf.make_indirect(Dictionary(Type=Name.Page)), Name.Fit])

    assert found(readers, spoil) == [("broken-link", "readers' PDF, page 1")]


def test_a_link_that_leads_out_of_the_galley(pulled: Pull, found: Check, body: str) -> None:
    away = body.replace("支行收到", '<a href="other.html" style="display: inline">支行</a>收到')
    assert found(pulled("readers", away, css="p a::after { content: none }")) == [("broken-link", "readers' PDF, page 3")]


def test_a_link_to_the_world_is_none_of_our_business(pulled: Pull, found: Check, body: str) -> None:
    away = body.replace("支行收到", '<a href="https://example.com/" style="display: inline">支行</a>收到')
    assert found(pulled("readers", away, css="p a::after { content: none }")) == []


def test_a_bookmark_that_leads_nowhere_is_named(ask: Ask, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Dest = Array([pikepdf.Object.parse(b"null")])
        _aim(pdf.Root.Outlines.First)

    (asked,) = ask(readers, spoil)
    assert (asked.check, str(asked.place), "2024年服务之星评选" in asked.message) == ("broken-link", "readers' PDF", True)


def test_a_file_without_tags(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    assert found(readers, spoil) == [("tags-missing", "readers' PDF")]


def test_something_on_a_page_that_has_no_tag(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        name, font = sorted(dict(pdf.pages[1].obj.Resources.Font.items()).items())[0]
        content = b"q BT %s 12 Tf 200 200 Td <%04X> Tj ET Q" % (name.encode(), int(font.DescendantFonts[0].W[0]))
        pdf.pages[1].contents_add(content, prepend=True)

    assert found(readers, spoil) == [("tags-missing", "readers' PDF, page 2")]


def test_paper_needs_no_tags(found: Check, printed: Proof) -> None:
    assert found(printed) == []


def _figures(pdf: pikepdf.Pdf) -> list[Any]:
    return [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/S") == Name.Figure]


def test_a_picture_without_words(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for figure in _figures(pdf):
            del figure["/Alt"]

    assert [check for check, _place in found(readers, spoil)] == ["picture-undescribed"]


def test_a_file_that_does_not_say_its_language(found: Check, readers: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Lang

    assert found(readers, spoil) == [("language-missing", "readers' PDF")]


def test_a_file_without_a_title(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/Title"]

    assert found(printed, spoil) == [("document-title-missing", "print PDF")]


def test_a_label_that_says_pdfx_without_a_press(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.OutputIntents

    assert found(printed, spoil) == [("output-intent-missing", "print PDF")]


def test_a_file_without_the_label_needs_no_press(found: Check, printed: Proof) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.OutputIntents
        del pdf.Root.Metadata

    assert found(printed, spoil) == []
