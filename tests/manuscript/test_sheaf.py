"""Of one submission every manuscript is found, with its pictures, and every file that is none is named."""

import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulletin.manuscript.sheaf import read
from bulletin.queries import Marked, Weight
from bulletin.records.manuscript import Line, Manuscript
from bulletin.records.submission import Enclosure

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STORY = (
    "近日，支行收到客户赠送的一面锦旗，表扬该网点积极为群众办实事办好事，网点员工表示将继续提供高效便捷的金融服务，让更多客户感受到温度。"
)


@pytest.fixture
def story(make_docx: Any) -> bytes:
    return make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>")  # type: ignore[no-any-return]  # a fixture


def checks(reading: Marked[Any]) -> list[str]:
    return [each.check for each in reading.queries]


def text(manuscript: Manuscript) -> str:
    return "".join(passage.text for passage in manuscript.passages if isinstance(passage, Line))


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def test_a_word_file_goes_before_the_mails_text(make_submission: Any, story: bytes) -> None:
    reading = read(make_submission(Enclosure(name="稿.docx", data=story), body=[Enclosure(name="body.txt", data="请查收。".encode())]))
    assert [(each.file, each.kind, text(each)) for each in reading.value] == [("稿.docx", "word", "正文")]
    assert reading.queries == ()


def test_a_long_covering_note_is_named(make_submission: Any, story: bytes) -> None:
    reading = read(make_submission(Enclosure(name="稿.docx", data=story), body=[Enclosure(name="body.txt", data=STORY.encode())]))
    assert checks(reading) == ["left-alone"]


def test_a_file_is_judged_by_its_content(make_submission: Any, story: bytes) -> None:
    reading = read(make_submission(Enclosure(name="稿.doc", data=story)))
    assert [each.kind for each in reading.value] == ["word"]


def test_a_part_of_a_page_saved_as_text_is_read_as_a_page(make_submission: Any) -> None:
    (manuscript,) = read(make_submission(Enclosure(name="a.txt", data="<p>甲</p><p>乙</p>".encode()))).value
    assert (manuscript.kind, text(manuscript)) == ("html", "甲乙")


def test_a_story_in_the_mail_is_read_from_its_html_first(make_submission: Any) -> None:
    html = Enclosure(name="body.html", data=f"<p><b>题</b></p><p>{STORY}</p>".encode(), charset="utf-8")
    reading = read(make_submission(body=[Enclosure(name="body.txt", data=STORY.encode()), html]))
    assert [(each.file, each.kind) for each in reading.value] == [("mail.eml", "html")]


def test_a_story_in_a_plain_mail_is_read(make_submission: Any) -> None:
    reading = read(make_submission(body=[Enclosure(name="body.txt", data=STORY.encode("gb18030"), charset="gb2312")]))
    assert [(each.kind, text(each)) for each in reading.value] == [("text", STORY)]


def test_a_mails_plain_form_of_its_page_is_no_other_text(make_submission: Any) -> None:
    body = [Enclosure(name="body.html", data=f"<p>{STORY}</p>".encode()), Enclosure(name="body.txt", data=STORY.encode())]
    assert read(make_submission(body=body)).queries == ()


OTHER = (
    "西门支行组织员工到社区开展普惠金融宣传，向居民讲解存款保险、反假货币和个人信息保护的知识，居民踊跃提问，收获很大。员工表示将继续努力。"
)


def test_a_second_text_in_a_mail_is_a_story_of_its_own_where_it_has_a_title(make_submission: Any) -> None:
    second = f"西门支行走进社区\n{OTHER}"
    body = [Enclosure(name="body.txt", data=STORY.encode()), Enclosure(name="body-2.txt", data=second.encode())]
    reading = read(make_submission(body=body))
    assert [(each.file, text(each)) for each in reading.value] == [
        ("mail.eml", STORY),
        ("mail.eml (body-2.txt)", second.replace("\n", "")),
    ]


