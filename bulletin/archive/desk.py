"""The desk: where folders are made ready, and from where they are moved into their places, all or none.

The way of each act: the ledger notes that it is begun; new folders are made ready on its desk, stories/.filing/<act>; the moves are
written down; the folders are moved; the ledger is told, in one transaction, what is so now; the desk is cleared.
A crash before the ledger was told is undone by `recover`. Every step is seen onto the disk before the next.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.archive import disk
from bulletin.archive.ledger import Ledger
from bulletin.archive.shelf import relative, stories_folder
from bulletin.house.rules import House

_FILING = ".filing"
_PLACES = "places.json"


@dataclass(frozen=True)
class Move:
    """A folder made ready and its place, or None where only the place is cleared; where what stands there now is laid meanwhile.

    `old` is None for a place where nothing stands yet.
    """

    ready: Path | None
    place: Path
    old: Path | None = None


def desk_of(house: House, act: int) -> Path:
    """stories/.filing/<act>/, made where it is not there."""
    desk = stories_folder(house) / _FILING / str(act)
    desk.mkdir(parents=True, exist_ok=True)
    return desk


def carry_out(house: House, desk: Path, moves: Sequence[Move]) -> None:
    """Write the moves down, then make them. Raises OSError; `recover` then undoes what was done."""
    if not moves:
        return
    disk.lay(desk / _PLACES, json.dumps([_written(house, move) for move in moves]).encode())
    disk.settle_below(desk)
    disk.settle(desk.parent)
    for move in moves:
        if move.old is not None:
            disk.move(move.place, move.old)
        if move.ready is not None:
            disk.move(move.ready, move.place)


def clear(desk: Path) -> None:
    """Throw away what the ledger has been told the end of."""
    shutil.rmtree(desk, ignore_errors=True)


def recover(house: House, ledger: Ledger) -> None:
    """Undo what a crash left half done: new folders go, what was moved or replaced comes back, submissions are taken again.

    What lies on a desk that the ledger knows nothing of is only put back where it is missing: a ledger may have been lost.
    """
    unfinished = ledger.unfinished()
    desks = stories_folder(house) / _FILING
    for desk in sorted(desks.iterdir()) if desks.is_dir() else ():
        act = int(desk.name) if desk.name.isdecimal() else 0
        for move in () if ledger.is_done(act) else reversed(_planned(house, desk)):
            if act in unfinished:
                _take_back(move)
            _put_back(move)
    for act in unfinished:
        ledger.undo(act)
    shutil.rmtree(desks, ignore_errors=True)


def _written(house: House, move: Move) -> tuple[str | None, ...]:
    """A move's paths from the publication's folder, which may lie elsewhere when it is read again."""
    return tuple(relative(house, path) if path else None for path in (move.ready, move.place, move.old))


def _planned(house: House, desk: Path) -> list[Move]:
    """The moves of a desk; none where a crash came before all of them were written down, and so before the first was made."""
    try:
        places = json.loads((desk / _PLACES).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    root = house.root
    return [Move(root / ready if ready else None, root / place, root / old if old else None) for ready, place, old in places]


def _take_back(move: Move) -> None:
    if move.ready is not None and not move.ready.exists() and move.place.exists():
        disk.move(move.place, move.ready)


def _put_back(move: Move) -> None:
    if move.old is not None and move.old.exists() and not move.place.exists():
        disk.move(move.old, move.place)
