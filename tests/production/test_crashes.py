"""Whatever kills the collectors, and however the disk refuses: each submission is filed or held once, or stays where it lay."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks import mails
from bulletin.archive import disk, shelf
from bulletin.house.rules import House, read_house
from bulletin.production.collect import collect
from bulletin.production.world import World
from bulletin.queries import MachineError

WORLD = World(now=lambda: time.time() + 60)
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path) -> House:
    mails.publication(tmp_path)
    return read_house(tmp_path)


def arrive(house: House, *numbers: int) -> dict[Path, bytes]:
    lying = {house.inbox / f"{number}.eml": mails.mail(number, word=False) for number in numbers}
    for path, data in lying.items():
        path.write_bytes(data)
    return lying


def taken(house: House) -> list[str]:
    return [each.state for each in collect(house, WORLD).taken]


def test_two_killed_at_random_instants_lose_double_and_change_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.kill", "--kills", "9", "--mails", "9", "--collectors", "2", "--seed", "5"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert '"faults": []' in run.stdout


@pytest.mark.parametrize("refused", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("after", [0, 1, 2, 3, 4])
def test_a_disk_that_refuses_loses_nothing_and_the_rest_is_taken_when_it_is_mended(
    house: House, monkeypatch: pytest.MonkeyPatch, refused: int, after: int
) -> None:
    lying = arrive(house, 1, 2)
    written: list[Path] = []
    real = disk.lay

    def full(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) > after:
            raise OSError(refused, os.strerror(refused), str(path))
        real(path, data)

    with monkeypatch.context() as filled:
        filled.setattr(disk, "lay", full)
        filled.setattr(disk, "write", full)
        with pytest.raises(MachineError, match="disk") as told:
            collect(house, WORLD)
    assert told.value.remedy
    assert len(shelf.story_files(house, "2024-1")) + sum(path.is_file() for path in lying) == 2
    taken(house)
    kept = [path.read_bytes() for path in (house.root / "stories").rglob("original/*.eml")]
    assert sorted(kept) == sorted(lying.values())


LIMITED = """
import resource, signal, sys, time
from pathlib import Path
from bulletin.house.rules import read_house
from bulletin.production.collect import collect
from bulletin.production.world import World
from bulletin.queries import MachineError

house = read_house(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    collect(house, World(now=lambda: time.time() + 60))
except MachineError as error:
    sys.exit(f"{error.message} / {error.remedy}")
"""


@pytest.mark.parametrize("limit", [900, 200_000])
def test_a_disk_on_which_no_file_may_grow_is_told_and_nothing_is_lost(house: House, limit: int) -> None:
    taken(house)  # the ledger is made while there is room
    lying = arrive(house, 1, 2)
    command = [sys.executable, "-c", LIMITED, str(house.root), str(limit)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.returncode == 0 or " / " in run.stderr.splitlines()[-1], run.stderr
    taken(house)
    kept = [path.read_bytes() for path in (house.root / "stories").rglob("original/*.eml")]
    assert sorted(kept) == sorted(lying.values())


def test_stories_that_may_not_be_written_to_are_told_before_anything_is_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    lying = arrive(house, 1)

    real = Path.open

    def refused(path: Path, *how: Any, **settings: Any) -> Any:
        if path.name == ".lock":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *how, **settings)

    with monkeypatch.context() as locked:
        locked.setattr(Path, "open", refused)
        with pytest.raises(MachineError, match="may not be written"):
            collect(house, WORLD)
    assert all(path.is_file() for path in lying)
    assert taken(house) == ["filed"]


def test_an_error_of_the_program_leaves_nothing_half_filed_and_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(house, 1, 2)
    real = disk.move
    moved: list[Path] = []

    def fails_once(source: Path, target: Path) -> None:
        moved.append(target)
        real(source, target)
        if len(moved) == 1:
            raise ValueError("a fault of the program")

    monkeypatch.setattr(disk, "move", fails_once)
    collected = collect(house, WORLD)
    assert ([each.state for each in collected.taken], [each.check for each in collected.left]) == (["filed"], ["left-alone"])
    assert len(shelf.story_files(house, "2024-1")) == 1
    assert taken(house) == ["filed"]


def test_every_file_and_new_name_is_seen_onto_the_disk_before_the_drop_folder_is_cleared(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(house, 1)
    steps: list[str] = []
    settle, unlink = disk.settle, Path.unlink

    def settled(place: Path) -> None:
        steps.append(place.name)
        settle(place)

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        steps.append("cleared" if path.parent == house.inbox else "")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(disk, "settle", settled)
    monkeypatch.setattr(Path, "unlink", unlinked)
    taken(house)
    before = steps[: steps.index("cleared")]
    made_ready = before[: before.index("2024-1")]
    assert {"story.md", "1.eml", "original", "new", "places.json", ".filing"} <= set(made_ready)
    assert made_ready.index("story.md") < made_ready.index("new")
