"""Persons by their full names: customers, children, the sick, and names with a date of birth. The bank's own people may be named."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bulletin.preflight.copy_personal.children import CHILD_TITLE, IN_CLASS, is_young, of_a_school, pupils, under_age
from bulletin.preflight.copy_personal.clauses import beginning_clauses, behind, clause_of, sentence_at
from bulletin.preflight.copy_personal.cues import LIKE_ONE_OF_OURS
from bulletin.preflight.copy_personal.figures import Found, folded
from bulletin.preflight.copy_personal.names import called_at, name_before, stands_free, token_at
from bulletin.preflight.copy_personal.roles import AFTER, CALLED, OFFICE, TITLE
from bulletin.preflight.copy_personal.seeming import seeming_customers


class Person(NamedTuple):
    """A full name in its place, and what stands beside it: "ours", "child" or "customer"; `sure` where a word calls the person so."""

    start: int
    end: int
    side: str
    sure: bool = True


#: Where the bank tells whom to ask: in notices, calls for papers, advertisements of posts; and the landline of an office behind it.
_ASK_THEM = re.compile(
    "公告|通知|启事|招聘|报名|报送|上报|[^举]报[^。,，]{0,8}部|投稿|征集|征文|征稿|请于|请与|请各|欢迎|有意者|咨询|采购|招标|迁址|特此"
)
_OUTLETS_NUMBER = re.compile(
    r"[:\s]{0,3}[\u4e00-\u9fff·]{2,8}[\s,，;；、(]{1,3}(?:(?:咨询|联系|办公|服务)?(?:电话|热线)|座机|内线|分机|总机)[:\s]{0,3}"
    r"(?:\(?0\d{2,3}[)-]?\s?)?[2-8]\d{6,7}(?!\d)"
)
_OF_A_CUSTOMER = re.compile(r"(?:紧急|应急|客户|企业|公司|家庭|单位|亲属|第[一二]|另一)的?$")
_SICK = (
    r"(?:身|不幸|先后)?(?:患有|患上|患|罹患|确诊|查出|被诊断|诊断为|得了|检出|感染)|因.{0,4}(?:病|癌|瘤|中风|脑梗|"
    r"脑溢血|骨折|瘫痪|住院|手术)|病重|病危|住院|瘫痪|中风|卧病|病倒|残疾|"
    r"(?:是|为)?.{0,2}(?:糖尿病|癌|白血病|尿毒症|精神病|抑郁症|艾滋病)"
)
_SICK_BEHIND = re.compile(rf"[,(]?(?:老人|先生|女士|大爷|阿姨|奶奶)?(?:因)?(?:近日|去年|今年|突然|突|不幸|日前)?(?:{_SICK})")
_SICK_BEFORE = re.compile(rf"(?:患者|病人|病患|病友|(?:癌症|肿瘤|糖尿病|尿毒症|白血病|抑郁症)患?者?){AFTER.pattern}")
#: What joins the names of several, and where each says who it is: 李晓梅，我行的老客户; 鲍国强，是我行派驻的.
_JOINS = re.compile(r"[、和与及]|以及")
_IS = re.compile(
    r"[”\"]?[,，(]?(?:今年|现年)?(?:\d{2}岁)?[,，]?(?:便是|就是|都是|均是|是|作为|担任|现任|时任|身为|系|任)"
    r"(?P<what>[^。！？；，、,.!?;\n]{2,18})"
)
_OUR_HOUSE = re.compile(
    '我行(?:派|员工|职工|退休|的(?!老?客户|储户))|本行员工|支行员工|派驻|(?:支行|分行|商行|银行|信用社|营业部|网点)(?!的?["“]?[老新]?(?:客户|'
    "储户|朋友|邻居|熟人|常客|编外|熟客|回头客|铁杆|忠实|贵宾|VIP))"
)
#: Names side by side, and behind them how many customers, children or colleagues they are: 甘霖、丰收、春雷，合作社三位老储户.
_COUNTED = re.compile(
    r"(?P<names>[\u4e00-\u9fff·]{2,8}(?:、(?:(?!等)[\u4e00-\u9fff·]){2,8}){1,7}(?:[和与](?:(?!等)[\u4e00-\u9fff]){2,4})?)[,，]?(?:[^，。、给起取叫,\n]{0,4})?"
    r"[两二三四五六七八九十几\d]{1,2}[位名个户](?P<what>[\u4e00-\u9fff]{2,6})"
)
#: Who is one of the bank's only in jest, or its friend.
_FRIEND = re.compile("编外|老朋友|老熟人|常客|熟客|回头客|铁杆|老主顾")
_BRAND = re.compile(
    r"(?:[”\"’」』]的?)?(?:金店|珠宝|老店|专卖店|门店|品牌|商标|公司|集团|连锁|酒楼|饭店|餐馆|超市|旗舰店|药店|茶庄|剪刀|凉茶)"
)


def customers(text: str) -> Iterator[Found]:
    """Full names of those whom the text calls customers, or of whom it tells what customers do; 客户经理王芳 is one of the bank's."""
    yield from ((each.start, each.end) for each in persons(folded(text)) if each.side == "customer")


