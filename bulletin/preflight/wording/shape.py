"""A story as a whole: its length, its title, what stands in it twice, another story left in it, a lost end, several styles at once."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from bulletin.house.rules import House
from bulletin.language import _
from bulletin.preflight.copy_text import Passage, passages
from bulletin.preflight.wording import marks
from bulletin.queries import CHECKS, Place, Query, query
from bulletin.records.story import Block, Heading, Paragraph, Pictures, Story, plain
from bulletin.typography import HAN, count_han

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
#: A sentence of so many characters is not written twice by chance, but a pledge of fewer may be.
_OWN_SENTENCE = 25
_OWN_PARAGRAPH = 12
#: A line of verse has no more characters, and may end at a comma.
_VERSE = 15
_BRANCH = re.compile(rf"[{HAN}]{{2,8}}?(?:支行|分行|分理处|营业部|营业室|银行)")
#: Pairs of characters that stand in any story of a bank.
_EVERYDAY = frozenset(
    re.findall(
        "..",
        "支行分行银行服务客户活动开展工作员工组织提升举办网点召开积极推进加强专题金融业务培训会议优质文明做好落实管理营业团队"
        "建设质量水平学习成功助力用心暖心温暖真情能力宣传知识联合走进获得荣获一线",
    )
)
#: Of fewer pairs in the title, or characters in the text, nothing can be told.
_OWN_PAIRS, _OWN_TEXT = 4, 80
_FEW = 0.34
_SIGNED = re.compile(r"^[（(【]?[^，。]{0,20}(?:供稿|撰稿|摄影|图文|文/|文：|作者：|通讯员|供稿单位|投稿单位)[^，。]{0,24}[）)】]?$")
#: The branch at the beginning of a title.
_LINE_BRANCH = re.compile(rf"^[{HAN}]{{2,6}}?(?:支行|分行|分理处|营业部)")
#: A story has so many characters at least.
_ANOTHER = 60
#: When and where it was written: no sentence, and no mark behind it.
_WRITTEN = re.compile(
    r"^[（(]?.{0,16}(?:[写作记成改]于|[初完定脱]稿|谨[识记上]|敬[上启礼]|"
    r"灯下).{0,14}[）)]?$|^.{0,30}(?:年|月)[^，。]{1,6}日[）)]?$"
)
#: No sentence ends in these.
_GOES_ON = re.compile("(?:将|把|对于|为了|以及|从而|因此|于是|但是|进一步)。[”’]?$")
#: Nor is anything a whole that breaks off behind these, whether as a heading or as a line of verse.
_BREAKS_OFF = re.compile(
    r"[，；：。、](?:为|和|与|对|在|向|从|由|以|使|让|给|于|因|但|如|即|并|或|且|而|把|将|被|同|及|还|也|都|更|既|又|就|则|却)$"
    r"|(?:[然从反进因]而|而且|并且|或者|以及|为了|对于|由于|关于|因为|因此|所以|但是|虽然|如果|不仅|不但|通过|根据|按照|随着|围绕)$"
    r"|(?<![然从反进因已故])而$|(?<![作行认因成以称视大无人有难更尤能敢所事转变])为$|(?<![温平谐柔暖缓总祥调饱共谦随附])和$"
    r"|(?<![参给赋授])与$|(?<![普涉波触企可])及$|(?<![应面核反针绝校相配比])对$|(?<![棉羽盖夹])被$|(?<![把火])把$"
)
#: What breaks off can be told from so many characters.
_TAIL = 4
#: A clause of its own kind under a picture, or in a list.
_CAPTION = re.compile(r"^[（(]?(?:[上下左右]?图[为：:一二三四\d]|[▲△●•·※★■◆])")
#: A longer paragraph is no heading.
_LONG = 40
#: What an official letter has and a periodical does not print: who is spoken to, what is enclosed, the form of words that it ends with.
_OFFICIAL = re.compile(
    r"^附件[一二三四五六七八九十\d]{0,2}\s?[：:].{0,60}|^附件[一二三四五六七八九十\d]{0,2}$|^[（(]?(?:抄送|抄报|主题词|签发人|联系人及电话|印发份数)[：:].{0,80}"
    rf"|(?:^|(?<=[。！；，]))(?:现?特此(?:报告|通知|通报|函告|函复|公告|申请|请示|批复|汇报|函达|报送|证明|说明))[。！]?$"
    r"|(?:^|(?<=[。！；]))(?:以上|上述|如上)?(?:报告|请示|意见|情况)?，?(?:妥否|当否|可否|如无不妥)，(?:请|敬请|恳请)[^，。]{0,4}(?:批示|审阅|审示|指示|批复|批转)[^，。]{0,6}[。！]?$"
    rf"|^[{HAN}]{{2,12}}[〔\[（(](?:19|20)\d\d[〕\]）)]\s?\d{{1,4}}号$"
    r"|现将(?:有关|相关|具体|主要)?(?:情况|事项|工作)[^，。：]{0,8}(?:报告|汇报|通知|通报|函告)如下[：:。]"
)
#: Whom a letter is to stands in one of its first paragraphs.
_AT_THE_HEAD = 3
_SALUTATION = re.compile(
    rf"^(?:(?:尊敬的|各位)?(?:领导|编辑(?:部|老师|同志)?)|(?:尊敬的)?[{HAN}]{{2,16}}(?:[部处科室]|中心|办公室|[总分支]行|委员会|编辑部|党[委支部]+|工会))(?:、?并?[各报][^，。]{{2,8}})?[：:]$"
)
_RUN_IN = re.compile(r"^[（(]?(?:[一二三四五六七八九十]+[、是）)]|\d+[.、）)]|第[一二三四五](?!支行|分行))")
_STYLES: tuple[tuple[str, str], ...] = (
    (r"(?:19|20)\d\d年", r"[一二][〇零一二三四五六七八九]{3}年"),
    ("“", "「"),
    (r"\d{1,3},\d{3}(?!\d)", r"(?<![\d,.])\d{5,}(?=元|户|人|笔|件)"),
)


def length(story: Story, file: str, house: House) -> Iterator[Query]:
    """Too short to be a story, or too long for the periodical; photos for a gallery need no text."""
    size = _size(_body(story))
    rule = house.check
    if story.gallery is not None:
        return
    if size < rule.shortest:
        message = _("the text has {size} characters; {least} are the least").format(size=size, least=rule.shortest)
        remedy = _("Ask the branch for more, or whether something is missing; `shortest` in [check] sets it.")
        yield query("too-short", file, message, remedy)
    elif size > rule.longest:
        message = _("the text has {size} characters; {most} are the most").format(size=size, most=rule.longest)
        yield query("too-long", file, message, _("Shorten it, or have it in two parts; `longest` in [check] sets it."))


def title(story: Story, file: str, house: House) -> Iterator[Query]:
    """A title over two lines, and one of which no two characters together stand in the text."""
    place = Place(file=file, text=story.title)
    wide = sum(0.5 if each.isascii() else 1 for each in story.title)
    if wide > 2 * house.check.title_line:
        message = _("the title takes more than two lines ({size} characters; a line holds {most})")
        yield query("long-title", place, message.format(size=round(wide), most=house.check.title_line), _("Shorten it in story.md."))
    if _tells_news(story, house) and _is_unlike(story):
        remedy = _("See whether the title belongs to another story.")
        yield query("title-unlike-body", place, _("nothing of the title stands in the text"), remedy)


def _tells_news(story: Story, house: House) -> bool:
    """Whether the title says what the text tells: a report's, a practice's, one that names a branch; else it may be a figure of speech."""
    rule = house.section(story.section) if story.section else None
    return rule is not None and (rule.kind in ("report", "practice") or (rule.kind == "case" and bool(_BRANCH.search(story.title))))


def _is_unlike(story: Story) -> bool:
    """Whether no two characters together of the title stand in the text, and few single ones; branches and words of every day aside."""
    runs = re.findall(f"[{HAN}]{{2,}}", _BRANCH.sub(" ", story.title))
    pairs = {run[place : place + 2] for run in runs for place in range(len(run) - 1)} - _EVERYDAY
    signs = set("".join(pairs))
    body = "".join(each.text for each in _body(story))
    if len(pairs) < _OWN_PAIRS or count_han(body) < _OWN_TEXT or any(pair in body for pair in pairs):
        return False
    return sum(sign in body for sign in signs) < _FEW * len(signs)


def repeated(story: Story, file: str, house: House) -> Iterator[Query]:
    """A paragraph, or a long sentence, that stood in the text before."""
    seen: dict[str, int | None] = {}
    for passage in _body(story):
        bare = _bare(passage.text)
        stretches = [(0, len(passage.text))] if bare in seen else [each.span() for each in _SENTENCE.finditer(passage.text)]
        for start, end in stretches:
            words = _bare(passage.text[start:end])
            if words in seen and len(words) >= (_OWN_PARAGRAPH if words == bare else _OWN_SENTENCE):
                message = _("this stands in paragraph {number} already").format(number=seen[words])
                yield query("repeated-paragraph", passage.place(file, start, end), message, _("Take one of the two out."))
        for words in (bare, *(_bare(each[0]) for each in _SENTENCE.finditer(passage.text))):
            seen.setdefault(words, passage.paragraph)


def another_story(story: Story, file: str, house: House) -> Iterator[Query]:
    """Amid the text a line like a title that names another branch, or one that signs, with more behind it."""
    paragraphs = _body(story)
    lone = {plain(block.spans) for block in story.body if _is_lone(block)}
    titles = [each for each in paragraphs[1:-1] if each.text in lone and _names_another(each.text.strip(), story, house)]
    signed = [
        each
        for turn, each in enumerate(paragraphs[1:-2], 1)
        if each.text in lone and _SIGNED.match(each.text.strip()) and _size(paragraphs[turn + 1 :]) >= _ANOTHER
    ]
    if len({_named(each.text, house) for each in titles}) > 1 and not _is_of_own_branch(story, house):
        titles = []  # the parts of a round-up, each of another branch
    found = {each.paragraph or 0: each for each in (*titles, *signed)}
    for passage in (each for number, each in sorted(found.items()) if number - 1 not in found):  # a byline belongs to the title above it
        remedy = _("If two stories came in one file, part them in story.md; else take the line out.")
        yield query("another-story", passage.place(file, 0, len(passage.text)), _("another story may begin here"), remedy)


def _named(line: str, house: House) -> str:
    """The branch that a title names."""
    found = _LINE_BRANCH.match(line.strip())
    return next((branch.name for branch in house.branches if branch.name in line), found[0] if found else line)


def _is_of_own_branch(story: Story, house: House) -> bool:
    """Whether the title names the story's own branch: then it is no round-up."""
    own = house.branch(story.branch) if story.branch else None
    return own is not None and own.name in story.title and not re.search("各支行|集锦|掠影|联播|连线|纪实|辖内", story.title)


