"""Commands and options whose sentences are translated when they are shown, not when they are declared.

Every command takes --publication, --language and --json, before its name or behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from bulletin.house.rules import FILE, House, read_house
from bulletin.language import LANGUAGES, N_, _
from bulletin.queries import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass
class Orders:
    """What is said to every command: where the publication is, and whether a machine listens."""

    publication: Path | None = None
    json: bool = False

    def house(self) -> House:
        """The publication asked for, or the one that this folder lies in. Raises UsageError or SettingsError."""
        if self.publication is None:
            return read_house(publication_above(Path.cwd()))
        if not (self.publication / FILE).is_file():
            raise _no_publication(self.publication)
        return read_house(self.publication)


class Argument(click.Argument):
    """An argument with a translated name."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for it in usage lines and errors, in the language in use."""
        return _(super().make_metavar(ctx))


class Option(click.Option):
    """An option with translated help, and a translated name of what is given to it."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for its value, in the language in use."""
        return _(super().make_metavar(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's help, in the language in use."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], _(self.help) if self.help else record[1])


def argument(name: str, **settings: Any) -> Callable[[Function], Function]:
    """`click.argument` with a translated name."""
    return click.argument(name, cls=Argument, **settings)


def option(*names: str, **settings: Any) -> Callable[[Function], Function]:
    """`click.option` with translated help."""
    return click.option(*names, cls=Option, **settings)


class Command(click.Command):
    """A command with translated help and the common options."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.options_metavar = N_("[OPTIONS]")
        self.params.extend(_common())

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows the command's name, in the language in use."""
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's help, in the language in use."""
        _write_help(self, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The help, in the language in use."""
        return _(self.help) if self.help else ""


class Group(click.Group):
    """A group of such commands, listed in the order of the work."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.options_metavar, self.subcommand_metavar = N_("[OPTIONS]"), N_("COMMAND [ARGS]...")
        self.params.extend(_common())

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows the command's name, in the language in use."""
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The group's help, in the language in use."""
        _write_help(self, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order declared."""
        return list(self.commands)


def publication_above(folder: Path) -> Path:
    """The nearest folder, this one or one above, that holds a bulletin.toml. Raises UsageError where there is none."""
    for each in (folder, *folder.parents):
        if (each / FILE).is_file():
            return each
    raise _no_publication(folder)


def _no_publication(folder: Path) -> UsageError:
    remedy = _("Go into one, name one with --publication, or begin one with `bulletin init DIR`.")
    return UsageError(_("this is no publication folder: there is no bulletin.toml"), remedy=remedy, file=folder)


def _common() -> list[click.Parameter]:
    folder = click.Path(file_okay=False, path_type=Path)
    return [
        Option(
            ["--publication"], type=folder, metavar=N_("DIR"), expose_value=False, callback=_publication, help=N_("The publication folder.")
        ),
        Option(["--language"], type=click.Choice(LANGUAGES), expose_value=False, help=N_("The language to speak.")),
        Option(["--json"], is_flag=True, expose_value=False, callback=_json, help=N_("Print JSON for machines.")),
    ]


def _publication(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    orders = context.ensure_object(Orders)
    orders.publication = value or orders.publication


def _json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    orders = context.ensure_object(Orders)
    orders.json = value or orders.json


def _write_help(command: click.Command, formatter: click.HelpFormatter) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_(command.help) if command.help else "")
