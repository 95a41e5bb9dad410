"""Collecting: what waits in the drop folder becomes filed stories."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bulletin.archive import desk, disk, filing, meeting, shelf
from bulletin.archive.filing import Leave
from bulletin.archive.ledger import Act, Entry, Ledger, opened, refused
from bulletin.archive.lock import locked
from bulletin.house.rules import House, make_inbox
from bulletin.intake.folder import Bundle, unsettled, waiting
from bulletin.intake.opening import digest_of
from bulletin.language import _
from bulletin.production.ahead import Opened, opening
from bulletin.production.answering import answer
from bulletin.production.looking import looking_on
from bulletin.production.mailbox import UNREACHED, mail_fetched
from bulletin.production.returned import came_back
from bulletin.production.taking import Issues, Taken, open_issues, settle, told
from bulletin.production.world import World
from bulletin.queries import BulletinError, Marked, Query, query
from bulletin.records.submission import Submission

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Collected:
    """What a collection took, and what it left in the drop folder, and why."""

    taken: tuple[Taken, ...]
    left: tuple[Query, ...]

    @property
    def held(self) -> bool:
        """Whether something was held."""
        return any(each.state == "held" for each in self.taken)

    @property
    def unreached(self) -> bool:
        """Whether the mailbox could not be looked at."""
        return any(each.check == UNREACHED for each in self.left)


def collect(house: House, world: World, issue: str | None = None) -> Collected:
    """Take what lies settled in the drop folder. What is still being written is waited for once, then left with a note.

    Each submission goes to the open issue that its subject names; else to the one asked for, else to the earliest open one.
    Raises UsageError where there is no such issue or it is closed, SettingsError where the drop folder that bulletin.toml names
    is not there, MachineError where the disk refuses.
    """
    issues = open_issues(house, issue)
    stories = shelf.stories_folder(house)
    wait = _("another collection is at work; waiting for it")
    with locked(stories, lambda: world.progress.say(wait)), disk.told(stories), opened(stories) as ledger:
        desk.recover(house, ledger)
        for plan in issues.open:
            meeting.adopt(house, ledger, plan.id)
        make_inbox(house)
        with looking_on(house, world, ledger) as look, mail_fetched(house, world, ledger) as mail:
            collected = _collect(house, world, issues, ledger, look)
        answer(house, world, ledger)
        return replace(collected, left=(*mail, *collected.left))


def _collect(house: House, world: World, issues: Issues, ledger: Ledger, look: Callable[[int], None]) -> Collected:
    settle = house.intake.settle_seconds
    if (seconds := unsettled(house.inbox, settle_seconds=settle, now=world.now)) > 0:
        world.progress.say(_("the drop folder is being written to; waiting until it rests"))
        world.sleep(seconds)
    bundles = waiting(house.inbox, settle_seconds=settle, now=world.now)
    taken: list[Taken] = []
    left = list(bundles.queries)
    world.progress.stage(_("Collecting"), len(bundles.value))
    with opening(house, issues, bundles.value) as opened_next:
        for bundle in bundles.value:
            if world.stopping():
                break
            try:
                one = _take(house, world, issues, ledger, bundle, opened_next(bundle))
            except Exception as error:  # one submission's fault never stops the others: it stays where it is, and is told
                if _stops_all(error, house):
                    raise
                left.append(_failed(bundle.name, error))
                desk.recover(house, ledger)
            else:
                if one.value:
                    taken.append(one.value)
                    look(one.value.number)
                left.extend(one.queries)
            world.progress.step(bundle.name)
    return Collected(tuple(taken), tuple(left))


def _take(house: House, world: World, issues: Issues, ledger: Ledger, bundle: Bundle, found: Opened) -> Marked[Taken | None]:
    """One submission's way from the drop folder into the archive; None for one that the drop folder only still shows."""
    submission = found.submission.value
    if house.intake.taken == "leave" and ledger.known(submission.name, submission.digest):
        return Marked(None)
    if house.intake.taken == "remove" and (behind := ledger.left_behind(submission.name, submission.digest)):
        return Marked(None, _clear(bundle, submission, house, ledger, behind.id))  # a crash, or the disk, kept it from being removed
    plan = issues.taking(submission)
    earlier = ledger.same(submission)
    number, leave = _entered(house, world, ledger, submission, plan.value.id, earlier)
    back = came_back(ledger, number, submission)
    if earlier and earlier.state != "held" and filing.lies_there(house, earlier):
        conclusion = filing.repeat(house, ledger, number, submission, (*found.submission.queries, _repeated(submission, earlier)))
    else:
        conclusion = settle(house, ledger, number, found.submission, plan, leave, found.pieces)
    left = _clear(bundle, submission, house, ledger, number) if house.intake.taken == "remove" else ()
    return Marked(told(number, submission, plan.value.id, conclusion, (*back, *left)))


