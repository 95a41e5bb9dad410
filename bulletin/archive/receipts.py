"""The receipts in the ledger: who was told what of a submission, who was not and why, and how far each mail is.

Every submission is told of when its news change: what has become of it, and in which issue. So the receipts can be brought
up to date at any time, after a crash as well, and nobody is told the same twice.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bulletin.archive.ledger import Entry, Ledger

#: none: nobody was told, `why` says the reason; written: it waits in the outbox; sending: a sender has it in hand; unsure: the
#: line broke, or the sender's process ended, after it was handed over; failed: it was refused for good; overtaken: other news
#: came before it was sent; removed: an editor took it out of the outbox; returned: it was sent, and came back undelivered.
ReceiptState = Literal["none", "written", "sending", "sent", "unsure", "failed", "overtaken", "removed", "returned"]

#: What has become of a submission and, where it is filed, in which issues.
_NEWS = (
    "s.state || CASE s.state WHEN 'filed' THEN coalesce((SELECT ' ' || group_concat(issue, ' ') FROM"
    " (SELECT DISTINCT issue FROM stories WHERE submission = s.id AND NOT withdrawn ORDER BY issue)), '') ELSE '' END"
)
#: The news that were told last.
_LAST = "SELECT news FROM receipts WHERE submission = s.id ORDER BY id DESC LIMIT 1"
_COLUMNS = "id, submission, news, recipient, file, state, why, made, attempts, due"


@dataclass(frozen=True)
class News:
    """What the sender of a submission is to be told."""

    entry: Entry
    news: str


@dataclass(frozen=True)
class ReceiptEntry:
    """A receipt in the ledger: `file` is its mail's name in the outbox; `why` the reason for silence or the server's last words.

    `due` is when it may be tried, again or for the first time.
    """

    id: int
    submission: int
    news: str
    recipient: str | None
    file: str | None
    state: ReceiptState
    why: str
    made: dt.datetime
    attempts: int
    due: dt.datetime | None


class Receipts:
    """The receipts of an open ledger. Every method is one transaction."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._connection = ledger.connection

    def wanting(self) -> tuple[News, ...]:
        """The submissions whose senders have not been told what stands now, in the order taken."""
        untold = "FROM submissions s WHERE untold AND state != 'taking'"
        with self._connection:  # what changed and changed back is no news
            known = f"SELECT s.id {untold} AND ({_LAST}) IS ({_NEWS})"
            self._connection.execute(f"UPDATE submissions SET untold = 0 WHERE id IN ({known})")  # noqa: S608 - this module's words
        rows = self._connection.execute(f"SELECT s.id, {_NEWS} AS news {untold} ORDER BY s.id")
        found = [(self._ledger.entry(row["id"]), row["news"]) for row in rows.fetchall()]
        return tuple(News(entry, news) for entry, news in found if entry)

    def of(self, number: int) -> tuple[ReceiptEntry, ...]:
        """What was told of a submission, the earliest first."""
        return tuple(self._entries("submission = ? ORDER BY id", number))

    def to_whom_since(self, recipient: str, moment: dt.datetime) -> int:
        """How many receipts an address was written since then."""
        row = self._connection.execute(
            "SELECT count(*) FROM receipts WHERE recipient = ? AND made > ?", (recipient, moment.astimezone(dt.UTC).isoformat())
        ).fetchone()
        return int(row[0])

    def keep_silent(self, told: News, why: str, moment: dt.datetime, *, overtaking: bool) -> tuple[str, ...]:
        """Enter that nobody is told, and why; the files of earlier receipts, if those are overtaken unsent."""
        with self._connection:
            files = self._overtake(told) if overtaking else ()
            self._connection.execute(
                "INSERT INTO receipts (submission, news, state, why, made) VALUES (?, ?, 'none', ?, ?)",
                (told.entry.id, told.news, why, moment.astimezone(dt.UTC).isoformat()),
            )
            self._told(told)
        return files

    def enter(self, told: News, recipient: str, file: str, moment: dt.datetime) -> tuple[str, ...]:
        """Enter a receipt that lies in the outbox; the files of earlier ones of the submission, which it overtakes unsent."""
        made = moment.astimezone(dt.UTC).isoformat()
        with self._connection:
            files = self._overtake(told)
            self._connection.execute(
                "INSERT INTO receipts (submission, news, recipient, file, state, made, due) VALUES (?, ?, ?, ?, 'written', ?, ?)",
                (told.entry.id, told.news, recipient, file, made, made),
            )
            self._told(told)
        return files

    def waiting(self) -> tuple[ReceiptEntry, ...]:
        """What is not sent: what waits, what a sender has in hand, what failed or is unsure; the earliest first."""
        return tuple(self._entries("state IN ('written', 'sending', 'unsure', 'failed') ORDER BY id"))

    def claim(self, number: int) -> bool:
        """Take a receipt in hand before it is handed over; False where it waits no more."""
        with self._connection:
            cursor = self._connection.execute("UPDATE receipts SET state = 'sending' WHERE id = ? AND state = 'written'", (number,))
        return cursor.rowcount == 1

    def put(self, number: int, state: ReceiptState, why: str) -> ReceiptEntry:
        """Say what became of one that was in hand; the attempt is counted."""
        return self._changed(number, "state = ?, why = ?, attempts = attempts + 1", state, why)

    def put_off(self, number: int, why: str, due: dt.datetime) -> ReceiptEntry:
        """Let one wait until then; the attempt is counted."""
        moment = due.astimezone(dt.UTC).isoformat()
        return self._changed(number, "state = 'written', why = ?, due = ?, attempts = attempts + 1", why, moment)

    def lay_back(self, number: int) -> ReceiptEntry:
        """Lay one back that was in hand and not tried."""
        return self._changed(number, "state = 'written'")

    def find_unsure(self) -> tuple[ReceiptEntry, ...]:
        """What a sender had in hand when its process ended, marked as unsure: nobody knows whether it was sent."""
        found = tuple(self._entries("state = 'sending' ORDER BY id"))
        return tuple(self._changed(each.id, "state = 'unsure'") for each in found)

    def come_back(self, number: int, why: str) -> ReceiptEntry:
        """Say that one that was sent came back undelivered."""
        return self._changed(number, "state = 'returned', why = ?", why)

    def try_again(self, moment: dt.datetime) -> None:
        """Let everything that is not sent be tried at once: what waits for its next try, what failed, what is unsure."""
        with self._connection:
            self._connection.execute(
                "UPDATE receipts SET state = 'written', attempts = 0, due = ? WHERE state IN ('written', 'unsure', 'failed')",
                (moment.astimezone(dt.UTC).isoformat(),),
            )

    def states(self, files: Sequence[str]) -> dict[str, ReceiptState]:
        """How far the mails of these names are; those that are no receipts are left out."""
        found = (self._connection.execute("SELECT file, state FROM receipts WHERE file = ?", (file,)).fetchone() for file in files)
        return {row["file"]: row["state"] for row in found if row}

    def successor(self, number: int) -> Entry | None:
        """The submission that took the place of this one."""
        row = self._connection.execute("SELECT max(id) FROM submissions WHERE of = ? AND state != 'duplicate'", (number,)).fetchone()
        return self._ledger.entry(row[0]) if row[0] else None

    def _told(self, told: News) -> None:
        self._connection.execute("UPDATE submissions SET untold = 0 WHERE id = ?", (told.entry.id,))

    def _overtake(self, told: News) -> tuple[str, ...]:
        rows = self._connection.execute(
            "UPDATE receipts SET state = 'overtaken' WHERE submission = ? AND state = 'written' RETURNING file", (told.entry.id,)
        )
        return tuple(row["file"] for row in rows.fetchall())

    def _changed(self, number: int, what: str, *values: str) -> ReceiptEntry:
        with self._connection:
            self._connection.execute(f"UPDATE receipts SET {what} WHERE id = ?", (*values, number))  # noqa: S608 - this module's words
        return next(self._entries("id = ?", number))

    def _entries(self, where: str, *values: str | int) -> Iterator[ReceiptEntry]:
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM receipts WHERE {where}", values)  # noqa: S608 - this module's words
        for row in rows.fetchall():
            due = dt.datetime.fromisoformat(row["due"]) if row["due"] else None
            yield ReceiptEntry(**{**dict(row), "made": dt.datetime.fromisoformat(row["made"]), "due": due})
