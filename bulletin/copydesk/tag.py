"""Tags: what a sender sets before a title or a line that is no part of it (【来稿】, 稿件3：, （动态）, 【乡村振兴进行时】)."""

import re

from bulletin.house.rules import House
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, HAN, trim

#: It only says that this is a manuscript, and which.
_MANUSCRIPT = (
    rf"(?:投稿|来稿|供稿|稿件|稿子|新闻稿|通讯稿|修改稿|[终定初急]稿|第?[一二三]稿|稿|附件)[{BLANKS}]*[\d一二三四五六七八九十]{{0,2}}[！!]?"
)
#: What kind of piece it is, in the words of newspapers.
_GENRE = (
    r"(?:(?:工作|基层|各行|网点|支行|一线|服务)?(?:动态|简讯|快讯|短讯|要闻|新闻|信息|简报)|图片新闻|图文(?:新闻|报道)?|组图|消息|(?:人物)?(?:通讯|特写|专访)"
    r"|人物|侧记|纪实|(?:服务|员工|身边)?故事|(?:工作|服务)?经验(?:交流|做法)?|(?:典型|服务)?案例|散文|随笔|诗歌|小小说|(?:学习)?心得(?:体会)?|读后感|评论|调研)"
)
#: A column goes under a name of its own, and these are how such names end.
_COLUMN = (
    rf"[{HAN}“”‘’·{BLANKS}]{{2,14}}"
    r"(?:进行[时中]|专栏|之窗|园地|天地|在行动|在线|巡礼|展播|专题|系列(?:报道)?|风采|走笔|征文(?:选登)?|选登|大家谈|在身边)"
)
_OPEN, _CLOSE = r"【\[（(〔", r"】\]）)〕"
_GAP = f"[{BLANKS}]*"
_BRACKETED = re.compile(
    rf"[{_OPEN}]{_GAP}(?P<tag>{_MANUSCRIPT}|{_GENRE}|{_COLUMN}){_GAP}[{_CLOSE}]{_GAP}[：:|｜丨]?{_GAP}(?P<rest>\S.*)", re.DOTALL
)
_OPENLY = re.compile(
    rf"(?P<tag>{_MANUSCRIPT}){_GAP}(?:[：:]|——?|--){_GAP}(?P<rest>\S.*)|(?P<genre>{_GENRE}){_GAP}[|｜丨]{_GAP}(?P<title>\S.*)", re.DOTALL
)
_INNER = (
    rf"内部(?:资料|刊物|文件|交流)[{BLANKS}，,]*(?:注意保存|仅供参考|请勿外传|不得外传|妥善保管)?"
    r"|[—-]*(?:以下)?(?:为|是)?正文(?:如下)?[—-]*"
)
#: 柳塘支行来稿（共1篇）: whose manuscript it is. Without an office it could be a title (第一次投稿).
_SENDERS = (
    rf"[{HAN}]{{0,10}}(?:支行|分行|分理处|农商行|营业[部室]|办公室|信用社|联社)[{HAN}\d]{{0,8}}?"
    r"(?:投稿|来稿|稿件|报送稿|稿)(?:[（(][^（）()]{1,8}[）)])?[\d一二三]?"
)
_LONE = re.compile(rf"[{_OPEN}《]?{_GAP}{_MANUSCRIPT}{_GAP}[{_CLOSE}》]?{_GAP}[：:、.．]?")


class Tagged(Sheet):
    """A line's tag, as written between its marks, and the line without it."""

    tag: str
    rest: str


def read_tag(text: str) -> Tagged | None:
    """The tag before a line, None where there is none: a slogan in brackets (【不忘初心】…) belongs to the title."""
    if found := _BRACKETED.fullmatch(text):
        return Tagged(tag=trim(found["tag"]), rest=trim(found["rest"]))
    if found := _OPENLY.fullmatch(text):
        return Tagged(tag=trim(found["tag"] or found["genre"]), rest=trim(found["rest"] or found["title"]))
    return None


def is_lone_tag(text: str) -> bool:
    """Whether a line only says that this is a manuscript, or whose: 来稿, 稿件3, 柳塘支行来稿（共1篇）, 内部资料."""
    return bool(_LONE.fullmatch(text) or re.fullmatch(rf"[{_OPEN}]?(?:{_INNER}|{_SENDERS})[{_CLOSE}：:]?", text))


def is_genre(text: str) -> bool:
    """Whether a line in brackets only says what kind of piece this is: （散文）."""
    return bool(re.fullmatch(rf"[{_OPEN}]{_GENRE}[{_CLOSE}]", text))


def genre_behind(title: str) -> Tagged | None:
    """The kind of piece that stands in brackets behind a title, None where none does: 窗口前的灯光（散文）."""
    found = re.fullmatch(rf"(?P<rest>.+?)[{BLANKS}]*[{_OPEN}](?P<tag>{_GENRE})[{_CLOSE}]", title)
    return Tagged(tag=found["tag"], rest=found["rest"]) if found else None


def is_column(text: str) -> bool:
    """Whether a line by itself is a column's name in its marks: 【乡村振兴进行时】."""
    return bool(re.fullmatch(rf"[{_OPEN}][^{_OPEN}{_CLOSE}。，]{{2,16}}[{_CLOSE}]", text))


def section_of(tag: str, house: House) -> str:
    """The section that a tag names: its name or alias, or the end of one section's name alone (动态 for 服务动态); else ""."""
    if rule := house.section(tag):
        return rule.name
    named = [rule.name for rule in house.sections if len(tag) > 1 and (rule.name.endswith(tag) or tag.endswith(rule.name))]
    return named[0] if len(named) == 1 else ""
