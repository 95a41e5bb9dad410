"""Claims that the law forbids in praise of a bank's products, and words that a paper does not print."""

import re
from collections.abc import Iterator

from bulletin.language import N_, _
from bulletin.preflight.wording.finding import Finding, clause, sentence_of
from bulletin.typography import HAN

_GOODS = "理财|产品|银行|利率|收益|贷款|存款|信用卡|基金|保险|手机银行|品牌|套餐|业务|方案|费率|额度"
_PRODUCT = f"{_GOODS}|服务"
#: "最好的服务" is what every essay speaks of, and 最大额度 a figure.
_GREATEST = re.compile(
    rf"最(?:佳|优|优惠|好|高|低|强|大|先进|安全|便宜|划算|可靠|权威)的?(?:{_GOODS})(?!奖|单位|"
    rf"网点|个人|评选|标兵|明星|案例|实践|时间|天数|期|[，。]?不?(?:超过|为|是\d))"
    rf"|(?:国家级|世界级|全球级|最高级|顶级|独一无二|绝无仅有|史无前例|无与伦比|空前绝后|"
    rf"万能)的?[^，。、]{{0,4}}(?:{_PRODUCT})(?!奖|单位|网点|个人|评选|示范|标准化)"
    rf"|(?:全国|全省|全市|全行业|业内|业界|同业|行业|国内|我国|我市|我省|当地|世界|全球|全网|市面上|"
    rf"市场上)(?:首家|首个|唯一|独家|第一|最大|最好|最优|最高|最低|最强|最优惠|"
    rf"最安全)的?[^，。、]{{0,4}}(?:{_PRODUCT})"
    rf"|(?:{_PRODUCT})(?![量额余增])(?:(?![量额居位列排])[^，。、]){{0,6}}(?:独一无二|绝无仅有|无与伦比|无人能及|天下第一|举世无双|史无前例|"
    rf"(?:全国|全省|全市|业内|同业|行业|国内|世界|全球)(?:第一|最优|最好|最高|最低|之最|唯一))(?!的?(?:奖|"
    rf"名|季度|批))"
    r"|最(?:安全|赚钱|划算|实惠|优惠)(?:、最[^，。、]{1,3}){0,2}的(?:产品|理财|存款|贷款|银行|选择)|"
    r"(?:史上|历史|全网|全市|全国|同业|全行业|市场|业内)最(?:低|高|优惠|划算|便宜|优|强|好)(?![的]?(?:点|"
    r"值|水平|纪录|记录|温|位|一[年次天]|峰|龄|奖))"
    r"|(?:同类|同业|全行业|市场|市面)(?:产品|业务|银行)?[中上里](?:收益|利率|费率|额度|服务|价格)?[^，。]{0,3}最[高低优好佳强](?!人民)"
    rf"|(?:{_GOODS})[^，。、]{{0,4}}(?:是|为)[^，。、]{{0,8}}(?:唯一的?选择|不二之选)|最好用的(?:{_GOODS})|(?:全球|全国|世界|国际|业内)顶尖的?(?:{_GOODS}|团队|服务)"
    rf"|(?:{_GOODS})(?:最高|最低|最优)，(?:[^，。]{{0,3}})最[好优高低快佳]|(?:{_GOODS})[^，。]{{0,8}}(?:王牌|收益冠军)|(?:百分之百|百分百|100%)满足"
    rf"|绝对(?:划算|实惠|便宜|优惠)"
    r"|最佳(?:选择|产品|方案|理财|投资)|首选(?:产品|理财|品牌)|顶级(?:理财|产品|专家|团队|待遇)|(?:永久|终身)免费"
    rf"|(?:{_PRODUCT})[^，。、]{{0,6}}(?:最佳|无可比拟|遥遥领先|完美无缺|天下无双)(?!的?奖)"
    r"|(?:第一|首选|顶级|头号)(?:品牌|银行)(?!支行)|销量第一|收益第一|服务第一品牌|利率最(?:低|优惠)"
)
_PROMISED = re.compile(
    "绝无(?:任何)?风险|(?<![是有])没有(?:一点|丝毫)风险|保本保息|保本保收益|保本高收益|稳赚不赔|只赚不赔|稳赚|零风险|无任何风险|"
    "没有任何风险|毫无风险|绝对安全|百分之百安全|100%安全|百分百安全|"
    "(?:百分之百|100%|百分百|绝对)(?:保本|收益|盈利|赚钱|不亏|放心|兑付|到账收益)|"
    "收益有保证|收益有保障|保证(?:年化)?收益|保底收益|保证盈利|承诺收益|"
    "只升不降|(?:保证|包|肯定)(?:您|你|客户|大家)?(?:能|会)?(?:赚钱|盈利|获利|不亏|不赔)|零亏损|(?:无需|不用|不必)(?:承担)?(?:任何|一点)风险|"
    "保证兑付(?:本|收益)|绝不(?:会)?让(?:客户|您|你)(?:吃亏|亏)|(?:收益率?|回报率?|利息)(?:肯定|一定|绝对|必定)(?:会|能)?(?:超过|达到|高于|不低于)|"
    "(?:保证|确保|承诺|保底)[^，。；]{0,8}(?:年化|收益率?|回报率?|"
    "利息)[^，。；]{0,6}(?:不低于|达|以上|\\d)|包赚|只涨不跌|稳赢|永不亏损|"
    "绝不亏损|"
    "不(?:会|可能)亏(?:损|本)|(?:本金|本息|收益|亏损|损失|亏了)[^，。；]{0,8}(?:由|都由|"
    "全由)?(?:我行|银行|本行|支行|我们)?(?:兜底|包赔|全赔|补齐|补足)|刚性兑付|亏了算(?:我|银行)|"
    "无风险(?:高收益|理财|投资|套利)|高收益[、，]?(?:低|无|零)风险"
)
#: To strive for the best, to win a prize for it or to quote a customer is no advertisement; nor is a warning of what swindlers promise.
_STRIVING = re.compile(
    "追求|争取|争创|力争|努力|希望|期待|做到|评选|荣获|获得|授予|表彰|打造|建设|建成|才是|就是|"
    "是最好的|用最|以最|把最|入选|评为|不是|称为|誉为|最高(?:纪录|记录|水平)|创(?:下|造)?"
)
_WARNING = re.compile(
    "骗|谎称|声称|宣称|承诺[^\\d]{0,4}(?:的|都|均)|警惕|非法|虚假|不法|诱|不要|"
    "切勿|不存在|没有.{0,4}的|谨防|提醒|套路|陷阱|所谓|误导|禁止|不得|勿|"
    "是否|怀疑|风险提示|打着|幌子|识别|宣传话术|违规|？|轻信|吗"
)

