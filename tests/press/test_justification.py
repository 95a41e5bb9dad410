"""Lines of Chinese reach the measure, and only what may be opened is opened."""

import io
import re
import threading
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint import HTML
from weasyprint.layout import inline
from weasyprint.text import line_break

from bulletin.press.justification import justified, loose_lines

CSS = '@page{size:300pt 3000pt;margin:20pt 30pt}html{font:12pt/1.75 "Noto Serif CJK SC"}body,p{margin:0}p{text-align:justify}'
LEFT, RIGHT = 30.0, 270.0
PLAIN = "支行组织全体员工开展服务礼仪培训，围绕晨会、迎宾、业务办理等环节逐一演练，查漏补缺，让每一位客户都感受到温暖。" * 3
MIXED = "2023年11月10日，支行用Excel核对了1,234户（含“百佳”网点）的名单——这是第3次……随后把PDF发给了各网点，并约定于12月完成。" * 3

Character = dict[str, Any]


def _lines(html: str, css: str = "") -> list[list[Character]]:
    """The characters of each line, from left to right."""
    with justified():
        pdf = HTML(string=f'<html lang="zh-CN"><style>{CSS}{css}</style><body>{html}').write_pdf()
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        characters = [character for page in opened.pages for character in page.chars]
    rows: dict[int, list[Character]] = {}
    for character in characters:
        rows.setdefault(round(character["bottom"] / 5), []).append(character)
    return [sorted(row, key=lambda each: float(each["x0"])) for _y, row in sorted(rows.items())]


def _text(line: list[Character]) -> str:
    return "".join(str(each["text"]) for each in line)


def _gaps(line: list[Character], pattern: str) -> list[float]:
    """The white inside each match of a pattern, between its characters; a face may draw "——" as one."""
    owners = [index for index, each in enumerate(line) for _character in each["text"]]
    found = [sorted({owners[at] for at in range(*match.span())}) for match in re.finditer(pattern, _text(line))]
    return [line[b]["x0"] - line[a]["x1"] for run in found for a, b in pairwise(run)]


def _starts(lines: list[list[Character]]) -> list[float]:
    """Where each line's ink may begin. An opening mark at its start is half wide: it fills the right half of its box."""
    return [float(line[0]["x0"]) + 6 * (line[0]["text"] in "（《“‘「【") for line in lines]


def _ends(lines: list[list[Character]]) -> list[float]:
    """Where each line ends. A mark that is set half wide fills the left half of its box."""
    ends = [(float(line[-1]["x1"]), line[-1]["text"]) for line in lines]
    return [end - 6 if end > RIGHT + 1 and mark in "，。、；：！？”）》" else end for end, mark in ends]


@pytest.mark.parametrize("paragraph", [PLAIN, MIXED])
def test_inner_lines_reach_the_measure(paragraph: str) -> None:
    lines = _lines(f"<p>{paragraph}</p>")
    assert len(lines) > 8
    assert _ends(lines[:-1]) == pytest.approx([RIGHT] * (len(lines) - 1), abs=0.5)
    assert _starts(lines) == pytest.approx([LEFT] * len(lines), abs=0.5)


def test_without_it_they_do_not() -> None:
    pdf = HTML(string=f'<html lang="zh-CN"><style>{CSS}</style><p>{MIXED}</p>').write_pdf()
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        ends = {round(character["bottom"]): 0.0 for character in opened.pages[0].chars}
        for character in opened.pages[0].chars:
            ends[round(character["bottom"])] = max(ends[round(character["bottom"])], character["x1"])
    assert sum(abs(end - RIGHT) > 0.5 for end in ends.values()) > 3


def test_the_text_is_what_it_was() -> None:
    assert "".join(_text(line) for line in _lines(f"<p>{MIXED}</p>")) == MIXED


def test_a_last_line_is_left_as_it_is() -> None:
    last = _lines(f"<p>{PLAIN}</p>")[-1]
    assert max(_gaps(last, "[一-龥]+")) < 0.05


