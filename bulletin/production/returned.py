"""Receipts that come back: a mail server could not deliver one, and the submission that it answers must say so."""

import re
from collections.abc import Iterator

from bulletin.archive.ledger import Entry, Ledger
from bulletin.archive.receipts import ReceiptEntry, Receipts
from bulletin.language import _
from bulletin.queries import Query, query
from bulletin.records.submission import Submission

#: How much of a returned mail is looked through: what came back stands in it, or its head, and a receipt is short.
_MOST = 1024 * 1024
_RECEIPT = re.compile(rb"<receipt\.(\d{1,9})\.(\d{1,4})\.([0-9a-f]{16})@")
#: What became of the mail (RFC 3464, section 2.3.3); a report that names only others is a warning, or good news.
_ACTION = re.compile(rb"^Action:[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)


def identifier(entry: Entry, turn: int, domain: str) -> str:
    """The Message-ID of a submission's receipt, the first being turn 1; the same whenever it is written.

    So a mail program shows one that comes twice once, and one that comes back is known. Only who was sent it can name it.
    """
    return f"<receipt.{entry.id}.{turn}.{entry.digest[:16]}@{domain}>"


def came_back(ledger: Ledger, number: int, submission: Submission) -> tuple[Query, ...]:
    """Note which receipts a returned mail gives back; `number` is its own. A note for each."""
    if submission.automatic != "bounce":
        return ()
    notes = [_note(ledger, number, submission, receipt) for receipt in dict.fromkeys(_named(ledger, submission))]
    return tuple(notes)


def _named(ledger: Ledger, submission: Submission) -> Iterator[ReceiptEntry]:
    """The receipts that a returned mail names, and that were sent."""
    mail = b"".join(each.data for each in submission.originals)[:_MOST]
    actions = {found.lower() for found in _ACTION.findall(mail)}
    if actions and b"failed" not in actions:
        return
    for which, turn, digest in _RECEIPT.findall(mail):
        entry, told = ledger.entry(int(which)), Receipts(ledger).of(int(which))
        if entry and entry.digest.startswith(digest.decode()) and 0 < int(turn) <= len(told):
            receipt = told[int(turn) - 1]
            if receipt.state in ("sent", "unsure", "returned"):
                yield receipt


def _note(ledger: Ledger, number: int, submission: Submission, receipt: ReceiptEntry) -> Query:
    Receipts(ledger).come_back(receipt.id, _("see submission {number}").format(number=number))
    message = _("the receipt for submission {number}, to {recipient}, came back").format(
        number=receipt.submission, recipient=receipt.recipient
    )
    remedy = _("Tell the branch in another way, and mend its address in bulletin.toml. See `bulletin show {number}`.")
    return query("left-alone", submission.name, message, remedy.format(number=receipt.submission))
