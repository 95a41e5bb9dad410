"""Dates: those that no calendar has, those on another day of the week, spans that end before they begin, and what lies ahead."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

from bulletin.language import _
from bulletin.preflight.wording.finding import Finding, sentence_of
from bulletin.preflight.wording.numbers import disagree, value

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)(?:年|[-./](?=\d{1,2}[-./]\d)))?"
    r"(?<![\d.])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})(?P<mark>日|号)?(?![\d.%:：])"
)
_MONTH = re.compile(r"(?:19|20)\d\d年(?P<month>\d{1,2})月")
_MONTHS = re.compile(r"(\d{1,2})月")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_WEEKDAY = re.compile(
    r"(?:(?P<year>(?:19|"
    r"20)\d\d)年)?(?:(?P<month>\d{1,2})月)?(?<!\d)(?P<day>\d{1,2})[日号][（(，]?(?:星期|"
    r"周|礼拜)(?P<weekday>[一二三四五六日天])(?![至到年、])"
)
_CLOCK = re.compile(r"(?<![\d:：])(?P<hour>\d{1,2})(?:时|点)(?P<minute>\d{1,2})分(?!钟|之)")
#: "上午13时", "下午25点": of a part of the day; "25点" alone may be so many points.
_HOUR = re.compile(
    r"(?P<part>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|当晚|今晚)\s?(?P<hour>\d{1,2})(?:时(?!间|期)|点钟?|[:：][0-5]\d)"
)
_MORNING = ("凌晨", "清晨", "早晨", "早上", "上午")
#: A month by itself, at the beginning of a clause or behind a year that is not in figures.
_LONE_MONTH = re.compile(r"(?:^|(?<=[，。；：！？、“（于在至到自从])|(?<=[今去明前]年)|(?<=[上当]年))(?P<month>\d{1,2})月(?![龄期\d])")
_SPAN = re.compile(
    r"(?:(?P<year>(?:19|"
    r"20)\d\d)年)?(?<!去年)(?<!上年)(?<!前年)(?P<month>\d{1,2})月(?P<first>\d{1,2})[日号]?起?\s*(?:至|"
    r"到|—|－|-|～|~)+\s*"
    r"(?:(?P<year_after>(?:19|20)\d\d)年)?(?:(?P<other>\d{1,2})月)?(?P<last>\d{1,2})[日号]"
    r"(?:[^。；]{0,12}?为期(?P<days>\d{1,2}|[一二两三四五六七八九十]+)天)?"
)
#: From one year into the next so many days may pass (a school year, a season); of something held, so many.
_LONGEST, _LONGEST_HELD = 330, 180
_HELD = re.compile("活动|培训|比赛|竞赛|宣传|演练|检查|走访|举办|举行|开展|试点|值班")
_OVER_YEARS = re.compile("学年|年度|任期|合同|协议|保险|保单|有效期|供暖|取暖|周期|轮岗|挂职|租期|聘期|次年|跨年")
_AHEAD = re.compile(
    "将(?=于|在|会|举|开|召|正|全|继|陆|迎|推|实|施|启|有|为|面|对|由|持|进|组|不)|拟|计划|预计|截止|"
    "有效期|届时|目标|力争|规划|安排在|定于|报名|后续|下一步|下阶段|即日|到期|全年|年度|四季度"
)
_UNTIL = re.compile("[至到前起—～－-]|之前|以前")
_OTHER_YEAR = re.compile(r"(?:19|20)\d\d年|去年|前年|上年|当年|那年")
_LONG_AGO = re.compile("去年|前年|上年|年前|那年|当年|往年")
#: What begins, and what ends it: the second is not on an earlier day.
_COURSE = re.compile(
    r"(?P<month>\d{1,2})月(?P<first>\d{1,2})日[^。；\d]{0,12}?(?:开工|动工|施工|启动|开始|受理|申请|提交|"
    r"报名|立项|签约|签订|开幕|开班|进场|发起|收到|接到|报案|挂失|录入|起草|下单|出发)[^。；]{0,16}?"
    r"(?P<other>\d{1,2})月(?P<last>\d{1,2})日[^。；\d]{0,8}?(?:竣工|完工|完成|结束|放款|发放|审批|到账|"
    r"投用|投入使用|交付|闭幕|结业|结班|验收|办结|启用|开业|反馈|破案|返还|补发|送达|返回)"
)
_HAPPENED = re.compile("了|着|举行|召开|开展|举办|组织|收到|走进|来到|成功|参加|荣获|完成|启动|接到|前往|联合|办理|上门|邀请|劝阻")
#: A day without a year so few months after the story came is no day of the year before: nobody sends a story so late.
_SOON = 4


def impossible_dates(text: str) -> Iterator[Finding]:
    """A month or a day that no calendar has, an hour past 24, a span that ends before it begins."""
    for found in (*_DATE.finditer(text), *_MONTH.finditer(text), *_LONE_MONTH.finditer(text)):
        if not _is_possible(found):
            yield _impossible(found, _("there is no {date}").format(date=found[0]))
    for found in _CLOCK.finditer(text):
        if int(found["hour"]) > 24 or int(found["minute"]) > 59:
            yield _impossible(found, _("there is no {date}").format(date=found[0]))
    for found in _HOUR.finditer(text):
        if int(found["hour"]) > (12 if found["part"] in _MORNING else 24):
            yield _impossible(found, _("there is no {date}").format(date=found[0]))
    for found in _SPAN.finditer(text):
        yield from _span(text, found)
    for found in _COURSE.finditer(text):
        if _ends_before(found) and not re.search("次年|翌年|明年|第二年|今年", found[0]):
            yield _impossible(found, _("it ends before it begins"))


def _is_possible(found: re.Match[str]) -> bool:
    if "day" not in found.re.groupindex:
        return 1 <= int(found["month"]) <= 12 or bool(_DATE.match(found.string, found.start()))
    return not (found["year"] or found["mark"]) or _exists(found["year"], found["month"], found["day"])


def _span(text: str, found: re.Match[str]) -> Iterator[Finding]:
    year, month = int(found["year"] or 2024), int(found["month"])
    other = int(found["other"] or month)
    year_after = int(found["year_after"] or year)
    if not (_exists(str(year), str(month), found["first"]) and _exists(str(year_after), str(other), found["last"])):
        return
    days = (dt.date(year_after, other, int(found["last"])) - dt.date(year, month, int(found["first"]))).days + 1
    told = value(found["days"]) if found["days"] else None
    if days < 1 and (found["year_after"] or other == month or _is_too_long(days + 365, sentence_of(text, found))):
        yield _impossible(found, _("the span ends before it begins"))
    elif told is not None and 0 < days < told:
        yield disagree(found, _("that is {days} days, and {told} are told").format(days=days, told=found["days"]))


def _ends_before(found: re.Match[str]) -> bool:
    """Whether the end lies before the beginning, and not in the year after."""
    if not (_exists(None, found["month"], found["first"]) and _exists(None, found["other"], found["last"])):
        return False
    days = (dt.date(2024, int(found["other"]), int(found["last"])) - dt.date(2024, int(found["month"]), int(found["first"]))).days
    return days < 0 and days + 365 > _LONGEST_HELD


def _is_too_long(days: int, words: str) -> bool:
    """Whether a span over the turn of the year is too long to be one."""
    return not _OVER_YEARS.search(words) and days > (_LONGEST_HELD if _HELD.search(words) else _LONGEST)


def weekdays(text: str, received: dt.date) -> Iterator[Finding]:
    """A date with another day of the week than it had; one without a month is of the month before it."""
    for found in _WEEKDAY.finditer(text):
        month = found["month"] or next(reversed(_MONTHS.findall(text[: found.start("day")])), None)
        years = [found["year"]] if found["year"] else list(_likely_years(text, found, received))
        days = [dt.date(int(year), int(month), int(found["day"])) for year in years if month and _exists(year, month, found["day"])]
        if days and found["weekday"].replace("天", "日") not in map(_weekday, days):
            yield _impossible(found, _("that day was another day of the week: 星期{day}").format(day=_weekday(days[0])))


def _likely_years(text: str, found: re.Match[str], received: dt.date) -> Iterator[str]:
    """The years that a day without one may be of: that of the story's coming, the one before for a day that lies ahead, and those told."""
    words = sentence_of(text, found)
    yield str(received.year)
    yield from (str(received.year - 1) for _later in range(int(found["month"] or 12) >= received.month))
    yield from (str(received.year + 1) for _plan in _AHEAD.findall(words)[:1])
    yield from _YEAR.findall(text)
    yield from (str(received.year - back) for _long in _LONG_AGO.findall(words)[:1] for back in range(1, 7))


