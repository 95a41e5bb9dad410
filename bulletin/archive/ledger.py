"""The ledger: every submission ever seen, what became of it, and what editors did with it.

A story is found again by its marks: the digests of what it was made of and of what it says (the same again), and the bands
of its sketch (nearly the same; see `likeness`). All of them are looked up in an index, never story by story.
"""

import datetime as dt
import json
import os
import sqlite3
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bulletin.language import _
from bulletin.queries import MachineError, Query
from bulletin.records.submission import Automatic, Submission

FILE = "ledger.sqlite"

#: What becomes of a submission when it is taken.
Outcome = Literal["filed", "held", "duplicate"]
#: taking: on its way into the archive, to be finished or forgotten after a crash; superseded: a later one took its place;
#: withdrawn: an editor took it out of its issue.
State = Literal["taking", "superseded", "withdrawn"] | Outcome
#: What can be done with a submission or a story.
Doing = Literal["taken", "retried", "released", "withdrawn", "restored", "moved", "revised", "masked"]

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
    # lying: its files may lie in the drop folder still; acts.done is 0 while its desk is in use; a story gets a number that a move
    # does not change, and may come from no submission
    """
    ALTER TABLE submissions ADD COLUMN sender_name TEXT NOT NULL DEFAULT '';
    ALTER TABLE submissions ADD COLUMN reply_to TEXT;
    ALTER TABLE submissions ADD COLUMN automatic TEXT NOT NULL DEFAULT '';
    ALTER TABLE submissions ADD COLUMN contents TEXT;
    ALTER TABLE submissions ADD COLUMN lying INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX submissions_by_contents ON submissions (contents) WHERE contents IS NOT NULL;
    CREATE INDEX submissions_by_state ON submissions (state, issue);
    CREATE TABLE acts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        submission INTEGER REFERENCES submissions (id),
        moment TEXT NOT NULL,
        who TEXT NOT NULL,
        act TEXT NOT NULL,
        reason TEXT NOT NULL,
        done INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX acts_by_submission ON acts (submission);
    CREATE INDEX acts_under_way ON acts (id) WHERE NOT done;
    ALTER TABLE stories RENAME TO stories_before;
    CREATE TABLE stories (
        id INTEGER PRIMARY KEY,
        folder TEXT NOT NULL UNIQUE,
        submission INTEGER REFERENCES submissions (id),
        issue TEXT NOT NULL,
        title TEXT NOT NULL,
        branch TEXT,
        section TEXT,
        written TEXT NOT NULL,
        queries TEXT NOT NULL DEFAULT '[]',
        withdrawn INTEGER NOT NULL DEFAULT 0,
        marked INTEGER NOT NULL DEFAULT 0
    );
    INSERT INTO stories (folder, submission, issue, title, branch, section, written, queries)
        SELECT folder, submission, issue, title, branch, section, written, queries FROM stories_before;
    DROP TABLE stories_before;
    CREATE INDEX stories_by_branch ON stories (issue, branch);
    CREATE INDEX stories_by_submission ON stories (submission);
    CREATE INDEX stories_without_marks ON stories (id) WHERE NOT marked;
    CREATE TABLE digests (digest TEXT, story INTEGER, current INTEGER NOT NULL, PRIMARY KEY (digest, story)) WITHOUT ROWID;
    CREATE INDEX digests_by_story ON digests (story);
    CREATE TABLE bands (band INTEGER, story INTEGER, PRIMARY KEY (band, story)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE letters (
        mailbox TEXT NOT NULL,
        validity INTEGER NOT NULL,
        uid INTEGER NOT NULL,
        name TEXT NOT NULL,
        digest TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'fetched',
        PRIMARY KEY (mailbox, validity, uid)
    ) WITHOUT ROWID;
    CREATE INDEX letters_by_digest ON letters (digest);
    CREATE INDEX letters_fetched ON letters (name) WHERE state = 'fetched';
    CREATE INDEX IF NOT EXISTS submissions_by_name ON submissions (name);
    """,
    # what was taken before there were receipts counts as told
    """
    CREATE TABLE receipts (
        id INTEGER PRIMARY KEY,
        submission INTEGER NOT NULL,
        news TEXT NOT NULL,
        recipient TEXT,
        file TEXT,
        state TEXT NOT NULL,
        why TEXT NOT NULL DEFAULT '',
        made TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        due TEXT
    );
    CREATE INDEX receipts_by_submission ON receipts (submission);
    CREATE INDEX receipts_by_recipient ON receipts (recipient, made) WHERE recipient IS NOT NULL;
    CREATE INDEX receipts_on_their_way ON receipts (state) WHERE state NOT IN ('none', 'sent');
    CREATE INDEX receipts_by_file ON receipts (file) WHERE file IS NOT NULL;
    INSERT INTO receipts (submission, news, state, why, made)
        SELECT id, state || CASE state WHEN 'filed' THEN coalesce((SELECT ' ' || group_concat(issue, ' ') FROM
            (SELECT DISTINCT issue FROM stories WHERE submission = s.id AND NOT withdrawn ORDER BY issue)), '') ELSE '' END,
            'none', 'before-receipts', taken
        FROM submissions s WHERE state != 'taking';
    """,
    # untold: there may be news of it for its sender (see `receipts`); whoever changes what the news are made of need not know of it
    """
    ALTER TABLE submissions ADD COLUMN untold INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX submissions_untold ON submissions (id) WHERE untold;
    CREATE TRIGGER news_of_state AFTER UPDATE OF state ON submissions
        BEGIN UPDATE submissions SET untold = 1 WHERE id = new.id; END;
    CREATE TRIGGER news_of_new_story AFTER INSERT ON stories
        BEGIN UPDATE submissions SET untold = 1 WHERE id = new.submission; END;
    CREATE TRIGGER news_of_story AFTER UPDATE OF submission, issue, withdrawn ON stories
        BEGIN UPDATE submissions SET untold = 1 WHERE id IN (old.submission, new.submission); END;
    CREATE TRIGGER news_of_gone_story AFTER DELETE ON stories
        BEGIN UPDATE submissions SET untold = 1 WHERE id = old.submission; END;
    """,
    # how each picture looked when its file was as its stamp says: looking again takes longer than everything else that is checked
    "CREATE TABLE looks (file TEXT PRIMARY KEY, issue TEXT NOT NULL, stamp TEXT NOT NULL, look TEXT NOT NULL);"
    "CREATE INDEX looks_by_issue ON looks (issue);",
    # what a story was before a later version took its place: kept is its folder under versions/ in that of the story, successor the
    # later version's submission; a digest tells whose version it is of; an act, from which issue a story was moved to which
    """
    CREATE TABLE replaced (
        id INTEGER PRIMARY KEY,
        story INTEGER NOT NULL,
        kept TEXT NOT NULL,
        successor INTEGER NOT NULL,
        submission INTEGER NOT NULL,
        issue TEXT NOT NULL,
        title TEXT NOT NULL,
        branch TEXT,
        section TEXT,
        written TEXT NOT NULL,
        queries TEXT NOT NULL
    );
    CREATE INDEX replaced_by_submission ON replaced (submission);
    ALTER TABLE digests ADD COLUMN submission INTEGER;
    ALTER TABLE acts ADD COLUMN source TEXT NOT NULL DEFAULT '';
    ALTER TABLE acts ADD COLUMN target TEXT NOT NULL DEFAULT '';
    """,
)

