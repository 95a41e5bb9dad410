"""The binding: as many pages as it takes, the ones that are wanting left blank.

A layout says where they go with an element whose id is "blanks": before the page on which it starts. It must stand behind the
last folio, so that both editions count alike. Without it they are the last pages.
"""

from weasyprint import CSS, HTML, Document, Page

from bulletin.house.rules import PrintRule

#: A sheet folded into others holds four pages, a glued leaf two.
_MULTIPLE = {"saddle": 4, "perfect": 2, "none": 1}
_ANCHOR = "blanks"


def fill_up(document: Document, rule: PrintRule) -> tuple[int, ...]:
    """Put blank pages into a document until it can be bound. Their numbers (from 1)."""
    wanting = -len(document.pages) % _MULTIPLE[rule.binding]
    before = next((at for at, page in enumerate(document.pages) if _ANCHOR in page.anchors), len(document.pages))
    document.pages[before:before] = [_blank(document) for _each in range(wanting)]
    return tuple(range(before + 1, before + wanting + 1))


def _blank(document: Document) -> Page:
    """A page as large as the others, with nothing on it."""
    like = document.pages[-1]
    bleed = "; ".join(f"bleed-{side}: {width}px" for side, width in like.bleed.items())
    size = f"@page {{ size: {like.width}px {like.height}px; margin: 0; {bleed} }}"
    (page,) = HTML(string="").render(stylesheets=[CSS(string=size)]).pages
    return page
