"""One collector at a time: the lock is the operating system's and goes with its process, however that ends."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bulletin.archive import disk

FILE = ".lock"
_HELD: set[IO[str]] = set()


def _let_go() -> None:
    """A forked process has its parent's open files, and with them the lock, which would outlive the parent (flock(2))."""
    for file in _HELD:
        file.close()
    _HELD.clear()


os.register_at_fork(after_in_child=_let_go)


@contextmanager
def locked(stories: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the archive's lock; `waiting` is called once where another process holds it."""
    with disk.told(stories):
        stories.mkdir(parents=True, exist_ok=True)
        file = (stories / FILE).open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        _HELD.add(file)
        try:
            yield
        finally:
            _HELD.discard(file)
