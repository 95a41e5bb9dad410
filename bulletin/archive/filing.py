"""Filing: a submission enters the archive whole or not at all, and never twice.

The way of each: it is entered in the ledger as being taken; its new folders are made ready in stories/.filing; they are
moved into their places; the ledger is told what became of it, in one transaction; what is left in .filing is thrown away.
A crash before the ledger was told is undone by `recover`, and the submission, which still lies in the drop folder, is taken again.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from bulletin.archive import disk, storymd
from bulletin.archive.ledger import Conclusion, Entry, Ledger, StoryEntry
from bulletin.archive.shelf import folder_name, free_name, held_folder, issue_folder, read_stories, relative, stories_folder, story_files
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Query, StoryError, Weight, query
from bulletin.records.issue import Filed
from bulletin.records.story import Copy, Pictures, Story, Table, plain, title_key
from bulletin.records.submission import Enclosure, Submission

WHY = "why.md"
_FILING = ".filing"
_PLACES = "places.json"
#: Two titles of one branch may mean one story from this likeness on: a corrected word or two in a title of twenty characters.
_SAME_TITLE = 0.8
#: They do mean one story where so much of the shorter text stands in the other; 活动（一） and 活动（二） share far less.
_SAME_TEXT = 0.5
#: What a sender writes into the subject or the file's name of a story that takes another's place.
_CORRECTION = ("更正", "修改稿", "修订稿", "以此稿为准", "以此为准", "最新稿", "correct", "revised")


def settle(
    house: House,
    ledger: Ledger,
    number: int,
    submission: Submission,
    issue: str,
    copies: Sequence[Marked[Copy]],
    queries: Sequence[Query],
) -> Conclusion:
    """Put a submission where it belongs, and tell the ledger.

    Each story is filed in its folder with its pictures and the original. One that says just what a filed one says is a
    duplicate. One of the same branch with nearly the same title supersedes it, and the earlier is kept under versions/, unless
    an editor has changed that one by hand. A submission with a hold among its `queries`, or without a story, is held too,
    and stays so for the ledger when others of its stories are filed.
    """
    desk = stories_folder(house) / _FILING / str(number)
    met = [_meet(house, ledger, issue, copy.value, corrects=_corrects(submission)) for copy in copies]
    said = (*queries, *(each.query for each in met if each.query))
    new = [(copy, each.earlier) for copy, each in zip(copies, met, strict=True) if each.goes_in]
    moves = [_prepare(house, desk / str(turn), submission, issue, copy.value, old) for turn, (copy, old) in enumerate(new)]
    held = any(each.weight is Weight.HOLD for each in said) or not copies
    apart = [copy.value for copy, each in zip(copies, met, strict=True) if each.query and each.query.weight is Weight.HOLD]
    hold = _prepare_hold(house, desk / "held", submission, said, apart) if held else None
    _move(desk, [*moves, hold] if hold else moves)
    stories = tuple(_entry(house, number, issue, copy, move.place) for (copy, _old), move in zip(new, moves, strict=True))
    earlier = next((each.earlier for each in met if each.earlier), None)
    if earlier and not stories and not held:
        _keep_beside(house, earlier.folder, submission)
    folder = relative(house, hold.place) if hold else stories[0].folder if stories else earlier.folder if earlier else None
    conclusion = Conclusion(
        state="held" if held else "filed" if stories else "duplicate",
        folder=folder,
        queries=said,
        of=earlier.submission if earlier else None,
        stories=stories,
    )
    ledger.conclude(number, conclusion)
    shutil.rmtree(desk, ignore_errors=True)
    return conclusion


def repeat(house: House, ledger: Ledger, number: int, submission: Submission, said: Sequence[Query]) -> Conclusion:
    """Note a submission that is one taken before; where its bytes differ, they are kept beside the first one's."""
    earlier = ledger.same(submission)
    conclusion = Conclusion(
        state="duplicate", folder=earlier.folder if earlier else None, queries=tuple(said), of=earlier.id if earlier else None
    )
    if earlier and earlier.digest != submission.digest and earlier.folder:
        _keep_beside(house, earlier.folder, submission)
    ledger.conclude(number, conclusion)
    return conclusion


def recover(house: House, ledger: Ledger) -> None:
    """Undo what a crash left half done: new folders go, what they replaced comes back, the submissions are taken again.

    What lies on a desk that the ledger knows nothing of is only put back where it is missing: a ledger may have been lost.
    """
    unfinished = {str(entry.id): entry.id for entry in ledger.unfinished()}
    desks = stories_folder(house) / _FILING
    for desk in sorted(desks.iterdir()) if desks.is_dir() else ():
        for move in _planned(desk):
            if desk.name in unfinished:
                _clear_away(move)
            _put_back(move)
    for number in unfinished.values():
        ledger.forget(number)
    shutil.rmtree(desks, ignore_errors=True)


def lies_there(house: House, entry: Entry) -> bool:
    """Whether what was taken before is still in its place, where no editor has removed it."""
    return entry.folder is not None and (house.root / entry.folder).is_dir()


