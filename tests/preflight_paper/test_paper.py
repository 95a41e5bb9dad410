"""Each check on paper: one PDF that has just its fault, and the clean one that has none."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from bulletin.house.rules import House, SectionRule
from bulletin.house.rules import Masthead as Title
from bulletin.preflight.paper import check_proof
from bulletin.press.pull import pull
from bulletin.records.galley import Edition, Galley
from bulletin.records.issue import Issue, Masthead, Piece, Section
from bulletin.records.proof import Proof
from bulletin.records.story import Allowance, Paragraph, Span, Story

TITLES = ("2024年服务之星评选", "情系客户")
CSS = """
@page { size: 400pt 500pt; margin: 70pt 40pt; bleed: %s; @top-center { content: "简报 2024" } @bottom-center { content: counter(page) } }
@page one:nth(1 of one) { counter-reset: page 1 }
@page contents { @bottom-center { content: none } }
html { font: 12pt/1.75 "Noto Serif CJK SC"; color: %s }
nav { page: contents } a { display: block; color: inherit }
a::after { content: leader(".") target-counter(attr(href), page, decimal-leading-zero) }
h1 { font-size: 16pt; break-before: page; bookmark-level: 1 } #folio-1 { page: one } img { width: 1in }
"""
BODY = (
    f'<nav><a href="#folio-1">{TITLES[0]}</a><a href="#second">{TITLES[1]}</a></nav>'
    f'<h1 id="folio-1">{TITLES[0]}</h1><p>支行举办了一次评选。</p><img src="photo.jpg" alt="照片">'
    f'<h1 id="second">{TITLES[1]}</h1><p>支行收到锦旗。</p>'
)

Spoil = Callable[[pikepdf.Pdf], object]


@pytest.fixture(scope="module")
def issue() -> Issue:
    """Two stories in one section."""
    body = (Paragraph(spans=(Span(text="正文"),)),)
    stories = [Story(title=title, received=dt.datetime(2024, 1, 1, tzinfo=dt.UTC), submission="1.eml", body=body) for title in TITLES]
    anchors = ("folio-1", "second")
    pieces = tuple(
        Piece(anchor=anchor, role="story", story=story, sources=("1.eml",)) for anchor, story in zip(anchors, stories, strict=True)
    )
    masthead = Masthead(name="简报", subtitle="", motto=(), publisher="", closing=(), language="zh-CN")
    section = Section(anchor="folio-1", number=1, name="消息", kind="report", entries=pieces)
    return Issue(id="2024-1", label="第1期", date=dt.date(2024, 1, 1), masthead=masthead, sections=(section,))


def _pulled(folder: Path, edition: Edition, body: str = BODY, css: str = "") -> Proof:
    photo = folder / "photo.jpg"
    gradient = Image.radial_gradient("L")
    Image.merge("RGB", (gradient, gradient.rotate(90), Image.linear_gradient("L"))).save(photo)
    printed = edition == "print"
    sheet = CSS % ("3mm" if printed else "0", "device-cmyk(0 0 0 1)" if printed else "#000") + css
    head = '<meta charset="utf-8"><title>简报</title><link rel="stylesheet" href="page.css">'
    galley = Galley(
        issue="2024-1",
        title="简报",
        language="zh-CN",
        edition=edition,
        html=f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{body}</body></html>',
        files={"page.css": sheet, "photo.jpg": photo},
        faces={"serif": ("Noto Serif CJK SC",)},
        anchors=("folio-1", "second"),
    )
    return pull(galley, House(root=Path(), publication=Title(slug="bulletin", name="简报"), sections=(SectionRule(name="消息"),)))


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """A readers' PDF without a fault."""
    return _pulled(tmp_path_factory.mktemp("readers"), "readers")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """A print PDF without a fault."""
    return _pulled(tmp_path_factory.mktemp("print"), "print")


def _spoilt(proof: Proof, spoil: Spoil) -> Proof:
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        spoil(pdf)
        file = io.BytesIO()
        pdf.save(file)
    return proof.model_copy(update={"pdf": file.getvalue()})


