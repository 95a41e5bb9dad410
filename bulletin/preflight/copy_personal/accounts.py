"""Numbers and names by which a person is reached or known: cards, accounts, telephones, mail, chat."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import (
    END,
    GAP,
    START,
    WIDE_GAP,
    Found,
    folded,
    is_amount,
    labelled,
    long_numbers,
    near,
    of_nobody,
)
from bulletin.preflight.copy_personal.papers import identity_numbers

_ISSUERS = re.compile(r"3[4-7]|4|5[0-8]|6[0-9]|9[0-9]|2[2-7]")
_CARDS = "卡号|银行卡|借记卡|信用卡|储蓄卡|工资卡|灵通卡|牡丹卡|社保卡|存折卡|副卡|主卡|卡面|卡片|卡上|张卡|账号|帐号|账户|帐户"
_ACCOUNTS = (
    "账号|帐号|账户|帐户|存折|存单|客户号|客户编号|客户代码|客户ID|会员号|会员编号|卡号|公积金号|公积金账号|社保号|"
    "社保卡|社保编号|社会保障号|医保号|医保卡|医保编号|"
    "对公户|对公账户|结算户|基本户|一般户|股金证|股权证|社员证|存款单|国债|凭证式国债|收款账号|付款账号|汇款账号|老账号|养老手册|"
    "保单|保险单|投保单|户号|缴费户号|借据|股东账户|股东代码|资金账号|证券账户|基金账户|学籍|病历|住院号|养老金账号"
)
_ACCOUNT = re.compile(rf"{START}(?:[A-Za-z]{{1,4}}-?)?\d(?:{GAP}\d){{5,29}}{END}")
#: So many figures are no date and no telephone: an account's even where its label stands some words off.
_LONG = 12
_ACCOUNTS_NEAR = "账号|帐号|对公户|结算户|存折号|户号|保单号|客户号"
_DAY = re.compile(r"(?:19|20)\d{2}[-/.]?(?:0?[1-9]|1[0-2])[-/.]?(?:[0-2]?\d|3[01])")

_BEFORE = r"(?:(?<![0-9A-Za-z.*])(?<!\d-)|(?<=tel)|(?<=phone)|(?<=mob))"
_SIGN = r"[ \u00a0\u200b.·-]?"
_MOBILE = re.compile(rf"{_BEFORE}(?:\(?(?:\+|00)?86\)?{_SIGN})?(?P<number>1[3-9]\d(?:{_SIGN}\d){{8}}){END}", re.IGNORECASE)
_WIDE_MOBILE = re.compile(
    rf"{_BEFORE}(?:\(?(?:\+|00)86\)?{WIDE_GAP})?(?P<number>1{WIDE_GAP}[3-9](?:{WIDE_GAP}\d){{9}}){END}", re.IGNORECASE
)
_SAID = "〇零○洞一幺二两三四五六七拐八九勾"
_SPOKEN = re.compile(rf"(?<![{_SAID}])[一幺][ 、,-]?[三四五六七八九拐勾](?:[ 、,-]?[{_SAID}]){{9}}(?![{_SAID}]|[ 、,-][{_SAID}])")
_EXTENSION = r"(?:\s?(?:转接?|分机号?|ext\.?|-)\s?(?:分机号?)?\s?\d{1,6}(?!\d))?"
_APART = r"(?:[ \u00a0\u200b]?-{1,2}[ \u00a0\u200b]?|[ \u00a0\u200b]{1,2})?"
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.*])(?:\(?(?:\+|00)86\)?{_APART}\(?0?{_AREA}\)?|\(0{_AREA}\)|0{_AREA}|\(0\d{{2,3}}\)|0\d{{2,3}}-{{1,2}}){_APART}"
    rf"[2-8](?:{_APART}\d){{6,7}}(?![0-9A-Za-z*]|\.\d){_EXTENSION}",
    re.IGNORECASE,
)
_WIDE_LANDLINE = re.compile(rf"(?<![0-9A-Za-z*])0{_AREA}[ ,/*.、·-]{{1,3}}[2-8](?:[ ,/*.、·-]{{0,3}}\d){{6,7}}(?![0-9A-Za-z*])")
_LOCAL = re.compile(rf"{START}(?<!\d-)(?<!\d\))[2-8]\d{{2,3}}{_APART}\d{{4}}(?![0-9A-Za-z*]|\.\d|-\d){_EXTENSION}")
#: Telephones that are there to be called by everyone: an outlet's, a hotline, a public office's.
_PUBLIC_CALL = re.compile(
    r"(?:网点|支行|分行|总行|营业[部厅室]|分理处|储蓄所|我行|本行|该行|银行|服务|咨询|客服|监督|举报|投诉|值班|办公|公开|报修|救援|急救|"
    r"报警|派出所|医院|村委会|居委会|"
    r"街道办?|社区|公司|单位|预约|业务|消保|受理|订餐|抢修|反诈|厅堂|大堂)(?:的|处|室|部|方)?(?:24小时|联系|咨询|服务|监督|办公|固定|"
    r"业务|公开|值班|预约|投诉)*(?:电话|热线|座机|专线|号码|总机|传真)"
    r"(?:号码)?[是为:\s(]{0,3}$"
)
#: A telephone that somebody has left with the bank is theirs, even at their work.
_LEFT = re.compile(r"(?:留|登记|预留|填|写)(?:的|下)(?!.*[,，])|(?:[他她]|客户|储户|本人|家属)的")
_NOTICE = re.compile(r"(?:迁址|迁至|开业|公告|营业时间|网点地址|地址为|地址变更|办公室?地址|支行地址)")
_CALLS = "电话|手机|致电|来电|座机|拨打|拨|热线|传真|联系方式|宅电|分机|固话|tel|fax|phone"
_CALLS_NEAR = "打过来|电话|座机|固话|宅电|家里打|打过去|回拨|拨通|联系方式|方便联系"
_MOBILES_NEAR = "电话|手机|拨|打给|致电|号码|联系|短信|微信同号|tel|phone"
_MAIL = re.compile(
    r"(?<![0-9A-Z_.*+-])[A-Z0-9][A-Z0-9._+-]{0,63}\s?(?:@|\(at\)|\[at\])\s?(?:[A-Z0-9-]+\.)+[A-Z]{2,}(?![A-Z0-9])", re.IGNORECASE
)
#: Mailboxes of an office, which are there for everyone.
_OFFICE_MAIL = re.compile(
    r"(?:services?|info|kefu|hr|support|contact|office|admin|webmaster|no-?reply|jubao|tousu|zhaopin|95\d{3})@", re.IGNORECASE
)
_CHATS = "微信|微信账号|wechat|weixin|wx|vx|v信|微信号|加微|加v|qq|扣扣|加q|q号|企鹅号"
_CHAT = re.compile(
    rf"(?:{START}(?!(?:qq|vx|wechat)\d)[A-Za-z_][-_A-Za-z0-9]{{5,19}}|(?<![0-9.*-])[1-9](?:[ -]?\d){{4,11}}){END}", re.IGNORECASE
)


def bank_cards(text: str) -> Iterator[Found]:
    """Card numbers of 16 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), or that the text calls one, and are no identity number"
    "."""
    plain = folded(text)
    identities = set(identity_numbers(text))
    for start, end, digits in long_numbers(plain, _CARDS):
        if (start, end) in identities or not 16 <= len(digits) <= 19 or not digits.isdigit() or is_amount(plain, end):
            continue
        real = _ISSUERS.match(digits) and passes_luhn(digits) and not of_nobody(plain, start)
        if real or labelled(plain, start, _CARDS) or (re.search(r"[、,\n]", plain[start:end]) and near(plain, start, end, _CARDS)):
            yield start, end