def release_hold(house: House, folder: str, submission: Submission) -> bool:
    """Throw away the folder of a held submission that has been taken again; False where it holds bytes that did not come again."""
    place = house.root / folder
    again = [original.data for original in submission.originals]
    if place.parent != held_folder(house) or any(data not in again for data in _lying(place / "original")):
        return False
    shutil.rmtree(place, ignore_errors=True)
    return True


# --- what a story meets ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Met:
    """What a new story met in the issue: the earlier story it is, and what is to be said; whether it goes in."""

    earlier: StoryEntry | None = None
    query: Query | None = None
    goes_in: bool = True


def _meet(house: House, ledger: Ledger, issue: str, copy: Copy, *, corrects: bool) -> _Met:
    story = copy.story
    entries = ledger.stories(issue)
    for entry in _alike(story, (*entries, *_strays(house, issue, {entry.folder for entry in entries}))):
        filed = _filed(house, entry)
        if filed is None:
            continue
        if _is_the_same(house.root / entry.folder, filed, copy):
            message = _("“{title}” says just what was filed before; it is not filed again").format(title=story.title)
            return _Met(entry, query("duplicate", _place(entry), message, _("Nothing is to be done.")), goes_in=False)
        # a gallery's photos are never one another's versions
        if story.gallery is None and filed.gallery is None and (corrects or _shared(filed, story) >= _SAME_TEXT):
            return _compared(house, entry, filed, story)
    return _Met()


def _is_the_same(folder: Path, filed: Story, copy: Copy) -> bool:
    """Whether a new story is a filed one again, to its pictures' last byte."""
    same = copy.story.model_copy(update={name: getattr(filed, name) for name in ("received", "submission", "section")}) == filed
    return same and all((folder / photo.name).read_bytes() == photo.data for photo in copy.photos)


def _compared(house: House, entry: StoryEntry, filed: Story, story: Story) -> _Met:
    place = _place(entry)
    nothing = _("Nothing is to be done.")
    if filed.received > story.received:
        message = _("an older version of “{title}” has come after the newer one; it is kept beside it")
        return _Met(entry, query("superseded", place, message.format(title=story.title), nothing), goes_in=False)
    if _digest((house.root / place).read_bytes()) != entry.written:
        message = _("a new version of “{title}” has come, but an editor has changed the one that is filed; the new one is held")
        remedy = _(
            "Compare it with the new one, which lies beside why.md under stories/held; take over what is new by hand and delete"
            " the held folder, or remove the filed story's folder and put the held original into the drop folder again."
        )
        return _Met(entry, query("edited-by-hand", place, message.format(title=story.title), remedy), goes_in=False)
    message = _("“{title}” replaces the version that was filed before; that one is kept under versions")
    return _Met(entry, query("superseded", place, message.format(title=story.title), _("Look whether the new version is the right one.")))


def _place(entry: StoryEntry) -> str:
    return f"{entry.folder}/{storymd.FILE}"


def _strays(house: House, issue: str, known: Collection[str]) -> Iterator[StoryEntry]:
    """The stories that the ledger does not know, since an editor wrote them or the ledger was lost: all of an editor's hand."""
    strange = [path for path in story_files(house, issue) if relative(house, path.parent) not in known]
    for found in read_stories(strange, house):
        if isinstance(found, Filed):
            story, folder = found.story, relative(house, found.folder)
            yield StoryEntry(folder, 0, issue, story.title, story.branch, story.section, written="", queries=())


def _alike(story: Story, filed: Sequence[StoryEntry]) -> list[StoryEntry]:
    """The filed stories of the same branch with nearly the same title, the likest first."""
    alike = [(_likeness(story.title, each.title), each) for each in filed if each.branch == story.branch]
    return [each for likeness, each in sorted(alike, key=lambda pair: -pair[0]) if likeness >= _SAME_TITLE]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, title_key(one), title_key(other), autojunk=False).ratio()


def _shared(one: Story, other: Story) -> float:
    """How much of the shorter text stands in the longer: the share of its runs of three characters."""
    runs = [_runs("".join(plain(block.spans) for block in story.body if not isinstance(block, Table | Pictures))) for story in (one, other)]
    fewer, more = sorted(runs, key=len)
    return len(fewer & more) / len(fewer) if fewer else float(not more)


