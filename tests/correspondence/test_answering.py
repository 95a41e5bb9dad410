"""Answering: each sender is told once what became of his submission, whatever happens between."""

import email
import email.policy
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bulletin.archive import ledger, outbox
from bulletin.archive.ledger import opened
from bulletin.archive.receipts import ReceiptEntry, Receipts
from bulletin.production.answering import answer

LONGER = "第二天一早，大堂经理带着新来的同事把动作又练了一遍，行长也来看了。"
MESSAGE = "<1@mail.example>"


def told(office: Any) -> list[ReceiptEntry]:
    """Every receipt in the ledger, in order."""
    with opened(office.root / "stories") as book:
        return [each for entry in book.entries() for each in Receipts(book).of(entry.id)]


def news(office: Any) -> list[str]:
    return [each.state if each.state != "none" else each.why for each in told(office)]


def changed(office: Any, words: str) -> None:
    """An editor's command changes the ledger, and the senders are told."""
    with opened(office.root / "stories") as book:
        with book.connection:
            book.connection.execute(words)
        answer(office.house, office.world, book)


def mail(path: Path) -> tuple[str, str]:
    """A receipt's subject and text."""
    read: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return str(read["Subject"]), read.get_content()


def kinds(office: Any) -> list[str]:
    return [path.name.split("-")[2] for path in office.outbox]


def test_a_filed_story_is_answered(office: Any) -> None:
    office.receive("投稿：晨间演练", Message_ID=MESSAGE)
    (path,) = office.outbox
    subject, text = mail(path)
    assert subject == "Re: 投稿：晨间演练"
    assert "题目：晨间演练" in text
    assert "栏目：服务动态" in text
    assert "刊期：2024年第1期" in text
    assert text.startswith("东门支行：")
    assert MESSAGE in path.read_text("ascii")
    assert told(office)[0].recipient == "east@bank.example"


def test_it_speaks_the_language_of_mail_where_that_is_another(office: Any) -> None:
    office.rules((office.root / "bulletin.toml").read_text("utf-8") + 'language = "en"\n')
    office.receive()
    assert "Thank you" in mail(office.outbox[0])[1]


def test_collecting_again_answers_nobody_twice(office: Any) -> None:
    office.receive()
    before = office.outbox[0].read_bytes()
    for _turn in range(3):
        office.now += 3600
        office.collect()
    assert [path.read_bytes() for path in office.outbox] == [before]
    assert news(office) == ["written"]


def test_a_message_about_a_story_is_passed_to_the_editor_with_the_story_that_it_means(office: Any) -> None:
    office.receive("投稿：晨间演练")
    office.receive("撤稿", title="", said="编辑您好，我行的《晨间演练》请不要刊登，谢谢。", name="02.eml")
    assert kinds(office) == ["filed", "passed"]
    subject, text = mail(office.outbox[1])
    assert (subject, "已转给编辑" in text, "再发" in text) == ("Re: 撤稿", True, False)
    with opened(office.root / "stories") as book:
        (told,) = book.entries()[1].queries
    assert "“晨间演练” (submission 1," in told.message
    assert "`bulletin withdraw 1`" in told.remedy


def test_a_message_that_answers_a_mail_means_its_story(office: Any) -> None:
    office.receive("投稿")
    office.receive("Re: 投稿", title="", said="更正：第二段的“3人”应为“5人”。", name="02.eml")
    with opened(office.root / "stories") as book:
        (told,) = book.entries()[1].queries
    assert "submission 1," in told.message


def test_a_message_names_a_colleagues_story_by_its_title(office: Any) -> None:
    office.receive("投稿：晨间演练", sender="second@bank.example")
    office.receive("撤稿", title="", said="编辑您好，《晨间演练》请不要刊登，谢谢。", name="02.eml")
    with opened(office.root / "stories") as book:
        (told,) = book.entries()[1].queries
    assert "submission 1," in told.message


