"""The commands as an editor runs them: what they print, their exit codes, and what they say of bad input."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from bulletin.archive import disk
from bulletin.cli.main import main
from bulletin.queries import query

RULES = """\
[publication]
slug = "kan"
name = "澄报"
subtitle = "云州分行服务季刊"
publisher = "云州分行"
language = "zh-CN"

[[sections]]
name = "服务动态"
kind = "report"

[[sections]]
name = "服务心语"
kind = "reflection"

[intake]
settle_seconds = 0

[[branches]]
name = "东门支行"
senders = ["east@bank.example.com"]
"""
STORY = """\
---
title: 东门支行开展晨间演练
section: 服务动态
branch: 东门支行
---

东门支行每天清晨开门之前，用十五分钟演练迎客、指引、送别三个动作，值班经理逐一点评，员工互相纠正。

![晨间演练](morning.jpg)

演练做了一个月，柜台前的等候时间短了，大厅里的问候声多了，客户在意见簿上写下了感谢的话。
"""
ESSAY = (
    "---\ntitle: 柜台里的春天\nsection: 服务心语\nbranch: 东门支行\nauthors: [林小溪]\n---\n\n"
    + "我在柜台里坐了七年，看过许多人的春天。\n\n"
    + "有人来存第一份工资，有人来取给孩子的学费，也有人只是进来歇一歇脚，喝一杯热水。\n\n"
    + "我记得他们的样子，也愿意他们记得，这里有一张不算宽的柜台，和一个愿意听他们说话的人。\n\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    inbox = tmp_path / "stories" / "inbox"
    inbox.mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    (tmp_path / "stories" / "2024-1").mkdir()
    (tmp_path / "stories" / "2024-1" / "issue.toml").write_text('id = "2024-1"\nlabel = "2024年第1期"\ndate = 2024-01-15\n', "utf-8")
    (inbox / "morning.md").write_text(STORY, "utf-8")
    Image.new("RGB", (1600, 1200), "teal").save(inbox / "morning.jpg")
    (inbox / "essay.md").write_text(ESSAY, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["--language", "en", *words])


@pytest.fixture
def filed(folder: Path) -> Path:
    assert run("collect").exit_code == 0
    return folder


def story_of(folder: Path) -> Path:
    return folder / "stories" / "2024-1" / "东门支行开展晨间演练" / "story.md"


def yesterday(folder: Path) -> Callable[[], dict[str, bytes]]:
    """Put yesterday's files into output/, and tell what stands there."""
    place = folder / "output" / "2024-1"
    place.mkdir(parents=True)
    (place / "kan-2024-1.pdf").write_bytes(b"yesterday")
    return lambda: {path.name: path.read_bytes() for path in place.iterdir()}


def test_collect_files_what_lies_there_and_says_so(folder: Path) -> None:
    result = run("collect")
    assert result.exit_code == 0
    assert "Filed: morning.md" in result.output
    assert story_of(folder).is_file()
    assert list((folder / "stories" / "inbox").iterdir()) == []


def test_collect_says_when_there_is_nothing(filed: Path) -> None:
    result = run("collect")
    assert (result.exit_code, "nothing new" in result.output) == (0, True)


