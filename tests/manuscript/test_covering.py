"""What a mail says beside its story reaches the editor, in full; courtesies reach nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.manuscript.covering import is_message, note_in
from bulletin.manuscript.sheaf import read
from bulletin.queries import Marked
from bulletin.records.submission import Enclosure

LONG = "本文写的是去年冬天的事，人物用的都是真名，行里的同事已经看过；第二张照片里左起第三位是张行长，请在说明里写上他的名字。"


@pytest.fixture
def beside(make_submission: Any, make_docx: Any) -> Callable[..., Marked[Any]]:
    """What is read of a mail with this text and a Word file."""
    story = Enclosure(name="稿.docx", data=make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>"))

    def reading(text: str, name: str = "body.txt") -> Marked[Any]:
        return read(make_submission(story, body=[Enclosure(name=name, data=text.encode(), charset="utf-8")]))

    return reading


@pytest.mark.parametrize(
    "courtesy",
    [
        "请查收。",
        "附件为投稿，请查收，谢谢！",
        "老师好，稿件见附件。",
        "编辑老师您好：\n附件为我行投稿《雨夜送单，情暖人间》，请审阅采用。谢谢！\n青石桥支行 王丽\n2024年1月5日",
        "现报送我支行新闻稿一篇，照片3张，请查收！",
        "领导您好，附件是梧桐支行服务故事投稿，请领导审阅，辛苦了！",
        "Dear editor,\nplease find attached our story.\nBest regards,\nJohn Smith",
        "请查收。\n\n联系电话：020-00000000",
        "请查收。\n\n--\n综合部 林青\n本邮件及附件仅供收件人使用，如误收请删除。",
    ],
)
def test_a_courtesy_makes_no_noise(beside: Callable[..., Marked[Any]], courtesy: str) -> None:
    reading = beside(courtesy)
    assert (reading.queries, reading.value[0].covering) == ((), "")


@pytest.mark.parametrize(
    ("note", "check"),
    [
        ("作者：王小波", "left-alone"),
        ("稿件见附件，作者是王小波，请查收。", "left-alone"),
        ("图1：柜员小林帮助老人填单 图2：经理讲解反诈知识", "left-alone"),
        ("作者：王小波……如有字数限制可删去最后一段", "sender-asks"),
        ("请把第二段的‘张行长’改成‘张副行长’", "sender-asks"),
        ("照片稍后补发。", "sender-asks"),
        ("Please find attached our story. The author is Wang Xiaobo.", "left-alone"),
        ("Please change the headline before you print it.", "sender-asks"),
        (LONG, "left-alone"),
    ],
)
@pytest.mark.parametrize("page", [False, True])
def test_what_a_mail_says_beside_a_file_is_told_in_full(beside: Callable[..., Marked[Any]], note: str, check: str, page: bool) -> None:
    reading = beside(f"<p>您好！</p><p>{note}</p>" if page else note, "body.html" if page else "body.txt")
    (told,) = reading.queries
    assert told.check == check
    assert note in told.message
    assert note in reading.value[0].covering


def test_a_very_long_note_says_where_its_rest_lies(beside: Callable[..., Marked[Any]]) -> None:
    (told,) = beside("作者：王小波。" + LONG * 30).queries
    assert len(told.message) < 1000
    assert "the rest lies in the original" in told.message


def test_a_note_and_its_page_are_told_once(make_submission: Any, make_docx: Any) -> None:
    story = Enclosure(name="稿.docx", data=make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>"))
    body = [Enclosure(name="body.html", data="<p>作者：王小波</p>".encode()), Enclosure(name="body.txt", data="作者：王小波\n".encode())]
    assert len(read(make_submission(story, body=body)).queries) == 1


def test_a_note_in_a_mail_that_was_passed_on_is_told_too(beside: Callable[..., Marked[Any]]) -> None:
    (told,) = beside("请查收。\n\n-----原始邮件-----\n发件人：梧桐支行\n收件人：综合部\n主题：稿件\n\n作者：王小波").queries
    assert "作者：王小波" in told.message


def test_what_a_mail_says_of_photos_alone_is_told_too(make_submission: Any, make_picture: Callable[..., bytes]) -> None:
    photo = Enclosure(name="1.jpg", data=make_picture(400, 300))
    reading = read(make_submission(photo, body=[Enclosure(name="body.txt", data="图1：比赛现场".encode())]))
    assert [(each.kind, each.covering) for each in reading.value] == [("photos", "图1：比赛现场")]
    assert [each.check for each in reading.queries] == ["left-alone"]


def test_beside_what_cannot_be_read_the_note_is_told(make_submission: Any) -> None:
    reading = read(
        make_submission(Enclosure(name="稿.pdf", data=b"%PDF-1.7"), body=[Enclosure(name="body.txt", data="作者：王小波".encode())])
    )
    assert [each.check for each in reading.queries] == ["unreadable", "left-alone"]


def test_of_several_files_none_is_given_the_note(make_submission: Any, make_docx: Any) -> None:
    files = [Enclosure(name=f"{each}.docx", data=make_docx(f"<w:p><w:r><w:t>正文{each}</w:t></w:r></w:p>")) for each in "甲乙"]
    reading = read(make_submission(*files, body=[Enclosure(name="body.txt", data="作者：王小波".encode())]))
    assert [each.covering for each in reading.value] == ["", ""]
    assert [each.check for each in reading.queries] == ["left-alone"]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("撤稿", "编辑您好，我行的《雨夜送单》一文因故请不要刊登，谢谢！"),
        ("Re: 投稿", "更正：第三段的“3人”应为“5人”。"),
        ("申请", "请撤回我行昨天的稿件。"),
        ("Re: story", "Dear editor, please do not print our story of last week."),
        ("关于10月份简报的更正", "编辑部：我部10月份工作简报中“新增客户28户”应为“29户”，特此更正。"),
        ("更正", "编辑老师：标题里的“张行长”写错了，应为“章行长”，请改一下，麻烦您了。"),
    ],
)
def test_a_message_about_a_story_is_held_for_the_editor(make_submission: Any, subject: str, text: str) -> None:
    submission = make_submission(body=[Enclosure(name="body.txt", data=text.encode())]).model_copy(update={"subject": subject})
    reading = read(submission)
    assert reading.value == ()
    (held,) = reading.queries
    assert held.check == "message-to-editor"
    assert text in held.message


@pytest.mark.parametrize(
    "text",
    [
        "近日，支行撤销两台旧设备，改为智能柜台，客户办理业务更加方便，员工利用周末加班调试，赢得大家好评，支行将继续改进服务。",
        "作者是王小波",
        "请查收。",
        "",
    ],
)
def test_what_speaks_of_no_story_is_no_message(text: str) -> None:
    assert not is_message(text, "投稿")


@given(st.text(max_size=300))
def test_a_note_is_told_whole_or_not_at_all(text: str) -> None:
    lines = text.split("\n")
    assert note_in(lines) in ("", "\n".join(line.strip() for line in lines if line.strip()))
