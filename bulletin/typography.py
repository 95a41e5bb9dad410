"""Typography: pure text in, pure text out. Repairs what offices type by habit, and nothing that an author may have meant.

A repair tells for every character what takes its place: the same character, another, or nothing. So text that is cut
into spans can be repaired as a whole (a mark is judged by its neighbours, whatever span they are in) and stays cut.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

#: Chinese characters themselves, without marks (Unicode blocks of unified and compatibility ideographs, and 〇).
HAN = r"〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
#: What an office types as a blank: space, no-break space, tab, the full-width blank, Unicode's other widths and line ends.
BLANKS = " \u00a0\t\u3000\u202f\u205f\u0085\u2028\u2029" + "".join(map(chr, range(0x2000, 0x200B)))

#: Characters that Chinese doubles: 天天、高高兴兴、方方面面、辛辛苦苦、嘻嘻. A run of nothing else is a way of speaking.
REDUPLICATED = frozenset(
    "高兴平安红火热闹开心干净清楚明白踏实扎认真兢业勤恳方面时刻点滴风雨老轻松在上下里外来往进出长久家户口声前后左右世代日夜朝暮年"
    "月天人处事条层步字句件桩个次回种样双对行排串片阵缕丝星悄默渐慢快好早常刚仅偏恰稍略微深浅大小远近甜美满乐喜欢洋密麻规矩整齐完"
    "全恭敬客气斯文稳当顺和团圆亲恩爱说笑打蹦跳吵嚷拉扯摇晃哭啼嘻哈呵嘿哇啊呀哎唉嗯哦嗒咚叮铃叽喳吞吐偷摸遮掩躲藏曲折坎坷零碎磕绊"
    "断续原本切病殃堂正块坛罐瓶花草形色林总山水沟村寨街巷边角房屋爸妈爷奶叔伯哥弟姐妹娃宝猩蛐蝈谢拜看想听试走尝聊谈练学问读写唱歌"
    "笔颗粒张页头身分秒夫妇生死是非反复暖融冷静缓徐匆忙急恍惚兜转绕挨挤沸扬纷扰洒落陆熙攘浩荡轰烈郁葱茫苍巍峨堆簇郎朗晴爽凉彬翩栩"
    "脉绵延殷循谆依念娓滔侃津孜勃欣滚腾赫寥历迢遥漫涓潺淙飘袅盈婷翠莘芸济仔细痛服舒辛苦隐约鼓囊端随便详千万框结巴支吾哆嗦慌羞答鬼"
    "祟迷糊碌庸淡普通简单太厚绿利确多少三两起伏男女活岁镇坑洼汤吃喝缝补修画涂改敲挑拣洗涮搂抱停寻觅拼凑散稀垮严工帖妥虚蜜健康旺乎"
    "胖漂亮索体光坦潇重叠弯摆颤哼唧咕噜跌撞祖辈吱咿战浑噩马虎唯诺婆咧毛躁懒疲沓黏油腻嫩脆胆怯凄惨冤枉委屈模含蓄期艾谦卑虔诚尊忠朴"
    "素直缺残破烂脏臭咸酸辣痒疼哀怨怒吼呜咽嗡锵锣噼啪哐砰叨嘀哒淅沥沙呼嘟哩啦骂逗玩逛等教查收扫擦坐站歇算靠帮猜瞧瞅见盼望"
)

#: Question marks that a program wrote for characters it could not show: several between words, where nobody asks.
LOST_CHARACTERS = re.compile(rf"(?<=[{HAN}])(?<![吗呢吧么啊嘛])\?{{2,}}(?=[{HAN}])")

_HAN = re.compile(f"[{HAN}]")
#: Every blank but the full-width one, which sets words of a headline apart.
_NARROW_BLANKS = BLANKS.replace("\u3000", "")
#: Characters that take no room and show nothing: they come from web pages and chat programs, and break searching.
#: Joiners and variation selectors (UTS 37) stand for something only behind signs such as emoji.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\x00-\x08\x0b-\x1f\x7f]"
    f"|(?:^|(?<=[{HAN}\u3000-\u303f\uff00-\uffefA-Za-z]))[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
#: Addresses, where every mark means itself; a scheme and a name before the @ (RFC 5321 §4.5.3.1.1) are no longer than this.
_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[!-~]*[A-Za-z0-9/_=&#-]|www\.[!-~]*[A-Za-z0-9/_=&#-]"
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]*[A-Za-z0-9]"
)
_FULL_WIDTH = {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
#: A paragraph's own number ("二十一.") ends within so many characters.
_NUMBER = 8
_CHINESE_NUMERALS = re.compile("[〇一二三四五六七八九十百]+")

#: What takes the place of each character of a text.
Pieces = list[str]


def clean(text: str) -> str:
    """The text with every repair made. Doing it again changes nothing; no Chinese character is lost or added."""
    return retouch((text,))[0][0]


def retouch(spans: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Neighbouring spans of one paragraph, repaired as one text, and the names (keys of `REPAIRS`) of what was done."""
    texts, done = tuple(spans), set[str]()
    settled = False
    while not settled:
        settled = True
        for name, repair in REPAIRS.items():
            mended = cut_alike(repair("".join(texts)), texts)
            if mended != texts:
                texts, settled = mended, False
                done.add(name)
    return texts, tuple(name for name in REPAIRS if name in done)


