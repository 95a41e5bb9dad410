"""What Word leaves of its own in a page never stands in the story: notes are notes there, too, and comments are the editor's."""

from typing import Any

import pytest

from bulletin.manuscript import page, webarchive
from bulletin.manuscript.pool import Pool
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript, Run

NOTED = "<a style='mso-{0}-id:{1}' href='#_{1}'><span class=MsoFootnoteReference>[9]</span></a>"
LISTED = "<div style='mso-element:{0}-list'><hr><div style='mso-element:{0}' id={1}><p>" + NOTED + " {2}</p></div></div>"
COMMENTED = "<a style='mso-comment-reference:W_1'>三</a><span class=MsoCommentReference><a class=msocomAnchor>[W1]</a></span>"
COMMENT = (
    "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><div class=msocomtxt>"
    "<span style='mso-comment-author:\"Wang\"'><p><a class=msocomAnchor>[W1]</a>请核</p></span></div></div></div>"
)


def read(html: str) -> Marked[Manuscript]:
    return page.read("a.htm", f"<html><body>{html}</body></html>".encode(), Pool(()))


def texts(reading: Marked[Manuscript]) -> list[str]:
    return [each.text for each in reading.value.passages if isinstance(each, Line)]


def asked(reading: Marked[Manuscript]) -> list[str]:
    return [each.check for each in reading.queries]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_the_notes_of_a_page_of_words_are_notes(kind: str) -> None:
    reading = read(f"<p>正文{NOTED.format(kind, 'n1')}。</p>" + LISTED.format(kind, "n1", "注文"))
    assert (texts(reading), reading.value.notes, reading.queries) == (["正文[1]。"], ("注文",), ())
    (line,) = reading.value.passages
    assert isinstance(line, Line)
    assert [run.text for run in line.runs if isinstance(run, Run) and run.script == "super"] == ["[1]"]


def test_notes_are_listed_in_the_order_of_their_marks() -> None:
    body = f"<p>甲{NOTED.format('endnote', 'e1')}乙{NOTED.format('footnote', 'f1')}</p>"
    reading = read(body + LISTED.format("footnote", "f1", "脚注") + LISTED.format("endnote", "e1", "尾注"))
    assert (texts(reading), reading.value.notes) == (["甲[1]乙[2]"], ("尾注", "脚注"))


def test_a_note_without_a_mark_is_kept_and_a_mark_without_a_note_stays_as_it_is() -> None:
    reading = read(f"<p>甲{NOTED.format('footnote', 'f7')}</p>" + LISTED.format("footnote", "f1", "脚注"))
    assert (texts(reading), reading.value.notes) == (["甲[9]"], ("脚注",))


def test_the_comments_of_a_page_of_words_are_listed_and_never_part_of_the_text() -> None:
    reading = read(f"<p>第{COMMENTED}次</p>" + COMMENT)
    assert (texts(reading), reading.value.comments, asked(reading)) == (["第三次"], ("Wang: 请核",), ["comment"])
    assert "“三”" in reading.queries[0].message


def test_the_changes_of_a_page_of_words_are_accepted() -> None:
    reading = read("<p>甲<span class=msoDel><del>删</del></span>乙<span class=msoIns><ins>增</ins></span>丙</p>")
    assert (texts(reading), asked(reading)) == (["甲乙增丙"], ["tracked-changes"])


def test_what_an_author_struck_through_is_still_asked_about() -> None:
    assert asked(read("<p>甲<del>乙</del></p>")) == ["not-carried-over"]


def test_the_headers_beside_a_page_of_words_are_named(make_submission: Any) -> None:
    part = "--b\nContent-Type: text/html; charset=utf-8\n\n{}\n"
    header = "<div style='mso-element:header'><p>支行简报</p></div><div style='mso-element:footer'><p>- 1 -</p></div>"
    data = "Content-Type: multipart/related; boundary=b\n\n" + part.format("<p>正文</p>") + part.format(header) + "--b--\n"
    reading = webarchive.read("a.mht", data.encode())
    assert (texts(reading), [each.place.text for each in reading.queries]) == (["正文"], ["支行简报"])
