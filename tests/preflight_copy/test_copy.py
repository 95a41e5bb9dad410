"""Each check on copy finds its fault, and leaves alone what only looks like it."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.preflight.copy import check_issue, check_story
from bulletin.preflight.copy_personal.accounts import bank_cards, passes_luhn, phone_numbers
from bulletin.preflight.copy_personal.papers import identity_numbers, is_identity_number
from bulletin.queries import Weight
from bulletin.records.story import Allowance, Block, Paragraph, Picture, Pictures, Span, Story, Table


def paragraph(text: str) -> Paragraph:
    return Paragraph(spans=(Span(text=text),))


def picture(file: str = "picture-1.jpg", *, width: int = 3000, caption: str = "现场") -> Picture:
    return Picture(file=file, caption=caption, width=width, height=1000)


def story(*body: Block, title: str = "改进服务", **said: Any) -> Story:
    return Story(
        title=title, received=dt.datetime(2024, 1, 5, tzinfo=dt.UTC), submission="mail.eml", body=body or (paragraph("正文。"),), **said
    )


def checks(told: Story) -> list[str]:
    return [each.check for each in check_story(told, "f")]


def found(finder: Any, text: str) -> list[str]:
    return [text[start:end] for start, end in finder(text)]


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105491231002",
    ],
)
def test_an_identity_number_is_found_in_this_form(text: str) -> None:
    assert found(identity_numbers, f"客户{text}来访") == [text]


def test_a_number_that_the_text_calls_an_identity_number_is_one_even_with_a_slip() -> None:
    assert found(identity_numbers, "身份证号110105194912310021，") == ["110105194912310021"]


@pytest.mark.parametrize(
    "text", ["110105194912310021", "110105194913310028", "990105194912310021", "流水号2023110800012345678", "11010519491231002"]
)
def test_this_is_no_identity_number(text: str) -> None:
    assert found(identity_numbers, text) == []


@pytest.mark.parametrize("text", ["6222021234567890128", "6222 0212 3456 7890 128", "6222-0212-3456-7890-128", "4111 1111 1111 1111"])
def test_a_bank_card_is_found_in_this_form(text: str) -> None:
    assert found(bank_cards, f"卡{text}。") == [text]


@pytest.mark.parametrize("text", ["6222021234567890129", "1234567890123452", "11010519491231002X", "2023年11月8日", "62220212345678"])
def test_this_is_no_bank_card(text: str) -> None:
    assert found(bank_cards, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "020-88888888",
        "0755-8888888",
        "(020)88888888",
        "（020）8888 8888",
        "02088888888",
    ],
)
def test_a_telephone_number_is_found_in_this_form(text: str) -> None:
    assert found(phone_numbers, f"联系{text}。") == [text]


def test_a_local_number_is_found_where_the_text_calls_it_one() -> None:
    assert found(phone_numbers, "电话：8888 8888，") == ["8888 8888"]
    assert found(phone_numbers, "办理8888 8888") == []


@pytest.mark.parametrize(
    "text",
    [
        "95588",
        "400-800-8888",
        "工银办发〔2023〕252号",
        "13800138000元",
        "2023-11-08",
        "138****8000",
        "1380013800012345",
        "3.13800138000",
        "6222021234567890128",
        "12345678901",
    ],
)
def test_this_is_no_telephone_number(text: str) -> None:
    assert found(phone_numbers, text) == []


def test_two_telephones_side_by_side_are_two() -> None:
    assert found(phone_numbers, "13800138000 13900139000") == ["13800138000", "13900139000"]


@given(st.text(st.sampled_from("0123456789 -Xx．１８客户电话：（）年"), max_size=60))
def test_any_text_is_searched_and_every_place_lies_within_it(text: str) -> None:
    for finder in (identity_numbers, bank_cards, phone_numbers):
        for start, end in finder(text):
            assert 0 <= start < end <= len(text)


@given(st.text(st.sampled_from("0123456789"), min_size=15, max_size=18))
def test_exactly_one_check_digit_passes(digits: str) -> None:
    assert sum(passes_luhn(digits + last) for last in "0123456789") == 1


def test_a_birthday_that_never_was_is_no_identity_number() -> None:
    assert not is_identity_number("110105194902310021", checked=False)


def test_a_query_tells_the_paragraph_and_the_characters() -> None:
    told = story(paragraph("正文。"), Pictures(pictures=(picture(),)), paragraph("请致电13800138000。"))
    (query,) = check_story(told, "story.md")
    assert (query.check, query.weight) == ("phone-number", Weight.HOLD)
    assert (query.place.file, query.place.paragraph, query.place.start, query.place.end) == ("story.md", 2, 3, 14)
    assert query.place.text == "13800138000"


@pytest.mark.parametrize(
    "told",
    [
        story(title="致电13800138000"),
        story(subtitle="致电13800138000"),
        story(notes=("致电13800138000",)),
        story(Pictures(pictures=(picture(caption="致电13800138000"),))),
        story(Table(rows=(("姓名", "电话"), ("某某", "13800138000")))),
    ],
    ids=["title", "subtitle", "note", "caption", "table"],
)
def test_personal_data_is_found_wherever_readers_would_see_it(told: Story) -> None:
    assert checks(told) == ["phone-number"]


def test_an_allowance_answers_its_check_alone() -> None:
    allowed = Allowance(check="phone-number", name="编辑", date=dt.date(2024, 1, 6), reason="服务热线")
    told = story(paragraph("致电13800138000，卡号6222021234567890128。"), allow=(allowed,))
    assert checks(told) == ["bank-card"]


def test_a_picture_without_a_caption_is_queried() -> None:
    assert checks(story(Pictures(pictures=(picture(caption=""),)))) == ["uncaptioned-picture"]


def test_pictures_side_by_side_may_share_a_caption() -> None:
    assert checks(story(Pictures(pictures=(picture(), picture("picture-2.jpg", caption=""))))) == []


def test_a_coarse_picture_is_queried_with_its_resolution() -> None:
    (query,) = check_story(story(Pictures(pictures=(picture(width=300),))), "f")
    assert query.check == "low-resolution"
    assert "about 49 ppi if it is set across the page" in query.message


def test_resolution_is_judged_at_the_width_that_a_picture_may_take() -> None:
    assert checks(story(Pictures(pictures=(picture(width=600),)))) == ["low-resolution"]
    assert checks(story(Pictures(pictures=(picture(width=600), picture("picture-2.jpg", width=600))))) == []
    assert check_story(story(Pictures(pictures=(picture(width=600),))), "f", measure_mm=80) == ()
    assert checks(story(Pictures(pictures=(picture(width=920),)))) == []


def test_the_same_picture_twice_is_queried_once() -> None:
    assert checks(story(*[Pictures(pictures=(picture(),))] * 3)) == ["same-picture-twice"]


def test_two_stories_of_one_title_are_queried_however_it_is_spaced() -> None:
    stories = [("a", story(title="改进 服务")), ("b", story(title="改进服务")), ("c", story(title="另一篇"))]
    assert [(each.check, each.place.file) for each in check_issue(stories)] == [("same-title", "b")]


def test_photos_for_one_gallery_may_share_a_title() -> None:
    assert check_issue([("a", story(gallery="剪影")), ("b", story(gallery="剪影"))]) == ()
