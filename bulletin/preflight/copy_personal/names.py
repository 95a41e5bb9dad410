"""Full names of Chinese persons in running text: a surname and one or two characters that names are made of."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import Found

COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯端木南宫独孤宇文长孙轩辕闻人澹台申屠太史鲜于呼延东郭西门公冶淳于钟离濮阳完颜纳兰",
    )
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆"
    "廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟"
    "蓝聂齐申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛查冉鲍华包屈"
    "房喻解蒲卫简连车项闵邬吉党阳司费蒙席晏隋古强穆姬娄占佟缪丛池戚褚米柏窦邝盖全桂闫卓苟匡臧鄢肖仇敖冼麦区丘丰敬伏岑沙郎滑巩"
    "仲伊虞楚邸栾荆桑"
)
#: Characters that given names are made of; those that also carry grammar (和, 于, 来 …) are not among them.
GIVEN = frozenset(
    "大三四五伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华文红玉春梅萍玲芬燕彬辉鹏飞斌波宁亮健俊峰凯浩宇轩梓涵欣怡雨"
    "晨诗琪佳子悦思雪婷慧颖莹莉琳琴云莲凤珍珠翠香菊荷花月娥秋冬夏志永新海生林森龙虎豹德福贵财富荣昌盛兴旺祥瑞吉庆安康寿松柏青"
    "山石川江河湖洪泽源清泉金银铜铁钢锋利剑光阳旭东西南北中正义仁礼智信忠孝廉诚毅恒力宏立业成功胜民主权才学书画琦瑶瑾瑜璐璇珊"
    "珂琼瑛玮珺珏璟琰淑贤惠雅洁纯真美好婉倩蓉蓓蕾芸芷若茜茹菲萱薇芝苗苑茂荃蕊蓝婧妍姝媛嫣妮姗娇婵嘉乐天宝根水木火土田丰登朝晖"
    "晓晴晗昊昕晟景暄暖朗冰凌霖霏露雯霜雷电震鸣鸿鹤鹰鸥莺雁翔翼腾骏骥驰骁卫防保家树枝叶茵果柳杨桃李杏梨樱桐梧楠榕桦柯栋梁材杉"
    "枫彤丹朱碧黎紫素心怀念恩慈爱善良友朋群众伦纲常维纪律章程启发展望进达通顺远近长久世代传承继先祖宗耀显扬名声誉卓越奇异豪雄"
    "壮威武烈猛勤勉俭朴实谦逊恭敬宽厚博深广渊浚润泓沛淼汐沐沁泠洛济浙湘沪滨渝津京淮颍桥舟帆航州城乡村镇邦疆域坤乾元亨贞一之小"
    "少士君卿尔斯凡尚冠冕裕丞尧舜禹汤培堃垚圣佑祐祺祯禄禧甫辅弼彦彪彰影彩翰翊羽翎翀耕耘聪联肖胤胡臣致舒艺节芮苏荔莎莘莫菁萌葆"
    "蒙蓬薛虹蝶衍裴觉言诺谊谨贝贺赞跃路轶辰迅迎逸道遥郁郎鑫钊钧钰铃铎铭锐锦镕闯闽阔隆韬韵颂频颜风飒馨驹骞魁麒麟黛齐任伊伍仲侠"
    "俐倚傲儒兆克兵冉凝劲勋化卉占双吟周咏哲唯喜囡圆基境增奎奕妙姿娅娣婕媚存季孟宜宣容宵寒寅岚岩岭岳峥峻崇崎嵘巍巧帅希帝干年庭"
    "延开弘弦微徽忆怜恺悠情惟愉慕懿抒拓振捷敦斐斗方旎旗日昂易星映晶曙曜曦朔本栩格桢梦棋楚榆槿欢歌殿毓汉汝沅沈沙洲浦涓淇淳渺滢"
    "滔漫潇澄澜瀚灵灿炎炜炫烁烨焕然煜照熙熠爽牧特献玄玖玟玥珣琛琨瑄瑗璞甜畅皓盈盼睿知硕科秉穗竹笑筠简粤精绍绮绿缘罡羿羡耿聿肃"
    "育臻色苓茗莱菀蔚蔓薪藜蕙裳观训语诠豫赐迈迪选邵郡铮锟门闻陶隽霆靖非韦音项顶颐颢驿魏鲁鸽黄默尹娘妹姐弟嫦嫒婴端竞笛筱粟经纬"
    "绣缨罗羚耐聚胖腊芙芹芦茶荀莓菱菡萃蒂葵蓄蔷蕴蘅蛟蜜裔诣诤谣谷豆贯赋赫车轲辽迁逢遂邑郭酉里野鉴钗钏钦铠铨锡键镜闲阁阡陆随雍"
    "零霁霄霓革鞠颉坚攀泰祎喆炳炽焯镛锴炯标柱桓槐植仪侃允升协列固妤孚守定宪密屏幸庚彧循忍恰意戎挺政效普曼柔栓棠楷模步殊汶泳流"
    "浪涌港湛漪濂焱炅熹球璋皎益磐神积稳竑策练织统融衡规谋质赛辞逵遐遵铄降隐集馥骅鸾麓龄旻昀晞晔曈杭栎檀沣泊泱洵浠淙渲溪潼澈濠"
    "灏烽珈珩珞琬瑀瑭璎甯睦砚笙筝绎绪缇翘芃芊苒荞荻萦赟辙邈铉颀飏骊鲲鹭妞莞茉昱煊宸奥羲桀淞禾汪晏牛苹"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What may follow a name at once: grammar, and the verbs that reports go on with.
_FOLLOW = frozenset(
    "的在是来到说因对将于向把被与和及等称持前表反办拿想去从要就也已正又便给为由带拨致打走急激感突手匆近今昨当经送写赠竖拉握听"
    "看见问道坐站刚一二两三十不没有可能会让获领取存转汇收还贷借申提使丢遗忘误需欲准拟完成同时以此则却才再后了着过我你他她您这"
    "那每常多年岁几家电夫妻父母儿女老患住遇受找回投咨退购买开销挂补查点接赶跑哭笑喜惊愣高满深非很特专主面双眼脸身确自独连慌担"
    "无只仅约登填输按插落掏递端排先各动伸拄捧抱推扶乘骑搬丧离随趁所其夸赞叹万四五六七八九委授签盖忙早晚午凌边"
)
#: Words that go on behind a name with a character that a name could end in: 张伟路过.
_GOES_ON = re.compile(
    r"路[过上遇经]|平[时日]|明[天确]|立[即刻]|连[忙声]|欣[喜然]|家[里中人住]|心[里中存怀情急]|方才|光临|成[功为]|开[心始户口]|大[声喜吃为]|发[现来出]|长[期年]|小心|远[在道]|"
    r"正[在好是要欲]|红着|言语|道[谢出]|进[门店来行入]|达成|通过|启动|望[着向]|信任|展示|胜利|名下|声音|干脆|本[人来月]|世代|意[外识]|定[期时]|步[行入]|中[风午]|华侨"
)
#: Words that begin with a surname and are no person: the surname, and the second characters of the words (高兴, 高度 …).
_WORDS = {
    word[0]: frozenset(word[1:])
    for word in re.findall(
        r"\S+",
        "高一二三兴度效质速端新龄峰铁层额级考校中压血科空手价跟温原山分才低 方便式面向案法才可针圆形 安全心排装静抚慰保防置徽稳然 毕业竟生 "
        "成家功为长本立交都果就效员年千绩 马上路力虎 万元余千一户众分家事达物里 连连续声忙接带日同夜锁 "
        "周末边到围年转一二三四五六日密全期 金融额秋葵卡色牌库钱 黄金山河色昏石 白天领金色酒 何时处种况等以必 "
        "任何务意职由凭性教 程序度 项目链 解开决释答除读锁难放 余额款下元生 包括含裹容 关节注心于系怀爱键闭门联切 谢意谢绝 "
        "温馨暖度情和州柔 明显确白天年细 全部面程国体行年家省市员新力方 常见用年常规识务态驻 曾经多在 石油化家材 "
        "江苏西门南北边湖 许多久可诺 文明化件档字艺体本物具旅 强烈化调大制 严重格肃谨密厉守防 易于懂用 乔迁装 "
        "华为侨丽东南北中人 盛赞情大 凌晨 云南端服 路远上过程边口线人途 车辆主贷险子站 房产贷屋子款东租 "
        "米面粉饭 麦当田 区域别间分 古城镇代 夏天季日 秦皇岛 康复养 董事监 雷锋雨电 牛奶肉年 龙头年 段时 游乐客戏览 "
        "尚未且有不 齐心全聚 季节度末 管理户家道 符合号 左右手边 纪念律检委 祝福贺愿 甘肃蔗 谷物 童年车趣 舒适心 "
        "宁波夏愿 查询看找实验明 党员建委支 阳光台 席位卡 蒙古受 费用时率心劲 简单化介便 卫生士星 吉林祥 伏案 楚楚 "
        "占比据用 丰富收厚 于是今近此 陈述列旧 张罗贴开望口 王府者牌 黎明 曲线 贺卡信岁年 钱款包财币 汤圆药 毛巾利病 "
        "林业立区木 田间野地园径 洪水涝 莫名大过 司机法徒空 鲁迅莽 岳父母 武汉装警术 苗木圃族头 蓝天色领图 兰州花 "
        "梅州花 桂林花 柳州树 杨树梅柳 梁上 池塘 沙发漠 邵阳 岑溪 史上无册 胡同子乱 孔子 孟子 孙子女儿 朱红砂 "
        "宋代体 唐代山诗装 丁香 辛苦勤劳酸 苏州北南 叶子片 徐州徐",
    )
}
#: A name before these belongs to a place, a firm or a brand.
_OF_A_THING = re.compile(
    r"[^的在到来和与说是进走去入回从,。，、\s]{0,2}(?:公司|集团|银行|支行|分行|超市|酒店|学校|小学|中学|大学|医院|工厂|商场|商行|合作社|农场|基金|"
    r"证券|保险|品牌)|厂|牌|店|奖|杯|桥|湖|寺|庙|故居|精神|大厦|广场|小区|大道|[省县区镇乡]|市(?!民)|村(?![民里])|路(?![过上遇])|街(?!上)"
)
_MASKED = re.compile(r"[某*×xX〇○]")
#: With a surname alone, these are how a person is addressed.
_TITLE = re.compile(
    "先生|女士|小姐|老师|大[爷妈娘叔婶姐哥伯]|老[人汉先太伯板师]?(?![\u4e00-\u9fff])|老[人汉先太伯板师]|阿[姨婆公]|奶|爷|叔|伯|总|行长|主任|经理|某"
)
#: Surnames that stand before another as a preposition more often than as a name.
_PREPOSITIONS = frozenset("于任")
#: Persons whom everybody knows.
_PUBLIC = re.compile(
    "鲁迅|雷锋|孙中山|钱学森|袁隆平|钟南山|毛泽东|周恩来|邓小平|焦裕禄|张思德|白求恩|李大钊|陈独秀|李白|杜甫|苏轼|王阳明|曾国藩|"
    "林则徐|詹天佑|梁启超|胡适|朱自清|季羡林|杨绛|钱钟书|林徽因|华罗庚|邓稼先|王进喜|张桂梅|马克思"
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
        if len(given) == length and _is_made_of_names(given) and _ends(text, end, sure=length == 2):
            return None if _PUBLIC.fullmatch(text, start, end) or _OF_A_THING.match(text, end) else end
    return None


def name_before(text: str, end: int) -> int | None:
    """Where the full name that ends at a place, before a title such as 先生, begins; None where only a surname stands there."""
    for length in (4, 3, 2):
        start = end - length
        surname = surname_at(text, start) if start >= 0 else ""
        given = text[start + len(surname) : end]
        if (
            surname
            and 1 <= len(given) <= 2
            and not _TITLE.match(text, start + len(surname))
            and _is_given(text, start, given)
            and not _PUBLIC.fullmatch(text, start, end)
        ):
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


def _is_made_of_names(given: str) -> bool:
    return given[-1] not in "一之少" and all(character in GIVEN for character in given)


def _no_name(text: str, start: int) -> bool:
    return text[start + 1 : start + 2] in _WORDS.get(text[start], ())


def _ends(text: str, end: int, *, sure: bool) -> bool:
    """Whether a name may end here: before a mark, grammar or a verb; two given characters are enough, but within no other word."""
    if sure:
        return _GOES_ON.match(text, end - 1) is None
    return not _HAN.match(text, end) or text[end] in _FOLLOW or _GOES_ON.match(text, end) is not None


def _is_given(text: str, start: int, given: str) -> bool:
    """Whether characters before a title are a given name. A surname among them may be the whole name: 向李先生 is no 向李."""
    if not all(character in GIVEN or (_HAN.match(character) and len(given) == 2 and given[0] in GIVEN) for character in given):
        return False
    free = start == 0 or not _HAN.match(text[start - 1])
    if given[-1] in SURNAMES and text[start] in _PREPOSITIONS:
        return False
    if given[-1] in SURNAMES and given[-1] not in "林江文金石田梅兰桂平方白龙成安强华夏宁童柏云雷" and not free:
        return False
    return not _no_name(text, start) and not _MASKED.search(given) and given[-1] not in _FOLLOW - GIVEN and given not in "老小大"
