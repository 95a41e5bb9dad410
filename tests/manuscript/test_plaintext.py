"""Plain text is read in every usual character set, in the paragraphs its author meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript import plaintext
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript

SIMPLIFIED = "天河支行开展服务礼仪培训，各网点的员工参加了培训。"
TRADITIONAL = "香港分行舉辦服務禮儀培訓，各網點的員工參加了培訓。"


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [passage.text for passage in reading.value.passages if isinstance(passage, Line)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_simplified_text_is_read_in_any_character_set(encoding: str) -> None:
    reading = plaintext.read("a.txt", SIMPLIFIED.encode(encoding))
    assert texts(reading) == [SIMPLIFIED]
    assert reading.queries == ()


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030"])
def test_traditional_text_is_told_from_simplified(encoding: str) -> None:
    assert texts(plaintext.read("a.txt", TRADITIONAL.encode(encoding))) == [TRADITIONAL]


def test_text_that_says_gb2312_may_hold_more() -> None:
    assert texts(plaintext.read("a.txt", "朱镕喆".encode("gb18030"), "gb2312")) == ["朱镕喆"]


def test_a_wrong_or_unknown_character_set_is_not_believed() -> None:
    for charset in ("utf-8", "x-none", "us-ascii", "iso-8859-1"):
        assert texts(plaintext.read("a.txt", SIMPLIFIED.encode("gb18030"), charset)) == [SIMPLIFIED]


def test_characters_that_cannot_be_read_are_counted_and_named() -> None:
    reading = plaintext.read("a.txt", SIMPLIFIED.encode() + b"\xff\xff" + SIMPLIFIED.encode())
    assert [each.check for each in reading.queries] == ["characters-lost"]
    assert SIMPLIFIED in texts(reading)[0]


def test_control_characters_are_taken_out() -> None:
    reading = plaintext.read("a.txt", "甲\x00\x07乙".encode())
    assert (texts(reading), [each.check for each in reading.queries]) == (["甲乙"], ["text-repaired"])


def test_each_line_is_a_paragraph_where_lines_are_not_wrapped() -> None:
    assert texts(plaintext.read("a.txt", "题目\r\n\r\n第一段。\r\n第二段比第一段要长一些。\r\n（张三）".encode())) == [
        "题目",
        "第一段。",
        "第二段比第一段要长一些。",
        "（张三）",
    ]


def test_lines_that_a_mail_program_wrapped_are_joined() -> None:
    long = "支行员工主动向群众派发反诈宣传单张普及常见的诈骗手段" * 4
    wrapped = "\n".join(long[at : at + 36] for at in range(0, len(long), 36))
    second = "　　" + "第二段也是这样的" * 8
    wrapped += "\n" + "\n".join(second[at : at + 36] for at in range(0, len(second), 36))
    assert texts(plaintext.read("a.txt", wrapped.encode())) == [long, second]


def test_the_blanks_of_an_indent_are_left_to_the_copy_desk() -> None:
    assert texts(plaintext.read("a.txt", "　　正文".encode())) == ["　　正文"]


@pytest.mark.parametrize(
    "tail",
    [
        "-- \n张三\n电话：020-1",
        "-----原始邮件-----\n发件人：李四",
        "在 2024年1月2日，李四 <li@example.com> 写道：\n> 请投稿",
        "On Mon, Jan 1, 2024, Li wrote:\n> hello",
        "发自我的iPhone",
        "电话：020-00000000\n本邮件及附件仅供收件人使用，如误收请删除。",
        "> 上一封\n> 的话",
    ],
)
def test_under_a_mails_story_signature_and_quotes_are_cut_with_a_note(tail: str) -> None:
    reading = plaintext.read("mail.eml", f"{SIMPLIFIED}\n\n{tail}".encode(), mail=True)
    assert texts(reading) == [SIMPLIFIED]
    assert [each.check for each in reading.queries] == ["left-alone"]
    assert reading.queries[0].place.text


def test_a_file_is_not_a_mail() -> None:
    assert texts(plaintext.read("a.txt", "文\n电话：020-1".encode())) == ["文", "电话：020-1"]


@given(data=st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    plaintext.read("a.txt", data)


@given(paragraphs=st.lists(st.text(st.characters(categories=("Lo", "Nd")), min_size=1, max_size=15), min_size=1, max_size=8))
def test_no_character_is_lost(paragraphs: list[str]) -> None:
    assert "".join(texts(plaintext.read("a.txt", "\n\n".join(paragraphs).encode()))) == "".join(paragraphs)
