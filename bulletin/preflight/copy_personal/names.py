"""Full names of Chinese persons in running text: a surname and one or two characters that names are made of."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import Found

COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 独孤 宇文 长孙 轩辕 闻人 澹台 申屠 太史 鲜于 呼延 东郭 西门 公冶 淳于 钟离 濮阳 完颜 纳兰".split()
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常"
    "万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛"
    "查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳司费蒙席晏隋古强穆姬娄占佟缪丛池戚褚米柏窦邝盖全桂闫卓苟匡臧鄢肖仇敖冼麦区丘丰应敬伏骆岑沙郎滑巩仲伊虞楚邸栾荆桑车匡"
)
#: Characters that given names are made of; those that also carry grammar (和, 于, 来 …) are not among them.
GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华文红玉春梅萍玲芬燕彬辉鹏飞斌波宁亮健俊峰凯浩宇轩梓涵欣怡雨晨诗琪佳子悦思雪婷慧颖莹莉琳琴云莲凤珍珠翠香菊荷花月娥秋冬夏"
    "志强永新海生林森龙虎豹德福贵财富荣昌盛兴旺祥瑞吉庆安康寿松柏青山石川江河湖洪泽源清泉金银铜铁钢锋利剑光阳旭东西南北中正义仁礼智信忠孝廉诚毅恒力宏伟立业成功胜利民主权才学"
    "书诗画琦琪瑶瑾瑜璐璇珊珂琼瑛玮珺珏璟琰淑贤惠雅洁纯真美好婉倩蓉蓓蕾芸芷若茜茹菲萱薇芝苗苑茂荃蕊蓝婧妍姝媛嫣妮姗娇婵嘉乐天宝根水木火土田丰登朝晖晓晴晗昊昕晟景智暄暖朗"
    "冰凌霖霏露雯霜雷电震鸣鸿鹤鹰鸥莺燕雁翔翼腾骏骥驰骁卫防保家树枝叶茵果柳杨桃李杏梨樱桐梧楠榕桦柯栋梁材杉枫彤丹朱碧黎紫素心怀念恩慈爱善良友朋群众伦纲常维纪律章程启发展望进达通顺"
    "远近长久世代传承继先祖宗耀显扬名声誉卓越奇异英豪杰雄壮威武烈猛刚勤勉俭朴实谦逊恭敬让宽厚博大深广渊浚润泓沛淼涵汐沐沁泠洛济浙湘沪滨渝津京淮颍桥舟帆航州城乡村镇邦疆域坤乾元亨贞"
    "一之以可小少士君卿尔斯凡尚向冠冕裕丞承尧舜禹汤培堃垚圣佑祐祺祯禄禧福甫辅弼彦彪彰影彩翰翊羽翎翠翀耕耘聪联肖胤胡臣致舒航艺节芮苏英荔莎莘莫菁萌葆蒙蓬薛虹蝶衍裴觉言诺谊谨豪贝"
    "贺赞起超越跃路轶辰迅迎运逸道遥郁郎鑫钊钧钰铃铎铭锐锦镇镕闯闽阔隆雄韬韵颂频颜风飒馨驹骞魁麒麟黛齐任伊伍仲传侠俐倚健傲儒元兆克兵冉凝劲勋化卉卓博占厚双吟周咏哲唯善喜嘉囡圆基境"
    "增壮奎奕妙姿威娅娣婕媚存季孟宗宜宣容宵寒寅寿岚岩岭岳峥峻崇崎嵘巍巧帅希帝干平年广庭延开弘弦彬律微徽忆怜恺悠情惟愉慕懿成抒拓振捷敦斐斗方旎旗日昂昌易星映显晶曙曜曦有朔望本权来"
    "栩格桢梦棋楚榆槿欢歌殿毓汉汝沅沈沙波洲浦涓润淇淳清渺滢滔漫潇澄澜瀚灵灿炎炜炫烁烨焕然煜照熙熠爽牧特献玄玖玟玥珣理琛琨瑄瑗璞甜用畅疆皓盈盼省真睿知硕碧礼祖科秉秋程穗立竹笑筠简"
    "粤精红纯绍绮维绿缘罡羿羡耿聿肃育胜能臻良色苓茗莱菀蔚蔓薪藜蕙行裳观训诗语诠谦豫贤贵赐轩辉达迈迪选通邵郡重铮锟长门闻陶隽雁雅霆青靖静非韦音项顶顺颐颢风飞驿高魏鲁鸽黄黎默尹银娘妹"
    "姐弟兰嫦婉嫒媚婴端竞笛筱粟经纬绣缨罗羚耐聚胖腊芙芹芦茶荀莓菱菡萃蒂葵蓄蔷蕴蘅虎蛟蜜裔誉诚诣诤谣谷豆贯赋赫跃车轲辽迁逢遂邑郭酉里野鉴钗钏钦铠铨锡键镜闲阁阡陆随雍零霁霄霓革鞠颉"
) - frozenset("来有能用以可可向省行高在到的是了和与及对将被把给从因由说为也就都还去不没大让起开长理能发重用运")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What may follow a name at once: grammar, and the verbs that reports go on with.
_FOLLOW = frozenset(
    "的在是来到说因对将于向把被与和及等称持前表反办拿想去从要就也已正又便给为由带拨致打走急激感突手匆近今昨当经送写赠竖拉握听看见问道坐站刚一二两三十不没有可能会让"
    "获领取存转汇收还贷借申提使丢遗忘误需欲准准拟完成同时以此则却才再后时了着过我你他她您这那每每常多年岁几家电夫妻父母儿女老患住遇受找回投咨退购买开销挂补查点接"
)
#: Words that begin as a name would: what they say is no person.
_NO_NAMES = re.compile(
    r"高[兴度效质速端新龄峰铁层额级考校中压血科空手价跟温原山分才低]|方[便式面向案法才可针圆形才]|安[全心排装静抚慰保防置徽稳]|成[功为长本立交都果就效员年千立绩]|马[上路力虎]|万[元余千一户众分家事达物里]|连[连续声忙接带日同夜锁]|"
    r"时[间刻候常代期而光下机段尚效]|周[末边到围年转一二三四五六日密全期]|金[融额秋葵卡色牌库钱]|黄[金山河色昏石]|白[天领金色酒]|何[时处种况等以必]|任[何务意职由凭性教]|应[急当对该用有付收税]|程[序度]|项[目链]|单[位独据一元笔张证子]|解[决释答除读锁难放]|"
    r"余[额款下元]|包[括含裹容]|关[注心于系怀爱键闭门联切]|谢[意谢绝]|温[馨暖度情和州柔]|明[显确白天年细]|全[部面程国体行年家省市员新力方]|常[见用年常规识务态驻]|曾[经多在]|石[油化家材]|江[苏西门南北边湖]|许[多久可诺]|文[明化件档字艺体本物具旅]|"
    r"强[烈化调大制]|严[重格肃谨密厉]|易[于懂用]|乔[迁装]|华[为侨丽东南北中人]|盛[赞情大]|云[南端服]|向[我前后往来上下导]|路[上过程边口线人途]|车[辆主贷险子站]|房[产贷屋子款东租]|米[面粉饭]|麦[当田]|区[域别间分]|古[城镇代]|夏[天季日]|秦[皇岛]|康[复养]|"
    r"董[事监]|雷[锋雨电]|牛[奶肉年]|龙[头年]|段[时]|游[客戏览]|尚[未且有不]|齐[心全聚]|季[节度末]|管[理户家道]|符[合号]|左[右手边]|纪[念律检委]|祝[福贺愿]|甘[肃蔗]|谷[物]|童[年车趣]|舒[适心]|宁[波夏愿]|查[询看找实验明]|党[员建委支]|阳[光台]|席[位卡]|"
    r"蒙[古受]|费[用时率心劲]|简[单化介便]|卫[生士星]|吉[林祥]|伏[案]|楚[楚]|应[邀聘]|占[比据用]|丰[富收厚]|池|于[是今近此]|陈[述列旧]|张[罗贴开望口]|王[府者牌]|李[子]|黎[明]|曲[线]|贺[卡信岁年]|钱[款包财币]|汤[圆药]|毛[巾利病]|林[业立区木]|田[间野地园径]|洪[水涝]|"
    r"白金|莫[名大过]|司[机法徒空]|鲁[迅莽]|岳[父母]|武[汉装警术]|苗[木圃族头]|蓝[天色领图]|兰[州花]|梅[州花]|桂[林花]|柳[州树]|杨[树梅柳]|梁[上]|池[塘]|花|沙[发漠]|邵[阳]|岑[溪]|史[上无册]|胡[同子乱]|孔[子]|孟[子]|孙[子女儿]|朱[红砂]|宋[代体]|唐[代山诗装]|徐徐|徐州|冯"
    r"(?=.{0,2}$)(?!.)|丁[香]|辛[苦勤劳酸]|苏[州北南]|叶[子片]|余生|夏令|白发|和"
)
#: A name before these belongs to a place, a firm or a brand.
_OF_A_THING = re.compile(
    r".{0,2}(?:公司|集团|银行|支行|分行|超市|酒店|学校|小学|中学|大学|医院|工厂|厂|商场|商行|合作社|农场|基金|证券|保险|品牌|牌|省|市|县|区|镇|乡|村|路|街|大道|大厦|广场|小区|精神|主任医师事务所|奖|杯|桥|湖|寺|庙|故居|店)"
)
_MASKED = re.compile(r"[某*×xX〇○]")
#: With a surname alone, these are how a person is addressed.
_TITLE = re.compile("先生|女士|小姐|老师|大|老|阿|奶|爷|叔|伯|总|行长|主任|经理|家(?!.?[杰豪明辉])")
#: Surnames that stand before another as a preposition more often than as a name.
_PREPOSITIONS = frozenset("向于从任应时")
#: Persons whom everybody knows.
_PUBLIC = frozenset(
    "鲁迅 雷锋 孙中山 钱学森 袁隆平 钟南山 毛泽东 周恩来 邓小平 焦裕禄 张思德 白求恩 李大钊 陈独秀 李白 杜甫 苏轼 王阳明 曾国藩 孔子 林则徐 詹天佑 梁启超 胡适 朱自清 老舍 巴金 季羡林 杨绛 钱钟书 林徽因 华罗庚 邓稼先 王进喜 张桂梅 马克思".split()
)


def surname_at(text: str, start: int) -> str:
    """The surname that may begin at a place, "" where none does."""
    return text[start : start + 2] if text[start : start + 2] in COMPOUND else text[start] if text[start : start + 1] in SURNAMES else ""


def name_at(text: str, start: int) -> int | None:
    """Where the full name that begins at a place ends; None where there is none, or it is masked already."""
    surname = surname_at(text, start)
    first = start + len(surname)
    if not surname or _MASKED.match(text, first) or _TITLE.match(text, first) or _no_name(text, start):
        return None
    for length in (2, 1):
        given, end = text[first : first + length], first + length
        if len(given) == length and all(character in GIVEN for character in given) and _ends(text, end, sure=length == 2):
            return None if text[start:end] in _PUBLIC or _OF_A_THING.match(text, end) else end
    return None


def name_before(text: str, end: int) -> int | None:
    """Where the full name that ends at a place, before a title such as 先生, begins; None where only a surname stands there."""
    for length in (4, 3, 2):
        start = end - length
        surname = surname_at(text, start) if start >= 0 else ""
        given = text[start + len(surname) : end]
        if surname and 1 <= len(given) <= 2 and _is_given(text, start, given) and text[start:end] not in _PUBLIC:
            return start
    return None


def occurrences(text: str, names: frozenset[str]) -> Iterator[Found]:
    """Every place where one of the names stands, but for those where a longer name does."""
    for name in names:
        for found in re.finditer(re.escape(name), text):
            end = name_at(text, found.start())
            if end is None or end <= found.end():
                yield found.span()


def masked_name(name: str) -> str:
    """A name as the house prints it: 张建国 becomes 张某某, 欧阳华 欧阳某."""
    surname = surname_at(name, 0) or name[0]
    return surname + "某" * (len(name) - len(surname))


def _no_name(text: str, start: int) -> bool:
    return _NO_NAMES.match(text, start, start + 2) is not None


def _ends(text: str, end: int, *, sure: bool) -> bool:
    """Whether a name may end here: before a mark or grammar; two given characters are enough by themselves."""
    following = text[end : end + 1]
    return sure or not _HAN.match(following) or following in _FOLLOW


def _is_given(text: str, start: int, given: str) -> bool:
    """Whether characters before a title are a given name. A surname among them may be the whole name: 向李先生 is no 向李."""
    if not all(character in GIVEN or (_HAN.match(character) and len(given) == 2 and given[0] in GIVEN) for character in given):
        return False
    free = (start == 0 or not _HAN.match(text[start - 1])) and text[start] not in _PREPOSITIONS
    if given[-1] in SURNAMES and given[-1] not in "林江文金石田梅兰桂平方白龙成安强华夏宁童柏云雷" and not free:
        return False
    return not _no_name(text, start) and not _MASKED.search(given) and given[-1] not in _FOLLOW - GIVEN and given[0] not in "老小大"
