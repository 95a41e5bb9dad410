"""From the mailbox into the archive: every mail once, whatever happens on the way."""

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bulletin.archive import mailboxes
from bulletin.house.rules import House
from bulletin.intake import mailbox
from bulletin.production import mailbox as fetching
from bulletin.production.collect import Collected, collect
from bulletin.production.world import World
from tests.mailbox.conftest import ISSUE, TEXT, publication_in


def letter(title: str, charset: str = "utf-8", message_id: str = "") -> bytes:
    """A mail whose text is a story."""
    message = EmailMessage()
    message["From"] = "east@bank.example"
    message["Subject"] = title
    message["Date"] = "Fri, 05 Jan 2024 09:20:00 +0800"
    message["Message-ID"] = message_id or f"<{abs(hash(title))}@bank.example>"
    message.set_content(f"{title}\n\n{TEXT}{title}\n", charset=charset)
    return message.as_bytes()


def bare_gbk(title: str) -> bytes:
    """A mail with bare GBK bytes in its head, as old programs write."""
    head = f"From: east@bank.example\nSubject: {title}\nDate: Fri, 05 Jan 2024 09:20:00 +0800\nContent-Type: text/plain; charset=gb2312\n"
    return f"{head}\n{title}\n\n{TEXT}\n".encode("gbk")


@pytest.fixture
def publication(tmp_path: Path) -> Callable[..., House]:
    """A publication with a mailbox; what is given is set under [intake] ahead of it."""

    def made(settings: str, **intake: str) -> House:
        more = "".join(f'{key} = "{value}"\n' for key, value in intake.items())
        return publication_in(tmp_path, "settle_seconds = 5\nmax_submission_mb = 1\n" + more + settings)

    return made


def collected(house: House) -> Collected:
    """A collection in which nobody ever has to wait."""
    return collect(house, World(sleep=lambda _seconds: pytest.fail("it waited")), ISSUE)


def told(house: House) -> list[tuple[str, str]]:
    """What the ledger says: each submission's state and subject."""
    with sqlite3.connect(house.root / "stories" / "ledger.sqlite") as connection:
        found = connection.execute("SELECT state, subject FROM submissions ORDER BY subject").fetchall()
    connection.close()
    return [(state, subject) for state, subject in found]


def originals(house: House) -> list[bytes]:
    """Every mail that is kept with a story."""
    return sorted(path.read_bytes() for path in house.root.glob("stories/*/*/original/*.eml"))


def lying(house: House) -> list[str]:
    """What lies in the drop folder, half mails included."""
    return sorted(path.name for path in house.inbox.iterdir())


def test_a_mail_is_filed_and_marked(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())
    (taken,) = collected(house).taken
    assert (taken.state, taken.subject) == ("filed", "晨会有了新模样")
    assert originals(house) == [letter("晨会有了新模样").replace(b"\n", b"\r\n")]
    assert lying(house) == []
    assert account.flags() == [{"\\Seen", "$Bulletin"}]


def test_a_second_collection_finds_nothing_new(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())
    collected(house)
    assert collected(house) == Collected((), ())


def test_a_mail_is_moved_when_it_is_safe(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings(handled="move", handled_folder="已收稿"))
    assert [each.state for each in collected(house).taken] == ["filed"]
    assert account.flags() == []
    assert len(account.flags('"&XfJlNno,-"')) == 1
    assert collected(house).taken == ()


def test_a_mailbox_that_is_left_alone_is_not_changed(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings(handled="leave"))
    assert len(collected(house).taken) == 1
    assert collected(house).taken == ()
    assert account.flags() == [set()]


@pytest.mark.parametrize("handled", ["mark", "leave"])
def test_a_drop_folder_that_keeps_its_files_goes_together_with_a_mailbox(account: Any, publication: Any, handled: str) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings(handled=handled), taken="leave")
    assert [each.state for each in collected(house).taken] == ["filed"]
    assert len(lying(house)) == 1
    account.number_anew()
    assert collected(house) == Collected((), ())
    assert len(lying(house)) == 1


