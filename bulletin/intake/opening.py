"""A bundle opened: its mails and archives unpacked, what must not be opened held, everything else named."""

import hashlib
import html
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bulletin.house.rules import House
from bulletin.intake import mail, parcel
from bulletin.intake.charsets import decode_name, reads
from bulletin.intake.folder import Bundle
from bulletin.intake.kinds import Kind, bare_name, kind_of, with_ending
from bulletin.intake.limits import MEGABYTE, Budget, Refused
from bulletin.language import N_, _
from bulletin.queries import MachineError, Marked, Query, query
from bulletin.records.submission import Enclosure, Submission

_MAILS_DEEP = 3
_ZIPS_DEEP = 2

#: Files that are never opened: the check, what is said, and the remedy.
_HELD = {
    Kind.EXECUTABLE: (
        "executable",
        N_("{name} is a program and is not opened"),
        N_("Delete it. Ask the branch who sent it, and to send the manuscript alone."),
    ),
    Kind.MACRO: (
        "macro",
        N_("{name} holds macros and is not opened"),
        N_("Ask the branch to save the manuscript as an ordinary Word file (.docx) and to send it again."),
    ),
    Kind.ARCHIVE: (
        "unreadable",
        N_("the archive {name} cannot be opened here"),
        N_("Ask the branch to send it as zip or to attach the files."),
    ),
    Kind.OUTLOOK: (
        "unreadable",
        N_("{name} is an Outlook message and cannot be opened here"),
        N_("Save the mail as .eml, or attach its files to a new mail."),
    ),
}


def open_bundle(bundle: Bundle, house: House) -> Marked[Submission]:
    """A bundle as a submission, with a query for everything that was held, left out or damaged.

    The submission always has its originals, byte for byte; a mail from a stranger and what is over the limit is not opened.
    Raises MachineError where a file cannot be read from the disk.
    """
    originals, written = _read(bundle)
    opening = _Opening(_shown(bundle.name), house)
    if opening.is_small_enough(originals):
        for original in originals:
            opening.take_original(original)
        opening.ask_for_something_to_publish()
    return Marked(_submission(originals, written, opening), tuple(opening.queries))


def _submission(originals: tuple[Enclosure, ...], written: datetime, opening: "_Opening") -> Submission:
    envelope = opening.envelope
    return Submission(
        name=opening.name,
        received=envelope.sent if envelope and envelope.sent else written,
        digest=_digest(originals),
        originals=originals,
        enclosures=tuple(opening.enclosures),
        body=tuple(opening.body),
        subject=envelope.subject if envelope else "",
        sender=envelope.sender if envelope else None,
        sender_name=envelope.sender_name if envelope else "",
        message_id=envelope.message_id if envelope else None,
    )


