"""How fast and how well Word files are read: this reader beside python-mammoth, markitdown and pandoc, on the same files.

    python -m benchmarks.reading [--corpora DIR] [--rounds N]

Each works in its natural way: the libraries read all files in one process, pandoc takes a process for each file. A round is timed from the
start of a process to its end, and the readers take turns, so that what else the machine does falls on all alike. What each has read is
scored once, untimed, by the rules and expectations that lie with the test files.
"""

import argparse
import importlib.util
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree, html
from markdown_it import MarkdownIt

PROJECT = Path(__file__).resolve().parents[1]
CORPORA = PROJECT.parent / "shared" / "corpora"
PEERS = Path(sys.prefix) / "peers" / "bin" / "python"
WORD = (".docx", ".dotx")

#: Reads the files named on its input; where it is given a place, it writes down what it read, as JSON by file.
LIBRARY = """
import json, sys
{reader}
read = {{}}
for path in sys.stdin.read().splitlines():
    try:
        read[path] = convert(path)
    except Exception as error:
        read[path] = None
if len(sys.argv) > 1:
    with open(sys.argv[1], "w", encoding="utf-8") as place:
        json.dump({{path: shown(each) for path, each in read.items()}}, place)
"""
OURS = """
from pathlib import Path
from bulletin.manuscript import word
from bulletin.manuscript.pencil import Unfit
def convert(path):
    try:
        return word.read(path, Path(path).read_bytes())
    except Unfit as refused:
        return refused
shown = lambda each: each.value.model_dump(exclude={"photos"}) if hasattr(each, "value") else "refused"
"""
MAMMOTH = """
import mammoth
def convert(path):
    with open(path, "rb") as file:
        return mammoth.convert_to_html(file).value
shown = lambda each: each
"""
MARKITDOWN = """
from markitdown import MarkItDown
converter = MarkItDown()
convert = lambda path: converter.convert(path).markdown
shown = lambda each: each
"""


@dataclass(frozen=True)
class Entrant:
    """A reader: its command, whether it takes a process for each file, and how what it gives is laid out for the rules of scoring."""

    name: str
    command: tuple[str, ...]
    alone: bool
    laid_out: Callable[[Any], dict[str, Any]]


def of_manuscript(told: dict[str, Any]) -> dict[str, Any]:
    """A manuscript's passages as blocks."""
    blocks: list[dict[str, Any]] = []
    for passage in told["passages"]:
        if passage["kind"] == "line":
            blocks.append(_of_line(passage))
        else:
            blocks += _of_grid(passage)
    return {"blocks": blocks, "notes": list(told["notes"])}


def _of_grid(grid: dict[str, Any]) -> list[dict[str, Any]]:
    """A table, and those within it, which count in a page too; their text stands in the cell around them."""
    cells = [[[_of_line(line) for line in cell["lines"]] for cell in row] for row in grid["rows"]]
    rows = [["\n".join(line["text"] for line in cell) for cell in row] for row in cells]
    pictures = [each for row in cells for cell in row for line in cell for each in line["pictures"]]
    within = [table for row in grid["rows"] for cell in row for inner in cell["within"] for table in _of_grid(inner)]
    return [{"type": "table", "rows": rows, "pictures": pictures}, *({"type": "table", "rows": []} for _table in within)]


def _of_line(line: dict[str, Any]) -> dict[str, Any]:
    text = line["number"] + "".join(run.get("text", "") for run in line["runs"])
    pictures = [{"caption": run["caption"]} for run in line["runs"] if "photo" in run]
    return {"type": "heading" if line["outline"] else "paragraph", "text": text, "pictures": pictures}


def of_html(told: str) -> dict[str, Any]:
    """A page as blocks: the rules count its tables, pictures and headings, and look through its text."""
    root = html.document_fromstring(told or "<p></p>")
    etree.strip_elements(root, "style", "head", with_tail=False)
    blocks: list[dict[str, Any]] = [{"type": "table", "rows": []} for _table in root.iter("table")]
    blocks += [{"type": "heading", "text": _words(each)} for level in "123456" for each in root.iter(f"h{level}")]
    return {"blocks": [*blocks, {"type": "paragraph", "text": _words(root), "pictures": [{} for _picture in root.iter("img")]}]}


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def of_markdown(told: str) -> dict[str, Any]:
    """Markdown as the page it makes."""
    return of_html(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(told))


