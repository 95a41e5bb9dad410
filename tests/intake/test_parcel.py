"""Zips as branches pack them, and as nobody should."""

import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.intake.limits import MEGABYTE, Budget, Refused
from bulletin.intake.parcel import opened

Pack = Callable[..., bytes]


def _budget(megabytes: int = 10) -> Budget:
    return Budget(unpacked=megabytes * MEGABYTE, members=1000)


def _names(data: bytes) -> list[str]:
    return [each.name for each in opened("a.zip", data, _budget())]


def _check(data: bytes, budget: Budget | None = None) -> str:
    with pytest.raises(Refused) as refused:
        opened("a.zip", data, budget or _budget())
    return refused.value.check


def test_members_come_with_their_bytes_and_folders(pack: Pack) -> None:
    first, second = opened("a.zip", pack({"稿件.docx": b"one", "照片/现场/1.jpg": b"two"}), _budget())
    assert (first.name, first.data, first.folder) == ("稿件.docx", b"one", "")
    assert (second.name, second.data, second.folder) == ("1.jpg", b"two", "照片/现场")


def test_names_in_gbk_are_read(pack: Pack) -> None:
    assert _names(pack({"芳村支行/一支.jpg".encode("gbk"): b"x"})) == ["一支.jpg"]


def test_names_in_utf8_without_the_flag_are_read(pack: Pack) -> None:
    assert _names(pack({"芳村支行.jpg".encode(): b"x"})) == ["芳村支行.jpg"]


@pytest.mark.parametrize(("checksum_of", "name"), [(b"x.txt", "稿.txt"), (b"other", "x.txt")])
def test_a_unicode_path_counts_while_its_checksum_does(checksum_of: bytes, name: str) -> None:
    field = struct.pack("<BI", 1, zlib.crc32(checksum_of)) + "稿.txt".encode()
    info = zipfile.ZipInfo("x.txt")
    info.extra = struct.pack("<HH", 0x9999, 1) + b"?" + struct.pack("<HH", 0x7075, len(field)) + field
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as parcel:
        parcel.writestr(info, b"x")
    assert _names(packed.getvalue()) == [name]


def test_litter_and_folders_are_left_out(pack: Pack) -> None:
    data = pack(
        {"照片/": b"", "照片/1.jpg": b"x", "__MACOSX/照片/._1.jpg": b"x", "照片/Thumbs.db": b"x", "~$稿.docx": b"x", ".DS_Store": b"x"}
    )
    assert _names(data) == ["1.jpg"]


def test_a_windows_packer_s_backslashes_part_folders(pack: Pack) -> None:
    (member,) = opened("a.zip", pack({b"dir\\a.txt": b"x"}), _budget())
    assert (member.folder, member.name) == ("dir", "a.txt")


def test_a_backslash_that_is_half_a_chinese_character_parts_nothing(pack: Pack) -> None:
    assert b"\\" in "許".encode("gbk") + "誠".encode("gbk")
    assert _names(pack({"誠.txt".encode("gbk"): b"x"})) == ["誠.txt"]


@pytest.mark.parametrize(
    "path", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:/a.txt", "c:a.txt", "..\\a.txt", "\\\\server\\a.txt", "a\\..\\..\\b"]
)
def test_a_path_that_leads_out_refuses_the_whole_archive(pack: Pack, path: str) -> None:
    assert _check(pack({"good.txt": b"x", path: b"x"})) == "unsafe-archive"


def test_a_link_refuses_the_whole_archive() -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as parcel:
        parcel.writestr(info, "/etc/passwd")
    assert _check(packed.getvalue()) == "unsafe-archive"


def test_a_locked_archive_is_encrypted(pack: Pack) -> None:
    data = bytearray(pack({"a.txt": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert _check(bytes(data)) == "encrypted"


def test_an_archive_over_the_limit_is_too_large(pack: Pack) -> None:
    assert _check(pack({"a.txt": b"x" * (2 * MEGABYTE)}, method=zipfile.ZIP_STORED), _budget(1)) == "too-large"


def test_many_members_together_are_too_large(pack: Pack) -> None:
    assert _check(pack({f"{each}.txt": b"x" * MEGABYTE for each in range(3)}), _budget(2)) == "too-large"


def test_a_thousand_and_one_members_are_too_many(pack: Pack) -> None:
    assert _check(pack({f"{each}.txt": b"" for each in range(1001)})) == "too-large"


def test_a_bomb_is_refused_before_it_is_unpacked(pack: Pack) -> None:
    data = pack({"a.txt": b"\0" * (60 * MEGABYTE)})
    tracemalloc.start()
    try:
        assert _check(data, _budget(1000)) == "too-large"
        assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_beyond_it(pack: Pack) -> None:
    data = bytearray(pack({"a.txt": b"\0" * (20 * MEGABYTE)}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 100)
    struct.pack_into("<I", data, data.index(b"PK\x03\x04") + 22, 100)
    tracemalloc.start()
    try:
        assert _check(bytes(data)) == "unreadable"
        assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_great_many_entries_are_refused_before_they_are_listed() -> None:
    assert _check(b"PK\x01\x02" * 30_000 + b"PK\x05\x06" + b"\0" * 18) == "too-large"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_cannot_be_unpacked_in_steps_is_unreadable(pack: Pack, method: int) -> None:
    assert _check(pack({"a.txt": b"x"}, method=method)) == "unreadable"


def test_a_cut_off_archive_is_unreadable(pack: Pack) -> None:
    assert _check(pack({"a.txt": b"x" * 1000})[:-30]) == "unreadable"


def test_what_is_taken_is_counted_over_several_archives(pack: Pack) -> None:
    budget = _budget(2)
    data = pack({"a.bin": bytes(range(256)) * 4096 + b"x" * (MEGABYTE // 2)})
    opened("a.zip", data, budget)
    assert _check(data, budget) == "too-large"


@settings(deadline=None)
@given(st.data())
def test_a_damaged_archive_is_opened_or_refused(pack: Pack, data: st.DataObject) -> None:
    packed = bytearray(pack({"稿件.txt": b"text" * 20, "a/b.jpg": b"\xff\xd8\xff"}))
    for _each in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    try:
        members = opened("a.zip", bytes(packed), _budget(1))
    except Refused:
        return
    assert all("/" not in each.name for each in members)
