"""How numbers, times and units are written (GB/T 15835, GB 3100)."""

import re
from collections.abc import Iterator

from bulletin.language import N_, _
from bulletin.preflight.wording.finding import Finding

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+|(?<=[0-9０-９])％")
_CLOCK_COLON = re.compile(r"(?<![\d：:])([01]?\d|2[0-4])：([0-5]\d)(?![\d：:])")
_RATIO = re.compile("比|配|例|分")
_COUNTED = "个|名|人|位|户|笔|件|张|次|岁|家|台|份|元|天|年|项|场|余"
_ABOUT = r"(?:\d[\d.,]*|[一二两三四五六七八九十百千]{1,5})[^，。；、\d]{0,3}"
_SEVERAL = "|".join(f"{digit}、{digit + 1}" for digit in range(1, 9))
_STYLES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (r"(?<![\d.年第～~—-])[12]\d年(?=(?:1[0-2]|[1-9])月)", N_("a year is written with four figures (2023年)")),
        (
            rf"(?<![\d、.第])(?:{_SEVERAL})(?=个|名|人|天|次|位|岁|家|户|分钟|小时|年(?!级))",
            N_("about so many is written in words, without a comma (五六个)"),
        ),
        (
            r"(?<![\d.%])\d+(?:\.\d+)?(?:[-—–－～~]+|到|至)\d+(?:\.\d+)?\s?%",
            N_("each end of a range has its own percent sign (5%～10%)"),
        ),
        (
            rf"(?:大约|近|约|大概|将近){_ABOUT}(?:左右|上下)|(?:超过|逾){_ABOUT}(?:以上|余)"
            rf"|(?:大约|将近|(?<![临附远最靠亲新接])近|(?<![预邀相特签履违条契赴])约|大概|超过|逾)"
            rf"(?:\d[\d.,]*|[一二两三四五六七八九十百千]{{1,5}})[余多几](?=[万亿]?(?:{_COUNTED}))",
            N_("“about” is said twice"),
        ),
        (rf"\d+几(?=[万亿]?(?:{_COUNTED}))", N_("a number with 几 is written in words (十几个)")),
        (
            rf"(?<![\d.])(?:\d+(?:百(?!分)|千(?!克|米|瓦|伏|卡|兆|赫|帕|焦|字|分|里|年|万)))+\d*(?=[余多]?(?:{_COUNTED}|万|亿))"
            rf"|[十百千]\d+(?=[余多]?(?:{_COUNTED}))|百分之\d+|\d+分之\d+|[二三四五六七八九十]分之\d|\d分之[一二三四五六七八九]",
            N_("figures and numerals are mixed in one number (2400, 三分之一, 30%)"),
        ),
        (r"(?<=\d)[ \u00a0]+%", N_("no blank stands before the percent sign")),
        (
            r"(?:降低|减少|缩短|下降|压缩|压降)了?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)倍",
            N_("nothing becomes less by so many times: say by how many percent"),
        ),
        (r"(?<=\d)(?:KG|Kg|KM|Km|ML|CM|MM)(?![A-Za-z])", N_("this unit has its own spelling (kg, km, mL, cm, mm)")),
        (r"(?<=\d)平米|(?<=\d)公分(?=[，。高宽长])", N_("this unit is 平方米, 厘米 (the legal units)")),
        (r"[二一]零[零一二三四五六七八九]{2}年", N_("a year in characters has 〇, not 零")),
        (
            r"下午\s?(?:1[3-9]|2[0-4])(?=时(?!间|期)|点|[:：][0-5]\d)",
            N_("the hours of the afternoon are told twice (下午3点, or 15点)"),
        ),
        (r"(?<=\d)[OoＯ](?=[\d年月日人元%])", N_("a letter stands where a figure is meant")),
    )
)


def number_style(text: str) -> Iterator[Finding]:
    """How numbers, times and units are written (GB/T 15835, GB 3100)."""
    for found in _WIDE.finditer(text):
        instead = "".join(chr(ord(each) - 0xFEE0) for each in found[0])
        yield _style(found, _("figures and letters are half width"), instead)
    for found in _CLOCK_COLON.finditer(text):
        if not _RATIO.search(text[max(0, found.start() - 6) : found.start()]):
            yield _style(found, _("a time of day has a half-width colon (9:00)"), f"{found[1]}:{found[2]}")
    for pattern, reason in _STYLES:
        for found in pattern.finditer(text):
            yield _style(found, _(reason), None)


def _style(found: re.Match[str], message: str, instead: str | None) -> Finding:
    remedy = _("Write “{instead}”.").format(instead=instead) if instead else _("Write it in the house's way (GB/T 15835).")
    return Finding(check="number-style", start=found.start(), end=found.end(), message=message, remedy=remedy, instead=instead)
