"""Personal data in running text: identity numbers, bank cards, telephone numbers, and the numbers that only look like them.

Every finder gives the places (start, end) of what it found; digits may be full width, and may stand in groups.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

Found = tuple[int, int]

#: Digits, grouped by single blanks or hyphens, that no letter, digit, point or percent sign continues.
_START, _END = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.\d)"
_GAP = r"[ \u00a0-]?"
_LONG_NUMBER = re.compile(rf"{_START}\d(?:{_GAP}\d){{13,18}}(?:{_GAP}[Xx])?{_END}")
_MOBILE = re.compile(rf"(?<![0-9A-Za-z.])(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}{_END}")
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.])(?:[（(]0\d{{2,3}}[）)]{_GAP}|0(?:10|2\d|[3-9]\d{{2}}){_GAP}|0\d{{2,3}}[-—－]{{1,2}})\d(?:{_GAP}\d){{6,7}}{_END}"
)
_LOCAL = re.compile(rf"(?:电话|致电|座机|拨打|热线)[号码是为：: ]{{0,4}}(?P<number>[2-8]\d{{2,3}}{_GAP}\d{{4}}){_END}")
#: A number before these is an amount, not a telephone.
_AMOUNT = re.compile(r"\s*(?:元|万|亿|美元|港元|欧元|件|户|人次|笔|平方米)")
#: Province codes of GB/T 2260, the first two digits of an identity number.
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_ISSUERS = re.compile(r"3[4-7]|4|5[0-8]|6[0-9]|9[0-9]|2[2-7]")


def identity_numbers(text: str) -> Iterator[Found]:
    """Identity numbers of 18 digits (GB 11643: the checksum is right, or the text calls it one) and of 15."""
    for start, end, digits in _long_numbers(text):
        called_one = bool(re.search("身份证|证件号|公民身份", text[max(0, start - 14) : start]))
        if is_identity_number(digits, checked=not called_one):
            yield start, end


def bank_cards(text: str) -> Iterator[Found]:
    """Card numbers of 16 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), or that the text calls one, and are no identity number."""
    identities = set(identity_numbers(text))
    for start, end, digits in _long_numbers(text):
        if (start, end) in identities or not 16 <= len(digits) <= 19 or not digits.isdigit():
            continue
        called_one = bool(re.search("卡号|银行卡|账号|账户", text[max(0, start - 8) : start]))
        if called_one or (_ISSUERS.match(digits) and passes_luhn(digits)):
            yield start, end


def phone_numbers(text: str) -> Iterator[Found]:
    """Mobile and landline numbers; service numbers (95588, 400-…), amounts and document numbers are none."""
    plain = _ascii_digits(text)
    taken = [*identity_numbers(text), *bank_cards(text)]
    found = [match.span() for pattern in (_MOBILE, _LANDLINE) for match in pattern.finditer(plain)]
    found += [match.span("number") for match in _LOCAL.finditer(plain)]
    for start, end in sorted(set(found)):
        inside = any(first <= start and end <= last for first, last in taken)
        if not inside and not _AMOUNT.match(plain, end):
            taken.append((start, end))
            yield start, end


def is_identity_number(digits: str, *, checked: bool = True) -> bool:
    """Whether these could be an identity number's digits: a province, a birthday that existed and, where `checked`, the checksum."""
    if len(digits) == 15 and digits.isdigit():
        return bool(_PROVINCES.match(digits)) and _was_a_day("19" + digits[6:12])
    if len(digits) != 18 or not digits[:17].isdigit() or not _PROVINCES.match(digits) or not _was_a_day(digits[6:14]):
        return False
    return not checked or _checksum(digits) == digits[17].upper()


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _checksum(digits: str) -> str:
    """GB 11643 (ISO 7064 MOD 11-2): weights are the powers of 2 modulo 11."""
    total = sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11]


def _was_a_day(digits: str) -> bool:
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1880 <= day.year <= 2099


def _long_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _LONG_NUMBER.finditer(_ascii_digits(text)):
        yield found.start(), found.end(), re.sub(r"[^0-9Xx]", "", found[0])


def _ascii_digits(text: str) -> str:
    """The text with full-width digits, letters and hyphens as ASCII, character for character."""
    return "".join(unicodedata.normalize("NFKC", character) if "－" <= character <= "ｚ" else character for character in text)
