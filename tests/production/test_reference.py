"""The reference issue goes the whole way, letter for letter, and what else lands in its drop folder ends as it should."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from bulletin.archive.shelf import read_stories, story_files
from bulletin.flatplan.plan import lay_out
from bulletin.house.plan import read_plan
from bulletin.house.rules import read_house
from bulletin.production.check import check
from bulletin.production.collect import Collected, collect
from bulletin.production.taking import Taken
from bulletin.production.world import World
from bulletin.records.issue import Filed, Piece
from bulletin.records.story import Paragraph, plain

ISSUE = "2024-1"


@pytest.fixture(scope="session")
def expected(reference: Path) -> list[dict[str, Any]]:
    stories: list[dict[str, Any]] = json.loads((reference / "expected.json").read_text("utf-8"))["stories"]
    return stories


@pytest.fixture(scope="session")
def pieces(built_reference: Path) -> tuple[Piece, ...]:
    house = read_house(built_reference)
    stories = [each for each in read_stories(story_files(house, ISSUE), house) if isinstance(each, Filed)]
    return lay_out(read_plan(built_reference / "stories" / ISSUE / "issue.toml", house), stories, house).value.pieces


@pytest.fixture(scope="session")
def pages(built_reference: Path) -> list[str]:
    with pypdfium2.PdfDocument(built_reference / "output" / ISSUE / "zhenjing-2024-1.pdf") as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


@pytest.fixture(scope="session")
def record(built_reference: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((built_reference / "output" / ISSUE / "issue.json").read_text("utf-8"))
    return found


def test_every_story_comes_out_letter_for_letter(pieces: tuple[Piece, ...], expected: list[dict[str, Any]]) -> None:
    found = [
        {
            "title": piece.story.title,
            "section": piece.story.section,
            "branch": piece.story.branch,
            "byline": "、".join(piece.story.authors) or None,
            "role": piece.role,
            "feature": piece.feature,
            "paragraphs": [plain(block.spans) for block in piece.story.body if isinstance(block, Paragraph)],
            "captions": [picture.caption for picture in piece.story.pictures],
            "images": len(piece.story.pictures),
        }
        for piece in pieces
    ]
    assert found == [{key: story[key] for key in found[0]} for story in expected]


def test_every_submission_is_accounted_for_once(pieces: tuple[Piece, ...], expected: list[dict[str, Any]]) -> None:
    manuscripts = [[name for name in story["submission"] if not name.endswith(".jpg")] for story in expected]
    assert [list(piece.sources) for piece in pieces] == manuscripts


def test_every_original_is_kept_byte_for_byte_and_the_drop_folder_is_empty(built_reference: Path, reference: Path) -> None:
    sent = {path.name: path.read_bytes() for path in (reference / "inbox").iterdir()}
    kept = {path.name: path.read_bytes() for path in (built_reference / "stories" / ISSUE).glob("*/original/*")}
    assert kept == sent
    assert list((built_reference / "stories" / "inbox").iterdir()) == []


def test_deleted_text_and_comments_stand_on_no_page(pages: list[str], expected: list[dict[str, Any]]) -> None:
    text = _squeezed("".join(pages))
    for unwanted in (words for story in expected for words in story.get("must_not_contain", ())):
        assert unwanted not in text


def test_every_character_of_every_story_stands_on_the_pages(pages: list[str], expected: list[dict[str, Any]]) -> None:
    text = _squeezed("".join(pages))
    for story in expected:
        for words in (story["title"], *story["paragraphs"], *story["captions"]):
            # a paragraph may run over a page's end, where folio and running head stand between its parts
            for part in _squeezed(words)[:60], _squeezed(words)[-12:]:
                assert part[:20] in text


def test_folios_begin_with_one_on_the_first_divider_and_are_those_printed(pages: list[str], record: dict[str, Any]) -> None:
    assert record["sections"][0]["folio"] == 1
    offset = next(number for number, text in enumerate(pages) if "服务动态" in _squeezed(text) and "目录" not in text and number > 1)
    for section in record["sections"]:
        for story in section["stories"]:
            page = pages[offset + story["folio"] - 1]
            assert _squeezed(story["title"])[:10] in _squeezed(page)
            assert re.search(rf"(?m)^0?{story['folio']}\s*$", page), (story["title"], story["folio"])


def test_the_contents_name_every_story_with_its_folio(pages: list[str], record: dict[str, Any]) -> None:
    contents = _squeezed("".join(pages[:3]))
    for section in record["sections"]:
        for story in section["stories"]:
            assert re.search(re.escape(_squeezed(story["title"])) + r"[^\d]*?" + f"{story['folio']:02d}", contents), story["title"]


def test_a_reflections_branch_stands_behind_its_title_in_the_contents(pages: list[str]) -> None:
    assert re.search("银行服务感言.{0,3}新塘支行", _squeezed("".join(pages[:3])))


def test_issue_json_counts_stories_pictures_and_pages(record: dict[str, Any], pages: list[str], expected: list[dict[str, Any]]) -> None:
    stories = [story for section in record["sections"] for story in section["stories"]]
    assert record["pages"] == len(pages)
    assert [(story["title"], story["pictures"], story["role"], story["feature"]) for story in stories] == [
        (story["title"], story["images"], story["role"], story["feature"]) for story in expected
    ]
    assert record["held"] == []
    # from the first divider to the closing page, every page belongs to a divider or to a story
    last = stories[-1]["folio"] + stories[-1]["pages"] - 1
    assert sum(story["pages"] for story in stories) + len(record["sections"]) == last
    assert last == len(pages) - 3  # cover and contents stand before folio 1, the closing page behind the last story


def test_the_output_holds_what_readers_and_printers_get(built_reference: Path) -> None:
    names = {path.name for path in (built_reference / "output" / ISSUE).iterdir()}
    assert names == {
        "zhenjing-2024-1.pdf",
        "zhenjing-2024-1-print.pdf",
        "cover.png",
        "issue.json",
        "preflight.html",
        "preflight.json",
    }


def test_the_readers_pdf_stays_under_six_megabytes(built_reference: Path) -> None:
    assert (built_reference / "output" / ISSUE / "zhenjing-2024-1.pdf").stat().st_size < 6_000_000


# --- what else lands in a drop folder ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def with_extra(
    publication_of_reference: Path, reference: Path, rested: World, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Collected]:
    """The reference's stories filed first, then everything in extra/."""
    root = tmp_path_factory.mktemp("extra") / "publication"
    shutil.copytree(publication_of_reference, root)
    house = read_house(root)
    collect(house, rested, ISSUE)
    shutil.copytree(reference / "extra", root / "stories" / "inbox", dirs_exist_ok=True)
    return root, collect(house, rested, ISSUE)


