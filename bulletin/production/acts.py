"""What editors do with submissions and stories: read again, release, withdraw, bring back, move."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bulletin.archive import acts, desk, disk, filing, shelf
from bulletin.archive.filing import Leave
from bulletin.archive.ledger import Act, Entry, Ledger, StoryEntry, opened
from bulletin.archive.lock import locked
from bulletin.house.rules import House
from bulletin.intake.folder import Bundle
from bulletin.intake.opening import open_bundle
from bulletin.language import _
from bulletin.production.answering import answer
from bulletin.production.inbox import Meant, know_all, meant
from bulletin.production.taking import Taken, demand_open, open_issues, settle, told
from bulletin.production.world import World
from bulletin.queries import BulletinError, MachineError, Marked, UsageError, Weight
from bulletin.records.story import Allowance
from bulletin.records.submission import Submission


@dataclass(frozen=True)
class Done:
    """What was done with a submission (None: with a story that came in none): its stories as they lie now."""

    act: Act
    entry: Entry | None
    stories: tuple[StoryEntry, ...]


def retry(house: House, world: World, names: Sequence[str], *, by: str = "") -> tuple[Taken, ...]:
    """Read held submissions again from their kept originals, or all that are held where none is named.

    Raises UsageError where one is not held or its original is gone, and what `collect` raises.
    """
    with at_work(house, world) as ledger:
        held = [_held(house, meant(house, ledger, name).entry, name) for name in names] or _all_held(house, ledger)
        return tuple(_taken_again(house, world, ledger, entry, Act(entry.id, world.moment(), "retried", by), ()) for entry in held)


def release(house: House, world: World, name: str, *, by: str, reason: str, checks: Sequence[str] = ()) -> Taken:
    """Take a held submission by an editor's leave: what the checks ask is allowed, in its stories and in the ledger.

    `checks` are those that are allowed; none means all that hold it. Raises UsageError where it is not held, or is held by what
    nobody can allow.
    """
    with at_work(house, world) as ledger:
        entry = _held(house, meant(house, ledger, name).entry, name)
        allowed = _allowed(entry, checks)
        allowances = [Allowance(check=each, name=by, date=world.moment().date(), reason=reason) for each in allowed]
        return _taken_again(house, world, ledger, entry, Act(entry.id, world.moment(), "released", by, reason), allowances)


def withdraw(house: House, world: World, name: str, *, by: str, reason: str) -> Done:
    """Take a submission with all its stories, or one story, out of its issue; it is kept under stories/withdrawn.

    What an editor has deleted by hand counts as withdrawn from then on.

    Raises UsageError where it is withdrawn already, nothing of it is filed or held, or its issue is closed.
    """
    with at_work(house, world) as ledger:
        found = meant(house, ledger, name)
        stories = tuple(each for each in found.stories if not each.withdrawn)
        held = found.entry is not None and found.entry.state == "held"
        if not stories and not held:
            raise UsageError(_("nothing of “{name}” is filed or held").format(name=name), remedy=_see(found))
        for each in stories:
            demand_open(house, each.issue)
        act = Act(_number(found), world.moment(), "withdrawn", by, reason)
        return _done(ledger, act, acts.withdraw(house, ledger, act, found.entry, stories))


def restore(house: House, world: World, name: str, *, by: str, reason: str) -> Done:
    """Bring back what was withdrawn; where nothing of it was, what a later version has replaced, as a story of its own.

    Raises UsageError where nothing of it was either, or its issue is closed.
    """
    with at_work(house, world) as ledger:
        found = meant(house, ledger, name)
        stories = tuple(each for each in found.stories if each.withdrawn)
        act = Act(_number(found), world.moment(), "restored", by, reason)
        if not stories and not (found.entry and acts.is_withdrawn_hold(house, found.entry)):
            replaced = ledger.replaced(found.entry.id) if found.entry else ()
            if not replaced:
                raise UsageError(_("nothing of “{name}” is withdrawn or replaced").format(name=name), remedy=_see(found))
            demand(house, [each.story for each in replaced])
            return _done(ledger, act, acts.bring_back(house, ledger, act, replaced))
        demand(house, stories)
        return _done(ledger, act, acts.restore(house, ledger, act, found.entry, stories))


def move(house: House, world: World, name: str, issue: str, *, by: str, reason: str) -> Done:
    """Move one story to another issue. Raises UsageError where it is there, or one of the two issues is closed."""
    with at_work(house, world) as ledger:
        found = meant(house, ledger, name)
        story = one_story(found, name)
        demand_open(house, issue)
        if story.issue == issue:
            raise UsageError(_("“{title}” is in issue {id} already").format(title=story.title, id=issue))
        demand(house, [story])
        act = Act(_number(found), world.moment(), "moved", by, reason, source=story.issue, target=issue)
        return _done(ledger, act, (acts.move(house, ledger, act, story, issue),))


# --- one at a time ---------------------------------------------------------------------------------------------------------------


@contextmanager
def at_work(house: House, world: World) -> Iterator[Ledger]:
    """The ledger, with nobody else at work; what a crash or an error leaves half done is undone, and senders are told the news."""
    stories, wait = shelf.stories_folder(house), _("another command is at work; waiting for it")
    with locked(stories, lambda: world.progress.say(wait)), disk.told(stories), opened(stories) as ledger:
        desk.recover(house, ledger)
        know_all(house, ledger)
        try:
            yield ledger
        finally:
            desk.recover(house, ledger)
        answer(house, world, ledger)


def one_story(found: Meant, name: str) -> StoryEntry:
    """The one filed story that a name means. Raises UsageError, with the stories that there are, where it is not one."""
    stories = [each for each in found.stories if not each.withdrawn]
    if len(stories) != 1:
        titles = _(", ").join(each.title for each in stories)
        remedy = _("Name one of its stories: {titles}.").format(titles=titles) if titles else _see(found)
        raise UsageError(_("“{name}” is not one filed story").format(name=name), remedy=remedy)
    return stories[0]


def _done(ledger: Ledger, act: Act, stories: tuple[StoryEntry, ...]) -> Done:
    return Done(act, ledger.entry(act.submission) if act.submission else None, stories)


def _number(found: Meant) -> int | None:
    return found.entry.id if found.entry else None


def demand(house: House, stories: Sequence[StoryEntry]) -> None:
    """Raises UsageError where a story lies in a closed issue, or its folder is gone."""
    for story in stories:
        demand_open(house, story.issue)
        if not (house.root / story.folder).is_dir():
            remedy = _("Put the folder back from a backup, or what was sent into the drop folder again; else run `bulletin withdraw`.")
            raise UsageError(_("the folder of “{title}” is gone").format(title=story.title), remedy=remedy, file=house.root / story.folder)


def _see(found: Meant) -> str:
    return _("See `bulletin show {number}`.").format(number=found.entry.id) if found.entry else _("See `bulletin stories`.")


# --- held submissions ------------------------------------------------------------------------------------------------------------


def _all_held(house: House, ledger: Ledger) -> list[Entry]:
    return [entry for entry in ledger.held() if filing.lies_there(house, entry)]


def _held(house: House, entry: Entry | None, name: str) -> Entry:
    if entry is None or entry.state != "held":
        remedy = _("See what is held with `bulletin inbox --state held`.")
        if entry is not None and entry.state == "superseded":
            back = _("A later version took its place. Bring it back with `bulletin withdraw {number} --undo --by NAME --reason TEXT`.")
            remedy = back.format(number=entry.id)
        raise UsageError(_("“{name}” is not held").format(name=name), remedy=remedy)
    if not filing.lies_there(house, entry):
        message = _("the original of “{name}” is gone from {folder}").format(name=entry.name, folder=entry.folder)
        raise UsageError(message, remedy=_("Put what was sent into the drop folder again."))
    return entry


def _taken_again(house: House, world: World, ledger: Ledger, entry: Entry, act: Act, allowances: Sequence[Allowance]) -> Taken:
    """A held submission's way from its kept original to where it belongs now."""
    leave = Leave(house.root / (entry.folder or ""), tuple(allowances))
    opened_again = _opened(_lenient(house, leave), entry)
    submission = opened_again.value
    closed = shelf.is_issue(house, entry.issue) and shelf.issue_plan(house, entry.issue).state == "closed"
    plan = open_issues(house, None if closed or not shelf.is_issue(house, entry.issue) else entry.issue).taking(submission)
    branch = house.branch_of_sender(submission.sender)
    ledger.enter_again(entry.id, submission, branch.name if branch else None, plan.value.id, act)
    try:
        conclusion = settle(house, ledger, entry.id, opened_again, plan, leave)
    except (BulletinError, OSError):
        raise
    except Exception as error:
        message = _("“{name}” cannot be taken: the program failed on it; it stays held").format(name=entry.name)
        raise MachineError(message, remedy=_("Send this file to whoever looks after Bulletin.")) from error
    return told(entry.id, submission, plan.value.id, conclusion)


