"""The post, against a real mail server on this machine."""

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulletin.correspondence.post import Post, UnreachableError, post
from bulletin.house.account import Account
from bulletin.queries import SettingsError

ME, YOU, MAIL = "editors@bank.example", "east@bank.example", b"Subject: Re\r\n\r\n.dots\r\n..\r\n"
EDITORS = {"user": "editors", "password_env": "BULLETIN_PASSWORD"}
MakeServer = Callable[..., Any]


def account(server: Any, tls: str = "none", **more: Any) -> Account:
    return Account.model_validate({"host": "localhost", "port": server.port, "tls": tls, **more})


def line_to(server: Any) -> Post:
    return Post(account(server), "")


def test_a_mail_arrives_as_it_is(server: Any) -> None:
    with post(account(server), "") as line:
        assert line.send(ME, YOU, MAIL).outcome == "accepted"
    (envelope,) = server.taken
    assert (envelope.mail_from, envelope.rcpt_tos, envelope.content) == (ME, [YOU], MAIL)


def test_one_line_serves_for_several_mails(server: Any) -> None:
    with post(account(server), "") as line:
        assert [line.send(ME, YOU, MAIL).outcome for _turn in range(3)] == ["accepted"] * 3
    assert len(server.taken) == 3


@pytest.mark.parametrize(("answer", "outcome"), [("450 greylisted", "later"), ("550 no such user", "refused")])
def test_a_refused_recipient_is_told_and_does_not_spoil_the_next(server: Any, answer: str, outcome: str) -> None:
    server.to_recipient = [answer]
    with post(account(server), "") as line:
        refused = line.send(ME, YOU, MAIL)
        assert line.send(ME, YOU, MAIL).outcome == "accepted"
    assert (refused.outcome, refused.words) == (outcome, answer)
    assert len(server.taken) == 1


@pytest.mark.parametrize(("answer", "outcome"), [("452 full", "later"), ("554 spam", "refused")])
def test_a_mail_that_is_refused_when_it_is_read_is_told(server: Any, answer: str, outcome: str) -> None:
    server.to_mail = [answer]
    with post(account(server), "") as line:
        assert line.send(ME, YOU, MAIL).outcome == outcome
        assert line.send(ME, YOU, MAIL).outcome == "accepted"


def test_a_sender_that_is_refused_is_a_matter_of_the_settings(server: Any) -> None:
    server.to_sender = ["553 not yours"]
    with post(account(server), "") as line, pytest.raises(SettingsError, match="not yours"):
        line.send(ME, YOU, MAIL)


def test_a_line_that_breaks_after_the_mail_leaves_it_unsure(server: Any) -> None:
    server.on_mail = lambda session: session.transport.abort()
    with post(account(server), "") as line:
        assert line.send(ME, YOU, MAIL).outcome == "unsure"
        server.on_mail = lambda session: None
        assert line.send(ME, YOU, MAIL).outcome == "accepted"


def test_a_server_that_asks_for_a_pause_is_called_anew(server: Any) -> None:
    server.to_recipient = ["421 busy"]
    with post(account(server), "") as line:
        assert line.send(ME, YOU, MAIL).outcome == "later"
        assert line.send(ME, YOU, MAIL).outcome == "accepted"


def test_nobody_there_is_told(server: Any, unused_port: int) -> None:
    with pytest.raises(UnreachableError, match="localhost"):
        Post(Account(host="localhost", port=unused_port, tls="none"), "").send(ME, YOU, MAIL)


def test_a_name_that_is_no_machine_is_told() -> None:
    with pytest.raises(UnreachableError, match=r"nowhere\.invalid"):
        Post(Account(host="nowhere.invalid"), "").open()


def test_one_who_knows_the_password_is_let_in(make_server: MakeServer, certified: tuple[ssl.SSLContext, Path], monkeypatch: Any) -> None:
    context, trusted = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    server = make_server(login=True, tls_context=context, require_starttls=True)
    with post(account(server, "starttls", **EDITORS), "secret") as line:
        assert line.send(ME, YOU, MAIL).outcome == "accepted"
    assert server.users == ["editors"]


def test_a_wrong_password_is_a_matter_of_the_settings(
    make_server: MakeServer, certified: tuple[ssl.SSLContext, Path], monkeypatch: Any
) -> None:
    context, trusted = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    server = make_server(login=True, tls_context=context, require_starttls=True)
    with pytest.raises(SettingsError, match="does not let editors in"):
        Post(account(server, "starttls", **EDITORS), "guess").open()


def test_a_line_may_be_secret_from_the_first_byte(
    make_server: MakeServer, certified: tuple[ssl.SSLContext, Path], monkeypatch: Any
) -> None:
    context, trusted = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    server = make_server(ssl_context=context)
    with post(account(server, "tls"), "") as line:
        assert line.send(ME, YOU, MAIL).outcome == "accepted"


@pytest.mark.parametrize(("tls", "settings"), [("tls", "ssl_context"), ("starttls", "tls_context")])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    make_server: MakeServer, certified: tuple[ssl.SSLContext, Path], tls: str, settings: str
) -> None:
    server = make_server(**{settings: certified[0]})
    with pytest.raises(SettingsError, match="certificate of localhost is not trusted"):
        Post(account(server, tls), "").open()
    assert not server.senders


def test_a_server_without_starttls_is_never_spoken_to_in_the_clear(server: Any) -> None:
    with pytest.raises(SettingsError, match="does not offer"):
        Post(account(server, "starttls", **EDITORS), "secret").send(ME, YOU, MAIL)
    assert not server.senders
    assert not server.users
