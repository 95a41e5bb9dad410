"""Numbers that disagree with one another, within a sentence: a change, a part and its whole, a sum, a count and a list."""

import re
from collections.abc import Iterator

from bulletin.language import _
from bulletin.preflight.wording.finding import Finding, clause
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
    rf"(?:从|由)[^，。；、]{{0,8}}?{_WHOLE}(?P<before>{_NUMBER})(?P<unit>{_UNITS}|"
    rf"[{HAN}])(?P<words>[^，。；、\d]{{0,6}}?(?P<way>缩短|压缩|压降|降低|下降|减少|降|减|缩减|"
    rf"提升|提高|增加|增长|上升|增|升)(?:到|至|为))(?:了)?[^，。；、\d]{{0,2}}{_WHOLE}(?P<after>{_NUMBER})(?P=unit)"
    rf"(?:[，；、（]?(?:同比|环比|平均|整体|总体|足足|整整|共|净|即|直接|(?:较|比)[^，。；、（\d]{{1,5}}|(?:等候|办理|业务)?时间|总量)?"
    rf"(?:缩短|压缩|压降|降低|下降|减少|缩减|提升|提高|增加|增长|上升|增幅达?|降幅达?)了?(?P<by>{_NUMBER})(?P<of>{_UNITS}))?"
)
_DOWN = ("缩", "压", "降", "下", "减")
_JUST_BEFORE = 16
#: "增长10%，由100亿元增至120亿元": the percentage before the change.
_TOLD_BEFORE = re.compile(r"(?:增长|增加|增幅|提升|提高|上升|下降|降低|减少|压降|缩短|降幅)(?:了|达到?|为)?(?P<by>\d+(?:\.\d+)?)%[，,（]?$")
_PART = re.compile(
    rf"(?:共|总计|合计|累计)[^，。；\d]{{0,8}}?(?P<all>{_NUMBER})(?P<unit>人|名|户|笔|件|"
    rf"家|万元|元|台|人次|次)[^，。；]{{0,10}}[，（；]其中[^，。；\d]{{0,10}}?"
    rf"(?P<part>{_NUMBER})(?P=unit)"
)
#: The parts before their sum ("A 30人、B 25人，共55人") or behind it ("共55人，其中A 30人、B 25人"): all of one unit, one clause each.
_ITEM = rf"[^，。；、：（）\d]{{1,14}}?{_NUMBER}"
_SUM_BEHIND = re.compile(
    rf"(?P<items>(?:{_ITEM}(?P<unit>人|名|户|笔|件|家|份|张|条|万元|元|台|项|次)[^，。；、\d]{{0,6}}[，、和；]){{2,6}})"
    rf"(?:[^，。；、\d累其]{{0,8}}?)(?:共计|合计|总计|一共|共)[^，。；、\d累]{{0,6}}?"
    rf"(?P<all>{_NUMBER})(?P=unit)(?![余多次])"
)
_SUM_BEFORE = re.compile(
    rf"(?:共|总计|合计|累计|一共|总数)[^，。；、\d]{{0,10}}?(?P<all>{_NUMBER})(?P<unit>人|名|"
    rf"户|笔|件|家|份|张|条|万元|元|台|项|次)[^，。；、\d]{{0,6}}[，（：；]其中：?"
    rf"(?P<items>{_ITEM}(?P=unit)(?:[，、和；]{_ITEM}(?P=unit)){{1,6}})"
)
#: A whole without a word for it, just before its parts: 存款100万元，其中…
_WHOLE_BEFORE = re.compile(
    rf"{_WHOLE}(?P<all>{_NUMBER})(?P<unit>人|名|户|笔|件|家|份|万元|亿元|元|台)(?:[^，。；、\d]{{0,6}})[，（；]其中：?"
    rf"(?P<items>{_ITEM}(?P=unit)(?:[，、和；]{_ITEM}(?P=unit)){{0,6}})"
)
#: These two are all that there is.
_HALVES = re.compile("男.*女|女.*男|对公.*对私|对私.*对公|对公.*个人|个人.*对公|线上.*线下|线下.*线上|本地.*异地|城区.*县域")
_TOTAL = re.compile("共|总计|合计|累计|总数")
#: These have nothing in common, though there may be more.
_APART = re.compile("定期.*活期|活期.*定期|人民币.*外币|外币.*人民币|短期.*长期|长期.*短期|本金.*利息|利息.*本金|首付.*余款")
#: What grew may be made up of more that grew and of some that shrank; who is of one kind may be of another too.
_NET = re.compile("增|减|升|降|净|涨|超|多|少|目标|任务|计划")
_OF_TWO_KINDS = re.compile(
    "党员|团员|本科|研究生|硕士|学历|岁|青年|老年|中层|骨干|持证|新员工|先进|优秀|普惠|小微|涉农|绿色|科技|首贷|信用贷"
)
_PRIZES = re.compile(
    rf"(?P<items>(?:[^，。；、\d]{{0,8}}[一二三特优]等奖|[^，。；、\d]{{0,8}}(?:冠|亚|季)军|"
    rf"[^，。；、\d]{{0,8}}(?:优秀|优胜|鼓励|组织|最佳[^，。；、\d]{{1,6}}?)奖){_NUMBER}(?P<unit>名|个|人)"
    rf"(?:[，、和；][^，。；、\d]{{2,10}}{_NUMBER}(?P=unit)){{1,6}})[^\d]{{0,24}}?(?P<all>{_NUMBER})(?:名|"
    rf"位|个|人)[^，。；]{{0,12}}(?:颁|获奖|表彰|奖品|奖励|证书)",
    re.DOTALL,
)
_COUNTED = r"人|名|户|笔|件|家|份|张|条|万元|亿元|元|台|次"
_UP, _DOWNWARD = "增加|增长|提高|上升|多", "减少|下降|降低|少"
#: "受理150笔，同比增加50笔，增长20%".
_GROWN = re.compile(
    rf"(?P<now>{_NUMBER})(?P<unit>{_COUNTED})，?(?:同比|环比|较|比)[^，。；\d]{{0,8}}(?P<way>{_UP}|{_DOWNWARD})了?(?P<by>{_NUMBER})(?P=unit)"
    r"[，、](?:同比|环比)?(?:增长|增幅|下降|降幅)(?:了|达到?|为)?(?P<percent>\d+(?:\.\d+)?)%"
)
#: "共120户，其中90户已签约，占60%".
_SHARE = re.compile(
    rf"(?:共|总计|合计)[^，。；\d]{{0,8}}?(?P<all>{_NUMBER})(?P<unit>{_COUNTED})[^。；\d]{{0,12}}其中[^，。；\d]{{0,12}}?(?P<part>{_NUMBER})(?P=unit)"
    r"[^。；\d]{0,12}占(?:比|总数|全部)?[^，。；\d]{0,4}(?P<percent>\d+(?:\.\d+)?)%"
)
#: "每人200元，30人，共计5000元".
_TIMES = re.compile(
    rf"每[人户份名位件张台](?P<each>{_NUMBER})元[^。；\d]{{0,12}}(?P<count>{_NUMBER})[人户份名位件张台][^。；\d]{{0,12}}(?:共计|合计|总计|共)[^，。；\d]{{0,4}}"
    rf"(?P<all>{_NUMBER})元"
)
#: "点钞、传票、演讲四个项目".
_THING = rf"(?:(?!等(?![候待级]))[{HAN}]){{1,6}}"
_LISTED = re.compile(
    rf"(?P<items>{_THING}(?:、{_THING}){{1,8}}?)(?P<more>等)?(?P<count>[两三四五六七八九]|[2-9])(?:个|项|类|种|大)"
    "(?:项目|环节|科目|板块|主题|奖项|方面|步骤|阶段|组别|模块|部门|科室|网点|支行|社区|小区|村|单位|客群|群体)"
)
_MARKS_BEFORE = re.compile(r"[，。；：！？“”（）\n]")
#: "评出3名标兵：张小明、李伟": the count before the names.
_NAMES_BEHIND = re.compile(
    r"(?P<count>[2-9]|1\d|[两三四五六七八九十])(?:位|名)[^，。；：、\d]{1,8}(?:：|（|，分别是|，他们是)"
    rf"(?P<names>[{HAN}]{{2,3}}(?:[、和][{HAN}]{{2,3}}){{1,11}})(?P<more>等)?(?=[。；）])"
)
#: "“四心”服务——热心、耐心、细心".
_CALLED = re.compile(
    rf"“(?P<count>[三四五六七八九])(?P<thing>心|化|到|声|勤|好|清|必)”[^。；、“”]{{0,12}}?"
    rf"(?P<names>[{HAN}]{{1,3}}(?P=thing)(?:、[{HAN}]{{1,3}}(?P=thing)){{1,7}})(?P<more>等)?(?!、)"
)
#: "100户，较年初的80户增长40%".
_AGAINST = re.compile(
    rf"{_WHOLE}(?P<now>{_NUMBER})(?P<unit>{_COUNTED})，?(?:较|比)[^，。；\d]{{0,8}}{_WHOLE}(?P<before>{_NUMBER})(?P=unit)"
    r"(?:增长|增加|提高|上升|下降|减少|降低)了?(?P<percent>\d+(?:\.\d+)?)%"
)
#: "5个小组，每组6人，共35人".
_EACH = re.compile(
    rf"{_WHOLE}(?P<count>{_NUMBER})(?:个?小?(?P<group>组|队|班|网点|场|天|期|批))[^。；\d]{{0,10}}每(?P=group)(?P<each>{_NUMBER})(?P<unit>人|名|户|份|场|次|件|元)"
    rf"[^。；\d]{{0,8}}(?:共计|合计|总计|一共|共)[^，。；\d]{{0,6}}(?P<all>{_NUMBER})(?P=unit)(?![多余次])"
)
#: "备齐礼包100份，送出60份，剩余30份".
_REST = re.compile(
    rf"(?:共|备|印|购|总)[^，。；\d]{{0,8}}{_WHOLE}(?P<all>{_NUMBER})(?P<unit>份|件|个|套|张|台|户|名|人)[^。；\d]{{0,12}}[，、](?:已|共)?[^，。；\d增新]{{0,6}}{_WHOLE}(?P<part>{_NUMBER})(?P=unit)"
    rf"[^。；，\d]{{0,6}}[，、](?:还剩|剩余|剩下|余下|尚余)[^，。；\d]{{0,4}}{_WHOLE}(?P<rest>{_NUMBER})(?P=unit)"
)
_SHARES = re.compile(r"分别(?:占比?|占到|为)(?:约|总数的)?(?P<shares>\d+(?:\.\d+)?%(?:[、和及，]\d+(?:\.\d+)?%){1,6})")
_NAME = rf"(?:(?!等)[{HAN}]){{2,3}}"
_NAMES = re.compile(
    rf"(?<![{HAN}、])(?P<names>{_NAME}(?:[、和]{_NAME}){{2,11}})(?P<more>等)?"
    r"(?P<count>[2-9]|1\d|[两三四五六七八九十])(?P<unit>位|名|人)(?![次大均])"
)
_CLAIM = re.compile(
    r"(?P<count>[二两三四五六七八九十]|[2-9])(?:项|个|条|大|点|"
    r"方面)(?:方面)?(?:的)?(?:具体|主要|有力)?(?:举措|措施|做法|要求|工作|步骤|意见|"
    r"方面|抓手|环节)"
)
_ORDINAL = re.compile(r"(?:^|[。；：，！\n])[\s\u3000]*(?P<number>[一二三四五六七八九十])(?:是|要)(?![一二三四五六七八九十])")


