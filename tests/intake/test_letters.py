"""Mails as they are built: whatever a program packs comes out again, and what a program breaks is put together."""

import base64
import binascii
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.intake.elsewhere import left_on_a_server, spoken_of
from bulletin.intake.letter import Inner, Letter
from bulletin.intake.mail import read_envelope, read_letter
from bulletin.intake.typed import unflowed, without_files
from bulletin.queries import Marked
from bulletin.records.submission import Enclosure, Submission

SENDER = "dongcheng@bank.example"
HEAD = f"From: {SENDER}\nSubject: s\nDate: Mon, 04 Dec 2023 09:12:33 +0800\n".encode()
Open = Callable[..., Marked[Submission]]


def _texts(letter: Letter) -> list[str]:
    return [each.data.decode(each.charset or "utf-8") for each in letter.body]


def _files(letter: Letter) -> list[tuple[str, bytes]]:
    return [(each.name, each.data) for each in letter.attachments if isinstance(each, Enclosure)]


def _checks(opened: Marked[Submission]) -> list[str]:
    return [query.check for query in opened.queries]


# --- the law: what is packed comes out --------------------------------------------------------------------------------------------

_NAMES = st.text(st.sampled_from("稿件照片东城支行（一）abc 12-_·"), min_size=1, max_size=60).map(str.strip).filter(bool)
_ATTACHMENTS = st.lists(
    st.tuples(
        _NAMES.map(lambda name: name + ".pptx"), st.binary(min_size=1, max_size=300), st.sampled_from(["base64", "quoted-printable"])
    ),
    max_size=5,
)
_TEXTS = st.text(st.sampled_from("东城支行开展服务活动，。“”镕喆 abc\n"), max_size=200).map(str.strip)
_POLICIES = st.builds(
    lambda length, ends: EmailPolicy(max_line_length=length, linesep=ends), st.sampled_from([40, 78, 998]), st.sampled_from(["\n", "\r\n"])
)


@settings(deadline=None)
@given(_ATTACHMENTS, _TEXTS, st.booleans(), _POLICIES, st.sampled_from(["utf-8", "gb18030"]))
def test_what_a_mail_is_built_of_comes_out_byte_for_byte(
    attachments: list[tuple[str, bytes, str]], text: str, page: bool, policy: EmailPolicy, charset: str
) -> None:
    message = EmailMessage(policy=policy)
    message["From"], message["Subject"] = f"东城支行 <{SENDER}>", "关于开展服务提升活动的报道" * 3
    message.set_content(text, charset=charset)
    if page:
        message.add_alternative(f"<p>{text}</p>", subtype="html", charset=charset)
    for name, data, encoding in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name, cte=encoding)
    raw = bytes(message)
    letter = read_letter(raw)
    assert read_envelope(raw).subject == "关于开展服务提升活动的报道" * 3
    assert _files(letter) == [(name, data) for name, data, _encoding in attachments]
    assert not letter.damage
    assert [each.strip().replace("\r\n", "\n") for each in _texts(letter)] == ([f"<p>{text}</p>"] if page else []) + (
        [text] if text else []
    )


@settings(deadline=None)
@example(b"\n\r\n", "quoted-printable")
@given(st.binary(max_size=400), st.sampled_from(["base64", "quoted-printable", "binary", "8bit", "x-uuencode"]))
def test_every_encoding_gives_its_bytes_back(data: bytes, encoding: str) -> None:
    encoders: dict[str, Callable[[bytes], bytes]] = {
        "base64": base64.encodebytes,
        # as text, Python's encoder makes all line ends alike
        "quoted-printable": lambda data: binascii.b2a_qp(data, quotetabs=True, istext=False),
        "x-uuencode": lambda data: _uuencoded(b"a.bin", data),
    }
    encoded = encoders[encoding](data) if encoding in encoders else data
    raw = HEAD + b"Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: " + encoding.encode() + b"\n\n" + encoded
    assert [each for _name, each in _files(read_letter(raw))] == [data]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"--b\n", b"--b--\n", b"--c\n", b"Content-Type: multipart/mixed; boundary=c\n", b"\n", b"x\n", b"\r\n", b"From: a\n", b"--b"]
        ),
        max_size=40,
    )
)
def test_no_line_of_a_part_is_lost(lines: list[bytes]) -> None:
    """Between the boundary lines of the outermost layer, every x stands in a text or in a part."""
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + b"".join(lines)
    inside = raw.partition(b"\n\n--b\n")[2].rpartition(b"\n--b--")[0]
    if b"--b--" not in inside and b"boundary=c" not in inside:
        assert sum(text.count("x") for text in _texts(read_letter(raw))) >= inside.count(b"x")


