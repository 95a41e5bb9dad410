"""A mail that is passed on: who wrote it first, as the forwarded mail's head says (转发, Fw:)."""

import html
import re
from collections.abc import Iterator

#: A subject that a mail program began for a mail that is passed on.
_PASSED_ON = re.compile(r"\s*(?:转发|轉寄|轉發|fwd?|wg|tr)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
#: The line above such a mail, whatever the subject says.
_MARK = re.compile(r"-{2,}\s*(?:转发|轉寄|已转发|forwarded)|(?:以下是|下面是|开始)(?:被)?转发的|begin forwarded message", re.IGNORECASE)
#: The head's first field with its address, and within a few lines another field (RFC 5322 §3.6, as mail programs show them).
_WRITER = re.compile(
    r"^[\s>*]*(?:发件人|寄件人|寄件者|from)[*\s]*[:：](?P<who>[^\n]{0,200}(?:\n[^\n:：]{0,120})?)"
    r"(?=(?:\n[^\n]{0,300}){0,4}?\n[\s>*]*(?:发送时间|发件时间|发送日期|日期|时间|收件人|收件者|抄送|主题|主旨|sent|date|to|cc|subject)[*\s]*[:：])",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>\"'(),;:@\[\]（）＜＞：]{1,80}@[^\s<>\"'(),;:@\[\]（）＜＞：]{1,120}")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!][^<>@]{0,2000}>|<a\b[^<>]{0,2000}>", re.IGNORECASE)
_LONGEST = 200_000  # characters


def first_writers(subject: str, text: str) -> Iterator[str]:
    """The addresses of those who wrote the mails that a mail's text passes on, the outermost first; none where it passes on none."""
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text[:_LONGEST])))
    if not (_PASSED_ON.match(subject) or _MARK.search(text)):
        return
    for found in _WRITER.finditer(text):
        if address := _ADDRESS.search(found["who"]):
            yield address[0].lower()