def account_numbers(text: str) -> Iterator[Found]:
    """What the text calls the number of an account, a passbook, a policy, a customer."""
    plain = folded(text)
    for found in _ACCOUNT.finditer(plain):
        far = (
            sum(map(str.isdigit, found[0])) >= _LONG and near(plain, *found.span(), _ACCOUNTS_NEAR) and not of_nobody(plain, found.start())
        )
        if (far or labelled(plain, found.start(), _ACCOUNTS)) and not is_amount(plain, found.end()):
            yield found.span()


def phone_numbers(text: str) -> Iterator[Found]:
    """Mobile and landline numbers; service numbers (95588, 400-…), amounts and document numbers are none."""
    plain = folded(text)
    taken = [*identity_numbers(text), *bank_cards(text)]
    for start, end in sorted({*_mobiles(plain), *_landlines(plain)}, key=lambda each: (each[0], -each[1])):
        inside = any(first < end and start < last for first, last in taken)
        if not inside and not is_amount(plain, end) and not of_nobody(plain, start):
            taken.append((start, end))
            yield start, end


def mail_addresses(text: str) -> Iterator[Found]:
    """Addresses of mail, also with (at); not those of an office: service@…."""
    plain = folded(text)
    yield from (found.span() for found in _MAIL.finditer(plain) if not _OFFICE_MAIL.match(found[0]))


def chat_names(text: str) -> Iterator[Found]:
    """A person's name or number in WeChat or QQ, where the text calls it so."""
    plain = folded(text)
    for found in _CHAT.finditer(plain):
        start, end = found.span()
        mixed = any(character.isdigit() or character in "_-" for character in found[0]) and not found[0][0].isdigit()
        sure = mixed or found[0][0].isdigit() or labelled(plain, start, "微信号|微信账号|vx")
        said = labelled(plain, start, _CHATS) or (mixed and near(plain, start, end, _CHATS)) or _of_chat(plain, start)
        if sure and said and not is_amount(plain, end) and not of_nobody(plain, start):
            yield start, end


def _of_chat(plain: str, start: int) -> bool:
    """Whether a number stands some words behind QQ号: QQ号很好记，520131400."""
    return re.search(r"(?:qq号?|q号|扣扣号?|企鹅号)[^。；;!\d\n]{1,16}$", plain[max(0, start - 22) : start], re.IGNORECASE) is not None


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _mobiles(plain: str) -> Iterator[Found]:
    for found in _MOBILE.finditer(plain):
        groups = re.split(_SIGN[:-1] + "+", found["number"])
        if all(len(group) >= 3 for group in groups):
            yield found.span()
    yield from (found.span() for found in _WIDE_MOBILE.finditer(plain) if near(plain, *found.span(), _MOBILES_NEAR))
    yield from (found.span() for found in _SPOKEN.finditer(plain))


def _landlines(plain: str) -> Iterator[Found]:
    for found in (*_LANDLINE.finditer(plain), *_WIDE_LANDLINE.finditer(plain), *_LOCAL.finditer(plain)):
        start, end = found.span()
        local = found.re is not _LANDLINE
        called = (
            not local or labelled(plain, start, _CALLS) or (near(plain, start, end, _CALLS_NEAR) and not _DAY.fullmatch(plain, start, end))
        )
        if called and not _is_public(plain, start):
            yield start, end


def _is_public(plain: str, start: int) -> bool:
    """Whether the telephone at this place is an outlet's or an office's, told for everyone to call."""
    sentence = plain[max(0, plain.rfind("。", 0, start)) : start]
    called = _PUBLIC_CALL.search(sentence[-24:])
    return (called is not None and not _LEFT.search(sentence[-24:])) or _NOTICE.search(sentence) is not None
