"""The reader's pencil: the queries on one manuscript, in the order in which they were raised."""

from bulletin.language import _
from bulletin.queries import Place, Query, query

_EXCERPT = 60
#: So many characters of what a sender writes to the editor are told; the rest lies in the mail itself.
_LONGEST_NOTE = 800


class Unfit(Exception):  # noqa: N818 - a verdict on a file, not an error of the program
    """A file that no manuscript can be read from, with the query that says why and what to do."""

    def __init__(self, check: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.check, self.message, self.remedy = check, message, remedy


class Pencil:
    """Raises queries at the paragraph that is being read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.paragraph: int | None = None
        self._queries: list[Query] = []

    def mark(self, check: str, message: str, remedy: str, *, text: str = "") -> None:
        """Raise a query of this name here; `text` is what it is about."""
        self._queries.append(query(check, Place(file=self.file, paragraph=self.paragraph, text=text), message, remedy))

    def take(self, queries: tuple[Query, ...]) -> None:
        """Take over queries raised elsewhere, and place those that know no paragraph at this one."""
        self._queries += [each.model_copy(update={"place": self._placed(each.place)}) for each in queries]

    @property
    def queries(self) -> tuple[Query, ...]:
        """What was raised so far."""
        return tuple(self._queries)

    def _placed(self, place: Place) -> Place:
        if place.paragraph is not None:
            return place
        return place.model_copy(update={"file": self.file, "paragraph": self.paragraph})


def excerpt(text: str) -> str:
    """The beginning of a text, for a message."""
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"


def in_full(text: str) -> str:
    """What a sender writes to the editor, for a message: on one line, and whole up to some hundred characters."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST_NOTE:
        return text
    return _("{text}… (the rest lies in the original)").format(text=text[:_LONGEST_NOTE])