def test_a_held_mail_is_safe_too(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样").replace(b"east@", b"who@"))
    assert collected(publication(account.settings())).held
    assert account.flags() == [{"\\Seen", "$Bulletin"}]


def test_mail_in_gbk_comes_whole_and_its_file_can_be_read(account: Any, publication: Any) -> None:
    account.deliver(bare_gbk("镕城支行送伞记"), letter("网点里的读书角", "gb18030"))
    house = publication(account.settings(), taken="leave")
    assert sorted(each.subject for each in collected(house).taken) == ["网点里的读书角", "镕城支行送伞记"]
    assert any("镕城支行送伞记" in name for name in lying(house))


def test_mail_from_before_bears_the_day_it_came(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"), when='"05-Jan-2024 09:20:00 +0800"')
    house = publication(account.settings(), taken="leave")
    collected(house)
    assert (house.inbox / lying(house)[0]).stat().st_mtime == 1704417600.0
    assert lying(house)[0].startswith("2024-01-05-晨会有了新模样-1-")


def test_mail_that_is_too_large_is_held_as_any_file_is(account: Any, publication: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "_PIECE", 300 * 1024)
    large = letter("大稿") + b"x" * (1024 * 1024)
    account.deliver(large, letter("晨会有了新模样"))
    house = publication(account.settings())
    result = collected(house)
    assert {each.subject: each.state for each in result.taken} == {"大稿": "held", "晨会有了新模样": "filed"}
    assert result.left == ()
    (original,) = (house.root / "stories" / "held").rglob("*.eml/original/*.eml")
    assert original.read_bytes() == large.replace(b"\n", b"\r\n")
    assert account.flags() == [{"\\Seen", "$Bulletin"}] * 2


def test_mail_that_bears_the_mark_is_not_taken_where_the_ledger_was_lost(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())
    collected(house)
    for path in (house.root / "stories").glob("ledger.sqlite*"):
        path.unlink()
    account.deliver(letter("网点里的读书角"))
    assert [each.subject for each in collected(house).taken] == ["网点里的读书角"]


@pytest.mark.parametrize("handled", ["mark", "leave"])
def test_mails_that_the_server_numbers_anew_are_known_again(account: Any, publication: Any, handled: str) -> None:
    account.deliver(letter("晨会有了新模样"), letter("网点里的读书角"))
    house = publication(account.settings(handled=handled))
    collected(house)
    account.number_anew()
    account.deliver(letter("大雨天里的一把伞"))
    assert [each.subject for each in collected(house).taken] == ["大雨天里的一把伞"]
    assert [state for state, _subject in told(house)] == ["filed"] * 3


def test_mail_whose_marks_went_with_its_numbers_is_known_by_its_bytes(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())
    collected(house)
    with account.client("INBOX") as client:
        client.store("1", "-FLAGS", r"(\Seen $Bulletin)")
    account.number_anew()
    assert collected(house) == Collected((), ())
    assert told(house) == [("filed", "晨会有了新模样")]
    assert account.flags() == [{"\\Seen", "$Bulletin"}]


def test_a_mailbox_of_another_name_with_the_same_mails_is_known_again(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    collected(publication(account.settings(handled="leave")))
    house = publication(account.settings(handled="leave", host="localhost"))
    assert collected(house).taken == ()


def test_two_mails_that_differ_only_in_their_text_are_two(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"), letter("晨会有了新模样").replace(b"bank.example>", b"bank.example>\nX-Copy: 2"))
    collected(house := publication(account.settings()))
    assert len(told(house)) == 2


def test_a_mail_taken_out_of_the_drop_folder_before_it_was_collected_comes_again(
    account: Any, publication: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())
    collect(house, World(stopping=AfterFetching(house)), ISSUE)
    (house.inbox / lying(house)[0]).unlink()
    assert [each.state for each in collected(house).taken] == ["filed"]


class AfterFetching:
    """The wish to stop, once something lies in the drop folder."""

    def __init__(self, house: House) -> None:
        self.house = house

    def __call__(self) -> bool:
        return bool(lying(self.house))


def test_a_stop_leaves_the_rest_for_later(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"), letter("网点里的读书角"))
    house = publication(account.settings())
    assert collect(house, World(stopping=AfterFetching(house)), ISSUE).taken == ()
    assert len(lying(house)) == 1
    assert len(collected(house).taken) == 2
    assert [state for state, _subject in told(house)] == ["filed"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"password_env": "NOBODY_SET_THIS"},
        {"port": 1},
        {"folder": "投搞"},
        {"user": "", "password_env": ""},
    ],
)
def test_what_lies_in_the_drop_folder_is_taken_though_the_mailbox_fails(
    account: Any, publication: Any, wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = publication(account.settings())
    imap = house.intake.imap
    assert imap is not None
    house = house.model_copy(update={"intake": house.intake.model_copy(update={"imap": imap.model_copy(update=wrong)})})
    (house.inbox / "a.md").write_text(f"# 网点里的读书角\n\n{TEXT}\n", "utf-8")
    result = collect(house, World(now=lambda: time.time() + 60), ISSUE)
    assert [each.stories for each in result.taken] == [("网点里的读书角",)]
    assert result.unreached
    (left,) = result.left
    assert left.check == "mailbox-unreached"
    assert left.remedy


def test_a_server_that_goes_away_after_fetching_is_told_next_time(account: Any, publication: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())
    with monkeypatch.context() as patch:
        patch.setattr(mailbox.Mailbox, "mark", broken)
        result = collected(house)
    assert [each.state for each in result.taken] == ["filed"]
    assert result.unreached
    assert account.flags() == [set()]
    assert collected(house) == Collected((), ())
    assert account.flags() == [{"\\Seen", "$Bulletin"}]


def test_a_server_that_goes_away_while_fetching_gives_what_had_come(
    account: Any, publication: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.deliver(letter("晨会有了新模样"), letter("网点里的读书角"))
    house = publication(account.settings())
    fetch = mailbox.Mailbox.mail
    with monkeypatch.context() as patch:
        patch.setattr(mailbox.Mailbox, "mail", lambda self, lying: fetch(self, lying) if lying.uid == 1 else broken(self))
        result = collected(house)
    assert [each.subject for each in result.taken] == ["晨会有了新模样"]
    assert result.unreached
    assert [each.subject for each in collected(house).taken] == ["网点里的读书角"]
    assert all(flags for flags in account.flags())


def broken(self: mailbox.Mailbox, *_given: object) -> None:
    """The connection breaks in the middle, as the library sees it."""
    with mailbox._told(self._imap):
        self._box.client.shutdown()
        self._box.client.noop()


def test_two_collections_at_once_take_each_mail_once(account: Any, publication: Any) -> None:
    account.deliver(*map(letter, ("晨会有了新模样", "网点里的读书角", "大雨天里的一把伞")))
    house = publication(account.settings())
    both = [multiprocessing.get_context("fork").Process(target=collect, args=(house, World(), ISSUE)) for _each in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    assert len(told(house)) == 3
    assert len(originals(house)) == 3
    assert all("$Bulletin" in flags for flags in account.flags())


# --- the process is killed ------------------------------------------------------------------------------------------------------


def killed(house: House, arm: Callable[[], None]) -> None:
    """Collect in a process of its own that is killed (SIGKILL) where it was armed."""

    def work() -> None:
        arm()
        collected(house)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at(owner: Any, name: str, *, after: bool) -> Callable[[], None]:
    """Arm a step: the process dies just before or just after it."""

    def arm() -> None:
        step = getattr(owner, name)

        def deadly(*given: Any, **named: Any) -> Any:
            if after:
                step(*given, **named)
            return kill()

        setattr(owner, name, deadly)

    return arm


@pytest.mark.parametrize(
    ("owner", "step", "after", "handled"),
    [
        (mailbox.Mailbox, "mail", False, "mark"),
        (fetching, "lay_down", True, "mark"),
        (mailboxes.Letters, "enter", True, "mark"),
        (fetching._Post, "tell", False, "move"),
        (mailbox.Mailbox, "_store", False, "mark"),
        (mailbox.Mailbox, "_store", True, "mark"),
        (mailbox.Mailbox, "_move", False, "move"),
        (mailbox.Mailbox, "_move", True, "move"),
        (mailboxes.Letters, "close", True, "move"),
    ],
)
def test_a_process_killed_at_any_step_loses_nothing_and_takes_nothing_twice(
    account: Any, publication: Any, owner: Any, step: str, after: bool, handled: str
) -> None:
    account.deliver(letter("晨会有了新模样"), letter("网点里的读书角"))
    more = {"handled_folder": "Done"} if handled == "move" else {}
    house = publication(account.settings(handled=handled, **more))
    killed(house, at(owner, step, after=after))
    result = collected(house)
    assert result.left == ()
    assert told(house) == [("filed", "晨会有了新模样"), ("filed", "网点里的读书角")]
    assert len(originals(house)) == 2
    assert lying(house) == []
    assert len(account.flags("Done")) == 2 if handled == "move" else all("$Bulletin" in each for each in account.flags())
    assert collected(house) == Collected((), ())


@pytest.mark.parametrize("turn", [1, 4, 8, 12, 20])
def test_a_process_killed_at_any_write_loses_nothing_and_takes_nothing_twice(account: Any, publication: Any, turn: int) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())

    def arm() -> None:
        write, turns = os.fsync, iter(range(1000))

        def deadly(number: int) -> None:
            if next(turns) == turn:
                kill()
            write(number)

        setattr(os, "fsync", deadly)  # noqa: B010 - mypy knows its exact type
        ends = at(mailboxes.Letters, "close", after=True)  # where there are fewer writes
        ends()

    killed(house, arm)
    collected(house)
    assert told(house) == [("filed", "晨会有了新模样")]
    assert len(originals(house)) == 1
    assert lying(house) == []
    assert account.flags() == [{"\\Seen", "$Bulletin"}]


def test_what_was_fetched_before_a_kill_is_taken_while_the_server_is_away(account: Any, publication: Any) -> None:
    account.deliver(letter("晨会有了新模样"))
    house = publication(account.settings())
    killed(house, at(fetching, "lay_down", after=True))  # it lies there, and the ledger does not know its number
    offline = house.intake.imap.model_copy(update={"port": 1})
    away = house.model_copy(update={"intake": house.intake.model_copy(update={"imap": offline})})
    assert [each.state for each in collected(away).taken] == ["filed"]
    assert collected(house).taken == ()
    assert told(house) == [("filed", "晨会有了新模样")]
    assert account.flags() == [{"\\Seen", "$Bulletin"}]
    assert collected(house) == Collected((), ())
