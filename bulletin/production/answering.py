"""Answering: every submission's sender is told once what became of it, by a mail laid into the outbox."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bulletin.archive import outbox, shelf, storymd
from bulletin.archive.ledger import Entry, Ledger, StoryEntry
from bulletin.archive.receipts import News, ReceiptEntry, Receipts
from bulletin.correspondence.letter import write
from bulletin.correspondence.whom import Silence, answered, silence
from bulletin.house.rules import House
from bulletin.preflight.copy import check_story
from bulletin.production.looking import ask_of_story
from bulletin.production.returned import identifier
from bulletin.production.world import World
from bulletin.queries import Query, ReceiptError, SettingsError, StoryError, UsageError, Weight
from bulletin.records.issue import Filed
from bulletin.records.receipt import FiledStory, Kind, Receipt

_A_DAY = dt.timedelta(days=1)
#: Where `from` names no domain yet: nobody owns this one (RFC 2606, section 2).
_NOWHERE = "bulletin.invalid"


def answer(house: House, world: World, ledger: Ledger) -> None:
    """Write a receipt for every submission whose sender has not been told what stands now, or enter why there is none.

    Whenever this is called, and whatever ended the call before, each news is told once. A template that is broken is told, and
    its receipts are written by a later call. Raises MachineError where the disk refuses.
    """
    receipts = Receipts(ledger)
    broken: set[str] = set()
    for told in receipts.wanting():
        try:
            _answer(house, world, ledger, receipts, told)
        except ReceiptError as error:
            broken.add(str(error))
    for each in sorted(broken):
        world.progress.say(each)


def _answer(house: House, world: World, ledger: Ledger, receipts: Receipts, told: News) -> None:
    case = _Case(house, ledger, receipts, told, world.moment())
    why = case.silence()
    if why or case.to is None:
        for overtaken in receipts.keep_silent(told, why or "no-sender", case.now, overtaking=why == "told-before"):
            outbox.take_back(house, overtaken)
        return
    receipt = case.receipt(case.to)
    file = f"{receipt.number:05}-{case.turn}-{receipt.kind}-{told.entry.digest[:8]}.eml"
    outbox.put(house, file, write(receipt, house))
    for overtaken in receipts.enter(told, case.to, file, case.now):
        outbox.take_back(house, overtaken)


@dataclass(frozen=True)
class _Case:
    """A submission whose sender is to be told."""

    house: House
    ledger: Ledger
    receipts: Receipts
    told: News
    now: dt.datetime

    @cached_property
    def entry(self) -> Entry:
        return self.told.entry

    @cached_property
    def to(self) -> str | None:
        return answered(self.house, self.entry.sender, self.entry.reply_to)

    @cached_property
    def successor(self) -> Entry | None:
        """What took its place."""
        return self.receipts.successor(self.entry.id) if self.entry.state == "superseded" else None

    @cached_property
    def before(self) -> tuple[ReceiptEntry, ...]:
        return self.receipts.of(self.entry.id)

    @property
    def known(self) -> str:
        """The news that he has had last; empty where he has had none."""
        return next((each.news for each in reversed(self.before) if each.state in ("sending", "sent", "unsure")), "")

    @property
    def turn(self) -> int:
        return len(self.before) + 1

    def silence(self) -> Silence | None:
        """Why its sender is not told; None where he is."""
        proven = all(each.check != "sender-not-proven" for each in self.entry.queries)
        if why := silence(self.house, self.entry.sender, self.to, self.entry.automatic, proven=proven):
            return why
        if self.known == self.told.news:
            return "told-before"
        if self.successor and answered(self.house, self.successor.sender, self.successor.reply_to) == self.to:
            return "told-otherwise"
        full = self.to and self.receipts.to_whom_since(self.to, self.now - _A_DAY) >= self.house.mail.max_a_day
        return "too-many" if full else None

    def receipt(self, to: str) -> Receipt:
        """What he is told."""
        other = self.successor or (self.ledger.entry(self.entry.of) if self.entry.of else None)
        branch = self.house.branch_of_sender(to)
        stories = (each for each in self.ledger.stories_of(self.entry.id) if not each.withdrawn)
        return Receipt(
            kind=self._kind(),
            number=self.entry.id,
            name=self.entry.name,
            to=to,
            branch=branch.name if branch else None,
            subject=self.entry.subject,
            answers=self.entry.message_id,
            message_id=self._identifier(),
            date=self.now,
            received=self.entry.received,
            stories=tuple(_filed(self.house, self.ledger, each) for each in stories),
            queries=self._queries(),
            earlier=other.subject if other else None,
            earlier_day=other.received.date() if other else None,
        )

    def _kind(self) -> Kind:
        """Of something filed: whether it took another's place, or only its issue is another than was told before."""
        if self.entry.state == "filed":
            if self.known.startswith("filed "):
                return "moved"
            return "superseded" if self.entry.of else "filed"
        if self.entry.state == "held" and any(each.check == "message-to-editor" for each in self.entry.queries):
            return "passed"
        kinds: dict[str, Kind] = {"held": "held", "duplicate": "duplicate", "superseded": "replaced", "withdrawn": "withdrawn"}
        return kinds[self.entry.state]

    def _queries(self) -> tuple[Query, ...]:
        """What is asked about the whole; a hold on what is filed all the same was allowed by an editor."""
        return tuple(each for each in _answerable(self.entry.queries) if self.entry.state != "filed" or each.weight is not Weight.HOLD)

    def _identifier(self) -> str:
        return identifier(self.entry, self.turn, (self.house.mail.address or "").rpartition("@")[2] or _NOWHERE)


def _filed(house: House, ledger: Ledger, entry: StoryEntry) -> FiledStory:
    """A story with what was asked when it came, and what is asked of its text and its pictures as they stand."""
    folder = house.root / entry.folder
    try:
        story = storymd.read_story(folder / storymd.FILE, house)
        found = check_story(story, entry.folder)
        allowed = {each.check for each in story.allow}
        pictures = ask_of_story(house, ledger, entry.issue, Filed(story=story, folder=folder))
        found = (*found, *(each for each in pictures if each.check not in allowed))
        settled = allowed | {each.check for each in found}
        title, section = story.title, story.section
    except StoryError:  # an editor has it half written
        found, settled, title, section = (), set(), entry.title, entry.section
    came = tuple(each for each in entry.queries if each.check not in settled)
    return FiledStory(title=title, section=section, issue=_issue_name(house, entry.issue), queries=_answerable((*found, *came)))


def _answerable(queries: Sequence[Query]) -> tuple[Query, ...]:
    """The queries without the notes, of which only that of a replaced story matters to a sender."""
    return tuple(each for each in queries if each.weight is not Weight.NOTE or each.check == "superseded")


def _issue_name(house: House, issue: str) -> str:
    try:
        return shelf.issue_plan(house, issue).label
    except (SettingsError, UsageError):  # an editor has it half written, or its folder is gone
        return issue