def test_a_further_text_without_a_title_goes_on_with_the_first(make_submission: Any, make_picture: Callable[..., bytes]) -> None:
    pictures = [Enclosure(name=f"{key}.jpg", data=make_picture(width), content_id=key) for key, width in (("a", 40), ("b", 60))]
    body = [
        Enclosure(name=f"body-{key}.html", data=f"<p>{words}<img src='cid:{key}'></p>".encode())
        for key, words in (("a", STORY), ("b", OTHER))
    ]
    reading = read(make_submission(*pictures, body=body))
    (manuscript,) = reading.value
    assert text(manuscript) == STORY + OTHER
    assert [line.position for line in manuscript.passages if isinstance(line, Line)] == [1, 2]
    assert [photo.name for photo in manuscript.photos.values()] == ["a.jpg", "b.jpg"]
    assert checks(reading) == ["several-stories"]


def test_a_further_text_too_short_for_a_story_is_named(make_submission: Any) -> None:
    body = [Enclosure(name="body.txt", data=STORY.encode()), Enclosure(name="body-2.txt", data="另有照片两张稍后再发。".encode())]
    assert checks(read(make_submission(body=body))) == ["not-carried-over"]


def test_a_story_in_the_mail_beside_a_file_that_is_another_is_taken_too(make_submission: Any, story: bytes) -> None:
    body = [Enclosure(name="body.txt", data=f"西门支行走进社区\n{OTHER}".encode())]
    reading = read(make_submission(Enclosure(name="投稿单.docx", data=story), body=body))
    assert [each.file for each in reading.value] == ["投稿单.docx", "mail.eml"]


def test_the_same_story_in_the_mail_and_in_its_file_is_one(make_submission: Any, make_docx: Any) -> None:
    paragraphs = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in ("西门支行走进社区", OTHER))
    body = [Enclosure(name="body.txt", data=f"西门支行走进社区\n{OTHER}".encode())]
    reading = read(make_submission(Enclosure(name="稿.docx", data=make_docx(paragraphs)), body=body))
    assert ([each.file for each in reading.value], reading.queries) == (["稿.docx"], ())


def test_beside_a_file_that_cannot_be_read_the_mails_note_is_no_story(make_submission: Any) -> None:
    reading = read(make_submission(Enclosure(name="稿.docx", data=b"junk"), body=[Enclosure(name="body.txt", data=OTHER.encode())]))
    assert (reading.value, checks(reading)) == ((), ["left-alone", "unreadable"])


@pytest.mark.parametrize("subject", ["转发：西门支行稿件", "Fw: 西门支行", "西门支行稿件"])
def test_a_story_passed_on_is_read_from_the_mail_that_was_passed_on(make_submission: Any, subject: str) -> None:
    forwarded = f"请查收。\n\n-----原始邮件-----\n发件人：西门支行\n收件人：综合部\n主题：稿件\n\n西门支行走进社区\n{OTHER}"
    submission = make_submission(body=[Enclosure(name="body.txt", data=forwarded.encode())]).model_copy(update={"subject": subject})
    reading = read(submission)
    assert [text(each) for each in reading.value] == [f"西门支行走进社区{OTHER}"]
    assert checks(reading) == ["left-alone"]


def test_what_an_answer_quotes_is_no_story(make_submission: Any) -> None:
    answer = f"已收到。\n\n-----原始邮件-----\n发件人：编辑部\n\n{OTHER}"
    submission = make_submission(body=[Enclosure(name="body.txt", data=answer.encode())]).model_copy(update={"subject": "回复：约稿"})
    assert checks(read(submission)) == ["nothing-to-publish"]


