"""Addresses at which a person lives, down to the door; not those of the bank's own outlets, which are to be found by everyone."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import Found, folded

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4}|[A-Za-z]\d{0,2})"
_ROOM = r"\d{2,4}[A-Za-z]?(?:室|房间|房|号房|号|户)?(?!\d|[病教]|会议|办公)"
_STREET = r"(?:路|街|道|巷|弄|胡同|里|坊|大道|小区|花园|苑|新村|家园|公寓|庭|府|湾|城|园|宿舍|大院|楼|村|社区|家属院|居|轩|阁)"
#: Where the home's own part begins: a house of an estate and a room in it, a stair and a room, a number in a street and a room.
_DOOR = re.compile(
    rf"{_COUNT}(?:期)?{_COUNT}?(?:栋|幢|座|号楼|楼栋)(?:[A-Za-z])?(?:{_COUNT}(?:单元|门洞|门|梯|层|楼))*(?:{_ROOM}|(?<=单元)|(?<=门))"
    rf"|{_COUNT}(?:单元|梯)(?:{_COUNT}(?:层|楼))?{_ROOM}"
    rf"|(?:(?<=[路街道巷弄里坊村])|(?<=[路街道][东南西北中]))\d{{1,5}}(?:号|弄)(?:之[一二三四五六\d]|-\d{{1,3}})?(?:\d{{1,4}}号)?(?:院|大院)?(?:{_COUNT}(?:层|"
    rf"楼))?{_ROOM}"
    rf"|(?<=[区园苑村寓里庭府湾城居轩阁])\d{{1,3}}-(?:\d{{1,2}}-)?\d{{3,4}}(?:室|房|号)?(?![\d-])"
)
#: A village, the group of its households, the house.
_VILLAGE = re.compile(
    rf"[\u4e00-\u9fff]{{1,6}}(?P<here>村|屯|寨|庄|嘎查)(?:委会)?(?:[\u4e00-\u9fff]{{1,4}}(?:屯|庄|湾|寨|坪|冲|岭|"
    rf"自然村))?(?:第?{_COUNT}|[\u4e00-\u9fff]{{1,4}}(?=\D{{1,4}}\d{{1,4}}号))(?:村民小组|"
    rf"村民组|小组|组|社|队)(?:\d{{1,4}}号(?:之[一二三四五])?)?"
    rf"|[\u4e00-\u9fff]{{1,6}}(?P<there>村|屯|寨)(?:委会)?(?:[\u4e00-\u9fff]{{1,4}}(?:屯|庄|湾|寨))?\d{{1,4}}号"
)
_HOUSE = re.compile(r"[\u4e00-\u9fff]{1,10}(?:路|街|道|巷|弄|胡同|里|坊)(?:\d{1,4}(?:巷|弄|支弄|支路|段))*\d{1,5}号(?:院|大院)?")
#: A number and what it counts, from the estate down to the door; and where a door lies that has no number.
_N = r"(?:[甲乙丙丁第]?\d{1,4}[A-Za-z]?(?:-\d{1,4}){0,3}|第?[一二三四五六七八九十百]{1,4}|[A-Za-z]\d{0,2}|[甲乙丙丁])"
_UNIT = (
    rf"{_N}(?:号院|号楼|号|栋|幢|座|单元|门洞|门|梯|层|楼|室|房间|房|户|支弄|弄|村民小组|村民组|小组|组|社|生产队|队|排|巷|支路|家|段|"
    rf"期|区|斋|舍|院|间|农场|连|团|分场)"
)
_SIDE = r"(?:[东西南北左右前后上下里中正靠侧隔](?:头|手边|手|边|侧|面|楼|院|门|户|屋|间|厢房|单元|栋|座|首|巷|排|坡|沟|岸|侧)(?:首)?)"
_PART = (
    r"(?:平房|宿舍区?|家属[院区楼]|大院|院内|公租房|廉租房|安置房|安置区|自建房|阁楼|地下室|"
    r"沟上头?|坡上|坡下|河边|桥头|村口|村头|路口|巷口|旁门|侧门|后门|附|之[一二三四五六七八九十]{0,2}|[-])"
)
_WHOLE = re.compile(
    rf"[\u4e00-\u9fff·]{{0,24}}?(?:[\u4e00-\u9fff]{{1,8}}{_STREET}|[村屯寨庄湾嘎查旗镇乡])?(?:{_UNIT}|{_SIDE}|"
    rf"{_PART})+(?:\d{{3,4}}(?!\d))?"
)
_COUNTED = re.compile(_UNIT)
_TO_THE_DOOR = re.compile(
    rf"(?:{_N}(?:室|房|户|家|间|号院?|门|排)|{_SIDE}|\d{{3,4}}|{_N}(?:楼|层|组|社|队|单元|座|栋|幢|斋|舍)|{_PART}|[甲乙丙丁])$"
)
_INHABITED = re.compile(rf"(?:{_UNIT}|{_SIDE}|{_PART}|[甲乙丙丁](?:字号楼|门|栋)?)+(?:\d{{3,4}})?(?=里?(?:住着|住的))")
_NOTICE = re.compile(r"(?:公告|通知|营业时间|办理时间|迁址|注册地址|办公地址|营业地址|公司地址)[^\n]*$")
_OUR_OUTLET = re.compile(r"(?:支行|网点|营业部|分行|分理处|我行|本行|营业厅|储蓄所)[^。；;!?\n]{0,8}$")
#: Where somebody's home is told, the address follows at once.
_TELLS = re.compile(
    r"(?:家住|家在|家就在|住在|住的是|住着|搬[到至进去]了?|搬去了?|租住在?|租在|暂住在?|借住在?|现住|常住|住址|住处|住所|(?:家庭|户籍|"
    r"居住|联系|通讯|收件|收货|寄件|登记|送达|邮寄|"
    r"旧|新|老|原|现|详细|宿舍|单位宿舍)地址|登记的地址|留的是[^，。；,;\d]{0,6}地址|(?<![行部点厅所司心院校局站店室处该本])(?:地址|"
    r"门牌)(?=[是为:])|信封上的地址|户籍地?|户籍所在地|老家[在是]|老宅[在是]|寄[到往给至]|送到|"
    r"(?<!居)住(?=[\u4e00-\u9fff]{2}))(?:一?栏)?(?:填的|写的|写|就)?[是为在着于:\s“\"(]{0,4}"
)
_TELLS_HERE = re.compile(f"(?:{_TELLS.pattern})$")
_MASKED = re.compile(r"[某*×]")
#: Words after which somebody's home is told, and so a number in a street is enough.
_LIVES = re.compile(
    r"(?:家住|家在|住在|住址|住所|居住地址?|居住在|居住于|家庭地址|户籍地?址?|户籍所在地|现住|常住|租住|暂住|寄往|"
    r"收件地址|收货地址|寄件地址|[新旧老]地址|登记地址|联系地址|通讯地址|(?:的|回|到|他|她|老人)家)(?:[是为在于:\s]|地址)*$"
)
_ON_FILE = re.compile("(?:登记信息|客户信息|登记表|户口[本簿]|个人信息)[^。!?\n]*$")
#: What tells that an address is an outlet's or an office's, before it and behind it.
_OUTLET = re.compile(
    r"(?:支行|网点|该行|银行|营业部|分行|分理处|营业厅|营业室|营业所|储蓄所|总行|本行|我行|服务点|服务站|办事处|公司|单位|"
    r"迁至|迁址到?|坐落[于在]?|地处|开业|医院|学校|门店|基地|驿站|中心|活动|会议|培训|展会|行址|办公地址|地点)[^。；;!?\n]{0,12}$"
)
_OUTLET_BEHIND = re.compile(r"[^。；;，,!?\n]{0,6}(?:支行|网点|营业部|营业厅|分理处|商铺|门面|铺位|铺|公司|办公|会议室|医院|学校|新址)")
#: Characters that end what leads to an address, leftwards.
_LEAST = 5
_LEAD = re.compile(
    r"(?:家庭住址|家庭地址|联系地址|通讯地址|收件地址|收货地址|户籍地址|户籍所在地|居住地址|居住在|居住于|居住|住址|"
    r"地址|家住|住在|租住在?|暂住在?|常住|现住|住所|户籍|位于|来到|前往|赶到|赶往|送到|送至|寄往|寄到|上门到|到达|"
    r"到了|走进|回到|抵达|搬到|搬至|在|到|至|往|从|是|为|于|的|住|了|将|去|赴)"
)
_DISTRICT = re.compile(
    r"^.*?(?:(?<=[\u4e00-\u9fff]{2})(?:自治县|自治旗|区(?<!小区)(?<!社区)(?<!园区)(?<!地区)|县|旗)|"
    r"市(?!.{1,6}?(?:(?<!小)(?<!社)(?<!园)区|"
    r"县|市)))"
)


def home_addresses(text: str) -> Iterator[Found]:
    """Where somebody lives: a house and a room, a house of a village's group; a house in a street where the text says that it is a home"
    "."""
    plain = folded(text)
    ended = 0
    for start, end, sure in sorted({*_doors(plain), *_houses(plain), *_told(plain)}, key=lambda each: (each[0], -each[1])):
        if start < ended or _MASKED.search(plain, start, end):
            continue
        lives = (
            _LIVES.search(plain[max(0, start - 14) : start]) is not None or _ON_FILE.search(plain[max(0, start - 60) : start]) is not None
        )
        if lives or (
            sure
            and not _NOTICE.search(plain[max(0, start - 60) : start])
            and (_TELLS_HERE.search(plain[max(0, start - 20) : start]) or not _of_an_outlet(plain, start, end))
        ):
            ended = end
            yield start, end


