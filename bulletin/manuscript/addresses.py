"""The addresses under links: paper does not lead anywhere, so those that the text does not say are named."""

import re
from collections.abc import Sequence
from typing import Final

from bulletin.language import _
from bulletin.manuscript.pencil import Pencil, excerpt

_SCHEME: Final = re.compile(r"(?:https?|ftp)://|(mailto):", re.IGNORECASE)

#: How many addresses are named one by one, and of more how many a note quotes.
_FEW: Final = 3


def is_address(target: str) -> bool:
    """Whether a link leads to a page or a mailbox that readers could go to by themselves."""
    return bool(_SCHEME.match(target))


def says(text: str, address: str) -> bool:
    """Whether a text says an address, as people write it."""
    scheme = _SCHEME.match(address)
    bare = address[scheme.end() :] if scheme else address
    return (bare.partition("?")[0] if scheme and scheme[1] else bare.rstrip("/")) in text


def name_address(pencil: Pencil, address: str) -> None:
    """Name an address where its link stands."""
    message = _("the address under a link is not printed: {address}").format(address=excerpt(address))
    pencil.mark("left-alone", message, _("If readers need it, write the address into the text."), text=address)


def name_addresses(pencil: Pencil, found: Sequence[tuple[int | None, str]]) -> None:
    """Name the addresses of a file, each with its paragraph: a few one by one, many in one note (what comes from the web has many)."""
    if len(found) <= _FEW:
        for pencil.paragraph, address in found:
            name_address(pencil, address)
    else:
        addresses = dict.fromkeys(address for _paragraph, address in found)
        pencil.paragraph = None
        message = _("the addresses under {count} links are not printed: {addresses}")
        message = message.format(count=len(found), addresses="; ".join(map(excerpt, list(addresses)[:_FEW])))
        pencil.mark("left-alone", message, _("If readers need one of them, write the address into the text."), text="\n".join(addresses))
    pencil.paragraph = None
