"""What a web page sets around a story (menus, counters, share buttons, rankings, footers): taken off, and what it states kept.

A line is furniture only where the whole of it is; a sentence that speaks of 分享 or 来源 stays. Menus and rankings, which could
be anyone's headings, go only where the text shows by several signs that it is a saved page, and only around the story.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from bulletin.copydesk.byline import read_byline
from bulletin.copydesk.captions import is_marked
from bulletin.copydesk.credits import read_credits
from bulletin.copydesk.lines import RUNNING_TEXT, ends_as_sentence, is_blank, lines_of, text_of
from bulletin.copydesk.stated import Stated
from bulletin.house.rules import House
from bulletin.language import _
from bulletin.queries import Marked, Place, Query, query
from bulletin.records.manuscript import Line, Manuscript, Passage
from bulletin.records.sheet import Sheet
from bulletin.typography import BLANKS, clean, count_han

_PATH = r"[^>＞»›。，]{1,30}(?:\s*[>＞»›]\s*[^>＞»›。，]{1,60})+|[>＞»›]\s*.{1,20}"
#: Where one is: a menu's word or a path. Several of these tell a saved page.
_SIGNPOST = re.compile(
    rf"(?:网站|返回)?首页|登录|注册|登录\s*注册(?:\s.*)?|(?:\S{{1,4}}\s+){{1,3}}(?:登录|注册)(?:\s+\S{{1,6}})*|设为首页|加入收藏|会员中心|搜索|热门搜索.*"
    rf"|下载\s*APP|手机版|手机站|客户端|无障碍\S*|[切换转]+[到為为]?繁[体體]版?|繁[体體](?:中文)?|旧版\S{{0,4}}|English|网站导航|导航|服务热线[：:].*"
    rf"|(?:您?(?:现在|当前)?(?:所在|的)*位置|当前位置|您现在的位置)\S{{0,2}}\s*[：:].*|{_PATH}",
    re.IGNORECASE,
)
#: Behind these nothing more of the story comes: other stories, comments, the footer.
_END = re.compile(
    r"(?:相关|延伸|推荐|热门|最新|热点|精彩|更多)(?:阅读|文章|新闻|链接|推荐|报道|稿件|内容|专题|资讯|评论|话题|排行)\S{0,4}[：:]?"
    r"|往期(?:推荐|回顾|精彩|内容)\S{0,4}|精彩回顾|热(?:新闻|话题)|猜你喜欢|你可能(?:还|也)?(?:感兴趣|喜欢).{0,6}|本站推荐|排行榜|点击排行|新闻排行|阅读排行|大家都在看"
    r"|[上下]一[篇条页](?:[：:\s].*)?|(?:查看|全部|发表|我要|网友|最新|精彩|写)?(?:评论|留言|跟帖)(?:与评论|区)?\s*(?:[（(].*[）)]|\d+\s*条?)?|我要跟帖"
    r"|特别声明[：:]?.*|免责声明[：:]?.*|版权声明[：:]?.*|转载请注明.*|(?:未经.{0,10}(?:许可|授权).{0,30}转载).*"
    r"|扫一扫[^，。！]{0,30}|扫描[^，。]{0,8}二维码[^，。]{0,20}|(?:长按|识别)[^，。]{0,10}二维码[^。]{0,20}|.{0,20}版权所有.*|.*copyright.*|©.*|.*ICP[备证].*|.*公网安备.*"
    r"|(?:关于(?:我们|本站)|联系我们|网站地图|友情链接)[^，。]{0,60}|返回(?:顶部|列表|上一页)|powered by.*",
    re.IGNORECASE | re.DOTALL,
)
_NETWORK = r"(?:微信好友|微信|朋友圈|新浪微博|腾讯微博|微博|QQ好友|QQ空间|QQ|空间|豆瓣|人人网|更多|复制链接|邮件)"
_COUNTED = r"(?:阅读|浏览|点击|点赞|评论|转发|收藏|分享|赞|赏|踩|在看|人气)"
#: A button, a counter or a call, wherever it stands.
_BUTTON = re.compile(
    rf"(?:一键)?分享(?:到|至)\s*[：:]?\s*(?:{_NETWORK}[\s、/|]*)*|(?=.*\d)(?:{_COUNTED}(?:量|数|次数)?\s*[：:]?\s*[（(]?\s*[\d.]*\s*[万+]*[）)]?\s*)+"
    r"|(?:点击)?(?:展开|阅读|查看)(?:剩余|阅读)?(?:全文|原文|更多)|收起全文|字[号体]\s*[：:].{0,15}|[\[【]?\s*大\s*中\s*小\s*[\]】]?|A[+-](?:\s*A[+-])?"
    r"|(?:[\[【（(](?:打印|关闭|收藏|返回|分享|顶部|[大中小])\S{0,3}[\]】）)]\s*)+|点(?:个|亮)?[“「]?(?:分享|收藏|在看|点赞|赞)[”」]?|(?:#[^#\s]{2,20}#?\s*)+"
    rf"|(?:{_COUNTED}[\s|｜丨·、]*){{2,8}}|扫码(?:了解|关注|阅读|查看|进入|下载|报名|参与)[^，。]{{0,12}}|(?:我要)?打印(?:本页|本文)(?:\s+.{{0,30}})?|关闭(?:窗口|本页)"
    r"|[-—–－―‐·]\s*\d{1,3}\s*[-—–－―‐·]|第\s*\d+\s*页(?:\s*[，,/／]?\s*共\s*\d+\s*页)?|[+＋]?(?:复制链接|收藏本文|收藏文章|加关注)"
    r"|(?:请|欢迎)?(?:点击|长按|戳)[^。，]{0,14}(?:关注|蓝字|阅读原文|在看|名片)[^。，]{0,12}"
    r"|(?:欢迎)?关注(?:我们|我行|[^。，]{0,12}(?:公众号|微信号|视频号))[^。，]{0,10}"
    r"|(?:\d+、)?(?:后台)?回复[【“「\[].{1,20}[】”」\]][^。，]{0,30}|点击菜单栏.{0,40}"
    r"|[-—=_*·.。\s]*(?:THE\s*END|END)[-—=_*·.。\s]*|[（(](?:完|END)[）)]",
    re.IGNORECASE,
)
#: What points at a button.
_POINTERS = "↑↓→←▲▼👆👇👉👈☝\ufe0f\u3000 "
#: Bare words are buttons on a saved page alone: elsewhere they may be a story's headings.
_WORD = re.compile(rf"(?:{_COUNTED}\s*)+|推荐|字号|收起|关闭|关注|举报|纠错|目录|隐藏边栏|标签[：:]?|打印(?:\s+.{{0,30}})?|×|\d+")
_ORIGINAL_TITLE = re.compile(r"(?:本文)?原(?:文)?标题[：:]\s*《?(?P<title>.+?)》?$|标题[：:]\s*(?P<named>.+)")
#: 第3期 under the name of an office's newsletter, at the head of its page.
_ISSUE = re.compile(r"[（(]?(?:\d{4}年)?\s*第?\s*[\d一二三四五六七八九十]+\s*期\s*(?:[（(]?总第?\s*\d+\s*期[）)]?)?[）)]?")
_NEWSLETTER = re.compile(r".{2,24}(?:简报|快报|专刊|快讯|动态|通讯|信息|要情|月报|周报)")
_SIGNS = 3
_LONGEST_BUTTON = 60
_LEAST_TITLE = 6
_LONGEST_TITLE = 80
#: So many lines behind the story's end may still speak of it (发布日期：…).
_AFTERWORD = 15
_EXCERPT = 80


class Cleared(Sheet):
    """A story without its page: what the page states of it, and the story's own passages."""

    stated: Stated
    rest: tuple[Passage, ...]


