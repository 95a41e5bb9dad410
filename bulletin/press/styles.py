"""The styles: a layout's style sheets are read before they are used, and what the engine would pass over in them is told."""

import logging
import re
import threading
from collections.abc import Mapping
from pathlib import Path

from weasyprint import CSS

from bulletin.language import _
from bulletin.press.supply import BASE, Supply
from bulletin.queries import LayoutError

_LOGGER = logging.getLogger("weasyprint")
#: Where in a sheet, as WeasyPrint says it: "… at 3:14", line and column.
_PLACE = re.compile(r" at (\d+):\d+[:,.]?")
#: Where it says none, it quotes what it means.
_QUOTED = re.compile(r"'\s*(.+?)\s*'")
#: What its own reading of a value may stumble over.
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class _Reader(logging.Handler):
    """Keeps the first thing that the engine says in one thread, of an error or a rule that it leaves out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self.said: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread and self.said is None:
            self.said = record.getMessage()


def check_styles(files: Mapping[str, Path | str]) -> None:
    """Raises LayoutError with file and line for a style sheet that cannot be read, or that says what no page can show.

    The engine drops such rules and goes on, and the pages look different without a word.
    """
    for path in files.values():
        if isinstance(path, Path) and path.suffix == ".css":
            _check(path, Supply(files))


def _check(path: Path, supply: Supply) -> None:
    reader = _Reader()
    text = _text(path)
    _LOGGER.addHandler(reader)
    try:
        CSS(string=text, base_url=BASE, url_fetcher=supply)
    except _FAULTS:
        raise _broken(path, None, _("one of its values cannot be read")) from None
    finally:
        _LOGGER.removeHandler(reader)
    if reader.said is not None:
        raise _broken(path, _line(reader.said, text), _PLACE.sub(":", reader.said, count=1).strip(" :."))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise _broken(path, None, _("it is not UTF-8")) from None


def _line(said: str, text: str) -> int | None:
    if found := _PLACE.search(said):
        return int(found[1])
    quoted = _QUOTED.search(said)
    return text[: text.index(quoted[1])].count("\n") + 1 if quoted and quoted[1] in text else None


def _broken(path: Path, line: int | None, reason: str) -> LayoutError:
    return LayoutError(
        _("the style sheet {name} is broken: {reason}").format(name=path.name, reason=reason),
        remedy=_("Mend that line, or take the publication's own copy of the file away to use the built-in one."),
        file=path,
        line=line,
    )
