"""An issue and a layout become a galley."""

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.composition.compose import compose
from bulletin.house.rules import House
from bulletin.queries import StoryError
from bulletin.records.galley import Edition, Galley
from bulletin.records.issue import Entry, Feature, Issue
from bulletin.records.story import Block, Heading, ListItem, Paragraph, Picture, Pictures, Quote, Span, Table, plain
from tests.composition.conftest import make_issue, make_pictures, make_piece

LAYOUTS = ("zhenjing", "gazette")
LAYOUT_FOLDER = Path(__file__).parents[2] / "layouts"
every_layout = pytest.mark.parametrize("layout", LAYOUTS)


def set_in(issue: Issue, house: House, layout: str = "zhenjing", edition: Edition = "readers") -> Galley:
    return compose(issue, house, layout=layout, edition=edition)


def read(galley: Galley) -> BeautifulSoup:
    return BeautifulSoup(galley.html, "lxml")


def element(soup: BeautifulSoup, anchor: str) -> Tag:
    found = soup.find(id=anchor)
    assert isinstance(found, Tag)
    return found


@every_layout
def test_every_anchor_is_the_id_of_one_element(full_issue: Issue, house: House, layout: str) -> None:
    galley = set_in(full_issue, house, layout)
    ids = Counter(str(each["id"]) for each in read(galley).find_all(id=True))
    assert set(galley.anchors) == {"folio-1", "section-1", "story", "feature-1", "lead", "report", "gallery"}
    assert all(ids[anchor] == 1 for anchor in galley.anchors)


@every_layout
def test_the_contents_link_to_every_section_feature_and_story(full_issue: Issue, house: House, layout: str) -> None:
    galley = set_in(full_issue, house, layout)
    contents = read(galley).select_one("nav.contents")
    assert contents is not None
    linked = [str(each["href"]).removeprefix("#") for each in contents.find_all("a")]
    assert sorted(linked) == sorted(set(galley.anchors) - {"folio-1"})


@every_layout
def test_folios_are_never_typed(full_issue: Issue, house: House, layout: str) -> None:
    contents = read(set_in(full_issue, house, layout)).select_one("nav.contents")
    assert contents is not None
    assert not any(each.get_text().strip()[-1].isdigit() for each in contents.find_all("a"))


@every_layout
def test_every_style_and_picture_that_is_referred_to_goes_along(full_issue: Issue, house: House, layout: str) -> None:
    galley = set_in(full_issue, house, layout)
    soup = read(galley)
    addresses = [str(each["src"]) for each in soup.find_all("img")] + [str(each["href"]) for each in soup.find_all("link")]
    assert len([each for each in addresses if each.startswith("picture/")]) == 9
    assert set(addresses) <= set(galley.files)


@every_layout
@pytest.mark.parametrize("edition", ["readers", "print"])
def test_no_style_refers_to_anything_outside(full_issue: Issue, house: House, layout: str, edition: Edition) -> None:
    for content in set_in(full_issue, house, layout, edition).files.values():
        if isinstance(content, str) or content.suffix == ".css":
            css = content if isinstance(content, str) else content.read_text("utf-8")
            assert "url(" not in css
            assert "@import" not in css


@every_layout
def test_print_colours_are_process_colours_alone(full_issue: Issue, house: House, layout: str) -> None:
    galley = set_in(full_issue, house, layout, "print")
    html = read(galley).html
    assert html is not None
    assert "print" in html["class"]
    linked = [galley.files[str(each["href"])] for each in read(galley).find_all("link")]
    css = "".join(each if isinstance(each, str) else each.read_text("utf-8") for each in linked)
    screen, print_colours = css[css.index(".readers {") : css.index(".print {")], css[css.index(".print {") :].split("}")[0]
    assert not re.search(r"#[0-9a-f]{3}|rgb\(", css.replace(screen, ""))
    assert re.findall(r"--([a-z-]+):", screen) == re.findall(r"--([a-z-]+):", print_colours)


