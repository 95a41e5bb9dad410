"""Bylines: the short lines that say who sent, wrote and photographed, in all the forms that offices give them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bulletin.copydesk.branch import belongs_to, is_organisation, names_together
from bulletin.copydesk.front import read_date
from bulletin.copydesk.lines import RUNNING_TEXT
from bulletin.copydesk.names import HAN_NAME, is_name, may_be_name
from bulletin.copydesk.placed import laid_open
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.typography import BLANKS, HAN, trim

#: Which field a label speaks of; "sender" is a branch or an author, as the name turns out.
_LABELS: dict[str, str] = {
    **dict.fromkeys(("供稿", "供稿单位", "投稿单位", "投稿", "单位", "报送单位", "报送", "来稿", "来稿单位", "来稿人"), "sender"),
    **dict.fromkeys(("发件人", "寄件人"), "sender"),
    **dict.fromkeys(("作者", "撰稿人", "通讯员", "供稿人", "投稿人", "记者", "撰稿", "撰文", "执笔", "文", "文字"), "authors"),
    **dict.fromkeys(("执笔人", "拟稿", "拟稿人", "信息员"), "authors"),
    **dict.fromkeys(("撰写", "整理", "本文作者", "供稿人员", "采写", "采访", "采访整理", "文稿", "口述"), "authors"),
    **dict.fromkeys(("姓名", "笔名", "报送人", "投稿作者", "撰稿作者"), "authors"),
    **dict.fromkeys(("摄影", "摄", "图", "图片", "供图"), "photographers"),
}
BYLINE_LABELS = frozenset(_LABELS)
#: Labels behind which any short name is a person's, a pen name too.
_PEN_NAMES = {"作者", "撰稿人", "通讯员", "供稿人", "投稿人", "记者"}
_PARTING = f"{BLANKS}\n，,；;、/／|｜：:（(）)"
_SEPARATORS = re.compile(f"[{_PARTING}]+")
#: A name spaced out to fill a line; a label of one character (文, 图) is no part of it.
_LETTER = f"(?![文图摄])[{HAN}]"
_SPACED_OUT = re.compile(f"(?<![^{_PARTING}]){_LETTER}(?:[{BLANKS}]+{_LETTER})+(?![^{_PARTING}])")
#: One word for both: 图文 张三.
_BOTH = ("图文", "文图", "文摄", "摄影报道", "图文报道", "文并图", "文并摄", "文并摄影", "图文并摄", "采写摄影", "撰文摄影")
#: Who did what else for a story is a credit, and no byline.
_CREDITS = {
    *("编辑", "责任编辑", "责编", "审核", "审稿", "校对", "一审", "二审", "三审", "初审", "复审", "终审", "编审"),
    *("监制", "签发", "主编", "制图", "美编", "指导", "统稿"),
}
#: An office that is not called by its name says nothing of whose.
_WHOSE = {
    *("总行", "省行", "市行", "县行", "分行", "支行", "我行", "本行"),
    *("办公室", "综合部", "工会", "团委", "党委", "党总支", "党支部"),
}
#: What may stand behind the names of a byline and names nobody: 通讯员 李明 报道.
_CLOSING = {"报道", "报导", "采写报道", "推荐", "转来", "转发", "选送", "荐稿"}
_LAST_PICTURED = re.compile(f"、(?P<name>[{HAN}]{{2,4}})(?P<label>[（(](?:图|摄|摄影|供图)[）)]?)$")
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
#: A courtesy or an article begins no name.
_NO_NAME = "Thanks?|Best|Kind|Warm|Dear|Yours|Happy|Merry|From|The|Our|Welcome|See|Good"
_LATIN_NAME = re.compile(rf"(?!(?:{_NO_NAME})\b)[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]+){{1,3}}")
#: A letter begins so: 尊敬的临江支行：
_ADDRESSED = re.compile(rf"[{BLANKS}]*(?:尊敬|敬爱|亲爱|可爱)的")
#: Somebody speaks, or is spoken to: 尊敬的临江支行, 你好吗.
_SPOKEN = re.compile("[的了着吗呢吧啊们您你我他她它这那]")
#: 本报记者, 职工通讯员: whose reporter it is says nothing of who.
_OF_THE_HOUSE = re.compile("^(?:本[报站网刊行]|职工|特约|实习|见习|全媒体|首席|驻站)+(?=记者|通讯员|作者|撰稿)")
_GLUED = re.compile(r"(通讯员|作者|撰稿人|供稿人|记者)(.{2,4}|[^·]{1,6}·.{1,12})|(.{2,20}?)(供稿|撰稿|摄影|摄)")


def read_byline(text: str, house: House, *, placed: bool = False) -> Stated | None:
    """What a line states, None unless it consists wholly of branches, names, dates and their labels.

    `placed` says that the line stands where bylines stand (between title and text): there any short word in a name's place
    is a name (青石桥支行 辛苦), whatever it looks like, and an office need not be on the register.
    """
    if _ADDRESSED.match(text):
        return None
    placed = placed and not (text.startswith("——") or _SPOKEN.search(text))
    text = re.sub(r"^[（(【\[—－■□◆◇●○◎★☆※-]+|[）)】\]。]+$", "", trim(text))
    if not text or len(text) >= RUNNING_TEXT:
        return None
    if date := read_date(text):
        return Stated(date=date)
    if said := _in_latin(text, house, placed=placed):
        return said
    if pictured := _last_pictured(text, house, placed=placed):
        return pictured
    text = laid_open(text) if placed else text
    groups = [(labels, tuple(names)) for labels, names in _groups(_tokens(names_together(text, house)))]
    return _stated(groups, house, placed=placed)


def _last_pictured(text: str, house: House, *, placed: bool) -> Stated | None:
    """A list of names whose last took the pictures too (春生、石青、藤黄（图）)."""
    found = _LAST_PICTURED.search(text)
    if found is None or set(_words(text[: found.start("label")])) & set(_LABELS):
        return None
    said = read_byline(text[: found.start("label")], house, placed=placed)
    several = said is not None and len(said.authors) > 1 and said.authors[-1] == found["name"]
    return said.model_copy(update={"photographers": (found["name"],)}) if said and several else None


def _in_latin(text: str, house: House, *, placed: bool) -> Stated | None:
    """What an English byline states (By Jane Doe, North Branch): a branch must stand with the names, or its place and "by" tell it."""
    bare = text.removeprefix(found[0]) if (found := _BY.match(text)) else text
    parts = list(filter(None, re.split(r"\s*[,，;/|]\s*|\s+(?:and|–|—|-)\s+|\s*&\s*", bare)))
    branches = [part for part in parts if belongs_to(part, house)]
    names = tuple(part for part in parts if part not in branches)
    told = branches or (placed and bare != text)
    if not names or not told or not all(map(_LATIN_NAME.fullmatch, names)):
        return None
    return Stated(authors=names, branch=branches[0] if branches else "")


def read_signature(text: str, house: House) -> Stated | None:
    """A byline in a place where bylines stand; an office beside its branch (梧桐支行 办公室) is nobody's name."""
    said = read_byline(text, house, placed=True)
    if said is None:
        return None
    people = {name: tuple(filter(may_be_name, getattr(said, name))) for name in ("authors", "photographers")}
    signed = said.model_copy(update=people)
    return signed if signed != Stated() else None