_ENTRY = (
    "id, name, subject, digest, message_id, sender, sender_name, reply_to, automatic, branch, received, taken, issue, state,"
    " folder, of, queries"
)
_STORY_AS_FILED = ("folder", "submission", "issue", "title", "branch", "section", "written", "queries")
_STORY = ", ".join((*_STORY_AS_FILED, "withdrawn"))

#: What is said of a story that took another's place.
REPLACING = ("superseded", "unlike-version")


@dataclass(frozen=True)
class Entry:
    """A submission in the ledger. `issue` is the one it was taken for; `folder` is where its original lies, from the publication's.

    `of` is the earlier submission that it repeats or replaces.
    """

    id: int
    name: str
    subject: str
    digest: str
    message_id: str | None
    sender: str | None
    sender_name: str
    reply_to: str | None
    automatic: Automatic
    branch: str | None
    received: dt.datetime
    taken: dt.datetime
    issue: str
    state: State
    folder: str | None
    of: int | None
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class StoryEntry:
    """A filed story in the ledger, in the section it was filed with.

    `submission` is None for a story that an editor wrote into its folder. `written` is the SHA-256 (hex) of story.md as it was
    filed: another one, or none, means an editor's hand.
    """

    folder: str
    submission: int | None
    issue: str
    title: str
    branch: str | None
    section: str | None
    written: str
    queries: tuple[Query, ...]
    withdrawn: bool = False


