"""What a story says of one thing in two places: how many took part, an amount, a person's name and office, a branch's name."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.copy_personal.names import SURNAMES, name_at, name_before, surname_at
from bulletin.preflight.copy_text import Passage, passages
from bulletin.preflight.wording.finding import clause, sentence
from bulletin.preflight.wording.names import OFFICES, is_slip
from bulletin.preflight.wording.numbers import value
from bulletin.preflight.wording.particles import MANNER
from bulletin.queries import Query, query
from bulletin.records.story import Story
from bulletin.typography import HAN

# --- numbers ---------------------------------------------------------------------------------------------------------------------

_PEOPLE = "人|名|位"
_EVENT = re.compile("培训|演练|比赛|竞赛|讲座|座谈|沙龙|考试|测试|启动|推进会|动员|分享会|交流会|仪式|大赛|宣讲|宣誓|党课")
_JOINED = "参加|参与|出席|参会|参训|受训|到场|到会"
#: "35名员工参加培训", and "参加培训的员工有35人".
_TOOK_PART = (
    re.compile(
        rf"(?<![\d第年月.])(?P<number>\d[\d,]*|"
        rf"[一二两三四五六七八九十百]{{2,}})(?:{_PEOPLE})[^，。；、\d]{{0,10}}?(?:{_JOINED})"
    ),
    re.compile(
        rf"(?:{_JOINED})[^，。；、\d]{{0,8}}?[^，。；、\d]{{0,6}}?(?:人员|"
        rf"人数|员工|学员|客户|群众|居民|党员)?(?:共|达|有|为|共计|合计|共有|达到)?"
        rf"(?P<number>\d[\d,]*|[一二两三四五六七八九十百]{{2,}})(?:{_PEOPLE})"
    ),
    re.compile(
        rf"(?<![\d第年月.])(?P<number>\d[\d,]*|[一二两三四五六七八九十百]{{2,}})(?:{_PEOPLE})[^，。；、\d]{{0,8}}?(?:合影|留影|结业|无一缺席|全部到齐)"
    ),
)
#: Not all of them, or not the same event.
_OTHERS = re.compile(
    "其中|另|还有|每|各|分别|代表|首场|首期|首批|第[一二三四五\\d]+[场期批次届]|"
    "两场|上午|下午|原定|计划|预计|去年|上年|往年|余|多人|近|约|超|比|次"
)
_DAY = re.compile(r"\d{1,2}月\d{1,2}日|当[天日晚]|次日|随后|之后|第二天")
_AMOUNT = re.compile(r"(?<![\d.])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万|亿|千万|百万)?元")
_COUNT = re.compile(r"(?<![\d.,年月第])(?P<number>[1-9]\d)(?P<unit>万元|亿元|元|人|名|位|户|笔|件|份)(?!次)")
_EACH = re.compile("每|均|单笔|其中|分别|各|增|减|由|从|降|升")


class _Said(NamedTuple):
    """A number in its place."""

    passage: Passage
    start: int
    end: int
    number: float
    thing: str


def participants(story: Story, file: str, house: House) -> Iterator[Query]:
    """Two counts of all who took part in one event, in a story that tells of no other."""
    said = [each for passage in passages(story) for each in _took_part(passage)]
    events = {each.thing for each in said if each.thing}
    if len(events) > 1 or len({each.number for each in said}) != 2:
        return
    first = said[0]
    other = next(each for each in said if each.number != first.number)
    if not _beside(first, other) and not _of_another_day(other):
        message = _("{first} are said to have taken part before, and {other} here").format(
            first=f"{first.number:g}", other=f"{other.number:g}"
        )
        yield _asked(file, other, message)


def _took_part(passage: Passage) -> Iterator[_Said]:
    for pattern in _TOOK_PART:
        for found in pattern.finditer(passage.text):
            number = value(found["number"])
            words = clause(passage.text, *found.span())
            if number is not None and not _OTHERS.search(words):
                event = _EVENT.search(words)
                yield _Said(passage, *found.span(), number, event[0] if event else "")


def _beside(first: _Said, other: _Said) -> bool:
    """Whether both stand in one sentence, which then tells of two events, unless it says of whom it spoke: 参加培训的130名员工."""
    if first.thing and first.thing == other.thing and "的" in other.passage.text[other.start : other.end]:
        return False
    return first.passage == other.passage and other.start < sentence(first.passage.text, first.start, first.end)[1]


def _of_another_day(said: _Said) -> bool:
    """Whether it stands in a sentence with a day of its own."""
    start, end = sentence(said.passage.text, said.start, said.end)
    return bool(_DAY.search(said.passage.text[start:end]))


#: "六个项目的角逐", "设五个项目": of how many parts a contest or an event is.
_STAGES = re.compile(
    r"(?:(?P<set>(?:共?设(?:置|有|立)?了?|分为?|共有?|包括|包含|涵盖)[^，。；、\d一二两三四五六七八九十]{0,4})|(?<![第前后首另其余剩下上每]))"
    r"(?P<number>[2-9]|1\d|[两三四五六七八九十])个(?:比赛|竞赛|竞技|活动)?(?P<thing>项目|环节|板块|科目|奖项|篇章|单元)(?P<of>的?(?:激烈|精彩)?(?:比赛|比拼|角逐|较量|竞赛|考核))?"
)
#: Of these there may be fewer, or it is another event.
_SOME = re.compile("其中|另|还有|第[一二三四\\d]|每|各|分别|上午|下午|上半场|下半场|个人|团体|去年|上届|以往")


def stages(story: Story, file: str, house: House) -> Iterator[Query]:
    """Two numbers of the parts of one contest or event: what it has in one place is not what it has in the other."""
    said = [each for passage in passages(story) for each in _stages(passage)]
    for thing in dict.fromkeys(each.thing for each in said):
        of_kind = [each for each in said if each.thing == thing]
        if len({each.number for each in of_kind}) == 2:
            first = of_kind[0]
            other = next(each for each in of_kind if each.number != first.number)
            message = _("it has {first}{thing} before, and {other} here")
            yield _asked(file, other, message.format(first=f"{first.number:g}", other=f"{other.number:g}", thing=thing))


def _stages(passage: Passage) -> Iterator[_Said]:
    for found in _STAGES.finditer(passage.text):
        number = value(found["number"])
        if number is not None and (found["set"] or found["of"]) and not _SOME.search(clause(passage.text, *found.span())):
            yield _Said(passage, *found.span(), number, found["thing"])


def scales(story: Story, file: str, house: House) -> Iterator[Query]:
    """One sum with 万 here and 亿 there: the same three figures or more, or the same figures in title and text."""
    said = [each for passage in passages(story) for each in _amounts(passage)]
    for turn, each in enumerate(said):
        earlier = next((one for one in said[:turn] if one.number == each.number and one.thing != each.thing), None)
        if earlier and not any(one.number == each.number and one.thing == each.thing for one in said[:turn]):
            one, other = (f"{single.passage.text[single.start : single.end]}" for single in (earlier, each))
            yield _asked(file, each, _("“{one}” and “{other}”: one sum is told in two sizes").format(one=one, other=other))


def transposed(story: Story, file: str, house: House) -> Iterator[Query]:
    """A number whose figures changed places (58万元, then 85万元), where the story has no third one of its unit."""
    said = [each for passage in passages(story) for each in _counts(passage)]
    for unit in dict.fromkeys(each.thing for each in said):
        numbers = list(dict.fromkeys(each.number for each in said if each.thing == unit))
        if len(numbers) == 2 and f"{numbers[0]:g}" == f"{numbers[1]:g}"[::-1] and numbers[0] % 11:
            other = next(each for each in said if each.thing == unit and each.number == numbers[1])
            one, two = (f"{number:g}{unit}" for number in numbers)
            yield _asked(
                file, other, _("“{one}” stands before, and “{other}” here: did two figures change places?").format(one=one, other=two)
            )


def _counts(passage: Passage) -> Iterator[_Said]:
    for found in _COUNT.finditer(passage.text):
        yield _Said(passage, *found.span(), float(found["number"]), found["unit"])


def _amounts(passage: Passage) -> Iterator[_Said]:
    for found in _AMOUNT.finditer(passage.text):
        figures = found["number"].replace(",", "").replace(".", "").strip("0")
        if len(figures) > 1 and found["scale"] and not _EACH.search(clause(passage.text, *found.span())):
            yield _Said(passage, *found.span(), float(found["number"].replace(",", "")), found["scale"])


def _asked(file: str, said: _Said, message: str) -> Query:
    remedy = _("Ask the branch which number is right.")
    return query("numbers-disagree", said.passage.place(file, said.start, said.end), message, remedy)


# --- names -----------------------------------------------------------------------------------------------------------------------

_ROLE = re.compile(
    rf"(?:{OFFICES}|柜员|大堂|客户|员工|同事|同志|党员|青年|师傅|老师|记者|"
    rf"通讯员|选手|讲师|民警|医生|保安|保洁|引导员|授权|专员|骨干|代表)$"
)
_BRANCHES = tuple(re.compile(rf"(?=([{HAN}]{{{size}}}(?:支行|分行|分理处)))") for size in (2, 3, 4))
#: What stands before a branch's name, and sounds like something else.
_BEFORE_NAMES = frozenset("于与在再到从和对是将被为由以向等及至的得地了又有由自")
_SURNAME = re.compile(f"[{''.join(sorted(SURNAMES))}]")
#: Offices of those who lead; whoever is called by a surname alone (张行长) is spoken to.
_LEADER = re.compile("(?<!副)行长(?!助理)|行长助理|副行长|党委书记|党委副书记|副总经理|总经理助理|董事长")
_OFFICE = re.compile(f"(?P<office>{OFFICES})")
#: An office between the surname and a given name of two characters (赵行长铁军), which is no word of every day (张行长国庆期间值班).
_PARTED = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[的和由与在被请向对跟同]))(?P<surname>{_SURNAME.pattern})(?P<office>{OFFICES})"
    rf"(?P<given>(?!{MANNER}|国庆|中秋|元旦|正好|明确|文明|安全|和平|永远|志愿|国际|金秋|明天|长期|平安|子女|高兴|春节|光荣|立志)[{HAN}]{{2}})(?=[{HAN}，、])"
)
#: What a name in front of an office may end in, and is a place: 王集乡党委书记.
_PLACES = frozenset("乡镇村区县市省社厂街校院局站所路屯寨")


def names(story: Story, file: str, house: House) -> Iterator[Query]:
    """A person or a branch whose name is written in two ways that look or sound alike; the rarer one is asked about."""
    texts = list(passages(story))
    whole = "\n".join((*(each.text for each in texts), *story.authors, *story.photographers, story.branch or ""))
    known = {name for branch in house.branches for name in (branch.name, *branch.aliases)} | {each.name for each in house.people}
    for pair in sorted({*_persons(whole, story), *_branches(whole)}):
        rare, often = sorted(pair, key=lambda name: (name in known, whole.count(name), -whole.find(name)))
        passage = next((each for each in texts if rare in each.text), None)
        if passage is not None and rare not in known:
            message = _("“{written}” here is “{name}” elsewhere in the story").format(written=rare, name=often)
            remedy = _("Ask which is right, unless these are two.")
            start = passage.text.find(rare)
            yield query("misspelt-name", passage.place(file, start, start + len(rare)), message, remedy)


def _persons(whole: str, story: Story) -> Iterator[tuple[str, str]]:
    """Full names that differ as slips do: of three characters anywhere, of two behind a role."""
    found = Counter(whole[each.start() : end] for each in _SURNAME.finditer(whole) if (end := name_at(whole, each.start())) is not None)
    signed = {*story.authors, *story.photographers}
    told = {name for name in {*found, *signed} if len(name) > 2 or name in signed}
    told |= {whole[start:end] for start in _behind_roles(whole) if (end := name_at(whole, start)) is not None}
    return (_pair(one, other) for one, other in combinations(sorted(told), 2) if _is_other_spelling(one, other))


def _behind_roles(whole: str) -> Iterator[int]:
    return (found.start() for found in _SURNAME.finditer(whole) if _ROLE.search(whole[max(0, found.start() - 4) : found.start()]))


def _branches(whole: str) -> Iterator[tuple[str, str]]:
    """Branches' names that differ as slips do, as long as they are alike in more than that: 石榴园支行, not 榴园支行."""
    written = sorted({found[1] for pattern in _BRANCHES for found in pattern.finditer(whole)})
    pairs = [_pair(one, other) for one, other in combinations(written, 2) if _is_other_spelling(one, other) and _is_of_name(one, other)]
    return (pair for pair in pairs if not any(pair != longer and all(map(str.endswith, longer, pair)) for longer in pairs))


