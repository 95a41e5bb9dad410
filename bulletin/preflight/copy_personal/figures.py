"""How numbers stand in running text: in full width, in groups, behind a label, within an address on the net."""

import re
from collections.abc import Iterator
from functools import lru_cache

#: A stretch of a text: its first character, and the one behind its last.
Found = tuple[int, int]

#: What may part the groups of a number.
GAP = r"[ \u00a0\u200b-]?"
#: No letter, figure, point or star continues a number: it would be a part of another, or masked already.
START, END = r"(?<![0-9A-Za-z.*])", r"(?![0-9A-Za-z*]|\.\d)"

_PLAIN = str.maketrans("　‐‑‒–—―−【】", " -------[]")
_PLAIN.update({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
_LONG_NUMBER = re.compile(rf"{START}\d(?:{GAP}\d){{12,18}}(?:{GAP}[Xx])?{END}")
#: The host and the path of an address on the net; the comma and the full stop of Chinese end it.
_ON_THE_NET = re.compile(r"(?:https?://|www\.)[\x21-\x7e]+", re.IGNORECASE)
#: A number before these is an amount.
_AMOUNT = re.compile(r"\s*(?:[余多]?(?:元|万|亿|美元|港元|欧元|英镑|日元|件|户|人次|笔|股|平方米|公里|吨|字节)|%|‰)")
#: What stands between a label and its number.
_BETWEEN = r"[号码数编字为是叫如下有及:\s\"“'(\[#.]{0,8}$"
_REACH = 24
#: A number behind a label in the same sentence, or before one: 护照首页写着…, …这本旧护照.
_NEAR, _BEHIND = 30, 14
#: Figures one by one, in groups with any mark between, or broken over lines: so only numbers stand that the text calls one.
WIDE_GAP = r"(?:[ \u00a0\u200b]{0,2}[-、,./·][ \u00a0\u200b]{0,2}|[ \u00a0\u200b]{0,2}\n[ \u00a0\u200b]{0,2}|[ \u00a0\u200b]{1,3})?"
_WIDE_NUMBER = re.compile(rf"(?<![0-9A-Za-z*])\d(?:{WIDE_GAP}\d){{12,18}}(?:{WIDE_GAP}[Xx])?(?![0-9A-Za-z*]|\.\d)")
#: A number that goes on in the next line, which its check digit has to confirm.
_BROKEN_NUMBER = re.compile(r"\d{3,16}\n\d{3,16}[Xx]?")
#: A number behind these is nobody's: orders, documents, machines, codes.
_OF_NOBODY = (
    r"订单|流水|单号|运单|快递|物流|编号|编码|凭证|合同|文号|序列|批次|交易号|交易码|批号|票号|发票|税号|识别号|"
    r"代码|终端|设备|机具|机身|ATM机?|"
    r"ISBN|ISSN|IMEI|SN|条形?码|型号|案号|工单|档案|机构号|网点号|柜员号|工号|员工号|邮编|邮政|受理|业务号|参考号|"
    r"授权号|版权|备案|书号|许可证|批文|"
    r"证书|字第|印章|钞票|冠字号|序号|追溯码|验证码|校验码|版本|任务|项目|取件码|房号|ICP备|号段"
)


@lru_cache(maxsize=16)
def folded(text: str) -> str:
    """The text with full-width figures, letters and marks as ASCII and all dashes as hyphens, character for character."""
    return text.translate(_PLAIN)


def labelled(text: str, start: int, words: str) -> bool:
    """Whether one of the words (a regular expression) stands right before a place, but for 号码, 为, a colon and their like."""
    return re.search(f"(?:{words}){_BETWEEN}", text[max(0, start - _REACH) : start], re.IGNORECASE) is not None


def near(text: str, start: int, end: int, words: str) -> bool:
    """Whether one of the words stands before a place, or close behind it, with no full stop between."""
    before = re.search(rf"(?:{words})[^。；;!！]*$", text[max(0, start - _NEAR) : start], re.IGNORECASE)
    return (
        before is not None
        or re.match(rf"[^。；;!！?？,，\n]{{0,{_BEHIND}}}?(?:{words})", text[end : end + _BEHIND + 8], re.IGNORECASE) is not None
    )


def of_nobody(text: str, start: int) -> bool:
    """Whether the text calls the number at this place one of an order, a document, a machine or the like."""
    return labelled(text, start, _OF_NOBODY)


def is_amount(text: str, end: int) -> bool:
    """Whether what ends here is an amount: 元, 万 or their like follow."""
    return _AMOUNT.match(text, end) is not None


def on_the_net(text: str) -> list[Found]:
    """The addresses on the net, in which figures are nobody's number."""
    return [match.span() for match in _ON_THE_NET.finditer(text)]


def long_numbers(text: str, label: str = "") -> Iterator[tuple[int, int, str]]:
    """Numbers of 13 to 19 figures (and an X) in a folded text, with their figures alone.

    Those over two lines are among them, and near a label those with any marks between.
    """
    ended = 0
    for found in sorted((*_LONG_NUMBER.finditer(text), *_WIDE_NUMBER.finditer(text)), key=lambda each: (each.start(), -each.end())):
        sure = found.re is _LONG_NUMBER or _BROKEN_NUMBER.fullmatch(found[0]) or (label and near(text, *found.span(), label))
        if found.start() >= ended and sure:
            ended = found.end()
            yield found.start(), found.end(), re.sub(r"[^0-9Xx]", "", found[0])
