"""LibreOffice converts what only it can read: by itself, harmlessly, and it leaves nothing behind."""

import os
import shutil
import socket
import stat
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bulletin.manuscript import word
from bulletin.manuscript.convert import ConversionFailed, ConverterMissing, convert
from bulletin.records.manuscript import Grid, Manuscript

OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
MORE = (
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
)
#: What LibreOffice would take for a text of Chinese characters, were it not told what it is to read.
JUNK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "乱码".encode("utf-16-le") * 900


@pytest.fixture(scope="session")
def soffice() -> None:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed")


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made while a test runs."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called soffice that only notes how it was called."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    noted = tmp_path / "noted"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$PWD" "$HOME" "$TMPDIR" "$http_proxy" "$SECRET" "$@" > {noted}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("SECRET", "password")
    return noted


def words(manuscript: Manuscript) -> list[str]:
    lines = []
    for passage in manuscript.passages:
        lines += [line for row in passage.rows for cell in row for line in cell.lines] if isinstance(passage, Grid) else [passage]
    return [text for line in lines if (text := " ".join(line.text.split()))]


def test_it_runs_in_a_folder_of_its_own_and_is_told_nothing_of_the_machine(stand_in: Path, scratch: Path) -> None:
    with pytest.raises(ConversionFailed):
        convert(b"x", "doc", "docx")
    place, home, temporary, proxy, secret, *arguments = stand_in.read_text().splitlines()
    assert place == home == temporary and place.startswith(str(scratch))
    assert (proxy, secret) == ("http://127.0.0.1:9", "")
    assert arguments[0].startswith(f"-env:UserInstallation=file://{place}/")
    assert list(scratch.iterdir()) == []


def test_where_it_is_not_installed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConverterMissing):
        convert(b"x", "doc", "docx")


@pytest.mark.usefixtures("soffice")
def test_an_old_word_file_says_what_its_new_one_says_and_junk_says_nothing(corpora: Path, scratch: Path) -> None:
    pairs = corpora / "docx" / "robust" / "pairs"
    names = ("test03", "test08")
    with ThreadPoolExecutor(2) as hands:
        converted = list(hands.map(lambda name: convert((pairs / f"{name}.doc").read_bytes(), "doc", "docx"), names))
    with pytest.raises(ConversionFailed):
        convert(JUNK, "doc", "docx")
    for name, data in zip(names, converted, strict=True):
        old, new = (words(word.read(name, each).value) for each in (data, (pairs / f"{name}.docx").read_bytes()))
        assert old == new and old, name
    assert list(scratch.iterdir()) == []


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and who called there."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)
        closed = threading.Event()

        def listen() -> None:
            while not closed.is_set():
                try:
                    caller, _address = door.accept()
                except TimeoutError:
                    continue
                with caller:
                    calls.append(b"called")

        porter = threading.Thread(target=listen)
        porter.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/a.png", calls
        closed.set()
        porter.join()


@pytest.mark.usefixtures("soffice", "scratch")
def test_it_follows_no_link_and_runs_nothing(listener: tuple[str, list[bytes]], tmp_path: Path) -> None:
    address, calls = listener
    secret, trace = tmp_path / "secret.txt", tmp_path / "trace"
    secret.write_text("kept to itself")
    linked = "".join(
        f'<text:section text:name="s{at}"><text:section-source xlink:href="{each}"/><text:p>old</text:p></text:section>'
        f'<text:p><draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm"><draw:image xlink:href="{each}"'
        ' xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
        for at, each in enumerate((address, secret.as_uri()))
    )
    macro = f"vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document#{trace.as_uri()}"
    document = (
        f'<?xml version="1.0"?><office:document {OFFICE} {MORE} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:scripts><office:event-listeners>'
        f'<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="{macro}"/></office:event-listeners>'
        f"</office:scripts><office:body><office:text><text:p>own words</text:p>{linked}</office:text></office:body></office:document>"
    )
    said = words(word.read("a.docx", convert(document.encode(), "fodt", "docx")).value)
    assert "own words" in said and "kept to itself" not in said
    assert (calls, trace.exists()) == ([], False)
