"""An issue and a layout become a galley: one HTML document, its styles, its pictures."""

import re

from bulletin.composition import makeup, shelf
from bulletin.composition.readover import read_over
from bulletin.composition.shelf import Layout
from bulletin.composition.templates import fill
from bulletin.house.rules import House
from bulletin.language import _, speaking
from bulletin.queries import LayoutError
from bulletin.records.galley import Edition, Galley
from bulletin.records.issue import Feature, Issue

#: The style sheet that is written here, and the element that begins folio 1.
_SHEET = "styles/sheet.css"
_FIRST = "folio-1"


def compose(issue: Issue, house: House, *, layout: str, edition: Edition) -> Galley:
    """The issue set by a layout, for its readers or for the printer, in its publication's language.

    Raises LayoutError for a layout that is missing, is not made for the house's page size, is broken (file and line), leaves a
    story out or refers to a file that is not there; StoryError for a picture that is not there.
    """
    found = shelf.find(layout, house)
    page = house.layout.page
    _demand_page(found, page)
    with speaking(issue.masthead.language):
        forme = makeup.make_up(issue, found.settings, page)
    galley = Galley(
        issue=issue.id,
        title=f"{issue.masthead.name} {issue.label}",
        language=issue.masthead.language,
        edition=edition,
        html=fill(found, issue.masthead.language, forme=forme, edition=edition, page=page),
        files={**found.styles(), **makeup.files(issue), _SHEET: _sheet(found, house, edition)},
        faces=found.settings.faces,
        anchors=_anchors(issue),
    )
    read_over(galley, found)
    return galley


def _demand_page(layout: Layout, page: str) -> None:
    if page not in layout.settings.page:
        raise LayoutError(
            _("the layout “{name}” is not made for {page} pages").format(name=layout.name, page=page),
            remedy=_("It is made for: {pages}. Choose one of them as `page` in bulletin.toml.").format(
                pages=", ".join(layout.settings.page)
            ),
            file=layout.file(shelf.SETTINGS),
        )


def _sheet(layout: Layout, house: House, edition: Edition) -> str:
    """The styles that follow from the house's rules: page size, bleed, and the layout's faces; crop marks are the press's."""
    bleed = house.print.bleed if edition == "print" else "0mm"
    faces = "".join(f" --{role}: {', '.join(map(_quoted, families))};" for role, families in layout.settings.faces.items())
    return f":root {{ --bleed: {bleed};{faces} }}\n@page {{ size: {house.layout.page}; bleed: {bleed}; }}\n"


def _quoted(family: str) -> str:
    return '"' + re.sub(r'["\\\n]', "", family) + '"'


def _anchors(issue: Issue) -> tuple[str, ...]:
    named = [_FIRST]
    for section in issue.sections:
        features = [entry for entry in section.entries if isinstance(entry, Feature)]
        named += [section.anchor, *(each.anchor for each in features), *(each.anchor for each in section.pieces)]
    return tuple(named)
