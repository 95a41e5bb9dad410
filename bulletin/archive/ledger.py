"""The ledger: every submission ever seen and what became of it."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bulletin.language import _
from bulletin.queries import MachineError, Query
from bulletin.records.submission import Submission

FILE = "ledger.sqlite"

#: What becomes of a submission when it is taken.
Outcome = Literal["filed", "held", "duplicate"]
#: taking: on its way into the archive, to be finished or forgotten after a crash; superseded: a later one took its place.
State = Literal["taking", "superseded"] | Outcome

#: One step each; `user_version` counts the steps a ledger has taken.
_STEPS = (
    """
    CREATE TABLE submissions (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        digest TEXT NOT NULL,
        message_id TEXT,
        sender TEXT,
        branch TEXT,
        subject TEXT NOT NULL,
        received TEXT NOT NULL,
        taken TEXT NOT NULL,
        issue TEXT NOT NULL,
        state TEXT NOT NULL,
        folder TEXT,
        of INTEGER REFERENCES submissions (id),
        queries TEXT NOT NULL DEFAULT '[]'
    );
    CREATE INDEX submissions_by_digest ON submissions (digest);
    CREATE INDEX submissions_by_message_id ON submissions (message_id) WHERE message_id IS NOT NULL;
    CREATE TABLE stories (
        folder TEXT PRIMARY KEY,
        submission INTEGER NOT NULL REFERENCES submissions (id),
        issue TEXT NOT NULL,
        title TEXT NOT NULL,
        branch TEXT,
        written TEXT NOT NULL,
        queries TEXT NOT NULL DEFAULT '[]'
    );
    """,
    "ALTER TABLE stories ADD COLUMN section TEXT;",
)


@dataclass(frozen=True)
class Entry:
    """A submission in the ledger. `issue` is the one it was taken for; `folder` is where its original lies, from the publication's."""

    id: int
    name: str
    subject: str
    digest: str
    message_id: str | None
    issue: str
    state: State
    folder: str | None
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class StoryEntry:
    """A filed story in the ledger, in the section it was filed with.

    `written` is the SHA-256 (hex) of story.md as it was filed: another one means an editor's hand.
    """

    folder: str
    submission: int
    issue: str
    title: str
    branch: str | None
    section: str | None
    written: str
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Conclusion:
    """What became of a submission: its state, where its original lies, its queries, the submission it repeats, its stories."""

    state: Outcome
    folder: str | None
    queries: tuple[Query, ...] = ()
    of: int | None = None
    stories: tuple[StoryEntry, ...] = ()


