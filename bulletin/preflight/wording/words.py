"""Words: common confusions and the bank's homophones from the lists in `words/`, 的 地 得, the publication's own, claims too great."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bulletin.language import _
from bulletin.preflight.wording.finding import Finding, clause, sentence_of
from bulletin.records.sheet import Sheet

LISTS = ("confusions.txt", "banking.txt")


class Confusion(Sheet):
    """Words that are written for others. `sure`: it is never right; `unless` are longer words in which it is."""

    wrong: str
    right: str
    sure: bool
    unless: tuple[str, ...] = ()


@cache
def confusions() -> tuple[Confusion, ...]:
    """The lists, one entry a line: the wrong words, the right ones, "sure" or "ask", and words in which the wrong ones are right."""
    return tuple(_entry(line) for name in LISTS for line in _lines(name))


def _lines(name: str) -> list[str]:
    text = (files("bulletin.preflight") / "words" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _entry(line: str) -> Confusion:
    wrong, right, how, *unless = line.split()
    return Confusion(wrong=wrong, right=right, sure=how == "sure", unless=tuple(unless))


def confused(text: str) -> Iterator[Finding]:
    """Each word of the lists, but where it is part of a longer one that is right."""
    for each in confusions():
        start = text.find(each.wrong)
        while start >= 0:
            if not any(_covers(text, word, start, len(each.wrong)) for word in each.unless):
                yield _confused(each, start)
            start = text.find(each.wrong, start + 1)


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


# --- 的 地 得 --------------------------------------------------------------------------------------------------------------------

_MANNER = (
    "认真|积极|耐心|热情|热心|仔细|细心|主动|高兴|开心|激动|感激|兴奋|慢慢|渐渐|不断|深深|紧紧|牢牢|悄悄|亲切|及时|迅速|顺利|"
    "默默|静静|匆匆|急忙|焦急|着急|轻轻|温柔|诚恳|真诚|感慨|动情|欣慰|满意|自豪|坚定|果断|熟练|清楚|详细|笑眯眯|语重心长|不好意思"
)
#: Words that are verbs and never nouns: "热情的服务" is right, "热情的说道" is not.
_DOING = (
    "说道|说：|说着|问道|问：|回答道|回答说|答道|告诉|走进|走出|走到|走向|跑到|跑来|跑进|看着|望着|握着|拉着|拿着|接过|递给|递过|扶着|"
    "搀扶着|赶到|赶来|来到|对我说|对他说|对她说|对客户说|对柜员说|向客户说|为客户讲|为客户介|为客户解|向客户解|帮客户|握住|拉住|拿出|递上|表示：|表示，"
)
_PARTICLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:{_MANNER})(?P<particle>[的得])(?={_DOING})"), "地"),
    (re.compile(r"(?<![价产净增数总市原面])值(?P<particle>的)(?=信赖|学习|肯定|一提|尊敬|点赞|信任|推广|借鉴|注意的是|一看)"), "得"),
    (re.compile(r"(?<![视听感知味触幻错直])觉(?P<particle>的)(?=很|非常|自己|特别|十分|有点|有些|这个|这样)"), "得"),
    (re.compile(r"(?<![未应所已将可])[取获](?P<particle>的)(?=了|良好|明显|显著|阶段性|一致|客户的?[好一])"), "得"),
    (re.compile(r"赢(?P<particle>的)(?=了|客户|广大|社会|赞誉|信任|好评)"), "得"),
    (re.compile(r"(?<![明浅凸])显(?P<particle>的)(?=格外|更加|尤为|十分|非常|特别|有些)"), "得"),
    (re.compile(r"(?<![改不])变(?P<particle>的)(?=更|越来越|十分|非常|特别|简单|轻松)"), "得"),
    (re.compile(r"(?:舍不|免不|恨不|巴不|怪不|由不|顾不|值不|来不|容不)(?P<particle>的)(?=了|离开|放下|上|及)"), "得"),
    (re.compile(r"(?<![目标有])(?P<particle>的)(?=到了?(?:客户|领导|广大|社会|各级|一致|充分|有效|极大|显著|很大|进一步)"
                r".{0,4}(?:认可|好评|肯定|赞扬|称赞|表扬|提升|提高|保障|体现|解决))"), "得"),
    (re.compile(r"(?:银行|支行|网点|客户|员工|我们|你们|他们|她们|大家|分行|总行)(?P<particle>地)"
                r"(?=服务|工作|需求|信任|支持|认可|好评|利益|资金|业务|产品|努力|关心|帮助|态度|形象)"), "的"),
    (re.compile(r"(?:灿烂|亲切|甜美|真诚|热情|温暖|周到|优质|良好)(?P<particle>地)(?=笑容|态度|话语|服务态度|形象|环境|口碑|氛围)"), "的"),
)  # fmt: skip


def particles(text: str) -> Iterator[Finding]:
    """的, 地 and 得 for one another, in closed patterns that are hardly ever right otherwise."""
    for pattern, right in _PARTICLES:
        for found in pattern.finditer(text):
            start, end = found.span("particle")
            if text[start] == right:
                continue
            words = text[max(0, start - 2) : start] + right + text[end : end + 2]
            message = _("“{wrong}” should be “{right}” here").format(wrong=text[start:end], right=right)
            remedy = _("Write “{words}”.").format(words=words)
            yield Finding(check="wrong-particle", start=start, end=end, message=message, remedy=remedy)


# --- the publication's words, and claims ----------------------------------------------------------------------------------------

#: "最好的服务" is what every essay speaks of.
_GOODS = "理财|产品|银行|利率|收益|贷款|存款|信用卡|基金|保险|手机银行|品牌"
_PRODUCT = f"{_GOODS}|服务"
_GREATEST = re.compile(
    rf"最(?:佳|优|优惠|好|高|低|强|大|先进|安全|便宜|划算)的?(?:{_GOODS})(?!奖|单位|网点|个人|评选|标兵|明星|案例|实践)"
    rf"|(?:国家级|世界级|最高级|顶级|极致|独一无二|绝无仅有|史无前例|无与伦比)的?(?:{_PRODUCT})(?!奖|单位|网点|个人|评选)"
    rf"|(?:全国|全省|全市|业内|同业|行业|国内|我国|我市|我省|当地|世界|全球)(?:首家|首个|唯一|独家|第一|最大|最好|最优)的?(?:{_PRODUCT})"
    r"|(?:第一|首选)(?:品牌|银行)(?!支行)|销量第一|收益第一|服务第一品牌"
)
_PROMISED = re.compile(
    "保本保息|保本保收益|稳赚不赔|只赚不赔|零风险|无任何风险|没有任何风险|绝对安全|百分之百安全|100%安全|收益有保证|包赚|只涨不跌"
)
#: To strive for the best, to win a prize for it or to quote a customer is no advertisement; nor is a warning of what swindlers promise.
_STRIVING = re.compile(
    "提供|追求|争取|争创|力争|努力|希望|期待|做到|成为|评选|荣获|获得|授予|表彰|打造|建设|建成|才是|就是|是最好的|“|用最|以最|把最|给"
)
_WARNING = re.compile(
    "骗|谎称|声称|宣称|承诺|警惕|非法|虚假|不法|诱|不要|切勿|不存在|没有.{0,4}的|谨防|提醒|套路|陷阱|所谓|误导|禁止|不得|勿"
)


def claims(text: str) -> Iterator[Finding]:
    """Praise of products and services that the Advertising Law forbids (Articles 9 (3), 25): the greatest of all, and sure gains."""
    for found in _GREATEST.finditer(text):
        if not _STRIVING.search(clause(text, *found.span())):
            yield _claim(found)
    for found in _PROMISED.finditer(text):
        if not _WARNING.search(sentence_of(text, found)):
            yield _claim(found)


def _claim(found: re.Match[str]) -> Finding:
    message = _("“{words}”: the Advertising Law forbids such praise of a bank's products and services").format(words=found[0])
    remedy = _("Say what is so, with a source; or take it out.")
    return Finding(check="absolute-claim", start=found.start(), end=found.end(), message=message, remedy=remedy)


def listed(text: str, words: tuple[str, ...], check: str, message: str, remedy: str) -> Iterator[Finding]:
    """The words of the publication's own list."""
    for word in words:
        for found in re.finditer(re.escape(word), text):
            yield Finding(check=check, start=found.start(), end=found.end(), message=message.format(word=word), remedy=remedy)