def clear_site(passages: Sequence[Passage], house: House, file: str) -> Marked[Cleared]:
    """The passages without a site's furniture, and what its lines state; each stretch that is cut off is a note.

    A page without any running text is all menu: nothing remains of it.
    """
    page = _Page(_unfolded(passages), house)
    passages, stated = page.passages, page.stated()
    rest = tuple(each for i, each in enumerate(passages) if i in page.story)
    cut = [i for i, each in enumerate(passages) if i not in page.story and i not in page.titles]
    return Marked(Cleared(stated=stated, rest=rest), tuple(_notes(cut, passages, file)))


def without_site(manuscript: Manuscript, house: House) -> Manuscript:
    """The manuscript without a site's furniture: what is left of it, where no story can be made."""
    return manuscript.model_copy(update={"passages": clear_site(manuscript.passages, house, manuscript.file).value.rest})


class _Page:
    """The lines of a manuscript, each looked at once: which are the story's, which its title, which state something."""

    def __init__(self, passages: Sequence[Passage], house: House) -> None:
        self.passages = passages
        self.texts = [text_of(each) if isinstance(each, Line) and not each.art else "" for each in passages]
        self.house = house
        self.titles: list[int] = []
        self.said: dict[int, Stated] = {}
        self.is_saved = sum(map(self._is_sign, range(len(passages)))) >= _SIGNS
        start, stop = self._span()
        if self.is_saved:
            start = self._under_the_head(start, stop)
        self._read_credits(start, stop)
        masthead = self._masthead()
        kept = {i for i in range(start, stop) if i not in self.said and i not in masthead and not self._is_button(i)}
        self.story = kept - set(self.titles) - set(self._repeats(start, kept))

    def stated(self) -> Stated:
        """What stands behind the story goes before what stands over it; the site's own name is the last resort."""
        stated = Stated()
        for i in sorted(self.said, reverse=True):
            stated = stated.over(self.said[i])
        title = clean(self._title_text(self.titles[0])) if self.titles else ""
        subtitle = clean(self.texts[self.titles[1]]) if len(self.titles) > 1 else ""
        return stated.over(Stated(title=title, subtitle=subtitle))

    def _is_sign(self, i: int) -> bool:
        text = self.texts[i]
        return bool(text) and len(text) <= 120 and bool(_SIGNPOST.fullmatch(text) or _END.fullmatch(text))

    def _is_button(self, i: int) -> bool:
        text = self.texts[i]
        if is_rule(text):
            return True
        if not text or len(text) > _LONGEST_BUTTON:
            return False
        buttons = (text, text.strip(_POINTERS))
        return any(map(_BUTTON.fullmatch, buttons)) or (self.is_saved and bool(_WORD.fullmatch(text)))

    def _is_running(self, i: int) -> bool:
        passage = self.passages[i]
        if not isinstance(passage, Line):
            return any(_runs(text_of(line)) for line in passage.lines)
        return _runs(self.texts[i]) and not self._is_sign(i)

    def _span(self) -> tuple[int, int]:
        """From where to where the story goes: the stretch between a saved page's signs that holds most running text."""
        stretches = self._stretches() if self.is_saved else [(0, self._end())]
        return max(stretches, key=self._running_text, default=(0, 0))

    def _stretches(self) -> list[tuple[int, int]]:
        edges = [-1, *(i for i in range(len(self.texts)) if self._is_sign(i)), len(self.texts)]
        found = [(before + 1, after) for before, after in pairwise(edges)]
        return [stretch for stretch in found if self._running_text(stretch)]

    def _running_text(self, stretch: tuple[int, int]) -> int:
        return sum(sum(len(line.text) for line in lines_of([self.passages[i]])) for i in range(*stretch) if self._is_running(i))

    def _end(self) -> int:
        """Where a text that is no saved page ends: at a mark behind which there are nothing but short lines."""
        last = max((i for i in range(len(self.texts)) if self._is_running(i) or self._is_more_than_text(i)), default=-1)
        marks = (i for i in range(last + 1, len(self.texts)) if self.texts[i] and _END.fullmatch(self.texts[i]))
        return next(marks, len(self.texts)) if last >= 0 else len(self.texts)

    def _under_the_head(self, start: int, stop: int) -> int:
        """Find the title; the story begins under the last line over its running text that is the site's."""
        first = next((i for i in range(start, stop) if self._is_running(i)), stop)
        title = self._title(start, first)
        if title is None:
            return start
        self.titles = [title]
        under = title + 1
        if under < first - 1 and self._could_be_title(under) and not self._is_caption(under) and self._states(under + 1):
            self.titles.append(under)
        heads = [i for i in range(title, first) if self._states(i) or self._is_button(i) or _ORIGINAL_TITLE.fullmatch(self.texts[i])]
        self._keep_what_is_said(range(start, max(heads, default=title) + 1))
        return max([*heads, *self.titles]) + 1

    def _title(self, start: int, first: int) -> int | None:
        over = [i for i in range(start, first) if self.texts[i]]
        original = [i for i in over if _ORIGINAL_TITLE.fullmatch(self.texts[i])]
        ranked = [i for i in over if self._is_ranked(i)]
        candidates = [i for i in over if self._could_be_title(i)]
        others = [(j, text) for j, text in enumerate(self.texts) if not self._is_running(j)]
        repeated = [i for i in candidates if any(self.texts[i] in text for j, text in others if j != i)]
        return next(iter((*original, *ranked, *repeated, *candidates)), None)

    def _could_be_title(self, i: int) -> bool:
        text = self.texts[i]
        fits = count_han(text) >= _LEAST_TITLE and len(text) <= _LONGEST_TITLE and "。" not in text
        return fits and not text.endswith(("，", "；", "：")) and not self._is_button(i) and not self._states(i)

    def _title_text(self, i: int) -> str:
        found = _ORIGINAL_TITLE.fullmatch(self.texts[i])
        return (found["title"] or found["named"]) if found else self.texts[i]

    def _is_more_than_text(self, i: int) -> bool:
        return not self.texts[i] and not is_blank(self.passages[i])

    def _is_ranked(self, i: int) -> bool:
        line = self.passages[i]
        return isinstance(line, Line) and line.outline in (0, 1)

    def _is_caption(self, i: int) -> bool:
        line = self.passages[i]
        return isinstance(line, Line) and is_marked(line)

    def _states(self, i: int) -> bool:
        text = self.texts[i] if i < len(self.texts) else ""
        return bool(text) and (read_credits(text, self.house) or read_byline(text, self.house)) is not None

    def _keep_what_is_said(self, places: range) -> None:
        for i in (i for i in places if i not in self.titles):
            if (said := read_credits(self.texts[i], self.house) or read_byline(self.texts[i], self.house)) is not None:
                self.said[i] = said

    def _read_credits(self, start: int, stop: int) -> None:
        """The credits over the first running text and under the last, and, on a saved page, shortly behind the story."""
        running = [i for i in range(start, stop) if self._is_running(i)]
        first, last = (running[0], running[-1]) if running else (stop, start - 1)
        behind = range(stop, min(stop + _AFTERWORD, len(self.texts)) if self.is_saved else stop)
        for i in (*range(start, first), *range(last + 1, stop), *behind):
            if (said := read_credits(self.texts[i], self.house)) is not None:
                self.said[i] = said
        known = {name for said in self.said.values() for name in said.authors}
        self.said |= {i: Stated() for i in range(start, first) if re.sub(rf"[{BLANKS}]", "", self.texts[i]) in known}

    def _masthead(self) -> set[int]:
        """A newsletter's name and number over the story."""
        top = [i for i, text in enumerate(self.texts) if text][:2]
        named = len(top) == 2 and _NEWSLETTER.fullmatch(self.texts[top[0]]) and _ISSUE.fullmatch(self.texts[top[1]])
        return set(top) if named else set()

    def _repeats(self, start: int, kept: set[int]) -> Iterator[int]:
        """Lines that only say again what stands elsewhere: a lead broken off over itself, the site's name behind the story."""
        for i in sorted(kept):
            text = re.sub(r"\W", "", self.texts[i])
            following = re.sub(r"\W", "", "".join(self.texts[i + 1 : i + 8]))
            if self.is_saved and self._is_running(i) and not ends_as_sentence(self.texts[i]) and text in following:
                yield i
        yield from self._site_names(kept)

    def _site_names(self, kept: set[int]) -> Iterator[int]:
        """The site's name by itself behind the story, which a path or the footer repeats: it is the source."""
        for i in sorted(kept, reverse=True):
            text = self.texts[i]
            if not self.is_saved or not text or ends_as_sentence(text) or len(text) > 20:
                return
            if any(text in other for j, other in enumerate(self.texts) if j != i and self._is_sign(j)):
                self.said[i] = Stated(source=text)
                yield i


