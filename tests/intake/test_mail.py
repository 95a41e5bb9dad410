"""Mails as they come: their heads, their texts, their attachments, and what is broken."""

import base64
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.intake.letter import Inner, Letter
from bulletin.intake.limits import Refused
from bulletin.intake.mail import read_envelope, read_letter

HEAD = b"From: a@bank.example\r\nSubject: s\r\n"


def _mail(head: str | bytes, body: bytes = b"text") -> bytes:
    return (head if isinstance(head, bytes) else head.encode()) + b"\r\n\r\n" + body


def _names(letter: Letter) -> list[str]:
    return [each.name for each in letter.attachments]


def _texts(letter: Letter) -> list[str]:
    return [each.data.decode(each.charset or "utf-8").strip() for each in letter.body]


def test_a_head_is_read() -> None:
    envelope = read_envelope(
        _mail("From: =?gbk?B?tquzx9Wn0NA=?= <dc@bank.example>\nSubject: a\nDate: Mon, 04 Dec 2023 09:12:33 +0800\nMessage-ID: <1@b>")
    )
    assert (envelope.sender, envelope.message_id, envelope.subject) == ("dc@bank.example", "<1@b>", "a")
    assert envelope.sent is not None
    assert envelope.sent.isoformat() == "2023-12-04T09:12:33+08:00"


def test_a_subject_in_bare_gbk_is_read() -> None:
    assert read_envelope(b"From: a@b.c\nSubject: " + "东城支行投稿".encode("gbk") + b"\n\n").subject == "东城支行投稿"


def test_an_address_spelled_in_the_senders_name_is_not_the_address() -> None:
    name = base64.b64encode(b"yunxing@bank.example <yunxing@bank.example>").decode()
    envelope = read_envelope(_mail(f"From: =?utf-8?B?{name}?= <thief@elsewhere.example>"))
    assert envelope.sender == "thief@elsewhere.example"


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2023 99:99:99 +0800", "Mon, 04 Dec 2023 09:12:33 +9999"])
def test_a_date_that_cannot_be_read_is_none(date: str) -> None:
    assert read_envelope(_mail(f"From: a@b.c\nDate: {date}")).sent is None


def test_a_date_without_a_zone_is_utc() -> None:
    sent = read_envelope(_mail("From: a@b.c\nDate: Mon, 04 Dec 2023 09:12:33 -0000")).sent
    assert sent is not None
    assert sent.isoformat() == "2023-12-04T09:12:33+00:00"


def test_blank_lines_and_a_byte_order_mark_in_front_are_passed_over() -> None:
    assert read_envelope(b"\xef\xbb\xbf\r\n\r\n" + _mail(HEAD)).sender == "a@bank.example"


def test_what_has_no_head_is_no_mail() -> None:
    with pytest.raises(Refused, match="not a mail"):
        read_envelope(b"\x89PNG\r\n\x1a\n\0\0")


def test_a_mail_of_endless_head_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_envelope(HEAD + b"X: y\n" * 300_000)
    assert refused.value.check == "too-large"


def test_the_html_text_goes_before_the_plain_one() -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<p>page</p>", subtype="html")
    letter = read_letter(bytes(message))
    assert [each.name for each in letter.body] == ["body.html", "body.txt"]
    assert _texts(letter) == ["<p>page</p>", "plain"]


def test_a_body_labelled_gb2312_is_read_as_gb18030() -> None:
    letter = read_letter(_mail(HEAD + b"Content-Type: text/plain; charset=gb2312", "陶喆在东城支行".encode("gb18030")))
    assert letter.body[0].charset == "gb18030"
    assert _texts(letter) == ["陶喆在东城支行"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("label", [b"", b"Content-Type: text/plain; charset=us-ascii", b"Content-Type: text/plain; charset=x-unknown"])
def test_a_body_without_a_true_label_is_read(label: bytes, charset: str) -> None:
    letter = read_letter(_mail((HEAD + label).strip(), "东城支行积极开展反诈宣传活动".encode(charset)))
    assert _texts(letter) == ["东城支行积极开展反诈宣传活动"]
    assert not letter.damage


def test_a_body_that_cannot_be_read_wholly_is_told() -> None:
    letter = read_letter(_mail(HEAD + b"Content-Type: text/plain; charset=utf-8", "东城支行".encode() + b"\xff\xfe\xfd"))
    assert letter.damage


def test_attachments_come_in_order() -> None:
    message = EmailMessage()
    message.set_content("text")
    for name in ("2.jpg", "1.docx", "稿件.docx"):
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name)
    assert _names(read_letter(bytes(message))) == ["2.jpg", "1.docx", "稿件.docx"]


def test_a_name_in_the_content_type_alone_is_taken() -> None:
    letter = read_letter(_mail(HEAD + 'Content-Type: application/msword; name="稿件.doc"'.encode("gbk")))
    assert _names(letter) == ["稿件.doc"]


def test_a_picture_in_the_text_keeps_its_content_id() -> None:
    letter = read_letter(_mail(HEAD + b"Content-Type: image/jpeg\r\nContent-ID: <p0@x>", b"\xff\xd8\xff"))
    (picture,) = letter.attachments
    assert not isinstance(picture, Inner)
    assert (picture.name, picture.content_id, picture.data) == ("image001.jpg", "p0@x", b"\xff\xd8\xff")