@dataclass(frozen=True)
class Replaced:
    """A story whose place a later version took: `story` as it was filed, in the folder where it is kept; the later one's submission."""

    id: int
    successor: int
    story: StoryEntry


@dataclass(frozen=True)
class Marks:
    """What a story is found again by: digests of what it was made of and what it says, and the bands of its text's sketch."""

    digests: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()


@dataclass(frozen=True)
class Conclusion:
    """What became of a submission: its state, where its original lies, its queries, the submission it repeats, its stories.

    `marks` are those of the stories, in their order. `kept` says of a story's folder by which name the story that was replaced there
    is kept under versions/.
    """

    state: Outcome
    folder: str | None
    queries: tuple[Query, ...] = ()
    of: int | None = None
    stories: tuple[StoryEntry, ...] = ()
    marks: tuple[Marks, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)


#: Each line lets everything pass where nothing is wanted of it.
_WANTED = """
    state = coalesce(?, state) AND issue = coalesce(?, issue) AND taken >= ?
    AND instr(lower(coalesce(branch, '')), ?) AND instr(lower(coalesce(sender, '') || ' ' || sender_name), ?)
    AND (instr(lower(name || ' ' || subject), ?) OR id IN (SELECT submission FROM stories WHERE instr(lower(title), ?)))
"""


@dataclass(frozen=True)
class Wanted:
    """Which submissions are looked for; `text` stands in the name, the subject or a story's title, whatever its letters' size."""

    state: str | None = None
    issue: str | None = None
    branch: str = ""
    sender: str = ""
    since: dt.date | None = None
    text: str = ""

    def values(self) -> tuple[str | None, ...]:
        """What fills the blanks of the question to the ledger."""
        since = self.since.isoformat() if self.since else ""
        text = self.text.lower()
        return (self.state, self.issue, since, self.branch.lower(), self.sender.lower(), text, text)


@dataclass(frozen=True)
class Act:
    """What was done with a submission (None: with a story that came in none): when, by whom ("": by the program), and why.

    `source` and `target` are the issues from which and to which a story was moved.
    """

    submission: int | None
    moment: dt.datetime
    act: Doing
    who: str = ""
    reason: str = ""
    source: str = ""
    target: str = ""


