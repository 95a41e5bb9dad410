"""Sending: each receipt goes out once, whatever the server says and whatever happens to the sender."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bulletin.archive.ledger import opened
from bulletin.archive.receipts import Receipts
from bulletin.cli.main import main
from bulletin.correspondence.post import Post
from bulletin.production.sending import Sent, outgoing, send
from bulletin.queries import SettingsError

RULES_OF_A_SERVER = '\n[mail.smtp]\nhost = "localhost"\nport = {port}\ntls = "none"\n'
BULLETIN = [sys.executable, "-m", "bulletin", "--language", "en"]


@pytest.fixture
def linked(office: Any, server: Any) -> Any:
    """An office with a server."""
    return connect(office, server.port)


def connect(office: Any, port: int) -> Any:
    file = office.root / "bulletin.toml"
    file.write_text(file.read_text("utf-8").partition("\n[mail.smtp]")[0] + RULES_OF_A_SERVER.format(port=port), "utf-8")
    return office


def receive(office: Any, count: int) -> None:
    """So many submissions come in and are answered."""
    for number in range(count):
        office.receive(
            f"投稿{number}", f"晨间演练之{number}", text=f"{number}。" * 60, name=f"{number}.eml", Message_ID=f"<{number}@m.example>"
        )


def states(sent: Sent) -> list[str]:
    return [each.receipt.state for each in sent.receipts]


def run(office: Any, **settings: Any) -> Sent:
    return send(office.house, office.world, **settings)


def test_what_lies_in_the_outbox_is_sent_once(linked: Any, server: Any) -> None:
    receive(linked, 2)
    mails = {path.name: path.read_bytes() for path in linked.outbox}
    assert states(run(linked)) == ["sent", "sent"]
    assert states(run(linked)) == []
    assert [envelope.content for envelope in server.taken] == list(mails.values())
    assert [(envelope.mail_from, envelope.rcpt_tos) for envelope in server.taken] == [("editors@bank.example", ["east@bank.example"])] * 2
    assert linked.outbox == []
    assert {path.name: path.read_bytes() for path in (linked.root / "stories" / "outbox" / "sent").iterdir()} == mails


def test_greylisted_once_it_waits_and_is_sent_later(linked: Any, server: Any) -> None:
    receive(linked, 1)
    server.to_recipient = ["450 come again"]
    first = run(linked)
    assert states(first) == ["written"]
    assert not first.failed
    assert first.receipts[0].receipt.why == "450 come again"
    assert states(run(linked)) == [], "it is not tried before its time"
    assert len(run(linked).waiting) == 1
    linked.now += 301
    assert states(run(linked)) == ["sent"]
    assert len(server.taken) == 1


def test_each_wait_is_longer_and_the_last_try_is_after_some_days(linked: Any, server: Any) -> None:
    receive(linked, 1)
    server.to_recipient = ["450 never ready"] * 13
    waits: list[float] = []
    while True:
        receipt = run(linked).receipts[0].receipt
        if receipt.state == "failed":
            break
        assert receipt.due is not None
        waits.append(round(receipt.due.timestamp() - linked.now))
        linked.now = receipt.due.timestamp() + 1
    assert receipt.attempts == 13
    assert waits == sorted(waits)
    assert 4 <= sum(waits) / 86400 <= 5


def test_refused_for_good_it_fails_and_the_others_go_on(linked: Any, server: Any) -> None:
    receive(linked, 2)
    server.to_recipient = ["550 nobody of that name"]
    sent = run(linked)
    assert states(sent) == ["failed", "sent"]
    assert sent.failed
    assert sent.receipts[0].receipt.why == "550 nobody of that name"
    assert states(run(linked)) == []
    assert states(run(linked, again=True)) == ["sent"]


def test_a_line_that_breaks_after_the_mail_leaves_it_unsure_until_asked(linked: Any, server: Any) -> None:
    receive(linked, 1)
    server.on_mail = lambda session: session.transport.abort()
    assert states(run(linked)) == ["unsure"]
    server.on_mail = lambda session: None
    linked.now += 7 * 86400
    assert states(run(linked)) == []
    assert states(run(linked, again=True)) == ["sent"]
    first, second = (message_from_bytes(envelope.content) for envelope in server.taken)
    assert first["Message-ID"] == second["Message-ID"], "a mail program shows it once"


def test_no_connection_sends_nothing_and_loses_nothing(office: Any, unused_port: int, server: Any) -> None:
    connect(office, unused_port)
    receive(office, 2)
    sent = run(office)
    assert sent.unreachable is not None
    assert "cannot be reached" in sent.unreachable.message
    assert len(office.outbox) == 2
    office.now += 301
    assert states(run(connect(office, server.port))) == ["sent", "sent"]


@pytest.mark.parametrize("answer", ["553 not your address", "530 log in first"])
def test_a_server_that_refuses_the_sender_is_told_and_nothing_is_used_up(linked: Any, server: Any, answer: str) -> None:
    receive(linked, 1)
    server.to_sender = [answer]
    with pytest.raises(SettingsError, match=answer[4:]):
        run(linked)
    assert states(run(linked)) == ["sent"]


def test_without_a_server_or_an_address_it_says_what_is_missing(office: Any) -> None:
    with pytest.raises(SettingsError, match="no server is named"):
        run(office)
    file = office.root / "bulletin.toml"
    connect(office, 25)
    file.write_text("\n".join(line for line in file.read_text("utf-8").splitlines() if not line.startswith("from =")), "utf-8")
    with pytest.raises(SettingsError, match="no address is named"):
        run(office)


def test_a_mail_that_an_editor_changed_is_sent_as_he_left_it(linked: Any, server: Any) -> None:
    receive(linked, 1)
    linked.outbox[0].write_bytes(b"To: east@bank.example\nSubject: by hand\n\nThank you.\n")
    assert states(run(linked)) == ["sent"]
    assert server.taken[0].content == (
        b"From: =?utf-8?b?5r6E5oql57yW6L6R6YOo?= <editors@bank.example>\r\nTo: east@bank.example\r\nSubject: by hand\r\n\r\nThank you.\r\n"
    )


def test_a_mail_that_an_editor_took_out_is_not_sent(linked: Any, server: Any) -> None:
    receive(linked, 2)
    linked.outbox[0].unlink()
    assert states(run(linked)) == ["removed", "sent"]
    assert len(server.taken) == 1


def test_news_that_come_while_a_receipt_is_on_its_way_do_not_send_the_old_ones(
    linked: Any, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(linked, 1)
    opening = Post.open

    def overtaken_meanwhile(line: Post) -> Any:
        with opened(linked.root / "stories") as ledger, ledger.connection:
            ledger.connection.execute("UPDATE receipts SET state = 'overtaken'")
        return opening(line)

    monkeypatch.setattr(Post, "open", overtaken_meanwhile)
    assert states(run(linked)) == []
    assert server.taken == []


def test_a_crash_after_the_server_took_it_sends_it_no_second_time(linked: Any, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(linked, 1)
    with monkeypatch.context() as patched:
        patched.setattr(Receipts, "put", _crash)
        with pytest.raises(KeyboardInterrupt):
            run(linked)
    assert states(run(linked)) == ["unsure"]
    assert len(server.taken) == 1


def test_a_crash_before_the_mail_is_put_away_is_made_good(linked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(linked, 1)
    with monkeypatch.context() as patched:
        patched.setattr("bulletin.production.sending._Round._file_away", _crash)
        with pytest.raises(KeyboardInterrupt):
            run(linked)
    assert len(linked.outbox) == 1
    run(linked)
    assert linked.outbox == []


def test_an_overtaken_mail_that_a_crash_left_lying_is_taken_away_unsent(linked: Any, server: Any) -> None:
    receive(linked, 1)
    with opened(linked.root / "stories") as ledger, ledger.connection:
        ledger.connection.execute("UPDATE receipts SET state = 'overtaken'")
    assert states(run(linked)) == []
    assert (linked.outbox, server.taken) == ([], [])


def test_a_mail_that_is_no_receipt_is_left_alone(linked: Any, server: Any) -> None:
    receive(linked, 1)
    (linked.root / "stories" / "outbox" / "mine.eml").write_bytes(b"To: all@bank.example\n\nHello.\n")
    assert states(run(linked)) == ["sent"]
    assert [path.name for path in linked.outbox] == ["mine.eml"]


def test_a_sender_killed_with_the_mail_in_hand_leaves_it_unsure(linked: Any, server: Any) -> None:
    receive(linked, 1)
    arrived, ended = threading.Event(), threading.Event()

    def hold_the_line(_session: Any) -> None:
        arrived.set()
        ended.wait(20)

    server.on_mail = hold_the_line
    process = subprocess.Popen([*BULLETIN, "send"], cwd=linked.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert arrived.wait(20)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    ended.set()
    server.on_mail = lambda session: None
    linked.now += 3600
    assert states(run(linked)) == ["unsure"]
    assert len(server.taken) == 1
    assert [each.receipt.state for each in outgoing(linked.house)] == ["unsure"]
    assert states(run(linked, again=True)) == ["sent"]


def test_two_senders_at_once_send_each_once(linked: Any, server: Any) -> None:
    receive(linked, 6)
    senders = [
        subprocess.Popen([*BULLETIN, "--json", "send"], cwd=linked.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _turn in range(2)
    ]
    said = [process.communicate(timeout=60) for process in senders]
    assert [process.returncode for process in senders] == [0, 0], said
    sent = [json.loads(line)["file"] for out, _error in said for line in out.splitlines()]
    assert len(sent) == len(set(sent)) == len(server.taken) == 6


# --- the command -----------------------------------------------------------------------------------------------------------------


Command = Callable[..., Result]


@pytest.fixture
def command(linked: Any) -> Command:
    """`bulletin` in this office."""

    def ran(*words: str) -> Result:
        return CliRunner().invoke(main, ["--publication", str(linked.root), "--language", "en", *words])

    return ran


def test_the_command_shows_sends_and_ends_with_its_code(linked: Any, server: Any, command: Command) -> None:
    receive(linked, 2)
    shown = command("send", "--dry-run")
    assert (shown.exit_code, shown.stdout.count("Waiting: east@bank.example"), server.taken) == (0, 2, [])
    server.to_recipient = ["550 nobody", "450 later"]
    sent = command("send", "--json")
    records = [json.loads(line) for line in sent.stdout.splitlines()]
    assert sent.exit_code == 3
    assert [(each["state"], each["reason"], each["attempts"], bool(each["next"])) for each in records] == [
        ("failed", "550 nobody", 1, False),
        ("written", "450 later", 1, True),
    ]
    assert all(each["to"] == "east@bank.example" and each["file"] and each["submission"] and each["subject"] for each in records)
    waiting = command("send")
    assert waiting.exit_code == 0
    assert "Waiting for another try: 1" in waiting.stdout
    assert command("send", "--again").stdout.count("Sent: east@bank.example") == 2


def test_the_command_says_that_no_server_answers(linked: Any, command: Command, unused_port: int) -> None:
    receive(linked, 1)
    connect(linked, unused_port)
    ran = command("send")
    assert ran.exit_code == 1
    assert "the mail server localhost cannot be reached" in ran.stderr
    assert "Waiting: east@bank.example" in ran.stdout


def test_the_command_has_nothing_to_do(command: Command) -> None:
    assert "no receipt to be sent" in command("send").stdout


def _crash(*_given: Any) -> None:
    raise KeyboardInterrupt
