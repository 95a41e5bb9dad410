"""docs/word.md is true: each row's proof is there, and of the public expectations exactly those it lists are missed."""

import ast
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from bulletin.house.rules import read_house
from bulletin.production.reading import read_files
from bulletin.production.record import reading_record

TESTS = Path(__file__).resolve().parents[1]
MANUAL = (TESTS.parent / "docs" / "word.md").read_text(encoding="utf-8")
MISSED = MANUAL.partition("## Expectations that are not met")[2]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of each table, without headings and rules."""
    found = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in found if not set(row[0]) <= set("-|") and row[0] not in ("in the file", "document")]


@pytest.fixture(scope="module")
def tests() -> set[str]:
    """The names of all tests about manuscripts and stories."""
    files = [file for room in ("manuscript", "copydesk") for file in (TESTS / room).glob("test_*.py")]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", rows(MANUAL.replace(MISSED, "")), ids=lambda row: row[0])
def test_each_row_of_the_manual_has_a_proof(row: list[str], tests: set[str]) -> None:
    proofs = re.findall(r"`(test_\w+)`", row[-1])
    assert len(row) == 4
    assert proofs or row[1].startswith("not carried over")
    assert set(proofs) <= tests


def test_exactly_the_expectations_that_the_manual_lists_are_missed(reference: Path, corpora: Path) -> None:
    scorer = corpora.parent / "tools" / "score_word.py"
    if not scorer.is_file():
        pytest.skip(f"the scorer is not at {scorer}")
    listed = {re.sub("`", "", row[0]) for row in rows(MISSED)}
    assert _missed(_loaded(scorer), corpora, reference) == listed


def _loaded(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_word", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _missed(scorer: ModuleType, corpora: Path, reference: Path) -> set[str]:
    expectations = sorted((corpora / "expect").glob("*/*.json"))
    wanted = {file: json.loads(file.read_text(encoding="utf-8")) for file in expectations}
    assert wanted
    readings = read_files(read_house(reference), [corpora / want["docx"] for want in wanted.values()])
    found = {reading.file: reading_record(reading) for reading in readings}
    return {
        f"{file.parent.name}/{file.name.removesuffix('.docx.json')}"
        for file, want in wanted.items()
        if scorer.judge(found[str(corpora / want["docx"])], want)
    }