def _found(proof: Proof, issue: Issue) -> list[tuple[str, str]]:
    return [(query.check, query.place.file) for query in check_proof(proof, issue)]


def _faults(proof: Proof, issue: Issue) -> set[str]:
    return {check for check, _place in _found(proof, issue)}


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for font in dict(pdf.pages[0].obj.Resources.Font.items()).values():
        yield font.DescendantFonts[0].FontDescriptor


def _painted(pdf: pikepdf.Pdf, content: bytes, page: int = 0) -> None:
    pdf.pages[page].contents_add(content)


def _aim(link: pikepdf.Object) -> None:
    """Leave a link its place alone."""
    if "/A" in link:
        del link["/A"]


def test_a_clean_issue_has_no_query(readers: Proof, printed: Proof, issue: Issue) -> None:
    assert check_proof(readers, issue) == ()
    assert check_proof(printed, issue) == ()


def test_every_query_says_where_what_and_the_remedy(readers: Proof, issue: Issue) -> None:
    for query in check_proof(readers.model_copy(update={"places": {}}), issue):
        assert query.place.file
        assert query.message
        assert query.remedy


def test_a_font_that_is_not_embedded(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        for descriptor in _fonts(pdf):
            del descriptor["/FontFile3"]

    assert set(_found(_spoilt(readers, spoil), issue)) == {("font-not-embedded", "readers' PDF")}


def test_a_simple_font_that_every_reader_is_thought_to_have(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.Font.Helv = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    (query,) = check_proof(_spoilt(readers, spoil), issue)
    assert (query.check, "Helvetica" in query.message) == ("font-not-embedded", True)


def test_a_font_inside_a_form_counts_too(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, Resources=Dictionary(Font=Dictionary(C=font)))
        pdf.pages[0].obj.Resources.XObject.Form = form

    assert _faults(_spoilt(readers, spoil), issue) == {"font-not-embedded"}


def test_a_character_that_no_face_has(issue: Issue, tmp_path: Path) -> None:
    proof = _pulled(tmp_path, "readers", BODY.replace("锦旗", "锦\U000fff00旗"))
    (query,) = check_proof(proof, issue)
    assert query.check == "glyph-missing"
    assert query.place.file == "readers' PDF, page 3"
    assert "U+FFF00" in query.message


@pytest.mark.parametrize(
    "content",
    [b"1 0 0 rg 0 0 9 9 re f", b"0 0 1 RG 0 0 m 9 9 l S", b"/DeviceRGB cs 1 0 0 sc 0 0 9 9 re f", b"/lab-d50 cs 50 20 20 sc 0 0 9 9 re f"],
)
def test_a_screen_colour_in_the_print_edition(printed: Proof, issue: Issue, content: bytes) -> None:
    assert _found(_spoilt(printed, lambda pdf: _painted(pdf, content, 1)), issue) == [("rgb-in-print", "print PDF, page 2")]


@pytest.mark.parametrize("content", [b"0 0 0 1 k 0 0 9 9 re f", b"0.5 g 0 0 9 9 re f", b"/DeviceCMYK cs 0 0 0 1 sc 0 0 9 9 re f"])
def test_ink_and_gray_are_no_screen_colours(printed: Proof, issue: Issue, content: bytes) -> None:
    assert _found(_spoilt(printed, lambda pdf: _painted(pdf, content)), issue) == []


def test_screen_colours_belong_on_the_screen(readers: Proof, issue: Issue) -> None:
    assert _found(_spoilt(readers, lambda pdf: _painted(pdf, b"1 0 0 rg 0 0 9 9 re f")), issue) == []


def test_a_picture_for_screens_in_the_print_edition(printed: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        (picture,) = dict(pdf.pages[1].obj.Resources.XObject.items()).values()
        picture.ColorSpace = Name.DeviceRGB

    # all pages share their resources: only the page that draws the picture has the fault
    assert _found(_spoilt(printed, spoil), issue) == [("rgb-in-print", "print PDF, page 2")]


@pytest.mark.parametrize(("channels", "fault"), [(3, {"rgb-in-print"}), (4, set())])
def test_a_profile_is_judged_by_its_channels(printed: Proof, issue: Issue, channels: int, fault: set[str]) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.ColorSpace.Own = Array([Name.ICCBased, pdf.make_stream(b"", N=channels)])
        _painted(pdf, b"/Own cs 0 0 9 9 re f")

    assert _faults(_spoilt(printed, spoil), issue) == fault


def test_a_form_is_looked_into_and_a_form_in_itself_ends(printed: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/F Do 1 0 0 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(F=form))
        pdf.pages[0].obj.Resources.XObject.F = form
        _painted(pdf, b"/F Do")

    assert _found(_spoilt(printed, spoil), issue) == [("rgb-in-print", "print PDF, page 1")]


def test_a_gradient_for_screens(printed: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.Shading = Dictionary(S=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9]))
        _painted(pdf, b"/S sh")

    (query,) = check_proof(_spoilt(printed, spoil), issue)
    assert "a gradient" in query.message


def test_an_inline_picture_for_screens(printed: Proof, issue: Issue) -> None:
    spoilt = _spoilt(printed, lambda pdf: _painted(pdf, b"q 0.1 0 0 0.1 0 0 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q"))
    (query,) = check_proof(spoilt, issue)
    assert "a picture" in query.message


@pytest.mark.parametrize(
    ("box", "sides"), [("/TrimBox", [-90, 0, 400, 500]), ("/BleedBox", [5, 0, 400, 500]), ("/MediaBox", [0, 0, 400, 499])]
)
def test_boxes_that_are_not_nested(printed: Proof, issue: Issue, box: str, sides: list[int]) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj[box] = Array(sides)

    assert ("boxes-not-nested", "print PDF, page 2") in _found(_spoilt(printed, spoil), issue)


def test_a_page_without_a_trim(printed: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1].obj["/TrimBox"]

    assert _faults(_spoilt(printed, spoil), issue) == {"boxes-not-nested"}


def test_the_screen_has_no_trim_to_nest(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj["/BleedBox"] = Array([5, 5, 400, 500])

    assert _found(_spoilt(readers, spoil), issue) == []


def test_a_page_with_nothing_but_its_running_head(issue: Issue, tmp_path: Path) -> None:
    proof = _pulled(tmp_path, "readers", BODY + '<div style="break-before: page"></div>')
    assert _found(proof, issue) == [("empty-page", "readers' PDF, page 4")]


def test_a_page_with_nothing_but_a_picture_is_not_empty(issue: Issue, tmp_path: Path) -> None:
    assert (
        _found(_pulled(tmp_path, "readers", BODY + '<img src="photo.jpg" alt="" style="break-before: page; display: block">'), issue) == []
    )


LARGE = "img { width: 2in }"  # the photo has 256 pixels across


def test_a_picture_that_is_coarse_at_its_printed_size(issue: Issue, tmp_path: Path) -> None:
    (query,) = check_proof(_pulled(tmp_path, "print", css=LARGE), issue)
    assert (query.check, query.place.file) == ("low-resolution", "print PDF, page 2")
    assert "about 128 ppi" in query.message


def test_a_picture_that_is_fine_enough_in_half_a_column(issue: Issue, tmp_path: Path) -> None:
    assert _found(_pulled(tmp_path, "print", css="img { width: 1.6in }"), issue) == []


def test_a_screen_wants_fewer_pixels(issue: Issue, tmp_path: Path) -> None:
    assert _found(_pulled(tmp_path, "readers", css=LARGE), issue) == []


def test_a_form_may_enlarge_its_picture(printed: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        objects = pdf.pages[1].obj.Resources.XObject
        (name,) = dict(objects.items())
        form = pdf.make_stream(f"q 72 0 0 72 0 0 cm {name} Do Q".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99])
        form.Resources = Dictionary(XObject=Dictionary({name: objects[name]}))
        objects.Form = form
        _painted(pdf, b"q 2 0 0 2 0 0 cm /Form Do Q", 1)

    (query,) = check_proof(_spoilt(printed, spoil), issue)
    assert "about 128 ppi" in query.message


def test_a_coarse_picture_that_an_editor_allowed(issue: Issue, tmp_path: Path) -> None:
    allow = (Allowance(check="low-resolution", name="编辑", date=dt.date(2024, 1, 6), reason="老照片"),)
    first, second = issue.pieces
    entries = (first.model_copy(update={"story": first.story.model_copy(update={"allow": allow})}), second)
    section = issue.sections[0].model_copy(update={"entries": entries})
    proof = _pulled(tmp_path, "print", css=LARGE)
    assert _found(proof, issue.model_copy(update={"sections": (section,)})) == []


def test_a_title_that_is_on_another_page_than_is_told(readers: Proof, issue: Issue) -> None:
    told = readers.model_copy(update={"places": {"folio-1": 2, "second": 2}})
    assert ("folio-out-of-step", "readers' PDF, page 2") in _found(told, issue)


def test_a_story_that_is_told_on_no_page(readers: Proof, issue: Issue) -> None:
    told = readers.model_copy(update={"places": {"folio-1": 2}})
    assert _faults(told, issue) == {"folio-out-of-step", "contents-differ"}


def test_page_labels_that_are_no_folios(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.PageLabels

    assert _faults(_spoilt(readers, spoil), issue) == {"folio-out-of-step"}


def test_contents_with_a_wrong_folio(issue: Issue, tmp_path: Path) -> None:
    wrong = BODY.replace('<a href="#second">', '<a href="#folio-1">')
    (query,) = check_proof(_pulled(tmp_path, "readers", wrong), issue)
    assert query.check == "contents-differ"
    assert TITLES[1] in query.message


def test_contents_that_leave_a_story_out(issue: Issue, tmp_path: Path) -> None:
    short = BODY.replace(f'<a href="#second">{TITLES[1]}</a>', "")
    assert _faults(_pulled(tmp_path, "readers", short), issue) == {"contents-differ"}


def test_a_long_title_may_run_over_two_lines_of_the_contents(issue: Issue, tmp_path: Path) -> None:
    assert _found(_pulled(tmp_path, "readers", css="nav { width: 80pt }"), issue) == []


def test_a_link_to_a_place_that_is_not_there(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        link = pdf.pages[0].obj.Annots[0]
        link.Dest = pikepdf.String("nowhere")
        _aim(link)

    assert _found(_spoilt(readers, spoil), issue) == [("broken-link", "readers' PDF, page 1")]


def test_a_link_to_a_page_that_was_taken_out(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        link = pdf.pages[0].obj.Annots[0]
        _aim(link)
        link.Dest = Array([pdf.make_indirect(Dictionary(Type=Name.Page)), Name.Fit])

    assert _faults(_spoilt(readers, spoil), issue) == {"broken-link"}


def test_a_link_that_leads_out_of_the_galley(issue: Issue, tmp_path: Path) -> None:
    body = BODY.replace("支行收到", '<a href="other.html" style="display: inline">支行</a>收到')
    assert _found(_pulled(tmp_path, "readers", body, css="p a::after { content: none }"), issue) == [
        ("broken-link", "readers' PDF, page 3")
    ]


def test_a_link_to_the_world_is_none_of_our_business(issue: Issue, tmp_path: Path) -> None:
    body = BODY.replace("支行收到", '<a href="https://example.com/" style="display: inline">支行</a>收到')
    assert _found(_pulled(tmp_path, "readers", body, css="p a::after { content: none }"), issue) == []


def test_a_bookmark_that_leads_nowhere(readers: Proof, issue: Issue) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Dest = Array([pikepdf.Object.parse(b"null")])
        _aim(pdf.Root.Outlines.First)

    assert _found(_spoilt(readers, spoil), issue) == [("broken-link", "readers' PDF")]
