"""A small publication, and a desk that edits whatever a test lays on it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulletin.copydesk.desk import edit
from bulletin.house.rules import Branch, House, Masthead, SectionRule
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript, Passage, Photo, Run
from bulletin.records.story import Copy, Story, plain
from bulletin.records.submission import Submission


def lines(*texts: str, **said: Any) -> list[Line]:
    """Lines of plain text, in which all is alike that is said of them."""
    return [Line(runs=(Run(text=text),), position=at, **said) for at, text in enumerate(texts, start=1)]


def texts(story: Story) -> list[str]:
    """What the blocks of a story say, but for its pictures and tables."""
    return [plain(block.spans) for block in story.body if hasattr(block, "spans")]


@pytest.fixture
def house() -> House:
    return House(
        root=Path(),
        publication=Masthead(slug="test", name="试刊"),
        sections=(
            SectionRule(name="服务动态", kind="report", aliases=("动态",)),
            SectionRule(name="服务经验", kind="practice"),
            SectionRule(name="服务故事", kind="case"),
            SectionRule(name="服务心语", kind="reflection"),
        ),
        branches=(
            Branch(name="云州分行", aliases=("分行", "运行管理部"), senders=("head@bank.example.com",)),
            Branch(name="第一支行", aliases=("一支行", "一支"), senders=("first@bank.example.com",)),
            Branch(name="临江支行", senders=("linjiang@bank.example.com",)),
            Branch(name="梧桐支行", senders=("@wutong.example.com",)),
        ),
    )


@pytest.fixture
def edited(house: House) -> Callable[..., Marked[Copy | None]]:
    """Edits passages: `edited(line, line, subject=…, sender=…, galleries=…, and any field of Manuscript)`."""

    def edit_passages(
        *passages: Passage, subject: str = "", sender: str | None = None, galleries: tuple[str, ...] = (), **said: Any
    ) -> Marked[Copy | None]:
        manuscript = Manuscript(**{"file": "稿件.docx", "kind": "word", "passages": passages, **said})
        submission = Submission(
            name="mail.eml",
            received=dt.datetime(2024, 1, 5, 9, tzinfo=dt.UTC),
            digest="0" * 64,
            originals=(),
            subject=subject,
            sender=sender,
        )
        return edit(manuscript, submission, house, galleries)

    return edit_passages


@pytest.fixture
def story_of(edited: Callable[..., Marked[Copy | None]]) -> Callable[..., Story]:
    """As `edited`, where a story must come of it."""

    def story(*passages: Passage, **said: Any) -> Story:
        copy = edited(*passages, **said).value
        assert copy is not None
        return copy.story

    return story


@pytest.fixture
def photo() -> Callable[..., Photo]:
    def developed(name: str = "IMG_0001.jpg", data: bytes = b"\xff\xd8\xff") -> Photo:
        return Photo(name=name, data=data, width=1600, height=1200)

    return developed
