"""Bundles opened: what becomes of mails, archives, programs and strangers."""

import hashlib
import os
import tracemalloc
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from bulletin.house.rules import House
from bulletin.intake.folder import Bundle, waiting
from bulletin.intake.opening import open_bundle
from bulletin.queries import MachineError, Marked
from bulletin.records.submission import Submission

SENDER = "dongcheng@bank.example"
RESTED = 1_700_000_000.0
JPEG = b"\xff\xd8\xff\xe0"
MEGABYTE = 1024 * 1024

Drop = Callable[..., Path]
Open = Callable[..., Marked[Submission]]
Pack = Callable[..., bytes]


def _mail(text: str | None = "请查收。", sender: str = SENDER, subject: str = "投稿", **attachments: bytes) -> EmailMessage:
    """A mail; an attachment's name is written with "_" for its dot."""
    message = EmailMessage()
    message["From"] = f"东城支行 <{sender}>"
    message["Subject"] = subject
    message["Date"] = "Mon, 04 Dec 2023 09:12:33 +0800"
    message["Message-ID"] = "<1@bank.example>"
    if text is not None:
        message.set_content(text)
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=".".join(name.rsplit("_", 1)))
    return message


def _checks(opened: Marked[Submission]) -> list[str]:
    return [query.check for query in opened.queries]


def _names(opened: Marked[Submission]) -> list[str]:
    return [each.name for each in opened.value.enclosures]


def test_a_dropped_file_has_no_sender_and_is_trusted(open_file: Open) -> None:
    opened = open_file("稿件.docx", b"PK")
    assert opened.queries == ()
    assert (opened.value.name, opened.value.sender, opened.value.subject) == ("稿件.docx", None, "")
    assert opened.value.enclosures == opened.value.originals


def test_a_dropped_file_was_received_when_it_was_written(open_file: Open) -> None:
    received = open_file("稿件.docx", b"PK").value.received
    assert received.timestamp() == RESTED
    assert received.tzinfo is not None


def test_the_digest_depends_on_names_and_bytes_alone(open_file: Open) -> None:
    one = open_file("a.md", "x").value.digest
    assert one == open_file("a.md", "x").value.digest
    assert len({one, open_file("a.md", "y").value.digest, open_file("b.md", "x").value.digest}) == 3
    assert len(one) == len(hashlib.sha256().hexdigest())


def test_the_digest_does_not_depend_on_the_order_of_files(drop: Drop, house: House) -> None:
    paths = (drop("a.md"), drop("a.jpg"))
    assert open_bundle(Bundle("a.md", paths), house).value.digest == open_bundle(Bundle("a.md", paths[::-1]), house).value.digest


def test_a_mail_is_opened_with_its_head_text_and_attachments(open_file: Open) -> None:
    raw = bytes(_mail(稿件_docx=b"one", 现场_jpg=b"two"))
    opened = open_file("a.eml", raw)
    submission = opened.value
    assert opened.queries == ()
    assert (submission.subject, submission.sender, submission.sender_name) == ("投稿", SENDER, "东城支行")
    assert (submission.message_id, submission.received.isoformat()) == ("<1@bank.example>", "2023-12-04T09:12:33+08:00")
    assert [each.name for each in submission.body] == ["body.txt"]
    assert [(each.name, each.data) for each in submission.enclosures] == [("稿件.docx", b"one"), ("现场.jpg", b"two")]
    assert [(each.name, each.data) for each in submission.originals] == [("a.eml", raw)]


def test_a_strangers_mail_is_held_and_not_opened(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail(sender="who@elsewhere.example", 稿件_docx=b"one", a_exe=b"MZ")))
    assert _checks(opened) == ["stranger", "left-alone"]
    assert "a.exe (a program), 稿件.docx" in opened.queries[1].message
    assert "bulletin release" in opened.queries[0].remedy
    assert opened.held
    assert opened.value.enclosures == opened.value.body == ()
    assert opened.value.sender == "who@elsewhere.example"
    assert opened.value.originals[0].data


