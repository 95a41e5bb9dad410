"""Which charset a text of unknown or wrongly named charset is written in.

Mail from Chinese programs is labelled gb2312 and holds GBK or GB18030 characters (镕, 喆); GB 18030 contains both.
"""

import codecs
import re

_CHINESE_LABELS = frozenset(
    {"gb2312", "gb_2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "euc-cn", "x-euc-cn", "csgb2312", "gb18030"}
)
#: Western labels that programs put on whatever they do not know; all read nearly any bytes.
_WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
#: Text codecs of Python's that are no charset of any mail; some can be made to work without end.
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: Lead bytes of the characters in daily use: level 1 of GB/T 2312, level 1 of Big5.
_DAILY = {"gb18030": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
_SAMPLE = 20_000  # bytes
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")  # what UTF-8 writes in three bytes or more


def known(label: str | None) -> str | None:
    """The charset that a label means, by its Python name; None where there is no such charset."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    if label in _CHINESE_LABELS:
        return "gb18030"
    try:
        found = codecs.lookup(label).name
        b"a".decode(found, "ignore")
    except (LookupError, ValueError):  # a codec that is none of text; a name with a NUL
        return None
    return None if found.replace("_", "-") in _NO_CHARSETS else found


def charset_of(data: bytes, label: str | None = None) -> str:
    """The charset of a text: the label's where it is believed, else the likeliest of UTF-8, GB 18030 and Big5.

    It need not read every byte: a text may be damaged (`reads` tells).
    """
    labelled = known(label)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked or _is_chinese_utf8(data):
        return marked or "utf-8"
    if labelled and labelled not in _WESTERN and _share_lost(data, labelled) < 0.1:
        return labelled
    found = _found(data)
    if labelled and reads(data, labelled) and not (found and _likeness(data, found) > 0.8):
        return labelled
    return found or labelled or "utf-8"


def reads(data: bytes, charset: str) -> bool:
    """Whether a charset reads every byte of a text."""
    return _text(data, charset) is not None


def decode(data: bytes, label: str | None = None) -> str:
    """A text in its charset; what cannot be read becomes U+FFFD."""
    return data.decode(charset_of(data, label), "replace")


def decode_name(raw: bytes) -> str:
    """A file name or header field without a label: UTF-8 or GB 18030.

    Many short names in GBK are good UTF-8 as well (一支 is D2 BB D6 A7, which is also two Cyrillic letters),
    so UTF-8 is believed only where it gives a character of three bytes, as every Chinese one has.
    """
    if _is_chinese_utf8(raw):
        return raw.decode("utf-8")
    return _text(raw, "gb18030") or _text(raw, "utf-8") or raw.decode("gb18030", "replace")


def _is_chinese_utf8(data: bytes) -> bool:
    text = None if data.isascii() else _text(data, "utf-8")
    return text is not None and _THREE_BYTES.search(text) is not None


def _found(data: bytes) -> str | None:
    if reads(data, "utf-8"):
        return "utf-8"
    # nearly every text in Big5 is good GBK as well, but then of characters that nobody uses
    likeliest = max(("utf-8", "gb18030", "big5"), key=lambda name: _likeness(data, name))
    if _likeness(data, likeliest) > 0.5:
        return likeliest
    return next((name for name in ("gb18030", "big5") if reads(data, name)), None)


def _likeness(data: bytes, charset: str) -> float:
    """How much of a text's ideographs, as a charset reads them, is in daily use (0 to 1); what it cannot read counts against it."""
    text = data[:_SAMPLE].decode(charset, "replace")
    ideographs = [each for each in text if "\u3400" <= each <= "\u9fff"]
    total = len(ideographs) + text.count("\ufffd")
    leads = _DAILY.get(charset, range(256))
    return sum(each.encode(charset)[0] in leads for each in ideographs) / total if total else 0.0


def _share_lost(data: bytes, charset: str) -> float:
    """The share of a text's characters beyond ASCII that a charset cannot read."""
    try:
        text = data.decode(charset, "replace")
    except UnicodeError:  # some codecs know no replacing
        return 1.0
    return text.count("\ufffd") / (len(text) - len(text.encode("ascii", "ignore")) or 1)


def _text(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None
