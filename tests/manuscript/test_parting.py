"""One text that holds several stories is taken apart where that is beyond doubt."""

from collections.abc import Callable

import pytest

from bulletin.manuscript import page, plaintext
from bulletin.manuscript.parting import part
from bulletin.manuscript.pool import Pool
from bulletin.queries import Marked
from bulletin.records.manuscript import Line, Manuscript
from bulletin.records.submission import Enclosure

FIRST = "近日，天河支行收到客户赠送的一面锦旗，表扬该网点积极为群众办实事办好事，员工表示将继续提供高效便捷的金融服务，让客户感受到温度。"
SECOND = "西门支行组织员工到社区开展普惠金融宣传，向居民讲解存款保险、反假货币和个人信息保护的知识，居民踊跃提问，收获很大，活动受到好评。"


def parted(text: str, *, mail: bool = True) -> Marked[tuple[Manuscript, ...]]:
    return part(plaintext.read("mail.eml", text.encode()).value, mail=mail)


def texts(reading: Marked[tuple[Manuscript, ...]]) -> list[list[str]]:
    return [[passage.text for passage in each.passages if isinstance(passage, Line)] for each in reading.value]


def checks(reading: Marked[tuple[Manuscript, ...]]) -> list[str]:
    return [each.check for each in reading.queries]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("稿件一：", "稿件二："),
        ("【稿件1】", "【稿件2】"),
        ("稿件①\n", "稿件②\n"),
        ("第一篇：", "第二篇："),
        ("（投稿一）\n", "（投稿二）\n"),
    ],
)
def test_numbered_stories_are_taken_apart_without_their_labels(one: str, two: str) -> None:
    reading = parted(f"{one}天河支行获锦旗\n{FIRST}\n{two}西门支行进社区\n{SECOND}", mail=False)
    assert texts(reading) == [["天河支行获锦旗", FIRST], ["西门支行进社区", SECOND]]
    assert [each.file for each in reading.value] == ["mail.eml", "mail.eml [2]"]
    assert checks(reading) == ["several-stories"]


def test_each_form_of_a_mail_is_a_story_with_its_rows() -> None:
    reading = parted(f"栏目：动态\n标题：天河支行获锦旗\n{FIRST}\n栏目：服务\n标题：西门支行进社区\n{SECOND}")
    assert [each[:2] for each in texts(reading)] == [["栏目：动态", "标题：天河支行获锦旗"], ["栏目：服务", "标题：西门支行进社区"]]


@pytest.mark.parametrize("rule", ["----------", "＝＝＝＝＝＝", "* * * *", "————————"])
def test_rules_part_pieces_that_each_have_a_title(rule: str) -> None:
    text = f"天河支行获锦旗\n{FIRST}\n{rule}\n西门支行进社区\n{SECOND}"
    assert texts(parted(text)) == [["天河支行获锦旗", FIRST], ["西门支行进社区", SECOND]]
    assert len(parted(text, mail=False).value) == 1


def test_rules_between_pieces_without_titles_are_a_query() -> None:
    reading = parted(f"天河支行获锦旗\n{FIRST}\n--------\n{SECOND}")
    assert (len(reading.value), checks(reading)) == (1, ["several-stories"])


@pytest.mark.parametrize(
    "text",
    [
        f"天河支行获锦旗\n{FIRST}\n--------\n张三",
        f"天河支行获锦旗\n{FIRST}\n稿件二：见附件",
        f"{FIRST}\n{SECOND}\n稿件一：甲\n{FIRST}\n稿件二：乙\n{SECOND}",
        f"稿件二：甲\n{FIRST}\n稿件三：乙\n{SECOND}",
        f"标题：天河支行获锦旗\n{FIRST}",
    ],
)
def test_what_is_not_beyond_doubt_stays_one_story(text: str) -> None:
    reading = parted(text)
    assert (len(reading.value), reading.queries) == (1, ())


def test_what_stands_above_the_stories_is_named() -> None:
    reading = parted(f"今发两篇。\n稿件一：甲\n{FIRST}\n稿件二：乙\n{SECOND}")
    assert "今发两篇。" in reading.queries[0].message


def test_each_story_keeps_its_own_pictures(make_picture: Callable[..., bytes]) -> None:
    pictures = [Enclosure(name=f"{key}.jpg", data=make_picture(), content_id=key) for key in "ab"]
    html = f"<p>天河支行获锦旗</p><p>{FIRST}</p><img src='cid:a'><hr><p>西门支行进社区</p><p>{SECOND}<img src='cid:b'></p>"
    reading = part(page.read("mail.eml", html.encode(), Pool(pictures), mail=True).value, mail=True)
    assert [[photo.name for photo in each.photos.values()] for each in reading.value] == [["a.jpg"], ["b.jpg"]]


def test_a_pages_rule_is_no_line_of_its_story() -> None:
    manuscript = page.read("a.html", f"<p>{FIRST}</p><hr><p>尾</p>".encode(), Pool(())).value
    assert texts(part(manuscript, mail=False)) == [[FIRST, "尾"]]
