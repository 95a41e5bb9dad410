"""A watch that is told to sends the receipts, too; what keeps failing is told once and tried again later."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from bulletin.intake import changes
from bulletin.production import watch as watching
from bulletin.production.watch import watch
from bulletin.production.world import Silence, World

SERVER = '{send}\n[mail.smtp]\nhost = "localhost"\nport = {port}\ntls = "none"\n'
BY_ITSELF = 'send = "watch"'


class Heard(Silence):
    """What an office's watch says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that looks every twentieth of a second."""
    monkeypatch.setattr(watching, "_LOOK_EVERY", 0.05)
    for module in (watching, changes):
        monkeypatch.setattr(module, "TURN", 0.02)


@pytest.fixture
def watched(office: Any) -> Callable[..., list[str]]:
    """An office's watch runs until something is so, a minute at most; what it has said."""

    def until(enough: Callable[[], bool]) -> list[str]:
        heard, end = Heard(), time.monotonic() + 60
        world = World(now=lambda: office.now, progress=heard, stopping=lambda: enough() or time.monotonic() > end)
        for _collected in watch(office.house, world):
            pass
        return heard.said

    return until


def connect(office: Any, port: int, send: str = BY_ITSELF) -> None:
    file = office.root / "bulletin.toml"
    before = file.read_text("utf-8").partition(BY_ITSELF)[0].partition("\n[mail.smtp]")[0]
    file.write_text(before + SERVER.format(send=send, port=port), "utf-8")


def test_a_watch_sends_what_is_due_where_it_is_told_to(office: Any, server: Any, watched: Any) -> None:
    connect(office, server.port)
    office.receive()
    said = watched(lambda: office.outbox == [])
    assert [envelope.rcpt_tos for envelope in server.taken] == [["east@bank.example"]]
    assert [each for each in said if "1" in each]


def test_by_default_receipts_wait_for_someone_who_sends_them(office: Any, server: Any, watched: Any) -> None:
    connect(office, server.port, send="")
    office.receive()
    looks = iter(range(30))
    watched(lambda: next(looks, None) is None)
    assert len(office.outbox) == 1
    assert server.taken == []


def test_a_mail_server_that_is_away_is_told_once_and_tried_again(office: Any, server: Any, watched: Any, unused_port: int) -> None:
    connect(office, unused_port)
    office.receive()
    tries = iter(range(20))

    def goes_on() -> bool:
        office.now += 600
        if next(tries, None) is None:
            connect(office, server.port)
        return bool(server.taken) and office.outbox == []

    said = watched(goes_on)
    assert len([each for each in said if "localhost" in each]) == 1
    assert len(server.taken) == 1
    assert len(said) == 3, said  # that it is away, that one is sent, that it is back


def test_a_setting_that_is_wrong_stops_no_collection(office: Any, watched: Any) -> None:
    office.rules((office.root / "bulletin.toml").read_text("utf-8") + BY_ITSELF + "\n")
    office.receive()
    (office.root / "stories" / "inbox" / "晨会.md").write_text("# 晨会\n\n" + "晨会有了新模样。" * 9, "utf-8")
    said = watched(lambda: not list((office.root / "stories" / "inbox").iterdir()))
    assert len(said) == 1
    assert "[mail.smtp]" in said[0]


def test_a_receipt_that_is_refused_for_good_is_told(office: Any, server: Any, watched: Any) -> None:
    connect(office, server.port)
    server.to_recipient = ["550 nobody of this name"]
    office.receive()
    looks = iter(range(30))
    said = watched(lambda: next(looks, None) is None)
    assert len(said) == 1
    assert "550 nobody of this name" in said[0]
    assert "east@bank.example" in said[0]
