"""Markdown as Chinese needs it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.markdown import Image, escape, read, split_front_matter, write
from bulletin.records.story import Span

TEXT = st.text(
    st.sampled_from("一二，。“”a1 .*_`<>[]!&#|~\\-+=") | st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]),
    min_size=1,
    max_size=10,
)


def test_bold_closes_behind_a_chinese_mark() -> None:
    assert read("**一、高度重视。**支行") == (Span(text="一、高度重视。", strong=True), Span(text="支行"))


def test_bold_opens_before_a_quotation_mark() -> None:
    assert read("支行**“请进来”**活动") == (Span(text="支行"), Span(text="“请进来”", strong=True), Span(text="活动"))


def test_a_lone_star_between_numbers_is_a_star() -> None:
    assert read("3 * 4 = 12") == (Span(text="3 * 4 = 12"),)


MASKED = st.from_regex(r"[0-9]{1,6}\*{1,12}[0-9X]{1,4}", fullmatch=True)


@given(st.lists(MASKED, min_size=1, max_size=3), st.sampled_from(["，", "和", " or ", "、证号", "\u3000"]))
def test_hidden_figures_are_read_as_themselves(masked: list[str], between: str) -> None:
    text = "卡号是" + between.join(masked) + "，已核对。"
    assert read(text) == (Span(text=text),)


@pytest.mark.parametrize(
    "text",
    [
        "卡号是6222****0128，身份证号1101**********002X。",
        "尾号***0128，身份证***002X",
        "尾号62**的卡和63**的卡",
        "尾号62**的客户张**",
        "走访62**户，63**户",
        "客户张**、李**，还有王*、赵*。",
        "****8000与****8001",
    ],
)
def test_a_mask_loses_no_star(text: str) -> None:
    assert read(text) == (Span(text=text),)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("同比**增长**15%", (Span(text="同比"), Span(text="增长", strong=True), Span(text="15%"))),
        ("**2024年**任务", (Span(text="2024年", strong=True), Span(text="任务"))),
        ("走访15**户**企业", (Span(text="走访15"), Span(text="户", strong=True), Span(text="企业"))),
        ("***重要***通知", (Span(text="重要", strong=True, emphasis=True), Span(text="通知"))),
    ],
)
def test_bold_beside_a_figure_stays_bold(text: str, spans: tuple[Span, ...]) -> None:
    assert read(text) == spans


@given(MASKED, st.booleans())
def test_a_strong_mask_is_read_back(masked: str, strong: bool) -> None:
    spans = (Span(text=masked, strong=strong), Span(text="0" + masked, strong=not strong))
    assert read(write(spans)) == spans


def test_underline_and_scripts_have_tags() -> None:
    assert read("<u>甲</u>乙<sup>2</sup>") == (Span(text="甲", underline=True), Span(text="乙"), Span(text="2", script="super"))


@pytest.mark.parametrize("text", ["<script>x</script>", "<u>没有结束", "没有开始</b>"])
def test_other_tags_and_lone_tags_are_text(text: str) -> None:
    assert read(text) == (Span(text=text),)


def test_a_line_break_within_a_chinese_paragraph_is_no_blank() -> None:
    assert read("支行开展\n培训") == (Span(text="支行开展培训"),)


def test_a_line_break_between_latin_words_is_a_blank() -> None:
    assert read("service\nday") == (Span(text="service day"),)


def test_a_picture_stands_in_its_place() -> None:
    assert read("看![现场](1.jpg)吧") == (Span(text="看"), Image("1.jpg", "现场"), Span(text="吧"))


@given(TEXT)
def test_escaped_text_is_read_as_itself(text: str) -> None:
    pieces = read("头" + escape(text) + "尾")
    assert pieces == (Span(text="头" + text + "尾"),)


@given(TEXT, TEXT)
def test_a_strong_span_beside_any_text_is_read_back(strong: str, plain: str) -> None:
    spans = (Span(text=strong, strong=True), Span(text=plain))
    assert read(write(spans)) == spans


def test_front_matter_is_split_off_with_the_line_behind_it() -> None:
    assert split_front_matter("---\ntitle: 甲\n---\n正文\n") == ("title: 甲\n", "正文\n", 4)


def test_a_rule_in_the_text_is_no_front_matter() -> None:
    assert split_front_matter("正文\n\n---\n\n更多\n---\n") == (None, "正文\n\n---\n\n更多\n---\n", 1)
