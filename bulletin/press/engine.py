"""The engine: which WeasyPrint the press is built around, and what it complains of while it works."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import weasyprint

from bulletin.language import _
from bulletin.queries import LayoutError, MachineError

#: The justification and the pictures rest on functions that WeasyPrint does not promise to keep.
PINNED = "70.0"

_LOGGER = logging.getLogger("weasyprint")
#: How WeasyPrint begins to say that something is left out of the pages; the rest of what it says is about taste.
_LEFT_OUT = ("Failed to load", "Failed to render", "No anchor")


def check_engine(found: str = weasyprint.VERSION) -> None:
    """Raises MachineError where another WeasyPrint is installed than the one that the press was tried with."""
    if found != PINNED:
        raise MachineError(
            _("WeasyPrint {found} is installed, but the pages are set with WeasyPrint {wanted}").format(found=found, wanted=PINNED),
            remedy=_("Install that version: pip install weasyprint=={wanted}").format(wanted=PINNED),
        )


class _Listener(logging.Handler):
    """Keeps what the engine leaves out in one thread, in order, each sentence once."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._thread = threading.get_ident()
        self.said: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread and record.getMessage().startswith(_LEFT_OUT):
            self.said[record.getMessage()] = None


@contextmanager
def listening() -> Iterator[None]:
    """Nothing that the engine leaves out goes unseen.

    Raises LayoutError at the end for what it could not load or find (WeasyPrint logs these as errors and goes on).
    Whatever else it says, of CSS that it does not know or of a picture without alternative text, stays in its log.
    """
    listener = _Listener()
    _LOGGER.addHandler(listener)
    try:
        yield
    finally:
        _LOGGER.removeHandler(listener)
    if listener.said:
        raise LayoutError(
            _("the layout cannot be set as it stands: {reasons}").format(reasons="; ".join(listener.said)),
            remedy=_("Mend the layout's template or style sheet, or put the missing file where it belongs."),
        )