def _size(paragraphs: Sequence[Passage]) -> int:
    return sum(count_han(each.text) for each in paragraphs)


def _is_lone(block: Block) -> TypeGuard[Heading | Paragraph]:
    """A line by itself, or a heading: a second title of one Markdown file is read as one."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and not any(span.strong for span in block.spans))


def _names_another(text: str, story: Story, house: House) -> bool:
    if not 8 <= len(text) <= 40 or _RUN_IN.match(text) or re.search("[。！；：…]$|，$", text):
        return False
    own = house.branch(story.branch) if story.branch else None
    names = {branch.name for branch in house.branches if branch is not own}
    strange = [each for each in _LINE_BRANCH.findall(text) if story.branch and each not in story.branch]
    others = [name for name in names if name in text] or strange
    if own is None or own.name in text or any(alias in text for alias in own.aliases if len(alias) > 2):
        return False
    return any(text.strip("：: ") != other for other in others)


def end_missing(story: Story, file: str, house: House) -> Iterator[Query]:
    """The last paragraph, or a long one, ends at no mark; any at a comma, or at a word that must go on: something is lost."""
    texts = [block for block in story.body if not isinstance(block, Pictures)]
    numbered = _body(story)
    if sum(marks.is_cut_off(each.text) for each in numbered) * 2 > len(numbered) > 2:
        return  # verse, or a list
    for turn, (block, passage) in enumerate(zip(texts, numbered, strict=True)):
        text = passage.text.rstrip()
        if isinstance(block, Paragraph) and _has_no_end(text, is_last=turn == len(texts) - 1):
            remedy = _("Add the mark, or ask the branch for what is missing.")
            yield query("end-missing", passage.place(file, max(0, len(text) - 8), len(text)), _("the paragraph has no end"), remedy)


def _has_no_end(text: str, *, is_last: bool) -> bool:
    if _BREAKS_OFF.search(text, max(0, len(text) - _TAIL)):
        return True
    if not re.search("[，。；！？]", text) or _SIGNED.match(text) or _WRITTEN.search(text):
        return False
    at_comma = text.endswith(("，", "、")) and len(text) > _VERSE
    is_head = "。" not in text and bool(_RUN_IN.match(text) or _CAPTION.match(text))
    is_long = len(text) > _LONG and not text.endswith("：") and not is_head
    return at_comma or bool(_GOES_ON.search(text)) or ((is_last or is_long) and marks.is_cut_off(text))


def official_words(story: Story, file: str, house: House) -> Iterator[Query]:
    """What an official letter has about its text, where it was not taken out: whom it is to, what is enclosed, how it ends."""
    for turn, passage in enumerate(_body(story)):
        text = passage.text.strip()
        found = _OFFICIAL.search(text) or (_SALUTATION.match(text) if turn < _AT_THE_HEAD else None)
        if found:
            start = passage.text.find(found[0])
            message = _("“{words}” belongs to an official letter").format(words=found[0])
            remedy = _("Take it out in story.md, unless the letter itself is to be printed.")
            yield query("official-words", passage.place(file, start, start + len(found[0])), message, remedy)


def unbalanced(story: Story, file: str, house: House) -> Iterator[Query]:
    """Brackets, quotes and title marks without their other half."""
    all_of_them = list(passages(story))
    for number, found in marks.unbalanced([each.text for each in all_of_them]):
        yield query(found.check, all_of_them[number].place(file, found.start, found.end), found.message, found.remedy)


def mixed_style(story: Story, file: str, house: House) -> Iterator[Query]:
    """The same thing written in two ways: years, quotes, large numbers; shown where the rarer way stands first."""
    texts = list(passages(story))
    for patterns in _STYLES:
        found = [[(passage, each) for passage in texts for each in re.finditer(pattern, passage.text)] for pattern in patterns]
        if all(found):
            passage, rare = min(found, key=len)[0]
            _other, often = max(reversed(found), key=len)[0]
            message = _("“{one}” and “{other}”: one story writes it in two ways").format(one=rare[0], other=often[0])
            yield query("mixed-style", passage.place(file, *rare.span()), message, _("Write it the same way throughout."))


def short_name_first(story: Story, file: str, house: House) -> Iterator[Query]:
    """The branch's short name stands in the text before its full one."""
    branch = house.branch(story.branch) if story.branch else None
    if branch is None:
        return
    body = [each for each in _body(story) if each.paragraph is not None]
    full = next((turn for turn, each in enumerate(body) if branch.name in each.text), None)
    for turn, passage in enumerate(body[: full + 1] if full is not None else ()):
        before = passage.text.find(branch.name) if turn == full else len(passage.text)
        for alias in branch.aliases:
            start = passage.text.find(alias, 0, before)
            if len(alias) > 2 and alias.endswith("行") and start >= 0 and alias not in branch.name:
                message = _("“{alias}” stands before the full name, {name}").format(alias=alias, name=branch.name)
                remedy = _("Write the full name where it is named first.")
                yield query("short-name-first", passage.place(file, start, start + len(alias)), message, remedy)
                return


def unknown_allowance(story: Story, file: str, house: House) -> Iterator[Query]:
    """An allowance for what no check is called: a slip that leaves a query standing."""
    for allowance in story.allow:
        if allowance.check not in CHECKS:
            message = _("“{check}” is allowed, and no check is called so").format(check=allowance.check)
            place = Place(file=file, text=allowance.check)
            yield query("unknown-allowance", place, message, _("Write the check's name as `bulletin check` shows it."))


def _body(story: Story) -> Sequence[Passage]:
    return [each for each in passages(story) if each.paragraph is not None]


def _bare(text: str) -> str:
    return "".join(each for each in text if each.isalnum())
