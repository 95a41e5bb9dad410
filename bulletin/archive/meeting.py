"""What a new story meets in the archive: the same story, an earlier version of it, or one that is nearly the same elsewhere."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bulletin.archive import likeness, storymd
from bulletin.archive.ledger import Ledger, Marks, StoryEntry
from bulletin.archive.shelf import may_lie, read_stories, relative, story_files
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, StoryError, query
from bulletin.records.issue import Filed
from bulletin.records.story import Copy, Story
from bulletin.records.submission import Submission

#: Two titles of one branch may mean one story from this likeness on: a corrected word or two in a title of twenty characters.
_SAME_TITLE = 0.8
#: They do mean one story where so much of the shorter text stands in the other.
_SAME_TEXT = 0.5
#: What is one story edited lightly shares more than this (see `likeness`); what shares less may be a form that is filled in anew.
_LIGHTLY = 0.8
#: Under any title, or from another branch, it takes this much; see `likeness` for what was measured.
_NEAR_TEXT = 0.6
#: So many of the likest are compared word for word.
_COMPARED = 3
#: What a sender writes into the subject or the file's name of a story that takes another's place.
_CORRECTION = ("更正", "修改稿", "修订稿", "以此稿为准", "以此为准", "最新稿", "correct", "revised")


@dataclass(frozen=True)
class Arrival:
    """A new story on its way in: the number of its submission, its issue, and whether its sender says that it is a correction.

    `allowed` are the checks that an editor has allowed.
    """

    submission: int
    issue: str
    copy: Copy
    corrects: bool
    allowed: Collection[str]


@dataclass(frozen=True)
class Met:
    """What a new story met: the earlier story that it is, what is to be said, and whether it goes in.

    `replaces` is set where it takes the earlier story's place; `filed` is then that story as it stands.
    """

    earlier: StoryEntry | None = None
    query: Query | None = None
    goes_in: bool = True
    filed: Story | None = None

    @property
    def replaces(self) -> StoryEntry | None:
        """The story whose place it takes; None where it gets its own."""
        return self.earlier if self.goes_in else None


@dataclass(frozen=True)
class _Version:
    """A filed story that a new one is a version of, and how much of the shorter text the two share, 0 to 1."""

    entry: StoryEntry
    filed: Story
    share: float


@dataclass(frozen=True)
class _Text:
    """A new story's text, made ready once to be compared."""

    story: Story
    runs: frozenset[str]


def marks_of(copy: Copy, source: str) -> Marks:
    """What a story will be found again by; `source` is the SHA-256 (hex) of the file that it was read from, "" where it is not known."""
    return _marks(copy.story, [photo.data for photo in copy.photos], source)


def corrects(submission: Submission) -> bool:
    """Whether the sender says that this takes the place of something sent before."""
    words = (submission.subject, *(each.name for each in (*submission.originals, *submission.enclosures)))
    return any(word in text for word in _CORRECTION for text in words)


def meet(house: House, ledger: Ledger, arrival: Arrival, marks: Marks) -> Marked[Met]:
    """What a new story is in its issue, and beside it a query where one that is nearly the same lies anywhere in the archive."""
    same = _the_same(house, ledger, arrival, marks)
    if same is not None:
        return Marked(_again(same, arrival))
    text = _Text(arrival.copy.story, likeness.runs(arrival.copy.story))
    version = _earlier_version(house, ledger, arrival, text)
    if version is not None:
        return Marked(_compared(house, version, arrival))
    return Marked(Met(), tuple(_near_duplicates(house, ledger, arrival, marks, text)))


def adopt(house: House, ledger: Ledger, issue: str) -> None:
    """Enter the stories of an issue that the ledger does not know: an editor wrote them, or the ledger was lost.

    All of them count as of an editor's hand, but those whose folder an editor renamed, or moved here from another issue: they are
    followed. Those that cannot be read wait until they can.
    """
    known = {entry.folder for entry in ledger.stories(issue)}
    strange = [path for path in story_files(house, issue) if relative(house, path.parent) not in known]
    new = []
    for filed in (each for each in read_stories(strange, house) if isinstance(each, Filed)):
        before = _before(house, ledger, filed)
        if before is None:
            new.append(filed)
        else:
            ledger.follow(before.folder, relative(house, filed.folder), issue)
    ledger.adopt((_by_hand(house, issue, filed), _marks_of_filed(filed)) for filed in new)
    ledger.adopt((entry, marks_lying(house, entry)) for entry in ledger.unmarked())


