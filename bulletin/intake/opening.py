"""A bundle opened: its mails and archives unpacked, what must not be opened held, everything else named."""

import hashlib
import html
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bulletin.house.rules import House
from bulletin.intake import mail, outlook, parcel, reading, tnef
from bulletin.intake.charsets import decode_name, reads
from bulletin.intake.elsewhere import is_answer, left_on_a_server, own_words, spoken_of
from bulletin.intake.folder import Bundle
from bulletin.intake.gate import asked_of_sender
from bulletin.intake.kinds import Kind, bare_name, is_program_name, kind_of, with_ending
from bulletin.intake.letter import Envelope, Inner, Letter
from bulletin.intake.limits import MEGABYTE, Budget, Refused
from bulletin.intake.passed_on import first_writers
from bulletin.language import N_, _
from bulletin.queries import Marked, Query, query
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
    Kind.LOCKED: (
        "encrypted",
        N_("{name} is encrypted"),
        N_("Ask the branch to send it again without encryption."),
    ),
    Kind.MAILBOX: (
        "unreadable",
        N_("{name} is a whole mailbox with several mails"),
        N_("Save each mail that is a submission as .eml and put those into the drop folder, or name the mailbox in bulletin.toml."),
    ),
    Kind.CARD: (
        "left-alone",
        N_("{name} is a calendar entry or a visiting card and is left alone"),
        N_("Nothing is to be done."),
    ),
}
#: What a program writes in answer to a mail, and sends no manuscript with.
_WROTE = {"auto-reply": N_("an automatic reply"), "bounce": N_("a mail that came back")}
#: The three forms of a mail, and who opens each.
_LETTERS: dict[Kind, Callable[[bytes], Letter]] = {
    Kind.MAIL: mail.read_letter,
    Kind.OUTLOOK: outlook.read_letter,
    Kind.TNEF: tnef.read_letter,
}
_NAMES: dict[Kind, Callable[[bytes], tuple[str, ...]]] = {Kind.MAIL: mail.read_names, Kind.OUTLOOK: outlook.read_names}
_MOST_NAMES = 30
_ENVELOPES: dict[Kind, Callable[[bytes], Envelope]] = {Kind.MAIL: mail.read_envelope, Kind.OUTLOOK: outlook.read_envelope}


def open_bundle(bundle: Bundle, house: House) -> Marked[Submission]:
    """A bundle as a submission, with a query for everything that was held, left out or damaged.

    The submission always has its originals, byte for byte; a mail from a stranger and what is over the limit is not opened.
    Raises MachineError where a file cannot be read from the disk.
    """
    opening = _Opening(_shown(bundle.name), house)
    originals, written = _read(bundle, most=house.intake.max_submission_mb * MEGABYTE if opening.is_small_enough(bundle) else None)
    for original in originals:
        opening.take_original(original)
    opening.ask_for_something_to_publish()
    return Marked(_submission(originals, written, opening), tuple(opening.queries))


def _submission(originals: tuple[Enclosure, ...], written: datetime, opening: "_Opening") -> Submission:
    envelope = opening.envelope
    return Submission(
        name=opening.name,
        received=envelope.sent if envelope and envelope.sent else written,
        digest=digest_of(originals),
        originals=originals,
        enclosures=tuple(opening.enclosures),
        body=tuple(opening.body),
        subject=envelope.subject if envelope else "",
        sender=envelope.sender if envelope else None,
        sender_name=envelope.sender_name if envelope else "",
        message_id=envelope.message_id if envelope else None,
        writer=opening.writer,
        reply_to=envelope.reply_to if envelope else None,
        automatic=envelope.automatic if envelope else "",
    )


