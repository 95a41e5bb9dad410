"""The commands for what has come, as an editor runs them: what they print, for people and for machines, and their exit codes."""

import json
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bulletin.cli.main import main

RULES = """\
[publication]
slug = "kan"
name = "澄报"
language = "en"

[[sections]]
name = "服务动态"

[intake]
settle_seconds = 0

[[branches]]
name = "东门支行"
senders = ["east@bank.example"]
"""
TEXT = "东门支行每天清晨开门之前，用十五分钟演练迎客、指引、送别三个动作，值班经理逐一点评，员工互相纠正。"
FILTERS = [
    ("--state", "held"),
    ("--branch", "东门"),
    ("--sender", "elsewhere"),
    ("--since", "2999-01-01"),
    ("雨伞",),
    ("--issue", "2024-2"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication with two open issues that has taken one mail and holds another."""
    (tmp_path / "stories" / "inbox").mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    for month, issue in enumerate(("2024-1", "2024-2"), 1):
        (tmp_path / "stories" / issue).mkdir()
        (tmp_path / "stories" / issue / "issue.toml").write_text(f'id = "{issue}"\nlabel = "{issue}"\ndate = 2024-{month:02}-15\n', "utf-8")
    for name, sender, title in (("a.eml", "east@bank.example", "晨间演练"), ("b.eml", "who@elsewhere.example", "傍晚的雨伞")):
        message = EmailMessage()
        message["From"], message["Subject"], message["Message-ID"] = sender, f"投稿 {title}", f"<{name}@bank.example>"
        message["Date"] = "Mon, 04 Dec 2023 09:12:33 +0800"
        message.set_content("请查收。")
        message.add_attachment(f"# {title}\n\n{TEXT}\n".encode(), maintype="text", subtype="markdown", filename="稿.md")
        (tmp_path / "stories" / "inbox" / name).write_bytes(bytes(message))
    assert run(tmp_path, "collect").exit_code == 3
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--publication", str(folder)])


def records(folder: Path, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(folder, *words, "--json").stdout.splitlines()]


def test_the_inbox_lists_the_newest_first_with_what_became_of_each(folder: Path) -> None:
    told = run(folder, "inbox")
    assert told.exit_code == 0
    first, second = [line for line in told.stdout.splitlines() if ".eml" in line]
    assert all(word in first for word in ("2", "b.eml", "held", "who@elsewhere.example"))
    assert all(word in second for word in ("1", "a.eml", "filed", "东门支行", "晨间演练"))


def test_the_inbox_is_filtered(folder: Path) -> None:
    found = {words: [each["submission"] for each in records(folder, "inbox", *words)] for words in FILTERS}
    assert list(found.values()) == [[2], [1], [2], [], [2], []]
    assert "no such submission" in run(folder, "inbox", "--issue", "2024-2").stdout


def test_a_state_is_understood_in_either_language(folder: Path) -> None:
    assert [each["submission"] for each in records(folder, "inbox", "--state", "已暂缓")] == [2]


def test_an_issue_or_a_state_that_there_is_not_is_a_slip(folder: Path) -> None:
    assert run(folder, "inbox", "--issue", "2030-1").exit_code == 2
    assert run(folder, "inbox", "--state", "lost").exit_code == 2


def test_show_tells_everything_with_remedies_and_history(folder: Path) -> None:
    told = run(folder, "show", "b.eml").stdout
    assert all(word in told for word in ("who@elsewhere.example", "[stranger]", "stories/held/b.eml", "bulletin.toml", "Taken"))
    [record] = records(folder, "show", "1")
    assert record["stories"][0]["title"] == "晨间演练"
    assert (record["acts"][0]["act"], record["state"], len(record["digest"])) == ("taken", "filed", 64)
    assert records(folder, "show", "晨间演练") == [record]


def test_what_is_not_there_is_said_with_exit_code_two(folder: Path) -> None:
    told = run(folder, "show", "没有的")
    assert (told.exit_code, "bulletin inbox" in told.stderr) == (2, True)


def test_several_of_one_name_are_listed(folder: Path) -> None:
    told = run(folder, "withdraw", "投稿", "--by", "林青", "--reason", "x")
    assert told.exit_code == 2
    assert "a.eml" in told.stderr
    assert "b.eml" in told.stderr


def test_retry_reads_again_and_says_that_it_is_held_still(folder: Path) -> None:
    assert run(folder, "retry", "b.eml").exit_code == 3
    rules = folder / "bulletin.toml"
    rules.write_text(rules.read_text("utf-8").replace("east@bank.example", "@elsewhere.example"), "utf-8")
    told = run(folder, "retry", "--held")
    assert (told.exit_code, "傍晚的雨伞" in told.stdout) == (0, True)
    assert "Nothing is held" in run(folder, "retry", "--held").stdout


@pytest.mark.parametrize("words", [(), ("b.eml", "--held")])
def test_retry_wants_either_names_or_all(folder: Path, words: tuple[str, ...]) -> None:
    assert run(folder, "retry", *words).exit_code == 2


def test_release_files_by_leave(folder: Path) -> None:
    [record] = records(folder, "release", "b.eml", "--by", "林青", "--reason", "电话核实")
    assert (record["state"], record["stories"]) == ("filed", ["傍晚的雨伞"])
    assert "电话核实" in (folder / record["folder"] / "story.md").read_text("utf-8")


@pytest.mark.parametrize("words", [("--by", " ", "--reason", "x"), ("--by", "林青"), ("--by", "林青", "--reason", "")])
def test_release_wants_a_name_and_a_reason(folder: Path, words: tuple[str, ...]) -> None:
    assert run(folder, "release", "b.eml", *words).exit_code == 2
    assert (folder / "stories" / "held" / "b.eml").is_dir()


def test_withdraw_keeps_and_brings_back(folder: Path) -> None:
    told = run(folder, "withdraw", "晨间演练", "--by", "林青", "--reason", "支行要求")
    assert "stories/withdrawn/晨间演练" in told.stdout
    assert run(folder, "stories", "2024-1").stdout.count("晨间演练") == 0
    [record] = records(folder, "withdraw", "晨间演练", "--by", "林青", "--reason", "又要了", "--undo")
    assert (record["act"], record["state"], record["folder"]) == ("restored", "filed", "stories/2024-1/晨间演练")


def test_move_takes_a_story_to_another_issue(folder: Path) -> None:
    [record] = records(folder, "move", "晨间演练", "2024-2")
    assert [(each["issue"], each["folder"]) for each in record["stories"]] == [("2024-2", "stories/2024-2/晨间演练")]
    assert run(folder, "move", "晨间演练", "2024-2").exit_code == 2
    assert run(folder, "move", "晨间演练", "2031-1").exit_code == 2
    assert "Moved from 2024-1 to 2024-2" in run(folder, "show", "1").stdout
    acts = records(folder, "show", "1")[0]["acts"]
    assert [(each["act"], each["from"], each["to"]) for each in acts] == [("taken", None, None), ("moved", "2024-1", "2024-2")]


def test_times_are_shown_with_their_zone_as_in_the_reason_of_a_hold(folder: Path) -> None:
    shown = run(folder, "show", "b.eml").stdout
    [said] = re.findall(r"Received: (.*)", (folder / "stories" / "held" / "b.eml" / "why.md").read_text("utf-8"))
    assert f"Received: {said}" in shown
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d\d:\d\d", said)


def test_show_says_where_a_replaced_story_is_kept_and_how_it_comes_back(folder: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "east@bank.example", "更正"
    message["Date"] = "Tue, 05 Dec 2023 09:12:33 +0800"
    message.set_content("请查收。")
    message.add_attachment(f"# 晨间演练\n\n{TEXT}昨天也是。\n".encode(), maintype="text", subtype="markdown", filename="稿.md")
    (folder / "stories" / "inbox" / "c.eml").write_bytes(bytes(message))
    run(folder, "collect")
    assert "superseded" in run(folder, "check", "2024-1").stdout
    told = run(folder, "show", "1").stdout
    assert "stories/2024-1/晨间演练/versions/1" in told
    assert "bulletin withdraw 1 --undo" in told
    [record] = records(folder, "show", "1")
    assert [(each["title"], each["by"]) for each in record["replaced"]] == [("晨间演练", 3)]
    [done] = records(folder, "withdraw", "1", "--undo", "--by", "林青", "--reason", "两篇都要")
    assert (done["act"], done["state"], done["folder"]) == ("restored", "filed", "stories/2024-1/晨间演练-2")


def test_what_is_collected_is_told_with_the_number_that_the_other_commands_take(folder: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "who@elsewhere.example", "投稿"
    message.set_content(TEXT)
    (folder / "stories" / "inbox" / "c.eml").write_bytes(bytes(message))
    [record] = [each for each in records(folder, "collect") if each["state"] == "held"]
    assert (record["number"], record["submission"]) == (3, "c.eml")
    assert run(folder, "retry", "3").stdout.startswith("3  Held: c.eml")


def test_a_title_that_would_steer_the_terminal_is_shown_harmless(folder: Path) -> None:
    story = folder / "stories" / "2024-1" / "手写"
    story.mkdir()
    (story / "story.md").write_text(f'---\ntitle: "\\e[2J{chr(0x202E)}标题"\n---\n\n{TEXT}\n', "utf-8")
    for words in (("collect",), ("inbox",), ("stories",), ("check",), ("show", "a.eml"), ("show", "标题"), ("stories", "--json")):
        told = run(folder, *words)
        assert not {"\x1b", "\u202e"} & set(told.output), words
    assert "\ufffd[2J\ufffd标题" in run(folder, "stories").stdout


def test_a_day_that_is_no_date_is_answered_with_an_example(folder: Path) -> None:
    refused = run(folder, "--language", "en", "inbox", "--since", "yesterday")
    assert refused.exit_code == 2
    assert "“yesterday” is no date; write it as 2024-01-31." in refused.output and "%Y" not in refused.output
