"""The commands: what can be asked, what is printed, and the exit code.

0 done · 1 a file or the machine is at fault · 2 asked for what cannot be · 3 done, but something was held or a page is at fault.
"""

import logging
import os
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bulletin import __version__
from bulletin.archive import shelf
from bulletin.cli import checking, keeping, masking, printing, sections
from bulletin.cli.commands import Group, Option, Orders, argument, option, publication_above
from bulletin.cli.posting import print_outgoing, print_sent
from bulletin.cli.progress import progress
from bulletin.cli.proofs import preflight_
from bulletin.cli.watching import watched
from bulletin.house.rules import FILE
from bulletin.language import N_, _, preferred, use
from bulletin.production.begin import begin_issue, begin_publication
from bulletin.production.check import check
from bulletin.production.collect import collect
from bulletin.production.reading import check_files, read_files
from bulletin.production.sending import outgoing, send
from bulletin.production.world import World
from bulletin.queries import BulletinError, MachineError, StoryError, UsageError

HELD = 3


class _Main(Group):
    """The program: it speaks the editor's language, and turns an error into words and an exit code in one place."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Run, and leave with the exit code."""
        said = list(sys.argv[1:] if args is None else args)
        printing.spell_everything()
        use(_language(said))
        try:
            code = super().main(said, *rest, **{**settings, "standalone_mode": False})
        except BulletinError as error:
            printing.print_error(error, for_machines="--json" in said)
            code = error.exit_code
        except OSError as error:  # the disk, or a folder that went away; what concerns one submission is told with it
            reason = MachineError(
                str(error.strerror or error), remedy=_("Check the disk and the folder, and try again."), file=error.filename
            )
            printing.print_error(reason, for_machines="--json" in said)
            code = reason.exit_code
        except click.ClickException as error:
            if "--json" in said:
                printing.print_json({"error": error.format_message(), "file": None, "line": None, "remedy": ""})
            error.show()
            code = error.exit_code
        except (click.exceptions.Abort, KeyboardInterrupt):
            code = 130
        sys.exit(code if isinstance(code, int) else 0)


@click.group("bulletin", cls=_Main, help=N_("Turn what an organisation's branches send in into a periodical."))
@click.version_option(__version__, message="bulletin %(version)s", cls=Option)
def main() -> None:
    """Commands follow. Raises MachineError where no file may have a Chinese name."""
    try:
        os.fsencode("刊")
    except UnicodeEncodeError:
        remedy = _("Set LANG to C.UTF-8, or PYTHONUTF8 to 1, and run the command again.")
        raise MachineError(_("this machine's language settings allow no Chinese file names"), remedy=remedy) from None
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


@main.command("init", help=N_("Make a new publication folder that builds at once."))
@argument("folder", metavar=N_("DIR"), type=click.Path(path_type=Path))
@click.pass_context
def init(context: click.Context, folder: Path) -> None:
    """`bulletin init DIR`."""
    issue = begin_publication(folder, _language(sys.argv[1:]), World().moment().date())
    if context.ensure_object(Orders).json:
        printing.print_json({"publication": str(folder), "issue": issue})
    else:
        click.echo(_("A new publication lies in {folder}.").format(folder=folder))
        click.echo(_("Set its name and branches in bulletin.toml, then run there: bulletin build {issue}").format(issue=issue))


@main.command("new", help=N_("Begin an issue: make its folder with issue.toml."))
@argument("issue", metavar=N_("ID"))
@option("--label", help=N_("What it is called on its cover."))
@click.pass_obj
def new(orders: Orders, issue: str, label: str | None) -> None:
    """`bulletin new ID`."""
    house = orders.house()
    path = begin_issue(house, issue, label, World().moment().date())
    if orders.json:
        printing.print_json({"issue": issue, "file": shelf.relative(house, path)})
    else:
        click.echo(_("The issue {id} is begun: {file}").format(id=issue, file=shelf.relative(house, path)))


@main.command("collect", help=N_("Take what lies in the drop folder."))
@option("--issue", metavar=N_("ID"), help=N_("The issue it is for; else the open one."))
@option("--watch", "watching", is_flag=True, help=N_("Stay and take what comes, until stopped."))
@click.pass_obj
def collect_(orders: Orders, issue: str | None, watching: bool) -> int:
    """`bulletin collect`."""
    house = orders.house()
    if watching:
        return watched(house, issue, for_machines=orders.json)
    with progress() as told:
        collected = collect(house, World(progress=told), issue)
    printing.print_collected(collected, for_machines=orders.json)
    return MachineError.exit_code if collected.unreached else HELD if collected.held else 0


for each in (keeping.inbox, keeping.show, keeping.retry, keeping.release, keeping.withdraw, keeping.move, sections.explain, sections.learn):
    main.add_command(each)
main.add_command(masking.mask)
main.add_command(preflight_)


