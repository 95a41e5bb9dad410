"""How much one submission may unpack to, and the word for what is refused."""

from dataclasses import dataclass

from bulletin.house.rules import House
from bulletin.language import _

MEGABYTE = 1024 * 1024


class Refused(Exception):  # noqa: N818 - it is an answer to what was sent, not a fault of the program
    """Why a mail or an archive is not opened: the check's name, what is wrong, and the remedy."""

    def __init__(self, check: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.check = check
        self.message = message
        self.remedy = remedy


@dataclass
class Budget:
    """What one submission may still cost: bytes unpacked and files taken, over all its mails and archives together.

    `steep` are bytes of archives that unpack to a hundred times their size and more, as no manuscript and no photo does.
    """

    unpacked: int
    members: int
    steep: int = 20 * MEGABYTE

    @classmethod
    def of(cls, house: House) -> "Budget":
        """What the publication's rules allow."""
        return cls(unpacked=house.intake.max_unpacked_mb * MEGABYTE, members=house.intake.max_attachments)

    def afford(self, name: str, *, unpacked: int = 0, members: int = 0, steep: int = 0) -> None:
        """Raises Refused where so much more is over the limit; spends nothing."""
        if members > self.members:
            raise Refused(
                "too-large",
                _("there are more files in it than are allowed (max_attachments)"),
                _("Ask the branch to send only the manuscript and its pictures, in several mails if need be."),
            )
        if unpacked > self.unpacked or steep > self.steep:
            raise Refused(
                "too-large",
                _("{name} unpacks to more than is allowed").format(name=name),
                _("Ask the branch to send only the manuscript and its pictures, in several mails if need be."),
            )

    def spend(self, name: str, *, unpacked: int = 0, members: int = 0, steep: int = 0) -> None:
        """Count what was taken. Raises Refused where it is over the limit."""
        self.afford(name, unpacked=unpacked, members=members, steep=steep)
        self.steep -= steep
        self.unpacked -= unpacked
        self.members -= members
