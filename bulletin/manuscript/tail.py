"""Where a mail's story ends: signatures, disclaimers and quoted mails under it."""

import re
from collections.abc import Sequence
from typing import Final

from bulletin.language import _
from bulletin.manuscript.pencil import Pencil, excerpt

#: A line from which on nothing belongs to the story.
_ENDS: Final = re.compile(
    r"""^\s*(?:
        --\s*$
      | [-_=*—]{2,}\s*(?:原始邮件|原邮件|转发邮件信息|转发的邮件|回复的原邮件|Original\ Message|Forwarded\ message|Begin\ forwarded).*
      | (?:On|Am|Le)\s.{4,120}(?:wrote|schrieb|a\ écrit)\s*:\s*$
      | (?:在|于)?\s*\d{4}\s*[-/年].{4,120}(?:写道|寫道|wrote)\s*[:：]\s*$
      | 在\s.{2,120}写道\s*[:：]\s*$
      | (?:发自我的|來自我的|发送自|Sent\ from\ my|Get\ Outlook).{0,60}$
      | 发件人\s*[:：].{1,200}发送时间\s*[:：].*
      | 发件人\s*[:：]\s*.{0,80}[<＜\[].{1,80}@.*
    )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"^\s*(?:联系)?(?:电话|手机|传真|座机|地址|邮编|邮箱|电子邮件|网址|微信|Tel|Fax|Mobile|Phone|E-?mail|Add(?:ress)?)\s*[:：.].{0,80}$",
    re.IGNORECASE,
)
_DISCLAIMER: Final = re.compile(
    r"本(?:电子)?邮件(?:及|（|\(|中|所|内容|可能|仅|属|为)|如误收|免责声明|保密(?:提示|声明)|(?:this|the)\s+(?:e-?mail|message).{0,200}"
    r"(?:confidential|intended|recipient)|如(?:果)?您(?:错误|误)(?:地)?收到",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED: Final = re.compile(r"^\s?>")


def story_length(texts: Sequence[str]) -> int:
    """How many of these lines, from the first, are the story."""
    end = next((at for at, text in enumerate(texts) if _ENDS.match(text)), len(texts))
    while end and _under_the_story(texts[end - 1]):
        end -= 1
    return end


def is_farewell(text: str) -> bool:
    """Whether a block under a rule is a signature or a disclaimer: it has a contact's line or a disclaimer in it."""
    return bool(_DISCLAIMER.search(text)) or any(_CONTACT.match(line) for line in text.splitlines())


def note_cut(pencil: Pencil, text: str) -> None:
    """Name what was cut off under a mail's story."""
    if text.strip():
        message = _("the signature or quoted mail under the story was left out: {text}").format(text=excerpt(text))
        pencil.mark("left-alone", message, _("If it belongs to the story, send the story as a Word file."), text=text.strip())


def _under_the_story(text: str) -> bool:
    return not text.strip() or bool(_CONTACT.match(text) or _DISCLAIMER.search(text) or _QUOTED.match(text))
