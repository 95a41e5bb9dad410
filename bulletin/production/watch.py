"""Watching: what comes into the drop folder or the mailbox is taken as soon as it is whole.

The system tells of new files, and a mail server that can (IDLE) of new mails; both are looked at now and then all the same,
since a network share tells nothing and a connection may die unheard. What goes wrong is told once and tried again.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

from bulletin.house.rules import House, Imap, make_inbox, read_house
from bulletin.intake.changes import TURN, Changes
from bulletin.intake.folder import unsettled, waiting
from bulletin.intake.mailbox import Mailbox, opened
from bulletin.language import _
from bulletin.production.collect import Collected, collect
from bulletin.production.sending import Sent, is_due, send
from bulletin.production.taking import open_issues
from bulletin.production.world import World
from bulletin.queries import BulletinError, MachineError, Query

_LOOK_EVERY = 5.0  # seconds: how long a file on a share that tells nothing waits at most
_LONGEST_WAIT = 900.0  # seconds between two tries where something keeps failing


def watch(house: House, world: World, issue: str | None = None) -> Iterator[Collected]:
    """Each collection that took something or has something new to say, until the world is to stop.

    bulletin.toml is read anew each time. Raises what `collect` raises only before the first look; later it is told to the
    world, once, and tried again.
    """
    open_issues(house, issue)
    make_inbox(house)
    watcher = _Watcher(house, world, issue)
    try:
        while not world.stopping():
            collected = watcher.look()
            if collected is not None:
                yield collected
            watcher.send()
            watcher.wait()
    finally:
        watcher.close()


class _Trouble:
    """Something that may keep failing: it is told once, and tried again later and later."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._failures = 0
        self._told: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self._failures > 0

    def failed(self, *words: str) -> None:
        """It has failed again. The words are said where they are not those of the last time."""
        self._failures += 1
        if words != self._told:
            for each in words:
                self._world.progress.say(each)
        self._told = words

    def mended(self, words: str = "") -> None:
        """It has not failed. The words are said where it had."""
        if self and words:
            self._world.progress.say(words)
        self._failures, self._told = 0, ()

    def pause(self, seconds: float) -> float:
        """How long to wait where `seconds` is usual: twice as long with each failure, up to a quarter of an hour."""
        return min(seconds * 2.0 ** min(self._failures, 20), max(seconds, _LONGEST_WAIT))


