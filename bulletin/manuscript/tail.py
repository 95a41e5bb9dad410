"""Where in a mail its story stands: greetings above it; signatures, disclaimers and quoted mails under it; or a mail passed on.

How mail programs write these is known from their mails: RFC 3676 §4.3 for the signature's line, everything else by habit.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bulletin.language import _
from bulletin.manuscript.pencil import Pencil, in_full

#: A text with fewer characters is no story but a covering note.
SHORTEST_STORY: Final = 60
_NAMES: Final = (
    r"(?:发件人|寄件人|寄件者|发送时间|发送日期|发件时间|寄件日期|日期|时间|收件人|收件者|抄送|副本|密送|主题|主旨|附件|回复|重要性"
    r"|From|Sent|To|Cc|Bcc|Date|Subject|Attachments?|Reply-To|Importance)"
)
_HEADER: Final = re.compile(rf"[\s>*]*{_NAMES}[*\s]*[:：]", re.IGNORECASE)
_FIRST_HEADER: Final = re.compile(r"[\s>*]*(?:发件人|寄件人|寄件者|From)[*\s]*[:：]", re.IGNORECASE)
_HEADERS_IN_LINE: Final = re.compile(rf"[:：].{{1,200}}(?:[<＜\[][^\s@]{{1,80}}@|{_NAMES}\s*[:：])", re.IGNORECASE | re.DOTALL)
#: How many lines of a header block may part its first from its second, where addresses are long.
_BLOCK: Final = 4
#: The line above a mail that is quoted or passed on.
_QUOTES: Final = re.compile(
    r"""[\s>]*(?:
        [-_=*—]{2,}\s*(?:原始邮件|原邮件|原始郵件|邮件原文|转发|轉寄|已转发|回复的原|Original|Forwarded|Reply\ Message|Begin\ forwarded).*
      | (?:下面是|以下是|开始)(?:被)?转发的(?:邮件|消息|信息).{0,4}
      | Begin\ forwarded\ message.{0,4}
      | (?:On|Am|Le|At)\s.{4,160}(?:wrote|schrieb|a\ écrit)\s*[:：]\s*
      | (?:在|于|於)?\s*\d{4}\s*[-/年].{4,160}(?:写道|寫道|wrote|写信说)\s*[:：]\s*
      | 在\s.{2,160}[写寫]道\s*[:：]\s*
      | .{1,120}[于於]\s*\d{4}\s*[-/年].{4,60}[写寫]道\s*[:：]\s*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_WRAPPED: Final = re.compile(r"\s*(?:On|At|在|于).{8,160}$")
#: The line above, or the whole of, a signature that a mail program sets.
_SIGNATURE: Final = re.compile(
    r"""\s*(?:
        --
      | (?:发自我的|來自我的|来自我的|从我的|發自我的|Sent\ from\ my|Get\ Outlook|获取\s?Outlook|下载适用于).{0,60}
      | (?:发送自|发自|从).{1,30}(?:邮件应用|版邮件|邮件)(?:发送)?
      | 签名由.{0,20}定制.{0,10}
      | 发自.{0,12}(?:手机|iPhone|iPad|邮箱|Android|安卓|华为|小米|企业微信|Foxmail|邮箱大师).{0,20}
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"^\s*(?:联系|办公|移动)?(?:电话|手机|传真|座机|地址|邮编|邮箱|电子邮[件箱]|网址|微信|Tel|Fax|Mobile|Phone|E-?mail|Add(?:ress)?|QQ)"
    r"(?:号码?)?\s*[:：.].{0,80}$",
    re.IGNORECASE,
)
_DISCLAIMER: Final = re.compile(
    r"本(?:电子)?邮件(?:及|（|\(|中|所|内容|可能|仅|属|为|，|如误收|免责声明|保密(?:提示|声明))|如(?:果)?您(?:错误|误)(?:地)?收到"
    r"|(?:免责声明|保密声明|保密提示)\s*[:：]"
    r"|(?:this|the)\s+(?:e-?mail|message)\b.{0,200}?\b(?:confidential|intended|recipient|privileged)|confidentiality notice",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED: Final = re.compile(r"\s?>")
#: A line of a signature above its telephone numbers: a name, a department; not a byline, which says what it is or is in brackets.
_SENDER: Final = re.compile(r"(?!.*(?:供稿|作者|通讯员|撰稿|撰文|文字|摄影|摄|图|记者|投稿|来源))[^，。！？；：:（）()【】《》]{1,20}$")
_SENDER_LINES: Final = 3
_LONGEST_GREETING: Final = 120
_GREETING: Final = re.compile(
    r"""\s*(?:
        [^。！？]{0,24}(?:您好|你们?好|大家好|[早上中下午晚]{1,2}好)[！!。.，,：:～~\s]*
      | (?:Dear|Hi|Hello)\b.{0,40}
      | (?:尊敬的|敬爱的|亲爱的|各位)?[^，。！？]{0,12}(?:编辑部?|老师|领导|主任|经理|同事)们?[：:，,！!]
    )$""",
    re.VERBOSE,
)
_ANNOUNCED: Final = re.compile(
    r"""\s*(?:(?:[^。！？]{0,24}(?:您好|你们?好|大家好)[！!。，,：:\s]*)?
        [^。！？]{0,30}(?:现将|兹将|随信|附上|附件|以下|下面|如下|现报|报送|呈报|上报|投稿|发上|发来|送上|发送|提交|转发)[^。！？]{0,60}
        (?:稿件|投稿|来稿|稿子|请|烦|望|盼|谢谢)[^。！？]{0,30}[。！!：:，,～~]*(?:\s*(?:谢谢|感谢|辛苦)[^。！？]{0,12}[。！!～~]*)?
      | (?:敬请|烦请|恳请|请)(?:您|各位|贵部|编辑部?|老师|领导)?(?:予以|给予)?
        (?:查收|审阅|审核|审定|审稿|采用|采纳|刊登|指正|斧正)[^。！？]{0,16}[。！!～~]*
    )$""",
    re.VERBOSE,
)
_CLOSING: Final = re.compile(
    r"""\s*(?:
        (?:非常|十分)?(?:谢谢|感谢|多谢|辛苦了?)(?:您|各位|老师|编辑|领导|大家|啦|支持|，|！|!|～){0,4}[^，。！？]{0,8}[。！!～~]*
      | (?:以上|如上)(?:稿件|投稿|内容|信息)?[^。！？]{0,16}(?:请|望|盼|谢)[^。！？]{0,20}[。！!～~]*
      | (?:敬请|烦请|恳请|请)[^。！？]{0,10}(?:查收|审阅|审核|审定|采用|采纳|刊登|指正|斧正|为盼)[^。！？]{0,12}[。！!～~]*
      | 顺?[祝颂](?:您|各位|老师|商祺|编安|工作|时祺|近安|好)[^。！？]{0,12}[。！!～~]*
    )$""",
    re.VERBOSE,
)


def story_span(texts: Sequence[str], *, answer: bool = False) -> range:
    """Which of a mail's paragraphs are its story; `answer` says that what it quotes is the mail that it answers.

    Where hardly anything stands above a quoted mail that it does not answer, the mail was passed on: the story is in the quoted one.
    """
    outermost: range | None = None
    start = _under_a_quotation(texts)
    while True:
        end = next((at for at in range(start, len(texts)) if _begins_quotation(texts, at)), len(texts))
        own = _without_frame(texts, range(start, end))
        outermost = own if outermost is None else outermost
        if count(texts[at] for at in own) >= SHORTEST_STORY:
            return own
        if answer or end == len(texts):
            return outermost
        start = _under_headers(texts, end)


def letter_lines(texts: Sequence[str], *, answer: bool = False) -> list[int]:
    """Which of a mail's paragraphs it says itself, and those of mails that it passes on: greetings too, but no signatures."""
    start, own = _under_a_quotation(texts), list[int]()
    while True:
        end = next((at for at in range(start, len(texts)) if _begins_quotation(texts, at)), len(texts))
        own += range(start, _signature(texts, range(start, end)))
        if answer or end == len(texts):
            return own
        start = _under_headers(texts, end)


def begins_farewell(text: str) -> bool:
    """Whether a line begins what is no story: a quoted mail's header, a signature."""
    return bool(_QUOTES.match(text) or _FIRST_HEADER.match(text) or _SIGNATURE.match(text))


def is_farewell(text: str) -> bool:
    """Whether a block under a rule is a signature or a disclaimer: it has a contact's line or a disclaimer in it."""
    return bool(_DISCLAIMER.search(text)) or any(_CONTACT.match(line) for line in text.splitlines())


def count(texts: Iterable[str]) -> int:
    """How many characters texts have, blanks left out."""
    return sum(len("".join(text.split())) for text in texts)


def note_cut(pencil: Pencil, text: str) -> None:
    """Name what was left out around a mail's story."""
    if text.strip():
        message = _("the greeting, signature or quoted mail around the story was left out: {text}").format(text=in_full(text))
        pencil.mark("left-alone", message, _("If it belongs to the story, send the story as a Word file."), text=text.strip())


def _under_a_quotation(texts: Sequence[str]) -> int:
    """The first paragraph that is not of a quotation at the mail's head, which some write their answers under."""
    lines = [at for at, text in enumerate(texts) if text.strip()]
    if len(lines) < 2 or not _QUOTES.match(texts[lines[0]]) or not _QUOTED.match(texts[lines[1]]):
        return 0
    return next((at for at in lines[1:] if not _QUOTED.match(texts[at])), 0)


def _begins_quotation(texts: Sequence[str], at: int) -> bool:
    if _QUOTES.match(texts[at]):
        return True
    # a mail program that wraps lines wraps this one too
    if _WRAPPED.match(texts[at]) and at + 1 < len(texts) and _QUOTES.match(f"{texts[at].rstrip()} {texts[at + 1]}"):
        return True
    if not _FIRST_HEADER.match(texts[at]):
        return False
    if _HEADERS_IN_LINE.search(texts[at]):
        return True
    under = [line for text in texts[at + 1 : at + 2 * _BLOCK] for line in text.split("\n") if line.strip()]
    return any(_HEADER.match(line) for line in under[:_BLOCK])


def _under_headers(texts: Sequence[str], at: int) -> int:
    """The first paragraph under a quoted mail's header, whose first line may be wrapped."""
    at += 1 if _QUOTES.match(texts[at]) or _HEADER.match(texts[at]) else 2
    while at < len(texts) and (not texts[at].strip() or _QUOTES.match(texts[at]) or _HEADER.match(texts[at])):
        at += 1
    return at


def _without_frame(texts: Sequence[str], own: range) -> range:
    """A mail's own text without its greeting, its signature and what else stands around a story."""
    start, end = own.start, _signature(texts, own)
    while start < end and (not texts[start].strip() or _greets(texts[start])):
        start += 1
    end, named = _under_story(texts, start, end)
    if named:
        end, _named = _under_story(texts, start, _above_the_sender(texts, start, end))
    return range(start, end)


def _under_story(texts: Sequence[str], start: int, end: int) -> tuple[int, bool]:
    """Where the lines under a story begin, and whether one of them says how to reach its sender."""
    named = False
    while end > start and _ends_letter(texts[end - 1]):
        end -= 1
        named = named or bool(_CONTACT.match(texts[end]))
    return end, named


def _signature(texts: Sequence[str], own: range) -> int:
    """Where a signature begins: under its mark nothing is as long as a story's paragraph, unless it is a disclaimer."""
    below = max((at for at in own if not _is_short(texts[at])), default=own.start - 1) + 1
    return next((at for at in range(below, own.stop) if _SIGNATURE.match(texts[at])), own.stop)


def _is_short(text: str) -> bool:
    return len(text.strip()) < SHORTEST_STORY or bool(_DISCLAIMER.search(text))


def _above_the_sender(texts: Sequence[str], start: int, end: int) -> int:
    lines = [at for at in range(start, end) if texts[at].strip()][-_SENDER_LINES:]
    above = end
    while lines and _SENDER.match(texts[lines[-1]].strip()):
        above = lines.pop()
    return above


def _greets(text: str) -> bool:
    return len(text) <= _LONGEST_GREETING and bool(_GREETING.match(text) or _ANNOUNCED.match(text))


def _ends_letter(text: str) -> bool:
    if not text.strip():
        return True
    return bool(_CONTACT.match(text) or _DISCLAIMER.search(text) or _QUOTED.match(text) or _CLOSING.match(text))
