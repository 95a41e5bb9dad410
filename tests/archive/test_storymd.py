"""story.md: what is written is read back, and what cannot be a story is refused with its line."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bulletin.archive.storymd import read_story, write_story
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import StoryError
from bulletin.records.story import (
    Allowance,
    Block,
    Credit,
    Heading,
    ListItem,
    Paragraph,
    Picture,
    Pictures,
    Quote,
    Span,
    Story,
    Table,
)

WORDS = st.text(
    st.sampled_from("一二三支行，。“”（）——…·ab1.*_<b>&#>|\\`[]!~-+= \t\u3000\n\"'：")
    | st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    min_size=1,
    max_size=12,
)
LINES = WORDS.map(lambda text: " ".join(text.split()) or "题")
SPANS = st.lists(
    st.builds(
        Span,
        text=WORDS,
        strong=st.booleans(),
        emphasis=st.booleans(),
        underline=st.booleans(),
        script=st.sampled_from(["", "super", "sub"]),
    ),
    min_size=1,
    max_size=3,
).map(
    lambda spans: tuple(
        span
        for i, span in enumerate(spans)
        if not i or span.model_copy(update={"text": ""}) != spans[i - 1].model_copy(update={"text": ""})
    )
)
PICTURES = st.lists(
    st.builds(
        Picture,
        file=st.sampled_from(["picture-1.jpg", "照片 2.png"]),
        caption=LINES | st.just(""),
        credit=LINES | st.just(""),
        alt=st.just(""),
        width=st.just(4),
        height=st.just(3),
    ),
    min_size=1,
    max_size=3,
)
TABLES = st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[WORDS | st.just("")] * width), min_size=1, max_size=3))
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, spans=SPANS),
    st.builds(Heading, level=st.integers(2, 6), spans=SPANS),
    st.builds(ListItem, level=st.integers(1, 4), spans=SPANS),
    st.builds(Quote, spans=SPANS),
    st.builds(Table, rows=TABLES.map(tuple)),
    st.builds(Pictures, pictures=PICTURES.map(tuple)),
)
STORIES = st.builds(
    Story,
    title=LINES,
    subtitle=LINES | st.just(""),
    standfirst=WORDS.map(str.strip),
    section=st.sampled_from([None, "服务动态"]),
    branch=LINES | st.none(),
    authors=st.lists(LINES, max_size=2).map(tuple),
    photographers=st.just(()),
    date=st.dates() | st.none(),
    source=LINES | st.just(""),
    credits=st.lists(st.builds(Credit, role=LINES, names=st.tuples(LINES)), max_size=2).map(tuple),
    captions=st.lists(LINES, max_size=2).map(tuple),
    received=st.datetimes(min_value=dt.datetime(1990, 1, 1), timezones=st.just(dt.UTC)),
    submission=LINES,
    gallery=LINES | st.none(),
    allow=st.lists(st.builds(Allowance, check=st.just("phone-number"), name=LINES, date=st.dates(), reason=LINES), max_size=1).map(tuple),
    body=st.lists(BLOCKS, min_size=1, max_size=5).map(tuple),
    notes=st.lists(LINES, max_size=2).map(tuple),
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(root=tmp_path, publication=Masthead(slug="t", name="刊"), sections=(SectionRule(name="服务动态", aliases=("动态",)),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("picture-1.jpg", "照片 2.png"):
        Image.new("RGB", (4, 3)).save(tmp_path / name)
    return tmp_path


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=STORIES)
def test_a_story_written_out_and_read_back_is_the_same_story(story: Story, house: House, folder: Path) -> None:
    (folder / "story.md").write_text(write_story(story), "utf-8")
    assert read_story(folder / "story.md", house) == story


def refused(folder: Path, house: House, text: str) -> StoryError:
    (folder / "story.md").write_text(text, "utf-8")
    with pytest.raises(StoryError) as caught:
        read_story(folder / "story.md", house)
    return caught.value


HEAD = "title: 题\nsection: 服务动态\nbranch:\nauthors: []\nreceived: 2024-01-02T08:00:00+08:00\nsubmission: 1.eml\n"


def test_a_story_without_a_title_is_refused_at_its_line(folder: Path, house: House) -> None:
    error = refused(folder, house, f"---\n{HEAD.replace('title: 题', 'title:')}---\n\n正文\n")
    assert (error.line, "title" in error.message, bool(error.remedy)) == (2, True, True)


def test_a_story_without_a_body_is_refused(folder: Path, house: House) -> None:
    error = refused(folder, house, f"---\n{HEAD}---\n\n")
    assert "no body" in error.message
    assert error.line == 9


def test_a_section_that_the_publication_has_not_is_refused_with_those_it_has(folder: Path, house: House) -> None:
    error = refused(folder, house, f"---\n{HEAD.replace('服务动态', '服务新闻')}---\n\n正文\n")
    assert error.line == 3
    assert "服务动态" in error.remedy


def test_a_section_may_be_called_by_its_alias(folder: Path, house: House) -> None:
    (folder / "story.md").write_text(f"---\n{HEAD.replace('服务动态', '动态')}---\n\n正文\n", "utf-8")
    assert read_story(folder / "story.md", house).section == "服务动态"


def test_a_picture_that_is_not_there_is_refused_at_its_line(folder: Path, house: House) -> None:
    error = refused(folder, house, f"---\n{HEAD}---\n\n正文\n\n![现场](picture-9.jpg)\n")
    assert "picture-9.jpg" in error.message
    assert error.line == 12


def test_a_picture_from_elsewhere_is_refused(folder: Path, house: House) -> None:
    assert "beside the story" in refused(folder, house, f"---\n{HEAD}---\n\n![x](../../secret.jpg)\n").message


def test_a_date_that_does_not_exist_is_refused_at_its_line(folder: Path, house: House) -> None:
    error = refused(folder, house, f"---\n{HEAD}date: 2024-02-30\n---\n\n正文\n")
    assert error.line == 8
    assert "2024-02-30" in error.message


def test_a_key_that_stands_twice_is_refused_at_its_second_line(folder: Path, house: House) -> None:
    error = refused(folder, house, "---\ntitle: 甲\nsection: 服务动态\ntitle: 乙\n---\n\n正文\n")
    assert (error.line, "title" in error.message) == (4, True)


def test_broken_yaml_is_refused_at_its_line(folder: Path, house: House) -> None:
    error = refused(folder, house, "---\ntitle: 题\nauthors: [甲\n---\n\n正文\n")
    assert error.line == 4
    assert "YAML" in error.message


def test_an_unknown_key_is_refused_with_those_that_are_known(folder: Path, house: House) -> None:
    error = refused(folder, house, f"---\n{HEAD}auther: 甲\n---\n\n正文\n")
    assert error.line == 8
    assert "authors" in error.remedy


def test_a_text_without_front_matter_is_refused(folder: Path, house: House) -> None:
    assert refused(folder, house, "正文\n").line == 1


def test_a_footnote_that_would_be_dropped_is_refused_at_its_line(folder: Path, house: House) -> None:
    error = refused(folder, house, f"---\n{HEAD}---\n\n正文[^1]。\n\n[^1]: 注释\n")
    assert (error.line, "notes:" in error.remedy) == (12, True)


def test_a_yaml_tag_makes_no_object(folder: Path, house: House) -> None:
    (folder / "story.md").write_text(f"---\n{HEAD.replace('title: 题', 'title: !!python/object/apply:os.getcwd []')}---\n\n正文\n", "utf-8")
    with pytest.raises(StoryError):
        read_story(folder / "story.md", house)


def test_a_story_saved_by_notepad_is_read(folder: Path, house: House) -> None:
    (folder / "story.md").write_bytes(b"\xef\xbb\xbf" + f"---\n{HEAD}---\n\n正文\n".replace("\n", "\r\n").encode())
    assert read_story(folder / "story.md", house).title == "题"


def test_a_story_that_an_editor_writes_by_hand_needs_only_a_title_and_a_text(folder: Path, house: House) -> None:
    (folder / "story.md").write_text("---\ntitle: 题\n---\n\n正文\n", "utf-8")
    story = read_story(folder / "story.md", house)
    assert (story.title, story.submission, story.received.tzinfo) == ("题", folder.name, dt.UTC)
