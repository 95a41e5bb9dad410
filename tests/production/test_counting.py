"""Counting: what is asked of a manuscript stands at the story's paragraphs."""

import datetime as dt

import pytest

from bulletin.production.counting import as_printed
from bulletin.queries import Place, Query, query
from bulletin.records.manuscript import Art, Grid, Line, Manuscript, Run, TableCell
from bulletin.records.story import Paragraph, Span, Story, Table

FIRST, SECOND = "清晨的雨下了很久，门口积了水。", "值班经理拿来木板铺路。"


def line(position: int, text: str) -> Line:
    return Line(runs=(Run(text=text),) if text else (Art(photo="p"),), position=position)


MANUSCRIPT = Manuscript(
    file="稿.docx",
    kind="word",
    passages=(
        line(1, "雨天的木板路"),
        line(2, "供稿：东门支行"),
        line(3, FIRST),
        line(4, ""),
        line(5, SECOND),
        Grid(rows=((TableCell(lines=(line(6, "一季度客户数"),)), TableCell(lines=(line(7, "一千二百零三户"),))),)),
        line(8, SECOND),
    ),
)
STORY = Story(
    title="雨天的木板路",
    received=dt.datetime(2024, 1, 2, tzinfo=dt.UTC),
    submission="稿.docx",
    body=(
        Paragraph(spans=(Span(text=FIRST),)),
        Paragraph(spans=(Span(text=SECOND),)),
        Table(rows=(("一季度客户数", "一千二百零三户"),)),
        Paragraph(spans=(Span(text=SECOND),)),
    ),
)


def asked(paragraph: int | None, text: str = "", start: int | None = None, file: str = "稿.docx") -> Query:
    return query("comment", Place(file=file, paragraph=paragraph, start=start, end=start and start + len(text), text=text), "", "")


@pytest.mark.parametrize(
    ("position", "number"), [(1, None), (2, None), (3, 1), (4, 1), (5, 2), (6, 3), (7, 3), (8, 4), (99, None), (None, None)]
)
def test_a_manuscripts_paragraph_is_told_by_the_number_of_the_storys(position: int | None, number: int | None) -> None:
    [placed] = as_printed([asked(position)], MANUSCRIPT, STORY)
    assert placed.place.paragraph == number


def test_characters_are_counted_in_the_storys_paragraph() -> None:
    [placed] = as_printed([asked(5, "木板", 30)], MANUSCRIPT, STORY)
    assert SECOND[placed.place.start : placed.place.end] == "木板"
    [gone] = as_printed([asked(5, "铁板", 30)], MANUSCRIPT, STORY)
    assert (gone.place.paragraph, gone.place.start, gone.place.end, gone.place.text) == (2, None, None, "铁板")


def test_what_is_asked_of_another_file_stays_where_it_is() -> None:
    other = asked(5, "木板", 3, file="别的.docx")
    assert as_printed([other], MANUSCRIPT, STORY) == (other,)
