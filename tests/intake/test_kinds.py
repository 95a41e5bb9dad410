"""What a file is, and names fit to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.intake.kinds import Kind, bare_name, is_litter, kind_of, with_ending

PROGRAM = b"MZ\x90\0" + b"\0" * 60


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", b"PK\x03\x04", Kind.MANUSCRIPT),
        ("A.DOCX", b"", Kind.MANUSCRIPT),
        ("a.md", b"# a", Kind.MANUSCRIPT),
        ("a.jpg", b"\xff\xd8\xff", Kind.PICTURE),
        ("a.eml", b"From: a", Kind.MAIL),
        ("a.msg", b"\xd0\xcf", Kind.OUTLOOK),
        ("a.zip", b"PK\x03\x04", Kind.ZIP),
        ("a", b"PK\x03\x04", Kind.ZIP),
        ("a.xlsx", b"PK\x03\x04", Kind.OTHER),
        ("a.zip", b"Rar!\x1a\x07\x01", Kind.ARCHIVE),
        ("a.docx", b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
        ("a.rar", b"", Kind.ARCHIVE),
        ("a.exe", b"", Kind.EXECUTABLE),
        ("a.docx.lnk", b"", Kind.EXECUTABLE),
        ("a.jpg", PROGRAM, Kind.EXECUTABLE),
        ("a.docx", b"\x7fELF\x02", Kind.EXECUTABLE),
        ("a.txt", b"MZ is how this text begins", Kind.MANUSCRIPT),
        ("a.docm", b"", Kind.MACRO),
        ("a.docx", b"PK\x03\x04 word/vbaProject.bin", Kind.MACRO),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), Kind.MACRO),
        ("a.txt", b"word/vbaProject.bin", Kind.MANUSCRIPT),
        ("~$a.docx", b"", Kind.LITTER),
        ("a.pdf", b"%PDF-", Kind.OTHER),
    ],
)
def test_a_file_is_what_it_is(name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(name, data) is kind


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("德政", b"\xff\xd8\xff\xe0", ".jpg"),
        ("noname.dat", b"\x89PNG\r\n\x1a\n", ".png"),
        ("现场", b"RIFF\0\0\0\0WEBP", ".webp"),
        ("现场", b"\0\0\0\x18ftypheic", ".heic"),
        ("稿件", b"PK\x03\x04 word/document.xml", ".docx"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", ""),
        ("a.docx", b"\xff\xd8\xff\xe0", ""),
        ("a", b"what is this", ""),
        ("a.pdf", b"%PDF-1.4", ""),
        ("a.PDF", b"%PDF-1.4", ""),
    ],
)
def test_a_name_without_an_ending_gets_the_one_its_bytes_call_for(name: str, data: bytes, ending: str) -> None:
    assert with_ending(name, data) == name + ending


@pytest.mark.parametrize(
    ("given_name", "bare"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\li\稿件.docx", "稿件.docx"),
        ("稿件.exe. . ", "稿件.exe"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\0b\r\n.docx", "ab.docx"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("/", "unnamed"),
        ("\u3000稿件.docx", "稿件.docx"),
        ("NUL.docx", "_NUL.docx"),
        ("com1", "_com1"),
        ("company.docx", "company.docx"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(given_name: str, bare: str) -> None:
    assert bare_name(given_name) == bare


def test_a_long_name_is_shortened_and_keeps_its_ending() -> None:
    name = bare_name("稿" * 300 + ".docx")
    assert name.endswith("稿.docx")
    assert 190 < len(name.encode()) <= 200


@given(st.text())
def test_any_name_becomes_one_that_a_folder_can_hold(name: str) -> None:
    bare = bare_name(name)
    assert bare
    assert bare not in (".", "..")
    assert len(bare.encode()) <= 200
    assert not set("/\\\0\n") & set(bare)
    assert bare_name(bare) == bare


def test_litter_is_known_by_its_name() -> None:
    assert is_litter("THUMBS.DB")
    assert not is_litter("稿件.docx")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("报告.docx.exe", b"x", Kind.EXECUTABLE),
        (bare_name("报告\u202excod.exe"), b"x", Kind.EXECUTABLE),
        ("报告.exe．", b"x", Kind.OTHER),
        ("报告．ｅｘｅ", b"x", Kind.EXECUTABLE),
        ("稿件．docx", b"PK", Kind.MANUSCRIPT),
        ("报告.еxе", b"MZ" + b"\0" * 64, Kind.EXECUTABLE),
        ("照片.url", b"[InternetShortcut]", Kind.EXECUTABLE),
        ("a.bin", b"\x78\x9f\x3e\x22\0\0", Kind.TNEF),
        ("a.bin", b"\0" * 257 + b"ustar\0", Kind.ARCHIVE),
        ("照片.part1.rar", b"x", Kind.ARCHIVE),
        ("照片.7z.001", b"x", Kind.ARCHIVE),
        ("a.jpg", b"BZh91AY", Kind.ARCHIVE),
        ("mail.bank.com", b"From: a@b.c\nDate: x\n\ntext", Kind.MAIL),
        ("mail", b"Received: by x\nFrom: a@b.c\n\ntext", Kind.MAIL),
        ("one.mbox", b"From a@b.c Mon Jan  1 10:00:00 2024\nFrom: a@b.c\n\ntext\n", Kind.MAIL),
        ("two.mbox", b"From a@b.c Mon Jan  1 10:00:00 2024\nFrom: a@b.c\n\ntext\n\n" * 2, Kind.MAILBOX),
        ("投稿.pst", b"!BDN", Kind.MAILBOX),
        ("a.txt", b"From: a@b.c\nDate: x\n\ntext", Kind.MANUSCRIPT),
        ("页.mhtml", b"From: <Saved by Blink>\nMIME-Version: 1.0\n\n", Kind.MANUSCRIPT),
        ("notes", b"To: whom it may concern", Kind.OTHER),
        ("invite.ics", b"BEGIN:VCALENDAR", Kind.CARD),
        ("稿件.docx.gpg", b"x", Kind.LOCKED),
    ],
)
def test_a_disguise_is_seen_through(name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(name, data) is kind
