"""The commands for what has come: listed, shown, read again, released, withdrawn, moved."""

import datetime as dt
from functools import partial
from typing import Any, get_args

import click

from bulletin.archive import shelf
from bulletin.archive.ledger import State, Wanted
from bulletin.cli import printing, showing
from bulletin.cli.commands import Command, Orders, argument, option
from bulletin.cli.progress import progress
from bulletin.language import LANGUAGES, N_, _, speaking
from bulletin.production import acts
from bulletin.production.collect import Collected
from bulletin.production.inbox import file_of, lines
from bulletin.production.world import World
from bulletin.queries import UsageError

HELD = 3
_STATES: list[str] = [state for each in get_args(State) for state in (get_args(each) or (each,)) if state != "taking"]
_BY = N_("Who does this, for the ledger.")
_REASON = N_("Why, for the ledger.")


class _StateName(click.Choice[str]):
    """What became of a submission, by its own name or as the inbox shows it in any language."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The state. Fails with all of them."""
        for state in _STATES:
            if value == state or value in map(partial(_spoken, state), LANGUAGES):
                return state
        names = dict.fromkeys(name for state in _STATES for name in (showing.state_name(state), state))
        return self.fail(_("“{name}” is no state; these are: {names}.").format(name=value, names=_(", ").join(names)), param, ctx)


def _spoken(state: str, language: str) -> str:
    with speaking(language):
        return showing.state_name(state)


class _Day(click.DateTime):
    """A day; what is none is answered with an example, not with a format of strftime."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """The day. Fails with the example."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(_("“{day}” is no date; write it as 2024-01-31.").format(day=value), param, ctx)


@click.command("inbox", cls=Command, help=N_("List what was sent, the newest first, and what became of it."))
@argument("text", metavar=N_("[TEXT]"), required=False, default="")
@option("--state", type=_StateName(_STATES), help=N_("Only what has become this."))
@option("--issue", metavar=N_("ID"), help=N_("Only what went to this issue."))
@option("--branch", metavar=N_("NAME"), default="", help=N_("Only what this branch sent; a part of its name will do."))
@option("--sender", metavar=N_("ADDRESS"), default="", help=N_("Only what came from this address; a part of it will do."))
@option("--since", metavar=N_("DATE"), type=_Day(["%Y-%m-%d"]), help=N_("Only what was taken on this day or later."))
@click.pass_obj
def inbox(orders: Orders, text: str, state: str | None, issue: str | None, branch: str, sender: str, since: dt.datetime | None) -> None:
    """`bulletin inbox [TEXT]`."""
    wanted = Wanted(state=state, issue=issue, branch=branch, sender=sender, since=since.date() if since else None, text=text)
    house = orders.house()
    found = lines(house, wanted)
    if issue and not found:
        shelf.issue_plan(house, issue)  # where there is no such issue, its name is a slip
    showing.print_inbox(found, for_machines=orders.json)


@click.command("show", cls=Command, help=N_("Show all that is known of a submission."))
@argument("submission", metavar=N_("SUBMISSION"))
@click.pass_obj
def show(orders: Orders, submission: str) -> None:
    """`bulletin show SUBMISSION`."""
    house = orders.house()
    showing.print_file(house, file_of(house, submission), for_machines=orders.json)


@click.command("retry", cls=Command, help=N_("Read held submissions again from their originals, when what held them is mended."))
@argument("submissions", metavar=N_("[SUBMISSION…]"), nargs=-1)
@option("--held", is_flag=True, help=N_("All that are held."))
@option("--by", metavar=N_("NAME"), default="", help=_BY)
@click.pass_obj
def retry(orders: Orders, submissions: tuple[str, ...], held: bool, by: str) -> int:
    """`bulletin retry SUBMISSION…|--held`."""
    if bool(submissions) == held:
        raise UsageError(_("say which submissions to read again"), remedy=_("Name them, or all that are held with --held."))
    with progress() as told:
        taken = acts.retry(orders.house(), World(progress=told), submissions, by=by)
    return _told(orders, Collected(taken, ()))


@click.command("release", cls=Command, help=N_("File a held submission by your leave, with a name and a reason."))
@argument("submission", metavar=N_("SUBMISSION"))
@option("--by", metavar=N_("NAME"), required=True, help=N_("Who allows it; this stands in the story."))
@option("--reason", metavar=N_("TEXT"), required=True, help=N_("Why it is allowed; this stands in the story."))
@option("--allow", "checks", metavar=N_("CHECK"), multiple=True, help=N_("What is allowed; else all that holds it."))
@click.pass_obj
def release(orders: Orders, submission: str, by: str, reason: str, checks: tuple[str, ...]) -> int:
    """`bulletin release SUBMISSION`."""
    _demand(by, reason)
    with progress() as told:
        taken = acts.release(orders.house(), World(progress=told), submission, by=by, reason=reason, checks=checks)
    return _told(orders, Collected((taken,), ()))


@click.command("withdraw", cls=Command, help=N_("Take a submission or a story out of its issue; it is kept."))
@argument("name", metavar=N_("SUBMISSION|STORY"))
@option("--by", metavar=N_("NAME"), required=True, help=_BY)
@option("--reason", metavar=N_("TEXT"), required=True, help=_REASON)
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
@argument("story", metavar=N_("STORY"))
@argument("issue", metavar=N_("ISSUE"))
@option("--by", metavar=N_("NAME"), default="", help=_BY)
@option("--reason", metavar=N_("TEXT"), default="", help=_REASON)
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
