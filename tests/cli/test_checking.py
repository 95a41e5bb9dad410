"""`bulletin check` marks the place in its sentence; `--fix` puts right what is sure, shows it and keeps what stood there."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from bulletin.archive import disk
from bulletin.cli.main import main

RULES = """\
[publication]
slug = "kan"
name = "澄报"
language = "zh-CN"

[[sections]]
name = "动态"

[check]
shortest = 0
"""
TEXT = "清晨，云溪支行的大门刚刚打开。客户的帐户里多了一笔钱，，大唐经理问了又问。一但可疑，立即报警。"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    write(tmp_path, "one", TEXT)
    write(tmp_path, "two", "清晨，云溪支行的大门刚刚打开，一切都好。")
    (tmp_path / "stories" / "2024-1" / "issue.toml").write_text('id = "2024-1"\nlabel = "第1期"\ndate = 2024-01-15\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, name: str, text: str) -> Path:
    path = root / "stories" / "2024-1" / name / "story.md"
    path.parent.mkdir(parents=True)
    received = dt.datetime(2024, 1, 5, tzinfo=dt.UTC).isoformat()
    path.write_text(f"---\n# 编辑留言\ntitle: 云溪支行{name}\nsection: 动态\nreceived: {received}\n---\n\n{text}\n", "utf-8")
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["--language", "en", *words])


def test_the_place_is_marked_in_its_sentence(folder: Path) -> None:
    result = run("check", "2024-1")
    assert result.exit_code == 0
    assert "客户的▸帐户◂里多了一笔钱" in result.output
    assert "[wrong-word]" in result.output


def test_for_machines_the_characters_are_counted_in_the_paragraph(folder: Path) -> None:
    records = [json.loads(line) for line in run("check", "2024-1", "--json").stdout.splitlines()]
    assert {(each["check"], each["text"]) for each in records} == {
        ("wrong-word", "帐户"),
        ("double-mark", "，，"),
        ("wrong-word", "大唐经理"),
        ("doubtful-word", "一但"),
    }
    assert all(TEXT[each["start"] : each["end"]] == each["text"] and each["paragraph"] == 1 for each in records)


def test_fix_changes_what_is_sure_shows_it_and_keeps_the_earlier_text(folder: Path) -> None:
    story = folder / "stories" / "2024-1" / "one" / "story.md"
    before = story.read_text("utf-8")
    result = run("check", "2024-1", "--fix")
    assert result.exit_code == 0, result.output
    mended = TEXT.replace("帐户", "账户").replace("，，", "，").replace("大唐", "大堂")
    assert story.read_text("utf-8") == before.replace(TEXT, mended)
    assert f"-{TEXT}" in result.output and f"+{mended}" in result.output
    assert (story.parent / "versions" / "1" / "story.md").read_text("utf-8") == before
    assert not (folder / "stories" / "2024-1" / "two" / "versions").exists()
    assert "surely wrong" in run("check", "2024-1", "--fix").output


def test_after_a_fix_what_is_left_decides_the_exit_code(folder: Path) -> None:
    write(folder, "three", "清晨，云溪支行的大门刚刚打开，，请致电13800138000。")
    assert run("check", "2024-1", "--fix").exit_code == 3
    assert run("check", "2024-1", "--dry-run").exit_code == 3


def test_what_is_skipped_is_asked_neither_of_pictures_nor_of_words(folder: Path) -> None:
    rules = folder / "bulletin.toml"
    rules.write_text(rules.read_text("utf-8") + 'skip = ["double-mark", "wrong-word", "doubtful-word", "same-picture-twice"]\n', "utf-8")
    text = (folder / "stories" / "2024-1" / "one" / "story.md").read_text("utf-8")
    (folder / "stories" / "2024-1" / "one" / "story.md").write_text(f"{text}\n![现场](a.jpg)\n\n![现场](a.jpg)\n", "utf-8")
    Image.new("RGB", (1600, 900)).save(folder / "stories" / "2024-1" / "one" / "a.jpg")
    asked = {json.loads(line)["check"] for line in run("check", "2024-1", "--json").stdout.splitlines()}
    assert not asked & {"double-mark", "wrong-word", "doubtful-word", "same-picture-twice"}


def test_a_dry_run_shows_and_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.md")}
    record = json.loads(run("check", "2024-1", "--dry-run", "--json").stdout)
    assert (record["file"], record["kept"]) == ("stories/2024-1/one/story.md", None)
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == before


def test_a_crash_amid_a_fix_is_undone_by_the_next_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = folder / "stories" / "2024-1" / "one" / "story.md"
    before, moves = story.read_text("utf-8"), []
    moved = disk.move

    def move(source: Path, target: Path) -> None:
        moves.append(target)
        if len(moves) == 3:
            raise KeyboardInterrupt
        moved(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(disk, "move", move)
        assert run("check", "2024-1", "--fix").exit_code == 130
    run("collect")
    assert story.read_text("utf-8") == before


def test_a_manuscript_is_not_fixed(folder: Path) -> None:
    (folder / "letter.md").write_text(TEXT, "utf-8")
    assert run("check", "letter.md", "--fix").exit_code == 2


def test_a_closed_issue_is_not_fixed(folder: Path) -> None:
    plan = folder / "stories" / "2024-1" / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + 'state = "closed"\n', "utf-8")
    assert run("check", "2024-1", "--fix").exit_code == 2
