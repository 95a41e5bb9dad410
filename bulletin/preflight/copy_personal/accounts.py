"""Numbers and names by which a person is reached or known: cards, accounts, telephones, mail, chat."""

import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import (
    END,
    GAP,
    START,
    Found,
    folded,
    is_amount,
    labelled,
    long_numbers,
    of_nobody,
)
from bulletin.preflight.copy_personal.papers import identity_numbers

_ISSUERS = re.compile(r"3[4-7]|4|5[0-8]|6[0-9]|9[0-9]|2[2-7]")
_CARDS = "卡号|银行卡|借记卡|信用卡|储蓄卡|工资卡|灵通卡|牡丹卡|卡片|账号|帐号|账户|帐户"
_ACCOUNTS = (
    "账号|帐号|账户|帐户|存折|存单|客户号|客户编号|客户代码|客户ID|会员号|会员编号|卡号|公积金号|公积金账号|社保号|"
    "社保卡|社保编号|社会保障号|医保号|医保卡|医保编号|"
    "保单|保险单|投保单|户号|缴费户号|借据|股东账户|股东代码|资金账号|证券账户|基金账户|学籍|病历|住院号|养老金账号"
)
_ACCOUNT = re.compile(rf"{START}[A-Za-z]{{0,4}}\d(?:{GAP}\d){{5,29}}{END}")

_BEFORE = r"(?:(?<![0-9A-Za-z.*])(?<!\d-)|(?<=tel)|(?<=phone)|(?<=mob))"
_SIGN = r"[ \u00a0\u200b.·-]?"
_MOBILE = re.compile(rf"{_BEFORE}(?:\(?(?:\+|00)?86\)?{_SIGN})?(?P<number>1[3-9]\d(?:{_SIGN}\d){{8}}){END}", re.IGNORECASE)
_SPOKEN = re.compile(r"(?<![〇零一二三四五六七八九幺])[一幺][三四五六七八九][〇零一二三四五六七八九幺]{9}(?![〇零一二三四五六七八九幺])")
_EXTENSION = r"(?:\s?(?:转|分机|ext\.?|-)\s?\d{1,6}(?!\d))?"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.*])(?:\+?86{GAP})?(?:\(0\d{{2,3}}\){GAP}|0(?:10|2\d|[3-9]\d{{2}}){GAP}|0\d{{2,3}}-{{1,2}})"
    rf"[2-8](?:{GAP}\d){{6,7}}(?![0-9A-Za-z*]|\.\d){_EXTENSION}",
    re.IGNORECASE,
)
_LOCAL = re.compile(rf"{START}[2-8]\d{{2,3}}{GAP}\d{{4}}(?![0-9A-Za-z*]|\.\d|-\d){_EXTENSION}")
_CALLS = "电话|手机|致电|来电|座机|拨打|热线|传真|联系方式|宅电|分机|tel|fax|phone"
_MAIL = re.compile(
    r"(?<![0-9A-Z_.*+-])[A-Z0-9][A-Z0-9._+-]{0,63}\s?(?:@|\(at\)|\[at\])\s?(?:[A-Z0-9-]+\.)+[A-Z]{2,}(?![A-Z0-9])", re.IGNORECASE
)
_CHATS = "微信|微信账号|wechat|weixin|vx|v信|加微|加v|qq|扣扣"
_CHAT = re.compile(rf"(?:{START}(?!(?:qq|vx|wechat)\d)[A-Za-z_][-_A-Za-z0-9]{{5,19}}|(?<![0-9.*-])\d{{5,12}}){END}", re.IGNORECASE)


def bank_cards(text: str) -> Iterator[Found]:
    """Card numbers of 16 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), or that the text calls one, and are no identity number."""
    plain = folded(text)
    identities = set(identity_numbers(text))
    for start, end, digits in long_numbers(plain):
        if (start, end) in identities or not 16 <= len(digits) <= 19 or not digits.isdigit() or is_amount(plain, end):
            continue
        real = _ISSUERS.match(digits) and passes_luhn(digits) and not of_nobody(plain, start)
        if real or labelled(plain, start, _CARDS):
            yield start, end


def account_numbers(text: str) -> Iterator[Found]:
    """What the text calls the number of an account, a passbook, a policy, a customer."""
    plain = folded(text)
    for found in _ACCOUNT.finditer(plain):
        if labelled(plain, found.start(), _ACCOUNTS) and not is_amount(plain, found.end()):
            yield found.span()


def phone_numbers(text: str) -> Iterator[Found]:
    """Mobile and landline numbers; service numbers (95588, 400-…), amounts and document numbers are none."""
    plain = folded(text)
    taken = [*identity_numbers(text), *bank_cards(text)]
    for start, end in sorted({*_mobiles(plain), *_landlines(plain)}):
        inside = any(first < end and start < last for first, last in taken)
        if not inside and not is_amount(plain, end) and not of_nobody(plain, start):
            taken.append((start, end))
            yield start, end


def mail_addresses(text: str) -> Iterator[Found]:
    """Addresses of mail, also with (at)."""
    plain = folded(text)
    yield from (found.span() for found in _MAIL.finditer(plain))


def chat_names(text: str) -> Iterator[Found]:
    """A person's name or number in WeChat or QQ, where the text calls it so."""
    plain = folded(text)
    for found in _CHAT.finditer(plain):
        sure = any(character.isdigit() or character in "_-" for character in found[0]) or labelled(
            plain, found.start(), "微信号|微信账号|vx"
        )
        if sure and labelled(plain, found.start(), _CHATS) and not is_amount(plain, found.end()):
            yield found.span()


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _mobiles(plain: str) -> Iterator[Found]:
    for found in _MOBILE.finditer(plain):
        groups = re.split(_SIGN[:-1] + "+", found["number"])
        if all(len(group) >= 3 for group in groups):
            yield found.span()
    yield from (found.span() for found in _SPOKEN.finditer(plain))


def _landlines(plain: str) -> Iterator[Found]:
    yield from (found.span() for found in _LANDLINE.finditer(plain))
    for found in _LOCAL.finditer(plain):
        if labelled(plain, found.start(), _CALLS):
            yield found.span()
