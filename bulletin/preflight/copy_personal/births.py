"""Dates of birth beside a full name, however they are written: in figures, in characters, by the farmers' calendar."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import Found, folded
from bulletin.preflight.copy_personal.people import full_names

_YEAR = r"(?:(?:1[89]|20)\d{2}|(?<!\d)\d{2}|[一二三四五六七八九〇零○]{2,4})年(?:农历|阴历|公历|阳历)?"
_MONTH = r"(?:闰?(?:\d{1,2}|[正冬腊一二三四五六七八九十]{1,3})月)"
_DAY = r"(?:(?:\d{1,2}|(?:初|廿)?[一二三四五六七八九十廿卅]{1,3})[日号]?)"
_DATE = rf"(?:{_YEAR}{_MONTH}{_DAY}?|(?:1[89]|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}}|(?:1[89]|20)\d{{6}}(?!\d))"
_BORN = re.compile(
    rf"(?:(?:出生(?:日期|年月日?|于|时间|地?)?|生于|生日|生辰|诞生于?|降生于?)(?:一栏)?[是为在填写着:\s\"“(]{{0,4}}"
    rf"|(?:出生医?学?证明?|户口[本簿]|身份证)[^。；;\d]{{0,16}}?)(?P<behind>{_DATE})"
    rf"|(?:出生日期|出生年月日?|生日)[^。；;\n]{{0,24}}?(?:更正|改|变更|修改|登记|录入|误?写|错?填)[为成]了?(?P<corrected>{_DATE})"
    rf"|(?<![\u4e00-\u9fff])[男女][,，、](?P<listed>{_DATE})"
    rf"|(?:生日|生辰|寿辰)[^。；;\d]{{0,14}}?(?P<day>{_MONTH}{_DAY})"
    rf"|(?<![\d年])(?P<before>{_DATE})(?:凌晨|清晨|夜里)?(?:出生|生人|诞生|降生|出世|落地|的?生日|生(?=[,，。;；、)]|$|于))"
)


def birth_dates(text: str) -> Iterator[Found]:
    """Dates of birth in a text that has a full name which is not one of the bank's own."""
    plain = folded(text)
    found = list(_BORN.finditer(plain))
    if found and full_names(plain):
        yield from (born.span(born.lastgroup or 0) for born in found)
