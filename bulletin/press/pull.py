"""Pulling a proof: a galley goes through the press and comes out as pages."""

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from weasyprint import CSS, HTML, Document

from bulletin.house.rules import House
from bulletin.press import tags
from bulletin.press.binding import fill_up
from bulletin.press.engine import check_engine, listening
from bulletin.press.faces import check_faces
from bulletin.press.finish import Finish
from bulletin.press.halftones import Case
from bulletin.press.ink import Inks
from bulletin.press.justification import justified, loose_lines
from bulletin.press.places import FIRST, beginnings, endings
from bulletin.press.styles import check_styles
from bulletin.press.supply import BASE, Supply
from bulletin.press.surround import surround
from bulletin.queries import LayoutError
from bulletin.records.galley import Galley
from bulletin.records.proof import Proof

#: WeasyPrint paints crop marks in RGB and inside the bleed; the surround has them in every ink and outside.
_NO_MARKS = "@page { marks: none !important }"


def pull(galley: Galley, house: House) -> Proof:
    """One edition, as pages.

    The same galley gives the same bytes. Raises MachineError where the machine lacks the engine, a face or the colour
    profile, and LayoutError where the layout asks for what it was not given, a picture cannot be read, or an anchor
    that must be reported stands on no page.
    """
    check_engine()
    check_faces(galley.faces)
    check_styles(galley.files)
    inks = Inks.of(house.print)
    if galley.edition == "print":
        inks.check()
    supply = Supply(galley.files)
    with ThreadPoolExecutor(os.cpu_count()) as pool, _undisturbed(), justified():
        case = Case(supply, galley.edition, inks, pool)
        with _accounted(supply), listening():
            source = HTML(string=galley.html, base_url=BASE, url_fetcher=supply)
            document = _set(source, supply, case)
            blanks = fill_up(document, house.print) if galley.edition == "print" else ()
            places = beginnings(document, galley.anchors)
            if galley.edition == "print" and house.print.marks:
                surround(document, galley, places[FIRST], blanks)
            loose = tuple(loose_lines(document))
            ends = endings(document, source.etree_element, galley.anchors)
            pdf = _printed(document, galley, house, places[FIRST])
    return Proof(
        edition=galley.edition,
        pdf=pdf,
        pages=len(document.pages),
        places=places,
        ends=ends,
        first=places[FIRST],
        blanks=blanks,
        loose=loose,
    )


def _set(source: HTML, supply: Supply, case: Case) -> Document:
    sheets = [CSS(string=_NO_MARKS, base_url=BASE, url_fetcher=supply)]
    return source.render(cache=case, stylesheets=sheets)


def _printed(document: Document, galley: Galley, house: House, first: int) -> bytes:
    finish = Finish(galley.edition, house.print, first)
    variant = "pdf/ua-1" if galley.edition == "readers" else None
    tags.install()
    written: bytes = document.write_pdf(finisher=finish, pdf_variant=variant, pdf_version=finish.version, pdf_identifier=True)
    return written


@contextmanager
def _accounted(supply: Supply) -> Iterator[None]:
    """A refused address is told as such, before what the engine says of it."""
    try:
        yield
    except LayoutError:
        supply.account()
        raise
    supply.account()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A rendering makes boxes by the hundred thousand and drops them all at its end: nothing is worth collecting between."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
