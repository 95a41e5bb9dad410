"""A mail on its whole way into a story: what it says beside the story, who wrote it first, and what is left off."""

import datetime as dt
import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from bulletin.archive.filing import Piece
from bulletin.house.plan import IssuePlan
from bulletin.house.rules import Branch, House, Masthead, SectionRule
from bulletin.intake.folder import Bundle
from bulletin.intake.opening import open_bundle
from bulletin.production.taking import edited
from bulletin.queries import Marked
from bulletin.records.story import Block, Paragraph, plain

EAST, WEST = "east@bank.example", "west@bank.example"
TEXT = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好，支行将把这项工作长期坚持下去。"
Came = Callable[..., Marked[tuple[Piece, ...]]]


@pytest.fixture
def came(tmp_path: Path) -> Came:
    """What becomes of a mail of the east branch."""
    house = House(
        root=tmp_path,
        publication=Masthead(slug="kan", name="澄报"),
        sections=(SectionRule(name="服务动态"),),
        branches=(Branch(name="东门支行", senders=(EAST,)), Branch(name="西门支行", senders=(WEST,))),
    )

    def taken(subject: str, text: str, word: str = "") -> Marked[tuple[Piece, ...]]:
        mail = EmailMessage()
        mail["From"], mail["Subject"], mail["Date"] = EAST, subject, "Mon, 04 Dec 2023 09:12:33 +0800"
        mail.set_content(text)
        if word:
            mail.add_attachment(_written(word), "application", "octet-stream", filename="稿件.docx")
        path = tmp_path / "a.eml"
        path.write_bytes(bytes(mail))
        plan = IssuePlan(id="2024-1", label="2024年第1期", date=dt.date(2024, 1, 15))
        return edited(open_bundle(Bundle("a.eml", (path,)), house), Marked(plan), house)

    return taken


def _written(title: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(title, style="Title")
    document.add_paragraph(TEXT)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _texts(body: tuple[Block, ...]) -> list[str]:
    return [plain(block.spans) for block in body if isinstance(block, Paragraph)]


def test_who_wrote_a_story_may_stand_in_the_mail_alone(came: Came) -> None:
    (piece,) = came("投稿", "作者：王小波……如有字数限制可删去最后一段", "支行学习服务规范").value
    assert piece.copy.value.story.authors == ("王小波",)
    assert "可删去最后一段" in next(each.message for each in piece.copy.queries if each.check == "sender-asks")


@pytest.mark.parametrize(
    ("note", "corrects"),
    [
        ("各位老师：昨天的稿子有误，请以此稿为准。", True),
        ("昨天发的那篇作废。", True),
        ("请替换上次发的稿件。", True),
        ("This replaces the earlier version.", True),
        ("字数以附件说明的要求为限，标题请以编辑意见为准。", False),
        ("上次的稿件收到了吗？", False),
    ],
)
def test_a_covering_note_may_say_that_its_story_takes_anothers_place(came: Came, note: str, corrects: bool) -> None:
    (piece,) = came("投稿", note, "支行学习服务规范").value
    assert piece.copy.value.corrects is corrects


def test_a_story_that_was_passed_on_is_its_first_writers_branchs(came: Came) -> None:
    passed = f"请查收。\n\n-----原始邮件-----\n发件人：<{WEST}>\n收件人：<{EAST}>\n主题：投稿\n\n大家学习服务规范\n{TEXT}"
    (piece,) = came("转发：投稿", passed).value
    assert piece.copy.value.story.branch == "西门支行"


@pytest.mark.parametrize("above", ["编辑您好，稿件正文如下：", "各位老师好！以下为我行稿件，请审阅。"])
def test_words_to_the_editor_around_a_mails_story_come_off(came: Came, above: str) -> None:
    (piece,) = came("投稿", f"{above}\n\n大家学习服务规范\n{TEXT}\n\n以上稿件请审阅，谢谢。").value
    story = piece.copy.value.story
    assert (story.title, _texts(story.body)) == ("大家学习服务规范", [TEXT])


def test_an_english_mail_begins_with_its_title(came: Came) -> None:
    text = "Staff of the branch spent Saturday morning at the town hall. More than forty people came and stayed to ask about fraud."
    (piece,) = came("Submission of December", f"A morning at the counter\n\n{text}").value
    assert (piece.copy.value.story.title, _texts(piece.copy.value.story.body)) == ("A morning at the counter", [text])