class _Watcher:
    """What a watch remembers from one look to the next."""

    def __init__(self, house: House, world: World, issue: str | None) -> None:
        self._house, self._world, self._issue = house, world, issue
        self._changes, self._bell = Changes(), _Bell(world)
        self._collecting, self._mailbox = _Trouble(world), _Trouble(world)
        self._seen: frozenset[tuple[str, float]] = frozenset()
        self._left: frozenset[Query] = frozenset()
        self._mail_due = world.now()
        self._posting, self._post_due = _Trouble(world), 0.0

    def look(self) -> Collected | None:
        """Collect where there is something; what is worth telling of it."""
        try:
            self._house = read_house(self._house.root)
            collected = self._collected()
        except (BulletinError, OSError) as error:
            self._collecting.failed(str(error), _("Waiting until that is mended."))
            return None
        self._collecting.mended(_("It is mended; going on."))
        return None if collected is None else self._news(collected)

    def send(self) -> None:
        """Send the receipts that are due, where bulletin.toml lets a watch do that; where it fails, later and later."""
        if self._house.mail.send != "watch" or self._world.now() < self._post_due:
            return
        try:
            if not is_due(self._house, self._world):
                return
            sent = send(self._house, self._world)
        except BulletinError as error:
            self._not_sent(error)
            return
        self._tell_of(sent)
        if sent.unreachable:
            self._not_sent(sent.unreachable)
        else:
            self._posting.mended(_("The mail server can be reached again."))

    def wait(self) -> None:
        """Wait until something comes, or it is time to look again."""
        until = self._world.now() + self._patience()
        while self._world.now() < until and not self._world.stopping():
            if self._bell.rung(self._house):
                self._mail_due = self._world.now()
                return
            if self._changes.wait(self._house.inbox, self._world.sleep):
                return

    def close(self) -> None:
        """Watch and listen no longer."""
        self._bell.close()
        self._changes.close()

    def _not_sent(self, error: BulletinError) -> None:
        self._posting.failed(str(error))
        self._post_due = self._world.now() + self._posting.pause(_LOOK_EVERY)

    def _tell_of(self, sent: Sent) -> None:
        """How many receipts were sent; each that may not have arrived, with the server's words."""
        if count := sum(each.receipt.state == "sent" for each in sent.receipts):
            self._world.progress.say(_("Receipts sent: {count}").format(count=count))
        for each in sent.receipts:
            if each.receipt.state in ("failed", "unsure"):
                words = _("The receipt for “{name}” to {recipient} may not have arrived: {reason}")
                given = {"name": each.submission, "recipient": each.receipt.recipient, "reason": each.receipt.why}
                self._world.progress.say(words.format(**given))

    def _collected(self) -> Collected | None:
        """A collection, where something new lies there or the mailbox is due."""
        lying = self._lying()
        mail_due = self._house.intake.imap is not None and self._world.now() >= self._mail_due
        if (not lying or lying == self._seen) and not mail_due:
            return None
        collected = collect(self._house, self._world, self._issue)
        self._seen = self._lying()
        return collected

    def _lying(self) -> frozenset[tuple[str, float]]:
        """What lies settled in the drop folder, by name and time: what stays there after a collection is not taken up again."""
        inbox = self._house.inbox
        if not inbox.is_dir():  # it is not made here: it may be a share that is not connected just now
            remedy = _("Connect the shared folder again, or make the folder.")
            raise MachineError(_("the drop folder is not there"), remedy=remedy, file=inbox)
        bundles = waiting(inbox, settle_seconds=self._house.intake.settle_seconds, now=self._world.now).value
        return frozenset((str(path), path.stat().st_mtime) for bundle in bundles for path in bundle.files if path.exists())

    def _patience(self) -> float:
        """Seconds until it is time to look again: what is still being written is looked at when it has rested."""
        if self._collecting:
            return self._collecting.pause(_LOOK_EVERY)
        settling = unsettled(self._house.inbox, settle_seconds=self._house.intake.settle_seconds, now=self._world.now)
        return min(settling or _LOOK_EVERY, _LOOK_EVERY)

    def _news(self, collected: Collected) -> Collected | None:
        """What of a collection has not been told yet. The mailbox is looked at again after its time, later where it fails."""
        if collected.unreached:
            self._mailbox.failed()
        else:
            self._mailbox.mended(_("The mailbox can be reached again."))
        if self._house.intake.imap is not None:
            self._mail_due = self._world.now() + self._mailbox.pause(self._house.intake.imap.poll_seconds)
        left = tuple(each for each in collected.left if each not in self._left)
        self._left = frozenset(collected.left)
        return replace(collected, left=left) if collected.taken or left else None


class _Bell:
    """The mail server's own word that a mail has come, where it gives it."""

    def __init__(self, world: World) -> None:
        self._world, self._trouble = world, _Trouble(world)
        self._stack = ExitStack()
        self._imap: Imap | None = None
        self._mailbox: Mailbox | None = None
        self._next = 0.0

    def rung(self, house: House) -> bool:
        """Whether it rings within half a second. A new connection counts as ringing: mail may have come before it."""
        imap = house.intake.imap
        if imap != self._imap:
            self.close()
            self._imap, self._next = imap, 0.0
        try:
            if imap is not None and self._mailbox is None and self._world.now() >= self._next:
                return self._connected(imap, imap.password(house.root))
            return self._heard()
        except BulletinError:  # what is wrong with the mailbox is told by the collection
            self.close()
            self._trouble.failed()
            self._next = self._world.now() + self._trouble.pause(1.0)
            return False

    def close(self) -> None:
        """Listen no longer."""
        self._mailbox = None
        self._stack.close()

    def _connected(self, imap: Imap, password: str) -> bool:
        mailbox = self._stack.enter_context(opened(imap, password, readonly=True))
        if not mailbox.rings:
            self.close()
            self._next = float("inf")
            return False
        self._mailbox = mailbox
        return True

    def _heard(self) -> bool:
        rung = self._mailbox is not None and self._mailbox.rung(TURN)
        self._trouble.mended()
        return rung
