"""Front matter: what the head of a Markdown file states, with a query for every line of it that says nothing usable."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from bulletin.copydesk.stated import Stated, StatedPhoto
from bulletin.language import _
from bulletin.queries import Marked, Query, query
from bulletin.typography import clean, join_lines


def read_front(front: Mapping[str, Any], file: str) -> Marked[Stated]:
    """What the front matter states. A key or a value that cannot be used is a query; the rest stands."""
    fields: dict[str, Any] = {}
    queries: list[Query] = []
    for written, value in front.items():
        key = _CALLED.get(written, str(written).lower())
        if key not in _READERS:
            queries.append(_unknown_key(str(written), file))
        elif value is None:
            continue
        elif (read := _READERS[key](value)) is None:
            queries.append(_unusable(key, value, file))
        else:
            fields[key] = read
    return Marked(Stated(**fields), tuple(queries))


def _line(value: Any) -> str | None:
    return clean(join_lines(str(value))) if isinstance(value, str | int | float) else None


def names(value: Any) -> tuple[str, ...] | None:
    """A list of names, or one text that parts them by 、 or commas; None for anything else."""
    if isinstance(value, str):
        value = re.split(r"[、,，;；/]", value)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return None
    return tuple(name for name in map(clean, value) if name)


def _date(value: Any) -> dt.date | None:
    return read_date(str(value))


def read_date(text: str) -> dt.date | None:
    """A date as offices write it (2023年11月8日, 2023-11-8, 2023.11.8), None for anything else and for days that do not exist."""
    found = re.fullmatch(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?", text.strip())
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


#: A day as a writer dates a text, with the weekday or the weather: 二〇二四年五月八日, 2024年5月, 5月8日 星期三 晴.
_NUMERALS = "〇○零一二三四五六七八九十"
_DATED = re.compile(
    rf"[（(]?(?:(?:\d{{4}}|[{_NUMERALS}]{{4}})\s*年\s*)?(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})\s*月(?:\s*(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})\s*[日号]|[上中下]旬|初|底)?[）)]?"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*[晴阴雨雪雾霾多云转到小中大阵雷间]{1,6})?|\d{4}\s*[./-]\s*\d{1,2}"
)


def is_dated(text: str) -> bool:
    """Whether a line is nothing but a day or a month, as `read_date` reads it or less exact."""
    return bool(_DATED.fullmatch(text.strip()))


def _photos(value: Any) -> tuple[StatedPhoto, ...] | None:
    if not isinstance(value, list):
        return None
    photos = [_photo(each) for each in value]
    return tuple(photo for photo in photos if photo) if all(photos) else None


def _photo(value: Any) -> StatedPhoto | None:
    if isinstance(value, str):
        return StatedPhoto(file=value)
    if not isinstance(value, dict) or not isinstance(value.get("file"), str) or set(value) - {"file", "caption"}:
        return None
    return StatedPhoto(file=value["file"], caption=_line(value.get("caption") or "") or "")


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _line,
    "subtitle": _line,
    "standfirst": _line,
    "section": _line,
    "branch": _line,
    "authors": names,
    "photographers": names,
    "date": _date,
    "photos": _photos,
}


#: What a Chinese head of a file calls its lines.
_CALLED = {
    **dict.fromkeys(("标题", "题目"), "title"),
    **dict.fromkeys(("副标题", "副题"), "subtitle"),
    **dict.fromkeys(("提要", "摘要", "导语"), "standfirst"),
    **dict.fromkeys(("栏目", "投稿栏目"), "section"),
    **dict.fromkeys(("单位", "投稿单位", "供稿单位", "支行", "unit", "office"), "branch"),
    **dict.fromkeys(("作者", "供稿", "撰稿", "author", "by", "byline"), "authors"),
    **dict.fromkeys(("摄影", "图片"), "photographers"),
    **dict.fromkeys(("日期", "时间"), "date"),
}


def _unknown_key(key: str, file: str) -> Query:
    return query(
        "not-carried-over",
        file,
        _("the head of the file has a line “{key}” that means nothing here").format(key=key),
        _("Use only these: {keys}.").format(keys=", ".join(_READERS)),
    )


def _unusable(key: str, value: Any, file: str) -> Query:
    return query(
        "not-carried-over",
        file,
        _("“{value}” cannot be understood as “{key}” in the head of the file").format(value=str(value)[:60], key=key),
        _("Write names as a list, a date as 2024-01-15, and a photo as a file with its caption."),
    )
