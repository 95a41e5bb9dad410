"""The pictures that came with a submission, and which of them a manuscript has used."""

import unicodedata
from collections.abc import Iterable
from typing import Protocol
from urllib.parse import unquote

from bulletin.records.submission import Enclosure


class Pictures(Protocol):
    """Where a page's pictures are looked up by what the page calls them."""

    def find(self, reference: str, folder: str = "") -> Enclosure | None:
        """The picture that a reference means, best from the same folder; None where there is none."""


class Pool:
    """Finds pictures by the names that manuscripts call them. No name is ever used as a path."""

    def __init__(self, pictures: Iterable[Enclosure]) -> None:
        self._pictures = tuple(pictures)
        self._used: set[int] = set()

    def find(self, reference: str, folder: str = "") -> Enclosure | None:
        """The picture that a reference (``cid:…`` or a file name) means, best from the same folder; it counts as used."""
        if reference.lower().startswith("cid:"):
            found = self._by_content_id(unquote(reference[4:]))
        else:
            found = self._by_name(unquote(reference).replace("\\", "/").rpartition("/")[2], folder)
        if found is None:
            return None
        self._used.add(found)
        return self._pictures[found]

    def use(self, pictures: Iterable[Enclosure]) -> None:
        """Count these pictures as used."""
        wanted = tuple(pictures)
        self._used |= {at for at, each in enumerate(self._pictures) if any(each is one for one in wanted)}

    @property
    def used(self) -> tuple[Enclosure, ...]:
        """The pictures that a manuscript has used, in their order."""
        return tuple(each for at, each in enumerate(self._pictures) if at in self._used)

    @property
    def left(self) -> tuple[Enclosure, ...]:
        """The pictures that no manuscript has used, in their order."""
        return tuple(each for at, each in enumerate(self._pictures) if at not in self._used)

    def _by_content_id(self, wanted: str) -> int | None:
        return next((at for at, each in enumerate(self._pictures) if each.content_id == wanted), None)

    def _by_name(self, wanted: str, folder: str) -> int | None:
        named = [at for at, each in enumerate(self._pictures) if _spelled(each.name) == _spelled(wanted)]
        return next((at for at in named if self._pictures[at].folder == folder), named[0] if named else None)


def _spelled(name: str) -> str:
    """A name as file systems compare it: macOS takes accents apart, Windows knows no capitals."""
    return unicodedata.normalize("NFC", name).casefold()
