"""What a file is shows in its content, whatever its name says."""

import gzip
import io
import struct
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript.kind import Kind, kind_of
from bulletin.manuscript.sheaf import read
from bulletin.records.submission import Enclosure

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind(name: str, data: bytes) -> Kind:
    return kind_of(Enclosure(name=name, data=data))


def zipped(*names: str, said: str = "x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), said)  # with no date of its own: the tests are named by these bytes
    return stream.getvalue()


def compound(stream: str, content: bytes = b"") -> bytes:
    """A compound file ([MS-CFB]) of one stream: its head, its directory, its content, each in a sector of its own."""
    head = (OLE + bytes(22) + struct.pack("<H", 9)).ljust(512, b"\0")
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + bytes(50) + struct.pack("<I", 1) + bytes(8)
    return head + entry.ljust(512, b"\0") + content.ljust(512, b"\0")


def word_head(flags: int) -> bytes:
    """The beginning of a Word 97 text ([MS-DOC] §2.5.2)."""
    return struct.pack("<H8xH", 0xA5EC, flags)


@pytest.mark.parametrize(
    ("name", "data", "is_"),
    [
        ("稿.docx", compound("WordDocument", word_head(0)), "old-word"),
        ("稿.wps", compound("WordDocument", word_head(0)), "old-word"),
        ("稿.doc", zipped("[Content_Types].xml", "word/document.xml"), "word"),
        ("稿.wps", zipped("[Content_Types].xml", "word/document.xml"), "word"),
        ("稿.docm", zipped("word/document.xml", "word/vbaProject.bin"), "word"),
        ("稿.doc", b"{\\rtf1 x}", "rich-text"),
        ("稿.doc", b"<html><body>x</body></html>", "html"),
        ("稿.doc", b'\xef\xbb\xbf<html xmlns:w="urn:schemas-microsoft-com:office:word">', "html"),
        ("稿.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", "web-archive"),
        ("稿.mht", b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related", "web-archive"),
        ("稿.doc", b"%PDF-1.7", "pdf"),
        ("稿.docx", b"\r\n\r\n%PDF-1.4", "pdf"),
        ("稿.docx", b"\xff\xd8\xff\xe0", "picture"),
        ("稿.docx", b"\x89PNG\r\n\x1a\n", "picture"),
        ("稿.doc", b"\0\0\0\x18ftypheic", "picture"),
        ("稿.doc", b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        ("图.dat", b"\x01\0\0\0" + bytes(36) + b" EMF", "picture"),
        ("图.dat", gzip.compress(b"\xd7\xcd\xc6\x9a" + bytes(40), mtime=0), "picture"),
        ("图.txt", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "picture"),
        ("稿.docx", zipped("xl/workbook.xml", "[Content_Types].xml"), "spreadsheet"),
        ("稿.docx", zipped("ppt/presentation.xml", "[Content_Types].xml"), "slides"),
        ("稿.doc", compound("Workbook"), "spreadsheet"),
        ("稿.doc", compound("PowerPoint Document"), "slides"),
        ("稿.docx", zipped("mimetype", "content.xml"), "open-document"),
        ("稿.docx", zipped("word/document.xml")[:60], "cut-off"),
        ("表.ods", zipped("mimetype", "content.xml", said="application/vnd.oasis.opendocument.spreadsheet"), "spreadsheet"),
        ("稿.odp", zipped("mimetype", "content.xml", said="application/vnd.oasis.opendocument.presentation"), "slides"),
        ("稿.pages", zipped("Index/Document.iwa", "preview.jpg"), "pages"),
        ("稿.ofd", zipped("OFD.xml"), "fixed-layout"),
        ("稿.docx", b"%TSD-Header-###%" + bytes(600), "sealed"),
        ("稿.docx", b"b\x14#e\0\0E-SafeNet\0\0\0LOCK" + bytes(600), "sealed"),
        ("稿.txt", "E-SafeNet 是什么".encode(), "text"),
        ("稿.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "html"),
        ("稿.mhtml", b"junk", "web-archive"),
        ("稿.fodt", b'<office:document office:mimetype="application/vnd.oasis.opendocument.text">', "flat-open-document"),
        ("稿.xml", b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "word-2003"),
        ("稿.xml", b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">', "flat-word"),
        ("稿.doc", compound("WordDocument", struct.pack("<H8xH", 0xA5DC, 0)), "older-word"),
        ("稿.wps", OLE + bytes(600), "old-office"),
        ("稿.doc", OLE + bytes(600), "other"),
        ("稿.docx", b"", "empty"),
        ("稿.docx", b" \r\n", "empty"),
        ("稿.docx", bytes(4096), "empty"),
        ("稿.docx", b"only words", "other"),
        ("稿.txt", b"only words", "text"),
        ("稿.md", b"only words", "markdown"),
    ],
)
def test_a_file_is_what_it_holds(name: str, data: bytes, is_: Kind) -> None:
    assert kind(name, data) == is_


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("稿.docx", compound("EncryptedPackage")),
        ("稿.doc", compound("EncryptedPackage")),
        ("稿.docx", OLE + bytes(600)),
        ("稿.doc", compound("WordDocument", word_head(0x0100))),
        ("稿.wps", compound("WordDocument", word_head(0x8100))),
        ("稿.doc", compound("\tDRMContent")),
    ],
)
def test_a_file_with_a_password_is_held_for_its_password(make_submission: Any, name: str, data: bytes) -> None:
    assert kind(name, data) == "encrypted"
    (held,) = read(make_submission(Enclosure(name=name, data=data))).queries
    assert (held.check, "password" in held.message) == ("encrypted", True)


def test_a_file_that_an_office_has_locked_is_held_with_what_unlocks_it(make_submission: Any) -> None:
    (held,) = read(make_submission(Enclosure(name="稿.docx", data=b"%TSD-Header-###%" + bytes(600)))).queries
    assert (held.check, "unlocked" in held.remedy) == ("encrypted", True)


def test_every_old_word_file_of_the_corpus_is_known(corpora: Any) -> None:
    found = {path.name: kind(path.name, path.read_bytes()) for path in (corpora / "docx" / "robust" / "pairs").glob("*.doc")}
    assert found and set(found.values()) == {"old-word"}


def test_files_of_different_kinds_are_refused_with_different_sentences(make_submission: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    strange = [
        compound("EncryptedPackage"), zipped("word/document.xml")[:60], b"%PDF-1.7", b"", b"junk", zipped("xl/workbook.xml"), OLE,
        zipped("ppt/presentation.xml"), b"{\\rtf1 x}", compound("WordDocument"), zipped("mimetype", "content.xml"),
        b"MIME-Version: 1.0\nContent-Type: multipart/related",
    ]  # fmt: skip
    said = [read(make_submission(Enclosure(name="稿.wps", data=each))).queries[0].message for each in strange]
    assert len(set(said)) == len(said)


@given(st.binary(max_size=400), st.sampled_from([b"", OLE, b"PK\x03\x04", b"\x1f\x8b\x08", b"<?xml ", compound("WordDocument")[:640]]))
def test_any_bytes_are_of_some_kind(junk: bytes, beginning: bytes) -> None:
    assert kind("稿.docx", beginning + junk)
