"""The inbox: what was sent, what became of it, and which submission or story an editor means by a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.archive import meeting, shelf
from bulletin.archive.ledger import Act, Entry, Ledger, Replaced, StoryEntry, Wanted, opened
from bulletin.archive.receipts import ReceiptEntry, Receipts
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.production.check import check
from bulletin.queries import Query, UsageError

_MOST_CANDIDATES = 10


@dataclass(frozen=True)
class Line:
    """A submission with the stories that stand as it brought them."""

    entry: Entry
    stories: tuple[StoryEntry, ...]


@dataclass(frozen=True)
class File:
    """All that is known of a submission: its stories, each with the queries that stand on it now, what was done, and who was told.

    `replaced` are those of its stories whose place later ones took.
    """

    entry: Entry
    stories: tuple[tuple[StoryEntry, tuple[Query, ...]], ...]
    acts: tuple[Act, ...]
    receipts: tuple[ReceiptEntry, ...]
    replaced: tuple[Replaced, ...]


@dataclass(frozen=True)
class Meant:
    """What a name means: a submission with all its stories, or one story, whose submission is None where an editor wrote it."""

    entry: Entry | None
    stories: tuple[StoryEntry, ...]

    def __str__(self) -> str:
        titles = _(", ").join(f"{story.title} ({story.folder})" for story in self.stories)
        if self.entry is None:
            return f"–  {titles}"
        return "  ".join(filter(None, (str(self.entry.id), self.entry.name, titles or self.entry.subject)))


def lines(house: House, wanted: Wanted) -> tuple[Line, ...]:
    """The submissions that are wanted, the newest first."""
    with opened(shelf.stories_folder(house)) as ledger:
        return tuple(Line(entry, ledger.stories_of(entry.id)) for entry in ledger.search(wanted))


def file_of(house: House, name: str) -> File:
    """All that is known of a submission, by its number, its name, or a story of it.

    Raises UsageError where no submission or several are called so, or where the story came in none.
    """
    with opened(shelf.stories_folder(house)) as ledger:
        entry = meant(house, ledger, name).entry
        if entry is None:
            remedy = _("See it with `bulletin check` or `bulletin stories`.")
            raise UsageError(_("“{name}” came in no submission: it was written into its folder by hand").format(name=name), remedy=remedy)
        stories, acts, receipts = ledger.stories_of(entry.id), ledger.acts(entry.id), Receipts(ledger).of(entry.id)
        replaced = ledger.replaced(entry.id)
    return File(entry, tuple(_asked(house, stories)), acts, receipts, replaced)


def meant(house: House, ledger: Ledger, name: str) -> Meant:
    """What a name means: a submission's number or name; a story's folder, file or title; or a part of one that fits nothing else.

    Raises UsageError, with the candidates, where nothing or several things are called so.
    """
    if name.isdecimal() and (entry := ledger.entry(int(name))):
        return _submission(ledger, entry)
    found = list(_exactly(house, ledger, name)) or list(_partly(ledger, name))
    if not found:
        remedy = _("See what there is with `bulletin inbox` and `bulletin stories`.")
        raise UsageError(_("there is no submission or story “{name}”").format(name=name), remedy=remedy)
    if len(found) > 1:
        raise _ambiguous(name, found)
    return found[0]


def know_all(house: House, ledger: Ledger) -> None:
    """See that the ledger knows the stories that an editor wrote into the folders by hand."""
    for plan in shelf.issues(house):
        meeting.adopt(house, ledger, plan.id)


def _asked(house: House, stories: Sequence[StoryEntry]) -> Iterator[tuple[StoryEntry, tuple[Query, ...]]]:
    """Each story with its queries: as it stands now in its issue, else as they were when it came."""
    issues = {story.issue for story in stories if not story.withdrawn and shelf.is_issue(house, story.issue)}
    now = {shelf.relative(house, each.filed.folder): each.queries for issue in issues for each in check(house, issue).stories}
    return ((story, now.get(story.folder, story.queries)) for story in stories)


def _submission(ledger: Ledger, entry: Entry) -> Meant:
    return Meant(entry, ledger.stories_of(entry.id))


def _story(ledger: Ledger, story: StoryEntry) -> Meant:
    return Meant(ledger.entry(story.submission) if story.submission else None, (story,))


def _exactly(house: House, ledger: Ledger, name: str) -> Iterator[Meant]:
    submissions = ledger.named(name)
    yield from (_submission(ledger, entry) for entry in submissions)
    folder = _folder(house, name)
    for story in ledger.all_stories():
        if folder == story.folder or name in (story.title, Path(story.folder).name):
            yield _story(ledger, story)


def _partly(ledger: Ledger, name: str) -> Iterator[Meant]:
    part = name.lower()
    stories = [story for story in ledger.all_stories() if part in story.title.lower()]
    yield from (_story(ledger, story) for story in stories)
    known = {story.submission for story in stories}
    yield from (_submission(ledger, entry) for entry in ledger.search(Wanted(text=name)) if entry.id not in known)


def _folder(house: House, name: str) -> str:
    """A story's folder from the publication's, by its path from anywhere; story.md stands for the folder that it lies in."""
    path = Path(name)
    path = path.parent if path.name == "story.md" else path
    inside = (house.root / path).is_dir()
    return shelf.relative(house, house.root / path if inside else path.absolute())


def _ambiguous(name: str, found: Sequence[Meant]) -> UsageError:
    candidates = [f"  {each}" for each in found[:_MOST_CANDIDATES]]
    more = len(found) - len(candidates)
    lines = [_("Name one of these by its number, or a story by its folder:"), *candidates]
    lines += [_("  and {count} more").format(count=more)] if more else []
    return UsageError(_("several are called “{name}”").format(name=name), remedy="\n".join(lines))
