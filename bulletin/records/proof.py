"""A proof: the pages of a galley, as a PDF."""

from bulletin.records.galley import Edition
from bulletin.records.sheet import Sheet


class Proof(Sheet):
    """A finished PDF. `pages` counts all pages; `places` gives the page (from 1) on which each anchor stands,
    `ends` the last page that shows something of it;
    `first` is the page that carries folio 1; `blanks` are the pages that the binding alone asked for;
    `loose` are the lines that could only be filled by opening them wide: page (from 1) and text."""

    edition: Edition
    pdf: bytes
    pages: int
    places: dict[str, int]
    ends: dict[str, int] = {}
    first: int
    blanks: tuple[int, ...] = ()
    loose: tuple[tuple[int, str], ...] = ()

    def folio(self, anchor: str) -> int:
        """The printed page number of an anchor. Raises KeyError for an anchor that is on no page."""
        return self.places[anchor] - self.first + 1
