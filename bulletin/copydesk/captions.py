"""Captions: pictures are taken out of the text and mounted with what stands under, above, beside or in a box after them."""

import re

from bulletin.copydesk.branch import is_organisation
from bulletin.copydesk.byline import names_in, read_byline
from bulletin.copydesk.lines import ends_as_sentence, is_kai, is_numbered, text_of
from bulletin.copydesk.names import is_name, may_be_name
from bulletin.house.rules import House
from bulletin.records.manuscript import Line, Run
from bulletin.typography import BLANKS, HAN, clean, count_han, run_on, trim

#: What points at the picture under it, and at the one over or beside it.
POINTS_DOWN = ("▼", "▽", "↓", "👇")
_POINTS = r"▼▽↓👇▲△↑👆☝◀▶◁▷←→👈👉\ufe0e\ufe0f"
_SIDES = "[上下左右中]"
_NUMBER = r"[（(]?\d{1,2}(?:[、,，~–-]\d{1,2})?[）)]?"
#: What a caption begins with and does not say: what points, a number, what it calls itself (图片说明：), whose it is (左图：).
_MARK = re.compile(
    rf"^[{_POINTS}◆●]+\s*|^(?:[附配插题]?图|图片|照片)\s*(?:{_NUMBER}\s*[：:、.．–-]?|[一二三四五六七八九十]+\s*[：:、.．\s]|[：:])\s*"
    rf"|^(?:(?:图片|照片|配图)(?:文字)?(?:说明|解说|注释)|图[说注解])\s*(?:\d+\s*)?[：:]\s*|^[如{_SIDES[1:-1]}]{{1,2}}图\s*[：:]\s*|^[【\[]图片?\d*[】\]]\s*"
)
#: A bullet, which may be a caption's and any other line's too.
_BULLET = re.compile("[◆●]")
#: A line that says of itself that it tells what a picture shows: a caption, though it is a sentence (图为培训现场。).
_TELLS = re.compile(rf"^[（(]?(?:{_SIDES}?图为|图[：:])|^[（(]?(?:资料|配|示意|效果)图片?[）)]?$")
#: Where, in a line of captions side by side, the next begins or the one before ends: 左图：… 右图：…, 图1：… 图2：…, …（左） …（右）.
_NEXT_BEGINS = re.compile(
    rf"(?<=[\s；;，,。、])(?={_SIDES}{{1,2}}(?:图|边)?[：:]|{_SIDES}图为|图\s*[\d一二三四五六]+[：:、.\s]|[（(]{_SIDES}{{1,2}}图?[）)]|[①②③④⑤⑥])"
)
_ONE_ENDS = re.compile(rf"(?<=[（(]{_SIDES}[）)])[\s；;，,、]*(?=\S)")
_PARTED = re.compile(rf"[{BLANKS}]+[|｜丨/／][{BLANKS}]+")
_SIDE = re.compile(
    rf"^(?:{_SIDES}{{1,2}}边?[：:]|{_SIDES}(?=图为)|[（(]{_SIDES}{{1,2}}图?[）)]|[①②③④⑤⑥])\s*|\s*[（(]{_SIDES}{{1,2}}图?[）)]$|[；;，,、]$"
)
_BRACKETS = re.compile(r"^[（(【\[](?P<inside>[^（(【\[）)】\]]*(?:[（(][^（()）]*[）)])?[^（(【\[）)】\]]*)[）)】\]]$", re.DOTALL)
_NAMES = rf"[{HAN}·]{{2,8}}(?:[{BLANKS}、，,和与]+[{HAN}·]{{2,8}}){{0,4}}"
_BEFORE = rf"(?:摄影|摄|图片?|供图|拍摄)[{BLANKS}]*[：:/／|｜][{BLANKS}]*(?P<named>{_NAMES})"
_TAKEN = rf"[{BLANKS}]*(?:[/／]?[{BLANKS}]*(?:摄影|拍摄|摄|供图)|[/／][{BLANKS}]*图)"
#: Who photographed, behind a caption's words: in brackets of its own, or set apart by a blank or a mark.
_IN_BRACKETS = re.compile(
    rf"[{BLANKS}，,。；;]*[（(【\[][{BLANKS}]*(?:{_BEFORE}|(?P<by>{_NAMES}){_TAKEN})[{BLANKS}]*[）)】\]][{BLANKS}。]*$"
)
_SET_APART = re.compile(
    rf"(?:^|[{BLANKS}]+|(?<=[，,。；;]))(?:{_BEFORE}|(?P<by>[{HAN}·]{{2,4}}(?:、[{HAN}·]{{2,4}})*){_TAKEN})[{BLANKS}。]*$"
)
#: What stands before a photographer's name and is none: 通讯员 王丽 摄.
_OFFICE = re.compile("(?:本[报刊网行]|特约|职工)?(?:记者|通讯员|作者|摄影师|员工)")
_CAPTION_STYLE = re.compile("caption|题注|图注|图说", re.IGNORECASE)
_SENDING = re.compile("供稿|投稿|来稿|报送|单位")
#: What cameras, phones and offices call a picture that nobody has named.
_UNNAMED = re.compile(
    r"微信图片|微信截图|屏幕截图|屏幕快照|截图|截屏|图片|照片|图像|未命名|未标题|新建|副本|无标题|扫描件?|image|img|dsc\w?|wechat|wx_camera|mmexport|picture|photo|pic|qq",
    re.IGNORECASE,
)
_CAPTION_LENGTH = 30
#: A table's cell, and a caption that says that it is one, may say more.
CELL_LENGTH = 60
_MARKED_LENGTH = 100
#: What is longer is no caption, and is not searched for who took the picture.
_CREDITED_LENGTH = 400
#: Fewer Chinese characters right under a picture, set like the text, are a sub-heading (接下来) rather than a caption.
_LEAST_PLAIN = 5


