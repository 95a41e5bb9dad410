"""Preflight of any PDF: what a printer would find, of files that nobody here has set."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin.language import _
from bulletin.preflight.paper.table import check_pdf
from bulletin.preflight.report import Group
from bulletin.queries import UsageError
from bulletin.records.galley import Edition


def preflight(files: Sequence[Path], edition: Edition | None = None) -> Iterator[Group]:
    """The faults of each file, which is judged as this edition, or else as what it looks like.

    Raises UsageError for a file that is not there.
    """
    for file in files:
        if not file.is_file():
            raise UsageError(_("there is no such file"), remedy=_("Check its name and its folder."), file=file)
    for file in files:
        pdf = file.read_bytes()
        yield Group(file.name, "", check_pdf(pdf, str(file), edition), pdf)