def test_collect_ends_with_three_where_something_is_held(folder: Path) -> None:
    (folder / "stories" / "inbox" / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    assert run("collect").exit_code == 3


def test_collect_for_machines_is_one_object_a_line(folder: Path) -> None:
    records = [json.loads(line) for line in run("collect", "--json").stdout.splitlines()]
    assert sorted((record["submission"], record["state"]) for record in records) == [("essay.md", "filed"), ("morning.md", "filed")]


def test_what_is_left_in_the_drop_folder_is_told_to_machines_too(folder: Path) -> None:
    (folder / "stories" / "inbox" / "empty.docx").touch()
    records = [json.loads(line) for line in run("collect", "--json").stdout.splitlines()]
    assert [(each["submission"], each["queries"][0]["check"]) for each in records if each["state"] == "left"] == [
        ("empty.docx", "left-alone")
    ]


def test_stories_lists_section_title_branch_and_pictures(filed: Path) -> None:
    result = run("stories", "2024-1")
    [line] = [line for line in result.output.splitlines() if "晨间演练" in line]
    assert line.split() == ["服务动态", "东门支行开展晨间演练", "东门支行", "1"]


def test_stories_for_machines_is_one_object_a_line(filed: Path) -> None:
    records = [json.loads(line) for line in run("stories", "--json").stdout.splitlines()]
    assert {(record["title"], record["state"]) for record in records} == {("东门支行开展晨间演练", "filed"), ("柜台里的春天", "filed")}


def test_stories_tells_machines_of_held_submissions_and_broken_stories_too(folder: Path) -> None:
    (folder / "stories" / "inbox" / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    run("collect")
    story_of(folder).write_text("no front matter", "utf-8")
    result = run("stories", "--json")
    filed, held, broken = [json.loads(line) for line in result.stdout.splitlines()]
    assert (filed["state"], held["state"], held["file"]) == ("filed", "held", "stories/held/broken.docx")
    assert set(filed) == set(held)
    assert (broken["file"], broken["line"], result.exit_code) == (str(story_of(folder)), 1, 1)


def test_stories_shows_the_section_that_the_issue_prints_a_story_in(filed: Path) -> None:
    path = story_of(filed)
    path.write_text(path.read_text("utf-8").replace("section: 服务动态", "section:"), "utf-8")
    plan = filed / "stories" / "2024-1" / "issue.toml"
    plan.write_text(
        plan.read_text("utf-8") + '[[plan]]\nsection = "服务心语"\nstories = ["东门支行开展"]\n'
        '[[plan]]\nsection = "服务动态"\nstories = ["柜台里的春天"]\n',
        "utf-8",
    )
    records = [json.loads(line) for line in run("stories", "--json").stdout.splitlines()]
    assert [(each["section"], each["title"]) for each in records] == [("服务动态", "柜台里的春天"), ("服务心语", "东门支行开展晨间演练")]
    [line] = [line for line in run("stories").output.splitlines() if "晨间演练" in line]
    assert line.startswith("服务心语")


def test_check_is_quiet_where_nothing_is_to_be_asked(filed: Path) -> None:
    result = run("check", "2024-1")
    assert (result.exit_code, "Nothing is to be asked" in result.output) == (0, True)


def test_check_ends_with_three_where_a_hold_stands_and_names_the_characters(filed: Path) -> None:
    path = story_of(filed)
    path.write_text(path.read_text("utf-8").replace("值班经理", "值班经理13800138000"), "utf-8")
    result = run("check", "2024-1", "--json")
    [record] = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 3
    assert (record["check"], record["text"], record["paragraph"]) == ("phone-number", "13800138000", 1)
    paragraph = "东门支行每天清晨开门之前，用十五分钟演练迎客、指引、送别三个动作，值班经理13800138000"
    assert paragraph[record["start"] : record["end"]] == "13800138000"


def test_check_names_a_story_that_is_in_no_section(filed: Path) -> None:
    path = story_of(filed)
    path.write_text(path.read_text("utf-8").replace("section: 服务动态", "section:"), "utf-8")
    result = run("check", "2024-1", "--json")
    assert (result.exit_code, [json.loads(line)["check"] for line in result.stdout.splitlines()]) == (3, ["not-in-a-section"])


def test_check_names_what_the_plan_names_in_vain(filed: Path) -> None:
    plan = filed / "stories" / "2024-1" / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + '[[plan]]\nsection = "服务动态"\nstories = ["从未寄来的稿件"]\n', "utf-8")
    [record] = [json.loads(line) for line in run("check", "2024-1", "--json").stdout.splitlines()]
    assert (record["check"], record["file"]) == ("planned-story-missing", "stories/2024-1/issue.toml")


def test_check_reads_a_manuscript_that_is_not_filed(folder: Path) -> None:
    result = run("check", str(folder / "stories" / "inbox" / "essay.md"))
    assert result.exit_code == 0
    assert (folder / "stories" / "inbox" / "essay.md").is_file()


def test_check_knows_the_planned_galleries_of_photos_that_are_not_filed(folder: Path) -> None:
    plan = folder / "stories" / "2024-1" / "issue.toml"
    plan.write_text(
        plan.read_text("utf-8") + '[[plan]]\nsection = "服务动态"\nstories = [{ feature = "专题", gallery = "活动剪影" }]\n', "utf-8"
    )
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "east@bank.example.com", "活动剪影-东门支行"
    mail["Date"] = "Mon, 08 Jan 2024 09:00:00 +0800"
    mail.add_attachment((folder / "stories" / "inbox" / "morning.jpg").read_bytes(), maintype="image", subtype="jpeg", filename="晨练.jpg")
    (folder / "photos.eml").write_bytes(bytes(mail))
    result = run("check", "photos.eml")
    assert (result.exit_code, "no-gallery" in result.output) == (0, False)


def test_an_allowance_lets_a_held_story_in(filed: Path) -> None:
    path = story_of(filed)
    text = path.read_text("utf-8").replace("值班经理", "值班经理13800138000")
    allow = "allow:\n  - {check: phone-number, name: 陈编辑, date: 2024-01-10, reason: 已获本人同意}\n"
    path.write_text(text.replace("received:", allow + "received:"), "utf-8")
    assert run("check", "2024-1").exit_code == 0


def test_read_prints_a_manuscript_as_story_md(folder: Path) -> None:
    result = run("read", str(folder / "stories" / "inbox" / "essay.md"))
    assert result.exit_code == 0
    assert result.stdout.startswith("---\ntitle: 柜台里的春天\n")


def test_read_for_machines_gives_its_blocks(folder: Path) -> None:
    record = json.loads(run("read", "--json", str(folder / "stories" / "inbox" / "essay.md")).stdout)
    assert (record["title"], record["kind"], record["authors"]) == ("柜台里的春天", "markdown", ["林小溪"])
    assert [block["type"] for block in record["blocks"]] == ["paragraph"] * 3


def test_read_finds_the_pictures_beside_a_manuscript(folder: Path) -> None:
    record = json.loads(run("read", "--json", str(folder / "stories" / "inbox" / "morning.md")).stdout)
    assert [picture["caption"] for block in record["blocks"] if block["type"] == "pictures" for picture in block["pictures"]] == [
        "晨间演练"
    ]
    assert record["queries"] == []


def test_read_shows_the_text_and_the_pictures_of_a_manuscript_that_is_no_story(folder: Path) -> None:
    (folder / "bare.md").write_text("![晨间演练](stories.jpg)\n", "utf-8")
    Image.new("RGB", (80, 60), "teal").save(folder / "stories.jpg")
    result = run("read", "--json", "bare.md")
    record = json.loads(result.stdout)
    assert (result.exit_code, record["title"]) == (3, None)
    assert [picture["width"] for block in record["blocks"] for picture in block["pictures"]] == [80]


def test_read_ends_with_three_where_nothing_can_be_read(folder: Path) -> None:
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    assert run("read", "broken.docx").exit_code == 3


def test_build_makes_the_issue_and_says_where(folder: Path) -> None:
    result = run("build", "2024-1")
    assert result.exit_code == 0, result.output
    assert "output/2024-1/kan-2024-1.pdf" in result.stdout
    assert (folder / "output" / "2024-1" / "kan-2024-1-print.pdf").read_bytes().startswith(b"%PDF-")


def test_build_with_a_held_story_sets_the_others_and_ends_with_three(filed: Path) -> None:
    path = story_of(filed)
    path.write_text(path.read_text("utf-8").replace("值班经理", "值班经理13800138000"), "utf-8")
    result = run("build", "2024-1", "--json")
    record = json.loads(result.stdout)
    assert result.exit_code == 3
    assert [(each["title"], each["queries"][0]["check"]) for each in record["held"]] == [("东门支行开展晨间演练", "phone-number")]
    assert [story["title"] for section in record["sections"] for story in section["stories"]] == ["柜台里的春天"]


def test_a_fault_on_the_pages_is_told_and_ends_with_three(filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = query("rgb-in-print", "print PDF", "page 3 has RGB", "convert it")
    monkeypatch.setattr("bulletin.production.build.check_proof", lambda proof, issue, **more: (fault,))
    result = run("build", "2024-1")
    assert (result.exit_code, "page 3 has RGB" in result.output) == (3, True)


def test_build_leaves_another_open_issues_mail_to_that_issue(folder: Path) -> None:
    run("new", "2024-2")
    (folder / "stories" / "inbox" / "later.eml").write_text(
        "From: east@bank.example.com\nSubject: for 2024-2\nDate: Mon, 04 Dec 2023 09:12:33 +0800\n"
        "Content-Type: text/plain; charset=utf-8\n\n" + ESSAY.rpartition("---\n\n")[2],
        "utf-8",
    )
    result = run("build", "2024-1")
    assert result.exit_code == 0, result.output
    assert "later.eml  →  2024-2" in result.stdout
    assert len(list((folder / "stories" / "2024-1").glob("*/story.md"))) == 2


def test_a_closed_issue_is_built_as_it_is(filed: Path) -> None:
    plan = filed / "stories" / "2024-1" / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + 'state = "closed"\n', "utf-8")
    (filed / "stories" / "inbox" / "late.md").write_text(ESSAY.replace("春天", "秋天"), "utf-8")
    refusal = run("collect", "--issue", "2024-1")
    assert (refusal.exit_code, 'state = "open"' in refusal.stderr) == (2, True)
    result = run("build", "2024-1")
    assert (result.exit_code, "nothing is collected" in result.stderr) == (0, True)
    assert (filed / "stories" / "inbox" / "late.md").is_file()


def test_the_end_of_a_build_counts_what_is_asked_apart_from_the_notes(filed: Path) -> None:
    path = story_of(filed)
    path.write_text(path.read_text("utf-8").replace("值班经理", "值班经理13800138000"), "utf-8")
    (filed / "stories" / "inbox" / "again.md").write_text(ESSAY.replace("一杯热水", "一杯热茶"), "utf-8")
    said = run("build", "2024-1").stdout.splitlines()
    assert "For the editor: Hold 1; see preflight.html." in said
    assert any(line.startswith("Notes that need no answer:") for line in said)


def test_build_with_no_collect_leaves_the_drop_folder(filed: Path) -> None:
    (filed / "stories" / "inbox" / "late.md").write_text(ESSAY.replace("春天", "秋天"), "utf-8")
    assert run("build", "2024-1", "--no-collect").exit_code == 0
    assert (filed / "stories" / "inbox" / "late.md").is_file()


def test_an_editors_edit_survives_the_next_collection_and_build(filed: Path) -> None:
    path = story_of(filed)
    edited = path.read_text("utf-8").replace("互相纠正", "彼此提醒")
    path.write_text(edited, "utf-8")
    assert run("build", "2024-1").exit_code == 0
    assert path.read_text("utf-8") == edited


def test_the_publication_is_found_from_a_folder_below_it(filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filed / "stories" / "2024-1")
    assert "晨间演练" in run("stories").output


def test_the_publication_may_be_named_before_or_behind_the_command(
    filed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert run("--publication", str(filed), "stories").output == run("stories", "--publication", str(filed)).output
    assert "晨间演练" in run("stories", "--publication", str(filed)).output


def test_new_begins_an_issue_that_collect_can_take_for(folder: Path) -> None:
    assert run("new", "2024-2").exit_code == 0
    assert 'label = "2024年第2期"' in (folder / "stories" / "2024-2" / "issue.toml").read_text("utf-8")
    assert run("collect", "--issue", "2024-2").exit_code == 0
    assert list((folder / "stories" / "2024-2").glob("*/story.md"))


@pytest.mark.parametrize("name", ["../x", "", ".hidden", "a b", "期", "held", "inbox"])
def test_new_refuses_a_name_that_no_issue_can_have(folder: Path, name: str) -> None:
    assert run("new", "--", name).exit_code == 2


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_init_makes_a_publication_that_builds_at_once(tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bulletin", "--language", language])
    made = CliRunner().invoke(main, ["--language", language, "--json", "init", str(tmp_path / "new")])
    issue = json.loads(made.stdout)["issue"]
    result = CliRunner().invoke(main, ["--publication", str(tmp_path / "new"), "build", issue, "--json"])
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    assert len([story for section in record["sections"] for story in section["stories"]]) >= 3
    found = [
        json.loads(line)
        for line in CliRunner().invoke(main, ["--publication", str(tmp_path / "new"), "check", "--json"]).stdout.splitlines()
    ]
    assert [each for each in found if each["weight"] != "note"] == []


def test_init_leaves_a_folder_that_holds_something_alone(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = run("init", str(folder))
    assert (result.exit_code, sorted(folder.rglob("*"))) == (2, before)


# --- bad input: one clear message, an exit code, yesterday's output untouched --------------------------------------------------------


def refused(folder: Path, code: int, *words: str) -> str:
    """Build, see it refused with yesterday's files as they were, and what it said."""
    standing = yesterday(folder)
    before = standing()
    result = run("build", "2024-1", *words)
    assert (result.exit_code, standing()) == (code, before), result.output
    assert "Traceback" not in result.output
    assert [path.name for path in (folder / "output").iterdir()] == ["2024-1"]
    return result.stderr


def test_an_issue_that_does_not_exist_is_named_with_those_that_do(folder: Path) -> None:
    result = run("build", "2031-9")
    assert result.exit_code == 2
    assert "2031-9" in result.stderr
    assert "2024-1" in result.stderr


def test_a_drop_folder_that_is_misnamed_is_told_with_its_line(folder: Path) -> None:
    (folder / "bulletin.toml").write_text(RULES.replace("settle_seconds = 0", 'settle_seconds = 0\ninbox = "stories/inbx"'), "utf-8")
    said = refused(folder, 1)
    assert "bulletin.toml:18" in said
    assert "stories/inbx" in said


def test_an_empty_drop_folder_is_said(folder: Path) -> None:
    shutil.rmtree(folder / "stories" / "inbox")
    assert "stories/inbox" in refused(folder, 2)


def test_a_broken_template_is_named_with_its_line(filed: Path) -> None:
    (filed / "layouts" / "zhenjing").mkdir(parents=True)
    (filed / "layouts" / "zhenjing" / "cover.html").write_text("<div>\n{{ no_such_thing.name }}\n</div>\n", "utf-8")
    assert "cover.html:2" in refused(filed, 1)


def test_a_layout_that_does_not_exist_is_named_with_those_that_do(filed: Path) -> None:
    said = refused(filed, 2, "--layout", "glossy")
    assert "glossy" in said
    assert "gazette" in said


def test_a_font_that_is_not_installed_is_named(filed: Path) -> None:
    layout = filed / "layouts" / "zhenjing"
    layout.mkdir(parents=True)
    builtin = Path(__file__).parents[2] / "layouts" / "zhenjing" / "layout.toml"
    (layout / "layout.toml").write_text(builtin.read_text("utf-8").replace("Noto Serif CJK SC", "No Such Song"), "utf-8")
    assert "No Such Song" in refused(filed, 1)


def test_a_full_disk_is_said(filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(disk, "write", full)
    assert "the disk is full" in refused(filed, 1)


@pytest.fixture
def read_only(filed: Path) -> Iterator[Path]:
    """A folder that cannot be written to even by root: a file stands where output/ should be."""
    (filed / "output").write_bytes(b"")
    yield filed
    (filed / "output").unlink()


def test_an_output_that_cannot_be_written_is_said(read_only: Path) -> None:
    result = run("build", "2024-1")
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert "output" in result.stderr


def test_a_folder_that_went_away_under_the_command_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    result = run("stories")
    assert (result.exit_code, "Traceback" in result.output, bool(result.stderr)) == (1, False, True)


def test_a_story_with_broken_yaml_is_named_with_its_line(filed: Path) -> None:
    path = story_of(filed)
    path.write_text(path.read_text("utf-8").replace("authors: []", "authors: [甲"), "utf-8")
    said = refused(filed, 1)
    assert "story.md:" in said
    assert "YAML" in said


def test_a_story_with_broken_yaml_does_not_stop_the_list_of_the_others(filed: Path) -> None:
    path = story_of(filed)
    path.write_text(path.read_text("utf-8").replace("authors: []", "authors: [甲"), "utf-8")
    result = run("stories", "2024-1")
    assert "柜台里的春天" in result.stdout
    assert "story.md:" in result.stderr
    assert result.exit_code == 1


def test_a_wrong_setting_is_named_with_its_line(filed: Path) -> None:
    (filed / "bulletin.toml").write_text(RULES.replace('slug = "kan"', 'slug = "kan"\nmoto = "x"'), "utf-8")
    assert "bulletin.toml:3" in refused(filed, 1)


def test_a_missing_colour_profile_is_named(filed: Path) -> None:
    (filed / "bulletin.toml").write_text(RULES + '\n[print]\nicc_profile = "/no/such.icc"\n', "utf-8")
    assert "/no/such.icc" in refused(filed, 1)


def test_an_error_for_machines_is_json(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("build", "2031-9", "--json")
    assert json.loads(result.stdout.splitlines()[0])["error"]
    assert result.exit_code == 2


def test_a_command_that_is_asked_wrongly_tells_machines_so(folder: Path) -> None:
    assert json.loads(run("build", "--json").stdout)["error"]


@pytest.mark.parametrize(("what", "said"), [("stories/gone.docx", "no such file"), ("stories/2024-1", "name the files")])
def test_a_path_that_is_no_file_is_not_taken_for_an_issue(folder: Path, what: str, said: str) -> None:
    result = run("check", what)
    assert (result.exit_code, said in result.output) == (2, True)


def test_what_is_neither_an_issue_nor_a_file_is_said_so(folder: Path) -> None:
    result = run("check", "nofile.docx")
    assert (result.exit_code, "neither an issue nor a file" in result.stderr, "2024-1" in result.stderr) == (2, True, True)


@pytest.mark.parametrize(("words", "charset"), [(["stories"], "ascii"), (["stories", "--json"], "latin-1"), (["stories"], "latin-1")])
def test_an_output_that_lacks_chinese_characters_stops_no_command(filed: Path, words: list[str], charset: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bulletin", "--publication", str(filed), *words],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONIOENCODING": charset},
    )
    assert done.stdout
    assert "--json" not in words or json.loads(done.stdout.splitlines()[0])["title"] == "东门支行开展晨间演练"


def test_a_machine_that_allows_no_chinese_file_names_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> bytes:
        return name.encode("ascii")

    monkeypatch.setattr(os, "fsencode", refuse)
    result = run("stories")
    assert (result.exit_code, "PYTHONUTF8" in result.output) == (1, True)


@pytest.mark.parametrize("words", [["build"], ["nonsense"], ["collect", "--nonsense"]])
def test_a_command_that_is_asked_wrongly_ends_with_two(folder: Path, words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_outside_a_publication_the_way_in_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("stories")
    assert (result.exit_code, "bulletin init" in result.stderr) == (2, True)
    named = run("--publication", str(tmp_path / "nowhere"), "stories")
    assert (named.exit_code, "bulletin init" in named.stderr, "nowhere" in named.stderr) == (2, True, True)


# --- languages ------------------------------------------------------------------------------------------------------------------------


def test_the_commands_speak_the_publications_language(folder: Path) -> None:
    assert "已归档" in CliRunner().invoke(main, ["collect"]).output


def test_help_is_spoken_in_chinese_too() -> None:
    text = CliRunner().invoke(main, ["--language", "zh-CN", "--help"]).output
    assert "用法" in text
    assert "Collect" not in text


def test_the_program_runs_as_a_module(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bulletin", "--version"], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.startswith("bulletin ")
