"""Covering words: what a sender writes to the editor above the story (领导您好：… 附上稿件一篇，请审阅。).

Only lines at the very top are looked at, and only where one of them speaks of a manuscript, or to an editor: a letter to a
branch (尊敬的望江支行：) is the story itself.
"""

import re
from collections.abc import Iterator, Sequence

from bulletin.copydesk.branch import is_organisation
from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, is_blank, is_strong, kept, lines_of, text_of, without
from bulletin.copydesk.stated import Stated
from bulletin.copydesk.tag import is_lone_tag, read_tag
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Line, Passage
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, HAN, clean, trim

_STORIES = r"(?:稿|小文|拙作|散文|诗歌|文章|作品|照片|图片|一文|[一二两三四五六\d][篇张])"
#: A mail's head that was copied with it (RFC 5322 §3.6, as mail programs show its fields in Chinese).
_HEADER = re.compile(
    r"(?:发件人|寄件人|发送时间|发件时间|收件人|抄送|密送|From|Sent|To|Cc|Date)\s*[：:].*|(?:主题|主旨|Subject)\s*[：:]\s*(?P<subject>.*)"
    r"|[-—_=\s]*(?:原始邮件|转发的?邮件(?:信息)?|Original Message|(?:Begin )?Forwarded Message)[-—_=：:\s]*",
    re.IGNORECASE,
)
_TO_THE_EDITOR = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|各位)?[^，。！？：:]{0,14}(?:编辑部?|编委会|主编|责编|总编)(?:老师|同志|[先女][生士]|们)*\s*(?:[：:，,！!。]|[您你]们?好|$)"
)
_SENT = re.compile(
    r"(?:^|[。！：:，,；;])\s*(?:(?:现|兹|今)(?:将|报送|推荐|寄|送|投|呈|发|有)|随(?:信|函|邮件)|附上|附件(?:为|是|中|内|里|系|[：:])|以下(?:为|是|系)"
    rf"|[送奉呈投寄发报]上)[^。！？]{{0,40}}{_STORIES}|稿件?(?:如下|附后|见附件|见下)"
)
_ASKED = re.compile(
    r"(?:敬请|烦请|恳请|请|望|盼)(?:[您贵予以各位给酌情帮忙惠多]|编辑部?|老师|领导|主编){0,6}"
    r"(?:查收|审阅|审核|审定|审稿|审[。！!，,]?$|采用|采纳|选用|录用|刊登|刊用|指正|斧正|批评|编发|惠存|收稿|看看|过目|把关)"
)
_OF_A_MANUSCRIPT = re.compile(rf"{_STORIES}|材料|贵刊|投稿|编辑|老师|[您贵]|查收|采用|采纳|刊[登用]")
_OF_THE_STORY = re.compile(
    r"[此本该]稿件?(?:未|系|为|从未|没有|属)|^如[^。]{0,12}(?:版面|采用|录用|删改|修改|不妥|疑问)|给[您你]们?添麻烦|辛苦(?:编辑|老师|[您你])"
    r"|(?:谢谢|感谢)(?:编辑|老师|领导)|投(?:稿给?)?[^。，]{0,6}栏目|以(?:此|这|本)[稿篇次版]?[^。]{0,3}为准|供[^。，]{0,6}(?:选用|刊用|参考)|重发|改(?:好|过)了"
)
_LETTER = re.compile(r"关于(?:报送|投送|呈报|推荐|提交).{0,40}(?:稿|文|篇|作品|材料).{0,8}(?:说明|函|报告|情况)")
_QUOTED = re.compile("“[^”]*”?")
#: 编辑：苏芳 is a credit, and nobody is spoken to.
_CREDIT = re.compile(rf".{{0,6}}编辑?\s*[：:]\s*[{HAN}]{{2,4}}")
_GREETING = re.compile(
    r".{0,24}(?:[您你]们?好|大家好|[早上中下午晚]{1,2}好)[！!。，,：:～~]*|.{0,16}(?:老师|领导|主任|经理|部长|同[事志])们?[：:，,！!]"
)
_SIGN_OFF = re.compile(
    r"(?:此致|敬礼|顺[祝颂]|即颂|祝[您你好各编工商]|谨祝|谢谢|多谢|感谢|辛苦了|盼复|特此).{0,20}|.{0,6}(?:敬上|谨上|上)"
    r"|(?:联系|办公)?(?:电话|手机|方式|人|微信|邮箱|QQ).{0,3}[：:].{0,40}"
    r"|附件?[\d一二三]?[：:].{0,40}",
    re.IGNORECASE,
)
#: So many lines from the top may be the sender's, none of them longer than this.
_TOP = 14
_LONGEST = 160
#: So many lines of courtesy may part a greeting from what it leads to.
_COURTESY = 3