def _entered(
    house: House, world: World, ledger: Ledger, submission: Submission, issue: str, earlier: Entry | None
) -> tuple[int, Leave | None]:
    """A submission's number in the ledger; one that was held and comes again keeps its own, and leaves the held folder."""
    branch = house.branch_of_sender(submission.sender)
    name = branch.name if branch else None
    if earlier and earlier.folder and filing.comes_again(house, earlier, submission):
        ledger.enter_again(earlier.id, submission, name, issue, Act(earlier.id, world.moment(), "taken"))
        return earlier.id, Leave(was_held=house.root / earlier.folder)
    return ledger.enter(submission, name, issue, world.moment()), None


def _clear(bundle: Bundle, submission: Submission, house: House, ledger: Ledger, number: int) -> tuple[Query, ...]:
    """Take a submission out of the drop folder, and the folders that this leaves empty; a note where that is not allowed.

    A file that has been written anew since it was read stays for the next collection.
    """
    try:
        unread = any(each.lying for each in submission.originals) and digest_of(submission.originals) == submission.digest
        for path, original in zip(bundle.files, submission.originals, strict=True):
            if path.exists() and (unread if original.lying else path.read_bytes() == original.data):
                path.unlink()
        _clear_folders(bundle)
    except OSError as error:
        message = _("“{name}” is taken, but cannot be removed from the drop folder: {reason}")
        remedy = _("Give the program leave to write there, or set `taken` to “leave” in bulletin.toml.")
        return (query("left-alone", submission.name, message.format(name=submission.name, reason=error.strerror), remedy),)
    ledger.cleared(number)
    return ()


def _clear_folders(bundle: Bundle) -> None:
    """Take away a dropped folder with the folders in it, those that nothing lies in."""
    for place, _folders, _files in os.walk(bundle.root, topdown=False) if bundle.root else ():
        if not any(Path(place).iterdir()):
            Path(place).rmdir()


def _stops_all(error: Exception, house: House) -> bool:
    """Whether no other submission can be taken either: the ledger, or the disk under stories/, refused.

    One file of the drop folder stops none.
    """
    if refused(error):
        return True
    if isinstance(error, BulletinError):
        place = error.file
    elif isinstance(error, OSError) and error.errno is not None:
        place = error.filename
    else:
        return False
    return place is None or not Path(place).is_relative_to(house.inbox)


def _repeated(submission: Submission, earlier: Entry) -> Query:
    message, remedy = _("this was sent before, as “{name}”; it is not filed again"), _("Nothing is to be done.")
    if earlier.state == "withdrawn":
        message = _("this was sent before, as “{name}”, and withdrawn; it is not filed again")
        remedy = _("If it is wanted after all, bring it back with `bulletin withdraw {number} --undo`.").format(number=earlier.id)
    return query("duplicate", submission.name, message.format(name=earlier.name), remedy)


def _failed(name: str, error: Exception) -> Query:
    if isinstance(error, BulletinError):
        return query("left-alone", name, error.message, error.remedy)
    log.error("%s cannot be taken", name, exc_info=error)
    message = _("“{name}” cannot be taken: the program failed on it; it stays in the drop folder").format(name=name)
    return query(
        "left-alone", name, message, _("Send this file to whoever looks after Bulletin; meanwhile type the story into a new file.")
    )
