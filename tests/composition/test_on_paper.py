"""What the layouts promise on paper: folios that begin at 1, contents that tell them truly, bookmarks."""

import io
import re
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from bulletin.composition import shelf
from bulletin.composition.castoff import cast_off
from bulletin.composition.compose import compose
from bulletin.composition.fall import Stretch, fall, sheet, stretch
from bulletin.composition.pictures import Framed
from bulletin.composition.shelf import LayoutSettings
from bulletin.house.rules import House
from bulletin.press.pull import pull
from bulletin.records.issue import Feature, Issue, Piece
from bulletin.records.proof import Proof
from bulletin.records.story import Heading, Paragraph, Pictures, Span, Table
from tests.composition.conftest import make_issue, make_pictures, make_piece

LAYOUTS = ("zhenjing", "gazette")
TITLES = {"story": "服务培训开班", "lead": "分行组织志愿服务", "report": "东街支行进社区"}


@pytest.fixture(scope="module")
def printed_issue() -> Issue:
    """Two sections, so that a folio counted from a wrong page shows."""
    lead, report = (make_piece(anchor, TITLES[anchor], role=anchor) for anchor in ("lead", "report"))
    first = make_issue(make_piece("story", TITLES["story"]), language="en")
    feature = Feature(anchor="feature-1", title="反诈我在行", label="支行报道", lead=lead, reports=(report,))
    second = first.sections[0].model_copy(update={"anchor": "section-2", "number": 2, "name": "服务故事", "entries": (feature,)})
    return first.model_copy(update={"sections": (*first.sections, second)})


def on_paper(issue: Issue, house: House, layout: str) -> Proof:
    return pull(compose(issue, house, layout=layout, edition="readers"), house)


def text_of(proof: Proof) -> list[str]:
    pages = pypdfium2.PdfDocument(proof.pdf)
    return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pages]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_contents_tell_each_storys_folio(printed_issue: Issue, house: House, layout: str) -> None:
    proof = on_paper(printed_issue, house, layout)
    contents = next(page for page in text_of(proof) if "Contents" in page)
    for anchor, title in TITLES.items():
        found = re.search(re.escape(title) + r"[.]*(\d\d)", contents)
        assert found is not None
        assert int(found[1]) == proof.folio(anchor)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_storys_page_bears_its_folio(printed_issue: Issue, house: House, layout: str) -> None:
    proof = on_paper(printed_issue, house, layout)
    for anchor in TITLES:
        assert f"{proof.folio(anchor):02}" in text_of(proof)[proof.places[anchor] - 1]


