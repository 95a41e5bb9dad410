"""Whom a receipt is for, and who is never answered: a program that answers programs, or strangers, is a nuisance or worse."""

import re
from typing import Literal

from bulletin.house.mail import is_address
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.records.submission import Automatic

#: Why a submission has no receipt.
Silence = Literal[
    "switched-off",
    "no-sender",
    "auto-reply",
    "bounce",
    "list",
    "stranger",
    "not-proven",
    "no-reply",
    "own-address",
    "too-many",
    "told-otherwise",
    "told-before",
    "before-receipts",
]

#: Addresses that nobody reads, as programs name them.
_NOBODY = re.compile(
    r"(?:(?:no|do[-_.]?not|never)[-_.]?reply\w*|mailer-daemon|postmaster|bounces?|notifications?|auto-?reply)(?:[-_.+=][^@]*)?@",
    re.IGNORECASE,
)


def answered(house: House, sender: str | None, reply_to: str | None) -> str | None:
    """The address that an answer goes to: where the sender asks for it, if that is a branch's too, else the sender's own.

    So nobody has somebody else written to by naming him.
    """
    return reply_to if reply_to and house.branch_of_sender(reply_to) else sender


def silence(house: House, sender: str | None, to: str | None, automatic: Automatic, *, proven: bool) -> Silence | None:
    """Why what came from this sender is not answered at `to`; None where it is.

    RFC 3834, section 2, in general; strangers only where bulletin.toml accepts their mail; `proven` is False where the receiving
    server says that the sender's address may be forged.
    """
    if not house.mail.receipts:
        return "switched-off"
    if automatic:
        return automatic
    if to is None or not is_address(to):
        return "no-sender"
    if not proven:
        return "not-proven"
    if house.branch_of_sender(sender) is None and house.intake.strangers == "hold":
        return "stranger"
    if any(_NOBODY.match(address) for address in (to, sender or "")):
        return "no-reply"
    return "own-address" if {to.lower(), (sender or "").lower()} & own_addresses(house) else None


def own_addresses(house: House) -> frozenset[str]:
    """The addresses that this publication itself writes from and reads."""
    smtp, imap = house.mail.smtp, house.intake.imap
    named = (house.mail.address, smtp.user if smtp else None, imap.user if imap else None)
    return frozenset(address.lower() for address in named if address)


def silence_name(silence: str) -> str:
    """Why a submission has no receipt, in words; `silence` is a `Silence`, as the ledger keeps it."""
    return {
        "switched-off": _("receipts are switched off in bulletin.toml"),
        "no-sender": _("it has no address that could be answered"),
        "auto-reply": _("it was an automatic reply"),
        "bounce": _("it was a returned mail"),
        "list": _("it came through a mailing list"),
        "stranger": _("its sender is in no branch"),
        "not-proven": _("its sender's address may be forged"),
        "no-reply": _("nobody reads mail at its address"),
        "own-address": _("it came from the publication's own address"),
        "too-many": _("its sender had as many receipts in a day as bulletin.toml allows"),
        "told-otherwise": _("its sender was told with his newer submission"),
        "told-before": _("its sender was told so before"),
        "before-receipts": _("it was taken before there were receipts"),
    }[silence]
