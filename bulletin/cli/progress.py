"""How far the work is: a bar on a terminal, plain lines elsewhere; both on standard error, apart from what is asked for."""

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from bulletin.cli.screen import seen


class Bar:
    """A bar for each stage, on a terminal."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[what]}", markup=False))
        self._progress = Progress(*columns, console=console)
        self._task: TaskID | None = None

    def __enter__(self) -> "Bar":
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin a bar."""
        self._task = self._progress.add_task(name, total=total, what="")

    def step(self, what: str) -> None:
        """Move the bar on."""
        if self._task is not None:
            self._progress.update(self._task, advance=1, what=seen(what))

    def say(self, text: str) -> None:
        """A line above the bars."""
        self._progress.console.print(seen(text), markup=False)


class Lines:
    """A line for each step: for a log, a pipe, a scheduled run."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage, self._total, self._done = "", 0, 0

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    def stage(self, name: str, total: int) -> None:
        """Remember what is counted."""
        self._stage, self._total, self._done = name, total, 0

    def step(self, what: str) -> None:
        """One line."""
        self._done += 1
        self._console.print(seen(f"{self._stage} {self._done}/{self._total}: {what}"), markup=False)

    def say(self, text: str) -> None:
        """One line."""
        self._console.print(seen(text), markup=False)


def progress() -> Bar | Lines:
    """A bar where somebody looks, lines where nobody does."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    return Bar(console) if sys.stderr.isatty() else Lines(console)