def people(names: str) -> tuple[str, ...]:
    """The names in a field made for them; a name that was spaced out ("李 明") is one name."""
    return tuple(_words(names))


def _words(text: str) -> Iterator[str]:
    """What separators part, with names that were spaced out together again."""
    return filter(None, _SEPARATORS.split(_SPACED_OUT.sub(lambda found: " ".join(_spelt_out(found[0])), trim(text))))


def _spelt_out(text: str) -> Iterator[str]:
    """The names that single characters spell: one of up to three, or several of two."""
    letters = re.sub(f"[{BLANKS}]", "", text)
    length = len(letters) if len(letters) <= 3 else 2
    return (letters[at : at + length] for at in range(0, len(letters), length))


def names_in(text: str) -> tuple[str, ...]:
    """As `people`, and names joined by 和, 与 and 及 parted where both are names."""
    return tuple(part for name in people(text) for part in _parted(name))


def _tokens(text: str) -> Iterator[str]:
    for token in _words(text):
        token = _OF_THE_HOUSE.sub("", token)
        if token in _CLOSING or token in _WHOSE:
            continue
        if token in _BOTH:
            yield from ("文", "图")
            continue
        token = re.sub("(?<=.{4})(?:摄影)?报[道导]$", "", token)
        glued = None if token in _LABELS else _GLUED.fullmatch(token)
        for part in filter(None, glued.groups() if glued else (token,)):
            yield from _parted(part)


