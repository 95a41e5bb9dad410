"""Filing: a submission enters the archive whole or not at all, and never twice.

Its folders are made ready on a desk and moved into their places by `desk`, which also undoes what a crash left half done:
a submission that was new still lies in the drop folder then, and is taken again; one that was held is held again.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin import markdown
from bulletin.archive import disk, meeting, storymd
from bulletin.archive.desk import Move, carry_out, clear, desk_of
from bulletin.archive.ledger import Conclusion, Entry, Ledger, Marks, StoryEntry
from bulletin.archive.meeting import Arrival, Met
from bulletin.archive.shelf import file_name, folder_name, free_name, held_folder, issue_folder, next_version, relative
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, Weight
from bulletin.records.story import Allowance, Copy
from bulletin.records.submission import Enclosure, Submission

WHY = "why.md"
#: The holds that are a matter of leave: the others say that there is nothing to file, or that it must not be opened.
ALLOWABLE = (
    "stranger",
    "sender-not-proven",
    "subject-word-missing",
    "automatic-mail",
    "attachment-elsewhere",
    "too-large",
    "edited-by-hand",
)
#: What is said of a section that was looked for in the text.
_FOUND_BY_TEXT = ("section-guessed", "unsorted", "learning-ignored")


@dataclass(frozen=True)
class Piece:
    """A story of a submission with its queries, and the SHA-256 (hex) of the file that it was read from, "" where that is not known."""

    copy: Marked[Copy]
    source: str = ""


@dataclass(frozen=True)
class Leave:
    """What a held submission is taken with again: the folder that it was held in, and the holds that an editor has allowed."""

    was_held: Path | None = None
    allowances: tuple[Allowance, ...] = ()

    @property
    def allowed(self) -> frozenset[str]:
        """The names of the checks that do not hold it."""
        return frozenset(each.check for each in self.allowances)


@dataclass(frozen=True)
class _Settled:
    """A story with its queries and its marks, and what it met."""

    copy: Marked[Copy]
    marks: Marks
    met: Met


def settle(
    house: House,
    ledger: Ledger,
    number: int,
    submission: Submission,
    issue: str,
    pieces: Sequence[Piece],
    queries: Sequence[Query],
    leave: Leave | None = None,
) -> Conclusion:
    """Put a submission where it belongs, and tell the ledger.

    Each story is filed in its folder with its pictures and the original. One that says just what a filed one says is a
    duplicate. A version of it supersedes it (see `meeting`), and the earlier is kept under versions/, unless an editor has changed
    that one by hand; the section that the earlier stated stays where the later states none.
    A submission with a hold among its `queries`, or without a story, is held too,
    and stays so for the ledger when others of its stories are filed. What `leave` allows is written into the stories.
    """
    leave = leave or Leave()
    desk = desk_of(house, ledger.under_way(number))
    settled = _met(house, ledger, number, submission, issue, pieces, leave)
    said = (*queries, *(each.met.query for each in settled if each.met.query and not each.met.replaces))
    held = any(each.weight is Weight.HOLD and each.check not in leave.allowed for each in said) or not pieces
    new = [each for each in settled if each.met.goes_in]
    moves = _prepared(house, desk, submission, issue, new)
    hold = [_prepare_hold(house, desk / "held", number, submission, said, _apart(settled), leave.was_held)] if held else []
    cleared = [Move(None, leave.was_held, desk / "was held")] if leave.was_held and not held else []
    stories = tuple(_entry(house, number, issue, each.copy, move.place) for each, move in zip(new, moves, strict=True))
    met = [each.met.earlier for each in settled if each.met.earlier]
    conclusion = Conclusion(
        state="held" if held else "filed" if stories or any(each.submission == number for each in met) else "duplicate",
        folder=next((each for each in (*_places(house, hold), *(story.folder for story in (*stories, *met)))), None),
        queries=said,
        of=next((each.submission for each in met if each.submission != number), None),
        stories=stories,
        marks=tuple(each.marks for each in new),
        kept={each.met.replaces.folder: next_version(house.root / each.met.replaces.folder) for each in new if each.met.replaces},
    )
    carry_out(house, desk, [*moves, *hold, *cleared, *_beside(house, desk, conclusion, submission)])
    ledger.conclude(number, conclusion)
    clear(desk)
    return conclusion


def repeat(house: House, ledger: Ledger, number: int, submission: Submission, said: Sequence[Query]) -> Conclusion:
    """Note a submission that is one taken before; where its bytes differ, they are kept beside the first one's."""
    earlier = ledger.same(submission)
    folder, of = (earlier.folder, earlier.id) if earlier else (None, None)
    conclusion = Conclusion(state="duplicate", folder=folder, queries=tuple(said), of=of)
    desk = desk_of(house, ledger.under_way(number))
    carry_out(house, desk, _beside(house, desk, conclusion, submission))
    ledger.conclude(number, conclusion)
    clear(desk)
    return conclusion