@dataclass
class _Opening:
    """A submission while it is unpacked: what was found so far, and what may still be."""

    name: str
    house: House
    enclosures: list[Enclosure] = field(default_factory=list)
    body: list[Enclosure] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    envelope: Envelope | None = None
    writers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.budget = Budget.of(self.house)

    def is_small_enough(self, bundle: Bundle) -> bool:
        """Whether the whole is within the publication's limit; a hold where it is not. Nothing is read for it."""
        most = self.house.intake.max_submission_mb
        if sum(reading.status(path).st_size for path in bundle.files) <= most * MEGABYTE:
            return True
        self.ask(
            "too-large",
            _("the submission is larger than {most} MB").format(most=most),
            _("Ask the branch for smaller pictures or several mails, or raise max_submission_mb in bulletin.toml."),
        )
        return False

    def take_original(self, original: Enclosure) -> None:
        """Open one file of the drop folder. A mail is opened only where its sender may send."""
        if original.lying:
            self.look_at_head(original)
            return
        kind = kind_of(original.name, original.data)
        if kind not in _ENVELOPES:
            self.take(original, ())
            return
        try:
            envelope = _ENVELOPES[kind](original.data)
            if self.admits(envelope):
                self.take_mail(_LETTERS[kind](original.data), envelope, original.folder)
            else:
                self.name_what_lies_in(_NAMES[kind](original.data))
        except Refused as refused:
            self.refuse(refused)

    @property
    def writer(self) -> str | None:
        """The branch's address that wrote a mail which was passed on; the innermost where it was so more than once."""
        if self.envelope is None or is_answer(self.envelope.subject):
            return None
        return next((each for each in reversed(self.writers) if self.house.branch_of_sender(each)), None)

    def name_what_lies_in(self, names: Sequence[str]) -> None:
        """Say what lies in a mail that is not opened, as its head names it, its programs first."""
        if not names:
            return
        programs = [_("{name} (a program)").format(name=name) for name in names if is_program_name(name)]
        shown = (*programs, *(name for name in names if not is_program_name(name)))[:_MOST_NAMES]
        message = _("the mail was not opened; in it lie, by their names: {names}")
        remedy = _("Look at these names before you release the mail; what holds a program is not filed in any case.")
        self.ask("left-alone", message.format(names=_(", ").join(shown) + ("…" if len(names) > len(shown) else "")), remedy)

    def look_at_head(self, original: Enclosure) -> None:
        """Find out who sent a mail that is too large to be opened."""
        beginning = next(reading.chunks(original.lying), b"") if original.lying else b""
        if kind_of(original.name, beginning) is Kind.MAIL:
            try:
                self.admits(mail.read_envelope(beginning))
            except Refused as refused:
                self.refuse(refused)

    def admits(self, envelope: Envelope) -> bool:
        """Whether a mail's sender may send, and has proved to be who it is; the submission takes its first mail's envelope."""
        self.envelope = self.envelope or envelope
        if envelope.sent is None:
            self.ask(
                "damaged-mail",
                _("the mail's date is missing or cannot be read; its file's date is taken"),
                _("Correct `received` in story.md if the order of the stories depends on it."),
            )
        asked = [query(check, self.name, message, remedy) for check, message, remedy in asked_of_sender(envelope, self.house)]
        if asked and envelope.automatic in _WROTE:
            self.ask_what_wrote_it(_("this is {what}").format(what=_(_WROTE[envelope.automatic])))
        self.queries.extend(asked)
        return not asked

    def take_mail(self, letter: Letter, envelope: Envelope, folder: str) -> None:
        """Take what a mail of the drop folder holds, unless a program wrote it and sent no manuscript along."""
        if envelope.automatic in _WROTE and not any(map(_is_manuscript, letter.attachments)):
            self.ask_what_wrote_it(_("this is {what}, without a manuscript").format(what=_(_WROTE[envelope.automatic])))
            return
        self.take_letter(letter, folder, (Kind.MAIL,))
        self.ask_for_what_is_elsewhere(letter)

    def ask_what_wrote_it(self, message: str) -> None:
        """A hold for what a program wrote."""
        remedy = _("Read it: a receipt may not have arrived, or an address in bulletin.toml may be wrong. Then run `bulletin withdraw`.")
        self.ask("automatic-mail", message, remedy)

    def ask_for_what_is_elsewhere(self, letter: Letter) -> None:
        """A hold for attachments that lie on a server, a query for one that was forgotten."""
        texts = _texts(letter)
        if any(map(left_on_a_server, texts)):
            if self.is_below_an_answer(letter, texts):
                self.ask(
                    "left-alone",
                    _("below, in the mail that is answered, stands a link to an attachment on the mail provider's server (超大附件)"),
                    _("Nothing is to be done, unless it belongs to this submission: then ask the branch for an ordinary attachment."),
                )
                return
            self.ask(
                "attachment-elsewhere",
                _("the mail only links to an attachment that lies on the mail provider's server (超大附件)"),
                _("Ask the branch to send it again as an ordinary attachment, in several mails if need be: the link expires."),
            )
        elif not letter.attachments and any(map(spoken_of, texts)):
            self.ask(
                "attachment-forgotten",
                _("the mail speaks of an attachment, but has none"),
                _("Ask the branch whether the manuscript was forgotten, and to send it again."),
            )

    def is_below_an_answer(self, letter: Letter, texts: list[str]) -> bool:
        """Whether a link stands only in what is answered, by a mail that brings files of its own."""
        answers = self.envelope is not None and is_answer(self.envelope.subject)
        return answers and bool(letter.attachments) and not any(left_on_a_server(own_words(text)) for text in texts)

    def take(self, thing: Enclosure, within: tuple[Kind, ...]) -> None:
        """Keep a file, open it, or hold it; `within` is what it was packed in, outermost first."""
        thing = thing.model_copy(update={"name": with_ending(thing.name, thing.data)})
        match kind_of(thing.name, thing.data):
            case Kind.MANUSCRIPT | Kind.PICTURE | Kind.OTHER:  # whoever reads the manuscripts says what became of the others
                self.enclosures.append(thing)
            case Kind.ZIP:
                self.unpack(thing, within)
            case Kind.MAIL | Kind.OUTLOOK | Kind.TNEF as kind:
                self.opened_within(thing.name, lambda: _LETTERS[kind](thing.data), thing.folder, within)
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

    def opened_within(self, name: str, opened: Callable[[], Letter], folder: str, within: tuple[Kind, ...]) -> None:
        """Take what a mail that came inside something else holds, to a certain depth."""
        if within.count(Kind.MAIL) > _MAILS_DEEP:
            self.too_deep(name)
            return
        try:
            self.take_letter(opened(), folder, (*within, Kind.MAIL))
        except Refused as refused:
            self.refuse(refused, within=name)

    def take_letter(self, letter: Letter, folder: str, within: tuple[Kind, ...]) -> None:
        """Take a mail's text and attachments, and those of the mails within it."""
        self.body.extend(letter.body)
        subject = self.envelope.subject if self.envelope else ""
        for text in _texts(letter):
            self.writers.extend(first_writers(subject, text))
        if letter.locked:
            self.ask(
                "encrypted",
                _("the mail is encrypted (S/MIME or PGP), or its signature hides its text"),
                _("Ask the branch to send it again without encryption and without a signature."),
            )
        for damage in letter.damage:
            self.ask(
                "damaged-mail",
                _("the mail is damaged: {damage}").format(damage=damage),
                _("Compare the story with the mail, and ask the branch to send it again if something is missing."),
            )
        for attachment in letter.attachments:
            self.take_attachment(attachment, folder, within)

    def take_attachment(self, attachment: Enclosure | Inner, folder: str, within: tuple[Kind, ...]) -> None:
        """Take one attachment, as long as there are not too many; a mail within a mail to a certain depth."""
        try:
            self.budget.spend(attachment.name, members=1)
        except Refused as refused:
            self.refuse(refused)
            return
        if isinstance(attachment, Enclosure):
            self.take(attachment.model_copy(update={"folder": folder}), within)
        else:
            self.writers.extend([attachment.writer] if attachment.writer else [])
            self.opened_within(attachment.name, attachment.opened, folder, within)

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

    def refuse(self, refused: Refused, *, within: str = "") -> None:
        """The query for a mail or an archive that was refused; a limit that is reached is told once."""
        if any(each.check == refused.check == "too-large" for each in self.queries):
            return
        message = _("{name}: {message}").format(name=within, message=refused.message) if within else refused.message
        self.ask(refused.check, message, refused.remedy)

    def ask(self, check: str, message: str, remedy: str) -> None:
        """A query on this submission."""
        self.queries.append(query(check, self.name, message, remedy))