def _runs(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def _corrects(submission: Submission) -> bool:
    """Whether the sender says that this takes the place of something sent before."""
    words = (submission.subject, *(each.name for each in (*submission.originals, *submission.enclosures)))
    return any(word in text for word in _CORRECTION for text in words)


def _filed(house: House, entry: StoryEntry) -> Story | None:
    """A filed story as it stands; None where an editor took it away, or has it half written."""
    try:
        return storymd.read_story(house.root / entry.folder / storymd.FILE, house)
    except StoryError:
        return None


# --- moving ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Move:
    """A folder made ready, its place, and where what stands there now is laid meanwhile (None: a new place)."""

    ready: Path
    place: Path
    old: Path | None


def _prepare(house: House, desk: Path, submission: Submission, issue: str, copy: Copy, earlier: StoryEntry | None) -> _Move:
    ready = desk / "new"
    _write_copy(ready, copy)
    _write_originals(ready / "original", submission.originals)
    if earlier is None:
        parent = issue_folder(house, issue)
        taken = desk.parent / "taken"
        taken.mkdir(exist_ok=True)
        name = free_name(taken, free_name(parent, folder_name(copy.story.title)))
        (taken / name).touch()
        return _Move(ready, parent / name, None)
    place = house.root / earlier.folder
    _keep_version(place, ready / "versions")
    return _Move(ready, place, desk / "old")


def _keep_version(place: Path, versions: Path) -> None:
    """Copy a story as it stands into versions/N, and the versions before it."""
    if (place / "versions").is_dir():
        shutil.copytree(place / "versions", versions)
    number = sum(1 for _each in versions.iterdir()) + 1 if versions.is_dir() else 1
    shutil.copytree(place, versions / str(number), ignore=shutil.ignore_patterns("versions"))


def _move(desk: Path, moves: Sequence[_Move]) -> None:
    if not moves:
        return
    places = [(str(move.ready), str(move.place), str(move.old) if move.old else None) for move in moves]
    disk.write(desk / _PLACES, json.dumps(places).encode())
    for move in moves:
        if move.old is not None:
            move.place.rename(move.old)
        move.ready.rename(move.place)


def _planned(desk: Path) -> list[_Move]:
    """The moves of a desk; none where a crash came before all of them were written down, and so before the first was made."""
    try:
        places = json.loads((desk / _PLACES).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [_Move(Path(ready), Path(place), Path(old) if old else None) for ready, place, old in places]


def _clear_away(move: _Move) -> None:
    if not move.ready.exists() and move.place.exists():
        shutil.rmtree(move.place)


def _put_back(move: _Move) -> None:
    if move.old is not None and move.old.exists() and not move.place.exists():
        move.old.rename(move.place)


def _entry(house: House, number: int, issue: str, copy: Marked[Copy], place: Path) -> StoryEntry:
    return StoryEntry(
        folder=relative(house, place),
        submission=number,
        issue=issue,
        title=copy.value.story.title,
        branch=copy.value.story.branch,
        section=copy.value.story.section,
        written=_digest((place / storymd.FILE).read_bytes()),
        queries=copy.queries,
    )


# --- holding ---------------------------------------------------------------------------------------------------------------------


def _prepare_hold(house: House, ready: Path, submission: Submission, queries: Sequence[Query], apart: Sequence[Copy]) -> _Move:
    """held/<submission>/ with the original, why.md, and what was read but not filed: one story beside them, several in folders."""
    _write_originals(ready / "original", submission.originals)
    for copy in apart:
        _write_copy(ready if len(apart) == 1 else ready / free_name(ready, folder_name(copy.story.title)), copy)
    disk.write(ready / WHY, _why(submission, queries).encode())
    parent = held_folder(house)
    parent.mkdir(exist_ok=True)
    return _Move(ready, parent / free_name(parent, folder_name(submission.name)), None)


def _why(submission: Submission, queries: Sequence[Query]) -> str:
    lines = ["# " + _("Held: {name}").format(name=submission.name), ""]
    lines += ["- " + _("Subject: {subject}").format(subject=submission.subject)] if submission.subject else []
    lines += ["- " + _("From: {sender}").format(sender=submission.sender)] if submission.sender else []
    lines += ["- " + _("Received: {time}").format(time=submission.received.isoformat(sep=" ", timespec="minutes")), ""]
    for each in sorted(queries, key=lambda each: each.weight is not Weight.HOLD):
        lines += [f"## {each.message}", "", _("Where: {place}").format(place=each.place), "", each.remedy, ""]
    lines.append(_("When it is mended, put the file in original/ into the drop folder again: this folder then goes by itself."))
    lines.append(_("When it is not wanted, or something else came in its place, delete this folder."))
    return "\n".join(lines) + "\n"


def _keep_beside(house: House, folder: str, submission: Submission) -> None:
    """Keep what is not filed itself with the original of the story that it repeats."""
    beside = house.root / folder / "original"
    lying = _lying(beside)
    if all(original.data in lying for original in submission.originals):
        return
    _write_originals(beside / free_name(beside, folder_name(submission.name)), submission.originals)


# --- bytes -----------------------------------------------------------------------------------------------------------------------


def _lying(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def _write_copy(folder: Path, copy: Copy) -> None:
    """story.md with its pictures beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    disk.write(folder / storymd.FILE, storymd.write_story(copy.story).encode())
    for photo in copy.photos:
        disk.write(folder / photo.name, photo.data)


def _write_originals(folder: Path, originals: Sequence[Enclosure]) -> None:
    """The submission as it came, byte for byte; `folder` of an enclosure is only information and never a path."""
    folder.mkdir(parents=True, exist_ok=True)
    for original in originals:
        disk.write(folder / free_name(folder, folder_name(original.name)), original.data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
