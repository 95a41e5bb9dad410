"""A print PDF that a printer would send back is not written, unless the editor says so."""

import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from bulletin.cli.main import main
from bulletin.queries import Query, query
from bulletin.records.issue import Issue
from bulletin.records.proof import Proof

RULES = '[publication]\nslug = "kan"\nname = "澄报"\n\n[[sections]]\nname = "服务动态"\n'
STORY = "---\ntitle: 东门支行开展晨间演练\nsection: 服务动态\nauthors: []\n---\n\n东门支行每天清晨开门之前演练迎客、指引、送别三个动作。\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A publication of one story."""
    story = tmp_path / "stories" / "2024-1" / "晨练"
    story.mkdir(parents=True)
    (tmp_path / "bulletin.toml").write_text(RULES, "utf-8")
    (story.parent / "issue.toml").write_text('id = "2024-1"\nlabel = "第1期"\ndate = 2024-01-15\n', "utf-8")
    (story / "story.md").write_text(STORY, "utf-8")
    return tmp_path


def _build(root: Path, *options: str) -> Result:
    said = ["--language", "en", "--publication", str(root), "build", "2024-1", "--no-collect", *options]
    return CliRunner().invoke(main, said)


def _names(root: Path) -> set[str]:
    return {path.name for path in (root / "output" / "2024-1").iterdir()}


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Preflight finds a fault in the print PDF that a printer stops at."""

    def find(proof: Proof, issue: Issue, *, ink_limit: int) -> tuple[Query, ...]:
        fault = query("font-not-embedded", "print.pdf", "the typeface X is not in the file", "Install it.")
        return (fault,) if proof.edition == "print" else ()

    monkeypatch.setattr("bulletin.production.build.check_proof", find)


@pytest.mark.usefixtures("stopped")
def test_a_print_pdf_with_a_stop_is_refused_and_the_rest_is_written(root: Path) -> None:
    result = _build(root, "--impose", "saddle")
    assert result.exit_code == 3, result.output
    assert _names(root) == {"kan-2024-1.pdf", "cover.png", "issue.json", "preflight.html", "preflight.json"}
    assert "--allow font-not-embedded" in result.output
    assert "booklet" in result.output or "小册子" in result.output
    assert {"print", "booklet"}.isdisjoint(json.loads((root / "output" / "2024-1" / "issue.json").read_text("utf-8"))["files"])


@pytest.mark.usefixtures("stopped")
def test_a_stop_that_is_allowed_by_name_is_printed_with(root: Path) -> None:
    result = _build(root, "--allow", "font-not-embedded")
    assert result.exit_code == 0, result.output
    assert "kan-2024-1-print.pdf" in _names(root)
    assert "font-not-embedded" in (root / "output" / "2024-1" / "preflight.json").read_text("utf-8")


@pytest.mark.usefixtures("stopped")
def test_to_allow_another_check_helps_nothing(root: Path) -> None:
    assert _build(root, "--allow", "glyph-missing").exit_code == 3
    assert "kan-2024-1-print.pdf" not in _names(root)


def test_a_slip_in_a_check_s_name_is_told_before_anything_is_built(root: Path) -> None:
    result = _build(root, "--allow", "font-not-embeded")
    assert result.exit_code == 2
    assert "font-not-embeded" in result.output
    assert not (root / "output").exists()


def test_a_booklet_is_written_on_request_and_is_the_same_again(root: Path) -> None:
    booklet = root / "output" / "2024-1" / "kan-2024-1-booklet.pdf"
    result = _build(root, "--impose", "saddle")
    assert result.exit_code == 0, result.output
    first = booklet.read_bytes()
    with pikepdf.open(booklet) as pdf, pikepdf.open(booklet.with_name("kan-2024-1-print.pdf")) as pages:
        assert 2 * len(pdf.pages) == len(pages.pages)
    _build(root, "--impose", "saddle")
    assert booklet.read_bytes() == first
    _build(root)
    assert not booklet.exists()