@every_layout
def test_text_on_its_ground_has_contrast_enough(layout: str) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (LAYOUT_FOLDER / layout / "tokens.css").read_text("utf-8")))
    grounds = {"ink": ("#ffffff", "tint"), "quiet": ("#ffffff", "tint"), "accent": ("#ffffff", "tint"), "on-accent": ("accent",)}
    for text, on in grounds.items():
        assert all(contrast(colours[text], colours.get(ground, ground)) >= 4.5 for ground in on)  # WCAG 2.1, 1.4.3


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.1, relative luminance)."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_print_edition_alone_has_the_printers_bleed(full_issue: Issue, house: House) -> None:
    assert "bleed: 3mm;" in str(set_in(full_issue, house, edition="print").files["styles/sheet.css"])
    assert "bleed: 0mm;" in str(set_in(full_issue, house).files["styles/sheet.css"])


@every_layout
@pytest.mark.parametrize("page", ["A4", "A5", "B5"])
def test_every_page_size_has_its_own_grid(full_issue: Issue, house: House, layout: str, page: str) -> None:
    sized = house.model_copy(update={"layout": house.layout.model_copy(update={"page": page})})
    galley = set_in(full_issue, sized, layout)
    assert f"size: {page};" in str(galley.files["styles/sheet.css"])
    html = read(galley).html
    assert html is not None
    assert page in html["class"]
    assert f".{page} {{" in Path(galley.files["styles/tokens.css"]).read_text("utf-8")


@every_layout
def test_hostile_text_stays_text(house: House, layout: str) -> None:
    evil = "<script>alert(1)</script>“&"
    story = make_piece(
        "story",
        evil,
        Paragraph(spans=(Span(text=evil, strong=True), Span(text=evil))),
        Table(rows=((evil, evil), (evil, "1"))),
        Pictures(pictures=(Picture(file="a.jpg", caption=evil, credit=evil, alt='"><script>', width=4, height=3),)),
        subtitle=evil,
        standfirst=evil,
        branch=evil,
        authors=(evil,),
        photographers=(evil,),
        notes=(evil,),
    )
    soup = read(set_in(make_issue(story, name=evil, subtitle=evil, publisher='"><script>', closing=(evil,)), house, layout))
    assert not soup.find_all("script")
    assert element(soup, "story").h3.get_text().strip() == evil  # type: ignore[union-attr]  # the layout sets a story's title as h3


@every_layout
def test_a_title_in_template_signs_is_not_a_template(house: House, layout: str) -> None:
    assert "{{ forme.id }}{% raw %}" in set_in(make_issue(make_piece("story", "{{ forme.id }}{% raw %}")), house, layout).html


@every_layout
def test_every_kind_of_block_keeps_its_characters(house: House, layout: str) -> None:
    blocks: tuple[Block, ...] = (
        Heading(level=2, spans=(Span(text="一、动员"),)),
        Heading(level=6, spans=(Span(text="末级"),)),
        Paragraph(spans=(Span(text="一是部署。", strong=True), Span(text="支行行动。"))),
        ListItem(spans=(Span(text="（一）第一项"),)),
        ListItem(level=2, spans=(Span(text="1. 第二级"),)),
        Quote(spans=(Span(text="服务无止境"),)),
        Table(rows=(("网点", "客户"), ("东街", "1,234"))),
    )
    soup = read(set_in(make_issue(make_piece("story", "标题", *blocks, notes=("注一",))), house, layout))
    story = soup.select("section.part")[0]
    text = story.get_text()
    assert all(plain(block.spans) in text for block in blocks if not isinstance(block, Table | Pictures))
    assert [each.name for each in story.select("h4, h5, h6")] == ["h4", "h6"]
    assert [each.get_text() for each in story.select("td.numeric")] == ["1,234"]
    assert story.select_one("p.run-in strong") is not None
    assert [each.get_text() for each in story.select(".notes li")] == ["注一"]


