"""Whether a person wrote a mail, or a program: an automatic reply, a returned mail, a list."""

import re

from bulletin.intake.mime import Head
from bulletin.records.submission import Automatic

#: Subjects of automatic replies, as Exchange, Coremail, QQ mail and Foxmail begin them.
_REPLIES = re.compile(
    r"^\s*[\[【(（]?(?:自动(?:回复|答复|应答)|(?:外出|休假|不在办公室)(?:时)?的?自动(?:回复|答复)|外出回复|"
    r"automatic reply|auto[- ]?reply|auto[- ]?response|out of (?:the )?office|read: |已读[:：])",
    re.IGNORECASE,
)
#: Subjects of returned mails. Each is a whole phrase: a branch may well write about 退信.
_RETURNS = re.compile(
    r"^\s*(?:系统退信|退信通知|邮件(?:系统)?退信|来自\S{1,40}的退信|退信\s*$|退信[:：]|投递失败|邮件投递失败|邮件无法投递|未送达|未能送达|undeliver|"
    r"delivery status notification|mail delivery failed|mail delivery system|returned mail|failure notice|delivery (?:has )?fail)",
    re.IGNORECASE,
)
_POSTMASTERS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")
_REPLY_FIELDS = ("X-Autoreply", "X-Autorespond", "X-Autoreply-From", "X-Auto-Reply-From", "X-Mail-Autoreply")
_LIST_FIELDS = ("List-Id", "List-Unsubscribe", "List-Post", "X-Auto-Response-Suppress", "Feedback-ID")


def automatic(head: Head, subject: str, sender: str | None) -> Automatic:
    """What wrote the mail with this head (RFC 3834, RFC 3464, and the habits of older programs); "" for a person.

    `subject` and `sender` are already decoded.
    """
    if _is_returned(head, subject, sender):
        return "bounce"
    if _is_reply(head, subject):
        return "auto-reply"
    if any(name in head for name in _LIST_FIELDS) or _word(head, "Precedence") in ("list", "bulk", "junk"):
        return "list"
    return ""


def _is_returned(head: Head, subject: str, sender: str | None) -> bool:
    kind = _word(head, "Content-Type").replace('"', "")
    if kind.startswith("multipart/report") and "disposition-notification" not in kind:
        return True
    if "X-Failed-Recipients" in head or re.sub(r"\s", "", _word(head, "Return-Path")) == "<>":
        return not _is_reply(head, subject)
    return (sender or "").lower().startswith(_POSTMASTERS) or bool(_RETURNS.match(subject))


def _is_reply(head: Head, subject: str) -> bool:
    submitted = _word(head, "Auto-Submitted").partition(";")[0].strip()
    if submitted not in ("", "no") or any(name in head for name in _REPLY_FIELDS):
        return True
    # a reading receipt (RFC 8098) is a report as well
    if "disposition-notification" in _word(head, "Content-Type"):
        return True
    return _word(head, "Precedence") in ("auto_reply", "auto-reply") or bool(_REPLIES.match(subject))


def _word(head: Head, name: str) -> str:
    return head.get(name).strip().lower()