# --- parts -----------------------------------------------------------------------------------------------------------------------


def test_parts_behind_a_closing_line_that_came_too_early_are_parts() -> None:
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n--b\nContent-Type: image/png; name=a.png\n\n\x89PNG\n--b--\n"
    )
    assert _files(read_letter(raw)) == [("a.png", b"\x89PNG")]


def test_a_long_field_that_was_broken_without_a_blank_does_not_end_the_head() -> None:
    envelope = read_envelope("From: a@b.c\nSubject: 东城支行投\n稿\nDate: Mon, 04 Dec 2023 09:12:33 +0800\n\ntext".encode())
    assert (envelope.subject, envelope.sent is None) == ("东城支行投 稿", False)


def test_a_boundary_without_its_semicolon_is_found() -> None:
    raw = HEAD + b'Content-Type: multipart/mixed\n boundary="b"\n\n--b\nContent-Type: image/png; name=a.png\n\n\x89PNG\n--b--\n'
    assert _files(read_letter(raw)) == [("a.png", b"\x89PNG")]


def test_texts_that_exchange_cut_out_between_attachments_are_the_mails_own() -> None:
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nabove\n--b\nContent-Type: text/plain; name=ATT00001.txt\n\nbelow\n--b--\n"
    )
    assert _texts(read_letter(raw)) == ["above", "below"]


def test_of_two_names_the_one_that_can_be_read_is_taken() -> None:
    raw = (
        HEAD + 'Content-Type: image/png; name="现场.png"\nContent-Disposition: attachment; filename="=?utf-8?B?/w==?=.png"\n\n\x89'.encode()
    )
    assert [name for name, _data in _files(read_letter(raw))] == ["现场.png"]


@pytest.mark.parametrize(
    "kind",
    [
        "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        "application/x-pkcs7-mime",
        "application/octet-stream; name=smime.p7m",
        "application/octet-stream; name=稿件.docx.pgp",
        "multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--",
    ],
)
def test_an_encrypted_mail_is_held(open_file: Open, kind: str) -> None:
    assert _checks(open_file("a.eml", HEAD + f"Content-Type: {kind}\n\nx".encode())) == ["encrypted"]


def test_a_text_encrypted_with_pgp_is_held(open_file: Open) -> None:
    assert "encrypted" in _checks(open_file("a.eml", HEAD + b"\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"))


def test_a_signed_mail_is_read_and_its_signature_left_alone(open_file: Open) -> None:
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx\n"
    raw = HEAD + b"Content-Type: multipart/signed; boundary=b\n\n--b\n\ntext\n--b\n" + signature + b"--b--\n"
    opened = open_file("a.eml", raw)
    assert (_checks(opened), opened.value.enclosures) == ([], ())


@pytest.mark.parametrize("kind", ["text/calendar", "text/vcard; name=x.vcf", "application/ics; name=invite.ics"])
def test_a_calendar_entry_or_a_visiting_card_is_left_alone_and_named(open_file: Open, kind: str) -> None:
    opened = open_file(
        "a.eml", HEAD + f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: {kind}\n\nx\n--b--\n".encode()
    )
    assert (_checks(opened), opened.value.enclosures) == (["left-alone"], ())


# --- as typed --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flowed", "joined"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("东城支行 \n开展活动", "东城支行开展活动"),
        ("one \n> two \n> three\n>> four", "one \n> two three\n>> four"),
        ("text\n-- \nname \nbranch", "text\n-- \nname branch"),
        (" >not quoted\n From here", ">not quoted\nFrom here"),
        ("last ", "last "),
        ("", ""),
    ],
)
def test_flowed_lines_are_joined(flowed: str, joined: str) -> None:
    assert unflowed(flowed, delete_space=False) == joined


