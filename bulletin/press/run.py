"""The run: all editions at once, each on a press of its own, which warms up while the copy is still being collected."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from bulletin.house.rules import House
from bulletin.language import _, use
from bulletin.queries import MachineError
from bulletin.records.galley import Galley
from bulletin.records.proof import Proof

_THREADS = Path("/proc/self/task")


class Run:
    """Presses that stand ready."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def pull(self, galleys: Sequence[Galley], house: House) -> Iterator[Proof]:
        """A proof of each galley, in their order, each as soon as it is there; all in about the time of the slowest.

        Raises what `pull.pull` raises, and MachineError where a press was ended from outside (by want of memory, mostly).
        """
        try:
            yield from self._pool.map(_pull, galleys, [house] * len(galleys))
        except BrokenProcessPool:
            raise MachineError(_("a press stopped in the middle of its work"), remedy=_("Free some memory and build again.")) from None


@contextmanager
def running(presses: int) -> Iterator[Run]:
    """So many presses, each a process of its own. They begin to warm up at once: the engine and its fonts take their time."""
    context = multiprocessing.get_context("fork" if alone() else "spawn")
    with ProcessPoolExecutor(presses, context, initializer=use, initargs=(spoken(),)) as pool:
        for _press in range(presses):
            pool.submit(_warm_up)
        yield Run(pool)


def _warm_up() -> None:
    """Load the engine, its own style sheet and the fonts. What is wrong with the engine is told when a galley comes."""
    from weasyprint import HTML  # only in a press: whoever starts one need not wait for the engine

    HTML(string="<p>永 A").render()


def _pull(galley: Galley, house: House) -> Proof:
    from bulletin.press.pull import pull

    return pull(galley, house)


def alone() -> bool:
    """Whether this process has one thread, so that a fork of it can hold no lock of another. Not known but on Linux."""
    try:
        return len(list(_THREADS.iterdir())) == 1
    except OSError:
        return False


def spoken() -> str:
    """The language in use; a new process starts without."""
    return os.environ.get("LANGUAGE", "en")
