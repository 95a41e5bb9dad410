"""The command for PDFs from anywhere: checked as a printer would."""

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from bulletin.cli import printing
from bulletin.cli.commands import Command, Orders, argument, option
from bulletin.cli.screen import say
from bulletin.language import N_, _
from bulletin.records.galley import Edition

if TYPE_CHECKING:
    from bulletin.preflight.report import Group

HELD = 3


@click.command("preflight", cls=Command, help=N_("Check any PDF as a printer would."))
@argument("files", metavar=N_("FILE…"), nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--as", "edition", type=click.Choice(get_args(Edition)), help=N_("What it is meant for; else what it looks like."))
@option(
    "--report",
    metavar=N_("FILE"),
    type=click.Path(path_type=Path),
    help=N_("Write what was found into this HTML file, with pictures."),
)
@click.pass_obj
def preflight_(orders: Orders, files: tuple[Path, ...], edition: Edition | None, report: Path | None) -> int:
    """`bulletin preflight FILE…`."""
    from bulletin.preflight.report import write_html  # the readers of PDFs take longer to load than most commands need in all
    from bulletin.production.proofing import preflight

    groups = list(preflight(files, edition))
    for group in groups:
        _print(group, for_machines=orders.json)
    if report is not None:
        report.write_bytes(write_html(_(", ").join(group.title for group in groups), groups))
    return HELD if any(group.held for group in groups) else 0


def _print(group: "Group", *, for_machines: bool) -> None:
    from bulletin.preflight.report import records

    if for_machines:
        for record in records([group]):
            printing.print_json(record)
    elif group.queries:
        printing.print_queries(group.title, group.queries)
    else:
        say(_("Nothing is to be asked about {file}.").format(file=group.title))