class Ledger:
    """The open ledger. Every method is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The database, for the tables that other modules of this room keep in it."""
        return self._connection

    # --- what is under way -------------------------------------------------------------------------------------------------------

    def enter(self, submission: Submission, branch: str | None, issue: str, taken: dt.datetime) -> int:
        """Enter a submission as being taken; its number."""
        row = {**_row(submission, branch, issue), "taken": taken.isoformat(), "state": "taking"}
        with self._connection:
            names, blanks = ", ".join(row), ", ".join("?" * len(row))
            insert = f"INSERT INTO submissions ({names}) VALUES ({blanks})"  # noqa: S608 - this module's words
            number = int(self._connection.execute(insert, tuple(row.values())).lastrowid or 0)
            self._begin(Act(number, taken, "taken"))
        return number

    def enter_again(self, number: int, submission: Submission, branch: str | None, issue: str, act: Act) -> None:
        """Take a held submission once more, under its number; until it is concluded it stays held for whoever looks."""
        row = _row(submission, branch, issue)
        with self._connection:
            names = ", ".join(f"{name} = ?" for name in row)
            self._connection.execute(f"UPDATE submissions SET {names} WHERE id = ?", (*row.values(), number))  # noqa: S608 - this module's words
            self._begin(act)

    def begin(self, act: Act) -> int:
        """Begin to do something with what is filed or held; the number of the act, which is its desk's."""
        with self._connection:
            return self._begin(act)

    def _begin(self, act: Act) -> int:
        cursor = self._connection.execute(
            "INSERT INTO acts (submission, moment, who, act, reason, source, target) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (act.submission, act.moment.isoformat(), act.who, act.act, act.reason, act.source, act.target),
        )
        return int(cursor.lastrowid or 0)

    def under_way(self, number: int) -> int:
        """The act that a submission is under; 0 where it is under none."""
        row = self._connection.execute("SELECT max(id) FROM acts WHERE submission = ? AND NOT done", (number,)).fetchone()
        return int(row[0] or 0)

    def unfinished(self) -> tuple[int, ...]:
        """The acts that a crash left half done."""
        return tuple(row[0] for row in self._connection.execute("SELECT id FROM acts WHERE NOT done ORDER BY id"))

    def is_done(self, act: int) -> bool:
        """Whether the ledger knows an act as done."""
        return self._connection.execute("SELECT 1 FROM acts WHERE id = ? AND done", (act,)).fetchone() is not None

    def undo(self, act: int) -> None:
        """Forget an act that a crash cut short, and the submission that was being taken by it."""
        with self._connection:
            self._connection.execute(
                "DELETE FROM submissions WHERE state = 'taking' AND id = (SELECT submission FROM acts WHERE id = ?)", (act,)
            )
            self._connection.execute("DELETE FROM acts WHERE id = ?", (act,))

    # --- what is done ------------------------------------------------------------------------------------------------------------

    def conclude(self, number: int, conclusion: Conclusion) -> None:
        """Say what became of a submission, and enter its stories; a story that took another's place takes its line."""
        with self._connection:
            self._connection.execute(
                "UPDATE submissions SET state = ?, folder = ?, queries = ?, of = ?, lying = coalesce("
                "(SELECT max(act = 'taken') FROM acts WHERE submission = submissions.id AND NOT done), 0) WHERE id = ?",
                (conclusion.state, conclusion.folder, _dumped(conclusion.queries), conclusion.of, number),
            )
            for story, marks in zip(conclusion.stories, conclusion.marks, strict=True):
                self._supersede(story.folder, number)
                if kept := conclusion.kept.get(story.folder):
                    self._keep(story.folder, kept, number)
                self._put(story, marks)
            self._connection.execute("UPDATE acts SET done = 1 WHERE submission = ? AND NOT done", (number,))

    def _supersede(self, folder: str, number: int) -> None:
        """A submission is superseded when the only story that it has is another's now."""
        self._connection.execute(
            "UPDATE submissions SET state = 'superseded' WHERE state = 'filed' AND id IN"
            " (SELECT submission FROM stories WHERE folder = ? AND submission != ?)"
            " AND (SELECT count(*) FROM stories WHERE submission = submissions.id) = 1",
            (folder, number),
        )

    def _keep(self, folder: str, kept: str, successor: int) -> None:
        """Note what a story is before another takes its place; what an editor wrote by hand came in no submission to be found by."""
        self._connection.execute(
            "INSERT INTO replaced (story, kept, successor, submission, issue, title, branch, section, written, queries)"
            " SELECT id, ?, ?, submission, issue, title, branch, section, written, queries FROM stories"
            " WHERE folder = ? AND submission IS NOT NULL",
            (kept, successor, folder),
        )

    def _put(self, story: StoryEntry, marks: Marks) -> int:
        """Enter a story and its marks; its line. Those of its earlier versions stay, so that one of them is known when it comes again."""
        row = (story.folder, story.submission, story.issue, story.title, story.branch, story.section, story.written)
        cursor = self._connection.execute(
            "INSERT INTO stories (folder, submission, issue, title, branch, section, written, queries, marked)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)"
            " ON CONFLICT (folder) DO UPDATE SET submission = excluded.submission, issue = excluded.issue, title = excluded.title,"
            " branch = excluded.branch, section = excluded.section, written = excluded.written, queries = excluded.queries,"
            " withdrawn = 0, marked = 1 RETURNING id",
            (*row, _dumped(story.queries)),
        )
        number = int(cursor.fetchone()[0])
        self._connection.execute("UPDATE digests SET current = 0 WHERE story = ?", (number,))
        self._connection.executemany(
            "INSERT OR REPLACE INTO digests (digest, story, current, submission) VALUES (?, ?, 1, ?)",
            [(each, number, story.submission) for each in marks.digests],
        )
        self._connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(each, number) for each in marks.bands])
        return number

    def adopt(self, stories: Iterable[tuple[StoryEntry, Marks]]) -> None:
        """Enter stories that no submission brought, or the marks of those that an older version of the ledger had entered."""
        with self._connection:
            for story, marks in stories:
                self._put(story, marks)

    def follow(self, before: str, folder: str, issue: str) -> None:
        """Note that an editor has renamed a story's folder, or moved it to another issue."""
        with self._connection:
            self._connection.execute("UPDATE stories SET folder = ?, issue = ? WHERE folder = ?", (folder, issue, before))
            self._connection.execute("UPDATE submissions SET folder = ? WHERE folder = ?", (folder, before))

    def resettle(self, act: int, moved: Mapping[str, StoryEntry], folders: Mapping[str, str], states: Mapping[int, State]) -> None:
        """Conclude what an editor did: stories by the folder that they lay in, folders by what they were, states by submission."""
        with self._connection:
            for before, story in moved.items():
                # an older story may have lain where this one lies now, and have been taken away by hand
                self._connection.execute("DELETE FROM stories WHERE folder = ? AND folder != ?", (story.folder, before))
                row = (story.folder, story.issue, story.withdrawn, before)
                self._connection.execute("UPDATE stories SET folder = ?, issue = ?, withdrawn = ? WHERE folder = ?", row)
            for old, new in folders.items():
                self._connection.execute("UPDATE submissions SET folder = ? WHERE folder = ?", (new, old))
            for number, state in states.items():
                self._connection.execute("UPDATE submissions SET state = ? WHERE id = ?", (state, number))
            self._connection.execute("UPDATE acts SET done = 1 WHERE id = ?", (act,))

    def reinstate(self, act: int, replaced: Sequence[tuple[Replaced, StoryEntry, Marks]]) -> None:
        """Conclude that what had been replaced is a story of its own again, each as it lies now; nothing has replaced it any more."""
        with self._connection:
            for before, story, marks in replaced:
                self._part(before, self._put(story, marks))
                self._connection.execute(
                    "UPDATE submissions SET state = 'filed', folder = ? WHERE id = ? AND state = 'superseded'",
                    (story.folder, story.submission),
                )
                self._connection.execute(
                    "UPDATE submissions SET of = NULL WHERE id = ? AND of = ?", (before.successor, before.story.submission)
                )
            self._connection.execute("UPDATE acts SET done = 1 WHERE id = ?", (act,))

    def _part(self, before: Replaced, story: int) -> None:
        """Take from the story that had taken its place what is said of that, and the digests of what is another story now."""
        row = self._connection.execute("SELECT story FROM replaced WHERE id = ?", (before.id,)).fetchone()
        self._connection.execute(
            "UPDATE OR REPLACE digests SET story = ?, current = 1 WHERE story = ? AND submission = ? AND NOT current",
            (story, row["story"], before.story.submission),
        )
        self._connection.execute("DELETE FROM replaced WHERE id = ?", (before.id,))
        more = self._connection.execute("SELECT 1 FROM replaced WHERE successor = ? LIMIT 1", (before.successor,)).fetchone()
        # a successor that was brought back itself is another story by now
        self._say_no_more("stories", "id", before.successor, row["story"] if more else None)
        self._say_no_more("replaced", "story", before.successor, row["story"])

    def _say_no_more(self, table: str, key: str, submission: int, story: int | None) -> None:
        """Take out of what is said of a submission's story, or of all, that it took another's place."""
        found = f"SELECT id, queries FROM {table} WHERE submission = ? AND {key} = coalesce(?, {key})"  # noqa: S608 - this module's words
        for row in self._connection.execute(found, (submission, story)).fetchall():
            left = _dumped([each for each in _loaded(row["queries"]) if each.check not in REPLACING])
            self._connection.execute(f"UPDATE {table} SET queries = ? WHERE id = ?", (left, row["id"]))  # noqa: S608 - this module's words

    # --- submissions -------------------------------------------------------------------------------------------------------------

    def same(self, submission: Submission) -> Entry | None:
        """An earlier submission of the same bytes, else the same message: some programs give all their mails one Message-ID."""
        alike = "message_id = ? AND sender IS ? AND subject = ?"
        where = f"state != 'taking' AND (digest = ? OR contents = ? OR ({alike})) ORDER BY digest != ?, id LIMIT 1"
        said = (submission.message_id, submission.sender, submission.subject)
        return next(self._entries(where, submission.digest, submission.contents, *said, submission.digest), None)

    def left_behind(self, name: str, digest: str) -> Entry | None:
        """Just this submission, dealt with, but for its files, which nobody has taken out of the drop folder yet."""
        return next(self._entries("name = ? AND digest = ? AND lying AND state != 'taking' LIMIT 1", name, digest), None)

    def cleared(self, number: int) -> None:
        """Note that a submission's files are out of the drop folder."""
        with self._connection:
            self._connection.execute("UPDATE submissions SET lying = 0 WHERE id = ?", (number,))

    def known(self, name: str, digest: str) -> bool:
        """Whether just this submission, by this name, has been dealt with and is not held."""
        where = "name = ? AND digest = ? AND state NOT IN ('taking', 'held') LIMIT 1"
        return next(self._entries(where, name, digest), None) is not None

    def entry(self, number: int) -> Entry | None:
        """The submission of this number."""
        return next(self._entries("id = ?", number), None)

    def entries(self) -> tuple[Entry, ...]:
        """Every submission, in the order taken."""
        return tuple(self._entries("true ORDER BY id"))

    def search(self, wanted: "Wanted") -> tuple[Entry, ...]:
        """The submissions that are wanted, the newest first."""
        return tuple(self._entries(f"{_WANTED} ORDER BY id DESC", *wanted.values()))

    def named(self, name: str) -> tuple[Entry, ...]:
        """The submissions of this name, in the order taken."""
        return tuple(self._entries("name = ? ORDER BY id", name))

    def held(self, issue: str | None = None) -> tuple[Entry, ...]:
        """The submissions that are held, of one issue or of all, in the order taken."""
        return tuple(self._entries("state = 'held' AND issue = coalesce(?, issue) ORDER BY id", issue))

    def acts(self, number: int) -> tuple[Act, ...]:
        """What was done with a submission, in order."""
        rows = self._connection.execute(
            "SELECT submission, moment, act, who, reason, source, target FROM acts WHERE submission = ? AND done ORDER BY id", (number,)
        )
        return tuple(Act(**{**dict(row), "moment": dt.datetime.fromisoformat(row["moment"])}) for row in rows)

    # --- stories -----------------------------------------------------------------------------------------------------------------

    def stories(self, issue: str) -> tuple[StoryEntry, ...]:
        """The stories of an issue, by folder."""
        return tuple(self._stories("issue = ? AND NOT withdrawn ORDER BY folder", issue))

    def all_stories(self) -> tuple[StoryEntry, ...]:
        """Every story that was ever filed and is not replaced, the withdrawn too, by folder."""
        return tuple(self._stories("true ORDER BY folder"))

    def stories_of(self, number: int) -> tuple[StoryEntry, ...]:
        """The stories that stand as a submission brought them, the withdrawn too."""
        return tuple(self._stories("submission = ? ORDER BY folder", number))

    def replaced(self, number: int) -> tuple[Replaced, ...]:
        """The stories of a submission whose place later ones took, each in the folder where it is kept now."""
        rows = self._connection.execute(
            "SELECT replaced.id, successor, stories.folder || '/versions/' || kept AS folder, replaced.submission, replaced.issue,"
            " replaced.title, replaced.branch, replaced.section, replaced.written, replaced.queries"
            " FROM replaced JOIN stories ON stories.id = story WHERE replaced.submission = ? ORDER BY replaced.id",
            (number,),
        )
        return tuple(Replaced(row["id"], row["successor"], _story({name: row[name] for name in _STORY_AS_FILED})) for row in rows)

    def titles(self, issue: str, branch: str | None, besides: int) -> tuple[tuple[str, str], ...]:
        """A branch's stories in an issue by folder and title, the newest first, without those of one submission."""
        rows = self._connection.execute(
            "SELECT folder, title FROM stories WHERE issue = ? AND branch IS ? AND submission IS NOT ? AND NOT withdrawn ORDER BY id DESC",
            (issue, branch, besides),
        )
        return tuple((row["folder"], row["title"]) for row in rows)

    def story(self, folder: str) -> StoryEntry:
        """The story that lies in a folder. Raises KeyError where the ledger knows none."""
        for story in self._stories("folder = ?", folder):
            return story
        raise KeyError(folder)

    def unmarked(self) -> tuple[StoryEntry, ...]:
        """The stories that an older version of the ledger entered without their marks."""
        return tuple(self._stories("NOT marked AND NOT withdrawn"))

    def made_of(self, digests: Collection[str], *, now: bool) -> tuple[StoryEntry, ...]:
        """The stories that are made of the same bytes or say the same, `now` or in any version that was filed of them."""
        made = f"SELECT story FROM digests WHERE current >= ? AND digest IN ({_blanks(digests)})"  # noqa: S608 - as many blanks
        return tuple(self._stories(f"NOT withdrawn AND id IN ({made}) ORDER BY id", now, *digests))

    def alike(self, bands: Collection[int], most: int) -> tuple[StoryEntry, ...]:
        """The stories with the likest text, the likest first, `most` of them; a few may be quite unlike."""
        rows = self._connection.execute(
            f"SELECT story FROM bands WHERE band IN ({_blanks(bands)}) GROUP BY story ORDER BY count(*) DESC, story LIMIT ?",  # noqa: S608 - as many blanks
            (*bands, most),
        ).fetchall()
        return tuple(story for row in rows for story in self._stories("id = ? AND NOT withdrawn", row[0]))

    # --- pictures ----------------------------------------------------------------------------------------------------------------

    def looks(self, issue: str) -> dict[str, tuple[str, str]]:
        """What was noted of an issue's pictures: by file, its stamp and its look."""
        rows = self._connection.execute("SELECT file, stamp, look FROM looks WHERE issue = ?", (issue,))
        return {file: (stamp, look) for file, stamp, look in rows}

    def note_looks(self, issue: str, looks: Mapping[str, tuple[str, str]]) -> None:
        """Note these of an issue's pictures, by file: stamp and look."""
        with self._connection:
            rows = ((file, issue, stamp, look) for file, (stamp, look) in looks.items())
            self._connection.executemany("INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?)", rows)

    def forget_looks(self, files: Iterable[str]) -> None:
        """Forget what was noted of these pictures."""
        with self._connection:
            self._connection.executemany("DELETE FROM looks WHERE file = ?", ((file,) for file in files))

    def _entries(self, where: str, *values: str | int | None) -> Iterator[Entry]:
        rows = self._connection.execute(f"SELECT {_ENTRY} FROM submissions WHERE {where}", values)  # noqa: S608 - this module's words
        for row in rows:
            times = {name: dt.datetime.fromisoformat(row[name]) for name in ("received", "taken")}
            yield Entry(**{**dict(row), **times, "queries": _loaded(row["queries"])})

    def _stories(self, where: str, *values: str | int | None) -> Iterator[StoryEntry]:
        rows = self._connection.execute(f"SELECT {_STORY} FROM stories WHERE {where}", values)  # noqa: S608 - this module's words
        return (_story({**dict(row), "withdrawn": bool(row["withdrawn"])}) for row in rows)


