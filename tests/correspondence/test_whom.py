"""Whom a receipt is for: branches, and nobody who did not write himself."""

from pathlib import Path
from typing import get_args

import pytest

from bulletin.correspondence.whom import Silence, answered, silence, silence_name
from bulletin.house.mail import Mail
from bulletin.house.rules import Branch, House, Intake, Masthead, SectionRule
from bulletin.records.submission import Automatic

EAST = "east@bank.example"


def house(strangers: str = "hold", receipts: bool = True) -> House:
    return House(
        root=Path("/publication"),
        publication=Masthead(slug="kan", name="刊"),
        sections=(SectionRule(name="动态"),),
        intake=Intake.model_validate({"strangers": strangers}),
        branches=(Branch(name="东门支行", senders=(EAST, "@west.example")),),
        mail=Mail.model_validate({"from": "编辑部 <editors@west.example>", "receipts": receipts}),
    )


def why(sender: str | None, automatic: Automatic = "", *, proven: bool = True, rules: House | None = None) -> Silence | None:
    return silence(rules or house(), sender, sender, automatic, proven=proven)


def test_a_branch_is_answered() -> None:
    assert why(EAST) is None
    assert why("anyone@west.example") is None


@pytest.mark.parametrize("automatic", ["auto-reply", "bounce", "list"])
def test_a_program_is_never_answered(automatic: Automatic) -> None:
    assert why(EAST, automatic) == automatic


@pytest.mark.parametrize(
    ("sender", "reason"),
    [
        (None, "no-sender"),
        ("", "no-sender"),
        ("east", "no-sender"),
        ("east@bank.example\r\nRCPT TO:<all@bank.example>", "no-sender"),
        ("east@bank.example, west@bank.example", "no-sender"),
        ("东门@west.example", "no-sender"),
        ("someone@elsewhere.example", "stranger"),
        ("noreply@west.example", "no-reply"),
        ("No-Reply+17@west.example", "no-reply"),
        ("do_not_reply@west.example", "no-reply"),
        ("MAILER-DAEMON@west.example", "no-reply"),
        ("postmaster@west.example", "no-reply"),
        ("Editors@WEST.example", "own-address"),
    ],
)
def test_who_is_not_answered(sender: str | None, reason: str) -> None:
    assert why(sender) == reason


def test_a_name_that_only_begins_so_is_answered() -> None:
    assert why("bounceback.li@west.example") is None


def test_a_forged_address_is_not_written_to() -> None:
    assert why(EAST, proven=False) == "not-proven"


def test_a_stranger_is_answered_where_strangers_are_accepted() -> None:
    assert why("someone@elsewhere.example", rules=house(strangers="accept")) is None


def test_nobody_is_answered_when_receipts_are_switched_off() -> None:
    assert why(EAST, rules=house(receipts=False)) == "switched-off"


def test_an_answer_goes_where_the_sender_asks_only_if_that_is_a_branchs_address() -> None:
    assert answered(house(), EAST, "second@west.example") == "second@west.example"
    assert answered(house(), EAST, "victim@elsewhere.example") == EAST
    assert answered(house(), EAST, None) == EAST


@pytest.mark.parametrize("reason", get_args(Silence))
def test_every_silence_has_its_words(reason: Silence) -> None:
    assert silence_name(reason)
