"""The seed: texts of every kind, and texts that are no story, in many hands, from which the shipped model is learnt."""

from collections.abc import Iterator
from pathlib import Path

from bulletin.copydesk.genre.signs import Text
from bulletin.records.sheet import Sheet

_FOLDER = Path(__file__).parents[1] / "seed"
_DIVIDER = "===="


class Sample(Sheet):
    """A text of which the label is known: `labels` and the share of each, which sum up to its weight. `hand` tells who wrote it."""

    text: Text
    labels: tuple[tuple[str, float], ...]
    hand: str


def seed() -> tuple[Sample, ...]:
    """Every text of the seed, by file: <kind>-<hand>.txt, in which a line ==== parts the texts, and a text's first line is its title."""
    return tuple(sample for path in sorted(_FOLDER.glob("*-*.txt")) for sample in _samples(path))


def _samples(path: Path) -> Iterator[Sample]:
    kind, _dash, hand = path.stem.partition("-")
    for part in _parts(path.read_text("utf-8").splitlines()):
        title, *paragraphs = part
        yield Sample(text=Text(title=title, paragraphs=tuple(paragraphs)), labels=((kind, 1.0),), hand=hand)


def _parts(lines: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in (*lines, _DIVIDER):
        if line.strip() != _DIVIDER:
            part += [line.strip()] if line.strip() else []
        elif part:
            yield part
            part = []