def cut_alike(pieces: Pieces, texts: Sequence[str]) -> tuple[str, ...]:
    """What takes the place of neighbouring texts' characters, cut where the texts were cut."""
    cut, start = [], 0
    for text in texts:
        cut.append("".join(pieces[start : start + len(text)]))
        start += len(text)
    return tuple(cut)


def join_lines(text: str) -> str:
    """A headline's lines as one: a single blank where the line ended between words, none after a mark that parts them."""
    lines = [line for line in (trim(line) for line in text.split("\n")) if line]
    joined = ""
    for line in lines:
        parted = not joined or joined[-1] in "，、；：！？—－…,;:" or line[0] in "—－，、"
        joined += line if parted else " " + line
    return joined


def run_on(text: str) -> str:
    """A paragraph's lines as running text: nothing between Chinese characters and marks, a single blank between words."""
    return re.sub(rf"[{BLANKS}]*\n[{BLANKS}]*", lambda found: _seam(text, *found.span()), text)


def trim(text: str) -> str:
    """The text without blanks of any width at its ends."""
    return text.strip(BLANKS + "\r\n")


def is_han(character: str) -> bool:
    """Whether this is a Chinese character (not a mark)."""
    return bool(_HAN.match(character))


def count_han(text: str) -> int:
    """How many Chinese characters there are."""
    return len(_HAN.findall(text))


def _seam(text: str, start: int, end: int) -> str:
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after:
        return ""
    return " " if before.isascii() and after.isascii() else ""


def _invisible(text: str) -> Pieces:
    pieces = list(text)
    for found in _INVISIBLE.finditer(text):
        pieces[found.start() : found.end()] = [""] * len(found[0])
    return pieces


def _blanks(text: str) -> Pieces:
    """Blank indents and blanks at the end go; within the text every width of blank but the full one is the ordinary blank."""
    first, last = len(text) - len(text.lstrip(BLANKS)), len(text.rstrip(BLANKS))
    pieces = [" " if character in _NARROW_BLANKS else character for character in text]
    return ["" if not first <= i < last else piece for i, piece in enumerate(pieces)]


def _punctuation(text: str) -> Pieces:
    """Half-width marks beside Chinese characters become full width (GB/T 15834 §5.1), but in numbers, times and addresses."""
    pieces = list(text)
    lost = {i for found in LOST_CHARACTERS.finditer(text) for i in range(*found.span())}
    for i in _outside_addresses(text):
        if text[i] in ",.;:?!" and i not in lost and _is_chinese_mark(text, i):
            pieces[i] = _FULL_WIDTH[text[i]]
            if text[i + 1 : i + 2] == " ":  # the blank belonged to the half-width mark
                pieces[i + 1] = ""
    return pieces


def _is_chinese_mark(text: str, i: int) -> bool:
    before, after = _neighbour_before(text, i), text[i + 1 : i + 2]
    if text[i] == ".":
        return _is_chinese_stop(text, i)
    if is_han(after):
        return not text[i - 1 : i].isspace()
    return is_han(before)


def _is_chinese_stop(text: str, i: int) -> bool:
    """A point is a full stop behind a Chinese character, at the end or before Chinese text; not in "…", nor after "一" as a number."""
    after = text[i + 1 : i + 2]
    if not is_han(_neighbour_before(text, i)) or (i < _NUMBER and _CHINESE_NUMERALS.fullmatch(text[:i].lstrip())):
        return False
    return not after or is_han(after) or after in " \n\u3000”’“‘》）】"


def _neighbour_before(text: str, i: int) -> str:
    """The character before, looking through closing marks that Chinese shares with Latin or that follow Chinese words."""
    while i > 0 and text[i - 1] in "”’》）】」』〉":
        i -= 1
    return text[i - 1 : i]


def _brackets(text: str) -> Pieces:
    """Half-width brackets become full width, always both of a pair, where Chinese stands in them or touches them."""
    pieces = list(text)
    han = [0, *accumulate(map(is_han, text))]  # how many Chinese characters stand before each place
    for first, last in _pairs(text):
        near = han[min(last + 2, len(text))] - han[max(first - 1, 0)]
        if near or text[first] == "（" or text[last] == "）":
            pieces[first], pieces[last] = "（", "）"
    return pieces


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    open_ones: list[int] = []
    for i in _outside_addresses(text):
        if text[i] in "(（":
            open_ones.append(i)
        elif text[i] in ")）" and open_ones:
            yield open_ones.pop(), i


def _quotes(text: str) -> Pieces:
    """Straight quotes pair in order; where they do not pair within the paragraph, nobody can tell, and they stay."""
    pieces = list(text)
    places = [i for i in _outside_addresses(text) if text[i] == '"']
    if len(places) % 2:
        return pieces
    for first, last in zip(places[::2], places[1::2], strict=True):
        if _HAN.search(text[max(first - 1, 0) : last + 2]):
            pieces[first], pieces[last] = "“", "”"
    return pieces


def _outside_addresses(text: str) -> Iterator[int]:
    start = 0
    for found in _ADDRESS.finditer(text):
        yield from range(start, found.start())
        start = found.end()
    yield from range(start, len(text))


#: Every repair by its name, in the order they are made.
REPAIRS: dict[str, Callable[[str], Pieces]] = {
    "invisible": _invisible,
    "blanks": _blanks,
    "quotes": _quotes,
    "brackets": _brackets,
    "punctuation": _punctuation,
}


def room(text: str) -> int:
    """How long a text is in Chinese characters: two letters or digits take the room of one."""
    narrow = sum(sign.isascii() for sign in text)
    return len(text) - narrow + (narrow + 1) // 2
