"""A watch stays: it takes what comes, tells what is wrong once, and stops when it is asked to."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bulletin.cli.main import main
from bulletin.house.rules import House
from bulletin.intake import changes, mailbox
from bulletin.production import watch as watching
from bulletin.production.collect import Collected
from bulletin.production.watch import watch
from bulletin.production.world import World
from tests.mailbox.conftest import ISSUE, TEXT, publication_in

MAIL = (
    "From: east@bank.example\r\nSubject: 大雨天里的一把伞\r\nMessage-ID: <1@bank.example>\r\nDate: Fri, 05 Jan 2024 09:20:00 +0800\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n大雨天里的一把伞\r\n\r\n{TEXT}\r\n"
).encode()


class Heard:
    """Someone who is told, and waits a minute at most."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._end = time.monotonic() + 60
        self.enough: Callable[[], bool] = lambda: False

    def stage(self, name: str, total: int) -> None:
        """Not of interest."""

    def step(self, what: str) -> None:
        """Not of interest."""

    def say(self, text: str) -> None:
        self.said.append(text)

    def stopping(self) -> bool:
        return self.enough() or time.monotonic() > self._end

    def world(self) -> World:
        # a file that has just been written has rested for long
        return World(now=lambda: time.time() + 1, progress=self, stopping=self.stopping)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., House]:
    """A publication whose drop folder is a share, watched with little patience."""
    monkeypatch.setattr(watching, "_LOOK_EVERY", 0.2)
    for module in (watching, changes):
        monkeypatch.setattr(module, "TURN", 0.1)

    def made(settings: str = "") -> House:
        return publication_in(tmp_path, 'inbox = "share"\nsettle_seconds = 0\n' + settings)

    return made


def drop(house: House, title: str) -> None:
    """A story is laid into the drop folder."""
    (house.inbox / f"{title}.md").write_text(f"# {title}\n\n{title}：{TEXT}\n", "utf-8")


def titles(collected: Collected | None) -> list[str]:
    """What was taken; nothing where the watch ended."""
    return [title for taken in collected.taken for title in taken.stories] if collected else []


def until(heard: Heard, watched: Iterator[Collected], said: Callable[[], bool]) -> None:
    """Let the watch go on until something has been said; it ends then."""
    heard.enough = said
    assert next(watched, None) is None
    assert said()


