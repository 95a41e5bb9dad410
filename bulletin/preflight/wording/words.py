"""Words: common confusions and the bank's homophones from the lists in `words/`, words that stand twice, the publication's own."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from bulletin.language import _
from bulletin.preflight.wording.finding import Finding
from bulletin.preflight.wording.lists import lines
from bulletin.records.sheet import Sheet
from bulletin.typography import HAN, REDUPLICATED

LISTS = ("confusions.txt", "banking.txt")
PHRASES = "phrases.txt"
FIXED = "fixed.txt"


class Confusion(Sheet):
    """Words that are written for others. `sure`: it is never right; `unless` are longer words in which it is.

    `phrase`, where there is one, is a regular expression with a group `wrong`: only there the words are wrong.
    """

    wrong: str
    right: str
    sure: bool
    unless: tuple[str, ...] = ()
    phrase: re.Pattern[str] | None = None


@cache
def confusions() -> tuple[Confusion, ...]:
    """The lists, one entry a line: the wrong words, the right ones, "sure" or "ask", and words in which the wrong ones are right."""
    return tuple(_entry(line) for name in LISTS for line in lines(name))


@cache
def phrases() -> tuple[Confusion, ...]:
    """The list of what is wrong beside certain words: a regular expression with «the wrong words», the right ones, "sure" or "ask"."""
    return tuple(_phrase(line) for line in lines(PHRASES))


def _entry(line: str) -> Confusion:
    wrong, right, how, *unless = line.split()
    return Confusion(wrong=wrong, right=right, sure=how == "sure", unless=tuple(unless))


def _phrase(line: str) -> Confusion:
    phrase, right, how = line.rsplit(maxsplit=2)
    wrong = phrase.partition("«")[2].partition("»")[0]
    pattern = re.compile(phrase.replace("«", "(?P<wrong>").replace("»", ")"))
    return Confusion(wrong=wrong, right=right, sure=how == "sure", phrase=pattern)


@cache
def _by_beginning() -> dict[str, tuple[Confusion, ...]]:
    """The words of the lists by their first two characters: a text is gone through once, however long the lists are."""
    beginnings: defaultdict[str, list[Confusion]] = defaultdict(list)
    for each in confusions():
        beginnings[each.wrong[:2]].append(each)
    return {beginning: tuple(them) for beginning, them in beginnings.items()}


def confused(text: str) -> Iterator[Finding]:
    """Each word of the lists, but where it is part of a longer one that is right; what stands within a found one is not told again."""
    done = 0
    found = sorted((*_listed_in(text), *_phrases_in(text)), key=lambda each: (each.start, -each.end))
    for each in found:
        if each.start >= done:
            done = each.end
            yield each


def _listed_in(text: str) -> Iterator[Finding]:
    beginnings = _by_beginning()
    for start in range(len(text) - 1):
        for each in beginnings.get(text[start : start + 2], ()):
            if text.startswith(each.wrong, start) and not any(_covers(text, word, start, len(each.wrong)) for word in each.unless):
                yield _confused(each, start)


def _phrases_in(text: str) -> Iterator[Finding]:
    for each in phrases():
        if each.phrase is not None and each.wrong in text:
            yield from (_confused(each, found.start("wrong")) for found in each.phrase.finditer(text))


def _covers(text: str, word: str, start: int, length: int) -> bool:
    """Whether a word stands in the text so that it shares a character with the stretch."""
    return text.find(word, max(0, start - len(word) + 1), start + length + len(word) - 1) >= 0


def _confused(each: Confusion, start: int) -> Finding:
    check = "wrong-word" if each.sure else "doubtful-word"
    question = _("“{wrong}” is written “{right}”") if each.sure else _("“{wrong}” may be meant to be “{right}”")
    message = question.format(wrong=each.wrong, right=each.right)
    instead = each.right if each.sure else None
    return Finding(check=check, start=start, end=start + len(each.wrong), message=message, remedy=_better(each.right), instead=instead)


def _better(right: str) -> str:
    return _("Write “{right}”, unless the other is meant.").format(right=right)


# --- words that stand twice ------------------------------------------------------------------------------------------------------

#: "为为" and the like are slips, but in the words named before and behind them.
_TWICE = re.compile(
    r"(?P<once>(?<![目标众有提])的(?!的确|的士|的卢)|"
    r"(?<![为除末终受完不得])了(?=了[\u4e00-\u9fff])(?!了解|了然|了事|了却|了结|了如|了吗|了吧|了啊|了呢|"
    r"了的)|(?<!正|现|存|实)在(?!在线|在校|在岗|在职|在场|在编|在建|在途|在行|在位|在意)"
    r"|(?<![就都还也可但只总于凡而要老])是(?!是非|是否)|(?<![温祥谦平柔随饱缓调暖总])和(?!和气|"
    r"和睦|和谐|和平|和美|和善|和蔼|和解|和好|和顺)|(?<![参给赋授])与(?!与会|与时)"
    r"|(?<![棉羽盖夹])被(?!被子|被褥|被动|被告|被套|被单)|(?<![一门车拖火])把(?!把关|把握|"
    r"把柄|把手|把脉|把门|把控)|(?<![即大主名上])将(?!将来|将士|将近|将军|将要)"
    r"|(?<![方导意倾志去动走流转])向(?!向往|向上|向阳|向导|向善|向好)|(?<![面核反应针绝校相配])对(?!对面|"
    r"对方|对照|对比|对手|对话|对接|对待|对象|对联|对应|对账|对公|对私|对策|对讲|对标|对)"
    r"|(?<![认因作成行以更称视大尤])为(?!为了|为何|为民|为难|为人|为期|为主|为此|为止|为期|为首|为由)|"
    r"(?<![普以涉触波危])及(?!及时|及格|及早|及其|及|第)|(?<![聚相])让(?!让利|让座|让步|让渡)"
    r"|(?<![一二三四五六七八九十几百多整])个(?!个人|个体|个性|个别|个|个)|(?<![行银支分])也(?!也))(?P=once)"
    r"|(?P<pronoun>[他她它您])(?P=pronoun)(?!们)"
    rf"|(?P<word>(?![一两几好很非慢哈谢嘿呵嘀滴叮轰哗])[{HAN}]{{3,8}})(?P=word)(?![地过])|(?P<so>一[{HAN}]{{3,7}})(?P=so)(?![地的过])"
    r"|(?P<pair>我们|你们|他们|她们|大家|进行|通过|为了|以及|同时|因为|所以|但是|开展|组织|积极|主动|提升|提高|加强|落实|这个|那个|"
    r"已经|还是|如果|可以|能够|需要|对于|关于|由于|认真|耐心|及时|不断|进一步|帮助|办理|今年|近日|目前|随后|最后|工作人员)(?P=pair)"
    r"|(?P<who>客户|老人|柜员|员工|群众|居民|党员|支行|企业)(?P=who)(?=[，。、；：！？的了是在对说来去到和与不都也手身中])"
    # amid a clause two nouns may meet: 标杆网点网点投诉
    r"|(?:(?<=[，。；：！？“])|^)(?P<noun>客户|支行|银行|网点|分行|员工|业务|服务|柜员|老人|工作|活动|金融|部门|社区|营业|手机|资金|存款|贷款|"
    r"经理|党员|群众|居民|企业|单位|问题|情况|要求|时间)(?P=noun)"
)


def repeated_words(text: str) -> Iterator[Finding]:
    """A word that stands twice on end (我们我们); what is doubled on purpose (看看, 一个个, 研究研究) is none of these."""
    for found in _TWICE.finditer(text):
        once = found[0][: len(found[0]) // 2]
        message = _("“{words}” stands twice").format(words=once)
        yield Finding(check="repeated-word", start=found.start(), end=found.end(), message=message, remedy=_right(once))


#: Characters doubled one after another, as text copied from a PDF's bold print has them.
_PAIRS = re.compile(rf"(?:(?P<sign>[{HAN}])(?P=sign)){{2,}}")
#: Words of every report that are never doubled (the set phrases have more).
_PLAIN = frozenset(
    re.findall(
        "..",
        "打造开展举办召开进行参加加强提高完善创新学习研究要求强调指出部署传达贯彻执行实施开通启动完成实现达到取得荣获获得增强促进保障确保维护"
        "银行支行分行总行网点大堂柜台柜员经理主任行长书记员工同事党员干部部门团队单位公司企业商户社区学校居民群众市民村民家长学生朋友"
        "活动会议讲座比赛演练调研走访慰问座谈仪式项目环节措施方案计划目标任务制度流程机制平台渠道产品系统设备设施资料信息数据"
        "近年今年本月近日目前随后同时其中通过为了对于根据按照围绕结合针对以及并且但是因此所以如果虽然他们我们你们大家自己",
    )
)
_FEW_PAIRS = 2


@cache
def _plain() -> frozenset[str]:
    """Words of two characters that nobody doubles character by character."""
    return _PLAIN | {word[at : at + 2] for line in lines(FIXED) for word in line.split() for at in range(0, len(word) - 1, 2)}


def doubled_characters(text: str) -> Iterator[Finding]:
    """Words with each of their characters doubled (打打造造): they are asked about; 歪歪扭扭 and other ways of speaking are not."""
    for found in _PAIRS.finditer(text):
        single = found[0][::2]
        is_word = single in _plain() if len(single) == _FEW_PAIRS else not REDUPLICATED.issuperset(single)
        if is_word and len(set(single)) > 1 and not REDUPLICATED.issuperset(single):
            message = _("“{words}”: each character stands twice").format(words=found[0])
            yield Finding(check="repeated-word", start=found.start(), end=found.end(), message=message, remedy=_right(single))


def _right(words: str) -> str:
    return _("Write “{words}”.").format(words=words)


# --- the publication's words -----------------------------------------------------------------------------------------------------


def listed(text: str, words: tuple[str, ...], check: str, message: str, remedy: str) -> Iterator[Finding]:
    """The words of the publication's own list."""
    for word in words:
        for found in re.finditer(re.escape(word), text):
            yield Finding(check=check, start=found.start(), end=found.end(), message=message.format(word=word), remedy=remedy)
