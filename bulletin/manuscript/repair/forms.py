"""Characters in another form than the one they are typed in: radicals and compatibility characters of copied PDFs, wide Latin."""

import re
import unicodedata
from typing import Final

from bulletin.manuscript.repair.pieces import Mended, replaced

#: Of the radicals supplement those that are whole characters (Unicode's EquivalentUnifiedIdeograph).
_RADICALS: Final = str.maketrans(
    "⺁⺟⺠⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "厂母民西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)
#: These, and the Kangxi radicals and compatibility ideographs, which Unicode itself declares equal to ordinary characters.
_COMPATIBLE: Final = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f" + "".join(map(chr, _RADICALS)) + "]")
_WIDE: Final = "０-９Ａ-Ｚａ-ｚ"
#: Letters and digits with the marks that join them: ３．５％, ９：００, ＡＴＭ－２.
_WIDE_RUN: Final = re.compile(f"[{_WIDE}]+(?:[．：／－＆＠＿][{_WIDE}]+)*％?")


def compatible(text: str) -> Mended:
    """Radicals and compatibility ideographs become the ordinary characters that they look like."""
    return replaced(text, _COMPATIBLE, lambda found: unicodedata.normalize("NFKC", found[0].translate(_RADICALS)))


def wide(text: str) -> Mended:
    """Full-width letters and digits become half width, as GB/T 15835 sets Arabic numerals; marks beside them stay."""
    # U+FF01–FF5E stand in the order of ASCII
    return replaced(text, _WIDE_RUN, lambda found: "".join(chr(ord(sign) - 0xFEE0) for sign in found[0]))
