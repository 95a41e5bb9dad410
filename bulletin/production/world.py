"""The world, as an argument: the clock, and someone to tell how the work goes. The same input gives the same bytes."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Progress(Protocol):
    """Someone who is told how far the work is."""

    def stage(self, name: str, total: int) -> None:
        """A stage of the work begins; `total` steps are known of it."""

    def step(self, what: str) -> None:
        """One step is done."""

    def say(self, text: str) -> None:
        """Something that the editor should know while waiting."""


class Silence:
    """Nobody is told."""

    def stage(self, name: str, total: int) -> None:
        """Say nothing."""

    def step(self, what: str) -> None:
        """Say nothing."""

    def say(self, text: str) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class World:
    """The clock (seconds since 1970), the patience, who is told, and whether the work is to stop when what is at hand is done."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    progress: Progress = field(default_factory=Silence)
    stopping: Callable[[], bool] = lambda: False

    def moment(self) -> dt.datetime:
        """Now, in the local time zone."""
        return dt.datetime.fromtimestamp(self.now(), dt.UTC).astimezone()
