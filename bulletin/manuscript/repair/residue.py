"""What programs left behind as text: escapes of control characters, entities and tags of web pages."""

import html
import re
from typing import Final

from bulletin.manuscript.repair.pieces import Mended, replaced

#: Control characters and blanks as programs write them: C and JSON escapes, and OOXML's (ECMA-376-1 §22.9.2.19, ST_Xstring).
_ESCAPE: Final = re.compile(
    r"(?:\\x0[9adAD]|_x00(?:0[9adAD])_)+"
    r"|\\x(?:[aA]0|[aA][dD])"
    r"|(?:\\u[0-9a-fA-F]{4}){2,}|\\u(?:3000|00[aA][0dD]|200[b-fB-F]|202[89]|[fF]{2}[eE][fF]|[fF][eE][fF]{2})"
)
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{2,7}|#[xX][0-9A-Fa-f]{2,6});")
_NAMES: Final = "p|br|div|span|font|strong|b|em|i|u|a|center|section|table|tbody|tr|td|th|ul|ol|li|h[1-6]|sup|sub|o:p"
_TAG: Final = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]{{0,400}})?/?>", re.IGNORECASE)
#: A tag that no author writes for its own sake: it ends something, breaks a line, or says how the text is set.
_SURE_TAG: Final = re.compile(rf"</(?:{_NAMES})\s*>|<br\s*/?>|<(?:{_NAMES})\s[^<>]{{0,400}}=[^<>]{{0,400}}>", re.IGNORECASE)
_BREAKING_TAG: Final = re.compile(r"</(?:p|div|li|tr|h[1-6]|section|center)\s*>|<br\s*/?>", re.IGNORECASE)
#: The end of a tag whose beginning is gone.
_TORN_TAG: Final = re.compile(r"""(?<![A-Za-z0-9-])[A-Za-z][A-Za-z0-9-]{1,40}=\\{0,4}["'][^"'<>\\]{0,200}\\{0,4}["']\s*/?>|["']\s*/>""")
_LINE_END: Final = re.compile("[\r\n]+")


def escapes(text: str) -> Mended:
    """Escapes become what they stand for; an escaped line end is a soft break."""
    return replaced(text, _ESCAPE, _unescaped) if "\\" in text or "_x00" in text else None


def entities(text: str) -> Mended:
    """Entities of HTML that stand as text become their characters; a name that HTML does not know stays."""
    return replaced(text, _ENTITY, lambda found: html.unescape(found[0])) if "&" in text else None


def tags(text: str) -> Mended:
    """Tags of HTML that stand as text go, and break the line where a browser would. Bare words in brackets stay."""
    if ">" not in text:
        return None
    if _SURE_TAG.search(text):
        return replaced(text, _TAG, lambda found: _break(text, found))
    return replaced(text, _TORN_TAG, lambda found: found[0] if _within_tag(text, found.start()) else "")


def _unescaped(found: re.Match[str]) -> str:
    code = found[0]
    if code.startswith("_"):
        code = re.sub(r"_x00(..)_", r"\\x\1", code)
    characters = code.encode("ascii").decode("unicode_escape")
    # JSON writes a character beyond the first plane as a pair of surrogates (RFC 8259 §7)
    characters = characters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    within = found.start() > 0 and found.end() < len(found.string)
    return _LINE_END.sub("\n" if within else "", characters)


def _within_tag(text: str, at: int) -> bool:
    return text.rfind("<", 0, at) > text.rfind(">", 0, at)


def _break(text: str, tag: re.Match[str]) -> str:
    followed = bool(_TAG.sub("", text[tag.end() :]).strip())
    begun = bool(_TAG.sub("", text[: tag.start()]).strip())
    return "\n" if followed and begun and _BREAKING_TAG.fullmatch(tag[0]) else ""