def test_a_mail_without_a_sender_is_a_strangers(open_file: Open) -> None:
    assert "stranger" in _checks(open_file("a.eml", b"Subject: s\n\ntext"))


def test_a_stranger_is_accepted_where_the_rules_say_so(open_file: Open, house: House) -> None:
    rules = house.model_copy(update={"intake": house.intake.model_copy(update={"strangers": "accept"})})
    opened = open_file("a.eml", bytes(_mail(sender="who@elsewhere.example", 稿件_docx=b"one")), rules)
    assert opened.queries == ()
    assert _names(opened) == ["稿件.docx"]


def test_a_mail_without_a_date_takes_its_files(open_file: Open) -> None:
    message = _mail(稿件_docx=b"one")
    del message["Date"]
    opened = open_file("a.eml", bytes(message))
    assert _checks(opened) == ["damaged-mail"]
    assert opened.value.received.timestamp() == RESTED


@pytest.mark.parametrize(
    ("name", "data", "check"),
    [
        ("游戏.exe", b"x", "executable"),
        ("照片.jpg", b"MZ" + b"\0" * 64, "executable"),
        ("稿件.docm", b"x", "macro"),
        ("稿件.docx", b"PK\x03\x04 word/vbaProject.bin", "macro"),
        ("稿件.rar", b"x", "unreadable"),
        ("稿件.zip", b"7z\xbc\xaf\x27\x1c", "unreadable"),
        ("稿件.zip", b"no zip", "unreadable"),
        ("稿件.msg", b"x", "unreadable"),
    ],
)
def test_what_must_not_be_opened_holds_the_mail_and_is_named(open_file: Open, name: str, data: bytes, check: str) -> None:
    message = _mail(好_docx=b"PK")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    opened = open_file("a.eml", bytes(message))
    assert _checks(opened) == [check]
    assert opened.held
    assert name in opened.queries[0].message
    assert _names(opened) == ["好.docx"]


def test_an_attachment_of_another_kind_is_kept_for_whoever_reads_the_manuscripts(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail(稿件_docx=b"PK", 报表_xlsx=b"PK\x03\x04", 片_mp4=b"x")))
    assert _checks(opened) == []
    assert _names(opened) == ["稿件.docx", "报表.xlsx", "片.mp4"]


@pytest.mark.parametrize("text", ["", "\u3000\n\u00a0", None])
def test_an_empty_mail_has_nothing_to_publish(open_file: Open, text: str | None) -> None:
    opened = open_file("a.eml", bytes(_mail(text)))
    assert _checks(opened) == ["nothing-to-publish"]
    assert opened.held


@pytest.mark.parametrize(
    ("page", "blank"),
    [
        ("<html><head><title>t</title><style>p {color: red}</style></head><body><p>&nbsp;</p></body></html>", True),
        ("<!--[if mso]><xml><o:X>96</o:X></xml><![endif]--><div><br></div>", True),
        ("<!-- never closed", True),
        ("<p>稿件", False),
        ("<style>p {}</style><p>稿件</p>", False),
    ],
)
def test_a_page_without_words_is_blank(open_file: Open, page: str, blank: bool) -> None:
    message = _mail(None)
    message.set_content(page, subtype="html")
    assert (_checks(open_file("a.eml", bytes(message))) == ["nothing-to-publish"]) is blank


def test_what_no_mail_is_is_unreadable(open_file: Open) -> None:
    assert _checks(open_file("a.eml", b"\0\1\2")) == ["unreadable"]


def test_a_zip_is_opened(open_file: Open, pack: Pack) -> None:
    opened = open_file("支行.zip", pack({"东城/稿件.docx".encode("gbk"): b"one", "东城/一支.jpg".encode("gbk"): JPEG}))
    assert opened.queries == ()
    assert [(each.folder, each.name) for each in opened.value.enclosures] == [("东城", "稿件.docx"), ("东城", "一支.jpg")]


