"""What is asked of a sender, in the words of a branch's clerk: not what the editor does about it, but what the branch can do."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from bulletin.language import N_, _
from bulletin.queries import PAPER, WORDING, Query
from bulletin.records.sheet import Sheet


class _Words(NamedTuple):
    what: str
    remedy: str
    again: bool = True


_SAVE_ANEW = N_("Open it on your computer, save it anew as a Word file (.docx), and send it again.")

#: What a sender reads of each check. Of a check that is not here he is told nothing: see `UNTOLD`.
WORDS: dict[str, _Words] = {
    "edited-by-hand": _Words(
        N_("A new version has come while an editor was already at work on the story."),
        N_("Nothing is to be done: an editor compares the two."),
        again=False,
    ),
    "unlike-version": _Words(
        N_("It took the place of an earlier story of nearly the same title, though much of the text is another."),
        N_("If both are to be printed, reply and tell us; else nothing is to be done."),
        again=False,
    ),
    "near-duplicate": _Words(
        N_("Much of this story has come before, under another title, for another issue, or from another branch."),
        N_("If one of them was sent by mistake, reply and tell us which; else nothing is to be done."),
        again=False,
    ),
    "closed-issue": _Words(
        N_("The issue that the subject names takes no more stories."),
        N_("Nothing is to be done: the story goes into the issue that is named here."),
        again=False,
    ),
    "subject-word-missing": _Words(
        N_("The subject lacks the word by which the editors know a submission."),
        N_("Put the word that the call for submissions names into the subject, and send the mail again."),
    ),
    "attachment-elsewhere": _Words(
        N_("The manuscript was sent as a link to a file store, and the file itself did not come with the mail."),
        N_("Send it again as an ordinary attachment; make the pictures smaller if it is too large for that."),
    ),
    "attachment-forgotten": _Words(
        N_("The mail speaks of an attachment, but there is none."),
        N_("If you forgot it, send the mail again with the attachment."),
    ),
    "nothing-to-publish": _Words(
        N_("There is no story in it, and no photo."), N_("Send the mail again with the manuscript (.docx) or the photos attached.")
    ),
    "message-to-editor": _Words(
        N_("Your message was passed to the editors."), N_("Nothing is to be done: an editor reads it and does what you ask."), again=False
    ),
    "too-large": _Words(N_("It is too large to be taken."), N_("Send it in several mails, or make the pictures smaller.")),
    "unsafe-archive": _Words(
        N_("The packed file cannot be opened safely."), N_("Attach the manuscript and the photos singly, without packing them.")
    ),
    "encrypted": _Words(N_("A file is protected by a password."), N_("Save it without a password and send it again.")),
    "executable": _Words(
        N_("There is a program among the attachments; such a mail is not opened."),
        N_("Send the manuscript and the photos alone. If you attached no program, have your computer checked."),
    ),
    "macro": _Words(N_("The Word file holds macros."), N_("Save it as a Word file without macros (.docx) and send it again.")),
    "unreadable": _Words(
        N_("A file cannot be opened here: it is damaged, did not come whole, or is of another kind (such as RAR)."),
        N_("Send the manuscript as a Word file (.docx), and files packed together as a zip, or attach them singly."),
    ),
    "attachment-left-out": _Words(
        N_("An attachment is of a kind that cannot be printed; it was left out."),
        N_("If it belongs to the story, send its text as a Word file and its pictures as JPEG or PNG."),
    ),
    "damaged-mail": _Words(
        N_("The mail arrived damaged in places."), N_("To be sure, send the story again as a Word file (.docx) attached to the mail.")
    ),
    "converter-missing": _Words(N_("The file is in an old format that cannot be opened here."), _SAVE_ANEW),
    "not-carried-over": _Words(
        N_("Something in it, such as a chart, an embedded object or a second text, could not be taken over."),
        N_("If it belongs to the story, send a chart as a picture (JPEG or PNG) with a caption, and all text in one Word file."),
    ),
    "picture-unreadable": _Words(N_("A picture cannot be opened."), N_("Send the picture itself again, as JPEG or PNG.")),
    "picture-damaged": _Words(N_("A picture is damaged in places."), N_("Send the picture itself again, as JPEG or PNG.")),
    "picture-missing": _Words(N_("A picture that the story names did not come."), N_("Send the picture with the story again.")),
    "picture-astray": _Words(
        N_("It is not clear which story a picture belongs to."), N_("Put it into its manuscript, or send each story in a mail of its own.")
    ),
    "hidden-text": _Words(N_("The manuscript holds hidden text; it was left out."), N_("If it belongs to the story, make it visible.")),
    "characters-lost": _Words(
        N_("Some characters were lost before the text came here (shown as ? or □)."), N_("Look through the text and put them back.")
    ),
    "not-a-story": _Words(
        N_("It reads like a notice, an advertisement or minutes, and not like a story."),
        N_("Nothing is to be done: an editor looks at it."),
        again=False,
    ),
    "unreadable-date": _Words(N_("The date in the form cannot be read."), N_("Reply and tell us the date."), again=False),
    "several-stories": _Words(
        N_("There seem to be several stories in one text."), N_("If so, send each of them as a Word file of its own.")
    ),
    "no-title": _Words(N_("No headline was found."), N_("Write the headline as the first line of the manuscript.")),
    "title-from-subject": _Words(
        N_("There is no headline in the manuscript; the mail's subject was taken."),
        N_("If it should be another, write it as the first line of the manuscript."),
    ),
    "no-body": _Words(N_("There is a headline, but no text under it."), N_("Send the manuscript again with its text.")),
    "unsorted": _Words(
        N_("It does not say which section it is for."), N_("Write the section into the mail's subject or above the headline.")
    ),
    "unknown-section": _Words(
        N_("The section that it names is none of this publication's."), N_("Name one of these sections: {sections}.")
    ),
    "unknown-branch": _Words(N_("It does not say which branch it is from."), N_("Write your branch's name under the headline.")),
    "branch-disagrees": _Words(
        N_("The branch in the byline is another than the one that the mail came from."), N_("Tell us which of them is right.")
    ),
    "uncaptioned-picture": _Words(
        N_("A picture has no caption."), N_("Write under it, in one sentence, who is to be seen and what they are doing.")
    ),
    "no-gallery": _Words(
        N_("There are photos, but no story with them."),
        N_("Write to which story or photo gallery they belong, in the subject, and send the mail again."),
    ),
    "identity-number": _Words(
        N_("There is what looks like an identity card number in it."), N_("Take it out, or hide most of its digits with asterisks (*).")
    ),
    "bank-card": _Words(
        N_("There is what looks like a bank card or account number in it."),
        N_("Take it out, or hide most of its digits with asterisks (*)."),
    ),
    "phone-number": _Words(
        N_("There is what looks like a private telephone number in it."), N_("Take it out, or hide some of its digits with asterisks (*).")
    ),
    "account-number": _Words(
        N_("There is what looks like somebody's account or customer number in it."),
        N_("Take it out, or hide most of it with asterisks (*)."),
    ),
    "travel-document": _Words(
        N_("There is what looks like the number of a passport or a travel permit in it."),
        N_("Take it out, or hide most of it with asterisks (*)."),
    ),
    "soldiers-paper": _Words(
        N_("There is what looks like the number of a soldier's paper in it."), N_("Take it out, or hide most of it with asterisks (*).")
    ),
    "number-plate": _Words(N_("There is a car's number plate in it."), N_("Take it out, or hide most of it with asterisks (*).")),
    "mail-address": _Words(N_("There is somebody's mail address in it."), N_("Take it out, or hide most of it with asterisks (*).")),
    "chat-name": _Words(N_("There is somebody's WeChat or QQ number in it."), N_("Take it out, or hide most of it with asterisks (*).")),
    "home-address": _Words(N_("There is a home address in it, down to the door."), N_("Write the district alone.")),
    "birth-date": _Words(N_("There is a date of birth beside a full name in it."), N_("Write the year alone.")),
    "class-told": _Words(N_("A child can be known in it by the school and the class."), N_("Write a school, and no class.")),
    "minor-named": _Words(N_("A child is called by its full name in it."), N_("Write the surname with 某某.")),
    "illness-named": _Words(
        N_("Somebody who is ill is called by the full name in it."), N_("Write the surname with 某某, or tell us that the person agrees.")
    ),
    "customer-named": _Words(
        N_("A customer is called by the full name in it."), N_("Write the surname with 某某, or tell us that the person agrees.")
    ),
    "low-resolution": _Words(
        N_("A picture is too small to be printed well."),
        N_("Send the photo as the camera or telephone took it, not a screenshot or one that a chat program has made smaller."),
    ),
    "blurred-picture": _Words(
        N_("A picture is blurred: nothing in it is sharp."),
        N_("Send a sharper one of the same day, as the camera took it, if there is one."),
    ),
    "badly-lit-picture": _Words(
        N_("A picture is very dark, very pale or without contrast; on paper it will look worse than on a screen."),
        N_("Send another one, if there is a brighter or clearer one."),
    ),
    "screen-shot": _Words(
        N_("A picture looks like a screen shot."),
        N_("Send the photo itself if there is one; else cut the picture to what matters and hide names, portraits and account data."),
    ),
    "picture-of-text": _Words(
        N_("A picture seems to show a document, and what is personal in it could be read by everyone."),
        N_("Send what it says as text, or hide names and numbers in it."),
    ),
    "same-picture-twice": _Words(N_("The same picture comes twice."), N_("If one of them is wrong, send the right one.")),
}

#: What a sender is told nothing of: he is not answered at all, it informs only, or it is the editor's or the printer's own business.
UNTOLD = frozenset(
    {
        *WORDING,
        *PAPER,
        "sender-asks",
        "stranger",
        "sender-not-proven",
        "automatic-mail",
        "mailbox-unreached",
        "same-title",
        "picture-in-two-stories",
        "picture-printed-before",
        "faces-shown",
        "planned-story-missing",
        "planned-story-ambiguous",
        "planned-twice",
        "not-in-a-section",
    }
)

#: Eleven digits or more, in groups or not: identity, card and telephone numbers. A receipt repeats none, wherever it stood.
_NUMBER = re.compile(r"\d(?:[ \u00a0()（）—－-]{0,2}\d){9,}[\dXxＸｘ]")
_LONGEST = 120


class Asked(Sheet):
    """One thing that is asked of the sender: what it is, what he can do, in how many places, and where (three at most).

    `again` says whether the submission is to be sent once more.
    """

    what: str
    remedy: str
    count: int
    places: tuple[str, ...]
    again: bool


def asked(queries: Iterable[Query], sections: Iterable[str]) -> tuple[Asked, ...]:
    """What a sender is asked, each thing once; `sections` are the publication's."""
    told: dict[str, list[Query]] = {}
    for query in queries:
        if query.check in WORDS:
            told.setdefault(query.check, []).append(query)
    return tuple(_asked(WORDS[check], found, _(", ").join(sections)) for check, found in told.items())


def quoted(text: str) -> str:
    """A sender's words as a receipt repeats them: on one line, not too long, every long number struck out."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    line = _NUMBER.sub("…", line)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _asked(words: _Words, found: list[Query], sections: str) -> Asked:
    # what lies in the archive is not the sender's to look into
    places = dict.fromkeys(quoted(str(each.place)) for each in found if each.place.file and "/" not in each.place.file)
    remedy = _(words.remedy).format(sections=sections)
    return Asked(what=_(words.what), remedy=remedy, count=len(found), places=tuple(places)[:3], again=words.again)
