"""On pages without pictures the lines of text stand on one grid, column beside column, and are a whole number of characters long."""

import io
from collections import Counter, defaultdict
from typing import Any

import pdfplumber
import pytest

from bulletin.composition import shelf
from bulletin.composition.compose import compose
from bulletin.house.rules import House
from bulletin.press.pull import pull
from bulletin.records.issue import Issue
from bulletin.records.story import Block, Heading, ListItem, Paragraph, Span
from tests.composition.conftest import make_issue, make_piece

CHINESE = "支行组织全体员工开展服务礼仪培训，围绕晨会、迎宾、业务办理等环节逐一演练，查漏补缺，让客户感受到温暖。2024年共办理1,234笔。"
ENGLISH = "The branch trained its staff in the manners of good service, from the morning meeting to the last customer of the day. "
Line = list[dict[str, Any]]


def worded(words: str, length: int) -> Paragraph:
    return Paragraph(spans=(Span(text=(words * 12)[:length].strip()),))


def made(language: str) -> Issue:
    """Stories with headlines of one line and of several, with and without byline, subtitle and standfirst, with headings and lists."""
    words, factor = (CHINESE, 1) if language == "zh-CN" else (ENGLISH, 3)
    text = [worded(words, factor * each) for each in (83, 160, 201, 333)]
    heads: list[Block] = [Heading(level=level, spans=(Span(text=words[:8]),)) for level in (2, 3)]
    points: list[Block] = [ListItem(level=1, spans=(Span(text=words[: 40 * factor]),)), ListItem(level=2, spans=(Span(text=words[:20]),))]
    titles = {"zh-CN": ("支行开展服务培训", "支行组织员工开展服务礼仪培训，提升服务水平"), "en": ("Good service", "Training for service")}
    short, long = titles[language]
    return make_issue(
        make_piece("a", short, *text, branch="东街支行"),
        make_piece("b", long, *text[:2], heads[0], *text[2:], heads[1], *text[:1], subtitle=short),
        make_piece("c", long, *text[:2], *points, *text, standfirst=words[: 60 * factor], branch="东街支行"),
        language=language,
    )


def pages_of(house: House, language: str, layout: str, page: str) -> tuple[float, float, list[list[Line]]]:
    """The size of body type, the smallest size, and the lines of body type of each page's columns."""
    house = house.model_copy(update={"layout": house.layout.model_copy(update={"page": page})})
    pdf = pull(compose(made(language), house, layout=layout, edition="readers"), house).pdf
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        sheets = [(float(sheet.width), sheet.chars) for sheet in opened.pages]
    size = Counter(round(each["size"], 2) for _width, chars in sheets for each in chars).most_common(1)[0][0]
    columns = 2 if layout == "gazette" else 1
    lines = [body_lines(chars, size, width / columns) for width, chars in sheets]
    return size, min(float(each["size"]) for _width, chars in sheets for each in chars), lines


def body_lines(chars: Line, size: float, width: float) -> list[Line]:
    """What is set in body type, line by line; a column is so wide."""
    rows: defaultdict[tuple[int, float], Line] = defaultdict(list)
    for each in chars:
        if abs(each["size"] - size) < 0.02 and "Serif" in each["fontname"] and "Bold" not in each["fontname"]:
            rows[int(each["x0"] // width), round(each["matrix"][5], 1)].append(each)
    return [sorted(row, key=lambda each: float(each["x0"])) for _place, row in sorted(rows.items())]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("page", ["A4", "B5", "A5"])
@pytest.mark.parametrize("layout", ["zhenjing", "gazette"])
def test_lines_stand_on_one_grid_and_no_type_is_too_small(house: House, layout: str, page: str, language: str) -> None:
    size, smallest, pages = pages_of(house, language, layout, page)
    rule = shelf.find(layout, house).settings
    leading, measure = size * rule.leading, size * rule.page[page].characters
    assert smallest >= 7.89
    for lines in pages:
        full = [line for line in lines if line[-1]["x1"] - line[0]["x0"] > 0.6 * measure]
        steps = [(full[0][0]["matrix"][5] - line[0]["matrix"][5]) % leading for line in full]
        assert all(min(step, leading - step) < 0.3 for step in steps)
    lengths = Counter(round(line[-1]["x1"] - line[0]["x0"], 1) for lines in pages for line in lines)
    assert abs(lengths.most_common(1)[0][0] - measure) < 0.2
