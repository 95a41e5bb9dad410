"""[mail]: what branches are answered, in whose name, and the server that sends it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bulletin.house.account import Account
from bulletin.house.toml import Rule
from bulletin.language import _

#: An address as every server takes it (RFC 5321, section 4.1.2, without quoted words; RFC 6531's other letters left out).
_PLAIN = r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*"
_NAMED = re.compile(rf"(?:(?P<name>[^<>@]*)<(?P<address>{_PLAIN})>|(?P<bare>{_PLAIN}))", re.ASCII | re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether this is one bare address that mail can be sent to; its local part no longer than 64, the whole than 254 characters."""
    found = _NAMED.fullmatch(text)
    return bool(found and found["bare"]) and len(text) <= 254 and len(text.partition("@")[0]) <= 64


def _one_address(line: str) -> str:
    if not line.isprintable() or not _NAMED.fullmatch(line):
        raise ValueError(_("Write an address, or a name and an address: Editors <bulletin@bank.example>."))
    return line


class Mail(Rule):
    """[mail]: what branches are answered, in whose name (`from`), and the server that sends it.

    `language` is the publication's where none is named; `max_a_day` is how many receipts one address gets in a day at most; `send`
    says whether `bulletin collect --watch` sends them, too.
    """

    sender: Annotated[str, AfterValidator(_one_address)] | None = Field(default=None, alias="from")
    receipts: bool = True
    language: Literal["zh-CN", "en"] | None = None
    max_a_day: int = Field(default=30, ge=1)
    send: Literal["by-hand", "watch"] = "by-hand"
    smtp: Account | None = None

    @property
    def name(self) -> str:
        """What stands before the address, without quotation marks; empty where nothing does."""
        found = _NAMED.fullmatch(self.sender or "")
        return (found["name"] or "").strip().strip('"') if found else ""

    @property
    def address(self) -> str | None:
        """The address that receipts come from; None where none is named."""
        found = _NAMED.fullmatch(self.sender or "")
        return found["address"] or found["bare"] if found else None
