"""Faces are counted where they can be recognised, and an editor hears of them where somebody should be asked."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from benchmarks.photos import face, photo, room
from bulletin.preflight.copy_pictures import Guests, Shot, check_shots, guests_of
from bulletin.preflight.faces import count_faces
from bulletin.preflight.looks import look_at
from bulletin.records.story import Block, Paragraph, Picture, Pictures, Span, Story


def shown(data: bytes, *, guests: Guests = "customers", name: str = "1.jpg", story: str = "a") -> Shot:
    return Shot("1", f"{story}/story.md", "标题", None, name, look_at(data), guests)


def told(shots: Sequence[Shot]) -> list[str]:
    return [each.message for each in check_shots(shots) if each.check == "faces-shown"]


@pytest.mark.parametrize("people", range(6))
@pytest.mark.parametrize("size", [(800, 600), (3000, 2000), (1600, 1500)])
def test_every_face_is_counted_at_any_size(size: tuple[int, int], people: int) -> None:
    look = look_at(photo(1, size, people))
    assert look is not None
    assert look.faces == people


def test_a_face_too_small_to_be_recognised_on_paper_is_not_counted() -> None:
    crowd = Image.new("L", (1600, 1200), 195)
    crowd.paste(face().convert("L").resize((60, 60)), (700, 500))
    assert count_faces(crowd) == 0


def test_figures_without_features_are_not_counted() -> None:
    drawing = room(2, (800, 600))
    drawn = ImageDraw.Draw(drawing)
    for left in range(60, 700, 150):
        drawn.ellipse((left, 120, left + 90, 220), fill=(225, 180, 150))
        drawn.chord((left, 100, left + 90, 200), 180, 360, fill=(40, 30, 28))
        drawn.rectangle((left - 10, 220, left + 100, 420), fill=(30, 40, 90))
    assert count_faces(drawing.convert("L")) == 0


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from(["black", "white", "gray"]))
def test_a_picture_of_any_shape_can_be_searched(width: int, height: int, colour: str) -> None:
    assert count_faces(Image.new("L", (width, height * 40), colour)) == 0


def test_people_on_a_picture_that_lies_on_its_side_are_not_counted() -> None:
    lying = io.BytesIO()
    room(1, (800, 600), 3).transpose(Image.Transpose.ROTATE_90).save(lying, "JPEG")
    look = look_at(lying.getvalue())
    assert look is not None
    assert look.faces == 0


# --- who is told ------------------------------------------------------------------------------------------------------------------


def test_the_faces_of_a_story_are_told_in_one_note() -> None:
    shots = [shown(photo(1, (800, 600), 3)), shown(photo(2, (800, 600), 1), name="2.jpg"), shown(photo(3, (800, 600)), name="3.jpg")]
    (note,) = (each for each in check_shots(shots) if each.check == "faces-shown")
    assert note.message == "faces can be recognised in its pictures, about 4: 1.jpg (3), 2.jpg (1)"
    assert (note.weight.value, note.place.file, note.place.text) == ("note", "a/story.md", "1.jpg")


def test_each_story_has_its_own_note() -> None:
    assert len(told([shown(photo(1, (800, 600), 1)), shown(photo(2, (800, 600), 2), story="b")])) == 2


def test_of_the_bank_s_own_people_nothing_is_asked() -> None:
    assert told([shown(photo(1, (800, 600), 3), guests="")]) == []


def test_where_no_face_is_seen_nothing_is_asked() -> None:
    assert told([shown(photo(1, (800, 600)))]) == []


def test_a_picture_that_cannot_be_looked_at_has_no_faces() -> None:
    assert told([shown(b"no picture"), shown(photo(1, (800, 600), 1), name="2.jpg")]) == [
        "faces can be recognised in its pictures, about 1: 2.jpg (1)"
    ]


def test_of_children_the_parents_are_to_be_asked() -> None:
    shot = shown(photo(1, (800, 600), 1))
    of_all, of_children = check_shots([shot])[0], check_shots([replace(shot, guests="children")])[0]
    assert of_all.remedy != of_children.remedy
    assert "parents" in of_children.remedy


def story(text: str, caption: str = "活动现场") -> Story:
    body: tuple[Block, ...] = (
        Paragraph(spans=(Span(text=text),)),
        Pictures(pictures=(Picture(file="1.jpg", caption=caption, width=800, height=600),)),
    )
    return Story(title="标题", received=datetime(2024, 1, 5, tzinfo=UTC), submission="1.eml", body=body)


@pytest.mark.parametrize(
    ("text", "caption", "guests"),
    [
        ("支行召开季度会议。", "会议现场", ""),
        ("客户称赞网点服务。", "晨会现场", ""),
        ("支行召开季度会议。", "客户经理参加培训", ""),
        ("支行走进社区。", "向老人讲解防骗知识", "customers"),
        ("支行走进阳光小学。", "课堂现场", "children"),
        ("支行开展活动。", "小朋友体验点钞", "children"),
    ],
)
def test_who_may_be_in_the_pictures_is_read_from_the_captions_and_of_children_from_the_text(
    text: str, caption: str, guests: Guests
) -> None:
    assert guests_of(story(text, caption), of_a_customer=False) == guests


def test_a_case_story_is_about_a_customer() -> None:
    assert guests_of(story("支行召开季度会议。"), of_a_customer=True) == "customers"
