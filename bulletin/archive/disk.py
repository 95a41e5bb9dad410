"""The disk: what is written is seen onto it, and what it refuses is turned into words."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin.language import _
from bulletin.queries import MachineError


def write(path: Path, data: bytes) -> None:
    """Write a file and see it onto the disk: what it replaces, or came from, is removed after this. Raises OSError."""
    pour(path, (data,))


def pour(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece, as `write` does. Raises OSError, and whatever the pieces raise."""
    with path.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def lay(path: Path, data: bytes) -> None:
    """Write a file that `settle_below` will see onto the disk with all that lies beside it. Raises OSError."""
    path.write_bytes(data)


def copy(source: str, target: str) -> None:
    """Copy a file, however large, as `lay` writes one. Raises OSError."""
    shutil.copyfile(source, target)


def keep(source: Path, target: Path) -> None:
    """Copy a file that lies where others may put something else in its place: never what a link points to; as `lay`. Raises OSError."""
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as given, target.open("wb") as taken:
        shutil.copyfileobj(given, taken)


def digest(path: Path) -> str:
    """The SHA-256 (hex) of a file, however large. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settle(place: Path) -> None:
    """See a file's bytes or a folder's list of names onto the disk: fsync(2) of a file does not see its name there. Raises OSError."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle_below(folder: Path) -> None:
    """See a folder onto the disk with every file and folder below it, the deepest first. Raises OSError.

    All at once, when everything is written: most file systems then need to be waited for only once.
    """
    for place, _folders, files in os.walk(folder, topdown=False):
        for name in files:
            settle(Path(place, name))
        settle(Path(place))


def move(source: Path, target: Path) -> None:
    """Give a folder another place on the same disk, and see it there after a loss of power. Raises OSError."""
    source.rename(target)
    settle(target.parent)
    if source.parent != target.parent:
        settle(source.parent)


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into a MachineError: it is full, read-only, or does not allow it."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: _("the disk is full"),
            errno.EFBIG: _("the file would be larger than this disk or this account allows"),
            errno.EDQUOT: _("the disk quota is used up"),
            errno.EROFS: _("the disk is read-only"),
            errno.EACCES: _("this folder may not be written to"),
            errno.EPERM: _("this folder may not be written to"),
        }
        reason = reasons.get(error.errno or 0) or str(error.strerror or error)
        remedy = _("Make room, or allow writing there, and run the command again; nothing that stood there was changed.")
        raise MachineError(reason, remedy=remedy, file=error.filename or place) from error