def entrants() -> tuple[list[Entrant], list[str]]:
    """Who can take part here, and what is to be said of who cannot."""
    taking = [Entrant("bulletin", (sys.executable, "-c", LIBRARY.format(reader=OURS)), False, of_manuscript)]
    missing = []
    for name, module, reader, laid_out in (
        ("python-mammoth", "mammoth", MAMMOTH, of_html),
        ("markitdown", "markitdown", MARKITDOWN, of_markdown),
    ):
        if PEERS.is_file() and subprocess.run([str(PEERS), "-c", f"import {module}"], check=False, capture_output=True).returncode == 0:
            taking.append(Entrant(name, (str(PEERS), "-c", LIBRARY.format(reader=reader)), False, laid_out))
        else:
            missing.append(f"{name} is not installed: run make benchmark-reading")
    if pandoc := shutil.which("pandoc"):
        taking.append(Entrant("pandoc", (pandoc, "--from=docx", "--to=html", "--standalone"), True, of_html))
    else:
        missing.append("pandoc is not installed")
    return taking, missing


def seconds(entrant: Entrant, files: Sequence[Path]) -> float:
    """How long a reader takes for all files, from the start of its first process to the end of its last."""
    begun = time.perf_counter()
    if entrant.alone:
        for file in files:
            subprocess.run([*entrant.command, str(file)], cwd=PROJECT, check=False, capture_output=True)
    else:
        subprocess.run(entrant.command, input="\n".join(map(str, files)), cwd=PROJECT, check=True, capture_output=True, text=True)
    return time.perf_counter() - begun


def read_by(entrant: Entrant, files: Sequence[Path]) -> dict[str, Any]:
    """What a reader makes of each file; None where it fails."""
    if entrant.alone:
        runs = {str(file): subprocess.run([*entrant.command, str(file)], check=False, capture_output=True, text=True) for file in files}
        return {file: run.stdout if run.returncode == 0 else None for file, run in runs.items()}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "read.json"
        command = [*entrant.command, str(place)]
        subprocess.run(command, input="\n".join(map(str, files)), cwd=PROJECT, check=True, capture_output=True, text=True)
        return dict(json.loads(place.read_text("utf-8")))


def misses(entrant: Entrant, corpora: Path, told: dict[str, Any]) -> dict[str, list[str]]:
    """By file with an expectation, where a reader does not meet it; by the rules that lie with the test files."""
    judge = _rules(corpora)
    found = {}
    for file in sorted((corpora / "expect").glob("*/*.json")):
        wanted = json.loads(file.read_text("utf-8"))
        got = told.get(str(corpora / wanted["docx"]))
        found[wanted["docx"]] = ["not read"] if got in (None, "refused") else judge(entrant.laid_out(got), wanted)
    return found


def _rules(corpora: Path) -> Callable[[dict[str, Any], dict[str, Any]], list[str]]:
    spec = importlib.util.spec_from_file_location("score_word", corpora.parent / "tools" / "score_word.py")
    if spec is None or spec.loader is None:
        sys.exit("the rules of scoring are missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    judge: Callable[[dict[str, Any], dict[str, Any]], list[str]] = module.judge
    return judge


def main() -> None:
    """Time, score, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--corpora", type=Path, default=CORPORA)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--misses", action="store_true", help="name each expectation that is not met")
    given = asked.parse_args()
    files = sorted(path for path in (given.corpora / "docx").rglob("*") if path.suffix in WORD and not path.name.startswith("~$"))
    if not files:
        sys.exit(f"there are no Word files in {given.corpora / 'docx'}: name their folder with --corpora")
    taking, missing = entrants()
    times: dict[str, list[float]] = {each.name: [] for each in taking}
    for _round in range(given.rounds):
        for each in taking:
            times[each.name].append(seconds(each, files))
    report(taking, files, times, given.corpora, named=given.misses)
    print("\n".join(missing))


def report(taking: Sequence[Entrant], files: Sequence[Path], times: dict[str, list[float]], corpora: Path, *, named: bool) -> None:
    """The figures, one line for each reader."""
    ours = statistics.median(times["bulletin"])
    print(f"{len(files)} Word files, {len(times['bulletin'])} rounds")
    print(f"{'':16} {'min':>7} {'median':>7} {'max':>7}   {'of ours':>7}   {'met':>12}   {'not read':>8}")
    for each in taking:
        told = read_by(each, files)
        found = misses(each, corpora, told)
        met = sum(not each for each in found.values())
        taken = sorted(times[each.name])
        median = statistics.median(taken)
        print(
            f"{each.name:16} {taken[0]:6.2f}s {median:6.2f}s {taken[-1]:6.2f}s   {median / ours:6.2f}x   "
            f"{met:3} ({100 * met / len(found):5.1f} %)   {sum(each is None for each in told.values()):8}"
        )
        for file, where in found.items():
            if named and where:
                print(f"    {file}: {'; '.join(where)}")


if __name__ == "__main__":
    main()