def test_a_zip_in_a_zip_is_opened_and_one_in_that_is_named(open_file: Open, pack: Pack) -> None:
    third = pack({"deep.docx": b"x"})
    opened = open_file("1.zip", pack({"a.docx": b"x", "d/2.zip": pack({"b.docx": b"x", "e/3.zip": third})}, method=0))
    assert [(each.folder, each.name) for each in opened.value.enclosures] == [("", "a.docx"), ("d", "b.docx")]
    assert _checks(opened) == ["attachment-left-out"]
    assert "3.zip" in opened.queries[0].message


def test_nothing_is_taken_of_an_unsafe_archive(open_file: Open, pack: Pack) -> None:
    opened = open_file("a.zip", pack({"good.docx": b"x", "../bad.docx": b"x"}))
    assert _checks(opened) == ["unsafe-archive"]
    assert opened.value.enclosures == ()
    assert len(opened.value.originals) == 1


def test_archives_of_one_mail_share_one_limit(open_file: Open, pack: Pack) -> None:
    part = pack({"a.bmp": os.urandom(400 * 1024)})
    opened = open_file("a.eml", bytes(_mail(a_zip=part, b_zip=part, c_docx=b"x")))
    assert _checks(opened) == ["too-large"]  # the mail itself is larger than 1 MB
    assert opened.value.enclosures == ()


def test_members_that_pack_well_share_one_limit(open_file: Open, pack: Pack) -> None:
    part = pack({"a.bmp": b"x" * (700 * 1024)})
    opened = open_file("a.eml", bytes(_mail(a_zip=part, b_zip=part, c_docx=b"x")))
    assert _checks(opened) == ["too-large"]
    assert _names(opened) == ["a.bmp", "c.docx"]


def test_a_submission_over_the_limit_is_held_and_stays_where_it_lies_unread(open_file: Open, inbox: Path) -> None:
    opened = open_file("a.docx", b"x" * (MEGABYTE + 1))
    assert _checks(opened) == ["too-large"]
    assert opened.value.enclosures == ()
    assert [(each.data, each.lying) for each in opened.value.originals] == [(b"", inbox / "a.docx")]


def test_files_over_the_limit_have_a_digest_of_their_own(open_file: Open) -> None:
    one = open_file("a.docx", b"x" * (MEGABYTE + 1)).value.digest
    assert one == open_file("a.docx", b"x" * (MEGABYTE + 1)).value.digest
    assert one != open_file("a.docx", b"x" * MEGABYTE + b"y").value.digest


def test_a_huge_file_is_held_without_being_read_at_once(inbox: Path, house: House) -> None:
    path = inbox / "影像.mp4"
    with path.open("wb") as file:
        file.truncate(100 * MEGABYTE)  # a hole: it takes no room on the disk
    tracemalloc.start()
    opened = open_bundle(Bundle(path.name, (path,)), house)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert _checks(opened) == ["too-large"]
    assert peak < 10 * MEGABYTE


def test_more_attachments_than_are_allowed_are_told_once(open_file: Open) -> None:
    parts = b"".join(b'--b\nContent-Type: text/plain; name="%d.txt"\n\nx\n' % each for each in range(1003))
    head = b"From: " + SENDER.encode() + b"\nDate: Mon, 04 Dec 2023 09:12:33 +0800\nContent-Type: multipart/mixed; boundary=b\n\n"
    opened = open_file("a.eml", head + parts + b"--b--\n")
    assert _checks(opened) == ["too-large"]
    assert len(opened.value.enclosures) == 300


def _forwarded(inner: EmailMessage, times: int) -> EmailMessage:
    for each in range(times):
        outer = _mail(f"见转发 {each}")
        outer.add_attachment(inner)
        inner = outer
    return inner


