"""The pages of a built publication, for others to set: its galleys as plain HTML folders, and the same text as Typst source.

python -m benchmarks.galleys PUBLICATION ISSUE TARGET
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from bulletin.archive import shelf
from bulletin.composition.compose import compose
from bulletin.flatplan.plan import lay_out
from bulletin.house.rules import House, read_house
from bulletin.records.galley import Edition, Galley
from bulletin.records.issue import Feature, Filed, Issue, Piece
from bulletin.records.story import Block, Heading, Pictures, Table, plain

#: The same page as the built-in layout's: A4, 11 pt, Chinese serif, each story on a new page.
PREAMBLE = """\
#set page(paper: "a4", margin: (x: 27mm, y: 28mm), numbering: "1")
#set text(font: "Noto Serif CJK SC", size: 11pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.9em)
#set heading(outlined: true)
"""


def issue_of(house: House, name: str) -> Issue:
    """An issue as it is filed."""
    filed = [each for each in shelf.read_stories(shelf.story_files(house, name), house) if isinstance(each, Filed)]
    return lay_out(shelf.issue_plan(house, name), filed, house).value


def write_galley(galley: Galley, folder: Path) -> None:
    """A galley as galley.html, with the files that it names beside it."""
    for name, content in galley.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            file.write_text(content, "utf-8")
        else:
            shutil.copyfile(content, file)
    (folder / "galley.html").write_text(galley.html, "utf-8")


def typst_source(issue: Issue, folder: Path) -> str:
    """The issue in Typst's language; its pictures are copied into the folder."""
    parts = [PREAMBLE, f"#align(center + horizon, text(44pt, {_quoted(issue.masthead.name)}))\n#pagebreak()\n#outline()"]
    for section in issue.sections:
        parts.append(f"#pagebreak()\n#align(center + horizon, heading(level: 1, {_quoted(section.name)}))")
        for entry in section.entries:
            if isinstance(entry, Feature):
                parts.append(f"#pagebreak()\n#heading(level: 2, {_quoted(entry.title)})")
            pieces = entry.pieces if isinstance(entry, Feature) else (entry,)
            parts += [line for piece in pieces for line in _piece(piece, folder)]
    return "\n\n".join(parts) + "\n"


def _piece(piece: Piece, folder: Path) -> Iterator[str]:
    yield f"#pagebreak(weak: true)\n#heading(level: 3, {_quoted(piece.story.title)})"
    for block in piece.story.body:
        yield _block(block, piece, folder)


def _block(block: Block, piece: Piece, folder: Path) -> str:
    if isinstance(block, Pictures):
        return "\n".join(_figure(piece, picture.file, picture.caption, folder) for picture in block.pictures)
    if isinstance(block, Table):
        cells = ", ".join(_quoted(cell) for row in block.rows for cell in row)
        return f"#table(columns: {len(block.rows[0])}, {cells})"
    if isinstance(block, Heading):
        return f"#heading(level: {block.level + 2}, {_quoted(plain(block.spans))})"
    return "#par[" + "".join(f"#strong({_quoted(span.text)})" if span.strong else f"#{_quoted(span.text)}" for span in block.spans) + "]"


def _figure(piece: Piece, file: str, caption: str, folder: Path) -> str:
    copied = Path("typst") / piece.anchor / file
    (folder / copied).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(piece.files[file], folder / copied)
    return f"#figure(image({_quoted(copied.as_posix())}, width: 80%), caption: [#{_quoted(caption)}])"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main(publication: Path, name: str, target: Path) -> None:
    """Write the galleys of both editions and the Typst source into the target folder."""
    house = read_house(publication)
    issue = issue_of(house, name)
    for edition in get_args(Edition):
        write_galley(compose(issue, house, layout=house.layout.name, edition=edition), target / edition)
    (target / "issue.typ").write_text(typst_source(issue, target), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
