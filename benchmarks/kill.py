"""Collectors are killed at random instants while mails arrive: in the end every mail is filed or held exactly once, byte for byte.

Each collector is a process of its own, forked from this one so that it is at work at once, and killed with SIGKILL.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks import mails
from bulletin.house.rules import read_house
from bulletin.language import use
from bulletin.production import ahead
from bulletin.production.collect import collect
from bulletin.production.world import World

_WORLD = World(now=lambda: time.time() + 60)


def main() -> int:
    """Run, and say what was found; the exit code is 1 where anything is lost, doubled or changed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--mails", type=int, default=300)
    asked.add_argument("--collectors", type=int, default=1, help="how many are at work at once")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    use("en")
    ahead.FEWEST = 1  # so that a process that reads ahead loses its collector, too
    with tempfile.TemporaryDirectory() as folder:
        return run(Path(folder) / "publication", given.mails, given.kills, given.collectors, random.Random(given.seed))


def run(root: Path, count: int, kills: int, collectors: int, chance: random.Random) -> int:
    """Let mails arrive and collectors die; then one collector finishes, and everything is counted."""
    mails.publication(root)
    sent = {f"{number:04}.eml": _mail(number) for number in range(count)}
    arriving = iter(sent.items())
    died, longest = 0, 0.2  # seconds until a collector is killed: longer while they die, shorter when they come to their end
    while died < kills and ((mail := next(arriving, None)) or _lying(root)):
        if mail:
            _arrive(root, *mail)
        at_work = [_begun(lambda: collect(read_house(root), _WORLD)) for _each in range(collectors)]
        time.sleep(chance.uniform(0, longest))
        lying = _lying(root)
        killed = [_killed(process) for process in at_work]
        died += sum(killed) if lying else 0
        longest *= 1.05 if all(killed) else 0.8
    for mail in arriving:
        _arrive(root, *mail)
    collect(read_house(root), _WORLD)
    faults = [*_faults(root, sent), *_ledger_faults(root, sent)]
    print(json.dumps({"mails": count, "killed at work": died, "collectors": collectors, "faults": faults}, ensure_ascii=False))
    return 1 if faults else 0


def _lying(root: Path) -> bool:
    return any((root / "stories" / "inbox").iterdir())


def _mail(number: int) -> bytes:
    """Every fifth is a stranger's, which is held; every third is a Word file; every second has a photo."""
    photos = (mails.photo(number, 480, 320),) if number % 2 else ()
    return mails.mail(number, photos, word=number % 3 == 0, sender="who@elsewhere.example" if number % 5 == 0 else None)


def _arrive(root: Path, name: str, data: bytes) -> None:
    """As a mail program or a shared folder lays it down: whole or not at all."""
    waiting = root / name
    waiting.write_bytes(data)
    waiting.rename(root / "stories" / "inbox" / name)


def _begun(work: Callable[[], object]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - a forked process must not go on as its parent
        print(f"a collector failed: {error!r}", file=sys.stderr)
        os._exit(1)
    os._exit(0)


def _killed(process: int) -> bool:
    """Kill a collector; whether it was still at work."""
    done, status = os.waitpid(process, os.WNOHANG)
    if not done:
        os.kill(process, signal.SIGKILL)
        _done, status = os.waitpid(process, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a collector failed by itself")
    return os.WIFSIGNALED(status)


def _faults(root: Path, sent: dict[str, bytes]) -> list[str]:
    """What is not on the disk exactly once: by the bytes of the originals, whatever their names."""
    stories = root / "stories"
    kept = Counter(path.read_bytes() for path in stories.rglob("original/**/*") if path.is_file())
    faults = [f"{name} is kept {kept[data]} times" for name, data in sent.items() if kept[data] != 1]
    faults += ["something else is kept as an original"] if sum(kept.values()) != len(sent) else []
    faults += [f"{path.name} is left in the drop folder" for path in (stories / "inbox").iterdir()]
    faults += [f"{path} is left on the desk" for path in (stories / ".filing").rglob("*")]
    filed = [path for path in stories.glob("2024-1/*/story.md") if path.read_text("utf-8").strip()]
    return faults + ([f"{len(filed)} stories are filed"] if len(filed) != sum(number % 5 != 0 for number in range(len(sent))) else [])


def _ledger_faults(root: Path, sent: dict[str, bytes]) -> list[str]:
    """What the ledger does not know exactly once, or not as it lies on the disk."""
    with closing(sqlite3.connect(root / "stories" / "ledger.sqlite")) as ledger:
        lines = ledger.execute("SELECT name, state, folder FROM submissions").fetchall()
        under_way = ledger.execute("SELECT count(*) FROM acts WHERE NOT done").fetchone()[0]
    counted = Counter(name for name, _state, _folder in lines)
    faults = [f"{name} has {counted[name]} lines" for name in {*sent, *counted} if counted[name] != 1]
    faults += [f"{name} is {state}" for name, state, _folder in lines if state != ("filed" if int(name[:4]) % 5 else "held")]
    faults += [f"{name} is not in {folder}" for name, _state, folder in lines if not (root / folder / "original" / name).is_file()]
    return faults + ([f"{under_way} acts are not done"] if under_way else [])


if __name__ == "__main__":
    sys.exit(main())
