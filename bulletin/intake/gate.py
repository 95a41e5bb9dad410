"""Who may send: the branch register, the receiving server's word on the sender, and a word that the subject must hold."""

import re
import unicodedata
from collections.abc import Iterator

from bulletin.house.rules import House
from bulletin.intake.letter import Envelope
from bulletin.intake.proof import disproved, is_vouched_for
from bulletin.language import _

_ADDRESS = re.compile(r"[^\s<>\"'(),;:@]+@[^\s<>\"'(),;:@]+")


def asked_of_sender(envelope: Envelope, house: House) -> Iterator[tuple[str, str, str]]:
    """Why a mail is not opened: the check, what is said, and the remedy; nothing where its sender may send."""
    if house.intake.strangers == "hold" and not house.branch_of_sender(envelope.sender):
        yield _stranger(envelope)
        return
    trusted = house.intake.trusted_authserv
    failed = disproved(envelope.proofs, trusted, envelope.sender) if trusted else ""
    if trusted and not is_vouched_for(envelope.proofs, trusted):
        yield _unseen(trusted)
    elif failed:
        yield _unproven(
            _("the mail server could not prove that {sender} sent this ({failed})").format(sender=envelope.sender, failed=failed)
        )
    elif another := _another(envelope, house):
        yield _unproven(_("the mail names {another} as its sender besides {sender}").format(another=another, sender=envelope.sender))
    if not _names(envelope.subject, house.intake.subject_word):
        yield (
            "subject-word-missing",
            _("the subject does not hold “{word}”").format(word=house.intake.subject_word),
            _("If it is a submission, file it with `bulletin release`, and tell the branch the word; else run `bulletin withdraw`."),
        )


def _stranger(envelope: Envelope) -> tuple[str, str, str]:
    return (
        "stranger",
        _("the sender {sender} belongs to no branch").format(sender=envelope.sender or envelope.sender_name or _("(none)")),
        _(
            "If you know the sender, add the address to its branch in bulletin.toml and run `bulletin retry`; to take this one alone,"
            " run `bulletin release`. Else run `bulletin withdraw`."
        ),
    )


def _unproven(message: str) -> tuple[str, str, str]:
    remedy = _("Ask the branch by telephone whether the mail is its own. If so, file it with `bulletin release`; else `bulletin withdraw`.")
    return ("sender-not-proven", message, remedy)


def _unseen(server: str) -> tuple[str, str, str]:
    message = _("the mail bears no results of the mail server {server}: it did not come through it, or that server has another name")
    remedy = _(
        "Compare `trusted_authserv` in bulletin.toml with the line Authentication-Results at the head of a mail that did come through your"
        " server. If the name is right, ask the branch by telephone whether the mail is its own, and file it with `bulletin release`."
    )
    return ("sender-not-proven", message.format(server=server), remedy)


def _another(envelope: Envelope, house: House) -> str:
    """Whom else a mail names as its sender: a second address, or a branch's address in the sender's name."""
    branch = house.branch_of_sender(envelope.sender)
    for address in envelope.senders:
        if address != (envelope.sender or "").lower() and house.branch_of_sender(address) != branch:
            return address
    named = _ADDRESS.findall(envelope.sender_name)
    return next((each for each in named if house.branch_of_sender(each) not in (None, branch)), "")


def _names(subject: str, word: str) -> bool:
    return _spelled(word) in _spelled(subject)


def _spelled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
