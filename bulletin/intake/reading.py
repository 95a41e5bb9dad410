"""Reading what lies in the drop folder, while others may put something else in its place.

A name is looked at and opened at two instants. So what is opened is never a link, nor reached through one; it is a file and no
pipe, at which a reader waits for ever; and it has not changed until it is read (open(2), O_NOFOLLOW and O_NONBLOCK).
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, FileIO
from pathlib import Path

from bulletin.intake.limits import MEGABYTE
from bulletin.language import _
from bulletin.queries import MachineError

_AS_IT_IS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def read(path: Path, root: Path | None, most: int) -> tuple[bytes, float]:
    """A file's bytes, and when it was written (seconds since 1970); `root` is the dropped folder that it lies in, if any.

    Raises MachineError where it cannot be read, has changed meanwhile, or is larger than `most` bytes, as it was not a moment ago.
    """
    with _opened(path, root) as file:
        before = os.fstat(file.fileno())
        data = b"" if before.st_size > most else _whole(file)
        after = os.fstat(file.fileno())
        if (len(data), after.st_size, after.st_mtime_ns) != (before.st_size, before.st_size, before.st_mtime_ns):
            raise _changed(path)
    return data, before.st_mtime


def chunks(path: Path, root: Path | None = None) -> Iterator[bytes]:
    """A file's bytes, a megabyte at a time. Raises MachineError where it cannot be read."""
    with _opened(path, root) as file:
        while chunk := file.read(MEGABYTE):
            yield chunk


def status(path: Path) -> os.stat_result:
    """What is known of a file without opening it. Raises MachineError where nothing is."""
    try:
        return path.lstat()
    except OSError as error:
        raise _unread(path, error) from error


@contextmanager
def _opened(path: Path, root: Path | None) -> Iterator[FileIO]:
    try:
        with FileIO(_descriptor(path, root)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _changed(path)
            yield file
    except OSError as error:
        raise _unread(path, error) from error


def _descriptor(path: Path, root: Path | None) -> int:
    """The file, opened folder by folder: each may have become a link since it was listed, but not the drop folder itself."""
    folder = path.parent if root is None else root
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | (0 if root is None else os.O_NOFOLLOW))
    try:
        for name in path.parent.relative_to(folder).parts:
            inner = os.open(name, _AS_IT_IS | os.O_DIRECTORY, dir_fd=at)
            os.close(at)
            at = inner
        return os.open(path.name, _AS_IT_IS, dir_fd=at)
    finally:
        os.close(at)


def _whole(file: FileIO) -> bytes:
    read = BytesIO()  # its value is no second copy, as that of joined pieces is
    while chunk := file.read(MEGABYTE):
        read.write(chunk)
    return read.getvalue()


def _changed(path: Path) -> MachineError:
    return MachineError(_("it changed while it was read"), remedy=_("It is taken at the next collection."), file=path)


def _unread(path: Path, error: OSError) -> MachineError:
    remedy = _("Give the program leave to read the drop folder, or take the file out of it.")
    return MachineError(_("the file cannot be read: {reason}").format(reason=error.strerror), remedy=remedy, file=path)