def marks_lying(house: House, entry: StoryEntry) -> Marks:
    """The marks of a story as it lies in its folder; none where it cannot be read."""
    filed = _filed(house, entry)
    return _marks_of_filed(Filed(story=filed, folder=house.root / entry.folder)) if filed else Marks()


def place(entry: StoryEntry) -> str:
    """A filed story's file, from the publication's folder."""
    return f"{entry.folder}/{storymd.FILE}"


# --- the same again --------------------------------------------------------------------------------------------------------------


def _the_same(house: House, ledger: Ledger, arrival: Arrival, marks: Marks) -> StoryEntry | None:
    """The story of this issue and branch that was made of the same bytes, or said the same when it came.

    One that says just what an earlier version said is not wanted again, unless its sender says that it is.
    """
    made = ledger.made_of(marks.digests, now=arrival.corrects)
    return next((each for each in made if _is_of(each, arrival) and _lies(house, each)), None)


def _again(same: StoryEntry, arrival: Arrival) -> Met:
    if same.submission == arrival.submission:
        return Met(same, goes_in=False)
    message = _("“{title}” says just what was filed before; it is not filed again").format(title=arrival.copy.story.title)
    return Met(same, query("duplicate", place(same), message, _("Nothing is to be done.")), goes_in=False)


def _is_of(entry: StoryEntry, arrival: Arrival) -> bool:
    return entry.issue == arrival.issue and entry.branch == arrival.copy.story.branch


# --- an earlier version ----------------------------------------------------------------------------------------------------------


def _earlier_version(house: House, ledger: Ledger, arrival: Arrival, text: _Text) -> _Version | None:
    """The branch's story of nearly the same title that this is a version of. A gallery's photos are never one another's versions."""
    story = text.story
    if story.gallery is not None:
        return None
    titles = ledger.titles(arrival.issue, story.branch, besides=arrival.submission)
    named = dict(titles)
    another = {folder: _is_another(named[folder], story.title) for folder in likeness.like_titles(story.title, titles, _SAME_TITLE)}
    for folder in sorted((each for each in another if arrival.corrects or not another[each]), key=lambda each: another[each]):
        entry = ledger.story(folder)
        filed = _filed(house, entry)
        if filed is None or filed.gallery is not None:
            continue
        version = _Version(entry, filed, likeness.shared(likeness.runs(filed), text.runs))
        if _is_version(version, arrival):
            return version
    return None


def _is_another(title: str, other: str) -> bool:
    """Whether two titles count differently: the report on March and that on May, part one and part two are different stories."""
    return likeness.counted(title) != likeness.counted(other)


def _is_version(version: _Version, arrival: Arrival) -> bool:
    """An older one that comes late is only taken for a version where little is changed: it would not be filed."""
    story = arrival.copy.story
    if version.filed.received > story.received and version.share < _LIGHTLY:
        return False
    return version.share >= _SAME_TEXT or (arrival.corrects and not _is_another(version.entry.title, story.title))


def _compared(house: House, version: _Version, arrival: Arrival) -> Met:
    entry, story = version.entry, arrival.copy.story
    where = place(entry)
    if version.filed.received > story.received:
        message = _("an older version of “{title}” has come after the newer one; it is kept beside it")
        nothing = _("Nothing is to be done.")
        return Met(entry, query("superseded", where, message.format(title=story.title), nothing), goes_in=False)
    edited = _digest((house.root / where).read_bytes()) != entry.written
    if edited and "edited-by-hand" not in arrival.allowed:
        message = _("a new version of “{title}” has come, but an editor has changed the one that is filed; the new one is held")
        remedy = _(
            "Compare it with the new one, which lies beside why.md under stories/held; take over what is new by hand and withdraw the"
            " held one, or put it in the filed one's place with `bulletin release`, which keeps the edited one under versions."
        )
        return Met(entry, query("edited-by-hand", where, message.format(title=story.title), remedy), goes_in=False)
    return Met(entry, _replacing(version, arrival), filed=version.filed)


