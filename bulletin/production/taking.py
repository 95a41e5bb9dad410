"""Taking: one submission goes from what was sent to where it belongs, be it new or held and taken again."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bulletin.archive import filing, shelf
from bulletin.archive.filing import Leave, Piece
from bulletin.archive.ledger import Conclusion, Ledger, Outcome
from bulletin.copydesk.desk import edit
from bulletin.house.plan import IssuePlan
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.manuscript.sheaf import read
from bulletin.production.counting import as_printed
from bulletin.production.spoken_of import with_stories
from bulletin.queries import Marked, Query, UsageError, Weight, query
from bulletin.records.submission import Submission


@dataclass(frozen=True)
class Taken:
    """What became of one submission: its number, where it lies now, from the publication's folder, and the stories it made."""

    number: int
    name: str
    subject: str
    issue: str
    state: Outcome
    folder: str | None
    stories: tuple[str, ...]
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Issues:
    """The issues that take submissions, first the one that takes what names none, and those that are closed."""

    open: tuple[IssuePlan, ...]
    closed: tuple[IssuePlan, ...]

    def taking(self, submission: Submission) -> Marked[IssuePlan]:
        """The issue that a submission goes to; a query where its subject names a closed one."""
        plan = _named(submission.subject, self.open) or self.open[0]
        closed = _named(submission.subject, self.closed) if plan is self.open[0] else None
        return Marked(plan, (_closed(submission, closed, plan),) if closed else ())


def open_issues(house: House, issue: str | None) -> Issues:
    """The issues, first the one that takes what names none: the one asked for, else the earliest.

    Raises UsageError where none is open, or the one asked for is closed or not there.
    """
    if issue is not None:
        demand_open(house, issue)
    plans = shelf.issues(house)
    taking = tuple(plan for plan in plans if plan.state == "open")
    if not taking:
        remedy = _('Begin one with `bulletin new ID`, or open one with state = "open" in its issue.toml.')
        raise UsageError(_("no issue is open"), remedy=remedy, file=shelf.stories_folder(house))
    return Issues(tuple(sorted(taking, key=lambda plan: plan.id != issue)), tuple(plan for plan in plans if plan.state == "closed"))


def demand_open(house: House, issue: str) -> None:
    """Raises UsageError where there is no such issue, or it is closed."""
    if shelf.issue_plan(house, issue).state == "closed":
        remedy = _('Open it with state = "open" in its issue.toml, or name another issue.')
        message = _("the issue “{id}” is closed and takes nothing").format(id=issue)
        raise UsageError(message, remedy=remedy, file=shelf.plan_file(house, issue))


def settle(
    house: House,
    ledger: Ledger,
    number: int,
    opened: Marked[Submission],
    plan: Marked[IssuePlan],
    leave: Leave | None = None,
    pieces: Marked[tuple[Piece, ...]] | None = None,
) -> Conclusion:
    """Put a submission where it belongs; `number` is its line in the ledger, where it has been entered.

    `pieces` are its stories, where they have been edited already.
    """
    leave = leave or Leave()
    pieces = pieces or edited(opened, plan, house, leave.allowed)
    queries = with_stories(ledger, number, opened.value, pieces.queries)
    return filing.settle(house, ledger, number, opened.value, plan.value.id, pieces.value, queries, leave)


def told(number: int, submission: Submission, issue: str, conclusion: Conclusion, left: Sequence[Query] = ()) -> Taken:
    """What became of a submission, with every query on it and on its stories; `number` is its line in the ledger."""
    return Taken(
        number=number,
        name=submission.name,
        subject=submission.subject,
        issue=issue,
        state=conclusion.state,
        folder=conclusion.folder,
        stories=tuple(story.title for story in conclusion.stories),
        queries=(*conclusion.queries, *(each for story in conclusion.stories for each in story.queries), *left),
    )


# --- reading ---------------------------------------------------------------------------------------------------------------------


def edited(opened: Marked[Submission], plan: Marked[IssuePlan], house: House, allowed: Collection[str] = ()) -> Marked[tuple[Piece, ...]]:
    """A submission's stories, each with its queries; beside them what concerns the submission, or what could not become a story.

    Holds that are `allowed` do not keep it from being read.
    """
    submission, asked = opened.value, (*opened.queries, *plan.queries)
    if any(each.weight is Weight.HOLD and each.check not in allowed for each in asked):
        return Marked((), asked)
    manuscripts = read(submission, simplified=house.publication.language == "zh-CN")
    copies = [(each.file, edit(each, submission, house, plan.value.galleries)) for each in manuscripts.value]
    filed = [(file, copy.value, copy.queries) for file, copy in copies if copy.value is not None]
    unfit = [(file, copy.queries) for file, copy in copies if copy.value is None]
    beside = (*asked, *manuscripts.queries, *(each for _file, queries in unfit for each in queries))
    files, strange = [file for file, _copy, _queries in filed], {file for file, _queries in unfit}
    concerns = [(_concerned(each, files, strange), each) for each in beside]
    read_as = [each for each, (_file, copy) in zip(manuscripts.value, copies, strict=True) if copy.value is not None]
    pieces = (
        Piece(
            Marked(copy, as_printed([*(each for story, each in concerns if story == turn), *queries], read_as[turn], copy.story)),
            _source(submission, file),
        )
        for turn, (file, copy, queries) in enumerate(filed)
    )
    return Marked(tuple(pieces), tuple(each for story, each in concerns if story is None))


def _concerned(asked: Query, filed: Sequence[str], unfit: Collection[str]) -> int | None:
    """Which story a query on a submission concerns: its file's, else the first; None where it holds back what is no story."""
    file = asked.place.file
    if file in filed:
        return filed.index(file)
    return 0 if filed and asked.weight is not Weight.HOLD and file not in unfit else None


def _source(submission: Submission, file: str) -> str:
    """The SHA-256 (hex) of the enclosure of this name; "" where none or several are called so."""
    found = [each.data for each in (*submission.enclosures, *submission.body) if each.name == file]
    return hashlib.sha256(found[0]).hexdigest() if len(found) == 1 else ""


# --- the issue -------------------------------------------------------------------------------------------------------------------


def _named(subject: str, plans: Sequence[IssuePlan]) -> IssuePlan | None:
    return next((plan for plan in plans if any(_names(subject, each) for each in _words(plan))), None)


def _words(plan: IssuePlan) -> Iterator[str]:
    yield plan.id
    yield plan.label


def _names(subject: str, issue: str) -> bool:
    """Whether a subject names an issue: 2024-1 stands neither in 2024-12 nor in the date 2024-1-15."""
    return re.search(rf"(?<![0-9A-Za-z])(?<![0-9][-.]){re.escape(issue)}(?![0-9A-Za-z]|[-.][0-9])", subject) is not None


def _closed(submission: Submission, closed: IssuePlan, plan: IssuePlan) -> Query:
    message = _("the subject names the issue {closed}, which is closed; it went to {issue}").format(closed=closed.id, issue=plan.id)
    remedy = _('Ask the branch which issue it is for. `bulletin move` takes it to another; state = "open" in issue.toml opens one.')
    return query("closed-issue", submission.name, message, remedy)
