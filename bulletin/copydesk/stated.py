"""What a submission says of its story in so many words: in front matter, in a form, in a byline."""

import datetime as dt
from typing import Any

from bulletin.records.sheet import Sheet
from bulletin.records.story import Credit

_PEOPLE = ("authors", "photographers")


class StatedPhoto(Sheet):
    """A picture that front matter names, by its file's name, with its caption."""

    file: str
    caption: str = ""


class Stated(Sheet):
    """What is stated; an empty field says nothing."""

    title: str = ""
    subtitle: str = ""
    standfirst: str = ""
    section: str = ""
    branch: str = ""
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    date: dt.date | None = None
    photos: tuple[StatedPhoto, ...] = ()
    source: str = ""
    credits: tuple[Credit, ...] = ()
    captions: tuple[str, ...] = ()

    def over(self, other: "Stated") -> "Stated":
        """What this says and, where it says nothing, what the other says; the credits of both."""
        said: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields if getattr(self, name)}
        said["credits"] = tuple(dict.fromkeys((*other.credits, *self.credits)))
        return other.model_copy(update=said)

    def beside(self, other: "Stated") -> "Stated":
        """As `over`, with the people of both: a second byline takes nobody's name away."""
        return self.over(other).model_copy(update={name: _together(getattr(self, name), getattr(other, name)) for name in _PEOPLE})


def _together(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
