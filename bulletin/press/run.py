"""The run: all editions at once, each in a process of its own."""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from bulletin.house.rules import House
from bulletin.language import _, use
from bulletin.press.pull import pull
from bulletin.queries import MachineError
from bulletin.records.galley import Galley
from bulletin.records.proof import Proof

_THREADS = Path("/proc/self/task")


def pull_all(galleys: Sequence[Galley], house: House) -> tuple[Proof, ...]:
    """A proof of each galley, in their order, in about the time of the slowest.

    Raises what `pull` raises, and MachineError where a process was ended from outside (by want of memory, mostly).
    """
    if len(galleys) < 2:
        return tuple(pull(galley, house) for galley in galleys)
    context = multiprocessing.get_context("fork" if _alone() else "spawn")
    with ProcessPoolExecutor(len(galleys), context, initializer=use, initargs=(_spoken(),)) as pool:
        try:
            return tuple(pool.map(pull, galleys, [house] * len(galleys)))
        except BrokenProcessPool:
            raise MachineError(_("a press stopped in the middle of its work"), remedy=_("Free some memory and build again.")) from None


def _alone() -> bool:
    """Whether this process has one thread, so that a fork of it can hold no lock of another. Not known but on Linux."""
    try:
        return len(list(_THREADS.iterdir())) == 1
    except OSError:
        return False


def _spoken() -> str:
    """The language in use; a new process starts without."""
    return os.environ.get("LANGUAGE", "en")
