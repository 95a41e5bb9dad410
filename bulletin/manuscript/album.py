"""The pictures of one manuscript, in the order in which they stand in it."""

from bulletin.manuscript.pencil import Pencil
from bulletin.manuscript.photos import Framing, develop
from bulletin.records.manuscript import Art, Photo


class Album:
    """Takes pictures as they are met. A picture that is used twice is two pictures, developed once."""

    def __init__(self, pencil: Pencil) -> None:
        self._pencil = pencil
        self._developed: dict[tuple[str, Framing], Photo | None] = {}
        self.photos: dict[str, Photo] = {}

    def take(
        self, name: str, data: bytes, *, alt: str = "", caption: str = "", turn: bool = True, framing: Framing | None = None
    ) -> Art | None:
        """A picture where it stands; None, with a query, where it cannot be read. `name` tells its file from the others."""
        photo = self._photo(name, data, turn=turn, framing=framing or Framing())
        if photo is None:
            return None
        key = f"picture-{len(self.photos) + 1}"
        self.photos[key] = photo
        return Art(photo=key, alt=alt, caption=caption)

    def _photo(self, name: str, data: bytes, *, turn: bool, framing: Framing) -> Photo | None:
        if (name, framing) not in self._developed:
            developed = develop(name.rpartition("/")[2], data, turn=turn, framing=framing)
            self._pencil.take(developed.queries)
            self._developed[name, framing] = developed.value
        return self._developed[name, framing]
