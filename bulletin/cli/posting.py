"""What `bulletin send` prints: each receipt and how far it is, for people or for machines."""

from typing import Any

from bulletin.archive.receipts import ReceiptEntry
from bulletin.cli.printing import print_json
from bulletin.cli.screen import say
from bulletin.language import _
from bulletin.production.sending import Posted, Sent


def print_sent(sent: Sent, *, for_machines: bool) -> None:
    """What became of each receipt, and what waits for another try."""
    if for_machines:
        for each in (*sent.receipts, *sent.waiting):
            print_json(_record(each))
        return
    print_outgoing(sent.receipts, for_machines=False)
    if sent.waiting:
        earliest = min(each.receipt.due for each in sent.waiting if each.receipt.due).astimezone()
        words = _("Waiting for another try: {count}; the next one at {time}. To try at once: bulletin send --again")
        say(words.format(count=len(sent.waiting), time=earliest.isoformat(sep=" ", timespec="minutes")))
    if not sent.receipts and not sent.waiting:
        say(_("There is no receipt to be sent."))


def print_outgoing(posted: tuple[Posted, ...], *, for_machines: bool) -> None:
    """A line for each receipt."""
    for each in posted:
        if for_machines:
            print_json(_record(each))
        else:
            say(_line(each))


def _line(posted: Posted) -> str:
    receipt = posted.receipt
    words = _("{state}: {recipient}  {subject}").format(
        state=_state(receipt), recipient=receipt.recipient, subject=posted.subject or posted.submission
    )
    return f"{words}\n    {receipt.why}" if receipt.why and receipt.state != "sent" else words


def _state(receipt: ReceiptEntry) -> str:
    return {
        "none": _("Not answered"),
        "written": _("Waiting"),
        "sending": _("Being sent"),
        "sent": _("Sent"),
        "unsure": _("Unsure whether it was sent (bulletin send --again sends it once more)"),
        "failed": _("Refused for good"),
        "overtaken": _("Overtaken by newer news"),
        "removed": _("Taken out of the outbox by hand"),
        "returned": _("Came back"),
    }[receipt.state]


def _record(posted: Posted) -> dict[str, Any]:
    receipt = posted.receipt
    return {
        "submission": posted.submission,
        "to": receipt.recipient,
        "subject": posted.subject,
        "file": receipt.file,
        "state": receipt.state,
        "attempts": receipt.attempts,
        "next": receipt.due.isoformat() if receipt.due and receipt.state == "written" else None,
        "reason": receipt.why,
    }