class Covered(Sheet):
    """A manuscript without its covering words: who sent it, what its mail was about, and what remains."""

    stated: Stated
    subject: str
    rest: tuple[Passage, ...]


def take_covering(passages: Sequence[Passage], house: House, file: str) -> Marked[Covered]:
    """The manuscript under its covering words, which one note names; where no text would remain, they are the text."""
    lines = _covering(passages, house)
    rest = without(passages, lines)
    told = [text for text in map(text_of, lines_of(rest)) if len(text) > RUNNING_TEXT or ends_as_sentence(text)]
    if not lines or sum(map(len, told)) <= RUNNING_TEXT:
        return Marked(Covered(stated=Stated(), subject="", rest=_untagged(tuple(passages), house)))
    headers = [found["subject"] for line in lines if (found := _HEADER.fullmatch(text_of(line)))]
    subject = clean(trim(next(filter(None, headers), "")))
    title = subject if len(headers) == 1 and not is_lone_tag(subject) else ""  # 主题：… above a story is its title's label
    covered = Covered(stated=_sender(lines, house).over(Stated(title=title)), subject=subject, rest=_untagged(rest, house))
    return Marked(covered, (_left_out(lines, file),))


def _untagged(passages: tuple[Passage, ...], house: House) -> tuple[Passage, ...]:
    """The passages, the first line without a tag that stands before a byline (【来稿】青石桥支行 辛苦)."""
    first = next((each for each in passages if not is_blank(each)), None)
    tagged = read_tag(text_of(first)) if isinstance(first, Line) and not first.art else None
    if not isinstance(first, Line) or tagged is None or read_byline(tagged.rest, house, placed=True) is None:
        return passages
    if read_byline(text_of(first), house) is not None:  # 供稿：临江支行
        return passages
    bare = kept(first, first.text.index(tagged.rest) - len(first.number))
    return tuple(bare if each is first else each for each in passages)


def _covering(passages: Sequence[Passage], house: House) -> list[Line]:
    """The lines from the top to the last that speaks to the editor, and what signs them."""
    taken: list[Line] = []
    waiting: list[Line] = []
    top: list[Line] = list(_top(passages))
    for line, under in zip(top, (*top[1:], None), strict=False):
        text = text_of(line)
        if _speaks_to_the_editor(text):
            taken += [*waiting, line]
            waiting = []
        elif taken and not waiting and _goes_on(line, taken[-1], under, house):
            taken.append(line)
        elif len(waiting) < _COURTESY and (waiting or _GREETING.fullmatch(text) or (taken and _is_courtesy(text))):
            waiting.append(line)
        else:
            return [*taken, *waiting] if _is_letter(waiting) and not ends_as_sentence(text) else taken
    return taken


def _goes_on(line: Line, above: Line, under: Line | None, house: House) -> bool:
    """Whether a line under covering words belongs to them: who signs, and what is written to the editor who was just addressed."""
    if not is_strong(line) and (_signs(text_of(line), house) or _is_signature(line, above, under)):
        return True
    return bool(_TO_THE_EDITOR.match(text_of(above))) and _tells_the_editor(text_of(line))


