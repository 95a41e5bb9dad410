"""output/2024-1/: replaced as a whole, last. A build that fails leaves yesterday's files as they were."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bulletin.archive.shelf import output_folder
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import MachineError


def publish(house: House, issue: str, files: Mapping[str, bytes]) -> Path:
    """Write an issue's files beside the old ones, then put the new folder in the old one's place.

    Raises MachineError where the disk is full or the folder may not be written to; the old files are then as they were.
    """
    place = output_folder(house, issue)
    with on_disk(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        _finish_interrupted(place)
        new = Path(tempfile.mkdtemp(prefix=f".{place.name}.new-", dir=place.parent))
        try:
            for name, data in files.items():
                _write(new / name, data)
            new.chmod(0o755)
            _replace(new, place)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return place


@contextmanager
def on_disk(place: Path) -> Iterator[None]:
    """Turn what a disk refuses into words: full, read-only, not allowed."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: _("the disk is full"),
            errno.EDQUOT: _("the disk quota is used up"),
            errno.EROFS: _("the disk is read-only"),
            errno.EACCES: _("this folder may not be written to"),
            errno.EPERM: _("this folder may not be written to"),
        }
        reason = reasons.get(error.errno or 0) or str(error.strerror or error)
        remedy = _("Make room, or allow writing there, and run the command again; nothing that stood there was changed.")
        raise MachineError(reason, remedy=remedy, file=error.filename or place) from error


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


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
