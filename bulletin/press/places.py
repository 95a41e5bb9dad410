"""Where things stand: the page on which each anchor begins, and the last page that shows something of it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure import boxes

from bulletin.language import _
from bulletin.queries import LayoutError

FIRST = "folio-1"
#: The id that a layout gives to what stands behind the last story.
CLOSING = "closing"


def beginnings(document: Document, anchors: Sequence[str]) -> dict[str, int]:
    """The page (from 1) of every anchor. Raises LayoutError where one is missing that is asked for, or starts the folios."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
    if missing := [anchor for anchor in (*anchors, FIRST) if anchor not in found]:
        raise LayoutError(
            _("the layout leaves out what it must show: {anchors}").format(anchors=", ".join(missing)),
            remedy=_("Each story, section and feature needs an element with its anchor as `id`; the first section's page needs “folio-1”."),
        )
    return found


def endings(document: Document, root: Any, anchors: Sequence[str]) -> dict[str, int]:
    """The last page (from 1) with text or a picture of each anchor's: of what stands in the source from it up to the next anchor.

    `root` is the source's root element. Running heads and folios count for nothing.
    """
    turn = {element: number for number, element in enumerate(root.iter())}
    named = sorted((turn[element], element.get("id")) for element in turn if element.get("id") in (*anchors, CLOSING))
    starts, last = [start for start, _anchor in named], {}
    for number, page in enumerate(document.pages, 1):
        for element in _seen(page._page_box):
            at = bisect_right(starts, turn.get(element, -1)) - 1
            if at >= 0:
                last[named[at][1]] = number
    return last


def _seen(box: Any) -> Iterator[Any]:
    """The elements whose text or picture a page shows; the margins' are the page's own."""
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box.element
    for child in getattr(box, "children", ()):
        yield from _seen(child)
