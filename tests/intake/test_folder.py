"""What is waiting in the drop folder, what belongs together, and what is left alone."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.house.rules import House
from bulletin.intake import grouping
from bulletin.intake.folder import unsettled, waiting
from bulletin.intake.opening import open_bundle
from bulletin.queries import MachineError, Weight

RESTED = 1_700_000_000.0
Drop = Callable[..., Path]


def _now() -> float:
    return RESTED + 5


def _names(inbox: Path) -> dict[str, list[str]]:
    found = waiting(inbox, settle_seconds=5, now=_now).value
    return {bundle.name: [path.relative_to(inbox).as_posix() for path in bundle.files] for bundle in found}


def _left(inbox: Path) -> dict[str, str]:
    return {query.place.file: query.message for query in waiting(inbox, settle_seconds=5, now=_now).queries}


def test_a_file_that_has_rested_is_taken(inbox: Path, drop: Drop) -> None:
    drop("a.eml")
    assert _names(inbox) == {"a.eml": ["a.eml"]}
    assert _left(inbox) == {}


def test_a_file_written_a_moment_ago_is_left_with_a_note(inbox: Path, drop: Drop) -> None:
    drop("a.eml", at=0.5)
    assert _names(inbox) == {}
    (query,) = waiting(inbox, settle_seconds=5, now=_now).queries
    assert (query.check, query.weight, query.place.file) == ("left-alone", Weight.NOTE, "a.eml")


def test_the_wait_is_until_the_youngest_file_has_rested(inbox: Path, drop: Drop) -> None:
    drop("a.eml", at=1)
    drop("b.eml", at=3)
    assert unsettled(inbox, settle_seconds=5, now=_now) == pytest.approx(3)


def test_nobody_waits_where_everything_has_rested(inbox: Path, drop: Drop) -> None:
    drop("a.eml")
    assert unsettled(inbox, settle_seconds=5, now=_now) == 0.0


def test_nobody_waits_for_a_file_from_the_future(inbox: Path, drop: Drop) -> None:
    drop("a.eml", at=1000)
    assert unsettled(inbox, settle_seconds=5, now=_now) == 0.0
    assert "future" in _left(inbox)["a.eml"]


def test_bundles_come_sorted_by_name(inbox: Path, drop: Drop) -> None:
    for name in ("b.eml", "c.zip", "a.docx"):
        drop(name)
    assert list(_names(inbox)) == ["a.docx", "b.eml", "c.zip"]


@pytest.mark.parametrize(
    "name",
    [
        "~$稿件.docx",
        ".~lock.a.docx#",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "a.docx.part",
        "a.zip.crdownload",
        "~WRL0001.tmp",
        ".hidden",
    ],
)
def test_litter_is_left_alone_without_a_word(inbox: Path, drop: Drop, name: str) -> None:
    drop(name)
    assert _names(inbox) == {}
    assert _left(inbox) == {}


def test_a_link_is_never_followed(inbox: Path, drop: Drop, tmp_path: Path) -> None:
    secret = tmp_path / "secret.docx"
    secret.write_bytes(b"x")
    os.utime(secret, (RESTED, RESTED))
    (inbox / "a.docx").symlink_to(secret)
    (inbox / "folder").symlink_to(tmp_path)
    assert _names(inbox) == {}
    assert set(_left(inbox)) == {"a.docx", "folder"}


def test_a_link_in_a_dropped_folder_is_never_followed(inbox: Path, drop: Drop, tmp_path: Path) -> None:
    (tmp_path / "secret.docx").write_bytes(b"x")
    drop("支行/a.docx")
    (inbox / "支行" / "b.docx").symlink_to(tmp_path / "secret.docx")
    os.utime(inbox / "支行", (RESTED, RESTED))
    assert _names(inbox) == {"支行": ["支行/a.docx"]}
    assert set(_left(inbox)) == {"支行/b.docx"}


def test_a_pipe_is_left_alone(inbox: Path) -> None:
    os.mkfifo(inbox / "a.docx")
    assert _names(inbox) == {}
    assert set(_left(inbox)) == {"a.docx"}


def test_an_empty_file_waits_to_be_filled(inbox: Path, drop: Drop) -> None:
    drop("a.docx", b"")
    assert _names(inbox) == {}
    assert "empty" in _left(inbox)["a.docx"]


def test_a_dropped_folder_is_one_submission_with_all_its_files(inbox: Path, drop: Drop) -> None:
    drop("东城支行/稿件.docx")
    drop("东城支行/照片/2.jpg")
    drop("东城支行/照片/1.jpg")
    drop("东城支行/__MACOSX/._1.jpg")
    assert _names(inbox) == {"东城支行": ["东城支行/照片/1.jpg", "东城支行/照片/2.jpg", "东城支行/稿件.docx"]}


def test_a_dropped_folder_waits_for_its_youngest_file(inbox: Path, drop: Drop) -> None:
    drop("支行/a.docx")
    drop("支行/b.jpg", at=4)
    assert _names(inbox) == {}
    assert set(_left(inbox)) == {"支行"}


def test_a_folder_that_was_just_added_to_waits(inbox: Path, drop: Drop) -> None:
    drop("支行/a.docx")
    os.utime(inbox / "支行", (RESTED + 4, RESTED + 4))
    assert _names(inbox) == {}


def test_an_empty_folder_gets_a_note(inbox: Path) -> None:
    (inbox / "支行").mkdir()
    assert "empty" in _left(inbox)["支行"]


def test_a_drop_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert waiting(tmp_path / "nowhere", settle_seconds=5, now=_now).value == ()
    assert unsettled(tmp_path / "nowhere", settle_seconds=5, now=_now) == 0.0


def test_a_drop_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("x")
    with pytest.raises(MachineError, match="inbox"):
        waiting(tmp_path / "inbox", settle_seconds=5, now=_now)


@pytest.mark.parametrize("picture", ["05-a.jpg", "05-a-1.jpg", "05-a_2.PNG", "05-a 3.jpg", "05-a1.jpg", "05-a现场.jpg", "05-A（1）.jpg"])
def test_a_picture_named_like_a_manuscript_belongs_to_it(inbox: Path, drop: Drop, picture: str) -> None:
    drop("05-a.md", "# 标题")
    drop(picture)
    assert _names(inbox) == {"05-a.md": sorted(["05-a.md", picture])}


@pytest.mark.parametrize("picture", ["05-antifraud.jpg", "06.jpg", "现场.jpg"])
def test_a_picture_named_otherwise_is_a_submission_by_itself(inbox: Path, drop: Drop, picture: str) -> None:
    drop("05-a.md", "# 标题")
    drop(picture)
    assert _names(inbox) == {"05-a.md": ["05-a.md"], picture: [picture]}


def test_a_longer_number_is_another_number(inbox: Path, drop: Drop) -> None:
    drop("稿件1.docx")
    drop("稿件12.jpg")
    assert set(_names(inbox)) == {"稿件1.docx", "稿件12.jpg"}


def test_the_longest_name_has_the_picture(inbox: Path, drop: Drop) -> None:
    drop("东城.docx")
    drop("东城反诈.docx")
    drop("东城反诈现场.jpg")
    assert _names(inbox)["东城反诈.docx"] == ["东城反诈.docx", "东城反诈现场.jpg"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "![现场](现场.jpg)"),
        ("a.md", "![](./%E7%8E%B0%E5%9C%BA.jpg)"),
        ("a.md", "---\nphotos:\n  - file: 现场.jpg\n---\n"),
        ("a.html", '<img width="9" src="现场.jpg">'),
    ],
)
def test_a_picture_that_a_text_names_belongs_to_it(inbox: Path, drop: Drop, name: str, text: str) -> None:
    drop(name, text)
    drop("现场.jpg")
    assert _names(inbox) == {name: [name, "现场.jpg"]}


def test_a_text_in_gbk_names_its_picture_too(inbox: Path, drop: Drop) -> None:
    drop("a.md", "# 东城支行开展反诈宣传活动\n\n![现场](现场.jpg)".encode("gbk"))
    drop("现场.jpg")
    assert set(_names(inbox)) == {"a.md"}


def test_two_manuscripts_never_share_a_bundle(inbox: Path, drop: Drop) -> None:
    for name in ("a.md", "a.docx", "a.jpg"):
        drop(name)
    found = _names(inbox)
    assert set(found) == {"a.md", "a.docx"}
    assert sum(files.count("a.jpg") for files in found.values()) == 1


def test_a_manuscript_waits_for_its_picture(inbox: Path, drop: Drop) -> None:
    drop("a.md", "# 标题")
    drop("a.jpg", at=4)
    assert _names(inbox) == {}


_NAMES = st.lists(st.sampled_from([f"{stem}{end}" for stem in ("a", "a1", "a-b", "东", "东城") for end in (".md", ".jpg", ".eml", ".pdf")]))


@settings(max_examples=40, deadline=None)
@given(_NAMES)
def test_every_file_is_in_exactly_one_bundle(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    inbox = tmp_path_factory.mktemp("inbox")
    for name in names:
        (inbox / name).write_bytes(b"x")
        os.utime(inbox / name, (RESTED, RESTED))
    files = [path.name for bundle in waiting(inbox, settle_seconds=5, now=_now).value for path in bundle.files]
    assert sorted(files) == sorted(set(names))


# --- Maildir, and what shares and strangers leave ------------------------------------------------------------------------------

MAIL = b"Return-Path: <a@bank.example>\nFrom: a@bank.example\nDate: Mon, 04 Dec 2023 09:12:33 +0800\n\ntext"


def _maildir(drop: Drop, inbox: Path, place: str = "") -> None:
    for name in ("cur", "new", "tmp"):
        (inbox / place / name).mkdir(parents=True)
    drop(f"{place}new/1700000001.M1P1.mail.bank.com", MAIL)
    drop(f"{place}cur/1700000002.M2P1.mail.bank.com:2,S", MAIL)
    drop(f"{place}tmp/1700000003.M3P1.mail.bank.com", MAIL[:20])
    drop(f"{place}dovecot-uidlist", "3 V1")


def test_each_mail_of_a_maildir_is_a_submission(drop: Drop, inbox: Path) -> None:
    _maildir(drop, inbox, "投稿/")
    assert _names(inbox) == {
        "1700000001.M1P1.mail.bank.com": ["投稿/new/1700000001.M1P1.mail.bank.com"],
        "1700000002.M2P1.mail.bank.com:2,S": ["投稿/cur/1700000002.M2P1.mail.bank.com:2,S"],
    }
    assert _left(inbox) == {}


def test_the_drop_folder_may_be_a_maildir(drop: Drop, inbox: Path) -> None:
    _maildir(drop, inbox)
    (inbox / "dovecot-uidlist").unlink()
    assert set(_names(inbox)) == {"1700000001.M1P1.mail.bank.com", "1700000002.M2P1.mail.bank.com:2,S"}


def test_an_empty_maildir_is_no_empty_folder(inbox: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (inbox / "投稿" / name).mkdir(parents=True)
    assert (_names(inbox), _left(inbox)) == ({}, {})


def test_a_mail_of_a_maildir_is_opened_though_its_name_ends_like_a_program(drop: Drop, inbox: Path, house: House) -> None:
    _maildir(drop, inbox, "投稿/")
    opened = [open_bundle(bundle, house) for bundle in waiting(inbox, settle_seconds=5, now=_now).value]
    assert [each.value.sender for each in opened] == ["a@bank.example"] * 2
    assert {query.check for each in opened for query in each.queries} == {"stranger"}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "~$稿件.docx",
            "稿件.docx.part",
            "稿件.docx.crdownload",
            "稿件.zip.downloading",
            "a.filepart",
            "b.xltd",
            "稿件.docx~",
            ".~lock.稿件.docx#",
        ),
        *("Thumbs.db", "desktop.ini", ".DS_Store", "._稿件.docx", "~WRL0001.tmp", "smime.p7s", "@eaDir/x.jpg", "$RECYCLE.BIN/x.docx"),
    ],
)
def test_what_programs_leave_lying_is_left_alone_without_a_word(drop: Drop, inbox: Path, name: str) -> None:
    drop(name)
    assert (_names(inbox), _left(inbox)) == ({}, {})


def test_a_file_with_a_date_of_its_own_in_the_future_counts_from_when_it_came(drop: Drop, inbox: Path) -> None:
    path = drop("照片.jpg", at=10**9)
    came = path.stat().st_ctime
    assert not waiting(inbox, settle_seconds=5, now=lambda: came + 4).value
    assert unsettled(inbox, settle_seconds=5, now=lambda: came + 4) == pytest.approx(1)
    assert waiting(inbox, settle_seconds=5, now=lambda: came + 6).value


def test_sockets_pipes_and_links_are_never_opened(drop: Drop, inbox: Path, tmp_path: Path) -> None:
    os.mkfifo(inbox / "管道.docx")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(inbox / "s.eml"))
        (tmp_path / "elsewhere").mkdir()
        (inbox / "链接.docx").symlink_to(tmp_path / "elsewhere" / "a.docx")
        (inbox / "loop").mkdir()
        (inbox / "loop" / "again").symlink_to(inbox)
        drop("loop/稿件.docx")
        assert _names(inbox) == {"loop": ["loop/稿件.docx"]}
        assert set(_left(inbox)) == {"管道.docx", "s.eml", "链接.docx", "loop/again"}


def test_a_folder_that_a_share_refuses_is_named_and_the_others_go_on(drop: Drop, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop("一/a.docx")
    drop("二/b.docx")
    real = os.scandir

    def _refusing(path: Path) -> object:
        if Path(path).name == "一":
            raise OSError(errno.EIO, "Input/output error", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", _refusing)
    assert set(_names(inbox)) == {"二"}
    assert set(_left(inbox)) == {"一"}


def test_a_file_that_vanishes_while_it_is_read_is_told(drop: Drop, inbox: Path, house: House) -> None:
    path = drop("a.docx")
    (bundle,) = waiting(inbox, settle_seconds=5, now=_now).value
    path.unlink()
    with pytest.raises(MachineError) as told:
        open_bundle(bundle, house)
    assert told.value.file == str(path)


def test_among_many_manuscripts_a_pictures_own_is_looked_up(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    goes_on = grouping._goes_on

    def counted(stem: str, longer: str) -> bool:
        compared.append(longer)
        return goes_on(stem, longer)

    monkeypatch.setattr(grouping, "_goes_on", counted)
    files = [inbox / f"稿件{number}{ending}" for number in range(200) for ending in (".docx", "-1.jpg")]
    groups = grouping.grouped(files)
    assert all(len(group) == 2 for _head, group in groups)
    assert len(compared) < 4 * 200  # and not a comparison of each with each