def _is_of_name(one: str, other: str) -> bool:
    """Whether the characters that differ belong to the name: 于东湖支行 and 与东湖支行 are one."""
    return one[0] == other[0] or (len(one) == 4 and not {one[0], other[0]} & _BEFORE_NAMES)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _is_other_spelling(one: str, other: str) -> bool:
    """Whether one may be a slip for the other; two neighbours that changed places make another name."""
    return is_slip(one, other) and sorted(one) != sorted(other)


def offices(story: Story, file: str, house: House) -> Iterator[Query]:
    """A person who is 副行长 in one place and 行长 in another."""
    held: dict[str, str] = {}
    for passage in passages(story):
        for name, found in _named_offices(passage.text):
            office = found["office"]
            before = held.setdefault(name, office)
            if before != office and before.removeprefix("副") == office.removeprefix("副"):
                message = _("{name} is {office} elsewhere in the story").format(name=name, office=before)
                remedy = _("Ask the branch which office is right.")
                yield query("wrong-office", passage.place(file, *found.span("office")), message, remedy)


def _named_offices(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Each office with the full name behind it or before it."""
    for found in _OFFICE.finditer(text):
        end = name_at(text, found.end())
        start = name_before(text, found.start())
        if end is not None:
            yield text[found.end() : end], found
        elif start is not None and not _ROLE.search(text[max(0, start - 4) : start]):
            yield text[start : found.start()], found


def office_order(story: Story, file: str, house: House) -> Iterator[Query]:
    """A leader's office behind the full name (伍龙行长助理) or within it (赵行长铁军): in print it stands before.

    What is said aloud is left alone.
    """
    for passage in passages(story):
        text = passage.text
        for found in _LEADER.finditer(text):
            start = next((found.start() - size for size in (3, 2, 4) if _is_name(text, found.start() - size, found.start())), None)
            if start is not None and not _is_said(text, start):
                yield _out_of_order(passage, file, found[0], (start, found.end()), text[start : found.start()])
        for found in _PARTED.finditer(text):
            name = found["surname"] + found["given"]
            if name_at(name + text[found.end() :], 0) == len(name) and not _is_said(text, found.start()):
                yield _out_of_order(passage, file, found["office"], found.span(), name)


def _out_of_order(passage: Passage, file: str, office: str, span: tuple[int, int], name: str) -> Query:
    message = _("in print the office stands before the name: {office}{name}").format(office=office, name=name)
    return query("office-order", passage.place(file, *span), message, _("Turn it, unless the house writes it so."))


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether just a full name stands there, at the beginning of a clause or behind what is no office."""
    return (
        start >= 0
        and text[end - 1] not in _PLACES
        and surname_at(text, start) != ""
        and name_before(text, end) == start
        and not _ROLE.search(text[max(0, start - 4) : start])
    )


def _is_said(text: str, start: int) -> bool:
    return text[:start].count("“") > text[:start].count("”")
