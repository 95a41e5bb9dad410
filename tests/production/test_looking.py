"""An issue's pictures are looked at once each, and beside those of the issues before."""

import io
import os
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from bulletin.house.rules import House, read_house
from bulletin.preflight.looks import Look, look_at
from bulletin.production import looking
from bulletin.production.check import check
from bulletin.queries import Query

RULES = """\
[publication]
slug = "kan"
name = "快报"

[[sections]]
name = "动态"
kind = "report"
"""
STORY = """\
---
title: {title}
section: 动态
branch:
authors: []
received: 2024-01-05T00:00:00+00:00
submission: {title}
{allow}---

正文。

{pictures}
"""


def scene(seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - a drawing
    picture = Image.new("RGB", (640, 480), (205, 200, 190))
    for _ in range(30):
        x, y = chance.randrange(640), chance.randrange(480)
        colour = tuple(chance.randrange(20, 240) for _ in range(3))
        ImageDraw.Draw(picture).rectangle((x, y, x + chance.randrange(15, 130), y + chance.randrange(20, 190)), fill=colour)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    for number in range(1, 7):
        folder = tmp_path / "stories" / f"2024-{number}"
        folder.mkdir(parents=True)
        (folder / "issue.toml").write_text(f'id = "2024-{number}"\nlabel = "第{number}期"\ndate = 2024-{number:02}-15\n', "utf-8")
    return read_house(tmp_path)


def write(house: House, issue: str, title: str, *pictures: bytes, allow: str = "") -> Path:
    folder = house.root / "stories" / issue / title
    folder.mkdir()
    for number, data in enumerate(pictures, 1):
        (folder / f"{number}.jpg").write_bytes(data)
    named = "\n\n".join(f"![现场]({number}.jpg)" for number in range(1, len(pictures) + 1))
    (folder / "story.md").write_text(STORY.format(title=title, allow=allow, pictures=named), "utf-8")
    return folder


def asked(house: House, issue: str, *, kind: str = "picture-") -> list[Query]:
    return [each for story in check(house, issue).stories for each in story.queries if each.check.startswith(kind)]


def test_one_picture_in_two_stories_is_asked_about(house: House) -> None:
    write(house, "2024-1", "甲", scene(1))
    write(house, "2024-1", "乙", scene(2), scene(1))
    assert [each.check for each in asked(house, "2024-1")] == ["picture-in-two-stories"]


def test_a_picture_of_an_earlier_issue_is_asked_about_though_that_was_never_checked(house: House) -> None:
    write(house, "2024-2", "旧稿", scene(1))
    write(house, "2024-5", "新稿", scene(1))
    (query,) = asked(house, "2024-5")
    assert query.check == "picture-printed-before"
    assert "issue 2024-2 already, in “旧稿”" in query.message
    assert asked(house, "2024-2") == []


def test_a_picture_of_an_issue_long_ago_is_not(house: House) -> None:
    write(house, "2024-1", "旧稿", scene(1))
    write(house, "2024-6", "新稿", scene(1))
    assert asked(house, "2024-6") == []


def test_a_picture_that_was_taken_out_of_an_earlier_story_was_not_printed(house: House) -> None:
    story = write(house, "2024-1", "旧稿", scene(1)) / "story.md"
    story.write_text(story.read_text("utf-8").replace("![现场](1.jpg)", ""), "utf-8")
    write(house, "2024-2", "新稿", scene(1))
    assert asked(house, "2024-2") == []


def test_an_allowance_answers_for_a_picture(house: House) -> None:
    write(house, "2024-1", "甲", scene(1))
    write(house, "2024-1", "乙", scene(1))
    allow = "allow:\n  - {check: picture-in-two-stories, name: 林青, date: 2024-01-06, reason: 有意为之}\n"
    for title in "甲乙":
        story = house.root / "stories" / "2024-1" / title / "story.md"
        story.write_text(STORY.format(title=title, allow=allow, pictures="![现场](1.jpg)"), "utf-8")
    assert asked(house, "2024-1") == []


def test_a_picture_is_looked_at_once_until_its_file_changes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def looking_at(data: bytes) -> Look | None:
        looked.append(len(data))
        return look_at(data)

    monkeypatch.setattr(looking, "look_at", looking_at)
    write(house, "2024-1", "甲", scene(1))
    picture = write(house, "2024-1", "乙", scene(2)) / "1.jpg"
    assert asked(house, "2024-1") == asked(house, "2024-1") == []
    assert len(looked) == 2
    picture.write_bytes(scene(1))
    os.utime(picture, ns=(1, 1))
    assert [each.check for each in asked(house, "2024-1")] == ["picture-in-two-stories"]
    assert len(looked) == 3
