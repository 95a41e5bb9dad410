"""Credits: the lines of labelled fields (来源：… 时间：… 编辑：…) that stand around a story and are none of its text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin.copydesk.branch import belongs_to, is_organisation
from bulletin.copydesk.byline import BYLINE_LABELS, people, read_byline
from bulletin.copydesk.front import read_date
from bulletin.copydesk.names import is_name, may_be_name
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.records.story import Credit
from bulletin.typography import BLANKS, HAN, clean, trim

_SOURCE = ("来源", "稿件来源", "文章来源", "信息来源", "新闻来源", "稿源", "转载自", "转自", "摘自", "出处")
_DATE = (
    *("时间", "日期", "发布时间", "发布日期", "发表时间", "发表日期", "更新时间", "更新日期", "录入时间"),
    *("发布于", "发表于", "发布", "发稿时间", "报送时间", "报送日期", "投稿时间", "投稿日期", "成稿时间", "成稿日期", "写作时间"),
)
_ROLES = (
    *("编辑", "责任编辑", "责编", "值班编辑", "执行编辑", "文字编辑", "图片编辑", "新媒体编辑", "视频编辑", "美编", "美术编辑"),
    *("编发", "编审", "主编", "副主编", "执行主编", "总编", "值班主编", "监制", "总监制", "策划", "统筹", "设计", "排版", "制作", "录入"),
    *("校对", "责任校对", "校审", "审校", "审核", "审核人", "审稿", "审稿人", "初审", "复审", "终审", "一审", "二审", "三审", "审签"),
    *("统稿", "指导", "主办", "承办", "协办", "核稿", "核稿人", "签发", "签发人", "批准", "审批"),
)
#: What a site counts and files by, and what an office's paper has under it: nothing of it is kept.
_IDLE = (
    *("浏览", "浏览次数", "浏览量", "浏览数", "点击", "点击数", "点击量", "点击率", "点击次数", "阅读", "阅读量", "阅读数", "阅读次数"),
    *("访问量", "访问次数", "人气", "分类", "所属分类", "标签", "关键词", "关键字", "字号", "字体", "分享到", "打印"),
    *("联系人", "联系电话", "电话", "联系方式", "邮箱", "附件", "抄送", "抄报", "主送", "报", "送", "发"),
)
_TELLING = {*_SOURCE, *_DATE, *_ROLES, *_IDLE}
_ALL = "|".join(f"[{BLANKS}]*".join(label) for label in sorted({*_TELLING, *BYLINE_LABELS}, key=len, reverse=True))
#: A label with its mark; one that only a blank parts from what follows is looked at more closely.
_FIELD = re.compile(
    rf"(?:^|(?<=[{BLANKS}\d\[\]【】（）()；;，,、/／|｜]))(?P<label>{_ALL})(?P<mark>[{BLANKS}]*[：:|｜丨/／][{BLANKS}]*|[{BLANKS}]+(?=\S))"
)
_DAY = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}日?"
_FIND_DAY = re.compile(_DAY)
#: What a site stamps a page with: its name, the day, the hour, the author, of which only the day is always there.
_STAMP = re.compile(
    rf"(?P<source>[^\d：:，。]{{2,20}}(?:网|报|社|台|刊|杂志|在线|发布))?[{BLANKS}]*(?P<day>{_DAY})"
    rf"[{BLANKS}]*(?P<hour>\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?[{BLANKS}]*(?P<name>[\u4e00-\u9fff·]{{2,8}})?"
)
_ISSUE = re.compile(rf"(?P<source>[^，。：:]{{2,20}}(?:学报|杂志|期刊|月刊|季刊|周刊|日报|晚报))[{BLANKS}]*\d{{4}}年第?\d{{1,2}}期")
_SUPPLIED = re.compile(r"(?P<source>[^，。：:]{2,40}?)(?:联合)?供稿")
#: What a social account's page puts around its author and its hour.
_POSTED = re.compile(rf"^原创[{BLANKS}]+|[{BLANKS}]*(?:发表于|IP属地[：:]?)[{BLANKS}]*\S{{2,6}}$")
#: What an account's page has over its story: its author, its own name, and when it was posted (昨天 18:30).
_ACCOUNT = re.compile(
    rf"(?P<original>原创[{BLANKS}]*)?(?:(?P<name>[{HAN}·]{{2,4}})[{BLANKS}]+)?(?P<account>[^\s，。：:]{{2,16}})(?:[{BLANKS}]+(?P<when>(?P<day>{_DAY})"
    rf"|今天|昨天|前天|\d+(?:天|小时|分钟)前|(?:星期|周)[一二三四五六日天])(?P<hour>[{BLANKS}]+\d{{1,2}}[:：]\d{{2}})?(?:[{BLANKS}]*发表于[{BLANKS}]*\S{{2,8}})?)?"
)
_CHANNEL = re.compile(".{1,12}(?:微讯|微金融|微银行|微信|微生活|之窗|之声|视界|在线|发布|资讯|播报|公众号)")
_HOUR = re.compile(rf"(?<=[\d日])[{BLANKS}]+\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?$")
_NOBODY = re.compile(r"(?:本站|本网|本行|本刊)?(?:原创|转载)|本站|本网|网络|互联网|未知|佚名|暂无|无")
_BEHIND = re.compile(rf"[{BLANKS}]+(?:打印|分享|收藏|关闭|复制链接|举报|字体|字号)(?:[{BLANKS}].*)?$")
#: What may follow a counter's or a button's name without a mark: a number, other buttons, nothing.
_COUNT = re.compile(rf"\d|(?:打印|关闭|收藏|分享|放大|正常|缩小|[大中小]|[{BLANKS}])*$")
#: 李四（副行长）: an office behind a name.
_HINT = re.compile("[（(][^（）()]*[）)]?")
_BRACKETS = "[]【】（）()〔〕"
_LONGEST = 150
_LONGEST_SOURCE = 30
_LONGEST_IDLE = 60


class _Field(NamedTuple):
    label: str
    value: str
    marked: bool


def read_credits(text: str, house: House) -> Stated | None:
    """What a line of labelled fields states, None unless it consists of them wholly.

    The roles that a story has no field for are its credits; what a site counts (浏览：33) is read and states nothing.
    """
    if (posted := _posted(trim(text), house)) is not None:
        return posted
    text = _POSTED.sub("", trim(text).strip(_BRACKETS + BLANKS))
    if not text or len(text) > _LONGEST:
        return None
    if (stamped := _stamp(text)) is not None:
        return stamped
    if _HOUR.search(text) and (byline := read_byline(_HOUR.sub("", text), house)) is not None:
        return byline
    found = list(_FIELD.finditer(text))
    fields = list(_fields(text, found))
    if not any(field.label in _TELLING for field in fields):
        return None
    said = [_before(trim(text[: found[0].start()]), house), *(_said(field, house) for field in fields)]
    stated = Stated()
    for each in reversed(said):
        if each is None:
            return None
        stated = stated.over(each)
    return stated


def _fields(text: str, found: list[re.Match[str]]) -> Iterator[_Field]:
    """Each label with what stands between it and the next; labels that share what follows (编辑/校对：王五) each with that."""
    value, end = "", len(text)
    fields: list[_Field] = []
    for each in reversed(found):
        own = trim(text[each.end() : end]).strip(_BRACKETS + BLANKS + "；;，,、/／|｜")
        shares = not own and each["mark"].strip() in ("/", "／")
        value, end = value if shares else own, each.start()
        fields.append(_Field(re.sub(f"[{BLANKS}]", "", each["label"]), value, bool(each["mark"].strip(BLANKS))))
    yield from reversed(fields)


def _posted(text: str, house: House) -> Stated | None:
    """What an account's page says of a post: a branch's account is the branch, any other the source."""
    found = _ACCOUNT.fullmatch(text) if len(text) <= _LONGEST_IDLE else None
    if found is None or not _is_a_post(found):
        return None
    branch = belongs_to(found["account"], house)
    name = found["name"] if found["name"] and may_be_name(found["name"]) and not belongs_to(found["name"], house) else ""
    if name and branch is None and is_name(found["account"]) and not is_name(name):  # 原创 临江之声 李明 …
        return None
    return Stated(
        authors=(name,) if name else (),
        branch=branch.name if branch else "",
        source="" if branch else found["account"],
        date=read_date(found["day"] or ""),
    )


def _is_a_post(found: re.Match[str]) -> bool:
    """Whether more than a name and a day tell it: the word, the hour, or the account's own name, and who wrote where no time stands."""
    channel = bool(_CHANNEL.fullmatch(found["account"]))
    if not found["when"]:
        return channel and bool(found["original"] and found["name"])
    return bool(found["original"] or channel or "发表于" in found[0] or (found["hour"] and not found["day"]))


