"""`bulletin preflight`: any PDF, as a printer would look at it; no publication is needed."""

import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Array

from bulletin.cli.main import main


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A print PDF with a page in a colour for screens."""
    path = tmp_path / "寄印.pdf"
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 300))
    page.obj.TrimBox, page.obj.BleedBox = Array([20, 20, 180, 280]), Array([10, 10, 190, 290])
    page.contents_add(b"1 0 0 rg 100 100 30 30 re f")
    made.docinfo["/Title"] = "寄印"
    made.save(path)
    return path


def test_the_faults_are_told_with_their_page(pdf: Path) -> None:
    ran = CliRunner().invoke(main, ["preflight", str(pdf), "--language", "en"])
    assert ran.exit_code == 3
    assert "rgb-in-print" in ran.output
    assert "page 1" in ran.output


def test_a_machine_gets_one_object_for_each(pdf: Path) -> None:
    ran = CliRunner().invoke(main, ["preflight", str(pdf), "--json", "--language", "en"])
    (record,) = map(json.loads, ran.output.splitlines())
    assert (record["check"], record["page"], record["box"], record["file"]) == ("rgb-in-print", 1, [80, 150, 110, 180], str(pdf))


def test_it_may_be_judged_as_what_it_does_not_look_like(pdf: Path) -> None:
    ran = CliRunner().invoke(main, ["preflight", str(pdf), "--as", "readers", "--language", "en"])
    assert "rgb-in-print" not in ran.output
    assert "tags-missing" in ran.output


def test_the_report_is_written_where_it_is_wanted(pdf: Path, tmp_path: Path) -> None:
    CliRunner().invoke(main, ["preflight", str(pdf), "--report", str(tmp_path / "a.html"), "--language", "en"])
    written = (tmp_path / "a.html").read_text("utf-8")
    assert "rgb-in-print" in written
    assert "<img" in written


def test_what_is_no_pdf_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("no")
    ran = CliRunner().invoke(main, ["preflight", str(tmp_path / "a.pdf"), "--language", "en"])
    assert (ran.exit_code, "unreadable" in ran.output) == (3, True)


def test_a_file_that_is_not_there_is_a_slip(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["preflight", str(tmp_path / "a.pdf"), "--language", "en"])
    assert ran.exit_code == 2
