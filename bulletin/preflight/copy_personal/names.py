"""Full names of persons in running text, by the characters that names are made of and by what stands around them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bulletin.preflight.copy_personal.figures import Found
from bulletin.preflight.copy_personal.foreign import (
    PART_ALONE,
    POINT,
    POINTED_AND_MASKED,
    SOUNDS_ALONE,
    foreign_at,
    foreign_names,
    latin_names,
)
from bulletin.preflight.copy_personal.renowned import RENOWNED
from bulletin.preflight.copy_personal.roles import TITLE
from bulletin.preflight.copy_personal.surnames import COMPOUND, EVERYDAY, GIVEN, GRAMMAR, HALF, PEOPLES, PLAIN, RARE, SOUNDS
from bulletin.preflight.copy_personal.surnames import SURNAMES as SURNAMES

_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What may follow a name at once: grammar, and the verbs that reports go on with.
_FOLLOW = frozenset(
    "的在是来到说因对将于向把被与和及等称持前表反办拿想去从要就也已正又便给为由带拨致打走急激感突手匆近今昨当经送写赠竖拉握听"
    "看见问道坐站刚一二两三十不没有可能会让获领取存转汇收还贷借申提使丢遗忘误需欲准拟完成同时以此则却才再后了着过我你他她您这"
    "那每常多年岁几家电夫妻父母儿女老患住遇受找回投咨退购买开销挂补查点接赶跑哭笑喜惊愣高满深非很特专主面双眼脸身确自独连慌担"
    "紧创逢承卖做捡拾终竟居倒悄缓慢轻默立顿仍依旧时总爱喜怕嫌舍愿肯敢够懂认信答应介透随带匆"
    "第嫁娶替追坦叮嚷念惦哽擦抹翻弯侧凑皱眯蹲跪躺靠骂埋摇低仰扭扬咧泣流比写驾喝吃睡醒病逝故进冲赠捐跟陪讲述称谈用喊啊呢吧吗"
    "无只仅约登填输按插落掏递端排先各动伸拄捧抱推扶乘骑搬丧离随趁所其夸赞叹万四五六七八九委授签盖忙早晚午凌边"
)
#: Words that go on behind a name with a character that a name could end in: 张伟路过.
_GOES_ON = re.compile(
    r"来[到自给找回存取办交送行问看接领换开咨缴还汇拿敲喊报不了过往访电信]|一[早直边同起位个名时天次下路再定旁]|路[过上遇经]|平[时日]|"
    r"明[天确]|随[后即]|宣[读布讲传]|立[即刻]|连[忙声]|"
    r"欣[喜然]|家[里中人住]|心[里中存怀情急]|方才|光临|成[功为]|开[心始户口]|大[声喜吃为]|发[现来出]|长[期年]|小心|远[在道]|"
    r"正[在好是要欲]|红着|言语|道[谢出]|进[门店来行入]|达成|通过|启动|望[着向]|信任|展示|胜利|名下|声音|干脆|本[人来月]|世代|意[外识]|"
    r"定[期时]|步[行入]|中[风午]|华侨"
)
#: Words that begin with a surname and are no person: the surname, and the second characters of the words (高兴, 高度 …).
_BEGINNINGS = (
    "高一二三兴度效质速端新龄峰铁层额级考校中压血科空手价跟温原山分才低 方便式面向案法才可针圆形 安全心排装静抚慰保防置徽稳然 毕业竟生 "
    "成家功为长本立交都果就效员年千绩 马上路力虎 万元余千一户众分家事达物里 连连续声忙接带日同夜锁 "
    "周末边到围年转一二三四五六日密全期 金融额秋葵卡色牌库钱 黄金山河色昏石 白天领金色酒 何时处种况等以必 "
    "任何务意职由凭性教 程序度 项目链 解开决释答除读锁难放 余额款下元生 包括含裹容 关节注心于系怀爱键闭门联切 谢意谢绝 "
    "温馨暖度情和州柔 明显确白天年细 全部面程国体行年家省市员新力方 常见用年常规识务态驻 曾经多在说言笑任是有获与因为被获参提到见 "
    "石油化家材 "
    "江苏西门南北边湖 许多久可诺 文明化件档字艺体本物具旅 强烈化调大制 严重格肃谨密厉守防 易于懂用 乔迁装 "
    "华为侨丽东南北中人 盛赞情大 凌晨 云南端服 路远上过程边口线人途 车辆主贷险子站 房产贷屋子款东租 "
    "米面粉饭 麦当田 区域别间分 古城镇代 夏天季日 秦皇岛 康复养 董事监 雷锋雨电 牛奶肉年 龙头年 段时 游乐客戏览 "
    "尚未且有不 齐心全聚 季节度末 管理户家道 符合号 左右手边 纪念律检委 祝福贺愿 甘肃蔗 谷物 童年车趣 舒适心 "
    "宁波夏愿可肯静 查询看找实验明 党员建委支 阳光台 席位卡 蒙古受 费用时率心劲 简单化介便 卫生士星 吉林祥 伏案 楚楚 "
    "占比据用 丰富收厚 于是今近此一二三四五六七八九十当每本上下次去昨月年日 陈述列旧 张罗贴开望口 王府者牌 黎明 曲线 贺卡信岁年 钱款包财"
    "币 汤圆药 毛巾利病 "
    "林业立区木 田间野地园径 洪水涝 莫名大过 司机法徒空 鲁迅莽 岳父母 武汉装警术 苗木圃族头 蓝天色领图 兰州花 "
    "梅州花 桂林花 柳州树 杨树梅柳 梁上 池塘 沙发漠 邵阳 岑溪 史上无册 胡同子乱 孔子 孟子 孙子女儿 朱红砂 "
    "戴上好着 路漫漫旁边灯 金银银额融价 和银行客 鱼水肉塘 妥善帖当 麻烦木痹 英文语国镑寸 宋代体 唐代山诗装 丁香 辛苦勤劳酸 苏州北南 叶子"
    "片 徐州徐"
)
_WORDS: dict[str, frozenset[str]] = {}
for _word in _BEGINNINGS.split():
    _WORDS[_word[0]] = _WORDS.get(_word[0], frozenset()) | frozenset(_word[1:])
#: A name before these belongs to a place, a firm or a brand.
_OF_A_THING = re.compile(
    r"[^的在到来和与说是进走去入回从向给为对把被请让替,。，、\s]{0,2}(?:公司|集团|银行|支行|分行|超市|酒店|学校|小学|中学|大学|医院|工厂|商场|商行|合作社|"
    r"农场|基金|"
    r"证券|保险|品牌)|厂|牌|店|奖|杯|桥|湖|寺|庙|边(?!.{1,3}边)|畔|两岸|岸|流域|脚下|一带|故居|精神|大厦|广场|小区|大道|[省县区镇乡]|市(?!民)|村(?![民里])|路(?![过上遇])|街(?!上)"
)
#: Places that families have given their names to: 马家河, 李家沟.
_FAMILYS_PLACE = re.compile(r"[\u4e00-\u9fff]家[河沟湾庄堡寨坪岭坡桥店口村岗台集营塘坝滩屯铺巷山]")
#: What tells that a name is not the person's own.
_NOT_THE_NAME = re.compile(r"[”\"]?\s?[(\[](?:化名|假名|均为化名|皆为化名|网名|昵称)|[(\[]化名")
_MASKED = re.compile(r"[某*×xX〇○]")
#: With a surname alone, these are how a person is addressed.
_TITLE = re.compile(
    r"先生|女士|小姐|老师|师傅|大[爷妈娘叔婶姐哥伯嫂]|老(?![大二三四五六七八九幺根虎石土实])|阿[姨婆公伯叔嫂姐哥嬷嫲妈爸]|"
    r"婆婆?(?![\u4e00-\u9fff]{0,1}[,，]{2})|"
    r"奶|爷|叔|伯|婶|嫂|妈|爸|爹|姨|舅|姑姑|哥(?!哥儿)|姐|氏(?![\u4e00-\u9fff])|氏(?=[集家公宗族兄夫])|总|行长|主任|经理|书记|厂长|校长|"
    r"医生|大夫|警官|教授|会计|队长|站长|局长|同学|同志|某|"
    r"工(?![\u4e00-\u9fff])|太(?![\u4e00-\u9fff]?平)|家(?=[人里中的兄姐两三几大老]|[^\u4e00-\u9fff]|$)|姓(?=[的,客老])"
)
#: Surnames that stand before another as a preposition more often than as a name.
_PREPOSITIONS = frozenset("于任")
#: Surnames so rare, and prepositions so common, that only a sure name has one.
_LEADING = frozenset("从由因")
#: What a name may well be bound to leftwards: grammar, verbs, the ends of words for persons; no numeral (一张, 一段).
_LEADS = frozenset(
    "的了着过是在把被和与及或让给从由对向以因而于即将为户人民员工主商农友兵胞族岁午早晚天候刻初末夜晨嘱问夸催诉拉拦抱递交扶谢送接陪帮替"
    "将请劝迎叫喊找见问访慰待走住起名位说听看到"
)
#: Characters of given names that are looked for only where a name is sure to stand: 福来, 如玉, 阿根, 小满.
_HOMELY = frozenset(
    "来如年可仙阿小九六七八十百万千上头仓有先发引招弟姑婆嬷仔女囝狗毛蛋娃细亚满囤留锁拴旦憨豆朵妮改换盼老氏伦吾亦向翘对能多早晚"
)
_ANY_SURNAME = SURNAMES | RARE
_EVERYDAY_TOO = EVERYDAY | HALF | PLAIN
#: The first characters of all names.
_BEGINS = re.compile(f"[A-Z{''.join(sorted(_ANY_SURNAME | SOUNDS | {each[0] for each in (*COMPOUND, *PEOPLES)}))}]")
_BEGINS_FREE = re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[{''.join(sorted(_LEADS))}])){_BEGINS.pattern}")
_MARK = 3
_GRAMMAR_BESIDE = 2


def surname_at(text: str, start: int) -> str:
    """The surname that may begin at a place, "" where none does; the rarer ones are not looked for."""
    return text[start : start + 2] if text[start : start + 2] in COMPOUND else text[start] if text[start : start + 1] in SURNAMES else ""


def name_at(text: str, start: int) -> int | None:
    """Where the full name that begins at a place ends; None where there is none, or it is masked already."""
    surname = surname_at(text, start)
    first = start + len(surname)
    if not surname or _MASKED.match(text, first) or _TITLE.match(text, first) or _no_name(text, start):
        return None
    for length in (2, 1):
        given, end = text[first : first + length], first + length
        if len(given) == length and _is_made_of_names(given) and _ends(text, end, sure=length == 2):
            return None if RENOWNED.fullmatch(text, start, end) or _OF_A_THING.match(text, end) else end
    return None


def called_at(text: str, start: int, least: int = 1) -> int | None:
    """Where the name ends that begins behind a word which calls a person; it may be a rare one, or of any language.

    `least` is how sure it has to be; 0 and less take what may be none.

    None where no name begins, a surname alone with a title, a name that is masked, or one whom everybody knows.
    """
    if not _BEGINS.match(text, start) or POINTED_AND_MASKED.match(text, start):
        return None
    if foreign := foreign_at(text, start) or _sounds_at(text, start):
        return foreign
    ends = [(score, end) for surname in _surnames(text, start) for score, end in _scores(text, start, surname)]
    score, end = max(ends, default=(least - 1, start))
    known = RENOWNED.fullmatch(text, start, end) or _OF_A_THING.match(text, end) or _NOT_THE_NAME.match(text, end)
    known = known or _FAMILYS_PLACE.fullmatch(text, start, end)
    return None if score < least or known else end


def name_before(text: str, end: int, *, anyone: bool = False) -> int | None:
    """Where the name that ends at a place, before a title such as 先生, begins; None where only a surname stands there.

    Whom everybody knows is a name only for `anyone`.
    """
    foreign = (*latin_names(text, max(0, end - 40), end), *foreign_names(text, max(0, end - 18), end))
    if whole := next((found for found in foreign if found[1] == end), None):
        return whole[0]
    places = ((start, surname) for start in range(max(0, end - 5), end - 1) for surname in _surnames(text, start))
    starts = [(_score_before(text, start, surname, end), start) for start, surname in places]
    score, start = max(starts, default=(0, end))
    known = _NOT_THE_NAME.match(text, end) or (not anyone and RENOWNED.fullmatch(text, start, end))
    return start if score > 0 and not known else None


def _sounds_at(text: str, start: int) -> int | None:
    """A name of one part that is only written by its sound: 木合塔尔, up to a mark."""
    if (part := PART_ALONE.match(text, start)) and goes_on(text, part.end()):
        return part.end()
    found = SOUNDS_ALONE.match(text, start)
    return found.end() if found and (found.end() - start > 3 or not any(_surnames(text, start))) else None


def is_plain(text: str, start: int, end: int) -> bool:
    """Whether a name is one beyond doubt, even if nothing calls it: of characters that names are made of, and within no word."""
    if _HAN.match(text, start) is None or end in (foreign_at(text, start), _sounds_at(text, start)):
        return True
    return any(
        0 < end - start - len(surname) <= 2
        and surname not in EVERYDAY
        and all(character in GIVEN or character in _HOMELY for character in text[start + len(surname) : end])
        and not (len(surname) == 1 and _no_name(text, start))
        for surname in _surnames(text, start)
    )


def ends_at_mark(text: str, end: int) -> bool:
    """Whether a name has a mark behind it, or nothing."""
    return end >= len(text) or not _HAN.match(text, end)


def goes_on(text: str, end: int) -> bool:
    """Whether what follows a name is a mark, grammar, or a verb that reports go on with."""
    return _ending(text, end) > 0


@lru_cache(maxsize=16)
def free_names(text: str) -> tuple[Found, ...]:
    """The names beyond doubt that nothing calls: at a mark, or behind grammar or a word that names are bound to."""
    places = (found.start() for found in _BEGINS_FREE.finditer(text))
    called = ((start, called_at(text, start)) for start in places)
    return tuple((start, end) for start, end in called if end is not None and is_plain(text, start, end))


def stands_free(text: str, start: int) -> bool:
    """Whether a name may begin here: at a mark, or behind grammar or a word that names are bound to."""
    return _beginning(text, start) > 0


def token_at(text: str, start: int, end: int, *, surname: bool = False) -> bool:
    """Whether all between two marks may be a name, and no way of addressing: 小王, 李阿姨; `surname` where it has to begin with one."""
    if surname and not any(len(each) < end - start for each in _surnames(text, start)):
        return False
    addressed = any(_TITLE.match(text, start + len(each)) or _MASKED.match(text, start + len(each)) for each in _surnames(text, start))
    return not addressed and text[start] not in "小老阿大" and not any(character in GRAMMAR for character in text[start:end])


def occurrences(text: str, names: frozenset[str]) -> Iterator[Found]:
    """Every place where one of the names stands, but for those where a longer name does."""
    for name in names:
        for found in re.finditer(re.escape(name), text):
            end = name_at(text, found.start())
            if end is None or end <= found.end() or TITLE.match(text, found.end()):
                yield found.span()


def masked_name(name: str) -> str:
    """A name as the house prints it: 张建国 becomes 张某某, 欧阳华 欧阳某, 巴特尔·苏和 巴特尔·某, Jonathan Pierce J*** P***."""
    if re.match("[A-Za-z]", name):
        return " ".join(f"{word[0]}***" for word in re.split(r"[ ·]+", name))
    if pointed := re.match(rf"(.+?){POINT}", name):
        return f"{pointed[1]}·某"
    surname = surname_at(name, 0) or name[0]
    return surname + "某" * (len(name) - len(surname))


def _surnames(text: str, start: int) -> Iterator[str]:
    """The surnames that may begin at a place, of one character and of two."""
    if text[start : start + 2] in COMPOUND:
        yield text[start : start + 2]
    if text[start : start + 1] in _ANY_SURNAME:
        yield text[start]


def _scores(text: str, start: int, surname: str) -> Iterator[tuple[int, int]]:
    """How surely a name ends at each place, above 0 where it may; what is sure of a rare surname must be surer."""
    first = start + len(surname)
    if _MASKED.match(text, first) or _TITLE.match(text, first):
        return
    for length in (1, 2, 3):
        given, end = text[first : first + length], first + length
        if len(given) == length and all(map(_HAN.match, given)):
            yield _score(text, start, surname, given) + _ending(text, end), end


def _score_before(text: str, start: int, surname: str, end: int) -> int:
    """How surely the characters up to a title are a name that begins here, above 0 where they may be."""
    given = text[start + len(surname) : end]
    if _TITLE.match(text, start + len(surname)) or given[-1:] in _FOLLOW - GIVEN - _HOMELY:
        return 0
    # A surname among them may be the whole name before the title: 向李先生 is no 向李.
    preposition = len(given) == 1 and given in SURNAMES and (surname not in SURNAMES or surname in _PREPOSITIONS or given not in GIVEN)
    if not given or preposition or len(given) > 3 or given in "老小大" or not all(map(_HAN.match, given)) or _MASKED.search(given):
        return 0
    return _score(text, start, surname, given) + _beginning(text, start)


def _score(text: str, start: int, surname: str, given: str) -> int:
    """What the characters themselves say of a name, less what its surname asks for and the words that it looks like."""
    longer = 4 if len(given) > 2 else 0
    both = len(given) > 1 and min(map(_of_given, given)) > 0 and max(map(_of_given, given)) > 1
    alone = len(given) == 1 and given in HALF
    return (
        sum(map(_of_given, given)) + both + alone - _asked_of(surname) - longer - (4 if len(surname) == 1 and _no_name(text, start) else 0)
    )


def _of_given(character: str) -> int:
    if character in PLAIN:
        return 1 if character in _HOMELY else -1
    if character in GIVEN or character in _HOMELY:
        return 1 if character in HALF else 2
    return -9 if character in GRAMMAR else 1


def _asked_of(surname: str) -> int:
    if len(surname) > 1:
        return 2
    if surname in SURNAMES:
        return 5 if surname in EVERYDAY else 3
    if surname in _LEADING:
        return 7
    return 5 if surname in _EVERYDAY_TOO else 4 if surname in GIVEN else 3


def _ending(text: str, end: int) -> int:
    """What follows: a mark ends a name, grammar or a verb may, and a word that begins within the name tells against it."""
    if _MASKED.match(text, end):
        return -9
    if _GOES_ON.match(text, end - 1):
        return -3
    if end >= len(text) or not _HAN.match(text, end) or TITLE.match(text, end):
        return _MARK
    verb = text[end] in _FOLLOW or text[end] in GRAMMAR or text[end + 1 : end + 2] in ("着", "了") or _GOES_ON.match(text, end)
    return _GRAMMAR_BESIDE if verb else 0


def _beginning(text: str, start: int) -> int:
    if start == 0 or not _HAN.match(text, start - 1):
        return _MARK
    return _GRAMMAR_BESIDE if text[start - 1] in _LEADS else 0


def _is_made_of_names(given: str) -> bool:
    return given[-1] not in "一之少" and all(character in GIVEN for character in given)


def _no_name(text: str, start: int) -> bool:
    return text[start + 1 : start + 2] in _WORDS.get(text[start], ())


def _ends(text: str, end: int, *, sure: bool) -> bool:
    """Whether a name may end here: before a mark, grammar or a verb; two given characters are enough, but within no other word."""
    if sure:
        return _GOES_ON.match(text, end - 1) is None
    return not _HAN.match(text, end) or text[end] in _FOLLOW or _GOES_ON.match(text, end) is not None
