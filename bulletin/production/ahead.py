"""Reading ahead: where much lies in the drop folder, a process of its own reads the next submission while one is being filed.

It is asked for nothing: it reads one bundle after the other and hands each over when the collection wants it, so that it is
never more than one ahead, and what is read comes in the order in which it is filed.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from bulletin.archive.filing import Piece
from bulletin.house.rules import House
from bulletin.intake.folder import Bundle
from bulletin.intake.limits import MEGABYTE
from bulletin.intake.opening import open_bundle
from bulletin.language import _, use
from bulletin.press.run import alone, spoken
from bulletin.production.taking import Issues, edited
from bulletin.queries import MachineError, Marked
from bulletin.records.submission import Submission

#: So many submissions take longer than a second process needs to begin.
FEWEST = 50
#: What is larger is read where it is filed: it would be copied from one process to the other.
_LARGEST = 20 * MEGABYTE
#: So many are read by one process: a long one grows, since decoders and allocators keep what they once took.
_SPELL = 250


@dataclass(frozen=True)
class Opened:
    """A bundle that has been opened; with its stories, where they have been edited already."""

    submission: Marked[Submission]
    pieces: Marked[tuple[Piece, ...]] | None = None


@contextmanager
def opening(house: House, issues: Issues, bundles: Sequence[Bundle]) -> Iterator[Callable[[Bundle], Opened]]:
    """What opens each of these bundles, to be asked in their order; it raises what `open_bundle` raises.

    Where they are many, all but what is very large is read ahead. A MachineError tells that the process that read a bundle was
    ended from outside; the next is read by another.
    """
    if len(bundles) < FEWEST or house.intake.taken == "leave":  # what is left lying has mostly been read before
        yield lambda bundle: Opened(open_bundle(bundle, house))
        return
    reader = _Reader(house, issues, bundles)
    try:
        yield reader.opened
    finally:
        reader.end()


class _Reader:
    """The reading process, seen from the collection; it begins with the first question."""

    def __init__(self, house: House, issues: Issues, bundles: Sequence[Bundle]) -> None:
        self._house, self._issues = house, issues
        self._ahead = list(bundles)
        self._left = 0
        self._line: Connection | None = None
        self._process: BaseProcess | None = None

    def opened(self, bundle: Bundle) -> Opened:
        """The next bundle, as it was read; what could not be read is read again here, so that its fault is told here."""
        if not self._left:
            self.end()
        line = self._line or self._begun()
        self._ahead.pop(0)
        self._left -= 1
        try:
            found: Opened | None = line.recv()
        except (EOFError, OSError):
            self.end()
            message = _("the process that read it was ended from outside")
            raise MachineError(message, remedy=_("Free some memory and collect again."), file=bundle.files[0]) from None
        return found or Opened(open_bundle(bundle, self._house))

    def end(self) -> None:
        """Listen no longer: the process ends when it finds nobody to hand its next bundle to."""
        if self._line is not None and self._process is not None:
            self._line.close()
            self._process.join()
            self._line, self._left = None, 0

    def _begun(self) -> Connection:
        context = multiprocessing.get_context("fork") if alone() else multiprocessing.get_context("spawn")
        line, there = context.Pipe(duplex=False)
        spell = tuple(self._ahead[:_SPELL])
        work = (there, line, spoken(), self._house, self._issues, spell)
        self._process = context.Process(target=_read_all, args=work, daemon=True)
        self._process.start()
        there.close()
        self._line, self._left = line, len(spell)
        return line


def _read_all(there: Connection, here: Connection, language: str, house: House, issues: Issues, bundles: Sequence[Bundle]) -> None:
    """Read all that lies ahead, until nobody wants it any more. Whoever ends the collection ends this one with it."""
    here.close()  # a fork has the other end too; open, it would hide that nobody listens
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    use(language)
    try:
        for bundle in bundles:
            there.send(_read(bundle, house, issues))
    except BrokenPipeError:
        return


def _read(bundle: Bundle, house: House, issues: Issues) -> Opened | None:
    """A bundle with its stories; None where it is too large, or fails, and is to be read by whoever files it."""
    try:
        if sum(path.stat().st_size for path in bundle.files) > _LARGEST:
            return None
        opened = open_bundle(bundle, house)
        pieces = edited(opened, issues.taking(opened.value), house)
    except Exception:  # noqa: BLE001 - the collection reads it again, meets the same and tells it
        return None
    return Opened(Marked(_lighter(opened.value), opened.queries), pieces)


def _lighter(submission: Submission) -> Submission:
    """A submission without the bytes of its enclosures, which the stories have by now: the originals are what is kept."""
    enclosures = tuple(each.model_copy(update={"data": b""}) for each in submission.enclosures)
    return submission.model_copy(update={"enclosures": enclosures})
