"""The floors and the doors are watched by machine: a planted step over either is caught."""

import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LINTER = PROJECT / ".venv" / "bin" / "lint-imports"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package and its contracts, to be spoilt."""
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    shutil.copytree(PROJECT / "bulletin", tmp_path / "bulletin", ignore=shutil.ignore_patterns("__pycache__", "starter", "locale"))
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = str(LINTER) if LINTER.is_file() else shutil.which("lint-imports") or "lint-imports"
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_the_package_keeps_its_contracts(copied: Path) -> None:
    checked = lint(copied)
    assert checked.returncode == 0, checked.stdout
    assert " 0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("planted", "line", "broken"),
    [
        ("records/sheet.py", "import bulletin.house.rules", "The house has floors"),
        ("intake/planted.py", "import bulletin.manuscript", "The house has floors"),
        ("press/planted.py", "import bulletin.production", "The house has floors"),
        ("production/planted.py", "import bulletin.cli", "The house has floors"),
        ("flatplan/planted.py", "import click", "Only the command line talks"),
        ("preflight/planted.py", "import weasyprint", "Only the press sets type"),
        ("production/planted.py", "import jinja2", "Only composition and correspondence fill in templates"),
        ("copydesk/planted.py", "import sqlite3", "Only archive keeps the ledger"),
        ("archive/planted.py", "import email", "Only intake and correspondence handle mail"),
        ("manuscript/planted.py", "import extract_msg", "Only intake opens Outlook's files"),
        ("composition/planted.py", "import subprocess", "start other programs"),
        ("intake/planted.py", "import socket", "Nobody calls out"),
        ("copydesk/planted.py", "import sklearn", "Only the copy desk learns"),
        ("production/planted.py", "import cv2", "Only preflight counts faces"),
        ("copydesk/planted.py", "import numpy", "Only preflight counts faces"),
        ("production/planted.py", "import imap_tools", "Only intake looks into mailboxes"),
    ],
)
def test_a_planted_step_is_caught(copied: Path, planted: str, line: str, broken: str) -> None:
    file = copied / "bulletin" / planted
    file.write_text((file.read_text("utf-8") if file.exists() else "") + f"\n{line}\n", "utf-8")
    checked = lint(copied)
    assert checked.returncode == 1
    caught = checked.stdout.partition("Broken contracts")[2]
    assert broken in caught
    assert planted.removesuffix(".py").replace("/", ".") in caught