def _unfolded(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages of a page that is laid out in tables, its cells' lines one after the other; any other text as it is."""
    signs = sum(bool(_SIGNPOST.fullmatch(text_of(line)) or _END.fullmatch(text_of(line))) for line in lines_of(passages))
    unfolded = signs >= _SIGNS
    return tuple(each for passage in passages for each in (lines_of([passage]) if unfolded and _is_layout(passage) else [passage]))


def _is_layout(passage: Passage) -> bool:
    """Whether a table holds a page: in one of its cells several paragraphs, or a menu."""
    if isinstance(passage, Line):
        return False
    cells = [[text_of(line) for line in cell.lines] for row in passage.rows for cell in row]
    return any(sum(map(_runs, cell)) > 1 for cell in cells) or all(
        _SIGNPOST.fullmatch(text) or _END.fullmatch(text) for cell in cells for text in cell
    )


def _runs(text: str) -> bool:
    return len(text) > RUNNING_TEXT and len(re.findall("[，。；！？]", text)) > 1


def _words(passage: Passage) -> str:
    """What a note says of a passage that is left out."""
    return " ".join(_("(a picture)") if line.art else text_of(line) for line in lines_of([passage]) if line.art or text_of(line))


def _notes(cut: Sequence[int], passages: Sequence[Passage], file: str) -> Iterator[Query]:
    """One note for each stretch of lines that stand together; one for all the lines that only part others (====)."""
    if rules := [passages[i] for i in cut if is_rule(_words(passages[i]))]:
        yield left_out(rules, file)
    for _run, group in groupby(enumerate(cut), key=lambda each: each[1] - each[0]):
        if lines := [passages[i] for _at, i in group if _words(passages[i]) and not is_rule(_words(passages[i]))]:
            yield left_out(lines, file)


def is_rule(text: str) -> bool:
    """Whether a line only parts others: not a letter, a digit or a mark of speech in it (====, * * *, ■), or dots without end."""
    return bool(text) and (not re.search(r"[^\W_]|[。，、；：？！?!…“”‘’《》（）()]", text) or bool(re.fullmatch("…{3,}", text)))


def left_out(lines: Sequence[Passage], file: str) -> Query:
    """The note on lines that stand together and are no part of the story."""
    words = list(map(_words, lines))
    text = " / ".join(dict.fromkeys(words) if all(map(is_rule, words)) else words)
    place = Place(file=file, paragraph=next((line.position for line in lines_of(lines)), None), text=text)
    excerpt = text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
    if len(lines) == 1:
        message = _("this line is not part of the story, and is left out: {text}").format(text=excerpt)
    else:
        message = _("{count} lines are not part of the story, and are left out: {text}").format(count=len(lines), text=excerpt)
    return query("site-furniture", place, message, _("Nothing need be done; write it into the story if readers should see it."))
