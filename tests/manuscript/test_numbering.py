"""Automatic numbers come out as Word shows them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bulletin.manuscript.numbering import Definitions, Numbering
from bulletin.manuscript.numerals import numeral
from bulletin.manuscript.package import namespace
from bulletin.manuscript.styles import Stance
from bulletin.records.manuscript import Line


def level(at: int, style: str, text: str, extra: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def item(of: int, at: int = 0, style: str = "") -> str:
    return f'<w:p><w:pPr>{style}<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr></w:pPr><w:r><w:t>文</w:t></w:r></w:p>'


def numbers(read_word: Any, numbering: str, *items: str, styles: str = "") -> list[str]:
    reading = read_word("".join(items), parts={"numbering": numbering, "styles": styles})
    return [line.number for line in reading.value.passages if isinstance(line, Line)]


@pytest.mark.parametrize(
    ("style", "expected"),
    {
        "decimal": {1: "1", 12: "12"},
        "decimalZero": {7: "07", 12: "12"},
        "lowerLetter": {1: "a", 26: "z", 27: "aa", 53: "aaa"},
        "upperLetter": {2: "B"},
        "lowerRoman": {4: "iv", 9: "ix", 44: "xliv"},
        "upperRoman": {1999: "MCMXCIX"},
        "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一○○"},
        "chineseCountingThousand": {
            10: "十",
            11: "十一",
            30: "三十",
            101: "一百零一",
            110: "一百一十",
            1001: "一千零一",
            10010: "一万零一十",
        },
        "chineseLegalSimplified": {1: "壹", 10: "壹拾", 12: "壹拾贰", 105: "壹佰零伍"},
        "japaneseCounting": {10: "十", 11: "十一", 101: "百一", 210: "二百十"},
        "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
        "ideographZodiac": {1: "子", 12: "亥"},
        "ideographZodiacTraditional": {1: "甲子", 60: "癸亥"},
        "ideographDigital": {10: "一〇", 21: "二一"},
        "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
        "decimalEnclosedCircleChinese": {3: "③"},
        "decimalEnclosedParen": {3: "⑶"},
        "decimalFullWidth": {12: "１２"},
        "numberInDash": {3: "- 3 -"},
        "ordinal": {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"},
        "cardinalText": {21: "Twenty-one"},
        "ordinalText": {20: "Twentieth", 21: "Twenty-first"},
        "ganada": {1: "가", 2: "나"},
        "001": {7: "007"},
        "none": {4: ""},
    }.items(),
)
def test_a_number_is_written_in_its_format(style: str, expected: dict[int, str]) -> None:
    assert {number: numeral(number, style) for number in expected} == expected


def test_an_unknown_format_has_no_numeral() -> None:
    assert numeral(3, "klingon") is None


@given(number=st.integers(1, 9999))
def test_counting_in_chinese_never_says_nothing_twice(number: int) -> None:
    text = numeral(number, "chineseCountingThousand")
    assert text and "零零" not in text and not text.endswith("零")


@given(number=st.integers(1, 9999), other=st.integers(1, 9999))
def test_different_numbers_are_counted_differently(number: int, other: int) -> None:
    same = numeral(number, "chineseCountingThousand") == numeral(other, "chineseCountingThousand")
    assert same == (number == other)


def test_chinese_forms_have_no_blank_and_western_ones_have_one(read_word: Any) -> None:
    numbering = "".join(
        (
            abstract(0, level(0, "chineseCountingThousand", "%1、")),
            abstract(1, level(0, "chineseCountingThousand", "（%1）")),
            abstract(2, level(0, "decimal", "%1.")),
            abstract(3, level(0, "decimal", "(%1)")),
            abstract(4, level(0, "decimalEnclosedCircle", "%1")),
            abstract(5, level(0, "chineseCountingThousand", "第%1章")),
            abstract(6, level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>')),
            *(num(key + 1, key) for key in range(7)),
        )
    )
    found = numbers(read_word, numbering, *(item(of) for of in range(1, 8)))
    assert found == ["一、", "（一）", "1. ", "(1) ", "①", "第一章 ", "1."]


def test_bullets_are_bullets_and_none_is_nothing(read_word: Any) -> None:
    numbering = abstract(0, level(0, "bullet", "\uf0b7"), level(1, "none", "")) + num(1, 0)
    assert numbers(read_word, numbering, item(1), item(1, 1)) == ["• ", ""]


def test_hidden_numbers_are_counted_and_not_shown(read_word: Any) -> None:
    hidden = level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>")
    assert numbers(read_word, abstract(0, hidden, level(1, "decimal", "%1.%2")) + num(1, 0), item(1), item(1), item(1, 1)) == [
        "",
        "",
        "2.1 ",
    ]


def test_a_deeper_level_starts_again_under_each_higher_one(read_word: Any) -> None:
    numbering = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + num(1, 0)
    found = numbers(read_word, numbering, item(1), item(1, 1), item(1, 1), item(1), item(1, 1))
    assert [each.strip() for each in found] == ["1", "1.1", "1.2", "2", "2.1"]


def test_a_level_may_refuse_to_start_again(read_word: Any) -> None:
    numbering = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')) + num(1, 0)
    found = numbers(read_word, numbering, item(1), item(1, 1), item(1), item(1, 1))
    assert [each.strip() for each in found] == ["1", "1", "2", "2"]


def test_a_level_may_start_again_only_under_a_far_higher_one(read_word: Any) -> None:
    numbering = abstract(0, *(level(at, "decimal", f"%{at + 1}", '<w:lvlRestart w:val="1"/>' if at == 2 else "") for at in range(3))) + num(
        1, 0
    )
    found = numbers(read_word, numbering, item(1, 0), item(1, 1), item(1, 2), item(1, 1), item(1, 2), item(1, 0), item(1, 2))
    assert [each.strip() for each in found] == ["1", "1", "1", "2", "2", "2", "1"]


def test_two_lists_of_one_kind_count_on_unless_one_sets_its_start(read_word: Any) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0) + num(2, 0) + num(3, 0, override)
    assert numbers(read_word, numbering, item(1), item(2), item(3), item(3)) == ["一、", "二、", "一、", "二、"]


def test_a_list_may_override_a_whole_level(read_word: Any) -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0, override)
    assert numbers(read_word, numbering, item(1), item(1)) == ["I) ", "II) "]


def test_a_legal_level_writes_all_its_numbers_in_figures(read_word: Any) -> None:
    numbering = abstract(0, level(0, "chineseCounting", "第%1条"), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + num(1, 0)
    assert [each.strip() for each in numbers(read_word, numbering, item(1), item(1, 1))] == ["第一条", "1.1"]


def test_a_style_may_carry_the_numbers(read_word: Any) -> None:
    tie = '<w:pStyle w:val="H2"/>'
    numbering = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", tie)) + num(4, 0)
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="Own"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="Child"/><w:basedOn w:val="H2"/></w:style>'
    )
    paragraph = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    found = numbers(read_word, numbering, item(4), paragraph.format("H2", ""), paragraph.format("H2", off), styles=styles)
    assert [each.strip() for each in found] == ["1", "1.1", ""]


def test_a_list_may_borrow_its_levels_from_a_numbering_style(read_word: Any) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Own"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Own"/>{level(0, "chineseCounting", "（%1）")}</w:abstractNum>'
    ) + num(1, 0)
    assert numbers(read_word, numbering, item(1), item(1)) == ["（一）", "（二）"]


def test_an_unknown_format_is_written_in_figures_and_named(read_word: Any) -> None:
    reading = read_word(item(1), parts={"numbering": abstract(0, level(0, "hindiVowels", "%1.")) + num(1, 0)})
    assert [line.number for line in reading.value.passages] == ["1. "]
    assert [each.check for each in reading.queries] == ["not-carried-over"]


def test_an_empty_paragraph_is_counted_though_it_is_dropped(read_word: Any) -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0)
    empty = item(1).replace("<w:r><w:t>文</w:t></w:r>", "")
    assert numbers(read_word, numbering, item(1), empty, item(1)) == ["一、", "三、"]


def test_a_list_that_is_not_there_numbers_nothing(read_word: Any) -> None:
    assert numbers(read_word, "", item(7)) == [""]


def test_a_level_that_was_passed_over_counts_as_begun(read_word: Any) -> None:
    numbering = abstract(0, *(level(at, "decimal", ".".join(f"%{each + 1}" for each in range(at + 1))) for at in range(3))) + num(1, 0)
    found = numbers(read_word, numbering, *(item(1, at) for at in (1, 1, 0, 2, 1)))
    assert [each.strip() for each in found] == ["1.1", "1.2", "2", "2.1.1", "2.2"]


def test_a_new_start_waits_for_its_own_level(read_word: Any) -> None:
    overrides = "".join(f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="5"/></w:lvlOverride>' for at in range(2))
    numbering = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + num(1, 0) + num(2, 0, overrides)
    found = numbers(read_word, numbering, item(1), item(2, 1), item(2, 1), item(2), item(2))
    assert [each.strip() for each in found] == ["1", "1.5", "1.6", "5", "6"]


def test_a_style_that_is_tied_to_a_level_goes_before_the_level_it_says_itself(read_word: Any) -> None:
    tie = '<w:pStyle w:val="H2"/>'
    numbering = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", tie)) + num(4, 0)
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="Own"/><w:pPr><w:numPr><w:ilvl w:val="5"/><w:numId w:val="4"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Heir"><w:name w:val="Heir"/><w:basedOn w:val="H2"/></w:style>'
    )
    paragraph = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
    direct = '<w:numPr><w:ilvl w:val="0"/></w:numPr>'
    found = numbers(
        read_word, numbering, paragraph.format("H2", ""), paragraph.format("Heir", ""), paragraph.format("H2", direct), styles=styles
    )
    assert [each.strip() for each in found] == ["1.1", "1.2", "2"]


def test_a_style_says_its_level_where_none_is_tied_to_it(read_word: Any) -> None:
    numbering = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + num(4, 0)
    styles = (
        '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    found = numbers(read_word, numbering, '<w:p><w:pPr><w:pStyle w:val="S"/></w:pPr><w:r><w:t>文</w:t></w:r></w:p>', styles=styles)
    assert [each.strip() for each in found] == ["1.1"]


def test_a_bullet_of_words_is_those_words(read_word: Any) -> None:
    sign = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    numbering = abstract(0, level(0, "bullet", "注："), level(1, "bullet", "o"), level(2, "bullet", "l", sign)) + num(1, 0)
    assert numbers(read_word, numbering, item(1), item(1, 1), item(1, 2)) == ["注：", "• ", "• "]


def test_a_number_may_be_written_as_its_pattern_says(read_word: Any) -> None:
    format_ = (
        '<mc:AlternateContent xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    own = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{format_}<w:lvlText w:val="№%1"/></w:lvl>'
    assert [each.strip() for each in numbers(read_word, abstract(0, own) + num(1, 0), item(1), item(1))] == ["№009", "№010"]


@given(levels=st.lists(st.integers(0, 8), min_size=1, max_size=12))
def test_deeper_levels_only_ever_extend_the_number_above_them(levels: list[int]) -> None:
    """Whatever the order, a number at a level is told from all others before it, and its upper part is the last one's above."""
    shown = _counted(levels)
    assert len(set(shown)) == len(shown)
    for at, parts in enumerate(shown):
        assert len(parts) == levels[at] + 1
        if at and levels[at] > levels[at - 1]:
            assert parts[: levels[at - 1] + 1] == shown[at - 1]


def _counted(levels: list[int]) -> list[tuple[int, ...]]:
    xml = "".join((abstract(0, *(level(at, "decimal", ".".join(f"%{each + 1}" for each in range(at + 1))) for at in range(9))), num(1, 0)))
    root = etree.fromstring(f'<w:numbering xmlns:w="{namespace("w")}">{xml}</w:numbering>')
    numbering = Numbering(Definitions(root, {}))
    found = (numbering.next(Stance(list="1", level=at))[1] for at in levels)
    return [tuple(int(part) for part in each.strip().split(".")) for each in found]