def taken(with_extra: tuple[Path, Collected], name: str) -> Taken:
    return next(each for each in with_extra[1].taken if each.name == name)


@pytest.mark.parametrize(
    ("name", "check_"),
    [
        ("broken.docx", "unreadable"),
        ("encrypted.docx", "encrypted"),
        ("stranger.eml", "stranger"),
        ("empty.eml", "nothing-to-publish"),
        ("bomb.zip", "too-large"),
        ("slip.zip", "unsafe-archive"),
    ],
)
def test_what_cannot_be_a_story_is_held_with_its_reason_and_kept(
    with_extra: tuple[Path, Collected], reference: Path, name: str, check_: str
) -> None:
    one = taken(with_extra, name)
    assert one.state == "held"
    assert check_ in [query.check for query in one.queries]
    assert one.folder
    assert (with_extra[0] / one.folder / "original" / name).read_bytes() == (reference / "extra" / name).read_bytes()
    assert (with_extra[0] / one.folder / "why.md").is_file()


def test_the_same_message_again_is_a_duplicate(with_extra: tuple[Path, Collected]) -> None:
    assert taken(with_extra, "resend-same-message-id.eml").state == "duplicate"


def test_a_correction_supersedes_and_the_earlier_version_is_kept(with_extra: tuple[Path, Collected]) -> None:
    assert "superseded" in [query.check for query in taken(with_extra, "correction.eml").queries]
    [path] = (with_extra[0] / "stories" / ISSUE).glob("环城太和支行*/story.md")
    assert path.read_text("utf-8").rstrip().endswith("工行的温度”。")
    assert (path.parent / "versions" / "1" / "story.md").is_file()


def test_a_chinese_text_in_gb18030_is_read(with_extra: tuple[Path, Collected]) -> None:
    house = read_house(with_extra[0])
    [story] = [
        each.story
        for each in read_stories(story_files(house, ISSUE), house)
        if isinstance(each, Filed) and each.story.submission == "gb18030.txt"
    ]
    assert (story.title, story.branch) == ("关于天河支行开展服务礼仪培训的报道", "天河支行")


def test_personal_data_is_filed_but_kept_out_of_the_issue(with_extra: tuple[Path, Collected]) -> None:
    assert taken(with_extra, "personal-data.eml").state == "filed"
    [story] = [each for each in check(read_house(with_extra[0]), ISSUE).stories if each.filed.story.title == "客户来信表扬"]
    assert story.held
    found = {query.check: query.place.text for query in story.queries if query.weight == "hold"}
    assert found == {"identity-number": "440102196001012233", "phone-number": "13800138000", "bank-card": "6222021234567890128"}


def test_a_picture_too_small_for_its_place_is_queried(with_extra: tuple[Path, Collected]) -> None:
    [story] = [each for each in check(read_house(with_extra[0]), ISSUE).stories if each.filed.story.title == "天河支行开展厅堂服务演练"]
    assert "low-resolution" in [query.check for query in story.queries]


def test_nothing_is_written_outside_the_publication(with_extra: tuple[Path, Collected]) -> None:
    assert not list(with_extra[0].parent.glob("escape*"))
    assert not list((with_extra[0] / "stories").glob("escape*"))


def test_an_old_word_file_is_converted_or_held_with_the_remedy(with_extra: tuple[Path, Collected]) -> None:
    one = taken(with_extra, "legacy.doc")
    checks = [query.check for query in one.queries]
    # it is the first version of a story of the issue, of which the correction has come: read, known again, and kept
    assert one.state == ("duplicate" if shutil.which("soffice") else "held")
    assert ("converter-missing" in checks) is not bool(shutil.which("soffice"))


def _squeezed(text: str) -> str:
    return "".join(text.split())
