"""What a mail says to the editor beside its story: a covering note, a wish, a message that is no story at all.

Courtesies (附件为投稿，请查收，谢谢) say nothing. Everything else is kept: as the sender wrote it, and in full.
"""

import re
from collections.abc import Iterable
from typing import Final

from bulletin.language import _
from bulletin.manuscript.pencil import in_full
from bulletin.manuscript.tail import count, is_farewell
from bulletin.queries import Place, Query, query

#: A message to the editor about a story is no longer than this; a story is hardly ever shorter and speaks of itself so.
_LONGEST_MESSAGE: Final = 200
_CLAUSE: Final = re.compile(r"[。！!？?；;，,…\n～~]+|(?<=[A-Za-z])[.:](?:\s|$)")
_TITLE: Final = re.compile(r"《[^《》]{0,80}》")
_MARKS: Final = re.compile(r"^\W+|\W+$")
#: Courtesies, clause by clause.
_COURTESY: Final = re.compile(
    r"""(?:
        .{0,24}(?:[您你]们?好|大家好|[早上中下午晚]{1,2}好)
      | (?:(?:尊敬|敬爱|亲爱)的|各位).{0,14}
      | .{0,12}(?:编辑部?|编委会|主编|老师|领导|主任|经理|同事|同志)们?好? | 图片 | image
      | (?:现|兹|今|我行|我部|我支行|本行)*(?:特?此?)
        (?:将|把|报送|呈报|上报|投稿|投送|报上|寄上|发上|发送|发来|送上|提交|推荐|转发|报|发).{0,50}
      | (?:这是|此为|以下[是为]|下面[是为]|本邮件[是为]|此邮件[是为]|有).{0,40}(?:稿|文章|作品|照片|图片|材料|[篇张]).{0,8}
      | .{0,24}(?:附件|随信附上|附上).{0,24}
      | .{0,30}(?:投稿|来稿|稿件|新闻稿|供稿)(?:如下|如附件|附后|一篇|[\d一二两三]篇)?
      | 题[为目].{0,4} | 共?.{0,8}[\d一二两三四五六七八九十]+[篇张幅份].{0,6}
      | (?:敬请|烦请|恳请|还请|特请|请|望|盼)(?:[您贵予以各位给惠多刊]|编辑部?|老师|领导){0,8}
        (?:查收|查阅|审阅|审核|审定|审稿|审|采用|采纳|刊登|刊用|刊发|录用|选用|指正|斧正|批评指正
          |收悉|收|惠存|编发|指导|知悉|阅|登).{0,4}
      | (?:不胜|非常|十分|万分|再次|谨致|先行?)*
        (?:谢谢|感谢|感激|多谢|致谢|辛苦|麻烦您?了|打扰了?|劳烦|费心|有劳).{0,10}
      | 顺?[祝颂].{0,10} | 此致 | 敬礼 | 此致敬礼 | 盼复 | 为[盼荷谢感] | 妥否.{0,6}
      | 收到请回复 | 如题 | 见附件 | 如下 | 谨上 | 敬上 | 特此.{0,4}
      | 如有(?:任何)?(?:问题|疑问|需要|不妥|不当).{0,8}
      | (?:请|可|欢迎)?(?:随时|及时)?(?:与我|和我|与我们)?(?:联系|沟通|告知|批评)(?:我|指正)?
      | (?:Dear|Hi|Hello)\b.{0,40} | (?:Good\ (?:morning|afternoon|day)).{0,30}
      | (?:Please\ )?(?:kindly\ )?(?:find|see|review)\b.{0,80}
      | .{0,60}\b(?:is|are)\ attached\b.{0,40} | (?:The\ )?attached\b.{0,60}
      | (?:I|We)\ (?:am|are|would\ like\ to)\ (?:sending|submitting|send|submit)\b.{0,60}
      | (?:Here|This)\ is\b.{0,40}(?:story|article|piece|submission|report)\b.{0,40}
      | (?:Many\ |With\ )?(?:thanks|thank\ you)\b.{0,40}
      | (?:With\ |Kind\ |Best\ |Warm\ )*(?:regards|wishes)\b.{0,20} | Best | Yours\b.{0,20} | Sincerely.{0,10}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: Words that no courtesy has: the clause says something that an editor must know, or do.
_TELLING: Final = re.compile(
    r"作者|摄影|撰|署名|笔名|匿名|单位[：:]|栏目|(?:图|照片)[\d一二三四五六](?![\d张幅])|(?:图|照|片)[^，。]{0,4}说明"
    r"|勿|不要|不用|不必|不再|别|删|改|换|撤|补|更正|有误|错|应为|为准|限制|字数|稍后|另|重发|重新|暂|急|之前"
    r"|尽[快量]|务必|希望|能否|是否|可否|版面|头条|封面|周|月|日前"
    r"|\b(?:author|photo|caption|credit|byline|picture|delete|remove|replace|change|correct\w*|withdraw\w*|not|don't"
    r"|instead|before|later|urgent|anonymous\w*)\b",
    re.IGNORECASE,
)
#: Who signs a letter: a name, an office, both, or the day.
_SIGNED: Final = re.compile(
    r"(?!.*[图照片稿补改删撤请勿附件])(?:[\u4e00-\u9fff]{2,4}"
    r"|[\u4e00-\u9fffA-Za-z\d ]{0,18}(?:行|部|室|处|科|中心|网点|社)[ \u3000]*(?:[\u4e00-\u9fff]{2,4})?"
    r"|\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|[A-Z][a-z]+(?: [A-Z][a-z.]+){0,2}(?: Branch)?)"
)
#: What asks an editor to do something, or not to.
_WISH: Final = re.compile(
    r"勿|不要|不用|不再|别[再刊登用]|删|改[成为]|改一下|换[成为]|更[正换]|应为|撤|替换|补[充上发]|限制"
    r"|匿名|不署|署名|务必|希望|能否|是否|可否|暂[不缓]|重发"
    r"|\b(?:please|could you|can you|kindly|delete|remove|replace|change|do not|don't|instead|should (?:be|read)"
    r"|withdraw|anonymous)\b",
    re.IGNORECASE,
)
_WITHDRAWS: Final = re.compile(
    r"撤[稿回下销]|(?:不要|请勿|勿|不用|不必|暂不|暂缓|别|无需|停止)再?(?:予以)?"
    r"(?:刊[登发用载]|采用|发[表布稿]|使用|登|排版|编发)|\bwithdraw\b|\bdo(?: not|n't) (?:print|publish|run|use)\b",
    re.IGNORECASE,
)
_CORRECTS: Final = re.compile(
    r"更正|勘误|有误|[写打弄]错|笔误|应[为改是]|改[成为]|\bcorrection\b|\bshould (?:read|be)\b|\binstead of\b",
    re.IGNORECASE,
)
#: What a message about a story speaks of, and a story does not.
_OF_A_STORY: Final = re.compile(
    r"稿|《[^《》]+》|第[一二三四五六七八九十\d]+(?:自然)?[段行页处张]|[首末]段|最后一段|标题|题目|作者|署名|文中|[图照]片?说明|投[送的给]|(?:简报|报道|通讯|材料|总结)[^，。]{0,4}[中里内的]"
    r"|\b(?:story|article|piece|paragraph|headline|title|byline|caption|submission)\b",
    re.IGNORECASE,
)
#: What a message to the editor begins with or asks; a story tells.
_ADDRESSES: Final = re.compile(
    r"编辑|老师|[您贵]|请|麻烦|烦|恳|申请|^\s*(?:更正|勘误|撤稿|撤回)|特此(?:更正|勘误)"
    r"|\b(?:please|kindly|dear|editor|correction|withdraw)\b",
    re.IGNORECASE,
)


def note_in(lines: Iterable[str]) -> str:
    """What the lines of a mail say to the editor, in full; "" where they are nothing but courtesies, signatures and disclaimers."""
    told = [line.strip() for line in lines if line.strip()]
    own = [line for line in told if not is_farewell(line)]
    while own and _SIGNED.fullmatch(own[-1]):
        own.pop()
    return "\n".join(told) if any(map(_says_something, own)) else ""


def asks(note: str) -> bool:
    """Whether a note asks for something that only an editor can do (请删去最后一段)."""
    return any(_WISH.search(clause) for clause in _clauses(note) if not _is_courtesy(clause))


def is_message(text: str, subject: str) -> bool:
    """Whether a mail's own words are no story but a message about one: it is to be taken back, or a word in it is wrong."""
    if not 0 < count([text]) <= _LONGEST_MESSAGE:
        return False
    said = f"{subject}\n{text}"
    about = _OF_A_STORY.search(text) or _OF_A_STORY.search(subject)
    return bool((_WITHDRAWS.search(said) or _CORRECTS.search(said)) and about and _ADDRESSES.search(text))


def noted(note: str, mail: str) -> Query:
    """What is said of a covering note: an editor reads it, and does what it asks."""
    place = Place(file=mail, text=note)
    if asks(note):
        message = _("the sender asks the editor for something: {text}").format(text=in_full(note))
        return query("sender-asks", place, message, _("Do what it asks in story.md, or answer the sender; nothing was changed for it."))
    message = _("the mail's own text was taken for a covering note: {text}").format(text=in_full(note))
    return query("left-alone", place, message, _("Look whether the story has what it says of author, branch, section and captions."))


def _says_something(line: str) -> bool:
    return any(not _is_courtesy(clause) for clause in _clauses(line))


def _clauses(text: str) -> list[str]:
    return [bare for each in _CLAUSE.split(_TITLE.sub("", text)) if (bare := _MARKS.sub("", each))]


def _is_courtesy(clause: str) -> bool:
    return bool(_COURTESY.fullmatch(clause)) and not _TELLING.search(clause)
