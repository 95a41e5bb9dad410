"""Personal data is found in every form, what only looks like it is left alone, and what was masked stays quiet."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.personal import Sentence, negatives, positives, scores, total
from bulletin.preflight.copy import check_story
from bulletin.preflight.copy_personal.asking import personal_data
from bulletin.preflight.copy_personal.masks import mask
from bulletin.preflight.copy_personal.sightings import FINDERS, masked, sightings
from bulletin.queries import CHECKS, Weight
from bulletin.records.story import Block, Paragraph, Picture, Pictures, Span, Story, Table, plain

CHARACTERS = "0123456789１８ -Xx*@._()（）张王李欧阳建国先生女士客户小学生岁号路村组栋室单元微信QQ护照京A年月日出生，。"


def paragraph(*texts: str) -> Paragraph:
    return Paragraph(spans=tuple(Span(text=text, strong=bool(turn % 2)) for turn, text in enumerate(texts)))


def story(*body: Block, title: str = "改进服务", **said: Any) -> Story:
    return Story(
        title=title, received=dt.datetime(2024, 1, 5, tzinfo=dt.UTC), submission="a.eml", body=body or (paragraph("正文。"),), **said
    )


def told(text: str) -> list[tuple[str, str]]:
    return [(each.check, text[each.start : each.end]) for each in sightings(text)]


@pytest.mark.parametrize("sentence", tuple(positives()), ids=lambda sentence: sentence.text)
def test_what_must_not_be_printed_is_found_in_this_sentence(sentence: Sentence) -> None:
    assert set(told(sentence.text)) == set(sentence.told)


@pytest.mark.parametrize("sentence", tuple(negatives()), ids=lambda sentence: sentence.text)
def test_a_near_miss_is_left_alone(sentence: Sentence) -> None:
    assert told(sentence.text) == []


def test_with_other_numbers_recall_and_precision_stay_high() -> None:
    scored, _faults = scores([*positives(7, 5), *negatives(7, 5)])
    assert total(scored).recall >= 0.98
    assert total(scored).precision >= 0.95


def test_the_score_counts_what_is_missed_and_what_is_wrong() -> None:
    scored, faults = scores([Sentence("客户李晓梅来了。"), Sentence("无。", (("bank-card", "1"),))])
    assert (scored["customer-named"].wrong, scored["bank-card"].missed, len(faults)) == (1, 1, 2)


@pytest.mark.parametrize("sentence", tuple(positives(3, 1)), ids=lambda sentence: sentence.text)
def test_what_was_masked_is_quiet(sentence: Sentence) -> None:
    hidden = masked(story(paragraph(sentence.text)), FINDERS)
    assert list(personal_data(hidden, "f")) == []
    (shown,) = hidden.body
    assert isinstance(shown, Paragraph)
    assert all(text not in plain(shown.spans) for _check, text in sentence.told)


@pytest.mark.parametrize(
    ("check", "text", "shown"),
    [
        ("identity-number", "440102196001011234", "440***********1234"),
        ("identity-number", "110105 19491231 002X", "110***********002X"),
        ("bank-card", "6222 0212 3456 7890 128", "***************0128"),
        ("phone-number", "13800138000", "138****8000"),
        ("phone-number", "+86 138-0013-8000", "138****8000"),
        ("phone-number", "020-88881234转801", "020-****1234"),
        ("phone-number", "（020）8888 1234", "020-****1234"),
        ("phone-number", "02088881234", "020-****1234"),
        ("phone-number", "8888 1234", "****1234"),
        ("number-plate", "粤A·5K312", "粤A·***12"),
        ("mail-address", "zhang.san@163.example", "z***@163.example"),
        ("mail-address", "lin(at)mail.example", "l***@mail.example"),
        ("home-address", "广州市天河区和兴路12号3栋502室", "广州市天河区"),
        ("home-address", "幸福小区3栋502室", "某小区"),
        ("home-address", "白石镇柳湾村三组12号", "某村"),
        ("birth-date", "1965年3月12日", "1965年*月*日"),
        ("customer-named", "张建国", "张某某"),
        ("customer-named", "王伟", "王某"),
        ("customer-named", "欧阳华", "欧阳某"),
    ],
)
def test_the_house_masks_so(check: str, text: str, shown: str) -> None:
    assert mask(check, text) == shown


def test_every_finder_has_its_check_and_its_mask() -> None:
    assert set(FINDERS) <= set(CHECKS)
    assert {check for check in FINDERS if CHECKS[check] is not Weight.HOLD} == {"customer-named", "illness-named"}


def test_a_name_is_asked_about_once_and_masked_wherever_it_stands() -> None:
    before = story(paragraph("客户李晓梅来了。"), paragraph("大家都说李晓梅细心。"), title="李晓梅的早晨", notes=("李晓梅，化名。",))
    assert [each.place.text for each in personal_data(before, "f")] == ["李晓梅"]
    assert "李晓梅" not in masked(before, FINDERS).model_dump_json()


@pytest.mark.parametrize("text", ["孙女毕业，领到第一份工资。", "家属见老人安然无恙，连声道谢。"])
def test_a_word_that_begins_with_a_surname_is_no_person(text: str) -> None:
    assert told(text) == []


def test_a_longer_name_is_not_cut_by_a_shorter_one() -> None:
    (shown,) = masked(story(paragraph("客户张伟来了，柜员张伟民接待。")), FINDERS).body
    assert isinstance(shown, Paragraph)
    assert plain(shown.spans) == "客户张某来了，柜员张伟民接待。"


def test_a_child_who_is_a_customer_too_is_a_hold() -> None:
    (query,) = personal_data(story(paragraph("客户张子涵来了。"), paragraph("小学生张子涵很高兴。")), "f")
    assert (query.check, query.weight) == ("minor-named", Weight.HOLD)


def test_a_number_across_characters_set_otherwise_is_masked_whole() -> None:
    (shown,) = masked(story(paragraph("致电138", "0013", "8000。")), FINDERS).body
    assert isinstance(shown, Paragraph)
    assert [(span.text, span.strong) for span in shown.spans] == [("致电138****8000", False), ("。", False)]


def test_captions_alternative_texts_and_tables_are_masked_too() -> None:
    photo = Picture(file="a.jpg", caption="客户李晓梅", alt="李晓梅举着锦旗", width=3000, height=2000)
    table = Table(rows=(("户名", "电话"), ("李晓梅", "13800138000")))
    hidden = masked(story(Pictures(pictures=(photo,)), table), FINDERS)
    assert hidden.pictures[0].caption == "客户李某某"
    assert hidden.pictures[0].alt == "李某某举着锦旗"
    assert hidden.body[1] == Table(rows=(("户名", "电话"), ("李某某", "138****8000")))


def test_only_what_is_wanted_is_masked() -> None:
    (shown,) = masked(story(paragraph("客户李晓梅，13800138000。")), {"phone-number"}).body
    assert isinstance(shown, Paragraph)
    assert plain(shown.spans) == "客户李晓梅，138****8000。"


def test_a_story_in_which_nothing_is_found_stays_as_it_is() -> None:
    clean = story(paragraph("王某某先生", "来电", "致谢。"))
    assert masked(clean, FINDERS) == clean


def test_the_checks_on_copy_ask_about_persons() -> None:
    assert [each.check for each in check_story(story(paragraph("客户李晓梅家住东风路12号。")), "f")] == ["customer-named", "home-address"]


@given(st.text(st.sampled_from(CHARACTERS), max_size=60))
def test_in_any_text_what_is_found_lies_within_it_and_apart(text: str) -> None:
    found = sightings(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.lists(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=30), min_size=1, max_size=4))
def test_any_story_can_be_masked(texts: list[str]) -> None:
    hidden = masked(story(paragraph(*texts), Table(rows=(tuple(texts),))), FINDERS)
    assert len(hidden.body) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("客户冼炳坤、麦少芬来了，又说起往事。", "麦少芬"),
        ("冼炳坤、麦少芬、区伟雄三位老街坊来了。", "冼炳坤"),
        ("牧民巴特尔·苏和骑马来的。", "巴特尔·苏和"),
        ("叮嘱桑吉多吉路上小心。", "桑吉多吉"),
        ("英国籍教师Oliver Grant来换汇。", "Oliver Grant"),
        ("车主登记为蔺秋生，车停在门口。", "蔺秋生"),
        ("汤如意拄着拐杖来到网点。", "汤如意"),
        ("“我叫佟玉梅，家在后街。”", "佟玉梅"),
        ("来访人：邸长锁；事由：挂失。", "邸长锁"),
        ("搀扶着殷守田走下台阶。", "殷守田"),
        ("离休干部晏怀忠捧着存单。", "晏怀忠"),
    ],
)
def test_a_customer_is_known_by_what_stands_around_the_name(text: str, name: str) -> None:
    assert ("customer-named", name) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "离任的行长晏怀忠捧着花。",
        "城关支行彭佳怡获得一等奖，河东支行任重获得二等奖。",
        "值班人员——江海涛、阎丽、庞博。",
        "书法家舒展先生现场挥毫。",
        "他本名叫鲍国强，是我行派驻的金融村官。",
        "一家叫“周大福”的金店前来存款。",
        "柜员贺闻舟一步步教她。下班时贺闻舟拄着伞来到网点门口。",
        "我行退休职工孟宪章来网点讲课。",
        "客户李晓梅（化名）来了。",
        "列夫·托尔斯泰的书摆在读书角。",
        "客户用Apple Pay付了款。",
        "客户安静地等着，老人高兴地点头。",
        "把一张小小的卡片递给她。",
    ],
)
def test_one_who_is_no_customer_may_be_named(text: str) -> None:
    assert told(text) == []


def test_the_banks_own_are_known_from_the_whole_story() -> None:
    text = paragraph("蔺秋生拄着伞来到网点。")
    assert [each.check for each in personal_data(story(text), "f")] == ["customer-named"]
    assert list(personal_data(story(text, authors=("蔺秋生",)), "f")) == []
    assert list(personal_data(story(paragraph("柜员蔺秋生值班。"), text), "f")) == []


def test_a_word_that_calls_a_customer_outweighs_an_office_elsewhere() -> None:
    (query,) = personal_data(story(paragraph("柜员蔺秋生值班。"), paragraph("客户蔺秋生来了。")), "f")
    assert query.check == "customer-named"


def test_a_name_is_asked_about_where_it_stands_first() -> None:
    before = story(paragraph("那天蔺秋生没有来。"), paragraph("客户蔺秋生第二天来了。"))
    assert [each.place.paragraph for each in personal_data(before, "f")] == [1]


@pytest.mark.parametrize(
    "text", ["我行走进实验小学三年级（2）班开展金融课堂。", "三年级二班的孩子们。", "第二小学五（1）班全体师生参观网点。"]
)
def test_a_class_that_the_bank_teaches_is_no_child(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "网点电话0790-6600881，欢迎咨询。",
        "支行迁址公告：我支行迁至滨河路66号金色广场1号楼103室营业。",
        "电话预约从2025-08-17开始。",
        "京字第123456号房产证。",
        "护照业务咨询请拨打95588，订单号E12345678。",
        "账户于2023年11月8日至2024年1月9日开立。",
    ],
)
def test_what_everyone_may_know_is_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("check", "text", "shown"),
    [
        ("customer-named", "巴特尔·苏和", "巴特尔·某"),
        ("customer-named", "Jonathan Pierce", "J*** P***"),
        ("phone-number", "1380013\n8000", "138****8000"),
        ("phone-number", "1 3 8 0 0 1 3 8 0 0 0", "138****8000"),
        ("phone-number", "0898/88881 234", "0898-****1234"),
        ("identity-number", "110105\n19491231\n002X", "110***********002X"),
        ("birth-date", "1937年冬月初八", "1937年*月*日"),
        ("birth-date", "六月初六", "*月*日"),
        ("class-told", "城关小学四（1）班", "某校某班"),
    ],
)
def test_what_is_written_otherwise_is_masked_the_same(check: str, text: str, shown: str) -> None:
    assert mask(check, text) == shown


@given(
    st.lists(
        st.sampled_from([*"客户老人、，。的来到·了", "李晓梅", "欧阳华", "巴特尔·苏和", "Jonathan Pierce", "先生", "柜员"]), max_size=12
    )
)
def test_a_second_masking_changes_nothing(words: list[str]) -> None:
    once = masked(story(paragraph("".join(words) or "正文")), FINDERS)
    assert masked(once, FINDERS) == once
