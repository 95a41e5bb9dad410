"""Attachments that are not in the mail: left on the mail provider's server, or spoken of and forgotten."""

import html
import re
from itertools import islice

#: Where Chinese mail providers and their users keep what is too large for a mail.
_STORES = re.compile(
    r"https?://[^\s\"'<>]{0,60}?(?:"
    r"mail\.qq\.com/(?:cgi-bin/ftnexs|ftn/)|exmail\.qq\.com/(?:cgi-bin/ftnexs|ftn/)|ftn\.qq\.com|dfsdown\.mail\.(?:ftn\.)?qq\.com|"
    r"fs\.163\.com|u\.163\.com|dashi\.163\.com|mail\.163\.com/large-attachment|cloud-attachment|"
    r"mail\.10086\.cn/[^\s\"'<>]{0,80}?(?:attach|disk|file)|fs\.mail\.10086\.cn|"
    r"/coremail/(?:common/)?(?:nfs|largeattach|netfolder)|func=(?:lp|nf):getlargeattach|cmcu_nfs|/nf/file/|"
    r"pan\.baidu\.com/s/|yun\.baidu\.com/s/|share\.weiyun\.com/|cloud\.189\.cn/|drive\.weixin\.qq\.com/s|"
    r"alipan\.com/s/|aliyundrive\.com/s/|123pan\.com/s/|lanzou[a-z]\.com/|1drv\.ms/|we\.tl/|wetransfer\.com/downloads)",
    re.IGNORECASE,
)
_NAMES = re.compile(r"超大附件|云附件|大附件(?:下载|链接)|文件中转站|邮箱中转站|附件中转|large attachment|cloud attachment", re.IGNORECASE)
_FETCHED = re.compile(r"下载|有效期|过期|到期|失效|expires?|download", re.IGNORECASE)
_LINK = re.compile(r"https?://|href\s*=", re.IGNORECASE)
_SPOKEN_OF = re.compile(
    r"(?:详?见|请看|查看|查收|查阅|请收|收取|参阅|看一?下|打开|下载|随信|现将[^。\n]{0,40}|稿件[^。，\n]{0,6}|照片[^。，\n]{0,6})附件|"
    r"附件(?:中|里|内|为|是|如下|请|已|上传|附上|见)|(?:稿件|照片|图片|文稿)(?:已)?(?:附后|附上|在附件)|"
    r"\b(?:see|find|is|are|please find|the)\s+(?:the\s+)?attach(?:ed|ment)|\battached (?:please )?(?:find|is|are)\b",
    re.IGNORECASE,
)
_MOST_OFFERS = 50
_LONGEST_ANSWER = 100_000  # characters
#: A subject that a mail program began for an answer; a mail that is passed on begins otherwise (转发：, Fw:).
_ANSWER = re.compile(r"\s*(?:re|aw|sv|回复|答复|回覆|答覆)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
#: Where the mail begins that is answered, as QQ mail, Foxmail, Coremail, NetEase, Outlook, Gmail and Apple's Mail write it.
_QUOTED = re.compile(
    r"-{2,}\s*(?:原始邮件|原始郵件|回复的原邮件|original message)\s*-{2,}|^[ \t]*>|<blockquote\b|gmail_quote|isReplyContent|divRplyFwdMsg|"
    r"(?:发件人|寄件者|from)\s*[:：](?s:.{1,400}?)(?:发送时间|发件时间|发送日期|日期|收件人|sent|date|to)\s*[:：]|"
    r"^.{0,20}(?:在\s*20\d\d.{1,80}写道|on\b.{5,120}\bwrote)\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")


def left_on_a_server(text: str) -> bool:
    """Whether a mail's text links to an attachment that lies with the mail provider: 超大附件, 云附件, 文件中转站."""
    text = html.unescape(text)
    if _STORES.search(text):
        return True
    return any(_is_offer(text[max(0, found.start() - 500) : found.end() + 3000]) for found in islice(_NAMES.finditer(text), _MOST_OFFERS))


def own_words(text: str) -> str:
    """What a mail's text says above the mail that it answers."""
    text = html.unescape(text)
    quoted = _QUOTED.search(text[:_LONGEST_ANSWER])
    return text[: quoted.start()] if quoted else text


def is_answer(subject: str) -> bool:
    """Whether a mail's program began its subject for an answer."""
    return _ANSWER.match(subject) is not None


def spoken_of(text: str) -> bool:
    """Whether a mail's text says that something is attached."""
    return bool(_SPOKEN_OF.search(_TAG.sub("", html.unescape(text))))


def _is_offer(text: str) -> bool:
    return bool(_FETCHED.search(text) and _LINK.search(text))