def test_a_reflections_branch_and_author_stand_behind_its_title_in_the_contents(house: House) -> None:
    story = make_piece("story", "服务感言", branch="东街支行", authors=("林一舟",))
    for kind, expected in (("reflection", ["东街支行 林一舟"]), ("report", [])):
        contents = read(set_in(make_issue(story, kind=kind), house)).select("nav .attribution")
        assert [each.get_text() for each in contents] == expected


def portrayed(kind: str, caption: str, *, others: int = 1) -> Issue:
    """A story by 林一舟 with a picture, and so many paragraphs."""
    told = (Paragraph(spans=(Span(text="服务是一门功课。"),)),) * others
    return make_issue(make_piece("story", "服务感言", *told, make_pictures((3, 4), caption=caption), authors=("林一舟",)), kind=kind)


@every_layout
@pytest.mark.parametrize("caption", ["林一舟", " 林 一舟"])
def test_a_reflections_picture_captioned_by_its_authors_name_is_the_portrait(house: House, layout: str, caption: str) -> None:
    soup = read(set_in(portrayed("reflection", caption), house, layout))
    assert [each["src"] for each in soup.select("header.head img.portrait")] == ["picture/story/1.jpg"]
    assert not soup.select(".row")


@every_layout
@pytest.mark.parametrize(
    ("kind", "caption", "others"), [("report", "林一舟", 1), ("reflection", "林一舟在工作", 1), ("reflection", "林一舟", 0)]
)
def test_any_other_picture_stands_in_its_story(house: House, layout: str, kind: str, caption: str, others: int) -> None:
    soup = read(set_in(portrayed(kind, caption, others=others), house, layout))
    assert not soup.select("img.portrait")
    assert len(soup.select(".row img")) == 1


@every_layout
def test_a_covers_photograph_is_set_where_there_is_one(full_issue: Issue, house: House, layout: str) -> None:
    pictured = set_in(full_issue.model_copy(update={"cover": Path("/issue/front.JPG")}), house, layout)
    assert [str(each["src"]) for each in read(pictured).select("img.photograph")] == ["picture/cover.jpg"]
    assert pictured.files["picture/cover.jpg"] == Path("/issue/front.JPG")
    assert not read(set_in(full_issue, house, layout)).select("img.photograph")


def test_a_features_reports_bear_its_label(full_issue: Issue, house: House) -> None:
    labelled = read(set_in(full_issue, house)).select("article:has(b.label)")
    assert [each["id"] for each in labelled] == ["report"]


def test_a_gallerys_text_is_set_and_its_pictures_hang_once(house: House) -> None:
    told = Paragraph(spans=(Span(text="照片由各支行提供。"),))
    gallery = make_piece("gallery", "剪影", told, make_pictures((4, 3)), make_pictures((3, 4)), role="gallery")
    story = element(read(set_in(make_issue(gallery), house)), "gallery")
    assert "照片由各支行提供。" in story.get_text()
    assert len(story.select(".wall img")) == len(story.find_all("img")) == 2


def test_a_pictures_alternative_text_is_its_caption_where_it_has_none_of_its_own(house: House) -> None:
    pictures = (
        Picture(file="a.jpg", caption="晨会", width=4, height=3),
        Picture(file="b.jpg", caption="晨会", alt="八名员工列队", width=4, height=3),
    )
    soup = read(set_in(make_issue(make_piece("story", "标题", Pictures(pictures=pictures))), house))
    assert [each["alt"] for each in soup.find_all("img")] == ["晨会", "八名员工列队"]


def test_a_picture_without_any_words_is_told_by_its_storys_title(house: House) -> None:
    issue = make_issue(make_piece("story-1", "晨会", Pictures(pictures=(Picture(file="a.jpg", width=4, height=3),))), language="en")
    [image] = read(set_in(issue, house)).find_all("img")
    assert image["alt"] == "Picture: 晨会"


def test_a_strangers_file_name_is_no_address(house: House) -> None:
    picture = Picture(file="../../x y?#.JPG", width=4, height=3)
    galley = set_in(make_issue(make_piece("story", "标题", Pictures(pictures=(picture,)))), house)
    assert galley.files["picture/story/1.jpg"] == Path("/pictures/../../x y?#.JPG")