def caption_of(text: str) -> tuple[str, str]:
    """A caption's words, without its brackets, number and mark, and the photographer whom it credits."""
    text = clean(run_on(text))
    bare = None
    while bare != text:
        bare = text
        text = trim(_MARK.sub("", text))
        if inside := _BRACKETS.match(text):
            text = trim(inside["inside"])
    words, names = _credited(text)
    return (trim(words).rstrip("，。；") if names else text), "、".join(names)


def _credited(text: str) -> tuple[str, tuple[str, ...]]:
    """A caption's words and the photographers behind them; set apart from the words, whatever can be a name is one."""
    found = (_IN_BRACKETS.search(text) or _SET_APART.search(text)) if len(text) <= _CREDITED_LENGTH else None
    if found is None:
        return text, ()
    names = tuple(name for name in names_in(found["named"] or found["by"]) if not _OFFICE.fullmatch(name) and not is_organisation(name))
    alone = found.start() == 0 and found["by"] and text.startswith(f"{names[0]}摄" if names else "摄")
    if not names or not all(map(is_name if alone else may_be_name, names)):
        return text, ()
    words = text[: found.start()]
    while (before := re.search(rf"(?:^|[{BLANKS}、]+)([{HAN}·]{{2,4}})$", words)) and found["by"] and is_name(before[1]):
        words, names = words[: before.start()], (before[1], *names)
    return words, names


def words_of(file_name: str) -> str:
    """The caption that a picture's file name gives ("3-村委会赠送锦旗（1）.jpg"), "" where the name is a camera's or a program's."""
    stem = trim(re.sub(r"\.\w{1,5}$", "", file_name))
    stem = re.sub(r"^[\d\s._、-]+|[\s._-]*[（(]?\d*[）)]?$", "", stem)
    words = caption_of(stem)[0]
    return words if count_han(_UNNAMED.sub("", words)) >= 2 else ""


def describes(alternative: str) -> str:
    """A picture's alternative text, "" where a program wrote it (图片 1, IMG_2031, C:\\…\\1.jpg)."""
    text = clean(run_on(alternative))
    named = _UNNAMED.sub("", re.sub(r"\.\w{1,5}$", "", text))
    return text if re.search(r"[^\W\d_]{2}", named) and not re.match(r"\w:\\|/|https?:|descr", text) else ""