def _read(bundle: Bundle, *, most: int | None) -> tuple[tuple[Enclosure, ...], datetime]:
    """A bundle's files, and when the last of them was written; without a `most` (bytes each) they stay where they lie."""
    found = [(path, *_bytes(path, bundle, most)) for path in bundle.files]
    originals = tuple(
        Enclosure(name=_shown(path.name), data=data, folder=_folder(path, bundle), lying=path if most is None else None)
        for path, data, _written in found
    )
    return originals, datetime.fromtimestamp(int(max(written for _path, _data, written in found))).astimezone()


def _bytes(path: Path, bundle: Bundle, most: int | None) -> tuple[bytes, float]:
    return (b"", reading.status(path).st_mtime) if most is None else reading.read(path, bundle.root, most)


def _folder(path: Path, bundle: Bundle) -> str:
    return "/".join(map(_shown, path.parent.relative_to(bundle.root).parts)) if bundle.root else ""


def _shown(name: str) -> str:
    """A name in the drop folder as text: on Linux it is bytes, which an old Windows or a careless zip program wrote in GBK."""
    raw = os.fsencode(name)
    return bare_name(name if reads(raw, "utf-8") else decode_name(raw))


def digest_of(originals: tuple[Enclosure, ...]) -> str:
    """The SHA-256 (hex) of files by their names and bytes, in whatever order; what is too large is read in pieces.

    Raises MachineError where a file cannot be read.
    """
    digest = hashlib.sha256()
    for original in sorted(originals, key=lambda each: (each.name, each.data, str(each.lying))):
        # lengths in front, so that no two sets of files give the same bytes
        size = reading.status(original.lying).st_size if original.lying else len(original.data)
        digest.update(b"%d %d " % (len(original.name.encode()), size) + original.name.encode())
        for chunk in reading.chunks(original.lying) if original.lying else (original.data,):
            digest.update(chunk)
    return digest.hexdigest()


def _texts(letter: Letter) -> list[str]:
    return [each.data[:MEGABYTE].decode(each.charset or "utf-8", "replace") for each in letter.body]


def _is_manuscript(attachment: Enclosure | Inner) -> bool:
    """Whether an attachment may be a manuscript; a mail that comes back holds the one that was sent, which is none."""
    return isinstance(attachment, Enclosure) and kind_of(attachment.name, attachment.data) in (Kind.MANUSCRIPT, Kind.ZIP)


def _is_blank(text: Enclosure) -> bool:
    if len(text.data) > MEGABYTE:
        return False
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
