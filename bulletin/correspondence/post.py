"""The post: one receipt after the other is handed to a mail server over SMTP (RFC 5321)."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from bulletin.house.account import Account
from bulletin.language import _
from bulletin.queries import MachineError, SettingsError

#: accepted: the server has it; later: not now (4xx); refused: never (5xx); unsure: the line broke after the mail was sent.
Outcome = Literal["accepted", "later", "refused", "unsure"]

_PATIENCE = 60  # seconds for each answer
_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True)
class Answer:
    """What became of a mail, and the server's words."""

    outcome: Outcome
    words: str


class UnreachableError(MachineError):
    """The server does not answer, or not now: another try may do."""


class Post:
    """A line to the mail server, opened when it is needed, and again where it broke."""

    def __init__(self, account: Account, password: str) -> None:
        self._account, self._password = account, password
        self._line: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """The line, opened where it is not.

        Raises UnreachableError where the server does not answer, SettingsError where it wants another user, password or kind of
        connection.
        """
        if self._line is None:
            self._line = _connected(self._account, self._password)
        return self._line

    def send(self, sender: str, recipient: str, mail: bytes) -> Answer:
        """Hand over one mail.

        Raises what `open` raises, where the line fails before the mail itself is sent, SettingsError also where the server wants
        another sender.
        """
        line = self.open()
        try:
            refused = _announced(line, sender, recipient)
        except OSError as error:
            self.hang_up()
            raise _unreachable(self._account, error) from None
        if refused is None:
            return self._handed_over(line, mail)
        self._begin_anew(line, refused)
        return refused

    def hang_up(self) -> None:
        """Close the line, if it is open."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError):
                line.quit()
            line.close()

    def _handed_over(self, line: smtplib.SMTP, mail: bytes) -> Answer:
        """From the first byte of the mail to the server's answer: where the line breaks here, nobody knows whether it has it."""
        try:
            line.send(_stuffed(mail))
            answer = _answer(*line.getreply())
        except OSError as error:
            self.hang_up()
            return Answer("unsure", str(error))
        self._begin_anew(line, answer)
        return answer

    def _begin_anew(self, line: smtplib.SMTP, answer: Answer) -> None:
        """Leave nothing of a mail that was not taken; a server that says 421 hangs up (RFC 5321, section 3.8)."""
        if answer.outcome != "accepted":
            try:
                line.rset()
            except OSError:
                self.hang_up()
        if answer.words.startswith("421"):
            self.hang_up()


@contextmanager
def post(account: Account, password: str) -> Iterator[Post]:
    """A line that is closed in the end, however that comes."""
    opened = Post(account, password)
    try:
        yield opened
    finally:
        opened.hang_up()


def _announced(line: smtplib.SMTP, sender: str, recipient: str) -> Answer | None:
    """Tell the server whose mail comes, and for whom; None where it waits for the mail, else its refusal."""
    code, words = line.mail(sender)
    if code >= 500:
        remedy = _("Set `from` in bulletin.toml to an address that this account may write from.")
        message = _("the mail server takes no mail from {sender}: {words}")
        raise SettingsError(message.format(sender=sender, words=_plain(words)), remedy=remedy)
    if code == 250:
        code, words = line.rcpt(recipient)
    if code in (250, 251):
        code, words = line.docmd("DATA")
    return None if code == 354 else _answer(code, words)


def _answer(code: int, words: bytes) -> Answer:
    outcomes: dict[int, Outcome] = {2: "accepted", 5: "refused"}
    return Answer(outcomes.get(code // 100, "later"), f"{code} {_plain(words)}".strip())


def _connected(account: Account, password: str) -> smtplib.SMTP:
    """A line over which mail may be sent."""
    line: smtplib.SMTP | None = None
    try:
        line = _dialled(account)
        line.ehlo_or_helo_if_needed()
        if account.user:
            line.login(account.user, password)
    except (OSError, UnicodeError) as error:
        if line is not None:
            line.close()
        raise _refused(account, error) from None
    return line


def _dialled(account: Account) -> smtplib.SMTP:
    """The line, secret from the start or from STARTTLS on; certificates are checked against the machine's own list."""
    port = account.port or _PORTS[account.tls]
    context = ssl.create_default_context()
    if account.tls == "tls":
        return smtplib.SMTP_SSL(account.host, port, timeout=_PATIENCE, context=context, local_hostname="localhost")
    line = smtplib.SMTP(account.host, port, timeout=_PATIENCE, local_hostname="localhost")
    if account.tls == "starttls":
        try:
            line.starttls(context=context)
        except OSError:
            line.close()
            raise
    return line


def _refused(account: Account, error: Exception) -> MachineError | SettingsError:
    """What a failed connection asks for: another try, or somebody who mends the settings."""
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < 500:
        return _unreachable(account, error)
    if isinstance(error, ssl.SSLCertVerificationError):
        remedy = _("Ask who runs the server for its certificate authority and add that to this machine's list, or mend `host`.")
        message = _("the certificate of {host} is not trusted: {reason}")
        return SettingsError(message.format(host=account.host, reason=error.verify_message), remedy=remedy)
    if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError | ssl.SSLError):
        remedy = _("Mend `tls`, `port` and `user` in [mail.smtp] as whoever runs the server says.")
        return SettingsError(_("{host} does not offer this: {reason}").format(host=account.host, reason=error), remedy=remedy)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        remedy = _("Look at `user` and the password; many servers want a password of its own for programs.")
        message = _("{host} does not let {user} in: {words}")
        return SettingsError(message.format(host=account.host, user=account.user, words=_plain(error.smtp_error)), remedy=remedy)
    return _unreachable(account, error)


def _unreachable(account: Account, error: Exception) -> UnreachableError:
    words = _plain(error.smtp_error) if isinstance(error, smtplib.SMTPResponseException) else str(error)
    message = _("the mail server {host} cannot be reached: {reason}").format(host=account.host, reason=words)
    return UnreachableError(message, remedy=_("Nothing is lost: the receipts wait in stories/outbox; run `bulletin send` again later."))


def _stuffed(mail: bytes) -> bytes:
    """A mail on the wire: lines end with CRLF, a dot at the beginning of one is doubled, a lone dot ends it (RFC 5321, section 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", mail)
    return re.sub(rb"(?m)^\.", b"..", lines).rstrip(b"\r\n") + b"\r\n.\r\n"


def _plain(words: bytes | str) -> str:
    """A server's words on one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:200]