def looks_like_caption(line: Line, house: House, *, body: float | None = None) -> bool:
    """Whether a line beside a picture is its caption: short, no sentence, and set or marked as captions are.

    One that says of itself that it is a caption (▲…, 图为…, …（王丽 摄）), or is set smaller than the `body` (points) or in
    italics, may be a sentence.
    """
    text = text_of(line)
    calls_itself = _calls_itself(text)
    marked = calls_itself or is_marked(line)
    bracketed = is_bracketed(line)
    small = _is_small(line, body)
    sentence = bracketed or calls_itself or small
    longest = _MARKED_LENGTH if marked else _CAPTION_LENGTH
    if not could_be_caption(line, sentence=sentence) or len(text) > longest or not any(caption_of(text)):
        return False
    if not marked and signs(text, house):
        return False
    return marked or bracketed or small or line.box or line.alignment == "centre" or is_kai(line)


def is_marked(line: Line) -> bool:
    """Whether the line says of itself that it is a caption: 图1, 图：, ▲, a caption's style."""
    return bool(_MARK.match(re.sub(r"^[（(]", "", text_of(line))) or _TELLS.match(text_of(line)) or _CAPTION_STYLE.search(line.style))


def could_be_caption(line: Line, *, sentence: bool = False) -> bool:
    """Whether nothing speaks against it: the line is no heading, item, quotation or picture, and no `sentence` where it must be none."""
    text = text_of(line)
    if line.art or not text or line.outline is not None or line.number or line.level is not None or line.quote:
        return False
    return sentence or bool(_TELLS.match(text)) or not (ends_as_sentence(text) or "。" in text or is_numbered(text))


def is_bracketed(line: Line) -> bool:
    """Whether the whole line stands in brackets."""
    return bool(_BRACKETS.match(text_of(line)))


def _calls_itself(text: str) -> bool:
    """Whether a line is a caption whatever it looks like; a bullet in front says nothing of that."""
    words, credit = caption_of(text)
    return bool((_MARK.match(text) and not _BULLET.match(text)) or _TELLS.match(text) or (words and credit))


def _is_small(line: Line, body: float | None) -> bool:
    """Whether a line is set smaller than the text, or in italics."""
    runs = [run for run in line.runs if isinstance(run, Run) and trim(run.text)]
    slanted = bool(runs) and all(run.emphasis for run in runs)
    return slanted or (body is not None and line.size is not None and line.size < body)


def signs(text: str, house: House) -> bool:
    """Whether the line is the story's byline; a branch's bare name under a picture is its caption."""
    byline = read_byline(text, house)
    return byline is not None and bool(byline.authors or byline.date or _SENDING.search(text))


def parted(text: str, pictures: int) -> list[str]:
    """A line of captions side by side, parted where each is told apart (左图：…) or by blanks, into as many as there are pictures."""
    told = [[_bare_of_side(part) for part in each.split(trim(text))] for each in (_NEXT_BEGINS, _ONE_ENDS, _PARTED)]
    if found := next((parts for parts in told if len(parts) == pictures > 1), None):
        return found
    parts = [part for part in re.split(rf"[{BLANKS}]{{2,}}|\t|\n", trim(text)) if trim(part)]
    if pictures > 1 and len(parts) == 1:
        parts = re.split(rf"[{BLANKS}]+", trim(text))
    return parts if len(parts) == pictures > 1 else [text]


def captions_in(text: str) -> list[str]:
    """The captions in a line, parted where each is told apart by its number or side; the whole line where none is."""
    return [caption_of(_bare_of_side(part))[0] for part in _NEXT_BEGINS.split(trim(text))]


def _bare_of_side(text: str) -> str:
    """One of several captions, without what tells it from the others."""
    bare = trim(text)
    while (barer := trim(_SIDE.sub("", bare))) != bare:
        bare = barer
    return bare
