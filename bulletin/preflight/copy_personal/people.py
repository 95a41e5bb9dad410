"""Persons by their full names: customers, children, the sick, and names with a date of birth. The bank's own people may be named."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import Found, folded
from bulletin.preflight.copy_personal.names import name_at, name_before, surname_at

_CUSTOMERS = (
    "客户|储户|顾客|用户|持卡人|存款人|借款人|贷款人|投保人|被保险人|受益人|持有人|市民|居民|村民|群众|失主|事主|"
    "机主|开户人|户主|申请人|业主|商户|农户|患者|病人|当事人|消费者|企业主|个体户|店主|摊主|老板|"
    "养殖户|种植户|种粮大户|困难户|脱贫户|贫困户|残疾人|老人|老伯|老大爷|大爷|大妈|大娘|奶奶|爷爷|阿姨|阿婆|大叔|"
    "大姐|大哥|退休教师|退休工人|退休职工|老人家|访客|来访者|受害人|被害人|联系人|户名|姓名|收款人|汇款人|付款人|"
    "乘客|房东|租户|"
    "儿子|女儿|孙子|孙女|外孙女?|妻子|丈夫|老伴|母亲|父亲|家属|法定代表人|本人"
)
_AFTER = r"(?:姓名|名字)?(?:名?叫做?|名为|是)?[:\s\"“”「『'(\[、]{0,2}"
_CUSTOMER = re.compile(rf"(?:(?:{_CUSTOMERS}){_AFTER}|(?<!号)(?:叫做?|名为)[\"“]?)(?=[\u4e00-\u9fff])")
_TITLE = re.compile(
    r"老先生|老太太|老奶奶|老爷爷|老大爷|老大妈|老人家|老人|老伯|先生|女士|小姐|大爷|大妈|大娘|大叔|大婶|大姐|大哥|"
    r"阿姨|阿婆|阿公|奶奶|爷爷|叔叔|婆婆|伯伯|伯母|太太|夫妇|夫人|老汉"
)
#: The bank's own people, and others who are named for their office.
_STAFF = (
    "行长|行长助理|经理|主任|主管|柜员|主席|书记|局长|处长|科长|院长|校长|所长|会长|董事长|总裁|总监|总(?![是共计结会])|员工|同事|"
    "职工|干部|同志|大堂|引导员|保安|保洁|警官|民警|教授|老师|医生|护士|记者|通讯员|讲师|专家|代表|"
    "主持人|嘉宾|队长|队员|组长|班长|部长|助理|顾问|师傅|工程师|劳模|标兵|能手|工匠|选手|坐席|客服|专员|党员|委员|"
    "青年|师父|徒弟|新人|实习生|作者|摄影|供稿|摄|文|图"
)
_STAFF_BEFORE = re.compile(rf"(?:{_STAFF})[、:\s\"“]{{0,1}}$")
_STAFF_BEHIND = re.compile(rf"\s?[的副]?(?:{_STAFF.removesuffix('|摄|文|图')})")

_CHILDREN = (
    "小学生|中学生|初中生|高中生|小朋友|儿童|未成年人?|小男孩|小女孩|男孩|女孩|男童|女童|孩子|孩童|幼儿|幼童|学童|少年|少女|"
    "宝宝|孤儿|小患者|小客户|小储户|娃娃|小选手|小记者|小志愿者"
)
_CHILD = re.compile(rf"(?:{_CHILDREN}){_AFTER}(?=[\u4e00-\u9fff])")
_CHILD_TITLE = re.compile(r"小朋友|小同学|同学|宝宝|小宝贝")
_SCHOOL = re.compile(
    r"小学|中学|初中|高中|幼儿园|附小|附中|年级|[\d一二三四五六]\)?班|[初高][一二三](?![\u4e00-\u9fff]?季)|少年宫|"
    r"暑期|寒假|研学|托管|小小银行家"
)
_GROWN = re.compile(r"大学|学院|研究生|博士|硕士|培训|老同学|党校|高校|职校|成年子女")
_PUPIL = re.compile(
    r"(?:年级|[\d一二三四五六七八九十]+\)?班级?|小学|中学|附小|附中|幼儿园|[大中小]班)(?:的)?(?:学生|同学|小学生|"
    r"学员|女生|男生|学子|小朋友)?[:\s\"“、]{0,2}(?=[\u4e00-\u9fff])"
    r"|(?:学生|女生|男生|学子)[:\s\"“]{0,2}(?=[\u4e00-\u9fff])"
)
_AGE = r"(\d{1,2}|[一二三四五六七八九十]{1,3})(?:周)?岁(?:半)?"
_AGE_BEFORE = re.compile(rf"{_AGE}的?(?:小|女|男)?(?:{_CHILDREN}|儿子|女儿|孙子|孙女|外孙女?|学生|弟弟|妹妹)?{_AFTER}(?=[\u4e00-\u9fff])")
_AGE_BEHIND = re.compile(rf"[,(\s]{{0,2}}(?:男|女)?[,、\s]?(?:今年|现年|年仅|年满|刚满|才|只有|不满|未满|时年|年龄|现在)?[:\s]?{_AGE}")

_SICK = (
    r"(?:身|不幸|先后)?(?:患有|患上|患|罹患|确诊|查出|被诊断|诊断为|得了|检出|感染)|因.{0,4}(?:病|癌|瘤|中风|脑梗|"
    r"脑溢血|骨折|瘫痪|住院|手术)|病重|病危|住院|瘫痪|中风|卧病|病倒|残疾|"
    r"(?:是|为)?.{0,2}(?:糖尿病|癌|白血病|尿毒症|精神病|抑郁症|艾滋病)"
)
_SICK_BEHIND = re.compile(rf"[,(]?(?:老人|先生|女士|大爷|阿姨|奶奶)?(?:因)?(?:近日|去年|今年|突然|突|不幸|日前)?(?:{_SICK})")
_SICK_BEFORE = re.compile(rf"(?:患者|病人|病患|病友|(?:癌症|肿瘤|糖尿病|尿毒症|白血病|抑郁症)患?者?){_AFTER}(?=[\u4e00-\u9fff])")

_BORN = re.compile(
    r"(?:出生(?:日期|年月日?|于|时间)?|生于|生日|诞生于)[是为:\s]{0,3}(\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?|(?:19|20)\d{6}(?!\d))"
    r"|(\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?)(?:出生|生(?![产效活日成]))"
)
_SENTENCE = re.compile(r"[^。!?；;\n]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def customers(text: str) -> Iterator[Found]:
    """Full names beside 客户, 储户, 先生, 女士 and their like; 客户经理王芳 is one of the bank's."""
    plain = folded(text)
    for start, end in {*_behind(plain, _CUSTOMER), *_before(plain, _TITLE)}:
        if not _is_staff(plain, start, end):
            yield start, end