def lies_there(house: House, entry: Entry) -> bool:
    """Whether what was taken before is still in its place, where no editor has removed it."""
    return entry.folder is not None and (house.root / entry.folder).is_dir()


def comes_again(house: House, entry: Entry, submission: Submission) -> bool:
    """Whether a submission is a held one with every byte of it, so that it can be taken in its place."""
    if entry.state != "held" or entry.folder is None or (house.root / entry.folder).parent != held_folder(house):
        return False
    again = list(map(_sum, submission.originals))
    return all(each in again for each in _lying(house.root / entry.folder / "original"))


def _met(
    house: House, ledger: Ledger, number: int, submission: Submission, issue: str, pieces: Sequence[Piece], leave: Leave
) -> list[_Settled]:
    """What each story met; two stories of one submission never take one story's place."""
    corrects, replaced = meeting.corrects(submission), set[str]()
    settled = []
    for piece in pieces:
        copy = _allowing(piece.copy.value, leave)
        marks = meeting.marks_of(copy, piece.source)
        met = meeting.meet(house, ledger, Arrival(number, issue, copy, corrects or copy.corrects, leave.allowed), marks)
        place = met.value.replaces
        first = place is None or place.folder not in replaced
        replaced.update([place.folder] if place else [])
        asked = Marked(copy, (*piece.copy.queries, *met.queries))
        settled.append(_Settled(_succeeding(house, ledger, asked, met.value), marks, met.value) if first else _Settled(asked, marks, Met()))
    return settled


def _succeeding(house: House, ledger: Ledger, copy: Marked[Copy], met: Met) -> Marked[Copy]:
    """A story with what is said of it where it takes another's place, and in that one's section where it states none itself."""
    if met.replaces is None or met.filed is None or met.query is None:
        return copy
    story, queries = copy.value.story, (met.query, *copy.queries)
    edited = met.filed.section != met.replaces.section
    if _is_stated(story.section, queries) or not (edited or _is_stated(met.filed.section, met.replaces.queries)):
        return Marked(copy.value, queries)
    kept = story.model_copy(update={"section": met.filed.section})
    return Marked(copy.value.model_copy(update={"story": kept}), tuple(each for each in queries if each.check not in _FOUND_BY_TEXT))


def _is_stated(section: str | None, queries: Sequence[Query]) -> bool:
    return section is not None and all(each.check not in _FOUND_BY_TEXT for each in queries)


def _allowing(copy: Copy, leave: Leave) -> Copy:
    allow = (*copy.story.allow, *leave.allowances)
    return copy.model_copy(update={"story": copy.story.model_copy(update={"allow": allow})}) if leave.allowances else copy


def _apart(settled: Sequence[_Settled]) -> list[Copy]:
    """What was read but is held, to be compared."""
    return [each.copy.value for each in settled if each.met.query and each.met.query.weight is Weight.HOLD and not each.met.goes_in]


def _entry(house: House, number: int, issue: str, copy: Marked[Copy], place: Path) -> StoryEntry:
    story = copy.value.story
    return StoryEntry(
        folder=relative(house, place),
        submission=number,
        issue=issue,
        title=story.title,
        branch=story.branch,
        section=story.section,
        written=hashlib.sha256(storymd.write_story(story).encode()).hexdigest(),
        queries=copy.queries,
    )


def _places(house: House, moves: Sequence[Move]) -> list[str]:
    return [relative(house, move.place) for move in moves]


# --- making ready ----------------------------------------------------------------------------------------------------------------


def _prepared(house: House, desk: Path, submission: Submission, issue: str, new: Sequence[_Settled]) -> list[Move]:
    """Every new story's folder, made ready; each gets another name."""
    moves: list[Move] = []
    for turn, settled in enumerate(new):
        moves.append(_prepare(house, desk / str(turn), submission, issue, settled, [move.place.name for move in moves]))
    return moves


def _prepare(house: House, desk: Path, submission: Submission, issue: str, settled: _Settled, promised: Sequence[str]) -> Move:
    ready, parent = desk / "new", issue_folder(house, issue)
    _write_copy(ready, settled.copy.value)
    _write_originals(ready / "original", submission.originals)
    if settled.met.replaces is None:
        return Move(ready, parent / free_name(parent, folder_name(settled.copy.value.story.title), promised))
    place = house.root / settled.met.replaces.folder
    _keep_version(place, ready / "versions")
    return Move(ready, place, desk / "old")


