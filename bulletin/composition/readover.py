"""Reading over: a galley names every story once, and refers to nothing that does not go with it."""

from collections import Counter
from html.parser import HTMLParser

from bulletin.composition.shelf import Layout
from bulletin.composition.templates import FIRST
from bulletin.language import _
from bulletin.queries import LayoutError
from bulletin.records.galley import Galley


def read_over(galley: Galley, layout: Layout) -> None:
    """Raises LayoutError where the layout left an anchor out or set it twice, or refers to a file or an anchor that is not there."""
    reader = _Reader()
    reader.feed(galley.html)
    for anchor in galley.anchors:
        if reader.names[anchor] != 1:
            raise _misnamed(layout, anchor, reader.names[anchor])
    for address in reader.addresses:
        if not (reader.names[address[1:]] if address.startswith("#") else address in galley.files):
            raise _astray(layout, address)


class _Reader(HTMLParser):
    """Notes which elements are named, and what they refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: Counter[str] = Counter()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for attribute, value in attrs:
            if attribute == "id" and value:
                self.names[value] += 1
            elif attribute in ("src", "href"):
                self.addresses.append(value or "")


def _misnamed(layout: Layout, anchor: str, count: int) -> LayoutError:
    return LayoutError(
        _("the layout “{name}” has {count} elements with the id “{anchor}”").format(name=layout.name, count=count, anchor=anchor),
        remedy=_("Each section, feature and story, and what begins folio 1, is the id of exactly one element."),
        file=layout.file(FIRST),
    )


def _astray(layout: Layout, address: str) -> LayoutError:
    return LayoutError(
        _("the layout “{name}” refers to “{address}”, which is not there").format(name=layout.name, address=address),
        remedy=_("A galley refers only to its pictures and to files in the layout's folder, as “styles/…”."),
        file=layout.file(FIRST),
    )
