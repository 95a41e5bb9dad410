"""Collecting: one submission's fault stops no other, and what is told of each is told once, where it belongs."""

import os
import re
import sqlite3
import time
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from bulletin.archive import shelf
from bulletin.archive.ledger import Ledger
from bulletin.house.rules import House, read_house
from bulletin.intake import folder, opening
from bulletin.production.check import check
from bulletin.production.collect import Collected, collect
from bulletin.production.reading import read_files
from bulletin.production.watch import watch
from bulletin.production.world import World
from bulletin.queries import MachineError, UsageError

ISSUE = "2024-1"
TEXT = "东门支行每天清晨开门之前，用十五分钟演练迎客、指引、送别三个动作，值班经理逐一点评，员工互相纠正。"
RULES = """\
[publication]
slug = "kan"
name = "澄报"

[[sections]]
name = "服务动态"
kind = "report"

[[sections]]
name = "员工心语"
kind = "reflection"

[intake]
settle_seconds = 0

[[branches]]
name = "东门支行"
senders = ["east@bank.example"]
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "stories" / "inbox").mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    (tmp_path / "stories" / ISSUE).mkdir()
    (tmp_path / "stories" / ISSUE / "issue.toml").write_text(f'id = "{ISSUE}"\nlabel = "第1期"\ndate = 2024-01-15\n', "utf-8")
    return read_house(tmp_path)


def taken(house: House) -> Collected:
    return collect(house, World(now=lambda: time.time() + 60), ISSUE)


def begin(house: House, issue: str, month: int, state: str = "open") -> None:
    """Another issue."""
    folder = house.root / "stories" / issue
    folder.mkdir()
    text = f'id = "{issue}"\nlabel = "第{month}期"\ndate = 2024-{month:02}-15\nstate = "{state}"\n'
    (folder / "issue.toml").write_text(text, "utf-8")


def drop(house: House, name: str, title: str) -> Path:
    path = house.inbox / name
    path.write_text(f"# {title}\n\n{TEXT}\n", "utf-8")
    return path


def word(title: str, text: str = TEXT) -> bytes:
    document = Document()
    document.add_heading(title, 0)
    document.add_paragraph(text)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def mail(house: House, name: str, files: dict[str, bytes], sender: str = "east@bank.example", subject: str = "投稿：服务动态") -> None:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = sender, subject, "<always-the-same@bank.example>"
    message["Date"] = "Mon, 04 Dec 2023 09:12:33 +0800"
    message.set_content("请查收。")
    for file, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=file)
    (house.inbox / name).write_bytes(bytes(message))


def titles(house: House) -> list[str]:
    return sorted(path.parent.name for path in shelf.story_files(house, ISSUE))


def test_a_damaged_file_in_a_mail_holds_no_other_story_of_it_and_is_told_once(house: House) -> None:
    mail(house, "a.eml", {"好稿.docx": word("东门支行开展晨间演练"), "坏稿.docx": word("坏稿")[:3000]})
    collected = taken(house)
    assert collected.held
    assert [each.check for each in collected.taken[0].queries].count("unreadable") == 1
    desk = check(house, ISSUE)
    assert [(each.filed.story.title, each.held) for each in desk.stories] == [("东门支行开展晨间演练", False)]
    assert [(entry.name, [each.check for each in entry.queries]) for entry in desk.held] == [("a.eml", ["unreadable"])]


def test_what_concerns_no_story_of_several_is_asked_with_the_first(house: House) -> None:
    files = {"甲.docx": word("甲稿的标题"), "乙.docx": word("乙稿的标题", "另一件事：" + TEXT[::-1]), "附件.pdf": b"%PDF-1.4"}
    mail(house, "a.eml", files)
    taken(house)
    asked = {each.filed.story.title: [query.check for query in each.queries] for each in check(house, ISSUE).stories}
    assert {title: checks.count("attachment-left-out") for title, checks in asked.items()} == {"甲稿的标题": 1, "乙稿的标题": 0}


def test_two_strangers_with_one_message_id_both_keep_their_originals(house: House) -> None:
    mail(house, "a.eml", {"稿.docx": word("甲")}, sender="who@elsewhere.example")
    mail(house, "b.eml", {"稿.docx": word("乙")}, sender="who@elsewhere.example")
    assert taken(house).held
    assert sorted(path.name for path in (house.root / "stories" / "held").rglob("*.eml") if path.is_file()) == ["a.eml", "b.eml"]


def test_a_held_submission_that_is_sent_again_is_held_once(house: House) -> None:
    mail(house, "a.eml", {}, sender="who@elsewhere.example")
    again = (house.inbox / "a.eml").read_bytes()
    taken(house)
    (house.inbox / "b.eml").write_bytes(again)
    taken(house)
    assert [path.name for path in (house.root / "stories" / "held").iterdir()] == ["a.eml"]


def test_a_story_whose_folder_an_editor_removed_may_be_sent_again(house: House) -> None:
    drop(house, "a.md", "东门支行开展晨间演练")
    taken(house)
    (place,) = (path.parent for path in shelf.story_files(house, ISSUE))
    place.rename(house.root / "put away")
    drop(house, "a.md", "东门支行开展晨间演练")
    assert [each.state for each in taken(house).taken] == ["filed"]
    assert titles(house) == ["东门支行开展晨间演练"]


def test_a_file_that_went_away_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(house, "a.md", "去而不返")
    drop(house, "b.md", "东门支行开展晨间演练")
    real = folder.waiting

    def removed(*args: object, **settings: object) -> object:
        bundles = real(*args, **settings)  # type: ignore[arg-type] # the same arguments
        (house.inbox / "a.md").unlink(missing_ok=True)
        return bundles

    monkeypatch.setattr("bulletin.production.collect.waiting", removed)
    collected = taken(house)
    assert [(each.check, each.place.file) for each in collected.left] == [("left-alone", "a.md")]
    assert titles(house) == ["东门支行开展晨间演练"]


def test_a_file_that_is_written_anew_while_it_is_taken_stays_for_the_next_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop(house, "a.md", "东门支行开展晨间演练")
    real = opening.open_bundle

    def overtaken(*args: object) -> object:
        opened = real(*args)  # type: ignore[arg-type] # the same arguments
        drop(house, "a.md", "南门支行送温暖")
        return opened

    with monkeypatch.context() as while_taking:
        while_taking.setattr("bulletin.production.ahead.open_bundle", overtaken)
        taken(house)
    assert "南门" in path.read_text("utf-8")
    taken(house)
    assert titles(house) == ["东门支行开展晨间演练", "南门支行送温暖"]


def test_a_drop_folder_that_may_not_be_written_to_is_told_with_the_story_filed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(house, "a.md", "东门支行开展晨间演练")

    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refused)
    collected = taken(house)
    assert [(each.state, each.queries[-1].check) for each in collected.taken] == [("filed", "left-alone")]
    assert "taken" in collected.taken[0].queries[-1].remedy


def test_a_dropped_folder_goes_with_the_empty_folders_in_it(house: House) -> None:
    dropped = house.inbox / "三月"
    (dropped / "照片" / "原图").mkdir(parents=True)
    (dropped / "稿.md").write_text(f"# 东门支行开展晨间演练\n\n{TEXT}\n", "utf-8")
    assert [each.state for each in taken(house).taken] == ["filed"]
    assert list(house.inbox.iterdir()) == []
    assert taken(house) == Collected((), ())


def test_a_dropped_files_time_has_whole_seconds(house: House) -> None:
    os.utime(drop(house, "a.md", "东门支行开展晨间演练"), (1704096000.7, 1704096000.7))
    taken(house)
    [story] = check(house, ISSUE).stories
    assert story.filed.story.received.timestamp() == 1704096000


def test_a_ledger_that_may_not_be_written_stops_with_one_sentence(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lying = [drop(house, f"{title}.md", title) for title in ("东门支行开展晨间演练", "网点换上新装")]

    def enter(*_args: object) -> int:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Ledger, "enter", enter)
    with pytest.raises(MachineError):
        taken(house)
    assert caplog.records == []
    assert all(path.exists() for path in lying)


def test_a_story_that_may_not_be_read_keeps_no_other_from_being_listed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("东门支行开展晨间演练", "网点换上新装"):
        drop(house, f"{title}.md", title)
        taken(house)
    real = Path.read_bytes

    def read(self: Path) -> bytes:
        if self.parent.name == "网点换上新装":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    listed = check(house, ISSUE)
    assert [each.filed.story.title for each in listed.stories] == ["东门支行开展晨间演练"]
    [error] = listed.unreadable
    assert "网点换上新装" in str(error.file)


def test_a_name_in_gbk_on_the_disk_is_taken_and_read(house: House) -> None:
    drop(house, os.fsdecode("演练.md".encode("gb18030")), "东门支行开展晨间演练")
    assert [(each.name, each.state) for each in taken(house).taken] == [("演练.md", "filed")]
    assert not list(house.inbox.iterdir())


@pytest.mark.parametrize(
    ("subject", "issue"),
    [
        ("投稿：服务动态", "2024-2"),
        ("2024-3期投稿", "2024-3"),
        ("投给第3期", "2024-3"),
        ("[Bulletin-2024-3] report", "2024-3"),
        ("2024-3-15 晨间演练", "2024-2"),
        ("2024-31", "2024-2"),
        ("2024-12 月投稿", "2024-2"),
    ],
)
def test_a_mail_goes_to_the_issue_that_its_subject_names_else_to_the_one_asked_for(house: House, subject: str, issue: str) -> None:
    begin(house, "2024-2", 2)
    begin(house, "2024-3", 3)
    mail(house, "a.eml", {"稿.docx": word("东门支行开展晨间演练")}, subject=subject)
    collected = collect(house, World(now=lambda: time.time() + 60), "2024-2")
    assert [each.issue for each in collected.taken] == [issue]


def test_a_mail_that_names_no_issue_goes_to_the_earliest_open_one(house: House) -> None:
    begin(house, "2024-3", 3)
    begin(house, "2024-2", 2)
    (house.root / "stories" / ISSUE / "issue.toml").write_text(
        f'id = "{ISSUE}"\nlabel = "第1期"\ndate = 2024-01-15\nstate = "closed"\n', "utf-8"
    )
    mail(house, "a.eml", {"稿.docx": word("东门支行开展晨间演练")}, subject=f"{ISSUE} 投稿")
    assert [each.issue for each in collect(house, World(now=lambda: time.time() + 60)).taken] == ["2024-2"]


def test_a_closed_issue_takes_nothing(house: House) -> None:
    begin(house, "2023-4", 1, "closed")
    drop(house, "a.md", "东门支行开展晨间演练")
    with pytest.raises(UsageError, match="closed"):
        collect(house, World(), "2023-4")
    with pytest.raises(UsageError, match="closed"):
        next(watch(house, World(), "2023-4"))
    assert (house.inbox / "a.md").is_file()


def asked(house: House) -> list[str]:
    """The checks that stand on the one story."""
    (story,) = check(house, ISSUE).stories
    return [each.check for each in story.queries]


def test_a_section_that_was_stated_wrongly_is_asked_about_until_an_editor_changes_it(house: House) -> None:
    (house.inbox / "a.md").write_text(f"---\ntitle: 东门支行开展晨间演练\nsection: 新闻速递\n---\n\n{TEXT}\n", "utf-8")
    taken(house)
    assert "unknown-section" in asked(house)
    (path,) = shelf.story_files(house, ISSUE)
    path.write_text(path.read_text("utf-8").replace("互相纠正", "彼此提醒"), "utf-8")
    assert "unknown-section" in asked(house)
    path.write_text(re.sub(r"(?m)^section:.*$", "section: 员工心语", path.read_text("utf-8")), "utf-8")
    assert "unknown-section" not in asked(house)


def test_a_section_is_not_asked_about_when_the_plan_names_the_story(house: House) -> None:
    (house.inbox / "a.md").write_text(f"---\ntitle: 东门支行开展晨间演练\nsection: 新闻速递\n---\n\n{TEXT}\n", "utf-8")
    taken(house)
    assert "unknown-section" in asked(house)
    plan = house.root / "stories" / ISSUE / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + '[[plan]]\nsection = "服务动态"\nstories = ["东门支行"]\n', "utf-8")
    assert "unknown-section" not in asked(house)


def test_a_manuscripts_picture_without_a_caption_is_asked_about_once(house: House) -> None:
    Image.effect_noise((900, 600), 90).save(house.root / "a.jpg")
    file = house.root / "a.md"
    file.write_text(f"# 东门支行开展晨间演练\n\n{TEXT}\n\n![](a.jpg)\n", "utf-8")
    (reading,) = read_files(house, [file])
    assert [each.check for each in reading.queries].count("uncaptioned-picture") == 1


def test_a_plan_is_not_said_to_miss_a_story_that_cannot_be_read(house: House) -> None:
    drop(house, "a.md", "东门支行开展晨间演练")
    taken(house)
    plan = house.root / "stories" / ISSUE / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + '[[plan]]\nsection = "服务动态"\nstories = ["东门支行"]\n', "utf-8")
    assert check(house, ISSUE).plan == ()
    (path,) = shelf.story_files(house, ISSUE)
    path.write_text(path.read_text("utf-8").replace("title:", "title: ["), "utf-8")
    desk = check(house, ISSUE)
    assert (len(desk.unreadable), desk.plan) == (1, ())
    path.unlink()
    assert {(each.check, each.place.file) for each in check(house, ISSUE).plan} == {
        ("planned-story-missing", f"stories/{ISSUE}/issue.toml"),
        ("empty-section", f"stories/{ISSUE}/issue.toml"),
    }


def test_a_planned_story_that_is_held_is_not_called_missing_nor_its_section_empty(house: House) -> None:
    (house.inbox / "a.md").write_text(f"# 东门支行开展晨间演练\n\n{TEXT}联系电话13800138000。\n", "utf-8")
    taken(house)
    plan = house.root / "stories" / ISSUE / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + '[[plan]]\nsection = "服务动态"\nstories = ["东门支行"]\n', "utf-8")
    desk = check(house, ISSUE)
    assert desk.stories[0].held
    assert desk.plan == ()