def _stamp(text: str) -> Stated | None:
    if issue := _ISSUE.fullmatch(text):
        return Stated(source=issue["source"])
    found = _STAMP.fullmatch(text)
    if found is None or not (found["hour"] or found["source"] or found["name"]):
        return None
    name = found["name"] or ""
    if name and not is_name(name):
        return None
    return Stated(date=read_date(found["day"]), source=found["source"] or "", authors=(name,) if name else ())


def _before(text: str, house: House) -> Stated | None:
    """What stands before the first label: nothing, a stamp, who supplied the story, a word of the site's."""
    if not text or re.fullmatch("版权声明|声明|【.{0,6}】", text):
        return Stated()
    if supplied := _SUPPLIED.fullmatch(text):
        return _supplied(supplied["source"], read_byline(text, house), house)
    if (day := _FIND_DAY.match(text)) and len(text) <= 20:
        return Stated(date=read_date(day[0]))
    return _stamp(text) or read_byline(text, house)


def _supplied(source: str, byline: Stated | None, house: House) -> Stated | None:
    """A branch of ours is the story's branch; another office is its source."""
    if byline is not None and (byline.authors or (byline.branch and belongs_to(byline.branch, house))):
        return byline
    return Stated(source=clean(source))


def _said(field: _Field, house: House) -> Stated | None:
    """What one field states, None where what stands behind the label is nothing of the kind."""
    label, value = field.label, field.value
    if label in _IDLE:
        fits = len(value) <= _LONGEST_IDLE and not re.search("[，。！？]", value)
        return Stated() if fits and (field.marked or _COUNT.match(value)) else None
    if not value or _NOBODY.fullmatch(value):
        return Stated()
    if label in _DATE:
        day = _FIND_DAY.match(value)
        return Stated(date=read_date(day[0])) if day else None
    if label in _SOURCE:
        source = clean(_BEHIND.sub("", value))
        return Stated(source=source) if len(source) <= _LONGEST_SOURCE and not re.search("[，。；！？]", source) else None
    if label in _ROLES:
        names = people(_HINT.sub("", value))
        return Stated(credits=(Credit(role=label, names=names),)) if names and all(_is_credited(each, field) for each in names) else None
    return _people(label, value, house)


def _is_credited(name: str, field: _Field) -> bool:
    if is_name(name) or is_organisation(name):
        return True
    return field.marked and bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,8}|[A-Za-z. ]{2,20}", name))


def _people(label: str, value: str, house: House) -> Stated | None:
    """A byline's field; an office that is none of ours, named where the author should be, is the source."""
    byline = read_byline(f"{label}：{value}", house, placed=True)
    if byline is not None and (not byline.branch or belongs_to(byline.branch, house)):
        return byline
    return Stated(source=clean(value)) if 2 <= len(value) <= _LONGEST_SOURCE and not re.search("[，。；！？：]", value) else None
