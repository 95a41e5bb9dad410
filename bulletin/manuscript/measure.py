"""How long a manuscript may be: what is longer is no story, and would keep everybody waiting."""

from collections.abc import Iterable
from typing import Final

from bulletin.language import _
from bulletin.manuscript.pencil import Unfit
from bulletin.records.manuscript import Grid, Passage

#: A thick book in Chinese has about as many characters.
_MOST_CHARACTERS: Final = 300_000
_MOST_LINES: Final = 20_000


def refuse_longer_text(text: str) -> None:
    """Raises Unfit for a text longer than any manuscript."""
    if len(text) > _MOST_CHARACTERS or text.count("\n") > _MOST_LINES:
        raise _too_long()


def refuse_longer(passages: Iterable[Passage]) -> None:
    """Raises Unfit for passages of more characters or lines than any manuscript has."""
    lengths = [len(line.text) for each in passages for line in (each.lines if isinstance(each, Grid) else (each,))]
    if sum(lengths) > _MOST_CHARACTERS or len(lengths) > _MOST_LINES:
        raise _too_long()


def _too_long() -> Unfit:
    return Unfit("too-large", _("the text is far longer than any story"), _("Send the story alone, as a Word document."))
