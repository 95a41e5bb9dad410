"""The commands for what has come: listed, shown, read again, released, withdrawn, moved."""

import datetime as dt
from typing import Any, get_args

import click

from bulletin.archive.ledger import State, Wanted
from bulletin.cli import printing, showing
from bulletin.cli.commands import Command, Orders, option
from bulletin.cli.progress import progress
from bulletin.language import N_, _
from bulletin.production import acts
from bulletin.production.collect import Collected
from bulletin.production.inbox import file_of, lines
from bulletin.production.world import World
from bulletin.queries import UsageError

HELD = 3
_STATES = [state for each in get_args(State) for state in (get_args(each) or (each,)) if state != "taking"]
_BY = N_("Who does this, for the ledger.")
_REASON = N_("Why, for the ledger.")


class _Day(click.DateTime):
    """A day; what is none is answered with an example, not with a format of strftime."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """The day. Fails with the example."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(_("“{day}” is no date; write it as 2024-01-31.").format(day=value), param, ctx)


@click.command("inbox", cls=Command, help=N_("List what was sent, the newest first, and what became of it."))
@click.argument("text", metavar=N_("[TEXT]"), required=False, default="")
@option("--state", type=click.Choice(_STATES), help=N_("Only what has become this."))
@option("--issue", metavar="ID", help=N_("Only what went to this issue."))
@option("--branch", metavar="NAME", default="", help=N_("Only what this branch sent; a part of its name will do."))
@option("--sender", metavar="ADDRESS", default="", help=N_("Only what came from this address; a part of it will do."))
@option("--since", metavar="DATE", type=_Day(["%Y-%m-%d"]), help=N_("Only what was taken on this day or later."))
@click.pass_obj
def inbox(orders: Orders, text: str, state: str | None, issue: str | None, branch: str, sender: str, since: dt.datetime | None) -> None:
    """`bulletin inbox [TEXT]`."""
    wanted = Wanted(state=state, issue=issue, branch=branch, sender=sender, since=since.date() if since else None, text=text)
    showing.print_inbox(lines(orders.house(), wanted), for_machines=orders.json)


@click.command("show", cls=Command, help=N_("Show all that is known of a submission."))
@click.argument("submission", metavar="SUBMISSION")
@click.pass_obj
def show(orders: Orders, submission: str) -> None:
    """`bulletin show SUBMISSION`."""
    house = orders.house()
    showing.print_file(house, file_of(house, submission), for_machines=orders.json)


@click.command("retry", cls=Command, help=N_("Read held submissions again from their originals, when what held them is mended."))
@click.argument("submissions", metavar=N_("[SUBMISSION…]"), nargs=-1)
@option("--held", is_flag=True, help=N_("All that are held."))
@option("--by", metavar="NAME", default="", help=_BY)
@click.pass_obj
def retry(orders: Orders, submissions: tuple[str, ...], held: bool, by: str) -> int:
    """`bulletin retry SUBMISSION…|--held`."""
    if bool(submissions) == held:
        raise UsageError(_("say which submissions to read again"), remedy=_("Name them, or all that are held with --held."))
    with progress() as told:
        taken = acts.retry(orders.house(), World(progress=told), submissions, by=by)
    return _told(orders, Collected(taken, ()))


@click.command("release", cls=Command, help=N_("File a held submission by your leave, with a name and a reason."))
@click.argument("submission", metavar="SUBMISSION")
@option("--by", metavar="NAME", required=True, help=N_("Who allows it; this stands in the story."))
@option("--reason", metavar="TEXT", required=True, help=N_("Why it is allowed; this stands in the story."))
@option("--allow", "checks", metavar="CHECK", multiple=True, help=N_("What is allowed; else all that holds it."))
@click.pass_obj
def release(orders: Orders, submission: str, by: str, reason: str, checks: tuple[str, ...]) -> int:
    """`bulletin release SUBMISSION`."""
    _demand(by, reason)
    with progress() as told:
        taken = acts.release(orders.house(), World(progress=told), submission, by=by, reason=reason, checks=checks)
    return _told(orders, Collected((taken,), ()))


@click.command("withdraw", cls=Command, help=N_("Take a submission or a story out of its issue; it is kept."))
@click.argument("name", metavar=N_("SUBMISSION|STORY"))
@option("--by", metavar="NAME", required=True, help=_BY)
@option("--reason", metavar="TEXT", required=True, help=_REASON)
@option("--undo", is_flag=True, help=N_("Bring it back."))
@click.pass_obj
def withdraw(orders: Orders, name: str, by: str, reason: str, undo: bool) -> None:
    """`bulletin withdraw SUBMISSION|STORY`."""
    _demand(by, reason)
    with progress() as told:
        doing = acts.restore if undo else acts.withdraw
        done = doing(orders.house(), World(progress=told), name, by=by, reason=reason)
    showing.print_done(done, for_machines=orders.json)


@click.command("move", cls=Command, help=N_("Move a story to another issue."))
@click.argument("story", metavar="STORY")
@click.argument("issue", metavar="ISSUE")
@option("--by", metavar="NAME", default="", help=_BY)
@option("--reason", metavar="TEXT", default="", help=_REASON)
@click.pass_obj
def move(orders: Orders, story: str, issue: str, by: str, reason: str) -> None:
    """`bulletin move STORY ISSUE`."""
    with progress() as told:
        done = acts.move(orders.house(), World(progress=told), story, issue, by=by, reason=reason)
    showing.print_done(done, for_machines=orders.json)


def _told(orders: Orders, collected: Collected) -> int:
    if collected.taken or orders.json:
        printing.print_collected(collected, for_machines=orders.json)
    else:
        click.echo(_("Nothing is held."))
    return HELD if collected.held else 0


def _demand(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise UsageError(_("a name and a reason are needed"), remedy=_('Say them, as in --by 林青 --reason "…".'))