def test_pictures_of_a_mails_signature_do_not_lie_beside_its_story(make_submission: Any, make_picture: Callable[..., bytes]) -> None:
    html = f"<p>{STORY}</p><p><img src='cid:a'></p><div class=gmail_signature><img src='cid:logo'></div>".encode()
    pictures = [Enclosure(name=f"{key}.jpg", data=make_picture(), content_id=key) for key in ("a", "logo")] + [
        Enclosure(name="b.jpg", data=make_picture())
    ]
    (manuscript,) = read(make_submission(*pictures, body=[Enclosure(name="body.html", data=html)])).value
    assert [photo.name for photo in manuscript.photos.values()] == ["a.jpg"]
    assert [photo.name for photo in manuscript.beside] == ["b.jpg"]


def test_pictures_alone_are_a_manuscript_of_photos_in_order(make_submission: Any, make_picture: Callable[..., bytes]) -> None:
    pictures = [Enclosure(name=f"{name}.jpg", data=make_picture()) for name in ("德政", "环城")]
    (manuscript,) = read(make_submission(*pictures, body=[Enclosure(name="body.txt", data="照片两张。".encode())])).value
    assert (manuscript.kind, [photo.name for photo in manuscript.beside]) == ("photos", ["德政.jpg", "环城.jpg"])


def test_a_submission_of_nothing_is_held(make_submission: Any) -> None:
    assert checks(read(make_submission(body=[Enclosure(name="body.txt", data=b"\n")]))) == ["nothing-to-publish"]


def test_a_mail_with_a_short_text_is_held_for_its_shortness(make_submission: Any) -> None:
    (held,) = read(make_submission(body=[Enclosure(name="body.txt", data="支行昨日收到锦旗一面。".encode())])).queries
    assert (held.check, held.weight) == ("nothing-to-publish", Weight.HOLD)
    assert "too short" in held.message
    assert "支行昨日收到锦旗一面。" in held.message


def test_pictures_that_cannot_be_read_are_nothing(make_submission: Any) -> None:
    assert checks(read(make_submission(Enclosure(name="a.jpg", data=b"\xff\xd8\xffx")))) == ["picture-unreadable", "nothing-to-publish"]


def test_pictures_beside_the_only_manuscript_are_its_own(make_submission: Any, story: bytes, make_picture: Callable[..., bytes]) -> None:
    (manuscript,) = read(make_submission(Enclosure(name="稿.docx", data=story), Enclosure(name="现场.jpg", data=make_picture()))).value
    assert [photo.name for photo in manuscript.beside] == ["现场.jpg"]


def test_a_small_emblem_in_a_covering_note_is_left_out(make_submission: Any, story: bytes, make_picture: Callable[..., bytes]) -> None:
    note = Enclosure(name="body.html", data=b"<p>hi<img src='cid:logo'></p>")
    reading = read(
        make_submission(Enclosure(name="稿.docx", data=story), Enclosure(name="l.png", data=make_picture(), content_id="logo"), body=[note])
    )
    assert (reading.value[0].beside, checks(reading)) == ((), ["left-alone"])


def test_a_picture_that_markdown_names_is_used_in_its_place(make_submission: Any, make_picture: Callable[..., bytes]) -> None:
    (manuscript,) = read(
        make_submission(Enclosure(name="a.md", data="文\n\n![现场](a.jpg)".encode()), Enclosure(name="a.jpg", data=make_picture()))
    ).value
    assert (len(manuscript.photos), manuscript.beside) == (1, ())


def test_with_several_manuscripts_a_picture_goes_by_name_then_by_folder(
    make_submission: Any, story: bytes, make_picture: Callable[..., bytes]
) -> None:
    reading = read(
        make_submission(
            Enclosure(name="甲.docx", data=story, folder="一"),
            Enclosure(name="乙.docx", data=story, folder="二"),
            Enclosure(name="乙1.jpg", data=make_picture(), folder="一"),
            Enclosure(name="现场.jpg", data=make_picture(), folder="二"),
            Enclosure(name="不明.jpg", data=make_picture()),
        )
    )
    assert [[photo.name for photo in each.beside] for each in reading.value] == [["不明.jpg"], ["乙1.jpg", "现场.jpg"]]
    assert [(each.check, each.place.file) for each in reading.queries] == [("picture-astray", "不明.jpg")]


