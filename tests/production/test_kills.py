"""A collection that is killed before any of its steps, and then run again, leaves what an undisturbed one leaves."""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from benchmarks import mails
from bulletin.archive import ledger
from bulletin.house.rules import read_house
from bulletin.production.collect import collect
from bulletin.production.world import World

NOON = 4_102_444_800.0  # a day on which all files are old, and that does not go on: receipts bear it
WORLD = World(now=lambda: NOON)
#: What changes the disk, in the words of Python's audit events; a step of the ledger besides is each COMMIT.
CHANGES = ("os.rename", "os.remove", "shutil.rmtree")


def mail(number: int, text: str = "", subject: str = "投稿", sender: str = "b1@bank.example") -> bytes:
    """A branch's mail with a story; the number makes it another mail."""
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = sender, subject, f"<{number}@bank.example>"
    message["Date"] = f"Mon, 04 Dec 2023 09:{number:02}:00 +0800"
    message.set_content("请查收。")
    story = f"---\nsection: 服务动态\n---\n\n# {mails.title(1)}\n\n{text or mails.text(1)}\n"
    message.add_attachment(story.encode(), "text", "markdown", filename="稿件.md")
    message.add_attachment(mails.photo(1, 48, 32), "image", "jpeg", filename="现场.jpg")
    return message.as_bytes()


def admitted(root: Path) -> None:
    """An editor enters the stranger among the branches."""
    rules = root / "bulletin.toml"
    rules.write_text(rules.read_text("utf-8").replace('"b1@', '"who@elsewhere.example", "b1@'), "utf-8")


FIRST, STRANGE = mail(1), mail(1, sender="who@elsewhere.example")
CORRECTED = mails.text(1).replace("。", "，特此更正。", 1)
#: What lay there before, what an editor did then, and what comes now.
CASES: dict[str, tuple[dict[str, bytes], Callable[[Path], None], dict[str, bytes]]] = {
    "a new story": ({}, lambda root: None, {"1.eml": FIRST}),
    "a stranger's": ({}, lambda root: None, {"1.eml": STRANGE}),
    "a held one again": ({"1.eml": STRANGE}, admitted, {"1.eml": STRANGE}),
    "a correction": ({"1.eml": FIRST}, lambda root: None, {"2.eml": mail(2, CORRECTED, "更正")}),
    "the same in another mail": ({"1.eml": FIRST}, lambda root: None, {"2.eml": mail(2)}),
}


@pytest.fixture(params=list(CASES))
def ready(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A publication with what comes now in its drop folder."""
    before, done, now = CASES[request.param]
    root = tmp_path / "ready"
    mails.publication(root)
    for lying in (before, now):
        for name, data in lying.items():
            (root / "stories" / "inbox" / name).write_bytes(data)
        if lying is before:
            collect(read_house(root), WORLD)
            done(root)
    return root


def test_killed_before_any_step_it_ends_as_if_nothing_had_happened(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(ready, whole)
    collect(read_house(whole), WORLD)
    for step in count(1):
        root = tmp_path / str(step)
        shutil.copytree(ready, root)
        if not killed(root, step, monkeypatch):
            break
        collect(read_house(root), WORLD)
        assert stands(root) == stands(whole), f"killed before step {step}"
        shutil.rmtree(root)
    assert step > 8


def killed(root: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let a process collect and die before this step of its work; False where it has not so many."""
    process = os.fork()
    if not process:
        try:
            die_before(root, step, monkeypatch)
            collect(read_house(root), WORLD)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def die_before(root: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this process killed when it is about to change the disk or the ledger for so many times."""
    steps = iter(range(1, step))

    def at_step() -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, given: tuple[Any, ...]) -> None:
        if event in CHANGES and str(given[0]).startswith(str(root)):
            at_step()

    def connected(*place: Any, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*place, **how)
        connection.set_trace_callback(lambda statement: at_step() if statement == "COMMIT" else None)
        return connection

    connect = sqlite3.connect
    sys.addaudithook(heard)
    monkeypatch.setattr(sqlite3, "connect", connected)


def stands(root: Path) -> dict[str, Any]:
    """All that stands in a publication: every file with its bytes, and what the ledger says."""
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and "ledger." not in path.name}
    return {**files, "ledger": list(lines(root))}


def lines(root: Path) -> Iterator[tuple[Any, ...]]:
    """What the ledger says of submissions, stories, acts and receipts, but not whether it knows that the drop folder is cleared."""
    with closing(sqlite3.connect(root / "stories" / ledger.FILE)) as book:
        yield from book.execute("SELECT id, name, digest, state, folder, of, queries, untold FROM submissions ORDER BY id")
        yield from book.execute("SELECT folder, submission, issue, title, written, withdrawn FROM stories ORDER BY folder")
        yield from book.execute("SELECT submission, act, done FROM acts ORDER BY id")
        yield from book.execute("SELECT submission, news, recipient, file, state FROM receipts ORDER BY id")