def _weekday(day: dt.date) -> str:
    return "一二三四五六日"[day.weekday()]


def _exists(year: str | None, month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(int(year or 2024), int(month))[1]


def _impossible(found: re.Match[str], message: str) -> Finding:
    remedy = _("Ask the branch for the right date.")
    return Finding(check="impossible-date", start=found.start(), end=found.end(), message=message, remedy=remedy)


def dates_ahead(text: str, received: dt.date) -> Iterator[Finding]:
    """What is told as done on a day after the story came; one without a year lies a few months ahead at most, else it is last year's."""
    for found in _DATE.finditer(text):
        if not (found["year"] or found["mark"]) or not _exists(found["year"], found["month"], found["day"]):
            continue
        if not found["year"] and (int(found["month"]) > received.month + _SOON or _OTHER_YEAR.search(text[: found.start()])):
            continue
        year = int(found["year"] or received.year)
        day = dt.date(year, int(found["month"]), min(int(found["day"]), monthrange(year, int(found["month"]))[1]))
        words = sentence_of(text, found)
        if day > received and not _AHEAD.search(words) and not _UNTIL.match(text, found.end()) and _HAPPENED.search(text):
            message = _("{date} lies after the day on which the story came ({received})")
            told = message.format(date=found[0], received=received.isoformat())
            remedy = _("Ask the branch for the right date.")
            yield Finding(check="date-ahead", start=found.start(), end=found.end(), message=told, remedy=remedy)
