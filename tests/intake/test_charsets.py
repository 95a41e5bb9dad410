"""Texts and names whose charset nobody says, or says wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.intake.charsets import charset_of, decode, decode_name, known, reads

SIMPLE = "东城支行积极开展反诈宣传活动，得到客户一致好评。"
TRADITIONAL = "東城支行積極開展反詐宣傳活動，得到客戶一致好評。"
LEVEL_ONE = bytes(each for lead in range(0xB0, 0xD7) for trail in range(0xA1, 0xFF) for each in (lead, trail)).decode("gb2312")


@pytest.mark.parametrize("label", ["gb2312", "GBK", "x-gbk", "cp936", "euc-cn", '"gb2312"'])
def test_every_chinese_label_means_gb18030(label: str) -> None:
    assert known(label) == "gb18030"


@pytest.mark.parametrize("label", [None, "", "x-unknown", "zlib", "base64", "rot13", "punycode", "idna", "unicode_escape", "a\0b"])
def test_what_is_no_charset_is_not_known(label: str | None) -> None:
    assert known(label) is None


@pytest.mark.parametrize(
    ("written", "label", "charset"),
    [
        ("utf-8", None, "utf-8"),
        ("gb18030", None, "gb18030"),
        ("utf-8", "gb2312", "utf-8"),
        ("gb18030", "utf-8", "gb18030"),
        ("gb18030", "us-ascii", "gb18030"),
        ("gb18030", "iso-8859-1", "gb18030"),
        ("gb18030", "gb2312", "gb18030"),
        ("utf-8-sig", None, "utf-8-sig"),
        ("utf-16", None, "utf-16"),
    ],
)
def test_a_simplified_text_is_read_whatever_its_label(written: str, label: str | None, charset: str) -> None:
    data = SIMPLE.encode(written)
    assert charset_of(data, label) == charset
    assert decode(data, label) == SIMPLE


@pytest.mark.parametrize("label", [None, "big5", "x-unknown"])
def test_a_traditional_text_in_big5_is_read(label: str | None) -> None:
    assert decode(TRADITIONAL.encode("big5"), label) == TRADITIONAL


def test_a_french_text_with_its_label_stays_french() -> None:
    assert decode("à côté du café".encode("latin-1"), "iso-8859-1") == "à côté du café"


def test_a_japanese_text_with_its_label_stays_japanese() -> None:
    assert decode("こんにちは世界".encode("shift_jis"), "shift_jis") == "こんにちは世界"


def test_a_text_cut_off_within_a_character_is_read_up_to_there() -> None:
    data = SIMPLE.encode("gb18030")[:-1]
    assert decode(data, "gb2312").startswith(SIMPLE[:-1])
    assert not reads(data, charset_of(data, "gb2312"))


@given(st.text(st.sampled_from(LEVEL_ONE), min_size=1, max_size=30))
def test_a_name_in_gbk_is_never_taken_for_utf8(name: str) -> None:
    assert decode_name(name.encode("gbk")) == name


def test_a_short_name_that_is_good_utf8_too_is_chinese() -> None:
    assert decode_name("一支.jpg".encode("gbk")) == "一支.jpg"


@given(st.text(st.sampled_from(LEVEL_ONE), min_size=1, max_size=30))
def test_a_name_in_utf8_is_read(name: str) -> None:
    assert decode_name(name.encode()) == name


@given(st.binary(max_size=100), st.sampled_from([None, "gbk", "utf-8", "utf-16", "utf-7", "hz", "ascii", "iso-2022-jp"]))
def test_any_bytes_can_be_shown(data: bytes, label: str | None) -> None:
    decode(data, label).encode("utf-16", "surrogatepass")
    decode_name(data)