@dataclass
class _Opening:
    """A submission while it is unpacked: what was found so far, and what may still be."""

    name: str
    house: House
    enclosures: list[Enclosure] = field(default_factory=list)
    body: list[Enclosure] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    envelope: mail.Envelope | None = None

    def __post_init__(self) -> None:
        self.budget = Budget.of(self.house)

    def is_small_enough(self, originals: tuple[Enclosure, ...]) -> bool:
        """Whether the whole is within the publication's limit; a hold where it is not."""
        most = self.house.intake.max_submission_mb
        if sum(len(each.data) for each in originals) <= most * MEGABYTE:
            return True
        self.ask(
            "too-large",
            _("the submission is larger than {most} MB").format(most=most),
            _("Ask the branch for smaller pictures or several mails, or raise max_submission_mb in bulletin.toml."),
        )
        return False

    def take_original(self, original: Enclosure) -> None:
        """Open one file of the drop folder. A mail is opened only where its sender may send."""
        if kind_of(original.name, original.data) is not Kind.MAIL:
            self.take(original, ())
            return
        try:
            if self.admits(mail.read_envelope(original.data)):
                self.take_letter(mail.read_letter(original.data), original.folder, (Kind.MAIL,))
        except Refused as refused:
            self.refuse(refused)

    def admits(self, envelope: mail.Envelope) -> bool:
        """Whether a mail's sender is known or strangers are accepted; the submission takes its first mail's envelope."""
        self.envelope = self.envelope or envelope
        if envelope.sent is None:
            self.ask(
                "damaged-mail",
                _("the mail's date is missing or cannot be read; its file's date is taken"),
                _("Correct `received` in story.md if the order of the stories depends on it."),
            )
        if self.house.branch_of_sender(envelope.sender) or self.house.intake.strangers == "accept":
            return True
        self.ask(
            "stranger",
            _("the sender {sender} belongs to no branch").format(sender=envelope.sender or envelope.sender_name or _("(none)")),
            _(
                "If you know the sender, add the address to its branch in bulletin.toml, put the mail from its folder original/ under"
                " stories/held into the drop folder again, and collect; else delete its folder under stories/held."
            ),
        )
        return False

    def take(self, thing: Enclosure, within: tuple[Kind, ...]) -> None:
        """Keep a file, open it, or hold it; `within` is what it was packed in, outermost first."""
        thing = thing.model_copy(update={"name": with_ending(thing.name, thing.data)})
        match kind_of(thing.name, thing.data):
            case Kind.MANUSCRIPT | Kind.PICTURE | Kind.OTHER:  # whoever reads the manuscripts says what became of the others
                self.enclosures.append(thing)
            case Kind.ZIP:
                self.unpack(thing, within)
            case Kind.MAIL:
                self.forwarded(thing, within)
            case Kind.LITTER:
                pass
            case kind:
                check, message, remedy = _HELD[kind]
                self.ask(check, _(message).format(name=thing.name), _(remedy))

    def unpack(self, thing: Enclosure, within: tuple[Kind, ...]) -> None:
        """Take what a zip holds, unless it is packed too deep or refused."""
        if within.count(Kind.ZIP) >= _ZIPS_DEEP:
            self.too_deep(thing.name)
            return
        try:
            members = parcel.opened(thing.name, thing.data, self.budget)
        except Refused as refused:
            self.refuse(refused)
            return
        for member in members:
            folder = "/".join(filter(None, (thing.folder, member.folder)))
            self.take(member.model_copy(update={"folder": folder}), (*within, Kind.ZIP))

    def forwarded(self, thing: Enclosure, within: tuple[Kind, ...]) -> None:
        """Take what a mail file that came inside something else holds."""
        if within.count(Kind.MAIL) > _MAILS_DEEP:
            self.too_deep(thing.name)
            return
        try:
            self.take_letter(mail.read_letter(thing.data), thing.folder, (*within, Kind.MAIL))
        except Refused as refused:
            self.refuse(refused)

    def take_letter(self, letter: mail.Letter, folder: str, within: tuple[Kind, ...]) -> None:
        """Take a mail's text and attachments, and those of the mails within it."""
        self.body.extend(letter.body)
        for damage in letter.damage:
            self.ask(
                "damaged-mail",
                _("the mail is damaged: {damage}").format(damage=damage),
                _("Compare the story with the mail, and ask the branch to send it again if something is missing."),
            )
        for attachment in letter.attachments:
            self.take_attachment(attachment, folder, within)

    def take_attachment(self, attachment: Enclosure | mail.Inner, folder: str, within: tuple[Kind, ...]) -> None:
        """Take one attachment, as long as there are not too many; a mail within a mail to a certain depth."""
        try:
            self.budget.spend(attachment.name, members=1)
        except Refused as refused:
            self.refuse(refused)
            return
        if isinstance(attachment, Enclosure):
            self.take(attachment.model_copy(update={"folder": folder}), within)
        elif within.count(Kind.MAIL) > _MAILS_DEEP:
            self.too_deep(attachment.name)
        else:
            self.take_letter(mail.letter_of(attachment.message), folder, (*within, Kind.MAIL))

    def ask_for_something_to_publish(self) -> None:
        """A hold where there is no file and no text, and nothing else that is held says why."""
        if self.enclosures or Marked(None, tuple(self.queries)).held or not all(map(_is_blank, self.body)):
            return
        self.ask(
            "nothing-to-publish",
            _("there is no manuscript, no picture and no text in it"),
            _("Ask the branch to send it again with the manuscript attached."),
        )

    def too_deep(self, name: str) -> None:
        """A query for what is packed in too many mails or archives."""
        self.ask(
            "attachment-left-out",
            _("{name} is packed too deep and is not opened").format(name=name),
            _("Ask the branch to attach the files themselves."),
        )

    def refuse(self, refused: Refused) -> None:
        """The query for a mail or an archive that was refused; a limit that is reached is told once."""
        if not any(each.check == refused.check == "too-large" for each in self.queries):
            self.ask(refused.check, refused.message, refused.remedy)

    def ask(self, check: str, message: str, remedy: str) -> None:
        """A query on this submission."""
        self.queries.append(query(check, self.name, message, remedy))


def _read(bundle: Bundle) -> tuple[tuple[Enclosure, ...], datetime]:
    """A bundle's files, and when the last of them was written."""
    root = _root(bundle)
    try:
        originals = tuple(Enclosure(name=_shown(path.name), data=path.read_bytes(), folder=_folder(path, root)) for path in bundle.files)
        written = max(path.stat().st_mtime for path in bundle.files)
    except OSError as error:
        raise MachineError(
            _("the file cannot be read: {reason}").format(reason=error.strerror),
            remedy=_("Give the program leave to read the drop folder, or take the file out of it."),
            file=error.filename,
        ) from error
    return originals, datetime.fromtimestamp(written).astimezone()


def _root(bundle: Bundle) -> Path:
    """The dropped folder, or the drop folder itself where files lay in it."""
    common = Path(os.path.commonpath([path.parent for path in bundle.files]))
    if any(path.name == bundle.name for path in bundle.files):
        return common
    return next((each for each in (common, *common.parents) if each.name == bundle.name), common)


def _folder(path: Path, root: Path) -> str:
    return "/".join(map(_shown, path.parent.relative_to(root).parts))


def _shown(name: str) -> str:
    """A name in the drop folder as text: on Linux it is bytes, which an old Windows or a careless zip program wrote in GBK."""
    raw = os.fsencode(name)
    return bare_name(name if reads(raw, "utf-8") else decode_name(raw))


def _digest(originals: tuple[Enclosure, ...]) -> str:
    digest = hashlib.sha256()
    for name, data in sorted((each.name, each.data) for each in originals):
        # lengths in front, so that no two sets of files give the same bytes
        digest.update(b"%d %d " % (len(name.encode()), len(data)) + name.encode() + data)
    return digest.hexdigest()


def _is_blank(text: Enclosure) -> bool:
    written = text.data.decode(text.charset or "utf-8", "replace")
    if text.name.endswith(".html"):
        written = _seen(written.lower())
    return not written.strip(" \t\r\n\f\v\u00a0\u200b\u3000\ufeff>")


def _seen(page: str) -> str:
    """Roughly what of an HTML page in small letters is seen; in one pass, whatever is sent."""
    for beginning, end in (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"), ("<title", "</title"), ("<", ">")):
        first, *others = page.split(beginning)
        page = first + "".join(each.partition(end)[2] for each in others)
    return html.unescape(page)