def _keep_version(place: Path, versions: Path) -> None:
    """Copy a story as it stands into versions/N, and the versions before it."""
    if (place / "versions").is_dir():
        shutil.copytree(place / "versions", versions, copy_function=disk.copy)
    shutil.copytree(place, versions / next_version(place), ignore=shutil.ignore_patterns("versions"), copy_function=disk.copy)


def _prepare_hold(
    house: House, ready: Path, number: int, submission: Submission, queries: Sequence[Query], apart: Sequence[Copy], was_held: Path | None
) -> Move:
    """held/<submission>/ with the original, why.md, and what was read but not filed: one story beside them, several in folders."""
    _write_originals(ready / "original", submission.originals)
    for copy in apart:
        _write_copy(ready if len(apart) == 1 else ready / free_name(ready, folder_name(copy.story.title)), copy)
    disk.lay(ready / WHY, _why(number, submission, queries).encode())
    if was_held:
        return Move(ready, was_held, ready.with_name("was held"))
    parent = held_folder(house)
    parent.mkdir(exist_ok=True)
    return Move(ready, parent / free_name(parent, folder_name(submission.name)))


def _why(number: int, submission: Submission, queries: Sequence[Query]) -> str:
    lines = ["# " + _("Held: {name}").format(name=submission.name), ""]
    lines += ["- " + _("Subject: {subject}").format(subject=markdown.escape(submission.subject))] if submission.subject else []
    lines += ["- " + _("From: {sender}").format(sender=submission.sender)] if submission.sender else []
    lines += ["- " + _("Received: {time}").format(time=submission.received.astimezone().isoformat(sep=" ", timespec="minutes")), ""]
    for each in sorted(queries, key=lambda each: each.weight is not Weight.HOLD):
        lines += [f"## {each.message}", "", _("Where: {place}").format(place=each.place), "", each.remedy, ""]
    lines += [f"- {each.format(number=number)}" for each in _ways_out(queries)]
    return "\n".join((*lines, "", _("This folder then goes by itself. What was sent lies in original/."))) + "\n"


def _ways_out(queries: Sequence[Query]) -> Iterator[str]:
    """What can be done with a held submission; it is filed by an editor's leave only where each of its holds can be allowed."""
    holds = [each.check for each in queries if each.weight is Weight.HOLD]
    yield _("When it is mended, read it again: bulletin retry {number}")
    if holds and all(each in ALLOWABLE for each in holds):
        yield _("To file it by your leave: bulletin release {number} --by NAME --reason TEXT")
    yield _("When it is not wanted, or a new one came in its place: bulletin withdraw {number} --by NAME --reason TEXT")


def _beside(house: House, desk: Path, conclusion: Conclusion, submission: Submission) -> list[Move]:
    """What is not filed itself goes to the original of the story that it repeats, where it brings other bytes."""
    if conclusion.state != "duplicate" or conclusion.folder is None:
        return []
    beside = house.root / conclusion.folder / "original"
    lying = _lying(beside)
    if all(_sum(original) in lying for original in submission.originals):
        return []
    beside.mkdir(parents=True, exist_ok=True)
    _write_originals(desk / "beside", submission.originals)
    return [Move(desk / "beside", beside / free_name(beside, folder_name(submission.name)))]


# --- bytes -----------------------------------------------------------------------------------------------------------------------


def _lying(folder: Path) -> list[str]:
    return [disk.digest(path) for path in folder.rglob("*") if path.is_file()]


def _sum(original: Enclosure) -> str:
    return disk.digest(original.lying) if original.lying else hashlib.sha256(original.data).hexdigest()


def _write_copy(folder: Path, copy: Copy) -> None:
    """story.md with its pictures beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    disk.lay(folder / storymd.FILE, storymd.write_story(copy.story).encode())
    for photo in copy.photos:
        disk.lay(folder / photo.name, photo.data)


def _write_originals(folder: Path, originals: Sequence[Enclosure]) -> None:
    """The submission as it came, byte for byte, in the folders that it came in: their names, made harmless, and never a path."""
    folder.mkdir(parents=True, exist_ok=True)
    for original in originals:
        within = folder.joinpath(*(folder_name(each) for each in original.folder.split("/") if each))
        within.mkdir(parents=True, exist_ok=True)
        place = within / free_name(within, file_name(original.name))
        if original.lying:
            disk.keep(original.lying, place)
        else:
            disk.lay(place, original.data)
