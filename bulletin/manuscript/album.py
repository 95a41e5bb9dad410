"""The pictures of one manuscript, in the order in which they stand in it."""

from collections.abc import Mapping

from bulletin.manuscript.convert import ConversionFailed, ConverterMissing
from bulletin.manuscript.engraving import engrave
from bulletin.manuscript.pencil import Pencil
from bulletin.manuscript.photos import Framing, develop
from bulletin.records.manuscript import Art, Photo


class Album:
    """Takes pictures as they are met. A picture that is used twice is two pictures, developed once."""

    def __init__(self, pencil: Pencil) -> None:
        self._pencil = pencil
        self._developed: dict[tuple[str, Framing], Photo | None] = {}
        self._plates: dict[str, bytes] = {}
        self.photos: dict[str, Photo] = {}

    def take(
        self, name: str, data: bytes, *, alt: str = "", caption: str = "", turn: bool = True, framing: Framing | None = None
    ) -> Art | None:
        """A picture where it stands; None, with a query, where it cannot be read. `name` tells its file from the others."""
        photo = self._photo(name, data, turn=turn, framing=framing or Framing())
        if photo is None:
            return None
        return Art(photo=self.keep(photo), alt=alt, caption=caption)

    def keep(self, photo: Photo) -> str:
        """The key of a picture that is developed already, among the others."""
        key = f"picture-{len(self.photos) + 1}"
        self.photos[key] = photo
        return key

    def engrave(self, drawings: Mapping[str, bytes]) -> None:
        """Have drawings (EMF, WMF, SVG) engraved together, by name: each start of the program that does it takes a second."""
        fresh = {name: data for name, data in drawings.items() if name not in self._plates}
        try:
            plates = engrave(tuple(fresh.values()))
        except ConverterMissing:
            return  # each is asked about, in its own place, when it is taken
        except ConversionFailed:
            plates = (None,) * len(fresh)
        self._plates |= {name: plate or b"" for name, plate in zip(fresh, plates, strict=True)}

    def _photo(self, name: str, data: bytes, *, turn: bool, framing: Framing) -> Photo | None:
        if (name, framing) not in self._developed:
            developed = develop(name.rpartition("/")[2], data, turn=turn, framing=framing, plate=self._plates.get(name))
            self._pencil.take(developed.queries)
            self._developed[name, framing] = developed.value
        return self._developed[name, framing]
