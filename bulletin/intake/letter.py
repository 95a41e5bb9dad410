"""What a mail says on its head and what it holds, whatever program wrote it and in whatever form it was kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bulletin.records.submission import Automatic, Enclosure


@dataclass(frozen=True)
class Envelope:
    """What a mail's head says. `sender` is the first address alone, `senders` are all that it names as its writers.

    `sent` is None where there is no date that can be read; `proofs` are its `Authentication-Results` as written, the topmost first.
    """

    subject: str
    sender: str | None
    sender_name: str
    message_id: str | None
    sent: datetime | None
    senders: tuple[str, ...] = ()
    reply_to: str | None = None
    automatic: Automatic = ""
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """What a mail holds: its text (HTML before plain), and its attachments, mails within it unopened, in order.

    `damage` says in words what could not be read; `locked` what is encrypted and so not in it.
    """

    body: tuple[Enclosure, ...]
    attachments: "tuple[Enclosure | Inner, ...]"
    damage: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True)
class Inner:
    """A mail within a mail, who wrote it (None: that is not known), and how it is opened; that may raise Refused."""

    name: str
    opened: Callable[[], Letter]
    writer: str | None = None