@pytest.mark.parametrize(
    ("name", "data", "check", "says"),
    [
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        ("a.docx", OLE + b"\x00" * 512, "encrypted", "password"),
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), "unreadable", "spreadsheet"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 100, "unreadable", "cut off"),
        ("a.docx", zipped("xl/workbook.xml"), "unreadable", "spreadsheet"),
        ("a.docx", zipped("ppt/presentation.xml"), "unreadable", "presentation"),
        ("a.doc", b"%PDF-1.4", "unreadable", "PDF"),
        ("a.docx", b"", "unreadable", "empty"),
        ("a.docx", b"junk", "unreadable", "not known"),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related; x", "unreadable", "web archive"),
        ("a.pdf", b"%PDF-1.4", "unreadable", "PDF"),
    ],
)
def test_what_is_no_manuscript_is_held_with_its_own_sentence(make_submission: Any, name: str, data: bytes, check: str, says: str) -> None:
    reading = read(make_submission(Enclosure(name=name, data=data)))
    assert reading.value == ()
    assert [(each.check, each.weight, each.place.file) for each in reading.queries] == [(check, Weight.HOLD, name)]
    assert says in reading.queries[0].message


def test_a_table_beside_the_story_does_not_hold_it(make_submission: Any, story: bytes) -> None:
    reading = read(make_submission(Enclosure(name="稿.docx", data=story), Enclosure(name="附表.xlsx", data=zipped("xl/workbook.xml"))))
    assert (len(reading.value), checks(reading), reading.held) == (1, ["attachment-left-out"], False)


@pytest.mark.parametrize("data", [OLE + "WordDocument".encode("utf-16-le"), b"{\\rtf1 x}", zipped("mimetype", "content.xml")])
def test_without_libreoffice_an_old_file_is_held_with_the_remedy(
    make_submission: Any, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setenv("PATH", "")
    reading = read(make_submission(Enclosure(name="a.doc", data=data)))
    assert checks(reading) == ["converter-missing"]
    assert ".docx" in reading.queries[0].remedy


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called soffice on the path."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def test_an_old_file_is_read_through_libreoffice(
    make_submission: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, story: bytes
) -> None:
    (tmp_path / "converted.docx").write_bytes(story)
    stand_in(
        tmp_path, f'while [ "$1" != --outdir ]; do shift; done; mkdir "$2" && cp {tmp_path}/converted.docx "$2/source.docx"', monkeypatch
    )
    reading = read(make_submission(Enclosure(name="a.doc", data=OLE + "WordDocument".encode("utf-16-le"))))
    assert [(each.file, text(each)) for each in reading.value] == [("a.doc", "正文")]


def test_a_file_that_libreoffice_cannot_read_is_held(make_submission: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(tmp_path, "exit 1", monkeypatch)
    reading = read(make_submission(Enclosure(name="a.doc", data=OLE + "WordDocument".encode("utf-16-le"))))
    assert checks(reading) == ["unreadable"]


def test_libreoffice_is_ended_with_its_children_when_its_time_is_up(
    make_submission: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bulletin.manuscript.convert._SECONDS", 0.3)
    stand_in(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait", monkeypatch)
    reading = read(make_submission(Enclosure(name="a.doc", data=OLE + "WordDocument".encode("utf-16-le"))))
    assert checks(reading) == ["unreadable"]
    status = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    assert not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_one_bad_file_does_not_stop_the_others(make_submission: Any, story: bytes) -> None:
    reading = read(make_submission(Enclosure(name="坏.docx", data=story[:200]), Enclosure(name="好.docx", data=story)))
    assert [each.file for each in reading.value] == ["好.docx"]
    assert checks(reading) == ["unreadable"]
