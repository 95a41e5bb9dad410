"""bulletin.toml: the publication's own rules."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bulletin.house.account import Account
from bulletin.house.mail import Mail
from bulletin.house.toml import Rule, TomlPath, line_of, read_toml
from bulletin.language import _
from bulletin.queries import CHECKS, SettingsError, Weight

FILE = "bulletin.toml"

#: What a section prints: news reports, practice, case stories, personal reflections.
Kind = Literal["report", "practice", "case", "reflection"]


def _millimetres(length: str) -> str:
    number = length.removesuffix("mm")
    if number == length or not number.replace(".", "", 1).isdigit():
        raise ValueError(_('A length is written in millimetres, as in "3mm".'))
    return length


Millimetres = Annotated[str, AfterValidator(_millimetres)]


class Masthead(Rule):
    """[publication]: what it is called and who publishes it."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    subtitle: str = ""
    motto: tuple[str, ...] = ()
    publisher: str = ""
    language: Literal["zh-CN", "en"] = "zh-CN"
    closing: tuple[str, ...] = ()


class SectionRule(Rule):
    """[[sections]]: a section's name and what it prints; `aliases` are other names that branches use for it.

    `title_words` in a story's title, and `words` anywhere in it, speak for the section where none is stated.
    """

    name: str = Field(min_length=1)
    kind: Kind = "report"
    aliases: tuple[str, ...] = ()
    title_words: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    words: tuple[Annotated[str, Field(min_length=1)], ...] = ()


class Imap(Account):
    """[intake.imap]: a mailbox whose mails are taken as if they lay in the drop folder.

    `handled` says what becomes of a mail on the server once it is safe: "mark" it as read and taken, "move" it into
    `handled_folder`, or "leave" it untouched. `poll_seconds` is how often a watch asks the server, beside what it is told.
    """

    user: str = Field(min_length=1)
    folder: str = Field(default="INBOX", min_length=1)
    handled: Literal["mark", "move", "leave"] = "mark"
    handled_folder: str = ""
    poll_seconds: int = Field(default=60, ge=1, le=86400)

    @model_validator(mode="after")
    def _handled_mail_has_a_place(self) -> Self:
        if (self.handled == "move") != bool(self.handled_folder) or self.handled_folder == self.folder:
            raise ValueError(_('handled = "move" goes together with handled_folder, which is another folder than the one that is read.'))
        return self


class Intake(Rule):
    """[intake]: the drop folder and its limits.

    `taken` says what becomes of a file in the drop folder once it is safe: "remove" it, or "leave" it (for a folder that
    another program keeps). `trusted_authserv` is the name by which the receiving server signs its `Authentication-Results`
    (RFC 8601); without it nobody's word is taken. `subject_word` must stand in a mail's subject, where it is set.
    """

    inbox: TomlPath = Path("stories/inbox")
    settle_seconds: float = Field(default=5, ge=0, le=3600)
    max_submission_mb: int = Field(default=50, ge=1)
    max_unpacked_mb: int = Field(default=200, ge=1)
    max_attachments: int = Field(default=300, ge=1, le=5000)
    strangers: Literal["hold", "accept"] = "hold"
    trusted_authserv: str = ""
    subject_word: str = ""
    taken: Literal["remove", "leave"] = "remove"
    imap: Imap | None = None


class LayoutRule(Rule):
    """[layout]: which layout, and the page it is set on."""

    name: str = Field(default="zhenjing", pattern=r"^[A-Za-z0-9_-]+$")
    page: Literal["A4", "A5", "B5"] = "A4"


class PrintRule(Rule):
    """[print]: what the printer asked for.

    `ink_limit` is the most ink on one spot of a picture, in percent, the four inks together. `binding` makes the print PDF's
    pages as many as it takes: "saddle" (sheets folded into one another) a multiple of four, "perfect" (glued) of two. `paper` is a sheet's
    thickness, by which a booklet's pages are moved to the spine.
    """

    bleed: Millimetres = "3mm"
    marks: bool = True
    icc_profile: TomlPath = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")
    ink_limit: int = Field(default=300, ge=200, le=400)
    binding: Literal["saddle", "perfect", "none"] = "saddle"
    paper: Millimetres = "0.1mm"


