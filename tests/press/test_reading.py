"""What a voice reads from the readers' PDF is what the stories say, letter for letter."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bulletin.archive.shelf import read_stories, story_files
from bulletin.flatplan.plan import lay_out
from bulletin.house.plan import read_plan
from bulletin.house.rules import read_house
from bulletin.records.issue import Filed
from bulletin.records.story import Heading, ListItem, Paragraph, Pictures, Quote, Story, plain

ISSUE = "2024-1"
_LINES = ("/P", "/H3", "/H4", "/H5", "/H6", "/Caption", "/LBody")


@pytest.fixture(scope="module")
def articles(built_reference: Path) -> list[list[str]]:
    """For each article in reading order what its elements say, without blanks."""
    with pikepdf.open(built_reference / "output" / ISSUE / f"zhenjing-{ISSUE}.pdf") as pdf:
        said = [_said(page) for page in pdf.pages]
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        arts = [each for top in pdf.Root.StructTreeRoot.K for each in _below(top) if each.S == "/Art"]
        return [[_text(each, said, numbers) for each in _below(art) if each.S in _LINES] for art in arts]


@pytest.fixture(scope="module")
def stories(built_reference: Path) -> list[Story]:
    house = read_house(built_reference)
    filed = [each for each in read_stories(story_files(house, ISSUE), house) if isinstance(each, Filed)]
    plan = read_plan(built_reference / "stories" / ISSUE / "issue.toml", house)
    return [piece.story for piece in lay_out(plan, filed, house).value.pieces]


def _below(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.get("/K", []):
        if not isinstance(kid, int) and "/S" in kid:
            yield from _below(kid)


def _text(element: Any, said: list[dict[int, str]], numbers: dict[Any, int]) -> str:
    pieces = []
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            pieces.append(said[numbers[element.Pg.objgen]].get(kid, ""))
        elif "/MCID" in kid:
            pieces.append(said[numbers[kid.Pg.objgen]].get(int(kid.MCID), ""))
        elif "/S" in kid:
            pieces.append(_text(kid, said, numbers))
    return "".join(pieces)


def _said(page: pikepdf.Page) -> dict[int, str]:
    """The text of each mark on a page, without blanks."""
    fonts = {name: _letters(font) for name, font in page.obj.Resources.Font.items()}
    found: dict[int, str] = {}
    mark, letters = None, dict[bytes, str]()
    for step in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf TJ Tj"):
        what = str(step.operator)
        if what in ("BDC", "BMC", "EMC"):
            mark = int(step.operands[1].MCID) if what == "BDC" and "/MCID" in step.operands[1] else None
        elif what == "Tf":
            letters = fonts[str(step.operands[0])]
        elif mark is not None:
            shown = step.operands[0] if what == "TJ" else [step.operands[0]]
            codes = b"".join(bytes(each) for each in shown if isinstance(each, pikepdf.String))
            text = "".join(letters[codes[at : at + 2]] for at in range(0, len(codes), 2))
            found[mark] = found.get(mark, "") + "".join(text.split())
    return found


def _letters(font: Any) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]*)>", font.ToUnicode.read_bytes())
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _lines(story: Story) -> list[str]:
    """A story's text in reading order, without blanks."""
    lines = [story.title]
    for block in story.body:
        if isinstance(block, Pictures):
            lines += [picture.caption for picture in block.pictures]
        elif isinstance(block, Paragraph | Heading | ListItem | Quote):
            lines.append(plain(block.spans))
    return ["".join(line.split()) for line in lines if line]


def test_every_story_is_read_letter_for_letter(articles: list[list[str]], stories: list[Story]) -> None:
    """But for pictures, which a layout may move by a paragraph or two so that the page is filled."""
    captions = {"".join(each.caption.split()) for story in stories for each in story.pictures}
    read = {"".join(story.title.split()): _lines(story) for story in stories if story.title}
    compared = 0
    for article in articles:
        title = next(line for line in article if line in read)
        wanted = [line for line in read[title] if line not in captions]
        body = article[article.index(title) :]
        assert [line for line in body if line in wanted] == wanted
        assert {line for line in read[title] if line in captions} <= set(body)
        compared += len(wanted)
    assert len(articles) == 15
    assert compared > 70


def test_nothing_is_set_that_a_reader_cannot_see(articles: list[list[str]]) -> None:
    text = "".join(line for article in articles for line in article)
    assert not re.findall("[\u200b-\u200f\u2028-\u202f\u2060\ufeff\ue000-\uf8ff\ufffd\x00-\x1f]", text)
