"""What a covering note states of a story is used: who made it, and what its pictures show."""

from collections.abc import Callable
from typing import Any

import pytest

from bulletin.copydesk.note import captions_in, read_note
from bulletin.house.rules import House
from bulletin.queries import Marked
from bulletin.records.manuscript import Art, Line, Photo, Run
from bulletin.records.story import Copy, Story

BODY = "近日，支行组织全体员工学习服务规范，逐条对照检查，找出不足之处并逐一改进，客户反映良好。"
STORY = (Line(runs=(Run(text="临江支行改进服务"),), outline=0, position=1), Line(runs=(Run(text=BODY),), position=2))


def captions(story: Story) -> list[str]:
    return [picture.caption for picture in story.pictures]


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("作者：王小波……如有字数限制可删去最后一段", {"authors": ("王小波",)}),
        ("作者：王小波 摄影：李明", {"authors": ("王小波",), "photographers": ("李明",)}),
        ("稿件的作者是李明，照片由王芳拍摄", {"authors": ("李明",), "photographers": ("王芳",)}),
        ("栏目：服务故事\n单位：梧桐支行", {"section": "服务故事", "branch": "梧桐支行"}),
        ("The author is Wang Xiaobo. Photos by Li Ming.", {"authors": ("Wang Xiaobo",), "photographers": ("Li Ming",)}),
        ("请把第二段的‘张行长’改成‘张副行长’", {}),
        ("请领导审阅\n梧桐支行 王丽", {}),
    ],
)
def test_what_a_note_states_is_read(house: House, note: str, stated: dict[str, Any]) -> None:
    said = read_note(note, house).model_dump()
    assert {name: value for name, value in said.items() if value} == stated


@pytest.mark.parametrize(
    ("note", "given"),
    [
        ("图1：柜员小林帮助老人填单 图2：经理讲解", [(1, "", "柜员小林帮助老人填单"), (2, "", "经理讲解")]),
        ("照片一：比赛现场；照片二：颁奖合影。谢谢！", [(1, "", "比赛现场"), (2, "", "颁奖合影")]),
        ("第一张照片是比赛现场，\n第二张为颁奖合影", [(1, "", "比赛现场"), (2, "", "颁奖合影")]),
        ("照片说明：\n1. 比赛现场\n2、颁奖合影", [(1, "", "比赛现场"), (2, "", "颁奖合影")]),
        ("IMG_01.jpg：比赛现场", [(0, "IMG_01.jpg", "比赛现场")]),
        ("Photo 1: a clerk helps an old man", [(1, "", "a clerk helps an old man")]),
        ("图1、图2请放在文末", []),
        ("照片2：请删去", []),
        ("照片3张", []),
    ],
)
def test_captions_in_a_note_are_read(note: str, given: list[tuple[int, str, str]]) -> None:
    assert [(each.number, each.file, each.text) for each in captions_in(note)] == given


def test_a_note_says_who_wrote_a_story_that_does_not_say_so(story_of: Callable[..., Story]) -> None:
    assert story_of(*STORY, covering="作者：王小波").authors == ("王小波",)


def test_what_the_story_says_itself_goes_before_the_note(story_of: Callable[..., Story]) -> None:
    byline = Line(runs=(Run(text="临江支行 李明"),), position=2)
    assert story_of(STORY[0], byline, STORY[1], covering="作者：王小波").authors == ("李明",)


def test_the_notes_captions_stand_under_the_pictures_of_their_numbers(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    pictures = [Line(runs=(Art(photo=key),), position=at) for at, key in enumerate("ab", start=3)]
    photos = {"a": photo("image1.jpeg"), "b": photo("image2.jpeg", b"\xff\xd8\xff2")}
    story = story_of(*STORY, *pictures, photos=photos, covering="图1：比赛现场 图2：颁奖合影")
    assert captions(story) == ["比赛现场", "颁奖合影"]


def test_a_files_own_number_goes_before_its_place(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    beside = (photo("照片2.jpg"), photo("照片1.jpg", b"\xff\xd8\xff2"))
    assert captions(story_of(*STORY, beside=beside, covering="照片1：比赛现场 照片2：颁奖合影")) == ["颁奖合影", "比赛现场"]


def test_a_files_name_finds_its_picture(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    beside = (photo("IMG_01.jpg"), photo("IMG_02.jpg", b"\xff\xd8\xff2"))
    assert captions(story_of(*STORY, beside=beside, covering="img_02.jpg：颁奖合影")) == ["", "颁奖合影"]


def test_a_caption_of_the_text_is_kept(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    picture = Line(runs=(Art(photo="a", caption="比赛现场"),), position=3)
    assert captions(story_of(*STORY, picture, photos={"a": photo()}, covering="图1：颁奖合影")) == ["比赛现场"]


def test_a_caption_whose_picture_did_not_come_is_kept_and_asked_about(edited: Callable[..., Marked[Copy | None]]) -> None:
    reading = edited(*STORY, covering="图1：比赛现场")
    assert reading.value is not None
    assert reading.value.story.captions == ("比赛现场",)
    assert "picture-missing" in [each.check for each in reading.queries]


def test_the_notes_captions_hang_with_a_gallerys_photos(story_of: Callable[..., Story], photo: Callable[..., Photo]) -> None:
    beside = (photo("IMG_01.jpg"), photo("IMG_02.jpg", b"\xff\xd8\xff2"))
    said = {
        "kind": "photos",
        "beside": beside,
        "covering": "照片1：比赛现场，摄影：李明",
        "subject": "活动剪影",
        "sender": "first@bank.example.com",
    }
    story = story_of(galleries=("各行活动剪影",), **said)
    assert (captions(story), story.photographers) == (["比赛现场", "第一"], ("李明",))
