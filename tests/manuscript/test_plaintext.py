"""Plain text is read in every usual character set, in the paragraphs its author meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript import plaintext
from bulletin.manuscript.pencil import Unfit
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


def test_characters_that_cannot_be_read_leave_their_mark_for_the_repair_to_name() -> None:
    reading = plaintext.read("a.txt", SIMPLIFIED.encode() + b"\xff\xff" + SIMPLIFIED.encode())
    assert texts(reading) == [f"{SIMPLIFIED}\ufffd\ufffd{SIMPLIFIED}"]


def test_every_kind_of_line_end_ends_a_line() -> None:
    reading = plaintext.read("a.txt", "甲\x0b乙\x0c丙\u2028丁\r戊\r\n己".encode())
    assert (texts(reading), reading.queries) == (["甲", "乙", "丙", "丁", "戊", "己"], ())


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


LONG = SIMPLIFIED * 3


def read_mail(mail: str, *, answer: bool = False) -> list[str]:
    return texts(plaintext.read("mail.eml", mail.encode(), mail=True, answer=answer))


@pytest.mark.parametrize(
    "mail",
    [
        f"各位编辑老师，您好！\n附件是我行的稿件，请查收。\n\n{LONG}\n\n张三\n天河支行综合部\n电话：020-1",
        f"{LONG}\n以上稿件请审阅，谢谢！\n",
        f"{LONG}\n--\n张三\n天河支行",
        f"{LONG}\n发件人：李四\n发送时间：2024年1月2日\n\n旧信",
        f"{LONG}\nOn Mon, Jan 1, 2024 at 10:00 AM Li <li@example.com>\nwrote:\n> 旧信",
        f"{LONG}\n张三 <a@example.com> 于2024年1月2日周二 10:00写道：\n> 旧信",
        f"在 2024年1月2日，李四 写道：\n> 请投稿\n> 谢谢\n\n{LONG}",
    ],
)
def test_what_stands_around_a_mails_story_is_cut(mail: str) -> None:
    assert read_mail(mail) == [LONG]


def test_a_line_of_dashes_above_running_text_is_no_signature() -> None:
    assert read_mail(f"{LONG}\n--\n{LONG}") == [LONG, "--", LONG]


def test_a_mail_passed_on_twice_is_read_to_its_story() -> None:
    head = "-----原始邮件-----\n发件人：甲 <a@example.com>\n主题：稿件\n\n"
    assert read_mail(f"请阅\n{head}见下\n{head}{LONG}\n\n{head}更早的信") == [LONG]


def test_headers_without_end_are_read() -> None:
    read_mail("发件人：甲\n收件人：乙\n" * 3_000)


def test_a_text_beyond_reason_is_refused() -> None:
    with pytest.raises(Unfit) as caught:
        plaintext.read("a.txt", b"a" * 2_000_001)
    assert caught.value.check == "too-large"


WORDS = st.sampled_from(
    ["您好", "谢谢！", "-- ", "发件人：甲", "主题：乙", "> 旧", "电话：1", "-----原始邮件-----", "On a b c wrote:", "张三", LONG, ""]
)


@given(lines=st.lists(WORDS, max_size=12), answer=st.booleans())
def test_every_line_of_a_mail_is_read_or_named(lines: list[str], answer: bool) -> None:
    reading = plaintext.read("mail.eml", "\n".join(lines).encode(), mail=True, answer=answer)
    told = "\n".join(texts(reading)) + "\n".join(each.place.text for each in reading.queries)
    assert all(line.strip() in told for line in lines)