def _is_letter(lines: Sequence[Line]) -> bool:
    """李主任：/ 材料改好了，请看。: a greeting and sentences to you, which a title follows."""
    texts = [text_of(line) for line in lines]
    return len(texts) > 1 and bool(_GREETING.fullmatch(texts[0])) and all(_tells_the_editor(text) for text in texts[1:])


def _top(passages: Sequence[Passage]) -> Iterator[Line]:
    for passage in [each for each in passages if not is_blank(each)][:_TOP]:
        if not isinstance(passage, Line) or passage.art or passage.outline is not None or len(text_of(passage)) > _LONGEST:
            return
        yield passage


def _speaks_to_the_editor(text: str) -> bool:
    if _HEADER.fullmatch(text) or is_lone_tag(text) or _LETTER.fullmatch(text):
        return True
    if _TO_THE_EDITOR.match(text):
        return not _CREDIT.fullmatch(text)
    said = _QUOTED.sub("", text)
    asked = _ASKED.search(said) and _OF_A_MANUSCRIPT.search(said)
    return bool(re.search("[，。！；：]", said) and (_SENT.search(said) or asked or _OF_THE_STORY.search(said)))


def _tells_the_editor(text: str) -> bool:
    """Under a line that addresses the editor a sentence goes on with the letter, where it speaks of you and me."""
    return ends_as_sentence(text) and bool(re.search("[您你我请谢]|敬|稿", _QUOTED.sub("", text)))


def _is_courtesy(text: str) -> bool:
    """天气炎热，注意防暑。: a short sentence between a greeting and what it leads to."""
    return ends_as_sentence(text) and len(text) <= RUNNING_TEXT


def _signs(text: str, house: House) -> bool:
    """Whether a line under covering words is their end: a farewell, who sends, a telephone number."""
    if _SIGN_OFF.fullmatch(text):
        return True
    return len(text) <= RUNNING_TEXT and (is_organisation(text) or read_byline(text, house, placed=True) is not None)


def _is_signature(line: Line, above: Line, under: Line | None) -> bool:
    """Whether a name stands by itself under a farewell or an office, and the title is still to come."""
    signed = bool(_SIGN_OFF.fullmatch(text_of(above))) or is_organisation(text_of(above))
    comes = under is not None and not ends_as_sentence(text_of(under)) and len(text_of(under)) <= RUNNING_TEXT
    return signed and comes and bool(re.fullmatch(f"[{HAN}]{{2,4}}", re.sub(f"[{BLANKS}]", "", text_of(line))))


def _sender(lines: Sequence[Line], house: House) -> Stated:
    """What the lines that sign the covering words say of who sent the story."""
    stated = Stated()
    for above, line in zip([None, *lines], lines, strict=False):
        text = text_of(line)
        if above is not None and _is_signature(line, above, line):
            stated = stated.over(Stated(authors=(re.sub(f"[{BLANKS}]", "", text),)))
        office = re.sub("(?:投稿|来稿|稿件|报送稿)(?:[（(].*)?$", "", text)
        said = read_byline(text, house, placed=True) or read_byline(_last_words(text), house, placed=True)
        stated = stated.over(said or Stated(branch=office if is_organisation(office) else ""))
    return stated.model_copy(update={"date": None})


def _last_words(text: str) -> str:
    """What stands behind the last sentence: 请审阅。临江支行 春生."""
    return trim(re.split("[。！!；;]", text)[-1])


def _left_out(lines: Sequence[Line], file: str) -> Query:
    text = " / ".join(map(text_of, lines))
    return query(
        "covering-words",
        Place(file=file, paragraph=lines[0].position, text=text),
        _("what is written to the editor above the story is not printed: {text}").format(text=text[:120]),
        _("Nothing need be done; write it into the story if readers should see it."),
    )
