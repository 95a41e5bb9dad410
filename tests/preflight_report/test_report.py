"""preflight.html and preflight.json: every query, the heaviest first, pages with marks, and nothing of a stranger's as markup."""

import base64
import io
import json
import re

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from pikepdf import Array
from PIL import Image

from bulletin.language import use
from bulletin.preflight.report import Group, write_html, write_json
from bulletin.preflight.thumbs import thumbs
from bulletin.queries import Place, query

EVIL = "<script>alert(1)</script>\"'"
STORIES = (
    Group("甲", "stories/a/story.md", (query("comment", "stories/a/story.md", "批注", "处理"),)),
    Group(
        EVIL,
        "stories/b/story.md",
        (
            query("uncaptioned-picture", "stories/b/story.md", "无说明", "补上"),
            query("phone-number", Place(file="stories/b/story.md", paragraph=3), EVIL, "遮盖"),
        ),
    ),
    Group("丙", "stories/c/story.md", ()),
)


def _pdf(pages: int = 3, bleed: float = 8) -> bytes:
    """Blank pages of 200 by 300 points within a bleed, a black square at 20, 30 from the trim's upper left corner."""
    pdf = pikepdf.new()
    for _number in range(pages):
        page = pdf.add_blank_page(page_size=(200, 300))
        page.obj.TrimBox = Array([0, 0, 200, 300])
        page.obj.BleedBox = page.obj.MediaBox = Array([-bleed, -bleed, 200 + bleed, 300 + bleed])
        page.contents_add(b"20 240 30 30 re f")
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def _on(page: int, check: str = "hairline", box: tuple[float, float, float, float] | None = (20, 30, 50, 60)) -> Group:
    return Group("Print PDF", "", (query(check, Place(file="print PDF", page=page, box=box), "thin", "thicker"),), _pdf())


def html(*groups: Group) -> BeautifulSoup:
    return BeautifulSoup(write_html("刊", groups), "lxml")


def one(page: BeautifulSoup, what: str) -> Tag:
    (tag,) = page.select(what)
    return tag


def test_what_is_heaviest_stands_first() -> None:
    assert [code.text for code in html(*STORIES).select("li code")] == ["phone-number", "uncaptioned-picture", "comment"]
    assert [heading.text for heading in html(*STORIES).select("h2")] == ["Hold", "Query", "Note"]


def test_pages_follow_each_other_within_a_weight() -> None:
    group = Group("Print PDF", "", (*_on(3).queries, *_on(1).queries, *_on(2, "rgb-in-print").queries), _pdf())
    assert [heading.text for heading in html(group).select("h3")] == ["Print PDF, page 2", "Print PDF, page 1", "Print PDF, page 3"]


def test_what_nothing_is_asked_of_is_not_listed() -> None:
    assert "丙" not in html(*STORIES).text


def test_a_command_in_a_sentence_is_set_as_one_and_a_strangers_markup_within_is_none() -> None:
    told = write_html("刊", (Group("甲", "a", (query("comment", "a", "批注", "See `bulletin <b>show`."),)),)).decode()
    assert "<kbd>bulletin &lt;b&gt;show</kbd>" in told


def test_a_strangers_words_are_no_markup() -> None:
    page = html(*STORIES, Group(EVIL, EVIL, (query("hairline", Place(file=EVIL, page=1, text=EVIL), EVIL, EVIL),), _pdf()))
    assert page.find("script") is None
    assert EVIL in page.text


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs() -> None:
    written = write_html("刊", [*STORIES, _on(2)]).decode()
    assert not re.findall(r"https?:|url\(|@import|<script|\son\w+=", written)
    assert all(str(image["src"]).startswith("data:image/jpeg;base64,") for image in BeautifulSoup(written, "lxml").select("img"))


def test_a_place_in_the_groups_own_file_is_its_paragraph_alone() -> None:
    assert [place.text for place in html(*STORIES).select("li .place")] == ["paragraph 3", "", ""]


def test_without_a_query_the_page_says_so() -> None:
    assert "Nothing is to be asked" in html().text


