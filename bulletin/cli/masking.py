"""The command that hides what a story tells of persons."""

from typing import Any

import click

from bulletin.cli.commands import Command, Orders, argument, option
from bulletin.cli.printing import print_json, print_queries
from bulletin.cli.progress import progress
from bulletin.cli.screen import say
from bulletin.language import N_, _
from bulletin.production.masking import MASKABLE, Masked, would_mask
from bulletin.production.masking import mask as masked
from bulletin.production.record import query_record
from bulletin.production.world import World

HELD = 3


@click.command("mask", cls=Command, help=N_("Hide what a story tells of persons; the story as it stood is kept."))
@argument("story", metavar=N_("STORY"))
@option("--check", "checks", metavar=N_("CHECK"), type=click.Choice(MASKABLE), multiple=True, help=N_("Only what this check finds."))
@option("--by", metavar=N_("NAME"), default="", help=N_("Who does this, for the ledger."))
@option("--dry-run", is_flag=True, help=N_("Show what would be changed, and change nothing."))
@click.pass_obj
def mask(orders: Orders, story: str, checks: tuple[str, ...], by: str, dry_run: bool) -> int:
    """`bulletin mask STORY`."""
    house = orders.house()
    if dry_run:
        made = would_mask(house, story, checks=checks)
    else:
        with progress() as told:
            made = masked(house, World(progress=told), story, by=by, checks=checks)
    if orders.json:
        print_json(_record(made))
    else:
        _print(made, dry_run=dry_run)
    return HELD if made.held else 0


def _print(made: Masked, *, dry_run: bool) -> None:
    for line in made.revision.diff:
        say(line)
    if not made.revision.diff:
        say(_("There is nothing to mask in {file}.").format(file=made.revision.file))
    elif dry_run:
        say(_("Nothing is changed yet; run it without --dry-run."))
    elif made.revision.kept:
        say(_("Masked in {file}; the text as it stood lies in {kept}.").format(file=made.revision.file, kept=made.revision.kept))
    if made.left:
        print_queries(_("Still to be answered:"), made.left)


def _record(made: Masked) -> dict[str, Any]:
    return {
        "file": made.revision.file,
        "masked": [query_record(each) for each in made.asked],
        "left": [query_record(each) for each in made.left],
        "diff": list(made.revision.diff),
        "kept": made.revision.kept,
    }