def test_a_message_about_somebody_elses_story_names_none(office: Any) -> None:
    office.receive("投稿：晨间演练", sender="second@bank.example")
    office.receive("撤稿", title="", said="编辑您好，我行的稿件请不要刊登，谢谢。", name="02.eml")
    with opened(office.root / "stories") as book:
        (told,) = book.entries()[1].queries
    assert "It does not show which story it means." in told.message


def test_what_is_held_is_answered_with_the_reason(office: Any) -> None:
    office.receive(title="")
    assert kinds(office) == ["held"]
    assert "暂时还不能采用" in mail(office.outbox[0])[1]


def test_the_same_again_is_answered_as_a_duplicate(office: Any) -> None:
    office.receive(Message_ID=MESSAGE)
    office.receive(Message_ID=MESSAGE)
    assert kinds(office) == ["filed", "duplicate"]
    assert "不必再发" in mail(office.outbox[1])[1]


def test_a_correction_is_answered_once_and_the_earlier_is_not_told_besides(office: Any) -> None:
    office.receive("投稿")
    office.receive("更正：投稿", text="更新。" + LONGER, name="02.eml")
    assert kinds(office) == ["filed", "superseded"]
    assert news(office) == ["written", "told-otherwise", "written"]


def test_a_colleague_whose_version_is_replaced_is_told(office: Any) -> None:
    office.receive("投稿")
    office.receive("更正：投稿", text="更新。" + LONGER, name="02.eml", sender="second@bank.example")
    assert sorted(kinds(office)) == ["replaced", "superseded"], "the first receipt was not sent yet, and is overtaken"
    assert news(office) == ["overtaken", "written", "written"]


def test_a_file_from_nobody_is_not_answered(office: Any) -> None:
    (office.root / "stories" / "inbox" / "稿.md").write_text("# 题\n\n文。" + LONGER, "utf-8")
    office.collect()
    assert office.outbox == []
    assert news(office) == ["no-sender"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"sender": "stranger@elsewhere.example"}, "stranger"),
        ({"Auto_Submitted": "auto-replied"}, "auto-reply"),
        ({"Precedence": "list", "List_Id": "<all.bank.example>"}, "list"),
        ({"sender": "editors@bank.example"}, "own-address"),
    ],
)
def test_programs_strangers_and_the_publication_itself_are_not_answered(office: Any, fields: dict[str, str], why: str) -> None:
    rules = (office.root / "bulletin.toml").read_text("utf-8").replace('"second@', '"editors@bank.example", "second@')
    office.rules(rules)
    office.receive(**fields)
    assert office.outbox == []
    assert news(office) == [why]


def test_a_receipt_that_comes_back_is_not_answered(office: Any) -> None:
    office.receive()
    (office.root / "stories" / "inbox" / "back.eml").write_bytes(office.outbox[0].read_bytes())
    office.collect()
    assert news(office) == ["written", "auto-reply"]


def test_what_an_editor_allowed_is_not_asked_any_more(office: Any) -> None:
    office.receive(text=f"{LONGER}联系电话13800138000。")
    assert "私人电话" in mail(office.outbox[0])[1] or "private telephone" in mail(office.outbox[0])[1]
    (story,) = (office.root / "stories" / "2024-1").glob("*/story.md")
    allowed = "allow:\n  - {check: phone-number, name: 林青, date: 2024-01-06, reason: 公开的电话}\n---\n\n"
    story.write_text(story.read_text("utf-8").replace("---\n\n", allowed, 1), "utf-8")
    changed(office, "DELETE FROM receipts")
    changed(office, "UPDATE submissions SET untold = 1")
    text = mail(office.outbox[-1])[1]
    assert "私人电话" not in text
    assert "private telephone" not in text


def test_nobody_is_answered_where_receipts_are_switched_off(office: Any) -> None:
    office.rules((office.root / "bulletin.toml").read_text("utf-8") + "receipts = false\n")
    office.receive()
    assert (office.outbox, news(office)) == ([], ["switched-off"])


