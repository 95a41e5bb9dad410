"""A plate: one picture or several side by side, taken out of the text, with their captions."""

from typing import Literal

from bulletin.records.manuscript import Grid, Line
from bulletin.records.sheet import Sheet


class Mounted(Sheet):
    """A picture on its plate: its key in `Manuscript.photos`, its caption and credit, and what describes it."""

    photo: str
    caption: str = ""
    credit: str = ""
    alt: str = ""


class Plate(Sheet):
    """Pictures side by side; `position` is the paragraph they stand in, as the author counts it, None where they lay beside."""

    kind: Literal["plate"] = "plate"
    pictures: tuple[Mounted, ...]
    position: int | None = None

    @property
    def captioned(self) -> bool:
        """Whether the plate has a caption: pictures side by side may share one."""
        return any(picture.caption for picture in self.pictures)


#: What a manuscript consists of once its pictures are mounted.
Piece = Line | Grid | Plate
