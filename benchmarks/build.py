"""How long the whole way takes: drop folder to PDFs, beside the bare rendering of the same pages, and Typst.

    python -m benchmarks.build [--publication DIR] [--issue ID] [--runs N]

Each run is a process of its own, and the three take turns, so that what else the machine does falls on all alike.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE = PROJECT.parent / "shared" / "reference"
BUILT = (0, 3)  # 3: built, though submissions are held
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Run:
    """One process from its start to its end: seconds, and the most memory (MB) that it and its children held together."""

    seconds: float
    memory: float


def timed(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end. Raises SystemExit with its words where it fails."""
    with tempfile.TemporaryFile() as words:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=words, stderr=words)
        memory = 0
        while process.poll() is None:
            memory = max(memory, sum(map(resident, family(process.pid))))
            time.sleep(0.01)
        seconds = time.perf_counter() - begun
        if process.returncode not in BUILT:
            words.seek(0)
            sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{words.read().decode(errors='replace')}")
    return Run(seconds, memory / 1e6)


def family(pid: int) -> Iterator[int]:
    """A process and all below it, as Linux lists them; nothing once it is gone."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def resident(pid: int) -> int:
    """The bytes of memory that a process holds now. Pages shared after a fork count for each: the figure is an upper bound."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_SIZE
    except (OSError, IndexError):
        return 0


def lay_publication(source: Path, issue: str, target: Path) -> Path:
    """A publication as it stands before its first build: rules, drop folder, and one issue's plan."""
    shutil.copytree(_inbox(source), target / "stories" / "inbox", copy_function=shutil.copy2)
    (target / "stories" / issue).mkdir()
    plan = source / "issue.toml" if (source / "issue.toml").is_file() else source / "stories" / issue / "issue.toml"
    for file, place in ((source / "bulletin.toml", target), (plan, target / "stories" / issue)):
        shutil.copy(file, place)
    for path in target.rglob("*"):  # the source may be read-only
        path.chmod(path.stat().st_mode | 0o200)
    return target


def _inbox(source: Path) -> Path:
    return source / "inbox" if (source / "inbox").is_dir() else source / "stories" / "inbox"


@contextmanager
def publication(source: Path, issue: str) -> Iterator[Path]:
    """A fresh publication folder, removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield lay_publication(source, issue, Path(folder))


def take_turns(source: Path, issue: str, runs: int) -> dict[str, list[Run]]:
    """Time each entrant `runs` times, in turn. The galleys come from a build that is not timed."""
    build = [sys.executable, "-m", "bulletin", "build", issue]
    results: dict[str, list[Run]] = {"bulletin build": [], "bare WeasyPrint": [], "Typst": []}
    with publication(source, issue) as prepared:
        timed(build, prepared)
        galleys = prepared / "galleys"
        subprocess.run([sys.executable, "-m", "benchmarks.galleys", str(prepared), issue, str(galleys)], cwd=PROJECT, check=True)
        for _ in range(runs):
            with publication(source, issue) as fresh:
                results["bulletin build"].append(timed(build, fresh))
            results["bare WeasyPrint"].append(timed([sys.executable, "-c", BARE], galleys))
            results["Typst"].append(timed([sys.executable, "-c", TYPST], galleys))
    return results


BARE = """
import weasyprint
for edition in ("readers", "print"):
    weasyprint.HTML(f"{edition}/galley.html").write_pdf(f"bare-{edition}.pdf")
"""
TYPST = """
import typst
for edition in ("readers", "print"):
    typst.compile("issue.typ", output=f"typst-{edition}.pdf")
"""


def table(results: dict[str, list[Run]]) -> str:
    """The figures, one line for each."""
    bare = statistics.median(run.seconds for run in results["bare WeasyPrint"])
    lines = [f"{'':16} {'min':>7} {'median':>7} {'max':>7}   {'of bare':>7}   {'memory':>7}"]
    for name, runs in results.items():
        seconds = sorted(run.seconds for run in runs)
        median = statistics.median(seconds)
        memory = max(run.memory for run in runs)
        lines.append(f"{name:16} {seconds[0]:6.2f}s {median:6.2f}s {seconds[-1]:6.2f}s   {median / bare:6.2f}x   {memory:4.0f} MB")
    return "\n".join(lines)


def main() -> None:
    """Time, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--publication", type=Path, default=REFERENCE)
    asked.add_argument("--issue", default="2024-1")
    asked.add_argument("--runs", type=int, default=5)
    given = asked.parse_args()
    if not (given.publication / "bulletin.toml").is_file():
        sys.exit(f"there is no publication in {given.publication}: name one with --publication")
    print(table(take_turns(given.publication, given.issue, given.runs)))


if __name__ == "__main__":
    main()