def _replacing(version: _Version, arrival: Arrival) -> Query:
    """What is said of a story that takes another's place; asked where the two are so unlike that they may be two stories."""
    title, entry = arrival.copy.story.title, version.entry
    back = _("Compare the two. If both are wanted, bring the earlier one back: bulletin withdraw {number} --undo --by NAME --reason TEXT")
    copied = _("Compare the two. If both are wanted, copy the earlier one out of versions into a folder of its own.")
    remedy = back.format(number=entry.submission) if entry.submission else copied
    if version.share >= _LIGHTLY:
        message = _("“{title}” replaces the version that was filed before, “{earlier}”; that one is kept under versions")
        return query("superseded", place(entry), message.format(title=title, earlier=entry.title), remedy)
    message = _("“{title}” replaces “{earlier}”, though only {percent} % of the shorter text is the same; that one is kept under versions")
    said = message.format(title=title, earlier=entry.title, percent=_percent(version.share))
    return query("unlike-version", place(entry), said, remedy)


# --- nearly the same elsewhere ---------------------------------------------------------------------------------------------------


def _near_duplicates(house: House, ledger: Ledger, arrival: Arrival, marks: Marks, text: _Text) -> Iterator[Query]:
    """A query that names both where the likest text of the archive is nearly the same."""
    for entry in ledger.alike(marks.bands, _COMPARED):
        filed = _filed(house, entry) if entry.submission != arrival.submission else None
        share = likeness.shared(likeness.runs(filed), text.runs) if filed else 0.0
        if share >= _NEAR_TEXT:
            message = _("“{title}” and “{other}” ({branch}, issue {issue}): {percent} % of the shorter text stands in the other").format(
                title=text.story.title,
                other=entry.title,
                branch=entry.branch or _("no branch"),
                issue=entry.issue,
                percent=_percent(share),
            )
            remedy = _("Compare the two, and withdraw the one that is not wanted with `bulletin withdraw`; or allow it.")
            yield query("near-duplicate", place(entry), message, remedy)
            return


def _percent(share: float) -> int:
    """Rounded down: all of it is only said where it is all."""
    return int(100 * share)


# --- filed stories ---------------------------------------------------------------------------------------------------------------


def _filed(house: House, entry: StoryEntry) -> Story | None:
    """A filed story as it stands; None where an editor took it away, or has it half written."""
    try:
        return storymd.read_story(house.root / entry.folder / storymd.FILE, house)
    except StoryError:
        return None


def _lies(house: House, entry: StoryEntry) -> bool:
    return may_lie(house.root / place(entry))


def _before(house: House, ledger: Ledger, filed: Filed) -> StoryEntry | None:
    """The story that lay in another folder, which is gone, and lies in this one now; None where it is a new one, or a copy."""
    came = [each for each in ledger.named(filed.story.submission) if each.received == filed.story.received]
    gone = [each for entry in came for each in ledger.stories_of(entry.id) if not (house.root / each.folder).is_dir()]
    alike = [each for each in gone if each.title == filed.story.title] or gone
    return alike[0] if len(alike) == 1 and not alike[0].withdrawn else None


def _marks_of_filed(filed: Filed) -> Marks:
    names = dict.fromkeys(each.file for each in filed.story.pictures)
    return _marks(filed.story, [(filed.folder / name).read_bytes() for name in names], "")


def _by_hand(house: House, issue: str, filed: Filed) -> StoryEntry:
    story = filed.story
    return StoryEntry(relative(house, filed.folder), None, issue, story.title, story.branch, story.section, written="", queries=())


def _marks(story: Story, photos: Iterable[bytes], source: str) -> Marks:
    said = story.model_dump_json(exclude={"received", "submission", "section", "allow"})
    shown = sorted(map(_digest, photos))
    digests = (_digest("\n".join((what, *shown)).encode()) for what in (said, source) if what)
    return Marks(tuple(digests), () if story.gallery else likeness.bands(likeness.runs(story)))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
