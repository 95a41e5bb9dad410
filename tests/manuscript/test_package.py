"""Hostile and damaged Word files are refused, each with its own sentence, and never followed."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.manuscript import package, word
from bulletin.manuscript.pencil import Unfit

BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def packed(document: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


def verdict(data: bytes) -> str:
    with pytest.raises(Unfit) as caught:
        word.read("hostile.docx", data)
    assert caught.value.message and caught.value.remedy
    return caught.value.check


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(doctype: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<w:document xmlns:w="urn:x">&x;</w:document>'
    assert verdict(packed(text.encode(encoding))) == "unreadable"


def test_every_hostile_xml_of_the_corpus_is_refused(corpora: Path) -> None:
    for file in sorted((corpora / "hostile" / "xml").iterdir()):
        assert verdict(packed(file.read_bytes())) == "unreadable", file.name


def test_every_hostile_zip_of_the_corpus_is_refused(corpora: Path) -> None:
    for file in sorted((corpora / "hostile" / "zip").rglob("*.zip")):
        assert verdict(file.read_bytes()) in ("unreadable", "encrypted", "too-large"), file.name


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 1000)
    assert verdict(packed(b"<a>" + b" " * 2000 + b"</a>")) == "too-large"


def test_a_part_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_XML", 1000)
    assert verdict(packed(b"<a>" + b" " * 2000 + b"</a>")) == "too-large"


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PARTS", 0)
    assert verdict(packed(b"<a/>")) == "too-large"


def test_a_file_that_is_cut_off_is_refused(make_docx: Any) -> None:
    data = make_docx("<w:p><w:r><w:t>文</w:t></w:r></w:p>")
    assert verdict(data[: len(data) // 2]) == "unreadable"


def test_a_damaged_part_that_is_not_the_text_is_named_and_the_text_is_read(read_word: Any) -> None:
    relation = (
        '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    )
    reading = read_word("<w:p><w:r><w:t>文</w:t></w:r></w:p>", parts={"word/styles.xml": "<broken"}, relations=relation)
    assert [passage.text for passage in reading.value.passages] == ["文"]
    assert [each.check for each in reading.queries] == ["not-carried-over"]


def test_names_with_other_case_and_slashes_are_found() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Word\\Document.XML", f'<w:document xmlns:w="{package.namespace("w")}"><w:body/></w:document>')
    assert word.read("a.docx", stream.getvalue()).value.passages == ()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_reader(make_docx: Any, data: st.DataObject) -> None:
    file = bytearray(make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>" * 5, parts={"comments": "", "numbering": ""}))
    for _time in range(3):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    try:
        word.read("damaged.docx", bytes(file))
    except Unfit as refused:
        assert refused.check in ("unreadable", "encrypted", "too-large")


def test_every_document_of_the_corpus_is_read_or_refused(corpora: Path) -> None:
    for file in sorted((corpora / "docx").rglob("*.do[ct]x")):
        try:
            reading = word.read(file.name, file.read_bytes())
        except Unfit as refused:
            assert file.name.startswith("~$"), (file.name, refused.message)
            continue
        assert reading.value.kind == "word"