class Ledger:
    """The open ledger. Every method is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def enter(self, submission: Submission, branch: str | None, issue: str, taken: dt.datetime) -> int:
        """Enter a submission as being taken; its number."""
        row = (
            submission.name,
            submission.digest,
            submission.message_id,
            submission.sender,
            branch,
            submission.subject,
            submission.received.isoformat(),
            taken.isoformat(),
            issue,
        )
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO submissions (name, digest, message_id, sender, branch, subject, received, taken, issue, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'taking')",
                row,
            )
        return int(cursor.lastrowid or 0)

    def conclude(self, number: int, conclusion: Conclusion) -> None:
        """Say what became of a submission, and enter its stories; a story that took another's place takes its line."""
        with self._connection:
            self._connection.execute(
                "UPDATE submissions SET state = ?, folder = ?, queries = ?, of = ? WHERE id = ?",
                (conclusion.state, conclusion.folder, _dumped(conclusion.queries), conclusion.of, number),
            )
            for story in conclusion.stories:
                self._connection.execute(
                    "UPDATE submissions SET state = 'superseded' WHERE state = 'filed' AND id IN"
                    " (SELECT submission FROM stories WHERE folder = ? AND submission != ?)"
                    " AND (SELECT count(*) FROM stories WHERE submission = submissions.id) = 1",
                    (story.folder, number),
                )
                self._connection.execute(
                    "INSERT OR REPLACE INTO stories (folder, submission, issue, title, branch, section, written, queries)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (story.folder, number, story.issue, story.title, story.branch, story.section, story.written, _dumped(story.queries)),
                )

    def forget(self, number: int) -> None:
        """Take out a submission that a crash kept from the archive, or a held one that is taken again."""
        with self._connection:
            self._connection.execute("DELETE FROM submissions WHERE id = ?", (number,))

    def same(self, submission: Submission) -> Entry | None:
        """An earlier submission of the same bytes, else the same message: some programs give all their mails one Message-ID."""
        alike = "message_id = ? AND sender IS ? AND subject = ?"
        where = f"state != 'taking' AND (digest = ? OR ({alike})) ORDER BY digest != ?, id LIMIT 1"
        said = (submission.message_id, submission.sender, submission.subject)
        return next(self._entries(where, submission.digest, *said, submission.digest), None)

    def known(self, name: str, digest: str) -> bool:
        """Whether just this submission, by this name, has been dealt with and is not held."""
        where = "name = ? AND digest = ? AND state NOT IN ('taking', 'held') LIMIT 1"
        return next(self._entries(where, name, digest), None) is not None

    def unfinished(self) -> tuple[Entry, ...]:
        """What a crash left half taken."""
        return tuple(self._entries("state = 'taking' ORDER BY id"))

    def entries(self) -> tuple[Entry, ...]:
        """Every submission, in the order taken."""
        return tuple(self._entries("true ORDER BY id"))

    def stories(self, issue: str) -> tuple[StoryEntry, ...]:
        """The stories of an issue, by folder."""
        rows = self._connection.execute(
            "SELECT folder, submission, issue, title, branch, section, written, queries FROM stories WHERE issue = ? ORDER BY folder",
            (issue,),
        )
        return tuple(StoryEntry(**{**dict(row), "queries": _loaded(row["queries"])}) for row in rows)

    def _entries(self, where: str, *values: str | None) -> Iterator[Entry]:
        rows = self._connection.execute(
            f"SELECT id, name, subject, digest, message_id, issue, state, folder, queries FROM submissions WHERE {where}",  # noqa: S608 - this module's words
            values,
        )
        return (Entry(**{**dict(row), "queries": _loaded(row["queries"])}) for row in rows)


@contextmanager
def opened(stories: Path) -> Iterator[Ledger]:
    """The ledger in stories/, made where there is none, brought up to date where it is older.

    Raises MachineError where it cannot be opened or is newer than this program.
    """
    path = stories / FILE
    try:
        stories.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30)
        connection.row_factory = sqlite3.Row
    except (OSError, sqlite3.Error) as error:
        raise _broken(path, error) from None
    with closing(connection):
        try:
            _bring_up_to_date(connection, path)
            yield Ledger(connection)
        except sqlite3.Error as error:
            raise _broken(path, error) from error


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(_STEPS):
        raise MachineError(_("the ledger was written by a newer version of Bulletin"), remedy=_("Install that version."), file=path)
    if version < len(_STEPS):
        connection.execute("PRAGMA journal_mode = WAL")
    for number, step in enumerate(_STEPS[version:], version + 1):
        connection.executescript(f"BEGIN; {step} PRAGMA user_version = {number}; COMMIT;")


def _broken(path: Path, error: Exception) -> MachineError:
    remedy = _("Check that the disk has room and the folder may be written to; a damaged ledger is put back from a backup.")
    return MachineError(_("the ledger cannot be used: {reason}").format(reason=error), remedy=remedy, file=path)


def _dumped(queries: Sequence[Query]) -> str:
    return json.dumps([each.model_dump(mode="json") for each in queries], ensure_ascii=False)


def _loaded(text: str) -> tuple[Query, ...]:
    return tuple(Query.model_validate(each) for each in json.loads(text))
