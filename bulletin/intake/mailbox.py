"""A mailbox on a server (IMAP, RFC 3501): what lies in its folder, a mail's bytes, and what it is told became of them.

Looking changes nothing: mails are fetched with BODY.PEEK, which does not set \\Seen, and a folder that is only looked at is
opened with EXAMINE. Nothing is ever expunged but what was moved by this program, by its UID (RFC 4315): another program
may have marked mails as deleted that its user still wants back. (The library's own `flag`, `delete` and `move` expunge all.)
"""

import hashlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imap_tools.errors import (
    ImapToolsError,
    MailboxFetchError,
    MailboxFlagError,
    MailboxFolderSelectError,
    MailboxLoginError,
    MailboxMoveError,
    UnexpectedCommandStatusError,
)
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.utils import check_command_status, encode_folder

from bulletin import __version__
from bulletin.house.rules import Imap
from bulletin.intake.kinds import bare_name
from bulletin.intake.limits import MEGABYTE, Refused
from bulletin.intake.mail import read_envelope
from bulletin.language import _
from bulletin.queries import MachineError

#: The keyword of a mail that was taken; with it, what people see: \Seen.
TAKEN = "$Bulletin"
_PATIENCE = 30.0  # seconds that a server may be silent
_AT_ONCE = 200  # UIDs in one command: a server need not read a line of more than 8000 bytes (RFC 7162, section 4)
_PIECE = 8 * MEGABYTE  # fetched at once: a mail of any size need not be whole in memory
_ANEW = 600.0  # seconds until IDLE is asked for again, before anything between here and the server forgets the connection
_MOST_OF_SUBJECT = 40  # characters
#: What a shared folder of Windows forbids in a name, besides what `bare_name` takes out.
_NOT_IN_NAMES = re.compile(r'[\s/\\<>:"|?*~$.]+')


@dataclass(frozen=True)
class Lying:
    """A mail in the mailbox: its size in bytes as the server says it, when it came there (seconds since 1970; None: unknown)."""

    uid: int
    size: int
    arrived: float | None
    taken: bool


