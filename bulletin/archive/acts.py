"""What editors do with what is filed or held: withdraw it, bring it back, move it to another issue; each whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bulletin.archive import meeting
from bulletin.archive.desk import Move, carry_out, clear, desk_of
from bulletin.archive.filing import WHY
from bulletin.archive.ledger import Act, Entry, Ledger, Replaced, State, StoryEntry
from bulletin.archive.shelf import folder_name, free_name, held_folder, issue_folder, relative, withdrawn_folder
from bulletin.house.rules import House


def withdraw(house: House, ledger: Ledger, act: Act, entry: Entry | None, stories: Sequence[StoryEntry]) -> tuple[StoryEntry, ...]:
    """Take stories out of their issue into stories/withdrawn/, and with the last of them their submission, held or filed."""
    place = withdrawn_folder(house)
    wanted = [(story, replace(story, withdrawn=True), place) for story in stories]
    if entry is None or _others(ledger, entry, stories):
        return _moved(house, ledger, act, wanted)
    return _moved(house, ledger, act, wanted, [(entry, "withdrawn", place if entry.state == "held" else None)])


def restore(house: House, ledger: Ledger, act: Act, entry: Entry | None, stories: Sequence[StoryEntry]) -> tuple[StoryEntry, ...]:
    """Bring withdrawn stories back into their issue, and what was held back under stories/held."""
    wanted = [(story, replace(story, withdrawn=False), issue_folder(house, story.issue)) for story in stories]
    if entry is None:
        return _moved(house, ledger, act, wanted)
    held = is_withdrawn_hold(house, entry)
    return _moved(house, ledger, act, wanted, [(entry, "held" if held else "filed", held_folder(house) if held else None)])


def bring_back(house: House, ledger: Ledger, act: Act, replaced: Sequence[Replaced]) -> tuple[StoryEntry, ...]:
    """Make stories of their own again, each in its issue, of those whose place later versions have taken."""
    number = ledger.begin(act)
    desk = desk_of(house, number)
    marks = [meeting.marks_lying(house, each.story) for each in replaced]
    moves = list(_apart(house, replaced))
    carry_out(house, desk, moves)
    own = [replace(each.story, folder=relative(house, move.place)) for each, move in zip(replaced, moves, strict=True)]
    ledger.reinstate(number, list(zip(replaced, own, marks, strict=True)))
    clear(desk)
    return tuple(own)


def move(house: House, ledger: Ledger, act: Act, story: StoryEntry, issue: str) -> StoryEntry:
    """Move a story to another issue."""
    return _moved(house, ledger, act, [(story, replace(story, issue=issue), issue_folder(house, issue))])[0]


def is_withdrawn_hold(house: House, entry: Entry) -> bool:
    """Whether a withdrawn submission was a held one."""
    return entry.state == "withdrawn" and entry.folder is not None and (house.root / entry.folder / WHY).is_file()


def _others(ledger: Ledger, entry: Entry, stories: Sequence[StoryEntry]) -> list[StoryEntry]:
    """The submission's other stories that stay in their issue."""
    folders = {story.folder for story in stories}
    return [each for each in ledger.stories_of(entry.id) if not each.withdrawn and each.folder not in folders]


def _moved(
    house: House,
    ledger: Ledger,
    act: Act,
    wanted: Sequence[tuple[StoryEntry, StoryEntry, Path]],
    entries: Sequence[tuple[Entry, State, Path | None]] = (),
) -> tuple[StoryEntry, ...]:
    """Move folders and tell the ledger: stories as they are, as they will be, and their new parent; submissions with their new
    state, and the new parent of the folder in which one is held."""
    number = ledger.begin(act)
    desk = desk_of(house, number)
    holds = [(entry.folder, parent) for entry, _state, parent in entries if parent and entry.folder]
    lying = [(story.folder, parent) for story, _new, parent in wanted]
    # an editor may have deleted a folder by hand: then only the ledger is told
    moves = list(_moves(house, [each for each in (*lying, *holds) if (house.root / each[0]).is_dir()]))
    carry_out(house, desk, moves)
    folders = {relative(house, each.ready): relative(house, each.place) for each in moves if each.ready}
    moved = {story.folder: replace(new, folder=folders.get(story.folder, story.folder)) for story, new, _parent in wanted}
    ledger.resettle(number, moved, folders, {entry.id: state for entry, state, _parent in entries})
    clear(desk)
    return tuple(moved.values())


def _apart(house: House, replaced: Sequence[Replaced]) -> Iterator[Move]:
    """The way of each kept version to a folder of its own."""
    promised: list[str] = []
    for each in replaced:
        parent = issue_folder(house, each.story.issue)
        promised.append(free_name(parent, folder_name(each.story.title), promised))
        yield Move(house.root / each.story.folder, parent / promised[-1])


def _moves(house: House, wanted: Sequence[tuple[str, Path]]) -> Iterator[Move]:
    promised: list[str] = []
    for folder, parent in wanted:
        parent.mkdir(exist_ok=True)
        promised.append(free_name(parent, Path(folder).name, promised))
        yield Move(house.root / folder, parent / promised[-1])