def _opened(house: House, entry: Entry) -> Marked[Submission]:
    """The kept original, under the name, the time and the digest that it came with."""
    kept = house.root / (entry.folder or "") / "original"
    files = sorted(path for path in kept.rglob("*") if path.is_file())
    if not files:
        message = _("the original of “{name}” is gone from {folder}").format(name=entry.name, folder=entry.folder)
        raise UsageError(message, remedy=_("Put what was sent into the drop folder again."))
    came = {"name": entry.name, "received": entry.received, "digest": entry.digest}
    again = open_bundle(Bundle(entry.name if len(files) > 1 else files[0].name, tuple(files), kept), house)
    return Marked(again.value.model_copy(update=came), again.queries)


def _allowed(entry: Entry, checks: Sequence[str]) -> tuple[str, ...]:
    """The checks that are allowed. Raises UsageError where something else holds the submission, or nothing that is named."""
    holds = {each.check: each for each in entry.queries if each.weight is Weight.HOLD}
    for check in checks or holds:
        if check not in holds:
            message = _("“{name}” is not held by {check}").format(name=entry.name, check=check)
            raise UsageError(message, remedy=_("It is held by: {checks}.").format(checks=", ".join(holds)))
        if check not in filing.ALLOWABLE:
            message = _("{check} cannot be allowed: {message}").format(check=check, message=holds[check].message)
            raise UsageError(message, remedy=holds[check].remedy)
    return tuple(checks or holds)


def _lenient(house: House, leave: Leave) -> House:
    """The publication with what an editor has allowed."""
    changes: dict[str, dict[str, object]] = {
        "stranger": {"strangers": "accept"},
        "sender-not-proven": {"trusted_authserv": ""},
        "subject-word-missing": {"subject_word": ""},
        "too-large": {"max_submission_mb": 2**20},  # what is unpacked stays within its own limit
    }
    allowed = {name: value for check in leave.allowed for name, value in changes.get(check, {}).items()}
    return house.model_copy(update={"intake": house.intake.model_copy(update=allowed)})