class Branch(Rule):
    """[[branches]]: a branch, what else it is called in stories, and the addresses (or "@domain") it writes from."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()


class Person(Rule):
    """[[people]]: somebody who is often named, and the offices that stand beside the name."""

    name: str = Field(min_length=2)
    offices: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=1)


def _known_check(name: str) -> str:
    if CHECKS.get(name) in (None, Weight.HOLD):
        raise ValueError(_("“{name}” is no check that may be left out: a hold is allowed story by story.").format(name=name))
    return name


class CheckRule(Rule):
    """[check]: what is asked of the stories' wording.

    `skip` are checks that are never asked; `forbidden` words hold a story, `sensitive` ones are asked about. A text has `shortest`
    to `longest` Chinese characters; `title_line` is how many of them a line of a title holds; `share` is the most of an issue's
    stories, in percent, that come from one branch.
    """

    skip: tuple[Annotated[str, AfterValidator(_known_check)], ...] = ()
    forbidden: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    sensitive: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    shortest: int = Field(default=60, ge=0)
    longest: int = Field(default=3000, ge=1)
    title_line: int = Field(default=20, ge=5, le=60)
    share: int = Field(default=40, ge=1, le=100)


class House(Rule):
    """A publication folder and its rules, complete and consistent."""

    root: Path
    publication: Masthead
    sections: tuple[SectionRule, ...] = Field(min_length=1)
    intake: Intake = Intake()
    layout: LayoutRule = LayoutRule()
    print: PrintRule = PrintRule()
    mail: Mail = Mail()
    check: CheckRule = CheckRule()
    branches: tuple[Branch, ...] = ()
    people: tuple[Person, ...] = ()

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> "House":
        for message, names in (
            (_("a section is named twice: {names}"), [name for section in self.sections for name in (section.name, *section.aliases)]),
            (_("a branch is named twice: {names}"), [name for branch in self.branches for name in (branch.name, *branch.aliases)]),
            (_("a sender is named twice: {names}"), [sender.lower() for branch in self.branches for sender in branch.senders]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(message.format(names=_(", ").join(twice)))
        return self

    @property
    def inbox(self) -> Path:
        """The drop folder."""
        return self.root / self.intake.inbox

    @property
    def learnt(self) -> Path:
        """What the publication has learnt of its sections, where it has (`bulletin learn`)."""
        return self.root / "stories" / "sections.json"

    def section(self, name: str) -> SectionRule | None:
        """The section of this name or alias."""
        return next((section for section in self.sections if name in (section.name, *section.aliases)), None)

    def branch(self, name: str) -> Branch | None:
        """The branch of exactly this name or alias."""
        return next((branch for branch in self.branches if name in (branch.name, *branch.aliases)), None)

    def branch_of_sender(self, address: str | None) -> Branch | None:
        """The branch that writes from this address; an exact address goes before its domain."""
        if not address:
            return None
        address = address.lower()
        domain = "@" + address.rpartition("@")[2]
        for wanted in (address, domain):
            for branch in self.branches:
                if wanted in (sender.lower() for sender in branch.senders):
                    return branch
        return None


def read_house(root: Path) -> House:
    """The publication in a folder.

    Raises SettingsError (file, line where possible, what is allowed) where bulletin.toml is missing or says what cannot be.
    """
    return read_toml(root / FILE, House, root=root)


def make_inbox(house: House) -> None:
    """See that the drop folder is there: the usual one is made.

    Raises SettingsError where bulletin.toml names another that is not there: a slip in its name would leave the mail unread.
    """
    usual = Intake().inbox
    if house.intake.inbox == usual:
        house.inbox.mkdir(parents=True, exist_ok=True)
    elif not house.inbox.is_dir():
        file = house.root / FILE
        raise SettingsError(
            _("the drop folder {inbox} is not there").format(inbox=house.intake.inbox),
            remedy=_("Mend `inbox` in bulletin.toml, connect the shared folder, or make the folder."),
            file=file,
            line=line_of(file.read_text("utf-8-sig"), ("intake", "inbox")),
        )