@pytest.mark.parametrize(("times", "names"), [(1, ["稿件.docx"]), (3, ["稿件.docx"]), (4, [])])
def test_a_forwarded_mail_is_opened_to_a_certain_depth(open_file: Open, times: int, names: list[str]) -> None:
    opened = open_file("a.eml", bytes(_forwarded(_mail("稿件", 稿件_docx=b"PK"), times)))
    assert _names(opened) == names
    assert _checks(opened) == ([] if names else ["attachment-left-out"])


def test_a_mail_file_that_is_attached_is_opened(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail(转发_eml=bytes(_mail("里面", 稿件_docx=b"PK")))))
    assert _names(opened) == ["稿件.docx"]
    assert [each.data.decode("utf-8").strip() for each in opened.value.body] == ["请查收。", "里面"]


def test_a_picture_without_an_ending_gets_one(open_file: Open) -> None:
    opened = open_file("德政", JPEG)
    assert _names(opened) == ["德政.jpg"]
    assert opened.value.originals[0].name == "德政"


def test_a_dropped_folder_is_opened_as_one(drop: Drop, inbox: Path, house: House, pack: Pack) -> None:
    drop("东城支行/照片/1.jpg", JPEG)
    drop("东城支行/稿件.docx", b"PK")
    drop("东城支行/更多.zip", pack({"2.jpg": JPEG}))
    (bundle,) = waiting(inbox, settle_seconds=5, now=lambda: RESTED + 5).value
    opened = open_bundle(bundle, house)
    assert opened.value.name == "东城支行"
    assert {(each.folder, each.name) for each in opened.value.enclosures} == {("照片", "1.jpg"), ("", "稿件.docx"), ("", "2.jpg")}
    assert {(each.folder, each.name) for each in opened.value.originals} == {("照片", "1.jpg"), ("", "稿件.docx"), ("", "更多.zip")}


def test_a_strangers_mail_in_a_dropped_folder_is_held_too(drop: Drop, inbox: Path, house: House) -> None:
    drop("东城支行/a.eml", bytes(_mail(sender="who@elsewhere.example", 稿件_docx=b"PK")))
    (bundle,) = waiting(inbox, settle_seconds=5, now=lambda: RESTED + 5).value
    assert _checks(open_bundle(bundle, house)) == ["stranger", "left-alone"]


def test_a_file_that_is_gone_is_the_machines_fault(house: House, inbox: Path) -> None:
    with pytest.raises(MachineError, match=r"gone\.docx"):
        open_bundle(Bundle("gone.docx", (inbox / "gone.docx",)), house)


@pytest.mark.parametrize(
    ("lying", "shown"),
    [
        (os.fsdecode("稿件.md".encode("gb18030")), "稿件.md"),
        ("第一行\n第二行.md", "第一行第二行.md"),
        ("\u202edm.稿件.md", "dm.稿件.md"),
        ("cafe\u0301.md", "café.md"),
    ],
)
def test_a_dropped_files_name_is_fit_to_be_shown(open_file: Open, lying: str, shown: str) -> None:
    opened = open_file(lying, b"text").value
    assert (opened.name, opened.originals[0].name) == (shown, shown)


# --- bombs and boxes -------------------------------------------------------------------------------------------------------------


def test_small_bombs_in_one_mail_are_one_bomb(open_file: Open, pack: Pack, house: House) -> None:
    rules = house.model_copy(update={"intake": house.intake.model_copy(update={"max_unpacked_mb": 200})})
    bomb = pack({"a.txt": b"\0" * 9 * MEGABYTE})
    tracemalloc.start()
    opened = open_file("a.eml", bytes(_mail(a_zip=bomb, b_zip=bomb, c_zip=bomb, d_zip=bomb)), rules)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert _checks(opened) == ["too-large"]
    assert len(opened.value.enclosures) == 2
    assert peak < 40 * MEGABYTE


