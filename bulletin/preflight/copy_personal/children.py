"""Who is told to be a child: by a school, a class, or an age below 18."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.clauses import behind, sentence_at
from bulletin.preflight.copy_personal.figures import Found
from bulletin.preflight.copy_personal.names import free_names, is_plain
from bulletin.preflight.copy_personal.roles import AFTER, OFFICE

_SCHOOL = re.compile(
    r"小学|中学|初中|高中|幼儿园|(?:实验|中心|[市县区镇])[一二三四五六七八九]?小(?!时|组)|附小|附中|年级|[\d一二三四五六]\)?班|"
    r"[初高][一二三](?![\u4e00-\u9fff]?季)|少年宫|中考|出生证明|"
    r"暑期|寒假|研学|托管|小小银行家|读书|念书|上学|放学|学籍|助学"
)
_GROWN = re.compile(r"大学|学院|研究生|博士|硕士|培训|老同学|党校|高校|职校|成年子女|退休|入行")
_PUPIL = re.compile(
    r"(?:年级|[\d一二三四五六七八九十]{1,3}\)?班级?|小学|中学|附小|附中|幼儿园|[大中小]班|(?:实验|中心|"
    r"[市县区镇])[一二三四五六七八九]?[小中])(?:的)?(?:一[名位个])?(?:学生|同学|小学生|"
    r"学员|女生|男生|学子|小朋友)?[:\s\"“、,]{0,2}(?=[\u4e00-\u9fff])"
)
#: A class right behind the name: 周小川（初三（2）班）.
IN_CLASS = re.compile(
    r"[”\"]?\s?[,(]\s?(?!大学)[\u4e00-\u9fff]{0,12}?(?:[一二三四五六七八九1-9]年级|[初高][一二三]|[一二三四五六七八九][(]\d{1,2}[)]班|[大中小]班)"
)
CHILD_TITLE = re.compile(r"小朋友|小同学|同学|宝宝|小宝贝|小朋友们")
_AGE = r"(\d{1,2}|[一二三四五六七八九十]{1,3})(?:周)?岁(?:半)?"
_AGE_BEFORE = re.compile(rf"{_AGE}的?[\u4e00-\u9fff]{{0,6}}?{AFTER.pattern}")
_AGE_BEHIND = re.compile(
    rf"[”\"]?[,(\s]{{0,2}}(?:男|女)?[,、\s]?(?:今年|现年|年仅|年满|刚满|才|只有|不满|未满|时年|年龄|现在)?[:\s]?{_AGE}"
)
_OF_AGE = 18


def of_a_school(plain: str, at: int, title: str) -> bool:
    """Whether one who is called 同学 is a child; grown people call each other so, too."""
    sentence = sentence_at(plain, at)
    return not _GROWN.search(sentence) and (title != "同学" or _SCHOOL.search(sentence) is not None)


def pupils(plain: str) -> Iterator[Found]:
    """Names behind a school or a class."""
    for start, end in behind(plain, _PUPIL):
        if is_plain(plain, start, end) and not _GROWN.search(sentence_at(plain, start)) and _SCHOOL.search(sentence_at(plain, start)):
            yield start, end


def under_age(plain: str) -> Iterator[Found]:
    """Names that nothing calls, behind which an age below 18 or a class stands."""
    for start, end in free_names(plain):
        age = _AGE_BEHIND.match(plain, end)
        if (age and _years(age[1]) < _OF_AGE) or IN_CLASS.match(plain, end):
            yield start, end


def is_young(plain: str, start: int, end: int) -> bool:
    """Whether an age below 18 stands beside a name, or its sentence tells of a school and of nobody grown."""
    after = _AGE_BEHIND.match(plain, end)
    before = next((age for age in _AGE_BEFORE.finditer(plain, max(0, start - 16)) if age.end() == start), None)
    if after or before:
        return any(_years(age[1]) < _OF_AGE for age in (after, before) if age)
    sentence = sentence_at(plain, start)
    return bool(_SCHOOL.search(sentence)) and not _GROWN.search(sentence) and not OFFICE.match(plain, end)


def _years(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    figures = "零一二三四五六七八九"
    return (figures.find(tens or "一") if ten else 0) * 10 + max(0, figures.find(units))