@main.command("stories", help=N_("List the stories: section, title, branch, pictures, queries."))
@argument("issue", metavar=N_("[ID]"), required=False)
@click.pass_obj
def stories(orders: Orders, issue: str | None) -> int:
    """`bulletin stories [ID]`."""
    house = orders.house()
    plans = [shelf.issue_plan(house, issue)] if issue else shelf.issues(house)
    unreadable = False
    for plan in plans:
        desk = check(house, plan.id)
        printing.print_stories(house, plan, desk, for_machines=orders.json)
        unreadable |= bool(desk.unreadable)
    return StoryError.exit_code if unreadable else 0


@main.command("check", help=N_("Every query on an issue's stories, or on manuscripts that are not filed."))
@argument("what", metavar=N_("[ID or FILE…]"), nargs=-1)
@option("--fix", is_flag=True, help=N_("Put right what is surely wrong in an issue's stories; each is kept as it stood."))
@option("--dry-run", is_flag=True, help=N_("Show what --fix would change, and change nothing."))
@click.pass_obj
def check_(orders: Orders, what: tuple[str, ...], fix: bool, dry_run: bool) -> int:
    """`bulletin check [ID or FILE…]`."""
    house = orders.house()
    files = [each for each in what if Path(each).is_file() or os.sep in each]
    issues = [each for each in what if each not in files] or ([plan.id for plan in shelf.issues(house)] if not files else [])
    if strange := [each for each in issues if not shelf.is_issue(house, each)]:
        raise UsageError(_("“{name}” is neither an issue nor a file").format(name=strange[0]), remedy=shelf.known_issues(house))
    if fix or dry_run:
        return HELD if checking.fix(house, issues, files, for_machines=orders.json, dry_run=dry_run) else 0
    held = False
    for issue in issues:
        held |= checking.print_desk(house, issue, check(house, issue), for_machines=orders.json)
    for reading in check_files(house, [Path(each) for each in files]):
        held |= checking.print_reading(reading, for_machines=orders.json)
    return HELD if held else 0


@main.command("read", help=N_("Show how a manuscript is read, without filing it."))
@argument("files", metavar=N_("FILE…"), nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def read(orders: Orders, files: tuple[Path, ...]) -> int:
    """`bulletin read FILE…`."""
    unread = False
    for reading in read_files(orders.house(), files):
        printing.print_reading(reading, for_machines=orders.json)
        unread |= reading.story is None
    return HELD if unread else 0


@main.command("send", help=N_("Send the receipts that wait in the outbox."))
@option("--again", is_flag=True, help=N_("Try at once what waits, failed, or may not have been sent."))
@option("--dry-run", is_flag=True, help=N_("Show what is not sent, and send nothing."))
@click.pass_obj
def send_(orders: Orders, again: bool, dry_run: bool) -> int:
    """`bulletin send`."""
    house = orders.house()
    if dry_run:
        print_outgoing(outgoing(house), for_machines=orders.json)
        return 0
    with progress() as told:
        sent = send(house, World(progress=told), again=again)
    print_sent(sent, for_machines=orders.json)
    if sent.unreachable:
        raise sent.unreachable
    return HELD if sent.failed else 0


@main.command("build", help=N_("Collect what waits for an issue, and set it: the PDFs for readers and the printer."))
@argument("issue", metavar=N_("ID"))
@option("--layout", metavar=N_("NAME"), help=N_("Another layout than bulletin.toml names."))
@option("--no-collect", is_flag=True, help=N_("Leave the drop folder as it is."))
@option("--impose", type=click.Choice(["saddle"]), help=N_("Add a booklet for the printer: two pages on a sheet, to fold and stitch."))
@option("--allow", metavar=N_("CHECK"), multiple=True, help=N_("Write the print PDF in spite of this fault; may be given again."))
@click.pass_obj
def build_(orders: Orders, issue: str, layout: str | None, no_collect: bool, impose: str | None, allow: tuple[str, ...]) -> int:
    """`bulletin build ID`."""
    from bulletin.production.build import build  # the press takes longer to load than most commands need in all

    house = orders.house()
    with progress() as told:
        built = build(
            house,
            World(progress=told),
            issue,
            layout=layout,
            collect_first=not no_collect,
            booklet=impose is not None,
            allowed=frozenset(allow),
        )
    printing.print_built(house, built, for_machines=orders.json)
    return HELD if built.held or built.faults else 0


def _language(said: Sequence[str]) -> str:
    """`--language`, then bulletin.toml's, then the locale's: known before the command line is read, since its help is spoken too."""
    return preferred(_said(said, "--language"), _publications_language(said))


def _said(said: Sequence[str], name: str) -> str | None:
    for position, word in enumerate(said):
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
        if word == name and position + 1 < len(said):
            return said[position + 1]
    return None


def _publications_language(said: Sequence[str]) -> str | None:
    """The publication's language where bulletin.toml can be read; what is wrong with it is told later, by the command."""
    folder = _said(said, "--publication")
    try:
        root = Path(folder) if folder else publication_above(Path.cwd())
        publication = tomllib.loads((root / FILE).read_text("utf-8-sig")).get("publication")
    except (BulletinError, OSError, ValueError):
        return None
    language = publication.get("language", "zh-CN") if isinstance(publication, dict) else None
    return language if isinstance(language, str) else None