def test_numbers_words_and_dashes_are_never_opened() -> None:
    opened = False
    for line in _lines(f"<p>{MIXED}</p>")[:-1]:
        opened = opened or max(_gaps(line, "[一-龥]+")) > 0.05
        assert max(_gaps(line, "[A-Za-z]+|[0-9,]+|——|……"), default=0) < 0.1
    assert opened


def test_blanks_between_words_open_before_characters_do() -> None:
    line = _lines("<p>支行与 Hong Kong 和 Macau 的同业交流了服务经验，收获颇多，受益匪浅，期待下次再会</p>")[0]
    assert abs(line[-1]["x1"] - RIGHT) <= 0.5
    assert max(_gaps(line, "[一-龥]+")) < 0.05


def test_a_line_of_english_is_justified_as_before() -> None:
    lines = _lines(f'<p lang="en">{"The branch trained its staff in the manners of good service. " * 5}</p>')
    assert all(abs(line[-1]["x1"] - RIGHT) <= 0.5 for line in lines[:-1])


def test_a_line_in_several_faces_reaches_the_measure() -> None:
    piece = "<strong>一、高度重视。</strong>支行<em>高度</em>重视<a href='#a'>服务</a>工作，"
    piece += "<span>用Word</span>写成方案，<strong>逐级</strong>落实。"
    lines = _lines(f"<p id=a>{piece * 6}</p>", "strong{font-family:'Noto Sans CJK SC'} em{font-style:normal}")
    assert _ends(lines[:-1]) == pytest.approx([RIGHT] * (len(lines) - 1), abs=0.5)
    assert max(abs(gap) for line in lines for gap in _gaps(line, "[一-龥]+")) < 3.1


def test_a_line_that_cannot_be_filled_well_is_left_short() -> None:
    line = _lines(f"<p>见附件{'a' * 34}</p>")[0]
    assert _text(line) == "见附件"
    assert max(_gaps(line, "[一-龥]+")) == pytest.approx(6, abs=0.05)
    assert line[-1]["x1"] < RIGHT - 100


def test_letter_spacing_of_the_layout_is_kept() -> None:
    lines = _lines(f"<p>{PLAIN}</p>", "p{letter-spacing:1pt}")
    assert all(gap >= 0.95 for line in lines[:-1] for gap in _gaps(line, "[一-龥]+"))


@pytest.mark.parametrize("pair", ["”。", "）、", "》《", "：“", "。”", "（《", "，“"])
def test_marks_that_meet_are_one_and_a_half_wide(pair: str) -> None:
    # what stands behind the pair tells how wide the pair is
    line = _lines(f"<p>支{pair}行</p>")[0]
    assert line[-1]["x0"] - line[0]["x1"] == pytest.approx(18, abs=0.1)


@pytest.mark.parametrize("text", ["支，行", "支“行", "支——行"])
def test_a_mark_alone_keeps_its_width(text: str) -> None:
    line = _lines(f"<p>{text}</p>")[0]
    assert line[-1]["x0"] - line[0]["x1"] == pytest.approx(12 * (len(text) - 2), abs=0.1)


def test_the_engine_is_itself_again_afterwards() -> None:
    before = (inline.justify_line, line_break.Layout.set_text)
    with pytest.raises(ZeroDivisionError), justified():
        assert inline.justify_line is not before[0]
        raise ZeroDivisionError
    assert (inline.justify_line, line_break.Layout.set_text) == before


def test_the_first_to_leave_takes_it_from_no_other() -> None:
    inside, go = threading.Event(), threading.Event()

    def stay() -> None:
        with justified():
            inside.set()
            go.wait(10)

    before = inline.justify_line
    other = threading.Thread(target=stay)
    other.start()
    inside.wait(10)
    with justified():
        pass
    assert inline.justify_line is not before
    go.set()
    other.join()
    assert inline.justify_line is before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("支行客户服务2024年Ab，。、“”（）《》——…… ", min_size=40, max_size=120))