def test_binary_data_keeps_its_line_ends() -> None:
    data = bytes(range(256)) + b"\r\n\r\n\n\r"
    letter = read_letter(_mail(HEAD + b"Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: binary", data))
    (picture,) = letter.attachments
    assert not isinstance(picture, Inner)
    assert picture.data == data


def test_base64_with_junk_is_read_and_told() -> None:
    encoded = base64.encodebytes(bytes(range(256)) * 4) + b"!!"
    letter = read_letter(_mail(HEAD + b"Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64", encoded))
    (picture,) = letter.attachments
    assert not isinstance(picture, Inner)
    assert picture.data == bytes(range(256)) * 4
    assert "a.jpg" in letter.damage[0]


def test_text_that_only_claims_to_be_base64_stays_text() -> None:
    letter = read_letter(_mail(HEAD + b"Content-Transfer-Encoding: base64", "请查收附件，谢谢。".encode()))
    assert _texts(letter) == ["请查收附件，谢谢。"]


def test_a_text_file_that_is_attached_is_no_body() -> None:
    letter = read_letter(_mail(HEAD + b'Content-Type: text/plain; name="a.txt"', b"story"))
    assert not letter.body
    assert _names(letter) == ["a.txt"]


def test_a_mail_within_a_mail_is_an_attachment() -> None:
    outer = MIMEMultipart()
    outer.attach(MIMEMessage(MIMEText("inner", "plain", "utf-8")))
    (inner,) = read_letter(bytes(outer)).attachments
    assert isinstance(inner, Inner)
    assert inner.name.endswith(".eml")


def test_a_mail_in_base64_within_a_mail_is_an_attachment_too() -> None:
    inner = base64.encodebytes(_mail(HEAD))
    (attachment,) = read_letter(_mail(HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64", inner)).attachments
    assert not isinstance(attachment, Inner)
    assert attachment.data == _mail(HEAD)
    assert attachment.name.endswith(".eml")


def test_a_delivery_report_is_kept_with_its_lines() -> None:
    report = b"Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; b@c\n"
    (attachment,) = read_letter(_mail(HEAD + b"Content-Type: message/delivery-status", report)).attachments
    assert not isinstance(attachment, Inner)
    assert b"Final-Recipient: rfc822; b@c" in attachment.data


@pytest.mark.parametrize(
    "body",
    [b"no parts at all", b"--b\r\nContent-Type: text/plain\r\n\r\nthe end is missing"],
)
def test_a_mail_whose_parts_are_broken_is_read_and_told(body: bytes) -> None:
    letter = read_letter(_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b", body))
    assert letter.body
    assert letter.damage


def test_a_mail_of_endless_layers_is_refused() -> None:
    layers = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (each, each) for each in range(500))
    with pytest.raises(Refused) as refused:
        read_letter(HEAD + layers)
    assert refused.value.check == "too-large"


def test_a_long_mail_of_many_layers_is_refused() -> None:
    layers = b"".join(b'Content-Type: multipart/mixed; BOUNDARY="%d"\r\n\r\n--%d\r\n' % (each, each) for each in range(90))
    with pytest.raises(Refused):
        read_letter(HEAD + layers + b"\n" * 300_000)


def test_a_mail_of_endless_mails_is_opened_one_by_one() -> None:
    (inner,) = read_letter(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000).attachments
    assert isinstance(inner, Inner)
    assert isinstance(inner.opened().attachments[0], Inner)


def test_a_mail_of_endless_parts_is_refused() -> None:
    with pytest.raises(Refused):
        read_letter(_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b", b"--b\n\n\n" * 20_000))


_PIECES = st.sampled_from(
    [
        b"From: a@b.c\n",
        b"Content-Type: multipart/mixed; boundary=b\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Type: message/delivery-status\n",
        b"Content-Type: text/html; charset*=gbk''utf-8\n",
        b"Content-Type: text/plain; charset=utf-16\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"Content-Disposition: attachment; filename*1=b; filename*0*=x'y\n",
        b"Content-ID: <\xd2\xbb>\n",
        b"Date: \xff\n",
        b"--b\n",
        b"--b--\n",
        b"\n",
        b"begin 644 a\n#86)C\n",
        b"=?gbk?B?u6?=",
        b"\xd2\xbb=E4=\n",
    ]
)


@given(st.lists(st.one_of(_PIECES, st.binary(max_size=20)), max_size=30))
def test_whatever_comes_is_read_or_refused(pieces: list[bytes]) -> None:
    raw = b"Subject: s\n" + b"".join(pieces)
    try:
        read_envelope(raw)
        letter = read_letter(raw)
    except Refused:
        return
    assert all(each.name for each in letter.attachments)
    assert all(each.charset for each in letter.body)


def test_a_mail_as_apples_program_keeps_it_is_read() -> None:
    raw = b"From: a@bank.example\nSubject: =?utf-8?b?5oqV56i/?=\n\nbody\n"
    kept = b"%d      \n" % len(raw) + raw + b'<?xml version="1.0"?><plist version="1.0"><dict/></plist>'
    assert read_envelope(kept).subject == "投稿"
    assert [each.data for each in read_letter(kept).body] == [b"body\n"]


def test_an_attachment_that_apples_program_kept_elsewhere_is_named() -> None:
    raw = (
        b"From: a@bank.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee it\n--b\nContent-Type: application/msword;"
        b" name=story.docx\nX-Apple-Content-Length: 9000\n\n\n--b--\n"
    )
    letter = read_letter(raw)
    assert "story.docx is not in it" in letter.damage[0]
