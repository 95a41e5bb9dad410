"""Numbers of a person's papers: identity cards, passports, permits for Hong Kong, Macao and Taiwan, soldiers' papers; plates of cars."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from bulletin.preflight.copy_personal.figures import END, GAP, START, Found, folded, labelled, long_numbers, near, of_nobody

#: Province codes of GB/T 2260, the first two digits of an identity number.
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_IDENTITY = "身份证|身份证件|证件号|证件|公民身份|身份号|身份证上的"
#: Hong Kong's identity card: letters, six figures, and the check figure in brackets.
_HONG_KONG = re.compile(rf"{START}([A-Z]{{1,2}})(\d{{6}})\(([0-9A])\)", re.IGNORECASE)
_MACAO = re.compile(rf"{START}[157]\d{{6}}\(\d\)")
#: China's passports: E or G and eight figures, or E, a letter (no I, no O) and seven; D, S and P for those on duty.
_PASSPORT = re.compile(rf"{START}(?:[EGDSP]{GAP}\d{{8}}|E[A-HJ-NP-Z]\d{{7}}){END}", re.IGNORECASE)
_ANY_PASSPORT = re.compile(rf"{START}(?:[A-Z]{{1,2}}[ -]?\d(?:[ -]?\d){{5,8}}|(?=[A-Z0-9]*\d{{5}})[A-Z0-9]{{7,10}}){END}", re.IGNORECASE)
_PERMIT = re.compile(
    rf"{START}(?:[CWTLHMKR]{GAP}\d(?:[ -]?\d){{7,11}}|C[A-HJ-NP-Z]{GAP}\d{{7}}|\d(?:[ -]?\d){{7,11}})(?![0-9A-Za-z*]|"
    rf"\.\d)(?:\([0-9A-Z]{{1,2}}\))?",
    re.IGNORECASE,
)
_PERMITS = "通行证|回乡[证卡]|台胞[证卡]|还乡证|台湾居民|港澳居民|居住证|永居[证卡]|永久居留|绿卡|入台证|签注|往来港澳|往来台湾"
_SOLDIERS = (
    "军官证|士官证|士兵证|军人证|警官证|文职干部证|文职人员证|义务兵证|退役证|退役军人证|优待证|残疾军人证|离休证|军人身份证件?|警察证|"
    "退伍证|退伍军人证|复员证|转业证|"
    "学员证|军属证|烈属证|伤残军人证|立功证|武警证|军人保障卡|军人优待证|证号|证件|证书|勋章|红本"
)
_SOLDIER = re.compile(
    rf"(?:[军士兵武海空政后参装退残优复转荣警文沈北兰济南广成联勤火箭战支民]{{1,3}}字)?第?{GAP}{START}(?:\d(?:{GAP}\d){{5,11}}|"
    rf"(?=[0-9A-Z]*\d{{3}})[0-9A-Z]{{5,10}}){END}{GAP}号?"
)
#: Numbers in the way of the forces: their branches, the former military regions, the cause (退, 残, 优 …).
_SOLDIER_ALONE = re.compile(
    rf"(?:[军士兵武海空政后参装退残优复转荣警文]|(?<![\u4e00-\u9fff)\d])[沈北兰济南广成]|(?<=[号是为着的书证])[沈北兰济南广成]|武警|"
    rf"火箭军|战支|联勤)字{GAP}第?{GAP}"
    rf"(?:\d(?:{GAP}\d){{4,11}}|(?=[0-9A-Z]*\d{{3}})[0-9A-Z]{{5,9}}){GAP}号?(?![0-9A-Za-z*])"
)
_OF_A_SOLDIER = re.compile("军人|部队|老兵|退伍|退役|入伍|当兵|抗美援朝|军装|军官|士官|复员|转业|参战|立功|烈士|战友|武警|从军|戎装|钢印")
_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
#: GA 36: province, office, then five places, or six for new energy; 挂, 学, 警 and their like at the end; a point anywhere.
_PLATE = re.compile(
    rf"{_PROVINCE}[A-HJ-NP-Z](?P<body>[·•・.\s-]?挂?(?:[·•・.\s-]?[A-HJ-NP-Z0-9]){{4,6}}[挂学警港澳领使]?)(?![0-9A-Z*])", re.IGNORECASE
)
#: Tractors and other farm machines (NY 345.1): province, two figures for the prefecture, five more; the armed police; embassies.
_FARM_PLATE = re.compile(rf"{_PROVINCE}[·\s]?\d{{2}}[·•\s-]?(?:[A-Z]\d{{4}}|\d{{5}})(?![0-9A-Za-z*年月日元万亿.])")
_OTHER_PLATE = re.compile(rf"WJ[·\s-]?(?:{_PROVINCE}|\d{{2}})[·\s-]?\d{{4,5}}[A-Z]?(?![0-9A-Z*])|(?<![\u4e00-\u9fff])使[·\s]?\d{{6}}(?!\d)")
_VEHICLES = "车|牌|拖拉机|收割机|农机|机手"
_NEW_ENERGY = 6


@lru_cache(maxsize=16)
def identity_numbers(text: str) -> tuple[Found, ...]:
    """Identity numbers of 18 digits (GB 11643: the checksum is right, or the text calls it one) and of 15; Hong Kong's and Macao's."""
    return tuple(_identity_numbers(folded(text)))


def _identity_numbers(plain: str) -> Iterator[Found]:
    for start, end, digits in long_numbers(plain, "身份证|证件号|公民身份"):
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
    for pattern, words in ((_ANY_PASSPORT, "护照|passport"), (_PERMIT, _PERMITS)):
        for found in pattern.finditer(plain):
            start, end = found.span()
            lettered = found[0][0].isalpha() and not of_nobody(plain, start)
            if labelled(plain, start, words) or ((lettered or labelled(plain, start, "号码")) and near(plain, start, end, words)):
                yield start, end


def soldiers_papers(text: str) -> Iterator[Found]:
    """The numbers of officers', soldiers' and veterans' papers: 军字第1234567号."""
    plain = folded(text)
    for found in _SOLDIER.finditer(plain):
        if labelled(plain, found.start(), _SOLDIERS.partition("|证号")[0]) or ("字" in found[0] and _OF_A_SOLDIER.search(plain)):
            yield found.span()
    for found in _SOLDIER_ALONE.finditer(plain):
        if labelled(plain, found.start(), _SOLDIERS) or _OF_A_SOLDIER.search(plain) or found[0][0] in "军武海空士退火":
            yield found.span()


def plates(text: str) -> Iterator[Found]:
    """Plates of cars, those of new energy too, of trailers, farm machines and the armed police."""
    plain = folded(text)
    yield from (
        found.span()
        for found in _PLATE.finditer(plain)
        if _is_plate(found["body"].upper(), called=labelled(plain, found.start(), "号牌|车牌|牌照"))
    )
    yield from (found.span() for found in _FARM_PLATE.finditer(plain) if near(plain, *found.span(), _VEHICLES))
    yield from (found.span() for found in _OTHER_PLATE.finditer(plain))


def _is_plate(body: str, *, called: bool) -> bool:
    """Five places behind the office, one of them 挂, 学 or their like perhaps; six with a letter at the first or last place."""
    places = re.sub(r"[^0-9A-Z挂学警港澳领使]", "", body)
    figures = sum(map(str.isdigit, places))
    if len(places) == _NEW_ENERGY:
        return figures >= 4 and (not places.isalnum() or places[0].isalpha() or places[-1].isalpha() or not places[-1].isascii())
    return len(places) in ((4, 5) if called else (5,)) and figures >= 2


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