def test_a_page_is_drawn_with_a_numbered_mark_where_the_fault_is() -> None:
    page = html(_on(2))
    drawing = one(page, "article svg")
    spot = one(page, "article svg rect.spot.query")
    assert drawing["viewbox"] == "0 0 216.0 316.0"  # the bleed
    assert [float(str(spot[side])) for side in ("x", "y", "width", "height")] == [25, 35, 36, 36]
    assert one(page, "article svg rect.trim")["x"] == "8.0"
    assert one(page, "article svg text").text == "1"


def test_the_mark_covers_what_it_marks() -> None:
    image = Image.open(io.BytesIO(base64.b64decode(str(one(html(_on(2)), "article img")["src"]).partition(",")[2]))).convert("L")
    scale = image.width / 216
    assert image.getpixel((round(scale * (8 + 35)), round(scale * (8 + 45)))) < 60  # type: ignore[operator]  # a gray picture's pixel is a number
    assert image.getpixel((round(scale * (8 + 60)), round(scale * (8 + 45)))) > 200  # type: ignore[operator]  # a gray picture's pixel is a number


def test_a_fault_of_a_whole_page_has_the_page_and_no_mark() -> None:
    page = html(_on(2, box=None))
    assert page.select("article img")
    assert not page.select("article svg .spot")


def test_every_page_of_the_first_pdf_is_shown_small_and_leads_to_what_is_asked() -> None:
    page = html(_on(2))
    assert [each.text for each in page.select(".pages > *")] == ["1", "2", "3"]
    link = one(page, ".pages a")
    assert page.select(str(link["href"]))


def test_a_hold_on_paper_says_how_it_is_answered_and_one_on_copy_does_not() -> None:
    assert "--allow NAME" in html(_on(1, "rgb-in-print")).text
    assert "--allow NAME" not in html(*STORIES).text


def test_a_page_that_is_not_there_and_a_file_that_is_none_are_told_without_a_picture() -> None:
    assert "thin" in html(_on(9)).text
    broken = Group("Print PDF", "", _on(1).queries, b"%PDF-1.7 no")
    assert "thin" in html(broken).text
    assert not html(broken).select("img")


def test_the_same_groups_give_the_same_bytes() -> None:
    assert write_html("刊", [*STORIES, _on(2)]) == write_html("刊", [*STORIES, _on(2)])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_says_which_language_it_is_in(language: str) -> None:
    use(language)
    assert one(html(*STORIES), "html")["lang"] == language


def test_machines_get_one_object_for_each_query_in_the_same_order() -> None:
    record = json.loads(write_json([*STORIES, _on(2)]))
    assert [(each["title"], each["check"], each["page"]) for each in record] == [
        (EVIL, "phone-number", None),
        (EVIL, "uncaptioned-picture", None),
        ("Print PDF", "hairline", 2),
        ("甲", "comment", None),
    ]
    assert record[2] == {
        "title": "Print PDF", "file": "print PDF", "page": 2, "box": [20, 30, 50, 60], "paragraph": None, "start": None, "end": None,
        "text": "", "check": "hairline", "weight": "query", "message": "thin", "remedy": "thicker",
    }  # fmt: skip


def test_a_page_that_is_turned_is_drawn_as_its_places_are_told() -> None:
    with pikepdf.open(io.BytesIO(_pdf(1))) as pdf:
        pdf.pages[0].obj.Rotate = 90
        file = io.BytesIO()
        pdf.save(file)
    thumb = thumbs(file.getvalue(), pixels=108)[1]
    assert (thumb.width, thumb.height) == (216, 316)
    assert Image.open(io.BytesIO(thumb.jpeg)).size == (108, 158)


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [10, 10, 5, 5], [0, 0, 1e9, 1e9], [0, 0, 1e-9, 300]])
def test_a_page_of_no_size_or_of_any_size_stops_nothing(box: list[float]) -> None:
    with pikepdf.open(io.BytesIO(_pdf(2))) as pdf:
        pdf.pages[0].obj.MediaBox = pdf.pages[0].obj.BleedBox = pdf.pages[0].obj.TrimBox = Array(box)
        file = io.BytesIO()
        pdf.save(file)
    assert 2 in thumbs(file.getvalue(), pixels=108)