def minors(text: str) -> Iterator[Found]:
    """Full names of children: called so, with a school or a class, or with an age below 18."""
    plain = folded(text)
    for sentence in _SENTENCE.finditer(plain):
        low, high = sentence.span()
        grown = _GROWN.search(plain, low, high) is not None
        school = not grown and _SCHOOL.search(plain, low, high) is not None
        found = {*_behind(plain, _CHILD, low, high), *_of_age(plain, low, high)}
        found |= {*_before(plain, _CHILD_TITLE, low, high)} if not grown else set()
        found |= {*_behind(plain, _PUPIL, low, high)} if school else set()
        yield from (each for each in found if not _is_staff(plain, *each))


def the_sick(text: str) -> Iterator[Found]:
    """Full names beside an illness."""
    plain = folded(text)
    found = set(_behind(plain, _SICK_BEFORE))
    found |= {each for each in full_names(plain) if _SICK_BEHIND.match(plain, each[1])}
    yield from (each for each in found if not _is_staff(plain, *each))


def birth_dates(text: str) -> Iterator[Found]:
    """Dates of birth in a sentence that has a full name."""
    plain = folded(text)
    for sentence in _SENTENCE.finditer(plain):
        low, high = sentence.span()
        for born in _BORN.finditer(plain, low, high):
            if any(not _is_staff(plain, start, end) for start, end in full_names(plain, low, high)):
                yield born.span(1) if born[1] else born.span(2)


def full_names(plain: str, low: int = 0, high: int | None = None) -> Iterator[Found]:
    """Full names between two places that begin a clause, or stand behind or before what a person is called."""
    yield from {*_behind(plain, _CUSTOMER, low, high), *_before(plain, _TITLE, low, high), *_behind(plain, _CHILD, low, high)}
    for start in range(low, len(plain) if high is None else high):
        if (start == 0 or not _HAN.match(plain[start - 1])) and surname_at(plain, start) and (end := name_at(plain, start)):
            yield start, end


def _behind(plain: str, lead: re.Pattern[str], low: int = 0, high: int | None = None) -> Iterator[Found]:
    for found in lead.finditer(plain, low, len(plain) if high is None else high):
        if end := name_at(plain, found.end()):
            yield found.end(), end


def _before(plain: str, title: re.Pattern[str], low: int = 0, high: int | None = None) -> Iterator[Found]:
    for found in title.finditer(plain, low, len(plain) if high is None else high):
        start = name_before(plain, found.start())
        if start is not None:
            yield start, found.start()


def _of_age(plain: str, low: int, high: int) -> Iterator[Found]:
    for found in _AGE_BEFORE.finditer(plain, low, high):
        if _years(found[1]) < 18 and (end := name_at(plain, found.end())):
            yield found.end(), end
    for start, end in full_names(plain, low, high) if "岁" in plain[low:high] else ():
        if (age := _AGE_BEHIND.match(plain, end)) and _years(age[1]) < 18:
            yield start, end


def _years(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    figures = "零一二三四五六七八九"
    return (figures.find(tens or "一") if ten else 0) * 10 + max(0, figures.find(units))


def _is_staff(plain: str, start: int, end: int) -> bool:
    """Whether a name stands beside an office: 柜员张三, 李四行长."""
    return _STAFF_BEFORE.search(plain[max(0, start - 6) : start]) is not None or _STAFF_BEHIND.match(plain, end) is not None
