"""How long checking the copy of an issue takes, beside reading the same stories from their files.

    python -m benchmarks.checking [--stories N] [--rounds N] [--photos N] [--megapixels N]

An issue of N stories (40) of about a thousand characters is written in a folder; then all are read, and all are checked, in turns.
Then it is checked with N photos (80) in its stories: the first time after they were laid there by hand, after they were looked at
as a collection looks at them, and again.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from benchmarks.photos import photo
from bulletin.archive import ledger, shelf
from bulletin.house.rules import House, read_house
from bulletin.preflight.wording.table import check_wording
from bulletin.production.check import check
from bulletin.production.looking import ask_of_pictures
from bulletin.records.issue import Filed

RULES = '[publication]\nslug = "kan"\nname = "澄报"\n\n[[sections]]\nname = "动态"\n'
PLAN = 'id = "2024-1"\nlabel = "一"\ndate = 2024-01-15\n'
HEAD = "---\ntitle: 第{number}篇\nsection: 动态\nreceived: 2024-01-05T09:00:00+08:00\n---\n\n"
CHARACTERS = 1000


def publication(root: Path, stories: int) -> House:
    """A publication with an issue of so many stories, of the text that the copy desk learns from."""
    seed = "\n".join(file.read_text("utf-8") for file in sorted((files("bulletin.copydesk") / "seed").iterdir(), key=str))
    lines = [line for line in seed.splitlines() if len(line) > 40]
    (root / "bulletin.toml").write_text(RULES, "utf-8")
    for number in range(stories):
        folder = root / "stories" / "2024-1" / str(number)
        folder.mkdir(parents=True)
        text = ""
        while len(text) < CHARACTERS:
            text += lines.pop(0) + "\n\n"
            lines.append(text[-60:].strip())
        (folder / "story.md").write_text(HEAD.format(number=number) + text, "utf-8")
    (root / "stories" / "2024-1" / "issue.toml").write_text(PLAN, "utf-8")
    return read_house(root)


def illustrate(house: House, photos: int, megapixels: float) -> None:
    """Give the stories so many photos, a few of them with people, each story as many as the others."""
    folders = sorted((house.root / "stories" / "2024-1").glob("*/"))
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    for number in range(photos):
        folder = folders[number % len(folders)]
        name = f"{number}.jpg"
        (folder / name).write_bytes(photo(number, (height * 4 // 3, height), number % 4))
        with (folder / "story.md").open("a", encoding="utf-8") as story:
            story.write(f"![现场{number}]({name})\n\n")


def forget(house: House) -> None:
    """Have the pictures look as if nobody had looked at them."""
    with ledger.opened(shelf.stories_folder(house)) as book:
        book.forget_looks(book.looks("2024-1"))


def read_all(house: House) -> list[Filed]:
    """Every story of the issue."""
    return [each for each in shelf.read_stories(shelf.story_files(house, "2024-1"), house) if isinstance(each, Filed)]


def took(work: Callable[[], object], rounds: int) -> float:
    """The median of some rounds, in seconds."""
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--photos", type=int, default=80)
    parser.add_argument("--megapixels", type=float, default=6)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = publication(Path(folder), asked.stories)
        stories = read_all(house)
        reading = took(lambda: read_all(house), asked.rounds)
        wording = took(lambda: [check_wording(each.story, "f", house) for each in stories], asked.rounds)
        whole = took(lambda: check(house, "2024-1"), asked.rounds)
        illustrate(house, asked.photos, asked.megapixels)
        illustrated = read_all(house)
        looking = statistics.median(looked(house, illustrated) for _round in range(asked.rounds))
        pictured = took(lambda: check(house, "2024-1"), asked.rounds)
    print(f"reading {asked.stories} stories   {reading:.2f} s")
    print(f"their wording        {wording:.2f} s   {wording / reading:.1f} times reading")
    print(f"the whole check      {whole:.2f} s   {whole / reading:.1f} times reading")
    print(f"with {asked.photos} photos       {pictured:.2f} s   where they were looked at when they were collected")
    print(f"looking at these     {looking:.2f} s   when they are collected, or first checked; {looking / asked.photos * 1000:.0f} ms each")


def looked(house: House, stories: list[Filed]) -> float:
    """Seconds that looking at all pictures takes."""
    forget(house)
    return took(lambda: ask_of_pictures(house, "2024-1", stories), 1)


if __name__ == "__main__":
    main()
