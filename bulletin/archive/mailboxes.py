"""Mails on their way from a mailbox into the drop folder, and which of them the ledger has: a table of its own in its database.

A mail is known by its mailbox, the folder's UIDVALIDITY and its UID (RFC 3501, section 2.3.1.1), and by its bytes where the
server has numbered its mails anew. The file that it becomes in the drop folder has a name of its own, and that is the
submission's name in the ledger too: so the ledger itself says whether a mail is safe.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bulletin.archive import disk
from bulletin.archive.ledger import Ledger

#: Half a mail: the drop folder passes over what has a dot in front.
_HALF = ".mail-being-fetched.part"

#: fetched: it lies in the drop folder; safe: the ledger says what became of it; done: the mailbox has been told, too.
LetterState = Literal["fetched", "safe", "done"]


@dataclass(frozen=True)
class Letter:
    """A mail that has been fetched: the name of its file in the drop folder, and how far it is."""

    name: str
    state: LetterState


@dataclass(frozen=True)
class Half:
    """A mail that is on the disk, and not in the drop folder yet: `digest` is its SHA-256 (hex), `beginning` holds its head."""

    path: Path
    digest: str
    beginning: bytes


class Letters:
    """The mails of one mailbox, as long as its UIDVALIDITY stands. Every method is one transaction."""

    def __init__(self, ledger: Ledger, mailbox: str, validity: int) -> None:
        self._connection = ledger.connection
        self._box = (mailbox, validity)

    def known(self) -> dict[int, Letter]:
        """Every mail that was fetched, by UID."""
        rows = self._connection.execute("SELECT uid, name, state FROM letters WHERE mailbox = ? AND validity = ?", self._box)
        return {row["uid"]: Letter(row["name"], row["state"]) for row in rows}

    def is_taken(self, name: str) -> bool:
        """Whether the ledger has a mail already, though its number was not noted: a crash came between."""
        rows = self._connection.execute("SELECT 1 FROM submissions WHERE name = ? AND state != 'taking' LIMIT 1", (name,))
        return rows.fetchone() is not None

    def twin(self, digest: str) -> Letter | None:
        """A mail of the same bytes under another number, or in another mailbox; the one that is furthest on."""
        rows = self._connection.execute(
            "SELECT name, state FROM letters WHERE digest = ? ORDER BY state = 'fetched', name LIMIT 1",
            (digest,),
        )
        return next((Letter(row["name"], row["state"]) for row in rows), None)

    def enter(self, uid: int, digest: str, letter: Letter) -> None:
        """Enter a mail that lies in the drop folder, or whose twin is safe."""
        state = "fetched" if letter.state == "fetched" else "safe"
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO letters (mailbox, validity, uid, digest, name, state) VALUES (?, ?, ?, ?, ?, ?)",
                (*self._box, uid, digest, letter.name, state),
            )

    def close(self, uids: list[int]) -> None:
        """Say that the mailbox has been told what became of these."""
        with self._connection:
            self._connection.executemany(
                "UPDATE letters SET state = 'done' WHERE mailbox = ? AND validity = ? AND uid = ?",
                [(*self._box, uid) for uid in uids],
            )


def secure(ledger: Ledger) -> None:
    """Note which mails are safe by now: those that the ledger has as filed, held or any other way concluded."""
    with ledger.connection:
        ledger.connection.execute(
            "UPDATE letters SET state = 'safe' WHERE state = 'fetched'"
            " AND EXISTS (SELECT 1 FROM submissions WHERE submissions.name = letters.name AND submissions.state != 'taking')"
        )


@contextmanager
def being_fetched(inbox: Path, pieces: Iterable[bytes]) -> Iterator[Half | None]:
    """A mail on the disk, of which the drop folder does not know yet; None where there are no bytes of it.

    When the block is left it is gone, but for being laid down. Raises MachineError where the disk refuses.
    """
    half = inbox / _HALF
    try:
        with disk.told(inbox):
            reading = _Reading(pieces)
            disk.pour(half, reading)
        yield None if reading.first is None else Half(half, reading.digest.hexdigest(), reading.first)
    finally:
        with disk.told(inbox):
            half.unlink(missing_ok=True)


def lay_down(half: Half, name: str, arrived: float) -> None:
    """Put a mail into the drop folder, whole and seen onto the disk; `arrived` (seconds since 1970) becomes its date.

    The same name again is the same mail again. Raises MachineError where the disk refuses.
    """
    inbox = half.path.parent
    with disk.told(inbox):
        os.utime(half.path, (arrived, arrived))
        half.path.replace(inbox / name)
        disk.settle(inbox)


class _Reading:
    """The pieces of a mail as they pass: the first of them, and the digest of all."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.first: bytes | None = None
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.first = piece if self.first is None else self.first
            self.digest.update(piece)
            yield piece