def test_folio_1_is_the_first_divider(printed_issue: Issue, house: House) -> None:
    proof = on_paper(printed_issue, house, "zhenjing")
    assert [proof.folio(anchor) for anchor in ("folio-1", "section-1", "story", "section-2", "lead", "report")] == [1, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_bookmarks_follow_section_feature_and_story(printed_issue: Issue, house: House, layout: str) -> None:
    with pikepdf.open(io.BytesIO(on_paper(printed_issue, house, layout).pdf)) as pdf, pdf.open_outline() as outline:
        tree = {item.title: [(child.title, [each.title for each in child.children]) for child in item.children] for item in outline.root}
    assert tree["服务动态"] == [(TITLES["story"], [])]
    assert tree["服务故事"] == [("反诈我在行", [TITLES["lead"], TITLES["report"]])]


SENTENCES = (
    "一是开展“晨会十分钟”演练，统一着装、站姿与用语；二是由大堂经理每日抽查3次，结果在《服务日志》上公布。",
    "截至2023年12月，支行共收到客户表扬62件，较上年增长18.5%，ATM（自动柜员机）开机率保持在99%以上！",
    "“您慢走，欢迎再来！”……柜员小李——入行不到一年的新人——已经能够熟练地说出这句话。",
)


def worded(length: int) -> Paragraph:
    """A paragraph of real marks, figures and Latin letters."""
    return Paragraph(spans=(Span(text=("".join(SENTENCES) * 9)[:length]),))


@pytest.fixture(scope="module")
def pictured_issue(tmp_path_factory: pytest.TempPathFactory) -> Issue:
    """Stories with text of many lengths, headings, a table, captioned pictures, and a gallery."""
    folder = tmp_path_factory.mktemp("pictures")
    for width, height in ((1600, 1200), (900, 1600)):
        Image.new("RGB", (width // 10, height // 10), "gray").save(folder / f"{width}x{height}-0.jpg")
    wide, tall = make_pictures((1600, 1200)), make_pictures((900, 1600))
    heading = Heading(level=2, spans=(Span(text="二、成效"),))
    table = Table(rows=(("网点", "客户"), ("东街", "1,234"), ("西街", "987")))
    pieces = (
        make_piece("a", "一支行开展服务演练", *map(worded, (83, 160, 201)), wide, *map(worded, (97, 121)), branch="东街支行"),
        make_piece(
            "b", "二支行开展服务演练，客户满意度稳步提升成效明显", *map(worded, (158, 159)), heading, worded(300), table, worded(83)
        ),
        make_piece("c", "三支行开展服务演练", *map(worded, range(60, 240, 17)), tall, worded(130), wide),
        make_piece("d", "各行剪影", *[wide, tall, wide] * 3, role="gallery"),
    )
    return make_issue(*(each.model_copy(update={"files": {key: folder / key for key in each.files}}) for each in pieces), language="zh-CN")


def sized_for(house: House, page: str) -> House:
    return house.model_copy(update={"layout": house.layout.model_copy(update={"page": page})})


@pytest.mark.parametrize("page", ["A4", "B5", "A5"])
def test_stories_end_on_the_line_that_was_cast_off(pictured_issue: Issue, house: House, page: str) -> None:
    house = sized_for(house, page)
    layout = shelf.find("zhenjing", house)
    rule = layout.settings.page[page]
    proof = on_paper(pictured_issue, house, "zhenjing")
    with pdfplumber.open(io.BytesIO(proof.pdf)) as pdf:
        for piece in pictured_issue.pieces[:3]:
            expected = cast_pages(piece, layout.settings, page)
            bottom = lowest_line(pdf.pages[proof.places[piece.anchor] - 1 + len(expected) - 1], rule.lines)
            # white stands under the last line, most of all under a caption
            assert expected[-1] - 1.3 <= bottom <= expected[-1] + 0.2


def cast_pages(piece: Piece, settings: LayoutSettings, page: str) -> list[float]:
    """How full each page of a story is to be."""
    framed = [[Framed(each, each.file) for each in block.pictures] for block in piece.story.body if isinstance(block, Pictures)]
    cast, on = cast_off(piece.story, framed, settings, page), sheet(settings, page, "")
    stretches = [
        each for block, rows in cast.blocks for each in ([Stretch(row.lines, whole=True) for row in rows] if rows else [stretch(block, on)])
    ]
    return fall(stretches, cast.sink, on.page)


def lowest_line(page: Any, lines: int) -> float:
    """The foot of a page's text and pictures, in lines from its text area's top."""
    top, foot = {"A4": (31, 28.3), "B5": (29, 26.5), "A5": (26, 23.4)}[{842: "A4", 709: "B5", 595: "A5"}[round(float(page.height))]]
    millimetre = 72 / 25.4
    depth = float(page.height) - (top + foot) * millimetre
    area = page.crop((0, top * millimetre, page.width, page.height - foot * millimetre))
    lowest = max(float(each["bottom"]) for each in (*area.chars, *area.images))
    return (lowest - top * millimetre) / depth * lines


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("page", ["A4", "B5", "A5"])
def test_no_type_is_too_small_to_read(pictured_issue: Issue, house: House, layout: str, page: str) -> None:
    proof = on_paper(pictured_issue, sized_for(house, page), layout)
    with pdfplumber.open(io.BytesIO(proof.pdf)) as pdf:
        assert min(float(each["size"]) for each in (char for sheet in pdf.pages for char in sheet.chars)) >= 7.89


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_sections_and_the_contents_lists_are_whole(pictured_issue: Issue, house: House, layout: str) -> None:
    pages = text_of(on_paper(pictured_issue, house, layout))
    lists = pages[1:3] if layout == "zhenjing" else pages[:1]
    for each in lists:
        assert all(re.sub(r"\s", "", piece.story.title) in each for piece in pictured_issue.pieces)


def test_a_picture_stands_beside_a_short_storys_text(house: House, tmp_path: Any) -> None:
    Image.new("RGB", (160, 120), "gray").save(tmp_path / "1600x1200-0.jpg")
    picture = make_pictures((1600, 1200))
    piece = make_piece("story", TITLES["story"], *map(worded, (60, 60, 60)), picture)
    issue = make_issue(piece.model_copy(update={"files": {key: tmp_path / key for key in piece.files}}))
    with pdfplumber.open(io.BytesIO(on_paper(issue, house, "gazette").pdf)) as pdf:
        (page,) = pdf.pages
        (image,) = page.images
        assert image["x0"] > page.width / 2


def test_a_folio_stands_behind_the_last_word_of_its_title_in_the_contents(house: House) -> None:
    titles = ["Write the small thing down" + " I" * longer for longer in range(12)]
    pieces = [
        make_piece(f"story-{number}", title, worded(20), branch="South Branch", authors=("Robin Ferrow",))
        for number, title in enumerate(titles)
    ]
    proof = on_paper(make_issue(*pieces, kind="reflection", language="en"), house, "gazette")
    with pdfplumber.open(io.BytesIO(proof.pdf)) as pdf:
        box = pdf.pages[0].crop((0, 0, pdf.pages[0].width / 2, pdf.pages[0].height))
        lines = box.extract_text().splitlines()
    assert any(re.search(r"[a-z][. ]+0\d$", line) for line in lines)
    assert not any(re.fullmatch(r"[. ]+0\d", line) for line in lines)
