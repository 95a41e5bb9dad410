"""How fast mails with photos are taken, how much memory that needs, and how long a duplicate is looked for among many.

    python -m benchmarks.collecting [--mails N] [--photos N] [--known N]

The bare peer, in the same run: each mail parsed by Python's own email package and its attachments written to the disk, unread.
"""

import argparse
import datetime as dt
import email
import email.policy
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

from benchmarks import mails
from bulletin.archive import ledger, likeness, meeting
from bulletin.archive.ledger import Ledger, Marks, StoryEntry
from bulletin.archive.meeting import Arrival
from bulletin.house.rules import House, read_house
from bulletin.language import use
from bulletin.production.collect import collect
from bulletin.production.world import Silence, World
from bulletin.records.story import Copy, Paragraph, Span, Story

_PHOTOS = 8  # different ones: what is measured is not how they were made
_WIDTH, _HEIGHT = 3000, 2000
_WHEN = dt.datetime(2024, 1, 2, 8, tzinfo=dt.UTC)


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--mails", type=int, default=2000)
    asked.add_argument("--photos", type=int, default=1, help="in each mail")
    asked.add_argument("--known", type=int, default=50_000, help="stories among which a duplicate is looked for")
    given = asked.parse_args()
    use("en")
    with tempfile.TemporaryDirectory() as folder:
        collecting(Path(folder), given.mails, given.photos)
    with tempfile.TemporaryDirectory() as folder:
        looking(Path(folder), given.known)


def collecting(folder: Path, count: int, photos: int) -> None:
    """Time a whole collection, and print the memory on its way."""
    root = folder / "publication"
    mails.publication(root)
    pictures = [mails.photo(number, _WIDTH, _HEIGHT) for number in range(_PHOTOS)]
    for number in range(count):
        chosen = tuple(pictures[(number + turn) % _PHOTOS] for turn in range(photos))
        (root / "stories" / "inbox" / f"{number:05}.eml").write_bytes(mails.mail(number, chosen))
    bare, bare_work = worked(lambda: bare_peer(root / "stories" / "inbox", folder / "bare"))
    watched = Watched(count)
    seconds, work = worked(lambda: collect(read_house(root), World(now=lambda: time.time() + 60, progress=watched)))
    size = len(pictures[0]) / 1e6
    print(f"{count} mails, each with {photos} photos of {_WIDTH} × {_HEIGHT} pixels ({size:.1f} MB)")
    print(f"collect         {seconds:8.1f} s   {count / seconds:7.1f} a second   {work / count * 1000:5.0f} ms of work each")
    print(f"bare peer       {bare:8.1f} s   {count / bare:7.1f} a second   {bare_work / count * 1000:5.0f} ms of work each")
    print(f"the collection takes {seconds / bare:.1f} times the bare peer's time, and {work / bare_work:.1f} times its work")
    for taken, memory in watched.memory:
        print(f"memory after    {taken:8} mails   {memory:7.0f} MB")


class Watched(Silence):
    """Told of each submission, notes the memory of the process and those that it began, at quarters of the way."""

    def __init__(self, count: int) -> None:
        self._points = {1, count // 4, count // 2, count * 3 // 4, count}
        self._done = 0
        self.memory: list[tuple[int, float]] = []

    def step(self, what: str) -> None:
        """One more is done."""
        self._done += 1
        if self._done in self._points:
            self.memory.append((self._done, sum(map(memory, [os.getpid(), *(each.pid or 0 for each in active_children())]))))


def memory(process: int) -> float:
    """What a process holds, in MB; what two of them share counts for both."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def bare_peer(inbox: Path, target: Path) -> None:
    """Parse each mail and write its attachments."""
    target.mkdir()
    for path in sorted(inbox.iterdir()):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for turn, part in enumerate(message.iter_attachments()):
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            (target / f"{path.stem}-{turn}").write_bytes(data)


def looking(folder: Path, known: int) -> None:
    """Time what a new story meets, among as many as a bank's branches send in many years."""
    mails.publication(folder, issues=10)
    house = read_house(folder)
    with ledger.opened(folder / "stories") as book:
        fill(book, known)
        for what, first in (("a new story", known + 1), ("a near-duplicate", known // 2)):
            times = [looked_for(house, book, first + turn) for turn in range(20)]
            print(f"meeting {what:17} among {known}: median {statistics.median(times) * 1000:.1f} ms, slowest {max(times) * 1000:.1f} ms")


def fill(book: Ledger, known: int) -> None:
    """Enter so many stories of several issues and branches; their folders are not needed."""
    book.adopt((_entry(number), Marks((str(number),), likeness.bands(likeness.runs(story(number))))) for number in range(known))


def _entry(number: int) -> StoryEntry:
    return StoryEntry(_folder(number), None, _issue(number), mails.title(number), _branch(number), None, written="", queries=())


def story(number: int) -> Story:
    """A story as it would be filed."""
    body = tuple(Paragraph(spans=(Span(text=each),)) for each in mails.text(number).split("\n"))
    return Story(title=mails.title(number), branch=_branch(number), received=_WHEN, submission=f"{number}.eml", body=body)


def looked_for(house: House, book: Ledger, number: int) -> float:
    """Seconds to find what a story meets that comes for another issue, with a sentence more than the one that is known."""
    known = story(number)
    body = (*known.body, Paragraph(spans=(Span(text="最后加上一句话。"),)))
    copy = Copy(story=known.model_copy(update={"body": body}))
    arrival = Arrival(0, _issue(number + 1), copy, corrects=False, allowed=())
    return timed(lambda: meeting.meet(house, book, arrival, meeting.marks_of(copy, "bytes")))


def _folder(number: int) -> str:
    return f"stories/{_issue(number)}/{number}"


def _issue(number: int) -> str:
    return f"2024-{number % 10 + 1}"


def _branch(number: int) -> str:
    return f"{mails.BRANCHES[number // 10 % len(mails.BRANCHES)]}支行"


def worked(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that the work takes, and seconds of all processors: those count alike however many others use the machine."""
    before = os.times()
    seconds = timed(work)
    after = os.times()
    return seconds, sum(after[:4]) - sum(before[:4])


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
