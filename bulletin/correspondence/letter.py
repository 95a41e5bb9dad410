"""A receipt as a mail: plain text that reads well on a telephone, in answer to the sender's mail and marked as automatic."""

import re
from collections.abc import Sequence
from email.headerregistry import Address, HeaderRegistry, MessageIDHeader
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import SMTP
from typing import Any

from bulletin.correspondence.templates import fill
from bulletin.correspondence.words import WORDS, Asked, asked, quoted
from bulletin.house.mail import Mail
from bulletin.house.rules import House
from bulletin.language import _, speaking
from bulletin.queries import Place, Query, Weight
from bulletin.records.receipt import FiledStory, Receipt
from bulletin.records.sheet import Sheet

#: An identifier that can be repeated as it came (RFC 5322, section 3.6.4): visible ASCII between angle brackets, on one line.
_IDENTIFIER = re.compile(r"<[!-;=?-~]{1,900}>")
#: What programs put before the subject of an answer.
_ANSWERED = re.compile(r"(?:(?:re|aw|回复|答复)\s*[:：]\s*)+", re.IGNORECASE)


class StoryLines(Sheet):
    """A story as a template reads it; `section` is empty while the story is unsorted, `issue` what the issue is called.

    `held` says that it cannot be printed before what is asked is done.
    """

    title: str
    section: str
    issue: str
    asked: tuple[Asked, ...]
    held: bool


def write(receipt: Receipt, house: House) -> bytes:
    """The mail, ready to be sent: CRLF at the ends of lines, nothing but ASCII on the wire.

    Without a `from` in bulletin.toml it has no sender's line yet (`signed` adds it). Raises ReceiptError for a broken template.
    """
    language = house.mail.language or house.publication.language
    with speaking(language):
        given = _given(receipt, house)
        text = fill(house.root, language, receipt.kind, **given)
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit", header_factory=_headers()))
    if house.mail.address:
        mail["From"] = _sender(house.mail)
    mail["To"] = Address(addr_spec=receipt.to)
    mail["Subject"] = f"Re: {_ANSWERED.sub('', str(given['subject']), count=1)}"  # RFC 5322, section 3.6.5
    mail["Date"] = receipt.date
    mail["Message-ID"] = receipt.message_id
    if receipt.answers and _IDENTIFIER.fullmatch(receipt.answers):
        mail["In-Reply-To"] = mail["References"] = receipt.answers
    # RFC 3834, section 5; Exchange asks for its own word besides
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = language
    mail.set_content(text)
    return mail.as_bytes()


def signed(mail: bytes, house: House) -> bytes:
    """A receipt with its sender's line, where it was written before bulletin.toml named one."""
    if "From" in _head(mail) or not house.mail.address:
        return mail
    line = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    line["From"] = _sender(house.mail)
    return line.as_bytes().rstrip(b"\r\n") + b"\r\n" + mail


def _given(receipt: Receipt, house: House) -> dict[str, object]:
    """What a template may name."""
    sections = [rule.name for rule in house.sections]
    stories = tuple(_lines(receipt, story, sections) for story in receipt.stories)
    whole = asked(_by_weight(receipt, receipt.queries), sections)
    return {
        "publication": house.publication.name,
        "publisher": house.publication.publisher,
        "branch": receipt.branch or "",
        "subject": quoted(receipt.subject) or _("(no subject)"),
        "number": receipt.number,
        "received": receipt.received.date(),
        "stories": stories,
        "asked": whole,
        "again": any(each.again for each in (*whole, *(each for story in stories for each in story.asked))),
        "earlier": quoted(receipt.earlier or ""),
        "earlier_day": receipt.earlier_day,
        "older": any(query.check == "superseded" for query in receipt.queries),
    }


def _lines(receipt: Receipt, story: FiledStory, sections: list[str]) -> StoryLines:
    return StoryLines(
        title=quoted(story.title),
        section=story.section or "",
        issue=story.issue,
        asked=asked(_by_weight(receipt, story.queries), sections),
        held=any(query.weight is Weight.HOLD and query.check in WORDS for query in story.queries),
    )


def _by_weight(receipt: Receipt, queries: Sequence[Query]) -> list[Query]:
    """The holds first; of the mail as a whole, whose file name its sender does not know, no place is named."""
    mail = Place(file="")
    told = [query if query.place.file != receipt.name else query.model_copy(update={"place": mail}) for query in queries]
    return sorted(told, key=lambda query: query.weight is not Weight.HOLD)


def _sender(rule: Mail) -> Address:
    return Address(display_name=rule.name, addr_spec=rule.address or "")


def _head(mail: bytes) -> "Message[Any, Any]":
    return BytesHeaderParser(policy=SMTP).parsebytes(mail)


def _headers() -> HeaderRegistry:
    """Identifiers are never folded nor encoded, however long: other programs could not match them (RFC 5322, section 2.2.3)."""
    registry = HeaderRegistry()
    for name in ("in-reply-to", "references"):
        registry.map_to_type(name, MessageIDHeader)  # type: ignore[arg-type]  # the registry itself joins it to a BaseHeader
    return registry
