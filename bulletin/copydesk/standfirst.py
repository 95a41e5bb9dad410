"""The standfirst: the paragraph over the text that calls itself one (提要：…, 【导读】…), or is set as one."""

import re

from bulletin.copydesk.lines import ends_as_sentence, is_kai, is_strong, text_of
from bulletin.records.manuscript import Line
from bulletin.typography import clean, join_lines, trim

_CALLED = "内容提要|内容摘要|内容提示|核心提示|提要|摘要|导语|导读|引言|阅读提示|题记"
_STANDFIRST = re.compile(rf"(?:[【\[（(]\s*(?:{_CALLED})\s*[】\]）)]\s*[：:]?|(?:{_CALLED})\s*[：:])(?P<words>.+)", re.DOTALL)
#: The editor's note keeps its name: readers should see whose words they are.
_NOTE = re.compile(r"[【\[（(]?\s*编者(?:的话|按)\s*[】\]）)]?\s*[：:]?.+", re.DOTALL)
#: Longer than this it is no few words, but the text itself; shorter, a heading.
_LONGEST = 240
_SHORTEST = 16


def read_standfirst(line: Line, under: Line | None) -> str:
    """The standfirst's words, "" where this line over the text is none; it needs text under it.

    A line that does not say what it is must be set as one: whole sentences, quoted, bold or in Kai where the text under it is not.
    """
    text = text_of(line)
    if under is None or line.art or len(text) > _LONGEST:
        return ""
    if found := _STANDFIRST.fullmatch(text):
        return clean(join_lines(trim(found["words"])))
    if _NOTE.fullmatch(text) or _is_set_apart(line, under):
        return clean(join_lines(text))
    return ""


def calls_itself_standfirst(text: str) -> bool:
    """Whether a line says that it is a standfirst, or an editor's note."""
    return bool(_STANDFIRST.fullmatch(text) or _NOTE.fullmatch(text))


def _is_set_apart(line: Line, under: Line) -> bool:
    set_apart = (line.quote and not under.quote) or (is_strong(line) and not is_strong(under)) or (is_kai(line) and not is_kai(under))
    told = ends_as_sentence(text_of(line)) and not text_of(line).endswith(("：", ":")) and len(text_of(line)) >= _SHORTEST
    return set_apart and told and len(text_of(under)) > len(text_of(line)) // 2 and not under.art
