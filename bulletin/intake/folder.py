"""The drop folder: what lies in it, what belongs together, and what has rested long enough to be whole.

Its times are the file system's own (a shared folder gives no reliable events): a file that is still being copied was written a moment ago.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin.intake.grouping import grouped
from bulletin.intake.kinds import is_litter
from bulletin.language import _
from bulletin.queries import MachineError, Marked, Query, query

_DEEPEST = 20  # folders in a dropped folder
#: The folders of a Maildir: what is being delivered, has come, has been seen. The first is never looked into.
_MAILDIR = ("tmp", "new", "cur")


@dataclass(frozen=True)
class Bundle:
    """One submission's files in the drop folder: a manuscript with its pictures, a mail, a zip, a photo, or a dropped folder.

    A Maildir, dropped in or named as the drop folder, is no submission: each of its mails is one.
    `name` is the manuscript's or the folder's; `files` are all its files, sorted. `root` is the dropped folder, below which they
    may lie in folders; None where they lie side by side.
    """

    name: str
    files: tuple[Path, ...]
    root: Path | None = None


@dataclass(frozen=True)
class _Found:
    """A file or folder as it was seen; `written` is in seconds since 1970.

    A file whose own date lies in the future (a camera's, another computer's) counts from when its folder got it.
    """

    path: Path
    is_folder: bool
    size: int
    written: float


@dataclass(frozen=True)
class _Candidate:
    """A bundle that may still be growing."""

    bundle: Bundle
    written: float
    empty: tuple[Path, ...]


def waiting(inbox: Path, *, settle_seconds: float, now: Callable[[], float]) -> Marked[tuple[Bundle, ...]]:
    """Every bundle whose files have all rested for `settle_seconds`, sorted by name; `now` gives seconds since 1970.

    What is left where it lies gets a note each: what was written a moment ago, links, empty files, what may not be read.
    Litter (lock files, halves of downloads, system files) gets none. A folder that is not there holds nothing.
    Raises MachineError where the folder cannot be read.
    """
    moment = now()
    seen = _candidates(inbox, moment)
    settled: list[Bundle] = []
    queries = list(seen.queries)
    for each in seen.value:
        if each.empty or each.written + settle_seconds > moment:
            queries.append(_left(each, settle_seconds, moment))
        else:
            settled.append(each.bundle)
    return Marked(tuple(settled), tuple(queries))


def unsettled(inbox: Path, *, settle_seconds: float, now: Callable[[], float]) -> float:
    """Seconds until everything that lies there now will have rested; 0.0 where all has, or where waiting would not help."""
    moment = now()
    remaining = [each.written + settle_seconds - moment for each in _candidates(inbox, moment).value]
    # a file from the future rests when its date has come: nobody waits for that
    return max((each for each in remaining if 0 < each <= 2 * settle_seconds), default=0.0)


def is_maildir(folder: Path) -> bool:
    """Whether a folder is one that mail programs deliver into, one mail a file."""
    return all((folder / name).is_dir() for name in _MAILDIR)


def _candidates(inbox: Path, moment: float) -> Marked[tuple[_Candidate, ...]]:
    seen = _lying(inbox, inbox, moment)
    queries = list(seen.queries)
    files = {each.path: each for each in seen.value if not each.is_folder}
    candidates = [_candidate(main.name, [files[path] for path in paths]) for main, paths in grouped(tuple(files))]
    for folder in (each for each in seen.value if each.is_folder):
        found = _mails(folder, inbox, moment) if _holds_mails(folder.path) else _dropped(folder, inbox, moment)
        candidates.extend(found.value)
        queries.extend(found.queries)
    return Marked(tuple(sorted(candidates, key=lambda each: each.bundle.name)), tuple(queries))


def _holds_mails(folder: Path) -> bool:
    return is_maildir(folder) or (folder.name in _MAILDIR and is_maildir(folder.parent))


def _mails(folder: _Found, inbox: Path, moment: float) -> Marked[tuple[_Candidate, ...]]:
    """Every mail of a Maildir, or of one of its folders."""
    places = [folder.path] if folder.path.name in _MAILDIR else [folder.path / name for name in _MAILDIR]
    seen = [_lying(place, inbox, moment) for place in places if place.name != "tmp"]
    mails = tuple(_candidate(each.path.name, [each]) for one in seen for each in one.value if not each.is_folder)
    return Marked(mails, tuple(each for one in seen for each in one.queries))


def _dropped(folder: _Found, inbox: Path, moment: float) -> Marked[tuple[_Candidate, ...]]:
    """A dropped folder as one submission."""
    below = _below(folder, inbox, moment)
    if any(not each.is_folder for each in below.value):
        return Marked((_candidate(folder.path.name, [folder, *below.value], folder.path),), below.queries)
    empty = _note(folder.path, inbox, _("the folder is empty"), _("Put the files into it, or delete it."))
    return Marked((), below.queries or (empty,))


def _candidate(name: str, found: list[_Found], root: Path | None = None) -> _Candidate:
    files = [each for each in found if not each.is_folder]
    return _Candidate(
        bundle=Bundle(name, tuple(sorted(each.path for each in files)), root),
        written=max(each.written for each in found),
        empty=tuple(each.path for each in files if not each.size),
    )


def _below(folder: _Found, inbox: Path, moment: float) -> Marked[tuple[_Found, ...]]:
    """Everything below a dropped folder."""
    found: list[_Found] = []
    queries: list[Query] = []
    ahead = [(folder.path, 1)]
    while ahead:
        path, depth = ahead.pop()
        try:
            seen = _lying(path, inbox, moment)
        except MachineError as error:  # one folder that a share refuses stops none of the others
            queries.append(_note(path, inbox, error.message, error.remedy))
            continue
        queries.extend(seen.queries)
        for each in seen.value:
            if each.is_folder and depth >= _DEEPEST:
                queries.append(_note(each.path, inbox, _("it lies too deep"), _("Put the files higher up, or pack them as a zip.")))
                continue
            found.append(each)
            if each.is_folder:
                ahead.append((each.path, depth + 1))
    return Marked(tuple(found), tuple(queries))


def _lying(folder: Path, inbox: Path, moment: float) -> Marked[tuple[_Found, ...]]:
    """What lies directly in a folder and can be taken."""
    found: list[_Found] = []
    queries: list[Query] = []
    for entry, status in _entries(folder):
        path = Path(entry.path)
        if reason := _reason_to_leave(path, status):
            queries.append(_note(path, inbox, *reason))
        else:
            written = status.st_mtime if status.st_mtime <= moment else status.st_ctime
            found.append(_Found(path, stat.S_ISDIR(status.st_mode), status.st_size, written))
    return Marked(tuple(found), tuple(queries))


def _entries(folder: Path) -> Iterator[tuple["os.DirEntry[str]", os.stat_result]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    except FileNotFoundError:
        return
    except OSError as error:
        raise MachineError(
            _("the folder cannot be read: {reason}").format(reason=error.strerror),
            remedy=_("Give the program leave to read it, or name the right folder as `inbox` in bulletin.toml."),
            file=folder,
        ) from error
    for entry in entries:
        if is_litter(entry.name):
            continue
        try:
            yield entry, entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # taken away since the folder was listed
            continue


def _reason_to_leave(path: Path, status: os.stat_result) -> tuple[str, str] | None:
    if stat.S_ISLNK(status.st_mode):
        return _("it is a link, and links are never followed"), _("Put the file itself into the folder.")
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return _("it is no file"), _("Take it out of the folder.")
    needed = os.R_OK | os.X_OK if stat.S_ISDIR(status.st_mode) else os.R_OK
    if not os.access(path, needed):
        return _("it may not be read"), _("Give the program leave to read it, or take it out of the folder.")
    return None


def _left(candidate: _Candidate, settle_seconds: float, moment: float) -> Query:
    name = candidate.bundle.name
    if candidate.empty:
        empty = _(", ").join(path.name for path in candidate.empty)
        message, remedy = _("{names} is empty").format(names=empty), _("Put the whole file there, or delete it.")
    elif candidate.written > moment + settle_seconds:
        message, remedy = _("its date lies in the future"), _("Save the file again, or correct the clock of the computer it came from.")
    else:
        message, remedy = _("it was written a moment ago and may not be whole"), _("It is taken at the next collection.")
    return query("left-alone", name, message, remedy)


def _note(path: Path, inbox: Path, message: str, remedy: str) -> Query:
    return query("left-alone", path.relative_to(inbox).as_posix(), message, remedy)
