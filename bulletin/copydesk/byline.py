"""Bylines: the short lines that say who sent, wrote and photographed, in all the forms that offices give them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bulletin.copydesk.branch import belongs_to, is_organisation, names_together
from bulletin.copydesk.front import read_date
from bulletin.copydesk.lines import RUNNING_TEXT, is_blank, text_of, without
from bulletin.copydesk.plate import Piece
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.records.manuscript import Line
from bulletin.typography import BLANKS, trim

#: Which field a label speaks of; "sender" is a branch or an author, as the name turns out.
_LABELS: dict[str, str] = {
    **dict.fromkeys(("供稿", "供稿单位", "投稿单位", "投稿", "单位", "报送单位", "报送", "来稿"), "sender"),
    **dict.fromkeys(("作者", "撰稿人", "通讯员", "供稿人", "投稿人", "记者", "撰稿", "撰文", "执笔", "文", "文字"), "authors"),
    **dict.fromkeys(("撰写", "整理", "本文作者", "供稿人员"), "authors"),
    **dict.fromkeys(("摄影", "摄", "图", "图片", "供图"), "photographers"),
}
BYLINE_LABELS = frozenset(_LABELS)
#: Labels behind which any short name is a person's, a pen name too.
_PEN_NAMES = {"作者", "撰稿人", "通讯员", "供稿人", "投稿人", "记者"}
_SEPARATORS = re.compile(f"[{BLANKS}\n，,；;、/／|｜：:（(）)]+")
#: One word for both: 图文 张三.
_BOTH = ("图文", "文图", "文摄", "摄影报道")
#: 本报记者, 职工通讯员: whose reporter it is says nothing of who.
_OF_THE_HOUSE = re.compile("^(?:本[报站网刊行]|职工|特约|实习|见习|全媒体|首席|驻站)+(?=记者|通讯员|作者)")
_GLUED = re.compile(r"(通讯员|作者|撰稿人|供稿人|记者)(.{2,4}|[^·]{1,6}·.{1,12})|(.{2,20}?)(供稿|撰稿|摄影|摄)")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}(?:[·•．・][\u4e00-\u9fff]{1,8}){1,3}")
#: The surnames of nearly everyone; a word of two or three characters that begins with none of them is no name.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦"
    "邱江尹薛闫阎段雷侯龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧殷关焦左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司古吉缪简车项连芦麦褚窦娄戚岑景党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边卞姬师"
    "和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门"
    "云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
#: The hundred most people have; the rarer ones are everyday words too (向前走).
_COMMON_SURNAMES = _SURNAMES[:100]
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "令狐", "皇甫", "慕容", "尉迟", "夏侯", "端木", "公孙")
#: At most so many lines under the title, and at the end, are searched.
_FAR = 4


def read_byline(text: str, house: House) -> Stated | None:
    """What a line states, None unless it consists wholly of branches, names, dates and their labels."""
    text = re.sub(r"^[（(【\[—－■□◆◇●○◎★☆※-]+|[）)】\]。]+$", "", trim(text))
    if not text or len(text) >= RUNNING_TEXT:
        return None
    if date := read_date(text):
        return Stated(date=date)
    groups = [(labels, people(names)) for labels, names in _groups(_tokens(names_together(text, house)))]
    return _stated(groups, house)


def people(names: Iterable[str] | str) -> tuple[str, ...]:
    """The names in a field made for them; a name that was spaced out ("李 明") is one name."""
    together: list[str] = []
    for name in _SEPARATORS.split(trim(names)) if isinstance(names, str) else names:
        if together and len(name) == 1 and len(together[-1]) == 1:
            together[-1] += name
        elif name:
            together.append(name)
    return tuple(together)


def names_in(text: str) -> tuple[str, ...]:
    """As `people`, and names joined by 和, 与 and 及 parted where both are names."""
    return tuple(part for name in people(text) for part in _parted(name))


def is_name(text: str) -> bool:
    """Whether the text looks like a Chinese person's full name."""
    if not _HAN_NAME.fullmatch(text):
        return False
    return text.startswith(_DOUBLE_SURNAMES) or (text[0] in _SURNAMES and len(text) <= 3) or bool(re.search("[·•．・]", text))


def take_byline(pieces: Sequence[Piece], house: House, *, signed: bool = False) -> tuple[Stated, tuple[Piece, ...]]:
    """What the lines right at the top (`signed`: right at the end) state, and the pieces without them."""
    stated, taken = Stated(), list[Line]()
    for line in _near(pieces, signed=signed):
        found = read_byline(text_of(line), house) or _lone_name(line) or (_lone_names(line) if signed else None)
        if found is None:
            break
        stated = stated.over(found)
        taken.append(line)
    return stated, without(pieces, taken)


def _near(pieces: Sequence[Piece], *, signed: bool) -> Iterator[Line]:
    lines = [each for each in pieces if isinstance(each, Line) and not is_blank(each)]
    for line in lines[: -_FAR - 1 : -1] if signed else lines[:_FAR]:
        if line.art or line.outline is not None or line.number or line.level is not None:
            return
        yield line


def _lone_name(line: Line) -> Stated | None:
    """A name by itself is a byline only where it is set as one: centred or to the right."""
    name = "".join(people(re.sub(r"[（()）]", "", text_of(line))))
    return Stated(authors=(name,)) if line.alignment in ("centre", "right") and is_name(name) else None


def _lone_names(line: Line) -> Stated | None:
    """At the end of a text nothing but names stands by itself; of two characters only where it is set apart, or not alone."""
    names = names_in(text_of(line))
    if not names or not all(map(is_name, names)):
        return None
    whole = len(names) > 1 or (len(names[0]) > 2 and names[0][0] in _COMMON_SURNAMES)
    return Stated(authors=names) if whole or line.text.startswith("\u3000\u3000\u3000") else None


def _tokens(text: str) -> Iterator[str]:
    for token in _SEPARATORS.split(text):
        token = _OF_THE_HOUSE.sub("", token)
        if token in _BOTH:
            yield from ("文", "图")
            continue
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


def _stated(groups: list[tuple[list[str], tuple[str, ...]]], house: House) -> Stated | None:
    branches = [name for _, names in groups for name in names if belongs_to(name, house) or is_organisation(name)]
    labelled = any(labels for labels, _ in groups)
    if not labelled and not any(belongs_to(name, house) for name in branches):
        return None
    fields: dict[str, list[str]] = {"authors": [], "photographers": []}
    stated = Stated(branch=branches[0] if branches else "")
    for labels, names in groups:
        for name in names:
            if date := read_date(name):
                stated = stated.over(Stated(date=date))
            elif name not in branches and not _filed(name, labels, fields):
                return None
    return Stated(authors=_once(fields["authors"]), photographers=_once(fields["photographers"])).over(stated)


def _filed(name: str, labels: list[str], fields: dict[str, list[str]]) -> bool:
    """Put a person's name where its labels say; False where it is no person's name."""
    pen_name = bool(_PEN_NAMES & set(labels)) and bool(_HAN_NAME.fullmatch(name) or re.fullmatch("[A-Za-z. ]+", name))
    if not pen_name and not is_name(name):
        return False
    for label in labels or ["作者"]:
        fields["photographers" if _LABELS[label] == "photographers" else "authors"].append(name)
    return True


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
