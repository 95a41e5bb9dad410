"""Collecting: what waits in the drop folder becomes filed stories."""

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.archive import disk, filing, shelf
from bulletin.archive.ledger import Conclusion, Ledger, Outcome, opened
from bulletin.archive.lock import locked
from bulletin.copydesk.desk import edit
from bulletin.house.plan import IssuePlan
from bulletin.house.rules import House, make_inbox
from bulletin.intake.folder import Bundle, unsettled, waiting
from bulletin.intake.opening import open_bundle
from bulletin.language import _
from bulletin.manuscript.sheaf import read
from bulletin.production.world import World
from bulletin.queries import BulletinError, Marked, Query, UsageError, Weight, query
from bulletin.records.story import Copy
from bulletin.records.submission import Submission

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """What became of one submission: where it lies now, from the publication's folder, and the stories it made."""

    name: str
    subject: str
    issue: str
    state: Outcome
    folder: str | None
    stories: tuple[str, ...]
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Collected:
    """What a collection took, and what it left in the drop folder, and why."""

    taken: tuple[Taken, ...]
    left: tuple[Query, ...]

    @property
    def held(self) -> bool:
        """Whether something was held."""
        return any(each.state == "held" for each in self.taken)


def collect(house: House, world: World, issue: str | None = None) -> Collected:
    """Take what lies settled in the drop folder. What is still being written is waited for once, then left with a note.

    Each submission goes to the open issue that its subject names; else to the one asked for, else to the earliest open one.
    Raises UsageError where there is no such issue or it is closed, SettingsError where the drop folder that bulletin.toml names
    is not there, MachineError where the disk refuses.
    """
    plans = open_issues(house, issue)
    stories = shelf.stories_folder(house)
    wait = _("another collection is at work; waiting for it")
    with locked(stories, lambda: world.progress.say(wait)), disk.told(stories), opened(stories) as ledger:
        filing.recover(house, ledger)
        make_inbox(house)
        return _collect(house, world, plans, ledger)


def _collect(house: House, world: World, plans: Sequence[IssuePlan], ledger: Ledger) -> Collected:
    settle = house.intake.settle_seconds
    if (seconds := unsettled(house.inbox, settle_seconds=settle, now=world.now)) > 0:
        world.progress.say(_("the drop folder is being written to; waiting until it rests"))
        world.sleep(seconds)
    bundles = waiting(house.inbox, settle_seconds=settle, now=world.now)
    taken: list[Taken] = []
    left = list(bundles.queries)
    world.progress.stage(_("Collecting"), len(bundles.value))
    for bundle in bundles.value:
        try:
            one = _take(house, world, plans, ledger, bundle)
        except Exception as error:  # one submission's fault never stops the others: it stays where it is, and is told
            if _stops_all(error, house):
                raise
            left.append(_failed(bundle.name, error))
            one = None
        taken.extend([one] if one else [])
        world.progress.step(bundle.name)
    return Collected(tuple(taken), tuple(left))


def _take(house: House, world: World, plans: Sequence[IssuePlan], ledger: Ledger, bundle: Bundle) -> Taken | None:
    """One submission's way from the drop folder into the archive; None for one that a kept drop folder still shows."""
    opened_bundle = open_bundle(bundle, house)
    submission = opened_bundle.value
    if house.intake.taken == "leave" and ledger.known(submission.name, submission.digest):
        return None
    plan = _issue_of(submission, plans)
    branch = house.branch_of_sender(submission.sender)
    earlier = ledger.same(submission)
    number = ledger.enter(submission, branch.name if branch else None, plan.id, world.moment())
    if earlier and earlier.state != "held" and filing.lies_there(house, earlier):
        conclusion = filing.repeat(house, ledger, number, submission, (*opened_bundle.queries, _repeated(submission, earlier.name)))
    else:
        copies = _edited(opened_bundle, house, plan)
        conclusion = filing.settle(house, ledger, number, submission, plan.id, copies.value, copies.queries)
        if earlier and earlier.folder and earlier.state == "held" and filing.release_hold(house, earlier.folder, submission):
            ledger.forget(earlier.id)
    left = _clear(bundle, submission, house.inbox) if house.intake.taken == "remove" else ()
    return _taken(submission, plan.id, conclusion, left)


def _edited(opened_bundle: Marked[Submission], house: House, plan: IssuePlan) -> Marked[tuple[Marked[Copy], ...]]:
    """A submission's stories, each with its queries; beside them what concerns the submission, or what could not become a story."""
    submission = opened_bundle.value
    if opened_bundle.held:
        return Marked((), opened_bundle.queries)
    manuscripts = read(submission)
    edited = [(each.file, edit(each, submission, house, plan.galleries)) for each in manuscripts.value]
    filed = [(file, copy.value, copy.queries) for file, copy in edited if copy.value is not None]
    unfit = [(file, copy.queries) for file, copy in edited if copy.value is None]
    beside = (*opened_bundle.queries, *manuscripts.queries, *(each for _file, queries in unfit for each in queries))
    files, strange = [file for file, _copy, _queries in filed], {file for file, _queries in unfit}
    concerns = [(_concerned(each, files, strange), each) for each in beside]
    copies = (
        Marked(copy, (*(each for story, each in concerns if story == turn), *queries)) for turn, (_file, copy, queries) in enumerate(filed)
    )
    return Marked(tuple(copies), tuple(each for story, each in concerns if story is None))