def test_no_line_runs_over_and_no_character_is_lost(text: str) -> None:
    lines = _lines(f"<p>行{text}</p>")
    words = re.sub(r"\s", "", f"行{text}")
    assert re.sub(r"\s", "", "".join(_text(line) for line in lines)) == words
    for line in lines:
        # a half-wide mark's box counts whole; blanks may hang
        seen = [each for each in line if str(each["text"]).strip() and each["text"] not in "，。、“”（）《》"]
        assert not seen or seen[-1]["x1"] <= RIGHT + 0.5


def test_a_line_opened_more_than_a_quarter_em_is_told_of() -> None:
    html = f'<html lang="zh-CN"><style>{CSS}</style><body><p>{PLAIN}</p><p>见附件{"a" * 34}，附件中有名单</p>'
    with justified():
        document = HTML(string=html).render()
    assert loose_lines(document) == [(1, "见附件")]


def test_marks_that_meet_across_two_faces_are_set_closer() -> None:
    line = _lines("<p>支<strong>行</strong>”<em>。</em>好</p>")[0]
    assert line[-1]["x0"] - line[1]["x1"] == pytest.approx(18, abs=0.1)


@pytest.mark.parametrize(("text", "at"), [("用Excel核对", 1), ("共3次", 1), ("共3次", 2), ("用<b>Word</b>写", 1), ("用<b>Word</b>写", 5)])
def test_chinese_and_latin_stand_a_quarter_em_apart(text: str, at: int) -> None:
    line = _lines(f"<p>{text}</p>", "b{font-weight:normal}")[0]
    assert line[at]["x0"] - line[at - 1]["x1"] == pytest.approx(3, abs=0.1)


@pytest.mark.parametrize("text", ["用 Excel 核对", "共，3", "“3”", "3%", "ABC"])
def test_no_quarter_em_stands_by_a_blank_or_a_mark(text: str) -> None:
    line = _lines(f"<p>{text}</p>")[0]
    assert max(b["x0"] - a["x1"] for a, b in pairwise(line)) < 0.1


def test_no_quarter_em_stands_at_a_lines_start_or_end() -> None:
    lines = _lines(f"<p>{'支' * 20}Word{'行' * 12}2023年好</p>")
    assert [_text(line)[:1] for line in lines] == ["支", "W", "年"] or _text(lines[1]).startswith("Word")
    assert _starts(lines) == pytest.approx([LEFT] * len(lines), abs=0.1)
    assert _ends(lines[:-1]) == pytest.approx([RIGHT] * (len(lines) - 1), abs=0.5)


def test_an_opening_mark_at_a_lines_start_is_flush() -> None:
    first, second = _lines(f"<p>（{'支' * 19}（行）好</p>")[:2]
    assert (_text(first)[0], _text(second)[0]) == ("（", "（")
    assert (first[1]["x0"], second[1]["x0"]) == (pytest.approx(LEFT + 6, abs=1), pytest.approx(LEFT + 6, abs=0.5))


def test_a_mark_at_a_lines_end_is_half_wide_where_that_makes_room_for_it() -> None:
    # nineteen and a half, and the mark
    (line, *_rest) = _lines(f"<p>支”，{'支' * 17}，行支行</p>")
    assert _text(line) == f"支”，{'支' * 17}，"
    assert line[-1]["x0"] == pytest.approx(RIGHT - 6, abs=0.5)


def test_a_mark_at_a_lines_end_keeps_its_width_where_there_is_room() -> None:
    (line, *_rest) = _lines(f"<p>{'支' * 19}，行支行</p>")
    assert line[-1]["x1"] == pytest.approx(RIGHT, abs=0.1)


def _pieces(text: str) -> list[str]:
    return [_text(line) for line in _lines(f"<p>{text}</p>")]


@pytest.mark.parametrize("whole", ["～", "·", "——", "……", "62件", "18.5%", "10～15", "3万余户", "5公里", "第3", "Excel", "2019—2023"])
def test_no_line_turns_inside_or_before(whole: str) -> None:
    for before in range(16, 21):
        lines = _pieces(f"{'支' * before}{whole}{'行' * 9}")
        assert any(whole in line and not line.startswith(("～", "·", "—", "…")) for line in lines), lines


