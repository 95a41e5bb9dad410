"""A galley: the issue as HTML with its styles, not yet on pages."""

from pathlib import Path
from typing import Literal

from bulletin.records.sheet import Sheet

Edition = Literal["readers", "print"]


class Galley(Sheet):
    """One document, ready for the press.

    `html` refers to style sheets and pictures by addresses that are keys of `files`, and to nothing else: the press
    opens no other file and no network. `faces` lists, for each role a layout names, the font families that will do, best first.
    `anchors` are the elements whose page the press must report (one for each story, section and feature, and "folio-1").
    """

    issue: str
    title: str
    language: str
    edition: Edition
    html: str
    files: dict[str, Path | str]
    faces: dict[str, tuple[str, ...]]
    anchors: tuple[str, ...]
