"""A receipt as its reader's program shows it, and as it goes over the wire."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.correspondence.letter import signed, write
from bulletin.house.mail import Mail
from bulletin.house.rules import House, Masthead, SectionRule
from bulletin.queries import ReceiptError, query
from bulletin.records.receipt import FiledStory, Kind, Receipt

NOON = dt.datetime(2024, 1, 5, 12, tzinfo=dt.UTC)


def house(root: Path = Path("/publication"), **mail: Any) -> House:
    return House(
        root=root,
        publication=Masthead(slug="kan", name="澄报", publisher="运行管理部"),
        sections=(SectionRule(name="服务动态"),),
        mail=Mail.model_validate({"from": "澄报编辑部 <editors@bank.example>", **mail}),
    )


def receipt(kind: Kind = "filed", **fields: Any) -> Receipt:
    given: dict[str, Any] = {
        "kind": kind,
        "number": 12,
        "name": "2024-01-05.eml",
        "to": "east@bank.example",
        "branch": "东门支行",
        "subject": "投稿：雨中送伞",
        "answers": "<1@mail.example>",
        "message_id": "<receipt.12.1.abc@bank.example>",
        "date": NOON,
        "received": NOON,
        "stories": (FiledStory(title="雨中送伞，暖了归途", section="服务动态", issue="2024年第1期"),),
        "earlier": "投稿",
        "earlier_day": dt.date(2024, 1, 3),
    }
    return Receipt.model_validate({**given, **fields})


def read(data: bytes) -> EmailMessage:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text(kind: Kind = "filed", language: str = "en", **fields: Any) -> str:
    return body(write(receipt(kind, **fields), house(language=language)))


def body(data: bytes) -> str:
    """What a reader's program shows; a mail's lines end with CRLF."""
    return str(read(data).get_content()).replace("\r\n", "\n")


def test_its_head_answers_the_senders_mail_and_is_marked_as_automatic() -> None:
    mail = read(write(receipt(), house()))
    assert str(mail["From"]) == "澄报编辑部 <editors@bank.example>"
    assert str(mail["To"]) == "east@bank.example"
    assert str(mail["Subject"]) == "Re: 投稿：雨中送伞"
    assert mail["In-Reply-To"] == mail["References"] == "<1@mail.example>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["Message-ID"] == "<receipt.12.1.abc@bank.example>"
    assert mail["Date"].datetime == NOON
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"


@pytest.mark.parametrize("said", ["Re: 投稿", "回复：投稿", "RE: re:回复: 投稿", "答复：投稿"])
def test_an_answer_to_an_answer_begins_with_one_re(said: str) -> None:
    assert str(read(write(receipt(subject=said), house()))["Subject"]) == "Re: 投稿"


def test_a_mail_without_a_subject_is_answered_too() -> None:
    assert str(read(write(receipt(subject=""), house(language="en")))["Subject"]) == "Re: (no subject)"


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_there_is_a_letter_of_every_kind_in_both_languages(kind: Kind, language: str) -> None:
    said = text(kind, language)
    assert "澄报 · 运行管理部" in said
    assert "12" in said
    assert "\n\n\n" not in said
    assert said.strip() == said[:-1]
    assert any("一" <= letter <= "鿿" for letter in said.replace("澄报 · 运行管理部", "").replace("东门支行", "")) or language == "en"


def test_a_filed_one_names_title_section_and_issue() -> None:
    said = text()
    assert "Title: 雨中送伞，暖了归途\nSection: 服务动态\nIssue: 2024年第1期\n" in said
    assert "nothing need be sent again" in said


def test_a_story_that_is_in_no_section_names_none() -> None:
    assert "Section" not in text(stories=(FiledStory(title="雨", section=None, issue="第1期"),))


def test_a_filed_one_asks_in_the_senders_words_what_the_editor_is_asked() -> None:
    found = (query("uncaptioned-picture", "报告.docx", "the picture has no caption", "Write it into story.md."),)
    said = text(stories=(FiledStory(title="雨", section="服务动态", issue="第1期", queries=found),))
    assert "1. A picture has no caption.\n→ Write under it, in one sentence" in said
    assert "(报告.docx)" in said
    assert "story.md" not in said
    assert "please send the whole story again" in said


def test_a_hold_on_a_story_is_told_first_and_as_what_it_is() -> None:
    found = (query("uncaptioned-picture", "a", "", ""), query("identity-number", "stories/2024-1/雨/story.md", "", ""))
    said = text(stories=(FiledStory(title="雨", section="服务动态", issue="第1期", queries=found),))
    assert "1. There is what looks like an identity card number in it." in said
    assert "It cannot be printed before that." in said


def test_a_held_one_says_why_and_what_helps() -> None:
    said = text("held", stories=(), queries=(query("encrypted", "2024-01-05.eml", "for the editor", "for the editor"),))
    assert "cannot be used yet" in said
    assert "1. A file is protected by a password.\n→ Save it without a password and send it again.\n\n" in said
    assert "2024-01-05.eml" not in said, "the sender does not know what his mail is called here"
    assert "nothing is lost" in said


def test_a_held_one_that_waits_for_the_editor_asks_for_nothing() -> None:
    for found in ((), (query("edited-by-hand", "stories/2024-1/雨/story.md", "", ""),)):
        assert "send it again then" not in text("held", stories=(), queries=found)


def test_a_duplicate_names_the_day_of_the_first() -> None:
    assert "had arrived before (2024-01-03, “投稿”)" in text("duplicate")
    assert "1月3日" in text("duplicate", "zh-CN")


def test_an_older_version_that_comes_late_is_told_as_such() -> None:
    assert "newer version" in text("duplicate", queries=(query("superseded", "a", "", ""),))


def test_a_line_break_in_a_subject_makes_no_header() -> None:
    mail = read(write(receipt(subject="投稿\r\nBcc: all@bank.example\r\n\r\nbody"), house()))
    assert mail["Bcc"] is None
    assert str(mail["Subject"]) == "Re: 投稿 Bcc: all@bank.example body"


@pytest.mark.parametrize("answers", [None, "", "no brackets", "<a b@c>", "<a@b>\r\nBcc: <x@y>", "<行@b>"])
def test_an_identifier_that_is_none_is_not_repeated(answers: str | None) -> None:
    mail = read(write(receipt(answers=answers), house()))
    assert mail["In-Reply-To"] is None
    assert mail["Bcc"] is None


def test_a_long_identifier_is_repeated_letter_for_letter() -> None:
    long = f"<{'x' * 300}@mail.example>"
    assert f"In-Reply-To: {long}\r\n".encode() in write(receipt(answers=long), house())


def test_what_stands_in_a_title_is_no_template() -> None:
    assert "{{ 7 * 7 }}" in text(stories=(FiledStory(title="{{ 7 * 7 }}", section=None, issue="第1期"),))


def test_a_receipt_without_a_sender_is_signed_when_it_is_sent() -> None:
    nameless = House.model_validate({**dict(house()), "mail": Mail()})
    mail = write(receipt(), nameless)
    assert read(mail)["From"] is None
    assert signed(mail, nameless) == mail
    assert str(read(signed(mail, house()))["From"]) == "澄报编辑部 <editors@bank.example>"
    assert read(signed(mail, house())).get_content() == read(mail).get_content()
    assert signed(signed(mail, house()), house()) == signed(mail, house())


@given(subject=st.text(max_size=300), title=st.text(min_size=1, max_size=80), answers=st.text(max_size=40) | st.just("<1@mail.example>"))
def test_whatever_a_branch_writes_it_is_answered_by_one_plain_mail(subject: str, title: str, answers: str) -> None:
    data = write(receipt(subject=subject, answers=answers, stories=(FiledStory(title=title, section=None, issue="第1期"),)), house())
    assert data.isascii()
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    mail = read(data)
    assert not mail.defects
    for name in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"):
        assert len(mail.get_all(name, [])) == 1
    assert str(mail["To"]) == "east@bank.example"
    assert "澄报" in mail.get_content()


# --- a publication's own templates -----------------------------------------------------------------------------------------------


def own(tmp_path: Path, name: str, template: str) -> House:
    (tmp_path / "receipts").mkdir(exist_ok=True)
    (tmp_path / "receipts" / name).write_text(template, "utf-8")
    return house(tmp_path, language="en")


def test_a_publication_says_it_in_its_own_words(tmp_path: Path) -> None:
    house = own(tmp_path, "filed.txt", "{% for story in stories %}收到《{{ story.title }}》{% endfor %}\n")
    assert body(write(receipt(), house)) == "收到《雨中送伞，暖了归途》\n"


def test_a_publication_may_change_the_frame_alone(tmp_path: Path) -> None:
    house = own(tmp_path, "letter.txt", "\ufeffHello.\n{% block body %}{% endblock %}\nBye.\n")
    said = body(write(receipt("duplicate"), house))
    assert said.startswith("Hello.")
    assert "had arrived before" in said


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("one\n{% if %}\n", 2),
        ("one\ntwo\n{{ nobody }}\n", 3),
        ("{{ stories[0].author }}", 1),
        ("{{ 1 / 0 }}", 1),
        ("{{ subject.__class__.__mro__ }}", 1),
        ("{{ ''.join(stories) }}", 1),
    ],
)
def test_a_broken_template_is_told_with_its_line(tmp_path: Path, template: str, line: int) -> None:
    with pytest.raises(ReceiptError, match="template of a receipt is broken") as caught:
        write(receipt(), own(tmp_path, "filed.txt", template))
    assert caught.value.file == str(tmp_path / "receipts" / "filed.txt")
    assert caught.value.line == line


def test_a_template_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "bulletin.toml").write_text("secret", "utf-8")
    with pytest.raises(ReceiptError, match="no template"):
        write(receipt(), own(tmp_path, "filed.txt", '{% include "../bulletin.toml" %}'))
