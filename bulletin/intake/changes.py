"""Being told that something has changed in the drop folder, where the system tells it; a network share tells nothing."""

from collections.abc import Callable, Generator
from pathlib import Path

import watchfiles

#: How long one wait lasts at most, in seconds.
TURN = 0.5


class Changes:
    """What the system tells of a folder and all below it, from the first wait on."""

    def __init__(self) -> None:
        self._watched: tuple[Path, int, int] | None = None
        self._told: Generator[object, None, None] | None = None

    def wait(self, folder: Path, sleep: Callable[[float], None]) -> bool:
        """Wait for a change, `TURN` seconds at most; whether one was told.

        A folder that went away and came back (a share that is connected anew) is watched anew; while none can be watched,
        `sleep` passes the time, and nothing is told.
        """
        try:
            return bool(next(self._watch(folder)))
        except (OSError, RuntimeError, StopIteration):  # it is gone, or the system watches no more; RuntimeError is the library's own
            self.close()
            sleep(TURN)
            return False

    def close(self) -> None:
        """Watch no longer."""
        if self._told is not None:
            self._told.close()
        self._told = None

    def _watch(self, folder: Path) -> Generator[object, None, None]:
        status = folder.stat()
        watched = (folder, status.st_dev, status.st_ino)
        if self._told is None or self._watched != watched:
            self.close()
            self._watched = watched
            turn = int(TURN * 1000)
            self._told = watchfiles.watch(folder, watch_filter=None, debounce=200, rust_timeout=turn, yield_on_timeout=True)
        return self._told
