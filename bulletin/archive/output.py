"""output/2024-1/: replaced as a whole, last. A build that fails leaves yesterday's files as they were."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bulletin.archive import disk
from bulletin.archive.shelf import output_folder
from bulletin.house.rules import House


def publish(house: House, issue: str, files: Mapping[str, bytes]) -> Path:
    """Write an issue's files beside the old ones, then put the new folder in the old one's place.

    Raises MachineError where the disk is full or the folder may not be written to; the old files are then as they were.
    """
    place = output_folder(house, issue)
    with disk.told(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        _finish_interrupted(place)
        new = Path(tempfile.mkdtemp(prefix=f".{place.name}.new-", dir=place.parent))
        try:
            for name, data in files.items():
                disk.write(new / name, data)
            new.chmod(0o755)
            _replace(new, place)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return place


def _old(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


def _replace(new: Path, place: Path) -> None:
    """Two renames; where the second fails the first is taken back."""
    old = _old(place)
    if not place.exists():
        new.rename(place)
        return
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old)


def _finish_interrupted(place: Path) -> None:
    """What a crash between the two renames left: the old files go back, or, where the new ones are in place, away."""
    old = _old(place)
    if old.exists() and not place.exists():
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    for leftover in place.parent.glob(f".{place.name}.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
