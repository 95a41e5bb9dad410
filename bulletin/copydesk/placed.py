"""A line that stands where bylines stand, laid open: offices and persons set apart, posts, telephones and the like taken off."""

import re

from bulletin.copydesk.names import DOUBLE_SURNAMES
from bulletin.typography import BLANKS, HAN

_OFFICE = rf"[{HAN}]{{2,14}}?(?:支行|分行|分理处|农商行|营业[部室]|信用社|联社)(?:[{HAN}]{{1,8}}?(?:部|中心|室|科|处|工会|团委|党委|总支))?"
_POST = (
    r"(?:青年|优秀|老|新(?:入职)?|退休)?(?:(?:综合)?柜员|员工|会计|出纳|实习生|行员|信贷员)|副?(?:行长|主任|经理|书记|主管|总经理|科长|处长|部长)"
    rf"|(?:客户|大堂|理财|产品|运营|营业|信贷|风险|综合|内勤|会计)(?:经理|主管|主任|专员)"
    rf"|党支部书记|[{HAN}]{{1,6}}岗|(?:退休|在职)?(?:职工|干部|党员|团员)|客户|家属|志愿者"
)
_LABEL = r"(?:通讯员|记者|作者|供稿人|供稿|撰稿|投稿)"
#: A sender's telephone number, with its label or without.
_TELEPHONE = re.compile(
    rf"(?:联系)?(?:电话|手机|方式)?(?:号码)?[{BLANKS}]*[：:]?[{BLANKS}]*(?:内线|0\d{{2,3}}-)?\d{{4,12}}(?!\d*[年月日./-])"
)
#: What a sender says of himself besides, and no reader is told.
_BESIDES = re.compile(
    r"(?:岗位|职务|职位|职称|工号|部门|体裁|文体|字数|地点|地址|邮编|QQ|微信号?|(?:电子)?邮箱|性别|年龄|身份)"
    rf"[{BLANKS}]*[：:][{BLANKS}]*[^{BLANKS}，；;|｜]+"
    r"|(?:全文|正文)?(?:共|约|计|字数){0,3}\d{2,5}余?字",
    re.IGNORECASE,
)
_BY = re.compile(rf"^(?:by[{BLANKS}：:]+|@)", re.IGNORECASE)
#: What parts an office from the person: a dash or a point behind it (柳塘支行·春生), or an @ before it (春生@柳塘支行).
_MARKED_OFF = re.compile(rf"(?<=[行部室处社点所心科])[{BLANKS}]*[·•—–.。-]+[{BLANKS}]*|(?<=[{HAN}])[@＠](?=[{HAN}])")
_BRACKETS = re.compile(r"[【】\[\]〔〕<>〈〉□■◇◆○●◎☆★※＊*+&_～~]")
#: A day without its year, a month and a day of the week say nothing that could be kept.
_DAY = re.compile(r"(?<!年)\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月(?!\d)|\d{4}\.\d{1,2}(?![.\d])|星期[一二三四五六日天]")
_DOUBLE = "|".join(DOUBLE_SURNAMES)
_WITH_OFFICE = re.compile(
    rf"(?P<office>{_OFFICE})(?:(?P<post>{_POST})?(?P<name>(?:{_DOUBLE})[{HAN}]{{1,2}}|[{HAN}]{{2,3}})?|(?P<label>{_LABEL})(?P<labelled>(?:{_DOUBLE})[{HAN}]{{1,2}}|[{HAN}]{{2,3}})?)"
)
_LONE_POST = re.compile(rf"(?<![{HAN}])(?:{_POST})(?![{HAN}：:])")


def is_besides(text: str) -> bool:
    """Whether the line only says what no reader is told: 岗位：综合柜员."""
    return bool(_BESIDES.search(text)) and not _BESIDES.sub("", text).strip(BLANKS + "，,；;|｜（）()")


def laid_open(text: str) -> str:
    """The line with its offices, labels and persons parted, without posts, telephones and what else is said."""
    text = _BRACKETS.sub("，", _DAY.sub("，", text))
    text = _TELEPHONE.sub("，", _BESIDES.sub("，", _BY.sub("作者 ", text)))
    text = _MARKED_OFF.sub(" ", text)
    opened = re.sub(f"[{HAN}]{{4,}}", _parted, text)
    return _LONE_POST.sub("，", opened) if re.search(_OFFICE, opened) else opened


def without_posts(text: str) -> str:
    """The line without the posts that stand by themselves: 柜员 春生."""
    return _LONE_POST.sub("", text)


def _parted(found: re.Match[str]) -> str:
    """桑葚 behind 柳塘支行 and the post between them, as words of their own."""
    parts = _WITH_OFFICE.fullmatch(found[0])
    if parts is None:
        return found[0]
    return " ".join(filter(None, (parts["office"], parts["label"], parts["labelled"], parts["name"])))
