"""A text's signs: what of it tells its genre. Names, places, figures and what others say are masked, for they tell the topic."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bulletin.language import N_, _
from bulletin.records.sheet import Sheet

#: The longest run of characters that is one sign.
LONGEST = 4
_ZONES = {"title": "T", "opening": "O", "end": "E"}
_SENTENCE = re.compile(r"(?:“[^“”\n]*”|[^。！？；\n])+[。！？；]*[”’）]*")
_CLAUSE = re.compile(r"[^，。！？；：、（）《》〈〉\[\]【】\s…—]+")

#: The surnames that are common enough to be met.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟殷詹欧申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾"
    "尤阳时穆农司古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
    "虞敖巩明佘池查麻苑迟邝"
)
_CALLED = "先生|女士|小姐|阿姨|大爷|大妈|奶奶|爷爷|叔叔|大姐|大哥|婆婆|老人|同志|老师|师傅|经理|行长|主任|总"
#: What stands for a thing's name between quotation marks, for what somebody says (its first person is not the author's), for the
#: title of a work, and for a day.
_NAME, _SPEECH, _WORK, _DAY = "‘’", "“”", "♯", "☼"
#: What is put in the place of what tells no genre. A sign stands for it, so that its place in a sentence still counts.
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!：)“[^“”。！？，；]*”"), _NAME),
    (re.compile(r"：?“[^“”]*”"), _SPEECH),
    (re.compile(r"《[^《》]*》"), _WORK),
    (re.compile(r"[0-9０-９]+年(?:[0-9０-９]+月(?:[0-9０-９]+日)?)?|[0-9０-９]+月(?:[0-9０-９]+日)?(?:至[0-9０-９]+日)?"), _DAY),
    (re.compile(r"[0-9０-９][0-9０-９.,，．％%:：]*[万亿]?"), "0"),
    (  # a branch by its name, as far as that can be told from the words before it
        re.compile(
            r"[^\W\d_在到由与和及对向为的了至赴从给将被等是来往前去于我本各该全两某☼]{0,6}?(?:支行|分行|营业室|营业部|分理处|网点)(?:营业[室部厅])?"
        ),
        "行",
    ),
    (re.compile(rf"[{_SURNAMES}](?:某某?|[^\W\d_]{{0,2}}?)(?=(?:{_CALLED}))"), "某"),
)

_OWN = re.compile(r"我(?!行|国|市|省|县|部|支行|分行|辖)|咱")
_COUNTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("own-voice", _OWN),
    ("heads", re.compile(r"(?m)^(?:[一二三四五六七八九]、|（[一二三四五六七八九]）|[1-9][.、．])")),
    ("points", re.compile(r"[一二三四五六]是|第[一二三四五六][，、]|其[一二三四]")),
    ("persons", re.compile(r"某(?:先生|女士|阿姨|大爷|奶奶|爷爷|婆婆|老人|大姐)|一[位名](?:客户|老人|老年|顾客)")),
    ("figures", re.compile(r"0")),
    ("questions", re.compile(r"？")),
    ("speech", re.compile(_SPEECH)),
)
_PLEDGE = re.compile(r"下一步|接下来|今后|下一阶段|后续|将继续|将持续|将以此|将进一步|将始终")
_DATED = re.compile(r"^.{0,16}(?:☼|近日|日前|当天|上午|下午)")


#: What the signs of the whole text count, in words.
_COUNTS = {
    "own-voice": N_("the author's own “I”, quotations left out"),
    "heads": N_("numbered headings"),
    "points": N_("points that are counted off"),
    "persons": N_("single persons"),
    "figures": N_("figures"),
    "questions": N_("questions"),
    "speech": N_("quoted speech"),
    "length": N_("length"),
    "paragraphs": N_("number of paragraphs"),
    "open-lines": N_("lines without a full stop"),
    "dated": N_("a day at the beginning"),
    "pledge": N_("a pledge at the end"),
}


class Sign(Sheet):
    """One sign where it stands: its name, and the sentence (counted from 0) that it is in; None for a sign of the whole text."""

    name: str
    sentence: int | None = None


class Text(Sheet):
    """A text to be judged."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def is_chinese(self) -> bool:
        """Whether at least every third character is Chinese."""
        written = re.sub(r"\s", "", self.title + "".join(self.paragraphs))
        return 3 * len(re.findall(r"[\u3400-\u9fff]", written)) >= len(written)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The title and every sentence, in order."""
        return (self.title, *(found[0].strip() for each in self.paragraphs for found in _SENTENCE.finditer(each)))


def signs_of(text: Text) -> Iterator[Sign]:
    """Every sign of a text, as often as it stands there."""
    sentences = [masked(each) for each in text.sentences]
    last = len(sentences) - 1
    for place, sentence in enumerate(sentences):
        zones = ["title"] if place == 0 else ["body", *(["opening"] if place == 1 else []), *(["end"] if place == last else [])]
        for zone in zones:
            yield from (Sign(name=name, sentence=place) for name in _runs(sentence, _ZONES.get(zone, "")))
    yield from (Sign(name=name) for name in _of_the_whole(text))


def in_words(sign: str) -> str:
    """A sign as it can be shown: the run of characters that it is, or what it counts in the whole text."""
    zone, _colon, run = sign.partition(":")
    if zone.startswith("#"):
        name, _equals, level = zone[1:].partition("=")
        return _(_COUNTS[name]) + (f" ({level})" if level else "")
    for sign, words in ((_NAME, "“…”"), (_SPEECH, "“……”"), (_WORK, "《…》"), (_DAY, "…月…日"), ("0", "…")):
        run = run.replace(sign, words)
    return run.strip("^$")


def masked(sentence: str) -> str:
    """A sentence with what tells no genre masked."""
    for what, sign in _MASKS:
        sentence = what.sub(sign, sentence)
    return sentence


def counted(text: Text) -> Counter[str]:
    """How often each sign stands in a text."""
    return Counter(sign.name for sign in signs_of(text))


def _runs(sentence: str, zone: str) -> Iterator[str]:
    """Every run of up to so many characters, clause by clause; a clause's edges are part of it."""
    for clause in _CLAUSE.findall(sentence):
        edged = f"^{clause}$"
        for length in range(1, LONGEST + 1):
            for start in range(len(edged) - length + 1):
                yield f"{zone}:{edged[start : start + length]}"


def _of_the_whole(text: Text) -> Iterator[str]:
    paragraphs = [masked(each) for each in text.paragraphs]
    whole = "\n".join(paragraphs)
    for name, what in _COUNTED:
        yield f"#{name}={_level(len(what.findall(whole)), len(whole))}"
    yield f"#length={min(len(whole) // 150, 5)}"
    yield f"#paragraphs={min(len(paragraphs), 8)}"
    yield f"#open-lines={_open_lines(paragraphs)}"
    if _DATED.match(whole):
        yield "#dated"
    if paragraphs and _PLEDGE.search(paragraphs[-1][-120:]):
        yield "#pledge"


def _level(number: int, length: int) -> str:
    """How thick something stands: none, or so many in a thousand characters, by doubling steps."""
    if not number:
        return "0"
    thick = 1000 * number / max(length, 200)
    return str(1 + sum(thick >= step for step in (4, 8, 16, 32)))


def _open_lines(paragraphs: Sequence[str]) -> int:
    """How much of a text are lines that end without a stop, in quarters: lists, tables, signatures."""
    return 4 * sum(not each.endswith(("。", "！", "？", "”", "…", "；", "）")) for each in paragraphs) // max(len(paragraphs), 1)