class Mailbox:
    """A folder of a mailbox, open. `name` tells it from all others, as long as `validity` (UIDVALIDITY) stands."""

    def __init__(self, imap: Imap, box: BaseMailBox, *, readonly: bool) -> None:
        self._imap = imap
        self._box = box
        self._idle_since: float | None = None
        self.name = name_of(imap)
        with _told(imap):
            self._select(readonly=readonly)
            self.validity = int(self._said("UIDVALIDITY"))
            self._keeps_keywords = any(mark in self._said("PERMANENTFLAGS") for mark in (b"\\*", TAKEN.encode()))

    @property
    def rings(self) -> bool:
        """Whether the server says by itself when a mail has come (IDLE, RFC 2177)."""
        return "IDLE" in self._box.client.capabilities

    def uids(self) -> tuple[int, ...]:
        """Every mail that nobody has deleted, in the order of their coming."""
        with _told(self._imap):
            found = self._box.client.uid("SEARCH", "UNDELETED")
            check_command_status(found, MailboxFetchError)
            return tuple(sorted(int(uid) for uid in b" ".join(each for each in found[1] if each).split()))

    def lying(self, uids: Sequence[int]) -> tuple[Lying, ...]:
        """What the server says of these mails, those left out that have gone meanwhile."""
        with _told(self._imap):
            lines = [line for part in _parts(uids) for line in self._fetched(part, "(UID FLAGS RFC822.SIZE INTERNALDATE)")]
        found = (_lying(line) for line in lines if isinstance(line, bytes))
        return tuple(each for each in found if each is not None)

    def mail(self, lying: Lying) -> Iterator[bytes]:
        """A mail's bytes, however many, some megabytes at a time; nothing where it has gone meanwhile.

        Raises Refused where the server does not give just this one.
        """
        if lying.size <= _PIECE:
            whole = self._section(lying.uid)
            yield from () if whole is None else (whole,)
            return
        start = 0
        while piece := self._section(lying.uid, f"<{start}.{_PIECE}>"):
            yield piece
            start += len(piece)
        if start and not self.lying([lying.uid]):
            raise _not_given(lying.uid, _("it went away meanwhile"))

    def mark(self, uids: Sequence[int]) -> None:
        """Mark mails as read and, where the server keeps such marks, as taken."""
        flags = rf"(\Seen {TAKEN})" if self._keeps_keywords else r"(\Seen)"
        with _told(self._imap):
            for part in _parts(uids):
                self._store(part, flags)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails into another folder, which is made where there is none."""
        with _told(self._imap):
            if uids and not self._box.folder.exists(folder):
                self._box.folder.create(folder)
                self._box.folder.subscribe(folder, True)  # else few mail programs show it
            for part in _parts(uids):
                self._move(part, encode_folder(folder).decode("ascii"))

    def rung(self, seconds: float) -> bool:
        """Wait for a mail to come, so long at most; whether one has. Only for a server that `rings`."""
        with _told(self._imap):
            began = time.monotonic()
            self._idle(began)
            said = self._box.idle.poll(timeout=seconds)
            if any(line.startswith(b"* BYE") for line in said) or (not said and time.monotonic() - began < seconds / 2):
                raise imaplib.IMAP4.abort(_("the server has closed it"))
        return any(line.endswith(b" EXISTS") for line in said)

    def close(self) -> None:
        """Take leave. What goes wrong now does no harm: everything is done."""
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            if self._idle_since is not None:
                self._box.idle.stop()  # type: ignore[no-untyped-call]  # the library's, without types
            self._box.logout()
        with suppress(OSError):
            self._box.client.shutdown()

    def _select(self, *, readonly: bool) -> None:
        try:
            self._box.folder.set(self._imap.folder, readonly)
        except MailboxFolderSelectError as error:
            names = _(", ").join(each.name for each in self._box.folder.list())
            message = _("the mailbox of {user} has no folder “{folder}”: {reason}")
            raise MachineError(
                message.format(user=self._imap.user, folder=self._imap.folder, reason=_reason(error)),
                remedy=_("Write one of its folders as `folder` under [intake.imap] in bulletin.toml: {names}.").format(names=names),
            ) from None

    def _said(self, word: str) -> bytes:
        """What the server said of the folder when it was opened."""
        return b" ".join(each for each in self._box.client.untagged_responses.get(word, []) if isinstance(each, bytes))

    def _fetched(self, uids: str, items: str) -> list[bytes | tuple[bytes, bytes]]:
        found = self._box.client.uid("FETCH", uids, items)
        check_command_status(found, MailboxFetchError)
        return [each for each in found[1] if each]

    def _section(self, uid: int, part: str = "") -> bytes | None:
        """A mail, or a part of it as "<start.count>" (RFC 3501, section 6.4.5)."""
        with _told(self._imap):
            try:
                found = self._fetched(str(uid), f"(UID BODY.PEEK[]{part})")
            except MailboxFetchError as error:
                raise _not_given(uid, _reason(error)) from None
        return next((each[1] for each in found if isinstance(each, tuple) and b"BODY[" in each[0].upper()), None)

    def _store(self, uids: str, flags: str) -> None:
        check_command_status(self._box.client.uid("STORE", uids, "+FLAGS.SILENT", flags), MailboxFlagError)

    def _move(self, uids: str, folder: str) -> None:
        client = self._box.client
        if "MOVE" in client.capabilities:  # RFC 6851
            check_command_status(client.uid("MOVE", uids, folder), MailboxMoveError)
            return
        check_command_status(client.uid("COPY", uids, folder), MailboxMoveError)
        self._store(uids, r"(\Deleted)")
        if "UIDPLUS" in client.capabilities:
            check_command_status(client.uid("EXPUNGE", uids), MailboxMoveError)

    def _idle(self, now: float) -> None:
        if self._idle_since is not None and now - self._idle_since < _ANEW:
            return
        if self._idle_since is not None:
            self._box.idle.stop()  # type: ignore[no-untyped-call]  # the library's, without types
        self._box.idle.start()  # type: ignore[no-untyped-call]  # the library's, without types
        self._idle_since = now


@contextmanager
def opened(imap: Imap, password: str, *, readonly: bool = False) -> Iterator[Mailbox]:
    """The mailbox's folder, open until the block is left.

    Raises MachineError where the server cannot be reached or is not who it says, refuses the account, or has no such folder;
    so do all methods of the mailbox where the connection breaks or the server refuses.
    """
    with _told(imap):
        box = _connected(imap)
    mailbox = None
    try:
        with _told(imap):
            _log_in(box, imap, password)
        mailbox = Mailbox(imap, box, readonly=readonly)
        yield mailbox
    finally:
        if mailbox is not None:
            mailbox.close()
        else:
            with suppress(OSError):
                box.client.shutdown()


def name_of(imap: Imap) -> str:
    """What a mailbox's folder is called, here and in the ledger."""
    return f"{imap.user}@{imap.host}/{imap.folder}" if "@" not in imap.user else f"{imap.user}/{imap.folder}"


def file_name(mailbox: str, validity: int, uid: int, day: str, beginning: bytes) -> str:
    """A name for a mail's file: always the same for one mail, never that of another, and to be read: day, subject, number.

    `day` is as 2024-01-31; `beginning` is as much of the mail as holds its head.
    """
    try:
        subject = read_envelope(beginning).subject
    except Refused:  # what is wrong with it is told when it is opened
        subject = ""
    words = bare_name(_NOT_IN_NAMES.sub(" ", subject).strip()[:_MOST_OF_SUBJECT]).strip() if subject.strip() else ""
    mark = hashlib.sha256(f"{mailbox}\n{validity}\n{uid}".encode()).hexdigest()[:8]
    return bare_name("-".join(filter(None, (day, words.replace(" ", "-"), str(uid), mark))) + ".eml")