def test_an_address_gets_only_so_many_receipts_in_a_day(office: Any) -> None:
    office.rules((office.root / "bulletin.toml").read_text("utf-8") + "max_a_day = 2\n")
    for number in range(3):
        office.receive(f"投稿{number}", name=f"{number}.eml", Message_ID=f"<{number}@mail.example>")
    assert news(office) == ["written", "written", "too-many"]
    office.now += 25 * 3600
    office.receive("投稿9", name="9.eml", Message_ID="<9@mail.example>")
    assert news(office)[-1] == "written"


def test_an_identity_number_is_asked_about_and_never_repeated(office: Any) -> None:
    number = "11010519491231002X"
    office.receive(f"表扬 {number}", text=f"{LONGER}客户的身份证号码是{number}。")
    subject, text = mail(office.outbox[0])
    assert "身份证" in text or "identity card" in text
    assert number not in subject + text
    assert number[:17] not in office.outbox[0].read_text("ascii")


def test_a_crash_between_the_mail_and_the_ledger_makes_no_second_mail(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Receipts, "enter", _crash)
        with pytest.raises(KeyboardInterrupt):
            office.receive()
    assert (len(office.outbox), news(office)) == (1, [])
    office.collect()
    assert (len(office.outbox), news(office)) == (1, ["written"])


def test_a_crash_before_the_mail_is_written_loses_none(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "put", _crash)
        with pytest.raises(KeyboardInterrupt):
            office.receive()
    assert office.outbox == []
    office.collect()
    assert (len(office.outbox), news(office)) == (1, ["written"])


def test_a_broken_template_stops_no_collection_and_its_receipts_are_written_when_it_is_mended(office: Any) -> None:
    (office.root / "receipts").mkdir()
    own = office.root / "receipts" / "filed.txt"
    own.write_text("{{ nobody }}", "utf-8")
    office.receive()
    assert (office.outbox, news(office)) == ([], [])
    own.write_text("收到了。", "utf-8")
    office.collect()
    assert mail(office.outbox[0])[1].strip() == "收到了。"


def test_a_held_one_that_is_released_is_told_anew_and_overtakes_what_was_not_sent(office: Any) -> None:
    office.receive(title="")
    changed(office, "UPDATE submissions SET state = 'filed'")
    assert kinds(office) == ["filed"]
    assert news(office) == ["overtaken", "written"]


def test_a_withdrawn_one_is_told(office: Any) -> None:
    office.receive()
    changed(office, "UPDATE submissions SET state = 'withdrawn'")
    assert kinds(office) == ["withdrawn"]


def test_one_that_is_brought_back_before_its_withdrawal_was_told_is_not_told_of(office: Any) -> None:
    office.receive()
    changed(office, "UPDATE receipts SET state = 'sent'")
    changed(office, "UPDATE submissions SET state = 'withdrawn'")
    assert kinds(office) == ["filed", "withdrawn"]
    changed(office, "UPDATE submissions SET state = 'filed'")
    assert kinds(office) == ["filed"]
    assert news(office) == ["sent", "overtaken", "told-before"]


def test_a_moved_one_is_told_by_its_new_issue_once_the_old_was_told(office: Any) -> None:
    office.receive()
    folder = office.root / "stories" / "2024-2"
    folder.mkdir()
    (folder / "issue.toml").write_text('id = "2024-2"\nlabel = "2024年第2期"\ndate = 2024-04-15\n', "utf-8")
    changed(office, "UPDATE receipts SET state = 'sent'")
    changed(office, "UPDATE stories SET issue = '2024-2'")
    assert kinds(office) == ["filed", "moved"]
    assert "2024年第2期" in mail(office.outbox[1])[1]


