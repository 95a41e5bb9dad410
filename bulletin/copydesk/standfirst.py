"""The standfirst: the paragraph over the text that calls itself one (提要：…, 【导读】…)."""

import re
from collections.abc import Sequence

from bulletin.copydesk.lines import Kind, is_blank, text_of, without
from bulletin.copydesk.stated import Stated
from bulletin.records.manuscript import Line
from bulletin.typography import clean, join_lines, trim

_CALLED = "内容提要|内容摘要|内容提示|核心提示|提要|摘要|导语|导读|引言"
_STANDFIRST = re.compile(rf"(?:[【\[（(]\s*(?:{_CALLED})\s*[】\]）)]\s*[：:]?|(?:{_CALLED})\s*[：:])(?P<words>.+)", re.DOTALL)
#: Longer than this it is no few words, but the text itself.
_LONGEST = 240


def take_standfirst(passages: Sequence[Kind]) -> tuple[Stated, tuple[Kind, ...]]:
    """What the first passage states, where it calls itself a standfirst, and the passages without it; it needs text under it."""
    lines = [each for each in passages if not is_blank(each)]
    first = lines[0] if len(lines) > 1 else None
    if not isinstance(first, Line) or first.art or len(text_of(first)) > _LONGEST:
        return Stated(), tuple(passages)
    found = _STANDFIRST.fullmatch(text_of(first))
    if found is None:
        return Stated(), tuple(passages)
    return Stated(standfirst=clean(join_lines(trim(found["words"])))), without(passages, [first])
