"""An issue's pictures are looked at once each, and beside those of the issues before."""

import io
import os
import random
import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from benchmarks import mails
from benchmarks.photos import photo, room
from bulletin.archive.ledger import opened
from bulletin.house.rules import House, read_house
from bulletin.preflight.looks import Look, look_at
from bulletin.production import answering, looking
from bulletin.production.check import check
from bulletin.production.collect import collect
from bulletin.production.reading import check_files
from bulletin.production.world import Silence, World
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


# --- when it is looked at ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How large each picture is that is looked at, in turn."""
    seen: list[int] = []

    def looking_at(data: bytes) -> Look | None:
        seen.append(len(data))
        return look_at(data)

    monkeypatch.setattr(looking, "look_at", looking_at)
    return seen


@pytest.fixture
def office(tmp_path: Path) -> House:
    """A publication with a case section, in whose drop folder three submissions lie, one with a blurred photo."""
    mails.publication(tmp_path)
    rules = tmp_path / "bulletin.toml"
    rules.write_text(rules.read_text("utf-8").replace('name = "服务动态"', 'name = "服务动态"\nkind = "case"'), "utf-8")
    blurred = io.BytesIO()
    room(1, (1600, 1200)).filter(ImageFilter.GaussianBlur(12)).save(blurred, "JPEG")
    sent = {"1.eml": (photo(2, (900, 700), 3), photo(3, (900, 700))), "2.eml": (blurred.getvalue(),), "3.eml": ()}
    for turn, (name, photos) in enumerate(sent.items()):
        (tmp_path / "stories" / "inbox" / name).write_bytes(mails.mail(turn, photos, word=False))
    return read_house(tmp_path)


def collected(house: House) -> None:
    collect(house, World(now=lambda: 4_102_444_800.0))


def test_what_was_collected_is_not_looked_at_again_when_it_is_checked(office: House, looked: list[int]) -> None:
    collected(office)
    assert len(looked) == 3
    assert len(check(office, "2024-1").stories) == 3
    assert len(looked) == 3


def test_a_picture_that_came_by_hand_is_looked_at_when_it_is_checked(office: House, looked: list[int]) -> None:
    collected(office)
    for picture in (office.root / "stories" / "2024-1").glob("*/*.jpg"):
        picture.write_bytes(scene(1))
        break
    check(office, "2024-1")
    assert len(looked) == 4


def test_many_pictures_are_announced(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    class Told(Silence):
        def say(self, text: str) -> None:
            said.append(text)

    monkeypatch.setattr(looking, "_MANY", -1)
    collect(office, World(now=lambda: 4_102_444_800.0, progress=Told()))
    (line,) = said
    assert re.fullmatch("looking at [0-3] pictures", line)


def test_the_ledger_forgets_a_picture_that_no_story_shows_any_more(house: House) -> None:
    story = write(house, "2024-1", "甲", scene(1)) / "story.md"
    asked(house, "2024-1")
    story.write_text(story.read_text("utf-8").replace("![现场](1.jpg)", ""), "utf-8")
    asked(house, "2024-1")
    with opened(house.root / "stories") as ledger:
        assert ledger.looks("2024-1") == {}


def test_faces_are_counted_for_each_story_and_noted_on_one_about_a_customer(office: House) -> None:
    collected(office)
    stories = {each.filed.story.submission: each for each in check(office, "2024-1").stories}
    assert {name: each.faces for name, each in stories.items()} == {"1.eml": 3, "2.eml": 0, "3.eml": 0}
    assert [each.check for each in stories["1.eml"].queries if each.check == "faces-shown"] == ["faces-shown"]


def test_the_branch_hears_in_its_receipt_that_a_picture_is_blurred_and_of_faces_nothing(office: House) -> None:
    rules = office.root / "bulletin.toml"
    rules.write_text(rules.read_text("utf-8") + '\n[mail]\nfrom = "澄报 <kan@bank.example>"\n', "utf-8")
    collected(read_house(office.root))
    letters = [each.read_bytes() for each in (office.root / "stories" / "outbox").iterdir()]
    texts = [message_from_bytes(each, policy=policy.default).get_body(("plain",)) for each in letters]
    blurred = [text.get_content() for text in texts if text and "模糊" in text.get_content()]
    assert len(blurred) == 1
    assert not any("人脸" in text.get_content() for text in texts if text)


def test_a_manuscript_that_is_not_filed_has_its_pictures_checked_too(office: House) -> None:
    first, second, _third = check_files(office, [office.inbox / f"{number}.eml" for number in (1, 2, 3)])
    assert "faces-shown" in {each.check for each in first.queries}
    assert "blurred-picture" in {each.check for each in second.queries}


def test_a_story_md_named_to_check_has_its_pictures_checked_and_an_allowance_answers(house: House) -> None:
    blurred = io.BytesIO()
    room(1, (900, 700)).filter(ImageFilter.GaussianBlur(7)).save(blurred, "JPEG")
    story = write(house, "2024-1", "甲", blurred.getvalue()) / "story.md"
    (reading,) = check_files(house, [story])
    assert "blurred-picture" in {each.check for each in reading.queries}
    allow = "allow:\n  - {check: blurred-picture, name: 林青, date: 2024-01-06, reason: 只此一张}\n"
    story.write_text(STORY.format(title="甲", allow=allow, pictures="![现场](1.jpg)"), "utf-8")
    (reading,) = check_files(house, [story])
    assert "blurred-picture" not in {each.check for each in reading.queries}


def test_a_collection_that_is_stopped_waits_for_no_picture_and_a_check_sees_them_all(office: House, looked: list[int]) -> None:
    asked = iter([False] * 3)
    collect(office, World(now=lambda: 4_102_444_800.0, stopping=lambda: next(asked, True)))
    assert len(check(office, "2024-1").stories) == 3
    before = len(looked)
    check(office, "2024-1")
    assert len(looked) == before >= 3


def test_a_fault_while_looking_stops_no_collection(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes) -> Look | None:
        raise ArithmeticError

    with monkeypatch.context() as broken:
        broken.setattr(looking, "look_at", fails)
        broken.setattr(answering, "ask_of_story", lambda *_what: ())
        collected(office)
    assert len(check(office, "2024-1").stories) == 3
