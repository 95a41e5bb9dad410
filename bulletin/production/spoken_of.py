"""Which stories a message to the editor may mean: those of its sender that it names, by title or by the mail that it answers."""

import re
from collections.abc import Iterator, Sequence

from bulletin.archive.ledger import Entry, Ledger, StoryEntry, Wanted
from bulletin.language import _
from bulletin.queries import Query
from bulletin.records.story import title_key
from bulletin.records.submission import Submission

_NAMED = re.compile(r"[《“\"]([^《》“”\"]{2,80})[》”\"]")
#: What stands before the subject of the mail that is answered, or says what the message is.
_BEFORE = re.compile(
    r"\s*(?:(?:re|aw|fwd?|回复|答复|转发|更正|勘误|撤稿|撤回|申请撤稿|correction|withdraw\w*)\s*[:：—-]?\s*)+", re.IGNORECASE
)
_MOST = 3
_FEWEST = 3  # characters of a subject that tell one mail from others


def with_stories(ledger: Ledger, number: int, submission: Submission, queries: Sequence[Query]) -> tuple[Query, ...]:
    """The queries, where one is a message to the editor with the stories that it may mean, and the command that takes each back."""
    return tuple(_told(ledger, number, submission, each) if each.check == "message-to-editor" else each for each in queries)


def _told(ledger: Ledger, number: int, submission: Submission, message: Query) -> Query:
    found = list(dict.fromkeys(_meant(ledger, number, submission, message.place.text)))[:_MOST]
    if not found:
        said = _("It does not show which story it means.")
    else:
        named = _(", ").join(_("“{title}” (submission {number}, {folder})").format(title=t, number=n, folder=f) for t, n, f in found)
        said = _("It seems to mean: {stories}.").format(stories=named)
    commands = _(", ").join(f"`bulletin withdraw {n}`" for n in dict.fromkeys(n for _t, n, _f in found))
    remedy = _("To take that back: {commands}.").format(commands=commands) + " " + message.remedy if found else message.remedy
    return message.model_copy(update={"message": f"{message.message} {said}", "remedy": remedy})


def _meant(ledger: Ledger, number: int, submission: Submission, text: str) -> Iterator[tuple[str, int, str]]:
    """Title, submission and folder of each story: named by its title, the sender's own first; then of the mail that is answered."""
    words = f"{submission.subject}\n{text}"
    named, subject = _NAMED.findall(words), title_key(_BEFORE.sub("", submission.subject, count=1))
    own = _stories(ledger, number, Wanted(sender=submission.sender or "\0"))
    others = [each for title in named[:_MOST] for each in _stories(ledger, number, Wanted(text=title.strip()))]
    titles = [title_key(each) for each in named]
    yield from (_line(story) for _entry, story in (*own, *others) if _is_titled(story, titles, title_key(words)))
    yield from (_line(story) for entry, story in own if _is_answered(entry, story, subject))


def _stories(ledger: Ledger, number: int, wanted: Wanted) -> list[tuple[Entry, StoryEntry]]:
    found = (each for each in ledger.search(wanted) if each.id != number)
    return [(entry, story) for entry in found for story in ledger.stories_of(entry.id) if not story.withdrawn]


def _line(story: StoryEntry) -> tuple[str, int, str]:
    return story.title, story.submission or 0, story.folder


def _is_titled(story: StoryEntry, titles: Sequence[str], said: str) -> bool:
    title = title_key(story.title)
    return title in said or any(len(each) >= _FEWEST and (each in title or title in each) for each in titles)


def _is_answered(entry: Entry, story: StoryEntry, subject: str) -> bool:
    if subject == title_key(_BEFORE.sub("", entry.subject, count=1)):
        return bool(subject)
    return len(subject) >= _FEWEST and (
        subject in title_key(entry.subject) or subject in title_key(story.title) or title_key(story.title) in subject
    )