def test_what_comes_is_taken_when_it_comes(publication: Any, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    house = publication()
    monkeypatch.setattr(watching, "_LOOK_EVERY", 3600.0)  # so that only the system's word brings it on
    drop(house, "晨会有了新模样")
    watched = watch(house, heard.world(), ISSUE)
    assert titles(next(watched, None)) == ["晨会有了新模样"]
    watched = laying(watched, heard, lambda: drop(house, "网点里的读书角"))
    assert titles(next(watched, None)) == ["网点里的读书角"]


def laying(watched: Iterator[Collected], heard: Heard, act: Callable[[], None]) -> Iterator[Collected]:
    """The watch, and something that happens when it has waited a little."""
    waits = iter(range(10**6))

    def acting() -> bool:
        if next(waits) == 5:
            act()
        return False

    heard.enough = acting
    return watched


def test_a_share_that_tells_nothing_is_looked_at(publication: Any, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    house = publication()

    def silent(self: changes.Changes, folder: Path, sleep: Callable[[float], None]) -> bool:
        sleep(0.05)
        return False

    monkeypatch.setattr(changes.Changes, "wait", silent)
    watched = laying(watch(house, heard.world(), ISSUE), heard, lambda: drop(house, "网点里的读书角"))
    assert titles(next(watched, None)) == ["网点里的读书角"]


def test_what_stays_in_the_drop_folder_is_told_once(publication: Any, heard: Heard) -> None:
    house = publication()
    (house.inbox / "empty.docx").touch()
    drop(house, "晨会有了新模样")
    watched = watch(house, heard.world(), ISSUE)
    first = next(watched, None)
    assert first is not None
    assert [each.place.file for each in first.left] == ["empty.docx"]
    drop(house, "网点里的读书角")
    second = next(watched, None)
    assert titles(second) == ["网点里的读书角"]
    assert second is not None
    assert second.left == ()


def test_a_share_that_goes_away_and_comes_back_is_told_and_watched_again(publication: Any, heard: Heard) -> None:
    house = publication()
    drop(house, "晨会有了新模样")
    watched = watch(house, heard.world(), ISSUE)
    assert titles(next(watched, None)) == ["晨会有了新模样"]
    house.inbox.rename(house.root / "away")

    def back() -> bool:
        if heard.said and not house.inbox.exists():
            (house.root / "away").rename(house.inbox)
            drop(house, "网点里的读书角")
        return False

    heard.enough = back
    assert titles(next(watched, None)) == ["网点里的读书角"]
    assert [text for text in heard.said if "not there" in text] == heard.said[:1]
    assert heard.said[-1] == "It is mended; going on."
    assert not (house.root / "stories" / "inbox").exists()


def test_settings_that_are_spoilt_and_mended_meanwhile_are_read_anew(publication: Any, heard: Heard) -> None:
    house = publication()
    drop(house, "晨会有了新模样")
    watched = watch(house, heard.world(), ISSUE)
    assert next(watched, None)
    rules = house.root / "bulletin.toml"
    good = rules.read_text("utf-8")
    rules.write_text(good + "strangrs = 1\n", "utf-8")
    house.inbox.rename(house.root / "other")
    drop(other := house.model_copy(update={"intake": house.intake.model_copy(update={"inbox": Path("other")})}), "网点里的读书角")

    def mended() -> bool:
        if heard.said:
            rules.write_text(good.replace("share", "other"), "utf-8")
        return False

    heard.enough = mended
    assert titles(next(watched, None)) == ["网点里的读书角"]
    assert "strangrs" in heard.said[0]
    assert list(other.inbox.iterdir()) == []


def test_the_mail_server_rings_and_nobody_need_ask(account: Any, publication: Any, heard: Heard) -> None:
    house = publication(account.settings(poll_seconds=86400))
    heard.enough = lambda: delivered_when(idling, account)
    idling = listening()
    assert titles(next(watch(house, heard.world(), ISSUE), None)) == ["大雨天里的一把伞"]
    assert account.flags() == [{"\\Seen", "$Bulletin"}]


def listening() -> Callable[[], bool]:
    """Whether the watch hears the server by now: some looks after it began."""
    looks = iter(range(10**6))
    return lambda: next(looks) == 6


def delivered_when(ready: Callable[[], bool], account: Any) -> bool:
    if ready():
        account.deliver(MAIL)
    return False


def test_a_server_that_does_not_ring_is_asked(account: Any, publication: Any, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox.Mailbox, "rings", property(lambda _self: False))
    house = publication(account.settings(poll_seconds=1))
    idling = listening()
    heard.enough = lambda: delivered_when(idling, account)
    assert titles(next(watch(house, heard.world(), ISSUE), None)) == ["大雨天里的一把伞"]


def test_a_server_that_is_restarted_is_found_again(account: Any, publication: Any, heard: Heard) -> None:
    house = publication(account.settings(poll_seconds=1))
    drop(house, "晨会有了新模样")
    watched = watch(house, heard.world(), ISSUE)
    assert titles(next(watched, None)) == ["晨会有了新模样"]
    account.server.stop()
    away = next(watched, None)
    assert away is not None
    assert away.unreached
    account.server.start()
    account.deliver(MAIL)
    assert titles(next(watched, None)) == ["大雨天里的一把伞"]
    assert heard.said == ["The mailbox can be reached again."]


def test_nothing_is_begun_where_no_issue_is_open(publication: Any, heard: Heard) -> None:
    house = publication()
    plan = house.root / "stories" / ISSUE / "issue.toml"
    plan.write_text(plan.read_text("utf-8") + 'state = "closed"\n', "utf-8")
    with pytest.raises(Exception, match="no issue is open"):
        next(watch(house, heard.world()), None)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_when_what_is_at_hand_is_done(publication: Any, number: int, code: int, tmp_path: Path) -> None:
    house = publication()
    drop(house, "晨会有了新模样")
    process = multiprocessing.get_context("fork").Process(target=commanded, args=(house.root, tmp_path / "said"))
    process.start()
    for _turn in range(1500):
        if "晨会有了新模样" in said(tmp_path) or not process.is_alive():
            break
        time.sleep(0.02)
    os.kill(process.pid or 0, number)
    process.join(30)
    assert process.exitcode == code
    assert "1 taken, 0 of them held" in said(tmp_path)


def commanded(root: Path, output: Path) -> None:
    """The command itself, in a process of its own, writing into a file."""
    sys.stdout = output.open("w", encoding="utf-8")
    main(["--publication", str(root), "--language", "en", "collect", "--watch"])


def said(folder: Path) -> str:
    return (folder / "said").read_text("utf-8") if (folder / "said").exists() else ""
