"""The disk: what is written is seen onto it, and what it refuses is turned into words."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin.language import _
from bulletin.queries import MachineError


def write(path: Path, data: bytes) -> None:
    """Write a file and see it onto the disk: what it replaces, or came from, is removed after this. Raises OSError."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into a MachineError: it is full, read-only, or does not allow it."""
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