def _parted(token: str) -> tuple[str, ...]:
    """Two names and the word that joins them, as two; anything else as it is (a name may hold 和 itself)."""
    joined = next((each for each in re.finditer("[和与及]", token) if 2 <= each.start() <= len(token) - 3), None)
    both = (token[: joined.start()], token[joined.end() :]) if joined else ()
    return both if both and all(map(is_name, both)) and not is_name(token) else (token,)


def _groups(tokens: Iterable[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Labels with the names they speak of: the label may stand before (文 张三 图 李四) or behind (张三 文 李四 摄)."""
    labels: list[str] = []
    names: list[str] = []
    last: list[str] = []
    everyone: list[str] = []
    for token in tokens:
        if token not in _LABELS:
            names.append(token)
            everyone.append(token)
        elif names:
            yield labels or [token], names
            labels, names, last = ([token], [], []) if labels else ([], [], names)
        elif last:  # 张三 文/图
            yield [token], last
        else:
            labels.append(token)
    if labels or names:  # 记者 张三 通讯员 李四 文/图: what stands last is everyone's
        yield labels, names or everyone


def _stated(groups: list[tuple[list[str], tuple[str, ...]]], house: House, *, placed: bool) -> Stated | None:
    branches = [name for _, names in groups for name in names if belongs_to(name, house) or is_organisation(name)]
    everyone = [name for _, names in groups for name in names]
    dated = placed and len(everyone) <= 3 and any(map(read_date, everyone))
    labelled = dated or any(labels for labels, _ in groups)
    if _CREDITS & set(everyone) or not (labelled or any(placed or belongs_to(name, house) for name in branches)):
        return None
    fields: dict[str, list[str]] = {"authors": [], "photographers": []}
    stated = Stated(branch=branches[0] if branches else "")
    for labels, names in groups:
        for name in names:
            if date := read_date(name):
                stated = stated.over(Stated(date=date))
            elif name not in branches and not _filed(name, labels, fields, placed=placed and _could_be_name(name, labels, names)):
                return None
    return Stated(authors=_once(fields["authors"]), photographers=_once(fields["photographers"])).over(stated)


def _could_be_name(name: str, labels: list[str], names: Sequence[str]) -> bool:
    """Whether the word could be a name by its length: two or three characters, four where an author stands alone; at most five such."""
    if HAN_NAME.fullmatch(name) and not may_be_name(name):
        return False
    people = [each for each in names if not is_organisation(each)]
    alone = len(people) == 1 and not any(_LABELS[label] == "photographers" for label in labels)
    return len(people) <= 5 and bool(re.fullmatch(rf"[{HAN}]{{2,{4 if alone else 3}}}|[A-Za-z][A-Za-z.]{{1,14}}", name))


def _filed(name: str, labels: list[str], fields: dict[str, list[str]], *, placed: bool) -> bool:
    """Put a person's name where its labels say; False where it is no person's name."""
    pen_name = bool(_PEN_NAMES & set(labels)) and bool(HAN_NAME.fullmatch(name) or re.fullmatch("[A-Za-z. ]+", name))
    if not placed and not pen_name and not is_name(name):
        return False
    for label in labels or ["作者"]:
        fields["photographers" if _LABELS[label] == "photographers" else "authors"].append(name)
    return True


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
