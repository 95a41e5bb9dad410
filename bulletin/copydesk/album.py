"""The album: every picture of a story under its printed name, once, however often the story shows it."""

from collections.abc import Mapping

from bulletin.copydesk.plate import Mounted, Plate
from bulletin.language import _
from bulletin.queries import Place, Query, query
from bulletin.records.manuscript import Photo
from bulletin.records.story import Picture, Pictures


class Album:
    """Gives pictures their names (picture-1.jpg, picture-2.png …) in the order they are shown."""

    def __init__(self, photos: Mapping[str, Photo], file: str) -> None:
        self._photos = photos
        self._file = file
        self._named: dict[str, Photo] = {}
        self.queries: list[Query] = []

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The pictures shown so far, under their names."""
        return tuple(self._named.values())

    def show(self, plate: Plate) -> Pictures | None:
        """A plate as a block; None where none of its pictures is there. What is missing is a query."""
        shown = tuple(picture for mounted in plate.pictures if (picture := self._picture(mounted, plate)))
        if shown and not plate.captioned:
            self.queries.append(_uncaptioned(self._place(plate), [each.file for each in shown], self._own_names(plate)))
        return Pictures(pictures=shown) if shown else None

    def _picture(self, mounted: Mounted, plate: Plate) -> Picture | None:
        photo = self._photos.get(mounted.photo)
        if photo is None:
            self.queries.append(_gone(self._place(plate), mounted.caption))
            return None
        named = self._named.setdefault(mounted.photo, photo.model_copy(update={"name": self._name(photo)}))
        return Picture(
            file=named.name,
            caption=mounted.caption,
            credit=mounted.credit,
            alt=mounted.alt or mounted.caption,
            width=photo.width,
            height=photo.height,
        )

    def _own_names(self, plate: Plate) -> list[str]:
        """The names by which their sender knows a plate's pictures."""
        return [self._photos[each.photo].name for each in plate.pictures if each.photo in self._photos]

    def _name(self, photo: Photo) -> str:
        return f"picture-{len(self._named) + 1}.{'png' if photo.data.startswith(_PNG) else 'jpg'}"

    def _place(self, plate: Plate) -> Place:
        return Place(file=self._file, paragraph=plate.position)


_PNG = b"\x89PNG"


def _uncaptioned(place: Place, names: list[str], own_names: list[str]) -> Query:
    """Names the pictures as story.md does and, for whoever sent them, as they came."""
    name, original = _(", ").join(names), _(", ").join(own_names)
    if name == original:
        message = _("the picture {name} has no caption").format(name=name)
    else:
        message = _("the picture {name} (it came as {original}) has no caption").format(name=name, original=original)
    return query(
        "uncaptioned-picture",
        place,
        message,
        _("Write what it shows between the square brackets of the picture in story.md."),
    )


def _gone(place: Place, caption: str) -> Query:
    if caption:
        message = _("the picture with the caption “{caption}” is not in the file").format(caption=caption)
    else:
        message = _("a picture stands here that is not in the file")
    return query("picture-missing", place, message, _("Send the picture as an attachment."))
