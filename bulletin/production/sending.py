"""Sending: what lies in the outbox goes to the mail server, each receipt once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bulletin.archive import outbox, shelf
from bulletin.archive.ledger import Ledger, opened
from bulletin.archive.receipts import ReceiptEntry, Receipts
from bulletin.correspondence.letter import signed
from bulletin.correspondence.post import Answer, Post, UnreachableError, post
from bulletin.house.account import Account
from bulletin.house.rules import FILE, House
from bulletin.language import _
from bulletin.production.world import World
from bulletin.queries import MachineError, SettingsError

#: The first wait after a refusal for now; each is twice the one before, up to a day. The last of so many attempts is made
#: after four to five days (RFC 5321, section 4.5.4.1).
_FIRST_WAIT, _LONGEST_WAIT, _ATTEMPTS = dt.timedelta(minutes=5), dt.timedelta(days=1), 13


@dataclass(frozen=True)
class Posted:
    """A receipt and how far it is: the submission that it answers, its subject, and its line in the ledger."""

    submission: str
    subject: str
    receipt: ReceiptEntry


@dataclass(frozen=True)
class Sent:
    """What a run had in hand; `unreachable` says why it ended before its time, `waiting` what waits besides."""

    receipts: tuple[Posted, ...]
    waiting: tuple[Posted, ...] = ()
    unreachable: MachineError | None = None

    @property
    def failed(self) -> bool:
        """Whether something was refused for good, or may have been sent or not."""
        return any(each.receipt.state in ("failed", "unsure") for each in self.receipts)


def send(house: House, world: World, *, again: bool = False) -> Sent:
    """Send the receipts that are due; with `again` at once what waits for another try, what failed and what is unsure.

    One sender works at a time. A receipt is marked before it is handed over: one whose sending was cut short is unsure, and is
    sent another time only when that is asked for. Raises SettingsError where bulletin.toml lacks what sending needs or the
    server wants something else, MachineError where the disk refuses; what was not sent then waits as before.
    """
    account, sender = _demanded(house)
    password = account.password(house.root) if account.user else ""
    wait = _("another sender is at work; waiting for it")
    with outbox.sending(house, lambda: world.progress.say(wait)), opened(shelf.stories_folder(house)) as ledger:
        receipts = Receipts(ledger)
        _tidy(house, receipts)
        unsure = receipts.find_unsure()
        if again:
            receipts.try_again(world.moment())
        with post(account, password) as line:
            done, unreachable = _Round(house, world, receipts, line, sender).run()
        told = done if again else (*unsure, *done)
        tried = {each.id for each in told}
        waiting = (each for each in receipts.waiting() if each.state == "written" and each.id not in tried)
        return Sent(_posted(ledger, told), _posted(ledger, waiting), unreachable)


def is_due(house: House, world: World) -> bool:
    """Whether a receipt waits that may be tried now. Nothing is changed, and no server is asked."""
    with opened(shelf.stories_folder(house)) as ledger:
        return any(_may_go(each, world.moment()) for each in Receipts(ledger).waiting())


def outgoing(house: House) -> tuple[Posted, ...]:
    """What is not sent: what waits, what failed, what is unsure. Nothing is changed, and no server is asked."""
    with opened(shelf.stories_folder(house)) as ledger:
        return _posted(ledger, Receipts(ledger).waiting())


@dataclass(frozen=True)
class _Round:
    """One round to the mail server."""

    house: House
    world: World
    receipts: Receipts
    line: Post
    sender: str

    def run(self) -> tuple[tuple[ReceiptEntry, ...], MachineError | None]:
        """Hand over what is due; what became of each, and why the round ended early, if it did."""
        now = self.world.moment()
        due = [each for each in self.receipts.waiting() if _may_go(each, now)]
        self.world.progress.stage(_("Sending"), len(due))
        done: list[ReceiptEntry] = []
        for each in due:
            if self.world.stopping():
                break
            try:
                done.extend(self._hand_over(each))
            except UnreachableError as error:
                return (*done, self._put_off(each, error.message)), error
            self.world.progress.step(each.recipient or "")
        return tuple(done), None

    def _hand_over(self, receipt: ReceiptEntry) -> tuple[ReceiptEntry, ...]:
        """One receipt; nothing where other news have overtaken it meanwhile."""
        mail = outbox.read(self.house, receipt.file or "")
        if mail is None:
            return (self.receipts.put(receipt.id, "removed", ""),)
        self.line.open()
        if not self.receipts.claim(receipt.id):
            return ()
        try:
            answer = self.line.send(self.sender, receipt.recipient or "", signed(mail, self.house))
        except SettingsError:
            self.receipts.lay_back(receipt.id)
            raise
        return (self._concluded(receipt, answer),)

    def _concluded(self, receipt: ReceiptEntry, answer: Answer) -> ReceiptEntry:
        match answer.outcome:
            case "accepted":
                sent = self.receipts.put(receipt.id, "sent", answer.words)
                self._file_away(sent)
                return sent
            case "later" if receipt.attempts + 1 < _ATTEMPTS:
                return self._put_off(receipt, answer.words)
            case "unsure":
                return self.receipts.put(receipt.id, "unsure", answer.words)
            case _:
                return self.receipts.put(receipt.id, "failed", answer.words)

    def _file_away(self, receipt: ReceiptEntry) -> None:
        outbox.file_away(self.house, (receipt.file or "",))

    def _put_off(self, receipt: ReceiptEntry, why: str) -> ReceiptEntry:
        wait = min(_FIRST_WAIT * 2 ** min(receipt.attempts, _ATTEMPTS), _LONGEST_WAIT)
        return self.receipts.put_off(receipt.id, why, self.world.moment() + wait)


def _may_go(receipt: ReceiptEntry, now: dt.datetime) -> bool:
    return receipt.state == "written" and receipt.due is not None and receipt.due <= now


def _demanded(house: House) -> tuple[Account, str]:
    """The server and the address that receipts come from. Raises SettingsError where bulletin.toml names none."""
    file = house.root / FILE
    if house.mail.smtp is None:
        remedy = _("Add a table [mail.smtp] with host, user and password_file; see docs/publication.md.")
        raise SettingsError(_("no server is named that sends mail"), remedy=remedy, file=file)
    if house.mail.address is None:
        remedy = _('Add `from` to [mail]: from = "Editors <bulletin@bank.example>".')
        raise SettingsError(_("no address is named that receipts come from"), remedy=remedy, file=file)
    return house.mail.smtp, house.mail.address


def _tidy(house: House, receipts: Receipts) -> None:
    """Put away what a crash left lying: mails that have been sent, or that newer ones have overtaken."""
    states = receipts.states(outbox.names(house))
    outbox.file_away(house, [file for file, state in states.items() if state == "sent"])
    for file in (file for file, state in states.items() if state == "overtaken"):
        outbox.take_back(house, file)


def _posted(ledger: Ledger, receipts: Iterable[ReceiptEntry]) -> tuple[Posted, ...]:
    found = ((ledger.entry(each.submission), each) for each in receipts)
    return tuple(Posted(entry.name if entry else "", entry.subject if entry else "", each) for entry, each in found)
