"""Who may send: the register, the receiving server's word, a word in the subject; and what no person wrote."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from bulletin.house.rules import Branch, House
from bulletin.intake.mail import read_envelope
from bulletin.intake.proof import disproved
from bulletin.queries import Marked
from bulletin.records.submission import Submission

SENDER = "dongcheng@bank.example"
Open = Callable[..., Marked[Submission]]


def _with(house: House, **intake: Any) -> House:
    west = Branch(name="西城支行", senders=("@west.example",))
    return house.model_copy(update={"intake": house.intake.model_copy(update=intake), "branches": (*house.branches, west)})


def _mail(*fields: str, text: str = "东城支行稿件正文", attached: str = "稿件.docx") -> bytes:
    message = EmailMessage()
    message.set_content(text)
    if attached:
        message.add_attachment(b"PK", maintype="application", subtype="octet-stream", filename=attached)
    said = "\n".join(fields)
    usual = {"From": SENDER, "Subject": "=?utf-8?b?5oqV56i/?=", "Date": "Mon, 04 Dec 2023 09:12:33 +0800"}
    missing = [f"{name}: {value}" for name, value in usual.items() if f"\n{name}:" not in f"\n{said}"]
    return "\n".join((*fields, *missing, "")).encode() + bytes(message)


def _checks(opened: Marked[Submission]) -> list[str]:
    return [query.check for query in opened.queries]


# --- proved --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "failed"),
    [
        ("mx.bank.example; dmarc=fail (p=none) header.from=bank.example; spf=pass smtp.mailfrom=a@bank.example", "dmarc=fail"),
        ("mx.bank.example; dmarc=pass header.from=bank.example; spf=fail; dkim=fail", ""),
        ("mx.bank.example; spf=fail smtp.mailfrom=bank.example; dkim=none", "spf=fail"),
        ("mx.bank.example; spf=fail smtp.mailfrom=list.example; dkim=pass header.d=bank.example", ""),
        ("mx.bank.example; spf=fail smtp.mailfrom=bank.example; dkim=pass header.d=elsewhere.example", "spf=fail"),
        ("mx.bank.example; spf=fail; dkim=pass header.i=@mail.bank.example", ""),
        ("mx.bank.example; dkim=fail header.d=bank.example; spf=softfail smtp.mailfrom=bank.example", "dkim=fail"),
        ("mx.bank.example; dkim=fail header.d=bank.example; spf=pass smtp.mailfrom=dongcheng@bank.example", ""),
        ("mx.bank.example; dkim=fail header.d=x.example; dkim=pass header.d=bank.example", ""),
        ("mx.bank.example 1; dmarc = fail", "dmarc=fail"),
        ("MX.Bank.Example; DMARC=Fail", "dmarc=fail"),
        ("(a comment (in a comment) ; dmarc=pass) mx.bank.example; dmarc=fail", "dmarc=fail"),
        ("mx.bank.example; none", ""),
        ("mx.elsewhere.example; dmarc=fail", ""),
        ("mx.bank.example.evil.example; dmarc=fail", ""),
        ("", ""),
    ],
)
def test_the_trusted_servers_results_are_read(results: str, failed: str) -> None:
    assert disproved((results,), "mx.bank.example", SENDER) == failed


def test_a_field_that_a_forger_put_below_the_servers_own_counts_for_nothing() -> None:
    fields = ("mx.bank.example; dmarc=fail", "mx.bank.example; dmarc=pass", "mx.other.example; dmarc=pass")
    assert disproved(fields, "mx.bank.example", SENDER) == "dmarc=fail"
    assert disproved(fields[::-1][1:], "mx.bank.example", SENDER) == ""


def test_a_mail_whose_sender_is_not_proven_is_held_and_not_opened(open_file: Open, house: House) -> None:
    raw = _mail("Authentication-Results: mx.bank.example;", " spf=fail smtp.mailfrom=bank.example; dmarc=fail")
    opened = open_file("a.eml", raw, _with(house, trusted_authserv="mx.bank.example"))
    assert _checks(opened) == ["sender-not-proven", "left-alone"]
    assert "dmarc=fail" in opened.queries[0].message
    assert opened.value.enclosures == ()
    assert _checks(open_file("a.eml", raw)) == []


@pytest.mark.parametrize("field", ["", "Authentication-Results: mx.elsewhere.example; spf=pass; dmarc=pass"])
def test_a_mail_that_did_not_come_through_the_trusted_server_is_held(open_file: Open, house: House, field: str) -> None:
    raw = _mail(*filter(None, [field]))
    opened = open_file("a.eml", raw, _with(house, trusted_authserv="mx.bank.example"))
    assert _checks(opened) == ["sender-not-proven", "left-alone"]
    assert "bears no results of the mail server mx.bank.example" in opened.queries[0].message


def test_a_mail_that_the_trusted_server_found_nothing_against_is_opened(open_file: Open, house: House) -> None:
    raw = _mail("Authentication-Results: mx.bank.example; dmarc=pass")
    assert _checks(open_file("a.eml", raw, _with(house, trusted_authserv="mx.bank.example"))) == []


# --- spoofed -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sender", "check"),
    [
        (f"{SENDER}, thief@elsewhere.example", "sender-not-proven"),
        (f"thief@elsewhere.example, {SENDER}", "stranger"),
        (f"{SENDER}\nFrom: thief@elsewhere.example", "sender-not-proven"),
        (f'"{SENDER}" <thief@elsewhere.example>', "stranger"),
        (f"=?utf-8?Q?{SENDER.replace('@', '=40')}?= <thief@elsewhere.example>", "stranger"),
        (f"({SENDER}) thief@elsewhere.example", "stranger"),
        (f"{SENDER}.evil.example", "stranger"),
        (f"<{SENDER}>@evil.example", "stranger"),
        (f"{SENDER} <thief@elsewhere.example>", "stranger"),
        (f"<{SENDER}> <thief@elsewhere.example>", "stranger"),
        ("dongcheng@bank.example\0@evil.example", "stranger"),
        ("dongchеng@bank.example", "stranger"),  # a Cyrillic е
        ("", "stranger"),
    ],
)
def test_a_sender_that_only_looks_like_a_branch_is_held(open_file: Open, house: House, sender: str, check: str) -> None:
    assert check in _checks(open_file("a.eml", _mail(f"From: {sender}"), _with(house)))


def test_a_branchs_address_in_a_strangers_name_holds_the_mail_where_strangers_may_send(open_file: Open, house: House) -> None:
    opened = open_file("a.eml", _mail(f'From: "{SENDER}" <thief@elsewhere.example>'), _with(house, strangers="accept"))
    assert _checks(opened) == ["sender-not-proven", "left-alone"]


def test_two_people_of_one_branch_may_write_together(open_file: Open, house: House) -> None:
    opened = open_file("a.eml", _mail("From: a@west.example, b@west.example"), _with(house))
    assert _checks(opened) == []
    assert opened.value.sender == "a@west.example"


def test_an_address_in_capitals_is_the_same(open_file: Open) -> None:
    assert _checks(open_file("a.eml", _mail("From: DongCheng@Bank.Example"))) == []


def test_an_answer_goes_where_the_mail_asks_for_it(open_file: Open) -> None:
    assert open_file("a.eml", _mail("Reply-To: =?utf-8?q?x?= <office@bank.example>")).value.reply_to == "office@bank.example"
    assert open_file("a.eml", _mail(f"Reply-To: {SENDER}")).value.reply_to is None


def test_a_mail_that_an_editor_passed_on_is_still_the_branchs(open_file: Open) -> None:
    opened = open_file("a.eml", _mail("Resent-From: editor@head.example", "Resent-Date: Tue, 05 Dec 2023 09:12:33 +0800"))
    assert (opened.value.sender, opened.value.reply_to) == (SENDER, None)


_FORWARDED = '请查收。\n\n-----原始邮件-----\n发件人："西城" <office@west.example>\n收件人：<dongcheng@bank.example>\n主题：投稿\n\n正文'


@pytest.mark.parametrize("subject", ["转发：投稿", "Fw: 投稿", "FWD: story"])
def test_a_mail_that_is_passed_on_names_the_branch_that_wrote_it(open_file: Open, house: House, subject: str) -> None:
    submission = open_file("a.eml", _mail(f"Subject: {subject}", text=_FORWARDED), _with(house)).value
    assert (submission.sender, submission.writer) == (SENDER, "office@west.example")


def test_a_mail_that_was_passed_on_as_a_page_names_its_writer(open_file: Open, house: House) -> None:
    page = (
        "<p>请查收</p><div>---- 转发邮件 ----</div><div><b>发件人：</b>西城 &lt;<a href='mailto:x'>office@west.example</a>&gt;<br>"
        "<b>日期：</b>2023年12月1日<br><b>主题：</b>投稿</div><p>正文</p>"
    )
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = SENDER, "Fw: x", "Mon, 04 Dec 2023 09:12:33 +0800"
    message.set_content(page, subtype="html")
    assert open_file("a.eml", bytes(message), _with(house)).value.writer == "office@west.example"


def test_a_mail_that_is_attached_names_its_writer(open_file: Open, house: House) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], inner["Subject"] = "office@west.example", "投稿"
    inner.set_content("正文")
    outer["From"], outer["Subject"], outer["Date"] = SENDER, "投稿", "Mon, 04 Dec 2023 09:12:33 +0800"
    outer.set_content("请查收")
    outer.add_attachment(inner)
    assert open_file("a.eml", bytes(outer), _with(house)).value.writer == "office@west.example"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: 投稿", _FORWARDED),
        ("转发：投稿", _FORWARDED.replace("west.example", "elsewhere.example")),
        ("转发：投稿", "发件人：office@west.example 说得好。"),
        ("投稿", "正文"),
    ],
)
def test_who_is_answered_or_belongs_to_no_branch_or_is_only_mentioned_wrote_nothing(
    open_file: Open, house: House, subject: str, text: str
) -> None:
    assert open_file("a.eml", _mail(f"Subject: {subject}", text=text), _with(house)).value.writer is None


# --- the word ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "checks"), [("【投稿】东城", []), ("Ｔｏｕ投稿", []), ("东城支行", ["subject-word-missing", "left-alone"])]
)
def test_a_word_may_be_demanded_in_the_subject(open_file: Open, house: House, subject: str, checks: list[str]) -> None:
    opened = open_file("a.eml", _mail(f"Subject: {subject}"), _with(house, subject_word="投稿"))
    assert _checks(opened) == checks


def test_a_file_laid_into_the_folder_needs_no_word(open_file: Open, house: House) -> None:
    assert _checks(open_file("稿件.docx", b"PK", _with(house, subject_word="投稿"))) == []


# --- automatic -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (["Auto-Submitted: auto-replied"], "auto-reply"),
        (["Auto-Submitted: auto-generated; x=y"], "auto-reply"),
        (["Auto-Submitted: no"], ""),
        (["X-Autoreply: yes"], "auto-reply"),
        (["Precedence: auto_reply"], "auto-reply"),
        (["Subject: 自动回复: 投稿"], "auto-reply"),
        (["Subject: Automatic reply: 投稿"], "auto-reply"),
        (["Subject: Out of Office: 投稿"], "auto-reply"),
        (["Subject: Re: Out of Office"], ""),
        (["Subject: 东城支行上线自动回复功能"], ""),
        (["Return-Path: <>"], "bounce"),
        (["Return-Path: <>", "Auto-Submitted: auto-replied"], "auto-reply"),
        (["From: MAILER-DAEMON@bank.example"], "bounce"),
        (["From: postmaster@bank.example"], "bounce"),
        (['Content-Type: multipart/report; report-type="delivery-status"; boundary=b'], "bounce"),
        (["Content-Type: multipart/report; report-type=disposition-notification; boundary=b"], "auto-reply"),
        (["Subject: 系统退信/Systems bounce"], "bounce"),
        (["Subject: Undelivered Mail Returned to Sender"], "bounce"),
        (["Subject: 退信处理又快又好，客户送来锦旗"], ""),
        (["X-Failed-Recipients: a@b.example"], "bounce"),
        (["List-Id: <news.bank.example>"], "list"),
        (["Precedence: bulk"], "list"),
        (["X-Auto-Response-Suppress: All"], "list"),
        ([], ""),
    ],
)
def test_what_no_person_wrote_is_recognised(fields: list[str], kind: str) -> None:
    assert read_envelope(_mail(*fields)).automatic == kind


@pytest.mark.parametrize("field", ["Subject: 自动回复：投稿", "Return-Path: <>"])
def test_an_automatic_mail_without_a_manuscript_is_held(open_file: Open, field: str) -> None:
    opened = open_file("a.eml", _mail(field, text="我正在休假，" * 20, attached=""))
    assert _checks(opened) == ["automatic-mail"]
    assert opened.value.body == ()
    assert opened.value.automatic


def test_a_mail_that_came_back_is_held_with_the_manuscript_that_it_had(open_file: Open) -> None:
    outer = EmailMessage()
    outer["From"] = SENDER
    outer["Return-Path"] = "<>"
    outer["Date"] = "Mon, 04 Dec 2023 09:12:33 +0800"
    outer.set_content("could not be delivered")
    inner = EmailMessage()
    inner.add_attachment(b"PK", maintype="application", subtype="msword", filename="稿件.docx")
    outer.add_attachment(inner)
    assert _checks(open_file("a.eml", bytes(outer))) == ["automatic-mail"]


def test_an_automatic_mail_with_a_manuscript_is_a_submission(open_file: Open) -> None:
    opened = open_file("a.eml", _mail("Auto-Submitted: auto-generated"))
    assert (_checks(opened), opened.value.automatic) == ([], "auto-reply")


def test_a_lists_mail_is_a_submission(open_file: Open) -> None:
    opened = open_file("a.eml", _mail("List-Id: <all.bank.example>", attached=""))
    assert (_checks(opened), opened.value.automatic) == ([], "list")