def district_of(address: str) -> str:
    """An address cut to its district, county or town; "" where it names none."""
    found = _DISTRICT.match(address)
    return found[0] if found else ""


def _doors(plain: str) -> Iterator[tuple[int, int, bool]]:
    """Whole addresses, from where their places begin; a room alone, without a place, is sure only where somebody lives there."""
    for found in (*_DOOR.finditer(plain), *_VILLAGE.finditer(plain)):
        village = found.re is _VILLAGE
        start = _beginning(plain, found.start(found.lastgroup or 0) if village else found.start())
        if found[0][0] in "一十" and start == found.start():
            continue
        place = re.search(_STREET, plain[start : found.start()]) is not None
        yield start, found.end(), (village and found[0].endswith(("号", "组", "社", "队"))) or place


def _houses(plain: str) -> Iterator[tuple[int, int, bool]]:
    for found in _HOUSE.finditer(plain):
        yield _beginning(plain, found.end() - 1), found.end(), False


def _told(plain: str) -> Iterator[tuple[int, int, bool]]:
    """What follows the words that tell of a home, down to a door, however that is counted: 第三排5号, 3层左手门, 沟上头第二户."""
    for lead in _TELLS.finditer(plain):
        found = _WHOLE.match(plain, lead.end())
        outlet = _OUR_OUTLET.search(plain[max(0, lead.start() - 14) : lead.start()]) or _OUTLET_BEHIND.match(
            plain, found.end() if found else 0
        )
        notice = "住" not in lead[0] and _NOTICE.search(plain[max(0, lead.start() - 60) : lead.end()])
        if found and not outlet and not notice and _TO_THE_DOOR.search(found[0]) and _COUNTED.search(found[0]) and len(found[0]) > _LEAST:
            yield found.start(), found.end(), True
    for found in _INHABITED.finditer(plain):
        yield _beginning(plain, found.start()), found.end(), True


def _beginning(plain: str, end: int) -> int:
    """Where the names of places that lead to this one begin: behind a mark, or a word that leads to an address."""
    start = end
    while start > max(0, end - 45) and re.match(r"[\u4e00-\u9fff0-9A-Za-z·\-]", plain[start - 1]):
        start -= 1
    leads = [found.end() for found in _LEAD.finditer(plain, start, end)]
    return leads[-1] if leads else start


def _of_an_outlet(plain: str, start: int, end: int) -> bool:
    return _OUTLET.search(plain[max(0, start - 24) : start]) is not None or _OUTLET_BEHIND.match(plain, end) is not None
