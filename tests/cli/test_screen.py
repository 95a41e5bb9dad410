"""What others wrote does not steer the screen."""

import json

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bulletin.cli.progress import Bar, Lines
from bulletin.cli.screen import escaped, seen


@given(st.text())
def test_nothing_that_is_shown_steers_a_terminal(text: str) -> None:
    assert not {"\x1b", "\x07", "\x9b", "\r", "\u202e"} & set(seen(text))
    assert len(seen(text)) == len(text)


@given(st.text())
def test_a_record_for_machines_says_the_same_and_steers_nothing(text: str) -> None:
    record = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(record) == text
    assert seen(record) == record


def test_a_files_name_is_no_markup() -> None:
    console = Console(record=True, force_terminal=True, width=100)
    with Bar(console) as bar:
        bar.stage("Collecting", 1)
        bar.step("[/red]稿件[bold].docx")
        bar.say("[/red] is gone")
    shown = console.export_text()
    assert "[/red]稿件[bold].docx" in shown
    assert "[/red] is gone" in shown


def test_a_log_line_holds_no_control_characters() -> None:
    console = Console(record=True, width=100)
    with Lines(console) as lines:
        lines.stage("Collecting", 1)
        lines.step("a\x1b[2J[b].eml")
        lines.say("b\x1b[2J")
    assert console.export_text() == "Collecting 1/1: a\ufffd[2J[b].eml\nb\ufffd[2J\n"