@pytest.mark.parametrize(
    "text",
    [
        b"--b\n\n\n" * 20_000,
        b"--bx\n" * 30_000,
        b"".join(b"--b\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(20_000)),
    ],
)
def test_a_mail_of_endless_parts_is_held(open_file: Open, text: bytes) -> None:
    head = f"From: {SENDER}\nDate: Mon, 04 Dec 2023 09:12:33 +0800\nContent-Type: multipart/mixed; boundary=b\n\n".encode()
    assert _checks(open_file("a.eml", head + text)) == ["too-large"]


def test_a_mail_too_large_to_be_opened_still_says_who_sent_it(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail(照片_jpg=os.urandom(2 * MEGABYTE))))
    assert _checks(opened) == ["too-large"]
    assert (opened.value.sender, opened.value.subject, opened.value.message_id) == (SENDER, "投稿", "<1@bank.example>")
    assert opened.value.originals[0].data == b""


def test_a_whole_mailbox_is_held_with_its_remedy(open_file: Open) -> None:
    line = b"From a@b.c Mon Dec  4 09:12:33 2023\n"
    opened = open_file("投稿.mbox", line + bytes(_mail()) + b"\n" + line + bytes(_mail()))
    assert _checks(opened) == ["unreadable"]
    assert ".eml" in opened.queries[0].remedy
    assert _checks(open_file("投稿.mbox", line + bytes(_mail(稿件_docx=b"PK")))) == []


def test_what_is_damaged_within_a_mail_is_named(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail(winmail_dat=b"\x78\x9f\x3e\x22\0\0" + b"\x02\x05\x90\0\0\4\0\0\0\1\0\0\0\0\0")))
    assert all("winmail.dat" in query.message for query in opened.queries)


LINK = "从QQ邮箱发来的超大附件\n大图.zip 进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=abc"


@pytest.mark.parametrize(
    "quoted",
    [
        f"------------------ 原始邮件 ------------------\n发件人: 东城\n\n{LINK}",
        "\n".join(f"> {line}" for line in LINK.split("\n")),
        f"发件人：东城 <a@bank.example>\n发送时间：2023年12月1日\n主题：大图\n\n{LINK}",
        f"在 2023年12月1日，东城写道：\n\n{LINK}",
        f"On Fri, 1 Dec 2023 at 09:00, East wrote:\n{LINK}",
    ],
)
def test_a_link_in_the_mail_that_is_answered_holds_nothing_and_is_named(open_file: Open, quoted: str) -> None:
    answer = open_file("a.eml", bytes(_mail(f"按要求重发。\n\n{quoted}", subject="回复：大图", 稿件_docx=b"PK")))
    assert _checks(answer) == ["left-alone"]
    assert "超大附件" in answer.queries[0].message
    passed_on = open_file("b.eml", bytes(_mail(f"见下。\n\n{quoted}", subject="转发：大图", 稿件_docx=b"PK")))
    assert _checks(passed_on) == ["attachment-elsewhere"]


def test_a_link_above_the_mail_that_is_answered_holds(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail(f"{LINK}\n\n------ 原始邮件 ------\n请投稿。", subject="Re: 征稿", 稿件_docx=b"PK")))
    assert _checks(opened) == ["attachment-elsewhere"]


def test_a_link_below_an_answer_that_brings_no_file_holds(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail(f"请收。\n\n------ 原始邮件 ------\n{LINK}", subject="Re: 大图")))
    assert _checks(opened) == ["attachment-elsewhere"]


def test_a_strangers_returned_mail_is_told_as_what_it_is(open_file: Open) -> None:
    opened = open_file("a.eml", bytes(_mail("退回", sender="postmaster@elsewhere.example", subject="系统退信")))
    assert _checks(opened) == ["automatic-mail", "stranger"]


def test_a_file_of_a_dropped_folder_that_is_named_like_the_folder_keeps_its_own_folder(drop: Drop, house: House, inbox: Path) -> None:
    drop("稿件/稿件/稿件.md", b"# x")
    [bundle] = waiting(inbox, settle_seconds=0, now=lambda: RESTED + 9).value
    assert [each.folder for each in open_bundle(bundle, house).value.originals] == ["稿件"]
