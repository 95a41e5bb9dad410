"""Numbers of a person's papers: identity cards, passports, permits for Hong Kong, Macao and Taiwan, soldiers' papers; plates of cars."""

import datetime as dt
import re
from collections.abc import Iterator

from bulletin.preflight.copy_personal.figures import END, GAP, START, Found, folded, labelled, long_numbers, of_nobody

#: Province codes of GB/T 2260, the first two digits of an identity number.
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_IDENTITY = "身份证|身份证件|证件号|证件|公民身份|身份号|身份证上的"
#: Hong Kong's identity card: letters, six figures, and the check figure in brackets.
_HONG_KONG = re.compile(rf"{START}([A-Z]{{1,2}})(\d{{6}})\(([0-9A])\)", re.IGNORECASE)
_MACAO = re.compile(rf"{START}[157]\d{{6}}\(\d\)")
#: China's passports: E or G and eight figures, or E, a letter (no I, no O) and seven; D, S and P for those on duty.
_PASSPORT = re.compile(rf"{START}(?:[EGDSP]{GAP}\d{{8}}|E[A-HJ-NP-Z]\d{{7}}){END}", re.IGNORECASE)
_ANY_PASSPORT = re.compile(rf"{START}(?=[A-Z0-9]*\d{{5}})[A-Z0-9]{{7,10}}{END}", re.IGNORECASE)
_PERMIT = re.compile(rf"{START}(?:[CWTLHMK]{GAP}\d{{8,10}}|C[A-HJ-NP-Z]\d{{7}}|\d{{8,10}}){END}", re.IGNORECASE)
_PERMITS = "通行证|回乡证|台胞证|台湾居民|港澳居民|居住证|永居证|永久居留"
_SOLDIERS = (
    "军官证|士官证|士兵证|军人证|警官证|文职干部证|文职人员证|义务兵证|退役证|退役军人证|优待证|残疾军人证|离休证|军人身份证件?|警察证"
)
_SOLDIER = re.compile(rf"(?:[\u4e00-\u9fff]{{1,3}}字)?第?{GAP}{START}\d{{6,9}}{END}号?")
_SOLDIER_ALONE = re.compile(r"(?:[军士武海空]|武警|火箭军)字第?\d{6,8}号")
#: GA 36: province, office, then five places with at most two letters, or six with a D or F before or behind (new energy).
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•・.\s-]?"
    r"(?:(?=(?:\d*[A-HJ-NP-Z]){0,2}\d*(?![0-9A-Z]))(?=[A-Z]{0,5}\d)[A-HJ-NP-Z0-9]{5}|[A-HJ-K]\d{5}|[A-HJ-K][A-HJ-NP-Z0-9]\d{4}|"
    r"\d{5}[A-HJ-K]|"
    r"(?=\w*\d)[A-HJ-NP-Z0-9]{4}[挂学警港澳领使])(?![0-9A-Z*])",
    re.IGNORECASE,
)


def identity_numbers(text: str) -> Iterator[Found]:
    """Identity numbers of 18 digits (GB 11643: the checksum is right, or the text calls it one) and of 15; Hong Kong's and Macao's."""
    plain = folded(text)
    for start, end, digits in long_numbers(plain):
        called_one = re.search(_IDENTITY, plain[max(0, start - 14) : start]) is not None
        slip = labelled(plain, start, _IDENTITY) and len(digits) in (15, 17, 18)
        if slip or (is_identity_number(digits, checked=not called_one) and (called_one or not of_nobody(plain, start))):
            yield start, end
    for found in _HONG_KONG.finditer(plain):
        if _hong_kong_check(found[1].upper(), found[2]) == found[3].upper() or labelled(plain, found.start(), _IDENTITY):
            yield found.span()
    yield from (found.span() for found in _MACAO.finditer(plain) if labelled(plain, found.start(), _IDENTITY))


def travel_documents(text: str) -> Iterator[Found]:
    """Passports, and the permits for Hong Kong, Macao and Taiwan that the text calls so."""
    plain = folded(text)
    for found in _PASSPORT.finditer(plain):
        if not of_nobody(plain, found.start()) or labelled(plain, found.start(), "护照"):
            yield found.span()
    yield from (found.span() for found in _ANY_PASSPORT.finditer(plain) if labelled(plain, found.start(), "护照|passport|passport no"))
    yield from (found.span() for found in _PERMIT.finditer(plain) if labelled(plain, found.start(), _PERMITS))


def soldiers_papers(text: str) -> Iterator[Found]:
    """The numbers of officers', soldiers' and veterans' papers: 军字第1234567号."""
    plain = folded(text)
    yield from (found.span() for found in _SOLDIER.finditer(plain) if labelled(plain, found.start(), _SOLDIERS))
    yield from (found.span() for found in _SOLDIER_ALONE.finditer(plain))


def plates(text: str) -> Iterator[Found]:
    """Plates of cars, those of new energy too."""
    plain = folded(text)
    yield from (found.span() for found in _PLATE.finditer(plain))


def is_identity_number(digits: str, *, checked: bool = True) -> bool:
    """Whether these could be an identity number's digits: a province, a birthday that existed and, where `checked`, the checksum."""
    if len(digits) == 15 and digits.isdigit():
        return bool(_PROVINCES.match(digits)) and _was_a_day("19" + digits[6:12])
    if len(digits) != 18 or not digits[:17].isdigit() or not _PROVINCES.match(digits) or not _was_a_day(digits[6:14]):
        return False
    return not checked or identity_check(digits) == digits[17].upper()


def identity_check(digits: str) -> str:
    """The check digit of an identity number's first 17 (GB 11643, ISO 7064 MOD 11-2: weights are the powers of 2 modulo 11)."""
    total = sum(int(digit) * (2 ** (17 - i) % 11) for i, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11]


def _hong_kong_check(letters: str, figures: str) -> str:
    """Letters count from 10, a missing first one 36; weights 9 to 2; the sum with the check figure is a multiple of 11."""
    values = [36] * (2 - len(letters)) + [ord(letter) - 55 for letter in letters] + [int(figure) for figure in figures]
    return "0123456789A"[-sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11]


def _was_a_day(digits: str) -> bool:
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1880 <= day.year <= 2099