def _connected(imap: Imap) -> BaseMailBox:
    if imap.tls == "none":
        return MailBoxUnencrypted(imap.host, imap.port or 143, timeout=_PATIENCE)
    secure = ssl.create_default_context()  # with none given, imaplib would believe every certificate
    if imap.tls == "starttls":
        return MailBoxStartTls(imap.host, imap.port or 143, timeout=_PATIENCE, ssl_context=secure)
    return MailBox(imap.host, imap.port or 993, timeout=_PATIENCE, ssl_context=secure)


def _log_in(box: BaseMailBox, imap: Imap, password: str) -> None:
    plain = imap.user.isascii() and password.isascii()
    try:
        (box.login if plain else box.login_utf8)(imap.user, password, None)
    except imaplib.IMAP4.abort:
        raise
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        raise MachineError(
            _("the mail server {host} does not let {user} in: {reason}").format(host=imap.host, user=imap.user, reason=_reason(error)),
            remedy=_(
                "Check `user` under [intake.imap] in bulletin.toml, and the password. Many servers want IMAP to be switched on in the"
                " mailbox's settings, and an app password (授权码) instead of the one for the web page."
            ),
        ) from None
    client = box.client
    client.capabilities = _capabilities(box)
    if "ID" in client.capabilities:  # RFC 2971; some providers refuse every folder to a program that has not named itself
        client.xatom("ID", f'("name" "Bulletin" "version" "{__version__}")')


def _capabilities(box: BaseMailBox) -> tuple[str, ...]:
    """What the server can do for one who has logged in: more than for a stranger."""
    _status, said = box.client.capability()
    return tuple(said[-1].decode("ascii", "replace").upper().split()) if said and said[-1] else ()


def _lying(line: bytes) -> Lying | None:
    uid, size = (re.search(name + rb" (\d+)", line) for name in (rb"\bUID", rb"RFC822\.SIZE"))
    if uid is None or size is None:  # a change of flags that the server tells unasked
        return None
    when = imaplib.Internaldate2tuple(line)
    return Lying(int(uid[1]), int(size[1]), time.mktime(when) if when else None, TAKEN.lower().encode() in line.lower())


def _parts(uids: Iterable[int]) -> Iterator[str]:
    """UIDs as they stand in a command, not too many in one."""
    words = [str(uid) for uid in uids]
    return (",".join(words[at : at + _AT_ONCE]) for at in range(0, len(words), _AT_ONCE))


def _not_given(uid: int, reason: str) -> Refused:
    message = _("the server does not give the mail number {uid}: {reason}").format(uid=uid, reason=reason)
    return Refused("left-alone", message, _("Open it in a mail program, and put it into the drop folder as .eml."))


@contextmanager
def _told(imap: Imap) -> Iterator[None]:
    """Turn what goes wrong with the server into words."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        message = _("the mail server {host} cannot prove that it is {host}: {reason}")
        remedy = _(
            "Check `host` under [intake.imap] in bulletin.toml. Where your organisation signs its servers itself, have its certificate"
            " installed on this machine, or name its file in the environment variable SSL_CERT_FILE."
        )
        raise MachineError(message.format(host=imap.host, reason=error.verify_message), remedy=remedy) from None
    except ssl.SSLError as error:
        message = _("no secret connection to the mail server {host} comes about: {reason}")
        remedy = _("Check `tls` and `port` under [intake.imap] in bulletin.toml: “tls” is usual at port 993, “starttls” at 143.")
        raise MachineError(message.format(host=imap.host, reason=_reason(error)), remedy=remedy) from None
    except imaplib.IMAP4.readonly:
        message = _("the folder “{folder}” of the mailbox may only be read").format(folder=imap.folder)
        raise MachineError(message, remedy=_('Set handled = "leave" under [intake.imap] in bulletin.toml, or ask for the right.')) from None
    except imaplib.IMAP4.abort as error:
        message = _("the connection to the mail server {host} broke off: {reason}")
        remedy = _("Nothing is lost: what has not come yet stays on the server, and is fetched at the next collection.")
        raise MachineError(message.format(host=imap.host, reason=_reason(error)), remedy=remedy) from None
    except OSError as error:
        message = _("the mail server {host} cannot be reached: {reason}")
        remedy = _("Check the network, and `host` and `port` under [intake.imap] in bulletin.toml. The mails wait on the server.")
        raise MachineError(message.format(host=imap.host, reason=_reason(error)), remedy=remedy) from None
    except (imaplib.IMAP4.error, ImapToolsError, KeyError, ValueError) as error:  # the last two: an answer that is none
        message = _("the mail server {host} refuses: {reason}")
        remedy = _("Show this to whoever looks after the mail server. The mails wait on the server.")
        raise MachineError(message.format(host=imap.host, reason=_reason(error)), remedy=remedy) from None


def _reason(error: Exception) -> str:
    """What the server or the system said, on one line."""
    if isinstance(error, UnexpectedCommandStatusError):
        said: object = b" ".join(each for each in error.command_result[1] if isinstance(each, bytes))
    else:
        said = getattr(error, "strerror", None) or (error.args[0] if error.args else type(error).__name__)
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(words.split())[:300]
