"""Reading ahead: what another process has read is filed as if it were read in its turn, and whatever ends that one ends nothing else."""

import fcntl
import multiprocessing
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from benchmarks import mails
from bulletin.archive import ledger
from bulletin.archive.lock import FILE, locked
from bulletin.house.rules import House, read_house
from bulletin.intake.folder import Bundle
from bulletin.intake.opening import open_bundle
from bulletin.production import ahead
from bulletin.production.collect import Collected, collect
from bulletin.production.world import World

NOON = 4_102_444_800.0  # a day on which all files are old
WORLD = World(now=lambda: NOON)


@pytest.fixture(autouse=True)
def read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "FEWEST", 1)
    monkeypatch.setattr(ahead, "alone", lambda: True)  # so that the reading process sees what a test has changed


@pytest.fixture
def sent() -> dict[str, bytes]:
    """A story with a photo, one without, a stranger's, and the first one again."""
    photo = mails.photo(1, 48, 32)
    first = mails.mail(1, (photo,), word=False)
    return {"1.eml": first, "2.eml": mails.mail(2, word=False), "3.eml": mails.mail(3, sender="who@elsewhere.example"), "4.eml": first}


def publication(root: Path, sent: dict[str, bytes]) -> House:
    mails.publication(root)
    for name, data in sent.items():
        (root / "stories" / "inbox" / name).write_bytes(data)
    return read_house(root)


def files(root: Path) -> dict[str, bytes]:
    """Every file but the ledger's, which has numbers of its own."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and "ledger." not in path.name}


def submissions(root: Path) -> list[Any]:
    with closing(sqlite3.connect(root / "stories" / ledger.FILE)) as book:
        return book.execute("SELECT id, name, digest, contents, state, folder, queries FROM submissions ORDER BY id").fetchall()


def states(collected: Collected) -> list[str]:
    return [each.state for each in collected.taken]


def within(found: Any, reading: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `found` called with each bundle's name before it is opened, by the reading process or by the collecting one."""
    here = os.getpid()

    def opened(bundle: Bundle, house: House) -> Any:
        if (os.getpid() != here) == reading:
            found(bundle.name)
        return open_bundle(bundle, house)

    monkeypatch.setattr(ahead, "open_bundle", opened)


@pytest.mark.parametrize(("largest", "spell"), [(0, 250), (20_000_000, 250), (20_000_000, 3), (20_000_000, 1)])
def test_what_is_read_ahead_is_filed_as_if_it_were_read_in_its_turn(
    tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, largest: int, spell: int
) -> None:
    one = collect(publication(tmp_path / "one", sent), WORLD)
    monkeypatch.setattr(ahead, "_LARGEST", largest)
    monkeypatch.setattr(ahead, "_SPELL", spell)
    monkeypatch.setattr(ahead, "FEWEST", 5)
    other = collect(publication(tmp_path / "other", sent), WORLD)
    assert states(one) == ["filed", "filed", "held", "duplicate"]
    assert one.taken == other.taken
    assert files(tmp_path / "one") == files(tmp_path / "other")
    assert submissions(tmp_path / "one") == submissions(tmp_path / "other")


def test_what_is_filed_was_read_by_another_process(tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[str] = []
    within(here.append, False, monkeypatch)
    assert len(collect(publication(tmp_path, sent), WORLD).taken) == 4
    assert here == []


def test_what_is_too_large_to_be_handed_over_is_read_where_it_is_filed(
    tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    here: list[str] = []
    within(here.append, False, monkeypatch)
    monkeypatch.setattr(ahead, "_LARGEST", len(sent["2.eml"]))
    collect(publication(tmp_path, sent), WORLD)
    assert here == [name for name, data in sent.items() if len(data) > len(sent["2.eml"])]
    assert here


def test_a_reading_process_that_is_killed_leaves_one_submission_and_stops_no_other(
    tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = publication(tmp_path, sent)
    with monkeypatch.context() as killed:
        within(lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == "2.eml" else None, True, killed)
        collected = collect(house, WORLD)
    assert states(collected) == ["filed", "held", "duplicate"]
    (left,) = collected.left
    assert (left.check, left.place.file) == ("left-alone", "2.eml")
    assert left.remedy
    assert [path.name for path in house.inbox.iterdir()] == ["2.eml"]
    assert states(collect(house, WORLD)) == ["filed"]


def test_a_fault_of_the_reading_process_is_told_as_one_of_the_collection(
    tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(bundle: Bundle, house: House) -> Any:
        if bundle.name == "2.eml":
            raise ValueError("a fault of the program")
        return open_bundle(bundle, house)

    monkeypatch.setattr(ahead, "open_bundle", fails)
    collected = collect(publication(tmp_path, sent), WORLD)
    assert states(collected) == ["filed", "held", "duplicate"]
    assert [each.place.file for each in collected.left] == ["2.eml"]
    assert "a fault of the program" in caplog.text


def test_a_collection_that_is_stopped_leaves_no_process_behind(tmp_path: Path, sent: dict[str, bytes]) -> None:
    asked = iter([False, True])
    world = World(now=lambda: NOON, stopping=lambda: next(asked, True))
    assert states(collect(publication(tmp_path, sent), world)) == ["filed"]
    assert multiprocessing.active_children() == []


def test_a_reading_process_ends_with_its_collection_and_keeps_no_lock(
    tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = publication(tmp_path, sent)
    read, written = multiprocessing.Pipe(duplex=False)

    def waits(name: str) -> None:
        if name == "2.eml":
            written.send(os.getpid())
            time.sleep(60)

    with monkeypatch.context() as stuck:
        within(waits, True, stuck)
        collector = multiprocessing.get_context("fork").Process(target=collect, args=(house, WORLD))
        collector.start()
        reader = read.recv()
    collector.kill()
    collector.join()
    try:
        assert states(collect(house, WORLD))[-1] == "duplicate"
    finally:
        os.kill(reader, signal.SIGKILL)


def test_what_is_left_lying_is_not_read_again(tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    publication(tmp_path, {name: sent[name] for name in ("1.eml", "2.eml")})
    rules = tmp_path / "bulletin.toml"
    rules.write_text(rules.read_text("utf-8").replace("settle_seconds = 0", 'settle_seconds = 0\ntaken = "leave"'), "utf-8")
    collect(read_house(tmp_path), WORLD)
    monkeypatch.setattr(ahead, "_Reader", None)
    assert collect(read_house(tmp_path), WORLD) == Collected((), ())


def test_a_process_with_threads_begins_its_reader_anew(tmp_path: Path, sent: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(ahead, "FEWEST", 1)
    here: list[str] = []
    within(here.append, False, monkeypatch)
    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    try:
        assert states(collect(publication(tmp_path, sent), WORLD)) == ["filed", "filed", "held", "duplicate"]
    finally:
        done.set()
        thread.join()
    assert here == []


def test_a_forked_process_does_not_hold_the_lock_of_its_parent(tmp_path: Path) -> None:
    begun, done = (multiprocessing.get_context("fork").Event() for _turn in range(2))

    def stays() -> None:
        begun.set()
        done.wait()

    with locked(tmp_path, lambda: None):
        child = multiprocessing.get_context("fork").Process(target=stays)
        child.start()
        begun.wait()
    try:
        with (tmp_path / FILE).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        done.set()
        child.join()
