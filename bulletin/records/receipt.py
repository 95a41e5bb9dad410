"""A receipt: what a sender is told of the submission that he sent."""

import datetime as dt
from typing import Literal

from bulletin.queries import Query
from bulletin.records.sheet import Sheet

#: What is told: filed; held; passed (it is a message, and lies before the editor); duplicate (sent before); superseded (it took an
#: earlier version's place); replaced (another sender's later version took its place); moved (to another issue); withdrawn (an editor
#: took it back).
Kind = Literal["filed", "held", "passed", "duplicate", "superseded", "replaced", "moved", "withdrawn"]


class FiledStory(Sheet):
    """A story of the submission: the section it is filed in, its issue as the cover calls it, what was asked when it came."""

    title: str
    section: str | None
    issue: str
    queries: tuple[Query, ...] = ()


class Receipt(Sheet):
    """What one mail says. `answers` is the sender's Message-ID, `message_id` this mail's own, both with angle brackets.

    `number`, `name` and `subject` are the submission's in the ledger. `earlier` is the subject of the submission that this one
    repeats or replaces (of the one that replaced it, for "replaced"), `earlier_day` the day on which that came.
    """

    kind: Kind
    number: int
    name: str
    to: str
    branch: str | None
    subject: str
    answers: str | None
    message_id: str
    date: dt.datetime
    received: dt.datetime
    stories: tuple[FiledStory, ...] = ()
    queries: tuple[Query, ...] = ()
    earlier: str | None = None
    earlier_day: dt.date | None = None