def changes(text: str) -> Iterator[Finding]:
    """ "从12分钟缩短至8分钟，缩短5分钟": what it came down or up by is not the difference, or it went the other way."""
    for found in _CHANGE.finditer(text):
        before, after = value(found["before"]), value(found["after"])
        if before is None or after is None:
            continue
        if (after > before) if found["way"].startswith(_DOWN) else (after < before):
            yield disagree(found, _("{before} to {after} is not what “{way}” says").format(
                before=found["before"], after=found["after"], way=found["way"]))  # fmt: skip
        elif found["by"] and not _is_difference(found, before, after):
            message = _("from {before} to {after} is not {by}{unit}")
            yield disagree(found, message.format(before=found["before"], after=found["after"], by=found["by"], unit=found["of"]))
        elif found["unit"] != "%" and not found["by"]:
            told = _TOLD_BEFORE.search(text, max(0, found.start() - _JUST_BEFORE), found.start())
            yield from _wrong_percent(found, abs(after - before), before, told["by"]) if told else ()


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
    for found in _beside("其中", text, _PART):
        whole, part = value(found["all"]), value(found["part"])
        if whole is not None and part is not None and part > whole:
            yield disagree(found, _("{part} of {all}: the part is more than the whole").format(part=found["part"], all=found["all"]))
    yield from _sums(text)
    yield from _percentages(text)
    yield from _reckoned(text)
    for found in _SHARES.finditer(text):
        total = sum(float(each) for each in re.findall(r"[\d.]+(?=%)", found["shares"]))
        if "分别占" in found[0] and total > 100.5:
            yield disagree(found, _("the shares come to {total} %").format(total=round(total, 1)))