def test_a_blank_that_only_breaks_the_line_goes_where_the_mail_says_so() -> None:
    assert unflowed("ab \ncd", delete_space=True) == "abcd"
    raw = HEAD + "Content-Type: text/plain; charset=gb2312; format=flowed; delsp=yes\n\n陶喆 \n来访".encode("gbk")
    assert _texts(read_letter(raw)) == ["陶喆来访"]


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("东ab >"), max_size=8), max_size=10))
def test_flowing_loses_no_word(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert [each for each in unflowed(text, delete_space=False) if each in "东ab"] == [each for each in text if each in "东ab"]


def _uuencoded(name: bytes, data: bytes) -> bytes:
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 " + name + b"\n" + lines + b"`\nend\n"


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_a_file_that_stands_in_the_text_is_an_attachment(data: bytes) -> None:
    letter = read_letter(HEAD + b"\n" + "请查收\n".encode("gbk") + _uuencoded("稿件.doc".encode("gbk"), data) + b"bye\n")
    assert _files(letter) == [("稿件.doc", data)]
    assert "".join(_texts(letter)).split() == ["请查收", "bye"]


def test_a_file_in_base64_that_stands_in_the_text_is_an_attachment() -> None:
    assert without_files(b"a\nbegin-base64 644 x.doc\neHl6\n====\nb") == (b"a\n\nb", (("x.doc", b"xyz"),))


@pytest.mark.parametrize(
    "text", [b"begin 644 the story\nnot encoded at all, but words\nend\n", b"begin 644 a\n#86)C\n", b"begin with this\nend\n"]
)
def test_a_text_that_only_looks_like_a_file_stays_text(text: bytes) -> None:
    assert without_files(text) == (text, ())


@settings(deadline=None)
@given(st.lists(st.sampled_from([b"begin 644 a\n", b"begin-base64 644 b\n", b"#86)C\n", b"end\n", b"====\n", b"`\n", b"x\n"])))
def test_whatever_stands_in_a_text_is_read(lines: list[bytes]) -> None:
    without_files(b"".join(lines))


# --- elsewhere -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://mail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k=1">下载</a>',
        "从QQ邮箱发来的超大附件 照片.zip (120.5M, 2024年1月3日 10:00 到期) 进入下载页面：https://wx.mail.qq.com/ftn/download?func=3",
        '<div>从网易邮箱发来的云附件</div><a href="https://mail.163.com/large-attachment-download/index.html?p=X">下载</a>',
        "云附件：https://fs.163.com/fs/display/?p=X&file=1",
        '<p>139邮箱-文件中转站</p><p>有效期至2024-01-03</p><a href="http://mail.10086.cn/w/1">下载</a>',
        "超大附件（30天后过期）\nhttp://mail.bank.example/coremail/s?func=lp:getLargeAttachment&f=1",
        "链接: https://pan.baidu.com/s/1abc 提取码: 8888",
        "Large attachment: report.zip expires in 15 days <a href='https://x.example/1'>Download</a>",
    ],
)
def test_an_attachment_left_on_a_server_is_seen(text: str) -> None:
    assert left_on_a_server(text)


@pytest.mark.parametrize(
    "text",
    [
        "东城支行上线超大附件功能，客户好评如潮。",
        "云附件使用培训：各支行员工学习了如何下载。",
        '<p>详情见 <a href="https://www.bank.example/">官网</a></p>',
        "",
    ],
)
def test_a_story_about_attachments_is_none(text: str) -> None:
    assert not left_on_a_server(text)


def test_a_mail_with_its_attachment_on_a_server_is_held(open_file: Open) -> None:
    opened = open_file("a.eml", HEAD + "\n从QQ邮箱发来的超大附件\nhttps://wx.mail.qq.com/ftn/download?func=3".encode())
    assert _checks(opened) == ["attachment-elsewhere"]
    assert opened.held
    assert "attachment" in opened.queries[0].remedy


@pytest.mark.parametrize(
    "text",
    [
        "稿件见附件，请查收。",
        "请查收附件",
        "附件是我行的投稿",
        "现将我行服务活动稿件及照片附件发送",
        "<p>详见附&#20214;</p>",
        "Please see attached.",
    ],
)
def test_an_attachment_that_is_only_spoken_of_is_asked_for(open_file: Open, text: str) -> None:
    assert spoken_of(text)
    assert _checks(open_file("a.eml", HEAD + b"Content-Type: text/html\n\n" + text.encode())) == ["attachment-forgotten"]


def test_a_mail_that_speaks_of_what_it_has_is_not_asked(open_file: Open) -> None:
    message = EmailMessage(policy=SMTP)
    message.set_content("稿件见附件，请查收。")
    message.add_attachment(b"PK", maintype="application", subtype="msword", filename="稿件.docx")
    assert _checks(open_file("a.eml", HEAD + bytes(message))) == []


@pytest.mark.parametrize("text", ["东城支行开展活动，附件厂商到场。", "他说：谢谢！", "我们重视客户的每一份附加需求"])
def test_other_words_are_no_promise_of_an_attachment(text: str) -> None:
    assert not spoken_of(text)


# --- within ----------------------------------------------------------------------------------------------------------------------


def test_a_mail_within_a_mail_is_opened_when_it_is_asked_for() -> None:
    raw = HEAD + b"Content-Type: message/rfc822\n\nSubject: inner\n\ntext"
    (inner,) = read_letter(raw).attachments
    assert isinstance(inner, Inner)
    assert _texts(inner.opened()) == ["text"]
