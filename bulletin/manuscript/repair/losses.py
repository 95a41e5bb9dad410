"""What was lost before the text arrived, and what nobody can fill in but its author."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bulletin.language import N_
from bulletin.typography import LOST_CHARACTERS

#: What a wrong encoding leaves where bytes are missing: control codes, letters with accents in a row, and the characters that
#: GBK makes of the bytes that most of Chinese punctuation begins with (锛, 銆, 鈥).
_MISREAD: Final = re.compile("[\u0080-\u0084\u0086-\u009f]+|(?:[À-ÖØ-öø-ÿ][\u00a0-\u00bf\u0152-\u2122]*){6,}|[锛銆鈥].{0,12}")
#: Where emoji or ornaments stood: there is nothing to keep.
_ALL_LOST: Final = re.compile("[\ufffd\\s]*\ufffd[\ufffd\\s]*")
#: A kind of loss with the sentence that says so.
_KINDS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile("\ufffd+|(?:锟斤拷)+锟?"), N_("characters were lost before the text arrived, and nobody can tell which: {text}")),
    (
        re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+"),
        N_("a character here is known only to the program that wrote it: {text}"),
    ),
    (_MISREAD, N_("the text here was read in a wrong encoding and cannot be turned back: {text}")),
    (LOST_CHARACTERS, N_("question marks stand here in place of lost characters: {text}")),
)
#: Where a number must have stood: 于年月日, 截至月日, 达%, 为亿元. Words that are complete without one (数亿元, 占比%) are not among them.
_NUMBERLESS: Final = re.compile(
    r"(?:(?<=[于至在从自截到，。；、])|^|(?<=今年)|(?<=去年)|(?<=当年))(?:年)?月日(?!报|子)"
    r"|(?<=[达为到至升降长减增占])%"
    r"|(?<=[为到出入有计额过达])(?:亿元|万元|亿股|万股|亿美元|万美元)(?!户)"
    r"|(?<=[，。；])年，"
    # a blank kept the place: 办理业务 万笔，同比增长 %。 Behind a unit at the end of a line stands no sentence, but a table's head
    r"|(?<=[一-鿿])[ \u3000]+(?:[%％]|[万亿][元笔户人次股]|个百分点)(?=[，。；、])"
)
_NUMBERS_LOST: Final = N_("a number is missing here: {text}")
#: One such place may be a form to be filled in.
_SURE: Final = 2
_BESIDE: Final = 8


@dataclass(frozen=True)
class Loss:
    """A loss in one of the texts: which text, from and to which character, the sentence that names it, and the words around."""

    text: int
    start: int
    end: int
    sentence: str
    words: str


def is_all_lost(text: str) -> bool:
    """Whether nothing of a text is left but the marks of lost characters."""
    return _ALL_LOST.fullmatch(text) is not None


def losses(texts: Sequence[str]) -> Iterator[Loss]:
    """For each text one loss of a kind, the first: whoever looks at it sees the others. Numbers only where several are missing."""
    numberless = sum(len(_NUMBERLESS.findall(text)) for text in texts)
    kinds = (*_KINDS, (_NUMBERLESS, _NUMBERS_LOST)) if numberless >= _SURE else _KINDS
    for at, text in enumerate(texts):
        for pattern, sentence in kinds:
            if found := pattern.search(text):
                start, end = found.span()
                yield Loss(at, start, end, sentence, text[max(start - _BESIDE, 0) : end + _BESIDE])
