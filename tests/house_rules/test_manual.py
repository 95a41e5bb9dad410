"""The manual is complete: every command, option, setting, front matter key and check stands in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

import click
import pytest
from pydantic import BaseModel

from bulletin.cli.main import main
from bulletin.house import plan, rules
from bulletin.house.account import Account
from bulletin.queries import CHECKS
from bulletin.records.story import Story
from setup import catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"


def tables() -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables of bulletin.toml and those within them, with their records: [[name]] where there may be several."""
    for name, field in rules.House.model_fields.items():
        if name != "root":
            several = get_args(field.annotation)
            record = several[0] if several else cast(type[BaseModel], field.annotation)
            yield f"`[[{name}]]`" if several else f"`[{name}]`", record
            for inner, within in record.model_fields.items():
                kinds = (kind for kind in get_args(within.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel))
                yield from ((f"`[{name}.{inner}]`", kind) for kind in kinds)


def part(file: str, heading: str) -> str:
    """What stands between a heading and the next."""
    text = (DOCS / file).read_text("utf-8")
    found = re.search(rf"^#+ {re.escape(heading)}$\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{file} has no heading “{heading}”"
    return found[1]


def listed(text: str) -> set[str]:
    """The keys in the first column of the tables."""
    return set(re.findall(r"^\| `([\w-]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "record"),
    [
        *tables(),
        ("`[intake.imap]`", rules.Imap),
        ("`[mail.smtp]`", Account),
        ("issue.toml", plan.IssuePlan),
        ("`[[plan]]`", plan.PlannedSection),
        ("A feature", plan.PlannedFeature),
    ],
)
def test_every_setting_is_in_the_manual(heading: str, record: type[BaseModel]) -> None:
    assert listed(part("publication.md", heading)) == {field.alias or name for name, field in record.model_fields.items()}


def test_every_front_matter_key_is_in_the_manual() -> None:
    assert set(Story.model_fields) - {"body"} <= listed(part("publication.md", "story.md"))


def test_every_check_is_in_the_manual() -> None:
    assert listed(part("publication.md", "Queries, and how to answer them")) == set(CHECKS)


def test_every_command_is_in_the_manual() -> None:
    told = set(re.findall(r"^## `bulletin ([a-z]+)", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE))
    assert told == set(main.commands)


def test_every_option_is_in_the_manual() -> None:
    everywhere = (DOCS / "commands.md").read_text("utf-8").partition("\n## ")[0]
    for name, command in main.commands.items():
        own = re.search(rf"^## `bulletin {name}\b.*?(?=^## |\Z)", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
        told = everywhere + (own[0] if own else "")
        options = [option for option in command.params if isinstance(option, click.Option)]
        assert not [option.opts[0] for option in options if f"`{option.opts[0]}" not in told], name


def test_every_help_can_be_translated() -> None:
    sentences = {message.id for message in catalogue.gathered()}
    for command in (main, *main.commands.values()):
        helps = [command.help, *(option.help for option in command.params if isinstance(option, click.Option))]
        assert not [text for text in helps if text not in sentences], command.name
