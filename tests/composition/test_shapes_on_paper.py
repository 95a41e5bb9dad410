"""Stories of every shape come whole onto the paper: nothing is cut off, no page is empty, captions stand by their pictures."""

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from bulletin.composition.compose import compose
from bulletin.house.rules import House
from bulletin.press.pull import pull
from bulletin.records.issue import Feature, Issue, Piece
from bulletin.records.story import Heading, ListItem, Paragraph, Picture, Pictures, Quote, Span, Story, Table, plain
from tests.composition.conftest import make_issue, make_piece

TEXT = "支行把服务做到客户心里，开展“晨会十分钟”演练3次；满意度达98.5%，ATM（自动柜员机）开机率保持99%以上！客户说：“谢谢！”——真好……"
ADDRESS = "https://service.example.com/2024/01/15/a-very-long-address-without-any-place-to-turn-the-line"
SHAPES = ((160, 120), (120, 160), (160, 90), (300, 60), (50, 250), (100, 100))
MARKS = "甲乙丙丁戊己庚辛壬癸"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of each shape."""
    folder = tmp_path_factory.mktemp("shapes")
    for width, height in SHAPES:
        Image.new("RGB", (width, height), "gray").save(folder / f"{width}x{height}.jpg")
    return folder


def words(least: int, most: int) -> st.SearchStrategy[str]:
    return st.builds(lambda start, length: (TEXT * 9)[start : start + length], st.integers(0, 60), st.integers(least, most))


def spans(text: str) -> tuple[Span, ...]:
    return (Span(text=text),)


def pictured(shapes: Sequence[tuple[int, int]], caption: str) -> Pictures:
    named = [Picture(file=f"{width}x{height}.jpg", caption=caption, width=width * 10, height=height * 10) for width, height in shapes]
    return Pictures(pictures=tuple(named))


PICTURES = st.builds(pictured, st.lists(st.sampled_from(SHAPES), min_size=1, max_size=5), st.one_of(st.just("服务现场"), words(30, 120)))
BLOCKS = st.one_of(
    st.builds(lambda text: Paragraph(spans=spans(text)), words(4, 400)),
    st.builds(lambda text: Paragraph(spans=spans(text)), words(4, 400)),
    st.just(Paragraph(spans=spans(f"详见{ADDRESS}。"))),
    st.builds(lambda text: Heading(level=2, spans=spans(text)), words(4, 40)),
    st.builds(lambda level, text: ListItem(level=level, spans=spans(text)), st.integers(1, 4), words(4, 90)),
    st.builds(lambda text: Quote(spans=spans(text)), words(10, 90)),
    st.builds(lambda rows, cells: Table(rows=(tuple(cells),) * rows), st.integers(1, 60), st.lists(words(1, 30), min_size=1, max_size=9)),
    st.just(Table(rows=(("网址", ADDRESS), ("编号", "6222020200112233445" * 3)))),
    PICTURES,
)
STORIES = st.fixed_dictionaries(
    {
        "title": words(4, 60),
        "subtitle": st.just("") | words(4, 30),
        "standfirst": st.just("") | words(20, 120),
        "branch": st.none() | st.just("东街支行"),
        "authors": st.lists(words(2, 4), max_size=12).map(tuple),
        "notes": st.lists(words(10, 90), max_size=4).map(tuple),
    }
)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """Two stories, a feature with a gallery, and a section of reflections."""
    stories: list[dict[str, Any]] = [draw(STORIES) for _ in range(4)]
    first, second, lead, essay = (
        make_piece(MARKS[number], story.pop("title"), *draw(st.lists(BLOCKS, min_size=1, max_size=6)), **story)
        for number, story in enumerate(stories)
    )
    hung = [pictured([shape], "活动剪影") for shape in draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=40))]
    gallery = make_piece("gallery", draw(words(4, 20)), *hung, role="gallery")
    feature = Feature(anchor="feature", title=draw(words(4, 40)), label="支行报道", lead=lead, gallery=gallery)
    issue = make_issue(first, second, feature, closing=("感谢阅读",))
    reflections = issue.sections[0].model_copy(
        update={"anchor": "section-2", "number": 2, "kind": "reflection", "name": "服务心语", "entries": (essay,)}
    )
    return issue.model_copy(update={"sections": (*issue.sections, reflections)})


def found_in(folder: Path, issue: Issue) -> Issue:
    """The issue with its pictures where they lie."""

    def found(entry: Piece | Feature | None) -> Any:
        if isinstance(entry, Feature):
            return entry.model_copy(update={"lead": found(entry.lead), "gallery": found(entry.gallery)})
        return entry and entry.model_copy(update={"files": {each.file: folder / each.file for each in entry.story.pictures}})

    sections = [part.model_copy(update={"entries": tuple(found(each) for each in part.entries)}) for part in issue.sections]
    return issue.model_copy(update={"sections": tuple(sections)})


def characters(story: Story) -> Counter[str]:
    """Every character that is to be read of a story."""
    told = [story.title, story.subtitle, story.standfirst, *story.notes, *(each.caption for each in story.pictures)]
    for block in story.body:
        told += [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
        told += [plain(block.spans)] if not isinstance(block, Table | Pictures) else []
    return Counter("".join("".join(told).split()))


def check(issue: Issue, house: House, layout: str) -> None:
    """Set an issue and look at each of its pages."""
    proof = pull(compose(issue, house, layout=layout, edition="readers"), house)
    with pdfplumber.open(io.BytesIO(proof.pdf)) as pdf:
        for page in pdf.pages:
            assert page.chars or page.images, f"page {page.page_number} is empty"
            assert not [char["text"] for char in page.chars if not inside(char, page)], f"cut off on page {page.page_number}"
            assert not [image for image in page.images if not inside(image, page)], f"a picture is cut off on page {page.page_number}"
        there = Counter("".join(char["text"] for page in pdf.pages for char in page.chars))
        lost = sum((characters(piece.story) for piece in issue.pieces), Counter[str]()) - there
        assert not lost
        assert sum(len(page.images) for page in pdf.pages) == sum(len(piece.story.pictures) for piece in issue.pieces)
        for page in pdf.pages:
            assert all(has_below(image, page) for image in page.images), f"a picture without its caption on page {page.page_number}"


def inside(thing: dict[str, Any], page: Any) -> bool:
    # a side bearing may hang over by a hair
    return bool(thing["x0"] >= -1 and thing["x1"] <= page.width + 1 and thing["top"] >= -1 and thing["bottom"] <= page.height + 1)


def has_below(image: dict[str, Any], page: Any) -> bool:
    """Whether a caption begins right below a picture."""
    return any(
        -2 <= char["top"] - image["bottom"] <= 14 and image["x0"] - 2 <= (char["x0"] + char["x1"]) / 2 <= image["x1"] + 2
        for char in page.chars
    )


@pytest.mark.parametrize("layout", ["zhenjing", "gazette"])
# a failing issue is not made smaller: each rendering takes its second
@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(issue=issues())
def test_stories_of_every_shape_come_whole_onto_the_paper(issue: Issue, house: House, folder: Path, layout: str) -> None:
    check(found_in(folder, issue), house, layout)