def _concerned(asked: Query, filed: Sequence[str], unfit: Collection[str]) -> int | None:
    """Which story a query on a submission concerns: its file's, else the first; None where it holds back what is no story."""
    file = asked.place.file
    if file in filed:
        return filed.index(file)
    return 0 if filed and asked.weight is not Weight.HOLD and file not in unfit else None


def open_issues(house: House, issue: str | None) -> tuple[IssuePlan, ...]:
    """The issues that take submissions, first the one that takes what names none: the one asked for, else the earliest.

    Raises UsageError where none is open, or the one asked for is closed or not there.
    """
    if issue is not None and shelf.issue_plan(house, issue).state == "closed":
        remedy = _('Open it with state = "open" in its issue.toml, or name another issue.')
        raise UsageError(
            _("the issue “{id}” is closed and takes nothing").format(id=issue), remedy=remedy, file=shelf.plan_file(house, issue)
        )
    plans = tuple(plan for plan in shelf.issues(house) if plan.state == "open")
    if not plans:
        remedy = _('Begin one with `bulletin new ID`, or open one with state = "open" in its issue.toml.')
        raise UsageError(_("no issue is open"), remedy=remedy, file=shelf.stories_folder(house))
    return tuple(sorted(plans, key=lambda plan: plan.id != issue))


def _issue_of(submission: Submission, plans: Sequence[IssuePlan]) -> IssuePlan:
    return next((plan for plan in plans if any(_names(submission.subject, each) for each in (plan.id, plan.label))), plans[0])


def _names(subject: str, issue: str) -> bool:
    """Whether a subject names an issue: 2024-1 stands neither in 2024-12 nor in the date 2024-1-15."""
    return re.search(rf"(?<![0-9A-Za-z])(?<![0-9][-.]){re.escape(issue)}(?![0-9A-Za-z]|[-.][0-9])", subject) is not None


def _clear(bundle: Bundle, submission: Submission, inbox: Path) -> tuple[Query, ...]:
    """Take a submission out of the drop folder, and the folders that this leaves empty; a note where that is not allowed.

    A file that has been written anew since it was read stays for the next collection.
    """
    try:
        for path, original in zip(bundle.files, submission.originals, strict=True):
            if path.exists() and path.read_bytes() == original.data:
                path.unlink()
                _clear_folders(path, inbox)
    except OSError as error:
        message = _("“{name}” is taken, but cannot be removed from the drop folder: {reason}")
        remedy = _("Give the program leave to write there, or set `taken` to “leave” in bulletin.toml.")
        return (query("left-alone", submission.name, message.format(name=submission.name, reason=error.strerror), remedy),)
    return ()


def _clear_folders(path: Path, inbox: Path) -> None:
    for folder in path.parents:
        if folder == inbox or any(folder.iterdir()):
            break
        folder.rmdir()


def _taken(submission: Submission, issue: str, conclusion: Conclusion, left: Sequence[Query]) -> Taken:
    return Taken(
        name=submission.name,
        subject=submission.subject,
        issue=issue,
        state=conclusion.state,
        folder=conclusion.folder,
        stories=tuple(story.title for story in conclusion.stories),
        queries=(*conclusion.queries, *(each for story in conclusion.stories for each in story.queries), *left),
    )


def _stops_all(error: Exception, house: House) -> bool:
    """Whether no other submission can be taken either: the disk under stories/ refused. One file of the drop folder stops none."""
    if isinstance(error, BulletinError):
        place = error.file
    elif isinstance(error, OSError) and error.errno is not None:
        place = error.filename
    else:
        return False
    return place is None or not Path(place).is_relative_to(house.inbox)


def _repeated(submission: Submission, earlier: str) -> Query:
    message = _("this was sent before, as “{name}”; it is not filed again").format(name=earlier)
    return query("duplicate", submission.name, message, _("Nothing is to be done."))


def _failed(name: str, error: Exception) -> Query:
    if isinstance(error, BulletinError):
        return query("left-alone", name, error.message, error.remedy)
    log.error("%s cannot be taken", name, exc_info=error)
    message = _("“{name}” cannot be taken: the program failed on it; it stays in the drop folder").format(name=name)
    return query(
        "left-alone", name, message, _("Send this file to whoever looks after Bulletin; meanwhile type the story into a new file.")
    )
