"""Layouts are data: found by name, overridden file by file, and told with file and line where they are broken."""

from pathlib import Path

import pytest

from bulletin.composition import shelf
from bulletin.composition.compose import compose
from bulletin.house.rules import House
from bulletin.queries import LayoutError
from bulletin.records.galley import Galley
from bulletin.records.issue import Issue


def put(house: House, name: str, text: str, layout: str = "zhenjing") -> Path:
    path = house.root / "layouts" / layout / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def set_in(issue: Issue, house: House, layout: str = "zhenjing") -> Galley:
    return compose(issue, house, layout=layout, edition="readers")


def broken(issue: Issue, house: House, layout: str = "zhenjing") -> LayoutError:
    with pytest.raises(LayoutError) as caught:
        set_in(issue, house, layout)
    return caught.value


def test_a_missing_layout_is_told_with_those_there_are(full_issue: Issue, house: House) -> None:
    error = broken(full_issue, house, "nowhere")
    assert "nowhere" in error.message
    assert "gazette, zhenjing" in error.remedy


@pytest.mark.parametrize("name", ["../zhenjing", "common", "", ".", "/etc"])
def test_a_name_that_is_no_layout_finds_nothing(house: House, name: str) -> None:
    with pytest.raises(LayoutError):
        shelf.find(name, house)


def test_a_publications_one_file_is_used_and_the_rest_inherited(full_issue: Issue, house: House) -> None:
    put(house, "closing.html", "<footer>再见 {{ forme.masthead.name }}</footer>")
    galley = set_in(full_issue, house)
    assert "<footer>再见 澄江</footer>" in galley.html
    assert 'class="cover"' in galley.html


def test_a_publications_one_style_is_used_and_the_rest_inherited(full_issue: Issue, house: House) -> None:
    mine = put(house, "own.css", ".readers { --accent: green }")
    files = set_in(full_issue, house).files
    assert files["styles/own.css"] == mine
    assert files["styles/cover.css"] != mine.with_name("cover.css")


def test_a_publication_may_bring_a_picture_of_its_own(full_issue: Issue, house: House) -> None:
    mine = put(house, "logo.svg", "<svg/>")
    put(house, "closing.html", '<footer><img src="styles/logo.svg" alt=""></footer>')
    assert set_in(full_issue, house).files["styles/logo.svg"] == mine


def test_a_publication_may_bring_a_layout_of_its_own(full_issue: Issue, house: House) -> None:
    built_in = shelf.find("zhenjing", house).file(shelf.SETTINGS)
    assert built_in is not None
    put(house, "layout.toml", built_in.read_text("utf-8"), "mine")
    ids = "".join(f'<p id="{anchor}"></p>' for anchor in ("folio-1", "section-1", "story", "feature-1", "lead", "report", "gallery"))
    put(house, "issue.html", f'<html><link rel="stylesheet" href="styles/sheet.css"><body>{ids}', "mine")
    assert "cover" not in set_in(full_issue, house, "mine").html
    assert "mine" in broken(full_issue, house, "nowhere").remedy


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("<p>\n{% if %}</p>", 2, "Expected an expression"),
        ("<p>\n\n{{ nothing }}</p>", 3, "'nothing' is undefined"),
        ("<p>\n{{ forme.nothing }}</p>", 2, "is broken: “forme” has no “nothing”"),
        ("<p>\n{{ 1 // 0 }}</p>", 2, "by zero"),
        ("<p>\n{{ forme.label + 1 }}</p>", 2, "str"),
        ("<p>\n{% include 'lost.html' %}</p>", 2, "there is no template lost.html"),
        ("<p>\n{{ ''.__class__.__mro__ }}</p>", 2, "unsafe"),
        ("<p>\n{% include 'closing.html' %}</p>", 2, "recursion"),
    ],
)
def test_a_broken_template_is_told_with_file_and_line(full_issue: Issue, house: House, text: str, line: int, reason: str) -> None:
    path = put(house, "closing.html", text)
    error = broken(full_issue, house)
    assert (error.file, error.line) == (str(path), line)
    assert reason in error.message


def test_a_template_that_is_not_utf8_is_told(full_issue: Issue, house: House) -> None:
    put(house, "closing.html", "").write_bytes("再见".encode("gb18030"))
    assert "zhenjing" in broken(full_issue, house).message


def test_a_layout_without_its_first_template_is_told(full_issue: Issue, house: House) -> None:
    built_in = shelf.find("zhenjing", house).file(shelf.SETTINGS)
    assert built_in is not None
    put(house, "layout.toml", built_in.read_text("utf-8"), "mine")
    assert "there is no template issue.html" in broken(full_issue, house, "mine").message


def test_a_layout_that_leaves_a_story_out_is_told(full_issue: Issue, house: House) -> None:
    put(house, "feature.html", '<section id="{{ entry.anchor }}"></section>')
    assert "0 elements with the id “lead”" in broken(full_issue, house).message


def test_a_layout_that_sets_a_story_twice_is_told(full_issue: Issue, house: House) -> None:
    put(house, "closing.html", '<p id="story"></p>')
    assert "2 elements with the id “story”" in broken(full_issue, house).message


@pytest.mark.parametrize("address", ["https://example.com/a.png", "styles/lost.png", "/etc/passwd", "file:///etc/passwd", "#lost"])
def test_a_layout_that_refers_to_what_is_not_there_is_told(full_issue: Issue, house: House, address: str) -> None:
    put(house, "closing.html", f'<a href="{address}">x</a>')
    assert address in broken(full_issue, house).message


def test_a_wrong_key_in_a_layouts_settings_is_told_with_file_and_line(full_issue: Issue, house: House) -> None:
    path = put(house, "layout.toml", 'description = ""\ncolour = "red"\n')
    error = broken(full_issue, house)
    assert error.file == str(path)
    assert "layout.toml" in str(error)


def test_a_layout_that_is_not_made_for_the_page_is_told_with_those_it_is_made_for(full_issue: Issue, house: House) -> None:
    built_in = shelf.find("zhenjing", house).file(shelf.SETTINGS)
    assert built_in is not None
    put(house, "layout.toml", built_in.read_text("utf-8").replace("[page.A4]", "[page.A3]"))
    error = broken(full_issue, house)
    assert "A4" in error.message
    assert "A3, B5, A5" in error.remedy
