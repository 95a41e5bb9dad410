"""Numbers: those that disagree with one another, dates that no calendar has or that lie ahead, and how they are written (GB/T 15835)."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

from bulletin.language import N_, _
from bulletin.preflight.wording.finding import Finding, sentence_of
from bulletin.typography import HAN

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_RANKS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+)"
_UNITS = r"个百分点|分钟|小时|万元|亿元|%|天|日|元|人次|人|名|户|笔|件|个|家|次|秒|项|台|步|环节"


def value(number: str) -> float | None:
    """What a number says, in figures or in Chinese numerals up to the thousands; None for what is no number."""
    if number[0].isdigit():
        return float(number.replace(",", ""))
    if not any(rank in number for rank in _RANKS):
        return float(_DIGITS[number]) if len(number) == 1 else None
    total, digit = 0, 0
    for character in number:
        if character in _RANKS:
            total += (digit or (1 if character == "十" else 0)) * _RANKS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return float(total + digit)


# --- numbers that disagree -------------------------------------------------------------------------------------------------------

#: Not the end of a longer number, nor the second half of "4分12秒".
_WHOLE = r"(?<![\d.分时第〇零一二两三四五六七八九十百千万亿])"
_CHANGE = re.compile(
    rf"(?:从|由)[^，。；、]{{0,8}}?{_WHOLE}(?P<before>{_NUMBER})(?P<unit>{_UNITS})(?P<words>[^，。；、\d]{{0,6}}?(?P<way>缩短|压缩|压降|降低|下降|减少|降|减|缩减|"
    rf"提升|提高|增加|增长|上升|增|升)(?:到|至|为))(?:了)?[^，。；、\d]{{0,2}}{_WHOLE}(?P<after>{_NUMBER})(?P=unit)"
    rf"(?:[，；、（]?[^，。；、（\d]{{0,6}}?(?:缩短|压缩|压降|降低|下降|减少|缩减|提升|提高|增加|增长|上升|增幅达?|降幅达?)了?(?P<by>{_NUMBER})(?P<of>{_UNITS}))?"
)
_DOWN = ("缩", "压", "降", "下", "减")
_PART = re.compile(
    rf"(?:共|总计|合计|累计)[^，。；\d]{{0,8}}?(?P<all>{_NUMBER})(?P<unit>人|名|户|笔|件|家|万元|元|台|人次|次)[^，。；]{{0,10}}[，（；]其中[^，。；\d]{{0,10}}?"
    rf"(?P<part>{_NUMBER})(?P=unit)"
)
_SHARES = re.compile(r"分别(?:占比?|占到|为)(?:约|总数的)?(?P<shares>\d+(?:\.\d+)?%(?:[、和及，]\d+(?:\.\d+)?%){1,6})")
_NAME = rf"(?:(?!等)[{HAN}]){{2,3}}"
_NAMES = re.compile(
    rf"(?<![{HAN}、])(?P<names>{_NAME}(?:[、和]{_NAME}){{2,11}})(?P<more>等)?"
    r"(?P<count>[2-9]|1\d|[两三四五六七八九十])(?P<unit>位|名|人)(?![次大均])"
)
_CLAIM = re.compile(
    r"(?P<count>[二两三四五六七八九十]|[2-9])(?:项|个|条|大|点|方面)(?:方面)?(?:的)?(?:具体|主要|有力)?(?:举措|措施|做法|要求|工作|步骤|意见|方面|抓手|环节)"
)
_ORDINAL = re.compile(r"(?:^|[。；：，！\n])[\s\u3000]*(?P<number>[一二三四五六七八九十])(?:是|要)(?![一二三四五六七八九十])")


def changes(text: str) -> Iterator[Finding]:
    """ "从12分钟缩短至8分钟，缩短5分钟": what it came down or up by is not the difference, or it went the other way."""
    for found in _CHANGE.finditer(text):
        before, after = value(found["before"]), value(found["after"])
        if before is None or after is None:
            continue
        if (after > before) if found["way"].startswith(_DOWN) else (after < before):
            yield _disagree(found, _("{before} to {after} is not what “{way}” says").format(
                before=found["before"], after=found["after"], way=found["way"]))  # fmt: skip
        elif found["by"] and not _is_difference(found, before, after):
            message = _("from {before} to {after} is not {by}{unit}")
            yield _disagree(found, message.format(before=found["before"], after=found["after"], by=found["by"], unit=found["of"]))


def _is_difference(found: re.Match[str], before: float, after: float) -> bool:
    by = value(found["by"])
    if by is None or found["of"] == found["unit"] != "%" or (found["unit"], found["of"]) == ("%", "个百分点"):
        return by is None or abs(abs(after - before) - by) < 1e-6
    if found["of"] != "%" or before == 0:
        return True
    grown = abs(after - before) / before * 100
    return abs(grown - by) <= 1 or (found["unit"] == "%" and abs(abs(after - before) - by) < 1e-6)


def parts(text: str) -> Iterator[Finding]:
    """A part that is more than the whole, and shares that come to more than 100 %."""
    for found in _PART.finditer(text):
        whole, part = value(found["all"]), value(found["part"])
        if whole is not None and part is not None and part > whole:
            yield _disagree(found, _("{part} of {all}: the part is more than the whole").format(part=found["part"], all=found["all"]))
    for found in _SHARES.finditer(text):
        total = sum(float(each) for each in re.findall(r"[\d.]+(?=%)", found["shares"]))
        if "分别占" in found[0] and total > 100.5:
            yield _disagree(found, _("the shares come to {total} %").format(total=round(total, 1)))


def counts(text: str) -> Iterator[Finding]:
    """A number of people behind a list of other length, or a number of measures before another number of them (一是…二是…)."""
    for found in _NAMES.finditer(text):
        listed, told = len(re.split("[、和]", found["names"])), value(found["count"])
        if told is not None and (listed > told or (not found["more"] and listed < told)):
            yield _disagree(found, _("{listed} are named, and {told} are counted").format(listed=listed, told=found["count"]))
    yield from _measures(text)


def _measures(text: str) -> Iterator[Finding]:
    ordinals = list(_ORDINAL.finditer(text))
    numbers = [value(each["number"]) for each in ordinals]
    if len(numbers) < 2 or numbers[0] != 1 or numbers.count(1) > 1:
        return
    for each, number, wanted in zip(ordinals, numbers, range(1, len(numbers) + 1), strict=True):
        if number != wanted:
            message = _("“{words}” stands where the {wanted}. is due").format(words=each[0].strip("。；：，！\n \u3000"), wanted=wanted)
            yield _disagree(each, message)
            return
    claims = list(_CLAIM.finditer(text, max(0, ordinals[0].start() - 60), ordinals[0].start() + 1))
    told = value(claims[-1]["count"]) if claims else None
    if told is not None and told != len(numbers) and "。" not in text[claims[-1].end() : ordinals[0].start()]:
        yield _disagree(claims[-1], _("“{words}” is told, and {count} follow").format(words=claims[-1][0], count=len(numbers)))


def _disagree(found: re.Match[str], message: str) -> Finding:
    remedy = _("Ask the branch which number is right.")
    return Finding(check="numbers-disagree", start=found.start(), end=found.end(), message=message, remedy=remedy)


_TOLD = re.compile(rf"(?P<about>近|约|超|逾|过)?(?P<number>{_NUMBER})(?P<more>余|多|几)?(?P<scale>万|亿)?(?P<unit>元|户|笔|名|位)")
_TITLE_UNITS = ("元", "户", "笔")


def title_numbers(title: str, body: str) -> Iterator[Finding]:
    """An amount in the title that is not in the text, though the text has amounts of the kind."""
    told = [(each["unit"], _amount(each)) for each in _TOLD.finditer(body)]
    for found in _TOLD.finditer(title):
        amount = _amount(found)
        of_kind = [other for unit, other in told if unit == found["unit"] and other is not None]
        if found["unit"] not in _TITLE_UNITS or amount is None or amount < 2 or found["about"] or found["more"] or not of_kind:
            continue
        if amount not in of_kind and abs(sum(of_kind) - amount) > 1e-6:
            yield _disagree(found, _("“{words}” is in the title, and not in the text").format(words=found[0]))


def _amount(found: re.Match[str]) -> float | None:
    number = value(found["number"])
    return None if number is None else number * {"万": 1e4, "亿": 1e8}.get(found["scale"] or "", 1)


# --- dates -----------------------------------------------------------------------------------------------------------------------

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)(?:年|[-./](?=\d{1,2}[-./]\d)))?"
    r"(?<![\d.])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})(?P<mark>日|号)?(?![\d.%:：])"
)
_MONTH = re.compile(r"(?:19|20)\d\d年(?P<month>\d{1,2})月")
_WEEKDAY = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日[（(]?(?:星期|周)(?P<weekday>[一二三四五六日天])")
_CLOCK = re.compile(r"(?<![\d:：])(?P<hour>\d{1,2})(?:时|点)(?P<minute>\d{1,2})分(?!钟|之)")
_SPAN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<first>\d{1,2})日?\s*(?:至|到|—|－|-|～|~)+\s*(?:(?P<other>\d{1,2})月)?(?P<last>\d{1,2})日"
    r"(?:[^。；]{0,12}?为期(?P<days>\d{1,2}|[一二两三四五六七八九十]+)天)?"
)
_AHEAD = re.compile("将|拟|计划|预计|截止|有效期|届时|目标|力争|规划|安排在|定于|报名|至|到|前|后续|下一步|下阶段|即日|为期|—|～|起")
_OTHER_YEAR = re.compile(r"(?:19|20)\d\d年|去年|前年|上年")
_HAPPENED = re.compile("了|举行|召开|开展|举办|组织|收到|走进|来到|成功|参加|荣获|完成|启动|接到|前往|联合")


def impossible_dates(text: str) -> Iterator[Finding]:
    """A month or a day that no calendar has, a wrong day of the week, an hour past 24, a span that ends before it begins."""
    for found in _DATE.finditer(text):
        if (found["year"] or found["mark"]) and not _exists(found["year"], found["month"], found["day"]):
            yield _impossible(found, _("there is no {date}").format(date=found[0]))
    for found in _MONTH.finditer(text):
        if not 1 <= int(found["month"]) <= 12 and not _DATE.match(text, found.start()):
            yield _impossible(found, _("there is no {date}").format(date=found[0]))
    for found in _WEEKDAY.finditer(text):
        if _exists(found["year"], found["month"], found["day"]):
            day = dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
            if "一二三四五六日"[day.weekday()] != found["weekday"].replace("天", "日"):
                yield _impossible(found, _("that day was another day of the week: 星期{day}").format(day="一二三四五六日"[day.weekday()]))
    for found in _CLOCK.finditer(text):
        if int(found["hour"]) > 24 or int(found["minute"]) > 59:
            yield _impossible(found, _("there is no {date}").format(date=found[0]))
    yield from _spans(text)


def _spans(text: str) -> Iterator[Finding]:
    for found in _SPAN.finditer(text):
        year, month = int(found["year"] or 2024), int(found["month"])
        other = int(found["other"] or month)
        if not (_exists(str(year), str(month), found["first"]) and _exists(str(year), str(other), found["last"])):
            continue
        days = (dt.date(year, other, int(found["last"])) - dt.date(year, month, int(found["first"]))).days + 1
        told = value(found["days"]) if found["days"] else None
        if days < 1 and other == month:
            yield _impossible(found, _("the span ends before it begins"))
        elif told is not None and 0 < days < told:
            yield _disagree(found, _("that is {days} days, and {told} are told").format(days=days, told=found["days"]))


def _exists(year: str | None, month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(int(year or 2024), int(month))[1]


def _impossible(found: re.Match[str], message: str) -> Finding:
    remedy = _("Ask the branch for the right date.")
    return Finding(check="impossible-date", start=found.start(), end=found.end(), message=message, remedy=remedy)


def dates_ahead(text: str, received: dt.date) -> Iterator[Finding]:
    """What is told as done on a day after the story came. A day without a year is that of the month in which it came."""
    for found in _DATE.finditer(text):
        if not (found["year"] or found["mark"]) or not _exists(found["year"], found["month"], found["day"]):
            continue
        year = int(found["year"] or received.year)
        if not found["year"] and (int(found["month"]) != received.month or _OTHER_YEAR.search(text[: found.start()])):
            continue
        day = dt.date(year, int(found["month"]), int(found["day"]))
        words = sentence_of(text, found)
        if day > received and not _AHEAD.search(words) and _HAPPENED.search(words):
            message = _("{date} lies after the day on which the story came ({received})")
            told = message.format(date=found[0], received=received.isoformat())
            remedy = _("Ask the branch for the right date.")
            yield Finding(check="date-ahead", start=found.start(), end=found.end(), message=told, remedy=remedy)


# --- how numbers are written -----------------------------------------------------------------------------------------------------

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_CLOCK_COLON = re.compile(r"(?<![\d：:])([01]?\d|2[0-4])：([0-5]\d)(?![\d：:])")
_RATIO = re.compile("比|配|例|分")
_ABOUT = r"\d[\d.,]*[^，。；、\d]{0,3}"
_SEVERAL = "|".join(f"{digit}、{digit + 1}" for digit in range(1, 9))
_STYLES: tuple[tuple[str, str], ...] = (
    (r"(?<![\d.年第～~—-])[12]\d年(?=(?:1[0-2]|[1-9])月)", N_("a year is written with four figures (2023年)")),
    (
        rf"(?<![\d、.第])(?:{_SEVERAL})(?=个|名|人|天|次|位|岁|家|户|分钟|小时|年(?!级))",
        N_("about so many is written in words, without a comma (五六个)"),
    ),
    (r"(?<![\d.%])\d+(?:\.\d+)?[-—–－～~]+\d+(?:\.\d+)?%", N_("each end of a range has its own percent sign (5%～10%)")),
    (rf"(?:大约|近|约|大概|将近){_ABOUT}(?:左右|上下)|(?:超过|逾){_ABOUT}(?:以上|余)|近\d[\d.,]*余", N_("“about” is said twice")),
    (
        r"(?:降低|减少|缩短|下降|压缩|压降)了?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍",
        N_("nothing becomes less by so many times: say by how many percent"),
    ),
    (r"(?<=\d)(?:KG|Kg|KM|Km|ML|CM|MM)(?![A-Za-z])", N_("this unit has its own spelling (kg, km, mL, cm, mm)")),
    (r"(?<=\d)平米|(?<=\d)公分(?=[，。高宽长])", N_("this unit is 平方米, 厘米 (the legal units)")),
    (r"[二一]零[零一二三四五六七八九]{2}年", N_("a year in characters has 〇, not 零")),
)


def number_style(text: str) -> Iterator[Finding]:
    """How numbers, times and units are written (GB/T 15835, GB 3100)."""
    for found in _WIDE.finditer(text):
        instead = "".join(chr(ord(each) - 0xFEE0) for each in found[0])
        yield _style(found, _("figures and letters are half width"), instead)
    for found in _CLOCK_COLON.finditer(text):
        if not _RATIO.search(text[max(0, found.start() - 6) : found.start()]):
            yield _style(found, _("a time of day has a half-width colon (9:00)"), f"{found[1]}:{found[2]}")
    for pattern, reason in _STYLES:
        for found in re.finditer(pattern, text):
            yield _style(found, _(reason), None)


def _style(found: re.Match[str], message: str, instead: str | None) -> Finding:
    remedy = _("Write “{instead}”.").format(instead=instead) if instead else _("Write it in the house's way (GB/T 15835).")
    return Finding(check="number-style", start=found.start(), end=found.end(), message=message, remedy=remedy, instead=instead)