@pytest.mark.parametrize("count", (19, 20, 21))
@pytest.mark.parametrize("mark", ["", "。", "！”"])
def test_no_character_stands_alone_on_a_last_line(count: int, mark: str) -> None:
    last = _pieces("支" * count + mark)[-1]
    assert last.count("支") >= 2


def test_a_line_may_turn_at_a_quotation_mark_among_chinese() -> None:
    assert _pieces(f"{'支' * 20}“百佳”网点") == ["支" * 20, "“百佳”网点"]


def test_a_line_end_within_a_paragraph_is_kept() -> None:
    assert _pieces("一支行<br>二支行") == ["一支行", "二支行"]


def test_a_word_wider_than_the_measure_is_broken() -> None:
    lines = _lines(f"<p>见{'a' * 90}</p>")
    assert "".join(map(_text, lines)) == "见" + "a" * 90
    assert max(line[-1]["x1"] for line in lines) <= RIGHT + 0.5


def test_all_type_of_a_line_stands_on_the_grid_whatever_its_faces() -> None:
    lines = _lines(f"<p>{'支行Ω服务→客户①' * 30}</p>")
    ends = [line[0]["bottom"] for line in lines]
    assert [b - a for a, b in pairwise(ends)] == pytest.approx([21] * (len(ends) - 1), abs=0.1)


def test_a_box_as_wide_as_its_text_does_not_turn_it() -> None:
    lines = _lines("<p><span>（共3次）”，用Excel核对</span></p>", "span{display:inline-block}")
    assert [_text(line) for line in lines] == ["（共3次）”，用Excel核对"]


def test_a_line_opened_too_wide_squeezes_its_marks_where_that_lets_more_on_it() -> None:
    # twelve, a comma, and a number of nearly eight ems: not half an em too much for the measure of twenty
    (first, second, *_rest) = _lines(f"<p>支行的，{'支' * 9}{'1' * 10}公里行支行的人")
    assert _text(first).endswith("公里")
    assert first[-1]["x1"] == pytest.approx(RIGHT, abs=0.5)
    assert 6 <= first[4]["x0"] - first[3]["x0"] < 11
    assert max(_gaps(first, "[一-龥]+")) < 0.05
    assert _text(second)[0] == "行"


def test_marks_within_a_line_are_squeezed_by_half_their_width_at_most() -> None:
    (first, *_rest) = _lines(f"<p>支行的，{'支' * 10}{'1' * 10}公里行支行的人")
    assert _text(first).endswith("支")
    assert first[4]["x0"] - first[3]["x0"] >= 12


def test_what_ends_a_sentence_is_not_squeezed() -> None:
    (first, *_rest) = _lines(f"<p>支行的。{'支' * 9}{'1' * 10}公里行支行的人")
    assert _text(first).endswith("支")


def test_a_line_that_is_not_too_wide_squeezes_nothing() -> None:
    (first, *_rest) = _lines(f"<p>支行的，{'支' * 14}11名行支行的人")
    assert len(first) == 18
    assert first[4]["x0"] - first[3]["x0"] >= 12


def test_quotation_marks_of_a_face_that_has_them_narrow_are_a_character_wide_among_chinese() -> None:
    (line, *_more) = _lines("<p>客户称为“上帝”的感恩，记作ICBC’s与Tom’s一词。", 'p{font-family:"LXGW WenKai";text-align:left}')
    at = {each["text"]: float(each["x0"]) for each in line}
    assert at["上"] - at["为"] == pytest.approx(24, abs=0.1)
    assert at["的"] - at["帝"] == pytest.approx(24, abs=0.1)
    assert at["“"] > at["为"] + 18  # in the right half of its room
    assert at["”"] < at["帝"] + 15  # in the left half
    assert at["s"] - at["’"] < 6