def minors(text: str) -> Iterator[Found]:
    """Full names of children: called so, with a school or a class, or with an age below 18."""
    plain = folded(text)
    for each in persons(plain):
        if each.side == "child" or (each.side == "customer" and is_young(plain, each.start, each.end)):
            yield each.start, each.end


def the_sick(text: str) -> Iterator[Found]:
    """Full names beside an illness."""
    plain = folded(text)
    found = {*behind(plain, _SICK_BEFORE), *((start, end) for start, end in full_names(plain) if _SICK_BEHIND.match(plain, end))}
    ours = [each for each in persons(plain) if each.side == "ours"]
    yield from ((start, end) for start, end in found if not any(start < each.end and each.start < end for each in ours))


def full_names(plain: str) -> set[Found]:
    """Full names of persons that are not the bank's own: those who are called, and those that begin a clause."""
    known = persons(plain)
    ours = [each for each in known if each.side == "ours"]
    free = {each for each in beginning_clauses(plain) if not any(each[0] < own.end and own.start < each[1] for own in ours)}
    return free | {(each.start, each.end) for each in known if each.side != "ours"}


def seeming(text: str) -> Iterator[Found]:
    """The full names that no word calls a customer's, of whom only the sentence tells it."""
    yield from ((each.start, each.end) for each in persons(folded(text)) if not each.sure)


def ours(text: str) -> Iterator[str]:
    """The names of the bank's own people and of those in public offices, as they stand beside their offices."""
    yield from (text[each.start : each.end] for each in persons(folded(text)) if each.side == "ours")


@lru_cache(maxsize=64)
def persons(plain: str) -> tuple[Person, ...]:
    """Everyone in a folded text of whom it tells a side.

    A name has the side of the surest word beside it. Those side by side share theirs. Of a name that no word calls, the clause tells,
    unless the same name is one of the bank's own.
    """
    sure = _told(plain, [*_called(plain), *_titled(plain), *_children(plain)])
    sure = _told(plain, [*sure, *_counted(plain), *_side_by_side(plain, sure)])
    own = {plain[each.start : each.end] for each in sure if each.side == "ours"}
    others = _told(plain, (each for each in _seeming(plain) if not _overlaps(each, sure) and not _is_one_of(plain, each, own)))
    return tuple(sorted({*sure, *others, *(each for each in _side_by_side(plain, others) if not _overlaps(each, sure))}))


def _is_one_of(plain: str, person: Person, names: set[str]) -> bool:
    """Whether one of the names stands where a person does, perhaps with a character more or less."""
    return any(plain.startswith(name, person.start) for name in names)


def _told(plain: str, found: Iterable[Person]) -> list[Person]:
    """Of persons that overlap, the one whose word weighs most; a longer name before a shorter."""
    kept: list[Person] = []
    for each in sorted((_placed(plain, one) for one in found), key=lambda one: (_WEIGHT[one.side], one.start - one.end)):
        if not _overlaps(each, kept):
            kept.append(each)
    return kept