def test_what_was_taken_before_there_were_receipts_is_not_answered_now(office: Any) -> None:
    before = next(number for number, step in enumerate(ledger._STEPS) if "CREATE TABLE receipts" in step)
    with closing(sqlite3.connect(office.root / "stories" / ledger.FILE)) as old:
        old.executescript("".join(ledger._STEPS[:before]) + f"PRAGMA user_version = {before};")
        old.execute(
            "INSERT INTO submissions (name, digest, sender, subject, received, taken, issue, state)"
            " VALUES ('old.eml', 'x', 'east@bank.example', '', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '2024-1', 'held')"
        )
        old.commit()
    office.collect()
    assert (office.outbox, news(office)) == ([], ["before-receipts"])
    changed(office, "UPDATE submissions SET state = 'withdrawn'")
    assert news(office) == ["before-receipts", "written"]


def _crash(*_given: Any) -> None:
    raise KeyboardInterrupt


def returned(office: Any, identifier: str, name: str = "r.eml", action: str = "failed") -> None:
    """A mail server's report on a mail of this name comes in."""
    report = (
        "From: Mail Delivery System <MAILER-DAEMON@mx.elsewhere.example>\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nuser unknown\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: {action}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {identifier}\r\n\r\n--b--\r\n"
    )
    (office.root / "stories/inbox" / name).write_bytes(report.encode())
    office.collect()


def sent_receipt(office: Any) -> str:
    """The Message-ID of a receipt that has been sent."""
    office.receive()
    with opened(office.root / "stories") as book:
        Receipts(book).put(1, "sent", "250 ok")
    read: Any = email.message_from_bytes(office.outbox[0].read_bytes(), policy=email.policy.default)
    return str(read["Message-ID"])


def test_a_receipt_that_could_not_be_delivered_is_told_with_its_submission(office: Any) -> None:
    returned(office, sent_receipt(office))
    receipt = told(office)[0]
    assert (receipt.state, receipt.why) == ("returned", "see submission 2")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_that_is_no_failure_is_none(office: Any, action: str) -> None:
    returned(office, sent_receipt(office), action=action)
    assert told(office)[0].state == "sent"


def test_a_report_on_a_receipt_that_nobody_was_sent_changes_nothing(office: Any) -> None:
    identifier = sent_receipt(office)
    for turn, other in enumerate((identifier.replace("receipt.1.1", "receipt.1.9"), identifier.replace("receipt.1", "receipt.7"))):
        returned(office, other, f"{turn}.eml")
    returned(office, f"<receipt.1.1.{'0' * 16}@bank.example>", "forged.eml")
    assert told(office)[0].state == "sent"


def test_a_branch_that_quotes_a_receipt_has_sent_none_back(office: Any) -> None:
    office.receive(name="2.eml", title="第二篇", In_Reply_To=sent_receipt(office))
    assert told(office)[0].state == "sent"


def test_what_has_been_told_is_not_looked_at_again(office: Any) -> None:
    office.receive()
    asked: list[str] = []
    with opened(office.root / "stories") as book:
        book.connection.set_trace_callback(asked.append)
        assert Receipts(book).wanting() == ()
        book.connection.set_trace_callback(None)
        plans = [row["detail"] for question in asked for row in book.connection.execute(f"EXPLAIN QUERY PLAN {question}")]
    assert any("submissions_untold" in each for each in plans)
    assert not [each for each in plans if each in ("SCAN s", "SCAN submissions")]


def test_what_changed_and_changed_back_is_no_news(office: Any) -> None:
    office.receive()
    with opened(office.root / "stories") as book:
        with book.connection:
            book.connection.execute("UPDATE stories SET withdrawn = 1")
        assert [each.news for each in Receipts(book).wanting()] == ["filed"]
        with book.connection:
            book.connection.execute("UPDATE stories SET withdrawn = 0")
        assert Receipts(book).wanting() == ()
        with book.connection:
            book.connection.execute("DELETE FROM stories")
        assert [each.news for each in Receipts(book).wanting()] == ["filed"]
