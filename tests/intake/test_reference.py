"""The reference issue and the public corpora, which are not part of the project."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.house.rules import House, read_house
from bulletin.intake.folder import Bundle, waiting
from bulletin.intake.limits import MEGABYTE
from bulletin.intake.opening import open_bundle
from bulletin.queries import Marked
from bulletin.records.submission import Submission


@pytest.fixture(scope="module")
def rules(reference: Path) -> House:
    return read_house(reference)


@pytest.fixture(scope="module")
def opened(reference: Path, rules: House) -> dict[str, Marked[Submission]]:
    """Every submission of the reference drop folder."""
    found = waiting(reference / "inbox", settle_seconds=0, now=time.time)
    assert found.queries == ()
    return {bundle.name: open_bundle(bundle, rules) for bundle in found.value}


def _extra(reference: Path, rules: House, name: str) -> Marked[Submission]:
    return open_bundle(Bundle(name, (reference / "extra" / name,)), rules)


def test_every_file_is_in_the_submission_that_is_expected(reference: Path, opened: dict[str, Marked[Submission]]) -> None:
    expected = json.loads((reference / "expected.json").read_text("utf-8"))["stories"]
    found = {each.name: name for name, marked in opened.items() for each in marked.value.originals}
    assert set(found) == {name for story in expected for name in story["submission"]}
    for story in expected:
        assert {found[name] for name in story["submission"]} <= set(story["submission"])


def test_nothing_in_the_drop_folder_is_held_or_left_out(opened: dict[str, Marked[Submission]]) -> None:
    assert {name: marked.queries for name, marked in opened.items() if marked.queries} == {}


@pytest.mark.parametrize(
    ("name", "enclosures"),
    [
        ("01-training.eml", ["服务管理骨干能力提升培训班.docx"]),
        ("02-dashi.eml", ["华南大石支行努力争创百家示范网点.docx"]),
        ("04-yunshan.eml", ["云山支行稿件.docx"]),
        ("05-antifraud.md", ["05-antifraud.jpg", "05-antifraud.md"]),
        ("06-芳村支行反诈宣传.zip", ["稿件.docx", "宣传摊位.jpg"]),
        ("08-gallery-2.eml", ["一支.jpg", "北京路.jpg", "花都.jpg", "花城.jpg", "增城.jpg", "五羊.jpg", "从化.jpg"]),
        ("12-licheng.md", ["12-licheng.jpg", "12-licheng.md"]),
    ],
)
def test_names_are_as_the_branch_wrote_them(opened: dict[str, Marked[Submission]], name: str, enclosures: list[str]) -> None:
    assert [each.name for each in opened[name].value.enclosures] == enclosures


def test_a_story_in_a_mails_text_comes_with_its_pictures(opened: dict[str, Marked[Submission]]) -> None:
    submission = opened["07-huanan.eml"].value
    page, plain = submission.body
    assert (page.charset, plain.charset) == ("gb18030", "utf-8")
    assert all(f"cid:{each.content_id}" in page.data.decode("gb18030") for each in submission.enclosures)
    assert len(submission.enclosures) == 2


@pytest.mark.parametrize(
    ("name", "checks"),
    [
        ("stranger.eml", ["stranger", "left-alone"]),
        ("empty.eml", ["nothing-to-publish"]),
        ("bomb.zip", ["too-large"]),
        ("slip.zip", ["unsafe-archive"]),
        ("legacy.doc", []),
        ("broken.docx", []),
        ("encrypted.docx", []),
        ("gb18030.txt", []),
        ("correction.eml", []),
        ("resend-same-message-id.eml", []),
        ("personal-data.eml", []),
        ("low-resolution.eml", []),
    ],
)
def test_an_extra_is_held_or_goes_on(reference: Path, rules: House, name: str, checks: list[str]) -> None:
    found = _extra(reference, rules, name)
    assert [query.check for query in found.queries] == checks
    assert found.value.originals[0].data == (reference / "extra" / name).read_bytes()
    assert bool(found.value.enclosures) is not bool(checks)


def test_a_mail_that_is_sent_again_has_its_first_id(reference: Path, rules: House, opened: dict[str, Marked[Submission]]) -> None:
    again, first = _extra(reference, rules, "resend-same-message-id.eml").value, opened["11-taihe.eml"].value
    assert again.message_id == first.message_id is not None


def _accepting(rules: House) -> House:
    return rules.model_copy(update={"intake": rules.intake.model_copy(update={"strangers": "accept"})})


def test_no_mail_of_the_corpora_stops_it(corpora: Path, rules: House, tmp_path: Path) -> None:
    for path in _mails(corpora / "mail"):
        copy = tmp_path / f"{path.stem}.eml"
        copy.write_bytes(path.read_bytes())
        found = open_bundle(Bundle(copy.name, (copy,)), _accepting(rules))
        assert found.value.enclosures or found.value.body or found.held, path


def test_no_archive_of_the_corpora_gets_out_or_over_the_limit(corpora: Path, rules: House) -> None:
    for path in (corpora / "hostile" / "zip").rglob("*.zip"):
        found = open_bundle(Bundle(path.name, (path,)), rules)
        assert all("/" not in each.name and ".." not in each.folder.split("/") for each in found.value.enclosures), path
        assert sum(len(each.data) for each in found.value.enclosures) <= rules.intake.max_unpacked_mb * MEGABYTE, path
        assert found.value.enclosures or found.held, path


def _mails(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.suffix in (".eml", ".raw"))