_WEIGHT = {"ours": 0, "child": 1, "customer": 2}


def _placed(plain: str, person: Person) -> Person:
    """A person with the side that an office behind the name, or what he is said to be, gives him."""
    if person.side == "ours" or not (OFFICE.match(plain, person.end) or _BRAND.match(plain, person.end)):
        said = _IS.match(plain, person.end)
        roles = [found.lastgroup for found in CALLED.finditer(said["what"])] if said else []
        if not said or _FRIEND.search(said["what"]) or not (_OUR_HOUSE.search(said["what"]) or (roles and roles[-1] == "ours")):
            return person
    return person._replace(side="ours")


def _called(plain: str) -> Iterator[Person]:
    """Names behind a word for a person."""
    for found in CALLED.finditer(plain):
        lead = AFTER.match(plain, found.end())
        start = lead.end() if lead else found.end()
        end = called_at(plain, start, least=-1 if found.lastgroup == "ours" else 1)
        if end is not None and not (found[0][-1] in "岁族生" and LIKE_ONE_OF_OURS.search(clause_of(plain, start, end))):
            yield Person(start, end, "child" if IN_CLASS.match(plain, end) else _side(plain, found))


def _side(plain: str, called: re.Match[str]) -> str:
    """The side that a word gives; who is told in a notice of the bank for everyone to ask is one of its own."""
    for_all = called[0] == "联系人" and (_ASK_THEM.search(sentence_at(plain, called.start())) or _OUTLETS_NUMBER.match(plain, called.end()))
    return "ours" if for_all and not _OF_A_CUSTOMER.search(plain[: called.start()]) else called.lastgroup or ""


def _titled(plain: str) -> Iterator[Person]:
    """Names before 先生, 老伯, 夫妇 and their like."""
    for title, side in ((TITLE, "customer"), (CHILD_TITLE, "child")):
        for found in title.finditer(plain):
            start = name_before(plain, found.start())
            if start is not None and (side == "customer" or of_a_school(plain, start, found[0])):
                yield Person(start, found.start(), side)


def _children(plain: str) -> Iterator[Person]:
    yield from (Person(start, end, "child") for start, end in {*pupils(plain), *under_age(plain)})


def _seeming(plain: str) -> Iterator[Person]:
    yield from (Person(start, end, "customer", sure=False) for start, end in seeming_customers(plain))


def _counted(plain: str) -> Iterator[Person]:
    for found in _COUNTED.finditer(plain):
        role = CALLED.match(found["what"].removeprefix("老").removeprefix("新"))
        tokens = list(re.finditer(r"[^、和与]+", found["names"]))
        if role and all(token_at(plain, *_moved(each, found.start())) for each in tokens):
            yield from (Person(*_moved(each, found.start()), role.lastgroup or "") for each in tokens)


def _moved(found: re.Match[str], by: int) -> Found:
    return found.start() + by, found.end() + by


def _side_by_side(plain: str, known: Iterable[Person]) -> Iterator[Person]:
    """Names joined to a known one by 、 or 和, to either side of it."""
    for each in known:
        end = each.end
        while (joint := _JOINS.match(plain, end)) and (last := _joined_at(plain, joint.end())) is not None:
            yield Person(joint.end(), last, each.side, each.sure)
            end = last
        start = each.start
        while start > 2 and _JOINS.match(plain, start - 1) and (first := name_before(plain, start - 1, anyone=True)) is not None:
            if not stands_free(plain, first):
                break
            yield Person(first, start - 1, each.side, each.sure)
            start = first


def _joined_at(plain: str, start: int) -> int | None:
    """A name in a row of names: one that is called, or all between two marks that begins with a surname."""
    row = re.match(r"[\u4e00-\u9fff]{2,4}(?=[、，。,;；)\s]|等|$)", plain[start:])
    if row and token_at(plain, start, start + row.end(), surname=True):
        return start + row.end()
    return called_at(plain, start)


def _overlaps(person: Person, others: Iterable[Person]) -> bool:
    return any(person.start < each.end and each.start < person.end for each in others)
