"""Numbers as Word writes them in each of its formats (ECMA-376-1 §17.18.59), for whole numbers from 0.

A format whose signs run out goes on in Arabic figures, as Word does.
"""

from collections.abc import Callable
from typing import Final

_FIGURES: Final = "〇一二三四五六七八九"
_LEGAL: Final = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", ("", "万", "亿"))
_LEGAL_TRADITIONAL: Final = ("零壹貳參肆伍陸柒捌玖", "拾佰仟", ("", "萬", "億"))
_COUNTING: Final = ("零一二三四五六七八九", "十百千", ("", "万", "亿"))
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMANS: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
                  (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ONES: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
                    "twelve": "twelfth"}  # fmt: skip


def numeral(number: int, style: str) -> str | None:
    """A number in one of Word's formats, or with as many figures as a pattern ("001") has; None for a format not known here."""
    if style.isascii() and style.isdigit():
        return f"{number:0{len(style)}d}"
    write = _FORMATS.get(style)
    return None if write is None else write(number)


def _counted(number: int, signs: tuple[str, str, tuple[str, ...]], *, one_before_ten: bool) -> str:
    digits, tens, myriads = signs
    if number == 0:
        return digits[0]
    groups, text = [], ""
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group and text and (group < 1000 or groups[place + 1] % 10 == 0) and not text.endswith(digits[0]):
            text += digits[0]
        text += _thousands(group, digits, tens) + (myriads[min(place, 2)] if group else "")
    short = digits[1] + tens[0]
    return text if one_before_ten or not text.startswith(short) else text[1:]


def _thousands(group: int, digits: str, tens: str) -> str:
    text, gap = "", False
    for place, figure in enumerate(f"{group:04d}"):
        if figure == "0":
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[int(figure)] + ("" if place == 3 else tens[2 - place])
        gap = False
    return text


def _counting_to_99(number: int) -> str:
    """Chinese counting, whose numbers from 100 on are said figure by figure."""
    if number < 100:
        return _counted(number, _COUNTING, one_before_ten=False) if number else "○"
    return "".join("○一二三四五六七八九"[int(figure)] for figure in str(number))


def _japanese(number: int) -> str:
    text = _counted(number, _COUNTING, one_before_ten=False)
    text = text if number == 0 else text.replace("零", "")
    return "".join(sign for at, sign in enumerate(text) if not (sign == "一" and text[at + 1 : at + 2] in tuple("十百千")))


def _letters(number: int) -> str:
    """a … z, then aa, bb … (not ab)."""
    if not 1 <= number <= 26 * 30:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _roman(number: int) -> str:
    if not 0 < number < 32_768:
        return str(number)
    text = ""
    for worth, sign in _ROMANS:
        times, number = divmod(number, worth)
        text += sign * times
    return text


def _from(signs: str, *, repeat: bool = False) -> Callable[[int], str]:
    def write(number: int) -> str:
        if 1 <= number <= len(signs) or (repeat and number > 0):
            return signs[(number - 1) % len(signs)]
        return str(number)

    return write


def _row(first: str, count: int) -> Callable[[int], str]:
    return _from("".join(chr(ord(first) + step) for step in range(count)))


def _full_width(number: int) -> str:
    return "".join(chr(ord(figure) + 0xFEE0) for figure in str(number))


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 1 <= number <= 60 else str(number)


def _ordinal(number: int) -> str:
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def _words(number: int) -> str:
    if number >= 1000:
        return str(number)
    if number >= 100:
        rest = f" {_words(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{rest}"
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def _ordinal_words(number: int) -> str:
    if number >= 1000:
        return _ordinal(number)
    head, joint, last = _words(number).rpartition("-" if "-" in _words(number) else " ")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return head + joint + last


def _chicago(number: int) -> str:
    return "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1) if 0 < number < 400 else str(number)


_CIRCLES = _row("①", 20)
_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _CIRCLES,
    "decimalEnclosedCircleChinese": _CIRCLES,
    "decimalEnclosedFullstop": _row("⒈", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    "cardinalText": lambda number: _words(number).capitalize(),
    "ordinalText": lambda number: _ordinal_words(number).capitalize(),
    "chicago": _chicago,
    "chineseCounting": _counting_to_99,
    "taiwaneseCounting": _counting_to_99,
    "chineseCountingThousand": lambda number: _counted(number, _COUNTING, one_before_ten=False),
    "taiwaneseCountingThousand": lambda number: _counted(number, _COUNTING, one_before_ten=False),
    "chineseLegalSimplified": lambda number: _counted(number, _LEGAL, one_before_ten=True),
    "ideographLegalTraditional": lambda number: _counted(number, _LEGAL_TRADITIONAL, one_before_ten=True),
    "japaneseCounting": _japanese,
    "ideographDigital": lambda number: "".join(_FIGURES[int(figure)] for figure in str(number)),
    "taiwaneseDigital": lambda number: "".join("○一二三四五六七八九"[int(figure)] for figure in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_FIGURES[int(figure)] for figure in str(number)),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _row("㊀", 10),
    "aiueo": _from("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ", repeat=True),
    "aiueoFullWidth": _from("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン", repeat=True),
    "ganada": _from("가나다라마바사아자차카타파하", repeat=True),
    "chosung": _from("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", repeat=True),
    "none": lambda number: "",
}