def _beside(cue: str, text: str, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where patterns are found that cannot be but beside a cue: most texts have none, and are not gone through."""
    return (found for pattern in patterns for found in pattern.finditer(text)) if re.search(cue, text) else iter(())


def _sums(text: str) -> Iterator[Finding]:
    for found in (*_beside("[共计]", text, _SUM_BEHIND), *_beside("[奖军]", text, _PRIZES)):
        total = _total(found)
        if total is not None and total != value(found["all"]):
            yield _wrong_sum(found, total)
    for found in _beside("其中|[共计数]", text, _SUM_BEFORE):
        if not _OF_TWO_KINDS.search(found["items"]):
            yield from _too_much(found, surely=True)
    for found in _beside("其中", text, _WHOLE_BEFORE):
        words = clause(text, *found.span("all"))
        if not _TOTAL.search(words) and not _NET.search(words + found["items"]):
            yield from _too_much(found, surely=bool(_APART.search(found["items"])) or not re.search("[，、和；]", found["items"]))


def _too_much(found: re.Match[str], *, surely: bool) -> Iterator[Finding]:
    """Parts that come to more than their whole, if they `surely` have nothing in common; halves that do not come to it."""
    total, whole = _total(found), value(found["all"])
    if total is None or whole is None:
        return
    if (surely and total > whole) or (total != whole and _HALVES.search(found["items"])):
        yield _wrong_sum(found, total)


def _percentages(text: str) -> Iterator[Finding]:
    """A percentage that the numbers beside it do not come to."""
    for found in _beside("%", text, _GROWN):
        now, by = value(found["now"]), value(found["by"])
        if now is not None and by is not None:
            before = now - by if re.match(_UP, found["way"]) else now + by
            yield from _wrong_percent(found, by, before, found["percent"])
    for found in _beside("占", text, _SHARE):
        part, whole = value(found["part"]), value(found["all"])
        if part is not None and whole is not None:
            yield from _wrong_percent(found, part, whole, found["percent"])
    for found in _beside("%", text, _AGAINST):
        now, earlier = value(found["now"]), value(found["before"])
        if now is not None and earlier is not None:
            yield from _wrong_percent(found, abs(now - earlier), earlier, found["percent"])


def _reckoned(text: str) -> Iterator[Finding]:
    """A product, or a rest, that the numbers beside it do not come to."""
    for found in _beside("每", text, _TIMES, _EACH):
        each, count, told = value(found["each"]), value(found["count"]), value(found["all"])
        if each is not None and count is not None and each * count != told:
            yield _wrong_sum(found, each * count)
    for found in _beside("[剩余]", text, _REST):
        part, rest, whole = value(found["part"]), value(found["rest"]), value(found["all"])
        if part is not None and rest is not None and part + rest != whole:
            yield _wrong_sum(found, part + rest)


def _wrong_percent(found: re.Match[str], part: float, whole: float, told: str) -> Iterator[Finding]:
    percent = part / whole * 100 if whole > 0 else 0
    if whole > 0 and abs(percent - float(told)) > 1:
        message = _("that is {percent} %, and {told} % are told")
        yield disagree(found, message.format(percent=f"{percent:.1f}", told=told))


def _total(found: re.Match[str]) -> float | None:
    """What the items of one unit come to; None where one of them is told by guess, or counts something else."""
    numbers = re.findall(rf"({_NUMBER}){found['unit']}", found["items"])
    items = re.split("[，、和；]", found["items"].strip("，、和；"))
    if len(numbers) != len(items) or re.search("近|约|余|多|超|每|各|均|次日|其中", found["items"]):
        return None
    values = [value(number) for number in numbers]
    return sum(each for each in values if each is not None) if None not in values else None


def _wrong_sum(found: re.Match[str], total: float) -> Finding:
    message = _("the parts come to {total}, and {told} are told")
    return disagree(found, message.format(total=f"{total:g}", told=found["all"]))


def counts(text: str) -> Iterator[Finding]:
    """A number of people behind a list of other length, or a number of measures before another number of them (一是…二是…)."""
    for found in (*_NAMES.finditer(text), *_NAMES_BEHIND.finditer(text), *_CALLED.finditer(text)):
        yield from _miscounted(found, len(re.split("[、和]", found["names"])))
    for found in _LISTED.finditer(text):
        last = found["items"].split("、")[-1]
        if "、" not in _MARKS_BEFORE.split(text[: found.start()])[-1]:  # else the list began before
            yield from _miscounted(found, found["items"].count("、") + 1 + len(re.findall("[和及与]", last[1:-1])))
    yield from _measures(text)


def _miscounted(found: re.Match[str], listed: int) -> Iterator[Finding]:
    told = value(found["count"])
    if told is not None and (listed > told or (not found["more"] and listed < told)):
        yield disagree(found, _("{listed} are named, and {told} are counted").format(listed=listed, told=found["count"]))


def _measures(text: str) -> Iterator[Finding]:
    ordinals = list(_ORDINAL.finditer(text))
    numbers = [value(each["number"]) for each in ordinals]
    if len(numbers) < 2 or numbers[0] != 1 or numbers.count(1) > 1:
        return
    for each, number, wanted in zip(ordinals, numbers, range(1, len(numbers) + 1), strict=True):
        if number != wanted:
            message = _("“{words}” stands where the {wanted}. is due").format(words=each[0].strip("。；：，！\n \u3000"), wanted=wanted)
            yield disagree(each, message)
            return
    claims = list(_CLAIM.finditer(text, max(0, ordinals[0].start() - 60), ordinals[0].start() + 1))
    told = value(claims[-1]["count"]) if claims else None
    if told is not None and told != len(numbers) and "。" not in text[claims[-1].end() : ordinals[0].start()]:
        yield disagree(claims[-1], _("“{words}” is told, and {count} follow").format(words=claims[-1][0], count=len(numbers)))


def disagree(found: re.Match[str], message: str) -> Finding:
    """The finding that these words say two things."""
    remedy = _("Ask the branch which number is right.")
    return Finding(check="numbers-disagree", start=found.start(), end=found.end(), message=message, remedy=remedy)


_TOLD = re.compile(rf"(?P<about>近|约|超|逾|过)?(?P<number>{_NUMBER})(?P<more>余|多|几)?(?P<scale>万|亿)?(?P<unit>元|户|笔|名|位)")
#: A title may say 三万元 for 29,800.
_ROUNDED = 0.05
_TITLE_UNITS = ("元", "户", "笔")


def title_numbers(title: str, body: str) -> Iterator[Finding]:
    """An amount in the title that is not in the text, though the text has amounts of the kind."""
    told = [(each["unit"], _amount(each)) for each in _TOLD.finditer(body)]
    for found in _TOLD.finditer(title):
        amount = _amount(found)
        of_kind = [other for unit, other in told if unit == found["unit"] and other is not None]
        if found["unit"] not in _TITLE_UNITS or amount is None or amount < 2 or found["about"] or found["more"] or not of_kind:
            continue
        if found["number"] + (found["scale"] or "") in body:
            continue
        if not any(abs(other - amount) <= amount * _ROUNDED for other in (*of_kind, sum(of_kind))):
            yield disagree(found, _("“{words}” is in the title, and not in the text").format(words=found[0]))


def _amount(found: re.Match[str]) -> float | None:
    number = value(found["number"])
    return None if number is None else number * {"万": 1e4, "亿": 1e8}.get(found["scale"] or "", 1)
