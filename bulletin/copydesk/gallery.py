"""Photos alone: they hang in a gallery that the issue plans, each with its caption."""

from collections.abc import Sequence
from pathlib import PurePath

from bulletin.copydesk.album import Album
from bulletin.copydesk.beside import photos_of
from bulletin.copydesk.branch import name_branch, short_name
from bulletin.copydesk.captions import words_of
from bulletin.copydesk.note import caption_by_note, read_note
from bulletin.copydesk.plate import Mounted, Plate
from bulletin.copydesk.section import parts_of, section_named, without_section
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.records.manuscript import Manuscript
from bulletin.records.story import Copy, Story
from bulletin.records.submission import Submission
from bulletin.typography import clean, join_lines

#: A shorter part of a subject (活动, 支行) may stand in any gallery's name.
_TELLING = 4


def hang(manuscript: Manuscript, submission: Submission, house: House, galleries: Sequence[str]) -> Marked[Copy | None]:
    """A story of photos for the gallery that the subject names; a hold where it names none, or there is no photo."""
    subject = title_of(submission, house)
    gallery = gallery_named(subject, galleries)
    photos = photos_of(manuscript)
    if gallery is None or not photos:
        return Marked(None, (_no_gallery(submission, galleries),))
    branch = name_branch("", submission.writer or submission.sender, [subject], [], house, manuscript.file)
    album = Album(photos, manuscript.file)
    fallback = short_name(branch.value) if branch.value else ""
    plates = [Plate(pictures=(Mounted(photo=key, caption=words_of(photo.name)),)) for key, photo in photos.items()]
    noted = caption_by_note(plates, photos, manuscript.covering, manuscript.file)
    said = read_note(manuscript.covering, house)
    story = Story(
        title=subject,
        section=section_named([submission.subject], house),
        branch=branch.value,
        authors=said.authors,
        photographers=said.photographers,
        captions=noted.value[0].captions,
        received=submission.received,
        submission=submission.name,
        gallery=gallery,
        body=tuple(block for plate in noted.value[1] if isinstance(plate, Plate) and (block := album.show(_named(plate, fallback)))),
    )
    return Marked(Copy(story=story, photos=album.photos), (*branch.queries, *noted.queries, *album.queries))


def _named(plate: Plate, fallback: str) -> Plate:
    """The plate, with the branch's name under a picture that nothing else is said of."""
    pictures = tuple(each.model_copy(update={"caption": each.caption or fallback}) for each in plate.pictures)
    return plate.model_copy(update={"pictures": pictures})


def title_of(submission: Submission, house: House) -> str:
    """What a submission calls itself: its subject, or the name of its file or folder."""
    subject = without_section(submission.subject, house) or PurePath(submission.name).stem
    return clean(join_lines(subject)) or submission.name


def gallery_named(subject: str, galleries: Sequence[str]) -> str | None:
    """The gallery that a subject names: in full, or with a telling part (活动剪影-高新支行 for 各行活动剪影)."""
    parts = [part for part in parts_of(subject) if len(part) >= _TELLING]
    named = [gallery for gallery in galleries if gallery in subject]
    named = named or [gallery for gallery in galleries if any(part in gallery for part in parts)]
    return max(named, key=len) if named else None


def _no_gallery(submission: Submission, galleries: Sequence[str]) -> Query:
    if galleries:
        remedy = _("Send the photos again with the gallery's name in the subject: {names}.").format(names=_(", ").join(galleries))
    else:
        remedy = _("Send them again with the story that they belong to, or plan a gallery in issue.toml.")
    return query("no-gallery", submission.name, _("these are photos without a story, and the subject names no planned gallery"), remedy)