def test_a_picture_that_lies_nowhere_is_told_with_its_story(house: House) -> None:
    lost = make_piece("story", "标题", make_pictures((4, 3))).model_copy(update={"files": {}})
    with pytest.raises(StoryError, match=r"4x3-0\.jpg of “标题”"):
        set_in(make_issue(lost), house)


def test_the_galley_speaks_the_publications_language(house: House) -> None:
    galley = set_in(make_issue(make_piece("story", "Title"), language="en"), house)
    assert galley.language == "en"
    assert '<html lang="en"' in galley.html
    assert "Contents" in galley.html
    assert "15 January 2024" in galley.html


def test_a_publication_without_closing_words_has_no_closing_page(house: House) -> None:
    assert read(set_in(make_issue(make_piece("story", "标题"), closing=()), house)).find("footer") is None


def test_only_the_first_divider_begins_the_folios(house: House) -> None:
    first = make_issue(make_piece("a", "甲"))
    second = first.sections[0].model_copy(update={"anchor": "section-2", "number": 2, "entries": (make_piece("b", "乙"),)})
    soup = read(set_in(first.model_copy(update={"sections": (*first.sections, second)}), house))
    assert [each.get("id") for each in soup.select("header.divider")] == ["folio-1", None]


def test_the_same_issue_gives_the_same_galley(full_issue: Issue, house: House) -> None:
    assert set_in(full_issue, house) == set_in(full_issue, house)


TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(str.strip)
SPANS = st.lists(st.builds(Span, text=TEXT, strong=st.booleans(), emphasis=st.booleans()), min_size=1, max_size=3).map(tuple)
PICTURES = st.lists(st.tuples(st.integers(1, 9000), st.integers(1, 9000)), min_size=1, max_size=7).map(
    lambda shapes: make_pictures(*shapes)
)
BLOCKS = st.one_of(
    st.builds(Paragraph, spans=SPANS),
    st.builds(Heading, level=st.integers(2, 6), spans=SPANS),
    st.builds(ListItem, level=st.integers(1, 9), spans=SPANS),
    st.builds(Quote, spans=SPANS),
    st.lists(TEXT, min_size=1, max_size=4).map(lambda row: Table(rows=(tuple(row),) * 3)),
    PICTURES,
)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """Issues of stories and features of every shape."""
    pieces = [
        make_piece(f"s{number}", draw(TEXT), *draw(st.lists(BLOCKS, min_size=1, max_size=5)), branch=draw(st.none() | TEXT))
        for number in range(draw(st.integers(1, 4)))
    ]
    cut = draw(st.integers(0, len(pieces)))
    entries: list[Entry] = list(pieces[:cut])
    if pieces[cut:]:
        gallery = make_piece("g", draw(TEXT), *draw(st.lists(PICTURES, min_size=1, max_size=4)), role="gallery")
        entries.append(Feature(anchor="f", title=draw(TEXT), label=draw(st.just("") | TEXT), reports=tuple(pieces[cut:]), gallery=gallery))
    return make_issue(*entries, kind=draw(st.sampled_from(["report", "reflection"])), name=draw(TEXT))


@every_layout
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(issue=issues())
def test_every_issue_can_be_set_and_loses_no_picture(issue: Issue, house: House, layout: str) -> None:
    galley = set_in(issue, house, layout)
    count = sum(len(piece.story.pictures) for piece in issue.pieces)
    assert galley.html.count("<img ") == count
    assert len([key for key in galley.files if key.startswith("picture/")]) == count


@every_layout
def test_a_gallerys_rows_are_nearly_as_wide_as_the_measure_in_every_layout(house: House, layout: str) -> None:
    gallery = make_piece("gallery", "剪影", *[make_pictures((1600, 1200)) for _ in range(11)], role="gallery")
    rows = read(set_in(make_issue(gallery), house, layout)).select(".wall .row")
    assert sum(len(row.find_all("img")) for row in rows) == 11
    assert all(86 <= float(str(row["style"]).split("width: ")[1].split("%")[0]) <= 100.01 for row in rows)
