"""`collect --watch`: collections one after another, in plain lines, until the command is told to stop."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from bulletin.cli import printing
from bulletin.cli.screen import say
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.production.collect import Collected
from bulletin.production.watch import watch
from bulletin.production.world import World

_TURN = 0.2  # seconds until a signal is heeded while nothing is done


class _Stop:
    """Whether someone wants the command to stop. What is at hand is finished first; a second signal ends it at once."""

    def __init__(self) -> None:
        self.by: int | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        """The signal's handler: it only takes note."""
        self.by = number
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

    def asked(self) -> bool:
        """Whether it is to stop."""
        return self.by is not None

    def sleep(self, seconds: float) -> None:
        """Sleep, as long as nobody wants it to stop."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.asked():
            time.sleep(min(left, _TURN))


class _Log:
    """Only what must be known: no bar, and no step; a line each, on standard error."""

    def stage(self, name: str, total: int) -> None:
        """Say nothing: what was taken is told when it is."""

    def step(self, what: str) -> None:
        """Say nothing."""

    def say(self, text: str) -> None:
        """One line."""
        say(text, to_error=True)


def watched(house: House, issue: str | None, *, for_machines: bool) -> int:
    """Print each collection until the command is stopped; the exit code: 0 for SIGTERM, 130 for SIGINT (Ctrl-C)."""
    with _heeded() as stop:
        world = World(sleep=stop.sleep, progress=_Log(), stopping=stop.asked)
        world.progress.say(_("Watching {folder}; Ctrl-C stops it.").format(folder=house.inbox))
        for collected in watch(house, world, issue):
            if not for_machines:
                say(_line(world, collected))
            printing.print_collected(collected, for_machines=for_machines)
            sys.stdout.flush()
    return 128 + signal.SIGINT if stop.by == signal.SIGINT else 0


@contextmanager
def _heeded() -> Iterator[_Stop]:
    stop = _Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _line(world: World, collected: Collected) -> str:
    """A collection on one line, with its time: a log may have none."""
    return _("{time}  {taken} taken, {held} of them held; {left} left where they are").format(
        time=world.moment().isoformat(sep=" ", timespec="seconds"),
        taken=len(collected.taken),
        held=sum(each.state == "held" for each in collected.taken),
        left=len(collected.left),
    )