#: What the news agencies' lists of words to be shunned have, where it can be told from the words alone: regions called countries,
#: and names for the disabled and the old that wound.
_CARELESS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            "(?:台湾|香港|澳门|港澳台?|中国台湾)(?:、(?:台湾|香港|澳门|"
            "[\u4e00-\u9fff]{2,4}))*(?:、[\u4e00-\u9fff]{2,4}){0,3}(?:等|这些|几个|三个|两个|各个?)(?:多个|"
            "几个)?国家(?!和地区|及地区|或地区|与地区|（地区)"
            "|[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4})*[、和](?:台湾|香港|澳门)(?:等|"
            "这些|几个)(?:多个|几个)?国家(?!和地区|及地区|或地区|与地区|（地区)"
        ),
        N_("Taiwan, Hong Kong and Macao are regions, not countries (国家和地区)"),
    ),
    (
        re.compile(
            "(?:港澳台|香港|澳门|台湾)(?:及|和|以及|与)其[他它]国家(?!和地区|或地区|、地区|及地区)|"
            "(?:香港|澳门|台湾)(?:、|和|与)[^，。；]{1,6}[两二三四五]国(?!家|际|有|道|企)|台湾国(?!家|内|民|际|语)"
        ),
        N_("it is called a country, and is none"),
    ),
    (re.compile("(?:从|由)(?:中国|我国)(?:大陆|内地)?(?:去|到|赴|飞往|前往)(?:香港|澳门|台湾)|从(?:香港|澳门|台湾)回国"),
     N_("who goes there does not go abroad (出境)")),
    (
        re.compile("(?:中国|我国|国内|大陆)(?:和|与|同|、)(?:台湾|香港|澳门)(?!地区|同胞|居民|客户|两地|"
        "三地|[\u4e00-\u9fff]{0,4}特别行政区|省|[\u4e00-\u9fff]{0,6}(?:支行|分行))"),
        N_("it stands beside China as if it were none of it (内地与香港, 大陆与台湾)"),
    ),
    (
        re.compile(f"(?:台湾|香港|澳门|港澳台?|西藏|新疆|内蒙古|广西|宁夏)(?:、[{HAN}]{{2,4}}){{0,4}}等(?:地的?|多个|"
        f"几个|各|邻|周边|邻近)?国(?!家和|家及|家或|家级|家与|内|有|境|道|标|际|务|企|旗|庆|产|人|家?（地区|"
        f"家?、地区|家?[、和]?地区)"),
        N_("it is called a country, and is none"),
    ),
    (
        re.compile("(?:台湾|香港|澳门)(?:和|与|同|、|跟)(?:中国|我国)(?!台湾|香港|澳门|内地|"
        "大陆|银行|工商|农业|建设|人民|人寿|人保|移动|联通|电信|平安)"),
        N_("it stands beside China as if it were none of it (内地与香港, 大陆与台湾)"),
    ),
    (re.compile("台湾(?:总统|政府|国旗|中央|当局领导人总统)|"
    "(?:台湾|香港|澳门)(?:国籍|护照国|公民)"), N_("words that belong to a state")),
    (re.compile("(?:到|去|赴|来自)(?:台湾|香港|澳门)[^，。]{0,6}出国|"
    "出国[^，。]{0,4}(?:台湾|香港|澳门)|(?:台湾|香港|"
    "澳门)[^，。]{0,6}(?:等)?外国"), N_("who goes there does not go abroad (出境)")),
    (re.compile("建国(?:[一二三四五六七八九十\\d]{1,4}(?:周年|年)|以来|初期|之初|前夕)"),
     N_("it is 新中国 that was founded then (新中国成立70周年)")),
    (re.compile("满清|回教(?!授|师|学|育|室|材|书|程|导|练|案|会)|北朝鲜|蒙古大夫"), N_("a name that is not used (清朝, 伊斯兰教, 朝鲜)")),
    (
        re.compile("残废人?|瞎子|(?<!装)聋子|哑巴(?!吃)|瘸子|跛子|傻子|弱智|智障|白痴|侏儒|盲流|乡巴佬|老不死|精神病人"),
        N_("a word that wounds (残疾人, 视力障碍者, 听力障碍者)"),
    ),
)  # fmt: skip


def claims(text: str) -> Iterator[Finding]:
    """Praise of products and services that the Advertising Law forbids (Articles 9 (3), 25): the greatest of all, and sure gains."""
    for found in _GREATEST.finditer(text):
        if not _STRIVING.search(clause(text, *found.span())) and not _WARNING.search(sentence_of(text, found)):
            yield _claim(found)
    for found in _PROMISED.finditer(text):
        if not _WARNING.search(sentence_of(text, found)):
            yield _claim(found)


def _claim(found: re.Match[str]) -> Finding:
    message = _("“{words}”: the Advertising Law forbids such praise of a bank's products and services").format(words=found[0])
    remedy = _("Say what is so, with a source; or take it out.")
    return Finding(check="absolute-claim", start=found.start(), end=found.end(), message=message, remedy=remedy)


def careless(text: str) -> Iterator[Finding]:
    """Words that a paper does not print: a region called a country, a name that wounds."""
    for pattern, reason in _CARELESS:
        for found in pattern.finditer(text):
            message = _("“{words}”: {reason}").format(words=found[0], reason=_(reason))
            yield Finding(check="careless-word", start=found.start(), end=found.end(), message=message, remedy=_("Write it otherwise."))