@contextmanager
def opened(stories: Path) -> Iterator[Ledger]:
    """The ledger in stories/, made where there is none, brought up to date where it is older.

    Raises MachineError where it cannot be opened or is newer than this program.
    """
    path = stories / FILE
    try:
        stories.mkdir(parents=True, exist_ok=True)
        _give_leave(path)
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


def refused(error: Exception) -> bool:
    """Whether the ledger itself refused, and not what was to be entered: then nothing can be."""
    return isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError


def _files(path: Path) -> Iterator[Path]:
    """The ledger's file and those that SQLite keeps beside it while it is open."""
    return (each for each in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))) if each.exists())


def _give_leave(path: Path) -> None:
    """SQLite makes the files beside a database with its permissions: a ledger that was read-only may have left such ones behind."""
    lying = list(_files(path))
    if lying[:1] == [path] and os.access(path, os.W_OK):
        for each in lying[1:]:
            if not os.access(each, os.W_OK):
                with suppress(PermissionError):  # another's: `_broken` names it
                    each.chmod(stat.S_IMODE(path.stat().st_mode))


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps that a ledger has not taken yet, one process at a time."""
    if _version(connection, path) == len(_STEPS):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    usual, connection.isolation_level = connection.isolation_level, None
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, step in enumerate(_STEPS[_version(connection, path) :], _version(connection, path) + 1):
            for statement in _statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    connection.isolation_level = usual


def _statements(step: str) -> Iterator[str]:
    """The statements of a step, one by one; a trigger holds semicolons of its own."""
    statement = ""
    for piece in step.split(";"):
        statement += f"{piece};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(_STEPS):
        raise MachineError(_("the ledger was written by a newer version of Bulletin"), remedy=_("Install that version."), file=path)
    return version


def _broken(path: Path, error: Exception) -> MachineError:
    if kept := [each.name for each in _files(path) if not os.access(each, os.W_OK)]:
        message = _("the ledger may not be written to: {files}").format(files=_(", ").join(kept))
        remedy = _("Give the account that runs Bulletin leave to write these files in stories/ and the folder itself, and try again.")
        return MachineError(message, remedy=remedy, file=path)
    remedy = _("Check that the disk has room and the folder may be written to; a damaged ledger is put back from a backup.")
    return MachineError(_("the ledger cannot be used: {reason}").format(reason=error), remedy=remedy, file=path)


def _row(submission: Submission, branch: str | None, issue: str) -> dict[str, str | None]:
    """What is entered of a submission when it is taken."""
    return {
        "name": submission.name,
        "digest": submission.digest,
        "contents": submission.contents,
        "message_id": submission.message_id,
        "sender": submission.sender,
        "sender_name": submission.sender_name,
        "reply_to": submission.reply_to,
        "automatic": submission.automatic,
        "branch": branch,
        "subject": submission.subject,
        "received": submission.received.isoformat(),
        "issue": issue,
    }


def _story(row: Mapping[str, Any]) -> StoryEntry:
    return StoryEntry(**{**row, "queries": _loaded(row["queries"])})


def _blanks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _dumped(queries: Sequence[Query]) -> str:
    return json.dumps([each.model_dump(mode="json") for each in queries], ensure_ascii=False)


def _loaded(text: str) -> tuple[Query, ...]:
    return tuple(Query.model_validate(each) for each in json.loads(text))
