"""How many fields of saved web pages are read rightly: title, authors, date, source, captions, and the body's first and last words.

The pages are not part of the project. A page whose title is not in the file comes as a mail comes, with the title as its subject.
"""

import argparse
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.copydesk.desk import edit
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.manuscript import sheaf
from bulletin.records.story import Heading, Pictures, Story, Table, plain
from bulletin.records.submission import Enclosure, Submission
from bulletin.typography import clean

_HOUSE = House(root=Path("/nowhere"), publication=Masthead(slug="measured", name="测"), sections=(SectionRule(name="动态"),))


class Field(NamedTuple):
    """A field of a page: what is right, and what was read."""

    name: str
    right: Any
    read: Any

    @property
    def hit(self) -> bool:
        """Whether it was read rightly."""
        return bool(self.right == self.read)


def main() -> None:
    """Print every miss, and how many fields are right."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", type=Path, nargs="+", help="folders of pages, each with its gold.jsonl")
    for folder in options.parse_args().folders:
        right = total = 0
        for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
            gold = json.loads(line)
            for field in fields(folder / gold["file"], gold):
                total, right = total + 1, right + field.hit
                if not field.hit:
                    print(f"{gold['file']}: {field.name}: {field.read!r} instead of {field.right!r}")
        print(f"{folder.name}: {right} of {total} fields right ({right / total:.0%})")


def fields(path: Path, gold: dict[str, Any]) -> Iterator[Field]:
    """Each field of one page."""
    story = _read(path, "") or _read(path, gold["title"])
    if story is None:
        yield from (Field(name, value, None) for name, value in gold.items() if name not in ("file", "section"))
        return
    texts = [plain(block.spans) for block in story.body if not isinstance(block, Pictures | Table)]
    yield Field("title", clean(gold["title"]), clean(story.title))
    yield Field("authors", gold["authors"], list(story.authors))
    yield Field("date", gold["date"], story.date.isoformat() if story.date else None)
    yield Field("source", gold["source"], story.source or None)
    yield Field("body_first", True, texts[0].startswith(clean(gold["body_first"])) or texts[0])
    yield Field("body_last", True, texts[-1].endswith(gold["body_last"]) or texts[-1])
    if "captions" in gold:
        captions = [*(each.caption for each in story.pictures), *story.captions]
        yield Field("captions", gold["captions"], captions)
    if "headings" in gold:
        yield Field("headings", gold["headings"], [plain(block.spans) for block in story.body if isinstance(block, Heading)])
        yield Field("not_in_body", [], [each for each in gold["not_in_body"] if each in "\n".join(texts)])


def _read(path: Path, subject: str) -> Story | None:
    page = Enclosure(name=path.name, data=path.read_bytes())
    day = dt.datetime(2024, 1, 5, tzinfo=dt.UTC)
    submission = Submission(name=path.name, received=day, digest="", originals=(page,), enclosures=(page,), subject=subject)
    for manuscript in sheaf.read(submission, simplified=True).value:
        if copy := edit(manuscript, submission, _HOUSE, ()).value:
            return copy.story
    return None


if __name__ == "__main__":
    main()
