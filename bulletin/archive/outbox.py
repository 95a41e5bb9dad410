"""stories/outbox/: receipts as mails, until they are sent; then they are kept in stories/outbox/sent/."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin.archive import disk, shelf
from bulletin.archive.lock import locked
from bulletin.house.rules import House

_SENT = "sent"
#: A mail half written has a name that no sender looks for.
_HALF = ".half"


def folder(house: House) -> Path:
    """stories/outbox/"""
    return shelf.stories_folder(house) / "outbox"


def put(house: House, name: str, mail: bytes) -> None:
    """Lay a mail into the outbox, whole; one of the same name is replaced. Raises MachineError where the disk refuses."""
    outbox = folder(house)
    with disk.told(outbox):
        outbox.mkdir(parents=True, exist_ok=True)
        disk.write(outbox / _HALF, mail)
        (outbox / _HALF).rename(outbox / name)
        disk.settle(outbox)


def names(house: House) -> tuple[str, ...]:
    """The names of the mails that lie in the outbox."""
    return tuple(sorted(path.name for path in folder(house).glob("*.eml")))


def read(house: House, name: str) -> bytes | None:
    """A mail as it lies in the outbox, which an editor may have changed; None where it was taken out."""
    path = folder(house) / name
    with disk.told(path):
        return path.read_bytes() if path.is_file() else None


def take_back(house: House, name: str) -> None:
    """Take a mail out of the outbox, if it is there."""
    with disk.told(folder(house)):
        (folder(house) / name).unlink(missing_ok=True)


def file_away(house: House, names: Iterable[str]) -> None:
    """Move what has been sent into outbox/sent/; what is not there any more is passed over."""
    sent = folder(house) / _SENT
    for name in names:
        path = folder(house) / name
        if path.is_file():
            with disk.told(sent):
                sent.mkdir(exist_ok=True)
                disk.move(path, sent / shelf.free_name(sent, name))


@contextmanager
def sending(house: House, waiting: Callable[[], None]) -> Iterator[None]:
    """One sender at a time; `waiting` is called where there is another. The lock goes with its process, however that ends."""
    with disk.told(folder(house)):
        folder(house).mkdir(parents=True, exist_ok=True)
    with locked(folder(house), waiting):
        yield
