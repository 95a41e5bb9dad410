"""One collector at a time: the lock is the operating system's and goes with its process, however that ends."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin.archive import disk

FILE = ".lock"


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
        yield
