"""The mailbox's part in a collection: what is new there is laid into the drop folder, and told of when it is safe.

The way of each mail: its bytes are written into the drop folder under a name of its own; the ledger notes its number; the
collection takes it as it takes all that lies there; the ledger notes that it is safe; the mailbox is told (the mail is marked
or moved); the ledger notes that as well. A crash between two of these steps is mended by the next collection, which looks at
what the ledger and the drop folder have: nothing is lost, and nothing is taken twice.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bulletin.archive.ledger import Ledger
from bulletin.archive.mailboxes import Half, Letter, Letters, being_fetched, lay_down, secure
from bulletin.house.rules import House, Imap
from bulletin.intake.limits import Refused
from bulletin.intake.mailbox import Lying, Mailbox, file_name, name_of, opened
from bulletin.language import _
from bulletin.production.world import World
from bulletin.queries import BulletinError, MachineError, Query, query

#: The check that says that the mailbox could not be looked at.
UNREACHED = "mailbox-unreached"


@contextmanager
def mail_fetched(house: House, world: World, ledger: Ledger) -> Iterator[list[Query]]:
    """Fetch what is new in the mailbox before the block, which collects; tell the mailbox after it what is safe.

    What stays on the server, and why, is in the list when the block is left, and so is that the mailbox cannot be reached:
    the drop folder is collected all the same.
    """
    said: list[Query] = []
    imap = house.intake.imap
    if imap is None:
        yield said
        return
    with ExitStack() as stack:
        post = None
        try:
            mailbox = stack.enter_context(opened(imap, imap.password(house.root), readonly=imap.handled == "leave"))
            post = _Post(house, imap, world, ledger, mailbox, said)
            post.fetch()
        except BulletinError as error:
            said.append(unreached(imap, error))
        yield said
        secure(ledger)
        if post is not None and not any(each.check == UNREACHED for each in said):
            try:
                post.tell()
            except MachineError as error:
                said.append(unreached(imap, error))


def unreached(imap: Imap, error: BulletinError) -> Query:
    """That the mailbox cannot be looked at, and why."""
    return query(UNREACHED, name_of(imap), error.message if error.file is None else f"{error.file}: {error.message}", error.remedy)


class _Post:
    """One collection's business with the mailbox."""

    def __init__(self, house: House, imap: Imap, world: World, ledger: Ledger, mailbox: Mailbox, said: list[Query]) -> None:
        self._house, self._imap, self._world = house, imap, world
        self._ledger, self._mailbox, self._said = ledger, mailbox, said
        self._letters = Letters(ledger, mailbox.name, mailbox.validity)
        self._there: tuple[int, ...] = ()

    def fetch(self) -> None:
        """Lay every new mail into the drop folder. Raises MachineError where the mailbox or the disk fails on the way."""
        secure(self._ledger)
        known = self._letters.known()
        self._there = self._mailbox.uids()
        ahead = self._mailbox.lying([uid for uid in self._there if uid not in known or self._is_gone(known[uid])])
        new = [each for each in ahead if not each.taken]
        self._world.progress.stage(_("Fetching mail"), len(new))
        for each in new:
            if self._world.stopping():
                return
            self._world.progress.step(self._take(each))

    def tell(self) -> None:
        """Mark or move what is safe. Raises MachineError where the mailbox fails; the next collection tells it then."""
        known = self._letters.known()
        safe = [uid for uid, letter in known.items() if letter.state == "safe"]
        there = sorted(set(safe) & set(self._there))
        if self._imap.handled == "mark":
            self._mailbox.mark(there)
        elif self._imap.handled == "move":
            self._mailbox.move(there, self._imap.handled_folder)
        self._letters.close(safe)

    def _is_gone(self, letter: Letter) -> bool:
        """Whether a mail was fetched, but is neither in the ledger nor in the drop folder: someone took it out there."""
        return letter.state == "fetched" and not (self._house.inbox / letter.name).exists()

    def _take(self, lying: Lying) -> str:
        """Take one mail, or say why not; what it is called."""
        name = f"{self._mailbox.name} {lying.uid}"
        try:
            with being_fetched(self._house.inbox, self._mailbox.mail(lying)) as half:
                if half is not None:
                    name = self._keep(lying, half)
        except Refused as refused:
            self._said.append(query(refused.check, name, refused.message, refused.remedy))
        return name

    def _keep(self, lying: Lying, half: Half) -> str:
        twin = self._letters.twin(half.digest)
        if twin is None or self._is_gone(twin):
            settled = self._world.now() - self._house.intake.settle_seconds - 1  # a mail that is here is whole: nobody need wait
            arrived = settled if lying.arrived is None else min(lying.arrived, settled)
            day = dt.datetime.fromtimestamp(arrived).astimezone().date().isoformat()
            twin = Letter(file_name(self._mailbox.name, self._mailbox.validity, lying.uid, day, half.beginning), "fetched")
            if not self._letters.is_taken(twin.name):
                lay_down(half, twin.name, arrived)
        self._letters.enter(lying.uid, half.digest, twin)
        return twin.name
