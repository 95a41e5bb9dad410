"""A mailbox on a real server: what lies in it, and that looking changes nothing."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bulletin.house.rules import Imap
from bulletin.intake.limits import Refused
from bulletin.intake.mailbox import Lying, Mailbox, file_name, opened
from bulletin.queries import MachineError

WORD = "geheim口令"
MAIL = "Subject: 雨中送伞\r\nFrom: a@bank.example\r\n\r\n那天下午\r\n".encode("gbk")


def rules(account: Any, **more: Any) -> Imap:
    """The settings of a mailbox."""
    given = {"host": "127.0.0.1", "port": account.server.port, "user": account.user, "password_env": "KAN_PASSWORD", "tls": "none"}
    return Imap(**{**given, **more})


def mail(mailbox: Mailbox, uid: int) -> bytes | None:
    """A mail as one piece; None where it is not there."""
    return next(mailbox.mail(Lying(uid, 1, None, taken=False)), None)


def told(account: Any, password: str = WORD, **more: Any) -> MachineError:
    """What is said where a mailbox cannot be opened."""
    with pytest.raises(MachineError) as caught, opened(rules(account, **more), password):
        pass
    assert caught.value.remedy
    return caught.value


def test_a_mail_comes_byte_for_byte_and_stays_unread(account: Any) -> None:
    account.deliver(MAIL)
    with opened(rules(account), WORD) as mailbox:
        assert [mail(mailbox, uid) for uid in mailbox.uids()] == [MAIL]
    assert account.flags() == [set()]


def test_the_size_is_known_before_anything_is_fetched(account: Any) -> None:
    account.deliver(MAIL, when='"05-Jan-2024 09:20:00 +0800"')
    with opened(rules(account), WORD) as mailbox:
        (lying,) = mailbox.lying(mailbox.uids())
    assert (lying.uid, lying.size, lying.arrived, lying.taken) == (1, len(MAIL), 1704417600.0, False)


@pytest.mark.parametrize("size", [10, len(MAIL) - 1, len(MAIL) // 2])
def test_a_large_mail_comes_in_pieces(account: Any, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("bulletin.intake.mailbox._PIECE", size)
    account.deliver(MAIL)
    with opened(rules(account), WORD) as mailbox:
        (lying,) = mailbox.lying(mailbox.uids())
        pieces = list(mailbox.mail(lying))
    assert {len(piece) for piece in pieces[:-1]} == {size}
    assert b"".join(pieces) == MAIL
    assert account.flags() == [set()]


def test_a_large_mail_that_goes_away_amid_its_pieces_is_none(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.intake.mailbox._PIECE", 10)
    account.deliver(MAIL)
    with opened(rules(account), WORD) as mailbox:
        (lying,) = mailbox.lying(mailbox.uids())
        coming = mailbox.mail(lying)
        next(coming)
        mailbox.move([lying.uid], "Done")
        with pytest.raises(Refused, match="went away"):
            list(coming)


def test_a_mail_that_is_gone_is_none(account: Any) -> None:
    with opened(rules(account), WORD) as mailbox:
        assert mail(mailbox, 7) is None
        assert mailbox.lying([7]) == ()


def test_marked_mail_is_read_and_taken(account: Any) -> None:
    account.deliver(MAIL, MAIL)
    with opened(rules(account), WORD) as mailbox:
        mailbox.mark([1])
        assert [each.taken for each in mailbox.lying(mailbox.uids())] == [True, False]
    assert account.flags() == [{"\\Seen", "$Bulletin"}, set()]


def test_moved_mail_lies_in_a_folder_that_is_made_for_it(account: Any) -> None:
    account.deliver(MAIL, MAIL)
    with opened(rules(account), WORD) as mailbox:
        mailbox.move([2], "已收稿")
        assert mailbox.uids() == (1,)
    with opened(rules(account, folder="已收稿"), WORD) as mailbox:
        assert mail(mailbox, 1) == MAIL


@pytest.mark.parametrize("can", [("MOVE", "UIDPLUS"), ("UIDPLUS",), ()])
def test_what_somebody_else_deleted_is_never_expunged(account: Any, can: tuple[str, ...]) -> None:
    account.deliver(MAIL, MAIL)
    with account.client("INBOX") as client:
        client.store("1", "+FLAGS", r"(\Deleted)")
    with opened(rules(account), WORD) as mailbox:
        mailbox._box.client.capabilities = can
        mailbox.mark([2])
        mailbox.move([2], "Done")
        assert mailbox.uids() == ()
    assert "\\Deleted" in account.flags()[0]


def test_a_folder_with_a_chinese_name_is_opened(account: Any) -> None:
    account.deliver(MAIL, folder='"&UXZO1mWHTvZZOQ-/&YpV6Pw-"')
    with opened(rules(account, folder="其他文件夹/投稿"), WORD) as mailbox:
        assert mailbox.uids() == (1,)


def test_many_mails_are_asked_for_in_pieces(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.intake.mailbox._AT_ONCE", 2)
    account.deliver(*[b"Subject: %d\r\n\r\nx\r\n" % turn for turn in range(5)])
    with opened(rules(account), WORD) as mailbox:
        assert [each.uid for each in mailbox.lying(mailbox.uids())] == [1, 2, 3, 4, 5]
        mailbox.mark(mailbox.uids())
        mailbox.move([1, 2, 3], "Done")
        assert mailbox.uids() == (4, 5)
    assert all("$Bulletin" in flags for flags in (*account.flags(), *account.flags("Done")))


def test_a_password_of_latin_letters_and_quotation_marks_is_let_in(account: Any) -> None:
    with opened(rules(account), 'secret"\\word') as mailbox:
        assert mailbox.uids() == ()


def test_a_wrong_password_is_told_with_a_remedy(account: Any) -> None:
    error = told(account, "wrong")
    assert account.user in error.message
    assert "app password" in error.remedy


def test_a_folder_that_is_not_there_is_told_with_those_that_are(account: Any) -> None:
    account.deliver(MAIL, folder='"&YpV6Pw-"')
    error = told(account, folder="投搞")
    assert "投搞" in error.message
    assert "投稿" in error.remedy
    assert "INBOX" in error.remedy


def test_a_server_that_is_not_there_is_told(account: Any) -> None:
    assert "cannot be reached" in told(account, port=1).message


def test_a_certificate_of_an_unknown_authority_is_refused(account: Any) -> None:
    error = told(account, tls="tls", port=account.server.tls_port)
    assert "cannot prove" in error.message
    assert "SSL_CERT_FILE" in error.remedy


@pytest.mark.parametrize(("tls", "port"), [("tls", "tls_port"), ("starttls", "port")])
def test_a_certificate_of_ones_own_authority_is_believed(account: Any, tls: str, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(account.server.authority))
    account.deliver(MAIL)
    with opened(rules(account, tls=tls, port=getattr(account.server, port)), WORD) as mailbox:
        assert mail(mailbox, 1) == MAIL


def test_a_certificate_for_another_name_is_refused(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(account.server.authority))
    assert "cannot prove" in told(account, host="localhost", tls="tls", port=account.server.tls_port).message


def test_tls_where_the_server_speaks_none_is_told(account: Any) -> None:
    assert "bulletin.toml" in told(account, tls="tls").remedy


def test_a_folder_opened_for_reading_is_not_changed(account: Any) -> None:
    account.deliver(MAIL)
    with opened(rules(account), WORD, readonly=True) as mailbox:
        assert mail(mailbox, 1) == MAIL
        mailbox.mark([1])
    assert account.flags() == [set()]


def test_the_server_rings_when_a_mail_comes(account: Any) -> None:
    with opened(rules(account), WORD, readonly=True) as mailbox:
        assert mailbox.rings
        assert not mailbox.rung(0.05)
        account.deliver(MAIL)
        assert any(mailbox.rung(0.5) for _turn in range(20))


def test_a_mail_that_the_server_does_not_give_is_refused_alone(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    account.deliver(MAIL, MAIL)
    with opened(rules(account), WORD) as mailbox:
        asked = mailbox._box.client.uid

        def broken(command: str, *words: str) -> Any:
            return ("NO", [b"[SERVERBUG] Internal error"]) if words[0] == "1" else asked(command, *words)

        monkeypatch.setattr(mailbox._box.client, "uid", broken)
        with pytest.raises(Refused, match="Internal error"):
            mail(mailbox, 1)
        assert mail(mailbox, 2) == MAIL


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"handled": "move"}, "handled_folder"),
        ({"handled_folder": "Done"}, "handled_folder"),
        ({"handled": "move", "handled_folder": "INBOX"}, "handled_folder"),
        ({"user": ""}, "user"),
        ({"tls": "none", "host": "imap.bank.example"}, "loopback|this machine"),
        ({"password_env": ""}, "password_file"),
        ({"poll_seconds": 0}, "poll_seconds"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any], word: str) -> None:
    given = {"host": "127.0.0.1", "user": "kan", "password_env": "KAN_PASSWORD", **settings}
    with pytest.raises(ValueError, match=word):
        Imap(**given)


def test_a_file_is_named_so_that_it_is_known_again_and_can_be_read() -> None:
    name = file_name("kan@bank.example/INBOX", 7, 12, "2024-01-05", MAIL)
    assert name.startswith("2024-01-05-雨中送伞-12-")
    assert name.endswith(".eml")
    assert name == file_name("kan@bank.example/INBOX", 7, 12, "2024-01-05", MAIL)
    others = [("kan@bank.example/投稿", 7, 12), ("kan@bank.example/INBOX", 8, 12), ("kan@bank.example/INBOX", 7, 13)]
    assert all(name != file_name(*other, "2024-01-05", MAIL) for other in others)


@pytest.mark.parametrize(
    "subject",
    [
        b"../../etc/passwd",
        b"=?utf-8?b?Li4vLi4vL2V0Yy9wYXNzd2Q=?=",
        b"~$lock",
        b".hidden",
        b"a" * 900,
        b"CON: a|b?*",
        b"",
        b"\xff\x00",
        b"x.part",
    ],
)
def test_a_subject_is_never_a_path(subject: bytes) -> None:
    name = file_name("box", 1, 2, "2024-01-05", b"Subject: " + subject + b"\n\nx")
    assert Path(name).name == name
    assert name.startswith("2024-01-05-")
    assert name.endswith(".eml")
    assert len(name.encode()) < 200
    assert not set(name) & set('<>:"|?*~$\\/ ')


# --- a server that misbehaves ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def scripted(*answers: bytes) -> Iterator[int]:
    """A server that gives these answers, one for each line that it hears, the first as its greeting, and hangs up; its port.

    %s stands for the command's tag.
    """

    def serve() -> None:
        connection, _address = listening.accept()
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as heard:
            connection.sendall(answers[0])
            for answer in answers[1:]:
                tag = heard.readline().split(b" ")[0]
                connection.sendall(answer.replace(b"%s", tag))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        served = threading.Thread(target=serve)
        served.start()
        yield listening.getsockname()[1]
        served.join(10)


GREETING = b"* OK ready\r\n"
CAPABLE = b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n"
OPEN = (GREETING, CAPABLE, b"%s OK in\r\n", CAPABLE, b"* 1 EXISTS\r\n* OK [UIDVALIDITY 3] x\r\n%s OK [READ-WRITE] done\r\n")


@pytest.mark.parametrize(
    "answers",
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n",),
        (b"* BYE too many connections\r\n",),
        (b"\x00\xff\xfe\r\n",),
        (GREETING,),
        (GREETING, CAPABLE),
        (GREETING, CAPABLE, b"%s OK in\r\n", CAPABLE, b"* 1 EXISTS\r\n%s OK no numbers\r\n"),
        (GREETING, CAPABLE, b"%s OK in\r\n", CAPABLE, b"* OK [UIDVALIDITY many] x\r\n%s OK done\r\n"),
        (GREETING, CAPABLE, b"%s OK in\r\n", b"%s BAD what?\r\n", b"%s NO way\r\n", b"%s NO way\r\n"),
    ],
)
def test_a_server_that_speaks_nonsense_is_told(account: Any, answers: tuple[bytes, ...]) -> None:
    with scripted(*answers) as port:
        told(account, "secret", port=port)


@pytest.mark.parametrize(
    "answer",
    [
        b"* 1 FETCH (UID 1 BODY[] {900}\r\nSubject: half a mail\r\n",
        b"* 1 FETCH (UID 1 BODY[] {9",
        b"",
    ],
)
def test_half_a_mail_is_no_mail(account: Any, answer: bytes) -> None:
    with (
        scripted(*OPEN, answer) as port,
        opened(rules(account, port=port), "secret") as mailbox,
        pytest.raises(MachineError, match="broke off"),
    ):
        mail(mailbox, 1)


def test_a_mail_is_found_wherever_the_server_puts_its_number(account: Any) -> None:
    answer = b"* 2 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (BODY[] {5}\r\nhello UID 1)\r\n%s OK done\r\n"
    with scripted(*OPEN, answer, b"* BYE\r\n%s OK done\r\n") as port, opened(rules(account, port=port), "secret") as mailbox:
        assert mail(mailbox, 1) == b"hello"


def test_a_folder_that_may_only_be_read_is_told(account: Any) -> None:
    answers = (*OPEN[:4], b"* OK [UIDVALIDITY 3] x\r\n* OK [READ-ONLY] yes\r\n%s OK [READ-ONLY] done\r\n")
    with scripted(*answers) as port:
        error = told(account, "secret", port=port)
    assert 'handled = "leave"' in error.remedy


def test_a_server_that_falls_silent_is_told(account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.intake.mailbox._PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "timed out" in told(account, port=silent.getsockname()[1]).message
