"""An issue that can be made up of anything, and a publication to set it in."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulletin.house.rules import House, LayoutRule, SectionRule
from bulletin.house.rules import Masthead as MastheadRule
from bulletin.records.issue import Entry, Feature, Issue, Masthead, Piece, Role, Section
from bulletin.records.story import Block, Paragraph, Picture, Pictures, Span, Story

MakePiece = Callable[..., Piece]
MakeIssue = Callable[..., Issue]


def _story(title: str, *blocks: Block, **fields: Any) -> Story:
    body = blocks or (Paragraph(spans=(Span(text="近日，支行开展服务培训。"),)),)
    return Story(title=title, body=body, received=dt.datetime(2024, 1, 2, tzinfo=dt.UTC), submission="01.eml", **fields)


def make_piece(anchor: str, title: str, *blocks: Block, role: Role = "story", **fields: Any) -> Piece:
    """A story in its place; its pictures lie in a folder that need not exist: composition opens none."""
    story = _story(title, *blocks, **fields)
    return Piece(
        anchor=anchor,
        role=role,
        story=story,
        sources=("01.eml",),
        files={each.file: Path("/pictures") / each.file for each in story.pictures},
    )


def make_issue(*entries: Entry, kind: str = "report", language: str = "zh-CN", **masthead: Any) -> Issue:
    """An issue of one section."""
    front = {
        "name": "澄江",
        "subtitle": "服务专刊",
        "motto": ("用心",),
        "publisher": "运行部",
        "closing": ("感谢观看！", "欢迎投稿"),
    } | masthead
    section = Section(anchor="section-1", number=1, name="服务动态", kind=kind, entries=entries)
    return Issue(
        id="2024-1", label="2024年第1期", date=dt.date(2024, 1, 15), masthead=Masthead(language=language, **front), sections=(section,)
    )


def make_pictures(*shapes: tuple[int, int], caption: str = "现场") -> Pictures:
    """Pictures side by side, of these widths and heights."""
    named = [f"{width}x{height}-{number}.jpg" for number, (width, height) in enumerate(shapes)]
    return Pictures(
        pictures=tuple(
            Picture(file=name, caption=caption, width=width, height=height) for name, (width, height) in zip(named, shapes, strict=True)
        )
    )


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A publication whose folder holds no layout of its own."""
    return House(
        root=tmp_path,
        publication=MastheadRule(slug="chengjiang", name="澄江"),
        sections=(SectionRule(name="服务动态"),),
        layout=LayoutRule(page="A4"),
    )


@pytest.fixture
def piece() -> MakePiece:
    """Makes a story in its place."""
    return make_piece


@pytest.fixture
def issue() -> MakeIssue:
    """Makes an issue of one section of the entries given."""
    return make_issue


@pytest.fixture
def pictures() -> Callable[..., Pictures]:
    """Makes pictures side by side."""
    return make_pictures


@pytest.fixture
def full_issue() -> Issue:
    """A story, and a feature with a lead, a report and a gallery."""
    feature = Feature(
        anchor="feature-1",
        title="反诈我在行",
        label="支行报道",
        lead=make_piece("lead", "分行组织志愿服务", role="lead"),
        reports=(make_piece("report", "东街支行进社区", make_pictures((1600, 1200), (900, 1600)), role="report"),),
        gallery=make_piece("gallery", "活动剪影", *(make_pictures((1600, 1200)) for _ in range(7)), role="gallery"),
    )
    return make_issue(make_piece("story", "服务培训开班"), feature)
