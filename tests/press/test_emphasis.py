"""Emphasis: dots under Chinese characters, and nothing added to the text."""

import io
import re
from typing import Any

import pdfplumber
import pikepdf
import pytest
from weasyprint import HTML

from bulletin.press.justification import justified

CSS = (
    '@page{size:300pt 400pt;margin:20pt 30pt}html{font:12pt/1.75 "Noto Serif CJK SC"}p{margin:0;text-align:justify}'
    "em{font-style:normal;--emphasis-mark:dot}em i{font-style:normal;--slant:0.2}"
)


def _pdf(body: str, css: str = "") -> bytes:
    with justified():
        written: bytes = HTML(string=f'<html lang="zh-CN"><title>t</title><style>{CSS}{css}</style>{body}').write_pdf(
            pdf_variant="pdf/ua-1", uncompressed_pdf=True
        )
    return written


def _page(body: str, css: str = "") -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The page's characters, and its dots."""
    with pdfplumber.open(io.BytesIO(_pdf(body, css))) as opened:
        page = opened.pages[0]
        return page.chars, page.curves


def _dotted(body: str) -> str:
    """The characters over a dot's middle."""
    characters, dots = _page(body)
    found = []
    for dot in sorted(dots, key=lambda each: (round(each["top"]), each["x0"])):
        middle = (dot["x0"] + dot["x1"]) / 2
        over = [each for each in characters if abs((each["x0"] + each["x1"]) / 2 - middle) < 0.1 and 0 < dot["top"] - each["top"] < 16]
        found += [str(each["text"]) for each in over]
    return "".join(found)


def test_each_emphasised_chinese_character_has_a_dot_under_its_middle() -> None:
    assert _dotted("<p>支行<em>必须</em>办理") == "必须"


def test_marks_letters_digits_and_blanks_have_none() -> None:
    assert _dotted("<p><em>“一、<i>Word 3</i>”……是：</em>") == "一是"


def test_dots_stand_where_a_justified_line_has_its_characters() -> None:
    emphasised = "晨会上开展服务十分钟演练，由大堂经理讲解迎宾、分流、引导（含STM）、送别四个环节的要点"
    assert _dotted(f"<p>近日支行在<em>{emphasised}</em>，逐一练习。") == re.sub("[，、（）A-Z]", "", emphasised)


def test_strong_text_within_emphasis_has_them_too() -> None:
    assert _dotted("<p>支行<em>必<strong>须</strong></em>办理<strong><em>好</em></strong>") == "必须好"


def test_dots_have_the_colour_of_their_text() -> None:
    _characters, dots = _page('<p style="color:#a00000">支行<em>必须</em>办理')
    assert [dot["non_stroking_color"] for dot in dots] == [pytest.approx((160 / 255, 0, 0), abs=0.01)] * 2


def test_dots_stand_between_their_line_and_the_next() -> None:
    characters, dots = _page(f"<p><em>{'支行' * 15}</em>")
    first, second = sorted({round(each["matrix"][5], 2) for each in characters}, reverse=True)[:2]
    base = 400 - first
    on_first = sorted(dots, key=lambda each: float(each["top"]))[:10]
    for dot in on_first:
        assert base + 0.12 * 12 <= dot["top"] < dot["bottom"] <= base + (first - second) - 0.88 * 12


def test_the_text_is_only_its_own_characters() -> None:
    with pdfplumber.open(io.BytesIO(_pdf("<p>支行<em>必须用<i>Word</i>写</em>成"))) as opened:
        assert "".join(str(each["text"]) for each in opened.pages[0].chars) == "支行必须用Word写成"


def test_dots_are_artefacts_outside_of_the_text() -> None:
    with pikepdf.open(io.BytesIO(_pdf("<p>支行<em>必须</em>"))) as opened:
        depth, tags = 0, []
        for each in pikepdf.parse_content_stream(opened.pages[0]):
            operator = str(each.operator)
            if operator in ("BDC", "BMC"):
                depth += 1
                tags.append(str(next(iter(each.operands))))
            depth -= operator == "EMC"
            assert depth <= 1
            assert operator != "f" or not tags or tags[-1] == "/Artifact"
    assert tags.count("/Artifact") == 1


def test_hidden_text_has_no_dots() -> None:
    assert _page('<p>支行<em style="visibility:hidden">必须</em>')[1] == []


def test_latin_leans_and_chinese_stands() -> None:
    characters, _dots = _page("<p>支行<em>用<i>Word</i>写</em>")
    leaning = {str(each["text"]): each["matrix"][2] != 0 for each in characters}
    assert leaning == {**dict.fromkeys("支行用写", False), **dict.fromkeys("Word", True)}


def test_a_layout_that_asks_for_none_has_none() -> None:
    assert _page("<p><em>必须</em>", "em{--emphasis-mark:none}")[1] == []
